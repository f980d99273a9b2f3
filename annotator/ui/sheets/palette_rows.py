"""What the command palette offers and how it is found: pure, but for rapidfuzz, which is loaded when first asked."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from annotator.ui.enabling import Situation

Group = Literal["actions", "entities", "articles"]
Hit = tuple[int, int]

GROUPS: dict[Group, str] = {"actions": "Commands", "entities": "Entities", "articles": "Articles"}
"""The groups in the order they are listed, with their headings."""
SIGNS: dict[str, Group] = {">": "actions", "@": "entities", "#": "articles"}
"""What typed first restricts the palette to one group."""

_FUZZY_FROM = 3
_CUT = 72.0


@dataclass(frozen=True, slots=True)
class PaletteRow:
    """Something to run or to open.

    ``detail`` stands beside the words in grey (a menu, a kind, an outlet and a date).  ``keys`` are keycaps.  ``why``
    says why it cannot be done now; a row that has one is grey and does nothing.
    """

    group: Group
    id: str
    text: str
    run: Callable[[], object]
    detail: str = ""
    icon: str = ""
    keys: tuple[str, ...] = ()
    why: str = ""


Source = Callable[[str], Sequence[PaletteRow]]
"""Gives the rows for some words: all it has, or those that may match; the palette ranks them and keeps the best."""


def asked(typed: str) -> tuple[Group | None, str]:
    """The group that what was typed is restricted to, and the words."""
    typed = typed.lstrip()
    group = SIGNS.get(typed[:1])
    return group, (typed[1:] if group else typed).strip()


def ranked(words: str, rows: Sequence[PaletteRow], recent: Sequence[str] = (), most: int = 50) -> list[PaletteRow]:
    """The rows that match, best first: whole beginnings of words, parts of words, then what is spelled alike.

    Without words all of them, in their order.  Among equals what can be run comes first, then what was used last:
    ``recent`` are ids, the latest first.
    """
    if not words:
        return list(rows[:most])
    wanted = _folded(words)
    likeness = _alike(wanted, rows)
    scored: list[tuple[tuple[float, ...], PaletteRow]] = []
    for number, row in enumerate(rows):
        literal = _literal(wanted, _folded(row.text))
        if not literal and row.detail:
            literal = _literal(wanted, _folded(f"{row.text} {row.detail}")) / 2
        alike = likeness.get(number, 0.0)
        if literal or alike:
            lately = recent.index(row.id) if row.id in recent else len(recent)
            scored.append(((-literal, bool(row.why), lately, -alike, number), row))
    scored.sort(key=lambda each: each[0])
    return [row for _, row in scored[:most]]


def hits(words: str, text: str) -> tuple[Hit, ...]:
    """Where the words stand in a text, to be marked: ranges of code points, ordered and disjoint."""
    marked: set[int] = set()
    plain, places = _folded_with_places(text)
    for word in _folded(words).split():
        at = _word_start(plain, word)
        at = plain.find(word) if at < 0 else at
        if at >= 0:
            marked.update(places[at : at + len(word)])
        else:
            marked.update(places[n] for n in _scattered(plain, word))
    ranges: list[Hit] = []
    for at in sorted(marked):
        if ranges and ranges[-1][1] == at:
            ranges[-1] = (ranges[-1][0], at + 1)
        else:
            ranges.append((at, at + 1))
    return tuple(ranges)


def why_not(id: str, now: Situation) -> str:
    """Why an action that is not enabled cannot be done now, in a few words."""
    family = id.partition(".")[0]
    reasons = (
        (not now.project, "no project is open"),
        (not now.writable and family not in ("document", "edit", "view"), "read only here"),
        (family in ("review", "feedback") and not now.reviewing, "in the Review view only"),
        (family in ("review", "feedback"), "nothing here to decide in that way"),
        (id == "edit.undo", "nothing to undo"),
        (id == "edit.redo", "nothing to do again"),
        (not now.article, "no article is open"),
        (not now.editing and family not in ("document", "file"), "not in this view"),
        (id == "edit.copy", "nothing is selected"),
        (family == "ghost" and not now.ghost, "nothing is proposed"),
        (family == "suggestion" and not now.suggestions, "no suggestion is left"),
        (family == "suggestion", "no suggestion is in focus"),
        (not now.writable, "read only here"),
    )
    return next((words for holds, words in reasons if holds), "not possible now")


# ------------------------------------------------------------------------------------------------ matching


@lru_cache(maxsize=65_536)
def _folded(text: str) -> str:
    """A text without case and accents."""
    return text.casefold() if text.isascii() else _folded_with_places(text)[0]


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """A text without case and accents, and where in the text each of its characters comes from."""
    out: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        bare = "".join(each for each in unicodedata.normalize("NFKD", char) if not unicodedata.combining(each))
        for each in bare.casefold():
            out.append(each)
            places.append(at)
    return "".join(out), places


def _literal(wanted: str, text: str) -> float:
    """How well the words stand in a text as they are: 0 not at all, else 2 to 6."""
    if text.startswith(wanted):
        return 6
    words = wanted.split()
    if all(_word_start(text, each) >= 0 for each in words):
        return 5 if wanted in text else 4
    return 2 if all(each in text for each in words) else 0


def _word_start(text: str, word: str) -> int:
    """Where a word of the text begins with ``word``, or -1."""
    at = text.find(word)
    while at > 0 and text[at - 1].isalnum():
        at = text.find(word, at + 1)
    return at


def _scattered(text: str, word: str) -> list[int]:
    """Where the letters of a word stand one after the other, as far as they do."""
    found: list[int] = []
    at = 0
    for letter in word:
        place = text.find(letter, at)
        if place >= 0:
            found.append(place)
            at = place + 1
    return found


def _alike(wanted: str, rows: Iterable[PaletteRow]) -> dict[int, float]:
    """The rows whose words are spelled like the wanted ones, by their number, with a likeness of 0…100."""
    if len(wanted) < _FUZZY_FROM:
        return {}
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - the window starts without it

    texts = [_folded(row.text) for row in rows]
    found = process.extract(wanted, texts, scorer=fuzz.partial_ratio, score_cutoff=_CUT, limit=200)
    return {number: score for _, score, number in found}
