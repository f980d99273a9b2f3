"""Whom the words of a speaker mean: the mention in them, or the one that a pronoun or "the expert" refers back to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from annotator.domain.annotations import Layer, Mention, Quotation
from annotator.domain.cast import CastMember
from annotator.domain.cue_lexicon import CueLexicon
from annotator.domain.marks import Marks
from annotator.domain.names import is_title
from annotator.domain.text import Span, Spans

FARTHEST: Final = 1500
"""Code points looked back for whom a pronoun means."""
REMEMBERED: Final = 10_000
"""Code points looked back for who was introduced as "the expert"."""
BESIDE: Final = 100
"""Code points around a name in which a description of it can stand: "Ana Lindqvist, a research fellow at …"."""

_HEAD_END = re.compile(
    r"\s*[,;:(–—]|\s(?:of|at|for|from|in|on|with|between|about|over|who|which|that|and|von|der|für|de|du|des|del)\s"
)
_CLAUSE = re.compile(r"[.!?;:\n]")
_POSSESSIVE = re.compile(r"['’][sS]?$")
_SENTENCE_END = re.compile(r"[.!?…]['\"”’)\]]*\s+")
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_BODIES: Final = ("organisation", "place", "group", "document")


class Meant(NamedTuple):
    """The mention on or in the words, and whom it or they mean; all None where nobody can be told."""

    mention: Mention | None = None
    member: CastMember | None = None
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Referring:
    """All that is needed to tell whom words mean, for one document.

    ``members`` are the cast by the ids of their mentions; ``earlier`` are the layer's other quotations with a speaker,
    by their start.
    """

    text: str
    marks: Marks
    mentions: Sequence[Mention]
    cast: Sequence[CastMember]
    members: Mapping[str, CastMember]
    earlier: Sequence[Quotation]
    lexicon: CueLexicon

    @staticmethod
    def at(
        text: str, marks: Marks, layer: Layer, cast: Sequence[CastMember], quotation: Quotation, lexicon: CueLexicon
    ) -> Referring:
        """For a quotation of a layer whose mentions ``cast`` groups."""
        members = {mention.id: each for each in cast for mention in each.mentions}
        others = [each for each in layer.quotations if each.id != quotation.id and each.speakers]
        mentions = [each for each in layer.mentions if each.spans]
        return Referring(text, marks, mentions, cast, members, sorted(others, key=lambda each: each.start), lexicon)

    def meant(self, words: Spans) -> Meant:
        """Whom these words mean."""
        if not words:
            return Meant()
        said = words[0].of(self.text).lower()
        lexicon = self.lexicon
        if said in lexicon.relatives:
            return self._right_before(words[0].start)
        if said in lexicon.persons or said in lexicon.bodies:
            kinds = ("person",) if said in lexicon.persons else _BODIES
            return self._antecedent(words[0].start, kinds)
        named = self.named(words)
        if named.member is not None:
            return named
        return self._described(words[0]) if said.partition(" ")[0] in lexicon.nominals else Meant()

    def named(self, words: Spans) -> Meant:
        """The mention that these words are, or that is their head; no pronoun or description refers back."""
        if not words or words[0].of(self.text).lower() in self.lexicon.several:
            return Meant()
        return self._named(words[0])

    def spoke_last(self, start: int) -> tuple[Meant, Spans] | None:
        """Who spoke in the last quotation before ``start``, and in which words; None if that is too far back."""
        last = self.previous(start)
        if last is None or not self._near(last, start) or last.speakers[-1].form == "none_in_text":
            return None
        return self._speaker(last), last.speakers[-1].spans

    def previous(self, start: int) -> Quotation | None:
        """The last quotation with a speaker that begins before ``start``."""
        at = bisect_left([each.start for each in self.earlier], start)
        return self.earlier[at - 1] if at else None

    def of_mention(self, mention: Mention) -> Meant:
        """A mention with its member and entity."""
        member = self.members.get(mention.id)
        return Meant(mention, member, mention.entity or (member.entity if member else None))

    # -------------------------------------------------------------------------------------------- inside

    def _named(self, words: Span) -> Meant:
        """The mention that the phrase ends in before its first comma or "of"; else its apposition."""
        inside = [each for each in self.mentions if words.contains(each.spans[0]) and each.id in self.members]
        if not inside:
            return Meant()
        end = _HEAD_END.search(self.text, words.start + 1, words.end)
        head = Span(words.start, end.start() if end else words.end)
        bare = head.start + len(_POSSESSIVE.sub("", head.of(self.text)))
        for each in inside:
            if each.spans[-1].end in (head.end, bare) or self._is_followed_by_kind(each, head.end):
                return self.of_mention(each)
        for each in inside:
            before = self.text[head.end : each.spans[0].start]
            if each.label == "person" and before.strip() == "," and not _owns(self.text, each):
                return self.of_mention(each)
        return Meant()

    def _is_followed_by_kind(self, mention: Mention, end: int) -> bool:
        """Whether all that follows in the phrase says what a body is: "the Herald newspaper"."""
        behind = self.text[mention.spans[-1].end : end].strip().lower()
        return mention.label in _BODIES and behind in self.lexicon.bodies_called

    def _right_before(self, start: int) -> Meant:
        """Whom a relative clause is about: the mention that ends before it, or in an apposition to which it ends."""
        near = [each for each in self.mentions if 0 <= start - each.spans[-1].end <= BESIDE and each.id in self.members]
        touching = [each for each in near if start - each.spans[-1].end <= 2]
        persons = [each for each in near if each.label == "person"]
        found = max(touching or persons, key=lambda each: each.spans[-1].end, default=None)
        if found is None or re.search(r"[.!?\n]\s", self.text[found.spans[-1].end : start]):
            return Meant()
        return self.of_mention(found)._replace(mention=None)

    def _antecedent(self, start: int, kinds: Sequence[str]) -> Meant:
        """Who was spoken of last: in the paragraph whoever spoke, then whoever its nearest sentence names first.

        After that, the same in the paragraph before.
        """
        last = self.previous(start)
        spoke = self._speaker(last) if last is not None and self._near(last, start) else Meant()
        fits = last is not None and spoke.member is not None and spoke.member.kind in kinds
        low = max(0, start - FARTHEST)
        paragraph = max(low, self.marks.paragraph(start).start)
        if last is not None and fits and last.end > paragraph:
            return spoke
        ends = [paragraph, *(each.end() for each in _SENTENCE_END.finditer(self.text, paragraph, start))]
        for sentence in reversed(ends):
            named = self._first_named(sentence, start, kinds)
            if named is not None:
                return self.of_mention(named)._replace(mention=None)
        if fits:
            return spoke
        named = self._first_named(max(low, self.marks.paragraph(max(0, paragraph - 2)).start), start, kinds)
        return self.of_mention(named)._replace(mention=None) if named else Meant()

    def _first_named(self, start: int, end: int, kinds: Sequence[str]) -> Mention | None:
        """The first mention of these kinds between two places, outside quotation marks."""
        for each in self.mentions:
            member = self.members.get(each.id)
            fits = start <= each.spans[0].start and each.spans[-1].end <= end and not _owns(self.text, each)
            if fits and member is not None and member.kind in kinds and not self.marks.at(each.spans[0].start):
                return each
        return None

    def _described(self, words: Span) -> Meant:
        """Whom "the expert" means: who is described so beside a name, else who spoke last."""
        noun = self._head_noun(words)
        found: Mention | None = None
        for each in self.mentions:
            near = words.start - REMEMBERED < each.spans[0].start < words.start
            if noun and near and each.id in self.members and each.label == "person":
                found = each if self._is_called(each, noun, words.start) else found
        if found is not None:
            return self.of_mention(found)._replace(mention=None)
        last = self.previous(words.start)
        is_person = is_title(noun) or noun.lower() in self.lexicon.people
        if last is None or not is_person or not self._near(last, words.start):
            return Meant()
        spoke = self._speaker(last)
        return spoke if spoke.member is not None and spoke.member.kind == "person" else Meant()

    def _is_called(self, mention: Mention, noun: str, before: int) -> bool:
        """Whether that noun stands as a title before a mention, or in the apposition behind it."""
        start, end = mention.spans[0].start, mention.spans[-1].end
        title = self.text[max(0, start - BESIDE // 3) : start]
        apposition = self.text[end : min(end + BESIDE, before)] if self.text[end : end + 1] == "," else ""
        word = re.compile(rf"\b{re.escape(noun)}\b", re.IGNORECASE)
        return bool(word.search(_CLAUSE.split(title)[-1]) or word.search(_CLAUSE.split(apposition)[0]))

    def _head_noun(self, words: Span) -> str:
        end = _HEAD_END.search(self.text, words.start + 1, words.end)
        run = _WORD.findall(self.text[words.start : end.start() if end else words.end])
        return run[-1] if len(run) > 1 else ""

    def _near(self, quotation: Quotation, start: int) -> bool:
        """Whether a quotation stands in the same paragraph or the one before."""
        end = quotation.end
        lines = self.text[end:start].split("\n") if start - end < FARTHEST else ["", "far", ""]
        return not any(map(str.strip, lines[1:-1]))

    def _speaker(self, quotation: Quotation) -> Meant:
        """The member that a quotation has as its speaker."""
        party = quotation.speakers[-1]
        known = next((each for each in self.cast if party.entity and each.entity == party.entity), None)
        if party.entity or not party.spans:
            return Meant(None, known, party.entity)
        for each in self.mentions:
            if each.spans == party.spans and each.id in self.members:
                return self.of_mention(each)._replace(mention=None)
        return self._named(party.spans[0])._replace(mention=None)


def _owns(text: str, mention: Mention) -> bool:
    """Whether a mention is a possessive: in "Lindqvist’s plan" she is seldom whom "he" means."""
    return text[mention.spans[-1].end : mention.spans[-1].end + 2] in ("’s", "'s")
