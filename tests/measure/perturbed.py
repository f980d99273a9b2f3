"""Layers of several annotators made from one gold, by the mistakes that real annotators make.

The rates are those of two people on the same news articles: of paired quotations 66 % identical, 4 % with other
punctuation at the edge, 19 % with another content; 15 % of quotations marked by only one.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.domain.annotations import Annotator, Layer, Origin, Party, Quotation, Stance
from annotator.domain.documents import Document
from annotator.domain.marks import Marks
from annotator.domain.nesting import renested
from annotator.domain.text import Span, Spans, edge_after, edge_before, end_before, sha256, start_after

PEOPLE = tuple(Annotator(f"a_{each}", each) for each in ("ann", "bea", "cat"))


@dataclass(frozen=True)
class Rates:
    """How often an annotator does what, of all quotations; two of them err independently."""

    drop: float = 0.08
    edge: float = 0.125
    mark: float = 0.02
    cue: float = 0.03
    speaker: float = 0.03
    type: float = 0.01
    stance: float = 0.05
    extra: float = 0.0
    """Quotations that gold does not have, where an annotator saw one."""


@dataclass(frozen=True)
class Article:
    """A text and its gold quotations."""

    document: Document
    quotations: tuple[Quotation, ...]


def articles(folder: Path, least: int = 2) -> Iterator[Article]:
    """The articles of the JSONL files of a folder: records with ``text`` and ``quotes``, as the scorer has them."""
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                found = _article(record)
                if len(found.quotations) >= least:
                    yield found


def _article(record: dict[str, object]) -> Article:
    text = str(record["text"])
    document = Document(str(record["id"]), text, sha256(text))
    marks = Marks(text)
    rows = []
    quotes = record["quotes"]
    for number, each in enumerate(quotes if isinstance(quotes, list) else []):
        content = spans(each.get("content"))
        if not content:
            continue
        speaker = spans(each.get("speaker"))
        rows.append(
            Quotation(
                f"q_{number}",
                content,
                Origin("manual", "gold"),
                type=marks.type_of(content),
                cue=spans(each.get("cue")),
                speakers=(Party(speaker, None, None),) if speaker else (),
            )
        )
    return Article(document, nested(rows))


def spans(value: object) -> Spans:
    """Fragments in whatever shape the record has them."""
    if isinstance(value, dict):
        value = value.get("spans", [[value["start"], value["end"]]] if "start" in value else [])
    found = []
    for each in value if isinstance(value, list) else []:
        start, end = (each["start"], each["end"]) if isinstance(each, dict) else each[:2]
        if start < end:
            found.append(Span(start, end))
    out: list[Span] = []
    for each in sorted(set(found)):
        if not out or each.start >= out[-1].end:
            out.append(each)
    return tuple(out)


def nested(rows: list[Quotation]) -> tuple[Quotation, ...]:
    """The quotations with their parents."""
    own = {each.id: each for each in rows}
    for each in renested(own, own):
        own[each.id] = each
    return tuple(own.values())


def layer(article: Article, who: Annotator, rates: Rates, chance: random.Random) -> Layer:
    """One annotator's layer of an article."""
    marks = Marks(article.document.text)
    mentions = [party for each in article.quotations for party in each.speakers]
    rows = []
    for number, each in enumerate(article.quotations):
        if chance.random() < rates.drop:
            continue
        made = _changed(article.document.text, each, rates, chance, mentions)
        kind = chance.choice(("reported", "free_indirect")) if chance.random() < rates.type else None
        rows.append(
            replace(
                made,
                id=f"q_{who.name}_{number}",
                origin=Origin("manual", who.id),
                type=kind or marks.type_of(made.content),
                type_origin="manual" if kind else "auto",
                parent=None,
            )
        )
        if rates.extra and chance.random() < rates.extra and (words := _beside(article, rows)):
            rows.append(Quotation(f"q_{who.name}_x{number}", (words,), Origin("manual", who.id), type="indirect"))
    return Layer(f"l_{who.name}", "annotator", who.id, who.name, "done", quotations=nested(rows))


def _beside(article: Article, rows: list[Quotation]) -> Span | None:
    """Some words right after the last quotation that belong to none; None where there are not enough."""
    text, start = article.document.text, start_after(article.document.text, rows[-1].end) if rows else 0
    end = start
    for _ in range(6):
        end = edge_after(text, end)
    span = Span(start, end)
    free = not any(each.start < end and start < each.end for each in (*article.quotations, *rows))
    return span if free and span.length > 20 else None


def _changed(text: str, each: Quotation, rates: Rates, chance: random.Random, mentions: list[Party]) -> Quotation:
    roll = chance.random()
    content = each.content
    if roll < rates.edge:
        content = moved(text, content, chance)
    elif roll < rates.edge + rates.mark:
        content = remarked(text, content)
    made = replace(each, content=content)
    if each.cue and chance.random() < rates.cue:
        made = replace(made, cue=moved(text, each.cue, chance))
    if each.speakers and mentions and chance.random() < rates.speaker:
        made = replace(made, speakers=(chance.choice(mentions),))
    if each.stances:
        found = (_other_stance(one, rates, chance) for one in each.stances)
        made = replace(made, stances=tuple(one for one in found if one is not None))
    return made


def _other_stance(stance: Stance, rates: Rates, chance: random.Random) -> Stance | None:
    """The stance, now and then with another value, or not seen at all."""
    roll = chance.random()
    if roll < rates.stance / 3:
        return None
    if roll < rates.stance:
        value = chance.choice([each for each in ("favour", "against", "neutral") if each != stance.value])
        return replace(stance, value=value)
    return stance


def moved(text: str, content: Spans, chance: random.Random) -> Spans:
    """The fragments with their outer edge at another token, one to four away."""
    first, last = content[0], content[-1]
    start, end = first.start, last.end
    steps = chance.randint(1, 4)
    outward = chance.random() < 0.5
    if chance.random() < 0.5:
        for _ in range(steps):
            start = (edge_before if outward else start_after)(text, start)
    else:
        for _ in range(steps):
            end = (edge_after if outward else end_before)(text, end)
    if len(content) == 1:
        return (Span(start, end),) if start < end else content
    head, tail = Span(start, first.end), Span(last.start, end)
    fits = head.start < head.end and tail.start < tail.end
    return (head, *content[1:-1], tail) if fits else content


def remarked(text: str, content: Spans) -> Spans:
    """The fragments with a mark or a stop more or less at the end."""
    last = content[-1]
    if not text[last.end - 1].isalnum() and last.length > 1:
        return (*content[:-1], Span(last.start, last.end - 1))
    if last.end < len(text) and not text[last.end].isalnum() and not text[last.end].isspace():
        return (*content[:-1], Span(last.start, last.end + 1))
    return content
