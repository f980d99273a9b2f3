"""The colours of a chart: a ramp from low to high, and the ink that can be read on each of its steps.

Colour only repeats what a cell's text says.
"""

from __future__ import annotations

from PySide6.QtGui import QColor

from annotator.ui.look.theme import Theme

_READABLE = 4.5
"""WCAG 2: the contrast that small text needs."""


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of two colours, 1…21 (WCAG 2)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def ink_on(theme: Theme, ground: QColor) -> QColor:
    """The ink that can be read on ``ground``: one of the theme's, else pure black or white.

    Near the middle of a ramp neither ink of a theme reaches 4.5:1.
    """
    for each in (theme.text, theme.page):
        if contrast(each, ground) >= _READABLE:
            return each
    return max((QColor("black"), QColor("white")), key=lambda each: contrast(each, ground))


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """``one`` with a share, 0…1, of ``other``."""
    first = (one.redF(), one.greenF(), one.blueF())
    second = (other.redF(), other.greenF(), other.blueF())
    return QColor.fromRgbF(*(a + (b - a) * share for a, b in zip(first, second, strict=True)))


def ramp(theme: Theme, share: float) -> QColor:
    """The step of the theme's ramp at 0…1; what lies beyond takes its ends."""
    steps = theme.chart_ramp
    at = min(1.0, max(0.0, share)) * (len(steps) - 1)
    low = min(int(at), len(steps) - 2)
    return mixed(steps[low], steps[low + 1], at - low)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
