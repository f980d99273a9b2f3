"""Saved searches: a search under a name, kept in the project, to be chosen again wherever documents are chosen.

What is saved is the search, not its answer: what fits it later belongs to it too.  A set of chosen articles, or what a
filter showed that no search can say, is kept as it was.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from annotator.domain.annotations import Annotator
from annotator.domain.changes import Changes
from annotator.domain.errors import AppError, ConflictError
from annotator.operations.query_terms import with_value
from annotator.store.functions import folded
from annotator.store.project import Project

KEY: Final = "saved_searches"
"""The key of the saved searches among the project's values."""
LONGEST: Final = 80
"""Code points of the longest name."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search under a name.  ``documents`` are the ids it is limited to, None for those of the whole project."""

    name: str
    query: str
    documents: tuple[str, ...] | None = None

    @property
    def term(self) -> str:
        """What stands for it in the search field."""
        return f'set:"{self.name}"' if " " in self.name else f"set:{self.name}"


def saved_searches(project: Project) -> tuple[SavedSearch, ...]:
    """The project's saved searches, by name; what another program has put there and is none is passed over."""
    try:
        stored = json.loads(project.value(KEY) or "[]")
    except ValueError:
        stored = []
    found = [_search(each) for each in stored if isinstance(each, dict)] if isinstance(stored, list) else []
    return tuple(sorted((each for each in found if each is not None), key=lambda each: _key(each.name)))


def save(project: Project, annotator: Annotator, search: SavedSearch) -> Changes:
    """Keep a search under its name, in place of one that has it already, as one step.

    Raises ConflictError for a name that no search can have.
    """
    search = replace(search, name=checked_name(search.name))
    others = [each for each in saved_searches(project) if _key(each.name) != _key(search.name)]
    return _write(project, annotator, "Save the search", [*others, search])


def rename(project: Project, annotator: Annotator, old: str, new: str) -> Changes:
    """Give a saved search another name, as one step; searches that name it follow.

    Raises ConflictError where there is none, or another has the name.
    """
    new = checked_name(new)
    known = saved_searches(project)
    here = _named(known, old)
    if any(each is not here and _key(each.name) == _key(new) for each in known):
        raise ConflictError(f"there is a saved search “{new}” already", "choose another name, or delete that one first")
    renamed = replace(here, name=new)
    after = [renamed if each is here else each for each in known]
    return _write(project, annotator, "Rename the saved search", [_following(each, here, renamed) for each in after])


def delete(project: Project, annotator: Annotator, name: str) -> Changes:
    """Take a saved search away, as one step; its documents stay.  Raises ConflictError where there is none."""
    known = saved_searches(project)
    here = _named(known, name)
    return _write(project, annotator, "Delete the saved search", [each for each in known if each is not here])


def checked_name(name: str) -> str:
    """The name without superfluous blanks.  Raises ConflictError for one that could not be typed into a search."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST or '"' in name or not name.isprintable():
        raise ConflictError(
            f"“{name}” cannot be the name of a saved search", f"use 1 to {LONGEST} signs, without quotation marks"
        )
    return name


Select = Callable[[str, frozenset[str]], Sequence[str]]
"""Answers a query, given the names of the saved searches that are being answered."""


_SHOWN: Final = {"todo": "new,in_progress", "done": "done,adjudicated,skipped", "skipped": "skipped"}
"""The statuses that the window's filters stand for."""


def query_of(words: str, shown: str, annotator: str) -> str:
    """The search for what the window shows to an annotator (a name): the words typed, and the filter chosen."""
    statuses = _SHOWN.get(shown)
    if statuses is None:
        return words
    whose = f' annotator:"{annotator}"' if '"' not in annotator and annotator.strip() else ""
    return f"{words} status:{statuses}{whose}".strip()


class Resolver:
    """The documents of saved searches by name, with those that they name themselves."""

    def __init__(self, project: Project, select: Select, within: frozenset[str] = frozenset()) -> None:
        self._project = project
        self._select = select
        self._within = within

    def __call__(self, name: str) -> list[str]:
        """Ids in project order.  Raises AppError for a name that is not known, or that leads back to itself."""
        if _key(name) in self._within:
            raise AppError(f"the saved search “{name}” refers to itself", "save it again without its own name")
        known = saved_searches(self._project)
        found = next((each for each in known if _key(each.name) == _key(name)), None)
        if found is None:
            names = ", ".join(each.name for each in known) or "none yet"
            raise AppError(f"there is no saved search “{name}”", f"the saved searches are: {names}")
        ids = self._select(found.query, self._within | {_key(name)})
        if found.documents is None:
            return list(ids)
        there = set(found.documents)
        return [each for each in ids if each in there]


def _following(search: SavedSearch, old: SavedSearch, new: SavedSearch) -> SavedSearch:
    """A search with the new name of another in it."""
    return replace(search, query=with_value(search.query, "set", old.name, new.term))


def _key(name: str) -> str:
    return folded(name) or ""


def _named(known: Iterable[SavedSearch], name: str) -> SavedSearch:
    found = next((each for each in known if _key(each.name) == _key(name)), None)
    if found is None:
        raise ConflictError(f"there is no saved search “{name}” any more", "open the menu again")
    return found


def _search(stored: dict[str, object]) -> SavedSearch | None:
    name, query, documents = stored.get("name"), stored.get("query"), stored.get("documents")
    if not isinstance(name, str) or not isinstance(query, str) or not name.strip():
        return None
    ids = tuple(str(each) for each in documents) if isinstance(documents, list) else None
    return SavedSearch(name, query, ids)


def _write(project: Project, annotator: Annotator, label: str, searches: Iterable[SavedSearch]) -> Changes:
    ordered = sorted(searches, key=lambda each: _key(each.name))
    rows = [
        {"name": each.name, "query": each.query}
        | ({} if each.documents is None else {"documents": list(each.documents)})
        for each in ordered
    ]
    with project.step(label, actor=annotator.id) as step:
        project.set_value(KEY, json.dumps(rows, ensure_ascii=False, separators=(",", ":")))
    return step.changes
