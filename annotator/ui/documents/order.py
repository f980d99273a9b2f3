"""The orders in which the documents can be listed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, Protocol, get_args

from annotator.domain.documents import LayerStatus

Order = Literal[
    "project", "title", "date", "source", "status", "quotations", "worked",
    "-project", "-title", "-date", "-source", "-status", "-quotations", "-worked",
]  # fmt: skip
"""What the list is sorted by; with a minus the other way round."""

_ALL: tuple[Order, ...] = get_args(Order)

ORDERS: Mapping[Order, str] = {
    "project": "Project order",
    "title": "Title",
    "date": "Date",
    "source": "Outlet",
    "status": "Status",
    "quotations": "Quotations",
    "worked": "Last worked on",
}
"""The orders and their words: titles, outlets and dates ascend, quotations and work begin with the most and latest."""

_USUAL_MARKS = re.compile("[\u0300-\u036f]+")

_STATUS: Mapping[LayerStatus, int] = {"in_progress": 0, "new": 1, "done": 2, "adjudicated": 3, "skipped": 4}


class Sortable(Protocol):
    """What an order looks at."""

    @property
    def id(self) -> str:
        """The document's id."""

    @property
    def title(self) -> str:
        """The title, or the id where there is none."""

    @property
    def source(self) -> str | None:
        """The outlet."""

    @property
    def date(self) -> str | None:
        """The date of publication, ISO 8601 where it is known well."""

    @property
    def status(self) -> LayerStatus:
        """The status of the annotator's layer."""

    @property
    def quotations(self) -> int:
        """How many quotations the annotator's layer has."""


def folded(text: str) -> str:
    """``text`` for comparing: no case, no accents, no compatibility forms."""
    if text.isascii():
        return text.lower()
    apart = _USUAL_MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    if apart.isascii():
        return apart
    return "".join(character for character in apart if not unicodedata.combining(character))


def order_of(token: str) -> Order:
    """The order that a stored word means; project order for a word that means none."""
    return next((each for each in _ALL if each == token), "project")


def plain(order: Order) -> Order:
    """The order without its direction."""
    return order_of(order.removeprefix("-"))


def turned(order: Order) -> Order:
    """The same order the other way round."""
    return order_of(order.removeprefix("-") if order.startswith("-") else f"-{order}")


def sorted_places(rows: Sequence[Sortable], order: Order, worked: Mapping[str, str]) -> Sequence[int]:
    """The numbers of ``rows`` in that order; equal ones in project order, those without a value last either way.

    ``worked`` says when each document was last worked on, by its id, as text that sorts by time.
    """
    by, backward = plain(order), order.startswith("-")
    if by == "project":
        return range(len(rows) - 1, -1, -1) if backward else range(len(rows))
    values: dict[Order, Callable[[Sortable], Any]] = {
        "title": lambda row: folded(row.title),
        "date": lambda row: row.date,
        "source": lambda row: folded(row.source) if row.source else None,
        "status": lambda row: _STATUS[row.status],
        "quotations": lambda row: row.quotations,
        "worked": lambda row: worked.get(row.id),
    }
    keys = [values[by](row) for row in rows]
    known = [place for place, key in enumerate(keys) if key is not None]
    most_first = by in ("quotations", "worked")
    known.sort(key=lambda place: keys[place], reverse=most_first != backward)
    return [*known, *(place for place, key in enumerate(keys) if key is None)]
