"""Figures and tables in plain text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

NONE: Final = "n/a"
"""Where there is nothing to count."""


def number(value: float | None) -> str:
    """A figure with two digits."""
    return NONE if value is None else f"{value:.2f}"


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterable[str]:
    """Lines with the first column to the left and all others to the right."""
    whole = [head, *rows]
    widths = [max(len(row[column]) for row in whole) for column in range(len(head))]
    for row in whole:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        yield "  ".join(cells)
