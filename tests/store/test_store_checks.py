"""Each kind of damage is found and said in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from store_samples import full

from annotator.store.connection import Connection
from annotator.store.project import Project

_DAMAGE = {
    "another text": ("UPDATE document_text SET text=text||'!'", "text", "not the one that was imported"),
    "no text": ("DELETE FROM document_text", "text", "has no text"),
    "beyond the end": ("UPDATE mention SET spans='[[3,9999]]'", "spans", "beyond the text"),
    "empty fragment": ("UPDATE quotation SET cue='[[3,3]]' WHERE uid='q_1'", "spans", "empty fragment"),
    "overlap": ("UPDATE quotation SET content='[[3,9],[8,12]]' WHERE uid='q_1'", "spans", "overlap"),
    "out of order": ("UPDATE party SET spans='[[8,9],[1,2]]' WHERE role='addressee'", "spans", "out of order"),
    "no content": ("UPDATE quotation SET content='[]' WHERE uid='q_1'", "spans", "no fragment"),
    "not spans": ("UPDATE stance SET evidence='[1,2]' WHERE uid='s_1'", "spans", "not a list"),
    "not JSON": ("UPDATE rejection SET spans='x'", "spans", "not a list"),
    "negative": ("UPDATE stance SET target_spans='[[-2,3]]' WHERE uid='s_1'", "spans", "fragment"),
    "circle": (
        "UPDATE quotation SET parent_id=(SELECT id FROM quotation WHERE uid='q_2') WHERE uid='q_1'",
        "parent",
        "inside itself",
    ),
    "other layer": (
        "UPDATE quotation SET parent_id=(SELECT id FROM quotation WHERE uid='q_1') WHERE uid='q_g'",
        "parent",
        "another layer",
    ),
    "no entity": ("DELETE FROM entity", "reference", "the registry does not have"),
    "no layer": ("DELETE FROM layer WHERE kind='gold'", "reference", "a layer that is not there"),
}


@pytest.fixture
def damaged(path: Path) -> Path:
    with Project.create(path) as made, made.step("Import", actor="a_bea"):
        made.add_documents([full()])
    return path


@pytest.mark.parametrize("what", _DAMAGE)
def test_damage_is_found(damaged: Path, what: str) -> None:
    statement, kind, words = _DAMAGE[what]
    with Project.open(damaged) as project:
        assert project.check() == []
    connection = Connection(damaged)
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute(statement)
    connection.close()
    with Project.open(damaged) as project:
        found = project.check()
    assert found
    assert any(each.kind == kind and words in each.message for each in found), found
    assert all(each.message.endswith(".") for each in found)
    assert all(each.document == "d_full" for each in found if each.kind in ("text", "spans", "parent"))


def test_a_file_damaged_within_is_found(damaged: Path) -> None:
    data = bytearray(damaged.read_bytes())
    with Project.open(damaged) as project:
        connection = project._connection
        page = connection.value("SELECT rootpage FROM sqlite_master WHERE name='mention_uid'")
        size = connection.value("PRAGMA page_size")
    data[(page - 1) * size + size // 2 : page * size] = b"\x7f" * (size // 2)
    damaged.write_bytes(data)
    with Project.open(damaged) as project:
        found = project.check()
    assert {each.kind for each in found} == {"integrity"}
