"""The same keys, each of one type, on every line of an export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.canonical import written_entities
from annotator.domain.documents import STANDARD_META, Scalar
from annotator.domain.scheme import AttributeOwner, Scheme
from annotator.formats.base import ExportContext, Keys, Source

Types = dict[str, str]

_EXACT = 2**53


def type_of(value: Scalar) -> str:
    """The type a value asks for: null, boolean, integer, number or string."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer" if abs(value) <= _EXACT else "long"
    return "number" if isinstance(value, float) else "string"


def joined(one: str, other: str) -> str:
    """The type that holds both: null gives way, whole numbers become numbers, everything else a string."""
    if other in (one, "null"):
        return one
    if one == "null":
        return other
    both = {one, other}
    if both == {"integer", "number"}:
        return "number"
    return "long" if both == {"integer", "long"} else "string"


def as_text(value: Scalar) -> str:
    """A value as a string: ``true``, ``12``, ``0.5``; null is empty."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def shaped(value: Scalar, type: str) -> Scalar:
    """The value as its column has it."""
    if value is None:
        return None
    if type == "number" and not isinstance(value, str):
        return float(value)
    return as_text(value) if type == "string" else value


def filled(values: Mapping[str, Scalar], keys: Mapping[str, str]) -> dict[str, Scalar]:
    """All of ``keys``, in their order, null where absent."""
    return {key: shaped(values.get(key), type) for key, type in keys.items()}


def _look(types: Types, values: Mapping[str, Scalar]) -> None:
    for key, value in values.items():
        types[key] = joined(types.get(key, "null"), type_of(value))


def _typed(scheme: Scheme, owner: AttributeOwner) -> Types:
    return {each.id: "null" for each in scheme.attributes_of(owner)}


def _ordered(types: Types) -> Types:
    return {key: types[key] for key in sorted(types)}


def keys_of(documents: Iterable[AnnotatedDocument], scheme: Scheme) -> Keys:
    """The keys that these documents need together: the project's typed columns and all that occur."""
    meta: Types = {}
    entity, quotation, layer = (_typed(scheme, "entity"), _typed(scheme, "quotation"), _typed(scheme, "document"))
    extra: set[str] = set()
    for annotated in documents:
        _look(meta, annotated.document.meta)
        extra |= annotated.document.extra.keys()
        for each in annotated.layers:
            _look(layer, each.attributes)
            for one in each.quotations:
                if one.attributes:
                    _look(quotation, one.attributes)
        for who in written_entities(annotated):
            _look(entity, who.attributes)
    return _keys(meta, entity, quotation, layer, extra)


def keys_of_values(
    scheme: Scheme,
    *,
    meta: Iterable[Mapping[str, Scalar]],
    entity: Iterable[Mapping[str, Scalar]],
    quotation: Iterable[Mapping[str, Scalar]],
    layer: Iterable[Mapping[str, Scalar]],
    extra: Iterable[Mapping[str, object]],
) -> Keys:
    """The same from all values that occur, for a caller that knows them without the documents."""
    found: tuple[Types, Types, Types, Types]
    found = ({}, _typed(scheme, "entity"), _typed(scheme, "quotation"), _typed(scheme, "document"))
    for types, parts in zip(found, (meta, entity, quotation, layer), strict=True):
        for each in parts:
            _look(types, each)
    return _keys(*found, {key for each in extra for key in each})


def _keys(meta: Types, entity: Types, quotation: Types, layer: Types, extra: set[str]) -> Keys:
    rest = {key: meta[key] for key in sorted(meta.keys() - set(STANDARD_META))}
    return Keys(
        meta={key: meta.get(key, "null") for key in STANDARD_META} | rest,
        entity=_ordered(entity),
        quotation=_ordered(quotation),
        layer=_ordered(layer),
        extra=tuple(sorted(extra)),
    )


def keys_for(source: Source, context: ExportContext) -> Keys:
    """The keys of an export: those the caller knows, or those found in a first round through the documents."""
    return context.keys or keys_of(source(), context.scheme)
