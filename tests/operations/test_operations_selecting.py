"""The language of the search field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from exchanged import bea, carl, document, everything, make

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.errors import AppError
from annotator.operations.selecting import select
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
    ],
)
def test_a_query_that_makes_no_sense_is_told(project: Project, query: str, said: str) -> None:
    with pytest.raises(AppError, match=said) as caught:
        select(project, query)
    assert caught.value.hint
