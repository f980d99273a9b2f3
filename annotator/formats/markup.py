"""A layer as most other programs see it: labelled marks in a text, and links between them.

A quotation becomes a mark for its content, labelled with its type, one for its cue, one for each speaker and addressee
whose words stand in the text, and links from the content to each.  What has no place in that (stances, identities,
notes, flags, origins) goes along as the content's *detail*, in our own exchange format, wherever a format has room for
an unknown value; who reads it again believes the marks first and the detail as far as it agrees with them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from annotator.domain import canonical
from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Layer, Party, Quotation
from annotator.domain.codec import encode
from annotator.domain.documents import Document, LayerStatus, Scalar
from annotator.domain.registry import Entity
from annotator.domain.scheme import Scheme
from annotator.domain.text import Spans, words

QUOTATION = "quotation"
"""The label of a content whose type is not decided."""
PIPELINE = "pipeline "
"""Stands in front of a pipeline's name."""
CONTINUES = "continues"
"""The link between the pieces of one role, in formats whose spans have no gaps."""


@dataclass(frozen=True, slots=True)
class Named:
    """Who a mark means: an entity of a registry, as far as it is known there."""

    name: str
    id: str = ""
    kind: str = ""
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled passage.  ``facts`` are what people want to see of a content: its stances, flags, note.

    ``detail`` is the whole of a quotation, as JSON; ``who`` the identity behind a speaker, an addressee or a mention.
    """

    id: str
    label: str
    spans: Spans
    who: Named | None = None
    note: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    detail: str = ""
    score: float | None = None
    attributes: Mapping[str, Scalar] = field(default_factory=dict)
    """Of a content, as another program has them; what we write ourselves stands in the detail."""


@dataclass(frozen=True, slots=True)
class Link:
    """A named relation from one mark to another, by their ids."""

    label: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class MarkedLayer:
    """One layer as marks and links, by place in the text.  ``annotator`` is the layer's name; see `called`."""

    kind: str
    annotator: str
    marks: tuple[Mark, ...]
    links: tuple[Link, ...]
    status: LayerStatus = "in_progress"
    annotator_id: str | None = None


def called(kind: str, annotator: str | None) -> str:
    """The name of a layer in a format that knows annotators only: gold, ``pipeline`` and its name, or the annotator."""
    return f"{PIPELINE}{annotator or ''}".strip() if kind == "pipeline" else annotator or kind


def marked_layers(annotated: AnnotatedDocument, scheme: Scheme) -> Iterator[MarkedLayer]:
    """The layers of a document as marks and links, in canonical order."""
    entities = {each.id: each for each in annotated.entities}
    for layer in sorted(annotated.layers, key=canonical.layer_order):
        marker = _Marker(annotated.document, entities, scheme)
        yield marker.layer(layer, _details(annotated, layer))


def _details(annotated: AnnotatedDocument, layer: Layer) -> dict[str, str]:
    """Each quotation, with the entities it refers to, as one line of JSON."""
    bare = AnnotatedDocument(
        annotated.document,
        annotated.entities,
        (Layer(layer.id, layer.kind, layer.annotator_id, layer.annotator, layer.status, quotations=layer.quotations),),
    )
    obj = encode(bare)
    layers, entities = obj["layers"], obj["entities"]
    if not isinstance(layers, list) or not isinstance(entities, list):  # for the type checker: encode gives lists
        return {}
    by_id = {each["id"]: each for each in entities}
    out = {}
    for quotation, coded in zip(
        sorted(layer.quotations, key=canonical.quotation_order), layers[0]["quotations"], strict=True
    ):
        wanted = canonical.referenced([Layer("", "annotator", quotations=(quotation,))])
        detail = {"quotation": coded, "entities": [by_id[id] for id in sorted(wanted) if id in by_id]}
        out[quotation.id] = json.dumps(detail, ensure_ascii=False, separators=(",", ":"))
    return out


class _Marker:
    def __init__(self, document: Document, entities: Mapping[str, Entity], scheme: Scheme) -> None:
        self._text = document.text
        self._entities = entities
        self._scheme = scheme
        self._marks: list[Mark] = []
        self._links: list[Link] = []

    def layer(self, layer: Layer, details: Mapping[str, str]) -> MarkedLayer:
        for quotation in layer.quotations:
            self._quotation(quotation, details[quotation.id])
        taken = {each.id for each in self._marks}
        for mention in layer.mentions:
            id = mention.id if mention.id not in taken else f"{mention.id}/m"  # ids are one's own among mentions only
            self._marks.append(Mark(id, mention.label, mention.spans, self._who(mention.entity)))
        return MarkedLayer(
            kind=layer.kind,
            annotator=called(layer.kind, layer.annotator),
            annotator_id=layer.annotator_id,
            status=layer.status,
            marks=tuple(sorted(self._marks, key=lambda each: canonical.span_order(each.spans, each.id))),
            links=tuple(self._links),
        )

    def _quotation(self, quotation: Quotation, detail: str) -> None:
        self._marks.append(
            Mark(
                quotation.id,
                quotation.type or QUOTATION,
                quotation.content,
                note=quotation.note or "",
                facts=self._facts(quotation),
                detail=detail,
                score=quotation.origin.score,
            )
        )
        if quotation.cue:
            self._part(quotation, "cue", quotation.cue)
        for role, parties in (("speaker", quotation.speakers), ("addressee", quotation.addressees)):
            for number, party in enumerate((each for each in parties if each.spans), 1):
                self._part(quotation, role, party.spans, number, self._who(party.entity))

    def _part(self, quotation: Quotation, role: str, spans: Spans, number: int = 1, who: Named | None = None) -> None:
        id = f"{quotation.id}.{role}" if number == 1 else f"{quotation.id}.{role}.{number}"
        self._marks.append(Mark(id, role, spans, who))
        self._links.append(Link(role, quotation.id, id))

    def _who(self, entity: str | None) -> Named | None:
        known = self._entities.get(entity) if entity else None
        return Named(known.name, known.id, known.kind, known.wikidata) if known else None

    def _facts(self, quotation: Quotation) -> dict[str, str]:
        """What a quotation holds besides its spans, in the scheme's words; only what is there."""
        out = {
            "type": self._scheme.name("types", quotation.type),
            "speaker": self._names(quotation.speakers),
            "addressee": self._names(quotation.addressees),
            "stances": "; ".join(self._stances(quotation)),
            "confidence": str(quotation.confidence or ""),
            "flags": "; ".join(self._scheme.name("flags", each) for each in quotation.flags),
            "note": quotation.note or "",
        }
        return {key: value for key, value in out.items() if value}

    def _names(self, parties: Iterable[Party]) -> str:
        names = []
        for each in parties:
            who = self._who(each.entity)
            names.append(who.name if who else words(self._text, each.spans))
        return "; ".join(each for each in names if each)

    def _stances(self, quotation: Quotation) -> Iterator[str]:
        for each in quotation.stances:
            who = self._who(each.target)
            target = who.name if who else words(self._text, each.target_spans)
            yield f"{target or '?'}: {self._scheme.name('stances', each.value) or '?'}"


@dataclass(frozen=True, slots=True)
class Pieces:
    """Marks without gaps, where spans have none: a later piece is a mark of its own, linked to the first."""

    marks: tuple[Mark, ...]
    links: tuple[Link, ...]


def pieces(layer: MarkedLayer) -> Pieces:
    """The marks of a layer cut into pieces.  A piece has its mark's label, and an id made of its mark's."""
    marks: list[Mark] = []
    links = list(layer.links)
    for mark in layer.marks:
        before = mark.id
        for number, span in enumerate(mark.spans, 1):
            if number == 1:
                marks.append(
                    Mark(mark.id, mark.label, (span,), mark.who, mark.note, mark.facts, mark.detail, mark.score)
                )
                continue
            id = f"{mark.id}/{number}"
            marks.append(Mark(id, mark.label, (span,)))
            links.append(Link(CONTINUES, before, id))
            before = id
    return Pieces(tuple(marks), tuple(links))
