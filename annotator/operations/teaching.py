"""What a project can teach: its finished articles, and what was decided about suggestions in the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from annotator.domain.annotations import Layer, Quotation
from annotator.nlp.lessons import Said, Wanted
from annotator.nlp.pipelines import code_of
from annotator.store.project import Project

MOST: Final = 500
"""More articles are not read; which ones depends on their ids alone, finished ones first."""


@dataclass(frozen=True, slots=True)
class Material:
    """What there is to learn from: articles finished, ``gold`` of them by gold, and begun ones with decisions.

    ``quotations`` stand in the finished articles; suggestions were ``accepted`` (``edited`` of them changed afterwards)
    and passages ``rejected`` in any.
    """

    finished: int = 0
    gold: int = 0
    begun: int = 0
    quotations: int = 0
    accepted: int = 0
    edited: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Taught:
    """What people said of one article, and the figures of it."""

    document: str
    said: Said
    material: Material


def material(taught: Sequence[Taught]) -> Material:
    """The figures of many articles together."""

    def total(name: str) -> int:
        return sum(getattr(each.material, name) for each in taught)

    return Material(*(total(name) for name in Material.__slots__))


def taught(project: Project, language: str) -> list[Taught]:
    """What was said of each article of a language, in an order that has no meaning, finished ones first."""
    heads = project.annotations.holders()
    finished = {each.document for each in heads if each.status in ("done", "adjudicated")}
    order = {each.document: (each.document not in finished, sha256(each.document.encode()).digest()) for each in heads}
    found: list[Taught] = []
    for id in sorted(order, key=order.__getitem__):
        if code_of(project.documents.get(id).language or project.language) != language:
            continue
        layers = [each for each in project.annotations.layers(id) if each.kind != "pipeline"]
        known = _taught(id, layers)
        found += [known] if known is not None else []
        if len(found) == MOST:
            break
    return sorted(found, key=lambda each: not each.said.finished)


def _taught(id: str, layers: Sequence[Layer]) -> Taught | None:
    """Gold that is adjudicated, else the first finished layer; else what was decided in the layers begun."""
    people = [each for each in layers if each.kind == "annotator" and each.status != "skipped"]
    accepted = [one for each in people for one in each.quotations if one.origin.kind == "suggestion"]
    rejected = tuple(one.spans for each in people for one in each.rejections)
    decided = (len(accepted), sum(each.origin.edited for each in accepted), len(rejected))
    gold = next((each for each in layers if each.kind == "gold" and each.status == "adjudicated"), None)
    whole = gold or next((each for each in people if each.status == "done"), None)
    if whole is not None:
        figures = Material(1, int(gold is not None), 0, len(whole.quotations), *decided)
        return Taught(id, Said(tuple(map(_wanted, whole.quotations)), finished=True), figures)
    marked = tuple(_wanted(one) for each in people for one in each.quotations)
    if not marked and not rejected:
        return None
    return Taught(id, Said(marked, rejected, finished=False), Material(0, 0, 1, 0, *decided))


def _wanted(each: Quotation) -> Wanted:
    return Wanted(each.content, each.cue, tuple(span for party in each.speakers for span in party.spans))
