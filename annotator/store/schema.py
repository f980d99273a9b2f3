"""The tables of a project file, numbered migrations, and what makes a file one of ours.

`user_version` is the number of the last migration that ran, and the only record of it: sqlite-utils' own migrations
keep theirs in a table of names, and two records can disagree.  Each migration runs in a transaction together with its
number.  Undo survives a migration, because the journal's rows carry column names: a column that is gone is ignored, a
new one takes its default.  A migration that renames a column or moves rows to another table must empty ``step``, which
forgets the undo history and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable

from annotator.domain.errors import ProjectError
from annotator.store.connection import Connection

APPLICATION_ID = 0x51554F54
"""``QUOT``: what `file` and SQLite tools show."""

JOURNALLED = (
    "project",
    "annotator",
    "label",
    "attribute",
    "guideline",
    "entity",
    "alias",
    "document",
    "document_text",
    "note",
    "layer",
    "mention",
    "quotation",
    "party",
    "stance",
    "rejection",
    "decision",
    "frozen",
)
"""Tables that only a step may write, parents before children."""

_OTHERS = ("origin", "step", "change", "visit", "cue", "reason", "fingerprint", "document_words", "document_fts")

ASKED_KEY = "asked"
"""The row of the table ``project`` that holds the scheme's fields asked for; files of version 1 have none."""

RENAMED_KEY = "renamed:"
"""How the keys of those rows of ``project`` begin that say what frozen layers are read through."""

_ORIGIN = """origin_id INTEGER NOT NULL REFERENCES origin(id), score REAL, edited INTEGER NOT NULL DEFAULT 0,
    derived_from TEXT, created TEXT, modified TEXT"""

_KEY = "id INTEGER PRIMARY KEY AUTOINCREMENT"
_LATER = "DEFERRABLE INITIALLY DEFERRED"
_CHILD = f"ON DELETE CASCADE {_LATER}"

_FIRST = f"""
CREATE TABLE project({_KEY}, key TEXT NOT NULL UNIQUE, value TEXT);
CREATE TABLE annotator({_KEY}, uid TEXT NOT NULL UNIQUE, name TEXT NOT NULL);
CREATE TABLE attribute({_KEY}, uid TEXT NOT NULL, owner TEXT NOT NULL, type TEXT NOT NULL, name TEXT NOT NULL,
    position INTEGER NOT NULL, UNIQUE(owner, uid));
CREATE TABLE label({_KEY}, vocabulary TEXT NOT NULL, attribute_id INTEGER REFERENCES attribute(id) {_CHILD},
    uid TEXT NOT NULL, name TEXT NOT NULL, by_hand INTEGER NOT NULL DEFAULT 0, position INTEGER NOT NULL);
CREATE UNIQUE INDEX label_uid ON label(vocabulary, ifnull(attribute_id, 0), uid);
CREATE TABLE guideline({_KEY}, reason TEXT NOT NULL, text TEXT NOT NULL, position INTEGER NOT NULL);
CREATE TABLE origin(id INTEGER PRIMARY KEY, kind TEXT NOT NULL, agent TEXT, rule TEXT);
CREATE INDEX origin_parts ON origin(kind, agent, rule);
CREATE TABLE entity({_KEY}, uid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, folded TEXT NOT NULL, kind TEXT NOT NULL,
    wikidata TEXT, attributes TEXT NOT NULL DEFAULT '{{}}', proposed INTEGER NOT NULL DEFAULT 0, {_ORIGIN});
CREATE INDEX entity_folded ON entity(folded);
CREATE TABLE alias({_KEY}, entity_id INTEGER NOT NULL REFERENCES entity(id) {_CHILD}, position INTEGER NOT NULL,
    name TEXT NOT NULL, folded TEXT NOT NULL);
CREATE INDEX alias_entity ON alias(entity_id);
CREATE INDEX alias_folded ON alias(folded);
CREATE TABLE document({_KEY}, uid TEXT NOT NULL UNIQUE, position INTEGER NOT NULL, text_sha256 TEXT NOT NULL,
    language TEXT, title TEXT, source TEXT, author TEXT, date TEXT, url TEXT, meta TEXT NOT NULL DEFAULT '{{}}',
    extra TEXT NOT NULL DEFAULT '{{}}', words INTEGER NOT NULL);
CREATE INDEX document_position ON document(position);
CREATE INDEX document_text_sha256 ON document(text_sha256);
CREATE TABLE document_text({_KEY}, text TEXT NOT NULL, FOREIGN KEY(id) REFERENCES document(id) {_CHILD});
CREATE TABLE layer({_KEY}, uid TEXT NOT NULL, document_id INTEGER NOT NULL REFERENCES document(id) {_CHILD},
    kind TEXT NOT NULL, annotator_id INTEGER REFERENCES annotator(id) {_LATER}, agent TEXT, status TEXT NOT NULL,
    status_reason TEXT, attributes TEXT NOT NULL DEFAULT '{{}}', UNIQUE(document_id, uid));
CREATE INDEX layer_uid ON layer(uid);
CREATE INDEX layer_annotator ON layer(annotator_id);
CREATE UNIQUE INDEX layer_single ON layer(document_id, kind) WHERE kind <> 'annotator';
CREATE UNIQUE INDEX layer_own ON layer(document_id, annotator_id) WHERE kind = 'annotator';
CREATE TABLE mention({_KEY}, uid TEXT NOT NULL, layer_id INTEGER NOT NULL REFERENCES layer(id) {_CHILD},
    spans TEXT NOT NULL, label TEXT NOT NULL, entity_id INTEGER REFERENCES entity(id) {_LATER}, {_ORIGIN});
CREATE UNIQUE INDEX mention_uid ON mention(uid, layer_id);
CREATE INDEX mention_layer ON mention(layer_id);
CREATE INDEX mention_entity ON mention(entity_id) WHERE entity_id IS NOT NULL;
CREATE TABLE quotation({_KEY}, uid TEXT NOT NULL, layer_id INTEGER NOT NULL REFERENCES layer(id) {_CHILD},
    type TEXT, type_origin TEXT NOT NULL, content TEXT NOT NULL, cue TEXT NOT NULL, cue_absent INTEGER NOT NULL,
    parent_id INTEGER REFERENCES quotation(id) {_LATER}, parent_origin TEXT NOT NULL, attributes TEXT NOT NULL,
    confidence INTEGER, note TEXT, flags TEXT NOT NULL, {_ORIGIN});
CREATE UNIQUE INDEX quotation_uid ON quotation(uid, layer_id);
CREATE INDEX quotation_layer ON quotation(layer_id);
CREATE INDEX quotation_parent ON quotation(parent_id) WHERE parent_id IS NOT NULL;
CREATE TABLE party({_KEY}, quotation_id INTEGER NOT NULL REFERENCES quotation(id) {_CHILD}, role TEXT NOT NULL,
    position INTEGER NOT NULL, spans TEXT NOT NULL, entity_id INTEGER REFERENCES entity(id) {_LATER}, form TEXT,
    score REAL);
CREATE INDEX party_quotation ON party(quotation_id);
CREATE INDEX party_entity ON party(entity_id) WHERE entity_id IS NOT NULL;
CREATE TABLE stance({_KEY}, uid TEXT NOT NULL, quotation_id INTEGER NOT NULL REFERENCES quotation(id) {_CHILD},
    position INTEGER NOT NULL, target_id INTEGER REFERENCES entity(id) {_LATER}, target_spans TEXT NOT NULL,
    value TEXT, intensity INTEGER, explicit INTEGER, evidence TEXT NOT NULL, {_ORIGIN});
CREATE INDEX stance_quotation ON stance(quotation_id);
CREATE INDEX stance_target ON stance(target_id) WHERE target_id IS NOT NULL;
CREATE TABLE rejection({_KEY}, uid TEXT NOT NULL, layer_id INTEGER NOT NULL REFERENCES layer(id) {_CHILD},
    suggestion TEXT, spans TEXT NOT NULL, reason TEXT, by TEXT NOT NULL, at TEXT);
CREATE UNIQUE INDEX rejection_uid ON rejection(uid, layer_id);
CREATE INDEX rejection_layer ON rejection(layer_id);
CREATE TABLE decision({_KEY}, uid TEXT NOT NULL, document_id INTEGER NOT NULL REFERENCES document(id) {_CHILD},
    gold TEXT, sources TEXT NOT NULL, slot TEXT NOT NULL, action TEXT NOT NULL, reason TEXT, by TEXT NOT NULL, at TEXT,
    acknowledged TEXT, stale INTEGER NOT NULL DEFAULT 0, note TEXT, UNIQUE(document_id, uid));
CREATE TABLE step({_KEY}, actor TEXT NOT NULL, label TEXT NOT NULL, at TEXT NOT NULL, focus TEXT,
    undone INTEGER NOT NULL DEFAULT 0, size INTEGER NOT NULL DEFAULT 0);
CREATE INDEX step_actor ON step(actor, undone);
CREATE TABLE change(id INTEGER PRIMARY KEY, step INTEGER NOT NULL REFERENCES step(id) ON DELETE CASCADE,
    tbl TEXT NOT NULL, op TEXT NOT NULL, row_id INTEGER NOT NULL, last_id INTEGER NOT NULL, before TEXT);
CREATE INDEX change_step ON change(step, tbl, row_id);
"""


_WORDS = (
    "CREATE VIEW document_words AS SELECT d.id AS id, d.title AS title, t.text AS text"
    " FROM document d JOIN document_text t ON t.id=d.id"
)
_FULL_TEXT = (
    "CREATE VIRTUAL TABLE document_fts USING fts5(title, text, content='document_words', content_rowid='id',"
    " tokenize='unicode61 remove_diacritics 2')"
)

_SECOND = (
    f"""CREATE TABLE note({_KEY}, document_id INTEGER NOT NULL REFERENCES document(id) {_CHILD},
    annotator_id INTEGER NOT NULL REFERENCES annotator(id) {_LATER}, text TEXT NOT NULL,
    UNIQUE(document_id, annotator_id))""",
    "CREATE INDEX note_annotator ON note(annotator_id)",
    """CREATE TABLE visit(document_id INTEGER NOT NULL, annotator TEXT NOT NULL, caret INTEGER NOT NULL,
    top INTEGER NOT NULL, active TEXT, seconds REAL NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY(document_id, annotator)) WITHOUT ROWID""",
    "CREATE TABLE cue(document_id INTEGER PRIMARY KEY, candidates TEXT NOT NULL)",
    "ALTER TABLE step ADD COLUMN documents TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE step ADD COLUMN document_count INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE step ADD COLUMN reverts INTEGER",
    "CREATE INDEX change_range ON change(step, tbl, row_id, last_id) WHERE last_id>row_id",
    _WORDS,
    _FULL_TEXT,
    "INSERT INTO document_fts(document_fts) VALUES ('rebuild')",
)
"""Visits and cues know their document by number only: they outlive its removal, which may be undone."""

_THIRD = (
    "ALTER TABLE annotator ADD COLUMN colour TEXT",
    "ALTER TABLE decision ADD COLUMN seen TEXT",
    "ALTER TABLE layer ADD COLUMN seen TEXT",
    "ALTER TABLE decision ADD COLUMN acknowledged_by TEXT",
    f"""CREATE TABLE frozen({_KEY}, document_id INTEGER NOT NULL REFERENCES document(id) {_CHILD},
    annotator_id INTEGER NOT NULL REFERENCES annotator(id) {_LATER}, at TEXT NOT NULL, by TEXT NOT NULL,
    suggestions INTEGER NOT NULL, layer TEXT NOT NULL, UNIQUE(document_id, annotator_id))""",
    "CREATE INDEX frozen_annotator ON frozen(annotator_id)",
)

_FOURTH = (
    "CREATE TABLE reason(document_id INTEGER PRIMARY KEY, parts TEXT NOT NULL)",
    "CREATE TABLE fingerprint(document_id INTEGER PRIMARY KEY, print BLOB NOT NULL, kin INTEGER)",
)
"""Like cues, they know their document by number only; ``kin`` is the number of the one that stands for all copies."""

_OURS = frozenset({("view", "document_words", _WORDS), ("table", "document_fts", _FULL_TEXT)})
"""The schema's own code, all of it; it stands in files of version 2 and later."""


def _first(connection: Connection) -> None:
    """Version 1, the first released: documents, layers, registry, scheme, journal."""
    connection.db.executescript(_FIRST)


def _second(connection: Connection) -> None:
    """Version 2: full-text search, notes, visits, cue candidates, and what the list of steps shows."""
    for statement in _SECOND:
        connection.execute(statement)


def _third(connection: Connection) -> None:
    """Version 3: colours of annotators, what decisions and gold have seen, and layers before adjudication."""
    for statement in _THIRD:
        connection.execute(statement)


def _fourth(connection: Connection) -> None:
    """Version 4: what speaks for each suggestion, and fingerprints, by which copies of an article are found."""
    for statement in _FOURTH:
        connection.execute(statement)


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_first, _second, _third, _fourth)
"""Migration *n* (counted from 1) makes version *n* out of version *n* - 1."""


def build(connection: Connection) -> None:
    """Make an empty file a project file of this version."""
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    migrate(connection)


def migrate(connection: Connection) -> None:
    """Bring a file to this version, one transaction a migration: a power cut leaves a whole version behind."""
    connection.execute("PRAGMA foreign_keys=OFF")  # else rebuilding a table would empty its children
    try:
        for number in range(version(connection) + 1, len(MIGRATIONS) + 1):
            _migrate(connection, number)
    finally:
        connection.rollback()
        connection.execute("PRAGMA foreign_keys=ON")


def _migrate(connection: Connection, number: int) -> None:
    connection.execute("BEGIN EXCLUSIVE")
    if version(connection) >= number:  # another program did it while this one waited for the lock
        connection.rollback()
        return
    MIGRATIONS[number - 1](connection)
    if connection.rows("PRAGMA foreign_key_check"):
        raise ProjectError(
            f"{connection.path.name} cannot be brought to version {number}: something it refers to is missing",
            "run annotator check with the version that wrote it",
            path=str(connection.path),
        )
    connection.execute(f"PRAGMA user_version={number}")
    connection.commit()


def version(connection: Connection) -> int:
    """The file's schema version; 0 for an empty one."""
    return int(connection.value("PRAGMA user_version"))


def is_older(connection: Connection) -> bool:
    """Whether the file has to be migrated."""
    return version(connection) < len(MIGRATIONS)


def verify(connection: Connection) -> None:
    """Raise ProjectError unless this is a project file of this version or an older one, and holds no code of others."""
    name, path = connection.path.name, str(connection.path)
    if connection.value("PRAGMA application_id") != APPLICATION_ID:
        raise ProjectError(
            f"{name} is an SQLite file, but not an Annotator project",
            "choose a file that ends in .annotator",
            path=path,
        )
    if version(connection) > len(MIGRATIONS):
        raise ProjectError(f"{name} is from a newer version of Annotator", "update the program", path=path)
    code = connection.rows(
        "SELECT type, name, sql FROM sqlite_master WHERE type NOT IN ('table', 'index') OR sql LIKE '%VIRTUAL%'"
    )
    ours = _OURS if version(connection) > 1 else frozenset()
    if foreign := [each[1] for each in code if each not in ours]:
        raise ProjectError(
            f"{name} holds code that Annotator did not write (“{foreign[0]}”) and is not opened",
            "ask where the file comes from",
            path=path,
        )


def verify_tables(connection: Connection) -> None:
    """Raise ProjectError if a table of this version is missing."""
    there = {name for (name,) in connection.rows("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
    if missing := {*JOURNALLED, *_OTHERS} - there:
        raise ProjectError(
            f"{connection.path.name} is damaged: the table “{min(missing)}” is missing",
            "open a backup",
            path=str(connection.path),
        )
