"""What an import would bring is known before anything is written, and only what is left of it comes in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from exchanged import ANA, SCHEME, TEXT, at, everything, lines

from annotator.domain.annotations import IMPORTED
from annotator.domain.errors import ConflictError
from annotator.domain.scheme import Attribute, Label
from annotator.formats.decoding_texts import called
from annotator.operations import exchange, importing
from annotator.operations.exchange import ExportOptions, ImportOptions, export, import_paths
from annotator.operations.previewing import Preview, Row, plan_of, preview
from annotator.store.project import Project

LONG = " ".join(f"word{n % 37} cafe\u0301{n % 11} 🏭" for n in range(120))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.annotator") as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def shown(project: Project, *paths: Path, **options: object) -> Preview:
    before = project.path.read_bytes()
    found = preview(project, paths, ImportOptions(**options))  # type: ignore[arg-type]
    assert project.path.read_bytes() == before
    return found


def told(rows: tuple[Row, ...]) -> list[tuple[str, str, str]]:
    return [(each.state, each.title or each.place, each.twin) for each in rows]


def test_every_row_says_what_it_is(project: Project, folder: Path) -> None:
    base = {"text": LONG, "source": "Kurier", "date": "2026-11-19"}
    import_paths(project, [lines(folder / "first.jsonl", base | {"title": "Known"})], actor=ANA)
    rows = lines(
        folder / "rows.jsonl",
        base | {"title": "Again"},
        base | {"title": "From elsewhere", "source": "Post"},
        {"text": LONG.replace("word3 ", "other "), "title": "Copy"},
        {"text": "Fresh 🎪", "title": "New", "author": "Noor"},
        {"text": "Fresh 🎪", "title": "Twice"},
        {"nothing": 1},
    )
    found = shown(project, rows)
    assert told(found.rows) == [
        ("there", "Again", "Known"),
        ("same_text", "From elsewhere", "Known"),
        ("near", "Copy", "Known"),
        ("new", "New", ""),
        ("again", "Twice", "New"),
        ("problem", "rows.jsonl:6", ""),
    ]
    near, new = found.rows[2:4]
    assert 0.5 < near.share < 1
    assert (new.author, new.words, new.beginning) == ("Noor", 2, "Fresh 🎪")
    assert found.count("new", "near") == 2
    assert not found.is_plain


def test_what_is_left_out_stays_out_and_the_rest_is_one_step(project: Project, folder: Path) -> None:
    rows = lines(
        folder / "rows.jsonl", {"text": "Same 🏭"}, {"text": "Same 🏭"}, {"text": "Other cafe\u0301"}, {"x": 1}
    )
    options = ImportOptions(skip_bad=True)
    found = shown(project, rows)
    plan = plan_of(project, found, options, {found.rows[0].key, found.rows[2].key})
    report = importing.write(project, plan, actor=ANA)
    assert (report.documents, report.duplicates, len(report.problems)) == (1, 0, 1)  # the second is no double now
    assert [project.documents.get(each).text for each in project.documents.ids()] == ["Same 🏭"]
    project.undo(ANA.id)
    assert project.documents.count() == 0


@pytest.mark.parametrize(("content", "plain"), [("Caf\u00e9 🏭", True), ("Cafe\u0301 🏭 " * 40, True), ("", False)])
def test_a_plain_text_needs_no_sheet(project: Project, folder: Path, content: str, plain: bool) -> None:
    (folder / "a.txt").write_text(content, encoding="utf-8")
    assert shown(project, folder / "a.txt").is_plain is plain


def test_what_has_to_be_looked_at_is_not_plain(project: Project, folder: Path) -> None:
    (folder / "guess.txt").write_bytes("„Wir bleiben“, sagte Zoë.".encode("cp1252"))
    (folder / "table.csv").write_text("text,title\nOne cafe\u0301 🏭,A\n", encoding="utf-8")
    (folder / "wide.txt").write_bytes("Jun Sato 佐藤 🏭".encode("utf-16"))
    guess, table, wide = (shown(project, folder / each) for each in ("guess.txt", "table.csv", "wide.txt"))
    assert [each.is_plain for each in (guess, table, wide)] == [False, False, True]
    assert [called(each) for each in guess.encodings] == ["Windows-1252"]


def test_columns_and_keys_are_told_and_chosen(project: Project, folder: Path) -> None:
    table = folder / "t.csv"
    table.write_text("Überschrift;Inhalt;date;Ressort\nA;Eins 🏭;2026-11-19;Politik\n", encoding="utf-8")
    found = shown(project, table)
    assert found.rows[0].problem is not None  # no column is called text, and yet the columns are known
    assert found.seen[0].names == ("Überschrift", "Inhalt", "date", "Ressort")
    found = shown(
        project, table, text_field="Inhalt", columns={"title": "Überschrift"}, left_out=frozenset({"Ressort", "date"})
    )
    (row,) = found.rows
    assert (row.title, row.beginning, row.date) == ("A", "Eins 🏭", "")
    assert row.read is not None
    assert "Ressort" not in row.read.content.document.meta
    assert found.seen[0].chosen == {"text": "Inhalt", "title": "Überschrift"}
    nested = lines(folder / "n.jsonl", {"body": {"main": "Zwei cafe\u0301"}, "head": "B", "page": 3})
    found = shown(project, nested)
    assert found.seen[0].names == ("body.main", "head", "page")
    found = shown(project, nested, text_field="body.main", columns={"title": "head"}, left_out=frozenset({"page"}))
    assert told(found.rows) == [("new", "B", "")]
    assert found.rows[0].read is not None
    assert "page" not in found.rows[0].read.content.document.meta


def test_an_encoding_can_be_said(project: Project, folder: Path) -> None:
    path = folder / "a.txt"
    path.write_bytes("Жук 🏭".replace(" 🏭", "").encode("cp1251"))
    assert shown(project, path, encoding="cp1251").rows[0].beginning == "Жук"
    (row,) = shown(project, path, encoding="utf-8").rows
    assert row.problem is not None
    assert row.problem.message == "the file is not UTF-8"


def test_a_cancelled_preview_ends(project: Project, folder: Path) -> None:
    rows = lines(folder / "rows.jsonl", *({"text": f"One 🏭 {n} cafe\u0301"} for n in range(4)))
    with pytest.raises(ConflictError):
        preview(project, [rows], ImportOptions(), cancelled=lambda: True)


# ------------------------------------------------------------------------------------------------ labels


@pytest.fixture
def foreign(folder: Path, tmp_path: Path) -> Path:
    """Our own export of a project with types, flags and kinds of its own."""
    with Project.create(tmp_path / "other.annotator", scheme=SCHEME) as other:
        with other.step("Fill", actor=ANA.id):
            other.add_documents(everything()[:1])
        export(other, folder / "out.jsonl", ExportOptions())
    return folder / "out.jsonl"


def test_unknown_values_are_asked_about_with_a_proposal(project: Project, foreign: Path) -> None:
    found = shown(project, foreign)
    assert {each.key: each.proposed for each in found.unknown} == {
        "type:hummed": "hummed",
        "flag:our_own": "our_own",
        "kind:contract": "contract",
        "reason:our_reason": "our_reason",
    }


def test_values_become_what_is_said_and_it_is_remembered(project: Project, foreign: Path) -> None:
    labels = {
        "type:hummed": "Reported",
        "flag:our_own": "ignore",
        "kind:contract": "law",
        "reason:our_reason": "new_one",
    }
    options = ImportOptions(labels=labels)
    found = preview(project, [foreign], options)
    assert found.unknown == ()
    importing.write(project, plan_of(project, found, options), actor=ANA)
    (layer,) = (each for each in project.annotations.layers("d_1") if each.annotator == "bea")
    whole, inner = layer.quotations
    assert (inner.type, whole.flags) == ("reported", ("mark_error",))
    assert {each.kind for each in project.registry.all()} == {"person", "law"}
    assert not {"hummed", "our_own", "contract"} & {
        each.id for name in ("types", "flags", "kinds") for each in project.scheme.labels(name)
    }
    assert "new_one" in {each.id for each in project.scheme.reasons}
    assert importing.remembered_labels(project) == labels
    assert preview(project, [foreign], ImportOptions()).unknown == ()


def test_choices_of_the_projects_own_fields_are_asked_about(tmp_path: Path, foreign: Path) -> None:
    conflict = Attribute("frame", "Frame", "quotation", "choice", (Label("clash", "Clash 🎪"), Label("peace", "Peace")))
    tone = Attribute("tone", "Tone", "document", "choice", (Label("calms", "Calms"),))
    scheme = replace(SCHEME, attributes=(conflict, tone, *SCHEME.attributes[2:]))
    with Project.create(tmp_path / "own.annotator", scheme=scheme) as project:
        asked = {
            each.key: each for each in preview(project, [foreign], ImportOptions()).unknown if each.slot == "field"
        }
        assert {key: each.proposed for key, each in asked.items()} == {
            "field:frame:conflict": "conflict", "field:tone:calm": "calms", "field:tone:=1+1": "=1+1",
        }  # fmt: skip
        assert (asked["field:frame:conflict"].label, asked["field:frame:conflict"].field) == ("conflict", "frame")
        labels = {"field:frame:conflict": "Clash 🎪", "field:tone:calm": "ignore", "field:tone:=1+1": "wild"}
        options = ImportOptions(labels=labels)
        found = preview(project, [foreign], options)
        assert not any(each.slot == "field" for each in found.unknown)
        importing.write(project, plan_of(project, found, options), actor=ANA)
        layers = {each.annotator: each for each in project.annotations.layers("d_1")}
        assert layers["bea"].quotations[0].attributes["frame"] == "clash"
        assert (layers["bea"].attributes["tone"], layers["carl"].attributes["tone"]) == (None, "wild")


def test_a_foreign_label_is_proposed_by_its_likeness(project: Project, folder: Path) -> None:
    spans = [{"start": 0, "end": 3, "label": "Persn"}, {"start": 4, "end": 5, "label": "Xyz"}]
    data = lines(folder / "p.prodigy.jsonl", {"text": "Zoë 🏭 cafe\u0301", "spans": spans})
    found = shown(project, data)
    assert {each.key: each.proposed for each in found.unknown} == {"Persn": "mention:person", "Xyz": "mention:other"}


# ------------------------------------------------------------------------------------------------ suggestions


def test_annotations_come_in_as_suggestions(project: Project, foreign: Path) -> None:
    options = ImportOptions(as_suggestions=True)
    found = preview(project, [foreign], options)
    report = importing.write(project, plan_of(project, found, options), actor=ANA)
    assert report.documents == 1
    (layer,) = project.annotations.layers("d_1")
    assert (layer.kind, layer.annotator) == ("pipeline", "tiny_pipeline 1.2.3")
    rules = sorted(each.origin.rule or "" for each in layer.quotations)
    assert rules == sorted([IMPORTED, IMPORTED, IMPORTED, "marks.speech"])
    assert project.annotators() == ()
    assert project.check() == []


def test_suggestions_are_added_to_those_that_are_there_but_not_over_labels(project: Project, folder: Path) -> None:
    plain = lines(folder / "a.jsonl", {"text": TEXT, "id": "d_1"})
    import_paths(project, [plain], actor=ANA)
    until, said = at("until the lease ends"), at("against the sale")
    spans = [{"start": each.start, "end": each.end, "label": "quote"} for each in (until, said)]
    marked = lines(folder / "b.prodigy.jsonl", {"text": TEXT, "spans": spans[:1]})
    import_paths(project, [marked], actor=ANA)
    more = lines(folder / "c.prodigy.jsonl", {"text": TEXT, "spans": spans})
    report = import_paths(project, [more], actor=ANA, options=ImportOptions(as_suggestions=True))
    assert (report.documents, report.duplicates) == (0, 1)
    pipeline = project.annotations.layer("d_1", "pipeline")
    assert pipeline is not None
    assert [each.content for each in pipeline.quotations] == [(said,)]
    assert exchange.read_paths(project, [more], options=ImportOptions(as_suggestions=True)).report.duplicates == 1


def test_the_same_preview_is_made_from_the_same_files(project: Project, folder: Path) -> None:
    path = folder / "a.json"
    path.write_text(json.dumps([{"text": "Eins 🏭"}, {"text": "Zwei cafe\u0301"}]), encoding="utf-8")
    one, two = shown(project, path), shown(project, path)
    assert one == two
    assert [each.key for each in one.rows] == [(str(path), 1), (str(path), 2)]
