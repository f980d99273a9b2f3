"""What the project file costs: import, export and size, beside plain sqlite3 doing the same inserts and reads.

Run it as a plain script: ``python tests/benchmarks/bench_store.py [ARTICLES]``; 1,000 articles of some 4,000 characters
unless told otherwise, each with 75 annotations (20 quotations, 55 mentions).  The plain tables hold the same values
with an index on each owner, and a full-text index (FTS5) over the texts, as search will need one.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import prose
from measuring import Table, Times, facts

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Origin
from annotator.domain.documents import STANDARD_META
from annotator.domain.text import Spans
from annotator.operations.exchange import export
from annotator.store.project import Project

TABLES = """
CREATE TABLE document(id INTEGER PRIMARY KEY, uid TEXT UNIQUE, text_sha256 TEXT, language TEXT, title TEXT, source TEXT,
    author TEXT, date TEXT, url TEXT);
CREATE INDEX document_sha256 ON document(text_sha256);
CREATE TABLE document_text(id INTEGER PRIMARY KEY, text TEXT);
CREATE TABLE layer(id INTEGER PRIMARY KEY, uid TEXT, document_id INTEGER, kind TEXT, annotator TEXT, status TEXT);
CREATE INDEX layer_document ON layer(document_id);
CREATE TABLE mention(id INTEGER PRIMARY KEY, uid TEXT, layer_id INTEGER, spans TEXT, label TEXT, entity TEXT,
    origin TEXT, agent TEXT, created TEXT);
CREATE INDEX mention_layer ON mention(layer_id);
CREATE TABLE quotation(id INTEGER PRIMARY KEY, uid TEXT, layer_id INTEGER, type TEXT, type_origin TEXT, content TEXT,
    cue TEXT, cue_absent INTEGER, parent TEXT, flags TEXT, origin TEXT, agent TEXT, created TEXT);
CREATE INDEX quotation_layer ON quotation(layer_id);
CREATE TABLE party(id INTEGER PRIMARY KEY, quotation_id INTEGER, role TEXT, position INTEGER, spans TEXT, entity TEXT,
    form TEXT);
CREATE INDEX party_quotation ON party(quotation_id);
"""
FULL_TEXT = "CREATE VIRTUAL TABLE document_fts USING fts5(text, content='document_text', content_rowid='id')"
INSERTS = {
    "document": 9,
    "document_text": 2,
    "document_fts(rowid, text)": 2,
    "layer": 6,
    "mention": 9,
    "quotation": 13,
    "party": 7,
}


def spans_of(spans: Spans) -> str:
    """Fragments as the project file holds them."""
    return json.dumps([list(each) for each in spans], separators=(",", ":"))


def made(origin: Origin) -> tuple[str, str | None, str | None]:
    """Where an object came from."""
    return origin.kind, origin.agent, origin.created


class Plain:
    """Gathers rows and writes them with executemany, without any check."""

    def __init__(self, db: sqlite3.Connection, *, full_text: bool) -> None:
        self._db = db
        self._full_text = full_text
        self._rows: dict[str, list[tuple[object, ...]]] = {table: [] for table in INSERTS}
        self._ids = dict.fromkeys(INSERTS, 0)

    def _put(self, table: str, *values: object) -> int:
        self._ids[table] += 1
        self._rows[table].append((self._ids[table], *values))
        return self._ids[table]

    def write(self, documents: Iterable[AnnotatedDocument]) -> None:
        """All documents in one transaction."""
        self._db.execute("BEGIN IMMEDIATE")
        for n, each in enumerate(documents, 1):
            self._add(each)
            if n % 100 == 0:
                self._flush()
        self._flush()
        self._db.execute("COMMIT")

    def _add(self, whole: AnnotatedDocument) -> None:
        each = whole.document
        meta = (each.meta[key] for key in STANDARD_META)
        document = self._put("document", each.id, each.text_sha256, each.language, *meta)
        self._rows["document_text"].append((document, each.text))
        if self._full_text:
            self._rows["document_fts(rowid, text)"].append((document, each.text))
        for layer in whole.layers:
            number = self._put("layer", layer.id, document, layer.kind, layer.annotator, layer.status)
            for m in layer.mentions:
                self._put("mention", m.id, number, spans_of(m.spans), m.label, m.entity, *made(m.origin))
            for q in layer.quotations:
                edges = (q.type, q.type_origin, spans_of(q.content), spans_of(q.cue), int(q.cue_absent))
                quotation = self._put("quotation", q.id, number, *edges, q.parent, "[]", *made(q.origin))
                for place, party in enumerate(q.speakers):
                    said = (spans_of(party.spans), party.entity, party.form)
                    self._put("party", quotation, "speaker", place, *said)

    def _flush(self) -> None:
        for table, rows in self._rows.items():
            if rows:
                self._db.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * INSERTS[table])})", rows)
                rows.clear()


def import_plain(path: Path, count: int, times: Times, *, full_text: bool) -> None:
    """The same documents into the plain tables."""
    documents = list(articles(count))
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        db.executescript(TABLES + (FULL_TEXT if full_text else ""))
        with times.one():
            Plain(db, full_text=full_text).write(documents)
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def import_ours(path: Path, count: int, times: Times) -> None:
    """The documents into a project, and the project closed."""
    documents = list(articles(count))
    project = Project.create(path, title="Benchmark")
    with times.one():
        with project.step("Import", actor=prose.PERSON.id):
            project.add_documents(documents)
        project.close()


def articles(count: int) -> Iterable[AnnotatedDocument]:
    """What is imported."""
    return prose.documents(count, 4_000, 20, 55, own=True)


def export_plain(path: Path, out: Path, times: Times) -> None:
    """The plain tables as lines of JSON with as much in them."""
    with closing(sqlite3.connect(path)) as db, out.open("w", encoding="utf-8") as stream, times.one():
        for document, *head in db.execute("SELECT d.*, text FROM document d JOIN document_text USING (id)"):
            layers = [
                plain_layer(db, *row) for row in db.execute("SELECT * FROM layer WHERE document_id=?", [document])
            ]
            line = {"id": head[0], "text": head[-1], "text_sha256": head[1], "meta": head[2:-1], "layers": layers}
            stream.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def plain_layer(
    db: sqlite3.Connection, number: int, uid: str, _document: int, kind: str, annotator: str, status: str
) -> dict[str, object]:
    """One layer as the exchange format writes it, three queries."""
    speakers: dict[int, list[dict[str, object]]] = defaultdict(list)
    query = "SELECT p.* FROM quotation q JOIN party p ON p.quotation_id=q.id WHERE q.layer_id=? ORDER BY p.position"
    for _, owner, _role, _position, spans, entity, form in db.execute(query, [number]):
        speakers[owner].append({"spans": json.loads(spans), "entity": entity, "form": form, "score": None})
    mentions = [
        {"id": id, "spans": json.loads(spans), "label": label, "entity": entity, "origin": origin(*rest)}
        for _, id, _layer, spans, label, entity, *rest in db.execute("SELECT * FROM mention WHERE layer_id=?", [number])
    ]
    quotations = [
        {
            "id": row[1], "type": row[3], "type_origin": row[4], "content": json.loads(row[5]),
            "cue": json.loads(row[6]), "cue_absent": bool(row[7]), "speakers": speakers.get(row[0], []),
            "addressees": [], "stances": [], "parent": row[8], "parent_origin": "auto", "attributes": {},
            "confidence": None, "note": None, "flags": json.loads(row[9]), "origin": origin(*row[10:]),
        }
        for row in db.execute("SELECT * FROM quotation WHERE layer_id=?", [number])
    ]  # fmt: skip
    return {
        "id": uid, "kind": kind, "annotator": annotator, "status": status, "mentions": mentions,
        "quotations": quotations, "rejections": [],
    }  # fmt: skip


def origin(kind: str, agent: str | None, created: str | None) -> dict[str, object]:
    """An origin as the exchange format writes it."""
    return {"kind": kind, "agent": agent, "rule": None, "score": None, "edited": False, "derived_from": [],
            "created": created, "modified": None}  # fmt: skip


def export_ours(path: Path, out: Path, times: Times) -> None:
    """A project as JSONL."""
    with Project.open(path) as project, times.one():
        export(project, out)


def main() -> None:
    """Print the tables."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    rounds = 3 if count <= 2_000 else 1
    kinds = ("plain", "bare", "ours", "plain out", "ours out")
    times = {kind: Times() for kind in kinds}
    with tempfile.TemporaryDirectory(prefix="annotator-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for n in range(rounds):
            plain, bare, ours = (folder / f"{kind}{n}.annotator" for kind in kinds[:3])
            lines, own_lines = folder / f"plain{n}.jsonl", folder / f"ours{n}.jsonl"
            import_plain(plain, count, times["plain"], full_text=True)
            import_plain(bare, count, times["bare"], full_text=False)
            import_ours(ours, count, times["ours"])
            export_plain(plain, lines, times["plain out"])
            export_ours(ours, own_lines, times["ours out"])
        sizes = {path: path.stat().st_size / 1_000_000 for path in (plain, bare, ours, lines, own_lines)}
    table = Table(f"Import {count:,} articles × 75 annotations")
    table.row("plain sqlite3 with FTS5", times["plain"])
    table.row("plain sqlite3 without FTS5", times["bare"], base=times["plain"])
    table.row("project.add_documents (no FTS5 yet)", times["ours"], base=times["plain"], reach="≤ 2 × plain with FTS5")
    table = Table(f"Export {count:,} articles × 75 annotations to JSONL")
    table.row("plain sqlite3 + json", times["plain out"])
    table.row("export", times["ours out"], base=times["plain out"], reach="≤ 2 × plain")
    scale = 10_000 / count
    facts(
        "Size in MB, and for 10,000 articles",
        [
            (what, f"{sizes[path]:.1f} → {sizes[path] * scale:.0f}", reach)
            for what, path, reach in (
                ("plain sqlite3 with FTS5", plain, ""),
                ("plain sqlite3 without FTS5", bare, ""),
                ("project file (no FTS5 yet)", ours, "≤ 200"),
                ("plain JSONL", lines, ""),
                ("exported JSONL", own_lines, ""),
            )
        ],
    )


if __name__ == "__main__":
    main()
