"""The project's label scheme: vocabularies with lasting ids, typed attributes, guidelines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Vocabulary = Literal["types", "stances", "kinds", "flags", "reasons"]
AttributeOwner = Literal["quotation", "document", "entity"]
AttributeType = Literal["text", "choice", "number", "date"]
Asked = Literal["cue", "speakers", "addressees", "stances", "note", "flags", "confidence"]

ASKED: tuple[Asked, ...] = ("cue", "speakers", "addressees", "stances", "note", "flags", "confidence")
"""The fields of a quotation that a project may ask for, in the order of the card."""


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
