"""Undo as data: TEMP triggers write what a step did to the project file, and undo plays it backwards.

A step is one gesture, import or merge: one transaction with a label and an actor.  Each row it touches leaves a row in
``change``: an insert only its id, an update or a delete the row as it was before.  Replaying a step backwards fires the
same triggers, so that what they record is exactly what is needed to go the other way; it takes the place of the old
record.  So one image a change is enough, and a bulk insert, recorded as a range of ids, becomes row images only when it
is undone.

The stack of undoable steps is the actor's own and linear.  What the pipeline writes is a step too, but nobody's to
undo: it keeps its row in ``step`` (who, what, when) and drops the images.  If another annotator has changed the same
rows since, undo refuses and names that step.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from annotator.domain.changes import Changes
from annotator.domain.errors import ConflictError, ProjectError
from annotator.store.changed import collect
from annotator.store.connection import Connection
from annotator.store.rows import Origins
from annotator.store.schema import JOURNALLED
from annotator.store.sql import deletion, insertion, select, setting

PIPELINE = "pipeline"
"""The actor of what the language pipeline writes."""

KEPT_STEPS = 10_000
KEPT_BYTES = 64 * 1024 * 1024
"""The log's bounds: older steps can no longer be undone."""

_PAGE = 2_000
_OUTSIDE = "a write outside a step"
_IS_THERE = " UNION ALL ".join(
    select("1", table, "WHERE uid=?1") for table in ("quotation", "mention", "rejection", "entity", "document")
)
_RECORD = "INSERT INTO change(step, tbl, op, row_id, last_id, before)"


@dataclass(slots=True)
class Step:
    """One undoable gesture while it happens.  ``changes`` is filled when its block ends.

    Set ``focus`` to the id of the object that the step is about.
    """

    label: str
    actor: str
    number: int
    focus: str | None = None
    changes: Changes = field(default_factory=Changes)


class Journal:
    """The record of all steps of a project, as one connection sees and writes it."""

    def __init__(self, connection: Connection, origins: Origins, *, refusal: str | None) -> None:
        """``refusal`` is why this connection must not write, None if it may."""
        self._connection = connection
        self._origins = origins
        self._refusal = refusal
        self._current: Step | None = None
        self._ranges: list[tuple[str, int, int]] = []
        self._columns = {table: _columns(connection, table) for table in JOURNALLED}
        connection.db.register_function(self._number, name="journal_step")
        connection.db.register_function(_real, name="journal_real")
        self._install()

    def require(self) -> None:
        """Raise RuntimeError outside a step: a mistake of the program, not of its user."""
        if self._current is None:
            raise RuntimeError(_OUTSIDE)

    # ------------------------------------------------------------------------------------------------ writing

    @contextmanager
    def step(self, label: str, actor: str) -> Iterator[Step]:
        """One transaction; see `annotator.store.project.Project.step`."""
        if self._current is not None:
            with self._joined(self._current, label) as inner:
                yield inner
            return
        if self._refusal is not None:
            raise ProjectError(self._refusal, "close the other window, or save a copy", path=str(self._connection.path))
        if not self._connection.path.exists():
            raise ProjectError(
                f"{self._connection.path.name} is gone from its folder. The last gesture was not saved.",
                "put it back, or save a backup under its old name",
                path=str(self._connection.path),
            )
        with self._transaction():
            number = self._connection.insert("step", {"actor": actor, "label": label, "at": _now()})
            self._current = step = Step(label, actor, number)
            yield step
            self._finish(step)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """What the block does not commit is taken back."""
        self._connection.begin()
        committed = False
        try:
            yield
            committed = not self._connection.in_transaction
        finally:
            self._connection.rollback()
            self._current = None
            self._ranges.clear()
            if not committed:
                self._origins.forget()

    @contextmanager
    def _joined(self, outer: Step, label: str) -> Iterator[Step]:
        """A step within a step: part of the outer one, but taken back alone if it fails."""
        mark = self._last_change()
        inner = Step(label, outer.actor, outer.number)
        try:
            with self._connection.db.atomic():
                yield inner
        except BaseException:
            self._origins.forget()
            raise
        inner.changes = self._changes(inner, mark)
        outer.focus = outer.focus or inner.focus

    def _finish(self, step: Step) -> None:
        connection = self._connection
        step.changes = self._changes(step, 0)
        if not step.changes:
            return
        if step.actor == PIPELINE:
            connection.execute("DELETE FROM change WHERE step=?", [step.number])
        else:
            connection.execute("DELETE FROM step WHERE actor=? AND undone=1", [step.actor])
        self._close(step.number, step.focus, undone=False)
        connection.commit()

    def _close(self, number: int, focus: str | None, *, undone: bool) -> None:
        self._connection.execute(
            "UPDATE step SET focus=?, undone=?, size=(SELECT ifnull(sum(64 + ifnull(length(before), 0)), 0)"
            " FROM change WHERE step=?) WHERE id=?",
            [focus, int(undone), number, number],
        )

    def _changes(self, step: Step, since: int) -> Changes:
        objects, documents = collect(self._connection, step.number, since)
        return Changes(step.label, step.number if objects else None, objects, documents, step.focus)

    @contextmanager
    def bulk(self) -> Iterator[None]:
        """Inserts without row-by-row recording: within, only insert, and report each table's ids with `inserted`."""
        self.require()
        self._uninstall()  # a transaction taken back brings them back
        yield
        self._install()
        self._connection.executemany(
            "INSERT INTO change(step, tbl, op, row_id, last_id) VALUES (?, ?, 'I', ?, ?)",
            [(self._number(), *each) for each in self._ranges],
        )
        self._ranges.clear()

    def inserted(self, table: str, first: int, last: int) -> None:
        """Within `bulk`: the rows ``first`` to ``last`` of ``table`` are new."""
        self._ranges.append((table, first, last))

    # ------------------------------------------------------------------------------------------------ undo and redo

    def undo_label(self, actor: str) -> str | None:
        """What undo would take back."""
        found = self._pick(actor, undone=False)
        return None if found is None else str(found[1])

    def redo_label(self, actor: str) -> str | None:
        """What redo would do again."""
        found = self._pick(actor, undone=True)
        return None if found is None else str(found[1])

    def _pick(self, actor: str, *, undone: bool) -> tuple[int, str, str | None] | None:
        if actor == PIPELINE:
            return None
        order = "ASC" if undone else "DESC"
        query = select(("id", "label", "focus"), "step", f"WHERE actor=? AND undone=? ORDER BY id {order} LIMIT 1")
        found = self._connection.row(query, [actor, int(undone)])
        return None if found is None else (found[0], found[1], found[2])

    def replay(self, actor: str, *, undone: bool) -> Changes | None:
        """Undo the actor's last step, or with ``undone`` redo the first undone one.  None where there is none.

        Raises ConflictError, and changes nothing, if another annotator has changed the same since.
        """
        if self._current is not None:
            raise RuntimeError("undo within a step")
        if self._refusal is not None:
            raise ProjectError(self._refusal, "close the other window, or save a copy", path=str(self._connection.path))
        with self._transaction():
            picked = self._pick(actor, undone=undone)
            if picked is None:
                return None
            number, label, focus = picked
            self._current = step = Step(label, actor, number, focus)
            self._replay(step, undone=undone)
            try:
                self._connection.commit()
            except ConflictError as error:
                raise _refused(label, undone, "later work refers to it") from error
            return step.changes

    def _replay(self, step: Step, *, undone: bool) -> None:
        connection, number = self._connection, step.number
        mark = self._last_change()
        first = int(connection.value("SELECT ifnull(min(id), 0) FROM change WHERE step=?", [number]))
        self._refuse_if_changed(step, (0, mark), (first, mark), undone=undone)
        before = mark + 1
        while page := connection.rows(
            "SELECT id, tbl, op, row_id, last_id, before FROM change NOT INDEXED"
            " WHERE step=? AND id>=? AND id<? ORDER BY id DESC LIMIT ?",  # a step's changes lie side by side
            [number, first, before, _PAGE],
        ):
            before = page[-1][0]
            self._reverse(page)
        self._refuse_if_changed(step, (mark, self._last_change()), (first, mark), undone=undone)
        connection.execute("DELETE FROM change WHERE step=? AND id<=?", [number, mark])
        self._close(number, step.focus, undone=not undone)
        if step.focus is not None and not connection.value(_IS_THERE, [step.focus]):
            step.focus = None
        step.changes = self._changes(step, mark)

    def _reverse(self, page: Sequence[tuple[Any, ...]]) -> None:
        for (table, op), group in groupby(page, key=lambda row: (row[1], row[2])):
            if op == "I":
                self._connection.executemany(deletion(table, "id BETWEEN ? AND ?"), [(row[3], row[4]) for row in group])
                continue
            for names, images in groupby((json.loads(row[5]) for row in group), key=tuple):
                kept = {name: self._columns[table][name] for name in names if name in self._columns[table]}
                self._connection.executemany(
                    insertion(table, tuple(kept)) if op == "D" else setting(table, kept),
                    [[*_values(image, kept), *([image["id"]] if op == "U" else [])] for image in images],
                )

    def _refuse_if_changed(self, step: Step, own: tuple[int, int], theirs: tuple[int, int], *, undone: bool) -> None:
        """Refuse if another annotator's change in the range ``theirs`` touched a row that ``step`` has in ``own``.

        A redo looks at their undone steps too: what it brings back may be older than those.
        """
        other = self._connection.value(
            "SELECT s.label FROM change c2 CROSS JOIN step s ON s.id=c2.step CROSS JOIN change c ON c.step=?"
            " AND c.tbl=c2.tbl AND c.row_id<=c2.last_id AND c.last_id>=c2.row_id"
            " WHERE s.actor NOT IN (?, ?) AND s.undone<=? AND c2.id>? AND c2.id<=? AND c.id>? AND c.id<=? LIMIT 1",
            [step.number, step.actor, PIPELINE, int(undone), *theirs, *own],
        )
        if other is not None:
            raise _refused(step.label, undone, f"“{other}” has changed the same since")

    # ------------------------------------------------------------------------------------------------ upkeep

    def prune(self, steps: int = KEPT_STEPS, size: int = KEPT_BYTES) -> None:
        """Forget the oldest steps beyond the bounds."""
        total = 0
        for kept, (number, each) in enumerate(self._connection.rows("SELECT id, size FROM step ORDER BY id DESC")):
            total += each
            if kept >= steps or total > size:
                with self._transaction():
                    self._connection.execute("DELETE FROM step WHERE id<=?", [number])
                    self._connection.commit()
                return

    def _number(self) -> int | None:
        return None if self._current is None else self._current.number

    def _last_change(self) -> int:
        return int(self._connection.value("SELECT ifnull(max(id), 0) FROM change"))

    def _install(self) -> None:
        for table, columns in self._columns.items():
            for sql in _triggers(table, columns):
                self._connection.execute(sql)

    def _uninstall(self) -> None:
        for table in self._columns:
            for event in ("INSERT", "UPDATE", "DELETE"):
                self._connection.execute(f"DROP TRIGGER temp.journal_{table}_{event}")


def _refused(label: str, undone: bool, why: str) -> ConflictError:
    verb = "redone" if undone else "undone"
    return ConflictError(f"“{label}” cannot be {verb}: {why}", "undo the later work first")


def _columns(connection: Connection, table: str) -> dict[str, str]:
    """Names and declared types of a table's columns."""
    return {name: type for _, name, type, *_ in connection.rows(f"PRAGMA table_info({table})")}


def _image(row: str, columns: dict[str, str]) -> str:
    """SQL for a row as JSON.  Reals go as text that Python wrote: SQLite's own keeps only 15 digits."""
    parts = [f"'{name}',{_exact(row, name, type)}" for name, type in columns.items()]
    return f"json_object({','.join(parts)})"


def _real(value: float) -> str:
    return repr(value)


def _values(image: dict[str, Any], columns: dict[str, str]) -> list[object]:
    """The values of an image, reals as numbers again."""
    return [
        float(image[name]) if type == "REAL" and image[name] is not None else image[name]
        for name, type in columns.items()
    ]


def _exact(row: str, name: str, type: str) -> str:
    value = f"{row}.{name}"
    return f"CASE WHEN {value} IS NOT NULL THEN journal_real({value}) END" if type == "REAL" else value


def _triggers(table: str, columns: dict[str, str]) -> Iterator[str]:
    guard = f"SELECT RAISE(ABORT, '{_OUTSIDE}') WHERE journal_step() IS NULL;"
    differs = " OR ".join(f"new.{name} IS NOT old.{name}" for name in columns)
    for event, row, when, before in (
        ("INSERT", "new", "", "NULL"),
        ("UPDATE", "old", f"WHEN {differs}", _image("old", columns)),
        ("DELETE", "old", "", _image("old", columns)),
    ):
        head = f"CREATE TEMP TRIGGER journal_{table}_{event} AFTER {event} ON main.{table} {when} BEGIN"
        values = f"journal_step(), '{table}', '{event[0]}', {row}.id, {row}.id, {before}"
        yield f"{head} {guard} {_RECORD} VALUES ({values}); END"


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
