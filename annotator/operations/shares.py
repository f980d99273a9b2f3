"""Which documents a colleague gets when several share the work: drawn at random, some of them common to all.

What was handed to whom stands in the project, so that the shares of one draw (one seed) keep apart as far as they can.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from annotator.domain.annotations import Annotator
from annotator.domain.errors import ConflictError
from annotator.store.project import PIPELINE, Project

_KEY = "handed"


@dataclass(frozen=True, slots=True)
class Share:
    """``size`` documents, ``overlap`` of them the same in every share of this seed."""

    size: int
    overlap: int = 0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Handed:
    """One hand-out: to whom and when, and which documents; ``common`` are those that all shares of the draw hold.

    ``documents`` is None where it was the whole project, ``share`` where nothing was drawn.  ``suggestions`` tells
    whether the annotator gets to see the pipeline's quotations.
    """

    copy: str
    annotator: str
    name: str
    at: str
    blind: bool
    suggestions: bool = True
    documents: tuple[str, ...] | None = None
    share: Share | None = None
    common: tuple[str, ...] = ()


def handed(project: Project) -> tuple[Handed, ...]:
    """All hand-outs of a project, the first one first."""
    stored = project.value(_KEY)
    return tuple(_handed(each) for each in json.loads(stored)) if stored else ()


def record(project: Project, one: Handed) -> None:
    """Note a hand-out in the project.  Raises ProjectError where it cannot be written."""
    rows = [asdict(each) for each in (*handed(project), one)]
    with project.step(f"Copy for {one.name}", actor=PIPELINE):
        project.set_value(_KEY, json.dumps(rows, ensure_ascii=False, separators=(",", ":")))


def _handed(row: dict[str, object]) -> Handed:
    documents, share, common = row.pop("documents"), row.pop("share"), row.pop("common")
    return Handed(
        **row,  # type: ignore[arg-type]  # written by `record`
        documents=None if documents is None else tuple(documents),  # type: ignore[arg-type]
        share=None if share is None else Share(**share),  # type: ignore[arg-type]
        common=tuple(common),  # type: ignore[arg-type]
    )


def draw(project: Project, documents: Sequence[str], receiver: Annotator, share: Share) -> tuple[list[str], list[str]]:
    """The share of ``documents`` that a receiver gets, in project order, and those of it that all have in common.

    Whoever has drawn the same share before gets it again.  Of the rest those come first that nobody has of this seed;
    only when all are given out does a document go to a second person.  Raises ConflictError for a share that is larger
    than what there is, or smaller than its overlap.
    """
    if share.size > len(documents):
        raise ConflictError(
            f"a share of {share.size:,} cannot be drawn from {len(documents):,} document"
            f"{'' if len(documents) == 1 else 's'}",
            "draw fewer, or choose more documents",
        )
    if not 0 <= share.overlap <= share.size or share.size < 1:
        raise ConflictError(
            f"of {share.size:,} documents {share.overlap:,} cannot be common to all", "choose a smaller overlap"
        )
    there = set(documents)
    same_draw = [each for each in handed(project) if each.share is not None and each.share.seed == share.seed]
    for each in reversed(same_draw):
        mine = each.annotator == receiver.id and each.share == share
        if mine and each.documents and there.issuperset(each.documents):
            return list(each.documents), list(each.common)
    order = sorted(documents, key=lambda each: _place(share.seed, each))
    common = _common(order, share.overlap, same_draw)
    others = [each for each in same_draw if each.annotator != receiver.id]
    given = Counter(id for each in others for id in each.documents or ())
    rest = sorted((id for id in order if id not in common), key=lambda each: given[each])
    chosen = {*common, *rest[: share.size - share.overlap]}
    return [id for id in documents if id in chosen], [id for id in documents if id in common]


def _common(order: Sequence[str], overlap: int, same_draw: Sequence[Handed]) -> set[str]:
    """The documents of all shares: as they were drawn for the first of them, though documents have come since."""
    before = next((each.common for each in same_draw if len(each.common) >= overlap), ())
    kept = [id for id in order if id in set(before)][:overlap]
    more = (id for id in order if id not in kept)
    return {*kept, *(next(more) for _ in range(overlap - len(kept)))}


def _place(seed: int, id: str) -> bytes:
    """Where a document stands in a draw: by chance, but the same on every machine."""
    return hashlib.sha256(f"{seed}\n{id}".encode("utf-8", "surrogateescape")).digest()
