"""The counts of a project as the tables of its charts.  No Qt here.

Each cell says in words what it counts, and carries as its key what the passages behind it are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from annotator.analysis.statistics import Pace, StanceSum, Sum
from annotator.domain.scheme import Scheme
from annotator.operations.counting import Statistics, by_count, ordered
from annotator.store.statistics import Behind, Counted, Group
from annotator.ui.charts.chart import NOT_KNOWN, Cell, Table
from annotator.ui.kit.dates import long_date, short_date
from annotator.ui.kit.marks import stance_words
from annotator.ui.kit.passages import PassageRow

Unit = Literal["quotations", "words"]

MOST = 12
"""Bars of a chart at most."""
_SPEAKERS, _TARGETS = 8, 6
_MONTHS = 24
"""Months that stand one by one; longer times stand year by year."""
_PARTS = ("direct", "mixed", "indirect")
"""Types that have a part of their own in a column."""
_EVEN = 0.05
NOT_LINKED = "Not linked"
NO_VALUE = "No value"
_ONLY_IN_TEXT = "Only in the text"
_NO_TYPE = "No type"
_NO_OUTLET = "No outlet"
_RESTS: dict[Group, str] = {"target": _ONLY_IN_TEXT, "type": _NO_TYPE, "source": _NO_OUTLET}
"""What the rest of a group is called that has no name."""


@dataclass(frozen=True, slots=True)
class Tables:
    """One count, in the words of a scheme; ``unit`` is what bars stand for."""

    found: Statistics
    scheme: Scheme
    unit: Unit = "quotations"

    @property
    def is_empty(self) -> bool:
        """Whether no quotation was counted."""
        return not self.found.count.total.quotations

    def facts(self) -> list[tuple[str, str]]:
        """Numbers in front of the charts, each with what it counts."""
        count = self.found.count
        people = sum(1 for each in count.speakers if each is not None)
        return [
            (f"{count.total.quotations:,}", "quotations"),
            (f"{count.total.words:,}", "words in them"),
            (f"{count.documents:,} of {self.found.documents:,}", "articles counted"),
            (f"{people:,}", "speakers"),
            (_percent(count.total.direct), "direct speech"),
            (f"{count.stances.count:,}", "stances"),
        ]

    # ------------------------------------------------------------------------------------------ bars

    def speakers(self) -> Table:
        """Who is quoted most."""
        return self._bars("speaker", self.found.count.speakers, self._entity, "speaker")

    def kinds(self) -> Table:
        """Which kinds of speakers."""
        return self._bars("kind", self.found.count.kinds, lambda kind: self.scheme.name("kinds", kind), "kind")

    def column(self, id: str) -> Table:
        """The values of a typed column of the speakers."""
        attribute = self.scheme.attribute("entity", id)
        names = {each.id: each.name for each in attribute.choices} if attribute else {}
        sums = self.found.count.attributes.get(id, {})
        title = attribute.name if attribute else id
        return self._bars("column", sums, lambda value: names.get(value, value), title, other=id, rest=NO_VALUE)

    def types(self) -> Table:
        """Direct, mixed, indirect and the project's own types."""
        types = self.found.count.total.types
        known = [each.id for each in self.scheme.types]
        order: list[str | None] = [*known, *(each for each in types if each not in known)]
        rows = [(id, types[id]) for id in order if types[id]]
        total = sum(number for _, number in rows)
        cells = [
            (
                self.scheme.name("types", id) if id else _NO_TYPE,
                f"{number:,} · {_percent(number / total)}",
                float(number),
                number,
                Behind("type", id),
            )
            for id, number in rows
        ]
        return _column("type", "quotations", cells)

    def sources(self) -> Table:
        """Which outlets, each with its share of direct speech."""
        return self._bars(
            "source", self.found.count.sources, lambda name: name, "outlet", rest=_NO_OUTLET, with_direct=True
        )

    def targets(self) -> Table:
        """What stances are towards, with their mean."""
        rows = list(by_count(self.found.count.targets))[:MOST]
        cells = [
            (
                self._entity(id) if id else _ONLY_IN_TEXT,
                f"{each.count:,} · {signed(each.mean)}",
                float(each.count),
                each.count,
                Behind("target", id),
            )
            for id, each in rows
        ]
        return _column("target", "stances", cells)

    def pace(self) -> Table:
        """How far the annotators are, and how fast."""
        cells: list[_Bar] = [(each.name, _done(each), float(each.done), each.done, None) for each in self.found.pace]
        return _column("annotator", "articles done", cells)

    def _bars(
        self,
        group: Group,
        sums: Mapping[str | None, Sum],
        name: Callable[[str], str],
        corner: str,
        *,
        other: str | None = None,
        rest: str = NOT_LINKED,
        with_direct: bool = False,
    ) -> Table:
        rows = ordered(sums)
        if len(rows) > MOST:
            rows = rows[: MOST - 1] + ([rows[-1]] if rows[-1][0] is None else [rows[MOST - 1]])
        cells = []
        for id, each in rows:
            value = each.quotations if self.unit == "quotations" else each.words
            text = f"{value:,}" + (f" · {_percent(each.direct)}" if with_direct else "")
            shown = name(id) if id is not None else rest
            cells.append((shown, text, float(value), each.quotations, Behind(group, id, other)))
        return _column(corner, self.unit, cells)

    def _entity(self, id: str) -> str:
        return self.found.count.name(id) or id

    # ------------------------------------------------------------------------------------------ two dimensions

    def stances(self) -> Table:
        """Who is for and against what: those with most stances."""
        towards = {(a, b): each for (a, b), each in self.found.count.towards.items() if a and b}
        speakers = _most((speaker, each) for (speaker, _), each in towards.items())[:_SPEAKERS]
        targets = _most((target, each) for (_, target), each in towards.items())[:_TARGETS]
        cells = {}
        for row, speaker in enumerate(speakers):
            for column, target in enumerate(targets):
                each = towards.get((speaker, target))
                if each is not None:
                    who = f"{self._entity(speaker)} towards {self._entity(target)}"
                    mean = "no stance on the scale" if each.mean is None else f"mean {signed(each.mean)}"
                    words = f"{who}: {mean}, {_counted(each.count, 'stance')}"
                    key = Behind("towards", speaker, target)
                    cells[row, column] = Cell(signed(each.mean), words, each.mean, count=each.count, key=key)
        return Table(tuple(map(self._entity, speakers)), tuple(map(self._entity, targets)), cells, "speaker")

    @property
    def grain(self) -> Literal["month", "year"]:
        """Whether time goes by months or by years."""
        return "year" if len(self._dated()) > _MONTHS else "month"

    def undated(self) -> int:
        """Quotations of articles without a date."""
        return self.found.count.months[None].quotations if None in self.found.count.months else 0

    def _dated(self) -> dict[str, Sum]:
        return {month: each for month, each in self.found.count.months.items() if month is not None}

    def in_time(self) -> Table:
        """Quotations over time, by type."""
        columns: dict[str, dict[str | None, int]] = defaultdict(lambda: defaultdict(int))
        for month, each in self._dated().items():
            at = columns[month[:4] if self.grain == "year" else month]
            for type, number in each.types.items():
                at[type if type in _PARTS else None] += number
        rows = [each for each in _PARTS if any(at.get(each) for at in columns.values())]
        parts: list[str | None] = [*rows, *([None] if any(at.get(None) for at in columns.values()) else [])]
        names = [self.scheme.name("types", each).casefold() if each else "other" for each in parts]
        cells = {}
        for column, (month, at) in enumerate(sorted(columns.items())):
            total = sum(at.values())
            for row, part in enumerate(parts):
                number = at.get(part, 0)
                words = f"{long_date(month)}, {names[row]}: {number:,} of {_counted(total, 'quotation')}"
                cells[row, column] = Cell(
                    f"{number:,}", words, float(number), count=number, key=Behind(self.grain, month)
                )
        months = tuple(short_date(each, year=not n or each.endswith("-01")) for n, each in enumerate(sorted(columns)))
        return Table(tuple(names), months, cells, "type")

    # ------------------------------------------------------------------------------------------ passages

    def about(self, key: Behind) -> str:
        """What a count is about."""
        name = key.name
        if key.group == "column":
            return self._about_column(key)
        if name is None:
            return _RESTS.get(key.group, NOT_LINKED)
        says: dict[str, Callable[[], str]] = {
            "speaker": lambda: self._entity(name),
            "towards": lambda: f"{self._entity(name)} towards {self._entity(key.other or '')}",
            "target": lambda: f"Towards {self._entity(name)}",
            "kind": lambda: self.scheme.name("kinds", name),
            "type": lambda: self.scheme.name("types", name),
            "month": lambda: long_date(name),
        }
        return says.get(key.group, lambda: name)()

    def _about_column(self, key: Behind) -> str:
        attribute = self.scheme.attribute("entity", key.other or "")
        names = {each.id: each.name for each in attribute.choices} if attribute else {}
        value = NO_VALUE if key.name is None else names.get(key.name, key.name)
        return f"{attribute.name if attribute else key.other}: {value}"

    def passage(self, each: Counted) -> PassageRow:
        """A passage as the list shows it."""
        parts = [each.source or each.title]
        parts += [short_date(each.date, year=False)] if each.date else []
        parts += [stance_words(self.scheme.name("stances", value).casefold(), n) for value, n in each.stances[:2]]
        parts += [self.scheme.name("types", each.type).casefold()] if each.type else []
        return PassageRow(each.quotation, each.document, each.quotation, each.words, " · ".join(parts))


_Bar = tuple[str, str, float, int, Behind | None]


def signed(value: float | None) -> str:
    """A mean as the heat map prints it: ``+1.4``, ``−0.6``, ``=`` near nothing, ``n/a`` where there is none."""
    if value is None:
        return NOT_KNOWN
    if abs(value) < _EVEN:
        return "="
    return ("+" if value > 0 else "−") + f"{abs(value):.1f}"


def _column(corner: str, heading: str, bars: Iterable[_Bar]) -> Table:
    """A table of one column."""
    rows = list(bars)
    cells = {
        (n, 0): Cell(text, f"{name}: {text} {heading}", value, count=count, key=key)
        for n, (name, text, value, count, key) in enumerate(rows)
    }
    return Table(tuple(each[0] for each in rows), (heading,), cells, corner)


def _most(found: Iterable[tuple[str, StanceSum]]) -> list[str]:
    sums: dict[str, int] = defaultdict(int)
    for id, each in found:
        sums[id] += each.count
    return [name for _, name in sorted((-number, name) for name, number in sums.items())]


def _done(each: Pace) -> str:
    rate = "" if each.per_hour is None else f" · {each.per_hour:.1f} an hour"
    return f"{each.done:,}{rate}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _percent(share: float | None) -> str:
    return NOT_KNOWN if share is None else f"{100 * share:.0f} %"
