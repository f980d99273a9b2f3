"""Who annotates: the colour each annotator has, and the menu in which one gives the place to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from annotator.domain.annotations import Annotator
from annotator.operations.colouring import COLOURS
from annotator.store.project import Project
from annotator.ui.annotator_style import Style
from annotator.ui.kit.basics import painting
from annotator.ui.look.icons import paint_icon
from annotator.ui.look.theme import Theme, theme_of
from annotator.ui.session import Session

_DOT = 10


def in_order(project: Project) -> list[str]:
    """The ids of a project's annotators in the order that gives their colours: by letter in review, then the others.

    A new name changes nobody's colour.
    """
    from annotator.operations.gold import letters  # noqa: PLC0415 - the window starts without it

    lettered = list(letters(project))
    return [*lettered, *sorted({each.id for each in project.annotators()} - set(lettered))]


def place_of(annotator: str, order: Sequence[str]) -> int:
    """The annotator's place in the order; who is not in it comes next."""
    return order.index(annotator) if annotator in order else len(order)


def annotator_colour(theme: Theme, place: int, chosen: str | None = None) -> QColor:
    """The colour ``chosen`` for an annotator, else that of their place; after the fifth they begin again."""
    return theme.annotator_mark[Style(place, chosen).colour % len(theme.annotator_mark)]


def paint_dot(painter: QPainter, middle: QPointF, colour: QColor) -> None:
    """An annotator's dot."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(middle, _DOT / 2, _DOT / 2)


class Dot(QWidget):
    """An annotator's dot, beside the name; without a place a ring: not an annotator's."""

    def __init__(self, place: int | None, chosen: str | None = None) -> None:
        super().__init__()
        self._place = place
        self._chosen = chosen
        self.setFixedSize(_DOT + 4, _DOT + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the dot."""
        with painting(self) as painter:
            theme, middle = theme_of(self), QRectF(self.rect()).center()
            if self._place is None:
                painter.setPen(theme.text_2)
                painter.drawEllipse(middle, _DOT / 2 - 1, _DOT / 2 - 1)
            else:
                paint_dot(painter, middle, annotator_colour(theme, self._place, self._chosen))


class AnnotatorMenu(QMenu):
    """The annotators of the open project, whoever annotates now checked, and another name.

    ``chosen`` carries the `Annotator` who takes over, ``coloured`` one of them with the colour chosen for them.
    """

    chosen = Signal(object)
    coloured = Signal(object)

    def __init__(self, parent: QWidget, session: Session, other: QAction) -> None:
        super().__init__("Annotator", parent)
        self.setObjectName("annotators")
        self._session = session
        self._other = other
        self._named: list[QAction] = []
        self._group = QActionGroup(self)
        self.colours = QMenu("Colours", self)
        self.colours.setObjectName("annotator_colours")
        self.addAction(other)
        self.addMenu(self.colours)
        self.aboutToShow.connect(self.refill)

    def refill(self) -> None:
        """Show who has annotated here by now.

        All is put in anew: PySide has been seen to declare a kept action of this menu dead that was not.
        """
        self.clear()
        me = self._session.annotator
        project = self._session.project
        known = project.annotators() if project else ()
        here = any(each.id == me.id for each in known)
        people = known if here or not me.name else (me, *known)
        order = in_order(project) if project else []
        self._named = [self._entry(each, place_of(each.id, order), now=each.id == me.id) for each in people]
        if self._named:
            self.addSeparator()
        self.addAction(self._other)
        self.addMenu(self.colours).setVisible(bool(self._named) and self._session.writable)
        self._refill_colours(people, order)

    def names(self) -> list[str]:
        """The names in the menu."""
        return [each.text().replace("&&", "&") for each in self._named]

    def _entry(self, who: Annotator, place: int, *, now: bool) -> QAction:
        action = QAction(who.name.replace("&", "&&"), self)
        action.setIcon(self._icon(who, place, now=now))
        action.setCheckable(True)
        action.setChecked(now)
        action.setData(who.id)
        action.triggered.connect(lambda _on=False: self.chosen.emit(who))
        self._group.addAction(action)
        self.addAction(action)
        return action

    def _refill_colours(self, people: Sequence[Annotator], order: Sequence[str]) -> None:
        for old in self.colours.findChildren(QMenu):
            old.deleteLater()
        self.colours.clear()
        for each in people:
            place = place_of(each.id, order)
            menu = self.colours.addMenu(self._icon(each, place, now=False), each.name.replace("&", "&&"))
            group = QActionGroup(menu)
            for colour in (None, *COLOURS):
                action = menu.addAction((colour or "By their place").capitalize())
                action.setIcon(self._icon(replace(each, colour=colour), place, now=colour == each.colour))
                action.setCheckable(True)
                action.setChecked(colour == each.colour)
                action.setData(colour)
                action.triggered.connect(partial(self._colour, replace(each, colour=colour)))
                group.addAction(action)

    def _colour(self, who: Annotator, _on: bool = False) -> None:
        self.coloured.emit(who)

    def _icon(self, who: Annotator, place: int, *, now: bool) -> QIcon:
        """The dot; for who annotates now a disc with a check, since a style shows no other beside an icon."""
        theme = theme_of(self)
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(round(16 * ratio), round(16 * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = annotator_colour(theme, place, who.colour)
        if now:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(QRectF(0.5, 0.5, 15, 15))
            paint_icon(painter, "check", QRectF(3, 3.5, 10, 10), theme.raised, 3.4)
        else:
            paint_dot(painter, QPointF(8, 8), colour)
        painter.end()
        return QIcon(pixmap)
