"""What has another id, or another label, since a layer was kept: merged or split entities, labels that moved.

A layer that is kept as it was is read through these, in the order in which they were made, so that it compares with
the layers that were changed with them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from annotator.domain.annotations import Layer, Mention, Party, Quotation, Rejection, Stance
from annotator.domain.documents import Scalar
from annotator.domain.scheme import AttributeOwner, Vocabulary

Held = Literal["entity", "choices"] | Vocabulary
"""What is renamed: entities, the values of a typed column, or the labels of a vocabulary."""


@dataclass(frozen=True, slots=True)
class Renamed:
    """Values that gave their places to others, all at once; to none where the other is None.

    ``pairs`` are the old values and the new ones.  ``attribute`` and ``owner`` name the typed column of choices;
    without an owner columns of that id of quotations and of documents are meant.  ``only`` restricts labels to the
    objects with these ids; ``roles`` and ``mentions`` restrict entities to these roles (speaker, addressee, target) of
    quotations by id, and to these mentions; None for all.  ``document`` and ``annotator`` say in whose layer, None in
    every one.
    """

    held: Held
    pairs: tuple[tuple[Scalar, Scalar], ...]
    attribute: str | None = None
    owner: AttributeOwner | None = None
    only: frozenset[str] | None = None
    roles: Mapping[str, frozenset[str]] | None = None
    mentions: frozenset[str] = frozenset()
    document: str | None = None
    annotator: str | None = None


@dataclass(slots=True)
class _Through:
    """One renaming as it is applied: the new value by the old one, type and all (1 is not True)."""

    row: Renamed
    new: dict[str, Scalar] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.new = {_key(old): new for old, new in self.row.pairs}

    def value(self, old: Scalar, object: str) -> Scalar:
        """What an object with that id holds in the place of ``old``."""
        if self.row.only is not None and object not in self.row.only:
            return old
        return self.new.get(_key(old), old)

    def label(self, old: str | None, object: str) -> str | None:
        """The same for what can only be an id."""
        found = None if old is None else self.value(old, object)
        return found if isinstance(found, str) else None

    def values(self, attributes: Mapping[str, Scalar], object: str) -> Mapping[str, Scalar]:
        """Attributes with the new value in the column."""
        id = self.row.attribute
        if id is None or attributes.get(id) is None:
            return attributes
        return {**attributes, id: self.value(attributes[id], object)}

    def entity(self, old: str | None, quotation: str, role: str) -> str | None:
        """Whom a role of a quotation means."""
        roles = self.row.roles
        return old if roles is not None and role not in roles.get(quotation, ()) else self.label(old, quotation)


def _key(value: Scalar) -> str:
    return json.dumps(value)


def read_through(document: str, layer: Layer, rows: Iterable[Renamed]) -> Layer:
    """The layer of a document as it would be, had it been changed with all others."""
    for each in rows:
        if each.document in (None, document) and each.annotator in (None, layer.annotator_id):
            layer = _APPLIED[each.held if each.held in ("entity", "choices") else "label"](layer, _Through(each))
    return layer


def _with_entities(layer: Layer, through: _Through) -> Layer:
    row = through.row

    def mention(each: Mention) -> Mention:
        stays = row.roles is not None and each.id not in row.mentions
        return each if each.entity is None or stays else replace(each, entity=through.label(each.entity, each.id))

    def parties(quotation: str, role: str, before: tuple[Party, ...]) -> tuple[Party, ...]:
        return tuple(replace(each, entity=through.entity(each.entity, quotation, role)) for each in before)

    def quotation(each: Quotation) -> Quotation:
        return replace(
            each,
            speakers=parties(each.id, "speaker", each.speakers),
            addressees=parties(each.id, "addressee", each.addressees),
            stances=tuple(
                replace(stance, target=through.entity(stance.target, each.id, "target")) for stance in each.stances
            ),
        )

    return replace(
        layer, mentions=tuple(map(mention, layer.mentions)), quotations=tuple(map(quotation, layer.quotations))
    )


def _with_choices(layer: Layer, through: _Through) -> Layer:
    owner = through.row.owner
    if owner in (None, "document"):
        layer = replace(layer, attributes=through.values(layer.attributes, layer.id))
    if owner in (None, "quotation"):
        rows = (replace(each, attributes=through.values(each.attributes, each.id)) for each in layer.quotations)
        layer = replace(layer, quotations=tuple(rows))
    return layer


def _with_labels(layer: Layer, through: _Through) -> Layer:
    def stance(each: Stance) -> Stance:
        return replace(each, value=through.label(each.value, each.id))

    def flags(each: Quotation) -> tuple[str, ...]:
        kept = (through.label(flag, each.id) for flag in each.flags)
        return tuple(dict.fromkeys(flag for flag in kept if flag is not None))

    def rejection(each: Rejection) -> Rejection:
        return replace(each, reason=through.label(each.reason, each.id))

    match through.row.held:
        case "types":
            rows = tuple(replace(each, type=through.label(each.type, each.id)) for each in layer.quotations)
        case "stances":
            rows = tuple(replace(each, stances=tuple(map(stance, each.stances))) for each in layer.quotations)
        case "flags":
            rows = tuple(replace(each, flags=flags(each)) for each in layer.quotations)
        case "reasons":
            reason = through.label(layer.status_reason, layer.id)
            return replace(layer, status_reason=reason, rejections=tuple(map(rejection, layer.rejections)))
        case _:  # kinds, of which a mention always has one
            mentions = (
                replace(each, label=through.label(each.label, each.id) or each.label) for each in layer.mentions
            )
            return replace(layer, mentions=tuple(mentions))
    return replace(layer, quotations=rows)


_APPLIED: Mapping[str, Callable[[Layer, _Through], Layer]] = {
    "entity": _with_entities,
    "choices": _with_choices,
    "label": _with_labels,
}


# ---------------------------------------------------------------------------------------------- as text


_RESTRICTING = frozenset({"only", "roles"})
"""Keys of which an empty value means nothing at all, and no value everything."""


def written(row: Renamed) -> str:
    """A renaming as it is stored."""
    whole: dict[str, object] = {"held": row.held, "pairs": [list(each) for each in row.pairs]}
    whole |= {"attribute": row.attribute, "owner": row.owner, "document": row.document, "annotator": row.annotator}
    whole["only"] = None if row.only is None else sorted(row.only)
    whole["roles"] = None if row.roles is None else {id: sorted(roles) for id, roles in row.roles.items()}
    whole["mentions"] = sorted(row.mentions)
    return json.dumps(
        {key: value for key, value in whole.items() if value or (key in _RESTRICTING and value is not None)},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def read(text: str) -> Renamed:
    """What `written` wrote."""
    found = json.loads(text)
    roles, only = found.get("roles"), found.get("only")
    return Renamed(
        found["held"],
        tuple((old, new) for old, new in found["pairs"]),
        found.get("attribute"),
        found.get("owner"),
        None if only is None else frozenset(only),
        None if roles is None else {id: frozenset(each) for id, each in roles.items()},
        frozenset(found.get("mentions", ())),
        found.get("document"),
        found.get("annotator"),
    )
