"""Actions per quotation with suggestions: a simulated annotator with gold in hand, at the real window.

``python tests/measure/annotate_suggested.py GOLD.jsonl [--documents N] [--seed S] [--profile wide] [--one-by-one]``

GOLD holds documents as in fit_weights.py: content, cue and speaker as spans, without entities.  Each is labelled by
the pipeline.  Then all suggestions above the window's threshold are accepted at once (unless ``--one-by-one``) and
mended or deleted, each further one is accepted or rejected with its key, and what is missing is made with Shift+Q,
which takes the ghosts of cue and speaker at once, until content, cue and speaker are those of the gold: the same
words, marks and signs at their edges aside.  Every key, click, drag and scroll of the real window counts one, those
for wrong suggestions too.  Prints the mean a gold quotation, and by what a quotation came from.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtWidgets import QApplication

from annotator.domain.annotations import Annotator, Layer, Origin, Party, Quotation
from annotator.domain.profiles import WIDE
from annotator.domain.text import Span, Spans, dice
from annotator.operations.exchange import import_paths
from annotator.operations.pipeline_labels import choose_profile
from annotator.operations.prelabel import prelabel
from annotator.settings import Settings
from annotator.store.project import Project
from annotator.ui.app import application
from annotator.ui.main_window import MainWindow
from tests.measure.annotate_gold import Annotating

_WORD: Final = re.compile(r"\w+")
PERSON: Final = Annotator("a_hand", "hand")


class Correcting(Annotating):
    """One article, from its suggestions to gold; ``spent`` counts the actions by what they were for."""

    def __init__(self, window: MainWindow, text: str, gold: Layer) -> None:
        super().__init__(window, gold, {}, at_once=True)
        self.text = text
        self.spent: Counter[str] = Counter()
        self.kinds: defaultdict[str, list[int]] = defaultdict(list)
        self.done: set[str] = set()

    # -- the whole

    def correct(self, *, at_once: bool) -> None:
        """Take what is suggested, mend it, make what is missing."""
        if at_once:
            self._spend("accept all", self._accept_all)
        while self.window.session.suggestions:
            self._next_suggestion()
        for gold in self.gold:
            if gold.id not in self.done:
                self._for(gold, "missing", lambda gold=gold: self._make(gold))

    def _accept_all(self) -> None:
        self.hands.key("Ctrl+Shift+Return", "Return")
        made = {each.id: each for each in self.window.session.layer.quotations}
        for key, gold in self._paired(made.values()):
            one = made[key]
            if gold is None:
                self._spend("wrong", lambda one=one: self._delete(one))
            else:
                self._for(gold, "accepted", lambda one=one, gold=gold: self._mended(one, gold))

    def _paired(self, made: Iterable[Quotation]) -> list[tuple[str, Quotation | None]]:
        """Each quotation with the one of the gold that it is about, the most alike first."""
        wanted = [(dice(each.content, gold.content), each, gold) for each in made for gold in self.gold]
        pairs: dict[str, Quotation | None] = {each.id: None for each in made}
        for alike, each, gold in sorted(wanted, key=lambda row: -row[0]):
            if alike >= 0.5 and pairs[each.id] is None and gold.id not in self.done:
                pairs[each.id] = gold
                self.done.add(gold.id)
        return list(pairs.items())

    def _next_suggestion(self) -> None:
        """Accept or reject the one in focus; its fitting quotation of the gold is then made of it."""
        if self.window.annotate.focused is None:
            self._spend("walk", lambda: self.hands.key("Tab"))
        focused = next(each for each in self.window.session.suggestions if each.id == self.window.annotate.focused)
        open_ones = [each for each in self.gold if each.id not in self.done]
        gold = max(open_ones, key=lambda each: dice(each.content, focused.content), default=None)
        if gold is None or dice(gold.content, focused.content) < 0.5:
            self._spend("wrong", lambda: self.hands.key("Backspace"))
            return
        self.done.add(gold.id)
        if self._alike_throughout(focused, gold):
            self._for(gold, "accepted", lambda: self.hands.key("Shift+Return"))
        else:
            self._for(gold, "accepted", lambda: self._accepted(gold))

    def _accepted(self, gold: Quotation) -> None:
        self.hands.key("Return")
        self._mend(gold)

    # -- one quotation

    def _mended(self, made: Quotation, gold: Quotation) -> None:
        if not self._alike_throughout(made, gold):
            self._activate(made)
            self._mend(gold)

    def _alike_throughout(self, made: Quotation, gold: Quotation) -> bool:
        pairs = ((made.content, gold.content), (made.cue, gold.cue), (_spoken(made), _spoken(gold)))
        return all(self._same(*pair) for pair in pairs)

    def _same(self, a: Spans, b: Spans) -> bool:
        """Whether spans hold the same words."""
        words = [
            {start + each.start() for start, end in spans for each in _WORD.finditer(self.text[start:end])}
            for spans in (a, b)
        ]
        return words[0] == words[1]

    def _activate(self, made: Quotation) -> None:
        self.hands.click(Span(made.content[0].start + 1, made.content[0].start + 2))
        for _ in self.window.session.layer.quotations:
            if self.window.annotate.active == made.id:
                return
            self.hands.key("J")

    def _delete(self, made: Quotation) -> None:
        self._activate(made)
        self.hands.key("Delete")

    def _mend(self, gold: Quotation) -> None:
        self._content(gold)
        self._ghost(gold)
        self._role("cue", gold.cue, "C", "Shift+C", "Ctrl+0")
        self._role("speaker", _spoken(gold), "S", "Shift+S", "0")

    def _content(self, gold: Quotation) -> None:
        wanted = gold.content
        if self._same(self._now.content, wanted):
            return
        if len(self._now.content) == len(wanted):
            for n, span in enumerate(wanted):
                self._drag(lambda n=n: self._now.content[n] if n < len(self._now.content) else None, span)
        elif all(any(self._same((each,), (one,)) for one in wanted) for each in self._now.content):
            for each in wanted:
                if not any(self._same((each,), (one,)) for one in self._now.content):
                    self.hands.select(each)
                    self.hands.key("+")
        if not self._same(self._now.content, wanted):
            self.hands.key("Delete")
            self.hands.select(wanted[0])
            self.hands.key("Q")
            for each in wanted[1:]:
                self.hands.select(each)
                self.hands.key("+")

    def _drag(self, now: Callable[[], Span | None], wanted: Span) -> None:
        """Move the edges of a fragment that are elsewhere: one key for a token, else a drag."""
        for edge, keys in (("start", ("{", "}")), ("end", ("[", "]"))):
            is_at = now()
            if is_at is None or self._same((Span(*sorted((getattr(is_at, edge), getattr(wanted, edge)))),), ()):
                continue
            goal = getattr(wanted, edge)
            single = len(self._now.content) == 1
            near = len(_WORD.findall(self.text[min(getattr(is_at, edge), goal) : max(getattr(is_at, edge), goal)])) == 1
            if single and near:
                self.hands.key(keys[getattr(is_at, edge) < goal])
                is_at = now()
            if is_at is not None and not self._same((Span(*sorted((getattr(is_at, edge), goal))),), ()):
                self.hands.drag_edge(is_at, end=edge == "end", to=goal)

    def _role(self, role: str, wanted: Spans, key: str, further: str, absent: str) -> None:
        now = self._now.cue if role == "cue" else _spoken(self._now)
        if self._same(now, wanted):
            return
        if not wanted:
            self.hands.key(absent)
            return
        if role == "speaker":
            last = [each for each in self.window.session.layer.quotations if each.id != self._now.id]
            if any(self._same(_spoken(each), wanted) for each in last):
                self.hands.key("=")
                if self._same(_spoken(self._now), wanted):
                    return
        self._point_at(wanted[0])
        self.hands.key(key)
        for each in wanted[1:]:
            self.hands.select(each)
            self.hands.key(further)

    def _worth(self, offer: object, gold: Quotation) -> float:
        ghost, part = offer.ghost, offer.part  # type: ignore[attr-defined]
        worth = 0.0
        if part != "speaker":
            worth += 2 if self._same(ghost.cue, gold.cue) else -2
        if part != "cue":
            worth += 2 if self._same(ghost.speaker, _spoken(gold)) else -1
        return worth

    # -- counting

    def _spend(self, what: str, act: Callable[[], None]) -> None:
        before, inside = self.hands.actions, sum(self.spent.values())
        act()
        self.spent[what] += self.hands.actions - before - (sum(self.spent.values()) - inside)

    def _for(self, gold: Quotation, origin: str, act: Callable[[], None]) -> None:
        before = self.hands.actions
        self._spend(origin, act)
        spent = self.hands.actions - before
        self.kinds[f"{gold.type}, {origin}{' as it is' if origin == 'accepted' and spent <= 1 else ''}"].append(spent)

    def wrong(self) -> list[str]:
        """The gold quotations that nothing in the layer is like, by their starts."""
        made = self.window.session.layer.quotations
        missing = [each for each in self.gold if not any(self._alike_throughout(one, each) for one in made)]
        return [f"{each.start}: not as in the gold" for each in missing]


def _spoken(quotation: Quotation) -> Spans:
    return quotation.speakers[0].spans if quotation.speakers else ()


def gold_of(record: dict[str, Any]) -> Layer:
    """The layer of a document in the shape of fit_weights.py."""
    made = []
    for n, each in enumerate(record["quotes"]):
        content, cue, speaker = (_spans(record["text"], each[key]) for key in ("content", "cue", "speaker"))
        if content:
            parties = (Party(speaker, None, None),) if speaker else ()
            made.append(Quotation(f"q_{n}", content, Origin("manual"), type=each["type"], cue=cue, speakers=parties))
    return Layer("l_gold", "annotator", quotations=tuple(made))


def _spans(text: str, spans: list[list[int]]) -> Spans:
    """Spans without blanks at their edges."""
    found = []
    for start, end in sorted(spans or []):
        words = text[start:end]
        low = start + len(words) - len(words.lstrip())
        high = low + len(words.strip())
        if low < high:
            found.append(Span(low, high))
    return tuple(found)


def annotated(record: dict[str, Any], profile: str, *, at_once: bool) -> Correcting:
    """A document annotated from its suggestions."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gold.annotator"
        source = path.with_suffix(".txt")
        source.write_bytes(record["text"].encode("utf-8"))
        with Project.create(path) as project:
            import_paths(project, [source], actor=PERSON)
            choose_profile(project, profile)
            prelabel(project)
        person = Settings(annotator_id=PERSON.id, annotator_name=PERSON.name, ghosts=True)
        window = MainWindow(person, keep_settings=False)
        window.resize(1440, 900)
        window.show()
        window.show_project(Project.open(path), label=False)
        window.activateWindow()
        QApplication.processEvents()
        work = Correcting(window, record["text"], gold_of(record))
        work.correct(at_once=at_once)
        work.missed = work.wrong()  # type: ignore[attr-defined]
        window.close()
        return work


def main() -> None:
    """Annotate and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("gold", type=Path)
    parser.add_argument("--documents", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--profile", default=WIDE)
    parser.add_argument("--one-by-one", action="store_true")
    options = parser.parse_args()
    application()
    records = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines()]
    chosen = random.Random(options.seed).sample(records, min(options.documents, len(records)))
    spent: Counter[str] = Counter()
    kinds: defaultdict[str, list[int]] = defaultdict(list)
    total = missed = 0
    for n, record in enumerate(chosen, 1):
        work = annotated(record, options.profile, at_once=not options.one_by_one)
        spent += work.spent
        total += len(work.gold)
        missed += len(work.missed)  # type: ignore[attr-defined]
        for kind, counts in work.kinds.items():
            kinds[kind] += counts
        print(f"{n}/{len(chosen)} {sum(spent.values()) / max(1, total):.2f} a quotation so far", flush=True)
    print(f"{total} quotations, {sum(spent.values())} actions, {sum(spent.values()) / max(1, total):.2f} a quotation")
    print(f"{missed} not as in the gold in the end")
    for what, count in spent.most_common():
        print(f"  {what:12} {count:5} actions, {count / max(1, total):.2f} a quotation")
    for kind, counts in sorted(kinds.items(), key=lambda row: -len(row[1])):
        print(f"  {kind:32} {len(counts):4} quotations, {sum(counts) / len(counts):.2f} actions each")


if __name__ == "__main__":
    main()
