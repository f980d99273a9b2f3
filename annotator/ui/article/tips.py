"""What the tip of a mark says when the mouse rests on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotator.domain.annotations import Layer, Quotation
from annotator.domain.registry import Entity
from annotator.domain.scheme import Label, Scheme
from annotator.ui.article.marks import Mark, Names


def tip_of(
    mark: Mark,
    layer: Layer,
    suggestions: Sequence[Quotation],
    names: Names,
    entities: Mapping[str, Entity],
    scheme: Scheme,
) -> str:
    """Kind and entity of a mention; speaker and type of a quotation; of a role, which one; empty for what is gone."""
    if mark.role == "mention":
        return _mention(mark, layer, entities, scheme)
    if mark.role == "suggestion":
        found = next((each for each in suggestions if each.id == mark.id), None)
        return "" if found is None else f"Suggested: {_quotation(found, names, scheme)}{_score(found)}"
    if mark.role == "content":
        found = next((each for each in layer.quotations if each.id == mark.id), None)
        return "" if found is None else _quotation(found, names, scheme)
    value = _name(scheme.stances, mark.kind) or "no value yet"
    return {
        "cue": "Cue",
        "speaker": "Speaker",
        "addressee": "Addressee",
        "target": f"Stance towards this: {value}",
        "evidence": f"Evidence of a stance: {value}",
        "ghost_cue": "Offered as the cue",
        "ghost_speaker": "Offered as the speaker",
    }.get(mark.role, "")


def _mention(mark: Mark, layer: Layer, entities: Mapping[str, Entity], scheme: Scheme) -> str:
    found = next((each for each in layer.mentions if each.id == mark.id), None)
    if found is None:
        return ""
    entity = entities.get(found.entity or "")
    return f"{_name(scheme.kinds, found.label) or found.label}: {entity.name if entity else 'not in the registry'}"


def _quotation(quotation: Quotation, names: Names, scheme: Scheme) -> str:
    name = names(quotation)[0] or "nobody named yet"
    kind = _name(scheme.types, quotation.type or "")
    return f"{name[:1].upper()}{name[1:]}, {kind.lower()}" if kind else f"{name[:1].upper()}{name[1:]}"


def _score(quotation: Quotation) -> str:
    return "" if quotation.origin.score is None else f", score {quotation.origin.score:.2f}"


def _name(labels: Sequence[Label], id: str) -> str:
    return next((each.name for each in labels if each.id == id), "")
