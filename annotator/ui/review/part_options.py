"""The parts of a slot as the card shows them: each stance by its target, each typed field, with its versions.

No Qt here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.analysis.parts import Part, stances_by_target
from annotator.analysis.queue import DOCUMENT, Item
from annotator.analysis.sameness import Same
from annotator.domain.annotations import Layer, Slot, Stance
from annotator.domain.documents import Scalar
from annotator.ui.review.view_model import Option, Seen, SlotPart
from annotator.ui.review.words import NONE, OPEN, Reading

_TARGET = 40
"""Characters of a target that is only words of the text, in the name of its part."""


@dataclass(frozen=True, slots=True)
class PartReader:
    """Reads the parts of one item's slot; ``layers`` stand by annotator, ``chosen`` are annotators by part."""

    same: Same
    reading: Reading
    seen: Mapping[str, Seen]
    layers: Mapping[str, Layer]
    names: bool
    chosen: Mapping[str, str]

    def read(self, item: Item, slot: Slot, parts: Sequence[Part], *, stale: bool) -> tuple[SlotPart, ...]:
        """The parts, in their order."""
        return tuple(self._part(item, slot, each, stale=stale) for each in parts)

    def _part(self, item: Item, slot: Slot, part: Part, *, stale: bool) -> SlotPart:
        options = tuple(sorted((self._option(item, slot, part.key, who) for who in part.versions), key=_number))
        taken = part.version_of(self.chosen.get(part.key, ""))
        settled = next((f"{each.letters}: {each.words}" for each in options if taken and each.names_of == taken), "")
        return SlotPart(slot, self._name(item, slot, part), part.key, options=options, settled=settled, stale=stale)

    def _name(self, item: Item, slot: Slot, part: Part) -> str:
        if slot == "attributes":
            fields = self.reading.scheme.attributes_of("document" if item.key == DOCUMENT else "quotation")
            return next((each.name for each in fields if each.id == part.key), part.key)
        stance = next((one for who in part.versions for one in self._stances(item, part.key, who)), None)
        if stance is None:
            return "Stance"
        target = self.reading.entity(stance.target) or self.reading.opening(stance.target_spans, _TARGET)
        return f"Stance towards {target}" if target else "Stance without a target"

    def _option(self, item: Item, slot: Slot, key: str, who: tuple[str, ...]) -> Option:
        found = [self.seen[each] for each in who if each in self.seen]
        stances = self._stances(item, key, who) if slot == "stances" else ()
        own = self._said(stances) if slot == "stances" else self._value(item, key, who)
        return Option(
            number=min((each.style + 1 for each in found), default=1),
            letters="".join(each.letter for each in found),
            styles=tuple(each.style for each in found),
            names=", ".join(each.name for each in found) if self.names else "",
            own=own,
            stances=tuple((each.value, each.intensity) for each in stances),
            names_of=who,
        )

    def _stances(self, item: Item, key: str, who: tuple[str, ...]) -> tuple[Stance, ...]:
        member = item.group.members.get(who[0]) if item.group and who else None
        return stances_by_target(self.same, member).get(key, ()) if member is not None else ()

    def _said(self, stances: Sequence[Stance]) -> str:
        words = [
            (self.reading.scheme.name("stances", each.value) or "no value")
            + (", inferred" if each.explicit is False else "")
            for each in stances
        ]
        return "; ".join(words) or NONE

    def _value(self, item: Item, key: str, who: tuple[str, ...]) -> str:
        if item.key == DOCUMENT:
            layer = self.layers.get(who[0])
            return self._written(layer.attributes if layer else {}, key, document=True)
        member = item.group.members.get(who[0]) if item.group else None
        return self._written(member.attributes if member else {}, key, document=False)

    def _written(self, values: Mapping[str, Scalar], key: str, *, document: bool) -> str:
        words = self.reading.fields({key: values.get(key)}, "document" if document else "quotation")
        return words.partition(": ")[2] if ": " in words else words or OPEN


def _number(option: Option) -> int:
    return option.number
