"""Documents: their order, metadata, and the list."""

from __future__ import annotations

import pytest
from store_samples import TEXT, document, full, layer, pipeline_layer, quotation

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.documents import STANDARD_META
from annotator.domain.errors import ConflictError
from annotator.domain.text import sha256
from annotator.store.documents import count_words
from annotator.store.project import Project

MEGABYTE = "ä🏭e\u0301x" * 250_000


@pytest.mark.parametrize(
    "text",
    ["", "one\r two", TEXT, "\u2028", "彼は言った", "שלום", "👩\u200d👩\u200d👧", "\ufeffinside", MEGABYTE],
    ids=["empty", "cr", "mixed", "ls", "cjk", "rtl", "zwj", "bom", "megabyte"],
)
def test_a_text_comes_back_to_the_code_point(project: Project, text: str) -> None:
    with project.step("Import", actor="a_bea"):
        project.documents.add(document("d_1", text))
    assert project.documents.get("d_1") == document("d_1", text)
    assert project.check() == []


def test_documents_keep_the_order_they_came_in(project: Project) -> None:
    with project.step("Import", actor="a_bea"):
        project.documents.add(document("d_9"))
        project.add_documents([AnnotatedDocument(document("d_2")), AnnotatedDocument(document("d_7"))])
        project.documents.add(document("d_1"))
    with project.step("Remove", actor="a_bea"):
        project.documents.remove("d_2")
    assert project.documents.ids() == ["d_9", "d_7", "d_1"]
    project.undo("a_bea")
    assert project.documents.ids() == ["d_9", "d_2", "d_7", "d_1"]
    assert project.documents.count() == 4


def test_an_id_is_taken_once(project: Project) -> None:
    with project.step("Import", actor="a_bea"):
        project.documents.add(document())
    for again in (
        lambda: project.documents.add(document()),
        lambda: project.add_documents([AnnotatedDocument(document())]),
    ):
        with pytest.raises(ConflictError, match="already"), project.step("Import", actor="a_bea"):
            again()
    with pytest.raises(ConflictError, match="same id"), project.step("Import", actor="a_bea"):
        project.add_documents([AnnotatedDocument(document("d_2"))] * 2)
    assert project.documents.ids() == ["d_1"]


def test_metadata_keep_their_types(project: Project) -> None:
    meta = {**dict.fromkeys(STANDARD_META), "title": "Fähre 🚢", "date": 2026, "b": True, "a": 0.1, "big": 2**70}
    with project.step("Import", actor="a_bea"):
        project.documents.add(document())
    with project.step("Fill", actor="a_bea") as step:
        project.documents.set_meta("d_1", meta)
    assert project.documents.get("d_1").meta == meta
    assert list(project.documents.get("d_1").meta) == list(meta)
    assert step.changes.touches("document") == step.changes.documents == {"d_1"}


def test_the_same_text_is_found_by_its_hash(project: Project) -> None:
    with project.step("Import", actor="a_bea"):
        project.documents.add(document("d_2", source="Kurier"))
        project.documents.add(document("d_1"))
        project.documents.add(document("d_3", "other"))
    found = project.documents.with_hash(sha256(TEXT))
    assert [(each.id, each.meta["source"], each.text) for each in found] == [("d_2", "Kurier", ""), ("d_1", None, "")]


def test_the_list_shows_what_this_annotator_has_done(project: Project) -> None:
    with project.step("Import", actor="a_bea"):
        project.add_documents(
            [full(), AnnotatedDocument(document("d_1")), AnnotatedDocument(document("d_2", title="T"))]
        )
        project.annotations.add_layer("d_2", layer("l_c", "carl", quotation()))
        project.annotations.add_layer("d_2", pipeline_layer("l_p", "other"))
    rows = {each.id: each for each in project.documents.listing("a_bea")}
    assert list(rows) == ["d_full", "d_1", "d_2"]
    assert [(each.status, each.quotations, each.labelled) for each in rows.values()] == [
        ("skipped", 2, True),
        ("new", 0, False),
        ("new", 0, True),
    ]
    assert [rows["d_full"].title, rows["d_1"].title, rows["d_2"].title] == ["Fähre", "d_1", "T"]
    (carl,) = project.documents.listing("a_carl", only=["d_2"])
    assert (carl.status, carl.quotations, carl.words) == ("in_progress", 1, count_words(TEXT))
    assert [each.status for each in project.documents.listing(None)] == ["new"] * 3
    assert project.documents.unlabelled() == ["d_1"]
    assert project.documents.unlabelled("other") == ["d_full", "d_1"]


def test_words_are_counted_between_blanks_and_by_character_in_cjk() -> None:
    assert [count_words(text) for text in ("", "don’t stop\u2028now", "彼は言った。", "e\u0301 🏭")] == [0, 3, 6, 2]
