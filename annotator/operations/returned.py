"""Another project file as it comes back: opened, checked, and read; who and what in it are whom and what here."""

from __future__ import annotations

import json
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from annotator.domain.annotations import Annotator
from annotator.domain.errors import ConflictError, ProjectError
from annotator.domain.registry import Entity
from annotator.domain.states import States
from annotator.operations.copying import BASE, COPY
from annotator.store.opening import renewed_copy
from annotator.store.project import Project

SAME = "same"
"""The key of the value that keeps which annotators and entities of other projects are which of this one."""

_HINT = "ask for it again, or open a backup"


@contextmanager
def opened(path: Path, project: Path) -> Iterator[Project]:
    """The other project, only to be read; an older one is brought to this version in a copy of its own.

    Raises ProjectError if it cannot be opened or is damaged, ConflictError if it is ``project`` itself.
    """
    if path.exists() and project.exists() and path.samefile(project):
        raise ConflictError(f"{path.name} is the project itself", "choose the file that a colleague gave back")
    with tempfile.TemporaryDirectory(prefix="annotator-", ignore_cleanup_errors=True) as folder:
        source = renewed_copy(path, Path(folder))
        with Project.open(source, read_only=True, exclusive=False) as other:
            try:
                problems = other.check()
                if problems:
                    raise ProjectError(f"{path.name} is damaged: {_lower(problems[0].message)}", _HINT, path=str(path))
                yield other
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                raise ProjectError(f"{path.name} holds what no project holds", _HINT, path=str(path)) from error


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].removesuffix(".")


def base_of(other: Project, ours: Project, document: str) -> dict[str, States]:
    """The states of a document of the other project that both sides come from: as last merged, else as handed out."""
    for text in (ours.value(merged_key(other, document)), other.value(f"{BASE}:{document}")):
        if text:
            return _states(text)
    return {}


def entity_base(other: Project) -> States:
    """The states in which the entities of a copy were handed out."""
    text = other.value(BASE)
    found = json.loads(text) if text else {}
    return {str(id): str(state) for id, state in found.items()}


def merged_key(other: Project, document: str) -> str:
    """Under which key the states are kept in which a document of another project was merged last."""
    return f"merged:{other.value(COPY) or other.id}:{document}"


def _states(text: str) -> dict[str, States]:
    return {
        str(layer): {str(id): str(state) for id, state in states.items()} for layer, states in json.loads(text).items()
    }


@dataclass(frozen=True, slots=True)
class Told:
    """What was said before of the annotators and entities of other projects: their ids, and those they have here."""

    annotators: Mapping[str, str]
    entities: Mapping[str, str]

    @classmethod
    def of(cls, project: Project) -> Told:
        """What a project knows."""
        text = project.value(SAME)
        found = json.loads(text) if text else {}
        return cls(found.get("annotators", {}), found.get("entities", {}))

    def with_more(self, annotators: Mapping[str, str], entities: Mapping[str, str]) -> str | None:
        """The value that keeps more of it, None where nothing is new."""
        people, things = {**self.annotators, **annotators}, {**self.entities, **entities}
        if people == dict(self.annotators) and things == dict(self.entities):
            return None
        return json.dumps({"annotators": people, "entities": things}, ensure_ascii=True, separators=(",", ":"))


# ---------------------------------------------------------------------------------------------- documents


@dataclass(frozen=True, slots=True)
class Matched:
    """Their documents that are documents of ours (ids, theirs to ours), those whose text is another, and the rest."""

    pairs: Mapping[str, str]
    other_text: tuple[str, ...]
    strangers: tuple[str, ...]


def matched(ours: Mapping[str, str], theirs: Mapping[str, str]) -> Matched:
    """Match documents by the hashes of their texts; where several have one text, by id first, then in their order."""
    free: defaultdict[str, list[str]] = defaultdict(list)
    for id, text in ours.items():
        if theirs.get(id) != text:
            free[text].append(id)
    pairs: dict[str, str] = {}
    other_text: list[str] = []
    strangers: list[str] = []
    for id, text in theirs.items():
        if ours.get(id) == text:
            pairs[id] = id
        elif free[text]:
            pairs[id] = free[text].pop(0)
        else:
            (other_text if id in ours else strangers).append(id)
    return Matched(pairs, tuple(other_text), tuple(strangers))


# ---------------------------------------------------------------------------------------------- people


@dataclass(frozen=True, slots=True)
class Clash:
    """Two annotators of one name who are not known to be one person: ``theirs`` in the other project, ``ours`` here."""

    theirs: Annotator
    ours: Annotator


@dataclass(frozen=True, slots=True)
class People:
    """Who is who: ``known`` are annotators of ours by the ids they have there; ``clashes`` have to be asked about."""

    known: Mapping[str, Annotator]
    clashes: tuple[Clash, ...]


def people(ours: Project, other: Project, told: Told, same: frozenset[str], apart: frozenset[str]) -> People:
    """Who the other project's annotators are here; ``same`` and ``apart`` are the ids of those asked about already."""
    by_id = {each.id: each for each in ours.annotators()}
    by_name = {folded(each.name): each for each in ours.annotators()}
    known: dict[str, Annotator] = {}
    clashes = []
    for each in other.annotators():
        namesake = by_name.get(folded(each.name))
        if each.id in by_id:
            known[each.id] = by_id[each.id]
        elif told.annotators.get(each.id) in by_id:
            known[each.id] = by_id[told.annotators[each.id]]
        elif namesake is None:
            known[each.id] = each
        elif each.id in same:
            known[each.id] = namesake
        elif each.id in apart:
            known[each.id] = Annotator(each.id, _free_name(each.name, by_name))
        else:
            clashes.append(Clash(each, namesake))
    return People(known, tuple(clashes))


def _free_name(name: str, taken: Mapping[str, Annotator]) -> str:
    number = 2
    while folded(f"{name} {number}") in taken:
        number += 1
    return f"{name} {number}"


# ---------------------------------------------------------------------------------------------- entities


def folded(name: str) -> str:
    """A name for comparing: case, composition of accents and blanks aside."""
    return " ".join(unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()).split())


def namesakes(
    ours: Mapping[str, Entity], theirs: Mapping[str, Entity], told: Told, apart: frozenset[str]
) -> dict[str, str]:
    """Of their entities that we do not have the one of ours that is the same: told before, or by name and kind.

    Not those of ``apart``, and none where several bear the name.
    """
    named: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for each in ours.values():
        for name in {folded(each.name), *map(folded, each.aliases)}:
            named[each.kind, name].append(each.id)
    found = {}
    for each in theirs.values():
        if each.id in ours or each.id in apart:
            continue
        if told.entities.get(each.id) in ours:
            found[each.id] = told.entities[each.id]
            continue
        same = named[each.kind, folded(each.name)]
        exact = [id for id in same if folded(ours[id].name) == folded(each.name)]
        if len(exact) == 1 or len(same) == 1:
            found[each.id] = (exact if len(exact) == 1 else same)[0]
    return found
