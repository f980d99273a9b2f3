"""The Entities view over a real project: listing, searching, editing in place, merging, splitting, and undo."""

from __future__ import annotations

import gc
import itertools
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QSignalBlocker, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator, Layer, Mention, Origin, Party, Quotation, Stance
from annotator.domain.documents import Document
from annotator.domain.errors import AppError
from annotator.domain.registry import Entity
from annotator.domain.scheme import DEFAULT, Attribute
from annotator.domain.text import Span, sha256
from annotator.operations import registry
from annotator.operations.merging import Conflict, Impact
from annotator.store.project import PIPELINE, Project
from annotator.store.usage import Usage
from annotator.ui.entities.merge import facts_of
from annotator.ui.entities.model import EntitiesModel, rows_of
from annotator.ui.entities.view import MERGED_AT_MOST, NO_ENTITY, EntitiesView
from annotator.ui.look.theme import Theme, dress
from annotator.ui.session import Session

BEA = Annotator("a_bea", "bea")
MADE = Origin("manual", "a_bea", created="2026-11-20T11:00:00Z", modified="2026-11-20T11:00:00Z")
TEXT = "“é🏭 We stay,” Lene said. “cafe\u0301 We go,” Lena said to Lene. “Why?” Lene asked."
SCHEME = replace(
    DEFAULT, attributes=(Attribute("role", "Role", "entity"), Attribute("seats", "Seats", "entity", "number"))
)
ENTITIES = (
    Entity("e_lene", "Lene Brandt", "person", MADE, ("the mayor",), attributes={"role": "mayor"}),
    Entity("e_lena", "Lena Brandt", "person", MADE, attributes={"role": "councillor"}),
    Entity("e_plan", "Rescue plan 🏭", "issue", MADE, wikidata="Q5"),
    Entity("e_none", "Zoe\u0301 & Co", "organisation", MADE),
)
Key = Qt.Key


def at(words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


def article(number: int) -> AnnotatedDocument:
    def quotation(id: str, words: str, who: str, span: Span, target: str | None = None) -> Quotation:
        stances = (Stance(f"s_{id}", target, (), "against", 2, True, (), MADE),) if target else ()
        return Quotation(
            id, (at(words),), MADE, type="direct", speakers=(Party((span,), who, "name"),), stances=stances
        )

    layer = Layer(
        "l_1",
        "annotator",
        BEA.id,
        BEA.name,
        "done" if number == 1 else "in_progress",
        mentions=(
            Mention("m_1", (at("Lene"),), "person", "e_lene", MADE),
            Mention("m_2", (at("Lena"),), "person", "e_lena", MADE),
            Mention("m_3", (at("Lene", 2),), "person", "e_lene", MADE),
        ),
        quotations=(
            quotation("q_1", "“é🏭 We stay,”", "e_lene", at("Lene"), "e_plan"),
            quotation("q_2", "“cafe\u0301 We go,”", "e_lena", at("Lena")),
            quotation("q_3", "“Why?”", "e_lene", at("Lene", 2)),
        ),
    )
    meta = {"title": f"Article {number}", "source": None, "author": None, "date": "2026-11-17", "url": None}
    return AnnotatedDocument(Document(f"d_{number}", TEXT, sha256(TEXT), "en", meta), layers=(layer,))


@cache
def template() -> bytes:
    """The project file: made once, since making it takes longer than most tests."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "news.annotator"
        with Project.create(path, scheme=SCHEME) as project, project.step("Fill", actor=PIPELINE):
            for each in ENTITIES:
                project.registry.save(each)
            project.add_documents([article(1), article(2)])
        return path.read_bytes()


@pytest.fixture
def session(tmp_path: Path, qtbot: QtBot) -> Iterator[Session]:
    (tmp_path / "news.annotator").write_bytes(template())
    session = Session(BEA)
    session.open_project(Project.open(tmp_path / "news.annotator"))
    yield session
    session.close_project()
    shiboken6.delete(session)


class View(EntitiesView):
    """The view with what it says."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.theme = Theme.load(dark=False)
        self.said: list[str] = []
        self.errors: list[AppError] = []
        self.opened: list[tuple[str, str]] = []
        self.done.connect(self.said.append)
        self.trouble.connect(self.errors.append)
        self.passageOpened.connect(lambda document, quotation: self.opened.append((document, quotation)))


@pytest.fixture
def view(qtbot: QtBot, session: Session) -> Iterator[View]:
    view = View(session)
    dress(view, view.theme)
    view.resize(1440, 850)
    view.show()
    yield view
    view.hide()
    gc.collect()
    shiboken6.delete(view)


def names(view: View) -> list[str]:
    return [each.entity.name for each in view.table.entities.rows()]


def cell(view: View, entity: str, column: str) -> str:
    row = view.table.entities.row(entity)
    assert row is not None
    return row.words(column)  # type: ignore[arg-type]


def entity(view: View, id: str) -> Entity:
    project = view._session.project
    assert project is not None
    return project.registry.get(id)


def write(qtbot: QtBot, field: object, words: str) -> None:
    """Type into a field in place of what is there, and press Enter."""
    edit = field.edit  # type: ignore[attr-defined]
    edit.setFocus()
    edit.selectAll()
    edit.insert(words)
    qtbot.keyClick(edit, Key.Key_Return)


def entry(menu: QMenu, words: str) -> None:
    next(each for each in menu.actions() if each.text() == words).trigger()


# ---------------------------------------------------------------------------------------------- listing


def test_the_rows_with_their_counts(view: View) -> None:
    assert names(view) == ["Lena Brandt", "Lene Brandt", "Rescue plan 🏭", "Zoe\u0301 & Co"]
    columns = ("aliases", "mentions", "quoted", "stances", "articles", "attributes")
    assert [cell(view, "e_lene", each) for each in columns] == ["the mayor", "4", "4", "–", "2", "mayor"]
    assert [cell(view, "e_plan", each) for each in columns] == ["", "–", "–", "2", "2", ""]
    assert view.head.count.text() == "4 entities"
    words = [(each.words, each.count) for each in view.kinds.choices.rows]
    assert words == [
        ("All", 4), ("Person", 2), ("Organisation", 1), ("Issue", 1), ("To look at", 0), ("Likely the same", 2),
        ("Not used", 1), ("No Wikidata id", 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("mayor", ["Lene Brandt"]),
        ("brandt LEN", ["Lena Brandt", "Lene Brandt"]),
        ("zoé co", ["Zoe\u0301 & Co"]),
        ("q5", ["Rescue plan 🏭"]),
        ("counc", ["Lena Brandt"]),
        ("rande", []),
    ],
)
def test_searching_names_aliases_attributes_and_items(view: View, words: str, expected: list[str]) -> None:
    view.head.field.edit.setText(words)
    assert names(view) == expected


def test_nothing_found_says_so_and_shows_the_way_out(view: View) -> None:
    view.kinds.choose("person", None)
    view.head.field.edit.setText("quay")
    assert view._empty_words.text() == "No entity matches “quay” in Person."
    assert view._empty.isVisible()
    assert view.head.count.text() == "0 of 4"
    view._way_out.click()
    assert len(names(view)) == 4
    assert view.table.isVisible()


def test_kinds_and_what_wants_to_be_looked_at(qtbot: QtBot, view: View) -> None:
    view.kinds.list.setFocus()
    for _ in range(3):
        qtbot.keyClick(view.kinds.list, Key.Key_Down)
    assert names(view) == ["Rescue plan 🏭"]
    qtbot.keyClick(view.kinds.list, Key.Key_Down)  # over the heading
    assert view.kinds.now == (None, "same")
    assert names(view) == ["Lena Brandt", "Lene Brandt"]
    entry(view.kinds.menu(), "Not used  1")
    assert names(view) == ["Zoe\u0301 & Co"]
    assert view.head.remove.isVisible()


@pytest.mark.parametrize(
    ("column", "descending", "first"),
    [
        ("name", True, "e_none"),
        ("mentions", True, "e_lene"),
        ("aliases", False, "e_lene"),
        ("attributes", True, "e_lene"),
        ("kind", False, "e_plan"),
        ("stances", True, "e_plan"),
    ],
)
def test_sorting(view: View, column: str, descending: bool, first: str) -> None:
    model = view.table.entities
    order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
    view.table.sortByColumn(list(model.columns).index(column), order)  # type: ignore[arg-type]
    assert model.rows()[0].id == first


def test_the_chosen_stay_chosen_when_the_order_changes(view: View) -> None:
    view.table.choose(["e_plan", "e_lena"])
    view.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    view.refresh()
    assert set(view.table.chosen()) == {"e_lena", "e_plan"}


def test_ten_thousand_rows_make_nothing_before_they_are_seen(view: View) -> None:
    many = [Entity(f"e_{n}", f"Entity {n:05}", "person", MADE) for n in range(10_000)]
    rows = rows_of(many, {"e_7": Usage(3, 2, 1, 0, 4, 1)}, SCHEME)
    asked: list[int] = []

    class Counting(EntitiesModel):
        def data(self, index: object, role: int = 0) -> object:
            asked.append(role)
            return super().data(index, role)  # type: ignore[arg-type]

    model = Counting(view)
    model.set_rows(rows)
    assert model.rowCount() == 10_000
    model.set_filter("00042 entity", None, None)
    assert [each.entity.name for each in model.rows()] == ["Entity 00042"]
    assert asked == []
    model.set_filter("", None, None)
    model.sort_by("mentions", descending=True)
    assert model.rows()[0].spoken() == "Entity 00007, Person, 3 mentions, 2 quoted, 4 articles"


# ---------------------------------------------------------------------------------------------- choosing


def test_keys_choose_and_enter_edits(qtbot: QtBot, view: View) -> None:
    view.table.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(view.table, Key.Key_Space)
    qtbot.keyClick(view.table, Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view.table, Key.Key_Space)
    assert view.table.chosen() == ("e_lena", "e_lene")
    assert view.merge.isVisible()
    qtbot.keyClick(view.table, Key.Key_Space)
    assert view.table.chosen() == ("e_lena",)
    qtbot.keyClick(view.table, Key.Key_Return)
    assert view.card.name.edit.hasFocus()
    assert view.table.chosen() == ("e_lene",)
    assert view.card.name.edit.selectedText() == "Lene Brandt"


def test_a_click_on_the_box_adds(qtbot: QtBot, view: View) -> None:
    def click(row: int, x: int) -> None:
        y = view.table.visualRect(view.table.entities.index(row, 0)).center().y()
        qtbot.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, y))

    click(0, 120)
    click(1, 18)
    assert view.table.chosen() == ("e_lena", "e_lene")
    click(1, 18)
    click(2, 120)
    assert view.table.chosen() == ("e_plan",)


def test_escape_chooses_nothing(qtbot: QtBot, view: View) -> None:
    view.table.choose(["e_lene"])
    view.table.setFocus()
    qtbot.keyClick(view.table, Key.Key_Escape)
    assert view.table.chosen() == ()


def test_show_entity_finds_it_behind_every_filter(view: View) -> None:
    view.kinds.choose("issue", None)
    view.head.field.edit.setText("plan")
    view.show_entity("e_lene")
    assert view.table.chosen() == ("e_lene",)
    assert view.card.entity is not None
    assert view.card.entity.id == "e_lene"


# ---------------------------------------------------------------------------------------------- editing


def test_editing_in_place_and_undo(qtbot: QtBot, view: View, session: Session) -> None:
    view.table.choose(["e_none"])
    write(qtbot, view.card.name, "  Aa  Holding ")
    assert entity(view, "e_none").name == "Aa Holding"
    assert names(view)[0] == "Aa Holding"
    assert view.table.chosen() == ("e_none",)
    write(qtbot, view.card.alias, "Zoé Co 🏭")
    write(qtbot, view.card.wikidata, "https://www.wikidata.org/wiki/q64")
    entry(view.card.kind_menu(), "Group")
    view.card.fields.edited.emit("seats", 7)
    after = entity(view, "e_none")
    assert (after.aliases, after.wikidata, after.kind, after.attributes) == (
        ("Zoé Co 🏭",),
        "Q64",
        "group",
        {"seats": 7},
    )
    assert cell(view, "e_none", "attributes") == "7"
    assert view.card.wikidata.text() == "Q64"
    assert view.card.kind.text() == "Group"
    for _ in range(5):
        session.undo()
    assert entity(view, "e_none") == ENTITIES[3]
    assert view.card.name.text() == "Zoe\u0301 & Co"
    assert names(view)[-1] == "Zoe\u0301 & Co"


def test_a_chip_forgets_its_alias(view: View) -> None:
    view.table.choose(["e_lene"])
    view.card.aliasRemoved.emit("the mayor")
    assert entity(view, "e_lene").aliases == ()


def test_what_does_not_fit_is_said_on_the_card(qtbot: QtBot, view: View) -> None:
    view.table.choose(["e_lene"])
    write(qtbot, view.card.wikidata, "é🏭")
    assert view.card.trouble.isVisible()
    assert view.card.trouble.text() == "“é🏭” is no id of Wikidata: write it like Q42."
    qtbot.keyClick(view.card.wikidata.edit, Key.Key_Escape)
    assert not view.card.trouble.isVisible()
    assert view.card.wikidata.text() == ""
    write(qtbot, view.card.name, " ")
    assert view.card.name.text() == "Lene Brandt"
    assert view.errors == []


def test_what_is_typed_is_kept_when_another_is_chosen(view: View) -> None:
    view.table.choose(["e_lene"])
    view.card.name.edit.setText("Lene Holm")
    with QSignalBlocker(view.card.name.edit):
        view.table.choose(["e_plan"])
    assert entity(view, "e_lene").name == "Lene Holm"
    assert view.card.entity is not None
    assert view.card.entity.id == "e_plan"
    assert view.card.name.text() == "Rescue plan 🏭"


def test_changes_while_hidden_are_read_when_shown(view: View, session: Session) -> None:
    view.hide()
    session.apply(registry.rename, BEA, "e_plan", "Aid plan")
    assert "Rescue plan 🏭" in names(view)
    view.show()
    assert names(view)[0] == "Aid plan"


def test_a_new_entity(qtbot: QtBot, view: View) -> None:
    view.kinds.choose("issue", None)
    view.kinds.add.click()
    assert view.asking.isVisible()
    assert view.asking.kind.text() == "Issue"
    assert not view.asking.add.isEnabled()
    write(qtbot, view.asking.name, "Port  tax")
    assert view.said == ["Added “Port tax”."]
    assert [view.table.entities.row(each).entity.name for each in view.table.chosen()] == ["Port tax"]  # type: ignore[union-attr]
    assert not view.asking.isVisible()
    view.ask_new()
    qtbot.keyClick(view.asking.name.edit, Key.Key_Escape)
    assert not view.asking.isVisible()


def test_the_unused_are_removed(view: View, session: Session) -> None:
    view.table.choose(["e_none"])
    view.card.remove.click()
    assert view.said == ["Removed “Zoe\u0301 & Co”."]
    session.undo()
    view.kinds.choose(None, "unused")
    view.head.remove.click()
    assert view.said[-1] == "Removed 1 unused entity."
    assert view.kinds.now == (None, None)
    assert "Zoe\u0301 & Co" not in names(view)
    view.table.choose(["e_lene"])
    assert not view.card.remove.isVisible()


def test_the_kind_of_several(view: View) -> None:
    view.table.choose(["e_lene", "e_lena"])
    entry(view._kind_menu(), "Group")
    assert view.said == ["2 entities are of kind Group now."]
    assert entity(view, "e_lena").kind == "group"


# ---------------------------------------------------------------------------------------------- passages


def test_passages_by_role_open(qtbot: QtBot, view: View) -> None:
    view.table.choose(["e_lene"])
    rows = view.passages.list.list.passages.rows
    assert [(each.document, each.quotation) for each in rows] == [
        ("d_1", "q_1"), ("d_1", "q_3"), ("d_2", "q_1"), ("d_2", "q_3"),
    ]  # fmt: skip
    assert rows[0].where == "Article 1 · 17 Nov 2026 · direct"
    view.passages.list.list.setFocus()
    view.passages.list.list.setCurrentIndex(view.passages.list.list.passages.index(3))
    qtbot.keyClick(view.passages.list.list, Key.Key_Return)
    assert view.opened == [("d_2", "q_3")]
    view.table.choose(["e_plan"])
    assert view.passages.role == "target"
    assert view.passages.list.list.passages.rows[0].where == "Article 1 · 17 Nov 2026 · Against, strength 2"
    view.passages.roles.choose(0)
    assert view.passages.list.hint.text() == "No quotation of it yet."


def test_splitting_says_what_moves_and_can_be_undone(qtbot: QtBot, view: View, session: Session) -> None:
    view.table.choose(["e_lene"])
    view.passages.split_off.click()
    listed = view.passages.list.list
    listed.opened.emit(1)
    assert view.passages.list.hint.text() == (
        "1 mention, 1 quotation in 1 article move; no text changes. 1 article is done already."
    )
    listed.opened.emit(1)
    assert view.passages.list.hint.text().startswith("Choose the passages")
    listed.opened.emit(1)
    write(qtbot, view.passages.list.name, "Lene Holm")
    assert view.said == ["Split “Lene Holm” off “Lene Brandt”: 1 passage."]
    assert view.card.entity is not None
    assert view.card.entity.name == "Lene Holm"
    assert cell(view, "e_lene", "quoted") == "3"
    session.undo()
    assert cell(view, "e_lene", "quoted") == "4"
    assert "Lene Holm" not in names(view)


# ---------------------------------------------------------------------------------------------- merging


def test_merging_by_key_after_its_preview(qtbot: QtBot, view: View, session: Session) -> None:
    view.table.choose(["e_lena", "e_lene"])
    assert [each.part.name for each in view.merge.parts] == ["Lene Brandt", "Lena Brandt"]
    assert view.merge.kept == "e_lene"
    view.head.merge.click()
    assert view.merge.parts[0].hasFocus()
    qtbot.keyClick(view.merge.parts[0], Key.Key_Down)
    assert view.merge.kept == "e_lena"
    assert view.merge.merge.text() == "Merge into Lena Brandt"
    assert "Role: “councillor” stays, “mayor” goes." in view.merge.accessibleDescription()
    qtbot.keyClick(view.merge.parts[1], Key.Key_Return)
    assert view.said == ["Merged “Lene Brandt” into “Lena Brandt”: 8 marks in 2 articles."]
    assert "Lene Brandt" not in names(view)
    assert view.table.chosen() == ("e_lena",)
    assert cell(view, "e_lena", "quoted") == "6"
    assert entity(view, "e_lena").aliases == ("Lene Brandt", "the mayor")
    session.undo()
    assert names(view)[:2] == ["Lena Brandt", "Lene Brandt"]
    assert cell(view, "e_lena", "quoted") == "2"


def test_keeping_apart(qtbot: QtBot, view: View) -> None:
    view.table.choose(["e_lena", "e_lene"])
    view.merge.focus_kept()
    qtbot.keyClick(view.merge.parts[0], Key.Key_Escape)
    assert view.table.chosen() == ()
    view.table.choose(["e_lena", "e_lene"])
    view.merge.apart.click()
    assert view.table.chosen() == ()
    assert view.said == []


def test_too_many_are_not_merged(view: View, session: Session) -> None:
    assert session.project is not None
    with session.project.step("Fill", actor=PIPELINE):
        for n in range(MERGED_AT_MOST + 1):
            session.project.registry.save(Entity(f"e_x{n}", f"X {n}", "person", MADE))
    view.refresh()
    view.table.selectAll()
    assert not view.merge.isVisible()
    assert view._many.text() == "55 entities are chosen. At most 50 can be merged at once."


def test_what_an_impact_means() -> None:
    impact = Impact(1, 1, 1, 0, 2, ("A", "B", "C", "D", "E"), (Conflict("Role", "x", ("y", "z")),))
    assert [words for _, _, words in facts_of(impact)] == [
        "1 quotation, 2 stances in 1 article move; no text changes.",
        "Also called “A”, “B”, “C”, “D” and 1 more.",
        "1 article is done already.",
        "Role: “x” stays, “y”, “z” goes.",
    ]
    assert facts_of(Impact())[0][2] == "No article speaks of what goes."


# ---------------------------------------------------------------------------------------------- look and states


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("width", "column"), [(1440, True), (1100, False), (1000, False)])
def test_nothing_overlaps_at_any_size(view: View, width: int, column: bool, dark: bool) -> None:
    view.theme = Theme.load(dark=dark)
    view.resize(width, 640)
    for chosen in ([], ["e_lene"], ["e_lene", "e_lena"]):
        view.table.choose(chosen)
        assert view.kinds.isVisible() == column
        assert view.head.kinds.isVisible() != column
        assert not view.grab().isNull()
        assert view.table.mapTo(view, QPoint(0, 0)).x() + view.table.width() <= view._detail.x()
        head = [
            each for each in (view.head.field, view.head.count, view.head.kind, view.head.merge) if each.isVisible()
        ]
        for one, other in itertools.pairwise(head):
            assert one.geometry().right() < other.geometry().left()
    for part in (view.merge, view.merge.merge, view.merge.apart):
        right = part.mapTo(view, QPoint(0, 0)).x() + part.width()
        assert right <= view.width()
    columns = [n for n in range(len(view.table.entities.columns)) if not view.table.isColumnHidden(n)]
    assert sum(view.table.columnWidth(each) for each in columns) <= view.table.viewport().width()
    assert not view.table.isColumnHidden(0)


def test_an_empty_registry_says_how_to_fill_it(qtbot: QtBot, view: View, session: Session, tmp_path: Path) -> None:
    session.open_project(Project.create(tmp_path / "empty.annotator"))
    view.hide()
    view.show()
    assert view._empty_words.text() == NO_ENTITY
    view._way_out.click()
    write(qtbot, view.asking.name, "Zoé")
    assert names(view) == ["Zoé"]
    session.close_project()
    view.refresh()
    assert names(view) == []


def test_nothing_can_be_edited_where_nothing_can_be_saved(view: View, session: Session) -> None:
    assert session.project is not None
    path = session.project.path
    session.open_project(Project.open(path, read_only=True))
    view.refresh()
    view.table.choose(["e_none"])
    assert not view.card.isEnabled()
    assert not view.kinds.add.isEnabled()
    view.ask_new()
    assert not view.asking.isVisible()
    view.table.choose(["e_lene"])
    assert not view.passages.split_off.isEnabled()
    view.table.choose(["e_lena", "e_lene"])
    assert not view.merge.isEnabled()
    assert not view.head.merge.isEnabled()


def test_a_conflict_is_told(view: View, session: Session) -> None:
    assert session.project is not None
    view.table.choose(["e_lena", "e_lene"])
    rows = [view.table.entities.row(each) for each in ("e_lena", "e_none")]
    with session.project.step("Elsewhere", actor=PIPELINE):
        session.project.registry.remove("e_none")
    view.deeds.merge("e_lena", [each.entity for each in rows if each])
    assert len(view.errors) == 1
    assert "e_none" in view.errors[0].message
    assert view.said == []


def test_every_control_has_a_name_and_a_tip(view: View) -> None:
    head, card = view.head, view.card
    view.table.choose(["e_lene"])
    for button in (view.kinds.add, head.kinds, head.kind, head.merge, head.remove, head.add, card.remove, card.kind):
        assert button.accessibleName()
        assert button.toolTip()
    assert view.table.accessibleName() == "Entities"
    index = view.table.entities.index(1, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Lene Brandt, Person, also called the mayor, 4 mentions, 4 quoted, 2 articles, mayor"
    )
