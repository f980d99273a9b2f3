"""What all annotators of a document agree on and gold does not have yet, as it is previewed before it is taken."""

from __future__ import annotations

from typing import NamedTuple

from annotator.analysis.passages import shown
from annotator.analysis.queue import Item, Queue
from annotator.domain.annotations import Quotation


class Agreed(NamedTuple):
    """One item on which all agree: its key, its first words, and a number that is another when it says another thing.

    The number holds for as long as the program runs.
    """

    key: str
    words: str
    print: int


def agreed_of(queue: Queue, text: str) -> tuple[Agreed, ...]:
    """All of a document's; ``text`` is the document's."""
    return tuple(Agreed(each.key, shown(text, each.place), _print(each)) for each in queue.agreed)


def _print(item: Item) -> int:
    members = tuple(item.group.members.items()) if item.group else ()
    return hash((item.key, *((name, *_said(each)) for name, each in members)))


def _said(each: Quotation) -> tuple[object, ...]:
    """What goes to gold of a quotation, as far as it can be hashed."""
    stances = tuple((one.target, one.target_spans, one.value, one.intensity, one.explicit) for one in each.stances)
    fields = tuple(sorted((key, str(value)) for key, value in each.attributes.items()))
    parties = (each.speakers, each.addressees)
    return each.id, each.content, each.cue, each.cue_absent, *parties, each.type, each.parent, stances, fields
