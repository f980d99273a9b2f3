"""Labels that come in and mean nothing here yet: which they are, and what the user says they mean.

Two sorts are asked about.  A *foreign* label is a word of another program's, which may be a role, a type or a kind
(`annotator.formats.labels`); its key is the word itself.  A *value* stands in one of the project's own vocabularies,
but the scheme does not have it; its key is ``stance:pro``, its meaning a value that there is, another one that the
scheme then gets, or ``ignore``.  Choices of the project's own fields are such values too: ``field:frame:economy``.  A
value about which nobody says anything becomes a new label.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Layer, Quotation, Stance
from annotator.domain.documents import Scalar
from annotator.domain.scheme import Label, Scheme, Vocabulary

IGNORE = "ignore"
"""The meaning of what is left out."""

SLOTS: Mapping[str, Vocabulary] = {
    "type": "types",
    "stance": "stances",
    "kind": "kinds",
    "flag": "flags",
    "reason": "reasons",
}
"""The first word of a key, and the vocabulary that its values belong to."""
FIELD = "field"
"""The first word of a key for a choice of a field; the field's id comes next."""
_LIKE = 82
"""From this likeness on, 0…100, one label is proposed for another."""


@dataclass(frozen=True, slots=True)
class UnknownLabel:
    """A label that means nothing here, how often it stands in what comes in, and what it may well mean.

    ``slot`` is one of `SLOTS` or `FIELD`, empty for a foreign label.  ``proposed`` is a meaning, as ``--label`` takes
    it.  One that was spoken of before has no count, and what was said as its proposal.
    """

    key: str
    label: str
    slot: str
    count: int
    proposed: str

    @property
    def field(self) -> str:
        """The id of the field whose choice it is; empty for any other label."""
        return self.key.split(":", 2)[1] if self.slot == FIELD else ""

    def known(self, scheme: Scheme) -> tuple[Label, ...]:
        """The values that the project has where this one stands; none for a foreign label."""
        return _labels(self.key, scheme) if self.slot else ()


def slot_of(key: str) -> str:
    """The first word of a key for a value of the project's own vocabularies; nothing for a foreign label."""
    slot, _, value = key.partition(":")
    if slot == FIELD:
        return slot if all(value.partition(":")) else ""
    return slot if value and slot in SLOTS else ""


def _value(key: str) -> str:
    """The value that a key speaks of."""
    return key.split(":", 2)[-1] if slot_of(key) == FIELD else key.partition(":")[2]


def key_for(key: str, meaning: str) -> str:
    """The key of the value that another one is said to mean."""
    return f"{key.removesuffix(_value(key))}{meaning}"


def _labels(key: str, scheme: Scheme) -> tuple[Label, ...]:
    slot, _, rest = key.partition(":")
    if slot == FIELD:
        return _choices(scheme).get(rest.partition(":")[0], ())
    return scheme.labels(SLOTS[slot])


def _choices(scheme: Scheme) -> dict[str, tuple[Label, ...]]:
    """The choices of the fields of quotations and documents that have any, by the field's id."""
    owned = (each for each in scheme.attributes if each.owner != "entity" and each.type == "choice")
    return {each.id: each.choices for each in owned}


def unknown_values(annotated: AnnotatedDocument, scheme: Scheme) -> Counter[str]:
    """The keys of the values that the scheme does not have, with how often each stands there."""
    known = {f"{slot}:{each.id}" for slot, name in SLOTS.items() for each in scheme.labels(name)}
    fields = _choices(scheme)
    known |= {f"{FIELD}:{id}:{each.id}" for id, choices in fields.items() for each in choices}
    asked = ((slot, value) for slot, value in _values(annotated) if slot != FIELD or value.partition(":")[0] in fields)
    return Counter(key for slot, value in asked if (key := f"{slot}:{value}") not in known)


def unknown_labels(foreign: Mapping[str, int], values: Mapping[str, int], scheme: Scheme) -> tuple[UnknownLabel, ...]:
    """What to ask about, the most frequent first, each with a proposal."""
    out = [UnknownLabel(each, each, "", count, _foreign_meaning(each, scheme)) for each, count in foreign.items()]
    for key, count in values.items():
        value = _value(key)
        like = _like(value, _labels(key, scheme))
        out.append(UnknownLabel(key, value, slot_of(key), count, like.id if like else value))
    return tuple(sorted(out, key=lambda each: (-each.count, each.key)))


def spoken_of(labels: Mapping[str, str]) -> tuple[UnknownLabel, ...]:
    """The labels that the user has spoken of before, to be looked at again."""
    return tuple(
        UnknownLabel(key, _value(key) if slot_of(key) else key, slot_of(key), 0, meaning)
        for key, meaning in sorted(labels.items())
    )


def translated(annotated: AnnotatedDocument, labels: Mapping[str, str], scheme: Scheme) -> AnnotatedDocument:
    """A document with the values that ``labels`` name replaced by what they mean; the same where none is named."""
    told: dict[str, dict[str, str | None]] = {}
    for key, meaning in labels.items():
        if slot := slot_of(key):
            told.setdefault(slot, {})[key.partition(":")[2]] = _value_id(meaning, _labels(key, scheme))
    if not told or not any(value in told.get(slot, {}) for slot, value in _values(annotated)):
        return annotated
    kinds = told.get("kind", {})
    return replace(
        annotated,
        entities=tuple(replace(each, kind=kinds.get(each.kind, each.kind) or "other") for each in annotated.entities),
        layers=tuple(_layer(each, told) for each in annotated.layers),
        decisions=tuple(replace(each, reason=_told(told, "reason", each.reason)) for each in annotated.decisions),
    )


def _value_id(meaning: str, labels: Iterable[Label]) -> str | None:
    """The id that a meaning stands for: that of the label so named, or the word itself; None where it is left out."""
    if meaning == IGNORE:
        return None
    return next((each.id for each in labels if meaning in (each.id, each.name)), meaning)


def _values(annotated: AnnotatedDocument) -> Iterator[tuple[str, str]]:
    for entity in annotated.entities:
        yield "kind", entity.kind
    for decision in annotated.decisions:
        if decision.reason:
            yield "reason", decision.reason
    for layer in annotated.layers:
        yield from _of_fields(layer.attributes)
        for mention in layer.mentions:
            yield "kind", mention.label
        for rejection in layer.rejections:
            if rejection.reason:
                yield "reason", rejection.reason
        for quotation in layer.quotations:
            yield from _of_quotation(quotation)


def _of_fields(values: Mapping[str, Scalar]) -> Iterator[tuple[str, str]]:
    return ((FIELD, f"{id}:{value}") for id, value in values.items() if isinstance(value, str))


def _of_quotation(quotation: Quotation) -> Iterator[tuple[str, str]]:
    yield from _of_fields(quotation.attributes)
    if quotation.type:
        yield "type", quotation.type
    for flag in quotation.flags:
        yield "flag", flag
    for stance in quotation.stances:
        if stance.value:
            yield "stance", stance.value


def _layer(layer: Layer, told: Mapping[str, Mapping[str, str | None]]) -> Layer:
    kinds = told.get("kind", {})
    mentions = ((kinds.get(each.label, each.label), each) for each in layer.mentions)
    return replace(
        layer,
        attributes=_fields(layer.attributes, told),
        mentions=tuple(replace(each, label=label) for label, each in mentions if label is not None),
        quotations=tuple(_quotation(each, told) for each in layer.quotations),
        rejections=tuple(replace(each, reason=_told(told, "reason", each.reason)) for each in layer.rejections),
    )


def _quotation(quotation: Quotation, told: Mapping[str, Mapping[str, str | None]]) -> Quotation:
    flags = (_told(told, "flag", each) for each in quotation.flags)
    type = _told(told, "type", quotation.type)
    return replace(
        quotation,
        type=type,
        type_origin="auto" if type is None else quotation.type_origin,
        attributes=_fields(quotation.attributes, told),
        flags=tuple(dict.fromkeys(each for each in flags if each is not None)),
        stances=tuple(_stance(each, told) for each in quotation.stances),
    )


def _fields(values: Mapping[str, Scalar], told: Mapping[str, Mapping[str, str | None]]) -> dict[str, Scalar]:
    known = told.get(FIELD, {})
    return {id: known.get(f"{id}:{value}", value) if isinstance(value, str) else value for id, value in values.items()}


def _stance(stance: Stance, told: Mapping[str, Mapping[str, str | None]]) -> Stance:
    return replace(stance, value=_told(told, "stance", stance.value))


def _told(told: Mapping[str, Mapping[str, str | None]], slot: str, value: str | None) -> str | None:
    return None if value is None else told.get(slot, {}).get(value, value)


# ------------------------------------------------------------------------------------------------ proposals


def _foreign_meaning(label: str, scheme: Scheme) -> str:
    """A kind or type of the project that is called like it, else a mention of another thing: what it is without."""
    if kind := _like(label, scheme.kinds):
        return f"mention:{kind.id}"
    if type := _like(label, scheme.types):
        return f"content:{type.id}"
    return "mention:other"


def _like(value: str, labels: Iterable[Label]) -> Label | None:
    """The label that is called most like a value, if one is called like it at all."""
    names = {each.name.casefold(): each for each in labels} | {each.id.casefold(): each for each in labels}
    best = process.extractOne(value.casefold().replace("_", " "), list(names), scorer=fuzz.ratio, score_cutoff=_LIKE)
    return names[best[0]] if best else None
