"""What search costs: from words typed to the first page with snippets, beside bare FTS5; and what the index adds.

Run it as a plain script: ``python tests/benchmarks/bench_search.py [ARTICLES]``; 2,000 articles of some 13,000 bytes
unless told otherwise.  Their words are invented and as frequent as words are (Zipf's law over 60,000 of them), for an
index of a few words only would be small and fast beyond belief.
"""

from __future__ import annotations

import random
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from itertools import accumulate
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from measuring import Table, Times, facts, measured

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.documents import STANDARD_META, Document
from annotator.domain.text import sha256
from annotator.store.project import Project

VOCABULARY = 60_000
WORDS = 1_300
"""Words of an article."""

SYLLABLES = ("ba", "lin", "do", "ker", "mi", "sta", "ro", "vé", "un", "gor", "ä", "the", "s", "pol", "tra", "en")
COMMON, MIDDLING, RARE = 0, 300, 40_000
"""Ranks of words: one in every article, in some, in hardly any."""

BARE = (
    "SELECT rowid, snippet(document_fts, 1, '[', ']', '…', 24) FROM document_fts WHERE document_fts MATCH ?"
    " ORDER BY rank LIMIT ?"
)


def vocabulary(chosen: random.Random) -> list[str]:
    """Invented words, the most frequent first; those are short."""
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        length = 1 + min(5, len(words) // 200 + chosen.randrange(3))
        words["".join(chosen.choices(SYLLABLES, k=length))] = None
    return list(words)


def articles(count: int, words: list[str], chosen: random.Random) -> Iterator[AnnotatedDocument]:
    """Articles of these words."""
    weights = list(accumulate(1 / (rank + 2) for rank in range(len(words))))
    for n in range(count):
        text = " ".join(chosen.choices(words, cum_weights=weights, k=WORDS)) + " 🏭 e\u0301."
        meta = dict.fromkeys(STANDARD_META) | {"title": " ".join(chosen.choices(words, cum_weights=weights, k=8))}
        yield AnnotatedDocument(Document(f"d_{n}", text, sha256(text), "en", meta))


def import_plain(path: Path, documents: list[AnnotatedDocument], times: Times) -> None:
    """The same texts into a plain table with FTS5."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript("""
            PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
            CREATE TABLE document_text(id INTEGER PRIMARY KEY, title TEXT, text TEXT);
            CREATE VIRTUAL TABLE document_fts USING fts5(title, text, content='document_text', content_rowid='id');
        """)
        rows = [(n, each.document.meta["title"], each.document.text) for n, each in enumerate(documents, 1)]
        with times.one():
            db.execute("BEGIN IMMEDIATE")
            for table in ("document_text(id, title, text)", "document_fts(rowid, title, text)"):
                db.executemany(f"INSERT INTO {table} VALUES (?, ?, ?)", rows)
            db.execute("COMMIT")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def searches(words: list[str]) -> dict[str, str]:
    """What is typed, by what it shows."""
    common, middling, rare = (words[rank] for rank in (COMMON, MIDDLING, RARE))
    return {
        "a common word": f"{common} ",
        "a common word, as a prefix": common,
        "three letters, as a prefix": words[MIDDLING][:3],
        "a middling word": f"{middling} ",
        "a rare word": f"{rare} ",
        "two words": f"{common} {middling} ",
        "a phrase": f'"{common} {words[1]}"',
        "OR, NOT": f"({middling} OR {rare}) NOT {words[2]} ",
        "an emoji, looked for in every text": "🏭",
        "a word that is not there": "zzz ",
    }


def main() -> None:
    """Print the tables."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    chosen = random.Random(7)
    words = vocabulary(chosen)
    documents = list(articles(count, words, chosen))
    with tempfile.TemporaryDirectory(prefix="annotator-bench-", ignore_cleanup_errors=True) as name:
        plain_path, path = Path(name) / "plain.db", Path(name) / "search.annotator"
        plain, ours = Times(), Times()
        import_plain(plain_path, documents, plain)
        project = Project.create(path)
        with ours.one():
            with project.step("Import", actor="a_bench"):
                project.add_documents(documents)
            project.close()
        table = Table(f"Import {count:,} articles of {WORDS:,} words")
        table.row("plain sqlite3 with FTS5", plain)
        table.row("project.add_documents", ours, base=plain, reach="≤ 2 × plain")
        table = Table(f"Search in {count:,} articles, first page of 50 with snippets")
        with closing(sqlite3.connect(plain_path)) as db, Project.open(path) as project:
            bare = measured(10, lambda _: db.execute(BARE, (words[MIDDLING], 50)).fetchall())
            table.row("bare FTS5, a middling word", bare)
            for what, typed in searches(words).items():
                found = measured(10, lambda _, typed=typed: project.documents.search(typed, 50))
                table.row(what, found, reach="≤ 50")
            table.row("matching, a common word", measured(10, lambda _: project.documents.matching(words[COMMON])))
        sizes = [each.stat().st_size / 1_000_000 for each in (plain_path, path)]
    text = sum(len(each.document.text.encode()) for each in documents) / 1_000_000
    facts(
        "Size in MB", [(w, f"{v:.1f}", "") for w, v in zip(("texts", "plain", "project"), (text, *sizes), strict=True)]
    )


if __name__ == "__main__":
    main()
