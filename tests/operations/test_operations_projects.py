"""New projects, and the check of projects and JSONL files."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path, PureWindowsPath

import pytest
from exchanged import SCHEME, everything, make

from annotator.domain.codec import encode
from annotator.domain.errors import FormatError, ProjectError
from annotator.domain.scheme import DEFAULT
from annotator.formats.jsonl import line_of
from annotator.formats.scheme_file import encoded
from annotator.operations.projects import check, create, synced_by


def test_a_new_project_has_its_title_and_scheme(tmp_path: Path) -> None:
    scheme = tmp_path / "labels.json"
    scheme.write_bytes(encoded(SCHEME))
    with create(tmp_path / "Cafés.annotator", language="de", scheme=scheme) as project:
        assert (project.title, project.language, project.scheme) == ("Cafés", "de", SCHEME)
    with create(tmp_path / "b.annotator", title="T 🏭") as project:
        assert (project.title, project.scheme) == ("T 🏭", DEFAULT)


def test_a_bad_scheme_leaves_nothing_behind(tmp_path: Path) -> None:
    scheme = tmp_path / "labels.json"
    scheme.write_bytes(b'{"format": "quotation-scheme",\n oops}')
    with pytest.raises(FormatError) as caught:
        create(tmp_path / "a.annotator", scheme=scheme)
    assert (caught.value.path, caught.value.line) == (str(scheme), 2)
    with pytest.raises(FormatError, match="cannot be read: no such file"):
        create(tmp_path / "a.annotator", scheme=tmp_path / "none.json")
    with pytest.raises(FormatError, match="cannot be read"):
        create(tmp_path / "a.annotator", scheme=tmp_path)
    assert list(tmp_path.iterdir()) == [scheme]


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path = make(tmp_path / "a.annotator")
    before = path.read_bytes()
    with pytest.raises(ProjectError, match="exists already"):
        create(path)
    with pytest.raises(ProjectError, match="no folder"):
        create(tmp_path / "none" / "a.annotator")
    assert path.read_bytes() == before


def test_a_sound_project_has_no_problem_and_a_spoilt_one_has(tmp_path: Path) -> None:
    path = make(tmp_path / "a.annotator")
    assert check(path) == []
    with closing(sqlite3.connect(path)) as spoilt:
        spoilt.execute("UPDATE document_text SET text = text || '!' WHERE id = 1")
        spoilt.commit()
    (found,) = check(path)
    assert (found.document, found.kind, found.line) == ("d_1", "text", None)


def test_lines_are_checked_in_order(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good = [line_of(encode(each)) for each in everything()]
    path.write_bytes(b"".join(good))
    assert check(path) == []
    spoilt = good[0].replace(b'"start":0', b'"start":1', 1)
    path.write_bytes(b"".join([b"no\n", good[1], spoilt, good[1]]))
    found = check(path)
    assert [(each.line, each.kind, each.document) for each in found] == [
        (1, "format", None),
        (3, "format", None),
        (4, "duplicate", "d 2 ü"),
    ]
    assert all(each.message.startswith(f"Line {each.line} ") for each in found)


def test_what_cannot_be_looked_at_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="cannot be read"):
        check(tmp_path / "none.jsonl")
    with pytest.raises(ProjectError, match="no file"):
        check(tmp_path / "none.annotator")


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("Dropbox", "Dropbox"),
        ("OneDrive - The Example Herald", "OneDrive - The Example Herald"),
        ("iCloud Drive", "iCloud Drive"),
        ("com~apple~CloudDocs", "com~apple~CloudDocs"),
        ("cafe\u0301 🏭", None),
        ("dropboxes", None),
    ],
)
def test_a_folder_that_a_service_copies_is_known_by_its_name(tmp_path: Path, folder: str, service: str | None) -> None:
    assert synced_by(tmp_path / folder / "deep" / "p.annotator") == service


def test_a_network_share_is_no_place_for_two_writers() -> None:
    share = PureWindowsPath(r"\\server\desk\p.annotator")
    assert synced_by(share) == share.drive
