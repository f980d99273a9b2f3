"""The keys of several actions as one group of keycaps."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.ui.kit.basics import painting
from annotator.ui.kit.marks import key_caps, keycap_width, paint_keycap
from annotator.ui.look.theme import theme_of


class KeyRange(QWidget):
    """The keycaps of actions that differ only in a digit, as one: ``Ctrl 1–3``.  Nothing where they differ in more."""

    def __init__(self, actions: Sequence[QAction]) -> None:
        super().__init__()
        self._actions = tuple(actions)
        self._caps: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for each in self._actions:
            each.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        caps = [key_caps(each.shortcut()) for each in self._actions]
        alike = bool(caps) and all(each and each[:-1] == caps[0][:-1] and each[-1].isdigit() for each in caps)
        self._caps = (*caps[0][:-1], f"{caps[0][-1]}–{caps[-1][-1]}") if alike else ()
        self.setAccessibleName(f"Keys {' '.join(self._caps)}" if alike else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its keycaps."""
        width = sum(keycap_width(each) + 3 for each in self._caps) - 3
        return QSize(max(0, int(width + 0.99)), 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the keycaps."""
        with painting(self) as painter:
            theme = theme_of(self)
            x = 0.0
            for each in self._caps:
                x += 3 + paint_keycap(
                    painter, theme, x, self.height() / 2, each,
                    ink=theme.text_2, box=theme.line_strong, fill=theme.raised,
                )  # fmt: skip
