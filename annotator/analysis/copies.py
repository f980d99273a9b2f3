"""Which articles are copies of each other: the same agency text in nine outlets, cut, retitled, lightly edited.

Two texts are near-duplicates where half of their runs of four words are the same (Broder 1997).  That share is
estimated from a fingerprint of 256 bytes, the MinHash of the runs of words, which the library ``rensa`` computes;
candidates are found by bands of four of its values (locality-sensitive hashing, Indyk & Motwani 1998), so that no
text has to be compared with all others: two that share half of their runs are missed once in eight times, two that
share two thirds once in seven hundred.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from operator import eq

VALUES = 128
"""Values of a fingerprint; the estimate's standard error is at most 1 / (2 √128) = 0.044."""
ALIKE = 0.5
"""From this share of common runs of words on, one text counts as a copy of the other."""

_RUN = 4
_SEED = 42
_BAND = 8
"""Bytes of a band: four values."""
_WORD = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]|\\w+")
_PACKED = struct.Struct(f"<{VALUES}H")

Print = bytes
"""The fingerprint of a text."""


def fingerprint(text: str) -> Print:
    """The fingerprint of a text, the same on every machine; case, blanks and punctuation do not count."""
    from rensa import RMinHash  # noqa: PLC0415 - a library of its own, not needed before there is something to compare

    words = [each.group() for each in _WORD.finditer(text.casefold())] or [text]
    runs = [" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))]
    hashed = RMinHash(num_perm=VALUES, seed=_SEED)
    hashed.update(runs)
    return _PACKED.pack(*(each & 0xFFFF for each in hashed.digest()))


def resemblance(a: Print, b: Print) -> float:
    """The estimated share of runs of words that two texts have in common, 0…1."""
    same: int = sum(map(eq, memoryview(a).cast("H"), memoryview(b).cast("H")))
    return same / VALUES


def alike(prints: Sequence[tuple[str, Print]], fresh: Container[str] | None = None) -> Iterator[tuple[str, str, float]]:
    """Pairs of ids whose texts are copies, the one that comes earlier first, with their resemblance.

    With ``fresh`` only pairs with one of these.  Of many copies of one text not all pairs come, but enough to tell that
    they belong together.
    """
    told: set[tuple[str, str]] = set()
    for at in range(0, VALUES * 2, _BAND):
        first: dict[bytes, tuple[str, Print]] = {}
        for one in prints:
            other = first.setdefault(one[1][at : at + _BAND], one)
            pair = (other[0], one[0])
            if other is one or pair in told or not (fresh is None or one[0] in fresh or other[0] in fresh):
                continue
            told.add(pair)
            share = resemblance(other[1], one[1])
            if share >= ALIKE:
                yield (*pair, share)


def grouped(prints: Sequence[tuple[str, Print]]) -> dict[str, str]:
    """For each text that has copies the id of the first of them, which stands for all; those without have no entry."""
    leader: dict[str, str] = {}

    def root(id: str) -> str:
        while (above := leader.get(id, id)) != id:
            leader[id] = leader.get(above, above)
            id = above
        return id

    place = {id: number for number, (id, _) in enumerate(prints)}
    for one, other, _ in alike(prints):
        a, b = sorted((root(one), root(other)), key=place.__getitem__)
        leader.setdefault(a, a)
        leader[b] = a
    return {id: root(id) for id in leader}


def nearest(
    incoming: Sequence[tuple[str, Print]], known: Iterable[tuple[str, Print]]
) -> Mapping[str, tuple[str, float]]:
    """For each incoming text the text that it is most like, among the known and those that come in before it."""
    ids = {id for id, _ in incoming}
    best: dict[str, tuple[str, float]] = {}
    for one, other, share in alike([*known, *incoming], ids):
        if other in ids and share > best.get(other, ("", 0.0))[1]:
            best[other] = (one, share)
    return best
