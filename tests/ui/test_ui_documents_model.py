"""The list of documents as data: filters, rows that come and go, neighbours, what is read aloud."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from annotator.domain.documents import LayerStatus
from annotator.ui.dates import long_date, short_date, year_of
from annotator.ui.documents_model import OPEN_ROLE, WHERE_ROLE, DocumentsModel, finished, folded, progress


@dataclass(frozen=True)
class Row:
    id: str
    title: str = "The quay 🏗️ of Sa\u0303o Tomé"
    source: str | None = "Fjord Tribune"
    date: str | None = "2026-11-17"
    status: LayerStatus = "new"
    quotations: int = 0
    suggestions: int = 0
    words: int = 318
    labelled: bool = True


STATES: tuple[LayerStatus, ...] = ("new", "in_progress", "done", "skipped", "new")


def rows() -> list[Row]:
    return [Row(f"d_{n}", status=status) for n, status in enumerate(STATES)]


@pytest.fixture
def model(qapp: object) -> DocumentsModel:
    made = DocumentsModel()
    made.tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)  # type: ignore[attr-defined]
    made.set_rows(rows())
    return made


def test_to_do_is_shown_first_and_skipped_counts_as_done(model: DocumentsModel) -> None:
    assert model.ids() == ["d_0", "d_1", "d_4"]
    assert model.counts() == {"todo": 3, "done": 2, "all": 5}
    model.set_filter("", "done")
    assert model.ids() == ["d_2", "d_3"]
    model.set_filter("", "all")
    assert model.ids() == [f"d_{n}" for n in range(5)]


@pytest.mark.parametrize("words", ["são tome", "SA\u0303O", "quay tribune", "🏗"])
def test_titles_and_outlets_are_found_without_case_and_accents(model: DocumentsModel, words: str) -> None:
    model.set_filter(words, "all")
    assert len(model.ids()) == 5
    model.set_filter(words + " herring", "all")
    assert model.ids() == []


def test_the_open_article_stays_until_another_is_opened(model: DocumentsModel) -> None:
    model.set_current("d_1")
    model.update_rows({"d_1": replace(rows()[1], status="done"), "unknown": Row("unknown")})
    assert model.ids() == ["d_0", "d_1", "d_4"]
    assert model.counts()["done"] == 3
    model.set_current("d_4")
    assert model.ids() == ["d_0", "d_4"]
    model.set_current("d_2")
    assert model.ids() == ["d_0", "d_2", "d_4"]


def test_few_changes_move_rows_and_many_reset(qtbot, model: DocumentsModel) -> None:  # type: ignore[no-untyped-def]
    with qtbot.waitSignals([model.rowsRemoved, model.rowsInserted]), qtbot.assertNotEmitted(model.modelReset):
        model.update_rows({"d_0": Row("d_0", status="done"), "d_2": Row("d_2")})
    assert model.ids() == ["d_1", "d_2", "d_4"]
    model.set_rows([Row(f"d_{n}") for n in range(100)])
    with qtbot.waitSignal(model.modelReset):
        model.set_filter("nothing like it", "all")
    assert model.rowCount() == 0


def test_a_changed_row_is_painted_again(qtbot, model: DocumentsModel) -> None:  # type: ignore[no-untyped-def]
    with qtbot.waitSignal(model.dataChanged) as told:
        model.update_rows({"d_4": Row("d_4", title="Another 🎣 title")})
    assert told.args[0].row() == 2
    assert model.index(2).data() == "Another 🎣 title"


def test_neighbours_follow_what_is_shown(model: DocumentsModel) -> None:
    assert model.neighbour("d_1", 1) == "d_4"
    assert model.neighbour("d_4", 1) is None
    assert model.neighbour("d_4", -1) == "d_1"
    assert model.neighbour("d_2", 1) == "d_4", "from a hidden document, by project order"
    assert model.neighbour("d_2", -1) == "d_1"
    assert model.neighbour(None, 1) == "d_0"


def test_the_next_unfinished_goes_round(model: DocumentsModel) -> None:
    assert model.next_unfinished("d_1") == "d_4"
    assert model.next_unfinished("d_4") == "d_0"
    assert model.next_unfinished(None) == "d_0"
    model.set_rows([Row("d_0"), Row("d_1", status="done")])
    assert model.next_unfinished("d_0") is None


def test_a_row_says_what_it_is(model: DocumentsModel) -> None:
    model.update_rows({"d_1": replace(rows()[1], quotations=7)})
    model.set_current("d_1")
    index = model.index(1)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "The quay 🏗️ of Sa\u0303o Tomé, Fjord Tribune, 17 Nov 2026, in progress, 7 quotations, open"
    assert "7 quotations · 318 words" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert index.data(OPEN_ROLE) is True
    assert model.index(0).data(OPEN_ROLE) is False


def test_the_year_is_shown_where_it_tells_documents_apart(model: DocumentsModel) -> None:
    assert model.index(0).data(WHERE_ROLE) == "Fjord Tribune · 17 Nov"
    model.set_rows([Row("a"), Row("b", date="2025-01-02"), Row("c", date=None), Row("d", source=None, date="spring")])
    assert model.index(0).data(WHERE_ROLE) == "Fjord Tribune · 17 Nov 2026"
    assert model.index(2).data(WHERE_ROLE) == "Fjord Tribune"
    assert model.index(3).data(WHERE_ROLE) == "spring"


@pytest.mark.parametrize(
    ("date", "long", "short", "year"),
    [
        ("2026-11-17", "17 November 2026", "17 Nov", 2026),
        ("2026-11-17T08:00:00Z", "17 November 2026", "17 Nov", 2026),
        ("2026-11", "November 2026", "Nov", 2026),
        ("2026", "2026", "2026", 2026),
        ("2026-13-01", "2026-13-01", "2026-13-01", None),
        ("24.11. 🗓️", "24.11. 🗓️", "24.11. 🗓️", None),
    ],
)
def test_dates_as_people_write_them(date: str, long: str, short: str, year: int | None) -> None:
    assert (long_date(date), short_date(date, year=False), year_of(date)) == (long, short, year)


def test_the_pie_fills_with_the_quotations() -> None:
    assert progress(Row("a")) == 0.5
    assert progress(Row("a", quotations=3, suggestions=6)) == 0.5
    assert progress(Row("a", quotations=9, suggestions=6)) == 0.85
    assert finished(Row("a", status="skipped"))
    assert folded("Ｔomás") == "tomas"
