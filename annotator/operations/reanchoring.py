"""A corrected text comes in as a document of its own; the annotations of the old one are offered by re-anchoring."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from annotator.domain import ids
from annotator.domain.annotations import Annotator, Layer, Mention, Origin, Quotation
from annotator.domain.changes import Changes
from annotator.domain.documents import Document, Scalar
from annotator.domain.errors import ConflictError, TextError, refused
from annotator.domain.text import clean, sha256
from annotator.formats import plain
from annotator.formats.base import ReadOptions
from annotator.operations.desk import Desk, Edit, utc_now
from annotator.operations.moving import Moving, Offer
from annotator.store.project import Project

CORRECTS = "corrects"
"""Metadata key of a corrected text: the id of the document that it corrects."""


def read_corrected(path: Path) -> str:
    """The text of a file that holds a corrected article.  Raises FormatError for a file that holds no text."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise refused(error) from error
    (read,) = plain.read(BytesIO(data), ReadOptions(path=str(path)))
    return read.content.document.text


def bring_in_corrected(
    project: Project,
    annotator: Annotator,
    document: str,
    new_text: str,
    *,
    title: str | None = None,
    meta: Mapping[str, Scalar] | None = None,
) -> Changes:
    """Add a corrected text as a new document with the metadata of the one that it corrects, as one step.

    ``Changes.focus`` is the new document's id.  The old one stays as it is.  ``title`` and ``meta`` replace what they
    name.  Raises ConflictError for a text that is the same, empty, or in the project already.
    """
    old = project.documents.get(document)
    try:
        text = clean(new_text).text
    except TextError as error:
        raise ConflictError(error.message, error.hint) from error
    if not text.strip():
        raise ConflictError("the corrected text is empty", "choose the file that holds it")
    if text == old.text:
        raise ConflictError(f"the text of “{old.title}” is the same already", "choose the corrected text")
    if twins := project.documents.with_hash(sha256(text)):
        raise ConflictError(f"the project has this text already: “{twins[0].title}”", "open that article")
    values = {**old.meta, **(meta or {}), CORRECTS: old.id}
    if title:
        values["title"] = title
    new = Document(ids.mint("d"), text, sha256(text), old.language, values)
    with project.step("Bring in a corrected text", actor=annotator.id) as step:
        project.documents.add(new)
        step.focus = new.id
    return step.changes


def corrected_from(document: Document) -> str | None:
    """The id of the document that this one corrects; None for any other."""
    found = document.meta.get(CORRECTS)
    return str(found) if found else None


def corrected_already(project: Project, document: str, new_text: str) -> str | None:
    """The id of the document that this text became when it was brought in as this one's correction; None if none."""
    try:
        digest = sha256(clean(new_text).text)
    except TextError:
        return None
    found = (each.id for each in project.documents.with_hash(digest) if corrected_from(each) == document)
    return next(found, None)


def offers(project: Project, annotator: Annotator, old: str, new: str) -> tuple[Offer, ...]:
    """What the annotator's quotations of the old document would be in the new one, in the order of the old text.

    Those that were carried over already are not offered again.
    """
    layer = project.annotations.layer(old, "annotator", annotator.id)
    if layer is None:
        return ()
    own = project.annotations.layer(new, "annotator", annotator.id)
    done = {source for each in (own.quotations if own else ()) for source in each.origin.derived_from}
    there = project.documents.get(new)
    moving = Moving(project.documents.get(old).text, there.text, layer, there.language)
    return tuple(moving.offer(each) for each in layer.quotations if each.id not in done)


def carry_over(
    project: Project,
    annotator: Annotator,
    old: str,
    new: str,
    chosen: Collection[str],
    *,
    clock: Callable[[], str] = utc_now,
) -> Changes:
    """Copy the chosen quotations (ids of the old document's) into the annotator's layer of the new one, as one step.

    The mentions whose words are still there come too, with the entities they are linked to, and the project's fields of
    the article.  Every copy has an id of its own and knows what it was derived from.
    """
    layer = project.annotations.layer(old, "annotator", annotator.id)
    taken = [each for each in layer.quotations if each.id in chosen] if layer else []
    if layer is None or not taken:
        raise ConflictError("there is nothing to carry over", "choose at least one quotation")
    desk = Desk(project, new, annotator, clock)
    with desk.edit(f"Carry over {len(taken):,} quotation{'' if len(taken) == 1 else 's'}") as edit:
        moving = Moving(project.documents.get(old).text, edit.text, layer, edit.document.language)
        made: dict[str, str] = {}
        for each in sorted(taken, key=lambda one: _depth(layer, one)):
            moved = moving.offer(each).quotation
            if moved is None:
                raise ConflictError(f"the new text does not have “{moving.said(each)[:60]}”", "leave it out")
            made[each.id] = _add(edit, moved, made)
        _carry_mentions(edit, moving, layer.mentions)
        if layer.attributes:
            edit.set_attributes({**layer.attributes, **edit.layer.attributes})
        edit.focus(None)
    return edit.changes


def _depth(layer: Layer, quotation: Quotation) -> int:
    """How many quotations enclose it: what encloses comes first."""
    parents = {each.id: each.parent for each in layer.quotations}
    depth, parent = 0, quotation.parent
    while parent is not None and depth < len(parents):
        depth, parent = depth + 1, parents.get(parent)
    return depth


def _add(edit: Edit, moved: Quotation, made: Mapping[str, str]) -> str:
    """Add a quotation under ids of its own."""
    by_hand = moved.parent_origin == "manual" and (moved.parent is None or moved.parent in made)
    origin = _derived(edit, moved.origin, moved.id)
    quotation = replace(
        moved,
        id=ids.mint("q"),
        origin=origin,
        type=moved.type if moved.type_origin == "manual" else edit.marks.type_of(moved.content),
        parent=made[moved.parent] if by_hand and moved.parent else None,
        parent_origin="manual" if by_hand else "auto",
        stances=tuple(
            replace(each, id=ids.mint("s"), origin=_derived(edit, each.origin, each.id)) for each in moved.stances
        ),
    )
    edit.add_quotation(quotation)
    return quotation.id


def _derived(edit: Edit, origin: Origin, id: str) -> Origin:
    return replace(origin, derived_from=(id,), created=edit.now, modified=edit.now)


def _carry_mentions(edit: Edit, moving: Moving, mentions: Iterable[Mention]) -> None:
    """Take over what is linked or was marked by hand; where the words are a mention already, only its entity."""
    there = {each.spans: each for each in edit.layer.mentions}
    for mention in mentions:
        spans, state = moving.spans(mention.spans)
        if state == "lost" or (mention.entity is None and mention.origin.kind == "pipeline" and there):
            continue
        same = there.get(spans)
        if same is None:
            origin = _derived(edit, mention.origin, mention.id)
            edit.save_mention(replace(mention, id=ids.mint("m"), spans=spans, origin=origin))
        elif same.entity is None and mention.entity is not None:
            edit.save_mention(
                replace(same, entity=mention.entity, label=mention.label, origin=edit.edited(same.origin))
            )
