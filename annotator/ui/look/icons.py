"""Lucide icons, tinted and drawn as vectors, and the two kinds of glyph that we draw ourselves."""

from __future__ import annotations

import functools
import importlib.resources
import struct
import zlib

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtSvg import QSvgRenderer

from annotator.ui.look.theme import Theme, text_width

STROKE = 1.75
_ENTRY = struct.Struct("<4s6xH8xI4xH12xI")
"""Of an entry: signature, method, packed size, length of the name, where the file stands."""
_BEFORE = struct.Struct("<26xHH")
"""Before a file: lengths of its name and of its extra field."""

KIND_ICONS = {
    "person": "user",
    "organisation": "building-2",
    "place": "map-pin",
    "group": "users",
    "event": "calendar-days",
    "law": "scale",
    "date": "clock",
    "document": "file-text",
    "issue": "megaphone",
}
"""Icon of each entity kind; see `kind_icon`."""

STANCE_ICONS = {"against": "minus", "neutral": "equal", "favour": "plus", "unclear": "circle-question-mark"}
"""Sign of each stance value."""


def kind_icon(kind: str | None) -> str:
    """The icon of an entity kind; a kind of the project's own has a tag."""
    return KIND_ICONS.get(kind or "", "tag")


def paint_icon(painter: QPainter, name: str, rect: QRectF, colour: QColor, stroke: float = STROKE) -> None:
    """Draw an icon in ``rect``, sharp at every scale.  Raises KeyError for a name that Lucide does not have."""
    renderer = _renderer(name, colour.name(), stroke)
    painter.save()
    painter.setOpacity(painter.opacity() * colour.alphaF())
    renderer.render(painter, QRectF(rect))
    painter.restore()


@functools.cache
def _archive() -> bytes:
    return (importlib.resources.files("lucide") / "lucide.zip").read_bytes()


@functools.cache
def _svg(name: str) -> str:
    """One file of the zip, found by its name alone: to read the list of all 1,700 takes as long as a whole start.

    See APPNOTE.TXT, 4.3.12 (an entry of the list) and 4.3.7 (what stands before a file).  Raises KeyError.
    """
    packed, wanted = _archive(), f"{name}.svg".encode()
    at = packed.rfind(wanted)
    while at >= 0:
        entry = at - _ENTRY.size
        signature, method, size, length, start = _ENTRY.unpack_from(packed, entry) if entry >= 0 else (b"", 0, 0, 0, 0)
        if signature == b"PK\x01\x02" and length == len(wanted):
            data = start + _BEFORE.size + sum(_BEFORE.unpack_from(packed, start))
            raw = packed[data : data + size]
            return (zlib.decompress(raw, -zlib.MAX_WBITS) if method else raw).decode("utf-8")
        at = packed.rfind(wanted, 0, at)
    raise KeyError(name)


@functools.lru_cache(maxsize=512)
def _renderer(name: str, colour: str, stroke: float) -> QSvgRenderer:
    drawn = _svg(name).replace("currentColor", colour).replace('stroke-width="2"', f'stroke-width="{stroke}"')
    return QSvgRenderer(QByteArray(drawn.encode("utf-8")))


def paint_status(painter: QPainter, theme: Theme, rect: QRectF, status: str, fraction: float = 0.0) -> None:
    """A document's status, shape first: new a dashed ring, in_progress a pie, done a check, skipped a slash."""
    ring = QRectF(rect).adjusted(1, 1, -1, -1)
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if status == "in_progress":
        painter.setPen(QPen(theme.accent, 1.6))
        painter.drawEllipse(ring)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.accent)
        painter.drawPie(ring.adjusted(2.6, 2.6, -2.6, -2.6), 90 * 16, round(-max(fraction, 0.12) * 360 * 16))
    elif status in ("done", "adjudicated"):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.ok)
        painter.drawEllipse(ring)
        paint_icon(painter, "check", ring.adjusted(2.4, 2.6, -2.4, -2.2), theme.raised, 3.2)
    elif status == "skipped":
        painter.setPen(QPen(theme.text_3, 1.5))
        painter.drawEllipse(ring)
        low, high = QPointF(ring.x() + 2.6, ring.bottom() - 2.6), QPointF(ring.right() - 2.6, ring.y() + 2.6)
        painter.drawLine(low, high)
    else:
        pen = QPen(theme.text_3, 1.5)
        pen.setDashPattern([1.6, 1.6])
        painter.setPen(pen)
        painter.drawEllipse(ring)
    painter.restore()


def paint_stance(painter: QPainter, theme: Theme, rect: QRectF, value: str | None, intensity: int | None) -> None:
    """A small plate with the sign of a stance and, if given, its strength: −2, +1, =."""
    ink = theme.stance.get(f"{value}_text", theme.text_2)
    number = str(intensity) if intensity else ""
    font = theme.font("small", "semibold")
    side = 11.0
    width = side + (1 + text_width(font, number) if number else 0)
    x = rect.center().x() - width / 2
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.stance.get(f"{value}_soft", theme.sunken))
    painter.drawRoundedRect(rect, theme.radius.small, theme.radius.small)
    sign = STANCE_ICONS.get(value or "", "circle-question-mark")
    paint_icon(painter, sign, QRectF(x, rect.center().y() - side / 2, side, side), ink, 3)
    if number:
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(QRectF(x + side + 1, rect.y(), 12, rect.height()), Qt.AlignmentFlag.AlignVCenter, number)
    painter.restore()
