"""One row a quotation and stance, for formats that are tables.  Values are the scheme's labels, not its ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from annotator.domain import canonical
from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Layer, Party, Quotation, Stance
from annotator.domain.documents import Scalar
from annotator.domain.registry import Entity
from annotator.domain.scheme import AttributeOwner, Scheme, Vocabulary
from annotator.domain.text import Spans, words
from annotator.formats.base import Keys
from annotator.formats.columns import as_text, shaped

Row = dict[str, Scalar]

BETWEEN = " | "
"""Stands between several speakers, flags and the like; fragments are joined as `annotator.domain.text.words` does."""

_LAYER = ("layer", "annotator", "status")
_ROLES = ("content", "content_spans", "cue", "cue_spans", "speaker", "speaker_spans", "speaker_form")
_WHO = ("speaker_entity_id", "speaker_entity", "speaker_kind", "{speaker}", "wikidata", "addressee", "addressee_entity")
_STANCE = ("stance_target", "stance_value", "stance_intensity", "stance_explicit", "evidence")
_FIXED = (
    *("document_id", "title", "source", "date", "language", "text_sha256"),
    *_LAYER,
    *("quotation_id", "parent", "type", "type_origin"),
    *_ROLES,
    *_WHO,
    *_STANCE,
    *("{quotation}", "{document}", "confidence", "note", "flags", "origin", "origin_score"),
)
_DOCUMENTS = (
    *("document_id", "title", "source", "author", "date", "url", "language", "text_sha256"),
    *_LAYER,
    *("status_reason", "quotations", "stances", "mentions", "rejections", "{document}"),
)


@dataclass(frozen=True, slots=True)
class Attributes:
    """Columns of the project's own: the attribute's key to the column's name."""

    speaker: Mapping[str, str]
    quotation: Mapping[str, str]
    document: Mapping[str, str]


def _named(keys: Iterable[str], owner: str, taken: set[str]) -> dict[str, str]:
    """A column for each attribute: its id; with its owner in front, then a number behind, where that is taken."""
    out = {}
    for key in keys:
        name = f"speaker_{key}" if owner == "speaker" else key
        if name in taken:
            name = base = f"{owner}_{key}"
            n = 2
            while name in taken:
                name, n = f"{base}_{n}", n + 1
        taken.add(name)
        out[key] = name
    return out


def _laid_out(plan: Sequence[str], attributes: Attributes) -> tuple[str, ...]:
    own = {
        "{speaker}": tuple(attributes.speaker.values()),
        "{quotation}": tuple(attributes.quotation.values()),
        "{document}": tuple(attributes.document.values()),
    }
    return tuple(column for each in plan for column in own.get(each, (each,)))


def harmless(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def spans_text(spans: Spans) -> str:
    """``0-32;69-109``."""
    return ";".join(f"{start}-{end}" for start, end in sorted(spans))


def _or_none(text: str) -> str | None:
    return text or None


class Table:
    """Makes the rows of one export: the same columns in each."""

    def __init__(self, scheme: Scheme, keys: Keys, *, without_text: bool = False) -> None:
        self._scheme = scheme
        self._keys = keys
        self._without_text = without_text
        self._choices = {
            (attribute.owner, attribute.id): {each.id: each.name for each in attribute.choices}
            for attribute in scheme.attributes
            if attribute.type == "choice"
        }
        taken = {*_FIXED, *_DOCUMENTS}
        self._attributes = Attributes(
            speaker=_named(keys.entity, "speaker", taken),
            quotation=_named(keys.quotation, "quotation", taken),
            document=_named(keys.layer, "document", taken),
        )
        self.columns = _laid_out(_FIXED, self._attributes)
        self.document_columns = _laid_out(_DOCUMENTS, self._attributes)

    def attribute_types(self) -> Mapping[str, str]:
        """The type of each column of the project's own, in the words of `annotator.formats.columns`."""
        own = dict.fromkeys(self._attributes.speaker.values(), "string")  # several speakers' values stand together
        for owner, columns, types in (
            ("quotation", self._attributes.quotation, self._keys.quotation),
            ("document", self._attributes.document, self._keys.layer),
        ):
            own |= {name: "string" if (owner, key) in self._choices else types[key] for key, name in columns.items()}
        return own

    # -------------------------------------------------------------------------------------------- quotations

    def rows(self, annotated: AnnotatedDocument) -> Iterator[Row]:
        """One row a quotation and stance, in canonical order; a quotation without stances has one."""
        entities = {each.id: each for each in annotated.entities}
        text = "" if self._without_text else annotated.document.text
        for layer in sorted(annotated.layers, key=canonical.layer_order):
            about = self._document_cells(annotated, layer)
            for quotation in sorted(layer.quotations, key=canonical.quotation_order):
                whole = about | self._quotation_cells(quotation, text) | self._people_cells(quotation, text, entities)
                for stance in quotation.stances or (None,):
                    row = whole | self._stance_cells(stance, text, entities)
                    yield {column: row.get(column) for column in self.columns}

    def _document_cells(self, annotated: AnnotatedDocument, layer: Layer | None) -> Row:
        document = annotated.document
        out: Row = {
            "document_id": document.id,
            "language": document.language,
            "text_sha256": document.text_sha256,
            "layer": layer.kind if layer else None,
            "annotator": layer.annotator if layer else None,
            "status": layer.status if layer else "new",
        }
        for key in ("title", "source", "author", "date", "url"):
            out[key] = shaped(document.meta.get(key), "string")
        if layer:
            out |= self._attribute_cells(layer.attributes, self._attributes.document, self._keys.layer, "document")
        return out

    def _quotation_cells(self, quotation: Quotation, text: str) -> Row:
        out = self._attribute_cells(quotation.attributes, self._attributes.quotation, self._keys.quotation, "quotation")
        return out | {
            "quotation_id": quotation.id,
            "parent": quotation.parent,
            "type": self._label("types", quotation.type),
            "type_origin": quotation.type_origin,
            "content": self._words(text, quotation.content),
            "content_spans": spans_text(quotation.content),
            "cue": self._words(text, quotation.cue),
            "cue_spans": _or_none(spans_text(quotation.cue)),
            "confidence": quotation.confidence,
            "note": quotation.note,
            "flags": _or_none(BETWEEN.join(self._scheme.name("flags", each) for each in quotation.flags)),
            "origin": quotation.origin.kind,
            "origin_score": canonical.rounded(quotation.origin.score),
        }

    def _people_cells(self, quotation: Quotation, text: str, entities: Mapping[str, Entity]) -> Row:
        def entity(party: Party) -> Entity | None:
            return entities.get(party.entity) if party.entity else None

        def of_all(parties: Sequence[Party], cell: Callable[[Party], str | None]) -> str | None:
            cells = [cell(each) or "" for each in parties]
            return BETWEEN.join(cells) if any(cells) else None

        def of_entity(parties: Sequence[Party], cell: Callable[[Entity], str | None]) -> str | None:
            people = [entity(each) for each in parties]
            cells = [(cell(who) if who else None) or "" for who in people]
            return BETWEEN.join(cells) if any(cells) else None

        speakers, addressees = quotation.speakers, quotation.addressees
        out: Row = {
            "speaker": of_all(speakers, lambda each: self._words(text, each.spans)),
            "speaker_spans": of_all(speakers, lambda each: spans_text(each.spans)),
            "speaker_form": of_all(speakers, lambda each: each.form),
            "speaker_entity_id": of_all(speakers, lambda each: each.entity),
            "speaker_entity": of_entity(speakers, lambda who: who.name),
            "speaker_kind": of_entity(speakers, lambda who: self._scheme.name("kinds", who.kind)),
            "wikidata": of_entity(speakers, lambda who: who.wikidata),
            "addressee": of_all(addressees, lambda each: self._words(text, each.spans)),
            "addressee_entity": of_entity(addressees, lambda who: who.name),
        }
        for key, column in self._attributes.speaker.items():
            out[column] = of_entity(speakers, partial(self._attribute, key))
        return out

    def _attribute(self, key: str, entity: Entity) -> str:
        return as_text(self._shown("entity", key, entity.attributes.get(key)))

    def _stance_cells(self, stance: Stance | None, text: str, entities: Mapping[str, Entity]) -> Row:
        if stance is None:
            return {}
        target = entities.get(stance.target) if stance.target else None
        return {
            "stance_target": target.name if target else self._words(text, stance.target_spans),
            "stance_value": self._label("stances", stance.value),
            "stance_intensity": stance.intensity,
            "stance_explicit": stance.explicit,
            "evidence": self._words(text, stance.evidence),
        }

    # -------------------------------------------------------------------------------------------- documents

    def document_rows(self, annotated: AnnotatedDocument) -> Iterator[Row]:
        """One row a document and layer, with status and counts; a document without layers has one, too."""
        for layer in sorted(annotated.layers, key=canonical.layer_order) or (None,):
            row = self._document_cells(annotated, layer) | {
                "status_reason": self._label("reasons", layer.status_reason) if layer else None,
                "quotations": len(layer.quotations) if layer else 0,
                "stances": sum(len(each.stances) for each in layer.quotations) if layer else 0,
                "mentions": len(layer.mentions) if layer else 0,
                "rejections": len(layer.rejections) if layer else 0,
            }
            yield {column: row.get(column) for column in self.document_columns}

    # -------------------------------------------------------------------------------------------- cells

    def _words(self, text: str, spans: Spans) -> str | None:
        return words(text, tuple(sorted(spans))) if spans and not self._without_text else None

    def _label(self, vocabulary: Vocabulary, id: str | None) -> str | None:
        return None if id is None else self._scheme.name(vocabulary, id)

    def _shown(self, owner: AttributeOwner, key: str, value: Scalar) -> Scalar:
        """The label of a choice, or the value itself."""
        choices = self._choices.get((owner, key))
        return value if choices is None else choices.get(as_text(value), value)

    def _attribute_cells(
        self, values: Mapping[str, Scalar], columns: Mapping[str, str], types: Mapping[str, str], owner: AttributeOwner
    ) -> Row:
        return {
            column: shaped(
                self._shown(owner, key, values.get(key)), "string" if (owner, key) in self._choices else types[key]
            )
            for key, column in columns.items()
        }
