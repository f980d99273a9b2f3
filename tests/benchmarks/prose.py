"""Invented articles of any length, with their people, places and quotations marked, for the benchmarks."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator, Layer, Mention, Origin, Party, Quotation
from annotator.domain.documents import STANDARD_META, Document
from annotator.domain.registry import Entity
from annotator.domain.text import Span, sha256

PERSON = Annotator("a_bench", "bench")
AGENT = "invented 1"
FIRST = ("Ana", "Jun", "Mirko", "Zoe\u0301", "Tuva", "Samir", "Olga", "Pedro")
LAST = ("Lindqvist", "Sato", "Ferrante", "O’Brien", "Nowak")
BODIES = ("Harbour Board", "Norsk Kraft", "Miners’ Union", "City Council", "Water Authority")
PLACES = ("Oslo", "Valparaíso", "Gdańsk", "Harwick", "Lower Marsh")
CLAUSES = (
    "the plant will not close before every worker has a contract",
    "nobody asked the villages what they need 🏭 this winter",
    "prices have risen twice since the spring and wages have not",
    "the bridge was safe when the inspectors left it",
    "there is no money for a second ferry, and there never was",
    "we warned the ministry in March and heard nothing",
)
PLAIN = (
    "Talks went on until late in the evening while snow fell on the northern roads.",
    "Shops along the river stayed shut for a third day and most of the schools with them.",
    "The vote is expected before the end of the month, though few believe in that date.",
)


@dataclass(slots=True)
class _Draft:
    """A text under way, and where in it stand names and quotations."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    names: list[tuple[Span, str]] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)

    def add(self, words: str, kind: str = "") -> Span:
        span = Span(self.length, self.length + len(words))
        self.parts.append(words)
        self.length = span.end
        if kind:
            self.names.append((span, kind))
        return span

    def quote(self, chosen: random.Random, origin: Origin) -> None:
        """A sentence that quotes: in marks, or after “that”."""
        person = chosen.randrange(len(FIRST) * len(LAST))
        clause = chosen.choice(CLAUSES)
        if chosen.random() < 0.5:
            content = self.add(f"“{clause[0].upper()}{clause[1:]},”")
            self.add(" ")
            name = self.add(_name(person), "person")
            self.add(" ")
            cue = self.add("told reporters")
            kind = "direct"
        else:
            name = self.add(_name(person), "person")
            self.add(" ")
            cue = self.add("said")
            self.add(" that ")
            content = self.add(clause)
            kind = "indirect"
        self.add(". ")
        known = chosen.random() < 0.75
        speakers = (Party((name,), f"e_{person}", "name"),) if known else ()
        id = f"q_{len(self.quotations)}"
        self.quotations.append(Quotation(id, (content,), origin, kind, cue=(cue,), speakers=speakers))

    def tell(self, chosen: random.Random) -> None:
        """A sentence that does not quote."""
        self.add(chosen.choice(BODIES), "organisation")
        self.add(" and ")
        self.add(_name(chosen.randrange(len(FIRST) * len(LAST))), "person")
        self.add(" met in ")
        self.add(chosen.choice(PLACES), "place")
        self.add(". ")
        self.add(chosen.choice(PLAIN) + " ")


def _name(person: int) -> str:
    return f"{FIRST[person % len(FIRST)]} {LAST[person // len(FIRST)]}"


def entities(more: int = 0) -> tuple[Entity, ...]:
    """Everyone who speaks in the articles, and so many more that a project has collected."""
    origin = Origin("manual", PERSON.id)
    people = [Entity(f"e_{n}", _name(n), "person", origin) for n in range(len(FIRST) * len(LAST))]
    return (*people, *(Entity(f"e_x{n}", f"Stranger {n}", "person", origin) for n in range(more)))


@cache
def article(size: int, quotations: int, mentions: int, seed: int = 0) -> tuple[str, Layer]:
    """A text of about ``size`` code points, and an annotator's layer with about so many quotations and mentions.

    They lie evenly over the text; a paragraph has some 500 code points.
    """
    chosen, draft = random.Random(seed), _Draft()
    origin, paragraph = Origin("manual", PERSON.id, created="2026-11-20T11:00:00Z"), 0
    while draft.length < size:
        if len(draft.quotations) < quotations * draft.length / size:
            draft.quote(chosen, origin)
        else:
            draft.tell(chosen)
        if draft.length - paragraph > 500:
            paragraph = draft.add("\n").end
    step = max(1.0, len(draft.names) / mentions) if mentions else 1.0
    places = [draft.names[int(n * step)] for n in range(mentions) if int(n * step) < len(draft.names)]
    found = tuple(Mention(f"m_{n}", (span,), kind, None, origin) for n, (span, kind) in enumerate(places))
    layer = Layer("l_own", "annotator", PERSON.id, PERSON.name, "in_progress", None, {}, found, tuple(draft.quotations))
    return "".join(draft.parts), layer


def by_pipeline(layer: Layer, *, suggestions: bool = True) -> Layer:
    """The layer as the pipeline's own, with or without its quotations."""
    origin = Origin("pipeline", AGENT)
    mentions = tuple(replace(each, origin=origin) for each in layer.mentions)
    quotations = tuple(replace(each, origin=replace(origin, score=0.5)) for each in layer.quotations)
    return Layer(
        "l_pipe", "pipeline", None, AGENT, "done", mentions=mentions, quotations=quotations if suggestions else ()
    )


def document(id: str, title: str, text: str, layers: Sequence[Layer] = (), more: int = 0) -> AnnotatedDocument:
    """A document with layers, and the entities that they refer to."""
    meta = dict.fromkeys(STANDARD_META) | {"title": title, "source": "The Harwick Courier", "date": "2026-11-20"}
    return AnnotatedDocument(Document(id, text, sha256(text), "en", meta), entities(more), tuple(layers))


def documents(
    count: int, size: int, quotations: int, mentions: int, *, own: bool, start: int = 0
) -> Iterator[AnnotatedDocument]:
    """Many documents, no two alike: 50 articles in turn, each with an end of its own.

    Their layer is the annotator's (``own``) or the pipeline's, without entities.
    """
    made = []
    for seed in range(min(count, 50)):
        text, layer = article(size, quotations, mentions, seed)
        bare = tuple(
            replace(each, speakers=tuple(replace(party, entity=None) for party in each.speakers))
            for each in layer.quotations
        )
        layer = replace(layer, quotations=bare)
        made.append((text, layer if own else by_pipeline(layer)))
    for n in range(start, start + count):
        text, layer = made[n % len(made)]
        told = f"{text}\nEdition {n:06}, page {n % 37}."
        whole = document(f"d_{n:06}", f"{PLACES[n % 5]}: report {n} on {BODIES[n % 3]} and the winter", told, (layer,))
        yield replace(whole, entities=())
