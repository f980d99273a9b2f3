"""How a slot of a quotation reads: the words it covers, and our words where it is no passage.  No Qt here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from annotator.domain.annotations import Party, Quotation, Slot, Stance
from annotator.domain.documents import Scalar
from annotator.domain.registry import Entity
from annotator.domain.scheme import AttributeOwner, Scheme
from annotator.domain.text import Spans, ordered
from annotator.domain.text import words as words_of
from annotator.ui.card.speaker_names import surname
from annotator.ui.card.view_model import FORM_NAMES

OPEN = "not filled in"
NO_QUOTATION = "no quotation here"
NONE = "none"
_OPENING = 60
_WHOLE = 600
"""Characters of a passage that a card shows at most."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is needed to read quotations of one article: its text, the registry, the scheme."""

    text: str
    entities: Mapping[str, Entity]
    scheme: Scheme

    # ------------------------------------------------------------------------------------------ names

    def name(self, quotation: Quotation | None) -> tuple[str, str]:
        """Who speaks, and a short name for narrow margins; empty where nobody is known."""
        for party in quotation.speakers if quotation else ():
            entity = self.entities.get(party.entity or "")
            if entity is not None:
                return entity.name, surname(entity.name) if entity.kind == "person" else entity.name
            if party.spans:
                words = words_of(self.text, party.spans)
                return words, words
            if party.form:
                return FORM_NAMES[party.form], FORM_NAMES[party.form]
        return "", ""

    def opening(self, spans: Spans, most: int = _OPENING) -> str:
        """The first words of a passage, on one line."""
        words = " ".join(words_of(self.text, spans).split())
        return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + "…"

    def entity(self, id: str | None) -> str:
        """The name of an entity; empty for none."""
        found = self.entities.get(id or "")
        return found.name if found else ""

    # ------------------------------------------------------------------------------------------ slots

    def spans(self, quotation: Quotation | None, slot: Slot) -> Spans:
        """The words that a slot covers."""
        if quotation is None:
            return ()
        match slot:
            case "quotation" | "content":
                return quotation.content
            case "cue":
                return quotation.cue
            case "speakers" | "addressees":
                parties = quotation.speakers if slot == "speakers" else quotation.addressees
                return ordered(span for each in parties for span in each.spans)
            case "stances":
                return ordered(span for each in quotation.stances for span in each.target_spans)
            case _:
                return ()

    def own(self, quotation: Quotation | None, slot: Slot, layer: Iterable[Quotation] = ()) -> str:
        """What a slot says beyond the words it covers; ``layer`` are the quotations that its parent is one of."""
        if quotation is None:
            return NO_QUOTATION if slot == "quotation" else OPEN
        if slot == "parent":
            parent = next((each for each in layer if each.id == quotation.parent), None)
            return f"“{self.opening(parent.content)}”" if parent else "no other quotation"
        said = {
            "cue": "" if quotation.cue else "absent" if quotation.cue_absent else OPEN,
            "speakers": self._parties(quotation.speakers),
            "addressees": self._parties(quotation.addressees),
            "type": self.scheme.name("types", quotation.type) or OPEN,
            "stances": "; ".join(self._stance(each) for each in quotation.stances) or NONE,
            "attributes": self.fields(quotation.attributes, "quotation"),
        }
        return said.get(slot, "")

    def line(self, quotation: Quotation | None, slot: Slot, layer: Iterable[Quotation] = ()) -> str:
        """A slot in one line; a stance's own words name its target."""
        covered = self.opening(self.spans(quotation, slot), _WHOLE) if slot != "stances" else ""
        own = self.own(quotation, slot, layer)
        if own == f"→ {covered}":
            return covered
        return " ".join(each for each in (covered, own) if each) or OPEN

    def fields(self, values: Mapping[str, Scalar], owner: AttributeOwner) -> str:
        """The typed fields that are filled in."""
        return "; ".join(self._fields(values, owner)) or OPEN

    def _fields(self, values: Mapping[str, Scalar], owner: AttributeOwner) -> Iterator[str]:
        for attribute in self.scheme.attributes_of(owner):
            value = values.get(attribute.id)
            if value is not None:
                shown = next((each.name for each in attribute.choices if each.id == value), str(value))
                yield f"{attribute.name}: {shown}"

    def _parties(self, parties: Iterable[Party]) -> str:
        said = [self._party(each) for each in parties]
        return " · ".join(each for each in said if each) if said else OPEN

    def _party(self, party: Party) -> str:
        name = self.entity(party.entity)
        if name:
            return f"→ {name}" if party.spans else name
        if party.spans:
            return "→ nobody yet"
        return FORM_NAMES[party.form] if party.form else OPEN

    def _stance(self, stance: Stance) -> str:
        value = (self.scheme.name("stances", stance.value) or "no value").lower()
        target = self.entity(stance.target) or self.opening(stance.target_spans) or "no target yet"
        inferred = ", inferred" if stance.explicit is False else ""
        return f"{value} towards {target}{inferred}"
