"""Marked speech: each stretch with its attribution becomes a quotation, interrupted and continued ones become one.

Within a paragraph two stretches with one attribution between them are the halves of one quotation.  A paragraph that
opens with speech of nobody else's goes on with the one before it, or is introduced by that one's last sentence, or
named by the next line: "— Ana Lindqvist".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from annotator.domain.cue_lexicon import CueLexicon
from annotator.domain.text import Span, Spans
from annotator.nlp.attributions import attribute, reporting
from annotator.nlp.found import Found
from annotator.nlp.reading import Reading
from annotator.nlp.speakers import speaker_beside
from annotator.nlp.syntax import VERBAL, Word, spans_of, verb_group
from annotator.nlp.utterances import Utterance, is_fragment, utterances

LONGEST_LEAD: Final = 40
"""Most words of a sentence that introduces the speech of the next paragraph."""
LEAD: Final = 10
"""Code points at a paragraph's end in which the colon stands that introduces the next one."""
SHORT: Final = 3
"""Most words of speech that is short."""

_CONJUNCTIONS: Final = frozenset({"but", "and", "so", "yet", "or"})
_OWN_ROADS: Final = frozenset({"subject", "inverted", "beside", "agent"})
_EMPTY_SOURCES: Final = frozenset({"what", "someone", "it", "this", "that"})
_GOES_ON: Final = frozenset({"VERB", "AUX", "NOUN", "PROPN", "PART"})
_LINE = re.compile(r"\s*([-–—―]+)\s*([A-Z][\w.’'\-]*(?:\s+[A-Z][\w.’'\-]*){0,5})\s*(?:,[^\n]{0,80})?\.?\s*$")
_AND = re.compile(r",\s+(but|and|or|so|yet|that|if|because)\s+$")
"""What leads from an attribution to the second half: “We stay,” he said, but “not for long.”"""
_TOKEN = re.compile(r"\w")


@dataclass(slots=True)
class _Speech:
    """A quotation in the making, with the stretch that it ended in."""

    first: Utterance
    last: Utterance
    content: list[Span]
    cue: Spans
    speaker: Spans
    rule: str
    facts: list[str] = field(default_factory=list)


def marked_speech(reading: Reading, lexicon: CueLexicon) -> list[Found]:
    """The quotations that start from marked speech, in order."""
    stretches = utterances(reading)
    attribute(reading, lexicon, stretches)
    walk = _Walk(reading, lexicon)
    for each in stretches:
        walk.take(each)
    return [_found(reading, each) for each in walk.made]


@dataclass(slots=True)
class _Walk:
    """Goes through the stretches in order; ``latest`` is the quotation that the last of them belongs to, if any."""

    reading: Reading
    lexicon: CueLexicon
    made: list[_Speech] = field(default_factory=list)
    latest: _Speech | None = None
    previous: Utterance | None = None

    def take(self, each: Utterance) -> None:
        """Join the stretch to the latest quotation, make one of it, or leave it alone."""
        fragment = is_fragment(self.reading, each)
        if self._join(each, fragment=fragment):
            self.previous = each
            return
        if fragment and each.side == "after" and each.road not in _OWN_ROADS:
            each.attribute(None, "", [], "")  # "terrible," denounced …: the verb goes on with the clause before
        made = self._made(each, fragment=fragment)
        if made is not None and made.rule != "bare":
            self.latest = made
        elif made is not None or not self._continues(each, fragment=fragment):
            self.latest = self.latest if each.cue is not None or fragment else None
        if made is not None:
            self.made.append(made)
        self.previous = each

    # ---------------------------------------------------------------------------------------- one paragraph

    def _join(self, each: Utterance, *, fragment: bool) -> bool:
        """The second half of an interrupted quotation."""
        latest, before = self.latest, self.previous
        if latest is None or before is None or latest.last is not before or before.paragraph != each.paragraph:
            return False
        if before.cue is None:
            return False
        text, gap = self.reading.text, Span(before.span.end, each.span.start)
        span, end = each.span, self.reading.first_sentence(*gap)
        one = end >= gap.end
        link = _AND.search(text, *gap) if one and before.side == "after" else None
        if not one and text[end : gap.end].strip().lower() in _CONJUNCTIONS:
            one, fragment, span = True, False, Span(end, each.span.end)
        elif link is not None:
            fragment, span = False, Span(link.start(1), each.span.end)
        new = each.cue is not None and each.cue is not before.cue
        follows = before.side == "after" or not _TOKEN.search(text, *gap)
        tail = gap.of(text).rstrip()[-1:]
        goes_on = not fragment or (each.cue is not None and each.cue is before.cue)
        goes_on = goes_on or (tail != "" and tail in ",—–-" and before.side == "after")
        if not one or new or not follows or not goes_on:
            return False
        latest.content.append(span)
        latest.rule = "joined"
        self._carry(each, before)
        latest.last = each
        return True

    @staticmethod
    def _carry(each: Utterance, before: Utterance) -> None:
        """The next stretch has the attribution of the one that it goes on with."""
        each.attribute(before.cue, before.side, before.speaker, before.road)

    def _made(self, each: Utterance, *, fragment: bool) -> _Speech | None:
        """A quotation of its own, if the stretch has an attribution beside it or in the paragraph before."""
        if each.cue is not None and (not fragment or each.side == "after") and not self._goes_on(each):
            span = self._back_to_clause(each) if fragment else self._on_to_comma(each)
            return self._attributed("speech", each, span)
        alone = not fragment and each.cue is None and each.opens
        if alone:
            made = self._named_or_led(each)
            if made is not None or self._is_continuation(each):
                return made
        return self._adjacent(each) or (None if fragment or each.cue is not None else self._bare(each))

    def _goes_on(self, each: Utterance) -> bool:
        """As in the headline 'Lind: ‘Odd Plan’ Has No Chance': the marks are but a part of what was said."""
        rest = self.reading.text[each.span.end : each.after.end].lstrip()
        ending = self.reading.last_sign(each.stretch) or "."
        return (
            each.side == "before"
            and ending.isalnum()
            and rest[:1].isalpha()
            and self.reading.is_headline(each.span.start)
        )

    def _bare(self, each: Utterance) -> _Speech | None:
        """A whole sentence in marks that nobody is said to have said."""
        if self.reading.count(*each.span) <= SHORT:
            return None
        ending = self.reading.last_sign(each.stretch) or "."
        alone = each.opens and not self.reading.text[each.span.end : each.after.end].strip()
        facts = [f"bare={'alone' if alone else 'within'}", f"ends={'stop' if ending in '.!?…' else 'other'}"]
        return _Speech(each, each, [each.span], (), (), "bare", facts)

    def _attributed(self, rule: str, each: Utterance, span: Span) -> _Speech:
        facts = [f"side={each.side}", f"road={each.road}"]
        return _Speech(
            each, each, [span], cue_spans(each.cue) if each.cue else (), spans_of(each.speaker)[:1], rule, facts
        )

    def _back_to_clause(self, each: Utterance) -> Span:
        """The new plan is a "welcome step," he said: the clause before the marked end is part of what was said."""
        text, start = self.reading.text, self.reading.paragraphs[each.paragraph].start
        low = self.reading.last_sentence(start, each.span.start)
        while (around := self.reading.stretch_at(low)) is not None and low > around.span.start + 2 and low > start:
            if around.span.end >= each.span.start:
                break
            low = self.reading.last_sentence(start, max(start, around.span.start))
        while low < each.span.start and text[low].isspace():
            low += 1
        return Span(low, each.span.end)

    def _on_to_comma(self, each: Utterance) -> Span:
        """As in "…" at the convention, he said: the words between mark and attribution are part of what was said."""
        text, (start, end) = self.reading.text, each.span
        inner = self.reading.last_sign(each.stretch) or "."
        follows = text[end : each.after.end].lstrip()[:1]
        if each.side != "after" or inner in ",?!—–-.…" or follows in (",", "—", "–") or each.cue is None:
            return each.span
        left = min([each.cue.start, *(word.start for word in each.speaker if word.start >= end)])
        comma = text.rfind(",", end, left)
        return Span(start, comma) if comma > end and _TOKEN.search(text, end, comma) else each.span

    def _adjacent(self, each: Utterance) -> _Speech | None:
        """As in 'chanted "What curfew?"': a reporting verb right before the mark."""
        exclaimed = self.reading.last_sign(each.stretch) in ("?", "!")
        if self.reading.count(*each.span) < (1 if exclaimed else SHORT) or each.side == "after":
            return None
        words = [word for word in self.reading.between(*each.before) if word.part != "SPACE"]
        if not words or not reporting(words[-1:], self.lexicon):
            return None
        behind = (word for word in self.reading.between(each.span.end, each.span.end + 30) if word.part != "SPACE")
        after = next(behind, None)
        if after is not None and after.part in _GOES_ON:  # said "local forces" must lead
            return None
        region = Span(self.reading.last_sentence(*each.before), each.before.end)
        each.attribute(words[-1], "before", *speaker_beside(self.reading, words[-1], region))
        made = self._attributed("adjacent", each, each.span)
        capital = self.reading.text[each.span.start : each.span.start + 10].strip("“\"'‘")[:1].isupper()
        made.facts.append("adjacent=whole" if each.stretch.closed and capital else "adjacent=part")
        return made

    # ---------------------------------------------------------------------------------------- paragraphs

    def _is_continuation(self, each: Utterance) -> bool:
        """Whether a paragraph's opening speech goes on with the quotation that ended the paragraph before."""
        before, latest = self.previous, self.latest
        if before is None or latest is None or not before.paragraph == latest.last.paragraph == each.paragraph - 1:
            return False
        lead = self.reading.paragraphs[before.paragraph].of(self.reading.text)[-LEAD:].rstrip()
        if lead.endswith(":") or not self._is_complete(each) or self.reading.count(*each.span) <= SHORT:
            return False
        end = self.reading.paragraphs[before.paragraph].end
        return self.reading.first_sentence(before.span.end, end) >= end

    def _is_complete(self, each: Utterance) -> bool:
        rest = self.reading.text[each.span.end : each.after.end].strip()
        ending = self.reading.last_sign(each.stretch)
        return not rest or (ending != "" and ending in ".?!…") or not each.stretch.closed

    def _continues(self, each: Utterance, *, fragment: bool) -> bool:
        if fragment or each.cue is not None or not each.opens or not self._is_continuation(each):
            return False
        latest, before = self.latest, self.previous
        if latest is None or before is None:
            return False
        latest.content.append(each.span)
        latest.rule = "joined"
        latest.last = each
        self._carry(each, before)
        each.side = "after"
        return True

    def _named_or_led(self, each: Utterance) -> _Speech | None:
        """Speech alone in its paragraph: named by the next line, or introduced by the paragraph before."""
        if self._is_continuation(each) or not self._is_complete(each):
            return None
        if not self.reading.text[each.span.end : each.after.end].strip():
            line = self._line_after(each)
            if line is not None:
                return line
        long = self.reading.count(*each.span) > SHORT
        return self._led(each) if long and each.paragraph else None

    def _line_after(self, each: Utterance) -> _Speech | None:
        """The next paragraph is '— Name'."""
        if each.paragraph + 1 >= len(self.reading.paragraphs):
            return None
        start, end = self.reading.paragraphs[each.paragraph + 1]
        line = _LINE.match(self.reading.text[start:end]) if end - start < 200 else None
        if line is None:
            return None
        cue = Span(start + line.start(1), start + line.end(1))
        name = Span(start + line.start(2), start + line.start(2) + len(line[2].rstrip(" .,")))
        return _Speech(each, each, [each.span], (cue,), (name,), "line")

    def _led(self, each: Utterance) -> _Speech | None:
        """The paragraph before ends in a reporting clause, best with a colon."""
        start, end = self.reading.paragraphs[each.paragraph - 1]
        low = self.reading.last_sentence(start, end)
        words = [word for word in self.reading.between(low, end) if word.part != "SPACE"]
        verbs = reporting(words, self.lexicon)
        if not verbs or self.reading.count(low, end) > LONGEST_LEAD:
            return None
        colon = self.reading.text[low:end].rstrip().endswith(":")
        main = [word for word in words if word.is_root and word.part in VERBAL and word.child("nsubj") is not None]
        verb = verbs[-1] if colon or not main else main[-1]
        if verb.part == "AUX":
            return None
        speaker, road = speaker_beside(self.reading, verb, Span(low, end))
        if not speaker or speaker[-1].lower in _EMPTY_SOURCES:
            return None
        each.attribute(verb, "before", speaker, road)
        facts = ["lead=colon" if colon else "lead=sentence", f"road={road}"]
        return _Speech(each, each, [each.span], cue_spans(verb), spans_of(speaker)[:1], "lead", facts)


def cue_spans(cue: Word) -> Spans:
    """The words of a cue: a sign, "according to", or a verb with its auxiliaries."""
    if cue.text == ":":
        return (Span(cue.start, cue.end),)
    if cue.lower == "according" and cue.at + 1 < len(cue.words):
        return (Span(cue.start, cue.words[cue.at + 1].end),)
    return spans_of(verb_group(cue))


def _found(reading: Reading, each: _Speech) -> Found:
    """The finished quotation with what the score needs to know."""
    stretch = each.first.stretch
    facts = [f"rule={each.rule}", *(f"{fact}:{each.rule}" for fact in each.facts)]
    count = sum(reading.count(*span) for span in each.content)
    if count <= SHORT:
        facts.append("short")
    elif count > 8:
        facts.append("long")
    facts.append("attributed" if each.cue and each.speaker else "speechless")
    facts += [] if stretch.double else ["single"]
    facts += [] if stretch.opened and stretch.closed else ["unpaired"]
    if each.content[0] != each.first.span:
        facts.append("clause")
    return Found(each.rule, tuple(each.content), each.cue, each.speaker, each.first.cue, dict.fromkeys(facts, 1.0))
