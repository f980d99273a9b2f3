"""Agreement on places, role by role: the units of each layer, and uα and |uα with their intervals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from annotator.analysis.drawing import Draws
from annotator.analysis.matching import OPEN, Matcher, Side
from annotator.analysis.measures import Places
from annotator.analysis.sameness import entity_of, linked
from annotator.analysis.unitizing import (
    ANY,
    Continuum,
    Meeting,
    Part,
    Units,
    alpha_of_parts,
    disjoint,
    meeting,
    part_of,
)
from annotator.domain.annotations import Layer, Quotation
from annotator.domain.text import Span, Spans

ROLES = ("content", "nested", "cue", "speakers", "evidence")
"""The roles whose places are compared: the content of outer quotations, that of nested ones, cues, speakers, evidence
of stances.  Labels are the type, the entity and the stance's value; cues have none."""


class Unitizing:
    """The units of some annotators' layers in some documents, each computed once."""

    def __init__(self, sides: Sequence[Side], matchers: Mapping[str, Matcher], draws: Draws) -> None:
        self._sides = sides
        self._matchers = matchers
        self._draws = draws
        self._found: dict[tuple[str, str], dict[str, list[tuple[Span, str, str]]]] = {}
        self._units: dict[tuple[str, str, str, str | None], Units] = {}
        self._meetings: dict[tuple[str, str, str, str, str | None], Meeting] = {}

    def measured(self, names: Iterable[str], type: str | None = None) -> Places:
        """|uα and uα of each role among these annotators.

        With a type only its quotations are units, and everything else is a gap.
        """
        chosen = tuple(names)
        places = Places()
        for role in ROLES:
            parts = [self._parts(side, chosen, role, type) for side in self._sides]
            for labelled, values, intervals in (
                (False, places.found, places.found_ci),
                (True, places.labelled, places.labelled_ci),
            ):
                own = [each[labelled] for each in parts]
                if labelled and own == [each[False] for each in parts]:  # no labels: the same question
                    values[role], intervals[role] = places.found[role], places.found_ci[role]
                    continue
                values[role] = alpha_of_parts(own)
                intervals[role] = None if values[role] is None else self._draws.unitizing(own)
        return places

    def in_document(self, side: Side, names: Iterable[str], role: str) -> float | None:
        """|uα of one role in one document."""
        return alpha_of_parts([self._parts(side, tuple(names), role, None)[False]])

    def _parts(
        self, side: Side, names: tuple[str, ...], role: str, type: str | None
    ) -> tuple[Part | None, Part | None]:
        """What a document adds to |uα and to uα."""
        there = [name for name in names if name in side.layers]
        units = {name: self._of(side, name, role, type) for name in there}
        if len(there) < 2:
            return None, None
        met = []
        for a, b in combinations(there, 2):
            key = (side.document, a, b, role, type)
            if key not in self._meetings:
                self._meetings[key] = meeting(units[a], units[b])
            met.append(self._meetings[key])
        continuum = Continuum(len(side.text), tuple(units.values()))
        return part_of(continuum, met, labelled=False), part_of(continuum, met)

    def _of(self, side: Side, name: str, role: str, type: str | None) -> Units:
        key = (side.document, name, role, type)
        if key not in self._units:
            rows = self._all(side, name)[role]
            self._units[key] = disjoint((span, label) for span, label, own in rows if type in (None, own))
        return self._units[key]

    def _all(self, side: Side, name: str) -> dict[str, list[tuple[Span, str, str]]]:
        """All fragments of a layer by role, each with its label and the type of its quotation."""
        key = (side.document, name)
        if key not in self._found:
            self._found[key] = _fragments(self._matchers[side.document], side.layers[name])
        return self._found[key]


def _fragments(matcher: Matcher, layer: Layer) -> dict[str, list[tuple[Span, str, str]]]:
    """Each fragment is a unit, marks and edge punctuation aside."""
    links = linked(layer)
    found: dict[str, list[tuple[Span, str, str]]] = {role: [] for role in ROLES}
    for each in layer.quotations:
        for role, spans, label in _roles(matcher, each, links):
            found[role] += [(span, label, each.type or OPEN) for span in matcher.same.core(spans)]
    return found


def _roles(matcher: Matcher, quotation: Quotation, links: Mapping[Spans, str]) -> Iterable[tuple[str, Spans, str]]:
    """The roles of a quotation, each with fragments and label."""
    yield "content" if quotation.parent is None else "nested", quotation.content, quotation.type or OPEN
    yield "cue", quotation.cue, ANY
    for party in quotation.speakers:
        yield "speakers", party.spans, matcher.same.entity(entity_of(party, links)) or "speakers"
    for stance in quotation.stances:
        yield "evidence", stance.evidence, stance.value or OPEN
