"""The measures of the design, and the size of the interface that scales them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication

from annotator.settings import INTERFACE_RANGE

_INTERFACE = "annotator_interface"
_OWN_TYPE = ("title", "heading", "body", "small", "tiny")
"""Sizes of the window's own type; the others are the article's, which has a zoom of its own."""
_OWN_SIZES = ("top_bar", "header", "status_bar", "control", "control_small", "row", "row_compact", "documents", "card")


@dataclass(frozen=True, slots=True)
class Space:
    """Gaps in pixels, on a grid of 4."""

    xs: int
    s: int
    m: int
    l: int  # noqa: E741 - one of the sizes xs s m l xl xxl
    xl: int
    xxl: int


@dataclass(frozen=True, slots=True)
class Radius:
    """Corner radii in pixels."""

    small: int
    control: int
    card: int
    dialog: int


@dataclass(frozen=True, slots=True)
class Size:
    """Heights and widths in pixels; pairs are for windows of 1200 pixels and more, and below."""

    top_bar: int
    header: int
    status_bar: int
    control: int
    control_small: int
    row: int
    row_compact: int
    documents: tuple[int, int]
    card: tuple[int, int]
    min_window: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Motion:
    """Durations in milliseconds."""

    hover: int
    fade: int
    move: int
    notice: int
    easing: str


@dataclass(frozen=True, slots=True)
class Type:
    """Font families, sizes in pixels and weights."""

    reading_family: str
    ui_family: str
    reading: int
    reading_small: int
    headline: int
    title: int
    heading: int
    body: int
    small: int
    tiny: int
    weights: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Measures:
    """All measures at one size of the interface."""

    space: Space
    radius: Radius
    size: Size
    motion: Motion
    type: Type

    @staticmethod
    def of(data: Mapping[str, Any], interface: int) -> Measures:
        """What a theme's file says, scaled to ``interface`` percent but for the article's type and the radii."""

        def scaled(table: str, names: tuple[str, ...]) -> dict[str, Any]:
            return {
                key: _scaled(value, interface) if key in names else tuple(value) if isinstance(value, list) else value
                for key, value in data[table].items()
            }

        return Measures(
            Space(**scaled("space", tuple(data["space"]))),
            Radius(**data["radius"]),
            Size(**scaled("size", _OWN_SIZES)),
            Motion(**data["motion"]),
            Type(**scaled("type", _OWN_TYPE)),
        )


def use_interface(percent: int) -> None:
    """Set the size of the window's own type and measures.  Widgets take it when they are made: call it before."""
    app = QCoreApplication.instance()
    if app is not None:
        app.setProperty(_INTERFACE, within(percent))


def interface_size() -> int:
    """The size of the window's own type and measures, in percent."""
    app = QCoreApplication.instance()
    return int((app.property(_INTERFACE) if app is not None else None) or 100)


def px(pixels: float) -> int:
    """A measure of the design at 100 %, in pixels at the size that the interface has."""
    return round(pixels * interface_size() / 100)


def within(percent: int) -> int:
    """The nearest size that the interface may have."""
    low, high = INTERFACE_RANGE
    return min(high, max(low, percent))


def _scaled(value: Any, interface: int) -> Any:
    """A measure, or a pair of them, at a size of the interface."""
    if isinstance(value, list):
        return tuple(_scaled(each, interface) for each in value)
    return round(value * interface / 100)
