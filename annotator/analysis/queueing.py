"""The queue of a document from its layers, gold, and the decisions that were made.

An item is settled in a slot when the latest decision about it has seen every annotator's value as it is now, or that
value is gold's: so who edits later makes the decision stale, unless the edit is the one that gold asks for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.analysis.alignment import MATCHED, Group, align
from annotator.analysis.comparing import Comparer, ConflictKind, Difference, Version, filled, value_of
from annotator.analysis.queue import DOCUMENT, RANK, Item, ItemState, Queue, SlotItem, SlotState
from annotator.analysis.sameness import Rules, Same, linked
from annotator.analysis.seen import Seen, fingerprint, of_fields
from annotator.domain.annotations import Decision, Layer, Quotation, Slot
from annotator.domain.canonical import decision_order
from annotator.domain.registry import Entity


@dataclass(frozen=True, slots=True)
class Case:
    """All that a queue is made of.  ``layers`` stand by annotator's id, in the order in which they are shown.

    ``seen`` is what each decision has seen, by its id; nothing for one that came without.  ``closed`` is what gold had
    seen when it came adjudicated from elsewhere.
    """

    text: str
    layers: Mapping[str, Layer]
    gold: Layer | None = None
    decisions: Sequence[Decision] = ()
    seen: Mapping[str, Seen] = field(default_factory=dict)
    closed: Seen | None = None
    entities: Iterable[Entity] = ()
    rules: Rules = field(default_factory=Rules)


class Laid:
    """The layers of a case side by side: groups and differences, which no decision changes.

    Whoever makes several queues of the same layers lays them once.
    """

    def __init__(self, case: Case) -> None:
        self._of = (case.text, dict(case.layers), tuple(case.entities), case.rules)
        self.same = Same(case.text, self._of[2], case.rules)
        self.groups = align(self.same, case.layers)
        self.comparer = Comparer(self.same, case.layers, self.groups)
        self.differences = {each.key: self.comparer.compare(each) for each in self.groups}
        self._prints: dict[tuple[int, Slot], str] = {}

    def fits(self, case: Case) -> bool:
        """Whether these are the layers of that case, in their order."""
        text, layers, entities, rules = self._of
        return (
            text == case.text
            and list(layers) == list(case.layers)
            and all(layers[name] == each for name, each in case.layers.items())
            and entities == tuple(case.entities)
            and rules == case.rules
        )

    def fingerprint(self, quotation: Quotation, slot: Slot) -> str:
        """The fingerprint of a slot of one of the layers' quotations."""
        key = (id(quotation), slot)
        found = self._prints.get(key)
        if found is None:
            found = self._prints[key] = fingerprint(self.same, quotation, slot)
        return found


def queue_of(case: Case, laid: Laid | None = None) -> Queue:
    """The queue of a document; ``laid`` are its layers where the caller has laid them already."""
    return _Queueing(case, laid or Laid(case)).queue()


class _Queueing:
    """A case at work."""

    def __init__(self, case: Case, laid: Laid) -> None:
        self._case = case
        self._laid = laid
        self._same = laid.same
        self._groups = laid.groups
        self._comparer = laid.comparer
        self._gold = {each.id: each for each in case.gold.quotations} if case.gold else {}
        self._gold_links = linked(case.gold) if case.gold else {}
        self._decisions = sorted(case.decisions, key=decision_order)
        self._single = len(case.layers) == 1
        self._settled = {id: each.slots() for id, each in case.seen.items()}
        self._there = {each.id for layer in case.layers.values() for each in layer.quotations}

    def queue(self) -> Queue:
        """The items in their order."""
        matters: defaultdict[str, list[Decision]] = defaultdict(list)
        about: defaultdict[str, list[Decision]] = defaultdict(list)
        groups_of: defaultdict[str, set[str]] = defaultdict(set)
        for group in self._groups:
            for each in group.members.values():
                groups_of[each.id].add(group.key)
        for decision in self._decisions:
            for key in {key for source in decision.sources for key in groups_of.get(source, ())}:
                matters[key].append(decision)
        golds = self._golds(matters)
        for decision in self._decisions:
            if decision.gold is not None:
                about[decision.gold].append(decision)
        for key, gold in golds.items():  # what was added in gold before an annotator had it too
            known = {each.id for each in matters[key]}
            if more := [each for each in about[gold.id] if each.id not in known]:
                matters[key] = sorted((*matters[key], *more), key=decision_order)
        items = [self._item(group, matters[group.key], golds.get(group.key)) for group in self._groups]
        taken = {each.id for each in golds.values()}
        items += [self._added(each) for each in self._gold.values() if each.id not in taken]
        items.sort(key=lambda each: (each.place[0].start, each.place[-1].end, each.key))
        fields = self._fields()
        return Queue(tuple(self._case.layers), (*([fields] if fields else []), *items), self._case.gold)

    def _golds(self, matters: Mapping[str, list[Decision]]) -> dict[str, Quotation]:
        """The gold quotation of each group: by its decisions, by what was made from what, or by its words.

        Never one for two groups.
        """
        wanted: list[tuple[float, str, str]] = []
        made_of: defaultdict[str, list[str]] = defaultdict(list)
        for each in self._gold.values():
            for source in each.origin.derived_from:
                made_of[source].append(each.id)
        for group in self._groups:
            ids = {each.id for each in group.members.values()}
            found = {each.gold for each in matters.get(group.key, ()) if each.gold in self._gold}
            found |= {id for source in ids for id in made_of.get(source, ())}
            if not found:
                found |= {id for id, each in self._gold.items() if self._is_like(each, group)}
            for id in found:
                near = max(self._same.dice(self._gold[id].content, each.content) for each in group.members.values())
                wanted.append((-near, group.key, id or ""))
        golds: dict[str, Quotation] = {}
        taken: set[str] = set()
        for _, key, id in sorted(wanted):
            if key not in golds and id not in taken:
                golds[key] = self._gold[id]
                taken.add(id)
        return golds

    def _is_like(self, gold: Quotation, group: Group) -> bool:
        """Whether a gold quotation made from nobody's has the words of this group."""
        return not gold.origin.derived_from and any(
            gold.start < each.end
            and each.start < gold.end
            and (gold.parent is None) == (each.parent is None)
            and self._same.dice(gold.content, each.content) >= MATCHED
            for each in group.members.values()
        )

    # ------------------------------------------------------------------------------------------ one group

    def _item(self, group: Group, decisions: list[Decision], gold: Quotation | None) -> Item:
        differences = self._laid.differences[group.key]
        presence = self._presence(group, differences[0], decisions, gold)
        rest = [self._slot(group, each, decisions, gold) for each in differences[1:]]
        if presence.state == "decided" and gold is None:  # not in gold: nothing else to ask
            rest = [SlotItem(each.difference, _settled(each.difference), each.decision) for each in rest]
        slots = (presence, *rest)
        state = _state_of(slots, settled=presence.state == "decided")
        return Item(
            group.key,
            group,
            _kind_of(slots),
            state,
            slots,
            gold,
            gold.content if gold else next(iter(group.members.values())).content,
            tuple(decisions),
            *asked_of(decisions),
        )

    def _presence(
        self, group: Group, difference: Difference, decisions: list[Decision], gold: Quotation | None
    ) -> SlotItem:
        """Whether it is settled that this is a quotation."""
        about = [each for each in decisions if each.slot == "quotation" and each.action != "questioned"]
        latest = about[-1] if about else None
        if latest is None:
            if self._is_closed(group, "quotation"):
                return SlotItem(difference, "decided")
            open_ = difference.is_conflict or self._single
            return SlotItem(difference, "open" if open_ else "equal")
        known = {source for each in about for source in each.sources}
        stale = latest.stale
        if gold is None:
            stale = stale or any(each.id not in known for each in group.members.values())
        else:
            stale = stale or self._has_gone(latest) or self._is_new(latest, group)
        return SlotItem(difference, "stale" if stale else "decided", latest)

    def _has_gone(self, latest: Decision) -> bool:
        """Whether somebody has taken a source out, that gold was made from."""
        seen = self._case.seen.get(latest.id, Seen())
        if not self._case.layers.keys() >= set(seen.annotators):
            return False  # whose layers do not lie here: of them nothing is known
        return any(id not in self._there for id in seen.prints)

    def _is_new(self, latest: Decision, group: Group) -> bool:
        """Whether an annotator has come since, who does not agree with what was then agreed."""
        if latest.action != "agreed":
            return False
        seen = self._case.seen.get(latest.id, Seen())
        return any(
            name not in seen.annotators and name not in group.members for name in self._case.layers if seen.annotators
        )

    def _slot(
        self, group: Group, difference: Difference, decisions: list[Decision], gold: Quotation | None
    ) -> SlotItem:
        slot = difference.slot
        latest = next((each for each in reversed(decisions) if self._covers(each, slot)), None)
        if latest is None:
            if self._is_closed(group, slot) or (gold is not None and not difference.is_conflict):
                return SlotItem(difference, _settled(difference))
            return SlotItem(difference, _unsettled(difference))
        stale = [
            each
            for name, each in group.members.items()
            if not self._is_known(latest, each, slot) and not self._is_gold(name, each, slot, gold)
        ]
        state: SlotState = "stale" if stale else "decided" if difference.is_conflict else _settled(difference)
        return SlotItem(difference, state, latest)

    def _covers(self, decision: Decision, slot: Slot) -> bool:
        if decision.action == "questioned":
            return False
        if decision.slot == slot:
            return True
        return decision.slot == "quotation" and slot in self._settled.get(decision.id, ())

    def _is_known(self, decision: Decision, quotation: Quotation, slot: Slot) -> bool:
        """Whether the decision has seen this value; one that came without what it saw counts as having seen all."""
        if decision.stale:
            return False
        seen = self._case.seen.get(decision.id)
        if seen is None:
            return quotation.id in decision.sources
        return seen.knows(quotation.id, slot, self._laid.fingerprint(quotation, slot))

    def _is_closed(self, group: Group, slot: Slot) -> bool:
        """Whether gold was adjudicated elsewhere when all members had these values."""
        closed = self._case.closed
        if closed is None:
            return False
        rows = group.members.values()
        return all(closed.knows(each.id, slot, self._laid.fingerprint(each, slot)) for each in rows)

    def _is_gold(self, name: str, quotation: Quotation, slot: Slot, gold: Quotation | None) -> bool:
        if gold is None:
            return False
        if slot == "parent":
            return gold.parent_origin == quotation.parent_origin == "auto"
        own = self._comparer.value(name, quotation, slot)
        return self._comparer.equal(slot, own, value_of(self._same, gold, slot, self._gold_links))

    # ------------------------------------------------------------------------------------------ the rest

    def _added(self, gold: Quotation) -> Item:
        """A quotation of gold that no annotator has, or none any more."""
        decisions = tuple(each for each in self._decisions if each.gold == gold.id)
        there = Difference("quotation", "equal", None, (Version((), gold.id),))
        latest = next((each for each in reversed(decisions) if each.action != "questioned"), None)
        gone = latest is not None and bool(self._case.seen.get(latest.id, Seen()).prints)
        slot = SlotItem(there, "stale" if gone else "decided", latest)
        state: ItemState = "stale" if gone else "decided"
        return Item(gold.id, None, None, state, (slot,), gold, gold.content, decisions, *asked_of(decisions))

    def _fields(self) -> Item | None:
        """The item of the document's own fields; None where nobody has filled one."""
        layers = self._case.layers
        values = {name: filled(layer.attributes) for name, layer in layers.items()}
        if all(each is None for each in values.values()):
            return None
        difference = _difference_of_fields(values, layers)
        ids = {layer.id for layer in layers.values()}
        decisions = [each for each in self._decisions if each.slot == "attributes" and not ids.isdisjoint(each.sources)]
        about = [each for each in decisions if each.action != "questioned"]
        latest = about[-1] if about else None
        slot = SlotItem(difference, self._state_of_fields(difference, latest, values), latest)
        agreed = slot.state == "equal" and latest is None
        state: ItemState = "agreed" if agreed else "decided" if slot.state in ("equal", "decided") else _as_item(slot)
        kind = difference.kind if slot.state in ("open", "stale") else None
        return Item(DOCUMENT, None, kind, state, (slot,), None, (), tuple(decisions), *asked_of(decisions))

    def _state_of_fields(
        self, difference: Difference, latest: Decision | None, values: Mapping[str, object | None]
    ) -> SlotState:
        if latest is None:
            closed = self._case.closed or Seen()
            if all(closed.knows(each.id, "attributes", of_fields(each)) for each in self._case.layers.values()):
                return "decided"
            return "open" if difference.is_conflict or self._single else "equal"
        gold = filled(self._case.gold.attributes) if self._case.gold else None
        seen = self._case.seen.get(latest.id)
        for name, layer in self._case.layers.items():
            known = (
                layer.id in latest.sources
                if seen is None
                else seen.prints.get(layer.id, {}).get("attributes") == of_fields(layer)
            )
            if (latest.stale or not known) and values[name] != gold:
                return "stale"
        return "decided"


def _difference_of_fields(values: Mapping[str, object | None], layers: Mapping[str, Layer]) -> Difference:
    names: dict[object | None, list[str]] = {}
    for name, value in values.items():
        names.setdefault(value, []).append(name)
    versions = tuple(Version(tuple(group), layers[group[0]].id, empty=value is None) for value, group in names.items())
    if len(versions) == 1:
        return Difference("attributes", "equal", None, versions)
    one_sided = len(versions) == 2 and None in names
    return Difference("attributes", "one_sided" if one_sided else "differs", "value", versions)


def _settled(difference: Difference) -> SlotState:
    """The state of a slot that needs no word any more."""
    if difference.outcome == "equal":
        return "equal"
    return "follows" if difference.follows else "decided"


def _unsettled(difference: Difference) -> SlotState:
    if difference.outcome == "equal":
        return "equal"
    return "follows" if difference.follows else "open"


def _as_item(slot: SlotItem) -> ItemState:
    return "stale" if slot.state == "stale" else "open"


def _state_of(slots: Sequence[SlotItem], *, settled: bool) -> ItemState:
    states = {each.state for each in slots}
    if "stale" in states:
        return "stale"
    if "open" in states:
        return "open"
    return "decided" if settled else "agreed"


def _kind_of(slots: Sequence[SlotItem]) -> ConflictKind | None:
    open_ = [each.difference.kind for each in slots if each.state in ("open", "stale")]
    return min(open_, key=RANK.__getitem__) if open_ else None


def asked_of(decisions: Sequence[Decision]) -> tuple[Decision | None, tuple[Decision, ...]]:
    """The pinned question and the answers to it, the latest last.

    An answer is a decision of the same kind that has the question among its sources.  The question is pinned until it
    is acknowledged, and one with answers until they are.
    """
    rows = [each for each in decisions if each.action == "questioned"]
    ids = {each.id for each in rows}
    asked = [each for each in rows if ids.isdisjoint(each.sources)]
    if not asked:
        return None, ()
    answers = tuple(each for each in rows if asked[-1].id in each.sources)
    waits = asked[-1].acknowledged is None or any(each.acknowledged is None for each in answers)
    return (asked[-1], answers) if waits else (None, ())
