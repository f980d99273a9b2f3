"""Whose layer of which document a gesture edits, and the step that it takes there.

A layer is complete in itself: before an annotator's first write to a document the window shows the pipeline's mentions,
and that first write copies them into the annotator's layer in the same step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from annotator.domain import ids
from annotator.domain.annotations import Annotator, Layer, LayerKind, Mention, Origin, Quotation, Rejection, is_reserved
from annotator.domain.changes import Changes
from annotator.domain.documents import Document, LayerStatus, Scalar
from annotator.domain.errors import ConflictError
from annotator.domain.marks import Marks
from annotator.domain.nesting import renested
from annotator.domain.scheme import Vocabulary
from annotator.domain.text import Spans, ordered
from annotator.store.journal import Step
from annotator.store.project import Project


def utc_now() -> str:
    """The time as origins carry it: ``2026-11-20T11:00:00Z``."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


_PEOPLE: tuple[LayerKind, ...] = ("annotator", "gold")


class Memory:
    """The layers last read or written at a desk, so that a gesture in a long article does not read all of it again.

    It notices by itself what other connections commit, and another document or annotator.  Whoever keeps one calls
    `forget` after every other write through the same project: undo, redo, import, labelling.
    """

    def __init__(self) -> None:
        self._about: tuple[int, str, str] = (0, "", "")
        self._layers: dict[LayerKind, Layer | None] = {}
        self._text: Document | None = None

    def forget(self) -> None:
        """Read everything again when it is next asked for."""
        self._layers = {}
        self._text = None

    def follow(self, desk: Desk, changes: Changes) -> None:
        """Read again the marks of people's layers that undo or redo touched; the pipeline's is as it was."""
        for kind in _PEOPLE:
            kept = self._layers.get(kind)
            if kept is None or self._about != self._now(desk):
                self._layers.pop(kind, None)
            elif changes.about(desk.document):
                self._layers[kind] = desk.project.annotations.reread(desk.document, kept, changes)

    def document(self, desk: Desk) -> Document:
        """The desk's document; its text never changes."""
        if self._text is None or self._text.id != desk.document:
            self._text = desk.project.documents.get(desk.document)
        return self._text

    def layer(self, desk: Desk, kind: LayerKind) -> Layer | None:
        """The annotator's layer, gold or the pipeline's, read if need be."""
        about = self._now(desk)
        if about != self._about:
            self._about, self._layers = about, {}
        if kind not in self._layers:
            self._layers[kind] = desk.read(kind)
        return self._layers[kind]

    @staticmethod
    def _now(desk: Desk) -> tuple[int, str, str]:
        return desk.project.data_version(), desk.document, desk.annotator.id

    def keep(self, layer: Layer) -> None:
        """Remember a layer as a gesture has just written it."""
        self._layers[layer.kind] = layer


def copied_mention(mention: Mention) -> Mention:
    """A mention of the pipeline as it stands in an annotator's layer: under an id of its own that knows the other."""
    origin = replace(mention.origin, kind="pipeline", derived_from=(mention.id,), created=None, modified=None)
    return replace(mention, id=ids.mint("m"), origin=origin)


@dataclass(frozen=True)
class Desk:
    """An annotator at a document of a project, who edits a layer of their own.

    `annotator.operations.gold.GoldDesk` is the one at which gold is edited, by the same gestures.

    ``clock`` gives the time that new and edited objects carry.  ``memory`` spares reading what has not changed; None
    reads the project file each time.
    """

    project: Project
    document: str
    annotator: Annotator
    clock: Callable[[], str] = utc_now
    memory: Memory | None = None

    @property
    def kind(self) -> LayerKind:
        """Which layer is edited here."""
        return "annotator"

    def layer(self) -> Layer:
        """The desk's layer; before the first write what it would be: the pipeline's mentions, under its ids."""
        return self.stored_layer() or self._empty(self.pipeline_layer())

    def stored_layer(self) -> Layer | None:
        """The desk's layer in the project file, None before the first write."""
        return self.memory.layer(self, self.kind) if self.memory else self.read(self.kind)

    def pipeline_layer(self) -> Layer | None:
        """What the pipeline found in the document, None if it has not been there."""
        return self.memory.layer(self, "pipeline") if self.memory else self.read("pipeline")

    def read(self, kind: LayerKind) -> Layer | None:
        """The annotator's or another layer as it stands in the project file now."""
        annotator = self.annotator.id if kind == "annotator" else None
        return self.project.annotations.layer(self.document, kind, annotator)

    def first_layer(self) -> Layer:
        """The layer that the first write stores: the pipeline's mentions under ids of their own."""
        shown = self._empty(self.pipeline_layer())
        mentions = tuple(copied_mention(each) for each in shown.mentions)
        return replace(shown, id=ids.mint("l"), status="in_progress", mentions=_sorted_mentions(mentions))

    def opened(self, now: str) -> None:
        """What else is written in the step that stores the layer for the first time."""

    @contextmanager
    def edit(self, label: str, marks: Marks | None = None) -> Iterator[Edit]:
        """One undoable step on the desk's layer.  ``label`` stands in the undo menu.

        Nothing is written, the layer not opened, as long as the step changes nothing.
        """
        with self.project.step(label, actor=self.annotator.id) as step:
            edit = Edit(self, step, marks)
            yield edit
        if self.memory and edit.written:
            if self.project.in_step:
                self.memory.forget()  # the step around this one may yet be taken back as a whole
            else:
                self.memory.keep(edit.layer)

    def _empty(self, pipeline: Layer | None) -> Layer:
        return Layer(
            id="",
            kind="annotator",
            annotator_id=self.annotator.id,
            annotator=self.annotator.name,
            mentions=pipeline.mentions if pipeline else (),
        )


class Edit:
    """A step under way: the layer as it is by now, and the writes that make it so.

    Mentions are found by their own id and, since the window showed them so before the first write, by the id of the
    pipeline's mention they are copies of.
    """

    def __init__(self, desk: Desk, step: Step, marks: Marks | None) -> None:
        self.project = desk.project
        self.annotator = desk.annotator
        self.document = desk.memory.document(desk) if desk.memory else desk.project.documents.get(desk.document)
        self.text = self.document.text
        self.marks = marks or Marks(self.text)
        self.now = desk.clock()
        self.written = False
        self._desk = desk
        self._step = step
        stored = desk.stored_layer()
        self._stored = stored is not None
        self._layer = stored or desk.first_layer()
        self.quotations = {each.id: each for each in self._layer.quotations}
        self.mentions = {each.id: each for each in self._layer.mentions}
        self._copies = {source: each.id for each in self._layer.mentions for source in each.origin.derived_from}

    @property
    def changes(self) -> Changes:
        """What the step changed; complete when its block has ended."""
        return self._step.changes or replace(self._step.changes, focus=self._step.focus)

    @property
    def layer(self) -> Layer:
        """The layer as it is by now, in the order in which it is read.  What has not changed is the same object."""
        mentions = self._layer.mentions
        if len(mentions) != len(self.mentions) or any(self.mentions.get(each.id) is not each for each in mentions):
            mentions = _sorted_mentions(self.mentions.values())
        quotations = tuple(sorted(self.quotations.values(), key=lambda each: (each.start, each.end, each.id)))
        return replace(self._layer, mentions=mentions, quotations=quotations)

    def focus(self, id: str | None) -> None:
        """Say what the step is about."""
        self._step.focus = id

    # ------------------------------------------------------------------------------------------ what is there

    def quotation(self, id: str) -> Quotation:
        """A quotation of the layer.  Raises ConflictError."""
        if id not in self.quotations:
            raise ConflictError("this quotation is no longer there", "it was deleted, or the deletion can be undone")
        return self.quotations[id]

    def mention(self, id: str) -> Mention:
        """A mention of the layer, by its id or that of the pipeline's.  Raises ConflictError."""
        own = id if id in self.mentions else self._copies.get(id, "")
        if own not in self.mentions:
            raise ConflictError("this mention is no longer there", "select its words and mark them again")
        return self.mentions[own]

    def has_mention(self, id: str) -> bool:
        """Whether `mention` would find it."""
        return id in self.mentions or self._copies.get(id) in self.mentions

    def checked(self, spans: Spans, what: str) -> Spans:
        """``spans`` as fragments: in order, overlapping ones joined.

        Raises ConflictError where one is empty, holds only blanks or does not lie in the text.
        """
        for each in spans:
            if not 0 <= each.start < each.end <= len(self.text) or each.of(self.text).isspace():
                raise ConflictError(
                    f"the {what} at {each.start}–{each.end} holds no words of this article", "select at least one word"
                )
        return ordered(spans)

    def made(self) -> Origin:
        """The origin of something the annotator makes now."""
        return Origin("manual", self.annotator.id, created=self.now, modified=self.now)

    def edited(self, origin: Origin) -> Origin:
        """An origin after the annotator's edit: what did not come from a person's hand is marked as edited."""
        return replace(origin, edited=origin.edited or origin.kind != "manual", modified=self.now)

    # ------------------------------------------------------------------------------------------ writing

    def add_quotation(self, quotation: Quotation) -> None:
        """Store a new quotation and settle who stands inside whom."""
        self._open()
        self._save(quotation)
        self._renest(quotation.id)
        self.focus(quotation.id)

    def put(self, before: Quotation, after: Quotation) -> None:
        """Store a quotation that the annotator has edited; nothing if it is as it was.

        With another content its type, unless set by hand, and the parents follow.  What is added to a suggestion that
        was accepted, such as a stance or a note, does not make it an edited one.
        """
        self.focus(after.id)
        moved = after.content != before.content
        if moved and after.type_origin == "auto":
            after = replace(after, type=self.marks.type_of(after.content))
        if after == before:
            return
        self._open()
        added = after.origin.kind == "suggestion" and _suggested(after) == _suggested(before)
        origin = replace(after.origin, modified=self.now) if added else self.edited(after.origin)
        self._save(replace(after, origin=origin))
        if moved:
            self._renest(after.id)

    def remove_quotation(self, id: str) -> None:
        """Take a quotation out; what stands inside it moves up."""
        gone = self.quotation(id)
        self._open()
        inside = [each for each in self.quotations.values() if each.parent == id]
        for each in inside:
            self._save(replace(each, parent=gone.parent))
        del self.quotations[id]
        self.project.annotations.remove_quotation(id, document=self.document.id)
        self._renest(*(each.id for each in inside))

    def save_mention(self, mention: Mention) -> None:
        """Store a new or changed mention."""
        self._open()
        self.project.annotations.save_mention(self._layer.id, mention, document=self.document.id)
        self.mentions[mention.id] = mention

    def remove_mention(self, id: str) -> None:
        """Take a mention out of the layer."""
        self._open()
        self.project.annotations.remove_mention(id, document=self.document.id)
        del self.mentions[id]

    def save_rejection(self, rejection: Rejection) -> None:
        """Store a rejection."""
        self._open()
        self.project.annotations.save_rejection(self._layer.id, rejection, document=self.document.id)
        rows = (*self._layer.rejections, rejection)
        self._layer = replace(
            self._layer,
            rejections=tuple(sorted(rows, key=lambda each: (each.spans[0].start, each.spans[-1].end, each.id))),
        )

    def set_status(self, status: LayerStatus, reason: str | None) -> None:
        """Set the layer's status; ``reason`` is why the document is skipped.

        Raises ConflictError for a status that a layer of this kind never has.
        """
        if (self._layer.kind == "gold") != (status == "adjudicated") and status != "in_progress":
            raise ConflictError(f"this layer is never {status}", "gold is in progress or adjudicated")
        if not self._stored or (self._layer.status, self._layer.status_reason) != (status, reason):
            self._open()
            self._set_status(status, reason)

    def set_attributes(self, attributes: Mapping[str, Scalar]) -> None:
        """Set the values of the project's typed fields on the document, as this annotator sees it."""
        if dict(attributes) != dict(self._layer.attributes):
            self._open()
            self.project.annotations.set_attributes(self._layer.id, attributes, document=self.document.id)
            self._layer = replace(self._layer, attributes=dict(attributes))

    def known(self, vocabulary: Vocabulary, id: str) -> str:
        """``id``, an id of the scheme.  Raises ConflictError if the scheme has no such value."""
        if all(each.id != id for each in self.project.scheme.labels(vocabulary)):
            raise ConflictError(f"the scheme has no “{id}” among its {vocabulary}", "choose a value of the scheme")
        return id

    def _save(self, quotation: Quotation) -> None:
        self.project.annotations.save_quotation(self._layer.id, quotation, document=self.document.id)
        self.quotations[quotation.id] = quotation

    def _renest(self, *changed: str) -> None:
        for each in renested(self.quotations, changed):
            self._save(each)

    def _set_status(self, status: LayerStatus, reason: str | None) -> None:
        self.project.annotations.set_status(self._layer.id, status, reason, document=self.document.id)
        self._layer = replace(self._layer, status=status, status_reason=reason)

    def _open(self) -> None:
        """Before the first write of the step: the layer is there and its work has begun."""
        if self.written:
            return
        self.written = True
        if self._stored:
            if self._layer.status == "new":
                self._set_status("in_progress", None)
            return
        if is_reserved(self.annotator.name):
            raise ConflictError(f"“{self.annotator.name}” cannot be an annotator's name", "choose another name")
        if all(each.id != self.annotator.id for each in self.project.annotators()):
            self.project.save_annotator(self.annotator)
        self.project.annotations.add_layer(self.document.id, self._layer)
        self._desk.opened(self.now)


def _sorted_mentions(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """In text order, as a layer is read."""
    return tuple(sorted(mentions, key=lambda each: (each.spans[0].start, each.spans[-1].end, each.id)))


def _suggested(quotation: Quotation) -> tuple[object, ...]:
    """What a suggestion says of a quotation."""
    return quotation.content, quotation.cue, quotation.cue_absent, quotation.speakers, quotation.type
