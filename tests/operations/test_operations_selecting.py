"""The language of the search field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from exchanged import bea, carl, document, everything, make

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.errors import AppError
from annotator.operations.selecting import Term, find, first_hit, parse, select
from annotator.store.project import Project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    path = tmp_path_factory.mktemp("selecting") / "p.annotator"
    begun = replace(bea(), status="in_progress", quotations=(), mentions=(), rejections=())
    both = AnnotatedDocument(
        document("d_5", "Harbour cafe\u0301 🎪 12:30", title="The quay", source="The Herald", date="2026-03-31"),
        (),
        (begun, replace(carl(), status="done", status_reason=None, quotations=())),
    )
    with Project.open(make(path, *everything(), both), read_only=True) as opened:
        yield opened


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", ["d_1", "d 2 ü", "d_3", "d_4", "d_5"]),
        ("status:new", ["d_3", "d_4"]),
        ("status:done", ["d_1", "d_5"]),
        ("status:adjudicated", ["d_1"]),
        ('STATUS:"In progress"', ["d 2 ü", "d_5"]),
        ("annotator:BEA", ["d_1", "d 2 ü", "d_5"]),
        ("annotator:gold", ["d_1"]),
        ("status:done annotator:bea", ["d_1"]),
        ("annotator:carl status:done", ["d_5"]),
        ("annotator:carl status:new", ["d 2 ü", "d_3", "d_4"]),
        ("annotator:bea annotator:carl", ["d_1", "d_5"]),
        ("annotator:nobody", []),
        ('source:"the herald"', ["d_5"]),
        ("source:kur", ["d_1", "d 2 ü"]),
        ("date:2026-11", ["d_1", "d 2 ü"]),
        ("date:2026-01..2026-03", ["d_5"]),
        ("date:..2026-03-30", []),
        ("date:2026-04..", ["d_1", "d 2 ü"]),
        ("speaker:bäcker", ["d_1"]),
        ("speaker:Zoe\u0308", ["d_1"]),
        ("speaker:councillor", ["d_1"]),
        ("speaker:omar", []),
        ('id:"d 2 Ü"', ["d 2 ü"]),
        ("HARBOUR caf\u00e9", ["d_5"]),
        ("12:30", ["d_5"]),
        ("quay", ["d_5"]),
        ('"told visitors"', ["d_1", "d 2 ü", "d_3"]),
        ("told source:other", ["d_3"]),
        ("told OR quay", ["d_1", "d 2 ü", "d_3", "d_5"]),
        ("(told OR quay) NOT visitors", ["d_5"]),
        ("told NOT visitors source:kur", []),
        ("status:new,done", ["d_1", "d_3", "d_4", "d_5"]),
        ("status:skipped,adjudicated annotator:carl", ["d_1"]),
        ("stance:against", ["d_1"]),
        ("stance:Favour", []),
        ("stance:favour,against", ["d_1"]),
        ("stance:against target:lease", ["d_1"]),
        ("stance:neutral target:lease", []),
        ('target:"the lease"', ["d_1"]),
        ("target:sale", []),
        ("type:direct", ["d_1"]),
        ("type:mixed,indirect", []),
        ("quoted:cafe", ["d_1"]),
        ("quoted:visitors", []),
        ('quoted:"lease ends"', ["d_1"]),
        ('quoted:"ends lease"', []),
        ("quoted:続ける", ["d_1"]),
        ("quoted:open speaker:councillor", ["d_1"]),
        ("quoted:続ける speaker:councillor", []),  # not of one and the same quotation
        ("quoted:続ける speaker:lease", ["d_1"]),
        ("quoted:続ける annotator:bea", []),
        ("quoted:続ける annotator:gold", ["d_1"]),
        ("quoted:続ける status:skipped annotator:carl", ["d_1"]),
        ("quoted:lease annotator:pipeline", ["d_1"]),
    ],
)
def test_a_query_finds(project: Project, query: str, ids: list[str]) -> None:
    assert select(project, query) == ids


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("colour:red", "no field “colour”"),
        ("https://example.org", "no field “https”"),
        ("status:finished", "no status “finished”"),
        ("status: done", "says nothing after “status:”"),
        ("status:new,ended", "no status “ended”"),
        ("stance:angry", "no stance “angry”"),
        ("type:loud", "no type “loud”"),
        ("date:spring", "“spring” is no date"),
        ("date:2026-13", "“2026-13” is no date"),
        ("date:2026-03..2026-01", "is no date"),
        ("date:..", "is no date"),
        ("status:new OR status:done", "OR joins words, not fields"),
        ("harbour OR status:new", "OR joins words, not fields"),
        ("NOT status:new", "NOT joins words, not fields"),
        ("(status:new harbour)", "a parenthesis joins words, not fields"),
        ("set:mine", "no saved search “mine”"),
    ],
)
def test_a_query_that_makes_no_sense_is_told(project: Project, query: str, said: str) -> None:
    with pytest.raises(AppError, match=said) as caught:
        select(project, query)
    assert caught.value.hint


def test_what_is_no_date_is_of_no_time(tmp_path: Path) -> None:
    written = AnnotatedDocument(document("d_6", "Harbour cafe\u0301 🎪", source="The Herald", date="9/3/26"))
    with Project.open(make(tmp_path / "p.annotator", written), read_only=True) as project:
        assert [select(project, f"date:{each}") for each in ("2026..", "2026..2030", "..2030")] == [[], [], []]


def test_words_stay_as_they_were_typed() -> None:
    assert parse('Quay OR "Old harbour" status:DONE') == (
        Term("", "Quay"),
        Term("", "OR"),
        Term("", '"Old harbour"'),
        Term("status", "done"),
    )


def test_found_documents_come_with_the_words_around_the_hit(project: Project) -> None:
    found = find(project, "told visit")
    assert {each.document for each in found.hits} == {"d_1", "d 2 ü", "d_3"}
    assert (found.total, found.words) == (3, "told visit")
    hit = next(each for each in found.hits if each.document == "d_1")
    assert [hit.snippet[start:end] for start, end in hit.hits][:2] == ["told", "visitors"]
    assert find(project, "told", limit=1).total == 3
    assert len(find(project, "told", limit=1).hits) == 1


def test_conditions_narrow_what_the_words_find(project: Project) -> None:
    found = find(project, "told annotator:bea")
    assert {each.document for each in found.hits} == {"d_1", "d 2 ü"}
    assert (found.total, found.words) == (2, "told")
    bare = find(project, "annotator:bea", limit=2)
    assert [(each.document, each.snippet) for each in bare.hits] == [("d_1", ""), ("d 2 ü", ""), ("d_5", "")]
    assert bare.total == 3
    assert find(project, "").hits == ()
    with pytest.raises(AppError):
        find(project, "colour:red")


@pytest.mark.parametrize(
    ("text", "query", "words"),
    [
        ("At the Cafe\u0301 🐟 of the quay", "cafe", "Cafe\u0301"),
        ("🐟🐟 Über den Quai", "uber", "Über"),
        ("old quay, the old harbour", '"old harbour"', "old harbour"),
        ("one two", "status:new TWO", "two"),
        ("harbours", "harb", "harb"),
        ("unharbours", "harb", None),
        ("nothing here", "NOT here OR", "here"),
        ("nothing here", "quay", None),
        ("ﬁsh", "fish", "ﬁsh"),
        ("Quay: https", "https://x quay", "Quay"),
        ("", "quay", None),
        ("the old quay", "quoted:quay status:new", "quay"),
    ],
)
def test_the_first_hit_is_what_to_select(text: str, query: str, words: str | None) -> None:
    span = first_hit(text, query)
    assert (span.of(text) if span else None) == words
