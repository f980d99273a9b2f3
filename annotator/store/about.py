"""What a project says about itself as a whole: its id and title, other values, who has annotated in it."""

from __future__ import annotations

from annotator.domain.annotations import Annotator
from annotator.store.connection import Connection
from annotator.store.journal import Journal


class About:
    """That part of a `annotator.store.project.Project`."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        self._connection = connection
        self._journal = journal

    @property
    def id(self) -> str:
        """What tells this project from all others."""
        return self.value("id") or ""

    @property
    def title(self) -> str:
        """The project's title; may be empty."""
        return self.value("title") or ""

    @property
    def language(self) -> str:
        """The language of its documents where they do not say."""
        return self.value("language") or ""

    @property
    def receiver(self) -> Annotator | None:
        """Whom this copy of a project is for; None for a project that is no copy."""
        wanted = self.value("for_annotator")
        return next((each for each in self.annotators() if each.id == wanted), None)

    def value(self, key: str) -> str | None:
        """A value about the project as a whole: id, title, language …; None if it has none."""
        found = self._connection.value("SELECT value FROM project WHERE key=?", [key])
        return None if found is None else str(found)

    def set_value(self, key: str, value: str | None) -> None:
        """Set such a value, inside a step."""
        self._journal.require()
        self._connection.execute(
            "INSERT INTO project(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value=excluded.value",
            [key, value],
        )

    def annotators(self) -> tuple[Annotator, ...]:
        """Everyone who has annotated here, by name."""
        rows = self._connection.rows("SELECT uid, name, colour FROM annotator ORDER BY name, uid")
        return tuple(Annotator(uid, name, colour or None) for uid, name, colour in rows)

    def save_annotator(self, annotator: Annotator) -> None:
        """Add an annotator, or change the name shown and, if one is given, the colour, inside a step.

        An empty colour takes the chosen one away.
        """
        self._journal.require()
        self._connection.execute(
            "INSERT INTO annotator(uid, name, colour) VALUES (?, ?, ?) ON CONFLICT(uid) DO UPDATE"
            " SET name=excluded.name, colour=ifnull(excluded.colour, colour)",
            [annotator.id, annotator.name, annotator.colour],
        )

    def data_version(self) -> int:
        """A number that changes when another connection has committed."""
        return int(self._connection.value("PRAGMA data_version"))

    def stamp(self) -> tuple[int, int]:
        """Two numbers of which one changes whenever anything is written, here or by another connection.

        Within a step it means nothing: what the step wrote may yet be taken back.
        """
        return self.data_version(), self._connection.written
