"""What an operation changed: the one message that travels up from the store to the window."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

ObjectKind = Literal[
    "project",
    "scheme",
    "annotator",
    "entity",
    "document",
    "note",
    "layer",
    "mention",
    "quotation",
    "rejection",
    "decision",
]


@dataclass(frozen=True, slots=True)
class Changes:
    """The ids of the objects that a step touched (written, changed or removed), by kind.

    ``documents`` are the ids of the documents whose text, metadata or annotations it touched.  ``step`` is the number
    of the journal's step, None where nothing was written.  ``focus`` is the object the operation was about: the
    quotation just made, for instance; the window makes it the active one.
    """

    label: str = ""
    step: int | None = None
    objects: Mapping[ObjectKind, frozenset[str]] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()
    focus: str | None = None

    def __bool__(self) -> bool:
        return bool(self.objects)

    def touches(self, kind: ObjectKind) -> frozenset[str]:
        """Ids of the touched objects of one kind."""
        return self.objects.get(kind, frozenset())

    def about(self, document: str | None) -> bool:
        """Whether the annotations or the metadata of that document were touched."""
        return document in self.documents


def merged(parts: Iterable[Changes], label: str = "") -> Changes:
    """All of ``parts`` as one: the union of their objects and documents, the last step and focus."""
    objects: dict[ObjectKind, frozenset[str]] = {}
    documents: frozenset[str] = frozenset()
    step: int | None = None
    focus: str | None = None
    for part in parts:
        for kind, ids in part.objects.items():
            objects[kind] = objects.get(kind, frozenset()) | ids
        documents |= part.documents
        step = part.step if part.step is not None else step
        focus = part.focus or focus
        label = label or part.label
    return Changes(label, step, objects, documents, focus)
