"""What an annotator can do to mentions, always in the annotator's own layer; each function is one undoable step.

A mention may be named by the pipeline's id: before the first write that is what the window shows.  ``Changes.focus`` is
the mention's id in the annotator's layer.
"""

from __future__ import annotations

from dataclasses import replace

from annotator.domain import ids
from annotator.domain.annotations import Mention
from annotator.domain.changes import Changes
from annotator.domain.text import Span
from annotator.operations.desk import Desk, Edit


def add_mention(desk: Desk, span: Span, label: str) -> Changes:
    """Mark these words as an entity of that kind; where they are already, nothing changes."""
    with desk.edit("Add mention") as edit:
        spans = edit.checked((span,), "mention")
        there = [each for each in edit.mentions.values() if each.spans == spans and each.label == label]
        mention = there[0] if there else Mention(ids.mint("m"), spans, edit.known("kinds", label), None, edit.made())
        if not there:
            edit.save_mention(mention)
        edit.focus(mention.id)
    return edit.changes


def relabel_mention(desk: Desk, mention: str, label: str) -> Changes:
    """Give a mention another kind."""
    with desk.edit("Change kind of mention") as edit:
        before = edit.mention(mention)
        _put(edit, before, replace(before, label=edit.known("kinds", label)))
    return edit.changes


def move_mention(desk: Desk, mention: str, span: Span) -> Changes:
    """Put a mention on other words."""
    with desk.edit("Move mention") as edit:
        before = edit.mention(mention)
        _put(edit, before, replace(before, spans=edit.checked((span,), "mention")))
    return edit.changes


def remove_mention(desk: Desk, mention: str) -> Changes:
    """Remove a mention.  Speakers keep their words and entity."""
    with desk.edit("Remove mention") as edit:
        edit.remove_mention(edit.mention(mention).id)
    return edit.changes


def link_mention(desk: Desk, mention: str, entity: str | None) -> Changes:
    """Say which entity of the registry a mention names, None for none.  Its words and kind stay as they were found."""
    with desk.edit("Link mention" if entity else "Unlink mention") as edit:
        before = edit.mention(mention)
        edit.focus(before.id)
        if entity != before.entity:
            edit.save_mention(replace(before, entity=entity, origin=replace(before.origin, modified=edit.now)))
    return edit.changes


def _put(edit: Edit, before: Mention, after: Mention) -> None:
    edit.focus(before.id)
    if after != before:
        edit.save_mention(replace(after, origin=edit.edited(after.origin)))
