"""Opening, closing, and every way in which a file can fail to be a usable project."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from store_samples import document, full, layer, quotation, run

from annotator.domain.annotations import Annotator
from annotator.domain.errors import AppError, ConflictError, ProjectError
from annotator.domain.scheme import DEFAULT, Attribute, Guideline, Label
from annotator.store.connection import Connection
from annotator.store.project import Project
from annotator.store.schema import MIGRATIONS


def _names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def _write(path: Path, *statements: str) -> None:
    """Change a file as another program would."""
    with sqlite3.connect(path) as raw:
        for each in statements:
            raw.execute(each)
    raw.close()


def test_a_new_project_is_one_file_of_ours(path: Path) -> None:
    with Project.create(path, title="Plant 🏭 e\u0301", language="de") as made:
        assert (made.title, made.language, made.scheme, made.read_only) == ("Plant 🏭 e\u0301", "de", DEFAULT, False)
        assert made.id.startswith("d_")
        assert made.undo_label("") is None
        assert made.check() == []
    assert _names(path.parent) == [path.name]
    raw = sqlite3.connect(path)
    for pragma, value in (
        ("application_id", 0x51554F54),
        ("user_version", len(MIGRATIONS)),
        ("journal_mode", "delete"),
    ):
        assert raw.execute(f"PRAGMA {pragma}").fetchone() == (value,)
    raw.close()


def test_writing_is_durable_and_keyed(project: Project) -> None:
    connection = project._connection
    assert [connection.value(f"PRAGMA {name}") for name in ("journal_mode", "synchronous", "foreign_keys")] == [
        "wal",
        2,
        1,
    ]
    assert connection.value("PRAGMA trusted_schema") == 0


def test_create_refuses_to_overwrite_and_leaves_nothing_behind(path: Path) -> None:
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(ProjectError, match="exists already"):
        Project.create(path)
    assert path.read_text(encoding="utf-8") == "mine"
    with pytest.raises(ProjectError, match="no folder"):
        Project.create(path.parent / "none" / "p.annotator")
    assert _names(path.parent) == [path.name]


def test_a_failed_create_leaves_no_file(path: Path) -> None:
    twice = replace(DEFAULT, flags=(Label("x", "X"), Label("x", "Y")))
    with pytest.raises(AppError):
        Project.create(path, scheme=twice)
    assert _names(path.parent) == []


@pytest.mark.parametrize("again", ["new", "backup"])
def test_what_a_crash_left_beside_a_deleted_project_does_not_come_back(path: Path, again: str) -> None:
    other = path.with_name("other.annotator")
    Project.create(other, title="New 🎪 e\u0301").close()
    beside = [path.with_name(path.name + end) for end in ("-wal", "-shm")]
    with Project.create(path, title="Old") as old:
        with old.step("Add", actor="a_bea"):
            old.documents.add(document())
        kept = [each.read_bytes() for each in beside]  # as a crash leaves them
    path.unlink()
    for each, data in zip(beside, kept, strict=True):
        each.write_bytes(data)
    path.with_name(f"{path.name}-journal").write_bytes(b"of an earlier file")
    if again == "new":
        Project.create(path, title="New 🎪 e\u0301").close()
    else:
        with Project.open(other, read_only=True) as source:
            source.backup(path)
    assert _names(path.parent) == sorted([path.name, other.name])
    with Project.open(path) as made:
        assert (made.title, made.documents.ids(), made.check()) == ("New 🎪 e\u0301", [], [])


def test_what_lies_beside_an_existing_project_stays(path: Path) -> None:
    with Project.create(path, title="Kept 🏭") as kept:
        before = {each.name: each.read_bytes() for each in path.parent.glob(f"{path.name}-[ws]*")}
        assert set(before) == {f"{path.name}-wal", f"{path.name}-shm"}
        with pytest.raises(ProjectError, match="exists already"):
            Project.create(path)
        with pytest.raises(ProjectError, match="exists already"):
            kept.backup(path)
        assert {name: path.with_name(name).read_bytes() for name in before} == before


def test_what_cannot_be_opened_is_said_in_a_sentence(path: Path, tmp_path: Path) -> None:
    Project.create(path).close()
    empty, text, other, newer, damaged, cut = (tmp_path / f"{name}.annotator" for name in "abcdef")
    empty.touch()
    text.write_text("not a project 🏭", encoding="utf-8")
    _write(other, "CREATE TABLE t(x)")
    shutil.copy(path, newer)
    _write(newer, "PRAGMA user_version=99")
    shutil.copy(path, damaged)
    _write(damaged, "DROP TABLE stance")
    cut.write_bytes(path.read_bytes()[:5000])
    for where, words in (
        (tmp_path / "none.annotator", "there is no file"),
        (tmp_path, "is a folder"),
        (empty, "is empty"),
        (text, "is not an Annotator project"),
        (other, "an SQLite file, but not an Annotator project"),
        (newer, "from a newer version"),
        (damaged, "damaged"),
        (cut, "damaged"),
    ):
        before = where.read_bytes() if where.is_file() else b""
        for read_only in (False, True):
            with pytest.raises(ProjectError, match=words) as caught:
                Project.open(where, read_only=read_only)
            assert caught.value.hint
            assert caught.value.path == str(where)
        assert before == (where.read_bytes() if where.is_file() else b"")
    assert not [name for name in _names(tmp_path) if "-lock" in name]


@pytest.mark.parametrize(
    "code",
    [
        "CREATE TRIGGER evil AFTER INSERT ON document BEGIN DELETE FROM document; END",
        "CREATE VIEW evil AS SELECT * FROM document",
        "CREATE VIRTUAL TABLE evil USING fts5(text)",
    ],
)
def test_a_file_with_code_of_others_is_not_opened(path: Path, code: str) -> None:
    Project.create(path).close()
    _write(path, code)
    for read_only in (False, True):
        with pytest.raises(ProjectError, match="evil"):
            Project.open(path, read_only=read_only)


def test_a_read_only_project_reads_and_refuses_steps(path: Path) -> None:
    with Project.create(path) as made, made.step("Import", actor="a_bea"):
        made.add_documents([full()])
    with Project.open(path, read_only=True) as project:
        assert project.read_only
        assert project.read_only_reason
        assert project.read("d_full") == full()
        for gesture in (project.step("Edit", actor="a_bea").__enter__, lambda: project.undo("a_bea")):
            with pytest.raises(ProjectError, match="read only"):
                gesture()
    assert _names(path.parent) == [path.name]


def test_a_protected_file_opens_read_only(path: Path) -> None:
    Project.create(path).close()
    path.chmod(stat.S_IREAD)
    try:
        with Project.open(path) as project:
            assert project.read_only_reason == "This file cannot be written: read only here."
            assert project.documents.ids() == []
    finally:
        path.chmod(stat.S_IREAD | stat.S_IWRITE)


def test_a_file_left_in_the_middle_of_a_session_opens_from_a_medium_that_cannot_be_written(path: Path) -> None:
    """The header says WAL, its files are gone: what a copy of the bare file of a crashed session looks like."""
    Project.create(path).close()
    _write(path, "PRAGMA journal_mode=WAL")
    with Project.open(path, read_only=True) as project:
        assert project.documents.ids() == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions do not bind the superuser")
def test_a_folder_that_cannot_be_written_opens_read_only(path: Path) -> None:
    Project.create(path).close()
    path.parent.chmod(0o500)
    try:
        with Project.open(path) as project:
            assert project.read_only
    finally:
        path.parent.chmod(0o700)


def test_the_second_window_only_reads_until_the_first_is_closed(project: Project) -> None:
    with Project.open(project.path) as second:
        assert second.read_only_reason == "This file is open in another window: read only here."
        before = second.data_version()
        with project.step("Import", actor="a_bea"):
            project.documents.add(document())
        assert second.documents.ids() == ["d_1"]
        assert second.data_version() != before
    project.close()
    with Project.open(project.path) as third:
        assert not third.read_only
    assert _names(project.path.parent) == [project.path.name]


def test_a_crash_gives_the_role_back(path: Path) -> None:
    Project.create(path).close()
    program = (
        "import os, sys; from pathlib import Path; from annotator.store.project import Project\n"
        "p = Project.open(Path(sys.argv[1])); assert not p.read_only; os._exit(7)"
    )
    assert run(program, str(path)).returncode == 7
    with Project.open(path) as project:
        assert not project.read_only
    assert _names(path.parent) == [path.name]


def test_a_command_writes_beside_the_window(project: Project) -> None:
    before = project.data_version()
    with Project.open(project.path, exclusive=False) as command, command.step("Import", actor="a_bea"):
        command.documents.add(document())
        command.set_scheme(replace(DEFAULT, flags=()))
    assert project.data_version() != before
    assert project.documents.ids() == ["d_1"]
    assert project.scheme.flags == ()
    assert project.undo("a_bea") is not None
    assert project.scheme == DEFAULT


def test_another_writers_lock_is_a_sentence_and_nothing_is_lost(project: Project) -> None:
    project._connection.execute("PRAGMA busy_timeout=50")
    other = Connection(project.path)
    other.begin()
    with pytest.raises(ProjectError, match="locked by another program"), project.step("Import", actor="a_bea"):
        raise AssertionError("the block must not begin")
    other.close()
    with project.step("Import", actor="a_bea"):
        project.documents.add(document())
    assert project.documents.ids() == ["d_1"]


def test_a_full_disk_takes_the_whole_step_back(project: Project) -> None:
    with project.step("Import", actor="a_bea"):
        project.documents.add(document())
    pages = project._connection.value("PRAGMA page_count")
    project._connection.execute(f"PRAGMA max_page_count={pages}")

    def gesture() -> None:
        with project.step("Import", actor="a_bea"):
            project.documents.add(document("d_2", "🏭 e\u0301 " * 100_000))

    with pytest.raises(ProjectError, match=r"No space left on the disk\. The last gesture was not saved\."):
        gesture()
    project._connection.execute("PRAGMA max_page_count=1000000")
    assert project.documents.ids() == ["d_1"]
    gesture()
    assert project.documents.ids() == ["d_1", "d_2"]
    assert project.check() == []


def test_a_file_that_is_gone_is_noticed_before_anything_is_called_saved(path: Path) -> None:
    project = Project.create(path)
    aside = path.with_suffix(".aside")
    try:
        path.rename(aside)
    except OSError:
        pytest.skip("this system keeps open files where they are")
    with pytest.raises(ProjectError, match="is gone from its folder"), project.step("Edit", actor="a_bea"):
        raise AssertionError("the block must not begin")
    aside.rename(path)
    with project.step("Import", actor="a_bea"):
        project.documents.add(document())
    project.close()
    with Project.open(path) as again:
        assert again.documents.ids() == ["d_1"]


def test_backup_while_another_has_it_open(project: Project, tmp_path: Path) -> None:
    with project.step("Import", actor="a_bea"):
        project.add_documents([full()])
    out = tmp_path / "copy.annotator"
    with Project.open(project.path, exclusive=False) as command:
        command.backup(out)
        with pytest.raises(ProjectError, match="exists already"):
            command.backup(out)
    with Project.open(out) as copy:
        assert not copy.read_only
        assert copy.read("d_full") == full()
        assert copy.undo_label("a_bea") == "Import"
    with pytest.raises(ProjectError, match="no folder"):
        project.backup(tmp_path / "none" / "copy.annotator")
    assert not [name for name in _names(tmp_path) if name.endswith(".part")]


def test_a_read_only_project_can_be_backed_up(path: Path, tmp_path: Path) -> None:
    Project.create(path, title="T").close()
    with Project.open(path, read_only=True) as project:
        project.backup(tmp_path / "copy.annotator")
    with Project.open(tmp_path / "copy.annotator") as copy:
        assert copy.title == "T"


def test_closing_twice_does_nothing(path: Path) -> None:
    project = Project.create(path)
    project.close()
    project.close()


def test_scheme_values_and_annotators_are_undoable(project: Project) -> None:
    scheme = replace(
        DEFAULT,
        types=DEFAULT.types[::-1],
        attributes=(
            Attribute("frame", "Frame", "quotation", "choice", (Label("a", "Ä 🏭"), Label("b", "B", by_hand=True))),
            Attribute("frame", "Frame", "document"),
        ),
        guidelines=(Guideline("other", "e\u0301"), Guideline("other", "twice")),
    )
    with project.step("Set up", actor="a_bea") as step:
        project.set_scheme(scheme)
        project.set_value("title", "New")
        project.save_annotator(Annotator("a_bea", "Bea"))
        project.save_annotator(Annotator("a_bea", "Béa"))
    assert project.scheme == scheme
    assert project.annotators() == (Annotator("a_bea", "Béa"),)
    assert step.changes.touches("scheme") == {"types", "choices", "attributes", "guidelines"}
    assert step.changes.touches("project") == {"title"}
    assert step.changes.documents == set()
    project.undo("a_bea")
    assert (project.scheme, project.title, project.annotators()) == (DEFAULT, "Plant 🏭", ())


def test_reading_sees_one_state(project: Project) -> None:
    """Between two queries of one reading another process may commit: it is not seen before the next reading."""
    with project.step("Import", actor="a_bea"):
        project.documents.add(document())
    with Project.open(project.path, exclusive=False) as other, project._connection.reading():
        assert project.annotations.layers("d_1") == ()
        with other.step("Layer", actor="a_bea"):
            other.annotations.add_layer("d_1", layer("l_1", "bea", quotation()))
        assert project.annotations.layers("d_1") == ()
    assert len(project.annotations.layers("d_1")) == 1


def test_a_missing_document_is_a_conflict(project: Project) -> None:
    for read in (project.read, project.documents.get, project.annotations.layers, project.annotations.decisions):
        with pytest.raises(ConflictError, match="d_none"):
            read("d_none")


def test_opening_a_project_does_not_load_numpy() -> None:
    look = "import sys, annotator.store.project; assert not {'numpy', 'pandas', 'spacy'} & sys.modules.keys()"
    assert run(f"{look}; import numpy").returncode == 0
