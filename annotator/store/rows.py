"""Domain values as columns, and back: spans and attributes as JSON, origins in a small table of their own."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from annotator.domain.annotations import Origin
from annotator.domain.text import Span, Spans
from annotator.store.connection import Connection

_KEPT_ORIGINS = 10_000
ORIGIN_COLUMNS = ("origin_id", "score", "edited", "derived_from", "created", "modified")


def dump(value: object) -> str:
    """``value`` as compact JSON, non-ASCII kept as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def dump_mapping(value: Mapping[str, object]) -> str:
    """An open object as compact JSON, its order kept."""
    return dump(dict(value)) if value else "{}"


def load_mapping(text: str) -> dict[str, Any]:
    """The open object that `dump_mapping` wrote."""
    return json.loads(text) if text != "{}" else {}


def dump_names(value: Sequence[str]) -> str:
    """A list of ids as JSON."""
    return dump(list(value)) if value else "[]"


def load_names(text: str | None) -> tuple[str, ...]:
    """The ids that `dump_names` wrote; none for NULL."""
    return tuple(json.loads(text)) if text and text != "[]" else ()


def dump_spans(spans: Spans) -> str:
    """Fragments as ``[[0,32],[69,109]]``."""
    return f"[{','.join([f'[{start},{end}]' for start, end in spans])}]"


def load_spans_of(texts: Iterable[str]) -> list[Spans]:
    """The fragments that `dump_spans` wrote, a whole column in one go: parsing them one by one is slower by far."""
    return [tuple([Span(start, end) for start, end in each]) for each in json.loads(f"[{','.join(texts)}]")]


def folded(name: str) -> str:
    """What names are compared by: case-folded, accents composed, blanks as one space."""
    return " ".join(unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()).split())


class Origins:
    """Who made what: kind, agent and rule are stored once each, and their rows are only ever added."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ids: dict[tuple[str, str | None, str | None], int] = {}
        self._plain: dict[int, Origin] = {}
        self._read: dict[tuple[Any, ...], Origin] = {}  # most marks of an article have one of a few

    def forget(self) -> None:
        """Drop what is remembered of a transaction that was rolled back."""
        self._ids.clear()
        self._plain.clear()
        self._read.clear()

    def columns(self, origin: Origin) -> tuple[object, ...]:
        """Values for `ORIGIN_COLUMNS`."""
        derived = dump_names(origin.derived_from) if origin.derived_from else None
        id = self._ids.get((origin.kind, origin.agent, origin.rule)) or self._intern(origin)
        return (id, origin.score, int(origin.edited), derived, origin.created, origin.modified)

    def _intern(self, origin: Origin) -> int:
        parts = (origin.kind, origin.agent, origin.rule)
        found = self._connection.value("SELECT id FROM origin WHERE kind=? AND agent IS ? AND rule IS ?", parts)
        if found is None:
            found = self._connection.insert("origin", dict(zip(("kind", "agent", "rule"), parts, strict=True)))
        self._ids[parts] = int(found)
        return int(found)

    def of(self, row: Sequence[Any]) -> Origin:
        """The origin that `columns` stored, from the values of `ORIGIN_COLUMNS`."""
        known = self._read.get(key := tuple(row))
        if known is None:
            if len(self._read) >= _KEPT_ORIGINS:
                self._read.clear()
            known = self._read[key] = self._made(*key)
        return known

    def _made(
        self,
        id: int,
        score: float | None,
        edited: int,
        derived: str | None,
        created: str | None,
        modified: str | None,
    ) -> Origin:
        plain = self._plain.get(id) or self._load(id)
        if score is None and not edited and derived is None and created is None and modified is None:
            return plain
        return Origin(plain.kind, plain.agent, plain.rule, score, bool(edited), load_names(derived), created, modified)

    def _load(self, id: int) -> Origin:
        for each, kind, agent, rule in self._connection.rows("SELECT id, kind, agent, rule FROM origin"):
            self._plain[each] = Origin(kind, agent, rule)
        return self._plain[id]
