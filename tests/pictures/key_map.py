"""The user guide's key map, made from the table of actions, so that the two never drift apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotator.ui.actions import ACTIONS, ActionSpec

BEGIN, END = "<!-- key map: written by `make pictures` -->\n", "<!-- end of the key map -->\n"

_WORDS = {
    "Return": "Enter", "Del": "Delete", "Ins": "Insert", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓",
}  # fmt: skip
"""What is written on a keyboard, where it is not what Qt calls the key."""

_CAST = "speaker.cast_"


def key_words(key: str) -> str:
    """A key sequence as people read it."""
    parts = key.removesuffix("++").split("+") if key.endswith("++") else [key] if key == "+" else key.split("+")
    if key.endswith("++"):
        parts.append("+")
    return "+".join(_WORDS.get(each, each) for each in parts)


def _keys(spec: ActionSpec) -> str:
    return " ".join(f"`{each}`" for each in dict.fromkeys(map(key_words, spec.keys)))


def _rows() -> Iterator[str]:
    menu = ""
    for spec in ACTIONS:
        if spec.id.startswith(_CAST):
            if spec.id == f"{_CAST}1":
                yield "| | Speaker: that member of the cast; again: its next mention | `1` … `9` | `speaker.cast_1` … |"
            continue
        head = f"**{spec.menu}**" if spec.menu and spec.menu != menu else ""
        menu = spec.menu or menu
        yield f"| {head} | {spec.text.removesuffix('…')} | {_keys(spec)} | `{spec.id}` |".replace("|  |", "| |")


def key_map() -> str:
    """The table, in the order of the menus; each line ends with a newline."""
    head = ("| Menu | What it does | Keys | Id |", "|---|---|---|---|")
    return "".join(f"{row}\n" for row in (*head, *_rows()))


def write_key_map(page: Path) -> None:
    """Put the table between its two marks."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}{key_map()}{END}{after}", encoding="utf-8", newline="\n")
