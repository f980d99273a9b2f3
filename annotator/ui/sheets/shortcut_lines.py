"""What the sheet of keys holds: the lines of the table of actions by menu, found by words, printed, put in columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.ui.key_map import KeyMap

_RANGES = {
    "speaker.cast_": "Speaker from the cast",
    "quotation.confidence_": "Confidence",
    "review.take_": "Take that annotator's version",
}
"""Actions that differ only in a digit, by the beginning of their ids: one line while none of them was changed."""


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One line of the sheet: an action's id (empty for a key that cannot be rebound), its words and its keys."""

    id: str
    text: str
    keys: tuple[tuple[str, ...], ...]

    @property
    def spoken(self) -> str:
        """How it is read aloud and printed: ``Add fragment, + or Ins``."""
        return f"{self.text}, {self.keys_text}" if self.keys else f"{self.text}, no key"

    @property
    def keys_text(self) -> str:
        """All its keys in words."""
        return " or ".join(" ".join(each) for each in self.keys)


@dataclass(frozen=True, slots=True)
class KeyBlock:
    """Lines that stand together: a menu's, or those between two separators of a menu."""

    menu: str
    lines: tuple[KeyLine, ...]
    first: bool


PAD = KeyBlock(
    "In the stance pad",
    (
        KeyLine("", "Against", (("←",),)),
        KeyLine("", "Neutral", (("↓",),)),
        KeyLine("", "Favour", (("→",),)),
        KeyLine("", "Unclear", (("↑",),)),
        KeyLine("", "Strength", (("1", "2", "3"),)),
        KeyLine("", "Explicit or inferred", (("E",),)),
        KeyLine("", "Keep the stance", (("↵",),)),
    ),
    first=True,
)
"""The keys that act inside the stance pad; they are no actions."""


def blocks_of(keys: KeyMap, *, unbound: bool = False) -> tuple[KeyBlock, ...]:
    """The sheet's blocks for a key map; actions without a key only if they are asked for."""
    out: list[KeyBlock] = []
    lines: list[KeyLine] = []
    menu, begun = "", set[str]()

    def close() -> None:
        if lines:
            out.append(KeyBlock(menu, tuple(lines), menu not in begun))
            begun.add(menu)
            lines.clear()

    for spec in keys.specs:
        if (spec.menu and spec.menu != menu) or spec.apart:
            close()
            if menu == "Stance" and spec.menu != "Stance":
                out.append(PAD)
        menu = spec.menu or menu
        caps = keys.caps(spec.id)
        series = _series(keys, spec.id)
        if series:
            if spec.id == series[0]:
                lines.append(KeyLine(spec.id, _RANGES[spec.id[:-1]], (_range(keys, series),)))
        elif caps or unbound:
            lines.append(KeyLine(spec.id, spec.text.removesuffix("…"), caps))
    close()
    return tuple(out)


def _series(keys: KeyMap, id: str) -> tuple[str, ...]:
    """The ids of the actions that share a line with this one; none if it has its own."""
    if id[:-1] not in _RANGES:
        return ()
    series = tuple(each.id for each in keys.specs if each.id[:-1] == id[:-1])
    return () if any(keys.is_changed(each) for each in series) else series


def _range(keys: KeyMap, series: Sequence[str]) -> tuple[str, ...]:
    """The keycaps of a series: those of the first, and the last digit."""
    return (*keys.caps(series[0])[0], "–", keys.caps(series[-1])[0][-1])


def matches(line: KeyLine, menu: str, words: str) -> bool:
    """Whether a line answers to what is looked for: words of it or of its menu, or a key of it.

    ``Ctrl+E`` is that key and no other; ``ctrl e`` are keys that must be in it.
    """
    words = words.strip().casefold()
    keys = [{cap.casefold() for cap in each} for each in line.keys]
    if words.find("+", 1, -1) > 0:
        parts = [*words.removesuffix("++").split("+"), "+"] if words.endswith("++") else words.split("+")
        return {_SIGNS.get(each, each) for each in parts} in keys
    text = f"{line.text} {menu} {line.keys_text}".casefold()
    caps = set().union(*keys)
    return all(_SIGNS.get(each, each) in caps or (len(each) > 1 and each in text) for each in words.split())


_SIGNS = {
    "shift": "⇧", "enter": "↵", "return": "↵", "backspace": "⌫", "left": "←", "right": "→", "up": "↑", "down": "↓",
    "delete": "del", "insert": "ins",
}  # fmt: skip


def as_text(blocks: Sequence[KeyBlock]) -> str:
    """The sheet as plain text, one line an action."""
    lines = [line for block in blocks for line in block.lines]
    width = max((len(each.keys_text) for each in lines), default=0)
    out: list[str] = []
    for block in blocks:
        if block.first:
            out += ["", block.menu, "-" * len(block.menu)]
        out += [f"{line.keys_text:<{width}}  {line.text}".rstrip() for line in block.lines]
    return "\n".join(["Keys of Annotator", *out, ""])


LINE, HEADING, GAP, APART = 24, 26, 12, 6
"""Heights in pixels at 100 %: a line, a heading, the air above a heading and above the next lines of a menu."""


def _height(block: KeyBlock, *, top: bool) -> int:
    head = HEADING + (0 if top else GAP) if block.first or top else APART
    return head + LINE * len(block.lines)


def balanced(blocks: Sequence[KeyBlock], count: int) -> list[list[int]]:
    """The blocks' numbers in at most ``count`` columns, in order, the highest column as low as can be."""
    low = max((_height(each, top=True) for each in blocks), default=0)
    high = sum(_height(each, top=True) + GAP for each in blocks)
    while low < high:
        middle = (low + high) // 2
        if len(_filled(blocks, middle)) <= count:
            high = middle
        else:
            low = middle + 1
    return _filled(blocks, low)


def _filled(blocks: Sequence[KeyBlock], limit: int) -> list[list[int]]:
    columns: list[list[int]] = []
    used = 0
    for number, block in enumerate(blocks):
        if columns and used + _height(block, top=False) <= limit:
            used += _height(block, top=False)
            columns[-1].append(number)
        else:
            columns.append([number])
            used = _height(block, top=True)
    return columns
