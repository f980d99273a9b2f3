"""The language of the search field: which documents a query means, and where its words stand in them.

``status:done annotator:bea source:"The Herald" date:2026-01..2026-03 speaker:Lindqvist stance:against harbour``: all
terms must hold.  Bare words are looked for in title and text by the project's full-text index: of the last one the
beginning is enough, ``"a phrase"`` stands together, AND, OR, NOT and parentheses join; case and accents never matter.
With an annotator the status is that of their layer: ``annotator:bea status:new`` are the documents that bea has not
begun.  ``speaker``, ``stance``, ``target``, ``type`` and ``quoted`` (words within a quotation) are looked for in one
and the same quotation.  ``set:NAME`` are the documents of a saved search, ``copies:ID`` a document and its copies.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from annotator.domain.errors import AppError
from annotator.domain.text import Span
from annotator.operations.copies import copies_of
from annotator.operations.query_terms import FIELDS, OPERATORS, Term, bare, parse, wanted
from annotator.operations.saved_searches import Resolver
from annotator.store.functions import folded
from annotator.store.project import Project
from annotator.store.search import Hit
from annotator.store.selection import Wanted

__all__ = ["FIELDS", "Found", "Term", "find", "first_hit", "parse", "select"]

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Found:
    """The documents that a query means, best first: at most as many as asked for, of ``total``.

    ``words`` are those that the hits show: the query's bare words, or those within quotations.  Without any, the hits
    have no snippet, and none is left out.
    """

    hits: tuple[Hit, ...]
    total: int
    words: str


def select(project: Project, query: str) -> list[str]:
    """Ids of the documents that a query means, in project order.  Raises AppError for a query that makes no sense."""
    return _select(project, query, frozenset())


def _select(project: Project, query: str, within: frozenset[str]) -> list[str]:
    terms = parse(query)
    return project.documents.chosen(_wanted(project, terms, within)) if terms else project.documents.ids()


def find(project: Project, query: str, limit: int = 200) -> Found:
    """The documents that a query means, with the words around each hit.  Raises AppError as `select` does."""
    terms = parse(query)
    words = bare(terms) or " ".join(each.value for each in terms if each.field == "quoted")
    if not terms:
        return Found((), 0, "")
    if all(not each.field for each in terms):
        hits = project.documents.search(words, limit)
        return Found(tuple(hits), len(hits) if len(hits) < limit else project.documents.count_matching(words), words)
    ids = project.documents.chosen(_wanted(project, terms))
    if not words:
        return Found(tuple(Hit(id, "", (), title_hit=False) for id in ids), len(ids), "")
    hits = project.documents.search(words, limit, among=Wanted(documents=ids))
    return Found(tuple(hits), len(ids), words)


def _wanted(project: Project, terms: tuple[Term, ...], within: frozenset[str] = frozenset()) -> Wanted:
    resolve = Resolver(project, lambda query, inside: _select(project, query, inside), within)
    return wanted(terms, project.scheme, resolve, lambda value: _group(project, value))


def _group(project: Project, value: str) -> list[str]:
    """A document and its copies, or nothing where there is no such document."""
    here = next((each for each in project.documents.ids() if folded(each) == value), None)
    return [here, *copies_of(project, here)] if here is not None else []


def first_hit(text: str, query: str) -> Span | None:
    """Where the first of a query's words stands in a text: what to select when a hit is opened.

    A phrase is looked for as a whole, a word where a word begins with it; case and accents do not matter.
    """
    try:
        terms = [each.value for each in parse(query) if each.field in ("", "quoted")]
    except AppError:
        terms = query.split()
    folded, places = _folded_with_places(text)
    best: Span | None = None
    for term in terms:
        parts = [] if term in OPERATORS else [re.escape(each) for each in _WORD.findall(_without_accents(term))]
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
