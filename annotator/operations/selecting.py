"""The language of the search field: which documents a query means, and where its words stand in them.

``status:done annotator:bea source:"The Herald" date:2026-01..2026-03 speaker:Lindqvist id:d_1 harbour``: all terms must
hold; bare words are looked for in title and text by the project's full-text index: of the last one the beginning is
enough, ``"a phrase"`` stands together, AND, OR and NOT join; case and accents never matter.  With an annotator the
status is that of their layer: ``annotator:bea status:new`` are the documents that bea has not begun.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import get_args

from annotator.domain.annotations import Annotator
from annotator.domain.documents import LayerStatus
from annotator.domain.errors import AppError
from annotator.domain.text import Span, words
from annotator.store.documents import DocumentRow
from annotator.store.project import Project
from annotator.store.search import Hit

FIELDS = ("status", "annotator", "source", "date", "speaker", "id")

_TERM = re.compile(r'(?:([A-Za-z]+):)?(?:"([^"]*)"|(\S+))')
_STATUSES = get_args(LayerStatus)
_OPERATORS = frozenset(("AND", "OR", "NOT"))
_WORD = re.compile(r"\w+")
_DEEP = 2_000
"""As many of the best hits are looked through for those that meet the other conditions too."""


@dataclass(frozen=True, slots=True)
class Term:
    """One condition; ``field`` is "" for bare words, which stand as they were typed, a phrase in its marks."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Found:
    """The documents that a query means, best first: at most as many as asked for, of ``total``.

    ``words`` are the query's bare words; without any, the hits have no snippet.
    """

    hits: tuple[Hit, ...]
    total: int
    words: str


def parse(query: str) -> tuple[Term, ...]:
    """The terms of a query.  Raises AppError at a field or a status that does not exist, or a field without a value."""
    terms = []
    for field, quoted, plain in _TERM.findall(query):
        name = field.lower()
        if field and name not in FIELDS:
            raise AppError(
                f"the search has no field “{field}”", f"the fields are {', '.join(FIELDS)}; put words into marks"
            )
        if not field and plain.endswith(":") and plain[:-1].lower() in FIELDS:
            raise AppError(f"the search says nothing after “{plain}”", "write the value right behind the colon")
        if not field:
            terms.append(Term("", plain or f'"{quoted}"'))
        else:
            value = _folded(quoted or plain)
            terms.append(Term(name, _status_id(value) if name == "status" else value))
    return tuple(terms)


def _status_id(value: str) -> str:
    id = value.replace(" ", "_")
    if id not in _STATUSES:
        raise AppError(f"there is no status “{value}”", f"use one of {', '.join(_STATUSES)}")
    return id


def select(project: Project, query: str) -> list[str]:
    """Ids of the documents that a query means, in project order.  Raises AppError for a query that makes no sense."""
    return _selected(project, parse(query))


def find(project: Project, query: str, limit: int = 200) -> Found:
    """The documents that a query means, with the words around each hit.  Raises AppError as `select` does."""
    terms = parse(query)
    bare = _bare(terms)
    if bare and all(not each.field for each in terms):
        hits = project.documents.search(bare, limit)
        return Found(tuple(hits), len(hits) if len(hits) < limit else len(project.documents.matching(bare)), bare)
    ids = _selected(project, terms) if terms else []
    if not bare:
        return Found(tuple(Hit(id, "", (), title_hit=False) for id in ids[:limit]), len(ids), "")
    wanted = set(ids)
    hits = [each for each in project.documents.search(bare, _DEEP) if each.document in wanted]
    return Found(tuple(hits[:limit]), len(ids), bare)


def first_hit(text: str, query: str) -> Span | None:
    """Where the first of a query's words stands in a text: what to select when a hit is opened.

    A phrase is looked for as a whole, a word where a word begins with it; case and accents do not matter.
    """
    try:
        terms = [each.value for each in parse(query) if not each.field]
    except AppError:
        terms = query.split()
    folded, places = _folded_with_places(text)
    best: Span | None = None
    for term in terms:
        parts = [] if term in _OPERATORS else [re.escape(each) for each in _WORD.findall(_without_accents(term))]
        if parts and (found := re.search(r"\b" + r"\W+".join(parts), folded)):
            span = Span(places[found.start()], places[found.end() - 1] + 1)
            best = span if best is None or span < best else best
    return None if best is None else _with_marks(text, best)


def _folded_with_places(text: str) -> tuple[str, list[int] | range]:
    """The text without case and accents, and for each of its characters where it came from."""
    if text.isascii():
        return text.lower(), range(len(text))
    out, places = [], []
    for at, char in enumerate(text):
        for each in _without_accents(char):
            out.append(each)
            places.append(at)
    return "".join(out), places


def _without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each))


def _with_marks(text: str, span: Span) -> Span:
    """The span with the accents that stand behind its last letter."""
    end = span.end
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return Span(span.start, end)


def _bare(terms: Iterable[Term]) -> str:
    return " ".join(each.value for each in terms if not each.field)


# ------------------------------------------------------------------------------------------------ the conditions


def _selected(project: Project, terms: tuple[Term, ...]) -> list[str]:
    """The cheap conditions first: what they leave is all that has to be read."""
    if not terms:
        return project.documents.ids()
    rows = project.documents.listing()
    for term in terms:
        if term.field in ("id", "source", "date"):
            rows = [each for each in rows if _row_fits(each, term)]
    if bare := _bare(terms):
        found = project.documents.matching(bare)
        rows = [each for each in rows if each.id in found]
    ids = [each.id for each in rows]
    if any(each.field in ("status", "annotator") for each in terms):
        layers = _Layers(project)
        ids = [each for each in ids if layers.fit(each, terms)]
    for term in terms:
        if term.field == "speaker":
            speech = _Speech(project, term.value)
            ids = [each for each in ids if each in speech]
    return ids


def _row_fits(row: DocumentRow, term: Term) -> bool:
    if term.field == "id":
        return _folded(row.id) == term.value
    if term.field == "source":
        return term.value in _folded(row.source or "")
    date = row.date or ""
    first, dots, last = term.value.partition("..")
    if not dots:
        return date.startswith(first)
    return bool(date) and first <= date and (not last or date <= last or date.startswith(last))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


class _Layers:
    """Who has which status in which document, asked for no more than a query needs."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._people = project.annotators()

    @cached_property
    def _status(self) -> dict[str, dict[str, LayerStatus]]:
        """By annotator's id, then document: the status of a layer that has one other than new."""
        documents = self._project.documents
        return {
            who.id: {row.id: row.status for row in documents.listing(who.id) if row.status != "new"}
            for who in self._people
        }

    def fit(self, id: str, terms: Iterable[Term]) -> bool:
        """Whether each annotator named has a layer, or each one's layer the status named; else anyone's."""
        names = [each.value for each in terms if each.field == "annotator"]
        wanted = {each.value for each in terms if each.field == "status"}
        for name in names:
            if not wanted and not self._has_layer(id, name):
                return False
            if not wanted <= (self._states(id, name) or {"new"}):
                return False
        return bool(names) or wanted <= (self._anyones(id, wanted) or {"new"})

    def _named(self, name: str) -> list[Annotator]:
        return [each for each in self._people if _folded(each.name) == name]

    def _has_layer(self, id: str, name: str) -> bool:
        annotations = self._project.annotations
        if name in ("gold", "pipeline"):
            return annotations.layer(id, "gold" if name == "gold" else "pipeline") is not None
        return any(
            id in self._status[who.id] or annotations.layer(id, "annotator", who.id) is not None
            for who in self._named(name)
        )

    def _states(self, id: str, name: str) -> set[str]:
        """What the layers of that name say, but for new: no layer says the same."""
        if name in ("gold", "pipeline"):
            layer = self._project.annotations.layer(id, "gold" if name == "gold" else "pipeline")
            return {layer.status} if layer else set()
        return {self._status[who.id][id] for who in self._named(name) if id in self._status[who.id]}

    def _anyones(self, id: str, wanted: set[str]) -> set[str]:
        """What all annotators' layers say, and gold's where it could matter."""
        states: set[str] = {each[id] for each in self._status.values() if id in each}
        if states and "new" in wanted:
            unknown = (who.id for who in self._people if id not in self._status[who.id])
            layers = (self._project.annotations.layer(id, "annotator", each) for each in unknown)
            states |= {"new"} if any(each is not None for each in layers) else set()
        if wanted - states - {"done", "skipped"}:
            gold = self._project.annotations.layer(id, "gold")
            states |= {gold.status} if gold else set()
        return states


class _Speech:
    """The documents in which someone so named speaks: by the entity's names, or by the words of the text."""

    def __init__(self, project: Project, value: str) -> None:
        self._project = project
        self._value = value
        named = [
            each.id
            for each in project.registry.all()
            if any(value in _folded(name) for name in (each.name, *each.aliases))
        ]
        self._named = frozenset(named)
        self._possible: set[str] = set(project.documents.matching('"' + value.replace('"', " ") + '"'))
        for id in named:
            self._possible.update(each.document for each in project.registry.passages(id))

    def __contains__(self, id: str) -> bool:
        if id not in self._possible:
            return False
        text = self._project.documents.get(id).text
        parties = (
            party
            for layer in self._project.annotations.layers(id)
            for quotation in layer.quotations
            for party in quotation.speakers
        )
        return any(party.entity in self._named or self._value in _folded(words(text, party.spans)) for party in parties)
