"""Quotations, their fragments, edges, types, parents and card, each gesture undone and redone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from annotating import (
    BEA,
    BRIDGE,
    FIRST,
    LATER,
    NOW,
    SALE,
    TEXT,
    at,
    does,
    does_nothing,
    make_desk,
    pipeline_layer,
    quoted,
    sound,
)

from annotator.domain.annotations import Annotator, Layer, Origin, Quotation
from annotator.domain.errors import ConflictError, ProjectError
from annotator.domain.marks import Marks
from annotator.domain.scheme import DEFAULT, Attribute
from annotator.domain.text import Span
from annotator.operations import annotate
from annotator.operations.desk import Desk, Memory, utc_now
from annotator.store.project import PIPELINE, Project


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = make_desk(tmp_path)
    yield desk
    sound(desk)
    desk.project.close()


def add(desk: Desk, *spans: Span) -> str:
    changes = does(desk, annotate.add_quotation, spans)
    assert changes.focus
    return changes.focus


def said(desk: Desk, id: str) -> list[str]:
    return [each.of(TEXT) for each in desk.layer().quotation(id).content]


# ---------------------------------------------------------------------------------------------- the layer


def test_before_the_first_write_the_pipelines_mentions_are_shown(desk: Desk) -> None:
    shown = desk.layer()
    assert desk.stored_layer() is None
    assert shown.mentions == pipeline_layer().mentions
    assert shown.quotations == ()
    assert (shown.kind, shown.annotator_id, shown.annotator, shown.status) == ("annotator", "a_bea", "bea", "new")


def test_the_first_write_opens_the_layer_with_copies(desk: Desk) -> None:
    pipeline = desk.pipeline_layer()
    assert pipeline
    does(desk, annotate.add_quotation, FIRST)
    layer = desk.stored_layer()
    assert layer
    assert desk.layer() == layer
    assert (layer.annotator_id, layer.annotator, layer.status) == ("a_bea", "bea", "in_progress")
    assert [(each.spans, each.label, each.entity) for each in layer.mentions] == [
        (each.spans, each.label, each.entity) for each in pipeline.mentions
    ]
    for copy, source in zip(layer.mentions, pipeline.mentions, strict=True):
        assert copy.id != source.id
        assert copy.origin == replace(source.origin, derived_from=(source.id,))
    assert desk.pipeline_layer() == pipeline
    assert desk.project.annotators() == (BEA,)


def test_labelling_again_leaves_the_annotators_layer(desk: Desk) -> None:
    add(desk, *FIRST)
    before = desk.stored_layer()
    with desk.project.step("Label", actor=PIPELINE):
        desk.project.annotations.replace_pipeline_layer("d_1", pipeline_layer(mentions=[]))
    assert desk.stored_layer() == before


def test_a_document_that_is_not_labelled(desk: Desk) -> None:
    other = replace(desk, document="d_2")
    assert other.layer().mentions == ()
    does(other, annotate.add_quotation, (Span(0, 3),))
    sound(other)


def test_a_layer_that_is_new_is_in_progress_after_a_gesture(desk: Desk) -> None:
    cai = Annotator("a_cai", "cai")
    with desk.project.step("Import", actor=PIPELINE):
        desk.project.save_annotator(cai)
        desk.project.annotations.add_layer("d_1", Layer("l_cai", "annotator", "a_cai", "cai"))
    hers = replace(desk, annotator=cai)
    annotate.add_quotation(hers, (SALE,))
    assert hers.layer().status == "in_progress"


def test_two_annotators_do_not_meet(desk: Desk) -> None:
    first = add(desk, *FIRST)
    other = replace(desk, annotator=Annotator("a_cai", "cai"))
    annotate.add_quotation(other, (BRIDGE,))
    assert [each.id for each in desk.layer().quotations] == [first]
    assert len(other.layer().quotations) == 1
    assert {each.name for each in desk.project.annotators()} == {"bea", "cai"}
    with pytest.raises(ConflictError):
        annotate.delete_quotation(other, first)


@pytest.mark.parametrize("name", ["gold", "all", "pipeline"])
def test_reserved_names_are_refused(desk: Desk, name: str) -> None:
    with pytest.raises(ConflictError, match=name):
        annotate.add_quotation(replace(desk, annotator=Annotator("a_x", name)), (SALE,))
    assert desk.project.annotators() == ()


def test_a_read_only_project_refuses(tmp_path: Path) -> None:
    make_desk(tmp_path, "kept.annotator").project.close()
    with Project.open(tmp_path / "kept.annotator", read_only=True) as project, pytest.raises(ProjectError):
        annotate.add_quotation(Desk(project, "d_1", BEA), (SALE,))


def test_the_clock_of_everyday() -> None:
    assert len(utc_now()) == len(NOW)
    assert utc_now().endswith("Z")


def test_a_memory_spares_reading_and_notices_other_connections(desk: Desk) -> None:
    remembering = replace(desk, memory=Memory())
    made = annotate.add_quotation(remembering, FIRST).focus
    assert remembering.layer() is remembering.layer()
    mentions = remembering.layer().mentions
    assert made
    annotate.set_note(remembering, made, "é🏭")
    assert remembering.layer().mentions is mentions
    assert remembering.layer() == desk.layer()
    with Project.open(desk.project.path, exclusive=False) as elsewhere:
        annotate.set_note(Desk(elsewhere, "d_1", BEA), made, "elsewhere")
    assert remembering.layer().quotation(made).note == "elsewhere"
    assert replace(remembering, document="d_2").layer().quotations == ()
    with pytest.raises(ConflictError):
        annotate.set_confidence(remembering, made, 9)
    assert remembering.layer() == desk.layer()
    desk.project.undo(BEA.id)
    assert remembering.memory
    remembering.memory.forget()
    assert remembering.layer() == desk.layer()


# ---------------------------------------------------------------------------------------------- quotations


def test_a_new_quotation(desk: Desk) -> None:
    changes = does(desk, annotate.add_quotation, FIRST, marks=Marks(TEXT))
    made = quoted(desk, changes)
    assert made == Quotation(
        made.id, FIRST, Origin("manual", "a_bea", created=NOW, modified=NOW), type="direct", type_origin="auto"
    )
    assert changes.label == "Add quotation"


def test_fragments_given_out_of_order_or_overlapping(desk: Desk) -> None:
    made = add(desk, FIRST[1], Span(0, 9), Span(3, 12))
    assert desk.layer().quotation(made).content == (Span(0, 12), FIRST[1])


@pytest.mark.parametrize(
    "content",
    [(), (Span(3, 3),), (Span(9, 4),), (Span(-1, 4),), (Span(0, 10_000),), (at(" ", 3),), (SALE, Span(5, 5))],
)
def test_content_without_words_of_the_article_is_refused(desk: Desk, content: tuple[Span, ...]) -> None:
    with pytest.raises(ConflictError) as refused:
        annotate.add_quotation(desk, content)
    assert refused.value.hint
    assert desk.stored_layer() is None


@pytest.mark.parametrize(
    ("words", "type"),
    [
        ("“until every worker has a contract.”", "direct"),
        ("added that, as her deputy said, “the bridge", "mixed"),
        ("denied it.\u2028قال", "indirect"),
        ("「終わった」", "direct"),
    ],
)
def test_the_type_follows_from_the_marks(desk: Desk, words: str, type: str) -> None:
    assert quoted(desk, does(desk, annotate.add_quotation, (at(words),))).type == type


def test_gone_is_said(desk: Desk) -> None:
    made = add(desk, SALE)
    does(desk, annotate.delete_quotation, made)
    with pytest.raises(ConflictError, match="no longer there"):
        annotate.set_note(desk, made, "é")


# ---------------------------------------------------------------------------------------------- parents


def test_parents_are_the_smallest_around(desk: Desk) -> None:
    sentence = Span(at("She added").start, at("he thinks").end)
    outer, inner, middle = add(desk, sentence), add(desk, SALE), add(desk, BRIDGE)
    layer = desk.layer()
    assert layer.quotation(outer).parent is None
    assert layer.quotation(middle).parent == outer
    assert layer.quotation(inner).parent == middle
    assert layer.quotation(inner).origin.edited is False
    does(desk, annotate.delete_quotation, middle)
    assert desk.layer().quotation(inner).parent == outer
    does(desk, annotate.set_content, outer, (FIRST[0],))
    assert desk.layer().quotation(inner).parent is None
    does(desk, annotate.add_fragment, outer, BRIDGE)
    assert desk.layer().quotation(inner).parent == outer
    does(desk, annotate.remove_fragment, outer, "content", 1)
    assert desk.layer().quotation(inner).parent is None


def test_child_and_parent_change_places(desk: Desk) -> None:
    outer, inner = add(desk, BRIDGE), add(desk, SALE)
    does(desk, annotate.set_content, inner, (Span(BRIDGE.start - 2, BRIDGE.end),))
    assert desk.layer().quotation(inner).parent is None
    assert desk.layer().quotation(outer).parent == inner


def test_equal_contents_hold_neither_the_other(desk: Desk) -> None:
    one, two = add(desk, BRIDGE), add(desk, BRIDGE)
    assert desk.layer().quotation(one).parent is None
    assert desk.layer().quotation(two).parent is None


def test_parents_by_hand_stay_and_never_make_a_circle(desk: Desk) -> None:
    by_hand = Quotation("q_in", (SALE,), Origin("import"), parent="q_out", parent_origin="manual")
    outer = Quotation("q_out", (at("Zoé Lindqvist"),), Origin("import"))
    below = Quotation("q_below", (at("sale"),), Origin("import"), parent="q_in")
    with desk.project.step("Import", actor=PIPELINE):
        layer = Layer("l_bea", "annotator", "a_bea", "bea", quotations=(by_hand, outer, below))
        desk.project.save_annotator(BEA)
        desk.project.annotations.add_layer("d_1", layer)
    does(desk, annotate.set_content, "q_out", (at("not for sale"),))
    got = desk.layer()
    assert got.quotation("q_out").parent is None
    assert got.quotation("q_in").parent == "q_out"
    assert got.quotation("q_below").parent == "q_out"
    assert got.quotation("q_out").origin.edited
    does(desk, annotate.delete_quotation, "q_out")
    assert desk.layer().quotation("q_in").parent is None
    assert desk.layer().quotation("q_below").parent == "q_in"


# ---------------------------------------------------------------------------------------------- edges


def test_edges_move_by_token_and_by_character(desk: Desk) -> None:
    made = add(desk, at("not for sale"))
    for edge, direction, by, expected in (
        ("end", 1, "token", "not for sale’"),
        ("end", 1, "token", "not for sale’ at"),
        ("end", -1, "token", "not for sale’"),
        ("end", -1, "token", "not for sale"),
        ("end", -1, "token", "not for"),
        ("start", 1, "token", "for"),
        ("start", -1, "token", "not for"),
        ("start", -1, "token", "‘not for"),
        ("start", 1, "character", "not for"),
        ("start", 1, "character", "ot for"),
        ("end", -1, "character", "ot fo"),
        ("end", 1, "character", "ot for"),
        ("end", 1, "character", "ot for s"),
    ):
        changes = does(desk, annotate.move_edge, made, "content", 0, edge, direction, by)  # type: ignore[arg-type]  # words of a table
        assert changes.focus == made
        assert said(desk, made) == [expected]


def test_edges_step_over_whole_characters(desk: Desk) -> None:
    made = add(desk, at("👩\u200d👩\u200d👧"))
    does_nothing(desk, annotate.move_edge, made, "content", 0, "end", -1, "character")
    does(desk, annotate.move_edge, made, "content", 0, "start", -1, "character")
    does(desk, annotate.move_edge, made, "content", 0, "start", 1, "character")
    assert said(desk, made) == ["👩\u200d👩\u200d👧"]
    accent = add(desk, at("the cafe\u0301"))
    does(desk, annotate.move_edge, accent, "content", 0, "end", -1, "character")
    assert said(desk, accent) == ["the caf"]


def test_an_edge_stops_at_the_next_fragment_the_text_and_before_nothing(desk: Desk) -> None:
    made = add(desk, at("not"), at("sale"))
    does(desk, annotate.move_edge, made, "content", 0, "end", 1)
    assert said(desk, made) == ["not for", "sale"]
    does_nothing(desk, annotate.move_edge, made, "content", 0, "end", 1)
    does_nothing(desk, annotate.move_edge, made, "content", 1, "start", 1)
    does(desk, annotate.remove_fragment, made, "content", 1)
    does(desk, annotate.set_content, made, (Span(0, 3),))
    does_nothing(desk, annotate.move_edge, made, "content", 0, "start", -1)
    does(desk, annotate.set_content, made, (Span(len(TEXT) - 1, len(TEXT)),))
    does_nothing(desk, annotate.move_edge, made, "content", 0, "end", 1)
    does_nothing(desk, annotate.move_edge, made, "content", 0, "start", 1)
    does_nothing(desk, annotate.move_edge, made, "content", 0, "end", -1)


def test_the_type_follows_each_edge_unless_set_by_hand(desk: Desk) -> None:
    made = add(desk, at("denied"))
    assert desk.layer().quotation(made).type == "indirect"
    does(desk, annotate.set_content, made, (SALE,))
    assert desk.layer().quotation(made).type == "direct"
    does(desk, annotate.set_type, made, "reported")
    assert desk.layer().quotation(made).type_origin == "manual"
    does(desk, annotate.move_edge, made, "content", 0, "end", 1)
    assert desk.layer().quotation(made).type == "reported"
    does(desk, annotate.set_content, made, (at("denied"),))
    does(desk, annotate.set_type, made, None)
    got = desk.layer().quotation(made)
    assert (got.type, got.type_origin) == ("indirect", "auto")
    with pytest.raises(ConflictError, match="shouted"):
        annotate.set_type(desk, made, "shouted")


def test_fragments_that_are_not_there(desk: Desk) -> None:
    made = add(desk, SALE)
    with pytest.raises(ConflictError, match="fragment 2"):
        annotate.remove_fragment(desk, made, "content", 1)
    with pytest.raises(ConflictError, match="fragment"):
        annotate.move_edge(desk, made, "cue", 0, "end", 1)
    with pytest.raises(ConflictError, match="needs words"):
        annotate.remove_fragment(desk, made, "content", 0)
    with pytest.raises(ConflictError, match="speaker 1"):
        annotate.add_fragment(desk, made, at("deputy"), "speakers")
    with pytest.raises(ConflictError):
        annotate.set_content(desk, made, ())


# ---------------------------------------------------------------------------------------------- cue


def test_cue_with_fragments_edges_and_absence(desk: Desk) -> None:
    made = add(desk, *FIRST)
    does(desk, annotate.set_cue, made, (at("told"),))
    does(desk, annotate.add_cue, made, at("reporters"))
    assert [each.of(TEXT) for each in desk.layer().quotation(made).cue] == ["told", "reporters"]
    does_nothing(desk, annotate.add_cue, made, at("told"))
    does(desk, annotate.move_edge, made, "cue", 0, "start", -1)
    assert desk.layer().quotation(made).cue[0].of(TEXT) == "Lindqvist told"
    does(desk, annotate.remove_fragment, made, "cue", 1)
    does(desk, annotate.set_cue_absent, made, True)
    got = desk.layer().quotation(made)
    assert (got.cue, got.cue_absent) == ((), True)
    does(desk, annotate.set_cue, made, (at("told"),))
    assert not desk.layer().quotation(made).cue_absent
    does(desk, annotate.set_cue, made, ())
    does(desk, annotate.set_cue_absent, made, True)
    does(desk, annotate.set_cue_absent, made, False)
    assert desk.layer().quotation(made).content == FIRST


# ---------------------------------------------------------------------------------------------- the card


def test_note_confidence_and_flags(desk: Desk) -> None:
    made = add(desk, *FIRST)
    does(desk, annotate.set_note, made, "schräg 🏭\u0301")
    does(desk, annotate.set_confidence, made, 2)
    does(desk, annotate.set_flags, made, ["headline", "negated", "headline"])
    got = desk.layer().quotation(made)
    assert (got.note, got.confidence, got.flags) == ("schräg 🏭\u0301", 2, ("headline", "negated"))
    does_nothing(desk, annotate.set_confidence, made, 2)
    does(desk, annotate.set_note, made, "")
    does(desk, annotate.set_confidence, made, None)
    does(desk, annotate.set_flags, made, [])
    assert desk.layer().quotation(made).note is None
    with pytest.raises(ConflictError):
        annotate.set_confidence(desk, made, 4)
    with pytest.raises(ConflictError, match="loud"):
        annotate.set_flags(desk, made, ["loud"])


def test_attributes_are_those_of_the_scheme(desk: Desk) -> None:
    with desk.project.step("Edit scheme", actor=PIPELINE):
        desk.project.set_scheme(replace(DEFAULT, attributes=(Attribute("frame", "Frame", "quotation"),)))
    made = add(desk, *FIRST)
    does(desk, annotate.set_attributes, made, {"frame": "é🏭"})
    assert dict(desk.layer().quotation(made).attributes) == {"frame": "é🏭"}
    with pytest.raises(ConflictError, match="topic"):
        annotate.set_attributes(desk, made, {"topic": "x"})


def test_an_edit_says_when_and_that_it_was_edited(desk: Desk) -> None:
    made = add(desk, *FIRST)
    later = replace(desk, clock=lambda: LATER)
    annotate.set_note(later, made, "é")
    origin = desk.layer().quotation(made).origin
    assert (origin.created, origin.modified, origin.edited) == (NOW, LATER, False)


# ---------------------------------------------------------------------------------------------- the document


def test_status(desk: Desk) -> None:
    changes = does(desk, annotate.set_status, "skipped", "not news é🏭")
    assert changes.label == "Skip article"
    layer = desk.stored_layer()
    assert layer
    assert (layer.status, layer.status_reason) == ("skipped", "not news é🏭")
    assert len(layer.mentions) == len(pipeline_layer().mentions)
    does_nothing(desk, annotate.set_status, "skipped", "not news é🏭")
    does(desk, annotate.set_status, "done", "ignored")
    assert desk.layer().status_reason is None
    add(desk, SALE)
    assert desk.layer().status == "done"
    does(desk, annotate.set_status, "in_progress")
    with pytest.raises(ConflictError, match="adjudicated"):
        annotate.set_status(desk, "adjudicated")


def test_done_at_once_opens_the_layer(desk: Desk) -> None:
    does(desk, annotate.set_status, "done")
    assert desk.layer().status == "done"
    assert desk.layer().quotations == ()


def test_what_an_outer_step_takes_back_is_not_remembered(desk: Desk) -> None:
    remembering = replace(desk, memory=Memory())
    kept = annotate.add_quotation(remembering, (BRIDGE,)).focus

    def several() -> None:
        with desk.project.step("Several é 🏭", actor=BEA.id):
            annotate.add_quotation(remembering, (SALE,))
            raise ConflictError("a later article does not fit")

    with pytest.raises(ConflictError, match="later"):
        several()
    assert [each.id for each in remembering.layer().quotations] == [kept]
    assert remembering.layer() == desk.layer()
