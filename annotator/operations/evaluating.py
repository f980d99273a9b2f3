"""The pipeline against a layer in a project, and the object that `annotator evaluate --json` prints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from annotator.analysis.evaluation import Evaluation, Rates, evaluation
from annotator.analysis.matching import Side
from annotator.analysis.sameness import spellings
from annotator.domain.annotations import UNLABELLED, Layer
from annotator.domain.errors import AppError
from annotator.operations.carried import without_carried
from annotator.store.project import Project

GOLD: Final = "gold"
_DIGITS: Final = 4


def evaluate(project: Project, layer: str = GOLD) -> Evaluation:
    """The pipeline's suggestions against gold, or the layers of an annotator (name or id).

    A document counts if it is labelled and gold is adjudicated there, or the annotator has finished it.  Raises
    AppError for an unknown annotator, and where no document counts.
    """
    who = None if layer == GOLD else _annotator(project, layer)
    found = evaluation(_sides(project, who), [each.id for each in project.scheme.types], project.rules)
    if not found.documents:
        finished = "gold is adjudicated" if who is None else f"“{layer}” has finished the work"
        raise AppError(
            f"there is no article that the pipeline has labelled and where {finished}",
            "label the articles with `annotator prelabel`, or name another layer with --layer",
        )
    return found


def _annotator(project: Project, name: str) -> str:
    known = project.annotators()
    same = [each.id for each in known if each.id == name] or [each.id for each in known if each.name == name]
    if not same:
        names = ", ".join(each.name for each in known) or "none yet"
        raise AppError(f"no annotator is called “{name}”", f"the layers are: gold, {names}")
    return same[0]


def _sides(project: Project, who: str | None) -> Iterator[tuple[Side, Layer]]:
    known = spellings(project.registry.all())
    for each in project.annotations.holders():
        fits = each.kind == GOLD if who is None else each.annotator == who and each.status == "done"
        if not fits:
            continue
        layer = project.annotations.layer(each.document, "annotator" if who else "gold", who)
        pipeline = project.annotations.layer(each.document, "pipeline")
        if layer is None or pipeline is None or layer.status not in ("done", "adjudicated"):
            continue
        if pipeline.annotator == UNLABELLED:
            continue
        document = project.documents.get(each.document)
        side = Side(document.id, document.title, document.text, {}, pipeline=without_carried(pipeline), spellings=known)
        yield side, layer


# ---------------------------------------------------------------------------------------------- as JSON


def as_json(found: Evaluation) -> dict[str, object]:
    """The object of `annotator evaluate --json`; “n/a” is null."""
    return {
        "documents": found.documents,
        "detection": {"exact": _rates(found.overall.exact), "overlap": _rates(found.overall.overlap)},
        "by_type": {
            type: {
                "n": each.overlap.wanted,
                "exact": _rates(each.exact),
                "overlap": _rates(each.overlap),
                "end_to_end": _rates(each.end_to_end),
            }
            for type, each in found.by_type.items()
        },
        "speaker_accuracy": _rounded(found.speaker_accuracy),
        "end_to_end": _rates(found.overall.end_to_end),
        "calibration": [
            {"from": each.low, "to": each.high, "n": each.judged, "right": each.right} for each in found.calibration
        ],
    }


def _rates(rates: Rates) -> dict[str, float | None]:
    return {"p": _rounded(rates.precision), "r": _rounded(rates.recall), "f1": _rounded(rates.f1)}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)
