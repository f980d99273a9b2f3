"""A corrected text as a new document, and its annotations carried over from the old one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from annotating import BEA, BRIDGE, FIRST, LATER, SALE, TEXT, ZOE_ID, at, make_desk

from annotator.domain.annotations import Layer
from annotator.domain.errors import AppError, ConflictError, FormatError
from annotator.domain.scheme import DEFAULT, Attribute
from annotator.domain.text import Spans
from annotator.operations import annotate, mentions, parties
from annotator.operations.desk import Desk
from annotator.operations.documents import set_document_attributes
from annotator.operations.reanchoring import (
    bring_in_corrected,
    carry_over,
    corrected_already,
    corrected_from,
    offers,
    read_corrected,
)
from annotator.operations.stances import add_stance

NEW = (
    TEXT.replace("the bridge over the river", "the new bridge over our river")
    .replace("until every worker has a contract", "until all staff 🧑 are hired")
    .replace(" told reporters", "")
    .replace("「終わった」", "終わり")
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    with made.project:
        yield made


def said(spans: Spans, text: str = NEW) -> list[str]:
    return [each.of(text) for each in spans]


def new_layer(desk: Desk, new: str) -> Layer:
    layer = desk.project.annotations.layer(new, "annotator", BEA.id)
    assert layer
    return layer


def annotated(desk: Desk) -> list[str]:
    """Three quotations: an interrupted one with a cue and a speaker, one with another inside it."""
    first = annotate.add_quotation(desk, FIRST).focus or ""
    annotate.set_cue(desk, first, (at("told"),))
    parties.speaker_from_mention(desk, first, ZOE_ID)
    bridge = annotate.add_quotation(desk, (BRIDGE,)).focus or ""
    add_stance(desk, bridge, target_spans=(at("the river"),), value="against")
    inner = annotate.add_quotation(desk, (SALE,)).focus or ""
    annotate.set_type(desk, inner, "free_indirect")
    annotate.set_note(desk, inner, "why? 🐟")
    return [first, bridge, inner]


def corrected(desk: Desk, text: str = NEW) -> str:
    with desk.project.step("Meta", actor="") as _:
        desk.project.documents.set_meta("d_1", {"title": "The quay", "source": "Herald", "page": 3})
    return bring_in_corrected(desk.project, BEA, "d_1", text).focus or ""


def test_a_corrected_text_is_a_document_of_its_own(desk: Desk) -> None:
    new = corrected(desk, NEW.replace("\n", "\r\n"))
    document = desk.project.documents.get(new)
    assert document.text == NEW
    assert (document.title, document.meta["page"], corrected_from(document)) == ("The quay", 3, "d_1")
    assert desk.project.documents.get("d_1").text == TEXT
    assert corrected_from(desk.project.documents.get("d_1")) is None
    desk.project.undo(BEA.id)
    assert desk.project.documents.ids() == ["d_1", "d_2"]


@pytest.mark.parametrize("text", [TEXT, "", " \n", "é 🏭 nothing here", "a\0b"])
def test_a_text_that_is_none_or_known_is_refused(desk: Desk, text: str) -> None:
    with pytest.raises(AppError) as caught:
        bring_in_corrected(desk.project, BEA, "d_1", text)
    assert caught.value.hint
    assert desk.project.documents.ids() == ["d_1", "d_2"]


def test_each_quotation_is_offered_with_what_became_of_it(desk: Desk) -> None:
    first, bridge, inner = annotated(desk)
    rows = {each.id: each for each in offers(desk.project, BEA, "d_1", corrected(desk))}
    assert [rows[id].state for id in (first, bridge, inner)] == ["changed", "changed", "unchanged"]
    assert rows[first].after == "“We won’t close the cafe\u0301 🏭,” […] “until all staff 🧑 are hired.”"
    assert rows[first].left_out == ("cue",)
    assert [rows[id].chosen for id in (first, bridge, inner)] == [False, False, True]
    assert 0 < rows[first].similarity < rows[bridge].similarity < rows[inner].similarity == 1
    assert offers(desk.project, replace(BEA, id="a_other"), "d_1", "d_2") == ()


def test_what_is_gone_is_lost_and_cannot_be_carried(desk: Desk) -> None:
    first, bridge, inner = annotated(desk)
    new = corrected(desk, "An altogether other article about the herring 🐟 and its cafe\u0301.")
    assert {each.state for each in offers(desk.project, BEA, "d_1", new)} == {"lost"}
    with pytest.raises(ConflictError, match="does not have"):
        carry_over(desk.project, BEA, "d_1", new, [first, bridge, inner])
    with pytest.raises(ConflictError, match="nothing to carry over"):
        carry_over(desk.project, BEA, "d_1", new, [])
    assert desk.project.annotations.layer(new, "annotator", BEA.id) is None


def test_the_chosen_ones_come_over_in_one_step(desk: Desk) -> None:
    first, bridge, inner = annotated(desk)
    old = desk.layer()
    new = corrected(desk)
    changes = carry_over(desk.project, BEA, "d_1", new, [first, bridge, inner], clock=lambda: LATER)
    assert (changes.label, changes.documents) == ("Carry over 3 quotations", {new})
    layer = new_layer(desk, new)
    by_origin = {each.origin.derived_from[0]: each for each in layer.quotations}
    assert said(by_origin[bridge].content) == ["“the new bridge over our river is ‘not for sale’ at all”"]
    assert said(by_origin[first].speakers[0].spans) == ["Zoé Lindqvist"]
    assert by_origin[first].cue == ()
    assert by_origin[inner].parent == by_origin[bridge].id
    assert (by_origin[inner].type, by_origin[inner].note) == ("free_indirect", "why? 🐟")
    assert said(by_origin[bridge].stances[0].target_spans) == ["our river"]
    assert by_origin[bridge].origin.created == LATER
    assert not {each.id for each in old.quotations} & {each.id for each in layer.quotations}
    assert [said(each.spans)[0] for each in layer.mentions] == [each.spans[0].of(TEXT) for each in old.mentions]
    assert desk.layer() == old
    assert desk.project.check() == []
    desk.project.undo(BEA.id)
    assert desk.project.annotations.layer(new, "annotator", BEA.id) is None


def test_links_and_fields_come_along_where_the_pipeline_has_been(desk: Desk) -> None:
    _, bridge, _ = annotated(desk)
    with desk.project.step("Scheme", actor=""):
        desk.project.set_scheme(replace(DEFAULT, attributes=(Attribute("tone", "Tone", "document"),)))
    set_document_attributes(desk, {"tone": "calm"})
    mentions.link_to_new(desk, ZOE_ID, "Zoé Lindqvist", "person")
    linked = {each.spans[0].of(TEXT): each.entity for each in desk.layer().mentions if each.entity}
    assert linked
    mentions.add_mention(desk, at("her deputy"), "person")
    new = corrected(desk)
    pipeline = desk.pipeline_layer()
    assert pipeline
    with desk.project.step("Label", actor="pipeline"):
        shifted = tuple(
            replace(each, spans=(at(each.spans[0].of(TEXT), 0, NEW),))
            for each in pipeline.mentions
            if each.spans[0].of(TEXT) != "Lindqvist"
        )
        desk.project.annotations.replace_pipeline_layer(
            new, replace(pipeline, id="l_p2", mentions=shifted, quotations=())
        )
    carry_over(desk.project, BEA, "d_1", new, [bridge])
    layer = new_layer(desk, new)
    assert layer.attributes == {"tone": "calm"}
    names = {each.spans[0].of(NEW): each.entity for each in layer.mentions}
    assert len(names) == len(layer.mentions)
    assert "her deputy" in names
    assert {name: names[name] for name in linked} == linked


def test_a_corrected_text_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "new.txt"
    path.write_bytes("Cafe\u0301 🐟\r\nnew".encode("utf-16"))
    assert read_corrected(path) == "Cafe\u0301 🐟\nnew"
    with pytest.raises(FormatError):
        read_corrected(tmp_path / "none.txt")
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(FormatError, match="PDF"):
        read_corrected(path)


def test_who_stands_in_none_by_hand_stands_in_none_there_too(desk: Desk) -> None:
    _, bridge, inner = annotated(desk)
    annotate.set_parent(desk, inner, None)
    new = corrected(desk)
    carry_over(desk.project, BEA, "d_1", new, [bridge, inner])
    by_origin = {each.origin.derived_from[0]: each for each in new_layer(desk, new).quotations}
    assert (by_origin[inner].parent, by_origin[inner].parent_origin) == (None, "manual")


def test_what_was_not_carried_over_is_offered_again(desk: Desk) -> None:
    first, bridge, inner = annotated(desk)
    assert corrected_already(desk.project, "d_1", NEW) is None
    new = corrected(desk)
    carry_over(desk.project, BEA, "d_1", new, [bridge])
    assert corrected_already(desk.project, "d_1", NEW.replace("\n", "\r\n")) == new
    assert corrected_already(desk.project, "d_2", NEW) is None
    assert corrected_already(desk.project, "d_1", "a\0b") is None
    assert [each.id for each in offers(desk.project, BEA, "d_1", new)] == [first, inner]
