"""Numbered migrations: an older file is backed up beside itself and brought up, or left as it was."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from store_samples import document, full, pipeline_layer

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator
from annotator.domain.errors import ProjectError
from annotator.domain.scheme import ASKED, DEFAULT
from annotator.store import schema
from annotator.store.connection import Connection
from annotator.store.frozen import Frozen
from annotator.store.project import PIPELINE, Project
from annotator.store.visits import Visit

_KEPT = Path(__file__).parent / "data" / "version_1.sql"
"""A project as version 1 wrote it, as the SQL that makes it: an import, a labelling, edits, one of them undone."""


@pytest.fixture
def first(path: Path) -> Path:
    """A file of version 1."""
    raw = sqlite3.connect(path)
    raw.executescript(_KEPT.read_text(encoding="utf-8"))
    raw.close()
    return path


@pytest.fixture
def second(path: Path) -> Path:
    """A file of version 2."""
    raw = sqlite3.connect(path)
    raw.executescript(_KEPT.with_name("version_2.sql").read_text(encoding="utf-8"))
    raw.close()
    return path


@pytest.fixture
def third(path: Path) -> Path:
    """A file of version 3."""
    raw = sqlite3.connect(path)
    raw.executescript(_KEPT.with_name("version_3.sql").read_text(encoding="utf-8"))
    raw.close()
    return path


@pytest.fixture
def old(path: Path) -> Path:
    """A file of the version before the next one, with a step to undo."""
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


NOW = len(schema.MIGRATIONS)


def _next(connection: Connection) -> None:
    """A new column here, one that is gone there, and a table built anew that others refer to."""
    connection.execute("ALTER TABLE mention ADD COLUMN sure INTEGER NOT NULL DEFAULT 3")
    connection.execute("ALTER TABLE mention DROP COLUMN was")
    connection.db.table("annotator").transform(column_order=["id", "name", "uid"])


def _broken(connection: Connection) -> None:
    connection.execute("DROP TABLE stance")
    raise ProjectError("the power went", "wait")


# ------------------------------------------------------------------------------------------------ version 1 to 2


def test_a_file_of_version_1_keeps_everything(first: Path, awkward: str) -> None:
    with Project.open(first) as project:
        assert project.check() == []
        assert project.title == "Fähren 🚢 e\u0301"
        assert project.documents.ids() == ["d_full", "d_awkward", "d_rtl"]
        assert project.documents.get("d_awkward").text == awkward
        assert project.scheme == DEFAULT
        assert project.scheme.asked == ASKED
        assert project.annotations.layer("d_awkward", "pipeline") == pipeline_layer(
            "l_p2", "en_core_web_sm 3.8.0", 1, 5
        )
    assert [_version(each) for each in sorted(first.parent.iterdir())] == [NOW, 1]


def test_the_undo_history_of_version_1_goes_on(first: Path) -> None:
    with Project.open(first) as project:
        labels = [(each.label, each.undone, each.revertible) for each in project.history()]
        assert labels == [
            ("Edit metadata", True, False),
            ("Edit quotation", False, True),
            ("Add document", False, True),
            ("Label with en_core_web_sm 3.8.0", False, False),
            ("Import 2 articles", False, True),
        ]
        project.redo("a_bea")
        assert project.documents.get("d_rtl").meta["title"] == "Neu"
        for _ in range(2):
            project.undo("a_bea")
        assert project.read("d_full") == full()
        project.undo("a_bea")
        assert project.documents.ids() == ["d_rtl"]
        project.redo("a_bea")
        assert project.read("d_full") == full()
        assert project.check() == []


def test_a_file_of_version_1_can_be_searched_and_noted(first: Path) -> None:
    with Project.open(first) as project:
        found = {
            words: project.documents.matching(words) for words in ("fahrt", "cafe quoted", "終わ", "الوزير", "שלום")
        }
        assert found == {
            "fahrt": {"d_full"},
            "cafe quoted": {"d_awkward"},
            "終わ": {"d_awkward", "d_rtl"},
            "الوزير": {"d_rtl"},
            "שלום": {"d_full", "d_rtl"},
        }
        with project.step("Note", actor="a_bea"):
            project.notes.set("d_rtl", "a_bea", "nachfragen 🏭")
        project.visits.save("d_rtl", "a_bea", Visit(3, 0, None, 12.5, "2026-11-24T08:00:00Z"))
        row = project.documents.listing("a_bea", only=["d_rtl"])[0]
        assert (row.noted, row.seconds) == (True, 12.5)
        with project.step("Import", actor="a_bea"):
            project.add_documents([AnnotatedDocument(document("d_new", "neu"))])
        assert project.check() == []


def test_a_migrated_file_is_built_like_a_new_one(first: Path, tmp_path: Path) -> None:
    assert _built(first, tmp_path / "new.annotator")


def _built(old: Path, new: Path) -> bool:
    """Whether a migrated file has the tables and indexes of a new one, word by word."""
    Project.open(old).close()
    Project.create(new).close()
    query = "SELECT type, name, replace(replace(sql, char(10), ' '), '    ', '') FROM sqlite_master ORDER BY 1, 2"
    built = []
    for each in (old, new):
        raw = sqlite3.connect(each)
        built.append([(kind, name, sql and " ".join(sql.split())) for kind, name, sql in raw.execute(query)])
        raw.close()
    assert built[0] == built[1]
    return bool(built[0])


def test_a_file_of_version_1_that_holds_our_own_code_already_is_refused(first: Path) -> None:
    raw = sqlite3.connect(first)
    raw.execute("CREATE VIEW document_words AS SELECT 1")
    raw.close()
    with pytest.raises(ProjectError, match="document_words"):
        Project.open(first)
    assert _version(first) == 1


# ------------------------------------------------------------------------------------------------ version 2 to 3


def test_a_file_of_version_2_keeps_everything(second: Path) -> None:
    """Notes, visits, cues, decisions and the undo history; decisions have seen nothing and hold all the same."""
    with Project.open(second) as project:
        assert project.check() == []
        assert project.documents.ids() == ["d_full", "d_awkward", "d_rtl"]
        assert project.annotators() == (Annotator("a_bea", "bea"),)
        assert project.notes.get("d_rtl", "a_bea") == "nachfragen 🏭"
        assert project.visits.get("d_rtl", "a_bea") == Visit(3, 0, None, 12.5, "2026-11-24T08:00:00Z")
        assert [each.score for each in project.cues.get("d_awkward")] == [0.5]
        assert project.annotations.seen("d_full") == {}
        assert [(each.id, each.stale) for each in project.read("d_full").decisions] == [("x_9", True), ("x_8", False)]
        layer = project.annotations.layer("d_full", "annotator", "a_bea")
        assert layer is not None
        assert layer.quotations[0].note == "neu 🚢"
        project.undo("a_bea")
        project.undo("a_carl")
        assert [each.id for each in project.read("d_full").decisions] == ["x_9"]
        assert project.check() == []
    assert [_version(each) for each in sorted(second.parent.iterdir())] == [NOW, 2]


def test_a_file_of_version_2_can_be_adjudicated(second: Path) -> None:
    with Project.open(second) as project:
        with project.step("Freeze", actor="a_carl"):
            project.save_annotator(Annotator("a_bea", "bea", "#0072b2"))
            document = project.documents.get("d_full")
            layer = project.annotations.layer("d_full", "annotator", "a_bea")
            assert layer is not None
            entities = tuple(project.read("d_full").entities)
            project.frozen.freeze(
                document, Frozen("d_full", "a_bea", "2026-11-28T09:00:00Z", "a_carl", True, layer, entities)
            )
        assert project.annotators()[0].colour == "#0072b2"
        (frozen,) = project.frozen.of(document)
        assert (frozen.layer, frozen.suggestions_shown) == (layer, True)
        assert project.frozen.documents() == {"d_full": {"a_bea"}}
        project.undo("a_carl")
        assert project.frozen.of(document) == ()
        assert project.annotators()[0].colour is None
        project.redo("a_carl")
        assert project.frozen.of(document) == (frozen,)


def test_a_migrated_file_of_version_2_is_built_like_a_new_one(second: Path, tmp_path: Path) -> None:
    assert _built(second, tmp_path / "other.annotator")


# ------------------------------------------------------------------------------------------------ version 3 to 4


def test_a_file_of_version_3_keeps_everything_and_takes_reasons(third: Path) -> None:
    with Project.open(third) as project:
        assert project.check() == []
        assert project.documents.ids() == ["d_full", "d_awkward", "d_rtl"]
        assert project.annotators() == (Annotator("a_bea", "bea", "#0072b2"),)
        assert project.frozen.documents() == {"d_full": {"a_bea"}}
        assert [each.score for each in project.cues.get("d_awkward")] == [0.5]
        assert project.reasons.get("d_full") == {}
        project.undo("a_carl")
        assert project.frozen.documents() == {}
        with project.step("Label", actor=PIPELINE):
            project.reasons.replace("d_full", {"q_1": {"cue": 1.25}})
        assert project.reasons.get("d_full") == {"q_1": {"cue": 1.25}}
        assert project.check() == []
    assert [_version(each) for each in sorted(third.parent.iterdir())] == [NOW, 3]


def test_a_migrated_file_of_version_3_is_built_like_a_new_one(third: Path, tmp_path: Path) -> None:
    assert _built(third, tmp_path / "other.annotator")


# ------------------------------------------------------------------------------------------------ any version


def test_an_older_file_is_backed_up_then_migrated(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Project.open(old) as project, project.step("Clear", actor="a_bea"):
        project.annotations.remove_mention("m_2")
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, _next))
    with Project.open(old) as project:
        assert [each.name for each in project.annotators()] == ["bea"]
        assert project.undo_label("a_bea") == "Clear"
        project.undo("a_bea")
        own = project.annotations.layer("d_full", "annotator", "a_bea")
        assert own is not None
        assert [each.id for each in own.mentions] == ["m_1", "m_2"]
        assert project._connection.value("SELECT sure FROM mention WHERE uid='m_2'") == 3
    spare = old.with_name(f"{old.stem}.v{NOW}.annotator")
    assert (_version(old), _version(spare)) == (NOW + 1, NOW)
    assert sorted(each.name for each in old.parent.iterdir()) == sorted([old.name, spare.name])


def test_a_migration_that_fails_leaves_the_old_file_whole(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, _next, _broken))
        for _ in range(2):
            with pytest.raises(ProjectError, match="the power went"):
                Project.open(old)
        assert _version(old) == NOW + 1
    names = sorted(each.name for each in old.parent.iterdir())
    assert names == sorted([old.name, f"{old.stem}.v{NOW}.annotator", f"{old.stem}.v{NOW + 1}.annotator"])
    with Project.open(old.with_name(f"{old.stem}.v{NOW}.annotator")) as spare:
        assert spare.read("d_full") == full()


def test_the_second_migration_is_one_transaction(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A power cut in its last statement leaves version 1, whole."""
    monkeypatch.setattr(schema, "_SECOND", (*schema._SECOND, "the power went"))
    with pytest.raises(ProjectError):
        Project.open(first)
    assert _version(first) == 1
    monkeypatch.undo()
    with Project.open(first) as project:
        assert project.check() == []


def test_an_older_file_that_may_not_be_written_is_refused(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, _next))
    with pytest.raises(ProjectError, match="older version"):
        Project.open(old, read_only=True)
    assert _version(old) == NOW


def test_two_programs_that_bring_a_file_up_at_once(second: Path) -> None:
    one, other = Connection(second), Connection(second)
    found = schema.version(other)
    schema.migrate(one)
    assert found < len(schema.MIGRATIONS)
    schema._migrate(other, found + 1)  # it had looked before the first had the lock
    assert schema.version(other) == len(schema.MIGRATIONS)
    one.close()
    other.close()
