"""What a merge of two projects would do and what it asks: its answers, its report, and what is to be written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator, Decision, Layer
from annotator.domain.changes import Changes
from annotator.domain.documents import Document, Scalar
from annotator.domain.registry import Entity
from annotator.domain.scheme import Scheme
from annotator.operations.differing import Conflict
from annotator.operations.reconciling import LayerEdit
from annotator.operations.returned import Clash

_NOWHERE = Document("", "", "")


@dataclass(frozen=True, slots=True)
class Answers:
    """What was said to the questions of a merge.

    ``same`` and ``apart`` are ids of annotators of the other project who are, or are not, their namesakes here;
    ``entities_apart`` ids of its entities that are not their namesakes; ``theirs`` the keys of the conflicts in which
    the other version is taken, ``all_theirs`` takes it in all of them.
    """

    same: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
    entities_apart: frozenset[str] = frozenset()
    theirs: frozenset[str] = frozenset()
    all_theirs: bool = False

    def takes(self, conflict: Conflict) -> bool:
        """Whether the other version of something is wanted."""
        return conflict.may_choose and (self.all_theirs or conflict.key in self.theirs)


@dataclass(frozen=True, slots=True)
class Offer:
    """An entity of the other project and the one of ours that has its name and kind; ``same`` makes one of them."""

    theirs: Entity
    ours: Entity
    same: bool = True


@dataclass(frozen=True, slots=True)
class Person:
    """What comes of one annotator, or of gold: documents with their work that is taken, the finished ones, and marks.

    ``id`` is the annotator's here, None for gold.  ``new``, ``changed`` and ``removed`` count quotations.
    """

    name: str
    id: str | None = None
    documents: int = 0
    done: int = 0
    new: int = 0
    changed: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What a merge did, or with a dry run would do.

    ``documents`` are those that something was taken for, of ``common`` that both projects have; ``strangers`` counts
    those that only the other has.  ``layers`` were taken or changed, ``entities`` added or changed; ``notes`` are the
    annotators' notes to themselves.
    """

    documents: int = 0
    layers: int = 0
    entities: int = 0
    notes: int = 0
    common: int = 0
    strangers: int = 0
    conflicts: tuple[Conflict, ...] = ()
    clashes: tuple[Clash, ...] = ()
    offers: tuple[Offer, ...] = ()
    people: tuple[Person, ...] = ()
    written: bool = False
    changes: Changes = field(default_factory=Changes)

    @property
    def as_json(self) -> dict[str, object]:
        """The report as programs read it; a name that has to be asked about is a conflict too."""
        asked = [
            Conflict(
                "annotator", None, "", None, each.theirs.id, f"Both projects have an annotator “{each.ours.name}”."
            )
            for each in self.clashes
        ]
        conflicts = [
            {
                "kind": each.kind,
                "document": each.document,
                "layer": each.layer,
                "object": each.object,
                "message": each.message,
                "ours": each.ours or None,
                "theirs": each.theirs or None,
            }
            for each in (*asked, *self.conflicts)
        ]
        return {
            "documents": self.documents,
            "layers": self.layers,
            "entities": self.entities,
            "notes": self.notes,
            "conflicts": conflicts,
            "written": self.written,
        }

    @property
    def sentence(self) -> str:
        """The report as people want to read it."""
        conflicts = f"{_counted(len(self.conflicts), 'conflict')} left as here" if self.conflicts else ""
        if not (self.documents or self.entities):
            return "; ".join(filter(None, ["Nothing to merge: everything is here already", conflicts])) + "."
        where = f"in {_counted(self.documents, 'document')} merged"
        only_notes = self.notes and not (self.layers or self.entities)
        if only_notes:
            return f"{_counted(self.notes, 'note')} to oneself {where}{f'; {conflicts}' if conflicts else ''}."
        parts = [f"{_counted(self.layers, 'layer')} {where}"]
        parts += [f"{_counted(self.entities, 'entity', 'entities')} added or changed"] if self.entities else []
        parts += [f"{_counted(self.notes, 'note')} to oneself"] if self.notes else []
        parts += [conflicts] if conflicts else []
        return "; ".join(parts) + "."


def _counted(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


@dataclass(slots=True)
class MergePlan:
    """What a merge will write, and its report; nothing is written yet."""

    report: MergeReport = field(default_factory=MergeReport)
    layers: list[tuple[str, Layer]] = field(default_factory=list)
    edits: list[LayerEdit] = field(default_factory=list)
    decisions: list[tuple[str, Decision]] = field(default_factory=list)
    acknowledged: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    """Documents, decisions, and who has acknowledged them by now."""
    notes: list[tuple[str, Annotator, str | None]] = field(default_factory=list)
    """Documents, annotators, and their own notes there."""
    meta: dict[str, Mapping[str, Scalar]] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    scheme: Scheme | None = None
    """The other project's scheme: labels that ours lacks get their names from it."""
    answers: Answers = field(default_factory=Answers)
    seen: tuple[object, ...] = ()
    """The latest steps of our project when this was decided."""
    file: tuple[object, ...] = ()
    """The other file's size and time when this was decided."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        marks = self.layers or any(self.edits)
        return not (marks or self.decisions or self.acknowledged or self.notes or self.meta or self.entities)

    @property
    def content(self) -> tuple[AnnotatedDocument, ...]:
        """What comes in, as documents: whatever labels it uses the scheme has to have."""
        kept = [
            Layer("", "annotator", mentions=each.mentions, quotations=each.quotations, rejections=each.rejections)
            for each in self.edits
        ]
        heads = [replace(each.head, mentions=(), quotations=(), rejections=()) for each in self.edits if each.head]
        layers = (*(layer for _, layer in self.layers), *kept, *heads)
        decisions = tuple(each for _, each in self.decisions)
        return (AnnotatedDocument(_NOWHERE, tuple(self.entities.values()), layers, decisions),)
