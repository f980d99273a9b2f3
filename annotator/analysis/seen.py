"""What a decision has seen: fingerprints of its sources, by which one notices later that somebody has edited them.

Nothing is marked when an annotator edits.  A decision keeps what its sources were like, and whether it still holds is
worked out from the layers as they are: so it comes to the same whether they were changed by a gesture, by undo, a merge
or an import, no annotator's step ever touches an adjudicator's rows, and an edit that is undone takes all back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from annotator.analysis.comparing import SLOTS, filled, value_of
from annotator.analysis.sameness import Same
from annotator.domain.annotations import Layer, Quotation, Slot

_SIZE = 6
_ANNOTATORS = "annotators"
_SOURCES = "sources"
_OR = "|"


@dataclass(frozen=True, slots=True)
class Seen:
    """``annotators`` are those whose layers lay side by side; ``prints`` the fingerprint of each slot of each source.

    Only the slots that the decision settles have one.
    """

    annotators: tuple[str, ...] = ()
    prints: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def slots(self) -> frozenset[str]:
        """The slots that the decision settles."""
        return frozenset(slot for each in self.prints.values() for slot in each)

    def knows(self, source: str, slot: Slot, found: str) -> bool:
        """Whether the source had a slot with this fingerprint; of several sources with one id any of them."""
        return found in self.prints.get(source, {}).get(slot, "").split(_OR)

    def dumped(self) -> str:
        """As it is stored."""
        plain = {_ANNOTATORS: list(self.annotators), _SOURCES: {key: dict(each) for key, each in self.prints.items()}}
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)

    @classmethod
    def loaded(cls, text: str) -> Seen:
        """What `dumped` wrote; nothing seen where it is something else."""
        try:
            raw = json.loads(text)
            prints = {key: {slot: str(each) for slot, each in found.items()} for key, found in raw[_SOURCES].items()}
            return cls(tuple(map(str, raw[_ANNOTATORS])), prints)
        except (ValueError, TypeError, KeyError, AttributeError):
            return cls()


def fingerprint(same: Same, quotation: Quotation, slot: Slot) -> str:
    """A few letters that change when the slot's value does.

    Spellings and mentions elsewhere do not matter; what follows from the text or the content is ``auto``.
    """
    if (slot == "type" and quotation.type_origin == "auto") or (slot == "parent" and quotation.parent_origin == "auto"):
        return "auto"
    return _letters(value_of(same, quotation, slot, {}))


def of_fields(layer: Layer) -> str:
    """The fingerprint of a layer's typed fields: those of the document."""
    return _letters(filled(layer.attributes))


def seen_of(same: Same, annotators: Iterable[str], sources: Iterable[Quotation], slots: Iterable[Slot] = SLOTS) -> Seen:
    """What a decision about these slots of these quotations sees."""
    wanted = tuple(slots)
    prints: dict[str, dict[str, str]] = {}
    for each in sources:
        own = {slot: fingerprint(same, each, slot) for slot in wanted}
        known = prints.setdefault(each.id, {})
        prints[each.id] = {
            slot: f"{known[slot]}{_OR}{found}" if slot in known else found for slot, found in own.items()
        }
    return Seen(tuple(annotators), prints)


def _letters(value: object) -> str:
    return hashlib.blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=_SIZE).hexdigest()
