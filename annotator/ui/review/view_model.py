"""What the Review view shows, in plain values: rows of the queue, versions of a slot, the card.  No Qt here.

All offsets are code points; ``style`` is the number of an annotator's line and colour (see `review_ink`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from annotator.domain.annotations import Slot
from annotator.domain.text import Span, Spans
from annotator.ui.review.lanes import Lanes

KIND_WORDS: Mapping[str, str] = {"one_sided": "One-sided", "boundary": "Boundary", "value": "Value"}
"""The kinds of conflict, as headings; their order in the queue is that of `KIND_ORDER`."""
KIND_ORDER = ("one_sided", "boundary", "value")
KIND_ICONS: Mapping[str, str] = {"one_sided": "square-split-horizontal", "boundary": "text-quote", "value": "scale"}

SLOT_WORDS: Mapping[str, str] = {
    "quotation": "Quotation",
    "content": "Content",
    "cue": "Cue",
    "speakers": "Speaker",
    "addressees": "Addressee",
    "type": "Type",
    "stances": "Stance",
    "parent": "Nested in",
    "attributes": "Fields",
}
"""The slots as the card names them."""

_LONG = 46
"""Characters of words all agree on from which only their ends are shown."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An annotator as review shows them: letter, line style, and the name that may be hidden."""

    id: str
    name: str
    letter: str
    style: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a version; those that not all have ``differ``."""

    text: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One version of a slot: the key that takes it, whose it is, its words.

    ``own`` are words of ours, where the version is no passage ("none in the text"); ``stances`` the value and strength
    of each stance, ``names_of`` the ids of those who have a version of a part.
    """

    number: int
    letters: str
    styles: tuple[int, ...]
    names: str = ""
    pieces: tuple[Piece, ...] = ()
    own: str = ""
    stances: tuple[tuple[str | None, int | None], ...] = ()
    names_of: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The version in one line."""
        return " ".join(each for each in ("".join(piece.text for piece in self.pieces), self.own) if each)

    @property
    def spoken(self) -> str:
        """How it is read aloud."""
        who = self.names or f"annotator{'s' if len(self.letters) > 1 else ''} {' and '.join(self.letters)}"
        return f"{self.number}, {who}: {self.words or 'nothing'}"


@dataclass(frozen=True, slots=True)
class SlotPart:
    """A slot on which the annotators differ, or one part of it (``part`` is its key: a stance, a typed field).

    ``settled`` says what was decided, empty while it is open.
    """

    slot: Slot
    name: str
    part: str = ""
    note: str = ""
    options: tuple[Option, ...] = ()
    settled: str = ""
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A guideline that the conflict may be about: its heading, its text."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class CardModel:
    """The card of one conflict, or of one quotation of a single colleague.

    ``agreed`` are the names and values of the slots that are equal, ``agreed_words`` sums them up; ``current`` is the
    slot that the keys decide.  ``answers`` to the ``question`` are who gave them and their words.  ``original`` and
    ``gold`` stand side by side in the review of one colleague: names of slots and their words.
    """

    key: str
    title: str
    kind: str | None
    number: int
    total: int
    slots: tuple[SlotPart, ...] = ()
    agreed: tuple[tuple[str, str], ...] = ()
    agreed_words: str = ""
    current: Slot | None = None
    current_part: str = ""
    state: str = "open"
    question: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    rule: Rule | None = None
    original: tuple[tuple[str, str], ...] = ()
    gold: tuple[tuple[str, str], ...] = ()
    outcome: str = ""
    lanes: Lanes = field(default_factory=Lanes)

    def is_current(self, part: SlotPart) -> bool:
        """Whether the keys decide it."""
        return part.slot == self.current and part.part in ("", self.current_part)

    def part(self, slot: str | None) -> SlotPart | None:
        """The part of a slot, if the annotators differ on it."""
        return next((each for each in self.slots if each.slot == slot), None)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A line of the queue: a heading (``heading``), an article (``document`` without ``key``), or a conflict.

    ``who`` tells who stands with whom: ``AB≠C``, ``B only``.
    """

    key: str = ""
    document: str = ""
    heading: str = ""
    icon: str = ""
    count: int = 0
    name: str = ""
    who: str = ""
    what: str = ""
    words: str = ""
    state: str = "open"
    question: bool = False
    answered: bool = False
    status: str = "new"
    fraction: float = 0.0

    @property
    def spoken(self) -> str:
        """How it is read aloud."""
        if self.heading:
            return f"{self.heading}, {self.count}"
        if not self.key:
            return ", ".join(each for each in (self.name, self.what) if each)
        parts = (self.name, self.who.replace("≠", " differs from "), self.what, self.words, self.state)
        return ", ".join(
            each for each in (*parts, "answered" if self.answered else "question" if self.question else "") if each
        )


def who_differs(versions: Sequence[str]) -> str:
    """Who stands with whom: ``A≠BC``; of one version alone, ``B only``.  Each version is the letters who have it."""
    filled = [each for each in versions if each]
    return f"{filled[0]} only" if len(filled) == 1 else "≠".join(filled)


def sentence_of(names: Sequence[str]) -> str:
    """``Type, cue and speaker agree``."""
    if not names:
        return "Nothing else agrees"
    words = [names[0], *(each.lower() for each in names[1:])]
    head = ", ".join(words[:-1])
    return f"{head} and {words[-1]} agree" if head else f"{words[0]} agrees"


def pieces_of(text: str, spans: Spans, shared: Spans) -> tuple[Piece, ...]:
    """The words of a version, those outside ``shared`` marked as different; long shared stretches lose their middle."""
    out: list[Piece] = []
    for number, span in enumerate(spans):
        if number:
            out.append(Piece(" […] "))
        at = span.start
        for common in shared:
            inner = Span(max(common.start, span.start), min(common.end, span.end))
            if inner.start >= inner.end:
                continue
            if at < inner.start:
                out.append(Piece(_flat(text[at : inner.start]), differs=True))
            out.append(Piece(_shortened(_flat(inner.of(text)))))
            at = inner.end
        if at < span.end:
            out.append(Piece(_flat(text[at : span.end]), differs=True))
    return tuple(out)


def _flat(words: str) -> str:
    """Words of an article on one line."""
    return " ".join(words.split("\n"))


def _shortened(words: str) -> str:
    if len(words) <= _LONG:
        return words
    head, tail = words[:22].rpartition(" ")[0] or words[:22], words[-16:].partition(" ")[2] or words[-16:]
    return f"{head} … {tail}"
