"""The figures of agreement as the page shows them, and the passages behind each cell.  No Qt here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from annotator.analysis.matching import OPEN, Row
from annotator.analysis.measures import Report
from annotator.domain.scheme import Scheme
from annotator.ui.agreement.details import slots_in_full, types_in_full
from annotator.ui.agreement.tables import (
    Key,
    against_table,
    confusion_table,
    documents_table,
    pairs_table,
    slots_table,
    types_table,
)
from annotator.ui.charts.chart import Table, two_digits
from annotator.ui.kit.dates import long_date
from annotator.ui.kit.passages import PassageRow

FEWEST = 12
"""Articles listed on their own at most."""
_MOST_PASSAGES = 2000
_LABELLED = ("type", "stance", "intensity")
"""Slots whose labels can be read."""


@dataclass(frozen=True, slots=True)
class People:
    """The annotators by id: their names, and the letters that stand for them."""

    names: Mapping[str, str]
    letters: Mapping[str, str]

    def shown(self, *, names: bool) -> dict[str, str]:
        """What to call them."""
        return dict(self.names) if names else {id: self.letters.get(id, name) for id, name in self.names.items()}


@dataclass(frozen=True, slots=True)
class Figures:
    """One computation.  ``text_of`` gives an article's text by id, ``titles`` are by id too.

    ``frozen`` is when adjudication began, None where nothing is adjudicated; ``suggested`` tells whether annotators saw
    suggestions.
    """

    report: Report
    scheme: Scheme
    people: People
    text_of: Callable[[str], str]
    titles: Mapping[str, str]
    frozen: str | None = None
    suggested: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nobody to compare."""
        return not self.report.pairs or not self.report.documents

    def names(self, *, shown: bool) -> dict[str, str]:
        """What the annotators are called."""
        return self.people.shown(names=shown)

    def pair_ids(self) -> list[tuple[str, str]]:
        """The pairs."""
        return [(each.a, each.b) for each in self.report.pairs]

    def first_pair(self) -> tuple[str, str]:
        """The pair that has most in common."""
        best = max(self.report.pairs, key=lambda each: each.measures.matched, default=None)
        return (best.a, best.b) if best is not None else ("", "")

    # ------------------------------------------------------------------------------------------ sentences

    def note(self) -> str:
        """On what the figures stand."""
        seen = (
            "The annotators saw suggestions of the pipeline: that makes them agree more."
            if self.suggested
            else "The annotators saw no suggestions."
        )
        when = "Layers of the annotators who are done, as they are now."
        if self.frozen:
            when = f"Layers as they were before adjudication, frozen on {long_date(self.frozen[:10])}."
        return f"{when} {seen}"

    def facts(self, pair: tuple[str, str]) -> list[tuple[str, str]]:
        """Numbers in front of the charts, each with what it counts."""
        report, number = self.report, len(self.report.documents)
        measures = report.pair(*pair).measures if pair[0] else report.overall
        same = sum(_is_same(row) for row in self._rows(pair) if row.matched)
        matched = sum(row.matched for row in self._rows(pair))
        facts = [
            (f"{number:,}", f"article{'s' * (number != 1)} with two or more annotators"),
            (f"{len(report.annotators):,}", "annotators"),
            (two_digits(measures.overlap_f1), "overlap F1"),
            (two_digits(measures.exact_f1), "exact F1"),
        ]
        if matched:
            facts.append((f"{100 * same / matched:.0f} %", "of matched pairs identical in every slot"))
        return facts

    # ------------------------------------------------------------------------------------------ tables

    def pairs(self, names: Mapping[str, str], measure: str) -> Table:
        """The heat map of pairs."""
        return pairs_table(self.report.pairs, self.report.annotators, names, measure)

    def slots(self, pair: tuple[str, str]) -> Table:
        """The slots of a pair, or of all."""
        measures = self.report.pair(*pair).measures if pair[0] else self.report.overall
        fields = {each.id: each.name for each in self.scheme.attributes}
        return slots_table(measures, fields, pair)

    def confusion(self, slot: str, pair: tuple[str, str], names: Mapping[str, str]) -> Table:
        """Who said what where the other said what."""
        if not pair[0]:
            return Table()
        vocabulary = self.scheme.types if slot == "type" else self.scheme.stances
        labels = {each.id: each.name for each in vocabulary}
        found = self.report.pair(*pair).confusion(slot)
        return confusion_table(found, labels, names.get(found.rows, ""), names.get(found.columns, ""))

    def by_type(self) -> Table:
        """The types of all pairs."""
        return types_table(self.report.by_type, {each.id: each.name for each in self.scheme.types})

    def slots_in_full(self, pair: tuple[str, str]) -> Table:
        """Every figure of each slot, of a pair or of all."""
        measures = self.report.pair(*pair).measures if pair[0] else self.report.overall
        return slots_in_full(measures, {each.id: each.name for each in self.scheme.attributes}, pair)

    def types_in_full(self) -> Table:
        """Every figure of each type, of all pairs."""
        return types_in_full(self.report.by_type, {each.id: each.name for each in self.scheme.types})

    def by_document(self) -> Table:
        """The articles on which people agree least."""
        return documents_table(self.report.by_document, FEWEST)

    def against(self, names: Mapping[str, str]) -> Table:
        """Everybody against gold."""
        return against_table(self.report.against_gold, names)

    # ------------------------------------------------------------------------------------------ passages

    def passages(self, key: Key, names: Mapping[str, str]) -> tuple[str, list[PassageRow]]:
        """What a cell is about, and the passages behind it."""
        rows = list(self._behind(key))[:_MOST_PASSAGES]
        found = [self._passage(number, row, key) for number, row in enumerate(rows)]
        return self._about(key, names), found

    def _rows(self, pair: tuple[str, str]) -> Iterator[Row]:
        for each in self.report.pairs:
            if not pair[0] or {each.a, each.b} == set(pair):
                yield from each.rows

    def _behind(self, key: Key) -> Iterable[Row]:
        match key.chart:
            case "pair":
                return (row for row in self._rows((key.a, key.b)) if not _is_same(row))
            case "slot":
                return self._differing((key.a, key.b), key.cell)
            case "type":
                return (row for row in self._rows(("", "")) if row.is_of_type(key.cell) and not row.matched)
            case "document":
                return (row for row in self._rows(("", "")) if row.document == key.cell and not row.matched)
            case "against":
                found = next(each for each in self.report.against_gold if each.who == key.a)
                return (row for row in found.rows if not _is_same(row))
            case _:
                return self.report.pair(key.a, key.b).confusion(key.chart).cells.get((key.cell, key.other), ())

    def _differing(self, pair: tuple[str, str], slot: str) -> Iterator[Row]:
        for row in self._rows(pair):
            if slot == "overlap":
                differs = not row.matched
            elif slot == "exact":
                differs = not row.exact
            else:
                differs = any(one != other for one, other in row.labels.get(slot, ()))
            if differs:
                yield row

    def _passage(self, number: int, row: Row, key: Key) -> PassageRow:
        text = self.text_of(row.document)
        words = " ".join(" ".join(each.of(text) for each in row.place).split())
        shown = row.a or row.b
        return PassageRow(str(number), row.document, shown.id if shown else "", words, self._where(row, key))

    def _where(self, row: Row, key: Key) -> str:
        """In which article a passage stands, and what the two have there."""
        parts = [self.titles.get(row.document, row.document)]
        if row.a is None or row.b is None:
            parts.append("only one has it")
        elif key.chart == "slot" and key.cell in _LABELLED and (pairs := row.labels.get(key.cell)):
            parts += [
                f"{self._label(key.cell, one)} ≠ {self._label(key.cell, other)}" for one, other in pairs if one != other
            ]
        elif not row.exact:
            parts.append("other edges")
        return " · ".join(parts)

    def _label(self, slot: str, label: str) -> str:
        if slot in ("type", "stance") and label != OPEN:
            return self.scheme.name("types" if slot == "type" else "stances", label).lower()
        return "open" if label == OPEN else label

    def _about(self, key: Key, names: Mapping[str, str]) -> str:
        who = f"{names.get(key.a, key.a)} and {names.get(key.b, key.b)}" if key.b else names.get(key.a, key.a)
        match key.chart:
            case "pair":
                return f"{who}: where they differ"
            case "slot":
                return f"{who or 'All pairs'}: where they differ in {_SAID.get(key.cell, key.cell)}"
            case "type":
                return f"{self.scheme.name('types', key.cell)}: what only one has"
            case "document":
                return f"{self.titles.get(key.cell, key.cell)}: what only one has"
            case "against":
                return f"{who or key.a} and gold: where they differ"
            case _:
                return f"{names.get(key.a, '')} {key.cell}, {names.get(key.b, '')} {key.other}"


_SAID = {
    "overlap": "what is a quotation",
    "exact": "the content’s edges",
    "content": "the content’s edges",
    "speakers": "the speaker",
    "type": "the type",
    "evidence": "the evidence of a stance",
}


def _is_same(row: Row) -> bool:
    """Whether the two say the same in every slot."""
    return row.matched and row.exact and all(one == other for pairs in row.labels.values() for one, other in pairs)
