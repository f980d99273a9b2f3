"""Frozen layers are read through the entities and labels merged, split or converted since; undo takes that back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reviewing import (
    ANN,
    BEA,
    BRANDT,
    CAT,
    CLOSURE,
    ENDED,
    JUDGE,
    ZOE,
    desk_of,
    first,
    layer,
    project_of,
    quotation,
    speaker,
    stance,
)

from annotator.domain.annotations import Annotator, Layer, Quotation
from annotator.domain.changes import Changes
from annotator.domain.registry import Entity
from annotator.domain.scheme import Label
from annotator.operations import annotate, curate, registry, scheme_attributes, scheming
from annotator.operations.agreeing import agreement
from annotator.operations.choosing import Choice
from annotator.operations.desk import Desk
from annotator.operations.merging import merge, split
from annotator.operations.scheming import LabelSet
from annotator.store.project import Project

FIRM = Entity("e_firm", "Ana Brandt GmbH 🏭", "organisation", BRANDT.origin)
TYPES, STANCES, FRAMES = LabelSet("types"), LabelSet("stances"), LabelSet("choices", "quotation", "frame")
TONES = LabelSet("choices", "document", "tone")


def filled(who: Annotator, tail: str, entity: Entity, value: str, frame: str) -> Layer:
    """Two quotations with a speaker, a stance and a frame each."""
    one = first(
        who, f"q_1{tail}", type="mixed", speakers=speaker(None, entity.id), attributes={"frame": frame},
        stances=(stance(f"s_1{tail}", who, value),),
    )  # fmt: skip
    two = quotation(
        who, f"q_2{tail}", ENDED, speakers=speaker(None, ZOE.id), attributes={"frame": "cost"},
        stances=(stance(f"s_2{tail}", who, "neutral"),),
    )  # fmt: skip
    return layer(who, one, two, attributes={"tone": frame})


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Ann and Bea differ in who speaks, in a stance and in a frame of the first quotation; Judge has begun."""
    return begun(tmp_path)


def begun(folder: Path) -> Project:
    made = project_of(folder, filled(ANN, "a", ZOE, "odd", "cost"), filled(BEA, "b", BRANDT, "neutral", "price"))
    with made.step("Labels of the layers", actor=JUDGE.id):
        made.set_scheme(STANCES.with_labels(made.scheme, (*made.scheme.stances, Label("odd", "Odd"))))
    scheming.add_label(made, JUDGE, TYPES, "Chant")
    for owner, name in (("quotation", "Frame"), ("document", "Tone")):
        scheme_attributes.add_attribute(made, JUDGE, owner, name, "choice", ["cost", "price"])  # type: ignore[arg-type]
    with made.step("More entities", actor=JUDGE.id):
        made.registry.save(FIRM)
    curate.decide(desk_of(made), "q_1a", "speakers", Choice("picked", ANN.id))
    assert made.frozen.has("d_1") == {ANN.id, BEA.id}
    return made


def percent(project: Project, slot: str) -> float | None:
    return agreement(project, rounds=0).report.overall.slots[slot].percent


@pytest.mark.parametrize(
    ("slot", "change"),
    [
        ("speakers", lambda project: merge(project, JUDGE, ZOE.id, [BRANDT.id])),
        ("stance", lambda project: scheming.merge_labels(project, JUDGE, STANCES, "odd", "neutral")),
        ("stance", lambda project: scheming.remove_label(project, JUDGE, STANCES, "odd", replaced_by="neutral")),
        ("frame", lambda project: scheming.merge_labels(project, JUDGE, FRAMES, "price", "cost")),
        ("document:tone", lambda project: scheming.merge_labels(project, JUDGE, TONES, "price", "cost")),
    ],
    ids=["entity", "stance", "removed", "choice", "field"],
)
def test_what_was_merged_since_is_no_disagreement(
    project: Project, slot: str, change: Callable[[Project], Changes]
) -> None:
    with project:
        before = percent(project, slot)
        assert before is not None
        assert before < 1
        change(project)
        registry.remove_alias(project, CAT, ZOE.id, BRANDT.name)  # no name in common says that they are one
        assert percent(project, slot) == 1
        project.undo(CAT.id)
        project.undo(JUDGE.id)
        assert percent(project, slot) == before
        project.redo(JUDGE.id)
        assert percent(project, slot) == 1


def test_a_layer_that_was_never_frozen_agrees_with_one_that_was(project: Project) -> None:
    with project:
        merge(project, JUDGE, FIRM.id, [ZOE.id])  # another kind: no name makes them one
        scheming.merge_labels(project, JUDGE, STANCES, "odd", "neutral")
        cat = replace(filled(CAT, "c", FIRM, "neutral", "cost"), attributes={})
        rows = tuple(replace(each, speakers=speaker(None, FIRM.id)) for each in cat.quotations)
        with project.step("Cat is done", actor=CAT.id):
            project.add_layers([("d_1", replace(cat, quotations=rows))])
        found = agreement(project, [ANN.id, CAT.id], rounds=0)
        assert found.frozen_documents == 1
        (pair,) = found.report.pairs
        assert {slot: each.percent for slot, each in pair.measures.slots.items() if slot in ("speakers", "stance")} == {
            "speakers": 1,
            "stance": 1,
        }
        assert pair.measures.places.labelled["speakers"] in (None, 1)


def test_a_label_of_the_same_id_that_comes_later_is_another(project: Project) -> None:
    with project:
        scheming.merge_labels(project, JUDGE, STANCES, "odd", "neutral")
        scheming.add_label(project, JUDGE, STANCES, "Odd")
        with project.step("Cat is done", actor=CAT.id):
            project.add_layers([("d_1", filled(CAT, "c", ZOE, "odd", "cost"))])
        curate.decide(desk_of(project), "q_1a", "stances", Choice("picked", CAT.id))
        values = {
            each.annotator: each.layer.quotation(f"q_1{each.annotator[2]}").stances[0].value for each in held(project)
        }
        assert values == {ANN.id: "neutral", BEA.id: "neutral", CAT.id: "odd"}


def test_a_column_of_another_type_and_one_that_goes(project: Project) -> None:
    with project:
        scheme_attributes.set_type(project, JUDGE, "quotation", "frame", "text")
        assert _frames(project) == {"cost", "price"}
        annotate.delete_quotation(Desk(project, "d_1", BEA), "q_1b")  # what only a frozen layer holds goes too
        scheme_attributes.remove_attribute(project, JUDGE, "quotation", "frame")
        assert _frames(project) == {None}
        project.undo(JUDGE.id)
        assert _frames(project) == {"cost", "price"}


def _frames(project: Project) -> set[object]:
    return {each.attributes.get("frame") for one in held(project) for each in one.layer.quotations}


def held(project: Project) -> tuple[object, ...]:
    return project.frozen.of(project.documents.get("d_1"))


def test_nothing_is_noted_as_long_as_nothing_is_frozen(tmp_path: Path) -> None:
    with project_of(tmp_path, filled(ANN, "a", ZOE, "neutral", "cost")) as project:
        changes = merge(project, JUDGE, ZOE.id, [BRANDT.id])
        assert not changes.touches("project")
        assert noted(project) == 0
        curate.accept_agreed([desk_of(project)])


def test_the_note_is_no_news_for_the_window(project: Project) -> None:
    with project:
        assert not merge(project, JUDGE, ZOE.id, [BRANDT.id]).touches("project")
        assert noted(project) == 1
        project.undo(JUDGE.id)
        assert noted(project) == 0


def noted(project: Project) -> int:
    rows = project._connection.rows("SELECT count(*) FROM project WHERE key LIKE 'renamed:%'")
    return int(rows[0][0])


# ---------------------------------------------------------------------------------------------- any order


def _merge(project: Project, keep: int, gone: int) -> None:
    people = [each.id for each in project.registry.all() if each.id != CLOSURE.id]
    if people[keep % len(people)] != people[gone % len(people)]:
        merge(project, JUDGE, people[keep % len(people)], [people[gone % len(people)]])


def _split(project: Project, which: int, passage: int) -> None:
    people = [each.id for each in project.registry.all()]
    entity = people[which % len(people)]
    found = [each for each in project.registry.passages(entity) if each.layer_kind == "annotator"]
    if found:
        split(project, JUDGE, entity, [found[passage % len(found)]], f"Zoé {len(people)}")


def _merge_labels(project: Project, which: int, into: int) -> None:
    where = (STANCES, FRAMES, TONES, TYPES)[which % 4]
    ids = [each.id for each in where.labels(project.scheme)]
    old, new = ids[which % len(ids)], ids[into % len(ids)]
    if old != new and not scheming.fixed(where, old):
        scheming.merge_labels(project, JUDGE, where, old, new)


def _split_label(project: Project, which: int, number: int) -> None:
    where = (STANCES, FRAMES)[which % 2]
    ids = [each.id for each in where.labels(project.scheme)]
    id = ids[number % len(ids)]
    held = [each.id for each in scheming.passages(project, where, id)]
    if held:
        scheming.split_label(project, JUDGE, where, id, held[: 1 + number % 2], f"Half {len(ids)}")


@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([_merge, _split, _merge_labels, _split_label, None]), st.integers(0, 7), st.integers(0, 7)
        ),
        max_size=8,
    )
)
def test_after_any_renaming_a_frozen_layer_is_the_one_that_lives_on(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Callable[..., None] | None, int, int]]
) -> None:
    with begun(tmp_path_factory.mktemp("any")) as project:
        for change, one, other in steps:
            if change is None:
                project.undo(JUDGE.id)
            else:
                change(project, one, other)
        for each in held(project):
            live = project.annotations.layer("d_1", "annotator", each.annotator)
            assert live is not None
            assert _plain(each.layer) == _plain(live)


def _plain(layer: Layer) -> list[Quotation]:
    """The quotations without what says who made them and when; a split type is set by hand."""
    return [
        replace(
            each,
            origin=BRANDT.origin,
            type_origin="auto",
            stances=tuple(replace(stance, origin=BRANDT.origin) for stance in each.stances),
        )
        for each in layer.quotations
    ]
