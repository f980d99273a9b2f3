"""The attribution beside marked speech: the reporting word before or after it, and who speaks by that word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from annotator.domain.cue_lexicon import CueLexicon
from annotator.domain.text import Span
from annotator.nlp.reading import Reading
from annotator.nlp.speakers import speaker_beside
from annotator.nlp.syntax import VERBAL, Word
from annotator.nlp.utterances import Utterance, is_fragment

LONGEST_LEAD: Final = 12
"""Most words between a reporting verb and the comma before marked speech."""
LONGEST_TAG: Final = 8
"""Most words before the verb of an attribution that follows a whole sentence of speech."""
LONGEST_BARE_TAG: Final = 4
"""The same where the speech lacks its comma: “We stay” Lindqvist said."""
NEAR: Final = 60
"""Code points within which an attribution behind marked speech is near."""

_COST: Final = {"relcl": 3, "acl": 2, "amod": 4, "advcl": 1, "xcomp": 1, "pcomp": 1}
"""How much less likely a verb of such a clause attributes than the main one."""
_ADDRESSED: Final = frozenset(
    ["tell", "ask", "inform", "remind", "assure", "email", "text", "write", "warn", "advise", "address", "thank"]
)
"""Verbs whose object is whom they speak to."""
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP", "VBN"})
_TENSED: Final = frozenset({"VBD", "VBZ", "VBP"})
_DASHES: Final = ("-", "–", "—", "~")
_PART_OF_SPEECH_LOST: Final = frozenset({"NOUN", "PROPN", "ADJ", "ADV"})
_MAIN: Final = ("ROOT", "conj", "appos", "ccomp", "parataxis", "dep")
_NEW_CLAUSE: Final = frozenset({"but", "while", "although", "though", "when", "which", "who", "whose"})
"""Words that begin a clause of its own behind marked speech."""


def attribute(reading: Reading, lexicon: CueLexicon, found: list[Utterance]) -> None:
    """Give each stretch the attribution that stands beside it, if one does."""
    previous: Utterance | None = None
    for each in found:
        after, before = after_cue(reading, lexicon, each), before_cue(reading, lexicon, each)
        if after is not None and before is not None:
            taken = previous is not None and previous.span.end == each.before.start and previous.cue is before
            if _prefers_before(reading, each, before, after, taken=taken):
                after = None
            else:
                before = None
        if after is not None:
            region = Span(each.after.start, reading.first_sentence(*each.after))
            each.attribute(after, "after", *speaker_beside(reading, after, region))
        elif before is not None:
            region = Span(reading.last_sentence(*each.before), each.before.end)
            each.attribute(before, "before", *speaker_beside(reading, before, region))
        previous = each


def _prefers_before(reading: Reading, each: Utterance, before: Word, after: Word, *, taken: bool) -> bool:
    """Of attributions on both sides: a colon with its verb beside it wins, else what the speech's last sign calls."""
    if taken:
        return False
    tail = reading.text[each.before.start : each.before.end].rstrip()[-1:]
    ending = reading.last_sign(each.stretch) or "."
    beside = sum(word.is_word for word in reading.between(before.end, each.before.end)) <= 1
    if tail == ":" and (beside or ending not in ",?!"):
        return True
    if tail == "," and beside and before.tag in _TENSED and after.tag == "VBG":
        return True  # but said, “We stay,” promising to come back
    return not (ending in ",?!" and after.start - each.after.start < NEAR)


# ------------------------------------------------------------------------------------------------ reporting words


def reporting(words: Sequence[Word], lexicon: CueLexicon) -> list[Word]:
    """The words of a clause that can attribute marked speech: verbs of speech, "according to"."""
    found = []
    for word in words:
        if word.lower == "according":
            follower = word.words[word.at + 1] if word.at + 1 < len(word.words) else None
            if follower is not None and follower.lower == "to":
                found.append(word)
        elif word.part in VERBAL and word.dep not in ("aux", "auxpass", "amod"):
            if "speech" in lexicon.frames("verb", word.lemma):
                found.append(word)
        elif word.part in _PART_OF_SPEECH_LOST and word.lower == word.text and len(word.text) > 3:
            main = word.dep in _MAIN or word.lower == "says"
            if main and any("speech" in lexicon.frames("verb", each) for each in _as_verb(word.lower)):
                found.append(word)
    return found


def _as_verb(lower: str) -> Sequence[str]:
    """What a word would be as a verb that the tagger took for something else: "notes", "claimed"."""
    if lower.endswith("ed"):
        return lower[:-1], lower[:-2]
    return (lower[:-1], lower[:-2]) if lower.endswith("s") else ()


def _any_verb(words: Sequence[Word]) -> Word | None:
    """No verb of speech: "…!" beamed Donald Hartley, "…," Trump shot back.  The first finite verb with its subject."""
    bare = [each for each in words if each.is_word]
    for at, word in enumerate(bare[:7]):
        clausal = word.dep in ("relcl", "acl", "amod", "advcl")
        if word.part == "VERB" and word.tag in _FINITE and not clausal:
            named = not at and len(bare) > 1 and bare[1].part in ("PROPN", "PRON")
            governed = (each for each in word.kids if each.dep in ("dobj", "ccomp", "xcomp") and each.at > word.at)
            if any(not (named and each.left <= bare[1].at) for each in governed):
                return None
            own = next((each for each in word.kids if each.dep == "nsubj"), None)
            inside = own is not None and bare[0].at <= own.at <= bare[-1].at
            return word if named or (inside and own is not None and abs(own.at - word.at) < LONGEST_TAG) else None
        if word.lower in ("and", "but", "which", "who", "as", "or", "that"):
            return None
    return None


# ------------------------------------------------------------------------------------------------ after


def after_cue(reading: Reading, lexicon: CueLexicon, each: Utterance) -> Word | None:
    """The reporting word of the first sentence of the narration behind marked speech."""
    text, (start, high) = reading.text, each.after
    end = reading.first_sentence(start, high)
    if not text[start:end].strip():
        return None
    ending = reading.last_sign(each.stretch) or "."
    follows = text[start:end].lstrip()[:1]
    loose = not (ending in ",?!—–-.…" or follows in ",—–")
    words = [word for word in reading.between(start, end) if word.part != "SPACE"]
    opener = next((word for word in words if word.is_word), None)
    if opener is None or opener.lower in _NEW_CLAUSE or ((loose or ending in ".…") and is_fragment(reading, each)):
        return None
    verbs = reporting(words, lexicon)
    longest = LONGEST_TAG if ending == "," else LONGEST_BARE_TAG + 1
    if not verbs and len([word for word in words if word.is_word]) <= longest:
        verbs = [word for word in words if word.tag in _FINITE and "speech" in lexicon.frames("verb", word.lemma)]
    if each.followed and end == high:
        verbs = _without_next(reading, each, words, verbs)
    if loose:
        verbs = [verb for verb in verbs if _ends_sentence(verb, words)]
    if not verbs:
        return _any_verb(words) if not loose and ending not in ".…" else None
    best = min(verbs, key=lambda verb: (_COST.get(verb.dep, 0), verb.at))
    whole = ending in ".…?!"
    return best if not whole or _is_tag(reading, each, best, words, end) else None


def _without_next(reading: Reading, each: Utterance, words: list[Word], verbs: list[Word]) -> list[Word]:
    """Without a verb right before the next marks, which introduces those."""
    last = next((word for word in reversed(words) if word.is_word), None)
    if last is None or last not in verbs:
        return verbs
    sign = reading.text[each.after.start : each.after.end].rstrip()[-1:]
    leads = sign == ":" or (is_fragment(reading, each) and sign != ".")
    return [verb for verb in verbs if verb is not last] if leads else verbs


def _ends_sentence(verb: Word, words: list[Word]) -> bool:
    """Whether a verb can end a sentence whose beginning is speech: “…” at the convention, he said."""
    if verb.dep not in ("ROOT", "parataxis", "ccomp"):
        return False
    governs = any(kid.dep in ("ccomp", "dobj", "xcomp") and kid.at > verb.at for kid in verb.kids)
    bare = [word for word in words if word.is_word]
    short = verb.at - bare[0].at <= LONGEST_BARE_TAG and bare[0].part in ("PROPN", "PRON", "DET")
    return not governs and (short or any("," in word.text for word in words if word.at < verb.at))


def _is_tag(reading: Reading, each: Utterance, verb: Word, words: list[Word], end: int) -> bool:
    """Whether what follows a whole sentence of speech is nothing but its attribution."""
    for kid in verb.kids:
        inverted = words[0] is verb and kid.left == verb.at + 1  # "thundered Lindqvist", taken for its object
        addressee = kid.dep == "dobj" and (verb.lemma in _ADDRESSED or inverted)
        governed = kid.dep in ("ccomp", "dobj", "xcomp") and kid.at > verb.at and kid.start < end and kid.is_word
        if governed and not addressee:
            return False
    bare = [word for word in words if word.is_word]
    goes_on = reading.last_sign(each.stretch) in ("?", "!") and bare and bare[0].text[0].islower()
    if bare and not goes_on and verb.at - bare[0].at > LONGEST_TAG:
        return False
    last = reading.text[each.after.start : end].rstrip()[-1:]
    leads_on = last and last in ":," and each.followed and end == each.after.end
    ended = (reading.last_sign(each.stretch) or ".") in ".…"
    return not (leads_on and bare and bare[0].text[0].isupper() and ended)


# ------------------------------------------------------------------------------------------------ before


def before_cue(reading: Reading, lexicon: CueLexicon, each: Utterance) -> Word | None:
    """The reporting word of the last sentence of the narration before marked speech, or the colon itself."""
    start = reading.last_sentence(*each.before)
    lead = reading.text[start : each.before.end].rstrip()
    if not lead.strip() or lead[-1] in ".!?;":
        return None
    words = [word for word in reading.between(start, each.before.end) if word.part != "SPACE"]
    verbs = reporting(words, lexicon)
    if lead[-1] == ":":
        name = _name_before_colon(words)
        if name is not None:
            return name
        if not verbs:
            return _colon_or_verb(words)
    if not verbs:
        return _leading_verb(reading, each, words) if lead[-1] == "," else None
    behind = [word for word in words if word.at > verbs[-1].at and word.is_word]
    if lead[-1] in ",:":
        return None if lead[-1] == "," and _leads_elsewhere(behind) else verbs[-1]
    body = reading.text[each.span.start : each.span.start + 50].strip("“”‘’\"'`« ")
    capital = body[:1].isupper() or (body[:1] != "" and body[0] in "[(…")
    return verbs[-1] if capital and not behind else None


def _leads_elsewhere(behind: list[Word]) -> bool:
    """Whether too much stands between verb and comma, or a clause of which the marks are but a part.

    Told the court that, over the years, “it was”: all of the clause was said.
    """
    return len(behind) > LONGEST_LEAD or any(word.lower == "that" for word in behind[:-1])


def _leading_verb(reading: Reading, each: Utterance, words: list[Word]) -> Word | None:
    """No verb of speech: the Vice President blurted out, "Oh, God."  A verb with its subject right before the comma."""
    bare = [word for word in words if word.is_word]
    if not bare or is_fragment(reading, each):
        return None
    verb = bare[-1].head if bare[-1].dep == "prt" else bare[-1]
    fits = verb.part == "VERB" and verb.tag in _TENSED and verb.dep in ("ROOT", "conj", "ccomp")
    return verb if fits and verb.child("nsubj") is not None and verb.child("dobj") is None else None


def _name_before_colon(words: list[Word]) -> Word | None:
    """The colon of "poll overhype - HuffPollster: …"."""
    dash = max((word.at for word in words[:-1] if word.text in _DASHES or word.text.startswith("-")), default=-1)
    name = [word for word in words if word.at >= dash and word.is_word]
    named = any(word.part == "PROPN" for word in name) and not any(word.part in VERBAL for word in name)
    if dash < 0 or len(name) > 7 or not named:
        return None
    return next((word for word in reversed(words) if word.text == ":"), None)


def _colon_or_verb(words: list[Word]) -> Word | None:
    """Before a colon, without a verb of speech: any finite verb, or in “Peggy Drexler, CNN:” the colon."""
    finite = [
        word
        for word in words
        if word.part in VERBAL and word.tag in _TENSED and word.dep not in ("relcl", "aux", "auxpass")
    ]
    if finite:
        return next((word for word in finite if word.dep == "ROOT"), finite[-1])
    colon = next((word for word in reversed(words) if word.text == ":"), None)
    return colon if any(word.part == "PROPN" for word in words[-12:]) else None
