"""What the right panel shows, as plain values computed from a document and a layer.  No Qt here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from annotator.domain.annotations import Form, Layer, Origin, Party, Quotation, Stance
from annotator.domain.documents import Document, Scalar
from annotator.domain.reasons import Parts
from annotator.domain.registry import Entity
from annotator.domain.scheme import DEFAULT, Scheme
from annotator.domain.text import Span, Spans, covered
from annotator.operations.expected import Expected
from annotator.ui.suggestion_reasons import contributions, reasons, rule_words

Names = Callable[[Quotation], tuple[str, str]]
"""The speaker's name of a quotation, and a short one for narrow places."""

FORM_NAMES: Mapping[Form, str] = {
    "name": "name",
    "nominal": "nominal",
    "pronoun": "pronoun",
    "group": "group",
    "unknown": "unknown",
    "none_in_text": "none in text",
}
"""Words for the form of a party, in the order they are offered."""

TYPE_LETTERS = {"direct": "D", "mixed": "M", "indirect": "I", "free_indirect": "F", "reported": "R"}
"""The letter (and key) of each type of the default scheme; see `type_letter`."""

_ORIGINS = {
    "manual": "Marked by hand",
    "suggestion": "Accepted suggestion",
    "pipeline": "From the pipeline",
    "import": "Imported",
    "adjudication": "From adjudication",
}
_QUOTES = "“”„‟‘’‚‛«»‹›\"'"


@dataclass(frozen=True, slots=True)
class CastRow:
    """A member of the cast.  ``key`` is ``"1"``…``"9"`` or empty, ``colour`` a speaker's, None for who never speaks."""

    key: str
    name: str
    kind: str
    colour: int | None
    id: str


@dataclass(frozen=True, slots=True)
class QuotationRow:
    """A quotation or suggestion in the list.  ``stances`` are values with their intensity, ``score`` lies in 0…1."""

    id: str
    speaker: str
    words: str
    type_letter: str
    stances: tuple[tuple[str | None, int | None], ...] = ()
    colour: int | None = None
    nested: bool = False
    suggestion: bool = False
    score: float | None = None
    active: bool = False


@dataclass(frozen=True, slots=True)
class PartyView:
    """A speaker or an addressee: name, kind of the entity (None without one), words in the text, form."""

    name: str
    kind: str | None
    words: tuple[str, ...]
    form: Form | None

    @property
    def form_name(self) -> str:
        """The form in words; a dash where it is not set."""
        return FORM_NAMES[self.form] if self.form else "form"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the article and where they stand: one fragment of a stance's evidence."""

    span: Span
    words: str


@dataclass(frozen=True, slots=True)
class StanceDraft:
    """A stance as the stance pad holds it.

    ``id`` is None for a new one, ``quotation`` the quotation's id.  The target is an entity or a mere cluster of the
    cast (``target``, its id), or a name to make an issue of (``target_name`` alone), or words of the article
    (``target_spans``, ``target_name`` their words).  ``kind`` is that of the entity, where it is known.
    """

    id: str | None = None
    target: str | None = None
    target_name: str = ""
    target_spans: Spans = ()
    value: str | None = None
    intensity: int | None = None
    explicit: bool | None = True
    evidence: tuple[Piece, ...] = ()
    kind: str | None = None
    quotation: str = ""

    @property
    def aimed(self) -> bool:
        """Whether it has a target."""
        return bool(self.target or self.target_spans or self.target_name)

    @property
    def complete(self) -> bool:
        """Whether it has a target and a value."""
        return self.aimed and self.value is not None


@dataclass(frozen=True, slots=True)
class StanceView:
    """A stance in the card: the words for its target and value.  ``draft`` opens it in the pad."""

    target: str
    kind: str | None
    draft: StanceDraft
    value_name: str = ""


@dataclass(frozen=True, slots=True)
class ParentRow:
    """A quotation that could enclose the active one.  ``around`` says that its words are around the active one's."""

    id: str
    number: int
    speaker: str
    words: str
    around: bool


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that the card shows of the active quotation.

    ``number`` counts from 1 in the order of the text.  ``complete``: of cue and speakers what the project asks for is
    decided.  ``inside`` is the number of the enclosing quotation, ``parent`` its id, ``parent_by_hand`` says that it,
    or that there is none, was set by hand.  ``attributes`` are the values of the project's typed fields, by their ids.
    ``why`` says by what rule the suggestion that it once was had been found.
    """

    id: str
    number: int
    complete: bool
    type: str | None
    type_by_hand: bool
    content: tuple[str, ...]
    cue: tuple[str, ...] = ()
    cue_absent: bool = False
    speakers: tuple[PartyView, ...] = ()
    addressees: tuple[PartyView, ...] = ()
    stances: tuple[StanceView, ...] = ()
    note: str = ""
    flags: tuple[str, ...] = ()
    confidence: int | None = None
    origin: str = ""
    from_suggestion: bool = False
    colour: int | None = None
    inside: int | None = None
    parent: str | None = None
    parent_by_hand: bool = False
    attributes: Mapping[str, Scalar] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True, slots=True)
class SuggestionCard:
    """Everything that the card shows of a suggestion.  ``score`` lies in 0…1.

    ``why`` are the reasons, each an icon and a sentence: the rule that found it first.  ``parts`` are the numbers that
    its score is made of (see `annotator.domain.reasons`), each with what it is about.
    """

    id: str
    type_name: str
    content: tuple[str, ...]
    cue: tuple[str, ...] = ()
    speakers: tuple[PartyView, ...] = ()
    score: float | None = None
    why: tuple[tuple[str, str], ...] = ()
    colour: int | None = None
    parts: tuple[tuple[str, float], ...] = ()


def type_letter(type: str | None) -> str:
    """The letter of a type: its key for the default ones, else its initial."""
    return TYPE_LETTERS.get(type or "", (type or "")[:1].upper())


def card_of(
    document: Document,
    layer: Layer,
    quotation: Quotation,
    entities: Mapping[str, Entity],
    colour: int | None = None,
    scheme: Scheme = DEFAULT,
) -> Card:
    """The card of one quotation of ``layer``; ``colour`` is the number of its speaker's colour.

    ``scheme`` says which fields the project asks for, and what its values are called.
    """
    text = document.text
    order = {each.id: number for number, each in enumerate(in_order(layer.quotations), start=1)}
    cue = bool(quotation.cue or quotation.cue_absent)
    return Card(
        id=quotation.id,
        number=order.get(quotation.id, 0),
        complete=(cue or "cue" not in scheme.asked) and bool(quotation.speakers or "speakers" not in scheme.asked),
        type=quotation.type,
        type_by_hand=quotation.type_origin == "manual",
        content=_words(text, quotation.content),
        cue=_words(text, quotation.cue),
        cue_absent=quotation.cue_absent,
        speakers=_parties(text, quotation.speakers, entities),
        addressees=_parties(text, quotation.addressees, entities),
        stances=tuple(_stance(text, each, entities, scheme) for each in quotation.stances),
        note=quotation.note or "",
        flags=quotation.flags,
        confidence=quotation.confidence,
        origin=_origin(quotation.origin),
        from_suggestion=quotation.origin.kind == "suggestion",
        colour=colour,
        inside=order.get(quotation.parent) if quotation.parent else None,
        parent=quotation.parent,
        parent_by_hand=quotation.parent_origin == "manual",
        attributes=quotation.attributes,
        why=rule_words(quotation) if quotation.origin.kind == "suggestion" else "",
    )


def suggestion_card_of(
    document: Document,
    suggestion: Quotation,
    entities: Mapping[str, Entity],
    scheme: Scheme,
    colour: int | None = None,
    expected: Expected | None = None,
    parts: Parts | None = None,
) -> SuggestionCard:
    """The card of one suggestion; ``expected`` says how often such are right, ``parts`` what its score is made of."""
    text = document.text
    return SuggestionCard(
        id=suggestion.id,
        type_name=scheme.name("types", suggestion.type),
        content=_words(text, suggestion.content),
        cue=_words(text, suggestion.cue),
        speakers=_parties(text, suggestion.speakers, entities),
        score=suggestion.origin.score,
        why=reasons(text, suggestion, expected),
        colour=colour,
        parts=contributions(parts or {}),
    )


def parent_rows(layer: Layer, document: Document, quotation: Quotation, names: Names) -> tuple[ParentRow, ...]:
    """The quotations that could enclose this one, in the order of the text: all but those that stand inside it."""
    above = {each.id: each.parent for each in layer.quotations}

    def inside(id: str | None) -> bool:
        seen: set[str] = set()
        while id is not None and id not in seen:
            if id == quotation.id:
                return True
            seen.add(id)
            id = above.get(id)
        return False

    return tuple(
        ParentRow(
            each.id,
            number,
            names(each)[0],
            opening(document.text, each.content[0], 60),
            covered(each.content, quotation.content),
        )
        for number, each in enumerate(in_order(layer.quotations), start=1)
        if not inside(each.id)
    )


def in_order(quotations: Iterable[Quotation]) -> list[Quotation]:
    """Quotations in the order of the text, an enclosing one before what stands in it."""
    return sorted(quotations, key=lambda each: (each.start, -each.end))


def _words(text: str, spans: Iterable[Span]) -> tuple[str, ...]:
    return tuple(" ".join(each.of(text).split()) for each in spans)


def opening(text: str, span: Span, length: int = 160) -> str:
    """The first words of a fragment, without marks around them; ``length`` in code points."""
    start = Span(span.start, min(span.end, span.start + length))
    return " ".join(start.of(text).split()).strip(_QUOTES + " ,.")


def _parties(text: str, parties: Iterable[Party], entities: Mapping[str, Entity]) -> tuple[PartyView, ...]:
    return tuple(_party(text, each, entities) for each in parties)


def _party(text: str, party: Party, entities: Mapping[str, Entity]) -> PartyView:
    entity = entities.get(party.entity) if party.entity else None
    words = _words(text, party.spans)
    form = FORM_NAMES.get(party.form, "") if party.form else ""
    name = entity.name if entity else " ".join(words) or form or "unknown"
    return PartyView(name, entity.kind if entity else None, words, party.form)


def _stance(text: str, stance: Stance, entities: Mapping[str, Entity], scheme: Scheme) -> StanceView:
    entity = entities.get(stance.target) if stance.target else None
    words = " … ".join(_words(text, stance.target_spans))
    name = entity.name if entity else words
    draft = StanceDraft(
        id=stance.id,
        target=stance.target,
        target_name=name,
        target_spans=stance.target_spans,
        value=stance.value,
        intensity=stance.intensity,
        explicit=stance.explicit,
        evidence=pieces_of(text, stance.evidence),
        kind=entity.kind if entity else None,
    )
    called = scheme.name("stances", stance.value)
    return StanceView(name or "no target yet", entity.kind if entity else None, draft, called)


def pieces_of(text: str, spans: Spans) -> tuple[Piece, ...]:
    """Fragments with their words, as the card shows them."""
    return tuple(Piece(span, words) for span, words in zip(spans, _words(text, spans), strict=True))


def _origin(origin: Origin) -> str:
    parts = [_ORIGINS[origin.kind]]
    if origin.score is not None:
        parts.append(f"score {origin.score:.2f}")
    if origin.edited:
        parts.append("edited")
    return " · ".join(parts)
