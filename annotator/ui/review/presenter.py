"""From the engine's queue to what the Review view shows: rows, cards, lanes, marks.  No Qt here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.analysis.comparing import Difference, Version
from annotator.analysis.parts import Part
from annotator.analysis.queue import Item, Queue, SlotItem
from annotator.analysis.sameness import Same
from annotator.domain.annotations import Decision, Layer, Quotation, Slot
from annotator.domain.text import Spans
from annotator.ui.review.lanes import Lane, Lanes, common
from annotator.ui.review.part_options import PartReader
from annotator.ui.review.rules import likely_rule
from annotator.ui.review.view_model import (
    KIND_ICONS,
    KIND_ORDER,
    KIND_WORDS,
    SLOT_WORDS,
    CardModel,
    Option,
    Piece,
    QueueRow,
    Seen,
    SlotPart,
    pieces_of,
    sentence_of,
    who_differs,
)
from annotator.ui.review.words import Reading

DOCUMENT = "document"
"""The key of the item that holds the document's own fields."""
_PASSAGE = 200
"""Characters of a whole quotation that its option shows at most."""
_ALWAYS: tuple[Slot, ...] = ("content", "cue", "speakers", "type")
"""Slots whose agreement is worth a word; that nobody has an addressee is none."""
_COLLEAGUE: tuple[Slot, ...] = ("content", "type", "cue", "speakers", "addressees", "stances", "attributes")


@dataclass(frozen=True, slots=True)
class Presenter:
    """Reads one article's queue.

    ``seen`` are the annotators by id; ``names`` says whether they are shown by name; ``layer_of`` gives their layers.
    """

    reading: Reading
    seen: Mapping[str, Seen]
    layer_of: Callable[[str], Layer | None]
    names: bool = False
    same: Same | None = None

    # ------------------------------------------------------------------------------------------ the queue

    def rows(self, items: Sequence[Item], document: str, *, in_text_order: bool) -> list[QueueRow]:
        """The rows of some items: under headings by kind, or as they stand in the text."""
        if in_text_order or all(each.kind is None for each in items):
            return [self.row(each, document) for each in items]
        out: list[QueueRow] = []
        for kind in (*KIND_ORDER, None):
            found = [each for each in items if each.kind == kind]
            if found:
                heading = KIND_WORDS[kind] if kind else "Agreed"
                icon = KIND_ICONS[kind] if kind else "check"
                out.append(QueueRow(heading=heading, icon=icon, count=len(found), document=document))
                out += [self.row(each, document) for each in found]
        return out

    def row(self, item: Item, document: str) -> QueueRow:
        """The row of one item."""
        differing = [each.difference for each in item.slots if each.difference.is_conflict]
        first = next(iter(self._asked(item)), None) or (differing[0] if differing else None)
        return QueueRow(
            key=item.key,
            document=document,
            name=self.title(item),
            who=self._who(first) if first and len(self.seen) > 1 else "",
            what=", ".join(self._slot_name(item, each.slot).lower() for each in differing),
            words=self.reading.opening(item.place) if item.key != DOCUMENT else "",
            state=item.state,
            question=item.question is not None,
            answered=bool(item.answers),
        )

    def title(self, item: Item) -> str:
        """What an item goes by: who speaks."""
        if item.key == DOCUMENT:
            return "Fields of the article"
        return self.reading.name(self.shown(item))[0] or "No speaker"

    def _asked(self, item: Item) -> list[Difference]:
        open_slots = set(item.open_slots)
        return [each.difference for each in item.slots if each.difference.slot in open_slots]

    def _who(self, difference: Difference) -> str:
        versions = difference.versions
        if difference.slot == "quotation":
            versions = tuple(each for each in versions if each.quotation is not None)
        return who_differs([self._letters(each)[0] for each in versions])

    def _letters(self, version: Version) -> tuple[str, tuple[int, ...]]:
        found = [self.seen[each] for each in version.annotators if each in self.seen]
        return "".join(each.letter for each in found), tuple(each.style for each in found)

    def _slot_name(self, item: Item, slot: Slot) -> str:
        return "Whole quotation" if slot == "quotation" else SLOT_WORDS[slot] if item.key != DOCUMENT else "Fields"

    # ------------------------------------------------------------------------------------------ the card

    def card(
        self,
        item: Item,
        number: int,
        total: int,
        slot: Slot | None,
        *,
        part: str = "",
        parts_of: Callable[[Slot], tuple[Part, ...]] = lambda _slot: (),
        chosen: Mapping[str, str] | None = None,
    ) -> CardModel:
        """The card of an item, the keys deciding ``slot``, or of it the ``part``.

        ``parts_of`` gives the parts of a slot, ``chosen`` whose version of them is taken already.
        """
        differing = [each for each in item.slots if each.difference.is_conflict]
        parts = tuple(shown for each in differing for shown in self._shown_parts(item, each, parts_of, chosen or {}))
        agreed = [
            each.difference.slot
            for each in item.slots
            if each.state == "equal" and each.difference.slot in _ALWAYS and item.group is not None
        ]
        return CardModel(
            key=item.key,
            title=self.title(item),
            kind=item.kind,
            number=number,
            total=total,
            slots=parts,
            agreed=tuple((SLOT_WORDS[each], self._agreed_value(item, each)) for each in agreed),
            agreed_words=self._agreed_words(item, agreed),
            current=slot,
            current_part=part,
            state=item.state,
            question=(item.question.note or "") if item.question else "",
            answers=tuple((self._who_said(each), each.note or "") for each in item.answers),
            rule=likely_rule(self.reading.scheme, slot),
            original=self._slots(self._first(item), _COLLEAGUE),
            gold=self._slots(item.gold, _COLLEAGUE),
            outcome=self._outcome(item),
            lanes=self.lanes(item, slot),
        )

    def _who_said(self, answer: Decision) -> str:
        seen = self.seen.get(answer.by)
        return "" if seen is None else seen.name if self.names else seen.letter

    def _agreed_words(self, item: Item, slots: Sequence[Slot]) -> str:
        """What the equal slots are called together; where only one has the quotation, nobody agrees with anybody."""
        members = list(item.group.members) if item.group else []
        if len(members) == 1 and members[0] in self.seen:
            return f"The rest of {self.seen[members[0]].letter}’s version"
        return sentence_of([SLOT_WORDS[each] for each in slots])

    def _agreed_value(self, item: Item, slot: Slot) -> str:
        return self.reading.line(self.shown(item), slot)

    def _slots(self, quotation: Quotation | None, slots: Sequence[Slot]) -> tuple[tuple[str, str], ...]:
        if quotation is None:
            return ()
        return tuple((SLOT_WORDS[each], self.reading.line(quotation, each)) for each in slots)

    def _first(self, item: Item) -> Quotation | None:
        """What the first annotator who has the quotation says."""
        return next(iter(item.group.members.values()), None) if item.group else None

    def _outcome(self, item: Item) -> str:
        """What was decided of a whole item, in one word."""
        words = {"accepted": "accepted", "fixed": "fixed", "rejected": "rejected", "agreed": "agreed", "added": "added"}
        found = [words[each.action] for each in item.decisions if each.action in words]
        return found[-1] if found else ""

    def _part(self, item: Item, slot_item: SlotItem) -> SlotPart:
        difference = slot_item.difference
        slot = difference.slot
        decision = slot_item.decision if slot_item.state in ("decided", "stale") else None
        return SlotPart(
            slot=slot,
            name=self._slot_name(item, slot),
            note=f"overlap {item.group.overlap:.2f}" if slot == "content" and item.group else "",
            options=self._options(item, difference),
            settled="" if decision is None or slot_item.state == "stale" else self._settled(item, slot_item),
            stale=slot_item.state == "stale",
        )

    def _shown_parts(
        self,
        item: Item,
        slot_item: SlotItem,
        parts_of: Callable[[Slot], tuple[Part, ...]],
        chosen: Mapping[str, str],
    ) -> tuple[SlotPart, ...]:
        """The slot, or while it is open the parts of one that has several things in it."""
        slot = slot_item.difference.slot
        parts = parts_of(slot) if slot_item.state in ("open", "stale") else ()
        if not parts or self.same is None:
            return (self._part(item, slot_item),)
        layers = {each: layer for each in self.seen if (layer := self.layer_of(each)) is not None}
        reader = PartReader(self.same, self.reading, self.seen, layers, self.names, chosen)
        return reader.read(item, slot, parts, stale=slot_item.state == "stale")

    def _settled(self, item: Item, slot_item: SlotItem) -> str:
        decision = slot_item.decision
        slot = slot_item.difference.slot
        if decision is None:
            return ""
        if slot == "quotation":
            return "in gold" if item.gold is not None else "not in gold"
        value = self.reading.line(item.gold, slot)
        return f"none: {value}" if decision.action == "none" else value

    def _options(self, item: Item, difference: Difference) -> tuple[Option, ...]:
        versions = difference.versions
        filled = [each for each in (self._spans(item, each, difference.slot) for each in versions) if each]
        shared = common(filled) if len(filled) > 1 else ()
        found = (self._option(item, each, difference.slot, shared) for each in versions)
        return tuple(sorted(found, key=lambda each: each.number))

    def _option(self, item: Item, version: Version, slot: Slot, shared: Spans) -> Option:
        letters, styles = self._letters(version)
        quotation = self.member(item, version)
        spans = self._spans(item, version, slot)
        pieces = pieces_of(self.reading.text, spans, shared or spans)
        if slot == "quotation" and spans:
            pieces = (Piece(self.reading.opening(spans, _PASSAGE)),)
        return Option(
            number=min((self.number(each) for each in version.annotators), default=1),
            letters=letters,
            styles=styles,
            names=", ".join(self.seen[each].name for each in version.annotators if each in self.seen)
            if self.names
            else "",
            pieces=pieces,
            own=self._own(item, version, quotation, slot),
            stances=tuple((each.value, each.intensity) for each in quotation.stances)
            if quotation and slot == "stances"
            else (),
        )

    def _own(self, item: Item, version: Version, quotation: Quotation | None, slot: Slot) -> str:
        if item.key != DOCUMENT and slot != "parent":
            return self.reading.own(quotation, slot)
        layer = self.layer_of(version.annotators[0]) if version.annotators else None
        if item.key == DOCUMENT:
            return self.reading.fields(layer.attributes if layer else {}, "document")
        return self.reading.own(quotation, slot, layer.quotations if layer else ())

    def number(self, annotator: str) -> int:
        """The digit that takes an annotator's version: the place of their letter, from 1."""
        return self.seen[annotator].style + 1 if annotator in self.seen else 0

    def member(self, item: Item, version: Version) -> Quotation | None:
        """The quotation that stands for a version."""
        if item.group is None or version.quotation is None:
            return None
        return next((item.group.members[each] for each in version.annotators if each in item.group.members), None)

    def shown(self, item: Item) -> Quotation | None:
        """The quotation that stands for an item: gold's, else that of the first who has one."""
        first = self._first(item)
        return first if first is not None and item.state == "open" else item.gold or first

    def _spans(self, item: Item, version: Version, slot: Slot) -> Spans:
        return self.reading.spans(self.member(item, version), slot)

    # ------------------------------------------------------------------------------------------ the article

    def lanes(self, item: Item, slot: Slot | None) -> Lanes:
        """What each version of a slot covers, as lanes; of one colleague the content alone."""
        contents = [each.content for each in item.group.members.values()] if item.group else []
        around = common(contents) if len(contents) > 1 else (contents[0] if contents else item.place)
        part = next((each.difference for each in item.slots if each.difference.slot == slot), None)
        if part is None or len(self.seen) == 1:
            return self._beside(item, around)
        lanes = []
        for order, version in enumerate(part.versions):
            spans = self._spans(item, version, part.slot)
            letters, styles = self._letters(version)
            if spans and letters:
                style = styles[0] if len(self.seen) <= 3 else order
                lanes.append(Lane(letters, style, spans))
        core = common([each.spans for each in lanes]) if len(lanes) > 1 else ()
        return Lanes(tuple(lanes), core, () if part.slot in ("content", "quotation") else around)

    def _beside(self, item: Item, around: Spans) -> Lanes:
        """Of one colleague: their content, and gold's where it is another."""
        first = self._first(item)
        if first is None or len(self.seen) != 1:
            return Lanes((), (), around)
        own = next(iter(self.seen.values()))
        lanes = [Lane(own.letter, own.style, first.content)]
        if item.gold is not None and item.gold.content != first.content:
            lanes.append(Lane("G", own.style + 1, item.gold.content))
        return Lanes(tuple(lanes), common([each.spans for each in lanes]) if len(lanes) > 1 else (), ())

    def layer(self, queue: Queue) -> Layer:
        """What stands in the article: each item once, under its key, unless it was decided that it is no quotation."""
        rows = []
        for item in queue.items:
            quotation = self.shown(item)
            if quotation is not None and not (item.gold is None and item.state == "decided"):
                rows.append(replace(quotation, id=item.key, parent=None))
        first = queue.gold or next((self.layer_of(each) for each in queue.annotators), None)
        return Layer("", "gold", mentions=first.mentions if first else (), quotations=tuple(rows))
