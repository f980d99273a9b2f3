from __future__ import annotations

import base64
import getpass
import os
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import settings
from annotator.domain import ids
from annotator.domain.errors import AppError
from annotator.settings import Settings

AWKWARD_NAME = 'Zoé "🏭" \\ O’Brien'


@pytest.fixture
def file(home: Path) -> Path:
    """Where the preferences of this test lie; its folder exists."""
    folder = home / "settings"
    folder.mkdir()
    return folder / settings.FILE_NAME


FULL = Settings(
    annotator_id="a_abcdefghijklmnop",
    annotator_name=AWKWARD_NAME,
    theme="dark",
    zoom=125,
    last_project="/home/zoé/🏭.annotator",
    recent_projects=("/home/zoé/🏭.annotator", "C:\\Users\\zoe\\a b.annotator"),
    hidden_kinds=("date", "other"),
    window_geometry=base64.b64encode(b"\x00\xff").decode(),
    keys=("quotation.new=Q, N",),
    interface=110,
    ghosts=False,
    timer=False,
    toured=True,
    panels=(240, 760, 320),
)


def test_without_a_file_the_defaults_hold(home: Path) -> None:
    loaded = settings.load()
    assert loaded == Settings()
    assert (loaded.annotator_id, loaded.theme, loaded.zoom, loaded.notice) == ("", "system", 100, "")
    assert not (home / "settings").exists()


def test_what_is_saved_comes_back() -> None:
    settings.save(FULL)
    assert settings.load() == FULL
    assert settings.load().notice == ""


def test_only_what_differs_is_written(file: Path) -> None:
    settings.save(Settings(annotator_name="Zoé 🏭", zoom=110))
    assert tomllib.loads(file.read_text(encoding="utf-8")) == {"annotator_name": "Zoé 🏭", "zoom": 110}


def test_a_second_save_replaces_the_first_and_leaves_nothing_beside_it(file: Path) -> None:
    settings.save(FULL)
    settings.save(Settings(zoom=80))
    assert settings.load().zoom == 80
    assert settings.load().theme == "system"
    assert [path.name for path in file.parent.iterdir()] == [settings.FILE_NAME]


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_toml(one: str, other: str) -> None:
    stored = Settings(last_project=one or "x", hidden_kinds=(one, other))
    settings.save(stored)
    assert settings.load() == stored


def test_a_path_that_is_not_unicode_is_forgotten_not_fatal() -> None:
    settings.save(replace(FULL, last_project="/home/\udcff.annotator", recent_projects=("/home/\udcff", "/home/é")))
    loaded = settings.load()
    assert (loaded.last_project, loaded.recent_projects) == (None, ("/home/é",))


@pytest.mark.parametrize(
    "damaged", [b"zoom = = 3\n", "annotator_name = 'Zoé 🏭'\n".encode("utf-16"), b"zoom = 1\x00", b"\xff\xfe\xff"]
)
def test_a_damaged_file_is_set_aside_and_told(file: Path, damaged: bytes) -> None:
    file.write_bytes(damaged)
    loaded = settings.load()
    assert loaded == Settings()
    assert "damaged" in loaded.notice
    assert (file.parent / "settings.toml.damaged").read_bytes() == damaged
    assert not file.exists()
    assert settings.load().notice == ""


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("theme = 'mauve'", "theme"),
        ("zoom = 'large'", "zoom"),
        ("zoom = true", "zoom"),
        ("zoom = 9000", "zoom"),
        ("recent_projects = 'one'", "recent_projects"),
        ("panels = 3", "panels"),
        ("window_geometry = 'é🏭'", "window_geometry"),
        ("annotator_id = 'a\\tb'\nannotator_name = \"a\\tb\"", "annotator_name"),
        ("last_project = 3", "last_project"),
    ],
)
def test_a_value_that_makes_no_sense_is_reset_alone(file: Path, line: str, key: str) -> None:
    file.write_text(f"hidden_kinds = ['date', 7]\n{line}\n", encoding="utf-8")
    loaded = settings.load()
    assert key in loaded.notice
    assert loaded.hidden_kinds == ("date",)
    assert getattr(loaded, key) == getattr(Settings(), key)
    assert file.exists()


def test_an_unknown_key_is_no_damage(file: Path) -> None:
    file.write_text("zoom = 150\nspelling = 'de'\n[later]\nx = 1\n", encoding="utf-8")
    assert settings.load() == Settings(zoom=150)
    assert settings.load().notice == ""


def test_a_file_that_cannot_be_read_is_told(file: Path) -> None:
    file.mkdir()
    loaded = settings.load()
    assert loaded == Settings()
    assert loaded.notice


def test_a_folder_that_cannot_be_written_is_a_sentence(home: Path) -> None:
    (home / "settings").write_text("in the way", encoding="utf-8")
    with pytest.raises(AppError, match="could not be saved") as caught:
        settings.save(FULL)
    assert str(home / "settings") in caught.value.hint


def test_a_save_that_fails_keeps_the_old_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.save(FULL)

    def full_disk(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(AppError, match="No space left"):
        settings.save(Settings())
    assert settings.load() == FULL
    assert [path.name for path in file.parent.iterdir()] == [settings.FILE_NAME]


def test_a_name_mints_the_id_once() -> None:
    first = Settings().named("  Zoé 🏭 ")
    assert first.annotator_name == "Zoé 🏭"
    assert ids.is_valid(first.annotator_id)
    assert first.annotator_id.startswith("a_")
    assert first.named("Other").annotator_id == first.annotator_id
    assert Settings().named("Zoé 🏭").annotator_id != first.annotator_id


def test_the_systems_name_is_proposed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "zoé")
    assert settings.load().annotator_name == "zoé"


@pytest.mark.parametrize("error", [OSError("No username set"), KeyError("uid not found"), ImportError("pwd")])
def test_a_system_that_knows_no_name_is_survived(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def nobody() -> str:
        raise error

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert settings.user_name() == "annotator"


def test_opened_projects_lead_the_recent_ones(tmp_path: Path) -> None:
    paths = [tmp_path / f"é{number}.annotator" for number in range(settings.MAX_RECENT + 2)]
    state = Settings()
    for path in paths:
        state = state.opened(path)
    state = state.opened(paths[5])
    assert state.last_project == str(paths[5])
    assert state.recent_projects[:2] == (str(paths[5]), str(paths[-1]))
    assert len(state.recent_projects) == len(set(state.recent_projects)) == settings.MAX_RECENT
    gone = state.forgotten(paths[5])
    assert gone.last_project is None
    assert str(paths[5]) not in gone.recent_projects
    assert state.forgotten(paths[-1]).last_project == str(paths[5])


def test_without_the_variable_the_platforms_folder_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANNOTATOR_SETTINGS")
    assert "annotator" in str(settings.settings_folder()).lower()
    assert settings.settings_folder().is_absolute()


def test_a_checkout_keeps_its_projects_beside_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANNOTATOR_PROJECTS")
    assert settings.projects_folder() == Path(settings.__file__).resolve().parents[1] / "projects"


def test_the_projects_folder_is_made_where_the_variable_says(home: Path) -> None:
    assert settings.projects_folder() == home / "projects"
    assert (home / "projects").is_dir()


def test_a_projects_folder_that_cannot_be_made_is_a_sentence(home: Path) -> None:
    (home / "projects").write_text("in the way", encoding="utf-8")
    with pytest.raises(AppError, match="folder for projects") as caught:
        settings.projects_folder()
    assert "ANNOTATOR_PROJECTS" in caught.value.hint


def test_a_resource_is_found_and_a_missing_one_is_named() -> None:
    assert settings.resource("README.md").is_file()
    with pytest.raises(AppError, match=r"themes/é🏭\.toml"):
        settings.resource("themes", "é🏭.toml")
