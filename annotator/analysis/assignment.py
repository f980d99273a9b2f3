"""The best way to pair two sides: an exact assignment of greatest weight (Kuhn 1955, Munkres 1957)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

Edge = tuple[int, int]

_UNIT = 10**9
"""Weights are compared to nine digits, as whole numbers: so that sums are exact and nothing depends on their order."""


def heaviest(weights: Mapping[Edge, float], order: Sequence[Edge]) -> list[Edge]:
    """The set of edges, at most one at each node, whose weights sum to most.

    Nodes are numbered on each side.  ``order`` holds all edges, and of several best sets the one is taken that has the
    first edge of ``order`` in which they differ: so the answer is always the same.
    """
    chosen: list[Edge] = []
    for part in _parts(order):
        chosen += _solved(weights, part)
    return chosen


def _parts(order: Sequence[Edge]) -> list[list[Edge]]:
    """The edges of each connected part, in their order."""
    parent: dict[tuple[int, int], tuple[int, int]] = {}

    def root(node: tuple[int, int]) -> tuple[int, int]:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for left, right in order:
        parent[root((0, left))] = root((1, right))
    found: defaultdict[tuple[int, int], list[Edge]] = defaultdict(list)
    for edge in order:
        found[root((0, edge[0]))].append(edge)
    return list(found.values())


def _solved(weights: Mapping[Edge, float], edges: list[Edge]) -> list[Edge]:
    if len(edges) == 1:
        return edges
    lefts = sorted({left for left, _ in edges})
    rights = sorted({right for _, right in edges})
    # a power of two for each edge makes every sum another: the earlier edge outweighs all later ones together
    whole = {
        edge: (round(weights[edge] * _UNIT) << len(edges)) + (1 << (len(edges) - 1 - rank))
        for rank, edge in enumerate(edges)
    }
    if len(lefts) == 1 or len(rights) == 1:
        return [max(edges, key=whole.__getitem__)]
    turned = len(lefts) > len(rights)
    rows, columns = (rights, lefts) if turned else (lefts, rights)
    table = [[whole.get((column, row) if turned else (row, column), 0) for column in columns] for row in rows]
    pairs = ((rows[row], columns[column]) for row, column in _assigned(table))
    found = {(column, row) if turned else (row, column) for row, column in pairs}
    return [edge for edge in edges if edge in found]


def _assigned(table: list[list[int]]) -> list[tuple[int, int]]:
    """A column for each row so that the sum is greatest; no more rows than columns.

    Shortest augmenting paths with potentials: O(rows² · columns).
    """
    rows, columns = len(table), len(table[0])
    of_row, of_column = [0] * (rows + 1), [0] * (columns + 1)
    taken, way = [0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        taken[0] = row
        _augment(table, of_row, of_column, taken, way)
    return [(taken[column] - 1, column - 1) for column in range(1, columns + 1) if taken[column]]


def _augment(table: list[list[int]], of_row: list[int], of_column: list[int], taken: list[int], way: list[int]) -> None:
    columns = len(of_column) - 1
    least: list[int | None] = [None] * (columns + 1)
    used = [False] * (columns + 1)
    at = 0
    while True:
        used[at] = True
        row = taken[at]
        step, following = None, 0
        for column in range(1, columns + 1):
            if used[column]:
                continue
            cost = -table[row - 1][column - 1] - of_row[row] - of_column[column]
            known = least[column]
            if known is None or cost < known:
                least[column], way[column], known = cost, at, cost
            if step is None or known < step:
                step, following = known, column
        step = step or 0
        for column in range(columns + 1):
            if used[column]:
                of_row[taken[column]] += step
                of_column[column] -= step
            elif (known := least[column]) is not None:
                least[column] = known - step
        at = following
        if not taken[at]:
            break
    while at:
        taken[at] = taken[way[at]]
        at = way[at]
