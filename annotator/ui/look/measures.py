"""The measures of the design, in pixels at 100 %."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

NARROW: Final = 1200
"""Width in pixels below which a view folds what it can: panes, tiles in a row, menus in place of lists."""


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
    """All measures."""

    space: Space
    radius: Radius
    size: Size
    motion: Motion
    type: Type

    @staticmethod
    def of(data: Mapping[str, Any]) -> Measures:
        """What a theme's file says."""

        def table(name: str) -> dict[str, Any]:
            return {key: tuple(value) if isinstance(value, list) else value for key, value in data[name].items()}

        return Measures(
            Space(**table("space")),
            Radius(**table("radius")),
            Size(**table("size")),
            Motion(**table("motion")),
            Type(**table("type")),
        )
