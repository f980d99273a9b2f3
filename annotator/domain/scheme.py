"""The project's label scheme: vocabularies with lasting ids, typed attributes, guidelines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

Vocabulary = Literal["types", "stances", "kinds", "flags", "reasons"]
AttributeOwner = Literal["quotation", "document", "entity"]
AttributeType = Literal["text", "choice", "number", "date"]
Asked = Literal["cue", "speakers", "addressees", "stances", "note", "flags", "confidence"]

ASKED: tuple[Asked, ...] = ("cue", "speakers", "addressees", "stances", "note", "flags", "confidence")
"""The fields of a quotation that a project may ask for, in the order of the card."""

RULED_TYPES = ("direct", "mixed", "indirect")
"""Types that a rule sets from the quotation marks: they may be renamed, but neither removed nor merged away."""

SIGNED_STANCES = ("favour", "against", "neutral", "unclear")
"""Stance values that have an arrow key and a sign: they may be renamed, but neither removed nor merged away."""

ISSUE = "issue"
"""The kind of an entity that a stance makes for a target named by hand; it may be renamed, but not go."""

_ID_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Label:
    """One value of a vocabulary: ``id`` is stored and never changes, ``name`` is shown and may.

    ``by_hand`` marks a value that no rule ever sets (free indirect speech, for instance).
    """

    id: str
    name: str
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Attribute:
    """A typed column of the project's own, on quotations, documents or entities.  ``choices`` only for type choice."""

    id: str
    name: str
    owner: AttributeOwner
    type: AttributeType = "text"
    choices: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Guideline:
    """One edge rule: the reason code it goes by, and its text in Markdown.

    The rule with an empty ``reason`` is what the guidelines say in general.
    """

    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """All vocabularies of a project.  Stored values are ids of these labels.

    ``asked`` are the fields of a quotation that the card shows and the problems look at; content and type always are.
    """

    types: tuple[Label, ...]
    stances: tuple[Label, ...]
    kinds: tuple[Label, ...]
    flags: tuple[Label, ...]
    reasons: tuple[Label, ...]
    attributes: tuple[Attribute, ...] = ()
    guidelines: tuple[Guideline, ...] = field(default=())
    asked: tuple[Asked, ...] = ASKED

    def labels(self, vocabulary: Vocabulary) -> tuple[Label, ...]:
        """The values of one vocabulary, in the order they are offered."""
        return {
            "types": self.types,
            "stances": self.stances,
            "kinds": self.kinds,
            "flags": self.flags,
            "reasons": self.reasons,
        }[vocabulary]

    def name(self, vocabulary: Vocabulary, id: str | None) -> str:
        """The shown name of a value, or the id itself where the scheme no longer has it."""
        return next((each.name for each in self.labels(vocabulary) if each.id == id), id or "")

    def attributes_of(self, owner: AttributeOwner) -> tuple[Attribute, ...]:
        """The typed columns of quotations, documents or entities."""
        return tuple(each for each in self.attributes if each.owner == owner)

    def attribute(self, owner: AttributeOwner, id: str) -> Attribute | None:
        """One typed column, or None."""
        return next((each for each in self.attributes_of(owner) if each.id == id), None)

    def guideline(self, reason: str) -> str:
        """What the guidelines say under a reason code, all its rules as one text; ``""`` asks for the general part."""
        return "\n\n".join(each.text for each in self.guidelines if each.reason == reason)

    def with_labels(self, vocabulary: Vocabulary, labels: tuple[Label, ...]) -> Scheme:
        """The scheme with other values of one vocabulary."""
        match vocabulary:
            case "types":
                return replace(self, types=labels)
            case "stances":
                return replace(self, stances=labels)
            case "kinds":
                return replace(self, kinds=labels)
            case "flags":
                return replace(self, flags=labels)
            case "reasons":
                return replace(self, reasons=labels)


def id_for(name: str, taken: Iterable[str]) -> str:
    """A lasting id for a new label, made of its name's letters and digits, unlike all of ``taken``.

    It is readable because exports carry it; it stays as it is when the label is renamed.
    """
    words = re.findall(r"\w+", unicodedata.normalize("NFC", name).casefold())
    first = "_".join(words)[:_ID_LENGTH].strip("_") or "label"
    known = set(taken)
    number, id = 2, first
    while id in known:
        number, id = number + 1, f"{first}_{number}"
    return id


def _labels(*pairs: tuple[str, str]) -> tuple[Label, ...]:
    return tuple(Label(id, name) for id, name in pairs)


DEFAULT = Scheme(
    types=(
        Label("direct", "Direct"),
        Label("mixed", "Mixed"),
        Label("indirect", "Indirect"),
        Label("free_indirect", "Free indirect", by_hand=True),
        Label("reported", "Reported", by_hand=True),
    ),
    stances=_labels(("favour", "Favour"), ("against", "Against"), ("neutral", "Neutral"), ("unclear", "Unclear")),
    kinds=_labels(
        ("person", "Person"),
        ("organisation", "Organisation"),
        ("place", "Place"),
        ("group", "Group"),
        ("event", "Event"),
        ("law", "Law"),
        ("date", "Date"),
        ("document", "Document"),
        ("issue", "Issue"),
        ("other", "Other"),
    ),
    flags=_labels(
        ("mark_error", "Mark error"),
        ("continuation", "Continuation"),
        ("headline", "Headline"),
        ("negated", "Negated"),
        ("hypothetical", "Hypothetical"),
        ("translated", "Translated"),
    ),
    reasons=_labels(
        ("scare_quotes", "Scare quotes"),
        ("title_or_name", "Title or name"),
        ("interrupted", "Interrupted quotation"),
        ("new_cue", "New cue, new quotation"),
        ("continuation", "Continuation paragraph"),
        ("mark_error", "Missing or wrong mark"),
        ("headline", "Headline"),
        ("hashtag", "Hashtag"),
        ("document_speaker", "Document as speaker"),
        ("boundary", "Boundary"),
        ("wrong_speaker", "Wrong speaker"),
        ("wrong_cue", "Wrong cue"),
        ("wrong_type", "Wrong type"),
        ("wrong_stance", "Wrong stance"),
        ("other", "Other"),
    ),
    guidelines=(
        Guideline("scare_quotes", "Scare quotes are not quotations: words held at arm's length carry no attribution."),
        Guideline("title_or_name", "Titles of works and names in marks are not quotations."),
        Guideline("interrupted", "An interrupted quotation is one quotation with several fragments."),
        Guideline("new_cue", "A new cue makes a new quotation, even from the same speaker."),
        Guideline("continuation", "A continuation paragraph belongs to the same quotation."),
        Guideline(
            "mark_error", "A missing or unclosed mark: extend to where the sense ends and set the flag *Mark error*."
        ),
        Guideline("headline", "Headlines count; set the flag *Headline*."),
        Guideline("hashtag", "Hashtags are text like any other."),
        Guideline("document_speaker", "A document can be a speaker."),
        Guideline("other", "Negated and hypothetical speech is annotated, with its flag."),
    ),
)
"""The scheme of a new project (`product.md`'s defaults)."""
