"""The registry in the project file: entities and their aliases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from annotator.domain.errors import ConflictError
from annotator.domain.registry import Entity
from annotator.store.connection import Connection
from annotator.store.journal import Journal
from annotator.store.rows import ORIGIN_COLUMNS, Origins, dump, dump_mapping, folded, load_mapping
from annotator.store.sql import select
from annotator.store.usage import NamedMention, Passage, Usage, mentions_named, passages, recent_targets, usage

ENTITY_COLUMNS = ("uid", "name", "folded", "kind", "wikidata", "attributes", "proposed", *ORIGIN_COLUMNS)
_READ = ("uid", "name", "kind", "wikidata", "attributes", "proposed", *ORIGIN_COLUMNS)


def entity_values(entity: Entity, origins: Origins) -> tuple[object, ...]:
    """Values for `ENTITY_COLUMNS`."""
    attributes, proposed = dump_mapping(entity.attributes), int(entity.proposed)
    names = (entity.id, entity.name, folded(entity.name), entity.kind)
    return (*names, entity.wikidata, attributes, proposed, *origins.columns(entity.origin))


class RegistryStore:
    """The entities of one project.  Writes belong inside a step."""

    def __init__(self, connection: Connection, journal: Journal, origins: Origins) -> None:
        self._connection = connection
        self._journal = journal
        self._origins = origins

    def _load(self, where: str, values: Iterable[object] = ()) -> tuple[Entity, ...]:
        values = list(values)
        query = select(("id", *_READ), "entity", f"WHERE {where} ORDER BY uid")
        chosen = select(["id"], "entity", f"WHERE {where}")
        of_chosen = f"WHERE entity_id IN ({chosen}) ORDER BY entity_id, position, id"
        with self._connection.reading():
            rows = self._connection.rows(query, values)
            aliases: defaultdict[int, list[str]] = defaultdict(list)
            for owner, name in self._connection.rows(select(("entity_id", "name"), "alias", of_chosen), values):
                aliases[owner].append(name)
            return tuple(self._entity(row, aliases.get(row[0], [])) for row in rows)

    def _entity(self, row: tuple[Any, ...], aliases: list[str]) -> Entity:
        _, uid, name, kind, wikidata, attributes, proposed, *origin = row
        return Entity(
            uid,
            name,
            kind,
            self._origins.of(origin),
            tuple(aliases),
            wikidata,
            load_mapping(attributes),
            bool(proposed),
        )

    def get(self, id: str) -> Entity:
        """One entity.  Raises ConflictError."""
        found = self._load("uid=?", [id])
        if not found:
            raise ConflictError(f"the registry has no entity “{id}”", "load the registry again")
        return found[0]

    def find(self, ids: Iterable[str]) -> dict[str, Entity]:
        """Those of ``ids`` that are in the registry, sorted by id."""
        wanted = sorted(set(ids))
        if not wanted:
            return {}
        return {each.id: each for each in self._load("uid IN (SELECT value FROM json_each(?))", [dump(wanted)])}

    def all(self) -> tuple[Entity, ...]:
        """Every entity, sorted by id."""
        return self._load("1")

    def named(self, name: str) -> tuple[Entity, ...]:
        """Entities with this name or alias, case and composition of accents aside, sorted by id."""
        return self._load("folded=?1 OR id IN (SELECT entity_id FROM alias WHERE folded=?1)", [folded(name)])

    def row_id(self, id: str | None) -> int | None:
        """Internal number of an entity, None for None.  Raises ConflictError."""
        if id is None:
            return None
        found = self._connection.value("SELECT id FROM entity WHERE uid=?", [id])
        if found is None:
            raise ConflictError(f"the registry has no entity “{id}”", "load the registry again")
        return int(found)

    def save(self, entity: Entity) -> None:
        """Add an entity or change it; only columns and aliases that differ are written."""
        self._journal.require()
        values = dict(zip(ENTITY_COLUMNS, entity_values(entity, self._origins), strict=True))
        row = self._connection.row(select(("id", *values), "entity", "WHERE uid=?"), [entity.id])
        if row is None:
            id = self._connection.insert("entity", values)
        else:
            id = row[0]
            stored = dict(zip(values, row[1:], strict=True))
            self._connection.update("entity", id, {k: v for k, v in values.items() if stored[k] != v})
        self._save_aliases(id, entity.aliases)

    def _save_aliases(self, id: int, names: tuple[str, ...]) -> None:
        stored = self._connection.rows("SELECT id, name FROM alias WHERE entity_id=? ORDER BY position", [id])
        for (row, old), name in zip(stored, names, strict=False):
            if old != name:
                self._connection.update("alias", row, {"name": name, "folded": folded(name)})
        for row, _ in stored[len(names) :]:
            self._connection.execute("DELETE FROM alias WHERE id=?", [row])
        for position, name in enumerate(names[len(stored) :], len(stored)):
            values = {"entity_id": id, "position": position, "name": name, "folded": folded(name)}
            self._connection.insert("alias", values)

    def remove(self, id: str) -> None:
        """Take an entity out.  Raises ConflictError while marks still refer to it."""
        self._journal.require()
        row = self.row_id(id)
        used = self._connection.value(
            "SELECT (SELECT count(*) FROM mention WHERE entity_id=?1) + (SELECT count(*) FROM party WHERE entity_id=?1)"
            " + (SELECT count(*) FROM stance WHERE target_id=?1)",
            [row],
        )
        if used:
            raise ConflictError(
                f"“{self.get(id).name}” is still used by {used} mark{'' if used == 1 else 's'}",
                "merge it into another entity instead",
            )
        self._connection.execute("DELETE FROM entity WHERE id=?", [row])

    # ------------------------------------------------------------------------------------------------ uses

    def redirect(self, old: str, new: str) -> int:
        """Make all that refers to one entity refer to another, in every layer, inside a step; how many marks.

        Raises ConflictError if one of the two is gone.
        """
        self._journal.require()
        numbers = [self.row_id(new), self.row_id(old)]
        return sum(
            self._connection.execute(sql, numbers).rowcount
            for sql in (
                "UPDATE mention SET entity_id=? WHERE entity_id=?",
                "UPDATE party SET entity_id=? WHERE entity_id=?",
                "UPDATE stance SET target_id=? WHERE target_id=?",
            )
        )

    def usage(self) -> dict[str, Usage]:
        """How often annotators' and gold layers refer to each entity, by id; an entity not used is left out."""
        return usage(self._connection)

    def unused(self) -> tuple[str, ...]:
        """Ids of the entities that no layer refers to, the pipeline's among them: those that `remove` takes out."""
        rows = self._connection.rows(
            "SELECT uid FROM entity e WHERE NOT EXISTS (SELECT 1 FROM mention WHERE entity_id=e.id)"
            " AND NOT EXISTS (SELECT 1 FROM party WHERE entity_id=e.id)"
            " AND NOT EXISTS (SELECT 1 FROM stance WHERE target_id=e.id) ORDER BY uid"
        )
        return tuple(uid for (uid,) in rows)

    def passages(self, entity: str, annotator_id: str | None = None) -> list[Passage]:
        """The quotations of annotators and gold, or of one annotator, in which an entity has a part, in project order.

        Raises ConflictError if it is gone.
        """
        number = self.row_id(entity)
        return [] if number is None else passages(self._connection, number, annotator_id)

    def mentions_named(self, names: Iterable[str]) -> list[NamedMention]:
        """Mentions of annotators' layers that are linked to no entity and whose words are one of ``names``.

        Case, composition of accents and blanks aside; in project order.
        """
        return mentions_named(self._connection, names)

    def recent_targets(self, annotator_id: str, limit: int = 20) -> list[str]:
        """Ids of the entities that the annotator's stances are towards, the one used last first."""
        return recent_targets(self._connection, annotator_id, limit)
