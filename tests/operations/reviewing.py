"""A project in which several people have annotated one invented article, and somebody who makes gold of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator, Layer, Origin, Party, Quotation, Stance
from annotator.domain.documents import Document
from annotator.domain.registry import Entity
from annotator.domain.text import Span, Spans, sha256
from annotator.operations.curate import review_desk
from annotator.operations.gold import GoldDesk
from annotator.store.project import PIPELINE, Project
from tests.operations.annotating import BEA, BRIDGE, ENDED, FIRST, NOW, SALE, TEXT, at, pipeline_layer

ANN = Annotator("a_ann", "Ann Adler")
CAT = Annotator("a_cat", "Cat Corr\u00e8ge")
JUDGE = Annotator("a_judge", "Jude")
ZOE = Entity("e_zoe", "Zoé Lindqvist", "person", Origin("manual", "a_ann"), ("Lindqvist",))
BRANDT = Entity("e_brandt", "Ana Brandt", "person", Origin("manual", "a_ann"))
CLOSURE = Entity("e_closure", "Closure", "issue", Origin("manual", "a_ann"))


def made(who: Annotator) -> Origin:
    return Origin("manual", who.id, created=NOW, modified=NOW)


def quotation(who: Annotator, id: str, *content: Span, **slots: object) -> Quotation:
    """A quotation by somebody; slots as `Quotation` has them."""
    return replace(Quotation(id, tuple(content), made(who), type="direct"), **slots)  # type: ignore[arg-type]


def speaker(span: Span | None, entity: str | None = None) -> tuple[Party, ...]:
    return (Party((span,) if span else (), entity, "name"),)


def stance(id: str, who: Annotator, value: str, intensity: int | None = None) -> Stance:
    return Stance(id, CLOSURE.id, (), value, intensity, True, (), made(who))


def layer(who: Annotator, *quotations: Quotation, **fields: object) -> Layer:
    whole = Layer(f"l_{who.id}", "annotator", who.id, who.name, "done", mentions=(), quotations=quotations)
    return replace(whole, **fields)  # type: ignore[arg-type]


MAYOR = at("Zoé Lindqvist")
TOLD = at("told")


def first(who: Annotator, id: str, **slots: object) -> Quotation:
    """The first quotation of the article, all filled in."""
    values: dict[str, object] = {"cue": (TOLD,), "speakers": speaker(MAYOR, ZOE.id)}
    return quotation(who, id, *FIRST, **(values | slots))


def project_of(folder: Path, *layers: Layer, documents: int = 1, labelled: bool = True) -> Project:
    """A project whose articles (``d_1`` …, all of one text) hold these layers."""
    project = Project.create(folder / "town.annotator", exclusive=False)
    rows = [_document(number, layers) for number in range(1, documents + 1)]
    with project.step("Import", actor=BEA.id):
        project.add_documents(rows)
    if labelled:
        with project.step("Label", actor=PIPELINE):
            for each in rows:
                project.annotations.replace_pipeline_layer(each.document.id, pipeline_layer())
    return project


def _document(number: int, layers: Iterable[Layer]) -> AnnotatedDocument:
    """The article with layers whose ids are of this document."""
    text = TEXT if number == 1 else f"{TEXT} № {number}"
    document = Document(f"d_{number}", text, sha256(text))
    own = tuple(_numbered(each, number) for each in layers)
    return AnnotatedDocument(document, (ZOE, BRANDT, CLOSURE), own)


def _numbered(layer: Layer, number: int) -> Layer:
    if number == 1:
        return layer
    rows = tuple(replace(each, id=f"{each.id}_{number}") for each in layer.quotations)
    return replace(layer, id=f"{layer.id}_{number}", quotations=rows)


def town(folder: Path, *, labelled: bool = True) -> Project:
    """Two articles: Ann and Bea have finished them and agree in part, Cat has only begun."""
    return project_of(
        folder,
        layer(ANN, first(ANN, "q_a1"), quotation(ANN, "q_a2", BRIDGE), quotation(ANN, "q_a3", ENDED)),
        layer(BEA, first(BEA, "q_b1"), quotation(BEA, "q_b2", at("the bridge over the river"), type="indirect")),
        layer(CAT, status="in_progress"),
        documents=2,
        labelled=labelled,
    )


class Clock:
    """A clock that goes on by a second whenever it is looked at."""

    def __init__(self) -> None:
        self.seconds = 0

    def __call__(self) -> str:
        self.seconds += 1
        return f"2026-11-22T10:{self.seconds // 60:02}:{self.seconds % 60:02}Z"


def desk_of(project: Project, document: str = "d_1", annotators: Iterable[str] | None = None) -> GoldDesk:
    """Jude's desk at the gold layer."""
    return review_desk(project, document, JUDGE, annotators, clock=Clock())


def state(project: Project) -> tuple[object, ...]:
    """All that a project's documents hold, the registry, and what is frozen."""
    documents = [project.read(each) for each in project.documents.ids()]
    frozen = [project.frozen.of(each.document) for each in documents]
    return tuple(documents), project.registry.all(), tuple(frozen)


__all__ = [
    "ANN", "BEA", "BRANDT", "BRIDGE", "CAT", "CLOSURE", "ENDED", "FIRST", "JUDGE", "MAYOR", "NOW", "SALE", "TEXT",
    "TOLD", "ZOE", "Clock", "Spans", "at", "desk_of", "first", "layer", "made", "project_of", "quotation", "speaker",
    "stance", "state", "town",
]  # fmt: skip
