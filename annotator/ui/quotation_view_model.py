"""What the right panel shows, as plain values computed from a document and a layer.  No Qt here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from annotator.domain.annotations import Form, Layer, Origin, Party, Quotation, Stance
from annotator.domain.documents import Document
from annotator.domain.registry import Entity
from annotator.domain.scheme import Scheme
from annotator.domain.text import Span, Spans, covered

Names = Callable[[Quotation], tuple[str, str]]

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
_RULES = {
    "marks.joined": "Parts between marks, with their attribution between them",
    "marks.speech": "A sentence between marks, with words before or after it",
    "marks.paragraphs": "Paragraphs that each open with a mark, the last one closed",
    "marks.bare": "A sentence between marks that stands alone in its paragraph",
    "marks.phrase": "Five words or more between marks, no sentence of their own",
    "marks.inner": "Speech inside other marks, introduced there",
}
"""What the rules of the suggester say; see `annotator.nlp.quotation_marks`."""

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
class Target:
    """What a stance can be towards: an entity, by id, name and kind."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class StanceDraft:
    """A stance as the stance pad holds it.

    ``id`` is None for a new one.  The target is an entity (``target``), or a name to make an issue of (``target_name``
    alone), or words of the article (``target_spans``, ``target_name`` their words).
    """

    id: str | None = None
    target: str | None = None
    target_name: str = ""
    target_spans: Spans = ()
    value: str | None = None
    intensity: int | None = None
    explicit: bool | None = True


@dataclass(frozen=True, slots=True)
class StanceView:
    """A stance in the card; ``draft`` opens it in the pad."""

    target: str
    kind: str | None
    draft: StanceDraft


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that the card shows of the active quotation.

    ``number`` counts from 1 in the order of the text.  ``complete``: cue and speakers are decided.  ``inside`` is the
    number of the enclosing quotation.
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


@dataclass(frozen=True, slots=True)
class SuggestionCard:
    """Everything that the card shows of a suggestion.  ``score`` lies in 0…1; ``why`` is the rule that found it."""

    id: str
    type_name: str
    content: tuple[str, ...]
    cue: tuple[str, ...] = ()
    speakers: tuple[PartyView, ...] = ()
    score: float | None = None
    why: str = ""
    colour: int | None = None


def type_letter(type: str | None) -> str:
    """The letter of a type: its key for the default ones, else its initial."""
    return TYPE_LETTERS.get(type or "", (type or "")[:1].upper())


def card_of(
    document: Document,
    layer: Layer,
    quotation: Quotation,
    entities: Mapping[str, Entity],
    colour: int | None = None,
) -> Card:
    """The card of one quotation of ``layer``; ``colour`` is the number of its speaker's colour."""
    text = document.text
    order = {each.id: number for number, each in enumerate(_in_order(layer.quotations), start=1)}
    return Card(
        id=quotation.id,
        number=order.get(quotation.id, 0),
        complete=bool((quotation.cue or quotation.cue_absent) and quotation.speakers),
        type=quotation.type,
        type_by_hand=quotation.type_origin == "manual",
        content=_words(text, quotation.content),
        cue=_words(text, quotation.cue),
        cue_absent=quotation.cue_absent,
        speakers=_parties(text, quotation.speakers, entities),
        addressees=_parties(text, quotation.addressees, entities),
        stances=tuple(_stance(text, each, entities) for each in quotation.stances),
        note=quotation.note or "",
        flags=quotation.flags,
        confidence=quotation.confidence,
        origin=_origin(quotation.origin),
        from_suggestion=quotation.origin.kind == "suggestion",
        colour=colour,
        inside=order.get(quotation.parent) if quotation.parent else None,
    )


def suggestion_card_of(
    document: Document,
    suggestion: Quotation,
    entities: Mapping[str, Entity],
    scheme: Scheme,
    colour: int | None = None,
) -> SuggestionCard:
    """The card of one suggestion."""
    text = document.text
    return SuggestionCard(
        id=suggestion.id,
        type_name=scheme.name("types", suggestion.type),
        content=_words(text, suggestion.content),
        cue=_words(text, suggestion.cue),
        speakers=_parties(text, suggestion.speakers, entities),
        score=suggestion.origin.score,
        why=_why(suggestion),
        colour=colour,
    )


def rows_of(
    document: Document,
    layer: Layer,
    suggestions: Iterable[Quotation],
    names: Names,
    colour_of: Callable[[Quotation], int | None],
    active: str | None = None,
) -> tuple[QuotationRow, ...]:
    """Quotations and suggestions of a document in the order of the text; ``active`` is the id of one of them.

    ``names`` gives the speaker's name of a quotation and the short one, as the article's margin shows them.
    """
    text = document.text
    own = _in_order(layer.quotations)
    kept = {each.id for each in own}
    rows = [(each, False) for each in own] + [(each, True) for each in suggestions if each.id not in kept]
    rows.sort(key=lambda row: (row[0].start, -row[0].end))
    enclosing = [each.content for each in own]
    return tuple(
        QuotationRow(
            id=each.id,
            speaker=names(each)[1] or names(each)[0],
            words=_opening(text, each.content[0]),
            type_letter=type_letter(each.type),
            stances=tuple((stance.value, stance.intensity) for stance in each.stances),
            colour=colour_of(each),
            nested=_is_nested(each, enclosing, suggested=suggested),
            suggestion=suggested,
            score=each.origin.score,
            active=each.id == active,
        )
        for each, suggested in rows
    )


def _in_order(quotations: Iterable[Quotation]) -> list[Quotation]:
    return sorted(quotations, key=lambda each: (each.start, -each.end))


def _is_nested(quotation: Quotation, enclosing: list[Spans], *, suggested: bool) -> bool:
    if not suggested:
        return quotation.parent is not None
    return any(covered(each, quotation.content) for each in enclosing)


def _words(text: str, spans: Iterable[Span]) -> tuple[str, ...]:
    return tuple(" ".join(each.of(text).split()) for each in spans)


def _opening(text: str, span: Span, length: int = 160) -> str:
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


def _stance(text: str, stance: Stance, entities: Mapping[str, Entity]) -> StanceView:
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
    )
    return StanceView(name or "no target yet", entity.kind if entity else None, draft)


def _why(suggestion: Quotation) -> str:
    rule = suggestion.origin.rule or ""
    words = _RULES.get(rule, rule.replace(".", " ").replace("_", " "))
    return f"{words}. A mark is missing." if words and "mark_error" in suggestion.flags else words


def _origin(origin: Origin) -> str:
    parts = [_ORIGINS[origin.kind]]
    if origin.score is not None:
        parts.append(f"score {origin.score:.2f}")
    if origin.edited:
        parts.append("edited")
    return " · ".join(parts)
