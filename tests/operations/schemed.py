"""A project with three invented articles whose quotations, mentions and entities hold labels and typed values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Concatenate, ParamSpec

import pytest

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator, Layer, Mention, Origin, Quotation, Rejection, Stance
from annotator.domain.changes import Changes
from annotator.domain.documents import STANDARD_META, Document
from annotator.domain.errors import ConflictError
from annotator.domain.registry import Entity
from annotator.domain.scheme import DEFAULT, Attribute, Label
from annotator.domain.text import Span, sha256
from annotator.store.project import Project

P = ParamSpec("P")

BEA = Annotator("a_bea", "bea")
ORIGIN = Origin("manual", BEA.id)
FRAME = Attribute(
    "frame", "Frame", "quotation", "choice", (Label("conflict", "Conflict"), Label("economy", "Économie 🏭"))
)
TONE = Attribute("tone", "Tone e\u0301", "quotation")
YEAR = Attribute("year", "Year", "document", "number")
PARTY = Attribute("party", "Party", "entity")
SCHEME = replace(DEFAULT, attributes=(FRAME, TONE, YEAR, PARTY))
TONES = ("wry", "2001", "12.5")


def text(number: int) -> str:
    """The text of one article."""
    return f"“We won’t close the cafe\u0301 🏭 {number},” said Zoé Lindqvist. 記者は「終わった」。 She criticised it."


def _layer(number: int) -> Layer:
    content = Span(0, text(number).index(" said"))
    said = text(number).index("She")
    name = text(number).index("Zoé")
    direct = Quotation(
        f"q_{number}_1",
        (content,),
        ORIGIN,
        type="direct",
        flags=("negated", "headline") if number else ("headline",),
        stances=(Stance(f"s_{number}", "e_zoe", (), "against", 2, None, (), ORIGIN),),
        attributes={"frame": "conflict", "tone": TONES[number]},
    )
    reported = Quotation(
        f"q_{number}_2",
        (Span(said, said + 18),),
        ORIGIN,
        type="reported",
        type_origin="manual",
        attributes={"frame": "economy" if number else None},
    )
    return Layer(
        id=f"l_{number}",
        kind="annotator",
        annotator_id=BEA.id,
        annotator=BEA.name,
        attributes={"year": 2000 + number},
        mentions=(Mention(f"m_{number}", (Span(name, name + 13),), "person", "e_zoe", ORIGIN),),
        quotations=(direct, reported),
        rejections=(Rejection(f"x_{number}", None, (Span(name, name + 3),), "title_or_name", BEA.id, None),),
    )


def make_project(folder: Path) -> Project:
    """The project, opened, with nothing that bea can undo."""
    path = folder / "scheme.annotator"
    path.write_bytes(_template())
    return Project.open(path)


@cache
def _template() -> bytes:
    """The project file: made once, since making it takes longer than most tests."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "scheme.annotator"
        _make(path).close()
        return path.read_bytes()


def _make(path: Path) -> Project:
    project = Project.create(path, scheme=SCHEME)
    zoe = Entity("e_zoe", "Zoé Lindqvist", "person", ORIGIN, attributes={"party": "Greens"})
    documents = [
        AnnotatedDocument(
            Document(
                f"d_{number}",
                text(number),
                sha256(text(number)),
                "en",
                dict.fromkeys(STANDARD_META) | {"title": f"Story {number}", "date": "2026-11-17"},
            ),
            (zoe,),
            (_layer(number),),
        )
        for number in range(3)
    ]
    with project.step("Import", actor="a_import"):
        project.add_documents(documents)
    return project


def state(project: Project) -> tuple[object, ...]:
    """All that an operation on the scheme may change."""
    whole = tuple(project.read(each) for each in project.documents.ids())
    return project.scheme, whole, project.registry.all()


def does(
    project: Project,
    operation: Callable[Concatenate[Project, Annotator, P], Changes],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Changes:
    """Do an operation that changes something; undone and redone, everything is exactly as before and as after it."""
    before = state(project)
    changes = operation(project, BEA, *args, **kwargs)
    after = state(project)
    assert changes
    assert after != before
    assert project.undo_label(BEA.id) == changes.label
    assert project.undo(BEA.id)
    assert state(project) == before
    assert project.redo(BEA.id)
    assert state(project) == after
    assert project.check() == []
    return changes


def refused(
    project: Project,
    operation: Callable[Concatenate[Project, Annotator, P], Changes],
    *args: P.args,
    **kwargs: P.kwargs,
) -> str:
    """Try an operation that is refused and changes nothing; its sentence."""
    before = state(project)
    with pytest.raises(ConflictError) as caught:
        operation(project, BEA, *args, **kwargs)
    assert state(project) == before
    assert project.undo_label(BEA.id) is None
    assert caught.value.hint
    return caught.value.message
