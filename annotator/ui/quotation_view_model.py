"""What the right panel shows, as plain values computed from a document and a layer.  No Qt here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from annotator.domain.annotations import Form, Layer, Origin, Party, Quotation, Stance
from annotator.domain.documents import Document, Scalar
from annotator.domain.registry import Entity
from annotator.domain.scheme import DEFAULT, Scheme
from annotator.domain.text import Span, Spans, covered

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
_CLAUSE, _DEED = "A clause that the cue governs", "What the cue says is done, wanted or promised"
_OBJECT, _NAMED = "The object of the cue", "Somebody or something, and what the cue says of it"
_RULES = {
    "speech.speech": "Words between marks, with their attribution beside them",
    "speech.joined": "Parts of one speech, with their attribution between them or before them",
    "speech.lead": "Words between marks that the paragraph before leads to",
    "speech.line": "Words between marks, and a line that names who said them",
    "speech.adjacent": "Words between marks, right behind a reporting word",
    "speech.bare": "A sentence between marks that nobody is said to have said",
    "line.headline": "A name, a colon, and what was said",
    "line.tail": "A sentence that ends in its attribution",
    "line.inserted": "A sentence with its attribution between two commas",
    "line.block": "A line that a reporting clause with a colon leads to",
    "grammar.verb.according": "The clause that “according to” belongs to",
    **dict.fromkeys(("grammar.verb.c", "grammar.verb.c<", "grammar.verb.adv", "grammar.noun.c"), _CLAUSE),
    **dict.fromkeys(("grammar.verb.par", "grammar.verb.as"), "The sentence that the attribution stands in"),
    **dict.fromkeys(("grammar.verb.x", "grammar.verb.xadv", "grammar.verb.sx", "grammar.noun.x"), _DEED),
    **dict.fromkeys(("grammar.verb.o", "grammar.verb.oc", "grammar.verb.po", "grammar.verb.ro"), _OBJECT),
    **dict.fromkeys(("grammar.verb.s", "grammar.verb.so", "grammar.verb.sfor", "grammar.verb.px"), _NAMED),
    **dict.fromkeys(("grammar.verb.p", "grammar.verb.op", "grammar.noun.p"), "What the cue is about"),
    "marks.joined": "Parts between marks, with their attribution between them",
    "marks.speech": "A sentence between marks, with words before or after it",
    "marks.paragraphs": "Paragraphs that each open with a mark, the last one closed",
    "marks.bare": "A sentence between marks that stands alone in its paragraph",
    "marks.phrase": "Five words or more between marks, no sentence of their own",
    "marks.inner": "Speech inside other marks, introduced there",
}
"""What the rules of the suggester say; see `annotator.nlp.suggester` and `annotator.nlp.quotation_marks`."""
_GRAMMAR = "By the grammar of the sentence"

_QUOTES = "“”„‟‘’‚‛«»‹›\"'"
_SENTENCE_ENDS = re.compile(r"[.!?…。！？](?=[\s”’\"'»])|\n+")
_SPEAKER_PLACES = (
    "The speaker stands in the same sentence",
    "The speaker stands one sentence away",
    "The speaker stands {} sentences away",
)


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

    ``why`` are the reasons, each an icon and a sentence: the rule that found it first.
    """

    id: str
    type_name: str
    content: tuple[str, ...]
    cue: tuple[str, ...] = ()
    speakers: tuple[PartyView, ...] = ()
    score: float | None = None
    why: tuple[tuple[str, str], ...] = ()
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
        why=_rule(quotation) if quotation.origin.kind == "suggestion" else "",
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
        why=_why(text, suggestion),
        colour=colour,
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


def _rule(suggestion: Quotation) -> str:
    rule = suggestion.origin.rule or ""
    if rule.startswith("grammar."):
        return _RULES.get(rule, _GRAMMAR)
    return _RULES.get(rule, rule.replace(".", " ").replace("_", " "))


def _why(text: str, suggestion: Quotation) -> tuple[tuple[str, str], ...]:
    """The reasons for a suggestion, and what speaks against it: each an icon and a sentence."""
    why = [("text-quote", words)] if (words := _rule(suggestion)) else []
    if suggestion.cue:
        cue = " … ".join(_words(text, suggestion.cue))
        why.append(("message-square-quote", f"“{cue}” attributes it"))
    spans = [span for each in suggestion.speakers for span in each.spans]
    if spans:
        near = (suggestion.cue or suggestion.content)[0]
        gap = text[min(spans[0].end, near.end) : max(spans[0].start, near.start)]
        far = len(_SENTENCE_ENDS.findall(gap))
        why.append(("user", _SPEAKER_PLACES[min(far, 2)].format(far)))
    if "mark_error" in suggestion.flags:
        why.append(("triangle-alert", "A mark is missing"))
    return tuple(why)


def _origin(origin: Origin) -> str:
    parts = [_ORIGINS[origin.kind]]
    if origin.score is not None:
        parts.append(f"score {origin.score:.2f}")
    if origin.edited:
        parts.append("edited")
    return " · ".join(parts)
