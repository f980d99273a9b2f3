"""The types of what an export holds, column by column, for programs that want to know them before they read.

An empty list or a column of nulls says nothing about its type, and a program that guesses from the first lines guesses
wrong.  A type is a word of `TYPES`, a list with the type of its items, or a mapping of names to types.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from annotator.domain.scheme import Scheme
from annotator.formats.base import Keys
from annotator.formats.rows import Table

Features = dict[str, object]
"""Names and their types."""

TYPES: Final = ("string", "int64", "float64", "bool", "json")
"""As Arrow calls them; json is any value."""

_OF_KEYS: Final = {
    "null": "string",
    "boolean": "bool",
    "integer": "int64",
    "number": "float64",
    "long": "float64",
    "string": "string",
}
"""The types of `annotator.formats.columns`; a column of nulls is read as one of texts."""

_FLAT: Final = {
    "stance_intensity": "int64",
    "stance_explicit": "bool",
    "confidence": "int64",
    "origin_score": "float64",
}
"""The columns of the table that hold no text."""


def features_of(format: str, keys: Keys, scheme: Scheme) -> Features | None:
    """The types of an export in that format (its id); None for one that has no columns of ours."""
    if format == "jsonl":
        return _documents(keys)
    if format in ("jsonl-flat", "csv", "xlsx"):
        table = Table(scheme, keys)
        own = {column: _OF_KEYS[type] for column, type in table.attribute_types().items()}
        return {column: own.get(column, _FLAT.get(column, "string")) for column in table.columns}
    return None


def flattened(features: Mapping[str, object], before: str = "") -> Iterator[tuple[str, str]]:
    """Each column by its path, ``layers[].quotations[].content[].start``, with its type."""
    for name, type in features.items():
        path = f"{before}{name}"
        while isinstance(type, list):
            path, type = f"{path}[]", type[0]  # noqa: PLW2901 - what the list holds
        if isinstance(type, dict):
            yield from flattened(type, f"{path}.") if type else iter([(path, "empty object")])
        else:
            yield path, str(type)


def _mapping(keys: Mapping[str, str]) -> dict[str, object]:
    return {key: _OF_KEYS[type] for key, type in keys.items()}


def _origin() -> dict[str, object]:
    return {
        **dict.fromkeys(("kind", "agent", "rule"), "string"),
        "score": "float64",
        "edited": "bool",
        "derived_from": ["string"],
        **dict.fromkeys(("created", "modified"), "string"),
    }


def _spans() -> list[object]:
    return [{"start": "int64", "end": "int64", "text": "string"}]


def shared() -> dict[str, object]:
    """Types that stand in many places, by a name for them."""
    return {"spans": _spans(), "origin": _origin()}


def _parties() -> list[object]:
    return [{"spans": _spans(), "entity": "string", "form": "string", "score": "float64"}]


def _entity(keys: Keys) -> dict[str, object]:
    return {
        **dict.fromkeys(("id", "name", "kind"), "string"),
        "aliases": ["string"],
        "wikidata": "string",
        "attributes": _mapping(keys.entity),
        "proposed": "bool",
        "origin": _origin(),
    }


def _mention() -> dict[str, object]:
    return {"id": "string", "spans": _spans(), "label": "string", "entity": "string", "origin": _origin()}


def _stance() -> dict[str, object]:
    return {
        **dict.fromkeys(("id", "target"), "string"),
        "target_spans": _spans(),
        "value": "string",
        "intensity": "int64",
        "explicit": "bool",
        "evidence": _spans(),
        "origin": _origin(),
    }


def _quotation(keys: Keys) -> dict[str, object]:
    return {
        **dict.fromkeys(("id", "type", "type_origin"), "string"),
        "content": _spans(),
        "cue": _spans(),
        "cue_absent": "bool",
        "speakers": _parties(),
        "addressees": _parties(),
        "stances": [_stance()],
        **dict.fromkeys(("parent", "parent_origin"), "string"),
        "attributes": _mapping(keys.quotation),
        "confidence": "int64",
        "note": "string",
        "flags": ["string"],
        "origin": _origin(),
    }


def _layer(keys: Keys) -> dict[str, object]:
    rejection = {
        **dict.fromkeys(("id", "suggestion"), "string"),
        "spans": _spans(),
        **dict.fromkeys(("reason", "by", "at"), "string"),
    }
    return {
        **dict.fromkeys(("id", "kind", "annotator_id", "annotator", "status", "status_reason"), "string"),
        "attributes": _mapping(keys.layer),
        "mentions": [_mention()],
        "quotations": [_quotation(keys)],
        "rejections": [rejection],
    }


def _documents(keys: Keys) -> Features:
    """The types of `quotation-annotations`, in the order of its keys."""
    decision = {
        **dict.fromkeys(("id", "gold"), "string"),
        "sources": ["string"],
        **dict.fromkeys(("slot", "action", "reason", "by", "at", "acknowledged"), "string"),
        "stale": "bool",
        "note": "string",
    }
    return {
        **dict.fromkeys(("format", "version", "id", "text", "text_sha256", "language"), "string"),
        "meta": _mapping(keys.meta),
        "entities": [_entity(keys)],
        "layers": [_layer(keys)],
        "decisions": [decision],
        **dict.fromkeys(keys.extra, "json"),
    }
