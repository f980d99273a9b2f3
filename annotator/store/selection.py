"""Which documents meet conditions about their metadata, their words, their layers and the quotations in them.

All of it is one query, so that a hundred thousand documents are sifted without being read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from annotator.store.connection import Connection
from annotator.store.rows import dump
from annotator.store.search import Condition, Search
from annotator.store.sql import AMONG, select

_SPOKEN: Final = (
    "substr(t.text, json_extract(f.value, '$[0]') + 1, json_extract(f.value, '$[1]') - json_extract(f.value, '$[0]'))"
)
"""The words of a fragment; SQLite counts code points too."""
_IN_TEXT: Final = (
    "document d CROSS JOIN layer l ON l.document_id=d.id CROSS JOIN quotation q ON q.layer_id=l.id"
    " CROSS JOIN document_text t ON t.id=d.id"
)
"""CROSS keeps the order: from the few documents that hold the words to their quotations, never the other way."""


@dataclass(frozen=True, slots=True)
class Dates:
    """A time: from ``first``, if any, to ``last``, if any; each a year, a month or a day, and all of it counts."""

    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Conditions that all must hold; texts without case (see `annotator.store.functions.folded`).

    ``documents`` are ids, None for any.  Each of ``statuses``, ``stances`` and ``types`` is a choice: one of its values
    is enough.  With annotators (names, gold, pipeline) each must have a layer, and if statuses are wanted, one of that
    status: nobody's layer is "new".  What is wanted of a quotation must hold of one and the same, in a layer of those
    annotators where there are any.
    """

    documents: Sequence[str] | None = None
    ids: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    dates: tuple[Dates, ...] = ()
    words: str = ""
    annotators: tuple[str, ...] = ()
    statuses: tuple[frozenset[str], ...] = ()
    speakers: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    stances: tuple[frozenset[str], ...] = ()
    types: tuple[frozenset[str], ...] = ()
    quoted: tuple[str, ...] = ()

    @property
    def asks_quotations(self) -> bool:
        """Whether something is wanted of a quotation."""
        return bool(self.speakers or self.targets or self.stances or self.types or self.quoted)


class Selection:
    """Finds the documents of one project that meet conditions."""

    def __init__(self, connection: Connection, search: Search) -> None:
        self._connection = connection
        self._search = search

    def ids(self, wanted: Wanted) -> list[str]:
        """Ids of the documents that meet all, in project order."""
        sql, values = self.condition(wanted)
        whole = select(["d.uid"], "document d", f"WHERE {sql} ORDER BY d.position, d.id")
        return [uid for (uid,) in self._connection.rows(whole, values)]

    def condition(self, wanted: Wanted) -> Condition:
        """What holds for the row ``d`` of a document that meets all."""
        parts = [*self._metadata(wanted), *self._layers(wanted)]
        if wanted.asks_quotations:
            parts.append(self._quotations(wanted))
        return " AND ".join(sql for sql, _ in parts) or "1", tuple(value for _, values in parts for value in values)

    # ------------------------------------------------------------------------------------------ documents

    def _metadata(self, wanted: Wanted) -> Iterator[Condition]:
        if wanted.documents is not None:
            yield f"d.uid {AMONG}", (dump(list(wanted.documents)),)
        for id in wanted.ids:
            yield "folded(d.uid)=?", (id,)
        for source in wanted.sources:
            yield f"d.source IN ({_SOURCES})", (source,)
        for each in wanted.dates:
            yield _dated(each)
        if wanted.words:
            yield self._search.condition(wanted.words)

    def _layers(self, wanted: Wanted) -> Iterator[Condition]:
        for name in wanted.annotators:
            scope, values = self._scope((name,))
            if not wanted.statuses:
                yield f"EXISTS ({_layers_of(scope)})", values
            for choice in wanted.statuses:
                yield _with_status(choice, scope, values)
        if not wanted.annotators:
            for choice in wanted.statuses:
                yield _with_status(choice, "l.kind<>'pipeline'", ())

    def _scope(self, names: Sequence[str]) -> Condition:
        """What holds for the row ``l`` of a layer of these annotators."""
        parts = [f"l.kind='{each}'" for each in ("gold", "pipeline") if each in names]
        people = "SELECT id FROM annotator WHERE folded(name) IN (SELECT value FROM json_each(?))"
        parts.append(f"l.kind='annotator' AND l.annotator_id IN ({people})")
        return f"({' OR '.join(parts)})", (dump(list(names)),)

    # ------------------------------------------------------------------------------------------ quotations

    def _quotations(self, wanted: Wanted) -> Condition:
        """There is a quotation of which all holds."""
        scope, scoped = self._scope(wanted.annotators) if wanted.annotators else ("1", ())
        parts: list[Condition] = [(scope, scoped)]
        parts += [(f"q.type {AMONG}", (dump(sorted(each)),)) for each in wanted.types]
        for sql, values in self._about(wanted):
            parts.append((f"q.id IN ({sql})", values))
        where = " AND ".join(sql for sql, _ in parts)
        found = select(["l.document_id"], "quotation q JOIN layer l ON l.id=q.layer_id", f"WHERE {where}")
        return f"d.id IN ({found})", tuple(value for _, values in parts for value in values)

    def _about(self, wanted: Wanted) -> Iterator[Condition]:
        """Queries of the quotations by a speaker, with a stance, with words in them."""
        for name in wanted.speakers:
            linked = select(["p.quotation_id"], "party p", f"WHERE p.role='speaker' AND p.entity_id IN ({_NAMED})")
            named, values = self._named_in_text(name, _PARTIES, "p.role='speaker'")
            yield f"{linked} UNION ALL {named}", (name, name, *values)
        if wanted.stances or wanted.targets:
            yield from self._with_stance(wanted)
        for words in wanted.quoted:
            holding, values = self._search.condition(words)
            spoken = select(["1"], "json_each(q.content) f", f"WHERE holds_words({_SPOKEN}, ?)")
            yield select(["q.id"], _IN_TEXT, f"WHERE {holding} AND EXISTS ({spoken})"), (*values, words)

    def _with_stance(self, wanted: Wanted) -> Iterator[Condition]:
        """A stance of one of the values, towards a target of that name; both of the same stance."""
        values = tuple(dump(sorted(each)) for each in wanted.stances)
        valued = " AND ".join(f"s.value {AMONG}" for _ in wanted.stances) or "1"
        if not wanted.targets:
            yield select(["s.quotation_id"], "stance s", f"WHERE {valued}"), values
        for name in wanted.targets:
            linked = select(["s.quotation_id"], "stance s", f"WHERE {valued} AND s.target_id IN ({_NAMED})")
            named, more = self._named_in_text(name, _TARGETS, valued, values)
            yield f"{linked} UNION ALL {named}", (*values, name, name, *more)

    def _named_in_text(self, name: str, joined: str, condition: str, values: tuple[object, ...] = ()) -> Condition:
        """The quotations in which fragments hold a name: only documents that hold it are looked into."""
        holding, found = self._search.condition('"' + name.replace('"', " ") + '"*')
        where = f"WHERE {holding} AND {condition} AND instr(folded({_SPOKEN}), ?)"
        return select(["q.id"], f"{_IN_TEXT} {joined}", where), (*found, *values, name)


_SOURCES: Final = "SELECT source FROM (SELECT DISTINCT source FROM document) WHERE instr(folded(source), ?)"
"""Outlets are few, and each is folded once."""
_NAMED: Final = (
    "SELECT id FROM entity WHERE instr(folded(name), ?) UNION SELECT entity_id FROM alias WHERE instr(folded(name), ?)"
)
_PARTIES: Final = "CROSS JOIN party p ON p.quotation_id=q.id JOIN json_each(p.spans) f"
_TARGETS: Final = "CROSS JOIN stance s ON s.quotation_id=q.id JOIN json_each(s.target_spans) f"


def _dated(each: Dates) -> Condition:
    """A day of the last month comes after the month as text, so its beginning is looked at too."""
    if each.first == each.last:
        return "substr(d.date, 1, length(?))=?", (each.first, each.first)
    since = "d.date>=? AND d.date GLOB '[0-9][0-9][0-9][0-9]*'"  # what is no date, such as “9/3/26”, is of no time
    if not each.last:
        return since, (each.first,)
    return f"{since} AND (d.date<=? OR substr(d.date, 1, length(?))=?)", (each.first, *[each.last] * 3)


def _layers_of(scope: str) -> str:
    """A query of the layers of the document ``d``."""
    return select(["1"], "layer l", f"WHERE l.document_id=d.id AND {scope}")


def _with_status(choice: frozenset[str], scope: str, values: tuple[object, ...]) -> Condition:
    """There is a layer of one of these statuses; where "new" is one, having none is enough."""
    layers = _layers_of(scope)
    found = f"EXISTS ({layers} AND l.status {AMONG})"
    if "new" not in choice:
        return found, (*values, dump(sorted(choice)))
    return f"({found} OR NOT EXISTS ({layers}))", (*values, dump(sorted(choice)), *values)
