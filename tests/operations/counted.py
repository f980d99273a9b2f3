"""A project whose numbers are known: two outlets, two months, speakers with parties, stances towards two issues."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle
from pathlib import Path

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator, Layer, Origin, Party, Quotation, Stance
from annotator.domain.documents import STANDARD_META, Document
from annotator.domain.registry import Entity
from annotator.domain.scheme import DEFAULT, Attribute, Label
from annotator.domain.text import Span, sha256
from annotator.store.project import Project
from annotator.store.visits import Visit

ADA = Annotator("a_ada", "Ada")
BEA = Annotator("a_bea", "Be\u0301a 🎪")
MADE = Origin("manual", ADA.id, created="2026-11-20T11:00:00Z", modified="2026-11-20T11:00:00Z")
GREEN, BLUE = Label("green", "Greens"), Label("blue", "Blue & Co")
SCHEME = replace(
    DEFAULT,
    attributes=(
        Attribute("party", "Party", "entity", "choice", (GREEN, BLUE)),
        Attribute("seats", "Seats", "entity", "number"),
    ),
)
LENE = Entity("e_lene", "Lene Brandt", "person", MADE, attributes={"party": "green", "seats": 3})
OMAR = Entity("e_omar", "Omar Zoe\u0301", "person", MADE, attributes={"party": "blue"})
UNION = Entity("e_union", "Dock union 🏭", "organisation", MADE)
PLAN = Entity("e_plan", "Rescue plan", "issue", MADE)
SALE = Entity("e_sale", "Sale of the quay", "issue", MADE)
ENTITIES = (LENE, OMAR, UNION, PLAN, SALE)

TEXT = "“We stay 🎪,” Lene Brandt said. The cafe\u0301 will close, Omar said. “Why?” someone asked."
DIRECT = "“We stay 🎪,”"
INDIRECT = "The cafe\u0301 will close"
QUESTION = "“Why?”"
OUTLETS = ("The Herald", "Café & Harbour")
DATES = ("2026-09-30", "2026-10-01", "2026-10-31", None)


def at(words: str) -> tuple[Span, ...]:
    """Where the words stand."""
    start = TEXT.index(words)
    return (Span(start, start + len(words)),)


def stance(id: str, target: Entity, value: str, strength: int | None = None) -> Stance:
    return Stance(id, target.id, (), value, strength, True, (), MADE)


def quotations(number: int, who: str) -> tuple[Quotation, ...]:
    """Direct by Lene for the plan, indirect by Omar and the union against it, one direct by nobody known."""
    id = f"q_{who}_{number}_"
    lene = (Party((), LENE.id, "name"),)
    both = (Party((), OMAR.id, "name"), Party((), UNION.id, "name"))
    nobody = (Party(at("someone"), None, "nominal"),)
    favour = stance(f"s_{id}1", PLAN, "favour", 2)
    against, open_ = stance(f"s_{id}2", PLAN, "against", 3), stance(f"s_{id}3", SALE, "unclear")
    return (
        Quotation(f"{id}1", at(DIRECT), MADE, "direct", speakers=lene, stances=(favour,)),
        Quotation(f"{id}2", at(INDIRECT), MADE, "indirect", speakers=both, stances=(against, open_)),
        Quotation(f"{id}3", at(QUESTION), MADE, "direct", speakers=nobody),
    )


def layer(annotator: Annotator, number: int, found: tuple[Quotation, ...], *, done: bool = True) -> Layer:
    id, status = f"l_{annotator.id}_{number}", "done" if done else "in_progress"
    return Layer(id, "annotator", annotator.id, annotator.name, status, quotations=found)  # type: ignore[arg-type]


def counted(folder: Path, articles: int = 4) -> Project:
    """Ada has finished every article; Béa has begun the first, with one quotation."""
    project = Project.create(folder / "counted.annotator", title="Counted 🎪", scheme=SCHEME, exclusive=False)
    rows = []
    for number, source, date in zip(range(articles), cycle(OUTLETS), cycle(DATES), strict=False):
        text = TEXT + "\n" * number
        meta = dict.fromkeys(STANDARD_META) | {"title": f"Article {number}", "source": source, "date": date}
        layers = [layer(ADA, number, quotations(number, "ada"))]
        if not number:
            layers.append(layer(BEA, number, quotations(number, "bea")[:1], done=False))
        rows.append(AnnotatedDocument(Document(f"d_{number}", text, sha256(text), "en", meta), ENTITIES, tuple(layers)))
    with project.step("Import", actor=ADA.id):
        project.add_documents(rows)
    for each in rows[:2]:
        project.visits.save(each.document.id, ADA.id, Visit(0, 0, None, 90.0, "2026-11-20T11:00:00Z"))
    return project
