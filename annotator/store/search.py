"""Full-text search over titles and texts; see `annotator.store.query` for what may be typed."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.store.connection import Connection
from annotator.store.query import Either, Every, Indexed, Literal, Not, Query, as_whole_words, expression, parse, wanted
from annotator.store.rows import dump
from annotator.store.snippets import pattern, snippet
from annotator.store.sql import AMONG, select

_RANKED = """
SELECT rowid FROM document_fts WHERE document_fts MATCH ? AND rank MATCH 'bm25(8.0, 1.0)' {} ORDER BY rank LIMIT ?
"""
"""Best first; a word in the title weighs as much as eight in the text."""

_TEXTS = """
SELECT d.uid, d.title, t.text FROM json_each(?) wanted JOIN document d ON d.id=wanted.value
JOIN document_text t ON t.id=d.id ORDER BY wanted.key
"""
_HOLDING = r"""
SELECT d.id FROM document d JOIN document_text t ON t.id=d.id
WHERE (t.text LIKE ?1 ESCAPE '\' OR d.title LIKE ?1 ESCAPE '\')
"""


Condition = tuple[str, tuple[object, ...]]
"""A condition in SQL for the row ``d`` of a document, and its parameters."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that a search found.

    ``snippet`` is plain text: words around the first hits, or the beginning of the text where only the title has them.
    ``hits`` are start and end of each hit in code points of the snippet; ``title_hit`` tells whether the title has one.
    """

    document: str
    snippet: str
    hits: tuple[tuple[int, int], ...]
    title_hit: bool


class Search:
    """Finds documents by their words."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def hits(self, words: str, limit: int, among: Condition | None = None) -> list[Hit]:
        """The best ``limit`` documents for what a person typed, ``among`` those of a condition; none for nothing."""
        query = parse(words)
        if query is None:
            return []
        patterns = [pattern(each) for each in wanted(query)]
        with self._connection.reading():
            numbers = self._best(query, limit, among)
            rows = self._connection.rows(_TEXTS, [dump(numbers)])
        found = []
        for document, title, text in rows:
            shown, places = snippet(text, patterns)
            found.append(Hit(document, shown, places, any(each.search(title or "") for each in patterns)))
        return found

    def matching(self, words: str) -> set[str]:
        """Ids of all documents that what a person typed finds; none for nothing."""
        sql, values = self.condition(words)
        rows = self._connection.rows(select(["uid"], "document d", f"WHERE {sql}"), values)
        return {uid for (uid,) in rows}

    def count(self, words: str) -> int:
        """How many documents that is."""
        query = parse(words)
        if query is not None and (match := expression(query)):
            return int(self._connection.value("SELECT count(*) FROM document_fts WHERE document_fts MATCH ?", [match]))
        sql, values = self.condition(words)
        return int(self._connection.value(select(["count(*)"], "document d", f"WHERE {sql}"), values))

    def condition(self, words: str) -> Condition:
        """What holds for the row ``d`` of a document that what a person typed finds; for nothing, none does."""
        query = parse(words)
        if query is None:
            return "0", ()
        if match := expression(query):
            return "d.id IN (SELECT rowid FROM document_fts WHERE document_fts MATCH ?)", (match,)
        return f"d.id {AMONG}", (dump(sorted(self._numbers(query))),)

    def _best(self, query: Query, limit: int, among: Condition | None) -> list[int]:
        """Internal numbers of the best documents: by rank, or in project order where the index alone cannot tell."""
        if match := expression(query):
            return self._ranked(match, expression(as_whole_words(query)), limit, among)
        narrowed, values = among or ("1", ())
        if isinstance(query, Literal) and among is None:  # stops as soon as there are enough
            rows = self._connection.rows(f"{_HOLDING} ORDER BY position, d.id LIMIT ?", [_like(query), limit])
        else:
            sql = select(["d.id"], "document d", f"WHERE d.id {AMONG} AND {narrowed} ORDER BY position, d.id LIMIT ?")
            rows = self._connection.rows(sql, [dump(sorted(self._numbers(query))), *values, limit])
        return [number for (number,) in rows]

    def _ranked(self, match: str, as_whole_words: str | None, limit: int, among: Condition | None) -> list[int]:
        """The best documents of the index; those that have the words as they stand will do where they fill the page.

        That spares looking for all that begins with "the".
        """
        found: list[int] = []
        narrowed, values = among or ("", ())
        sql = _RANKED.format(
            f"AND +rowid IN ({select(['d.id'], 'document d', f'WHERE {narrowed}')})" if narrowed else ""
        )
        for each in dict.fromkeys((as_whole_words or match, match)):
            found = [number for (number,) in self._connection.rows(sql, [each, *values, limit])]
            if len(found) >= limit:
                break
        return found

    def _numbers(self, query: Query, among: set[int] | None = None) -> set[int]:
        """Internal numbers of all documents that match; ``among`` spares looking into others."""
        match query:
            case Indexed():
                return self._column("SELECT rowid FROM document_fts WHERE document_fts MATCH ?", query.match)
            case Literal() if among is not None:
                sql = f"{_HOLDING} AND d.id {AMONG}"
                return self._column(sql, _like(query), dump(sorted(among)))
            case Literal():
                return self._column(_HOLDING, _like(query))
            case Either():
                return set().union(*(self._numbers(each, among) for each in query.parts))
            case Not():
                rest = self._column("SELECT id FROM document") if among is None else among
                return rest - self._numbers(query.part, among)
            case Every():
                for each in sorted(query.parts, key=lambda part: expression(part) is None):  # the index first
                    found = self._numbers(each, among)
                    among = found if among is None else found & among
                return among or set()

    def _column(self, sql: str, *values: object) -> set[int]:
        return {number for (number,) in self._connection.rows(sql, values)}


def _like(literal: Literal) -> str:
    """A pattern of LIKE for a text that holds these characters."""
    return "%" + literal.text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
