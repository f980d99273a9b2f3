"""What merging a returned project would do, before it is done: whose work comes in, and what has to be asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.domain.annotations import Annotator
from annotator.operations.merge_report import Answers, MergePlan, Person
from annotator.operations.returned import Clash
from annotator.ui.annotators import Dot, place_of
from annotator.ui.dialogs.sheet import Sheet
from annotator.ui.kit.basics import Text, hbox, host, vbox
from annotator.ui.kit.choice import Segmented
from annotator.ui.merge_list import Questions, QuestionsView, rows_of

_SHOWN = 6
"""People that are shown one by one."""


class MergeSheet(Sheet):
    """The dry run's report.  ``merged`` carries the `Answers` to go by.

    ``reconsidered`` carries them too: with another answer about a name the report is another one.
    """

    merged = Signal(object)
    reconsidered = Signal(object)

    def __init__(
        self, window: QWidget, path: Path, everybody: Sequence[Annotator] = (), order: Sequence[str] = ()
    ) -> None:
        """``everybody`` are the project's annotators, ``order`` their ids in the order that gives the colours."""
        super().__init__(window, f"Merge “{path.name}”", "Merge", 700)
        self.setObjectName("merge")
        self._everybody = everybody
        self._order = list(order)
        self._same: dict[str, bool] = {}
        self._clashes: dict[str, Clash] = {}
        self.sentence = Text("", wrap=True)
        self.rest = Text("", "small", role="text_2", wrap=True)
        self.people = QVBoxLayout()
        self.names = QVBoxLayout()
        self.choices: dict[str, Segmented] = {}
        self.model = Questions()
        self.list = QuestionsView(self.model)
        for column in (self.people, self.names):
            column.setSpacing(4)
        self.fill(vbox(self.sentence, self.people, self.rest, self.names, self.list, gap=10))

    def show_plan(self, plan: MergePlan) -> None:
        """Show what would happen."""
        report = plan.report
        some = bool(report.documents or report.entities)
        self.sentence.setText(report.sentence.replace(" merged", " to merge") if some else report.sentence)
        common = f"{report.common:,} article{'' if report.common == 1 else 's'} in common"
        strangers = f"; {report.strangers:,} only there, left out" if report.strangers else ""
        self.rest.setText(f"{common}{strangers}. It is one step, which can be undone.")
        self._clashes |= {each.theirs.id: each for each in report.clashes}
        self._show_people(report.people)
        self._show_names()
        self.model.show(rows_of(report))
        rows = self.list.wanted_height()
        self.list.setVisible(bool(rows))
        self.list.setFixedHeight(min(rows + 4, max(120, self._window.height() - 400)))
        self.yes.setEnabled((some or bool(self._clashes) or bool(rows)) and not self._open_names())
        self._place()

    def answers(self) -> Answers:
        """What was answered."""
        rows = self.model.rows()
        checked = self.model.checked
        return Answers(
            same=frozenset(id for id, same in self._same.items() if same),
            apart=frozenset(id for id, same in self._same.items() if not same),
            entities_apart=frozenset(each.key for each in rows if each.kind == "entity" and each.key not in checked),
            theirs=frozenset(each.key for each in rows if each.kind == "conflict" and each.key in checked),
        )

    def answer(self) -> None:
        """Merge."""
        if self.yes.isEnabled():
            answers = self.answers()
            self.finish()
            self.merged.emit(answers)

    # ------------------------------------------------------------------------------------------ people

    def _show_people(self, people: tuple[Person, ...]) -> None:
        _empty(self.people)
        strangers = (each.id for each in people if each.id and each.id not in self._order)
        order = [*self._order, *sorted(strangers)]
        for each in people[:_SHOWN]:
            name = Text(each.name, "body", "medium")
            colour = next((one.colour for one in self._everybody if one.id == each.id), None)
            dot = Dot(None if each.id is None else place_of(each.id, order), colour)
            _add(self.people, host(hbox(dot, name, Text(_work(each), role="text_2"), None, gap=8)))
        if len(people) > _SHOWN:
            _add(self.people, Text(f"and {len(people) - _SHOWN:,} more", "small", role="text_2"))

    def _show_names(self) -> None:
        if list(self.choices) == list(self._clashes):
            return
        _empty(self.names)
        self.choices = {}
        for id, clash in self._clashes.items():
            words = Text(
                f"An annotator “{clash.theirs.name}” is in both projects, but not known to be one person.", wrap=True
            )
            choice = Segmented(["One person", "Two people"], small=True, name=f"Who is {clash.theirs.name}")
            choice.chosen.connect(lambda index, who=id: self._decide(who, same=index == 0))
            self.choices[id] = choice
            row = hbox(words, choice, gap=12)
            row.setStretchFactor(words, 1)
            _add(self.names, host(row))

    def _open_names(self) -> bool:
        return any(id not in self._same for id in self._clashes)

    def _decide(self, who: str, *, same: bool) -> None:
        self._same[who] = same
        self.reconsidered.emit(self.answers())


def _work(each: Person) -> str:
    quotations = [
        f"{number:,} {word}"
        for number, word in ((each.new, "new"), (each.changed, "changed"), (each.removed, "removed"))
        if number
    ]
    noun = "article" if each.documents == 1 else "articles"
    done = f", {each.done:,} done" if each.done else ""
    told = f"quotations: {', '.join(quotations)}" if quotations else "no quotation changed"
    return f"{each.documents:,} {noun}{done} · {told}"


def _add(column: QVBoxLayout, widget: QWidget) -> None:
    column.addWidget(widget)
    widget.show()  # at once, so that the card knows how high it is


def _empty(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
