"""What a person may see who is to annotate without knowing what others have marked."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from annotator.domain.annotations import Layer, Origin, Party
from annotator.domain.registry import Entity
from annotator.operations.carried import without_carried

_BY_PEOPLE = frozenset(("manual", "suggestion", "adjudication"))


@dataclass(frozen=True, slots=True)
class Veil:
    """Hides other people's work from ``receiver`` (an annotator's id).

    ``texts`` are those of the documents handed out, ``used`` the ids of the entities that the receiver's own layers
    refer to.  Others' entities stay hidden unless the receiver uses them.
    """

    receiver: str
    texts: Sequence[str]
    used: frozenset[str]

    def hides(self, entity: Entity) -> bool:
        """Whether an entity is somebody else's own."""
        return self._foreign(entity.origin) and entity.id not in self.used

    def entity(self, entity: Entity) -> Entity:
        """An entity without what others may have added to it: names that stand in no text, and fields."""
        origin = entity.origin
        bare = replace(entity, origin=self._origin(origin))
        if not self._foreign(origin) and not origin.edited and origin.modified in (None, origin.created):
            return bare
        aliases = tuple(name for name in entity.aliases if any(name in text for text in self.texts))
        return replace(bare, aliases=aliases, attributes={}, wikidata=None)

    def pipeline(self, layer: Layer, shown: Container[str]) -> Layer:
        """The pipeline's layer without what people brought to it, linked to none but the entities that are shown."""
        layer = without_carried(layer)

        def link(id: str | None) -> str | None:
            return id if id is not None and id in shown else None

        def party(each: Party) -> Party:
            return replace(each, entity=link(each.entity))

        return replace(
            layer,
            mentions=tuple(replace(each, entity=link(each.entity)) for each in layer.mentions),
            quotations=tuple(
                replace(
                    each,
                    speakers=tuple(map(party, each.speakers)),
                    addressees=tuple(map(party, each.addressees)),
                    stances=tuple(replace(one, target=link(one.target)) for one in each.stances),
                )
                for each in layer.quotations
            ),
        )

    def own(self, layer: Layer) -> Layer:
        """The receiver's own layer, without the ids of others who had a hand in it."""
        return replace(
            layer,
            mentions=tuple(replace(each, origin=self._origin(each.origin)) for each in layer.mentions),
            quotations=tuple(
                replace(
                    each,
                    origin=self._origin(each.origin),
                    stances=tuple(replace(one, origin=self._origin(one.origin)) for one in each.stances),
                )
                for each in layer.quotations
            ),
            rejections=tuple(replace(each, by=self.receiver) for each in layer.rejections),
        )

    def _foreign(self, origin: Origin) -> bool:
        return origin.kind in _BY_PEOPLE and origin.agent != self.receiver

    def _origin(self, origin: Origin) -> Origin:
        return replace(origin, agent=None) if self._foreign(origin) or origin.kind == "import" else origin
