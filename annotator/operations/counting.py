"""The statistics of a project: which layers are counted, and the object that `annotator stats --json` prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from annotator.analysis.statistics import Count, Pace, StanceSum, Sum
from annotator.domain.errors import AppError
from annotator.operations.selecting import select
from annotator.store.project import Project
from annotator.store.statistics import SETTLED, LayerOf, LayerTotal, Scope

_DIGITS = 4
K = TypeVar("K")


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """The user has stopped the count."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is counted: quotations in the documents that a search means, within a time, of some types (ids).

    ``dates`` is a time as the search field has it: ``2026``, ``2026-01..2026-03``.  Empty and None are for everything.
    """

    search: str = ""
    dates: str = ""
    types: tuple[str, ...] | None = None

    @property
    def query(self) -> str:
        """The search for the documents."""
        return f"{self.search} date:{self.dates}".strip() if self.dates else self.search.strip()

    def scope(self, project: Project) -> Scope:
        """The documents and types that are meant.  Raises AppError for what makes no sense."""
        known = [each.id for each in project.scheme.types]
        if unknown := [each for each in self.types or () if each not in known]:
            raise AppError(f"there is no type “{unknown[0]}”", f"use some of {', '.join(known)}")
        return Scope(tuple(select(project, self.query)) if self.query else None, self.types)


EVERYTHING = Filter()


@dataclass(frozen=True, slots=True)
class Statistics:
    """What was counted.

    ``documents`` are all of the project, or all that the filter leaves; ``count.documents`` those that have the layer.
    """

    documents: int
    layer: LayerOf
    layers: tuple[LayerTotal, ...]
    count: Count
    pace: tuple[Pace, ...]
    filter: Filter = EVERYTHING


def _nobody_waits(_done: int, _total: int) -> None:
    """Progress that nobody looks at."""


def statistics(
    project: Project,
    layer: LayerOf = SETTLED,
    progress: Callable[[int, int], None] = _nobody_waits,
    stop: Callable[[], bool] = lambda: False,
    filter: Filter = EVERYTHING,
) -> Statistics:
    """Count the quotations of one layer of each document.

    Raises Stopped, and AppError for a filter that makes no sense.
    """
    scope = filter.scope(project)
    store = project.statistics
    columns = [each.id for each in project.scheme.attributes_of("entity")]
    count = Count(store.entities(), columns)

    def report(done: int, total: int) -> None:
        if stop():
            raise Stopped
        count.documents = total
        progress(done, total)

    for said in store.said(layer, report, scope):
        count.add(said)
    documents = project.documents.count() if scope.documents is None else len(scope.documents)
    return Statistics(documents, layer, tuple(store.layers()), count, tuple(store.pace(scope)), filter)


def layer_named(project: Project, name: str | None) -> LayerOf:
    """The layer that a user means: None for the settled one, gold, pipeline, or an annotator by name or id.

    Raises AppError.
    """
    if name is None:
        return SETTLED
    if name == "gold":
        return LayerOf("gold")
    if name == "pipeline":
        return LayerOf("pipeline")
    known = project.annotators()
    same = [each for each in known if each.id == name] or [each for each in known if each.name == name]
    if not same:
        names = ", ".join(["gold", *(each.name for each in known), "pipeline"])
        raise AppError(f"there is no layer “{name}”", f"the layers are: {names}")
    return LayerOf("annotator", same[0].id)


def layer_name(found: Statistics, layer: LayerOf) -> str | None:
    """What the user calls a layer; None for the settled one."""
    if layer.kind == "annotator":
        return next((each.name for each in found.layers if each.annotator == layer.annotator), layer.annotator)
    return None if layer.kind == "settled" else layer.kind


def filter_words(found: Statistics) -> str:
    """What the filter leaves, in words; empty where it leaves everything."""
    asked = found.filter
    parts = [f"documents of the search {asked.search}" if asked.search else ""]
    parts += [f"documents of {asked.dates}" if asked.dates else ""]
    parts += [f"quotations of type {', '.join(asked.types)}" if asked.types is not None else ""]
    return "; ".join(each for each in parts if each)


# ---------------------------------------------------------------------------------------------- as JSON


def as_json(found: Statistics) -> dict[str, object]:
    """The object of `annotator stats --json`; “n/a” is null, the most frequent come first."""
    count = found.count
    return {
        "documents": found.documents,
        "filter": {
            "documents": found.filter.search or None,
            "dates": found.filter.dates or None,
            "types": None if found.filter.types is None else list(found.filter.types),
        },
        "layer": layer_name(found, found.layer),
        "layers": [_layer(each) for each in found.layers],
        "counted": count.documents,
        **_sum(count.total),
        **_by_speaker(count),
        "by_type": {type or "none": each for type, each in count.total.types.most_common()},
        **_by_stance(count),
        "by_month": [{"month": month, **_sum(each)} for month, each in in_time(count.months)],
        "by_source": [{"source": source, **_sum(each)} for source, each in ordered(count.sources)],
        "annotators": [_pace(each) for each in found.pace],
    }


def _layer(each: LayerTotal) -> dict[str, object]:
    return {
        "layer": each.name or each.kind,
        "kind": each.kind,
        "documents": each.documents,
        "done": each.done,
        "quotations": each.quotations,
    }


def _by_speaker(count: Count) -> dict[str, object]:
    return {
        "by_speaker": [
            {"entity": id, "name": count.name(id), "kind": count.entities[id].kind if id else None, **_sum(each)}
            for id, each in ordered(count.speakers)
        ],
        "by_kind": [{"kind": kind, **_sum(each)} for kind, each in ordered(count.kinds)],
        "by_attribute": {
            column: [{"value": value, **_sum(each)} for value, each in ordered(values)]
            for column, values in count.attributes.items()
        },
    }


def _by_stance(count: Count) -> dict[str, object]:
    return {
        "by_stance": {value or "none": each for value, each in count.stances.values.most_common()},
        "by_target": [{"entity": id, "name": count.name(id), **_stances(each)} for id, each in by_count(count.targets)],
        "speaker_target": [
            {
                "speaker": speaker,
                "speaker_name": count.name(speaker),
                "target": target,
                "target_name": count.name(target),
                **_stances(each),
            }
            for (speaker, target), each in by_count(count.towards)
        ],
    }


def ordered(sums: Mapping[K, Sum]) -> list[tuple[K, Sum]]:
    """Those with most quotations first, equal ones by name; what has no name comes last."""
    return sorted(sums.items(), key=lambda each: (each[0] is None, -each[1].quotations, str(each[0])))


def by_count(sums: Mapping[K, StanceSum]) -> list[tuple[K, StanceSum]]:
    """Those with most stances first, equal ones by name."""
    return sorted(sums.items(), key=lambda each: (-each[1].count, str(each[0])))


def in_time(sums: Mapping[str | None, Sum]) -> Iterable[tuple[str | None, Sum]]:
    """From early to late; what has no date comes last."""
    return sorted(sums.items(), key=lambda each: (each[0] is None, each[0] or ""))


def _sum(each: Sum) -> dict[str, object]:
    return {"quotations": each.quotations, "words": each.words, "direct": _rounded(each.direct)}


def _stances(each: StanceSum) -> dict[str, object]:
    return {"stances": each.count, "mean": _rounded(each.mean), "values": {
        value or "none": number for value, number in each.values.most_common()
    }}  # fmt: skip


def _pace(each: Pace) -> dict[str, object]:
    return {
        "annotator": each.name,
        "in_progress": each.started,
        "done": each.done,
        "skipped": each.skipped,
        "quotations": each.quotations,
        "active_seconds": round(each.seconds, 1),
        "documents_per_hour": _rounded(each.per_hour),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS) + 0.0
