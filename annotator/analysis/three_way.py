"""Two states of the same objects and the one both come from: what to take, what has to go, and where they disagree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Differences:
    """Ids of objects: ``taken`` are added or changed as the others have them, ``dropped`` are gone at the others.

    ``conflicts`` were changed on both sides, each in another way, or changed on one and removed on the other.
    """

    taken: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()
    conflicts: frozenset[str] = frozenset()


def three_way(base: Mapping[str, str], ours: Mapping[str, str], theirs: Mapping[str, str]) -> Differences:
    """What differs between two states, each told from ``base``: digests by id; an id that is missing is not there.

    Without a base, all that only the others have is taken, all that only we have stays, and what differs is a conflict.
    """
    taken: set[str] = set()
    dropped: set[str] = set()
    conflicts: set[str] = set()
    for id in {*ours, *theirs}:
        before, own, other = base.get(id), ours.get(id), theirs.get(id)
        if other in (own, before):
            continue
        if own != before:
            conflicts.add(id)
        else:
            (dropped if other is None else taken).add(id)
    return Differences(frozenset(taken), frozenset(dropped), frozenset(conflicts))
