"""JSONL as a table: one object a quotation and stance, the same keys in each."""

from __future__ import annotations

import json

from annotator.formats.base import ExportContext, Format, Sink, Source
from annotator.formats.columns import keys_for
from annotator.formats.rows import Table


def write(source: Source, context: ExportContext, sink: Sink) -> None:
    """Writes the rows of all documents."""
    table = Table(context.scheme, keys_for(source, context), without_text=context.without_text)
    with sink.open() as out:
        for annotated in context.documents(source):
            for row in table.rows(annotated):
                line = json.dumps(row, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
                out.write(line.encode("utf-8") + b"\n")


FORMAT_JSONL_FLAT = Format(
    id="jsonl-flat",
    name="One object a quotation and stance, JSON Lines",
    suffixes=(".flat.jsonl",),
    loses="texts of the documents, mentions, rejections, decisions, documents without quotations, when and by whom",
    write=write,
    stand_off=True,
)
