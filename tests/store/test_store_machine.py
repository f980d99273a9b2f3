"""The journal against a model: random steps by two annotators and the pipeline, undo, redo, reverts, reopening.

The model knows nothing of rows.  It sees the project as named values, remembers which of them each step changed, and
expects undo to bring back exactly those; a document that goes takes all its values along.  Whatever happens, the search
index is the one that could be made anew.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from store_samples import BEA, PIPE, document, entity, layer, mention, pipeline_layer

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator, Party, Quotation, Stance
from annotator.domain.errors import ConflictError
from annotator.domain.scheme import Label
from annotator.domain.text import Span
from annotator.store.project import PIPELINE, Project
from annotator.store.search_index import fits

State = dict[tuple[str, ...], Any]
Diff = dict[tuple[str, ...], tuple[Any, Any]]

NAMES = st.sampled_from(["n1", "n2", "n3"])
DOCUMENTS = st.sampled_from(["d_1", "d_2", "d_3"])


def state_of(project: Project) -> State:
    """Everything in the project, by name; keys that belong to a document have it second."""
    found: State = {("scheme",): project.scheme, ("title",): project.title}
    found |= {("annotator", each.id): each for each in project.annotators()}
    found |= {("entity", each.id): each for each in project.registry.all()}
    for id in project.documents.ids():
        whole = project.read(id)
        found["document", id] = whole.document
        for who in Steps.actors:
            if (note := project.notes.get(id, f"a_{who}")) is not None:
                found["note", id, who] = note
        for part in whole.layers:
            found["layer", id, part.id] = replace(part, mentions=(), quotations=(), rejections=(), annotator=None)
            for mark in (*part.mentions, *part.quotations, *part.rejections):
                found["mark", id, part.id, mark.id] = mark
    return found


def diff_of(before: State, after: State) -> Diff:
    return {
        key: (before.get(key), after.get(key))
        for key in before.keys() | after.keys()
        if before.get(key) != after.get(key)
    }


class Steps(RuleBasedStateMachine):
    """Two annotators share documents and registry; each writes in layers of their own."""

    actors: tuple[str, ...] = ("bea", "carl")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "m.annotator"
        self.project = Project.create(self.path)
        self.done: dict[str, list[tuple[str, Diff]]] = {actor: [] for actor in self.actors}
        self.undone: dict[str, list[tuple[str, Diff]]] = {actor: [] for actor in self.actors}
        self.state = state_of(self.project)
        self.diffs: dict[int, Diff] = {}
        self.count = 0

    @initialize()
    def fill(self) -> None:
        self.step("bea", lambda: self.add("d_1"))

    def step(self, actor: str, write: Any) -> None:
        """One step; what it changed goes on the actor's stack."""
        self.count += 1
        label = f"{actor} {self.count}"
        try:
            with self.project.step(label, actor=actor) as step:
                write()
        except ConflictError:
            assert state_of(self.project) == self.state
            return
        after = state_of(self.project)
        changed = diff_of(self.state, after)
        self.state = after
        assert step.changes.documents >= {key[1] for key in changed if key[0] in ("mark", "layer", "document", "note")}
        assert step.changes.touches("entity") >= {key[1] for key in changed if key[0] == "entity"}
        if actor != PIPELINE and changed:
            assert step.changes.step is not None
            self.stack(actor, label, step.changes.step, changed)

    def stack(self, actor: str, label: str, number: int, changed: Diff) -> None:
        """A step is the actor's last one."""
        self.diffs[number] = changed
        self.done[actor].append((label, changed))
        self.undone[actor].clear()

    def replay(self, actor: str, *, undo: bool) -> None:
        source, target = (self.done, self.undone) if undo else (self.undone, self.done)
        act, label = (
            (self.project.undo, self.project.undo_label) if undo else (self.project.redo, self.project.redo_label)
        )
        if not source[actor]:
            assert label(actor) is None
            assert act(actor) is None
            return
        name, changed = source[actor][-1]
        assert label(actor) == name
        before = self.state
        try:
            changes = act(actor)
        except ConflictError:
            assert any(self.done[other] or self.undone[other] for other in self.actors if other != actor)
            assert state_of(self.project) == before
            return
        assert changes is not None
        assert changes.label == name
        self.state = state_of(self.project)
        gone = {key[1] for key, (old, _) in changed.items() if key[0] == "document" and old is None}
        expected = {key: value for key, value in before.items() if not (len(key) > 1 and key[1] in gone)}
        for key, (old, _) in changed.items():
            if old is not None:
                expected[key] = old
            else:
                expected.pop(key, None)
        assert self.state == expected
        assert changes.documents >= {key[1] for key in changed if key[0] == "document"}
        source[actor].pop()
        target[actor].append((name, diff_of(before, self.state)))

    def revert(self, actor: str, which: int) -> None:
        """Revert a step of anyone; what it leaves alone stays as it is."""
        live = [each for each in self.project.history() if each.revertible]
        if not live:
            return
        chosen = live[which % len(live)]
        before = self.state
        try:
            changes = self.project.revert(chosen.number, actor)
        except ConflictError:
            assert state_of(self.project) == before
            assert chosen.number != live[0].number or chosen.number < self.project.history(1)[0].number
            return
        after = state_of(self.project)
        self.state = after
        diff = self.diffs[chosen.number]
        gone = {key[1] for key in before if key[0] == "document" and key not in after}
        for key in before.keys() | after.keys():
            if key not in diff:
                assert after.get(key) == before.get(key) or (len(key) > 1 and key[1] in gone)
            elif before.get(key) == diff[key][1]:  # nothing that is told apart in rows only has come to it
                assert after.get(key) == diff[key][0]
        if changes:
            assert changes.step is not None
            self.stack(actor, f"Revert “{chosen.label}”", changes.step, diff_of(before, after))

    def own_layer(self, actor: str, document_id: str) -> str:
        """The id of the actor's layer, made at the first write in the same step."""
        id = f"l_{actor}_{document_id}"
        if self.project.annotations.layer(document_id, "annotator", f"a_{actor}") is None:
            self.project.save_annotator(Annotator(f"a_{actor}", actor))
            self.project.annotations.add_layer(document_id, layer(id, actor))
        return id

    def add(self, id: str) -> None:
        marks = layer(
            f"l_bea_{id}",
            "bea",
            Quotation("q_bea_n1", (Span(0, 5),), BEA, parent="q_bea_n2"),
            Quotation("q_bea_n2", (Span(0, 9),), BEA),
        )
        whole = AnnotatedDocument(document(id), (entity("e_n1"),), (marks, pipeline_layer(f"l_p_{id}")))
        self.project.add_documents([whole])

    def any_actor(self, number: int) -> str:
        return self.actors[number % len(self.actors)]

    @rule(who=st.integers(0, 1), id=DOCUMENTS)
    def import_documents(self, who: int, id: str) -> None:
        self.step(self.any_actor(who), lambda: self.add(id))

    @rule(who=st.integers(0, 1), id=DOCUMENTS)
    def remove_document(self, who: int, id: str) -> None:
        self.step(self.any_actor(who), lambda: self.project.documents.remove(id))

    @rule(who=st.integers(0, 1), id=DOCUMENTS, title=NAMES)
    def set_meta(self, who: int, id: str, title: str) -> None:
        self.step(self.any_actor(who), lambda: self.project.documents.set_meta(id, {"title": title, "n": 1.1}))

    @rule(
        who=st.integers(0, 1),
        id=DOCUMENTS,
        name=NAMES,
        end=st.integers(6, 12),
        people=st.lists(st.none() | NAMES, max_size=2),
        parent=st.none() | NAMES,
        score=st.sampled_from([None, 0.1, 1 / 3]),
    )
    def save_quotation(
        self, who: int, id: str, name: str, end: int, people: list[str | None], parent: str | None, score: float | None
    ) -> None:
        actor = self.any_actor(who)
        speakers = tuple(Party((Span(1, 3),), each and f"e_{each}", "name", score) for each in people)
        stances = tuple(Stance(f"s_{n}", None, (), "favour", n, True, (), PIPE) for n in range(1, 1 + len(people)))
        above = f"q_{actor}_{parent}" if parent and parent > name else None  # never a circle
        value = Quotation(
            f"q_{actor}_{name}", (Span(0, 5), Span(5, end)), BEA, speakers=speakers, stances=stances, parent=above
        )
        self.step(actor, lambda: self.project.annotations.save_quotation(self.own_layer(actor, id), value))

    @rule(who=st.integers(0, 1), id=DOCUMENTS, name=NAMES)
    def remove_quotation(self, who: int, id: str, name: str) -> None:
        actor = self.any_actor(who)
        self.step(actor, lambda: self.project.annotations.remove_quotation(f"q_{actor}_{name}", document=id))

    @rule(who=st.integers(0, 1), id=DOCUMENTS, name=NAMES, person=st.none() | NAMES)
    def save_mention(self, who: int, id: str, name: str, person: str | None) -> None:
        actor = self.any_actor(who)
        value = mention(f"m_{name}", entity=person and f"e_{person}")
        self.step(actor, lambda: self.project.annotations.save_mention(self.own_layer(actor, id), value))

    @rule(who=st.integers(0, 1), id=DOCUMENTS, words=st.none() | NAMES)
    def set_note(self, who: int, id: str, words: str | None) -> None:
        actor = self.any_actor(who)

        def write() -> None:
            self.own_layer(actor, id)
            self.project.notes.set(id, f"a_{actor}", words)

        self.step(actor, write)

    @rule(who=st.integers(0, 1), name=NAMES, shown=NAMES)
    def save_entity(self, who: int, name: str, shown: str) -> None:
        self.step(self.any_actor(who), lambda: self.project.registry.save(entity(f"e_{name}", shown)))

    @rule(who=st.integers(0, 1), name=NAMES)
    def remove_entity(self, who: int, name: str) -> None:
        self.step(self.any_actor(who), lambda: self.project.registry.remove(f"e_{name}"))

    @rule(who=st.integers(0, 1), name=NAMES)
    def change_scheme(self, who: int, name: str) -> None:
        scheme = self.project.scheme
        changed = replace(scheme, flags=(*scheme.flags[:3], Label("own", name)))
        self.step(self.any_actor(who), lambda: self.project.set_scheme(changed))

    @rule(id=DOCUMENTS, agent=st.sampled_from(["old", "new"]), at=st.integers(0, 9))
    def label_again(self, id: str, agent: str, at: int) -> None:
        value = pipeline_layer(f"l_p_{id}", agent, at)
        self.step(PIPELINE, lambda: self.project.annotations.replace_pipeline_layer(id, value))

    @rule(who=st.integers(0, 1))
    def fail(self, who: int) -> None:
        def write() -> None:
            self.add("d_4")
            raise ConflictError("enough")

        self.step(self.any_actor(who), write)

    @rule(who=st.integers(0, 1))
    def undo(self, who: int) -> None:
        self.replay(self.any_actor(who), undo=True)

    @rule(who=st.integers(0, 1))
    def undo_twice(self, who: int) -> None:
        self.replay(self.any_actor(who), undo=True)
        self.replay(self.any_actor(who), undo=True)

    @rule(who=st.integers(0, 1))
    def redo(self, who: int) -> None:
        self.replay(self.any_actor(who), undo=False)

    @rule(who=st.integers(0, 1), which=st.integers(0, 9))
    def revert_one(self, who: int, which: int) -> None:
        self.revert(self.any_actor(who), which)

    @rule()
    def reopen(self) -> None:
        self.project.close()
        assert [each.name for each in self.folder.iterdir()] == [self.path.name]
        self.project = Project.open(self.path)
        assert state_of(self.project) == self.state

    @invariant()
    def pipeline_has_nothing_to_undo(self) -> None:
        assert self.project.undo_label(PIPELINE) is None
        assert self.project.undo(PIPELINE) is None

    @invariant()
    def the_index_fits(self) -> None:
        assert fits(self.project._connection)
        titles = [(id, self.project.documents.get(id).meta["title"]) for id in self.project.documents.ids()]
        for name in ("n1", "n2", "n3"):
            assert self.project.documents.matching(f"{name} ") == {id for id, title in titles if title == name}

    def teardown(self) -> None:
        problems = self.project.check()
        self.project.close()
        shutil.rmtree(self.folder)
        assert problems == []


class LonelySteps(Steps):
    """One annotator and the pipeline: nothing may ever stand in the way of undo."""

    actors = ("bea",)


_SETTINGS = settings(stateful_step_count=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


@pytest.mark.parametrize("machine", [Steps, LonelySteps])
def test_undo_and_redo_follow_the_model(machine: type[Steps]) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(machine, settings=_SETTINGS)
