"""Controls of the component kit: buttons, chips, keys.

They are real controls: they take the keyboard, speak to screen readers and show every state.  A click never takes the
focus from the article; the Tab key gives it to them, and only then is a focus ring drawn.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from annotator.ui.kit.basics import metrics, paint_text, painting
from annotator.ui.kit.marks import key_caps, key_words, keycap_width, paint_keycap
from annotator.ui.look.icons import paint_icon
from annotator.ui.look.theme import Theme, faded, text_width, theme_of

ButtonKind = Literal["primary", "plain", "quiet", "danger"]

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Control(QAbstractButton):
    """What all our buttons share: hover, Enter as a click, and a focus ring only for focus that came by key."""

    def __init__(self) -> None:
        super().__init__()
        self.ring = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Never smaller than its words."""
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember whether the focus came by key."""
        kept = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
        if event.reason() not in kept:
            self.ring = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter clicks, as Space does."""
        if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.click()
        else:
            super().keyPressEvent(event)

    def shows_ring(self) -> bool:
        """Whether to draw the focus ring."""
        return self.ring and self.hasFocus()

    def surface(self, theme: Theme) -> QColor | None:
        """The ground of a quiet control in its state: hovered, pressed, or none."""
        if not self.isEnabled():
            return None
        return theme.pressed if self.isDown() else theme.hover if self.underMouse() else None


def paint_ring(painter: QPainter, theme: Theme, rect: QRectF, radius: float) -> None:
    """The focus ring, 2 pixels, inside ``rect``."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.focus, 2))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)


class Button(Control):
    """A button: icon, label, keycap, and a chevron where it opens a menu.  One primary button per region."""

    def __init__(
        self,
        text: str = "",
        icon: str = "",
        kind: ButtonKind = "plain",
        *,
        key: str = "",
        small: bool = False,
        menu: bool = False,
    ) -> None:
        super().__init__()
        self._icon = icon
        self._kind: ButtonKind = kind
        self._key = key
        self._menu = menu
        self._followed: tuple[QAction, str | None, bool] | None = None
        self._font = metrics().font("small" if small else "body", "medium")
        self._height = metrics().size.control_small if small else metrics().size.control
        self._tip = ""
        self.setText(text)
        self.setAccessibleName(text)

    @classmethod
    def for_action(
        cls,
        action: QAction,
        kind: ButtonKind = "plain",
        *,
        icon: str = "",
        text: str | None = None,
        small: bool = False,
        key: bool = True,
    ) -> Button:
        """A button that triggers ``action`` and follows its words, key, tooltip and whether it can be done now.

        ``text`` stands in place of the action's, an empty one for a bare icon; without ``key`` the key is only in the
        tooltip.
        """
        button = cls("", icon, kind, small=small)
        button.follow(action, text=text, key=key)
        action.changed.connect(button._refollow)
        button.clicked.connect(action.trigger)
        return button

    def follow(self, action: QAction, *, text: str | None = None, key: bool = True) -> None:
        """Take words, key, tooltip and state of an action, as `for_action` says."""
        self._followed = (action, text, key)
        self.setText(action.text() if text is None else text)
        self.setAccessibleName(action.text())
        self.setToolTip(tip(action))
        self.set_key(key_words(action.shortcut()) if key else "")
        self.setEnabled(action.isEnabled())

    def _refollow(self) -> None:
        if self._followed is not None:
            action, text, key = self._followed
            self.follow(action, text=text, key=key)

    def set_key(self, key: str) -> None:
        """Show another key."""
        self._key = key
        self._default_tip()
        self.updateGeometry()
        self.update()

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon = icon
        self.updateGeometry()
        self.update()

    def setText(self, text: str) -> None:
        """Show other words."""
        super().setText(text)
        self._default_tip()
        self.updateGeometry()

    def _default_tip(self) -> None:
        """Its words and its key, unless somebody says more in a tooltip."""
        if self.toolTip() == self._tip:
            self._tip = f"{self.text()}  {self._key}".strip() if self.text() else ""
            self.setToolTip(self._tip)

    def sizeHint(self) -> QSize:
        """As wide as its parts."""
        text = self.text()
        chevron = 14 if self._menu else 0
        if self._icon and not text:
            width: float = self._height + chevron
        else:
            width = 20 + (22 if self._icon else 0) + text_width(self._font, text) + chevron
        for each in self._key.split():
            width += 4 + keycap_width(each)
        air = 4 if self._key and text else 0
        return QSize(int(width + air + 0.99), self._height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the button in its state."""
        with painting(self) as painter:
            theme = theme_of(self)
            rect = QRectF(self.rect())
            radius = theme.radius.control
            ground, border, ink = self._colours(theme)
            if self.shows_ring():
                paint_ring(painter, theme, rect, radius)
                border = None if self._kind == "primary" else theme.focus
                inset = 4 if self._kind == "primary" else 2
                ground_rect = rect.adjusted(inset, inset, -inset, -inset)
            else:
                ground_rect = rect.adjusted(0.5, 0.5, -0.5, -0.5)
            if ground is not None or border is not None:
                painter.setBrush(ground if ground is not None else Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(border, 1) if border is not None and not self.shows_ring() else Qt.PenStyle.NoPen)
                painter.drawRoundedRect(ground_rect, radius, radius)
            self._paint_parts(painter, theme, rect, ink)

    def _colours(self, theme: Theme) -> tuple[QColor | None, QColor | None, QColor]:
        over = self.surface(theme)
        if self._kind == "primary":
            if not self.isEnabled():
                return theme.sunken, None, theme.text_3
            return (theme.accent if over is None else theme.accent_hover), None, theme.on_accent
        ink = theme.text_3 if not self.isEnabled() else theme.error if self._kind == "danger" else theme.text
        if self.isChecked():
            return theme.accent_soft, None, theme.accent_text
        if self._kind == "quiet":
            return over, None, theme.text_2 if self.isEnabled() else theme.text_3
        return over or theme.raised, theme.line_strong, ink

    def _paint_parts(self, painter: QPainter, theme: Theme, rect: QRectF, ink: QColor) -> None:
        text = self.text()
        middle = rect.center().y()
        x = rect.x() + (10 if text else (self._height - 16) / 2)
        if self._icon:
            tint = ink if self.isEnabled() else faded(ink, 0.55)
            paint_icon(painter, self._icon, QRectF(x, middle - 8, 16, 16), tint)
            x += 22 if text else 16
        if text:
            width = text_width(self._font, text)
            paint_text(painter, self._font, ink, QRectF(x, rect.y(), width + 1, rect.height()), text)
            x += width
        if self._menu:
            paint_icon(painter, "chevron-down", QRectF(x + 3, middle - 6, 12, 12), ink)
            x += 14
        x += 4 if text else 0
        strong = self._kind == "primary" and self.isEnabled()
        box = faded(theme.on_accent, 0.45) if strong else theme.line_strong
        for each in self._key.split():
            fill = None if strong else theme.raised
            cap_ink = ink if strong else theme.text_2 if self.isEnabled() else theme.text_3
            x += 4 + paint_keycap(painter, theme, x + 4, middle, each, ink=cap_ink, box=box, fill=fill)


def tip(action: QAction) -> str:
    """The tooltip of an action: what it does and its key."""
    return f"{action.text().replace('&', '')}  {key_words(action.shortcut())}".strip()


class Chip(Control):
    """A filter, or a token: icon, label, count, cross.  A chosen chip has a check, so colour is not alone."""

    removed = Signal()

    def __init__(
        self, text: str, *, icon: str = "", count: int | None = None, checkable: bool = False, removable: bool = False
    ) -> None:
        super().__init__()
        self._icon = icon
        self._count = count
        self._removable = removable
        self._font = metrics().font("small", "medium")
        self._small = metrics().font("tiny", "medium")
        self.setCheckable(checkable)
        self.setText(text)
        self.setAccessibleName(text)

    def set_count(self, count: int | None) -> None:
        """Show another count."""
        self._count = count
        self.setAccessibleName(self.text() if count is None else f"{self.text()}, {count}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its parts."""
        width = 18 + text_width(self._font, self.text()) + (16 if self._sign() else 0) + (16 if self._removable else 0)
        if self._count is not None:
            width += 6 + text_width(self._small, str(self._count))
        return QSize(int(width + 0.99), 24)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the cross removes."""
        if self._removable and self.isDown() and event.position().x() > self.width() - 22:
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes."""
        if self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
            return
        super().keyPressEvent(event)

    def checkStateSet(self) -> None:
        """The check takes room."""
        super().checkStateSet()
        self.updateGeometry()

    def nextCheckState(self) -> None:
        """The check takes room."""
        super().nextCheckState()
        self.updateGeometry()

    def _sign(self) -> str:
        return self._icon or ("check" if self.isChecked() else "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chip in its state."""
        with painting(self) as painter:
            theme = theme_of(self)
            rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            chosen = self.isChecked()
            ink = theme.accent_text if chosen else theme.text_2 if self.isEnabled() else theme.text_3
            painter.setBrush(theme.accent_soft if chosen else self.surface(theme) or theme.raised)
            painter.setPen(QPen(theme.accent if chosen else theme.line_strong, 1))
            painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
            if self.shows_ring():
                paint_ring(painter, theme, QRectF(self.rect()), self.height() / 2 - 1)
            x = rect.x() + 9
            middle = rect.center().y()
            if sign := self._sign():
                paint_icon(painter, sign, QRectF(x - 2, middle - 6.5, 13, 13), ink)
                x += 15
            width = text_width(self._font, self.text())
            paint_text(painter, self._font, ink, QRectF(x, 0, width + 1, self.height()), self.text())
            x += width
            if self._count is not None:
                faint = ink if chosen else theme.text_3
                paint_text(painter, self._small, faint, QRectF(x + 5, 0, 60, self.height()), str(self._count))
            if self._removable:
                paint_icon(painter, "x", QRectF(self.width() - 20, middle - 6, 12, 12), theme.text_3)


class KeyButton(Control):
    """The keycap of an action, beside what the action is about; a click does the same as the key.

    An action without a key has no keycap, and takes no room but the gap.
    """

    def __init__(self, action: QAction) -> None:
        super().__init__()
        self._action = action
        self._caps: tuple[str, ...] = ()
        self._follow()
        action.changed.connect(self._follow)
        self.clicked.connect(action.trigger)

    def _follow(self) -> None:
        self._caps = key_caps(self._action.shortcut())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if self._caps else Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self._action.text().replace("&", ""))
        self.setToolTip(tip(self._action))
        self.setEnabled(self._action.isEnabled())
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As wide as its keycaps."""
        width = sum(keycap_width(each) + 3 for each in self._caps) - 3
        return QSize(max(0, int(width + 0.99)), 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the keycaps."""
        with painting(self) as painter:
            theme = theme_of(self)
            fill = self.surface(theme) or theme.raised
            box = theme.focus if self.shows_ring() else theme.line_strong
            ink = theme.text_2 if self.isEnabled() else theme.text_3
            x = 0.0
            for each in self._caps:
                x += 3 + paint_keycap(painter, theme, x, self.height() / 2, each, ink=ink, box=box, fill=fill)
