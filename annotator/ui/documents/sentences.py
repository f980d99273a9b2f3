"""What the documents panel says about its list: how many there are, why there are none."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.ui.documents.menus import SHOWN_WORDS
from annotator.ui.documents.model import Shown, count

TIPS: Mapping[Shown, str] = {"todo": "Documents to do", "done": "Documents done or skipped", "all": "All documents"}
"""What each chip stands for."""

_ENDS: Mapping[Shown, str] = {
    "todo": " to do", "done": " done", "all": "", "skipped": " skipped", "problems": " with problems",
    "noted": " with a note", "copies": " with copies",
}  # fmt: skip
_NONE: Mapping[Shown, str] = {
    "todo": "Nothing left to do: {0:,} of {0:,} done.",
    "done": "No document is done yet.",
    "all": "",
    "skipped": "No document is skipped.",
    "problems": "No document has open problems.",
    "noted": "No document has a note.",
    "copies": "No document has a copy here.",
}


def counted_words(shown: Shown, counts: Mapping[Shown, int], *, short: bool) -> str:
    """How many documents there are of a kind; without the word where it has to be ``short``."""
    number = counts[shown]
    return (f"{number:,}" if short and shown != "all" else count(number, "document")) + _ENDS[shown]


def nothing_words(words: str, shown: Shown, total: int, trouble: str) -> tuple[str, str]:
    """Why none of ``total`` documents is listed, and the way out; ``trouble`` is what is wrong with the search."""
    if trouble:
        return trouble, "Clear the search"
    if words:
        where = "" if shown == "all" else f" in {SHOWN_WORDS[shown]}"
        way_out = f"Search all {total:,}" if where else "Clear the search"
        return f"No document matches “{words}”{where}.", way_out
    return _NONE[shown].format(total), f"Show all {total:,}"
