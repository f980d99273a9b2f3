"""Merging another project into this one: what would be taken, decided before anything is written.

Another annotator's layers come with the entities they refer to; what both sides have changed since the copy was handed
out is put together object by object, and where they disagree ours stays and theirs is told.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial

from annotator.analysis.three_way import three_way
from annotator.domain import ids
from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Layer
from annotator.domain.canonical import referenced
from annotator.domain.errors import ConflictError
from annotator.domain.reassigned import decision_with_people, entity_with_people, with_entities, with_marks, with_people
from annotator.domain.registry import Entity
from annotator.domain.states import States, decision_state, entity_state, layer_states, state, states_of, values_state
from annotator.operations.copying import DECISIONS, META, NOTES, document_states, layer_key
from annotator.operations.differing import Conflict, decision_words, differing, entity_words
from annotator.operations.importing import SAME_TEXT, Cancelled, never
from annotator.operations.merge_report import Answers, MergePlan, MergeReport, Offer, Person
from annotator.operations.reconciling import LayerEdit, reconciled
from annotator.operations.returned import (
    SAME,
    Clash,
    Told,
    base_of,
    entity_base,
    matched,
    merged_key,
    namesakes,
    people,
)
from annotator.store.project import Project

Progress = Callable[[int, int], None]

_IDS = "ids "
"""Before a layer's key: what of it has another id here."""


def plan(
    project: Project,
    other: Project,
    answers: Answers | None = None,
    *,
    progress: Progress = lambda _done, _total: None,
    cancelled: Cancelled = never,
) -> MergePlan:
    """What merging ``other`` into the project would write; both may be open read only.

    Raises ConflictError if they have no document in common, if nobody has annotated in the other, or when cancelled.
    """
    found = matched(project.documents.hashes(), other.documents.hashes())
    if not found.pairs:
        raise ConflictError(
            f"{other.path.name} has no document in common with this project", "choose a copy of this project"
        )
    planner = _Planner(project, other, answers or Answers())
    for number, (there, here) in enumerate(found.pairs.items()):
        progress(number, len(found.pairs))
        if cancelled():
            raise ConflictError("the merge was cancelled", "nothing was merged")
        planner.take(there, here)
    progress(len(found.pairs), len(found.pairs))
    return planner.finished(found.other_text, len(found.pairs), len(found.strangers))


class _Planner:
    """Decides document by document."""

    def __init__(self, project: Project, other: Project, answers: Answers) -> None:
        self._project = project
        self._other = other
        self._answers = answers
        self._ours = {each.id: each for each in project.registry.all()}
        told = Told.of(project)
        self._told = told
        self._people = people(project, other, told, answers.same, answers.apart)
        theirs = {each.id: entity_with_people(each, self._people.known) for each in other.registry.all()}
        self._theirs = theirs
        self._offered = namesakes(self._ours, theirs, told, frozenset())
        self._same = namesakes(self._ours, theirs, told, answers.entities_apart)
        self._names = theirs | self._ours
        self._plan = MergePlan(scheme=other.scheme, answers=answers)
        self._conflicts: list[Conflict] = []
        self._clashes: dict[str, Clash] = {}
        self._wanted: set[str] = set()
        self._touched: set[str] = set()
        self._counts: dict[tuple[str, str], Counter[str]] = {}
        self._anybody = False

    # ------------------------------------------------------------------------------------------ a document

    def take(self, there: str, here: str) -> None:
        """Decide about one document that both have."""
        theirs = self._mapped(self._other.read(there, pipeline=False))
        ours = self._project.read(here, pipeline=False)
        base = base_of(self._other, self._project, there)
        merged: dict[str, States] = document_states(theirs)
        before = len(self._touched)
        for layer in theirs.layers:
            self._anybody = True
            merged |= self._layer(ours, there, layer, base)
        merged[DECISIONS] = self._decisions(ours, theirs, base.get(DECISIONS, {}))
        self._acknowledgements(there, ours)
        merged[META] = self._meta(ours, theirs, base.get(META, {}))
        merged[NOTES] = self._notes(there, here, base.get(NOTES, {}))
        if len(self._touched) > before:
            self._plan.values[merged_key(self._other, there)] = json.dumps(merged, separators=(",", ":"))

    def _mapped(self, whole: AnnotatedDocument) -> AnnotatedDocument:
        """Their document with our ids; without the layers of people who have to be asked about."""
        known = self._people.known
        asked = {each.theirs.id: each for each in self._people.clashes}
        layers = []
        for layer in whole.layers:
            if layer.annotator_id in asked:
                self._anybody = True
                self._clashes[asked[layer.annotator_id].theirs.id] = asked[layer.annotator_id]
            else:
                layers.append(with_entities(with_people(layer, known), self._same))
        decisions = tuple(decision_with_people(each, known) for each in whole.decisions)
        return replace(whole, layers=tuple(layers), decisions=decisions)

    def _layer(
        self,
        ours: AnnotatedDocument,
        elsewhere: str,
        layer: Layer,
        base: Mapping[str, States],
    ) -> dict[str, States]:
        """Decide about one layer, whose document is called ``elsewhere`` there.

        The states to remember, and the ids that ours has for what has others there.
        """
        key = layer_key(layer)
        before, ids_before = base.get(key, {}), base.get(f"{_IDS}{key}", {})
        layer = with_marks(layer, ids_before)
        own = next((each for each in ours.layers if layer_key(each) == key), None)
        if own is None:
            states = layer_states(layer)
            if states != before:
                self._new_layer(ours, layer)
            return {key: states}
        tell = partial(self._conflict, ours, own, layer)
        labels = self._labels(ours.document.id, elsewhere) if not before else (None, None)
        found = reconciled(
            ours.document.id, own, layer, before, labels=labels, taken=lambda each: self._answers.takes(tell(each))
        )
        tell = partial(self._conflict, ours, own, found.theirs)
        self._conflicts += [tell(id) for id in sorted(found.differences.conflicts)]
        self._want(found.edit)
        if found.edit:
            self._plan.edits.append(found.edit)
            self._touched.add(ours.document.id)
            self._count_edit(layer, found.edit, {each.id for each in own.quotations})
        states = _remembered(layer_states(found.theirs), found.base, found.differences.conflicts)
        renamed = {**ids_before, **found.renamed}
        return {key: states, f"{_IDS}{key}": renamed} if renamed else {key: states}

    def _labels(self, here: str, there: str) -> tuple[Layer | None, Layer | None]:
        """The pipeline's layers of a document that was begun on both sides: which mentions are copies of one of them.

        Nothing else in a merge needs them.
        """
        return self._project.annotations.layer(here, "pipeline"), self._other.annotations.layer(there, "pipeline")

    def _count_edit(self, layer: Layer, edit: LayerEdit, there: set[str]) -> None:
        quotations = [each.id for each in edit.quotations]
        self._count(
            layer,
            documents=1,
            done=layer.status in ("done", "adjudicated"),
            new=sum(id not in there for id in quotations),
            changed=sum(id in there for id in quotations),
            removed=len(edit.dropped_quotations),
        )

    def _new_layer(self, ours: AnnotatedDocument, layer: Layer) -> None:
        taken = {each.id for each in ours.layers}
        self._plan.layers.append((ours.document.id, replace(layer, id=ids.mint("l")) if layer.id in taken else layer))
        self._touched.add(ours.document.id)
        self._wanted |= referenced((layer,))
        done = layer.status in ("done", "adjudicated")
        self._count(layer, documents=1, done=done, new=len(layer.quotations))

    def _want(self, edit: LayerEdit) -> None:
        kept = Layer("", "annotator", mentions=edit.mentions, quotations=edit.quotations)
        self._wanted |= referenced((kept,))

    def _count(self, layer: Layer, **more: int) -> None:
        name = "Gold" if layer.kind == "gold" else layer.annotator or ""
        self._counts.setdefault((name, layer.annotator_id or ""), Counter()).update(more)

    def _conflict(self, ours: AnnotatedDocument, own: Layer, theirs: Layer, id: str) -> Conflict:
        kind, message, here, there = differing(id, own, theirs, ours.document.text, self._names)
        whose = "gold" if own.kind == "gold" else own.annotator_id
        return Conflict(kind, ours.document.id, ours.document.title, whose, id, message, here, there)

    # ------------------------------------------------------------------------------------------ what else it has

    def _decisions(self, ours: AnnotatedDocument, theirs: AnnotatedDocument, base: States) -> States:
        own = {each.id: each for each in ours.decisions}
        other = {each.id: each for each in theirs.decisions}
        states = states_of(other, decision_state)
        found = three_way(base, states_of(own, decision_state), states)
        conflicts = set()
        taken = set(found.taken)
        for id in sorted(found.conflicts):
            what = f"The decision about {(own.get(id) or other[id]).slot} differs."
            sides = (decision_words(own.get(id)), decision_words(other.get(id)))
            one = Conflict("decision", ours.document.id, ours.document.title, None, id, what, *sides)
            if self._answers.takes(one) and id in other:
                taken.add(id)
            else:
                conflicts.add(id)
                self._conflicts.append(one)
        self._plan.decisions += [(ours.document.id, other[id]) for id in sorted(taken)]
        if taken:
            self._touched.add(ours.document.id)
        return _remembered(states, base, conflicts)

    def _acknowledgements(self, there: str, ours: AnnotatedDocument) -> None:
        """Whoever has acknowledged a decision on one side has done so."""
        document = ours.document.id
        decisions = {each.id for each in ours.decisions}
        decisions |= {each.id for where, each in self._plan.decisions if where == document}
        found = self._other.annotations.acknowledgements(there)
        known = self._project.annotations.acknowledgements(document) if found else {}
        for id, names in found.items():
            before = known.get(id, ())
            people = (self._people.known[each].id if each in self._people.known else each for each in names)
            after = tuple(dict.fromkeys((*before, *people)))
            if id in decisions and after != before:
                self._plan.acknowledged.append((document, id, after))
                self._touched.add(document)

    def _notes(self, there: str, here: str, base: States) -> States:
        """Notes to oneself come back to whoever wrote them; what was written on both sides is kept, both of it."""
        known = self._people.known
        theirs = {known[id].id: text for id, text in self._other.notes.of(there).items() if id in known}
        people = {each.id: each for each in known.values()}
        own = self._project.notes.of(here) if theirs or base else {}
        states = states_of(theirs, state)
        for id in sorted((theirs.keys() | base.keys()) & people.keys()):
            before, mine, new = base.get(id), own.get(id), theirs.get(id)
            if states.get(id) == before:
                continue
            edited_here = (None if mine is None else state(mine)) != before
            wanted = _both(mine, new) if edited_here else new
            if wanted != mine:
                self._plan.notes.append((here, people[id], wanted))
                self._touched.add(here)
                self._anybody = True
        return states

    def _meta(self, ours: AnnotatedDocument, theirs: AnnotatedDocument, base: States) -> States:
        """Metadata edited there are taken if they were not edited here; without a base nobody has edited them."""
        before, _, here_before = base.get(META, "").partition(" ")
        own, other = values_state(ours.document.meta), values_state(theirs.document.meta)
        if not before or other in (before, own):
            return {META: base.get(META, other)}
        if own != (here_before or before):
            mine, yours = dict(ours.document.meta), dict(theirs.document.meta)
            apart = [key for key in {**mine, **yours} if mine.get(key) != yours.get(key)]
            told = [", ".join(f"{key} {side.get(key) or 'none'}" for key in apart) for side in (mine, yours)]
            what = "The metadata differ."
            one = Conflict("metadata", ours.document.id, ours.document.title, None, META, what, *told)
            if not self._answers.takes(one):
                self._conflicts.append(one)
                return {META: base[META]}
        marked = {key: value for key, value in ours.document.meta.items() if key == SAME_TEXT}
        self._plan.meta[ours.document.id] = {**theirs.document.meta, **marked}
        self._touched.add(ours.document.id)
        return {META: other}

    # ------------------------------------------------------------------------------------------ the registry

    def _entities(self) -> None:
        """Enter what is new and referred to, and what was changed there only."""
        base = entity_base(self._other)
        wanted = {id for id in self._wanted if id not in self._ours}
        for id in sorted(wanted):
            self._plan.entities[id] = self._theirs[id]
        for id, theirs in self._theirs.items():
            if id in self._ours and (id in base or id in self._wanted):
                self._known_entity(self._ours[id], theirs, base.get(id, ""))

    def _known_entity(self, ours: Entity, theirs: Entity, handed_out: str) -> None:
        """Take an entity that was edited there only; one that went along in part is never replaced unasked."""
        key = merged_key(self._other, f"entity {ours.id}")
        there_before, _, here_before = (self._project.value(key) or handed_out).partition(" ")
        own, other = entity_state(ours), entity_state(theirs)
        if other in (there_before, own):
            return
        if here_before or not there_before or own != there_before:
            sides = (entity_words(ours), entity_words(theirs))
            one = Conflict("entity", None, "", None, ours.id, f"The entity “{ours.name}” differs.", *sides)
            if not self._answers.takes(one):
                self._conflicts.append(one)
                return
        self._plan.entities[ours.id] = theirs
        self._plan.values[key] = other

    def _offers(self) -> tuple[Offer, ...]:
        """Namesakes among the entities that come in; those told before are not asked about again."""
        used = self._wanted
        return tuple(
            Offer(self._theirs[there], self._ours[here], same=there in self._same)
            for there, here in sorted(self._offered.items())
            if there not in self._told.entities and (here if there in self._same else there) in used
        )

    # ------------------------------------------------------------------------------------------ all together

    def finished(self, other_text: Iterable[str], common: int, strangers: int) -> MergePlan:
        """The plan with its report.  Raises ConflictError if nobody has annotated in the other project."""
        for id in other_text:
            title = self._project.documents.get(id).title
            said = f"“{title}” has another text in the other project and is left out."
            self._conflicts.append(Conflict("text", id, title, None, id, said))
        if not self._anybody:
            raise ConflictError(
                f"nobody has annotated anything in {self._other.path.name}", "ask for it again when something is done"
            )
        self._entities()
        plan = self._plan
        plan.report = MergeReport(
            documents=len(self._touched),
            layers=len(plan.layers) + len(plan.edits),
            entities=len(plan.entities),
            notes=len(plan.notes),
            common=common,
            strangers=strangers,
            conflicts=tuple(self._conflicts),
            clashes=tuple(self._clashes.values()),
            offers=self._offers(),
            people=tuple(
                Person(name, id or None, **dict(counts)) for (name, id), counts in sorted(self._counts.items())
            ),
        )
        if not plan.is_empty:
            self._remember()
        return plan

    def _remember(self) -> None:
        """Keep who and what is the same, so that the next merge does not ask again."""
        known = {id: each.id for id, each in self._people.known.items() if id != each.id}
        used = {there: here for there, here in self._same.items() if here in self._wanted}
        if told := self._told.with_more(known, used):
            self._plan.values[SAME] = told


def _both(mine: str | None, theirs: str | None) -> str | None:
    """Two versions of a note as one: what is gone on one side only stays, what both have stands once."""
    if not mine or not theirs:
        return mine or theirs
    if theirs in mine or mine in theirs:
        return max(mine, theirs, key=len)
    return f"{mine}\n\n{theirs}"


def _remembered(states: States, base: States, conflicts: Iterable[str]) -> States:
    """The states in which a layer was merged; where the sides disagree it counts as not merged yet."""
    kept = dict(states)
    for id in conflicts:
        kept.pop(id, None)
        if id in base:
            kept[id] = base[id]
    return kept
