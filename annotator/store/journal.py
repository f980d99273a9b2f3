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
from annotator.store.conflicts import Act, refuse_if_touched
from annotator.store.connection import Connection
from annotator.store.recording import OUTSIDE, columns_of, trigger_names, triggers, values_of, written_real
from annotator.store.rows import Origins, dump
from annotator.store.schema import JOURNALLED
from annotator.store.search_index import SearchIndex
from annotator.store.sql import deletion, insertion, select, setting

PIPELINE = "pipeline"
"""The actor of what the language pipeline writes."""

KEPT_STEPS = 10_000
KEPT_BYTES = 64 * 1024 * 1024
"""The log's bounds: older steps can no longer be undone."""

_PAGE = 2_000
_IS_THERE = " UNION ALL ".join(
    select("1", table, "WHERE uid=?1") for table in ("quotation", "mention", "rejection", "entity", "document")
)


_SHOWN = 20
"""How many documents of a step the history names."""


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
        self._unrecorded = False
        self._columns = {table: columns_of(connection, table) for table in JOURNALLED}
        connection.db.register_function(self._number, name="journal_step")
        connection.db.register_function(written_real, name="journal_real")
        self._index = SearchIndex(connection)
        self._install()

    def require(self) -> None:
        """Raise RuntimeError outside a step: a mistake of the program, not of its user."""
        if self._current is None:
            raise RuntimeError(OUTSIDE)

    def keep(self) -> None:
        """Say that the step writes what is not recorded, so that it is committed even if nothing else changes."""
        self.require()
        self._unrecorded = True

    @property
    def is_writing(self) -> bool:
        """Whether a step is under way."""
        return self._current is not None

    # ------------------------------------------------------------------------------------------------ writing

    @contextmanager
    def step(self, label: str, actor: str) -> Iterator[Step]:
        """One transaction; see `annotator.store.project.Project.step`."""
        if self._current is not None:
            with self._joined(self._current, label) as inner:
                yield inner
            return
        self.require_writable()
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
            self._unrecorded = False
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
            if self._unrecorded:
                connection.execute("DELETE FROM step WHERE id=?", [step.number])
                connection.commit()
            return
        if step.actor == PIPELINE:
            connection.execute("DELETE FROM change WHERE step=?", [step.number])
        else:
            connection.execute("DELETE FROM step WHERE actor=? AND undone=1", [step.actor])
        documents = sorted(step.changes.documents)
        shown: dict[str, object] = {"documents": dump(documents[:_SHOWN]), "document_count": len(documents)}
        connection.update("step", step.number, shown)
        self._close(step.number, step.focus, undone=False)
        self._index.follow()
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
        self._refuse_within("undo")
        with self._transaction():
            picked = self._pick(actor, undone=undone)
            if picked is None:
                return None
            number, label, focus = picked
            self._current = step = Step(label, actor, number, focus)
            self._replay(step, undone=undone)
            self._commit(Act("redone" if undone else "undone", label))
            return step.changes

    def _replay(self, step: Step, *, undone: bool) -> None:
        connection, number = self._connection, step.number
        act = Act("redone" if undone else "undone", step.label)
        first, mark = self._first_change(number), self._last_change()
        others: dict[str, object] = {"since": first, "until": mark, "step": number, "own": number, "actor": step.actor}
        others["undone"] = int(undone)  # a redo looks at undone steps too: what it brings back may be older than those
        refuse_if_touched(connection, act, others, first=0, last=mark)
        self._play_back(number, first, mark)
        refuse_if_touched(connection, act, others, first=mark, last=self._last_change())
        connection.execute("DELETE FROM change WHERE step=? AND id<=?", [number, mark])
        self._close(number, step.focus, undone=not undone)
        if step.focus is not None and not connection.value(_IS_THERE, [step.focus]):
            step.focus = None
        step.changes = self._changes(step, mark)
        self._index.follow()

    def revert(self, number: int, actor: str) -> Changes:
        """Take back one step out of the middle, as a new step of ``actor`` that can be undone itself.

        Raises ConflictError, and changes nothing, if the step is undone, forgotten or the pipeline's, or if later steps
        touched the same; it names those.
        """
        self._refuse_within("a revert")
        with self._transaction():
            label = self._revertible(number)
            said = f"Revert “{label}”"
            values: dict[str, object] = {"actor": actor, "label": said, "at": _now(), "reverts": number}
            self._current = step = Step(said, actor, self._connection.insert("step", values))
            act = Act("reverted", label)
            first, mark = self._first_change(number), self._last_change()
            others: dict[str, object] = {"since": first, "until": mark, "actor": None, "undone": 0}
            refuse_if_touched(self._connection, act, others | {"step": number, "own": step.number}, first=0, last=mark)
            self._play_back(number, first, mark)
            own = others | {"step": step.number, "own": number}
            refuse_if_touched(self._connection, act, own, first=mark, last=self._last_change())
            try:
                self._finish(step)
            except ConflictError as error:
                raise act.refused("later work refers to it") from error
            return step.changes

    def _revertible(self, number: int) -> str:
        """The label of a step that may be reverted.  Raises ConflictError."""
        row = self._connection.row("SELECT label, actor, undone FROM step WHERE id=?", [number])
        if row is None:
            raise ConflictError("this step is no longer in the history", "only the latest steps are kept")
        label, actor, undone = row
        if actor == PIPELINE:
            raise ConflictError(
                f"“{label}” was done by the pipeline and cannot be reverted", "label the articles again"
            )
        if undone:
            raise ConflictError(f"“{label}” is undone already", "redo brings it back")
        return str(label)

    def _play_back(self, number: int, first: int, mark: int) -> None:
        """Reverse the changes ``first`` to ``mark`` of a step, the last one first."""
        before = mark + 1
        while page := self._connection.rows(
            "SELECT id, tbl, op, row_id, last_id, before FROM change NOT INDEXED"
            " WHERE step=? AND id>=? AND id<? ORDER BY id DESC LIMIT ?",  # a step's changes lie side by side
            [number, first, before, _PAGE],
        ):
            before = page[-1][0]
            self._reverse(page)

    def _reverse(self, page: Sequence[tuple[Any, ...]]) -> None:
        for (table, op), group in groupby(page, key=lambda row: (row[1], row[2])):
            if op == "I":
                self._connection.executemany(deletion(table, "id BETWEEN ? AND ?"), [(row[3], row[4]) for row in group])
                continue
            for names, images in groupby((json.loads(row[5]) for row in group), key=tuple):
                kept = {name: self._columns[table][name] for name in names if name in self._columns[table]}
                self._connection.executemany(
                    insertion(table, tuple(kept)) if op == "D" else setting(table, kept),
                    [[*values_of(image, kept), *([image["id"]] if op == "U" else [])] for image in images],
                )

    def _commit(self, act: Act) -> None:
        try:
            self._connection.commit()
        except ConflictError as error:
            raise act.refused("later work refers to it") from error

    def _refuse_within(self, what: str) -> None:
        if self._current is not None:
            raise RuntimeError(f"{what} within a step")
        self.require_writable()

    def require_writable(self) -> None:
        """Raise ProjectError where this connection must not write."""
        if self._refusal is not None:
            raise ProjectError(self._refusal, "close the other window, or save a copy", path=str(self._connection.path))

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

    def _first_change(self, step: int) -> int:
        return int(self._connection.value("SELECT ifnull(min(id), 0) FROM change WHERE step=?", [step]))

    def _last_change(self) -> int:
        return int(self._connection.value("SELECT ifnull(max(id), 0) FROM change"))

    def _install(self) -> None:
        for table, columns in self._columns.items():
            for sql in triggers(table, columns):
                self._connection.execute(sql)

    def _uninstall(self) -> None:
        for table in self._columns:
            for name in trigger_names(table):
                self._connection.execute(f"DROP TRIGGER temp.{name}")


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
