"""Actions per conflict: a simulated adjudicator with gold in hand, at the real window, with real keys and mouse events.

``PYTHONPATH=. python tests/measure/adjudicate_article.py GOLD.jsonl [--documents N] [--skip N] [--verbose]``

GOLD.jsonl holds documents with one layer in the exchange format, or records with ``text`` and ``quotes``.  Each goes
out as two blind copies; in each an annotator's layer is made from gold by the mistakes that real annotators make
(`perturbed`); both come back and are merged in the window.  Then the adjudicator decides each conflict as gold has it,
with the fewest keys, takes what all agree on, and exports gold through the window.  Prints the conflicts by kind, the
actions they took (a key chord, a click, a drag or a scroll is one; typed text one a character), and how much of the
exported gold is the gold that the copies were made from.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from annotator.analysis.comparing import equal_values, value_of
from annotator.analysis.sameness import Same, linked
from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Layer, Quotation, Slot
from annotator.domain.text import Span, dice, ordered
from annotator.formats.base import ReadOptions
from annotator.formats.jsonl import read
from annotator.settings import Settings
from annotator.store.project import Project
from annotator.ui.app import application
from annotator.ui.main_window import MainWindow
from tests.measure.annotate_gold import Annotating
from tests.measure.perturbed import PEOPLE, Rates, articles
from tests.measure.there_and_back import Adjudicator, annotated, exported, handed_out, merged

_COMPARED: tuple[Slot, ...] = ("content", "cue", "speakers", "type", "stances")


@dataclass
class Counts:
    """What was done, over all documents."""

    conflicts: Counter[str] = field(default_factory=Counter)
    actions: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    around: Counter[str] = field(default_factory=Counter)
    quotations: int = 0
    equal: int = 0
    missing: Counter[str] = field(default_factory=Counter)


class Deciding:
    """One article from conflicts to gold."""

    def __init__(self, hands: Adjudicator, gold: Layer, same: Same, names: dict[str, str], counts: Counts) -> None:
        self.hands = hands
        self.gold = gold
        self.same = same
        self.names = names
        self.counts = counts
        self.log: list[str] = []

    def all(self) -> None:
        """Decide until nothing is open."""
        at = self.hands.view.reviewing
        for _ in range(1000):
            item = at.item()
            if at.tab != "open" or item is None or at.slot is None:
                return
            kind, slot, key = item.kind or "", at.slot, item.key
            before = self.hands.counted.copy()
            how = self._decide(slot)
            spent = self.hands.counted - before
            self.counts.conflicts[f"{kind}/{slot}"] += 1
            self.counts.actions[kind].update(spent)
            self.log.append(f"{kind:10} {slot:10} {how:5} {sum(spent.values()):3}  {dict(spent)}")
            now = at.item()
            assert now is None or now.key != key or at.slot != slot, f"{slot} of {key} stays, after {how}"

    def _decide(self, slot: Slot) -> str:
        item = self.hands.view.reviewing.item()
        assert item is not None
        wanted = self._reference(list(item.group.members.values()) if item.group else [])
        if slot == "quotation":
            return self._presence(wanted)
        assert wanted is not None or slot == "attributes", slot
        presenter = self.hands.view.reviewing.presenter
        assert presenter is not None
        versions = item.slot(slot).difference.versions
        for version in versions:
            member = presenter.member(item, version)
            if member is not None and wanted is not None and self.is_equal(slot, member, wanted):
                number = min(presenter.number(each) for each in version.annotators)
                self.hands.key(str(number))
                return str(number)
        if wanted is not None and slot == "content":
            rows = [each.content for each in item.group.members.values()] if item.group else []
            if self.same.core(ordered(span for each in rows for span in each)) == self.same.core(wanted.content):
                self.hands.key("B")
                return "B"
        if wanted is not None and slot == "stances" and not wanted.stances:
            self.hands.key("N", "Return")
            return "N"
        assert wanted is not None
        return self._edit([slot], wanted)

    def _presence(self, wanted: Quotation | None) -> str:
        at = self.hands.view.reviewing
        item, presenter = at.item(), at.presenter
        assert item is not None
        assert presenter is not None
        assert item.group is not None
        if wanted is None:
            self.hands.key("N", "Return")
            return "N"
        one = next(iter(item.group.members.values()))
        wrong = [slot for slot in _COMPARED if len(item.group.members) == 1 and not self.is_equal(slot, one, wanted)]
        if wrong:
            return self._edit(wrong, wanted)
        number = min(presenter.number(each) for each in item.group.members)
        self.hands.key(str(number))
        return str(number)

    def _edit(self, slots: Sequence[Slot], wanted: Quotation) -> str:
        """Edit gold with the ordinary gestures, and come back."""
        self.hands.key("E")
        editing = Annotating(self.hands.window, replace(self.gold, quotations=(wanted,)), self.names)
        for slot in slots:
            self._mend(editing, slot, wanted)
        self.hands.counted.update(editing.hands.counted)
        self.hands.key("Ctrl+Return")
        return "E"

    def _mend(self, editing: Annotating, slot: Slot, wanted: Quotation) -> None:
        if slot == "content":
            self._edges(editing, wanted)
        elif slot == "cue":
            editing._cue(wanted)
        elif slot == "speakers":
            editing._speaker(wanted)
        elif slot == "stances":
            for each in wanted.stances:
                editing._stance(each)
        else:
            editing.hands.key("D" if wanted.type == "direct" else "M" if wanted.type == "mixed" else "I")

    def _edges(self, editing: Annotating, wanted: Quotation) -> None:
        """Bring both outer edges to where gold has them, by keys."""
        for edge, keys, place in (("start", ("{", "}"), 0), ("end", ("[", "]"), -1)):
            for _ in range(12):
                now = editing._now.content[place]
                is_at, goal = getattr(now, edge), getattr(wanted.content[place], edge)
                if self.same.core((Span(now.start, now.end),)) == self.same.core((wanted.content[place],)):
                    break
                if is_at == goal:
                    break
                editing.hands.key(keys[is_at < goal])

    def _reference(self, rows: list[Quotation]) -> Quotation | None:
        """The quotation of gold that these are versions of."""
        near = [(max(dice(each.content, gold.content) for each in rows), gold) for gold in self.gold.quotations if rows]
        score, found = max(near, key=lambda each: each[0], default=(0.0, None))
        return found if score >= 0.3 else None

    def is_equal(self, slot: Slot, made: Quotation, wanted: Quotation) -> bool:
        """Whether a slot says what gold says."""
        if slot == "type" and made.type_origin == wanted.type_origin == "auto":
            return True
        links = linked(self.gold)
        a, b = (value_of(self.same, each, slot, links) for each in (made, wanted))
        return equal_values(self.same, slot, a, b)

    def compare(self, made: Layer) -> None:
        """Count what of gold was reached."""
        left = list(made.quotations)
        for wanted in self.gold.quotations:
            self.counts.quotations += 1
            near = max(left, key=lambda each: dice(each.content, wanted.content), default=None)
            if near is None or dice(near.content, wanted.content) < 0.5:
                self.counts.missing["missed by both"] += 1
                continue
            left.remove(near)
            wrong = [slot for slot in _COMPARED if not self.is_equal(slot, near, wanted)]
            self.counts.equal += not wrong
            for slot in wrong:
                self.counts.missing[f"other {slot}"] += 1
        self.counts.missing["too many"] += len(left)


def adjudicate(document: AnnotatedDocument, rates: Rates, seed: int, counts: Counts, *, verbose: bool) -> None:
    """One document, from nothing to exported gold."""
    gold = next(each for each in document.layers if each.quotations)
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gold.annotator"
        with Project.create(path) as project, project.step("Import", actor="a_import"):
            project.add_documents([replace(document, layers=(), decisions=())])
        person = Settings(annotator_id="a_chief", annotator_name="Chief")
        window = MainWindow(person, keep_settings=False)
        window.resize(1440, 900)
        window.show()
        window.show_project(Project.open(path), label=False)
        window.activateWindow()
        QApplication.processEvents()
        hands = Adjudicator(window)
        for number, each in enumerate(PEOPLE[:2]):
            copy = handed_out(hands, path, each.name)
            annotated(copy, document, gold, number, rates, chance)
            merged(hands, copy)
        hands.key("Alt+2")
        names = {each.id: each.name for each in document.entities}
        work = Deciding(hands, gold, Same(document.document.text, document.entities), names, counts)
        begun = hands.counted.copy()
        spent = sum(sum(each.values()) for each in counts.actions.values())
        work.all()
        if hands.view.reviewing.queue is not None and hands.view.reviewing.queue.agreed:
            hands.key("Ctrl+Shift+Return", "Return")
        done = hands.view.reviewing.queue
        assert done is not None
        assert done.is_empty, f"{document.document.id}: {len(done.conflicts)} left"
        spent = sum(sum(each.values()) for each in counts.actions.values()) - spent
        counts.around["beside conflicts"] += sum((hands.counted - begun).values()) - spent
        (back,) = exported(hands, Path(folder) / "out.jsonl")
        (made,) = back.layers
        assert (made.kind, made.status) == ("gold", "adjudicated")
        work.compare(made)
        counts.around["documents"] += 1
        for line in work.log if verbose else ():
            print(f"  {document.document.id[-24:]:24} {line}")
        window.close()


def documents_of(path: Path, skip: int, number: int | None) -> Iterator[AnnotatedDocument]:
    """The documents of a file, whichever shape it has."""
    with path.open(encoding="utf-8") as lines:
        exchange = "format" in json.loads(next(lines))
    if exchange:
        with path.open("rb") as stream:
            yield from islice(
                (each.content for each in read(stream, ReadOptions(str(path)))),
                skip,
                None if number is None else skip + number,
            )
        return
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / path.name).symlink_to(path.resolve())
        found = islice(articles(Path(folder), least=6), skip, None if number is None else skip + number)
        for each in found:
            yield AnnotatedDocument(each.document, (), (Layer("l_gold", "gold", quotations=each.quotations),))


def main() -> int:
    """Adjudicate and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--documents", type=int)
    parser.add_argument("--skip", type=int, default=0)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=1, help="other mistakes in the same documents each time")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    application()
    counts, rates = Counts(), Rates(extra=0.02)
    for document in documents_of(options.gold, options.skip, options.documents):
        for each in range(options.rounds):
            adjudicate(document, rates, options.seed + each, counts, verbose=options.verbose)
    report(counts)
    return 0


def report(counts: Counts) -> None:
    """Print what was counted."""
    total = sum(counts.conflicts.values())
    documents = counts.around["documents"]
    print(f"{documents} documents, {counts.quotations} quotations of gold, {total} conflicts decided")
    for each, number in sorted(counts.conflicts.items()):
        print(f"  {each:24} {number:5}")
    for kind, spent in sorted(counts.actions.items()):
        number = sum(n for each, n in counts.conflicts.items() if each.startswith(f"{kind}/"))
        print(f"  {kind}: {sum(spent.values()) / number:.2f} actions a conflict; {dict(spent.most_common(8))}")
    spent = sum(sum(each.values()) for each in counts.actions.values())
    beside = counts.around["beside conflicts"] / documents
    print(f"{spent / max(1, total):.2f} actions a conflict; beside them {beside:.1f} a document")
    print(
        f"{counts.equal} of {counts.quotations} quotations in exported gold equal the reference; {dict(counts.missing)}"
    )


if __name__ == "__main__":
    sys.exit(main())
