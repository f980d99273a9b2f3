"""Whether what comes in says the same as what is there, though an export has shaped it.

An export fills absent attributes with null, gives a column one type, and shows an annotator's present name; none of
this makes another state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Decision, Layer
from annotator.domain.canonical import canonical, decision_order
from annotator.domain.documents import Document, Scalar
from annotator.domain.registry import Entity
from annotator.formats.columns import as_text


def same_layer(a: Layer, b: Layer, document: Document) -> bool:
    """Whether two layers of a document are in the same state."""
    return _bare(a, document) == _bare(b, document)


def same_decisions(a: Iterable[Decision], b: Iterable[Decision]) -> bool:
    """Whether two documents' decisions are the same, in whatever order."""
    return sorted(a, key=decision_order) == sorted(b, key=decision_order)


def same_entity(a: Entity, b: Entity) -> bool:
    """Whether two entities are in the same state."""
    one, two = (replace(each, attributes=_shapeless(each.attributes)) for each in (a, b))
    return one == two


def _bare(layer: Layer, document: Document) -> Layer:
    (whole,) = canonical(AnnotatedDocument(document, (), (layer,))).layers
    return replace(
        whole,
        annotator=None,
        attributes=_shapeless(whole.attributes),
        quotations=tuple(replace(each, attributes=_shapeless(each.attributes)) for each in whole.quotations),
    )


def _shapeless(values: Mapping[str, Scalar]) -> dict[str, Scalar]:
    return {
        key: as_text(int(value) if isinstance(value, float) and value.is_integer() else value)
        for key, value in values.items()
        if value is not None
    }
