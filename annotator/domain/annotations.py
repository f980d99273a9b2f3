"""Mentions, quotations, stances, rejections, decisions, and the layers that hold them.

All values are immutable: an edit makes a new value with `dataclasses.replace`.  All offsets are 0-based, half-open
Unicode code points into the document's text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from annotator.domain.documents import LayerStatus, Scalar
from annotator.domain.text import Spans

OriginKind = Literal["manual", "suggestion", "pipeline", "import", "adjudication"]
Form = Literal["name", "nominal", "pronoun", "none_in_text", "unknown", "group"]
LayerKind = Literal["gold", "annotator", "pipeline"]
Filled = Literal["auto", "manual"]
Slot = Literal["quotation", "content", "cue", "speakers", "addressees", "type", "stances", "parent", "attributes"]
DecisionAction = Literal[
    "agreed", "picked", "both", "edited", "none", "added", "accepted", "fixed", "rejected", "questioned"
]


COPIED, IMPORTED = "copy", "import"
"""Rules of suggestions that no pipeline made: a person's work on a copy of the article, and what an import brought."""
CARRIED = (COPIED, IMPORTED)
"""Labelling an article again keeps these suggestions, and what is decided about them says nothing about a pipeline."""
UNLABELLED = "carried over"
"""Who a pipeline's layer is by as long as it holds nothing but such suggestions: the pipeline has not been there."""

RESERVED_NAMES = frozenset({"gold", "all", "pipeline"})
"""Names, in lower case, that no annotator can bear: they name layers."""


def is_reserved(name: str) -> bool:
    """Whether a name or an id means a layer of its own, in whatever case it is written."""
    return name.strip().casefold() in RESERVED_NAMES


@dataclass(frozen=True, slots=True)
class Annotator:
    """A person who annotates: ``id`` is what annotations carry, ``name`` is what is shown.

    ``colour`` is the one chosen for them in review, None for the one that their place in the project gives.
    """

    id: str
    name: str
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an object came from and who touched it.

    ``agent`` is an annotator's id, or the pipeline's name and version.  ``score`` lies in 0…1.  ``derived_from`` holds
    ids of the objects it was made from and may dangle.  Times are UTC (``2026-11-20T11:00:00Z``), the pipeline's None.
    """

    kind: OriginKind
    agent: str | None = None
    rule: str | None = None
    score: float | None = None
    edited: bool = False
    derived_from: tuple[str, ...] = ()
    created: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names an entity.  ``label`` is the id of a kind of the scheme."""

    id: str
    spans: Spans
    label: str
    entity: str | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Party:
    """A speaker or an addressee: words of the text, an entity of the registry, or both.

    Nothing in the text is ``Party((), None, "none_in_text")``, which differs from having no party: not yet decided.
    """

    spans: Spans = ()
    entity: str | None = None
    form: Form | None = None
    score: float | None = None


NONE_IN_TEXT = Party((), None, "none_in_text")


@dataclass(frozen=True, slots=True)
class Stance:
    """The value a quotation takes towards a target: an entity's id, or words of the text.

    ``value`` is a stance value's id; ``intensity`` is 1…3; ``explicit`` is False for an inferred stance.
    A stance may wait for its target.
    """

    id: str
    target: str | None
    target_spans: Spans
    value: str | None
    intensity: int | None
    explicit: bool | None
    evidence: Spans
    origin: Origin


@dataclass(frozen=True, slots=True)
class Quotation:
    """One attribution.  ``content`` is never empty; ``parent`` is the enclosing quotation's id in the same layer."""

    id: str
    content: Spans
    origin: Origin
    type: str | None = None
    type_origin: Filled = "auto"
    cue: Spans = ()
    cue_absent: bool = False
    speakers: tuple[Party, ...] = ()
    addressees: tuple[Party, ...] = ()
    stances: tuple[Stance, ...] = ()
    parent: str | None = None
    parent_origin: Filled = "auto"
    attributes: Mapping[str, Scalar] = field(default_factory=dict)
    confidence: int | None = None
    note: str | None = None
    flags: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        """First code point of the content."""
        return self.content[0].start

    @property
    def end(self) -> int:
        """One past the last code point of the content."""
        return self.content[-1].end


@dataclass(frozen=True, slots=True)
class Rejection:
    """An annotator's word that a suggestion, or a passage, is not a quotation.  ``reason`` is a reason code's id."""

    id: str
    suggestion: str | None
    spans: Spans
    reason: str | None
    by: str
    at: str | None


@dataclass(frozen=True, slots=True)
class Layer:
    """All annotations of one document by one annotator, by the pipeline, or gold.  Complete in itself.

    ``annotator_id`` is None for gold and the pipeline; ``annotator`` is the shown name, for the pipeline its name and
    version, for gold None.
    """

    id: str
    kind: LayerKind
    annotator_id: str | None = None
    annotator: str | None = None
    status: LayerStatus = "new"
    status_reason: str | None = None
    attributes: Mapping[str, Scalar] = field(default_factory=dict)
    mentions: tuple[Mention, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    rejections: tuple[Rejection, ...] = ()

    def quotation(self, id: str) -> Quotation:
        """The quotation with that id.  Raises KeyError."""
        for each in self.quotations:
            if each.id == id:
                return each
        raise KeyError(id)

    def mention(self, id: str) -> Mention:
        """The mention with that id.  Raises KeyError."""
        for each in self.mentions:
            if each.id == id:
                return each
        raise KeyError(id)


@dataclass(frozen=True, slots=True)
class Decision:
    """One choice made for gold.  ``sources`` are ids of the quotations it chose from and may dangle."""

    id: str
    gold: str | None
    sources: tuple[str, ...]
    slot: Slot
    action: DecisionAction
    reason: str | None
    by: str
    at: str | None
    acknowledged: str | None = None
    stale: bool = False
    note: str | None = None
