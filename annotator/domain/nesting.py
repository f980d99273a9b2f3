"""Which quotation stands inside which: parents that are kept up to date, and never a circle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from annotator.domain.annotations import Quotation
from annotator.domain.text import Spans, covered, total_length


def parent_of(quotation: Quotation, quotations: Mapping[str, Quotation]) -> str | None:
    """The id of the smallest of ``quotations`` whose fragments hold all of this one's, or None.

    Of two with the same content neither holds the other.  One that already stands inside this one, because a person
    said so, is passed over.
    """
    own = total_length(quotation.content)
    around = (
        (total_length(each.content), each.start, each.id)
        for each in quotations.values()
        if each.start <= quotation.start
        and each.end >= quotation.end
        and total_length(each.content) > own
        and covered(each.content, quotation.content)
    )
    for _, _, id in sorted(around):
        if not is_inside(id, quotation.id, quotations):
            return id
    return None


def renested(quotations: Mapping[str, Quotation], changed: Iterable[str]) -> list[Quotation]:
    """The quotations whose automatic parent is another, now that the content of ``changed`` is what it is.

    ``changed`` may hold ids that are no longer there: what stood in them moves up.  Parents set by hand stay.
    """
    changed = set(changed)
    around = [(each.start, each.end, each.content) for each in (quotations[id] for id in changed if id in quotations)]
    affected = {
        each.id
        for each in quotations.values()
        if each.parent_origin == "auto"
        and (each.id in changed or each.parent in changed or _covered(around, each.content))
    }
    current = {id: replace(each, parent=None) if id in affected else each for id, each in quotations.items()}
    for id in affected:
        current[id] = replace(current[id], parent=parent_of(current[id], current))
    return [current[id] for id in quotations if current[id].parent != quotations[id].parent]


def _covered(around: Iterable[tuple[int, int, Spans]], content: Spans) -> bool:
    """Whether one of the contents ``around``, given with their starts and ends, holds all of ``content``."""
    start, end = content[0].start, content[-1].end
    return any(low <= start and end <= high and covered(outer, content) for low, high, outer in around)


def is_inside(id: str | None, other: str, quotations: Mapping[str, Quotation]) -> bool:
    """Whether a quotation is ``other`` or stands, over however many steps, inside it."""
    seen: set[str] = set()
    while id is not None and id not in seen:
        if id == other:
            return True
        seen.add(id)
        id = quotations[id].parent if id in quotations else None
    return False
