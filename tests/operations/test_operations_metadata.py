"""Metadata edited one document at a time, and filled from a table by id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from annotating import BEA, make_desk

from annotator.domain.errors import ConflictError, FormatError
from annotator.operations.metadata import (
    Table,
    checked_key,
    edit_metadata,
    fill_metadata,
    plan_fill,
    read_table,
    read_value,
    remove_key,
    set_metadata,
    table_of,
    written_value,
)
from annotator.store.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_desk(tmp_path).project as opened:
        yield opened


def meta(project: Project, id: str = "d_1") -> dict[str, object]:
    return {key: value for key, value in project.documents.get(id).meta.items() if value is not None}


# One document


def test_a_value_is_edited_undone_and_done_again(project: Project) -> None:
    changes = edit_metadata(project, BEA, "d_1", "title", "  Cafe\u0301 🐟 closes ")
    assert changes.touches("document") == {"d_1"}
    assert meta(project) == {"title": "Cafe\u0301 🐟 closes"}
    project.undo(BEA.id)
    assert meta(project) == {}
    project.redo(BEA.id)
    assert meta(project) == {"title": "Cafe\u0301 🐟 closes"}
    assert not edit_metadata(project, BEA, "d_1", "title", "Cafe\u0301 🐟 closes")


def test_keys_come_and_go(project: Project) -> None:
    edit_metadata(project, BEA, "d_1", " section ", "Economy")
    edit_metadata(project, BEA, "d_1", "page", "")
    assert list(project.documents.get("d_1").meta) == ["title", "source", "author", "date", "url", "page", "section"]
    remove_key(project, BEA, "d_1", "page")
    remove_key(project, BEA, "d_1", "title")
    assert list(project.documents.get("d_1").meta) == ["title", "source", "author", "date", "url", "section"]


def test_numbers_stay_numbers(project: Project) -> None:
    set_metadata(project, BEA, "d_1", {"page": 3, "share": 0.5, "online": True})
    edit_metadata(project, BEA, "d_1", "page", "4")
    edit_metadata(project, BEA, "d_1", "share", "1")
    edit_metadata(project, BEA, "d_1", "online", "False")
    assert meta(project) == {"page": 4, "share": 1, "online": False}
    edit_metadata(project, BEA, "d_1", "page", "A4")
    assert meta(project)["page"] == "A4"


@pytest.mark.parametrize(
    ("text", "like", "value"),
    [("", 3, None), ("3.5", 3, 3.5), ("true", "x", "true"), ("TRUE", False, True), ("maybe", False, "maybe")],
)
def test_values_are_read_like_the_one_before(text: str, like: str | float | bool, value: object) -> None:
    assert read_value(text, like) == value
    assert written_value(read_value(text, like)) == ("" if value is None else written_value(value))  # type: ignore[arg-type]


@pytest.mark.parametrize("key", ["", "   ", "x" * 101, "two\nlines"])
def test_a_key_that_cannot_be_kept_is_refused(project: Project, key: str) -> None:
    with pytest.raises(ConflictError) as caught:
        edit_metadata(project, BEA, "d_1", key, "é")
    assert caught.value.hint
    with pytest.raises(ConflictError):
        checked_key(key)
    assert meta(project) == {}


# A table

ROWS = "\ufeffdocument_id;Title;section\r\nd_1;“Zoe\u0301” 🐟;Economy\r\nd_2;;'=SUM(1)\r\nd_9;Nobody’s;x\r\n;;\r\n"


def test_a_table_fills_by_id_in_one_step(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_bytes(ROWS.encode("utf-8"))
    table = read_table(path)
    plan = plan_fill(project, table)
    assert (plan.matched, plan.unknown, plan.documents, len(plan.edits)) == (2, ("d_9",), 2, 3)
    assert plan.sentence == "2 of 3 ids match; 3 values in 2 articles change."
    assert meta(project) == {}
    done = fill_metadata(project, BEA, table)
    assert done.edits == plan.edits
    assert done.changes.label == "Fill metadata of 2 articles"
    assert meta(project) == {"title": "“Zoe\u0301” 🐟", "section": "Economy"}
    assert meta(project, "d_2") == {"section": "=SUM(1)"}
    project.undo(BEA.id)
    assert meta(project) == meta(project, "d_2") == {}


def test_filling_again_changes_nothing_and_gaps_erase_nothing(project: Project) -> None:
    table = table_of(ROWS.encode("utf-8"), "m.csv")
    fill_metadata(project, BEA, table)
    again = fill_metadata(project, BEA, table)
    assert (again.edits, bool(again.changes)) == ((), False)
    assert again.sentence == "2 of 3 ids match; nothing changes."
    fill_metadata(project, BEA, table_of(b"id,title,section\nd_1,,Sport\n", "m.csv"))
    assert meta(project) == {"title": "“Zoe\u0301” 🐟", "section": "Sport"}


def test_a_number_in_a_table_is_the_number_that_is_there(project: Project) -> None:
    set_metadata(project, BEA, "d_1", {"page": 3})
    assert plan_fill(project, table_of(b"id,page\nd_1,3\n", "m.csv")).edits == ()
    fill_metadata(project, BEA, table_of(b"id,page\nd_1,4\n", "m.csv"))
    assert meta(project)["page"] == 4


@pytest.mark.parametrize(("encoding", "note"), [("utf-8", ""), ("cp1252", "read as cp1252"), ("utf-16", "utf-16")])
def test_encodings_are_recognised(encoding: str, note: str) -> None:
    table = table_of("id,title\nd_1,Ünïcode café\n".encode(encoding), "m.csv")
    assert table.rows == {"d_1": {"title": "Ünïcode café"}}
    assert note in table.note


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_header_says_what_parts_the_columns(delimiter: str) -> None:
    table = table_of(f'title{delimiter}ID\n"a{delimiter}""b""\nc"{delimiter}d_1\n'.encode(), "m.csv")
    assert table.rows == {"d_1": {"title": f'a{delimiter}"b"\nc'}}


def test_our_own_list_of_documents_is_a_table(project: Project) -> None:
    own = (
        "document_id,title,source,author,date,url,language,text_sha256,layer,annotator,status,status_reason,quotations,"
        "stances,mentions,rejections,tone\n"
        "d_1,A,Herald,,2026-11-20,,en,abc,annotator,bea,done,,3,0,4,0,\nd_1,A,Herald,,2026-11-20,,en,abc,pipeline,,done,,9,0,9,0,\n"
    )
    assert table_of(own.encode(), "documents.csv").rows == {
        "d_1": {"title": "A", "source": "Herald", "date": "2026-11-20"}
    }


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b"", None, "is empty"),
        (b" \n\n", None, "is empty"),
        (b"\x00\x01\x02\xff\xfe\x03" * 50, None, "is no text"),
        (b"name,title\nd_1,x\n", 1, "no column holds the documents' ids"),
        (b"id\nd_1\n", 1, "no column but the ids"),
        (b"id,title,title\nd_1,x,y\n", 1, "two columns"),
        (b"id,title,\nd_1,x,y\n", 1, "no usable name"),
        (b"id,title\nd_1,x,y\n", 2, "3 columns"),
        (b"id,title\n,x\n", 2, "no id"),
        ("id,title\nd_1,é\nd_1,y\n".encode(), 3, "stands in line 2 already"),
        (b'id,title\nd_1,"x\n', 2, "not CSV"),
    ],
)
def test_a_bad_table_is_told_with_its_line(data: bytes, line: int | None, said: str) -> None:
    with pytest.raises(FormatError, match=said) as caught:
        table_of(data, "m.csv")
    assert (caught.value.path, caught.value.line) == ("m.csv", line)
    assert caught.value.hint


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(FormatError) as caught:
        read_table(tmp_path / "none.csv")
    assert "none.csv" in caught.value.path


def test_ids_of_another_project_match_nothing(project: Project) -> None:
    plan = plan_fill(project, replace(Table("m.csv", {}), rows={"x": {"title": "é"}}))
    assert plan.sentence == "0 of 1 ids match; nothing changes."


@pytest.mark.parametrize("words", ["nan", "inf", "-Infinity", "1e999"])
def test_what_is_no_number_that_can_be_kept_stays_words(words: str) -> None:
    assert read_value(words, 3) == words
    assert read_value(words, 3.5) == words
