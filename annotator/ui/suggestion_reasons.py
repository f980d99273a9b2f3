"""Why something was suggested, in words: the rule, what attributes it, where the speaker stands, and experience."""

from __future__ import annotations

import re

from annotator.domain.annotations import CARRIED, COPIED, IMPORTED, Quotation
from annotator.domain.reasons import CONTENT, CUE, GRAMMAR, LEARNED, MARKS, PARTS, SPEAKER, START, Parts
from annotator.operations.expected import Expected

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
    COPIED: "Annotated in a copy of this article",
    IMPORTED: "Brought by an import, to be looked at",
    "marks.joined": "Parts between marks, with their attribution between them",
    "marks.speech": "A sentence between marks, with words before or after it",
    "marks.paragraphs": "Paragraphs that each open with a mark, the last one closed",
    "marks.bare": "A sentence between marks that stands alone in its paragraph",
    "marks.phrase": "Five words or more between marks, no sentence of their own",
    "marks.inner": "Speech inside other marks, introduced there",
}
"""What the rules of the suggester say; see `annotator.nlp.suggester` and `annotator.nlp.quotation_marks`."""
_PARTS = {
    START: "Any such words",
    CUE: "The reporting word",
    GRAMMAR: "The grammar",
    SPEAKER: "Who speaks",
    CONTENT: "What is said",
    MARKS: "Marks and place",
    LEARNED: "Learned here",
}
"""What each number of a score is about."""
_LEAST_PART = 0.05
_GRAMMAR = "By the grammar of the sentence"

_SENTENCE_ENDS = re.compile(r"[.!?…。！？](?=[\s”’\"'»])|\n+")
_SPEAKER_PLACES = (
    "The speaker stands in the same sentence",
    "The speaker stands one sentence away",
    "The speaker stands {} sentences away",
)


def rule_words(suggestion: Quotation) -> str:
    """The rule that made a suggestion, in words; empty where it names none."""
    rule = suggestion.origin.rule or ""
    if rule.startswith("grammar."):
        return _RULES.get(rule, _GRAMMAR)
    return _RULES.get(rule, rule.replace(".", " ").replace("_", " "))


def reasons(text: str, suggestion: Quotation, expected: Expected | None = None) -> tuple[tuple[str, str], ...]:
    """The reasons for a suggestion, and what speaks against it: each an icon and a sentence."""
    why = [("text-quote", words)] if (words := rule_words(suggestion)) else []
    if suggestion.cue:
        cue = " … ".join(" ".join(each.of(text).split()) for each in suggestion.cue)
        why.append(("message-square-quote", f"“{cue}” attributes it"))
    spans = [span for each in suggestion.speakers for span in each.spans]
    if spans:
        near = (suggestion.cue or suggestion.content)[0]
        gap = text[min(spans[0].end, near.end) : max(spans[0].start, near.start)]
        far = len(_SENTENCE_ENDS.findall(gap))
        why.append(("user", _SPEAKER_PLACES[min(far, 2)].format(far)))
    if "mark_error" in suggestion.flags:
        why.append(("triangle-alert", "A mark is missing"))
    if expected is not None and suggestion.origin.rule not in CARRIED:
        why += _experience(suggestion, expected)
    return tuple(why)


def contributions(parts: Parts) -> tuple[tuple[str, float], ...]:
    """The numbers of a score that are worth telling, each with what it is about in plain words."""
    return tuple((_PARTS[part], parts[part]) for part in PARTS if abs(parts.get(part, 0.0)) >= _LEAST_PART)


def _experience(suggestion: Quotation, expected: Expected) -> list[tuple[str, str]]:
    """How often suggestions with such a score are right, and what was decided here about those of the same rule."""
    found = []
    if suggestion.origin.score is not None:
        share = expected.calibration.share(suggestion.origin.score)
        found.append(("gauge", f"About {share:.0%} with such a score are right".replace("%", " %")))
    judged, taken = expected.by_rule.get(suggestion.origin.rule or "", (0, 0))
    if judged:
        found.append(("history", f"{taken:,} of {judged:,} like it accepted here"))
    return found
