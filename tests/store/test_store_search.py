"""Search: what people type, what it finds, the snippets, and the index kept in step with the texts."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_samples import document, full, layer

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.errors import ConflictError, ProjectError
from annotator.store.project import Project
from annotator.store.query import Either, Every, Indexed, Literal, Not, expression, parse
from annotator.store.search_index import fits
from annotator.store.snippets import LENGTH, pattern, snippet

ARTICLES = {
    "d_ferry": ("Ferry to stay 🚢", "“The ferry stays,” said Zoe\u0301 Müller. Nobody asked the harbour board twice."),
    "d_plant": (
        "Plant closes",
        "The harbour plant closes in May. The board of the harbour said so; don’t ask again 🏭.",
    ),
    "d_board": (
        "The harbour board",
        "It met.\n\nIt parted.\u2028Nothing was said about the ferries of the U.S. or Straße 7.",
    ),
    "d_cjk": ("港の話", "彼は「港を閉じない」と言った。経済成長率が低下した。AI技術"),
    "d_rtl": ("ميناء", "قال الوزير إن الميناء لن يغلق. שלום עולם, said the minister."),
    "d_none": ("", "50% — …"),
}


@pytest.fixture
def library(project: Project) -> Project:
    with project.step("Import", actor="a_bea"):
        project.add_documents(
            [AnnotatedDocument(document(id, text, title=title or None)) for id, (title, text) in ARTICLES.items()]
        )
    return project


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ferry ", {"d_ferry"}),
        ("ferr", {"d_ferry", "d_board"}),  # still being typed
        ("ferr* ", {"d_ferry", "d_board"}),
        ("ferr ", set()),
        ("FERRY", {"d_ferry"}),
        ("zoe muller ", {"d_ferry"}),
        ("Zoë", {"d_ferry"}),
        ("zoe\u0308 ", {"d_ferry"}),
        ("harbour board ", {"d_ferry", "d_plant", "d_board"}),
        ('"harbour board"', {"d_ferry", "d_board"}),
        ("“harbour boa", {"d_ferry", "d_board"}),
        ("„harbour board“ NOT ferry ", {"d_board"}),
        ("ferry OR plant ", {"d_ferry", "d_plant"}),
        ("(ferry OR plant) AND board ", {"d_ferry", "d_plant"}),
        ("ferry or plant ", set()),  # in small letters a word like any other
        ("NOT harbour ", {"d_cjk", "d_rtl", "d_none"}),
        ("NOT harbour said ", {"d_rtl"}),
        ("don't ", {"d_plant"}),
        ("U.S. ", {"d_board"}),
        ("strasse ", set()),
        ("straße ", {"d_board"}),
        ("港", {"d_cjk"}),
        ("閉じない", {"d_cjk"}),
        ("経済 言った", {"d_cjk"}),
        ("経済 OR ferry ", {"d_cjk", "d_ferry"}),
        ("NOT 経済", set(ARTICLES) - {"d_cjk"}),
        ("said NOT 経済", {"d_ferry", "d_plant", "d_board", "d_rtl"}),
        ("ai技術", {"d_cjk"}),
        ("الوزير", {"d_rtl"}),
        ("عولم", set()),
        ("שלום", {"d_rtl"}),
        ("🏭", {"d_plant"}),
        ("board 🚢", {"d_ferry"}),
        ("50% ", {"d_none"}),
        ("%", set()),
        ("“”", set()),
        ("…", set()),
        ("", set()),
        ("   ", set()),
        ('"', set()),
        ("AND", set()),
        ("ferry AND", {"d_ferry", "d_board"} - {"d_board"}),
        ("OR ferry ", {"d_ferry"}),
        ("((ferry ", {"d_ferry"}),
        ("ferry) plant", set()),
        ("ferry) said ", {"d_ferry"}),
        ("title:ferry ", set()),
        ("fe", set()),  # too little to begin a word with
        ("NEAR(ferry, 2) ", set()),
        ("ferry\0 ", {"d_ferry"}),
        ("ferry \ud800", {"d_ferry"}),
        ("';--", set()),
        ("^ferry + $ ", {"d_ferry"}),
    ],
)
def test_what_is_typed_finds(library: Project, typed: str, found: set[str]) -> None:
    assert library.documents.matching(typed) == found
    assert {each.document for each in library.documents.search(typed)} == found


def test_what_is_typed_is_understood() -> None:
    a, b, c = Indexed("aa"), Indexed("bb"), Indexed("ccc", prefix=True)
    assert parse("aa bb AND ccc") == Every((a, b, c))
    assert parse("aa OR bb NOT ccc") == Either((a, Every((b, Not(c)))))
    assert parse("NOT (aa OR bb) ccc") == Every((Not(Either((a, b))), c))
    assert parse("NOT NOT ccc") == c
    assert parse('"aa bb" 港湾 🏭x') == Every((Indexed("aa bb"), Literal("港湾"), Indexed("🏭x", prefix=False)))
    assert parse("(((((((((((aa))))))))))) ") == a
    assert expression(Every((Not(a), b))) == '("bb") NOT "aa"'.join("()")
    assert expression(Every((Not(a), Not(b)))) is None


@given(
    st.text() | st.lists(st.sampled_from(["a", "OR", "NOT", "AND", "(", ")", '"', "*", "港", "🏭", "-", " ", "bcd"]))
)
def test_nothing_that_is_typed_is_an_error(typed: str | list[str]) -> None:
    text = typed if isinstance(typed, str) else " ".join(typed)
    query = parse(text)
    raw = sqlite3.connect(":memory:")
    try:
        raw.execute("CREATE VIRTUAL TABLE t USING fts5(title, text)")
        if query is not None and (match := expression(query)) is not None:
            raw.execute("SELECT * FROM t WHERE t MATCH ?", [match]).fetchall()
    finally:
        raw.close()


def test_a_query_beyond_all_bounds_is_cut(library: Project) -> None:
    assert library.documents.matching("(" * 5_000 + "ferry") == set()  # what lies beyond the bound is not read
    assert library.documents.matching("said " * 5_000) == {"d_ferry", "d_plant", "d_board", "d_rtl"}
    assert library.documents.matching(" OR ".join(["ferry"] * 400)) == {"d_ferry"}
    assert library.documents.matching("(ferry OR " * 60) == {"d_ferry"}


def test_the_best_come_first_and_no_more_than_asked_for(library: Project) -> None:
    found = library.documents.search("harbour board ")
    assert found[0].document == "d_board"  # in the title
    assert [each.title_hit for each in found] == [True, False, False]
    assert library.documents.search("harbour board ", limit=1) == found[:1]
    assert [each.document for each in library.documents.search("港 OR 🏭", limit=1)] == ["d_plant"]
    assert [each.document for each in library.documents.search("NOT harbour ", limit=2)] == ["d_cjk", "d_rtl"]


def test_words_as_they_stand_fill_the_page_before_those_that_only_begin_so(project: Project) -> None:
    texts = {"d_1": "articles article articles", "d_2": "art", "d_3": "the art of arts"}
    with project.step("Import", actor="a_bea"):
        project.add_documents([AnnotatedDocument(document(id, text)) for id, text in texts.items()])
    assert {each.document for each in project.documents.search("art", limit=2)} == {"d_2", "d_3"}
    assert {each.document for each in project.documents.search("art", limit=3)} == set(texts)


# ------------------------------------------------------------------------------------------------ snippets


@pytest.mark.parametrize(
    ("typed", "hits"),
    [
        ("zoe mul", ["Zoe\u0301", "Müller"]),
        ('"ferry stays"', ["ferry stays"]),
        ("FERRY nobody ", ["ferry", "Nobody"]),
        ("ferry NOT plant ", ["ferry"]),
        ("🚢", []),  # in the title
    ],
)
def test_a_snippet_says_where_its_hits_are(library: Project, typed: str, hits: list[str]) -> None:
    (hit,) = (each for each in library.documents.search(typed) if each.document == "d_ferry")
    assert hit.snippet == ARTICLES["d_ferry"][1]
    assert [hit.snippet[start:end] for start, end in hit.hits] == hits


def test_a_snippet_is_one_line_around_the_words() -> None:
    said = "Der „Hafen“ <b>schließt</b>\r\n\t\u2028morgen 🏭"
    text = "Vorher war nichts.\n" * 50 + said + " und so weiter" * 50
    shown, hits = snippet(text, [pattern(Indexed("schliesst")), pattern(Indexed("hafen", prefix=True))])
    assert [shown[start:end] for start, end in hits] == ["Hafen"]
    assert "„Hafen“ <b>schließt</b> morgen 🏭 und so" in shown
    assert shown.startswith("…")
    assert shown.endswith("und so…")
    assert len(shown) <= LENGTH + 2
    assert "\n" not in shown


def test_a_snippet_shows_where_most_words_are_close_together() -> None:
    text = "alpha " + "x " * 300 + "beta alpha gamma" + " y" * 300
    shown, hits = snippet(text, [pattern(Indexed(word)) for word in ("alpha", "beta", "gamma")])
    assert [shown[start:end] for start, end in hits] == ["beta", "alpha", "gamma"]


@pytest.mark.parametrize("text", ["", "x" * 5_000, "港" * 5_000, "\n" * 500 + "hit", "e\u0301" * 2_000, "a " * 9])
@pytest.mark.parametrize("word", [Indexed("hit"), Indexed("é", prefix=True), Literal("港"), Indexed("a.b")])
def test_a_snippet_of_anything_is_short_and_its_hits_lie_within(text: str, word: Indexed | Literal) -> None:
    shown, hits = snippet(text, [pattern(word)])
    assert len(shown) <= LENGTH + 2
    assert all(0 <= start < end <= len(shown) for start, end in hits)
    assert list(hits) == sorted(hits)


@given(st.text(), st.text(min_size=1))
def test_any_word_makes_a_pattern(text: str, words: str) -> None:
    query = parse(f'"{words}" ')
    if isinstance(query, Indexed | Literal):
        shown, hits = snippet(text, [pattern(query)])
        assert all(0 <= start < end <= len(shown) for start, end in hits)


def test_a_megabyte_is_found(project: Project) -> None:
    text = "lorem ipsum 🏭 " * 70_000 + "needle e\u0301nd " + "港" * 1_000
    with project.step("Import", actor="a_bea"):
        project.documents.add(document("d_long", text))
    (hit,) = project.documents.search("needle")
    assert hit.snippet[slice(*hit.hits[0])] == "needle"
    assert len(project.documents.search("lorem ipsum ")) == 1


# ------------------------------------------------------------------------------------------------ in step


def _retitle(project: Project, id: str, title: str | None) -> None:
    with project.step("Edit metadata", actor="a_bea"):
        project.documents.set_meta(id, {"title": title})


def _remove(project: Project, id: str) -> None:
    with project.step("Remove", actor="a_bea"):
        project.documents.remove(id)


@pytest.mark.parametrize(
    ("write", "typed", "found"),
    [
        (lambda p: _retitle(p, "d_plant", "Kraftwerk 🏭"), "kraftwerk", {"d_plant"}),
        (lambda p: _retitle(p, "d_plant", None), "closes", {"d_plant"}),
        (lambda p: _retitle(p, "d_board", None), '"the harbour board"', {"d_ferry"}),
        (lambda p: _remove(p, "d_ferry"), "ferr", {"d_board"}),
    ],
    ids=["title", "no title", "title gone", "removed"],
)
def test_the_index_follows_edits_undo_and_redo(
    library: Project, write: Callable[[Project], None], typed: str, found: set[str]
) -> None:
    before = library.documents.matching(typed)
    write(library)
    for act, expected in ((None, found), (library.undo, before), (library.redo, found)):
        if act:
            act("a_bea")
        assert library.documents.matching(typed) == expected
        assert fits(library._connection)
    assert library.check() == []


def test_the_index_follows_an_import_that_is_undone_with_work_on_it(library: Project) -> None:
    with library.step("Mine", actor="a_bea"):
        library.documents.add(document("d_own", "a word of one’s own"))
        library.documents.set_meta("d_own", {"title": "First"})
        library.documents.set_meta("d_own", {"title": "Second"})
        library.annotations.add_layer("d_own", layer())
    assert library.documents.matching("second ") == library.documents.matching('"one’s own"') == {"d_own"}
    assert library.documents.matching("first ") == set()
    for _ in range(2):
        library.undo("a_bea")
    assert library.documents.matching("NOT xyz ") == set()
    assert library.check() == []
    for _ in range(2):
        library.redo("a_bea")
    assert len(library.documents.matching("NOT xyz ")) == len(ARTICLES) + 1
    assert library.check() == []


def test_a_document_that_comes_and_goes_in_one_step_leaves_no_trace(library: Project) -> None:
    with library.step("Come and go", actor="a_bea"):
        library.documents.add(document("d_x", "gone"))
        library.documents.remove("d_x")
        library.documents.remove("d_ferry")
        library.documents.add(document("d_ferry", "ferry anew"))
    assert library.documents.matching("gone ") == set()
    assert library.documents.matching("ferry ") == {"d_ferry"}
    assert fits(library._connection)


def test_a_step_that_fails_leaves_the_index_as_it_was(library: Project) -> None:
    def inner() -> None:
        with library.step("Inner", actor="a_bea"):
            library.documents.set_meta("d_ferry", {"title": "inner"})
            raise ConflictError("enough")

    with library.step("Outer", actor="a_bea"):
        library.documents.set_meta("d_plant", {"title": "outer"})
        with pytest.raises(ConflictError, match="enough"):
            inner()
    assert library.documents.matching("outer ") == {"d_plant"}
    assert library.documents.matching("inner ") == set()
    with pytest.raises(ConflictError, match="enough"):
        inner()
    assert library.documents.matching("inner ") == set()
    assert fits(library._connection)


def test_an_index_that_another_program_left_behind_is_made_anew(library: Project) -> None:
    library.close()
    raw = sqlite3.connect(library.path)
    raw.execute("UPDATE document SET title=replace(hex(zeroblob(200)), '00', 'very long ')")
    raw.commit()
    raw.close()
    with Project.open(library.path) as project:
        assert {each.kind for each in project.check()} == {"index"}
        _remove(project, "d_ferry")
        assert project.check() == []
        assert project.documents.matching("very board ") == {"d_plant"}


def test_the_index_holds_no_second_copy_of_the_texts(library: Project) -> None:
    tables = {name for (name,) in library._connection.rows("SELECT name FROM sqlite_master WHERE type='table'")}
    assert "document_fts_content" not in tables


def test_a_read_only_project_can_be_searched(library: Project) -> None:
    library.close()
    with Project.open(library.path, read_only=True) as project:
        assert project.documents.matching("ferry ") == {"d_ferry"}
        assert project.check() == []


# ------------------------------------------------------------------------------------------------ files of others

_OURS = (
    "CREATE VIRTUAL TABLE document_fts USING fts5(title, text, content='document_words', content_rowid='id',"
    " tokenize='unicode61 remove_diacritics 2')"
)
_WRITABLE = "PRAGMA writable_schema=ON"
_DISGUISED = (
    "INSERT INTO sqlite_master VALUES ('table', 'evil', 'evil', 0, 'create/**/virtual table evil using fts5(x)')"
)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("document_fts", ["DROP TABLE document_fts", "CREATE VIRTUAL TABLE document_fts USING fts5(title, text)"]),
        (
            "document_fts",
            ["DROP TABLE document_fts", _OURS.replace("'document_words'", "'origin'")],
        ),
        (
            "document_words",
            ["DROP VIEW document_words", "CREATE VIEW document_words AS SELECT 1 AS id, 2 AS title, 3 AS text"],
        ),
        ("evil", ["CREATE VIRTUAL TABLE evil USING fts5vocab(document_fts, row)"]),
        ("document_words", ["CREATE TRIGGER document_words AFTER INSERT ON document BEGIN DELETE FROM entity; END"]),
        ("evil", [_WRITABLE, _DISGUISED]),
        ("document_fts", [_WRITABLE, "UPDATE sqlite_master SET sql=sql||' ' WHERE name='document_fts'"]),
    ],
    ids=["another index", "other content", "another view", "another module", "a trigger", "in disguise", "by a blank"],
)
def test_only_our_own_index_is_trusted(path: Path, name: str, code: list[str]) -> None:
    with Project.create(path) as made, made.step("Import", actor="a_bea"):
        made.add_documents([full()])
    raw = sqlite3.connect(path)
    for statement in code:
        raw.execute(statement)
    raw.commit()
    raw.close()
    for read_only in (False, True):
        with pytest.raises(ProjectError, match=name):
            Project.open(path, read_only=read_only)


@pytest.mark.parametrize("gone", ["DROP TABLE document_fts", "DROP VIEW document_words", "DROP TABLE note"])
def test_a_file_without_what_it_should_have_is_damaged(path: Path, gone: str) -> None:
    Project.create(path).close()
    raw = sqlite3.connect(path)
    raw.execute(gone)
    raw.commit()
    raw.close()
    with pytest.raises(ProjectError, match="damaged"):
        Project.open(path)
