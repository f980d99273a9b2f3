"""A project with one invented article that the pipeline has labelled, a desk at it, and a gesture that is undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Concatenate, ParamSpec

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator, Layer, Mention, Origin, Quotation
from annotator.domain.changes import Changes
from annotator.domain.codec import decode, encode
from annotator.domain.documents import Document
from annotator.domain.ids import derived
from annotator.domain.marks import Marks
from annotator.domain.text import Span, Spans, sha256
from annotator.operations.desk import Desk
from annotator.store.project import PIPELINE, Project

P = ParamSpec("P")

TEXT = (
    "“We won’t close the cafe\u0301 🏭,” Mayor Zoé Lindqvist told reporters, “until every worker has a contract.”\n"
    "She added that, as her deputy said, “the bridge over the river is ‘not for sale’ at all”, he thinks. Lindqvist’s "
    "deputy Ana Brandt of the Nordhavn Port Authority (NPA) denied it.\u2028قال: 記者は「終わった」と述べた。 "
    "👩\u200d👩\u200d👧 left."
)
AGENT = "en_invented 1.0"
BEA = Annotator("a_bea", "bea")
NOW = "2026-11-20T11:00:00Z"
LATER = "2026-11-21T12:00:00Z"


def at(words: str, nth: int = 0, text: str = TEXT) -> Span:
    """Where these words stand for the ``nth`` time."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


MENTIONS = (
    (at("Zoé Lindqvist"), "person"),
    (at("Lindqvist", 1), "person"),
    (at("Ana Brandt"), "person"),
    (at("Nordhavn Port Authority"), "organisation"),
    (at("NPA"), "organisation"),
)
FIRST = (at("“We won’t close the cafe\u0301 🏭,”"), at("“until every worker has a contract.”"))
ZOE_ID = derived("m", "mention", (at("Zoé Lindqvist"),), "person")
BRIDGE = at("“the bridge over the river is ‘not for sale’ at all”")
SALE = at("‘not for sale’")
ENDED = at("「終わった」")
SUGGESTIONS: tuple[tuple[Spans, float], ...] = ((FIRST, 0.9), ((BRIDGE,), 0.7), ((SALE,), 0.4), ((ENDED,), 0.2))


def pipeline_layer(mentions: Iterable[tuple[Span, str]] = MENTIONS) -> Layer:
    """What the pipeline found."""
    marks = Marks(TEXT)
    return Layer(
        id="l_pipeline",
        kind="pipeline",
        annotator=AGENT,
        status="done",
        mentions=tuple(
            Mention(derived("m", "mention", (span,), label), (span,), label, None, Origin("pipeline", AGENT))
            for span, label in mentions
        ),
        quotations=tuple(
            Quotation(
                derived("q", "quotation", spans),
                spans,
                Origin("pipeline", AGENT, rule="marks", score=score),
                type=marks.type_of(spans),
            )
            for spans, score in SUGGESTIONS
        ),
    )


@cache
def _template() -> bytes:
    """The project file: made once, since making it takes longer than most tests."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "news.annotator"
        document = Document("d_1", TEXT, sha256(TEXT), "en")
        other = Document("d_2", "é 🏭 nothing here", sha256("é 🏭 nothing here"), "en")
        with Project.create(path) as project, project.step("Import", actor=PIPELINE):
            project.add_documents([AnnotatedDocument(document, layers=(pipeline_layer(),)), AnnotatedDocument(other)])
        return path.read_bytes()


def make_desk(folder: Path, name: str = "news.annotator") -> Desk:
    """A desk at a new project with the article."""
    (folder / name).write_bytes(_template())
    return Desk(Project.open(folder / name), "d_1", BEA, clock=lambda: NOW)


def state(desk: Desk) -> tuple[object, ...]:
    """All that a gesture may change."""
    project = desk.project
    return project.read(desk.document), project.registry.all(), project.annotators()


def does(desk: Desk, gesture: Callable[Concatenate[Desk, P], Changes], *args: P.args, **kwargs: P.kwargs) -> Changes:
    """Do a gesture that changes something; undone and redone, everything is exactly as before and as after it."""
    before = state(desk)
    changes = gesture(desk, *args, **kwargs)
    after = state(desk)
    assert changes
    assert changes.documents == {desk.document}
    assert after != before
    assert desk.project.undo_label(BEA.id) == changes.label
    assert desk.project.undo(BEA.id)
    assert state(desk) == before
    assert desk.project.redo(BEA.id)
    assert state(desk) == after
    return changes


def does_nothing(
    desk: Desk, gesture: Callable[Concatenate[Desk, P], Changes], *args: P.args, **kwargs: P.kwargs
) -> Changes:
    """Do a gesture that changes nothing and leaves no trace in the undo history."""
    before, label = state(desk), desk.project.undo_label(BEA.id)
    changes = gesture(desk, *args, **kwargs)
    assert not changes
    assert state(desk) == before
    assert desk.project.undo_label(BEA.id) == label
    return changes


def quoted(desk: Desk, changes: Changes) -> Quotation:
    """The quotation that the step was about."""
    assert changes.focus
    return desk.layer().quotation(changes.focus)


def sound(desk: Desk) -> None:
    """The layer can be written and read again, and the file has no problem."""
    annotated = desk.project.read(desk.document)
    assert decode(encode(annotated)) == annotated
    assert desk.project.check() == []
