"""Boosted trees as they are stored and used: plain numbers, a sum of what each tree says."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Node(NamedTuple):
    """A place in a tree: where ``feature`` is at most ``value`` it goes on at ``left``, else at ``right``.

    A leaf has no feature (-1), and ``value`` is what it says.
    """

    feature: int
    value: float
    left: int = 0
    right: int = 0


Tree = tuple[Node, ...]
"""The root is the first node."""


@dataclass(frozen=True, slots=True)
class Trees:
    """Log odds as ``base`` and what each tree adds."""

    base: float
    trees: tuple[Tree, ...]

    def total(self, features: Sequence[float]) -> float:
        """The log odds for some features."""
        total = self.base
        for tree in self.trees:
            node = tree[0]
            while node.feature >= 0:
                node = tree[node.left if features[node.feature] <= node.value else node.right]
            total += node.value
        return total


def stored(trees: Trees) -> list[object]:
    """Trees as JSON holds them: the base, then each tree as a list of nodes."""
    rows = [
        [[each.value] if each.feature < 0 else [each.feature, each.value, each.left, each.right] for each in tree]
        for tree in trees.trees
    ]
    return [trees.base, *rows]


def restored(rows: object, features: int) -> Trees:
    """Trees as `stored` wrote them, for so many features.  Raises ValueError where they are none."""
    if not isinstance(rows, list) or not rows or not _is_number(rows[0]):
        raise ValueError("no trees")
    return Trees(float(rows[0]), tuple(_tree(each, features) for each in rows[1:]))


def _tree(rows: object, features: int) -> Tree:
    if not isinstance(rows, list) or not rows:
        raise ValueError("a tree without nodes")
    return tuple(_node(row, at, len(rows), features) for at, row in enumerate(rows))


def _node(row: object, at: int, count: int, features: int) -> Node:
    """A node; those that it leads to stand behind it, so that every walk ends."""
    if not isinstance(row, list) or not all(map(_is_number, row)):
        raise ValueError("a node that is no numbers")
    if len(row) == 1:
        return Node(-1, float(row[0]))
    feature, value, left, right = row
    ahead = all(isinstance(each, int) and at < each < count for each in (left, right))
    if not isinstance(feature, int) or not 0 <= feature < features or not ahead:
        raise ValueError("a node that leads nowhere")
    return Node(feature, float(value), left, right)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
