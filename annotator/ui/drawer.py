"""The drawer: a strip below the article for lists that are about it, one page at a time."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from annotator.settings import DRAWER_RANGE
from annotator.ui.kit.basics import Panel, Text, hbox, painting, vbox
from annotator.ui.kit.controls import Button
from annotator.ui.kit.marks import Badge
from annotator.ui.look.theme import theme_of

HEIGHT = 180
"""Height at first, in pixels at 100 %."""
RANGE = DRAWER_RANGE

_STEP = 20


class Edge(QWidget):
    """The upper edge of the drawer: dragged, or moved by ↑ and ↓, it changes the height.  ``moved`` tells by how much.

    Up is more.
    """

    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._grip: float | None = None
        self.setFixedHeight(6)
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName("Height of the drawer")
        self.setToolTip("Drag to change the height  ↑ ↓")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        self._grip = event.globalPosition().y()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse."""
        if self._grip is not None:
            by = round(self._grip - event.globalPosition().y())
            self._grip -= by
            self.moved.emit(by)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._grip = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows move it."""
        step = {Qt.Key.Key_Up: _STEP, Qt.Key.Key_Down: -_STEP}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(step)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that it has the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it has lost the focus."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a hairline, thick where it can be moved now."""
        with painting(self) as painter:
            theme = theme_of(self)
            strong = self.hasFocus() or self.underMouse()
            painter.fillRect(QRectF(0, 0, self.width(), 2 if strong else 1), theme.focus if strong else theme.line)


class Drawer(Panel):
    """A titled strip with pages: a title, how many there are, what is listed, a cross.

    ``closed`` comes when the user closes it (the cross, Esc); ``resized`` carries the height that was chosen, in pixels
    at 100 %.
    """

    closed = Signal()
    resized = Signal(int)

    def __init__(self) -> None:
        super().__init__("chrome")
        self.setObjectName("drawer")
        self._height = HEIGHT
        self._names: list[str] = []
        self._titles: dict[str, str] = {}
        self._least: dict[str, int] = {}
        self._counts: dict[str, int | None] = {}
        self.edge = Edge()
        self.title = Text("", "body", "semibold")
        self.count = Badge("0")
        self.close_button = Button("", "x", "quiet", small=True)
        self.close_button.setAccessibleName("Close the drawer")
        self.close_button.setToolTip("Close the drawer  Esc")
        self.pages = QStackedWidget()
        self.pages.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        head = hbox(self.title, self.count, None, self.close_button, gap=8, margins=(16, 1, 12, 3))
        whole = vbox(self.edge, head, self.pages, gap=0)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.edge.moved.connect(lambda by: self.set_height(self._height + by, told=True))
        self.close_button.clicked.connect(self.close_drawer)
        self.hide()
        self._fit()

    # ------------------------------------------------------------------------------------------ pages

    def add_page(self, name: str, title: str, page: QWidget, *, least: int = 0) -> None:
        """Add a page; ``name`` is what `show_page` calls it, ``least`` the height in pixels at 100 % that it needs."""
        self._least[name] = least
        self._names.append(name)
        self._titles[name] = title
        self._counts[name] = None
        self.pages.addWidget(page)

    def page(self) -> str | None:
        """The name of the page that is shown; None while the drawer is closed."""
        return self._names[self.pages.currentIndex()] if not self.isHidden() and self._names else None

    def names(self) -> tuple[str, ...]:
        """The names of the pages."""
        return tuple(self._names)

    def show_page(self, name: str) -> None:
        """Open the drawer on a page.  The focus stays where it is; `focus_page` moves it.  Raises ValueError."""
        self.pages.setCurrentIndex(self._names.index(name))
        self._show_head()
        self._fit()
        self.show()

    def focus_page(self) -> None:
        """Give the focus to what is listed."""
        page = self.pages.currentWidget()
        if page is not None:
            page.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def toggle_page(self, name: str) -> None:
        """Open the drawer on a page with the focus in it, or close it where that page is open."""
        if self.page() == name:
            self.close_drawer()
        else:
            self.show_page(name)
            self.focus_page()

    def set_count(self, name: str, count: int | None) -> None:
        """Say beside a page's title how many there are; None says nothing."""
        self._counts[name] = count
        self._show_head()

    def close_drawer(self) -> None:
        """Close it."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def _show_head(self) -> None:
        at = self.pages.currentIndex()
        if at < 0:
            return
        name = self._names[at]
        count = self._counts[name]
        self.title.setText(self._titles[name])
        self.count.show_text("" if count is None else f"{count:,}")
        self.count.setVisible(count is not None)
        self.setAccessibleName(self._titles[name] if count is None else f"{self._titles[name]}, {count}")

    # ------------------------------------------------------------------------------------------ height

    def height_chosen(self) -> int:
        """The height in pixels at 100 %, as it was chosen."""
        return self._height

    def set_height(self, pixels: int, *, told: bool = False) -> None:
        """Take another height, within `RANGE`; ``told`` sends `resized`."""
        self._height = max(RANGE[0], min(RANGE[1], pixels))
        self._fit()
        if told:
            self.resized.emit(self._height)

    def _fit(self) -> None:
        """The height that was chosen, but never more than half of the room there is."""
        parent = self.parentWidget()
        room = parent.height() // 2 if parent is not None and parent.height() else RANGE[1]
        least = self._least[self._names[self.pages.currentIndex()]] if self._names else 0
        self.setFixedHeight(max(RANGE[0], min(max(self._height, least), room)))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the room of another parent."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ParentChange:
            parent = self.parentWidget()
            if parent is not None:
                parent.installEventFilter(self)
            self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the room there is."""
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self._fit()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        """As high as was chosen."""
        return QSize(400, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_drawer()
        else:
            super().keyPressEvent(event)
