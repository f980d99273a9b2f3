"""The measures of the reading column: fonts, leading, margins, width."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontMetricsF

from annotator.ui.look.theme import Theme

WIDE = 1200
"""Width of a window, in pixels, from which the margins are wide and the type is large."""
MEASURE = 72
"""Characters of a full line."""

_LEADING = (29 / 17, 27 / 16)
"""Height of a line in sizes of the type, in wide and in narrow windows."""
_ROOMY = (37 / 17, 35 / 16)
_SAMPLE = "the quick brown fox said that she would not accept a plan, and left for Oslo on Tuesday"
_FEWEST = 22
"""Characters that must fit into a line, else the margin with the names is given up."""


@dataclass(frozen=True, slots=True)
class Page:
    """Measures in pixels, at a zoom and for a width.

    ``left`` is where the column begins, ``width`` its width, ``line`` the height of a line (``ascent`` and ``descent``
    are those of the body font, ``half`` the air above and below them), ``gap`` the air after a paragraph.  ``names`` is
    the width that names in the margin may take, bars included; 0 where there is no place for them.
    """

    body: QFont
    title: QFont
    small: int
    narrow: bool
    left: float
    width: float
    top: float
    bottom: float
    line: float
    ascent: float
    descent: float
    half: float
    gap: float
    title_line: float
    title_gap: float
    names: float
    character: float
    """Average advance of a character."""
    scale: float
    """How much larger than at 100 % what stands in the margins is."""

    @staticmethod
    def of(theme: Theme, zoom: int, width: int, *, narrow: bool, roomy: bool = False) -> Page:
        """The measures for a viewport ``width`` pixels wide; ``zoom`` in percent.

        A ``roomy`` page has air under its lines, for what several annotators say of the same words.
        """
        factor = zoom / 100
        scale = min(1.5, max(0.75, factor))
        size = theme.type.reading_small if narrow else theme.type.reading
        body = theme.font(max(6, round(size * factor)), "regular", "reading")
        title = theme.font(max(8, round(theme.type.headline * factor)), "semibold", "reading")
        metrics = QFontMetricsF(body)
        character = metrics.horizontalAdvance(_SAMPLE) / len(_SAMPLE)
        px = body.pixelSize()
        leading = _ROOMY if roomy else _LEADING
        line = float(round(px * leading[narrow]))
        names, air = ((88, 20) if narrow else (136, 28)) if width else (0, 0)
        margin = round(names * scale)
        if width - margin - air < _FEWEST * character:
            margin, names = min(round(40 * scale), width // 6), 0
        room = max(8 * character, float(width - margin - air))
        column = float(min(round(character * MEASURE), round(room)))
        left = margin + max(0.0, float((width - margin - air - column) // 2))
        return Page(
            body=body,
            title=title,
            small=round((theme.type.tiny if narrow else theme.type.small) * scale),
            narrow=narrow,
            left=left,
            width=column,
            top=float(round(28 * scale)),
            bottom=float(round(48 * scale)),
            line=line,
            ascent=metrics.ascent(),
            descent=metrics.descent(),
            half=max(0.0, line - metrics.ascent() - metrics.descent()) / 2,
            gap=float(round(px * 0.72)),
            title_line=float(round(title.pixelSize() * 1.36)),
            title_gap=float(round(px * 0.8)),
            names=left - 24 if names else 0.0,
            character=character,
            scale=scale,
        )
