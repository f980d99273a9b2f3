"""Values that the tests of this room are made from."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import annotator
from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import (
    NONE_IN_TEXT,
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
from annotator.domain.text import Span, sha256

TEXT = "“Die Fähre 🚢 fa\u0308hrt weiter,” said Zoë O\u2028Brien, “—trotz allem.” 彼は言った。 שלום."
NOW = "2026-11-20T11:00:00Z"
BEA = Origin("manual", "a_bea", created=NOW, modified=NOW)
CARL = Origin("manual", "a_carl", created=NOW, modified=NOW)
PIPE = Origin("pipeline", "en_core_web_sm 3.8.0", score=0.1 + 0.2)


def document(id: str = "d_1", text: str = TEXT, **meta: str | float | bool | None) -> Document:
    return Document(id, text, sha256(text), "en", dict.fromkeys(STANDARD_META) | meta)


def quotation(id: str = "q_1", start: int = 0, end: int = 28, origin: Origin = BEA) -> Quotation:
    return Quotation(id, (Span(start, end),), origin)


def mention(
    id: str = "m_1", start: int = 34, end: int = 37, entity: str | None = None, origin: Origin = BEA
) -> Mention:
    return Mention(id, (Span(start, end),), "person", entity, origin)


def entity(id: str = "e_1", name: str = "Zoë O’Brien", *aliases: str) -> Entity:
    return Entity(id, name, "person", BEA, aliases)


def layer(id: str = "l_bea", annotator: str = "bea", *quotations: Quotation) -> Layer:
    return Layer(id, "annotator", f"a_{annotator}", annotator, "in_progress", quotations=quotations)


def pipeline_layer(id: str = "l_pipe", agent: str = "en_core_web_sm 3.8.0", *starts: int) -> Layer:
    found = tuple(mention(f"m_{agent}_{at}", at, at + 3, None, PIPE) for at in starts or (34,))
    return Layer(id, "pipeline", None, agent, "done", mentions=found)


def full() -> AnnotatedDocument:
    """A document in which every field of every object has a value."""
    inner = Quotation("q_2", (Span(11, 14),), CARL, parent="q_1", parent_origin="manual", confidence=2, note="nö 🏭")
    stance = Stance("s_1", "e_2", (Span(5, 10),), "against", 2, False, (Span(1, 4), Span(11, 12)), BEA)
    waiting = Stance("s_2", None, (), None, None, None, (), BEA)
    outer = Quotation(
        "q_1",
        (Span(0, 28), Span(46, 63)),
        Origin("suggestion", "a_bea", "marks", 0.8125, True, ("q_x", "q_y"), NOW, None),
        type="direct",
        type_origin="manual",
        cue=(Span(29, 33),),
        cue_absent=False,
        speakers=(Party((Span(34, 37),), "e_1", "name", 0.9), NONE_IN_TEXT),
        addressees=(Party((), "e_2", "group"),),
        stances=(stance, waiting),
        attributes={"frame": "labour", "tone": 0.1, "seen": True, "none": None},
        flags=("headline", "translated"),
    )
    rejection = Rejection("x_1", "q_z", (Span(46, 63),), "scare_quotes", "a_bea", NOW)
    own = Layer(
        "l_bea",
        "annotator",
        "a_bea",
        "bea",
        "skipped",
        "weather",
        {"topic": "ferries"},
        (mention("m_1", entity="e_1"), mention("m_2", 38, 40)),
        (outer, inner),
        (rejection,),
    )
    gold = Layer("l_gold", "gold", None, None, "in_progress", quotations=(quotation("q_g"),))
    choice = Decision("x_9", "q_g", ("q_1",), "content", "picked", "boundary", "a_carl", NOW, NOW, True, "why")
    meta = {"title": "Fähre", "source": "Kurier", "author": None, "date": 2026, "url": None, "section": 3, "paid": True}
    return AnnotatedDocument(
        Document("d_full", TEXT, sha256(TEXT), "de", meta, {"x_mark": {"b": [1, None], "a": "ß"}}),
        (
            entity("e_1", "Zoë O’Brien", "Brien", "Zoe\u0308"),
            Entity("e_2", "Ferries", "issue", BEA, (), "Q25653", {"n": 1.5}),
        ),
        (gold, own, pipeline_layer()),
        (choice,),
    )


def environment() -> dict[str, str]:
    """What a child process needs to import the package under test."""
    return os.environ | {"PYTHONPATH": str(Path(annotator.__file__).parents[1])}


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run a program text in a process of its own."""
    return subprocess.run([sys.executable, "-c", program, *arguments], check=False, env=environment())
