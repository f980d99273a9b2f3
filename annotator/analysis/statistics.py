"""Counts over the quotations of a project: who speaks how much, of which kind, when, where, and for or against what.

Pure: `Count` takes one quotation after another and holds only sums, so that a hundred thousand articles need no more
memory than ten.  Every quotation is counted once in a total; where it has several speakers, it counts for each of them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

SIGNS = {"favour": 1, "against": -1, "neutral": 0}
"""The sign of the stance values that lie on a scale; what is unclear, or a project's own value, lies on none."""

LEAST_STRENGTH = 1
"""The strength, 1…3, that a stance counts with where none was given."""

DIRECT = "direct"
"""The id of the type whose share is told."""

_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])(?!\d)")
_YEAR = re.compile(r"\d{4}(?![\d-])")


@dataclass(frozen=True, slots=True)
class Who:
    """An entity as it is counted: its name, kind, and the values of its typed columns by id."""

    id: str
    name: str
    kind: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """One quotation as it is counted.

    ``words`` are those of its content; ``speakers`` are ids of entities, None for a speaker that is linked to none;
    ``stances`` hold target (None for one that is not linked), value and strength.
    """

    document: str
    source: str | None
    date: str | None
    type: str | None
    words: int
    speakers: tuple[str | None, ...] = ()
    stances: tuple[tuple[str | None, str | None, int | None], ...] = ()


@dataclass(slots=True)
class Sum:
    """How many quotations, how many words in them, and how many of each type."""

    quotations: int = 0
    words: int = 0
    types: Counter[str | None] = field(default_factory=Counter)

    def add(self, said: Said) -> None:
        """Count a quotation."""
        self.quotations += 1
        self.words += said.words
        self.types[said.type] += 1

    @property
    def direct(self) -> float | None:
        """The share of direct speech among the quotations that have a type, 0…1; None where there is none."""
        typed = self.quotations - self.types[None]
        return self.types[DIRECT] / typed if typed else None


@dataclass(slots=True)
class StanceSum:
    """How many stances, of which values, and the sum of those that lie on the scale from −3 to +3."""

    count: int = 0
    values: Counter[str | None] = field(default_factory=Counter)
    scaled: int = 0
    total: int = 0

    def add(self, value: str | None, strength: int | None) -> None:
        """Count a stance."""
        self.count += 1
        self.values[value] += 1
        if value in SIGNS:
            self.scaled += 1
            self.total += SIGNS[value] * (strength or LEAST_STRENGTH)

    @property
    def mean(self) -> float | None:
        """The mean of the stances on the scale; None where none is."""
        return self.total / self.scaled if self.scaled else None


@dataclass(frozen=True, slots=True)
class Pace:
    """What an annotator has done: articles by status, and the time counted on them.

    ``timed`` are the finished articles for which active time was counted, ``timed_seconds`` that time; ``seconds`` is
    the active time on all articles.
    """

    annotator: str
    name: str
    started: int
    done: int
    skipped: int
    quotations: int
    seconds: float
    timed: int
    timed_seconds: float

    @property
    def per_hour(self) -> float | None:
        """Finished articles in an hour of active time; None where no time was counted."""
        return 3600 * self.timed / self.timed_seconds if self.timed_seconds > 0 else None


def month_of(date: str | None) -> str | None:
    """``2026-11`` of an ISO date, ``2026`` where it names no month, None for what is no ISO date."""
    found = (_MONTH.match(date) or _YEAR.match(date)) if date else None
    return found[0] if found else None


class Count:
    """The sums of a project's quotations.

    ``entities`` are all that a speaker or target may be, by id; ``columns`` are the ids of the entities' typed columns.
    """

    def __init__(self, entities: Mapping[str, Who], columns: Iterable[str] = ()) -> None:
        self.entities = entities
        self.columns = tuple(columns)
        self.total = Sum()
        self.documents = 0
        """Articles that have the layer counted."""
        self.speakers: dict[str | None, Sum] = defaultdict(Sum)
        self.kinds: dict[str | None, Sum] = defaultdict(Sum)
        self.attributes: dict[str, dict[str | None, Sum]] = {each: defaultdict(Sum) for each in self.columns}
        """By column, then by value; None is for speakers without a value."""
        self.months: dict[str | None, Sum] = defaultdict(Sum)
        self.sources: dict[str | None, Sum] = defaultdict(Sum)
        self.stances = StanceSum()
        self.targets: dict[str | None, StanceSum] = defaultdict(StanceSum)
        self.towards: dict[tuple[str | None, str | None], StanceSum] = defaultdict(StanceSum)
        """By speaker and target."""

    def add(self, said: Said) -> None:
        """Count a quotation."""
        for each in (self.total, self.months[month_of(said.date)], self.sources[said.source or None]):
            each.add(said)
        speakers = tuple(dict.fromkeys(said.speakers)) or (None,)
        for speaker in speakers:
            self.speakers[speaker].add(said)
        self._add_groups(said, speakers)
        for target, value, strength in said.stances:
            self.stances.add(value, strength)
            self.targets[target].add(value, strength)
            for speaker in speakers:
                self.towards[speaker, target].add(value, strength)

    def _add_groups(self, said: Said, speakers: tuple[str | None, ...]) -> None:
        """Count for kinds and values, once for each, whatever number of the speakers share it."""
        known = [self.entities.get(each) if each is not None else None for each in speakers]
        for kind in dict.fromkeys(each.kind if each else None for each in known):
            self.kinds[kind].add(said)
        for column in self.columns:
            for value in dict.fromkeys(each.values.get(column) if each else None for each in known):
                self.attributes[column][value].add(said)

    def name(self, id: str | None) -> str | None:
        """An entity's name; None where there is none."""
        found = self.entities.get(id) if id is not None else None
        return found.name if found else None
