"""A column of labels with everything that can be done to them: the middle of the scheme editor, and its choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from annotator.ui.kit.basics import Text, hbox, vbox
from annotator.ui.kit.choice import Field
from annotator.ui.kit.controls import Button
from annotator.ui.kit.menu_button import open_below
from annotator.ui.scheme.labels import LabelList, LabelRow, row_height


@dataclass(frozen=True, slots=True)
class Labels:
    """What a column shows.  ``fixed`` says of labels that stay, by id, why; ``noun`` what one label is called.

    ``merges``, ``splits`` and ``named`` say whether labels can be merged, split, and added and renamed by name.
    """

    noun: str
    rows: tuple[LabelRow, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)
    merges: bool = True
    splits: bool = True
    named: bool = True


class LabelsColumn(QWidget):
    """Names, ids and use of labels, buttons for the one in focus, and a field to add another.

    It changes nothing: signals carry ids, ``added`` and ``renamed`` the name typed, ``moved`` by how many places,
    ``mergeWanted`` the label to go and the one it goes into, ``picked`` the id in focus or None, ``opened`` the one to
    be edited where it is more than a name.
    """

    picked = Signal(object)
    added = Signal(str)
    renamed = Signal(str, str)
    moved = Signal(str, int)
    mergeWanted = Signal(str, str)
    splitWanted = Signal(str)
    deleteWanted = Signal(str)
    passagesWanted = Signal(str)
    opened = Signal(str)

    def __init__(self, name: str, *, compact: bool = False) -> None:
        super().__init__()
        self._labels = Labels("label")
        self._editable = True
        self._compact = compact
        self.list = LabelList(name)
        self.empty = Text("", role="text_3", wrap=True)
        self.empty.setContentsMargins(18, 8, 18, 8)
        self.rename = self._button("Rename", "pencil", "F2")
        self.up = self._button("Move up", "arrow-up", "Alt+↑", bare=True)
        self.down = self._button("Move down", "arrow-down", "Alt+↓", bare=True)
        self.merge = self._button("Merge into…", "git-merge")
        self.split = self._button("Split…", "split")
        self.delete = self._button("Delete", "trash-2", "Del")
        self.field = Field("", "plus", "" if compact else "↵", height=28 if compact else 32)
        self._tools = (self.rename, self.up, self.down, self.merge, self.split, self.delete)
        bar = hbox(*self._tools, None, gap=4 if compact else 6, margins=(12, 0, 12, 0))
        foot = hbox(self.field, margins=(14, 0, 14, 0))
        column = vbox(bar, gap=8, margins=(0, 0, 0, 0 if compact else 12))
        column.addWidget(self.list, 1)
        column.addWidget(self.empty)
        column.addLayout(foot)
        column.addStretch(0)
        self.setLayout(column)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._connect()

    def _button(self, text: str, icon: str, key: str = "", *, bare: bool = False) -> Button:
        bare = bare or self._compact
        button = Button("" if bare else text, icon, "quiet", small=True)
        button.setAccessibleName(text)
        button.setToolTip(f"{text}  {key}".strip())
        return button

    def _connect(self) -> None:
        labels = self.list
        labels.picked.connect(self._pick)
        labels.renamed.connect(self.renamed)
        labels.moved.connect(self._move)
        labels.deleted.connect(self._delete)
        labels.useClicked.connect(self.passagesWanted)
        labels.opened.connect(self._open)
        self.rename.clicked.connect(labels.rename)
        self.up.clicked.connect(lambda: self._move(labels.current(), -1))
        self.down.clicked.connect(lambda: self._move(labels.current(), 1))
        self.merge.clicked.connect(lambda: open_below(self.merge, self.merge_menu()))
        self.split.clicked.connect(lambda: self.splitWanted.emit(labels.current() or ""))
        self.delete.clicked.connect(lambda: self._delete(labels.current()))
        self.field.edit.returnPressed.connect(self._add)
        self.field.edit.escaped.connect(self._leave_field)

    # ------------------------------------------------------------------------------------------ showing

    def show_labels(self, labels: Labels) -> None:
        """Show these labels; the one in focus stays."""
        self._labels = labels
        self.list.show_rows(labels.rows)
        self.list.setMaximumHeight(row_height() * len(labels.rows) + 4)
        hint = f"New {labels.noun}"
        self.field.edit.setPlaceholderText(hint)
        self.field.edit.setAccessibleName(hint)
        self.field.edit.setToolTip(f"{hint}: write its name, then Enter")
        self.empty.setText("" if labels.rows else f"No {labels.noun} yet.")
        self.list.setVisible(bool(labels.rows))
        self.empty.setVisible(not labels.rows)
        self.merge.setVisible(labels.merges)
        self.split.setVisible(labels.splits)
        self.rename.setVisible(labels.named)
        self.field.setVisible(labels.named and self._editable)
        self.list.set_editable(labels.named and self._editable)
        self._enable()

    def set_editable(self, editable: bool) -> None:
        """Whether the labels can be changed; else they are only shown."""
        self._editable = editable
        self.list.set_editable(self._labels.named and editable)
        self.field.setVisible(self._labels.named and editable)
        for each in self._tools:
            each.setEnabled(editable)
        self._enable()

    def current(self) -> str | None:
        """The id of the label in focus."""
        return self.list.current()

    def merge_menu(self) -> QMenu:
        """Every other label that the one in focus can be merged into."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        id = self.current() or ""
        for each in self._labels.rows:
            if each.id != id:
                action = menu.addAction(each.name.replace("&", "&&"))
                action.triggered.connect(lambda _checked=False, new=each.id: self.mergeWanted.emit(id, new))
        return menu

    def others(self, id: str) -> Sequence[LabelRow]:
        """The labels that could take the place of this one."""
        return [each for each in self._labels.rows if each.id != id]

    def _pick(self, id: str | None) -> None:
        self._enable()
        self.picked.emit(id)

    def _enable(self) -> None:
        id = self.current()
        place = self.list.labels.row_of(id)
        row = self._labels.rows[place] if 0 <= place < len(self._labels.rows) else None
        able = self._editable and row is not None
        stays = self._labels.fixed.get(id or "", "")
        self.rename.setEnabled(able)
        self.up.setEnabled(able and place > 0)
        self.down.setEnabled(able and place < len(self._labels.rows) - 1)
        self.merge.setEnabled(able and not stays and len(self._labels.rows) > 1)
        self.split.setEnabled(able and row is not None and row.used > 0)
        self.delete.setEnabled(able and not stays)
        self.merge.setToolTip(stays or "Give what holds this label another one")
        self.split.setToolTip("Give some of the passages a label of their own")
        self.delete.setToolTip(stays or "Delete  Del")

    # ------------------------------------------------------------------------------------------ doing

    def _open(self, id: str) -> None:
        if self._editable:
            self.opened.emit(id)

    def _move(self, id: str | None, by: int) -> None:
        place = self.list.labels.row_of(id)
        if self._editable and id is not None and 0 <= place + by < len(self._labels.rows):
            self.moved.emit(id, by)

    def _delete(self, id: str | None) -> None:
        if self._editable and id is not None:
            self.deleteWanted.emit(id)  # what stays says why

    def _add(self) -> None:
        name = self.field.text().strip()
        if name:
            self.added.emit(name)

    def clear_field(self) -> None:
        """The name typed was taken."""
        self.field.set_text("")

    def _leave_field(self) -> None:
        self.clear_field()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
