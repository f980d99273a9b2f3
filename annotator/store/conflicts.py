"""Whether later steps stand in the way of undoing, redoing or reverting one, and the sentence that names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.errors import ConflictError
from annotator.store.connection import Connection

_NAMED = 3
"""How many later steps a refusal names."""

_TOUCHED_SINCE = """
SELECT DISTINCT s.label FROM change c2 CROSS JOIN step s ON s.id=c2.step
WHERE c2.id>:since AND c2.id<=:until AND s.id NOT IN (:step, :own) AND s.actor IS NOT :actor AND s.undone<=:undone
AND (EXISTS (SELECT 1 FROM change c INDEXED BY change_step WHERE c.step=:step AND c.tbl=c2.tbl
  AND c.row_id BETWEEN c2.row_id AND c2.last_id AND c.id>:first AND c.id<=:last)
 OR EXISTS (SELECT 1 FROM change c INDEXED BY change_range WHERE c.step=:step AND c.tbl=c2.tbl AND c.last_id>c.row_id
  AND c.row_id<=c2.row_id AND c.last_id>=c2.row_id AND c.id>:first AND c.id<=:last))
"""
"""Labels of other steps whose changes in one range touched a row that changes of ``step`` in another range touched."""


@dataclass(frozen=True, slots=True)
class Act:
    """What is being done to a step: ``verb`` is undone, redone or reverted."""

    verb: str
    label: str

    def refused(self, why: str) -> ConflictError:
        """The error that says why it cannot be done."""
        hint = "revert or undo the later work first" if self.verb == "reverted" else "undo the later work first"
        return ConflictError(f"“{self.label}” cannot be {self.verb}: {why}", hint)


def refuse_if_touched(connection: Connection, act: Act, others: Mapping[str, object], *, first: int, last: int) -> None:
    """Raise ConflictError if other steps touched a row that the changes ``first`` to ``last`` of a step touched.

    ``others`` says which they are: their changes lie after ``since`` and up to ``until``; they are neither ``step``,
    whose changes are looked at, nor ``own``; not by ``actor``; and with ``undone`` 1 also those that are undone.
    """
    found = connection.rows(_TOUCHED_SINCE, {**others, "first": first, "last": last})
    if found:
        names = [f"“{label}”" for (label,) in found]
        more = len(names) - _NAMED
        said = names if more <= 0 else [*names[:_NAMED], f"{more} more"]
        verb = "has" if len(said) == 1 else "have"
        raise act.refused(f"{_listed(said)} {verb} changed the same since")


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
