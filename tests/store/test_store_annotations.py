"""Whole documents come back as they went in; small writes touch only what differs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_samples import (
    BEA,
    CARL,
    PIPE,
    TEXT,
    document,
    entity,
    full,
    layer,
    mention,
    pipeline_layer,
    quotation,
)

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Layer, Origin, Party, Quotation, Rejection, Stance
from annotator.domain.errors import ConflictError
from annotator.domain.text import Span
from annotator.store.annotations import AnnotationStore
from annotator.store.project import PIPELINE, Project


@pytest.fixture
def desk(project: Project) -> Project:
    """A project with one document and bea's empty layer."""
    with project.step("Set up", actor="a_bea"):
        project.documents.add(document())
        project.annotations.add_layer("d_1", layer())
        project.registry.save(entity())
    return project


def _only(project: Project) -> Quotation:
    found = project.annotations.layer("d_1", "annotator", "a_bea")
    assert found is not None
    return found.quotations[0]


def test_a_document_with_everything_comes_back_as_it_went_in(project: Project) -> None:
    with project.step("Import", actor="a_bea") as step:
        assert project.add_documents([full()]) == 1
    assert project.read("d_full") == full()
    assert step.changes.objects["document"] == {"d_full"}
    assert step.changes.documents == {"d_full"}
    assert project.check() == []


def test_layer_by_layer_gives_the_same(project: Project) -> None:
    whole = full()
    with project.step("Import", actor="a_bea"):
        project.documents.add(whole.document)
        for each in whole.entities:
            project.registry.save(each)
        for part in whole.layers:
            project.annotations.add_layer("d_full", part)
        for decision in whole.decisions:
            project.annotations.save_decision("d_full", decision)
    assert project.read("d_full") == whole


def test_layers_and_marks_come_in_their_fixed_order(project: Project) -> None:
    with project.step("Import", actor="a_bea"):
        project.documents.add(document())
        project.annotations.add_layer("d_1", pipeline_layer("l_0", "p", 40, 5, 34))
        project.annotations.add_layer("d_1", layer("l_1", "carl"))
        quotations = (quotation("q_b", 3, 9), quotation("q_a", 3, 9), quotation("q_c", 3, 8), quotation("q_d", 0, 30))
        project.annotations.add_layer("d_1", layer("l_2", "bea", *quotations))
        project.annotations.add_layer("d_1", Layer("l_3", "gold"))
    gold, bea, carl, pipeline = project.annotations.layers("d_1")
    assert [each.id for each in (gold, bea, carl, pipeline)] == ["l_3", "l_2", "l_1", "l_0"]
    assert [each.id for each in bea.quotations] == ["q_d", "q_c", "q_a", "q_b"]
    assert [each.spans[0].start for each in pipeline.mentions] == [5, 34, 40]
    assert (bea.annotator_id, bea.annotator, pipeline.annotator_id, pipeline.annotator) == ("a_bea", "bea", None, "p")


def test_saving_a_quotation_again_changes_only_its_own_rows(desk: Project) -> None:
    speakers = (Party((Span(34, 37),), "e_1", "name"), Party((), None, "unknown"))
    stances = tuple(Stance(id, "e_1", (), "favour", 1, True, (), BEA) for id in ("s_1", "s_2"))
    first = replace(quotation(), speakers=speakers, stances=stances, flags=("headline",))
    second = replace(
        first, type="mixed", speakers=speakers[1:], stances=(stances[1],), origin=replace(BEA, edited=True)
    )
    for value in (first, second):
        with desk.step("Edit", actor="a_bea") as step:
            desk.annotations.save_quotation("l_bea", value)
        assert _only(desk) == value
        assert dict(step.changes.objects) == {"quotation": {"q_1"}}
        assert step.changes.documents == {"d_1"}
    with desk.step("Nothing", actor="a_bea") as step:
        desk.annotations.save_quotation("l_bea", second)
    assert not step.changes
    assert desk.undo_label("a_bea") == "Edit"


def test_removing_a_parent_hands_its_children_up(desk: Project) -> None:
    with desk.step("Nest", actor="a_bea"):
        for value in (
            quotation("q_1", 0, 28),
            replace(quotation("q_2", 1, 20), parent="q_1"),
            replace(quotation("q_3", 2, 10), parent="q_2"),
        ):
            desk.annotations.save_quotation("l_bea", value)
        desk.annotations.remove_quotation("q_2")
    found = desk.annotations.layer("d_1", "annotator", "a_bea")
    assert found is not None
    assert [(each.id, each.parent) for each in found.quotations] == [("q_1", None), ("q_3", "q_1")]


def test_mentions_rejections_status_and_attributes(desk: Project) -> None:
    rejection = Rejection("x_1", None, (Span(1, 5),), None, "a_bea", None)
    with desk.step("Fill", actor="a_bea"):
        desk.annotations.save_mention("l_bea", mention())
        desk.annotations.save_mention("l_bea", mention(entity="e_1"))
        desk.annotations.save_rejection("l_bea", rejection)
        desk.annotations.save_rejection("l_bea", replace(rejection, reason="other"))
        desk.annotations.set_status("l_bea", "skipped", "sport")
        desk.annotations.set_attributes("l_bea", {"tone": "calm"})
    found = desk.annotations.layer("d_1", "annotator", "a_bea")
    assert found is not None
    assert found.mentions == (mention(entity="e_1"),)
    assert found.rejections == (replace(rejection, reason="other"),)
    assert (found.status, found.status_reason, found.attributes) == ("skipped", "sport", {"tone": "calm"})
    with desk.step("Empty", actor="a_bea"):
        desk.annotations.remove_mention("m_1")
        desk.annotations.remove_rejection("x_1")
    found = desk.annotations.layer("d_1", "annotator", "a_bea")
    assert found is not None
    assert (found.mentions, found.rejections) == ((), ())


def test_replacing_the_pipelines_layer_leaves_the_others(desk: Project) -> None:
    with desk.step("Label", actor=PIPELINE):
        desk.annotations.replace_pipeline_layer("d_1", pipeline_layer("l_p", "old", 34, 38))
    with desk.step("Copy", actor="a_bea"):
        copied = Origin("pipeline", "old", derived_from=("m_old_34",))
        desk.annotations.save_mention("l_bea", mention("m_mine", origin=copied))
    with desk.step("Label", actor=PIPELINE) as step:
        desk.annotations.replace_pipeline_layer("d_1", pipeline_layer("l_p2", "new", 5))
    own, pipeline = desk.annotations.layers("d_1")
    assert [each.id for each in own.mentions] == ["m_mine"]
    assert [each.id for each in pipeline.mentions] == ["m_new_5"]
    assert step.changes.touches("mention") == {"m_old_34", "m_old_38", "m_new_5"}
    assert step.changes.touches("layer") == {"l_p", "l_p2"}
    assert desk.check() == []
    with pytest.raises(ValueError, match="annotator"):
        desk.annotations.replace_pipeline_layer("d_1", layer())


_WRONG: dict[str, Callable[[AnnotationStore], None]] = {
    "no such layer": lambda a: a.save_quotation("l_none", quotation()),
    "no content": lambda a: a.save_quotation("l_bea", replace(quotation(), content=())),
    "no such parent": lambda a: a.save_quotation("l_bea", replace(quotation(), parent="q_none")),
    "no such speaker": lambda a: a.save_quotation("l_bea", replace(quotation(), speakers=(Party((), "e_none"),))),
    "no such quotation": lambda a: a.remove_quotation("q_none"),
    "no such entity": lambda a: a.save_mention("l_bea", mention(entity="e_none")),
    "no such document": lambda a: a.add_layer("d_none", layer("l_2", "carl")),
    "a second layer": lambda a: a.add_layer("d_1", layer("l_2", "bea")),
    "a parent outside": lambda a: a.add_layer("d_1", layer("l_2", "carl", replace(quotation(), parent="q_none"))),
    "an id twice": lambda a: a.add_layer("d_1", layer("l_2", "carl", quotation(), quotation())),
    "a lone surrogate": lambda a: a.set_status("l_bea", "skipped", "\ud800"),
}


@pytest.mark.parametrize("wrong", _WRONG)
def test_what_does_not_fit_is_refused_and_nothing_stays(desk: Project, wrong: str) -> None:
    before = desk.read("d_1")

    def gesture() -> None:
        with desk.step("Wrong", actor="a_bea"):
            desk.annotations.save_quotation("l_bea", quotation("q_good"))
            _WRONG[wrong](desk.annotations)

    with pytest.raises(ConflictError):
        gesture()
    assert desk.read("d_1") == before
    assert desk.undo_label("a_bea") == "Set up"


def test_ids_need_be_unique_only_within_a_document(project: Project) -> None:
    """Files of others number their objects anew in each document."""
    texts = [AnnotatedDocument(document(id), (), (layer("l_1", "bea", quotation("q_1")),)) for id in ("d_1", "d_2")]
    with project.step("Import", actor="a_bea"):
        project.add_documents(texts)
    with pytest.raises(ConflictError, match="2 objects"), project.step("Remove", actor="a_bea"):
        project.annotations.remove_quotation("q_1")
    with project.step("Remove", actor="a_bea"):
        project.annotations.remove_quotation("q_1", document="d_2")
        project.annotations.save_quotation("l_1", quotation("q_7"), document="d_2")
    assert [project.read(id).layers[0].quotations[0].id for id in ("d_1", "d_2")] == ["q_1", "q_7"]


def test_a_gesture_never_meets_the_pipelines_object_of_the_same_id(project: Project) -> None:
    own, theirs = (
        layer("l_bea", "bea", quotation("q_1")),
        Layer("l_p", "pipeline", None, "p", quotations=(quotation("q_1"),)),
    )
    with project.step("Import", actor="a_bea"):
        project.add_documents([AnnotatedDocument(document(), (), (own, theirs))])
        project.annotations.remove_quotation("q_1")
    assert [len(each.quotations) for each in project.annotations.layers("d_1")] == [0, 1]


_SPANS = st.lists(st.integers(0, len(TEXT)), min_size=2, max_size=6, unique=True).map(
    lambda cuts: tuple(Span(a, b) for a, b in zip(sorted(cuts)[::2], sorted(cuts)[1::2], strict=False))
)
_WORDS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=8)
_ORIGINS = st.sampled_from(
    [BEA, CARL, PIPE, Origin("import", "x", "rule", 1 / 3, True, ("q_é",), None, "2026-01-01T00:00:00Z")]
)
_PARTIES = st.lists(
    st.builds(
        Party,
        _SPANS | st.just(()),
        st.sampled_from([None, "e_1"]),
        st.sampled_from([None, "name", "group"]),
        st.none() | st.floats(0, 1),
    ),
    max_size=3,
).map(tuple)
_STANCES = st.lists(
    st.builds(
        Stance,
        st.sampled_from(["s_1", "s_2", "s_3"]),
        st.sampled_from([None, "e_1"]),
        _SPANS | st.just(()),
        st.sampled_from([None, "favour"]),
        st.sampled_from([None, 1, 3]),
        st.sampled_from([None, True, False]),
        _SPANS | st.just(()),
        _ORIGINS,
    ),
    max_size=3,
    unique_by=lambda each: each.id,
).map(tuple)
_QUOTATIONS = st.builds(
    Quotation,
    id=st.just("q_1"),
    content=_SPANS,
    origin=_ORIGINS,
    type=st.none() | _WORDS,
    cue=_SPANS | st.just(()),
    cue_absent=st.booleans(),
    speakers=_PARTIES,
    addressees=_PARTIES,
    stances=_STANCES,
    attributes=st.dictionaries(
        _WORDS,
        _WORDS | st.integers() | st.booleans() | st.none() | st.floats(allow_nan=False, allow_infinity=False),
        max_size=3,
    ),
    confidence=st.none() | st.integers(1, 3),
    note=st.none() | _WORDS,
    flags=st.lists(_WORDS, max_size=2).map(tuple),
)


@settings(max_examples=2 * settings.default.max_examples, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(_QUOTATIONS, min_size=2, max_size=3))
def test_any_quotation_comes_back_and_undo_brings_back_the_one_before(desk: Project, values: list[Quotation]) -> None:
    for value in values:
        with desk.step("Edit", actor="a_bea"):
            desk.annotations.save_quotation("l_bea", value)
        assert _only(desk) == value
    if values[-2] != values[-1]:
        desk.undo("a_bea")
        assert _only(desk) == values[-2]
        desk.redo("a_bea")
        assert _only(desk) == values[-1]
