"""Learning from the project: what there is to learn from, how far it is, what came of it, and whether to use it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from annotator.ui.charts.chart import Cell, Table
from annotator.ui.charts.comparison import ComparisonChart
from annotator.ui.charts.curve import CurveChart
from annotator.ui.dialogs.sheet import Sheet
from annotator.ui.kit.basics import Icon, Line, Text, hbox, host, vbox
from annotator.ui.kit.controls import Button
from annotator.ui.kit.marks import Bar
from annotator.ui.sheets.preferences_fields import SettingRow, Switch

_WIDTH: Final = 640
_HERE: Final = "It stays on this machine, in this project. What is learned is numbers about grammar and words, no text."
_COUNTING: Final = "Looking at what there is to learn from …"


@dataclass(frozen=True, slots=True)
class Kept:
    """The model that a project keeps: whether it is used, how many articles it was learned from, both F1.

    ``fits`` is False where it was learned for another profile or version.
    """

    on: bool
    documents: int = 0
    rules: float = 0.0
    learned: float = 0.0
    fits: bool = True


class LearnSheet(Sheet):
    """The sheet.  It shows what it is told (`show_material`, `show_refusal`, `show_progress`, `show_learned` …).

    ``wanted`` asks to learn, ``taken`` carries the model that is to be used and whether to label again, ``switched``
    whether the model that is kept is used, ``forgotten`` asks to remove it.
    """

    wanted = Signal()
    taken = Signal(str, bool)
    switched = Signal(bool)
    forgotten = Signal()

    def __init__(self, window: QWidget, kept: Kept | None, labelled: int) -> None:
        """``kept`` is the model of the project, ``labelled`` how many articles are labelled already."""
        super().__init__(window, "Learn from this project", "Learn", _WIDTH)
        self.setObjectName("learn")
        self._labelled = labelled
        self._model = ""
        self.material = Text(_COUNTING, "body", "medium", wrap=True)
        self.here = Text(_HERE, "small", role="text_2", wrap=True)
        self.verdict = Text("", "body", "semibold", wrap=True)
        self._sign = Icon("info", "text_2")
        self.said = Text("", "small", role="text_2", wrap=True)
        self.bar = Bar()
        self.figures = ComparisonChart("F1 on articles held back")
        self.figures.setFixedHeight(2 * 32 + 24)
        self.curve = CurveChart("Learning curve", "finished articles learned from", "the rules")
        self.curve.setFixedHeight(176)
        self._lay_out(kept)
        self._show_parts()
        self.yes.setEnabled(False)
        self.open(self.no)

    def _lay_out(self, kept: Kept | None) -> None:
        verdict = hbox(self._sign, self.verdict, gap=8)
        verdict.setStretch(1, 1)
        self._verdict = host(verdict)
        figures = Text("F1 end to end on articles held back, in percent", "small", "semibold", "text_2")
        curve = Text("The same with fewer articles to learn from", "small", "semibold", "text_2")
        self._charts = host(vbox(figures, self.figures, 4, curve, self.curve, gap=6))
        self.again = Switch("Label again")
        self.again.setChecked(True)
        noun = "article" if self._labelled == 1 else "articles"
        sentence = "What is accepted or rejected stays as it is, and what was rejected does not come back."
        self._again = SettingRow(f"Label {self._labelled:,} {noun} again", sentence, self.again)
        self.use = Switch("Use what was learned")
        self.forget = Button("Forget", "trash-2", "quiet", small=True)
        self.forget.setToolTip("Remove what was learned from the project")
        self._kept = host(vbox(Line(), self._kept_row(kept), gap=14))
        self._has_kept = kept is not None
        parts = (self.material, self.here, self.bar, self._verdict, self.said, self._charts, self._again, self._kept)
        self.fill(vbox(*parts, gap=12))

    def _kept_row(self, kept: Kept | None) -> QWidget:
        sentence = ""
        if kept is not None and kept.fits:
            figures = f"F1 {100 * kept.learned:.1f} against {100 * kept.rules:.1f} for the rules"
            sentence = f"Learned from {kept.documents:,} articles: {figures}, on articles held back."
        elif kept is not None:
            sentence = "It was learned for another profile or version of the rules and is not used: learn again."
        self.use.setChecked(kept is not None and kept.on)
        self.use.setEnabled(kept is not None and kept.fits)
        self.use.clicked.connect(self.switched)
        self.forget.clicked.connect(self._forget)
        controls = host(hbox(self.forget, self.use, gap=8))
        return SettingRow("Use what was learned before", sentence, controls)

    def _forget(self) -> None:
        self.finish()
        self.forgotten.emit()

    # ------------------------------------------------------------------------------------------ what is shown

    def show_material(self, found: Mapping[str, int]) -> None:
        """Say what there is to learn from; from now on it can be learned."""
        self.material.setText(material_words(found))
        self.yes.setEnabled(True)
        self.yes.setFocus()
        self._show_parts(self._kept)

    def show_refusal(self, message: str, hint: str) -> None:
        """Say why nothing can be learned, and what to do."""
        self._say("info", "text_2", f"{message[:1].upper()}{message[1:]}.")
        self.said.setText(f"{hint[:1].upper()}{hint[1:]}.")
        if self.material.text() == _COUNTING:
            self.material.setText("")
        self._close_only()
        self._show_parts(self._verdict, self.said, self._kept)

    def show_progress(self, done: int, total: int) -> None:
        """Say how far it is."""
        self.bar.set_fraction(done / total if total else 0.0)
        self.said.setText(f"Step {done:,} of {total:,}: it reads the articles, then learns and tries in turn.")
        self.bar.setAccessibleName(f"Learning, {done} of {total}")

    def show_failure(self, sentence: str) -> None:
        """Say that it came to nothing."""
        self._say("circle-alert", "error", sentence)
        self._close_only()
        self._show_parts(self._verdict, self._kept)

    def show_learned(self, found: Mapping[str, Any]) -> None:
        """Show both figures and the curve, and ask whether to use the model if it is better."""
        rules, learned, gain = found["rules"], found["learned"], found["gain"]
        self._model = found["model"] or ""
        better = bool(self._model)
        count = found["material"]["finished"]
        self._say("circle-check" if better else "info", "ok" if better else "text_2", _verdict(rules, learned, better))
        self.said.setText(_chance(gain, count, better=better))
        cells = {(0, 0): _cell(_NAMES[0], rules, count), (1, 0): _cell(_NAMES[1], learned, count)}
        self.figures.show_table(Table(_NAMES, ("F1",), cells))
        self.curve.show_table(_curve(found["curve"]))
        if better:
            self.yes.setText("Use it")
            self.yes.setVisible(True)
            self.yes.setEnabled(True)
            self.no.setText("Don’t use it")
            self.yes.setFocus()
            again = (self._again,) if self._labelled else ()
            self._show_parts(self._verdict, self.said, self._charts, *again)
        else:
            self._close_only()
            self._show_parts(self._verdict, self.said, self._charts)

    def _say(self, icon: str, role: str, sentence: str) -> None:
        self._sign.show_icon(icon, role)
        self.verdict.setText(sentence)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def _close_only(self) -> None:
        self.yes.hide()
        self.yes.setEnabled(False)
        self.no.setText("Close")
        self.no.setFocus()

    def _show_parts(self, *shown: QWidget) -> None:
        for each in (self.bar, self._verdict, self.said, self._charts, self._again, self._kept):
            each.setVisible(each in shown and (each is not self._kept or self._has_kept))
        self.material.setVisible(bool(self.material.text()))
        if self.isVisible():
            self._place()

    # ------------------------------------------------------------------------------------------ answers

    def answer(self) -> None:
        """Learn, or use what was learned."""
        if not self.yes.isEnabled():
            return
        if self._model:
            again = bool(self._labelled) and self.again.isChecked()
            self.finish()
            self.taken.emit(self._model, again)
            return
        self.yes.setEnabled(False)
        self.yes.hide()
        self.no.setFocus()
        self.bar.set_fraction(0.0)
        self.said.setText("It begins …")
        self._show_parts(self.bar, self.said)
        self.wanted.emit()


_NAMES: Final = ("The rules", "Learned")


def material_words(found: Mapping[str, int]) -> str:
    """What there is to learn from, in a sentence."""
    gold = f" ({found['gold']:,} by gold)" if found["gold"] else ""
    quotations = _counted(found["quotations"], "quotation")
    parts = [f"{_counted(found['finished'], 'finished article')}{gold} with {quotations}"]
    if found["begun"]:
        parts.append(f"{_counted(found['begun'], 'article')} begun")
    if found["accepted"]:
        edited = f", {found['edited']:,} of them edited" if found["edited"] else ""
        parts.append(f"{_counted(found['accepted'], 'suggestion')} accepted{edited}")
    if found["rejected"]:
        parts.append(f"{found['rejected']:,} rejected")
    return " · ".join(parts)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _verdict(rules: Sequence[float], learned: Sequence[float], better: bool) -> str:
    figures = f"{100 * learned[0]:.1f} against {100 * rules[0]:.1f}"
    return f"Better than the rules: {figures}." if better else f"Not better than the rules: {figures}. They stay."


def _chance(gain: Sequence[float], count: int, *, better: bool) -> str:
    sentence = (
        f"Each of {count:,} finished articles was held back once; the bars are 95 % intervals over them. "
        f"The gain is {_signed(gain[0])} points, between {_signed(gain[1])} and {_signed(gain[2])}"
    )
    return f"{sentence}: it may be chance, more articles will tell." if better and gain[1] <= 0 else f"{sentence}."


def _signed(share: float) -> str:
    words = f"{abs(100 * share):.1f}"
    return words if words == "0.0" else f"{'−' if share < 0 else '+'}{words}"


def _cell(name: str, figure: Sequence[float], count: int) -> Cell:
    value, low, high = figure
    interval = f"between {100 * low:.1f} and {100 * high:.1f}"
    words = f"{name}: F1 {100 * value:.1f} percent, {interval}, on {count} articles"
    return Cell(f"{100 * value:.1f}", words, value, low, high, count)


def _curve(points: Sequence[Sequence[float]]) -> Table:
    columns = tuple(f"{number:.0f}" for number, _ in points)
    cells = {}
    for column, (number, value) in enumerate(points):
        told = f"learned from {number:.0f} articles" if number else "the rules"
        cells[0, column] = Cell(f"{100 * value:.1f}", f"{told}: F1 {100 * value:.1f} percent", value)
    return Table(("F1",), columns, cells)
