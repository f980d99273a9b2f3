"""A scheme grows by what comes in: unknown values become labels, unknown attributes become typed columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Layer
from annotator.domain.documents import Scalar
from annotator.domain.registry import Entity
from annotator.domain.scheme import Attribute, AttributeOwner, Label, Scheme, Vocabulary


def grown(
    scheme: Scheme, documents: Iterable[AnnotatedDocument], layers: Iterable[Layer], entities: Iterable[Entity]
) -> Scheme:
    """``scheme`` with every vocabulary id and attribute key that these use; the same object where none is new.

    A new label's name is its id; a new attribute is a number where all its values are numbers, else text.
    """
    all_layers = [*(layer for each in documents for layer in each.layers), *layers]
    used: dict[Vocabulary, set[str]] = {
        "types": set(),
        "stances": set(),
        "kinds": set(),
        "flags": set(),
        "reasons": set(),
    }
    columns: dict[tuple[AttributeOwner, str], bool] = {}
    for layer in all_layers:
        _collect(layer, used)
        _columns(columns, "document", layer.attributes.items())
        for quotation in layer.quotations:
            _columns(columns, "quotation", quotation.attributes.items())
    for entity in entities:
        used["kinds"].add(entity.kind)
        _columns(columns, "entity", entity.attributes.items())
    more = {name: _more_labels(scheme, name, values) for name, values in used.items()}
    known = {(each.owner, each.id) for each in scheme.attributes}
    new_columns = tuple(
        Attribute(id, id, owner, "number" if numeric else "text")
        for (owner, id), numeric in sorted(columns.items())
        if (owner, id) not in known
    )
    if not any(more.values()) and not new_columns:
        return scheme
    return replace(
        scheme,
        types=scheme.types + more["types"],
        stances=scheme.stances + more["stances"],
        kinds=scheme.kinds + more["kinds"],
        flags=scheme.flags + more["flags"],
        reasons=scheme.reasons + more["reasons"],
        attributes=scheme.attributes + new_columns,
    )


def _more_labels(scheme: Scheme, vocabulary: Vocabulary, values: set[str]) -> tuple[Label, ...]:
    known = {each.id for each in scheme.labels(vocabulary)}
    return tuple(Label(id, id) for id in sorted(values - known))


def _collect(layer: Layer, used: dict[Vocabulary, set[str]]) -> None:
    used["kinds"].update(each.label for each in layer.mentions)
    used["reasons"].update(_present(each.reason for each in layer.rejections))
    for quotation in layer.quotations:
        used["types"].update(_present((quotation.type,)))
        used["flags"].update(quotation.flags)
        used["stances"].update(_present(each.value for each in quotation.stances))


def _present(values: Iterable[str | None]) -> Iterator[str]:
    return (each for each in values if each is not None)


def _columns(
    columns: dict[tuple[AttributeOwner, str], bool], owner: AttributeOwner, items: Iterable[tuple[str, Scalar]]
) -> None:
    for key, value in items:
        numeric = value is None or (isinstance(value, int | float) and not isinstance(value, bool))
        columns[owner, key] = columns.get((owner, key), True) and numeric
