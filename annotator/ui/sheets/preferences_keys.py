"""The page of the preferences on which keys are changed: every action with its keys, searchable."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QWidget

from annotator.domain.errors import ConflictError
from annotator.ui.actions import ActionSpec
from annotator.ui.key_map import KEPT, KeyMap, Keys, pressed_key
from annotator.ui.kit.basics import Icon, Text, hbox, paint_text, vbox
from annotator.ui.kit.choice import Field
from annotator.ui.kit.controls import Button
from annotator.ui.kit.lists import Index, List, RowDelegate
from annotator.ui.kit.marks import keycap_width, paint_keycap
from annotator.ui.look.theme import Theme, text_width
from annotator.ui.sheets.shortcut_lines import KeyLine, matches

_ROW = Qt.ItemDataRole.UserRole
_ASK = "Press the new key"
_HINT = "Enter changes the chosen key, Delete frees it."


class KeyRows(QAbstractListModel):
    """The actions shown, with their keys, as a Qt model."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[ActionSpec, ...] = ()
        self.keys = KeyMap()
        self.asking: str | None = None

    def show_rows(self, rows: Sequence[ActionSpec], keys: KeyMap) -> None:
        """Show other actions or other keys; the same actions stay where they are."""
        new = tuple(rows)
        if new == self.rows:
            self.keys = keys
            self.touch()
            return
        self.beginResetModel()
        self.rows, self.keys = new, keys
        self.endResetModel()

    def ask(self, id: str | None) -> None:
        """Show that the key of an action is asked for."""
        self.asking = id
        self.touch()

    def touch(self) -> None:
        """Have all rows painted anew."""
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 0))

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Number of actions."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def line(self, spec: ActionSpec) -> KeyLine:
        """An action as the sheet of keys shows it."""
        return KeyLine(spec.id, spec.text.removesuffix("…"), self.keys.caps(spec.id))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The action, its words, and how it is read aloud."""
        spec = self.rows[index.row()]
        if role == _ROW:
            return spec
        if role == Qt.ItemDataRole.AccessibleTextRole:
            changed = ", changed" if self.keys.is_changed(spec.id) else ""
            return _ASK if self.asking == spec.id else f"{self.line(spec).spoken}{changed}"
        return spec.text if role == Qt.ItemDataRole.DisplayRole else None


class KeyDelegate(RowDelegate):
    """The action's words, its menu, and its keycaps at the right."""

    height = 32

    def row(self, painter: QPainter, theme: Theme, index: Index, rect: QRectF, selected: bool) -> None:
        """Paint one row."""
        model = self._view.model()
        spec: ActionSpec = index.data(_ROW)
        if not isinstance(model, KeyRows):
            return
        faint = theme.text_2 if selected else theme.text_3
        right = self._keys(painter, theme, model, spec, rect, selected=selected)
        font = theme.font("body", "medium" if selected else "regular")
        text = spec.text.removesuffix("…")
        width = min(text_width(font, text) + 1, right - rect.x() - 8)
        paint_text(painter, font, theme.text, QRectF(rect.x(), rect.y(), width, rect.height()), text)
        menu = f"{spec.menu} · changed" if spec.menu and model.keys.is_changed(spec.id) else spec.menu
        x = rect.x() + width + 10
        if right - x > 40:
            paint_text(painter, theme.font("small"), faint, QRectF(x, rect.y(), right - x - 8, rect.height()), menu)

    def _keys(
        self, painter: QPainter, theme: Theme, model: KeyRows, spec: ActionSpec, rect: QRectF, *, selected: bool
    ) -> float:
        """Paint the keycaps, or that a key is asked for; gives where they begin."""
        middle = rect.center().y()
        if model.asking == spec.id:
            font = theme.font("small", "semibold")
            width = text_width(font, _ASK) + 20
            box = QRectF(rect.right() - width, middle - 12, width, 24)
            painter.setPen(QPen(theme.focus, 2))
            painter.setBrush(theme.raised)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), theme.radius.control, theme.radius.control)
            paint_text(painter, font, theme.accent_text, box.adjusted(10, 0, -8, 0), _ASK)
            return box.x()
        right = rect.right()
        caps = model.keys.caps(spec.id)
        if not caps:
            font, faint = theme.font("small"), theme.text_2 if selected else theme.text_3
            width = text_width(font, "no key") + 1
            paint_text(painter, font, faint, QRectF(right - width, rect.y(), width, rect.height()), "no key")
            return right - width
        for number, key in enumerate(reversed(caps)):
            right -= 10 if number else 0
            for each in reversed(key):
                right -= keycap_width(each)
                ink, box_ink = theme.text_2, theme.line_strong
                paint_keycap(painter, theme, right, middle, each, ink=ink, box=box_ink, fill=theme.raised)
                right -= 4
        return right


class KeyList(List):
    """The list: ``wanted`` when a key is to be changed, ``freed`` when it is to go.

    While a key is asked for, the next one comes as ``pressed_keys``, and ``left`` says that there is none to come.
    """

    wanted = Signal()
    freed = Signal()
    pressed_keys = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__("Actions and their keys")
        self.setObjectName("keys")
        self.rows = KeyRows()
        self.rows.setParent(self)
        self.setModel(self.rows)
        self.setItemDelegate(KeyDelegate(self))
        self.setUniformItemSizes(True)
        self.setToolTip("Click a key to change it  ↵")

    def event(self, event: QEvent) -> bool:
        """While a key is asked for, every key is the answer."""
        if isinstance(event, QKeyEvent) and self.rows.asking is not None:
            if event.type() == QEvent.Type.KeyPress:
                self._answer(event)
            event.accept()
            return True
        return super().event(event)

    def _answer(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.left.emit()
        elif keys := pressed_key(event):
            self.pressed_keys.emit(keys)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter changes the key, Delete frees it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wanted.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.freed.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the keys, at the right, changes them."""
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        if self.indexAt(at).isValid() and at.x() > self.viewport().width() - 200:
            self.setCurrentIndex(self.indexAt(at))
            self.wanted.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click changes the key, wherever it is."""
        if self.indexAt(event.position().toPoint()).isValid():
            self.wanted.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Without the focus no key can come."""
        super().focusOutEvent(event)
        if self.rows.asking is not None:
            self.left.emit()


class KeysPage(QWidget):
    """All actions with their keys.  ``changed`` carries the new `KeyMap`."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._keys = KeyMap()
        self._adding = False
        self.field = Field("Find an action or a key", "search", height=30)
        self.list = KeyList()
        self.message = Text(_HINT, "small", role="text_2", wrap=True)
        self._icon = Icon("info", "text_2")
        self.change = Button("Change", key="↵")
        self.add = Button("Add another")
        self.free = Button("Remove", key="Del")
        self.reset = Button("Reset", "rotate-ccw")
        self.reset_all = Button("Reset all", "rotate-ccw", "quiet")
        for button, words in (
            (self.change, "Give the chosen action another key"),
            (self.add, "Give the chosen action a further key"),
            (self.free, "Take the keys of the chosen action away"),
            (self.reset, "Give the chosen action the keys it had at first"),
            (self.reset_all, "Give all actions the keys they had at first"),
        ):
            button.setToolTip(words)
        note = hbox(self._icon, self.message, gap=8)
        note.setStretch(1, 1)
        top = hbox(self.field, self.reset_all, gap=8)
        top.setStretch(0, 1)
        buttons = hbox(self.change, self.add, self.free, self.reset, None, gap=8)
        whole = vbox(top, self.list, note, buttons, gap=10)
        whole.setStretch(1, 1)
        self.message.setMinimumHeight(34)
        self.setLayout(whole)
        self.setFocusProxy(self.field)
        self._connect()
        self._show()

    def _connect(self) -> None:
        self.field.edit.textChanged.connect(self._show)
        self.field.edit.installEventFilter(self)
        self.list.wanted.connect(lambda: self.ask(adding=False))
        self.list.freed.connect(self._free)
        self.list.pressed_keys.connect(self._take)
        self.list.left.connect(self._stop_asking)
        self.change.clicked.connect(lambda: self.ask(adding=False))
        self.add.clicked.connect(lambda: self.ask(adding=True))
        self.free.clicked.connect(self._free)
        self.reset.clicked.connect(self._reset)
        self.reset_all.clicked.connect(lambda: self._set(self._keys.reset_all(), "All keys are as they were at first."))
        self.list.selectionModel().currentChanged.connect(self._chosen)

    # ------------------------------------------------------------------------------------------ showing

    def set_keys(self, keys: KeyMap) -> None:
        """Show another key map."""
        self._keys = keys
        self._show()

    def choose(self, id: str) -> None:
        """Choose an action, with nothing looked for, and give the list the focus."""
        self.field.edit.clear()
        at = next((n for n, each in enumerate(self.list.rows.rows) if each.id == id), 0)
        index = self.list.rows.index(at, 0)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def chosen(self) -> str | None:
        """The id of the chosen action."""
        at = self.list.currentIndex().row()
        rows = self.list.rows.rows
        return rows[at].id if 0 <= at < len(rows) else None

    def asking(self) -> bool:
        """Whether the next key is taken for an answer."""
        return self.list.rows.asking is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """↓ goes from the field to the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down:
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        words, before = self.field.text(), self.chosen()
        rows = self.list.rows
        rows.keys = self._keys
        found = [each for each in self._keys.specs if not words or matches(rows.line(each), each.menu, words)]
        rows.show_rows(found, self._keys)
        if found and self.chosen() is None:
            at = next((n for n, each in enumerate(found) if each.id == before), 0)
            self.list.setCurrentIndex(rows.index(at, 0))
        if not found:
            self._tell(f"No action and no key matches “{words.strip()}”.")
        self._show_buttons()

    def _chosen(self) -> None:
        self._show_buttons()
        if self.asking():
            self._stop_asking()
        else:
            self._tell(_HINT, quiet=True)

    def _show_buttons(self) -> None:
        id = self.chosen()
        for button in (self.change, self.add):
            button.setEnabled(id is not None)
        self.free.setEnabled(id is not None and bool(self._keys.keys(id)))
        self.reset.setEnabled(id is not None and self._keys.is_changed(id))
        self.reset_all.setEnabled(bool(self._keys.changed))

    def _tell(self, sentence: str, *, error: bool = False, quiet: bool = False) -> None:
        self.message.setText(sentence)
        self.message.set_role("error" if error else "text_2")
        self._icon.show_icon("circle-alert" if error else "info", "error" if error else "text_2")
        if self.isVisible() and not quiet:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    # ------------------------------------------------------------------------------------------ changing

    def ask(self, *, adding: bool) -> None:
        """Take the next key for the chosen action: in place of its keys, or beside them."""
        if (id := self.chosen()) is None:
            return
        self._adding = adding
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.rows.ask(id)
        self._tell(f"Press the new key for “{self._name(id)}”; Esc leaves it as it is.")

    def _take(self, pressed: Keys) -> None:
        id = self.list.rows.asking
        if id is None:
            return
        old = self._keys.keys(id)
        kept = old if self._adding else tuple(each for each in old if each in KEPT)
        try:
            new = self._keys.with_keys(id, (*kept, *pressed))
        except ConflictError as error:
            self._tell(f"{error.message} {error.hint}", error=True)  # and go on asking
            return
        self.list.rows.ask(None)
        self._set(new, f"“{self._name(id)}” is {new.words(id) or 'without a key'} now.")

    def _stop_asking(self) -> None:
        self.list.rows.ask(None)
        self._tell(_HINT, quiet=True)

    def _free(self) -> None:
        if (id := self.chosen()) is not None:
            kept = tuple(each for each in self._keys.keys(id) if each in KEPT)
            self._set(self._keys.with_keys(id, kept), f"“{self._name(id)}” has {'only its' if kept else 'no'} key now.")

    def _reset(self) -> None:
        if (id := self.chosen()) is None:
            return
        try:
            self._set(self._keys.reset(id), f"“{self._name(id)}” has the key it had at first.")
        except ConflictError as error:
            self._tell(f"{error.message} {error.hint}", error=True)

    def _set(self, keys: KeyMap, sentence: str) -> None:
        changed = keys.changed != self._keys.changed
        self._keys = keys
        self._show()
        self._tell(sentence)
        if changed:
            self.changed.emit(keys)

    def _name(self, id: str) -> str:
        return self._keys.spec(id).text.removesuffix("…")
