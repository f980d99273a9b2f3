"""The File menu's work, without the window around it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow

from annotator.domain.annotations import Annotator
from annotator.domain.errors import AppError
from annotator.formats.catalogue import by_id
from annotator.operations import exchange, previewing
from annotator.store.project import Project
from annotator.ui.dialogs.export_sheet import ExportSheet
from annotator.ui.dialogs.new_project import NewProjectSheet
from annotator.ui.file_actions import FileActions
from annotator.ui.look.theme import Theme, dress
from annotator.ui.messages import NoticeBar
from annotator.ui.session import Session


class Room:
    """A window with nothing but the bar, a session and the File menu's work."""

    def __init__(self, qtbot) -> None:
        self.bot = qtbot
        self.window = QMainWindow()
        self.window.theme = Theme.load(dark=False)
        dress(self.window, self.window.theme)
        qtbot.addWidget(self.window)
        self.window.show()
        self.notices = NoticeBar(self.window)
        self.session = Session(Annotator("a_bea", "Béa"), self.window)
        self.undone = 0
        self.files = FileActions(self.window, self.session, self.notices, self._undo)
        self.files.projectChosen.connect(self.session.open_project)
        self.reports: list[object] = []
        self.files.imported.connect(self.reports.append)

    def _undo(self) -> None:
        self.undone += 1

    def wait(self) -> None:
        self.bot.waitUntil(lambda: not self.files.busy, timeout=20_000)


@pytest.fixture
def room(qtbot, tmp_path: Path):
    room = Room(qtbot)
    room.files.create("Quay 🏭", "en", tmp_path / "quay.annotator")
    yield room
    room.files.finish()
    room.session.close_project()


def article(folder: Path, name: str = "cafe\u0301 🏭.txt", text: str = "“Stay 🏭,” said Zoe\u0301.") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_import_reports_what_came_in_and_offers_the_way_back(room: Room, tmp_path: Path) -> None:
    room.files.import_paths([article(tmp_path)])
    assert room.files.busy
    room.wait()
    (report,) = room.reports
    assert report.documents == 1
    assert room.notices.text() == "1 document imported."
    assert room.session.project.documents.count() == 1
    assert room.session.project.undo_label("a_bea") == "Import 1 document"


def test_what_is_known_already_offers_no_way_back(room: Room, tmp_path: Path) -> None:
    for _ in range(2):
        room.files.import_paths([article(tmp_path)])
        room.wait()
    assert "was there already" in room.notices.text()
    assert [each.kind for each in room.notices.notices()][-1] == "info"


def test_one_thing_at_a_time(room: Room, tmp_path: Path, monkeypatch) -> None:
    gate, real = threading.Event(), previewing.preview

    def slow(*args, **rest):
        gate.wait(20)
        return real(*args, **rest)

    monkeypatch.setattr(previewing, "preview", slow)
    room.files.import_paths([article(tmp_path)])
    room.files.export(tmp_path / "out.jsonl")
    assert "under way" in room.notices.text()
    gate.set()
    room.wait()
    assert room.session.project.documents.count() == 1
    assert not (tmp_path / "out.jsonl").exists()


def test_finishing_stops_the_import_and_forgets_what_it_would_say(room: Room, tmp_path: Path, monkeypatch) -> None:
    begun, real = threading.Event(), previewing.preview

    def watched(*args, cancelled, **rest):
        begun.set()
        while not cancelled():
            threading.Event().wait(0.001)
        return real(*args, cancelled=cancelled, **rest)

    monkeypatch.setattr(previewing, "preview", watched)
    room.files.import_paths([article(tmp_path)])
    assert begun.wait(20)
    room.files.finish()
    QApplication.processEvents()
    assert not room.files.busy
    assert room.reports == []
    assert room.notices.notices() == ()
    assert room.session.project.documents.count() == 0


def test_a_cancelled_export_writes_nothing(room: Room, tmp_path: Path, monkeypatch) -> None:
    room.files.import_paths([article(tmp_path), article(tmp_path, "b.txt", "More cafe\u0301.")])
    room.wait()
    begun, gate, real = threading.Event(), threading.Event(), exchange.export

    def slow(project, out, options, *, progress):
        begun.set()
        gate.wait(20)
        return real(project, out, options, progress=progress)

    monkeypatch.setattr(exchange, "export", slow)
    room.files.export(tmp_path / "out.jsonl")
    assert begun.wait(20)
    room.files._worker.cancel()
    gate.set()
    room.wait()
    assert room.notices.text() == "the export was cancelled"
    assert list(tmp_path.glob("out*")) == []


def test_the_one_file_that_cannot_be_read_is_told_in_the_bar(room: Room, tmp_path: Path) -> None:
    room.files.import_paths([article(tmp_path, "rows.jsonl", '{"text":"cafe\u0301 🏭"\n')])
    room.wait()
    assert room.notices.text().startswith("rows.jsonl:1: ")
    assert room.notices.notices()[-1].kind == "error"
    assert room.session.project.documents.count() == 0


def test_a_job_that_ends_without_a_word_is_told(room: Room, tmp_path: Path, monkeypatch) -> None:
    def broken(*_args, **_rest):
        raise ValueError("cafe\u0301 🏭")

    monkeypatch.setattr(exchange, "export", broken)
    with room.bot.captureExceptions():
        room.files.export(tmp_path / "out.jsonl")
        room.wait()
    assert "has ended before it was done" in room.notices.text()


@pytest.mark.parametrize("name", ["out", "out.docx"])
def test_a_name_without_a_format_is_told(room: Room, tmp_path: Path, name: str) -> None:
    room.files.export(tmp_path / name)
    room.wait()
    assert room.notices.notices()[-1].kind == "error"
    assert list(tmp_path.glob("out*")) == []


def test_the_open_project_is_not_opened_once_more(room: Room, tmp_path: Path) -> None:
    before = room.session.project
    assert room.files.open(tmp_path / "." / "quay.annotator")
    assert room.session.project is before
    link = tmp_path / "link.annotator"
    try:
        link.symlink_to(tmp_path / "quay.annotator")
    except OSError:
        pytest.skip("this system makes no links")
    assert room.files.open(link)
    assert room.session.project is before


def test_what_cannot_be_opened_leaves_the_open_one(room: Room, tmp_path: Path) -> None:
    before = room.session.project
    assert not room.files.open(tmp_path / "nowhere 🏭.annotator")
    assert not room.files.create("Again", "en", tmp_path / "quay.annotator")
    assert room.session.project is before
    assert [each.kind for each in room.notices.notices()] == ["error", "error"]


def test_without_a_project_articles_ask_for_one(qtbot, tmp_path: Path) -> None:
    room = Room(qtbot)
    room.files.ask_export()
    room.files.ask_backup()
    assert [each.kind for each in room.notices.notices()] == ["warn", "warn"]
    room.files.import_paths([article(tmp_path)])
    sheet = room.window.findChild(NewProjectSheet)
    assert sheet.field.text() == "cafe\u0301 🏭"
    sheet.set_path(tmp_path / "made.annotator")
    sheet.answer()
    room.wait()
    assert room.session.project.title == "cafe\u0301 🏭"
    assert room.session.project.documents.count() == 1
    room.session.close_project()


def test_a_read_only_project_takes_nothing_in(room: Room, tmp_path: Path) -> None:
    room.session.open_project(Project.open(tmp_path / "quay.annotator", read_only=True))
    room.files.import_paths([article(tmp_path)])
    assert "read only" in room.notices.text()
    assert not room.files.busy


def test_the_sample_that_cannot_be_made_is_told(room: Room, monkeypatch) -> None:
    def fails(*_: object) -> Path:
        raise AppError("no room for the sample 🏭", "make some")

    monkeypatch.setattr("annotator.operations.samples.create_sample", fails)
    assert not room.files.open_sample()
    assert room.notices.text() == "no room for the sample 🏭"


# ------------------------------------------------------------------------------------------------ export


def test_the_export_says_what_a_format_loses_before_it_writes(room: Room, tmp_path: Path, monkeypatch) -> None:
    room.files.import_paths([article(tmp_path)])
    room.wait()
    room.files.ask_export()
    sheet = room.window.findChild(ExportSheet)
    assert sheet.loses.text() == "It holds everything."
    assert sheet.where() == tmp_path / "quay.jsonl"
    sheet.set_format(by_id("doccano"))
    assert "stances" in sheet.loses.text()
    assert sheet.where() == tmp_path / "quay.doccano.jsonl"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "x 🏭"), ""))
    sheet.change.click()
    assert sheet.where() == tmp_path / "x 🏭.doccano.jsonl"
    sheet.set_format(by_id("tei"))
    assert sheet.where() == tmp_path / "x 🏭.tei.xml"
    sheet.pseudonyms.setChecked(True)
    sheet.answer()
    room.wait()
    assert "“Stay 🏭,”" in (tmp_path / "x 🏭.tei.xml").read_text(encoding="utf-8")
    assert "1 document written" in room.notices.text()


def test_the_export_writes_one_layer_and_tells_what_it_replaces(room: Room, tmp_path: Path) -> None:
    room.files.import_paths([article(tmp_path)])
    room.wait()
    (tmp_path / "quay.jsonl").write_text("old", encoding="utf-8")
    room.files.ask_export()
    sheet = room.window.findChild(ExportSheet)
    assert "replaced" in sheet.told.text()
    sheet.set_layer("gold")
    assert sheet.layer.text() == "Gold only"
    sheet.answer()
    room.wait()
    assert '"layers":[]' in (tmp_path / "quay.jsonl").read_text(encoding="utf-8")
