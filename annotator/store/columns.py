"""The values of metadata and typed columns of a whole project, for exports that have the same keys on each line.

Each distinct set of values is told once: to read a hundred thousand documents for their keys takes as long as to write
them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from annotator.domain.documents import STANDARD_META, Scalar
from annotator.store.connection import Connection
from annotator.store.rows import load_mapping
from annotator.store.sql import select

_ENTITIES = (
    "SELECT DISTINCT attributes FROM entity WHERE id IN (SELECT entity_id FROM mention"
    " UNION SELECT entity_id FROM party UNION SELECT target_id FROM stance)"
)


class ColumnValues:
    """Reads them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def meta(self) -> Iterator[Mapping[str, Scalar]]:
        """Metadata of the documents; of standard keys that hold a text only that they do."""
        holds = [f"max({key} IS NOT NULL AND json_type(meta, '$.{key}') IS NULL)" for key in STANDARD_META]
        found = self._connection.row(select(holds, "document", "")) or ()
        yield {key: "" if held else None for key, held in zip(STANDARD_META, found, strict=True)}
        yield from self._mappings("SELECT DISTINCT meta FROM document")

    def extra(self) -> Iterator[Mapping[str, object]]:
        """Foreign top-level values of the documents."""
        return self._mappings("SELECT DISTINCT extra FROM document")

    def layers(self) -> Iterator[Mapping[str, Scalar]]:
        """Typed columns of documents, in any layer."""
        return self._mappings("SELECT DISTINCT attributes FROM layer")

    def quotations(self) -> Iterator[Mapping[str, Scalar]]:
        """Typed columns of quotations."""
        return self._mappings("SELECT DISTINCT attributes FROM quotation")

    def entities(self) -> Iterator[Mapping[str, Scalar]]:
        """Typed columns of the entities that some layer refers to."""
        return self._mappings(_ENTITIES)

    def _mappings(self, sql: str) -> Iterator[Mapping[str, Scalar]]:
        for (text,) in self._connection.rows(sql):
            yield load_mapping(text)
