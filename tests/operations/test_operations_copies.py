"""What was annotated in one article is suggested in its copies, over nobody's labels, as one step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from annotating import AGENT, BEA, BRIDGE, FIRST, TEXT, ZOE_ID, at, make_desk, pipeline_layer

from annotator.domain.annotations import COPIED, UNLABELLED, Annotator, Layer, Quotation
from annotator.domain.documents import STANDARD_META, Document
from annotator.domain.errors import AppError, ConflictError
from annotator.domain.text import sha256, words
from annotator.operations import annotate, copies, parties
from annotator.operations.copying import CopyOptions, write_copy
from annotator.operations.desk import Desk
from annotator.operations.evaluating import evaluate
from annotator.operations.pipeline_labels import NO_SUGGESTIONS, SUGGESTIONS, store_labels
from annotator.operations.selecting import select
from annotator.operations.suggestions import accept_suggestion, open_suggestions, reject_suggestion
from annotator.store.project import Project

NEAR = "Agency 🎪\n" + TEXT.replace("told reporters", "told journalists") + " (cafe\u0301 news)"
CUT = TEXT.replace("the bridge over the river is ‘not for sale’ at all", "no")
OTHER = "Something else happened at the market 🐟 by the sea, said Jun Sato, and it rained on the cafe\u0301 all day."


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    with made.project as project:
        with project.step("Import", actor="a_importer"):
            for id, text in (("d_near", NEAR), ("d_cut", CUT), ("d_other", OTHER)):
                meta = dict.fromkeys(STANDARD_META) | {"title": id, "source": "Kurier", "date": "2026-11-19"}
                project.documents.add(Document(id, text, sha256(text), "en", meta))
        yield made


@pytest.fixture
def annotated(desk: Desk) -> list[str]:
    first = annotate.add_quotation(desk, FIRST).focus or ""
    annotate.set_cue(desk, first, (at("told"),))
    parties.speaker_from_mention(desk, first, ZOE_ID)
    return [first, annotate.add_quotation(desk, (BRIDGE,)).focus or ""]


def offered(desk: Desk, *chosen: str) -> None:
    copies.offer_to_copies(desk.project, BEA, desk.document, chosen)


def suggestions(project: Project, document: str) -> tuple[Quotation, ...]:
    layer = project.annotations.layer(document, "pipeline")
    return layer.quotations if layer else ()


def said(project: Project, document: str) -> list[str]:
    text = project.documents.get(document).text
    return [words(text, each.content) for each in suggestions(project, document)]


def test_copies_are_found_kept_and_searched(desk: Desk) -> None:
    project, here = desk.project, desk.document
    assert copies.copies_of(project, here) == ["d_near", "d_cut"]  # nothing is stored yet
    copies.refresh(project)
    assert project.prints.missing() == []
    assert project.prints.copies("d_cut") == [here, "d_near"]
    assert select(project, f"copies:{here}") == [here, "d_near", "d_cut"]
    assert select(project, "copies:d_other") == ["d_other"]
    assert select(project, "copies:nowhere") == []
    with pytest.raises(ConflictError):
        copies.copies_of(project, "nowhere")


def test_what_each_copy_would_get_is_told(desk: Desk, annotated: list[str]) -> None:
    near, cut = copies.offers_to_copies(desk.project, BEA, desk.document)
    assert (near.document, near.source, near.exact, near.known, near.lost) == ("d_near", "Kurier", 2, 0, 0)
    assert (cut.document, cut.exact, len(cut.quotations)) == ("d_cut", 1, 1)
    assert cut.lost == 1
    assert copies.offers_to_copies(desk.project, Annotator("a_carl", "carl"), desk.document) == ()


def test_offering_suggests_and_writes_to_nobodys_layer(desk: Desk, annotated: list[str]) -> None:
    project = desk.project
    offered(desk, "d_near", "d_cut")
    assert said(project, "d_near") == [words(TEXT, FIRST), BRIDGE.of(TEXT)]
    first = suggestions(project, "d_near")[0]
    assert (first.origin.kind, first.origin.rule, first.origin.derived_from) == ("pipeline", COPIED, (annotated[0],))
    assert words(NEAR, first.cue) == "told"
    assert words(NEAR, first.speakers[0].spans) == "Zoé Lindqvist"
    assert [each.kind for each in project.annotations.layers("d_near")] == ["pipeline"]
    assert said(project, "d_cut") == [words(TEXT, FIRST)]
    assert project.undo_label(BEA.id) == "Offer quotations to 2 copies"
    project.undo(BEA.id)
    assert suggestions(project, "d_near") == suggestions(project, "d_cut") == ()
    assert project.check() == []


def test_what_is_offered_can_be_accepted_and_is_not_offered_again(desk: Desk, annotated: list[str]) -> None:
    project = desk.project
    offered(desk, "d_near")
    there = Desk(project, "d_near", BEA)
    first, bridge = open_suggestions(there)
    accept_suggestion(there, first.id)
    reject_suggestion(there, bridge.id, "scare_quotes")
    near, _ = copies.offers_to_copies(project, BEA, desk.document)
    assert (near.quotations, near.known) == ((), 2)
    with pytest.raises(ConflictError):
        offered(desk, "d_near")
    assert copies.annotated_copies(project, BEA, "d_cut") == []
    copies.refresh(project)
    assert copies.annotated_copies(project, BEA, "d_cut") == [(desk.document, 2), ("d_near", 1)]


def test_labelling_again_keeps_what_was_offered(desk: Desk, annotated: list[str]) -> None:
    project = desk.project
    offered(desk, "d_near")
    assert "d_near" in project.documents.unlabelled()  # the pipeline has not been there
    layer = project.annotations.layer("d_near", "pipeline")
    assert layer is not None
    assert layer.annotator == UNLABELLED
    shifted = NEAR.index(TEXT[:20])
    own = [
        replace(each, content=tuple(type(span)(span.start + shifted, span.end + shifted) for span in each.content))
        for each in pipeline_layer().quotations[1:3]
    ]
    fresh = Layer("l_p", "pipeline", None, AGENT, "done", quotations=tuple(own))
    store_labels(project, project.documents.get("d_near"), fresh, (), {})
    kept = suggestions(project, "d_near")
    assert [each.origin.rule for each in kept] == [COPIED, COPIED, "marks"]  # the bridge by a person, not twice
    assert "d_near" not in project.documents.unlabelled()
    assert project.check() == []


def test_what_is_marked_in_a_copy_already_is_left_alone(desk: Desk, annotated: list[str]) -> None:
    there = Desk(desk.project, "d_near", BEA)
    annotate.add_quotation(there, (at("the bridge over the river is ‘not for sale’ at all", text=NEAR),))
    offered(desk, "d_near")
    assert said(desk.project, "d_near") == [words(TEXT, FIRST)]


def test_the_pipeline_is_not_judged_by_what_people_offered(desk: Desk, annotated: list[str]) -> None:
    offered(desk, "d_near")
    there = Desk(desk.project, "d_near", BEA)
    for each in open_suggestions(there):
        accept_suggestion(there, each.id)
    annotate.set_status(there, "done")
    with pytest.raises(AppError, match="no article that the pipeline has labelled"):
        evaluate(desk.project, "bea")


def test_where_suggestions_are_not_to_be_seen_nothing_is_offered(desk: Desk, annotated: list[str]) -> None:
    with desk.project.step("Blind", actor=BEA.id):
        desk.project.set_value(SUGGESTIONS, NO_SUGGESTIONS)
    assert copies.offers_to_copies(desk.project, BEA, desk.document) == ()


def test_decisions_about_what_a_person_made_say_nothing_about_the_pipeline(desk: Desk, annotated: list[str]) -> None:
    offered(desk, "d_near")
    there = Desk(desk.project, "d_near", BEA)
    before = len(desk.project.decided())
    first, bridge = open_suggestions(there)
    accept_suggestion(there, first.id)
    reject_suggestion(there, bridge.id)
    assert len(desk.project.decided()) == before


@pytest.mark.parametrize(("name", "seen"), [("Aas", False), (BEA.name, True)])
@pytest.mark.usefixtures("annotated")
def test_a_blind_copy_suggests_nothing_that_others_have_marked_in_copies(
    desk: Desk, tmp_path: Path, name: str, *, seen: bool
) -> None:
    offered(desk, "d_near")
    write_copy(desk.project, tmp_path / "blind.annotator", name, CopyOptions(blind=True))
    with Project.open(tmp_path / "blind.annotator", exclusive=False) as blind:
        assert bool(suggestions(blind, "d_near")) is seen


def test_finished_articles_are_offered_to_copies_that_nobody_has_begun(desk: Desk, annotated: list[str]) -> None:
    project, here = desk.project, desk.document
    assert copies.groups(project) == [[here, "d_near", "d_cut"]]
    assert not copies.offer_finished(project, BEA)  # nothing is finished
    annotate.set_status(desk, "done")
    annotate.add_quotation(Desk(project, "d_cut", BEA), (at("We won’t close the cafe\u0301 🏭", text=CUT),))
    assert copies.offer_finished(project, BEA).documents == {"d_near"}
    assert len(suggestions(project, "d_near")) == 2
    assert suggestions(project, "d_cut") == ()
    assert not copies.offer_finished(project, BEA)
    project.undo(BEA.id)
    assert suggestions(project, "d_near") == ()
