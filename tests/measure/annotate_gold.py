"""Actions per quotation: a simulated annotator with gold in hand, at the real window, with real keys and mouse events.

``python tests/measure/annotate_gold.py GOLD.jsonl [--ghosts off|walk|at-once] [--suggestions] [--documents N]``

GOLD.jsonl holds documents with one annotator's layer in the exchange format.  Each is labelled by the pipeline, then
its quotations are made in text order until content, cue, speaker (words and entity) and stances are those of the gold.
``--suggestions`` starts from the pipeline's suggestions, otherwise from nothing.  Ghosts that ``walk`` are looked at
after Q and taken with Enter where they are right; ``at-once`` takes them unseen, with Shift+Q.  Prints the actions
and their mean, with ``--verbose`` those of each quotation, and how many edge keys each one with marks would need after
a caret and Q.  ``make measure TEXTS=DIR`` does it for each ``*.gold.jsonl`` of a folder, without and with ghosts.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from itertools import islice
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from annotator.domain.annotations import Annotator, Layer, Quotation, Stance
from annotator.domain.cast import CastMember
from annotator.domain.marks import Marks
from annotator.domain.text import Span, Spans, dice, edge_after, edge_before, end_before, start_after
from annotator.formats.base import ReadOptions
from annotator.formats.jsonl import read
from annotator.operations.exchange import import_paths
from annotator.operations.prelabel import prelabel
from annotator.settings import Settings
from annotator.store.project import PIPELINE, Project
from annotator.ui.app import application
from annotator.ui.main_window import MainWindow
from tests.measure.hands import Hands

_KEYS = {"against": "X", "neutral": "O", "favour": "Y", "unclear": "U"}


class Annotating:
    """One article, from what the pipeline gave to gold."""

    def __init__(self, window: MainWindow, gold: Layer, names: dict[str, str], *, at_once: bool = False) -> None:
        self.window = window
        self.hands = Hands(window)
        self._new = "Shift+Q" if at_once else "Q"
        self.gold = sorted(gold.quotations, key=lambda each: each.start)
        self.names = names
        self.each: list[tuple[Quotation, int, Counter[str]]] = []

    # -- the whole

    def from_nothing(self) -> None:
        """Make each quotation of the gold."""
        for gold in self.gold:
            self._counted(gold, lambda gold=gold: self._make(gold))

    def from_suggestions(self) -> None:
        """Take or reject each suggestion, then make what is missing."""
        done: set[str] = set()
        while self.window.session.suggestions:
            before = self.hands.actions, self.hands.counted.copy()
            if self.window.annotate.focused is None:
                self.hands.key("Tab")
            focused = next(each for each in self.window.session.suggestions if each.id == self.window.annotate.focused)
            fitting = [g for g in self.gold if g.id not in done and dice(g.content, focused.content) >= 0.5]
            if not fitting:
                self.hands.key("Backspace")
                continue
            gold = max(fitting, key=lambda each: dice(each.content, focused.content))
            done.add(gold.id)
            self.hands.key("Return")
            self._mend(gold)
            self._record(gold, *before)
        for gold in self.gold:
            if gold.id not in done:
                self._counted(gold, lambda gold=gold: self._make(gold))

    def _counted(self, gold: Quotation, make: object) -> None:
        before = self.hands.actions, self.hands.counted.copy()
        make()
        self._record(gold, *before)

    def _record(self, gold: Quotation, actions: int, counted: Counter[str]) -> None:
        self.each.append((gold, self.hands.actions - actions, self.hands.counted - counted))

    # -- one quotation

    def _make(self, gold: Quotation) -> None:
        first = gold.content[0]
        marked = self.window.session.marks.quotation_at(first.start + 1)
        if marked == first:
            self.hands.click(Span(first.start + 1, first.start + 2))
        else:
            self.hands.select(first)
        self.hands.key(self._new)
        self._mend(gold)

    def _mend(self, gold: Quotation) -> None:
        self._content(gold)
        self._ghost(gold)
        self._cue(gold)
        self._speaker(gold)
        for stance in gold.stances:
            self._stance(stance)

    @property
    def _now(self) -> Quotation:
        found = self.window.annotate.quotation(self.window.annotate.active)
        assert found is not None, "no quotation is active"
        return found

    def _content(self, gold: Quotation) -> None:
        if self._now.content[:1] != gold.content[:1]:
            self._edges(gold.content[0])
        if self._now.content[:1] != gold.content[:1]:
            self.hands.key("Delete")
            self.hands.select(gold.content[0])
            self.hands.key(self._new)
        for each in gold.content[1:]:
            if each not in self._now.content:
                self.hands.select(each)
                self.hands.key("+")

    def _edges(self, wanted: Span) -> None:
        """Move the edges of the first fragment by keys, three tokens at most."""
        for edge, keys in (("start", ("{", "}")), ("end", ("[", "]"))):
            for _ in range(3):
                is_at, goal = getattr(self._now.content[0], edge), getattr(wanted, edge)
                if is_at == goal:
                    break
                self.hands.key(keys[is_at < goal])

    def _ghost(self, gold: Quotation) -> None:
        """Walk to the offer that settles most for the fewest keys, and take it."""
        ghosts = self.window.annotate.gestures.ghosts
        offers = ghosts.offers
        if not offers:
            return
        walks = len(offers) if ghosts.walks else 1
        worth = [self._worth(offer, gold) - 0.9 * n for n, offer in enumerate(offers[:walks])]
        best = max(range(len(worth)), key=worth.__getitem__)
        if worth[best] <= 1:
            return
        self.hands.key(*["Tab"] * best, "Return")
        if len(ghosts.offers) and self._worth(ghosts.offers[0], gold) > 1:
            self.hands.key("Return")

    def _worth(self, offer: object, gold: Quotation) -> float:
        """How many actions an offer spares; below zero if it would set something wrong."""
        ghost, part = offer.ghost, offer.part
        worth = 0.0
        if part != "speaker":
            worth += 2 if ghost.cue == gold.cue else -2
        if part != "cue":
            wanted = gold.speakers[0] if gold.speakers else None
            right = wanted is not None and ghost.speaker == wanted.spans
            worth += 2 if right else -1
            if right and wanted.entity and not self._means(ghost.entity, ghost.member, wanted.entity):
                worth -= 1
        return worth

    def _cue(self, gold: Quotation) -> None:
        if gold.cue == self._now.cue and gold.cue_absent == self._now.cue_absent:
            return
        if gold.cue_absent:
            self.hands.key("Ctrl+0")
            return
        self.hands.select(gold.cue[0])
        self.hands.key("C")
        for each in gold.cue[1:]:
            self.hands.select(each)
            self.hands.key("Shift+C")

    def _speaker(self, gold: Quotation) -> None:
        wanted = gold.speakers[0] if gold.speakers else None
        if wanted is None:
            return
        if self._spoken(wanted.spans) and self._named(wanted.entity):
            return
        if not self._spoken(wanted.spans):
            last = [each for each in self.window.session.layer.quotations if each.id != self._now.id and each.speakers]
            if any(each.speakers[0].spans == wanted.spans for each in last):
                self.hands.key("=")
            named = any(each.spans == wanted.spans for member in self.window.session.cast for each in member.mentions)
            if not self._spoken(wanted.spans) and wanted.entity and named:
                for n, member in enumerate(self.window.session.cast[:9], 1):
                    if self._is(member, wanted.entity):
                        self.hands.key(str(n))
                        break
            if not self._spoken(wanted.spans):
                self._point_at(wanted.spans[0])
                self.hands.key("S")
                for each in wanted.spans[1:]:
                    self.hands.select(each)
                    self.hands.key("Shift+S")
        if not self._named(wanted.entity):
            self._name(wanted.entity or "", wanted.spans)

    def _name(self, entity: str, spans: Spans) -> None:
        for n, member in enumerate(self.window.session.cast[:9], 1):
            if self._is(member, entity):
                self.hands.key(str(n))
                if self._spoken(spans) and self._named(entity):
                    return
        self.hands.key("/")
        self.hands.words(self.names[entity].split()[-1])
        self.hands.key("Return")
        if not self._spoken(spans):
            self._point_at(spans[0])
            self.hands.key("S")

    def _spoken(self, spans: Spans) -> bool:
        return any(each.spans == spans for each in self._now.speakers)

    def _named(self, entity: str | None) -> bool:
        return entity is None or any(self._means(each.entity, None, entity) for each in self._now.speakers)

    def _means(self, entity: str | None, member: str | None, gold: str) -> bool:
        known = self.window.session.entities.get(entity or "")
        if known is not None:
            return self.names[gold] in (known.name, *known.aliases)
        return any(each.id == member and self._is(each, gold) for each in self.window.session.cast)

    def _is(self, member: CastMember, gold: str) -> bool:
        known = self.window.session.entities.get(member.entity or "")
        return self.names[gold] in ((known.name, *known.aliases) if known else (member.name,))

    def _point_at(self, span: Span) -> None:
        """Click a mention, select other words."""
        if any(each.spans == (span,) for each in self.window.session.layer.mentions):
            self.hands.click(span)
        else:
            self.hands.select(span)

    def _stance(self, stance: Stance) -> None:
        self._point_at(stance.target_spans[0])
        self.hands.key(_KEYS[stance.value or "unclear"])

    def _alike(self, made: Stance, gold: Stance) -> bool:
        """Whether a stance has the value and, as words or as the entity that they name, the target of the gold."""
        known = self.window.session.entities.get(made.target or "")
        words = [each.of(self.window.session.document.text) for each in gold.target_spans]
        target = made.target_spans == gold.target_spans or (known is not None and words == [known.name])
        return made.value == gold.value and target

    # -- the result

    def snapped(self) -> list[tuple[Quotation, int | None]]:
        """The quotations with marks, and how many edge keys a caret and Q leave to press; None for many."""
        text, marks = self.window.session.document.text, Marks(self.window.session.document.text)
        marked = [each for each in self.gold if marks.type_of(each.content[:1]) != "indirect"]
        return [(each, edge_keys(text, marks, each.content[0])) for each in marked]

    def wrong(self) -> list[str]:
        """What is not as in the gold, one sentence a quotation."""
        out = []
        layer = {each.content: each for each in self.window.session.layer.quotations}
        for gold in self.gold:
            made = layer.get(gold.content)
            if made is None:
                out.append(f"{gold.id}: no such quotation")
                continue
            wanted = gold.speakers[0] if gold.speakers else None
            facts = {
                "cue": made.cue == gold.cue and made.cue_absent == gold.cue_absent,
                "speaker": wanted is None or any(each.spans == wanted.spans for each in made.speakers),
                "entity": wanted is None
                or wanted.entity is None
                or any(self._means(each.entity, None, wanted.entity) for each in made.speakers),
                "stances": len(made.stances) == len(gold.stances)
                and all(self._alike(*pair) for pair in zip(made.stances, gold.stances, strict=True)),
            }
            out += [f"{gold.id}: another {name}" for name, right in facts.items() if not right]
        return out


def edge_keys(text: str, marks: Marks, wanted: Span, most: int = 9) -> int | None:
    """How many keys turn what marks enclose around a fragment's first word into the fragment; None beyond ``most``."""
    at = marks.quotation_at(wanted.start + 1)
    keys = 0
    while at is not None and at != wanted and keys <= most:
        if at.start != wanted.start:
            step = start_after if at.start < wanted.start else edge_before
            at = Span(step(text, at.start), at.end)
        else:
            at = Span(at.start, (edge_after if at.end < wanted.end else end_before)(text, at.end))
        keys += 1
    return keys if at is not None and keys <= most else None


def _prepared(document: object, path: Path, *, suggestions: bool) -> None:
    """A project of the document, labelled, without anybody's layer."""
    source = path.with_suffix(".txt")
    source.write_bytes(document.document.text.encode("utf-8"))
    with Project.create(path) as project:
        import_paths(project, [source], actor=Annotator("a_importer", "importer"))
        prelabel(project)
        if not suggestions:
            (id,) = project.documents.ids()
            layer = project.annotations.layer(id, "pipeline")
            with project.step("Without suggestions", actor=PIPELINE):
                project.annotations.replace_pipeline_layer(id, replace(layer, quotations=()))


def main() -> int:
    """Annotate and print; 1 if an article did not become its gold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("gold", type=Path)
    parser.add_argument("--ghosts", choices=("off", "walk", "at-once"), default="walk")
    parser.add_argument("--suggestions", action="store_true")
    parser.add_argument("--documents", type=int)
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    application()
    actions: list[int] = []
    wrong = 0
    with options.gold.open("rb") as stream:
        documents = [each.content for each in islice(read(stream, ReadOptions(str(options.gold))), options.documents)]
    for document in documents:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "gold.annotator"
            _prepared(document, path, suggestions=options.suggestions)
            person = Settings(annotator_id="a_hand", annotator_name="hand", ghosts=options.ghosts != "off")
            window = MainWindow(person, keep_settings=False)
            window.resize(1440, 900)
            window.show()
            window.show_project(Project.open(path), label=False)
            window.activateWindow()
            QApplication.processEvents()
            names = {each.id: each.name for each in document.entities}
            gold = next(each for each in document.layers if each.kind == "annotator")
            work = Annotating(window, gold, names, at_once=options.ghosts == "at-once")
            work.from_suggestions() if options.suggestions else work.from_nothing()
            actions += [count for _, count, _ in work.each]
            for each, count, what in work.each if options.verbose else ():
                words = each.content[0].of(document.document.text)[:40]
                print(f"{each.start:6} {count:3}  {words:40}  {dict(what)}")
            for each, keys in work.snapped() if options.verbose else ():
                print(f"{each.start:6} between marks, {keys if keys is not None else 'too many'} edge keys after Q")
            for sentence in work.wrong():
                wrong += 1
                print(f"  {document.document.id}: {sentence}")
            window.close()
    print(f"{len(actions)} quotations, {sum(actions)} actions, {sum(actions) / max(1, len(actions)):.2f} a quotation")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
