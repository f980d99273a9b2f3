"""What can be done to the typed columns of a project: each function is one undoable step, and ids never change.

Their choices are labels: see `annotator.operations.scheming`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.domain.annotations import Annotator
from annotator.domain.changes import Changes
from annotator.domain.documents import Scalar
from annotator.domain.errors import ConflictError, FormatError
from annotator.domain.scheme import Attribute, AttributeOwner, AttributeType, Label, Scheme, id_for
from annotator.domain.typed_values import converted, written
from annotator.operations.column_values import column_values, rewrite_column
from annotator.operations.scheming import checked_name, moved
from annotator.store.project import Project

MAX_CHOICES = 50
"""So many different values can become the choices of a column."""

_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Conversion:
    """What changing a column's type would do: how many values stay, how many go, and some of those as written.

    ``column`` is the column as it would be.
    """

    column: Attribute
    kept: int
    lost: int
    examples: tuple[str, ...]


# ------------------------------------------------------------------------------------------------ looking


def count(project: Project, attribute: Attribute) -> int | None:
    """How many objects have a value in a column of words, choices or dates; None for numbers, which nothing counts."""
    if attribute.type == "number":
        return None
    return sum(project.labels.usage("choices", attribute.id, owner=attribute.owner).values())


def number_of_values(project: Project, attribute: Attribute) -> int:
    """How many objects have a value in a column of any type; it reads all documents."""
    return column_values(project, attribute.owner, attribute.id).total()


def conversion(
    project: Project, owner: AttributeOwner, id: str, type: AttributeType, choices: Sequence[str] = ()
) -> Conversion:
    """What `set_type` would do to the values.

    A column that becomes a choice gets ``choices``, or else one choice for each value it has.  Raises ConflictError
    where there are no such values, or more than `MAX_CHOICES`.
    """
    old = _column(project.scheme, owner, id)
    found = column_values(project, owner, id)
    new = replace(old, type=type, choices=_choices(old, found, choices) if type == "choice" else ())
    lost = [each for each in found if _as(new, old, each) is None]
    gone = sum(found[each] for each in lost)
    examples = tuple(written(old, each) for each in lost[:_EXAMPLES])
    return Conversion(new, found.total() - gone, gone, examples)


# ------------------------------------------------------------------------------------------------ changing


def add_attribute(
    project: Project,
    annotator: Annotator,
    owner: AttributeOwner,
    name: str,
    type: AttributeType = "text",
    choices: Sequence[str] = (),
) -> Changes:
    """Add a typed column to quotations, documents or entities; its id is made from its name."""
    scheme = project.scheme
    there = scheme.attributes_of(owner)
    name = checked_name(name, (each.name for each in there), "attribute")
    id = id_for(name, (each.id for each in scheme.attributes))  # one id means one column, also in flat exports
    new = Attribute(id, name, owner, type, labels_named(choices))
    if bool(new.choices) != (type == "choice"):
        raise ConflictError(f"“{name}” has no choices to choose from", "name at least one")
    after = replace(scheme, attributes=(*scheme.attributes, new))
    return _stored(project, annotator, f"Add attribute “{name}”", after)


def rename_attribute(project: Project, annotator: Annotator, owner: AttributeOwner, id: str, name: str) -> Changes:
    """Show a column under another name; its values are untouched."""
    scheme = project.scheme
    old = _column(scheme, owner, id)
    others = (each.name for each in scheme.attributes_of(owner) if each is not old)
    new = replace(old, name=checked_name(name, others, "attribute"))
    return _stored(project, annotator, f"Rename attribute “{old.name}”", _with(scheme, old, new))


def move_attribute(project: Project, annotator: Annotator, owner: AttributeOwner, id: str, to: int) -> Changes:
    """Show a column at another place among those of its owner, counted from 0."""
    scheme = project.scheme
    old = _column(scheme, owner, id)
    ordered = iter(moved(scheme.attributes_of(owner), old, to))
    attributes = tuple(next(ordered) if each.owner == owner else each for each in scheme.attributes)
    return _stored(project, annotator, "Move attribute", replace(scheme, attributes=attributes))


def remove_attribute(project: Project, annotator: Annotator, owner: AttributeOwner, id: str) -> Changes:
    """Take a column out of the scheme, and its values with it."""
    scheme = project.scheme
    old = _column(scheme, owner, id)
    left = tuple(each for each in scheme.attributes if each is not old)
    with project.step(f"Delete attribute “{old.name}”", actor=annotator.id) as step:
        rewrite_column(project, owner, id, lambda _value: None)
        project.set_scheme(replace(scheme, attributes=left))
    return step.changes


def set_type(
    project: Project,
    annotator: Annotator,
    owner: AttributeOwner,
    id: str,
    type: AttributeType,
    choices: Sequence[str] = (),
) -> Changes:
    """Change the type of a column: values that can be read as the new type are converted, the others removed.

    `conversion` says before how many.  Raises ConflictError as it does.
    """
    scheme = project.scheme
    old = _column(scheme, owner, id)
    new = conversion(project, owner, id, type, choices).column
    with project.step(f"Change type of “{old.name}”", actor=annotator.id) as step:
        rewrite_column(project, owner, id, lambda value: _as(new, old, value))
        project.set_scheme(_with(scheme, old, new))
    return step.changes


# ------------------------------------------------------------------------------------------------ inside


def labels_named(names: Sequence[str]) -> tuple[Label, ...]:
    """Labels with these names, each under an id of its own."""
    out: list[Label] = []
    for each in names:
        name = checked_name(each, (label.name for label in out), "choice")
        out.append(Label(id_for(name, (label.id for label in out)), name))
    return tuple(out)


def _choices(old: Attribute, found: Mapping[Scalar, int], choices: Sequence[str]) -> tuple[Label, ...]:
    if old.type == "choice":
        return old.choices
    names = dict.fromkeys(choices)
    if not names:
        by_use = sorted(found, key=lambda each: (-found[each], written(old, each).casefold()))
        spellings: dict[str, str] = {}
        for each in by_use:
            words = " ".join(written(old, each).split())
            spellings.setdefault(words.casefold(), words)
        names = dict.fromkeys(each for each in spellings.values() if each)
    if not names:
        raise ConflictError(f"“{old.name}” has no values to make choices of", "name the choices")
    if len(names) > MAX_CHOICES:
        raise ConflictError(
            f"“{old.name}” has {len(names)} different values, too many to choose from", f"{MAX_CHOICES} are the most"
        )
    return labels_named(tuple(names))


def _as(new: Attribute, old: Attribute, value: Scalar) -> Scalar:
    """A value of ``old`` as ``new`` holds it, None where it cannot."""
    try:
        return converted(old, new, value)
    except FormatError:
        return None


def _column(scheme: Scheme, owner: AttributeOwner, id: str) -> Attribute:
    found = scheme.attribute(owner, id)
    if found is None:
        raise ConflictError(f"the scheme has no attribute “{id}” any more", "look at the scheme again")
    return found


def _with(scheme: Scheme, old: Attribute, new: Attribute) -> Scheme:
    return replace(scheme, attributes=tuple(new if each is old else each for each in scheme.attributes))


def _stored(project: Project, annotator: Annotator, said: str, scheme: Scheme) -> Changes:
    with project.step(said, actor=annotator.id) as step:
        project.set_scheme(scheme)
    return step.changes
