"""What an import would bring, row by row, before anything is written; and the import of what was left of it.

The rows hold what was read, so that importing reads no file again: it only asks the project anew what each document is
to it, for that depends on which rows were left out, and on what others have written meanwhile.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from annotator.formats.base import Problem, Read, Seen
from annotator.formats.decoding_texts import ENCODED
from annotator.operations.copies import resembling
from annotator.operations.exchange import ImportOptions, Progress, Watcher, read_paths, told_notes
from annotator.operations.importing import Cancelled, Outcome, Plan, never, refuse_if_cancelled
from annotator.operations.incoming_labels import UnknownLabel
from annotator.store.documents import count_words
from annotator.store.project import Project

State = Literal["new", "near", "same_text", "again", "there", "problem"]
Key = tuple[str, int]
"""The file a row is from, and which of its rows it is: the same each time the file is read."""

STATES: tuple[State, ...] = ("problem", "near", "same_text", "again", "there", "new")
"""What needs a look first."""
_ADDED: tuple[State, ...] = ("new", "same_text")
_UNPRINTED = 500
"""So many of the project's documents may lack a fingerprint for them to be compared with all the same."""
_BEGINNING = 200
_FEW = 8
"""So many copies are named when they are in."""
_CERTAIN = ("utf-8", "utf-16", "utf-32")
"""Encodings that a file shows by itself; all others are guessed."""


@dataclass(frozen=True, slots=True)
class Row:
    """One document that would come in, or one file or line that cannot.

    *new*; *near* to another article, ``twin``, of which it is a copy with other words in places (``share`` of them are
    the same); *same_text* as ``twin``, from elsewhere; *again* what came in before it; *there* already: nothing but
    annotations comes in.  A *problem* has no ``read`` but says what it is.  ``layers`` are annotated layers.
    """

    key: Key
    state: State
    place: str
    title: str = ""
    date: str = ""
    source: str = ""
    author: str = ""
    beginning: str = ""
    words: int = 0
    layers: int = 0
    twin: str = ""
    share: float = 0.0
    problem: Problem | None = None
    read: Read | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Preview:
    """The rows, in the order of the files; what was found in the files; what is worth telling; what has to be asked."""

    rows: tuple[Row, ...] = ()
    seen: tuple[Seen, ...] = ()
    notes: tuple[str, ...] = ()
    unknown: tuple[UnknownLabel, ...] = ()

    def count(self, *states: State, left_out: Collection[Key] = ()) -> int:
        """How many rows are in one of these states and not left out."""
        return sum(each.state in states and each.key not in left_out for each in self.rows)

    @property
    def layers(self) -> int:
        """How many annotated layers come in."""
        return sum(each.layers for each in self.rows)

    @property
    def encodings(self) -> Counter[str]:
        """The encodings that were recognised, with how many files each."""
        return Counter(each.encoding for each in self.seen if each.encoding)

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to decide: an article a file, new or there already, read in the one way there is.

        That one is a copy of another is told when it is in.
        """
        files = {each.key[0] for each in self.rows}
        return (
            len(files) == len(self.rows)
            and all(each.state in ("new", "near", "there") and not each.layers for each in self.rows)
            and all(each.kind == "text" and (each.encoding or "").startswith(_CERTAIN) for each in self.seen)
            and not self.unknown
        )


def preview(
    project: Project,
    paths: Sequence[Path],
    options: ImportOptions,
    *,
    progress: Progress = lambda _done, _total: None,
    cancelled: Cancelled = never,
) -> Preview:
    """What importing these paths would bring; the project may be open read only, and nothing is written.

    Bad files and lines are rows too.  Raises ConflictError when cancelled.
    """
    watch = _Watch()
    how = replace(options, skip_bad=True, dry_run=True)
    plan = read_paths(project, paths, options=how, progress=progress, cancelled=cancelled, watcher=watch)
    refuse_if_cancelled(cancelled)
    rows = _with_twins(project, watch.rows, watch.outcomes, cancelled)
    return Preview(tuple(rows), watch.files(), watch.notes(), plan.unknown)


def plan_of(project: Project, found: Preview, options: ImportOptions, left_out: Collection[Key] = ()) -> Plan:
    """What to write of a preview without the rows that are left out; `annotator.operations.importing.write` does it.

    Raises FormatError where a layer has come into another state since.
    """
    plan = Plan(project, options.duplicates, options.labels)
    for row in found.rows:
        if row.read is not None and row.key not in left_out:
            plan.take(row.read, row.key[0])
    problems = tuple(each.problem for each in found.rows if each.problem is not None)
    near = [
        f"“{each.title}” is a copy of “{each.twin}”: {percent(each.share)} the same"
        for each in found.rows
        if each.state == "near" and each.key not in left_out
    ]
    if len(near) > _FEW:
        near = [*near[:_FEW], f"{len(near) - _FEW:,} more are copies of others"]
    plan.report = replace(plan.report, problems=problems, notes=(*found.notes, *near))
    return plan


def copies_in(project: Project, plan: Plan) -> list[tuple[str, str, float]]:
    """Titles of what comes in and is a copy of another article, with that one's title and how much is the same."""
    documents = {each.document.id: each.document for each in plan.documents}
    like = resembling(project, [(f"\0{id}", each.text) for id, each in documents.items()], _UNPRINTED)
    stored = {each.id: each.title for each in project.documents.listing(None, {each for each, _ in like.values()})}
    out = []
    for key, (near, share) in like.items():
        twin = documents[near[1:]].title if near.startswith("\0") else stored.get(near, near)
        out.append((documents[key[1:]].title, twin, share))
    return out


class _Watch(Watcher):
    """Collects rows, and what was found in each file; of JSON what all its objects have."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.outcomes: list[Outcome | None] = []
        self._noted: dict[str, dict[str, None]] = {}
        self._numbers: Counter[str] = Counter()
        self._files: dict[str, Seen] = {}

    def _key(self, path: str) -> Key:
        self._numbers[path] += 1
        return path, self._numbers[path]

    def took(self, read: Read, path: str, outcome: Outcome) -> None:
        """A row for a document."""
        document = read.content.document
        for note in read.notes:
            if not note.startswith(ENCODED):  # the encodings are told by themselves
                self._noted.setdefault(note, {}).setdefault(place_of(path, None))
        meta = {key: "" if value is None else str(value) for key, value in document.meta.items()}
        self.outcomes.append(outcome)
        self.rows.append(
            Row(
                self._key(path),
                outcome.state,
                place_of(path, read.line),
                document.title,
                meta.get("date", ""),
                meta.get("source", ""),
                meta.get("author", ""),
                " ".join(document.text[:_BEGINNING].split()),
                count_words(document.text),
                outcome.layers,
                read=read,
            )
        )

    def left(self, problem: Problem) -> None:
        """A row for what cannot come in."""
        self.outcomes.append(None)
        self.rows.append(Row(self._key(problem.path), "problem", place_of(problem.path, problem.line), problem=problem))

    def seen(self, seen: Seen) -> None:
        """Put together what the objects of a file have."""
        before = self._files.get(seen.path)
        if before is not None:
            names = dict.fromkeys((*before.names, *seen.names))
            seen = replace(seen, names=tuple(names), chosen={**before.chosen, **seen.chosen})
        self._files[seen.path] = seen

    def notes(self) -> tuple[str, ...]:
        """What was noted about files, by their names alone; the same about several as one sentence."""
        return told_notes(self._noted)

    def files(self) -> tuple[Seen, ...]:
        """What was found, file by file."""
        return tuple(self._files.values())


def percent(share: float) -> str:
    """How much of two copies is the same; never all of it, for then they would be one text."""
    return f"{min(99, round(100 * share))} %"


def place_of(path: str, line: int | None) -> str:
    """A file's name and a line in it, as short as they can be told."""
    name = Path(path).name or path
    return name if line is None else f"{name}:{line}"


def _with_twins(
    project: Project, rows: Sequence[Row], outcomes: Sequence[Outcome | None], cancelled: Cancelled
) -> Iterator[Row]:
    """The rows with the articles that they are like."""
    texts = []
    for number, row in enumerate(rows):
        if row.state == "new" and row.read is not None:
            texts.append((f"\0{number}", row.read.content.document.text))
    like = resembling(project, texts, _UNPRINTED, cancelled)
    refuse_if_cancelled(cancelled)
    coming = {each.id: row.title for row, each in zip(rows, outcomes, strict=True) if each and each.state in _ADDED}
    wanted = {each.twin for each in outcomes if each and each.twin} | {each for each, _ in like.values()}
    stored = {each.id: each.title for each in project.documents.listing(None, wanted)} if wanted else {}
    for number, (row, outcome) in enumerate(zip(rows, outcomes, strict=True)):
        near, share = like.get(f"\0{number}", ("", 0.0))
        if near:
            twin = rows[int(near[1:])].title if near.startswith("\0") else stored.get(near, near)
            yield replace(row, state="near", twin=twin, share=share)
        elif outcome is not None and outcome.twin:
            twin = stored.get(outcome.twin) or coming.get(outcome.twin) or outcome.twin
            yield replace(row, twin=twin)
        else:
            yield row
