"""A parsed text as plain words that know their heads and children, and the phrases that attribution needs of them.

The dependency labels are those of spaCy's English pipelines (ClearNLP: nsubj, ccomp, dobj …).  All offsets are code
points of the whole text.  Subtrees are asked for by their edges, so that everything here costs time linear in the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from annotator.domain.text import Span, Spans

if TYPE_CHECKING:
    from spacy.tokens import Doc

SUBJECTS: Final = frozenset({"nsubj", "nsubjpass"})
VERBAL: Final = frozenset({"VERB", "AUX"})
NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON"})
LONGEST_CHAIN: Final = 4
"""Most words between two verbs of one cue."""
_LEMMAS: Final = {"hop": "hope", "accord": "according"}
"""What the lemmatizer makes of "hopes" and "according", and what they are."""
_CLAUSES: Final = frozenset({"ccomp", "advcl", "parataxis", "relcl"})
"""Clauses that are no part of a speaker's phrase: hung on by mistake, or a description that speakers do without."""
_OPENING: Final = "“‘\"'$#@"
_CLOSING: Final = "”’\"'%"


class Word:
    """One token: its place ``at`` among the ``words``, its spelling, its grammar, its code points ``start``…``end``.

    A new word stands behind those that its list holds by then.  ``left`` and ``right`` are the places of the first and
    the last word that hang on it, itself included.
    """

    __slots__ = (
        "at",
        "dep",
        "end",
        "entity",
        "head",
        "kids",
        "left",
        "lemma",
        "lower",
        "part",
        "right",
        "start",
        "tag",
        "text",
        "words",
    )

    def __init__(
        self,
        words: Sequence[Word],
        text: str,
        start: int,
        lemma: str = "",
        part: str = "",
        tag: str = "",
        dep: str = "",
        entity: str = "",
        lower: str = "",
    ) -> None:
        self.words = words
        self.at = at = len(words)
        self.text = text
        self.lower = lower or text.lower()
        self.start = start
        self.end = start + len(text)
        self.lemma = lemma
        self.part = part
        self.tag = tag
        self.dep = dep
        self.entity = entity
        self.head: Word = self
        self.kids: list[Word] = []
        self.left = self.right = at

    @property
    def is_root(self) -> bool:
        """Whether it hangs on no other word."""
        return self.head is self

    @property
    def is_word(self) -> bool:
        """Whether it holds a letter or a digit."""
        return self.part not in ("PUNCT", "SPACE") and (self.text.isalnum() or any(map(str.isalnum, self.text)))

    def child(self, *deps: str) -> Word | None:
        """The first child with one of these labels."""
        return next((each for each in self.kids if each.dep in deps), None)

    def has(self, dep: str, *lowers: str) -> bool:
        """Whether a child has this label and is one of these words."""
        return any(each.dep == dep and (not lowers or each.lower in lowers) for each in self.kids)

    def holds(self, other: Word) -> bool:
        """Whether ``other`` hangs on it, directly or not."""
        return self.left <= other.at <= self.right


_COLUMNS: Final[list[int | str]] = ["IDX", "ORTH", "LOWER", "LEMMA", "POS", "TAG", "DEP", "ENT_TYPE"]


def words_of(doc: Doc, offset: int = 0, before: list[Word] | None = None) -> list[Word]:
    """The words of a parsed text that begins at ``offset``; none where the pipeline had no parser of English labels.

    With ``before`` they are added to that list, as words of the same text.
    """
    words = before if before is not None else []
    if not doc.has_annotation("DEP") or doc.vocab.lang != "en":
        return words
    starts, *codes = doc.to_array(_COLUMNS).T.tolist()  # several times faster than the tokens' attributes
    names = {code: doc.vocab.strings[code] for column in codes for code in set(column)}
    lemmas = {code: _LEMMAS.get(lemma := names[code].lower(), lemma) for code in set(codes[2])}
    first = len(words)
    for start, text, lower, lemma, part, tag, dep, entity in zip(starts, *codes, strict=True):
        grammar = lemmas[lemma], names[part], names[tag], names[dep], names[entity]
        words.append(Word(words, names[text], offset + start, *grammar, names[lower]))
    for at, distance in enumerate(doc.to_array("HEAD").astype("int64").tolist(), first):
        if distance:
            words[at].head = words[at + distance]
            words[at].head.kids.append(words[at])
    _set_edges(words[first:])
    return words


def length_of(doc: Doc) -> int:
    """The code points of a parsed text; asking for its ``text`` would put that together again."""
    return doc[-1].idx + len(doc[-1].text_with_ws) if len(doc) else 0


def _set_edges(words: list[Word]) -> None:
    """Tell each word what hangs on it, the deepest words first."""
    waiting = [each for each in words if each.is_root]
    for each in waiting:  # grows as it goes: every word stands behind its head
        waiting += each.kids
    for each in reversed(waiting):
        head = each.head
        head.left = min(head.left, each.left)
        head.right = max(head.right, each.right)


# ------------------------------------------------------------------------------------------------ phrases


def spans_of(words: Iterable[Word]) -> Spans:
    """Words as fragments, in text order: runs of neighbours, bare of signs and conjunctions at their edges."""
    found: list[Span] = []
    run: list[Word] = []
    for word in sorted(words, key=lambda each: each.at):
        if run and word.at != run[-1].at + 1:
            found += _span(run)
            run = []
        run.append(word)
    return (*found, *_span(run))


def _span(run: Sequence[Word]) -> Iterator[Span]:
    first, last = 0, len(run)
    while first < last and not run[first].is_word and run[first].text not in _OPENING:
        first += 1
    while last > first and not run[last - 1].is_word and run[last - 1].text not in _CLOSING:
        last -= 1
    if any(each.is_word for each in run[first:last]):
        yield Span(run[first].start, run[last - 1].end)


def phrase(head: Word, without: Iterable[Word] = ()) -> list[Word]:
    """The noun phrase around ``head``: article, titles, appositions and prepositions, in one line, no clause.

    ``without`` are words it must not reach (the cue, for one).
    """
    words = head.words
    low, high = head.left, head.right
    for kid in head.kids:
        if kid.dep in _CLAUSES and kid.at > head.at:
            high = min(high, kid.left - 1)
        elif kid.dep in _CLAUSES:
            low = max(low, kid.right + 1)
    for each in without:
        if each.at < head.at:
            low = max(low, each.at + 1)
        elif each.at > head.at:
            high = min(high, each.at - 1)
    for at in range(head.at - 1, low - 1, -1):
        if "\n" in words[at].text:
            low = at + 1
            break
    for at in range(head.at + 1, high + 1):
        if "\n" in words[at].text:
            high = at - 1
            break
    return list(words[low : high + 1])


def verb_group(verb: Word, *further: Word) -> list[Word]:
    """A verb as a cue: with the auxiliaries, negation, particle and bare adverbs that touch it, and ``further``.

    An infinitive takes along what it hangs on, where nobody else is told to do it: "refused to say".
    """
    first = verb
    while (head := _chained(first)) is not None and verb.at - head.at <= 2 * LONGEST_CHAIN:
        first = head
    keep = set(range(first.at, verb.at + 1)) | {each.at for each in further}
    for each in (first, verb):
        keep |= {kid.at for kid in each.kids if _belongs(kid, each)}
    low = high = verb.at
    while low - 1 in keep:
        low -= 1
    while high + 1 in keep:
        high += 1
    return list(verb.words[low : high + 1])


def _chained(verb: Word) -> Word | None:
    """The word that an infinitive goes on from within one cue: "refused to say", "was quick to say", "plans to say"."""
    head = verb.head
    if not 0 < verb.at - head.at <= LONGEST_CHAIN:
        return None
    if verb.dep == "acl" and verb.has("aux", "to") and head.part == "NOUN":
        return head
    if verb.dep != "xcomp" or any(each.dep == "dobj" and each.at < verb.at for each in head.kids):
        return None
    if head.part in VERBAL:
        return head
    copula = head.head
    near = head.dep == "acomp" and copula.part in VERBAL and 0 < head.at - copula.at <= LONGEST_CHAIN
    return copula if near else None


def _belongs(kid: Word, verb: Word) -> bool:
    """Whether a verb's child is part of it as a cue."""
    is_adverb = kid.dep == "advmod" and not kid.kids and -2 <= kid.at - verb.at <= 1
    return is_adverb or kid.dep in ("aux", "auxpass", "neg", "prt")


def noun_group(noun: Word, verb: Word | None = None, *further: Word) -> list[Word]:
    """A noun as a cue: with the article and adjectives before it and ``further``; from ``verb`` on, if it has the noun.

    “a firm assertion”, “his … claim of”, “has made several statements on”.
    """
    if verb is not None and 0 < noun.at - verb.at <= LONGEST_CHAIN + 2:
        low = verb_group(verb)[0].at
    else:
        low = noun.at
        inside = {kid.at for kid in noun.kids if kid.dep in ("det", "amod", "compound") and not kid.kids}
        while low - 1 in inside:
            low -= 1
    keep = {each.at for each in further}
    high = noun.at
    while high + 1 in keep:
        high += 1
    return list(noun.words[low : high + 1])
