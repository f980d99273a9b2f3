"""What can be done to the labels of a project: each function is one undoable step.

Ids never change: renaming changes the name that is shown, merging and splitting move what holds an id to another one.
`annotator.operations.attributes` does the same for the typed columns.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeVar, get_args

from annotator.domain.annotations import Annotator
from annotator.domain.changes import Changes
from annotator.domain.errors import ConflictError
from annotator.domain.scheme import (
    ASKED,
    ISSUE,
    RULED_TYPES,
    SIGNED_STANCES,
    Asked,
    Attribute,
    AttributeOwner,
    Guideline,
    Label,
    Scheme,
    Vocabulary,
    id_for,
)
from annotator.formats import scheme_file
from annotator.operations.column_values import column_values
from annotator.operations.sources import opened
from annotator.store.labels import Labelled
from annotator.store.project import Project

T = TypeVar("T")

MAX_NAME = 200
"""Characters that a label's name may have."""

_NOUNS = {
    "types": "type",
    "stances": "stance value",
    "kinds": "kind",
    "flags": "flag",
    "reasons": "reason code",
    "choices": "choice",
}
_NEVER_EMPTY = frozenset({"types", "stances", "kinds"})


@dataclass(frozen=True, slots=True)
class LabelSet:
    """The labels of a vocabulary; or, where ``vocabulary`` is choices, those of the typed column ``attribute``."""

    vocabulary: Vocabulary | Literal["choices"]
    owner: AttributeOwner | None = None
    attribute: str | None = None

    @property
    def noun(self) -> str:
        """What one of its labels is called in a sentence."""
        return _NOUNS[self.vocabulary]

    def labels(self, scheme: Scheme) -> tuple[Label, ...]:
        """Its labels, in the order they are offered.  Raises ConflictError if the column is gone."""
        return scheme.labels(self.vocabulary) if self.vocabulary != "choices" else self.column(scheme).choices

    def column(self, scheme: Scheme) -> Attribute:
        """The typed column whose choices these are.  Raises ConflictError if it is gone."""
        found = scheme.attribute(self.owner, self.attribute or "") if self.owner else None
        if found is None:
            raise ConflictError(f"the scheme has no attribute “{self.attribute}” any more", "look at the scheme again")
        return found

    def with_labels(self, scheme: Scheme, labels: tuple[Label, ...]) -> Scheme:
        """The scheme with these labels in the place of its own."""
        if self.vocabulary != "choices":
            return scheme.with_labels(self.vocabulary, labels)
        old = self.column(scheme)
        new = replace(old, choices=labels)
        return replace(scheme, attributes=tuple(new if each is old else each for each in scheme.attributes))


@dataclass(frozen=True, slots=True)
class LabelImpact:
    """How many objects hold a label, and in how many documents."""

    objects: int
    documents: int


# ------------------------------------------------------------------------------------------------ looking


def fixed(where: LabelSet, id: str) -> str:
    """Why this label can be renamed but not go, as a sentence; empty if it can go."""
    if where.vocabulary == "types" and id in RULED_TYPES:
        return "This type is set by rule from the quotation marks: it can be renamed, but not removed or merged."
    if where.vocabulary == "stances" and id in SIGNED_STANCES:
        return "This value has an arrow key and a sign of its own: it can be renamed, but not removed or merged."
    if where.vocabulary == "kinds" and id == ISSUE:
        return "New stance targets are of this kind: it can be renamed, but not removed or merged."
    return ""


def may_be_empty(where: LabelSet) -> bool:
    """Whether what holds a label of this set may do without one."""
    return where.vocabulary not in _NEVER_EMPTY


def usage(project: Project, where: LabelSet) -> dict[str, int]:
    """How many stored objects hold each id, ids that the scheme no longer has among them."""
    return project.labels.usage(where.vocabulary, where.attribute, owner=where.owner)


def impact(project: Project, where: LabelSet, id: str) -> LabelImpact:
    """What merging or removing this label would touch."""
    return LabelImpact(*project.labels.impact(where.vocabulary, id, attribute=where.attribute, owner=where.owner))


def passages(project: Project, where: LabelSet, id: str, limit: int | None = None) -> list[Labelled]:
    """The objects that hold a label, in project order, ``limit`` of them at most."""
    return project.labels.holding(where.vocabulary, id, attribute=where.attribute, owner=where.owner, limit=limit)


# ------------------------------------------------------------------------------------------------ one label


def add_label(project: Project, annotator: Annotator, where: LabelSet, name: str) -> Changes:
    """Add a label at the end; its id is made from its name.  Raises ConflictError for a name that is there already."""
    scheme = project.scheme
    labels = where.labels(scheme)
    name = _name(name, labels, where)
    new = Label(_new_id(project, where, labels, name), name, by_hand=where.vocabulary == "types")
    return _stored(project, annotator, f"Add {where.noun} “{name}”", where.with_labels(scheme, (*labels, new)))


def rename_label(project: Project, annotator: Annotator, where: LabelSet, id: str, name: str) -> Changes:
    """Show a label under another name; what holds it is untouched.  Raises ConflictError for another label's name."""
    scheme = project.scheme
    labels = where.labels(scheme)
    old = _label(labels, id, where)
    name = _name(name, [each for each in labels if each.id != id], where)
    new = replace(old, name=name)
    renamed = tuple(new if each is old else each for each in labels)
    return _stored(project, annotator, f"Rename {where.noun} “{old.name}”", where.with_labels(scheme, renamed))


def move_label(project: Project, annotator: Annotator, where: LabelSet, id: str, to: int) -> Changes:
    """Offer a label at another place, counted from 0."""
    scheme = project.scheme
    labels = where.labels(scheme)
    label = _label(labels, id, where)
    return _stored(project, annotator, f"Move {where.noun}", where.with_labels(scheme, moved(labels, label, to)))


def remove_label(
    project: Project, annotator: Annotator, where: LabelSet, id: str, *, replaced_by: str | None = None
) -> Changes:
    """Take a label out of the scheme; what holds it gets another one, or none where none is allowed.

    Raises ConflictError for a label that cannot go, for the last of its set, and for one in use that nothing replaces
    where every object needs a value.
    """
    label = _label(where.labels(project.scheme), id, where)
    return _taken_out(project, annotator, where, label, replaced_by, f"Delete {where.noun} “{label.name}”")


def merge_labels(project: Project, annotator: Annotator, where: LabelSet, old: str, new: str) -> Changes:
    """Give everything that holds ``old`` the label ``new``, and take ``old`` out of the scheme.

    A reason code takes its guideline with it.  Raises ConflictError as `remove_label` does.
    """
    labels = where.labels(project.scheme)
    label, into = _label(labels, old, where), _label(labels, new, where)
    said = f"Merge {where.noun} “{label.name}” into “{into.name}”"
    return _taken_out(project, annotator, where, label, into.id, said)


def split_label(
    project: Project, annotator: Annotator, where: LabelSet, id: str, objects: Collection[str], name: str
) -> Changes:
    """Give these objects (ids of `labelled_with`) a new label called ``name``; it stands after the old one.

    Raises ConflictError for a name that is there already, or without any object.
    """
    scheme = project.scheme
    labels = where.labels(scheme)
    old = _label(labels, id, where)
    name = _name(name, labels, where)
    if not objects:
        raise ConflictError(f"nothing is chosen to split off “{old.name}”", "choose some of its passages")
    new = Label(_new_id(project, where, labels, name), name, by_hand=where.vocabulary == "types")
    at = labels.index(old) + 1
    with project.step(f"Split “{name}” off “{old.name}”", actor=annotator.id) as step:
        project.set_scheme(where.with_labels(scheme, (*labels[:at], new, *labels[at:])))
        number = project.relabel(
            where.vocabulary, id, new.id, attribute=where.attribute, owner=where.owner, only=objects
        )
        if number != len(set(objects)):  # ids are unique within their document only
            raise ConflictError(
                "some of these passages share their ids with others, which would change too", "merge the label instead"
            )
        if where.vocabulary == "types":
            _keep_type(project, new.id)
    return step.changes


def _keep_type(project: Project, type: str) -> None:
    """No rule knows a new type: on the quotations that have it, it is set by hand, else the next edge would undo it."""
    holders = project.labels.holding("types", type, limit=None)
    for document in sorted({each.document for each in holders if each.document is not None}):
        for layer in project.annotations.layers(document):
            for each in layer.quotations:
                if each.type == type and each.type_origin != "manual":
                    by_hand = replace(each, type_origin="manual")
                    project.annotations.save_quotation(layer.id, by_hand, document=document)


def _taken_out(
    project: Project, annotator: Annotator, where: LabelSet, label: Label, into: str | None, said: str
) -> Changes:
    scheme = project.scheme
    labels = where.labels(scheme)
    if sentence := fixed(where, label.id):
        raise ConflictError(f"“{label.name}” stays: {sentence[0].lower()}{sentence[1:-1]}", "rename it instead")
    left = tuple(each for each in labels if each.id != label.id)
    if not left and where.vocabulary not in ("flags", "reasons"):
        raise ConflictError(f"“{label.name}” is the last {where.noun}", "add another one first")
    if into is not None:
        _label(left, into, where)
    used = usage(project, where).get(label.id, 0)
    if into is None and used and not may_be_empty(where):
        raise ConflictError(f"“{label.name}” is in use and nothing replaces it", "merge it into another one")
    after = where.with_labels(scheme, left)
    if where.vocabulary == "reasons":
        after = replace(after, guidelines=tuple(_regrouped(scheme.guidelines, label.id, into)))
    with project.step(said, actor=annotator.id) as step:
        if into is not None or where.vocabulary != "kinds":  # though only a frozen layer may hold it still
            project.relabel(where.vocabulary, label.id, into, attribute=where.attribute, owner=where.owner)
        project.set_scheme(after)
    return step.changes


def _regrouped(guidelines: Iterable[Guideline], old: str, new: str | None) -> Iterable[Guideline]:
    """Guidelines after the reason ``old`` has gone into ``new``, or away."""
    for each in guidelines:
        if each.reason != old:
            yield each
        elif new is not None:
            yield replace(each, reason=new)


# ------------------------------------------------------------------------------------------------ asked, guidelines


def set_asked(project: Project, annotator: Annotator, asked: Iterable[Asked]) -> Changes:
    """Ask for these fields of a quotation and no others; what is stored in the others stays."""
    wanted = set(asked)
    fields = tuple(each for each in ASKED if each in wanted)
    return _stored(project, annotator, "Set the fields asked for", replace(project.scheme, asked=fields))


def set_guideline(project: Project, annotator: Annotator, reason: str, text: str) -> Changes:
    """Write the rule of a reason code (``""``: the general part, which stands first), in Markdown; blank takes it out.

    Raises ConflictError if the scheme has no such reason.
    """
    scheme = project.scheme
    if reason:
        _label(scheme.reasons, reason, LabelSet("reasons"))
    if not text.strip():
        return remove_guideline(project, annotator, reason)
    new = Guideline(reason, text.strip())
    rules = list(scheme.guidelines)
    at = next((n for n, each in enumerate(rules) if each.reason == reason), len(rules) if reason else 0)
    others = [each for each in rules if each.reason != reason]
    before = [each for each in rules[:at] if each.reason != reason]
    others.insert(len(before), new)
    said = f"Edit guideline “{scheme.name('reasons', reason)}”" if reason else "Edit guidelines"
    return _stored(project, annotator, said, replace(scheme, guidelines=tuple(others)))


def remove_guideline(project: Project, annotator: Annotator, reason: str) -> Changes:
    """Take the rule of a reason code out; the code stays."""
    scheme = project.scheme
    left = tuple(each for each in scheme.guidelines if each.reason != reason)
    said = f"Remove guideline “{scheme.name('reasons', reason)}”" if reason else "Remove general guideline"
    return _stored(project, annotator, said, replace(scheme, guidelines=left))


def move_guideline(project: Project, annotator: Annotator, reason: str, to: int) -> Changes:
    """Show the rule of a reason code at another place, counted from 0."""
    scheme = project.scheme
    found = next((each for each in scheme.guidelines if each.reason == reason), None)
    if found is None:
        raise ConflictError("this guideline is no longer there", "look at the guidelines again")
    rules = moved(scheme.guidelines, found, to)
    return _stored(project, annotator, "Move guideline", replace(scheme, guidelines=rules))


# ------------------------------------------------------------------------------------------------ whole schemes


def read_scheme(path: Path) -> Scheme:
    """The scheme of a file.  Raises FormatError."""
    with opened(path) as stream:
        return scheme_file.read_scheme(stream, str(path))


def take_scheme(project: Project, annotator: Annotator, scheme: Scheme) -> Changes:
    """Use another scheme; labels and attributes that something still holds, or that rules set, stay at the end.

    So do the rules of reason codes that stay, and the choices in use of a column.  A column whose values are of another
    type than the new scheme gives it stays as it is: `annotator.operations.scheme_attributes.set_type` converts them.
    """
    old = project.scheme
    for vocabulary in get_args(Vocabulary):
        where = LabelSet(vocabulary)
        used = usage(project, where)
        kept = [each for each in where.labels(old) if used.get(each.id) or fixed(where, each.id)]
        scheme = where.with_labels(scheme, _with(where.labels(scheme), kept))
    known = {(each.owner, each.id) for each in scheme.attributes}
    before = {(each.owner, each.id): each for each in old.attributes}
    columns = [_column_taken(project, each, before.get((each.owner, each.id))) for each in scheme.attributes]
    columns += [each for each in old.attributes if (each.owner, each.id) not in known]
    reasons = {each.id for each in scheme.reasons} - {each.reason for each in scheme.guidelines}
    rules = tuple(each for each in old.guidelines if each.reason in reasons)
    scheme = replace(scheme, attributes=tuple(columns), guidelines=scheme.guidelines + rules)
    return _stored(project, annotator, "Take over a scheme", scheme)


def _column_taken(project: Project, new: Attribute, old: Attribute | None) -> Attribute:
    """A column of another scheme, fit for the values that it has here."""
    if old is None:
        return new
    if new.type != old.type:
        return old if column_values(project, old.owner, old.id) else new
    used = usage(project, LabelSet("choices", old.owner, old.id)) if old.choices else {}
    return replace(new, choices=_with(new.choices, [each for each in old.choices if used.get(each.id)]))


def _with(labels: tuple[Label, ...], more: Iterable[Label]) -> tuple[Label, ...]:
    known = {each.id for each in labels}
    return labels + tuple(each for each in more if each.id not in known)


# ------------------------------------------------------------------------------------------------ inside


def moved(items: Sequence[T], item: T, to: int) -> tuple[T, ...]:
    """``items`` with ``item`` at another place, counted from 0; a place outside is the nearest inside."""
    left = [each for each in items if each is not item]
    at = max(0, min(len(left), to))
    return (*left[:at], item, *left[at:])


def _label(labels: Iterable[Label], id: str, where: LabelSet) -> Label:
    found = next((each for each in labels if each.id == id), None)
    if found is None:
        raise ConflictError(f"the scheme has no {where.noun} “{id}” any more", "look at the scheme again")
    return found


def _name(name: str, others: Iterable[Label], where: LabelSet) -> str:
    """A name without blanks around it.  Raises ConflictError for none, one too long, and one that another has."""
    return checked_name(name, (each.name for each in others), where.noun)


def checked_name(name: str, others: Iterable[str], noun: str) -> str:
    """A name on one line, without blanks around it; ``noun`` says of what.  Raises ConflictError if it cannot be."""
    name = " ".join(name.split())
    if not name:
        raise ConflictError(f"the {noun} needs a name", "write one")
    if any(unicodedata.category(each) == "Cc" for each in name):
        raise ConflictError(f"the name of the {noun} has a control character", "write it without")
    if len(name) > MAX_NAME:
        raise ConflictError(f"the name of the {noun} has {len(name)} characters", f"{MAX_NAME} are the most")
    if any(name.casefold() == each.casefold() for each in others):
        raise ConflictError(f"another {noun} is called “{name}”", "choose another name")
    return name


def _new_id(project: Project, where: LabelSet, labels: Iterable[Label], name: str) -> str:
    return id_for(name, {*(each.id for each in labels), *usage(project, where)})


def _stored(project: Project, annotator: Annotator, said: str, scheme: Scheme) -> Changes:
    with project.step(said, actor=annotator.id) as step:
        project.set_scheme(scheme)
    return step.changes
