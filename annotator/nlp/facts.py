"""What is noticed about a possible quotation that the grammar found: the facts that its score is made from.

They are grammar, and what the lexicon says of the cue's word, never the words of a text: the kind of frame, how the
speaker was found and what he is, the tense of the cue, what opens the content, how long it is.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from typing import Final

from annotator.domain.cue_lexicon import CueLexicon
from annotator.domain.text import Spans
from annotator.nlp.frames import Frame, core_of
from annotator.nlp.reading import Reading
from annotator.nlp.syntax import Word

Facts = dict[str, float]

_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "c": ("clause",),
    "c<": ("clause", "speech"),
    "adv": ("clause",),
    "par": ("speech", "clause"),
    "as": ("speech", "clause"),
    "x": ("infinitive",),
    "xadv": ("infinitive",),
    "sx": ("predicate", "infinitive"),
    "s": ("predicate", "object"),
    "so": ("predicate", "object"),
    "sfor": ("predicate", "object"),
    "swith": ("predicate", "object"),
    "sagainst": ("predicate", "object"),
    "o": ("object",),
    "o<": ("object",),
    "oc": ("object",),
    "ro": ("object", "clause"),
    "po": ("object", "predicate"),
    "px": ("predicate", "object", "infinitive"),
    "pr": ("object",),
    "pa": ("object",),
    "a": ("predicate",),
}
"""For each frame the lexicon's frames to look under, the first that the word has."""
_WH: Final = frozenset({"what", "how", "why", "who", "where", "when", "which"})
_HER: Final = frozenset({"he", "she", "they", "we", "i", "you"})
NEAR: Final = 40
"""Most words on either side of a cue that are looked at for other verbs of speech."""
_TELLING: Final = ("speech", "clause", "infinitive", "predicate", "object")
_INNER: Final = frozenset({"xcomp", "advcl", "ccomp"})


def certainty(score: float) -> float:
    """A score of the lexicon, above 0, as log odds."""
    return math.log(score / (1.02 - score))


def lexical(frame: Frame, lexicon: CueLexicon) -> float:
    """What the lexicon gives the cue's word in this frame; 0 for a word it does not know there."""
    known = lexicon.frames(frame.part, frame.head.lemma)
    if frame.name in ("p", "op"):
        return known.get(frame.preposition, 0.0)
    return next((known[key] for key in _KEYS.get(frame.name, ()) if key in known), 0.0)


def facts_of(reading: Reading, frame: Frame, content: Spans, lexicon: CueLexicon) -> Facts:
    """What is noticed about a frame."""
    name = f"{frame.part[0]}.{frame.name}"
    facts: Facts = {name: 1.0}
    score = 1.0 if frame.name == "according" else lexical(frame, lexicon)
    if score:
        facts[f"{name}:lexicon"] = certainty(score)
        facts[f"{name}:known"] = 1.0
    elif lexicon.frames(frame.part, frame.head.lemma):
        facts["other frame"] = 1.0
    noticed = (
        _lexicon_facts(frame, lexicon),
        _source_facts(frame),
        _cue_facts(frame),
        _place_facts(reading, frame, lexicon),
    )
    for fact in (*itertools.chain(*noticed), *_content_facts(reading, frame, content)):
        facts[fact] = 1.0
    return facts


def _lexicon_facts(frame: Frame, lexicon: CueLexicon) -> list[str]:
    """What else the word can govern, and what the lexicon says of the verbs that it hangs on or that go on from it."""
    head, name, group = frame.head, f"{frame.part[0]}.{frame.name}", _group(frame)
    known = lexicon.frames(frame.part, head.lemma)
    facts = [f"{name}:also {key}" for key in _TELLING if key in known]
    if head.dep in _INNER or (head.dep == "conj" and head.head.part == "VERB"):
        facts.append(f"{head.dep} of {_kind(head.head, lexicon)}:{group}")
    facts += [
        f"conj has {_kind(kid, lexicon)}:{group}" for kid in head.kids if kid.dep == "conj" and kid.part == "VERB"
    ]
    return facts


def _kind(verb: Word, lexicon: CueLexicon) -> str:
    known = lexicon.frames("verb", verb.lemma)
    return "speech" if "speech" in known else "known" if known else "other"


def _place_facts(reading: Reading, frame: Frame, lexicon: CueLexicon) -> list[str]:
    """Where it stands: how long the sentence is, whether it opens its paragraph, marks and verbs of speech nearby."""
    head, group = frame.head, _group(frame)
    paragraph = reading.paragraph_around(head.start)
    start, end = reading.last_sentence(paragraph.start, head.start), reading.first_sentence(head.start, paragraph.end)
    near = head.words[max(0, head.at - NEAR) : head.at + NEAR]
    beside = sum(
        each is not head and each.part == "VERB" and start <= each.start < end and _kind(each, lexicon) == "speech"
        for each in near
    )
    facts = [f"others={min(2, beside)}:{group}", f"length={min(4, reading.count(start, end) // 12)}:{group}"]
    if reading.has_marks(start, end):
        facts.append(f"marks in sentence:{group}")
    if reading.has_marks(*paragraph):
        facts.append(f"marks in paragraph:{group}")
    if start == paragraph.start:
        facts.append(f"first sentence:{group}")
    return facts


def _source_facts(frame: Frame) -> list[str]:
    source = frame.speaker
    head = source.head
    part = frame.part[0]
    if head is None:
        return [f"nobody:{frame.name}", f"nobody:{part}"]
    kind = head.lower if head.part == "PRON" else head.entity or head.part
    if kind in _HER:
        kind = "pronoun"
    facts = [f"road={source.road}:{part}", f"source={kind}", f"source={kind}:{_group(frame)}"]
    distance = abs(head.at - frame.head.at)
    if distance > 12:
        facts.append("source far")
    return facts


def _group(frame: Frame) -> str:
    """Frames that behave alike."""
    if frame.name in ("c", "c<", "adv", "par", "as", "according"):
        return "clause"
    return "infinitive" if frame.name in ("x", "xadv", "sx", "px") else "object"


def _cue_facts(frame: Frame) -> list[str]:
    head, group = frame.head, _group(frame)
    name = f"{frame.part[0]}.{frame.name}"
    facts = [f"{which}:{where}" for where in (group, name) for which in (f"tag={head.tag}", f"dep={head.dep}")]
    beside = (kid for kid in head.kids if kid.dep in ("aux", "auxpass", "neg"))
    facts += [f"aux={'not' if kid.dep == 'neg' else kid.lower}" for kid in beside]
    if frame.preposition:
        facts.append(f"{frame.part[0]}.{frame.name}.{frame.preposition}")
    return facts


def _content_facts(reading: Reading, frame: Frame, content: Spans) -> list[str]:
    core, group, name = core_of(frame), _group(frame), frame.name
    facts = [f"core={core.tag}:{name}"]
    opener = reading.between(content[0].start, content[0].end)[:1]
    first = opener[0].lower if opener else ""
    if first in _WH:
        first = "wh"
    if first in ("that", "whether", "if", "to", "wh", "as"):
        facts.append(f"opens={first}:{group}")
    if group == "object":
        facts.append(f"object={core.entity or core.part}")
        if core.part == "PRON":
            facts.append(f"object={core.lower}")
    facts += [f"inner={kid.lower}:{group}" for kid in core.kids if kid.dep == "aux" and kid.at < core.at]
    count = sum(reading.count(*span) for span in content)
    facts.append(f"size={min(6, int(math.log2(count + 1)))}:{group}")
    if len(content) > 1:
        facts.append("pieces")
    if reading.stretches(content[0].start, content[-1].end):
        facts.append("marks")
    if core.at < frame.head.at:
        facts.append(f"before:{name}")
    if reading.is_headline(content[0].start):
        facts.append("headline")
    return facts
