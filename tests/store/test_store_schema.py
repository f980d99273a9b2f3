"""Numbered migrations: an older file is backed up beside itself and brought up, or left as it was."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from store_samples import full

from annotator.domain.errors import ProjectError
from annotator.store import schema
from annotator.store.connection import Connection
from annotator.store.project import Project


@pytest.fixture
def old(path: Path) -> Path:
    """A file of version 1 with a step to undo."""
    Project.create(path).close()
    raw = sqlite3.connect(path)
    raw.execute("ALTER TABLE mention ADD COLUMN was TEXT DEFAULT 'é'")
    raw.close()
    with Project.open(path) as made, made.step("Import", actor="a_bea"):
        made.add_documents([full()])
    return path


def _version(path: Path) -> int:
    raw = sqlite3.connect(path)
    try:
        return int(raw.execute("PRAGMA user_version").fetchone()[0])
    finally:
        raw.close()


def _second(connection: Connection) -> None:
    """A new column here, one that is gone there, and a table built anew that others refer to."""
    connection.execute("ALTER TABLE mention ADD COLUMN sure INTEGER NOT NULL DEFAULT 3")
    connection.execute("ALTER TABLE mention DROP COLUMN was")
    connection.db.table("annotator").transform(column_order=["id", "name", "uid"])


def _broken(connection: Connection) -> None:
    connection.execute("DROP TABLE stance")
    raise ProjectError("the power went", "wait")


def test_an_older_file_is_backed_up_then_migrated(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Project.open(old) as project, project.step("Clear", actor="a_bea"):
        project.annotations.remove_mention("m_2")
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, _second))
    with Project.open(old) as project:
        assert [each.name for each in project.annotators()] == ["bea"]
        assert project.undo_label("a_bea") == "Clear"
        project.undo("a_bea")
        own = project.annotations.layer("d_full", "annotator", "a_bea")
        assert own is not None
        assert [each.id for each in own.mentions] == ["m_1", "m_2"]
        assert project._connection.value("SELECT sure FROM mention WHERE uid='m_2'") == 3
    spare = old.with_name(f"{old.stem}.v1.annotator")
    assert (_version(old), _version(spare)) == (2, 1)
    assert sorted(each.name for each in old.parent.iterdir()) == sorted([old.name, spare.name])


def test_a_migration_that_fails_leaves_the_old_file_whole(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, _second, _broken))
        for _ in range(2):
            with pytest.raises(ProjectError, match="the power went"):
                Project.open(old)
        assert _version(old) == 2
    names = sorted(each.name for each in old.parent.iterdir())
    assert names == sorted([old.name, f"{old.stem}.v1.annotator", f"{old.stem}.v2.annotator"])
    with Project.open(old.with_name(f"{old.stem}.v1.annotator")) as spare:
        assert spare.read("d_full") == full()


def test_an_older_file_that_may_not_be_written_is_refused(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, _second))
    with pytest.raises(ProjectError, match="older version"):
        Project.open(old, read_only=True)
    assert _version(old) == 1
