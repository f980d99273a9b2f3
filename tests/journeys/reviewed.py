"""A project that two colleagues have annotated: they agree, differ in an edge, in a speaker, and one saw more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator, Layer, Mention, Origin, Party, Quotation
from annotator.domain.documents import STANDARD_META, Document
from annotator.domain.registry import Entity
from annotator.domain.text import Span, sha256
from annotator.store.project import Project

TEXT = (
    "“The cafe\u0301 stays open 🎪,” Zoë Bäcker told reporters on the quay.\n"
    "Omar Haddad said the council would sell the hall, a step that she called late.\n"
    "“Nobody asked us,” he added, and Nadia Roos said “that is a lie”.\n"
    "According to the harbour board, the ferry will run until spring."
)
ANA, BEA = Annotator("a_ana", "Ana Ruiz"), Annotator("a_bea", "Bea Holm")
_BY_HAND = Origin("manual", "a_ana")
ENTITIES = (
    Entity("e_zoe", "Zoë Bäcker", "person", _BY_HAND),
    Entity("e_omar", "Omar Haddad", "person", _BY_HAND),
    Entity("e_nadia", "Nadia Roos", "person", _BY_HAND),
    Entity("e_board", "harbour board", "organisation", _BY_HAND),
)
LONG = "the council would sell the hall, a step that she called late"
SHORT = "the council would sell the hall"


def at(words: str, nth: int = 0) -> Span:
    """Where these words stand."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


def quotation(id: str, content: str, cue: str, speaker: str, entity: str, type: str) -> Quotation:
    """One quotation by its words."""
    return Quotation(
        id,
        (at(content),),
        _BY_HAND,
        type=type,
        cue=(at(cue),),
        speakers=(Party((at(speaker),), entity, "name"),),
    )


def quotations(who: str, number: int) -> tuple[Quotation, ...]:
    """What an annotator has in the article with that number."""
    tail = f"_{who}{number}"
    ana = who == "ana"
    rows = [
        quotation("q1" + tail, "“The cafe\u0301 stays open 🎪,”", "told", "Zoë Bäcker", "e_zoe", "direct"),
        quotation("q2" + tail, SHORT if ana else LONG, "said", "Omar Haddad", "e_omar", "indirect"),
        quotation(
            "q3" + tail,
            "“Nobody asked us,”",
            "added",
            "Omar Haddad" if ana else "Zoë Bäcker",
            "e_omar" if ana else "e_zoe",
            "direct",
        ),
    ]
    if ana:
        rows.append(
            quotation(
                "q4" + tail, "the ferry will run until spring", "According to", "harbour board", "e_board", "indirect"
            )
        )
    return tuple(sorted(rows, key=lambda each: each.start))


def layer(annotator: Annotator, number: int, *, status: str = "done") -> Layer:
    """An annotator's layer of the article with that number."""
    who = annotator.id.removeprefix("a_")
    mentions = tuple(
        Mention(f"m{n}_{who}{number}", (at(words),), kind, entity, _BY_HAND)
        for n, (words, kind, entity) in enumerate(
            (
                ("Zoë Bäcker", "person", "e_zoe"),
                ("Omar Haddad", "person", "e_omar"),
                ("Nadia Roos", "person", "e_nadia"),
                ("harbour board", "organisation", "e_board"),
            )
        )
    )
    return Layer(
        f"l_{who}{number}",
        "annotator",
        annotator.id,
        annotator.name,
        status,  # type: ignore[arg-type] - a status by its name
        mentions=mentions,
        quotations=quotations(who, number),
    )


def make_reviewed(
    path: Path,
    annotators: Sequence[Annotator] = (ANA, BEA),
    articles: int = 1,
    change: Callable[[Layer], Layer] = lambda each: each,
) -> Path:
    """Write the project; ``change`` makes each layer another one."""
    whole = []
    for number in range(articles):
        text = TEXT if number == 0 else f"{TEXT}\nEdition {number}."
        meta = dict.fromkeys(STANDARD_META) | {"title": f"Harbour {number}", "source": "The Quay", "date": "2026-11-17"}
        document = Document(f"d_{number}", text, sha256(text), "en", meta)
        whole.append(AnnotatedDocument(document, ENTITIES, tuple(change(layer(each, number)) for each in annotators)))
    with Project.create(path, title="Quay") as project, project.step("Import", actor="a_import"):
        for each in annotators:
            project.save_annotator(each)
        project.add_documents(whole)
    return path
