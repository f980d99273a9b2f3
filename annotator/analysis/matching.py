"""The quotations of two annotators side by side, with the labels that agreement is computed on.

A slot of a matched pair becomes one or more pairs of labels.  `OPEN` is a slot that one of them left open; where both
did there is no pair.  Stances are compared where both are towards the same target: value, intensity, whether it is
explicit, and the evidence, which is a place like a cue.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from annotator.analysis.alignment import MATCHED, Group, align, paired
from annotator.analysis.sameness import Rules, Same, entity_of, linked
from annotator.domain.annotations import Layer, Party, Quotation, Stance
from annotator.domain.documents import Scalar
from annotator.domain.text import Spans, shared_length

OPEN = "–"
"""The label of a slot that was left open."""

SLOTS = ("content", "cue", "speakers", "addressees", "type", "target", "stance", "intensity", "explicit", "evidence")
"""The slots of agreement; after them come the quotations' own fields, then `OF_DOCUMENT` and the id of a document's."""

INTENSITIES = ("1", "2", "3")
ALL_SAME = "same"
OF_DOCUMENT = "document:"

Labels = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Side:
    """A document with the layers to be compared, by annotator's id; see `annotator.analysis.sameness.spellings`."""

    document: str
    title: str
    text: str
    layers: Mapping[str, Layer]
    gold: Layer | None = None
    pipeline: Layer | None = None
    spellings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One quotation of two annotators, or of one who is alone with it.

    ``matched`` tells whether their contents overlap enough to be the same, ``exact`` whether they are equal, marks and
    edge punctuation aside.  ``labels`` hold the pairs of labels of each slot; empty where it is no match.
    """

    document: str
    a: Quotation | None
    b: Quotation | None
    matched: bool = False
    exact: bool = False
    labels: Mapping[str, tuple[Labels, ...]] = field(default_factory=dict)

    @property
    def place(self) -> Spans:
        """The content to show."""
        shown = self.a or self.b
        return shown.content if shown else ()

    def is_of_type(self, type: str) -> bool:
        """Whether one of the two is of that type."""
        return any(each is not None and each.type == type for each in (self.a, self.b))


class Matcher:
    """Compares the layers of one document."""

    def __init__(self, side: Side, rules: Rules | None = None) -> None:
        self.side = side
        self.same = Same(side.text, side.spellings, rules)
        self._links: dict[str, dict[Spans, str]] = {}

    def rows(self, a: Layer, b: Layer) -> list[Row]:
        """The quotations of two layers: those that are aligned, then those that only one has."""
        found: list[Row] = []
        taken: set[int] = set()
        for pair in paired(self.same, a, b):
            matched = pair.overlap >= MATCHED
            if matched:
                taken |= {id(pair.a), id(pair.b)}
                found.append(self._row(pair.a, a, pair.b, b))
        document = self.side.document
        found += [Row(document, each, None) for each in a.quotations if id(each) not in taken]
        found += [Row(document, None, each) for each in b.quotations if id(each) not in taken]
        return found

    def units(self, layers: Mapping[str, Layer]) -> dict[str, list[list[str]]]:
        """For each slot the labels that all annotators give to each quotation that at least two of them have."""
        found: dict[str, list[list[str]]] = {}
        for group in align(self.same, layers):
            members = self._matched(group)
            if len(members) > 1:
                for slot, units in self._units(members, layers).items():
                    found.setdefault(slot, []).extend(units)
        return found

    def fields(self, layers: Mapping[str, Layer]) -> dict[str, list[str]]:
        """The labels that annotators give to each field of the document, by `OF_DOCUMENT` and the field's id."""
        return _of_fields([each.attributes for each in layers.values()], OF_DOCUMENT)

    # ------------------------------------------------------------------------------------------ labels

    def _row(self, one: Quotation, a: Layer, other: Quotation, b: Layer) -> Row:
        units = self._units({a.id: one, b.id: other}, {a.id: a, b.id: b})
        labels = {slot: tuple((unit[0], unit[1]) for unit in rows) for slot, rows in units.items()}
        exact = self.same.core(one.content) == self.same.core(other.content)
        return Row(self.side.document, one, other, matched=True, exact=exact, labels=labels)

    def _matched(self, group: Group) -> dict[str, Quotation]:
        """The members of a group that overlap all before them enough to be the same."""
        found: dict[str, Quotation] = {}
        rows = sorted(group.members.items(), key=lambda each: (each[1].start, each[1].end, each[1].id))
        for name, each in rows:
            if all(self.same.dice(each.content, other.content) >= MATCHED for other in found.values()):
                found[name] = each
        return {name: found[name] for name in group.members if name in found}

    def _units(self, members: Mapping[str, Quotation], layers: Mapping[str, Layer]) -> dict[str, list[list[str]]]:
        rows = list(members.values())
        links = [self._linked(layers[name]) for name in members]
        found = {
            "content": [_equal([self.same.core(each.content) for each in rows])],
            "cue": _filled([self._cue(each) for each in rows]),
            "speakers": _filled(self._people([each.speakers for each in rows], links)),
            "addressees": _filled(self._people([each.addressees for each in rows], links)),
            "type": _filled([each.type for each in rows]),
            "target": [[self._targets(each) for each in rows]],
            **self._stances(rows),
        }
        found |= {name: [unit] for name, unit in _of_fields([each.attributes for each in rows]).items()}
        return {slot: units for slot, units in found.items() if units}

    def _linked(self, layer: Layer) -> dict[Spans, str]:
        if layer.id not in self._links:
            self._links[layer.id] = linked(layer)
        return self._links[layer.id]

    def _cue(self, quotation: Quotation) -> str | None:
        if quotation.cue_absent:
            return "absent"
        return self._place(quotation.cue) if quotation.cue else None

    def _place(self, spans: Spans) -> str:
        places = ";".join(f"{start}-{end}" for start, end in self.same.core(spans))
        return f"{self.side.document}:{places}"

    def _people(self, parties: list[tuple[Party, ...]], links: list[dict[Spans, str]]) -> list[str | None]:
        """Who is meant by each annotator: what the second means by the same person gets the label of the first."""
        known: list[tuple[str | None, Spans, str]] = []
        out: list[str | None] = []
        for group, own in zip(parties, links, strict=True):
            labels = []
            for party in group:
                who = (self.same.entity(entity_of(party, own)), self.same.core(party.spans))
                label = next((name for entity, words, name in known if _same_person(who, entity, words)), None)
                if label is None:
                    label = who[0] or (self._place(who[1]) if who[1] else party.form or OPEN)
                known.append((*who, label))
                labels.append(label)
            out.append("|".join(sorted(labels)) or None)
        return out

    def _target(self, stance: Stance) -> str:
        return self.same.entity(stance.target) or (self._place(stance.target_spans) if stance.target_spans else OPEN)

    def _targets(self, quotation: Quotation) -> str:
        return "|".join(sorted({self._target(each) for each in quotation.stances})) or OPEN

    def _stances(self, rows: list[Quotation]) -> dict[str, list[list[str]]]:
        by_target = [{self._target(each): each for each in quotation.stances} for quotation in rows]
        found: dict[str, list[list[str]]] = {"stance": [], "intensity": [], "explicit": [], "evidence": []}
        for target in dict.fromkeys(each for own in by_target for each in own):
            given = [own[target] for own in by_target if target in own]
            if len(given) > 1:
                found["stance"].append([each.value or OPEN for each in given])
                found["explicit"].append(["inferred" if each.explicit is False else "explicit" for each in given])
                levels = [str(each.intensity) for each in given if each.intensity is not None]
                found["intensity"] += [levels] if len(levels) > 1 else []
                found["evidence"] += _filled([self._place(each.evidence) if each.evidence else None for each in given])
        return found


def _same_person(who: tuple[str | None, Spans], entity: str | None, words: Spans) -> bool:
    """Whether two parties are one: the same entity, or where one has none the same words."""
    if who[0] and entity:
        return who[0] == entity
    return bool(who[1] and words) and shared_length(who[1], words) > 0


def _filled(labels: list[str | None]) -> list[list[str]]:
    """The labels as one unit; none where all left it open."""
    return [[each or OPEN for each in labels]] if any(labels) else []


def _equal(values: list[Spans]) -> list[str]:
    return [ALL_SAME if each == values[0] else f"{values.index(each)}" for each in values]


def _of_fields(rows: Iterable[Mapping[str, Scalar]], prefix: str = "") -> dict[str, list[str]]:
    rows = list(rows)
    fields = dict.fromkeys(key for each in rows for key, value in each.items() if value is not None)
    return {f"{prefix}{key}": [_label(each.get(key)) for each in rows] for key in fields}


def _label(value: Scalar) -> str:
    return OPEN if value is None else str(value)


def pairs_of(names: Iterable[str]) -> list[tuple[str, str]]:
    """All pairs, in order."""
    return list(combinations(names, 2))
