"""The number of an annotator's line and letter, with the number of their colour.  No Qt here."""

from __future__ import annotations

from typing import Self

from annotator.operations.colouring import COLOURS


class Style(int):
    """Which line and which letter's plate an annotator has: a number from 0.

    ``colour`` is the number of the colour: the one chosen for them, else that of the line.
    """

    colour: int

    def __new__(cls, number: int, chosen: str | None = None) -> Self:
        """The style with that number, in the colour ``chosen`` (see `annotator.operations.colouring.COLOURS`)."""
        made = super().__new__(cls, number)
        made.colour = COLOURS.index(chosen) if chosen in COLOURS else number
        return made


def colour_number(style: int) -> int:
    """The number of the colour of a style; a bare number is its own."""
    return style.colour if isinstance(style, Style) else style
