"""A document with everything that is known about it: the unit that formats read and write."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.domain.annotations import Decision, Layer
from annotator.domain.documents import Document
from annotator.domain.registry import Entity


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """A document, the registry's entities that its layers refer to, its layers, and the decisions behind gold."""

    document: Document
    entities: tuple[Entity, ...] = ()
    layers: tuple[Layer, ...] = ()
    decisions: tuple[Decision, ...] = ()
