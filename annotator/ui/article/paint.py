"""Draws figures: first what lies under the selection, then what lies under the glyphs, then the margin.

Form tells a mark's role and the dash pattern its entity kind; colour only says whose it is.  Dimming lowers marks,
never the ink of the article.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from annotator.ui.article.geometry import BAR, LANE, RAIL, Band, Bar, Figure, Rail, Stroke, dot, outline_of
from annotator.ui.article.marks import Mark
from annotator.ui.article.names import name_rows
from annotator.ui.article.page import Page
from annotator.ui.look.icons import STANCE_ICONS, paint_icon
from annotator.ui.look.theme import Theme, faded, has_italics, text_width

HOVER: Final = 1.4
"""How much stronger the band under the mouse is."""
DASHES: Final[Mapping[str, tuple[float, ...]]] = {
    "person": (),
    "organisation": (4, 2.2),
    "place": (1.2, 1.6),
    "group": (9, 2.4),
    "event": (5, 1.6, 1.2, 1.6, 1.2, 1.6),
    "law": (),
    "date": (5, 1.8, 1.2, 1.8),
    "document": (9, 2.4, 3, 2.4),
    "issue": (2.4, 4.4),
    "other": (1.2, 4.2),
}
"""Underline of each entity kind, in widths of the pen; `DOUBLE` kinds have two lines."""
DOUBLE: Final = frozenset({"law"})

_MENTION, _MENTION_DIM = 0.8, 0.5
_BAR_DIM = 0.42
_SUGGESTED = 0.75
_NOT_MEANT = 0.45
_DOTS = [1.0, 1.4]
_GHOST = [2.6, 2.0]
_SIGN = 5.2
"""Radius of the sign at a target, at 100 %: it fits into the air above the letters."""
_NO_PEN = Qt.PenStyle.NoPen
_NO_BRUSH = Qt.BrushStyle.NoBrush
_NAME = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@lru_cache(maxsize=1024)
def _name_rows(name: str, font: QFont, width: float) -> list[str]:
    """The lines of a name, measured once."""
    return name_rows(name, QFontMetricsF(font), width)


class MarkPainter:
    """Draws figures in the colours of a theme.

    ``is_dim`` tells that a quotation is active, so that mentions and all other contents step back; ``hover`` is the id
    of the content under the mouse.
    """

    def __init__(self, theme: Theme, page: Page) -> None:
        self.theme = theme
        self.page = page
        self.is_dim = False
        self.hover = ""

    def steps_back(self, mark: Mark) -> bool:
        """Whether a content stands behind the active one."""
        return mark.state == "dim" or (self.is_dim and mark.state == "normal")

    def tint(self, mark: Mark) -> QColor:
        """The colour of a content's band, at the strength of its state."""
        theme = self.theme
        tints = theme.speaker_tint
        base = theme.text_3 if mark.colour is None else tints[mark.colour % len(tints)]
        strength = theme.band_alpha_active if mark.is_strong else theme.band_alpha
        if self.steps_back(mark):
            strength = theme.band_alpha_dim
        return faded(base, min(1.0, strength * (HOVER if mark.id == self.hover else 1.0)))

    def ink(self, mark: Mark) -> QColor:
        """The colour of a mark's bar, outline, box or cue line."""
        return self.theme.speaker(mark.colour)

    # ---------------------------------------------------------------------------------------- under the selection

    def bands(self, p: QPainter, figure: Figure, clip: QRectF) -> None:
        """Bands of contents and outlines of suggestions; strong ones last, so that they win."""
        for strong in (False, True):
            p.setPen(_NO_PEN)
            for band in figure.bands:
                mark = band.mark
                is_filled = mark.role == "content" or mark.is_strong or mark.id == self.hover
                if mark.is_strong is not strong or not is_filled or not band.rect.intersects(clip):
                    continue
                p.setBrush(self.tint(mark))
                if band.shape is None:
                    p.drawRect(band.rect.adjusted(0, 1, 0, -1))
                else:
                    p.drawPath(band.shape)
            self._outlines(p, figure, strong=strong)
        if self.theme.high_contrast:
            self._frames(p, figure)

    def _frames(self, p: QPainter, figure: Figure) -> None:
        """Boxes in place of bands, for high contrast."""
        contents: dict[str, list[Band]] = {}
        for band in figure.bands:
            if band.mark.role == "content":
                contents.setdefault(band.mark.id, []).append(band)
        p.setBrush(_NO_BRUSH)
        for bands in contents.values():
            mark = bands[0].mark
            p.setPen(QPen(self.ink(mark), 2.4 if mark.is_strong or mark.id == self.hover else 1.2))
            p.drawPath(outline_of(bands))

    def _outlines(self, p: QPainter, figure: Figure, *, strong: bool) -> None:
        for mark, path in figure.outlines:
            if mark.is_strong is not strong:
                continue
            colour = self.ink(mark) if strong or mark.role == "offer" else faded(self.ink(mark), _SUGGESTED)
            pen = QPen(colour, 1.6 if strong else 1.2)
            pen.setDashPattern([3.2, 2.6])
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            p.setBrush(_NO_BRUSH)
            p.setPen(pen)
            p.drawPath(path)

    # ------------------------------------------------------------------------------------------ under the glyphs

    def lines(self, p: QPainter, figure: Figure, clip: QRectF) -> None:
        """Underlines and boxes."""
        top, bottom = clip.top() - 6, clip.bottom() + 6
        for stroke in figure.strokes:
            if top <= stroke.y <= bottom:
                self._stroke(p, stroke)
        p.setBrush(_NO_BRUSH)
        for mark, rect in figure.boxes:
            pen = QPen(self.ink(mark), 1.8)
            if mark.role == "addressee":
                pen.setWidthF(1.4)
                pen.setDashPattern([1.2, 2.0])
            elif mark.role == "ghost_speaker":
                pen = QPen(self._ghostly(mark), 1.5)
                pen.setDashPattern(_GHOST)
            p.setPen(pen)
            p.drawRoundedRect(rect, 4, 4)
        for mark, place in figure.signs:
            self._sign(p, mark, place)

    def _ghostly(self, mark: Mark) -> QColor:
        return faded(self.ink(mark), _NOT_MEANT) if mark.state == "dim" else self.ink(mark)

    def _sign(self, p: QPainter, mark: Mark, place: QPointF) -> None:
        """The sign of a stance, as on its plate: minus, equal, plus or a question mark."""
        theme, r = self.theme, _SIGN * self.page.scale
        centre = place + QPointF(r * 0.4, r + 0.5)
        p.save()
        p.setPen(_NO_PEN)
        p.setBrush(theme.stance.get(f"{mark.kind}_text", theme.text_2))
        p.drawEllipse(centre, r, r)
        side = 1.7 * r
        rect = QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
        paint_icon(p, STANCE_ICONS.get(mark.kind, "circle-question-mark"), rect, theme.page, 4)
        p.restore()

    def _stroke(self, p: QPainter, stroke: Stroke) -> None:
        mark, x1, x2, y = stroke
        if mark.role == "mention":
            alpha = _MENTION_DIM if self.is_dim else _MENTION
            pen = QPen(faded(self.theme.mention_colour(mark.kind), alpha), 1.5)
            dashes = DASHES.get(mark.kind, DASHES["other"])
            if dashes:
                pen.setDashPattern(dashes)
            is_double = mark.kind in DOUBLE
            pen.setWidthF(1.0 if is_double else 1.5)
        else:
            pen = QPen(self._ghostly(mark), {"cue": 2.6, "target": 1.2, "evidence": 1.8, "ghost_cue": 2.2}[mark.role])
            is_double = mark.role == "target"
            if mark.role in ("evidence", "ghost_cue"):
                pen.setDashPattern(_DOTS if mark.role == "evidence" else _GHOST)
            y -= 0.6
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        p.setPen(pen)
        if is_double:
            p.drawLine(QLineF(x1 - 1, y - 1, x2 + 1, y - 1))
            y += 1.6
        p.drawLine(QLineF(x1 - 1, y, x2 + 1, y))

    # -------------------------------------------------------------------------------------------- in the margin

    def margin(self, p: QPainter, figure: Figure) -> None:
        """Bars, connectors and names."""
        for rail in figure.rails:
            self._rail(p, rail, figure)
        for bar in figure.bars:
            self._bar(p, bar)
        if self.page.names > 0:
            edge = BAR - LANE * (figure.lanes - 1) - 11
            for bar in figure.bars:
                if bar.named and bar.mark.name:
                    self._name(p, bar, edge)

    def _bar(self, p: QPainter, bar: Bar) -> None:
        mark, x = bar.mark, BAR - LANE * bar.lane
        colour = self.ink(mark)
        if self.steps_back(mark) and not self.theme.high_contrast:
            colour = faded(colour, _BAR_DIM)
        pen = QPen(colour, 5 if mark.state == "active" else 3)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        inset = 5.0
        if mark.role == "suggestion":
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setWidthF(2.8 if mark.is_strong else 2.4)
            pen.setDashPattern([2, 1.6])
            inset = 3.0
        p.setPen(pen)
        for each in bar.segments:
            p.drawLine(QLineF(x, each.top + inset, x, each.bottom - inset))
        thin = QPen(colour, 1.2)
        thin.setDashPattern([2, 2])
        p.setPen(thin)
        for upper, lower in zip(bar.segments, bar.segments[1:], strict=False):
            p.drawLine(QLineF(x, upper.bottom - 4, x, lower.top + 4))
        if mark.is_strong:
            self._connect(p, bar, x, colour)

    def _connect(self, p: QPainter, bar: Bar, x: float, colour: QColor) -> None:
        top, bottom = bar.segments[0].top, bar.segments[-1].bottom
        for y in bar.speakers:
            p.setPen(QPen(colour, 1.6))
            if y > bottom:
                p.drawLine(QLineF(x, bottom - 5, x, y))
            elif y < top:
                p.drawLine(QLineF(x, top + 5, x, y))
            p.drawLine(QLineF(x, y, -9, y))
            self._dot(p, y, colour)

    def _dot(self, p: QPainter, y: float, colour: QColor) -> None:
        p.setPen(_NO_PEN)
        p.setBrush(colour)
        p.drawEllipse(dot(y), 2.8, 2.8)
        p.setBrush(_NO_BRUSH)

    def _rail(self, p: QPainter, rail: Rail, figure: Figure) -> None:
        colour = self.ink(rail.mark)
        pen = QPen(colour, 1.6)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        p.setPen(pen)
        p.drawLine(QLineF(RAIL, rail.top, RAIL, rail.bottom))
        if rail.bar is not None:
            lane = next((each.lane for each in figure.bars if each.mark.id == rail.mark.id), 0)
            p.drawLine(QLineF(BAR - LANE * lane, rail.bar, RAIL, rail.bar))
        if rail.speaker is not None:
            p.drawLine(QLineF(RAIL, rail.speaker, -8, rail.speaker))
            self._dot(p, rail.speaker, colour)

    def _name(self, p: QPainter, bar: Bar, edge: float) -> None:
        mark, page, theme = bar.mark, self.page, self.theme
        is_suggested = mark.role == "suggestion"
        font = theme.font(
            page.small, "semibold" if mark.is_strong else "medium", italic=is_suggested and has_italics(mark.name)
        )
        quiet = self.steps_back(mark) or mark.colour is None or (is_suggested and not mark.is_strong)
        ink = theme.text_3 if quiet else theme.speaker_text[(mark.colour or 0) % len(theme.speaker_text)]
        width = page.left + edge - 3
        icon = 12 * page.scale if is_suggested and not page.narrow else 0.0
        shown = (mark.short_name or mark.name) if page.narrow else mark.name
        rows = _name_rows(shown, font, width - (icon + 5 if icon else 0))
        p.setFont(font)
        p.setPen(ink)
        step = round(page.small * 1.25)
        for n, words in enumerate(rows):
            p.drawText(QRectF(edge - width, bar.label + n * step, width, page.line), _NAME, words)
        if icon:
            left = edge - text_width(font, rows[0]) - icon - 5
            paint_icon(p, "sparkles", QRectF(left, bar.label + (page.line - icon) / 2, icon, icon), ink)
