"""Every place in a parsed sentence where a word could attribute something, whatever the word: cue, clause, speaker.

The frames, by the part of speech of the cue:

* verbs: a clause behind (``c``) or before it (``c<``), with "that" as an adverbial clause (``adv``), as an inserted
  clause ("experts say": ``par``, "as she said": ``as``); an infinitive or gerund (``x``, ``xadv``); an object (``o``,
  before the verb ``o<``, beside a clause ``oc``), an object and what is said of it (``s``, ``sx``; with a preposition
  ``so``, ``sfor`` …); what a preposition adds (``p``, behind an object ``op``); an adjective (``a``); a passive's
  subject (``po``, with an infinitive ``px``, in a relative clause ``pr``, as a participle ``pa``); what a relative
  clause describes (``ro``);
* nouns and adjectives: a clause (``c``), an infinitive (``x``), what a preposition adds (``p``);
* "according to": ``according``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from annotator.domain.cue_lexicon import PartOfSpeech
from annotator.nlp.subjects import Source, agent_of, light_verb, owner, speaker, subject
from annotator.nlp.syntax import NOMINAL, VERBAL, Word, noun_group, verb_group

_RAISING: Final = frozenset({"seem", "appear", "look", "sound", "happen", "tend"})
_TENSED: Final = frozenset({"VBD", "VBZ", "VBP"})
_RELATIVES: Final = frozenset({"that", "which", "who", "whom"})
_NAMING_WORDS: Final = """
call label brand dub describe term deem declare consider view see regard want find name make think believe
"""
_NAMING: Final = frozenset(_NAMING_WORDS.split())
_BEHIND_OBJECT: Final = frozenset({"of", "for", "as", "with", "against"})
_BEHIND_NOUN: Final = frozenset(
    ["of", "for", "to", "about", "on", "against", "over", "with", "that", "in", "at", "toward", "towards"]
)
_TELLING: Final = frozenset({"tell", "remind", "inform", "assure", "warn", "notify", "advise", "promise", "convince"})
"""Verbs whose object is told something."""
_BEGINS_PHRASE: Final = frozenset({"the", "a", "an", "his", "her", "their", "its", "this", "these"})
_NOBODY: Final = Source(None, "none")


class Reach(NamedTuple):
    """From which to which word, by their places, something goes; both belong to it."""

    first: int
    last: int


class Frame(NamedTuple):
    """A possible attribution: ``head`` is the word that would attribute, ``cue`` all of the cue's words."""

    name: str
    part: PartOfSpeech
    head: Word
    cue: list[Word]
    clause: Reach
    speaker: Source
    preposition: str = ""


def core_of(frame: Frame) -> Word:
    """The word that the content hangs together by: its verb, or its noun."""
    first, last = frame.clause
    words = frame.head.words
    word = words[first]
    for _ in range(60):
        if word.is_root or not first <= word.head.at <= last:
            break
        word = word.head
    return word


def frames_of(words: list[Word]) -> Iterator[Frame]:
    """The frames of a text, by the places of their cues."""
    for word in words:
        if word.lower == "according":
            yield from _according(word)
        elif word.part in VERBAL and word.dep not in ("aux", "auxpass"):
            yield from _Verb(word).frames()
        elif word.part == "NOUN":
            yield from _noun(word)
        elif word.part == "ADJ" or (word.tag == "VBN" and word.dep == "acomp"):
            yield from _adjective(word)


def whole(*words: Word) -> Reach:
    """All that hangs on these words."""
    return Reach(min(each.left for each in words), max(each.right for each in words))


# ------------------------------------------------------------------------------------------------ verbs


@dataclass(slots=True)
class _Verb:
    """A verb with its children by label."""

    verb: Word
    by: dict[str, list[Word]] = field(default_factory=lambda: defaultdict(list))
    source: Source = _NOBODY
    passive: bool = False
    object: Word | None = None

    def __post_init__(self) -> None:
        for kid in self.verb.kids:
            self.by[kid.dep].append(kid)
        self.source = speaker(self.verb)
        participle = self.verb.tag == "VBN" and self.verb.dep == "acl"
        self.passive = "auxpass" in self.by or "nsubjpass" in self.by or participle
        self.object = next((each for each in self.by.get("dobj", ()) if each.is_word), None)

    def frames(self) -> Iterator[Frame]:
        yield from self._clauses()
        yield from self._infinitives()
        yield from self._objects()
        if self.passive:
            yield from self._passive()
        yield from self._prepositions()
        yield from self._inserted()

    def _frame(self, name: str, clause: Reach, *further: Word, source: Source | None = None, by: str = "") -> Frame:
        cue = verb_group(self.verb, *further)
        return Frame(name, "verb", self.verb, cue, clause, source or self.source, by)

    def _clauses(self) -> Iterator[Frame]:
        for clause in self.by.get("ccomp", ()):
            if clause.at < self.verb.at:
                if self.source.head is None or not clause.holds(self.source.head):
                    yield self._frame("c<", whole(clause))
                continue
            bare = clause.tag not in _TENSED and not any(each.dep in ("aux", "mark") for each in clause.kids)
            named = bare and clause.part in ("NOUN", "PROPN", "ADJ", "VERB") and self.verb.lemma in _NAMING
            yield self._frame("s" if named or clause.has("aux", "to") else "c", whole(clause))
        for clause in self.by.get("advcl", ()):
            if clause.at > self.verb.at and clause.has("mark", "that", "whether", "if"):
                yield self._frame("adv", whole(clause))
        if not any(clause.at > self.verb.at for clause in self.by.get("ccomp", ())):
            for clause in self._misplaced():
                yield self._frame("c", whole(clause))

    def _misplaced(self) -> Iterator[Word]:
        """Clauses with "that" which the parser hung on a noun: "told reporters that", "said in a statement that"."""
        told = self.verb.lemma in _TELLING
        nouns = [each for each in self.by.get("dobj", ()) if each.at > self.verb.at and told]
        for link in (*self.by.get("prep", ()), *self.by.get("dative", ())):
            if link.at > self.verb.at and link.lower in ("in", "to", "on", "during", "at"):
                nouns += [each for each in link.kids if each.dep == "pobj"]
        for noun in nouns:
            for kid in noun.kids:
                opener = noun.words[kid.left]
                if kid.dep in ("acl", "relcl", "ccomp") and opener.lower == "that" and opener.dep == "mark":
                    yield kid

    def _infinitives(self) -> Iterator[Frame]:
        subjects, passive_subjects = self.by.get("nsubj"), self.by.get("nsubjpass")
        for inner in self.by.get("xcomp", ()):
            if inner.at < self.verb.at:
                continue
            if self.object is not None and self.object.at < inner.at and not self.passive:
                yield self._frame("s", whole(self.object, inner))
                yield self._frame("sx", whole(inner))
            elif self.passive and passive_subjects:
                yield self._frame("px", whole(passive_subjects[0], inner))
            elif self.verb.lemma in _RAISING and subjects:
                yield self._frame("x", whole(subjects[0], inner), source=_NOBODY)
            else:
                yield self._frame("x", whole(inner))
                yield from self._called_on(inner)
        if not self._complete:
            for clause in self.by.get("advcl", ()):
                if clause.at > self.verb.at and clause.has("aux", "to"):
                    yield from self._planned(clause)
        for each in self.by.get("acomp", ()):
            yield self._frame("a", whole(each))

    def _called_on(self, inner: Word) -> Iterator[Frame]:
        """As in "called on the owners to sell": whoever is to do it belongs to the content."""
        for link in self.by.get("prep", ()):
            told = link.child("pobj") if link.lower in ("on", "upon") and link.at == self.verb.at + 1 else None
            if told is not None and told.right < inner.at:
                yield self._frame("s", whole(told, inner), link)

    def _planned(self, clause: Word) -> Iterator[Frame]:
        """An infinitive; of "asked for the crane to be sold" the preposition belongs to the cue."""
        reach, first = whole(clause), clause.words[clause.left]
        if first.lower == "for" and first.at == self.verb.at + 1 and first.at < reach.last:
            yield self._frame("xadv", Reach(reach.first + 1, reach.last), first)
        else:
            yield self._frame("xadv", reach)

    def _objects(self) -> Iterator[Frame]:
        named = next(iter(self.by.get("oprd", ())), None)
        base = self.object or next(iter(self.by.get("nsubjpass", ())), None)
        if named is not None:
            if base is not None:
                yield self._frame("s" if self.object else "px", whole(base, named))
            return
        thing = self.object
        if thing is None or any(each.at > thing.at for each in self.by.get("xcomp", ())):
            return
        clauses = self.by.get("ccomp", ())
        if thing.at < self.verb.at:
            if self.verb.dep == "relcl" and thing.lower in _RELATIVES:
                yield self._frame("ro", self._described())
            elif not any(each.at > self.verb.at for each in clauses):
                yield self._frame("o<", whole(thing))
            return
        for behind in self.by.get("prep", ()):
            if behind.at > thing.at and behind.lower in _BEHIND_OBJECT:
                name = "so" if behind.lower in ("of", "as") else f"s{behind.lower}"
                yield self._frame(name, whole(thing, behind), by=behind.lower)
                return
        yield self._frame("oc" if clauses else "o", whole(thing))

    def _passive(self) -> Iterator[Frame]:
        about = next(iter(self.by.get("nsubjpass", ())), None)
        if about is not None and not any(self.by.get(each) for each in ("xcomp", "oprd", "ccomp")):
            if about.lower in _RELATIVES and self.verb.dep == "relcl":
                yield self._frame("pr", self._described())
            else:
                yield self._frame("po", whole(about))
        if self.verb.dep == "acl":
            yield self._frame("pa", self._described(), source=Source(agent_of(self.verb), "agent"))

    def _prepositions(self) -> Iterator[Frame]:
        for link in (*self.by.get("prep", ()), *self.by.get("dative", ())):
            if link.at < self.verb.at:
                continue
            between = self.verb.words[self.verb.at + 1 : link.at + 1] if link.at - self.verb.at <= 3 else ()
            spoken_of = next((each for each in between if each.part in NOMINAL), None)
            behind = link.lower in _BEHIND_OBJECT
            if behind and self.object is not None and 0 < self.object.at - self.verb.at < link.at - self.verb.at:
                continue  # what is said of an object belongs to it: "accused China of theft"
            if behind and spoken_of is not None:
                name = "so" if link.lower in ("of", "as") else f"s{link.lower}"
                yield self._frame(name, whole(spoken_of, link), by=link.lower)
                continue
            for link_or_inner in (link, *(each for each in link.kids if each.dep == "prep")):
                for inner in link_or_inner.kids:
                    if inner.dep in ("pobj", "pcomp"):
                        name = "op" if self.object else "p"
                        yield self._frame(name, whole(inner), *between, by=link_or_inner.lower)

    def _inserted(self) -> Iterator[Frame]:
        """What the verb says stands around it, or is what its relative clause describes."""
        head, subjects = self.verb.head, self.by.get("nsubj")
        if self._complete or not subjects:
            return
        if self.verb.dep == "relcl" and head.part in ("NOUN", "PROPN", "PRON"):
            if subjects[0].lower not in _RELATIVES:
                yield self._frame("ro", self._described())
        elif self.verb.dep in ("parataxis", "ccomp", "advcl", "dep", "intj") and head.part in VERBAL:
            as_ = self.by.get("mark", []) + self.by.get("advmod", [])
            if any(each.lower == "as" for each in as_):
                yield self._frame("as", whole(head))
            elif self.verb.dep in ("parataxis", "intj", "dep"):
                yield self._frame("par", whole(head))

    @property
    def _complete(self) -> bool:
        """Whether the verb has an object or a clause."""
        return self.object is not None or any(self.by.get(each) for each in ("ccomp", "xcomp", "oprd"))

    def _described(self) -> Reach:
        """The noun that the verb's relative clause or participle describes, up to the verb's own words."""
        noun = self.verb.head
        return Reach(noun.left, max(noun.at, min(noun.right, self.verb.left - 1)))


# ------------------------------------------------------------------------------------------------ other cues


def according_source(word: Word) -> Word | None:
    """Whom "according to" names."""
    link = _to(word)
    if link is None:
        return None
    source = link.child("pobj", "pcomp") or word.child("pobj")
    return _named(link) or source


def _named(link: Word) -> Word | None:
    """A name behind "according to" that the clause follows without a comma: According to Lind the ship was sold."""
    words = link.words
    for at in range(link.at + 1, min(link.at + 6, len(words) - 1)):
        if words[at].text[:1].isupper() and words[at + 1].lower in _BEGINS_PHRASE:
            return words[at]
        if words[at].text in ",.":
            break
    return None


def _to(word: Word) -> Word | None:
    """The "to" of "according to"."""
    follower = word.words[word.at + 1] if word.at + 1 < len(word.words) else None
    link = next((each for each in word.kids if each.lower == "to"), follower)
    return link if link is not None and link.lower == "to" else None


def _according(word: Word) -> Iterator[Frame]:
    """What "according to" governs: the clause that it is hung on."""
    link = _to(word)
    if link is None:
        return
    source = according_source(word)
    head = _clause_around(word)
    reach = whole(head)
    phrase = whole(word, link)
    if source is not None and source is _named(link) and source.at < phrase.last and word.at < head.at:
        phrase = Reach(phrase.first, source.at)
    if word.at > head.at and reach.first < word.at:
        reach = Reach(reach.first, word.at - 1)
    elif reach.first == phrase.first and phrase.last < head.at:
        reach = Reach(phrase.last + 1, reach.last)
    yield Frame("according", "verb", word, [word, link], reach, Source(source, "according"), "to")


def _clause_around(word: Word) -> Word:
    """The verb of the clause that a word is hung on: outwards over clauses that stand before it."""
    head = word.head
    for _ in range(20):
        inner = head.part in VERBAL and (word.at < head.at or head.dep not in ("xcomp", "advcl", "acl", "pcomp"))
        if inner or head.is_root:
            break
        head = head.head
    return head


def _noun(noun: Word) -> Iterator[Frame]:
    kids = [each for each in noun.kids if each.at > noun.at and each.dep in ("acl", "relcl", "ccomp", "xcomp", "prep")]
    is_said = noun.dep == "nsubj" and noun.head.lemma == "be"
    if not kids and not is_said:
        return
    source = owner(noun)
    verb = light_verb(noun) if source.road in ("light", "none") else None
    for kid in kids:
        if kid.dep != "xcomp" and kid.has("mark", "that", "whether"):
            yield Frame("c", "noun", noun, noun_group(noun, verb), whole(kid), source)
        elif kid.dep in ("acl", "xcomp") and kid.has("aux", "to"):
            yield Frame("x", "noun", noun, noun_group(noun, verb), whole(kid), source)
        elif kid.dep == "prep" and kid.lower in _BEHIND_NOUN:
            cue = noun_group(noun, verb, *noun.words[noun.at + 1 : kid.at + 1])
            for inner in kid.kids:
                if inner.dep in ("pobj", "pcomp"):
                    yield Frame("p", "noun", noun, cue, whole(inner), source, kid.lower)
    for kid in noun.head.kids if is_said else ():
        if (
            kid.at > noun.head.at
            and kid.dep in ("ccomp", "attr", "advcl")
            and any(each.dep == "mark" for each in kid.kids)
        ):
            cue = noun_group(noun, None, *noun.words[noun.at + 1 : noun.head.at + 1])
            yield Frame("c", "noun", noun, cue, whole(kid), source, "is")


def _adjective(adjective: Word) -> Iterator[Frame]:
    kids = [
        each for each in adjective.kids if each.at > adjective.at and each.dep in ("ccomp", "advcl", "xcomp", "prep")
    ]
    if not kids:
        return
    head = adjective.head
    if adjective.dep in ("acomp", "oprd", "conj", "ROOT", "advcl"):
        source = subject(head if adjective.dep in ("acomp", "oprd") else adjective)
        if source.head is not None and source.head.lower in ("it", "there"):
            source = _NOBODY
    elif adjective.dep == "amod" and adjective.at > head.at:
        source = Source(head, "noun")
    else:
        return
    near = adjective.dep == "acomp" and abs(adjective.at - head.at) < 4
    cue = verb_group(head, adjective) if near else [adjective]
    for kid in kids:
        if kid.dep != "prep":
            yield Frame("x" if kid.dep == "xcomp" else "c", "adjective", adjective, cue, whole(kid), source)
            continue
        for inner in kid.kids:
            if inner.dep in ("pobj", "pcomp"):
                yield Frame("p", "adjective", adjective, cue, whole(inner), source, kid.lower)
