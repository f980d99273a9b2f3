"""The command palette: every action, entity and article under one key, found by a few letters.

``>`` first restricts it to commands, ``@`` to entities, ``#`` to articles; ``Tab`` goes round these.  The arrows choose
while the focus stays in the field, ``Enter`` runs, ``Esc`` leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget

from annotator.ui.actions import ACTIONS, ActionSpec
from annotator.ui.kit.basics import Icon, Line, Text, elided, hbox, metrics, paint_text, vbox
from annotator.ui.kit.choice import LineEdit
from annotator.ui.kit.lists import Index, List, RowDelegate
from annotator.ui.kit.marks import Keycap, key_caps, keycap_width, paint_keycap
from annotator.ui.kit.overlay import Overlay
from annotator.ui.look.icons import paint_icon
from annotator.ui.look.theme import Theme, text_width, theme_of
from annotator.ui.sheets.palette_rows import GROUPS, SIGNS, Group, PaletteRow, Source, asked, hits, ranked

_ROW = Qt.ItemDataRole.UserRole
_MOST_RECENT = 5
_FEW = 8
"""How many entities, and how many articles, stand beside the commands; alone there are `_MANY`."""
_MANY = 100

ICONS: Mapping[str, str] = {
    "project": "archive",
    "project.scheme": "tags",
    "file": "folder-open",
    "file.import": "import",
    "file.export": "download",
    "file.print": "printer",
    "file.preferences": "sliders-horizontal",
    "window.quit": "log-out",
    "edit": "pencil",
    "edit.undo": "undo-2",
    "edit.redo": "redo-2",
    "edit.history": "history",
    "edit.find": "search",
    "edit.search": "search",
    "quotation": "text-quote",
    "quotation.add_fragment": "plus",
    "quotation.delete": "trash-2",
    "quotation.flags": "flag",
    "quotation.note": "sticky-note",
    "edge": "move-horizontal",
    "type": "quote",
    "speaker": "user",
    "addressee": "user",
    "stance": "scale",
    "suggestion": "sparkles",
    "ghost": "sparkles",
    "mention": "tag",
    "document": "file-text",
    "document.note": "sticky-note",
    "document.remove": "trash-2",
    "problem": "triangle-alert",
    "view": "panel-left",
    "view.problems": "triangle-alert",
    "view.annotate": "pencil",
    "view.entities": "users",
    "view.statistics": "chart-column",
    "view.guidelines": "book-open",
    "view.theme": "sun-moon",
    "view.zoom": "zoom-in",
    "help": "circle-question-mark",
    "help.keys": "keyboard",
}
"""The icon of an action: that of its id, or of the longest beginning that is here."""


def icon_of(id: str) -> str:
    """The icon of an action."""
    found = max((each for each in ICONS if id.startswith(each)), key=len, default="")
    return ICONS.get(found, "command")


class PaletteRows(QAbstractListModel):
    """Headings (texts) and rows as a Qt model; headings cannot be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[PaletteRow | str, ...] = ()
        self.words = ""

    def set_rows(self, rows: Sequence[PaletteRow | str], words: str) -> None:
        """Show other rows, found by other words."""
        self.beginResetModel()
        self.rows, self.words = tuple(rows), words
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Number of rows and headings."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading is only read."""
        row = self.rows[index.row()]
        if isinstance(row, str):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself, its words, and how it is read aloud."""
        row = self.rows[index.row()]
        if role == _ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row if isinstance(row, str) else row.text
        return spoken(row) if role == Qt.ItemDataRole.AccessibleTextRole else None


def spoken(row: PaletteRow | str) -> str:
    """How a row is read aloud."""
    if isinstance(row, str):
        return row
    return ", ".join(each for each in (row.text, row.detail, " ".join(row.keys), row.why) if each)


class PaletteDelegate(RowDelegate):
    """Icon, words with what was found of them underlined, detail, keycaps; a heading is a word."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """A heading is lower than a row, with air above."""
        return QSize(10, 34 if isinstance(index.data(_ROW), str) else 38)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A heading has no surface, whatever the mouse does."""
        heading = index.data(_ROW)
        if not isinstance(heading, str):
            super().paint(painter, option, index)
            return
        theme = theme_of(self._view)
        rect = QRectF(option.rect).adjusted(20, 8, -20, 0)
        painter.save()
        paint_text(painter, theme.font("small", "semibold"), theme.text_2, rect, heading)
        painter.restore()

    def row(self, painter: QPainter, theme: Theme, index: Index, rect: QRectF, selected: bool) -> None:
        """Paint one row."""
        row: PaletteRow = index.data(_ROW)
        faint = theme.text_2 if selected else theme.text_3
        ink = faint if row.why else theme.text
        middle = rect.center().y()
        paint_icon(painter, row.icon or "command", QRectF(rect.x() + 2, middle - 8, 16, 16), ink)
        right = self._right(painter, theme, row, rect, faint)
        x = rect.x() + 30
        x += self._words(painter, theme, row, QRectF(x, rect.y(), right - x - 8, rect.height()), selected=selected)
        if row.detail and right - x > 40:
            place = QRectF(x + 10, rect.y(), right - x - 18, rect.height())
            paint_text(painter, theme.font("small"), faint, place, row.detail)

    def _words(self, painter: QPainter, theme: Theme, row: PaletteRow, rect: QRectF, *, selected: bool) -> float:
        """Paint the words, heavier and underlined where they were found; gives their width."""
        plain, strong = theme.font("body", "medium"), theme.font("body", "semibold")
        faint = theme.text_2 if selected else theme.text_3
        model = self._view.model()
        words = model.words if isinstance(model, PaletteRows) else ""
        text = row.text
        if text_width(strong, text) > rect.width():
            text = elided(text, strong, rect.width())
        x = rect.x()
        for part, found in _parts(text, hits(words, text) if words else ()):
            font: QFont = strong if found else plain
            width = text_width(font, part)
            painter.setFont(font)
            painter.setPen(faint if row.why else theme.text)
            painter.drawText(QRectF(x, rect.y(), width + 2, rect.height()), Qt.AlignmentFlag.AlignVCenter, part)
            if found:
                line = QRectF(x, rect.center().y() + metrics().type.body * 0.62, width, 2)
                painter.fillRect(line, theme.accent_text if not row.why else faint)
            x += width
        return x - rect.x()

    def _right(self, painter: QPainter, theme: Theme, row: PaletteRow, rect: QRectF, faint: QColor) -> float:
        """The keycaps, or why it cannot be done, at the right edge; gives where they begin."""
        right = rect.right()
        if row.why:
            font = theme.font("small")
            width = text_width(font, row.why) + 1
            paint_text(painter, font, faint, QRectF(right - width, rect.y(), width, rect.height()), row.why)
            return right - width
        for each in reversed(row.keys):
            right -= keycap_width(each)
            box, ink = theme.line_strong, theme.text_2
            paint_keycap(painter, theme, right, rect.center().y(), each, ink=ink, box=box, fill=theme.raised)
            right -= 4
        return right


def _parts(text: str, found: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it was found."""
    out: list[tuple[str, bool]] = []
    at = 0
    for start, end in found:
        out += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [each for each in (*out, (text[at:], False)) if each[0]]


class CommandPalette(Overlay):
    """The palette over ``window``.

    ``sources`` give entities and articles for some words (see `PaletteRow`), ``why`` the reason why an action that is
    not enabled cannot be done; ``own`` is the action that opens the palette; it and the ``hidden`` are not offered.
    """

    def __init__(
        self,
        window: QWidget,
        actions: Mapping[str, QAction],
        *,
        sources: Sequence[Source] = (),
        why: Callable[[str], str] = lambda _id: "not possible now",
        own: str = "",
        hidden: Sequence[str] = (),
    ) -> None:
        super().__init__(window, "Search or run a command", (640, 468), top=112)
        self.setObjectName("palette")
        self._actions = actions
        self._sources = tuple(sources)
        self._why = why
        self.recent: tuple[str, ...] = ()
        """Ids of what was run from here, the latest first."""
        if own:
            self.set_own(actions[own])
        self._hidden = frozenset((own, *hidden))
        self.field = LineEdit()
        self.field.setProperty("bare", "true")
        self.field.setFrame(False)
        self.field.setPlaceholderText("Search or run a command")
        self.field.setToolTip("Commands, articles and entities by their names")
        self.field.setAccessibleName("Search or run a command")
        self.field.setFont(metrics().font(16))
        self._scope = Text("everything", "small", role="text_2")
        self.list = List("Found")
        self.list.setObjectName("palette_rows")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows = PaletteRows()
        self.rows.setParent(self.list)
        self.list.setModel(self.rows)
        self.list.setItemDelegate(PaletteDelegate(self.list))
        self.empty = Text("", role="text_2")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.count = Text("", "small", role="text_2")
        self._lay_out()
        self.field.textChanged.connect(self._find)
        self.field.escaped.connect(self.leave)
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._run_index)

    def _lay_out(self) -> None:
        head = hbox(Icon("search", "text_2", 18), self.field, self._scope, Keycap("Tab"), gap=8)
        head.setContentsMargins(18, 12, 16, 12)
        hints: list[QWidget] = []
        for keys, words in ((("↑", "↓"), "choose"), (("↵",), "run"), (("Esc",), "close")):
            hints += [*map(Keycap, keys), Text(words, "small", role="text_2")]
        foot = hbox(gap=6, margins=(16, 9, 16, 9))
        for hint in hints:
            foot.addWidget(hint)
            if isinstance(hint, Text):
                foot.addSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.count)
        whole = vbox(head, Line(), 4, self.list, self.empty, 4, Line(), foot, gap=0, margins=(1, 1, 1, 1))
        whole.setStretch(3, 1)
        whole.setStretch(4, 1)
        self.sheet.setLayout(whole)

    # ------------------------------------------------------------------------------------------ showing

    def open(self) -> None:
        """Show it, empty."""
        super().open()
        self.field.clear()
        self._find()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the field the arrows choose, Enter runs and Tab goes to the next group."""
        typed = event.type() == QEvent.Type.KeyPress and watched is self.field
        if typed and isinstance(event, QKeyEvent) and self._take_key(event):
            return True
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        key = Qt.Key(event.key())
        if key in steps:
            self._step(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run_index(self.list.currentIndex())
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._next_scope(1 if key == Qt.Key.Key_Tab else -1)
        else:
            return False
        return True

    def _next_scope(self, step: int) -> None:
        signs = ("", *SIGNS)
        group, words = asked(self.field.text())
        here = next((sign for sign, each in SIGNS.items() if each == group), "")
        self.field.setText(signs[(signs.index(here) + step) % len(signs)] + words)

    def _find(self) -> None:
        group, words = asked(self.field.text())
        self._scope.setText(GROUPS[group].lower() if group else "everything")
        total = 0
        rows: list[PaletteRow | str] = []
        for each, offered in self._offered(group, words).items():
            total += len(offered)
            found = ranked(words, offered, self.recent, _MANY if each in (group, "actions") else _FEW)
            if each == "actions" and not words:
                found = self._recent_first(rows, found)
            rows += [GROUPS[each], *found] if found else []
        self.rows.set_rows(rows, words)
        shown = sum(not isinstance(each, str) for each in rows)
        self.count.setText(f"{shown:,} of {total:,}")
        self.list.setVisible(shown > 0)
        self.empty.setVisible(shown == 0)
        self.empty.setText(f"Nothing is called “{words}”." if words else "Nothing here yet.")
        self._step(1)

    def _offered(self, group: Group | None, words: str) -> dict[Group, list[PaletteRow]]:
        """All rows that there are for the words, by group."""
        out: dict[Group, list[PaletteRow]] = {each: [] for each in GROUPS if group in (None, each)}
        if "actions" in out:
            out["actions"] = [self._action_row(each) for each in ACTIONS if each.id not in self._hidden]
        if words or group in ("entities", "articles"):
            for source in self._sources:
                for row in source(words):
                    if row.group in out:
                        out[row.group].append(row)
        return out

    def _action_row(self, spec: ActionSpec) -> PaletteRow:
        action = self._actions[spec.id]
        text = action.text().replace("&", "")
        caps = key_caps(action.shortcut())
        why = "" if action.isEnabled() else self._why(spec.id)
        icon = "check" if action.isChecked() else icon_of(spec.id)
        return PaletteRow("actions", spec.id, text, action.trigger, spec.menu, icon, caps, why)

    def _recent_first(self, rows: list[PaletteRow | str], found: list[PaletteRow]) -> list[PaletteRow]:
        """Put what was run lately under a heading of its own; gives the others."""
        by_id = {each.id: each for each in found if not each.why}
        lately = [by_id[id] for id in self.recent if id in by_id][:_MOST_RECENT]
        if lately:
            rows += ["Run lately", *lately]
        return [each for each in found if each not in lately]

    # ------------------------------------------------------------------------------------------ choosing

    def _step(self, step: int) -> None:
        """Move the choice by so many rows, over the headings; 1 from nothing is the first row."""
        places = [number for number, each in enumerate(self.rows.rows) if not isinstance(each, str)]
        if not places:
            return
        here = self.list.currentIndex().row()
        if here in places:
            at = places.index(here) + step
            at = at % len(places) if abs(step) == 1 else max(0, min(len(places) - 1, at))
        else:
            at = 0
        index = self.rows.index(places[at], 0)
        self.list.setCurrentIndex(index)
        if at == 0:
            self.list.scrollToTop()  # with its heading
        else:
            self.list.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        self.announce(spoken(self.rows.rows[places[at]]))

    def _run_index(self, index: QModelIndex) -> None:
        row = self.rows.rows[index.row()] if index.isValid() else ""
        if isinstance(row, str):
            return
        if row.why:
            self.count.setText(f"{row.text}: {row.why}")
            self.announce(f"{row.text}: {row.why}")
            return
        self.recent = (row.id, *(each for each in self.recent if each != row.id))[:50]
        self.leave()
        row.run()
