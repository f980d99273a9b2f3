"""What a layer's quotations are in another version of their text: a corrected one, or a copy in another outlet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from annotator.domain.annotations import Layer, Party, Quotation, Stance
from annotator.domain.forms import form_of
from annotator.domain.reanchor import Anchor, State, reanchored
from annotator.domain.text import Span, Spans, ordered, words

_GRAVITY: tuple[State, ...] = ("unchanged", "moved", "changed", "lost")


@dataclass(frozen=True, slots=True)
class Offer:
    """What became of a quotation: ``state`` is the gravest among the fragments of its content.

    ``before`` and ``after`` are the words of the content in the old and the new text, ``similarity`` lies in 0…1.
    ``left_out`` names the roles whose words the new text no longer has.  A lost quotation has no ``quotation``.
    """

    id: str
    state: State
    similarity: float
    before: str
    after: str
    left_out: tuple[str, ...] = ()
    quotation: Quotation | None = None

    @property
    def chosen(self) -> bool:
        """Whether to carry it over unless the annotator says otherwise."""
        return self.state in ("unchanged", "moved")


class Moving:
    """Finds all spans of a layer in the new text at once."""

    def __init__(self, old: str, new: str, layer: Layer, language: str | None = None) -> None:
        self._old = old
        self._new = new
        self._language = language
        spans = dict.fromkeys(_spans_of(layer))
        self._anchors: dict[Span, Anchor] = dict(zip(spans, reanchored(old, new, spans), strict=True))

    def said(self, quotation: Quotation) -> str:
        """The words of a quotation in the old text."""
        return words(self._old, quotation.content)

    def spans(self, spans: Spans) -> tuple[Spans, State]:
        """Fragments in the new text, without those that are lost, and the gravest of their states."""
        anchors = [self._anchors[each] for each in spans]
        kept = ordered(each.after for each in anchors if each.after is not None)
        return kept, max((each.state for each in anchors), key=_GRAVITY.index, default="unchanged")

    def offer(self, quotation: Quotation) -> Offer:
        """What became of a quotation."""
        content, state = self.spans(quotation.content)
        anchors = [self._anchors[each] for each in quotation.content]
        weight = sum(each.length for each in quotation.content)
        similarity = sum(each.similarity * each.before.length for each in anchors) / weight
        if not content:
            return Offer(quotation.id, "lost", similarity, self.said(quotation), "")
        state = "changed" if state == "lost" else state  # some of its fragments are still there
        cue, cue_state = self.spans(quotation.cue)
        out = ["cue"] if cue_state == "lost" else []
        speakers = self._parties(quotation.speakers, "speaker", out)
        addressees = self._parties(quotation.addressees, "addressee", out)
        stances = tuple(self._stance(each, out) for each in quotation.stances)
        moved = replace(quotation, content=content, cue=cue, speakers=speakers, addressees=addressees, stances=stances)
        after = words(self._new, content)
        return Offer(quotation.id, state, similarity, self.said(quotation), after, tuple(dict.fromkeys(out)), moved)

    def _parties(self, parties: Iterable[Party], name: str, out: list[str]) -> tuple[Party, ...]:
        """The parties in the new text; one whose words are gone stays by its entity, without any it is left out."""
        kept = []
        for party in parties:
            spans, state = self.spans(party.spans)
            if state == "lost":
                out.append(name)
            if spans == party.spans or (spans and state in ("unchanged", "moved")):
                kept.append(replace(party, spans=spans))
            elif spans:
                kept.append(replace(party, spans=spans, form=form_of(self._new, spans, (), self._language)))
            elif party.entity is not None:
                kept.append(replace(party, spans=(), form=None))
        return tuple(kept)

    def _stance(self, stance: Stance, out: list[str]) -> Stance:
        target, target_state = self.spans(stance.target_spans)
        evidence, evidence_state = self.spans(stance.evidence)
        if target_state == "lost":
            out.append("stance target")
        if evidence_state == "lost":
            out.append("evidence")
        return replace(stance, target_spans=target, evidence=evidence)


def _spans_of(layer: Layer) -> Iterable[Span]:
    for mention in layer.mentions:
        yield from mention.spans
    for each in layer.quotations:
        yield from (*each.content, *each.cue)
        for party in (*each.speakers, *each.addressees):
            yield from party.spans
        for stance in each.stances:
            yield from (*stance.target_spans, *stance.evidence)
