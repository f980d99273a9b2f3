"""A project that holds something of everything, for exchange: invented text, two annotators, gold, the pipeline."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import (
    NONE_IN_TEXT,
    Annotator,
    Decision,
    Layer,
    Mention,
    Origin,
    Party,
    Quotation,
    Rejection,
    Stance,
)
from annotator.domain.documents import STANDARD_META, Document
from annotator.domain.registry import Entity
from annotator.domain.scheme import DEFAULT, Attribute, Label
from annotator.domain.text import Span, sha256
from annotator.store.project import Project

TEXT = (
    "“The cafe\u0301 stays open 🎪,” Councillor Zoë Bäcker told visitors, “until the lease ends.”\n"
    "Her deputy, Omar Haddad, said he was against the sale.\u2028قالت 市長は「続ける」と述べた。 👩\u200d🚀 "
    "A lone \r return."
)
ANA = Annotator("a_ana", "ana")
NOW = "2026-11-20T11:00:00Z"
BEA = Origin("manual", "a_bea", created=NOW, modified=NOW)
CARL = Origin("suggestion", "a_carl", "marks.speech", 0.123456, True, ("q_gone",), NOW, NOW)
PIPE = Origin("pipeline", "tiny_pipeline 1.2.3", "marks.speech", 1 / 3)
SCHEME = replace(
    DEFAULT,
    attributes=(
        Attribute("frame", "Frame", "quotation", "choice", (Label("conflict", "Conflict"),)),
        Attribute("tone", "Tone", "document"),
        Attribute("party", "Party", "entity"),
        Attribute("weight", "Weight", "quotation", "number"),
    ),
)


def at(words: str) -> Span:
    """Where these words stand."""
    start = TEXT.index(words)
    return Span(start, start + len(words))


def document(id: str, text: str = TEXT, **meta: object) -> Document:
    values = {key: each for key, each in meta.items() if isinstance(each, str | int | float)}
    return Document(id, text, sha256(text), "en", dict.fromkeys(STANDARD_META) | values)


def bea() -> Layer:
    stance = Stance("s_1", None, (at("the lease"),), "against", 2, False, (at("ends"),), BEA)
    waiting = Stance("s_2", "e_2", (), None, None, None, (), BEA)
    whole = Quotation(
        "q_1",
        (at("“The cafe\u0301 stays open 🎪,”"), at("“until the lease ends.”")),
        BEA,
        type="direct",
        cue=(at("told"),),
        speakers=(Party((at("Councillor Zoë Bäcker"),), "e_1", "name"),),
        addressees=(Party((at("visitors"),), None, "nominal"),),
        stances=(stance, waiting),
        attributes={"frame": "conflict", "weight": 3},
        confidence=3,
        note="“marks”,\nand a second line",
        flags=("mark_error", "our_own"),
    )
    inner = Quotation(
        "q_2",
        (at("until the lease"),),
        BEA,
        type="hummed",
        type_origin="manual",
        cue_absent=True,
        speakers=(NONE_IN_TEXT,),
        parent="q_1",
        parent_origin="manual",
        attributes={"weight": 0.5},
    )
    mention = Mention("m_1", (at("Zoë Bäcker"),), "person", "e_1", replace(PIPE, derived_from=("m_9",)))
    rejections = (
        Rejection("x_1", "q_77", (at("against the sale"),), "scare_quotes", "a_bea", NOW),
        Rejection("x_2", None, (), None, "a_bea", None),
    )
    return Layer(
        "l_1", "annotator", "a_bea", "bea", "done", None, {"tone": "calm"}, (mention,), (whole, inner), rejections
    )


def carl() -> Layer:
    found = Quotation("q_1", (at("「続ける」"),), CARL, type="direct", speakers=(Party((), "e_2", "group", 0.98765),))
    return Layer("l_2", "annotator", "a_carl", "carl", "skipped", "weather", {"tone": "=1+1"}, quotations=(found,))


def gold() -> Layer:
    right = Quotation("q_g", (at("「続ける」"),), Origin("adjudication", "a_bea"), type="direct")
    return Layer("l_3", "gold", status="adjudicated", quotations=(right,))


def pipeline() -> Layer:
    mention = Mention("m_9", (at("Omar Haddad"),), "person", None, PIPE)
    found = Quotation("q_9", (at("“until the lease ends.”"),), PIPE, type="direct")
    return Layer("l_4", "pipeline", None, "tiny_pipeline 1.2.3", "done", mentions=(mention,), quotations=(found,))


def decisions() -> tuple[Decision, ...]:
    return (
        Decision("x_8", "q_g", ("q_1", "q_99"), "content", "picked", "boundary", "a_bea", "2026-11-21T09:00:00Z"),
        Decision("x_9", None, (), "quotation", "none", "our_reason", "a_carl", NOW, stale=True, note="?"),
    )


ENTITIES = (
    Entity("e_1", "Zoë Bäcker", "person", BEA, ("Bäcker", "Zoe\u0308"), "Q42", {"party": "-none"}),
    Entity("e_2", "The lease", "contract", BEA, proposed=True),
)


def everything() -> tuple[AnnotatedDocument, ...]:
    """Four documents: all layers; the same text twice more, one with its source and date; one bare."""
    full = document("d_1", title="Café", source="Kurier", date="2026-11-19", page=4)
    twin = Layer("l_1", "annotator", "a_bea", "bea", "in_progress")
    return (
        AnnotatedDocument(full, ENTITIES, (gold(), bea(), carl(), pipeline()), decisions()),
        AnnotatedDocument(document("d 2 ü", source="Kurier", date="2026-11-19", page="4a"), layers=(twin,)),
        AnnotatedDocument(document("d_3", source="Other")),
        AnnotatedDocument(
            replace(document("d_4", "«Привет» 🎪 e\u0301.", page=1.5), extra={"x_b": {"z": [1], "a": None}})
        ),
    )


def make(path: Path, *documents: AnnotatedDocument) -> Path:
    """A closed project with these documents, or with `everything`."""
    with Project.create(path, title="Cafés 🎪", scheme=SCHEME) as project, project.step("Fill", actor="a_ana"):
        project.add_documents(documents or everything())
    return path


def lines(path: Path, *objects: object) -> Path:
    """A file of JSON lines."""
    path.write_bytes(b"".join(json.dumps(each, ensure_ascii=False).encode("utf-8") + b"\n" for each in objects))
    return path
