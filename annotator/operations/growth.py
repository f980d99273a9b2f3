"""A scheme grows by what comes in: unknown values become labels, unknown attributes become typed columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from annotator.domain import ids
from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Layer
from annotator.domain.documents import Scalar
from annotator.domain.scheme import Attribute, AttributeOwner, AttributeType, Label, Scheme, Vocabulary

_Column = tuple[AttributeOwner, str]


def grown(scheme: Scheme, documents: Iterable[AnnotatedDocument]) -> Scheme:
    """``scheme`` with every vocabulary id, attribute key and choice that these use; the same object where none is new.

    A new label's name is its id; a new attribute is a number where all its values are numbers, else text.
    """
    used = _Used({(each.owner, each.id) for each in scheme.attributes if each.type == "choice"})
    for annotated in documents:
        used.document(annotated)
    more = {name: _more_labels(scheme.labels(name), values) for name, values in used.values.items()}
    attributes = _more_choices(scheme.attributes, used) + _new_columns(scheme.attributes, used)
    if not any(more.values()) and attributes == scheme.attributes:
        return scheme
    return replace(
        scheme,
        types=scheme.types + more["types"],
        stances=scheme.stances + more["stances"],
        kinds=scheme.kinds + more["kinds"],
        flags=scheme.flags + more["flags"],
        reasons=scheme.reasons + more["reasons"],
        attributes=attributes,
    )


def _more_labels(labels: tuple[Label, ...], values: set[str]) -> tuple[Label, ...]:
    return tuple(Label(id, id) for id in sorted(values - {each.id for each in labels}))


def _more_choices(attributes: tuple[Attribute, ...], used: _Used) -> tuple[Attribute, ...]:
    return tuple(
        replace(each, choices=each.choices + _more_labels(each.choices, used.choices.get((each.owner, each.id), set())))
        for each in attributes
    )


def _new_columns(attributes: tuple[Attribute, ...], used: _Used) -> tuple[Attribute, ...]:
    known = {(each.owner, each.id) for each in attributes}
    return tuple(
        Attribute(id, id, owner, type or "text")
        for (owner, id), type in sorted(used.columns.items(), key=lambda each: each[0])
        if (owner, id) not in known and ids.is_valid(id)
    )


@dataclass(slots=True)
class _Used:
    """Vocabulary values, columns with the type of their values (None while all are null), and values of choices."""

    choice_columns: set[_Column]
    values: dict[Vocabulary, set[str]] = field(
        default_factory=lambda: {"types": set(), "stances": set(), "kinds": set(), "flags": set(), "reasons": set()}
    )
    columns: dict[_Column, AttributeType | None] = field(default_factory=dict)
    choices: dict[_Column, set[str]] = field(default_factory=dict)

    def document(self, annotated: AnnotatedDocument) -> None:
        """Take note of all that a document uses."""
        for layer in annotated.layers:
            self._layer(layer)
        for entity in annotated.entities:
            self.values["kinds"].add(entity.kind)
            self._attributes("entity", entity.attributes)
        self._add("reasons", (each.reason for each in annotated.decisions))

    def _layer(self, layer: Layer) -> None:
        self._attributes("document", layer.attributes)
        self._add("kinds", (each.label for each in layer.mentions))
        self._add("reasons", (each.reason for each in layer.rejections))
        for quotation in layer.quotations:
            self._attributes("quotation", quotation.attributes)
            self._add("types", (quotation.type,))
            self._add("flags", quotation.flags)
            self._add("stances", (each.value for each in quotation.stances))

    def _add(self, vocabulary: Vocabulary, values: Iterable[str | None]) -> None:
        self.values[vocabulary].update(each for each in values if each is not None)

    def _attributes(self, owner: AttributeOwner, attributes: Mapping[str, Scalar]) -> None:
        for key, value in attributes.items():
            column = (owner, key)
            before = self.columns.setdefault(column, None)
            if value is None:
                continue
            numeric = isinstance(value, int | float) and not isinstance(value, bool)
            self.columns[column] = "number" if numeric and before != "text" else "text"
            if column in self.choice_columns and isinstance(value, str):
                self.choices.setdefault(column, set()).add(value)
