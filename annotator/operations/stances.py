"""What an annotator can do to stances; each function is one undoable step, ``Changes.focus`` is the quotation's id."""

from __future__ import annotations

from dataclasses import replace

from annotator.domain import ids
from annotator.domain.annotations import Quotation, Stance
from annotator.domain.cast import CastMember
from annotator.domain.changes import Changes
from annotator.domain.errors import ConflictError
from annotator.domain.registry import Entity
from annotator.domain.text import Span, Spans
from annotator.operations.desk import Desk, Edit
from annotator.operations.registering import registered


def add_stance(
    desk: Desk,
    quotation: str,
    *,
    target: str | None = None,
    target_spans: Spans = (),
    issue: str | None = None,
    member: CastMember | None = None,
    value: str | None = None,
    intensity: int | None = None,
    explicit: bool | None = None,
    evidence: Spans = (),
) -> Changes:
    """Add a stance towards an entity (``target``, its id), words of the text, an issue by its name, or one of the cast.

    An issue or a member of the cast that the registry does not have is added in the same step.  A stance may wait for
    its target and value.
    """
    with desk.edit("Add stance") as edit:
        before = edit.quotation(quotation)
        who = registered(edit, member)[0] if member else target
        stance = Stance(ids.mint("s"), who, target_spans, value, intensity, explicit, evidence, edit.made())
        edit.put(before, replace(before, stances=(*before.stances, _checked(edit, stance, issue))))
    return edit.changes


def edit_stance(
    desk: Desk, quotation: str, stance: Stance, *, issue: str | None = None, member: CastMember | None = None
) -> Changes:
    """Put ``stance`` in the place of the one with its id; ``issue`` and ``member`` name a target as in `add_stance`."""
    with desk.edit("Edit stance") as edit:
        before = edit.quotation(quotation)
        old = _stance(before.stances, stance.id)
        who = registered(edit, member)[0] if member else stance.target
        new = _checked(edit, replace(stance, target=who, origin=old.origin), issue)
        if new != old:
            new = replace(new, origin=edit.edited(old.origin))
        edit.put(before, replace(before, stances=tuple(new if each is old else each for each in before.stances)))
    return edit.changes


def remove_stance(desk: Desk, quotation: str, stance: str) -> Changes:
    """Remove a stance."""
    with desk.edit("Remove stance") as edit:
        before = edit.quotation(quotation)
        gone = _stance(before.stances, stance)
        edit.put(before, replace(before, stances=tuple(each for each in before.stances if each is not gone)))
    return edit.changes


def add_evidence(desk: Desk, quotation: str, stance: str, span: Span) -> Changes:
    """Add words of the article that show a stance; overlapping fragments become one."""
    with desk.edit("Add evidence") as edit:
        before = edit.quotation(quotation)
        old = _stance(before.stances, stance)
        _give_evidence(edit, before, old, edit.checked((*old.evidence, span), "evidence"))
    return edit.changes


def remove_evidence(desk: Desk, quotation: str, stance: str, index: int) -> Changes:
    """Take one fragment of a stance's evidence away; ``index`` counts from 0."""
    with desk.edit("Remove evidence") as edit:
        before = edit.quotation(quotation)
        old = _stance(before.stances, stance)
        if not 0 <= index < len(old.evidence):
            raise ConflictError(f"the stance has no evidence {index + 1}", "it may have been removed")
        _give_evidence(edit, before, old, old.evidence[:index] + old.evidence[index + 1 :])
    return edit.changes


def _give_evidence(edit: Edit, before: Quotation, old: Stance, evidence: Spans) -> None:
    new = old if evidence == old.evidence else replace(old, evidence=evidence, origin=edit.edited(old.origin))
    edit.put(before, replace(before, stances=tuple(new if each is old else each for each in before.stances)))


def _stance(stances: tuple[Stance, ...], id: str) -> Stance:
    found = next((each for each in stances if each.id == id), None)
    if found is None:
        raise ConflictError("this stance is no longer there", "it was removed, or the removal can be undone")
    return found


def _checked(edit: Edit, stance: Stance, issue: str | None) -> Stance:
    """The stance with its values checked and its issue in the registry.  Raises ConflictError."""
    if stance.value is not None:
        edit.known("stances", stance.value)
    if stance.intensity not in (None, 1, 2, 3):
        raise ConflictError(f"intensity goes from 1 to 3, not {stance.intensity}", "choose 1, 2 or 3")
    return replace(
        stance,
        target=_issue(edit, issue.strip()) if issue and issue.strip() else stance.target,
        target_spans=edit.checked(stance.target_spans, "target"),
        evidence=edit.checked(stance.evidence, "evidence"),
    )


def _issue(edit: Edit, name: str) -> str:
    """The id of the issue of that name, added to the registry if it is new."""
    same = [each for each in edit.project.registry.named(name) if each.kind == "issue"]
    if same:
        return same[0].id
    entity = Entity(ids.mint("e"), name, "issue", edit.made())
    edit.project.registry.save(entity)
    return entity.id
