"""Entities: who and what is spoken of, across the whole project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from annotator.domain.annotations import Origin
from annotator.domain.documents import Scalar


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, organisation, place, group, document or issue of the registry.

    ``kind`` is an entity kind's id of the scheme; ``aliases`` are other names, in the order they were given;
    ``wikidata`` looks like ``Q42``; ``proposed`` marks an entity that no person has confirmed yet.
    """

    id: str
    name: str
    kind: str
    origin: Origin
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    attributes: Mapping[str, Scalar] = field(default_factory=dict)
    proposed: bool = False
