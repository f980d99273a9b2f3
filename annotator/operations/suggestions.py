"""The pipeline's suggestions at a desk: which are open, and what an annotator can do with them, one step each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

from annotator.domain import ids
from annotator.domain.annotations import Layer, Origin, Party, Quotation, Rejection
from annotator.domain.antecedents import Referring
from annotator.domain.cast import CastMember
from annotator.domain.changes import Changes
from annotator.domain.cue_lexicon import CueLexicon
from annotator.domain.errors import ConflictError
from annotator.domain.marks import Marks
from annotator.domain.text import Spans, dice
from annotator.operations.desk import Desk, Edit
from annotator.operations.parties import SPEAKING
from annotator.operations.registering import registered

Naming = Callable[[Edit, Quotation, Party], Party]
"""Gives a party that a suggestion brings its entity, where its words name one of the cast."""

SAME = 0.5
"""From this Dice coefficient of their contents on, a suggestion and a quotation or rejection are about the same."""


def open_suggestions(desk: Desk, layer: Layer | None = None) -> tuple[Quotation, ...]:
    """The pipeline's quotations that this annotator has neither taken nor rejected, nor marked in another way.

    ``layer`` is the annotator's layer where the caller has it already.
    """
    pipeline = desk.pipeline_layer()
    if pipeline is None:
        return ()
    layer = layer or desk.layer()
    done = {source for each in layer.quotations for source in each.origin.derived_from}
    done |= {each.suggestion for each in layer.rejections if each.suggestion}
    marked = _Marked([each.content for each in layer.quotations] + [each.spans for each in layer.rejections])
    return tuple(
        each
        for each in sorted(pipeline.quotations, key=lambda each: (each.start, each.end, each.id))
        if each.id not in done and not marked.has_like(each.content)
    )


def accept_suggestion(
    desk: Desk,
    suggestion: str,
    *,
    marks: Marks | None = None,
    cast: Sequence[CastMember] = (),
    lexicon: CueLexicon | None = None,
) -> Changes:
    """Copy a suggestion into the annotator's layer.  ``Changes.focus`` is the copy.

    A speaker whose words name one of ``cast``, the cast of the layer, means that member from then on; a mere cluster
    becomes an entity of the registry (see `annotator.operations.registering`).  ``lexicon`` holds the words of the
    article's language; without it nobody is named.
    """
    naming = _naming(desk, cast, lexicon)
    with desk.edit("Accept suggestion", marks) as edit:
        pipeline = desk.pipeline_layer()
        found = next((each for each in pipeline.quotations if each.id == suggestion), None) if pipeline else None
        if found is None:
            raise ConflictError("this suggestion is no longer there", "the article was labelled again")
        if any(suggestion in each.origin.derived_from for each in edit.quotations.values()):
            raise ConflictError("this suggestion is accepted already", "edit the quotation that it became")
        _accept(edit, found, naming)
    return edit.changes


def accept_all(
    desk: Desk,
    threshold: float,
    *,
    marks: Marks | None = None,
    cast: Sequence[CastMember] = (),
    lexicon: CueLexicon | None = None,
) -> Changes:
    """Accept, in one step, every open suggestion whose score reaches ``threshold``; one without a score has 0.

    Of two about the same words the one with the better score is taken.  ``cast`` and ``lexicon`` as for one.
    """
    naming = _naming(desk, cast, lexicon)
    wanted = [each for each in open_suggestions(desk) if (each.origin.score or 0.0) >= threshold]
    taken: list[Quotation] = []
    for each in sorted(wanted, key=lambda each: -(each.origin.score or 0.0)):
        if not _Marked(other.content for other in taken).has_like(each.content):
            taken.append(each)
    with desk.edit("Accept suggestion" if len(taken) == 1 else f"Accept {len(taken)} suggestions", marks) as edit:
        for each in sorted(taken, key=lambda each: (each.start, each.end)):
            _accept(edit, each, naming)
        edit.focus(None)
    return edit.changes


def reject_suggestion(desk: Desk, suggestion: str, reason: str | None = None) -> Changes:
    """Say that a suggestion is not a quotation, with a reason code's id.  ``Changes.focus`` is the rejection."""
    with desk.edit("Reject suggestion") as edit:
        pipeline = desk.pipeline_layer()
        found = next((each for each in pipeline.quotations if each.id == suggestion), None) if pipeline else None
        if found is None:
            raise ConflictError("this suggestion is no longer there", "the article was labelled again")
        _reject(edit, suggestion, found.content, reason)
    return edit.changes


def reject_passage(desk: Desk, spans: Spans, reason: str | None = None) -> Changes:
    """Say of a passage that it is not a quotation.  ``Changes.focus`` is the rejection."""
    with desk.edit("Not a quotation") as edit:
        checked = edit.checked(spans, "passage")
        if not checked:
            raise ConflictError("no words are selected", "select the passage that is not a quotation")
        _reject(edit, None, checked, reason)
    return edit.changes


class _Marked:
    """Which of many contents are about the same as another: asked for every suggestion after each gesture."""

    def __init__(self, contents: Iterable[Spans]) -> None:
        self._contents = sorted(each for each in contents if each)
        self._starts = [each[0].start for each in self._contents]
        self._furthest = list(accumulate((each[-1].end for each in self._contents), max))

    def has_like(self, content: Spans) -> bool:
        """Whether one of them is about the same."""
        start, at = content[0].start, bisect_left(self._starts, content[-1].end) - 1
        while at >= 0 and self._furthest[at] > start:
            if self._contents[at][-1].end > start and dice(content, self._contents[at]) >= SAME:
                return True
            at -= 1
        return False


def _naming(desk: Desk, cast: Sequence[CastMember], lexicon: CueLexicon | None) -> Naming:
    """How a suggestion’s parties are named: only a name says by itself who is meant, “she” is a person’s to say."""
    layer = desk.layer() if cast and lexicon else None  # its mentions under the ids that the cast knows

    def named(edit: Edit, suggestion: Quotation, party: Party) -> Party:
        if layer is None or lexicon is None or party.entity or not party.spans:
            return party
        member = Referring.at(edit.text, edit.marks, layer, cast, suggestion, lexicon).named(party.spans).member
        if member is None or member.kind not in SPEAKING:
            return party
        return replace(party, entity=registered(edit, member)[0])

    return named


def _accept(edit: Edit, suggestion: Quotation, naming: Naming) -> None:
    kept = edit.project.registry.find(
        [each.entity for each in (*suggestion.speakers, *suggestion.addressees) if each.entity]
        + [each.target for each in suggestion.stances if each.target]
    )
    for entity in kept.values():
        if entity.proposed:
            edit.project.registry.save(replace(entity, proposed=False, origin=edit.edited(entity.origin)))
    auto = suggestion.type_origin == "auto"
    edit.add_quotation(
        replace(
            suggestion,
            id=ids.mint("q"),
            type=edit.marks.type_of(suggestion.content) if auto else suggestion.type,
            parent=None,
            parent_origin="auto",
            speakers=tuple(naming(edit, suggestion, each) for each in suggestion.speakers),
            addressees=tuple(naming(edit, suggestion, each) for each in suggestion.addressees),
            stances=tuple(
                replace(each, id=ids.mint("s"), origin=_taken(edit, each.origin, each.id))
                for each in suggestion.stances
            ),
            origin=_taken(edit, suggestion.origin, suggestion.id),
        )
    )


def _taken(edit: Edit, origin: Origin, id: str) -> Origin:
    return replace(origin, kind="suggestion", edited=False, derived_from=(id,), created=edit.now, modified=edit.now)


def _reject(edit: Edit, suggestion: str | None, spans: Spans, reason: str | None) -> None:
    code = None if reason is None else edit.known("reasons", reason)
    rejection = Rejection(ids.mint("x"), suggestion, spans, code, edit.annotator.id, edit.now)
    edit.save_rejection(rejection)
    edit.focus(rejection.id)
