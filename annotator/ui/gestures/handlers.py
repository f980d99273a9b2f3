"""Which gesture each action is: the handlers of the table of actions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from annotator.operations import annotate
from annotator.ui.gestures.gestures import Gestures


def gesture_handlers(gestures: Gestures) -> dict[str, Callable[[], object]]:
    """The handler of each action that is a gesture, by the action's id."""
    g = gestures
    handlers: dict[str, Callable[[], object]] = {
        "quotation.new": g.quotations.new_quotation,
        "quotation.new_with_ghost": g.quotations.new_with_ghost,
        "quotation.add_fragment": g.quotations.add_fragment,
        "quotation.join_continuation": g.quotations.join_continuation,
        "ghost.take": g.take_ghost,
        "ghost.next": g.next_ghost,
        "ghost.previous": partial(g.next_ghost, -1),
        "quotation.cue": g.quotations.set_cue,
        "quotation.add_cue": g.quotations.add_cue,
        "quotation.cue_absent": g.quotations.cue_absent,
        "quotation.delete": g.delete,
        "quotation.next": g.quotations.next_quotation,
        "quotation.previous": partial(g.quotations.next_quotation, -1),
        "quotation.speaker": g.parties.speaker,
        "quotation.speaker_fragment": g.parties.add_speaker_fragment,
        "quotation.add_speaker": partial(g.parties.speaker, further=True),
        "quotation.same_speaker": g.parties.same_speaker,
        "quotation.none_in_text": g.parties.none_in_text,
        "quotation.addressee": g.parties.addressee,
        "type.automatic": partial(g.quotations.set_type, None),
        "stance.new": g.stances.stance,
        "stance.evidence": g.stances.evidence,
        "suggestion.next": g.suggestions.next_suggestion,
        "suggestion.previous": partial(g.suggestions.next_suggestion, -1),
        "suggestion.accept": g.suggestions.accept,
        "suggestion.accept_next": g.suggestions.accept_and_go_on,
        "suggestion.reject": g.suggestions.reject,
        "mention.move": g.mentions.move_mention,
        "mention.remove": g.mentions.remove_mention,
    }
    for type in ("direct", "mixed", "indirect", "free_indirect", "reported"):
        handlers[f"type.{type}"] = partial(g.quotations.set_type, type)
    for value in ("against", "neutral", "favour", "unclear"):
        handlers[f"stance.{value}"] = partial(g.stances.take, value)
    for number in range(1, 10):
        handlers[f"speaker.cast_{number}"] = partial(g.parties.cast, number)
    return handlers | _edge_handlers(g)


def _edge_handlers(gestures: Gestures) -> dict[str, Callable[[], object]]:
    handlers: dict[str, Callable[[], object]] = {}
    edges: tuple[annotate.Edge, ...] = ("end", "start")
    directions: tuple[tuple[str, annotate.Direction], ...] = (("right", 1), ("left", -1))
    units: tuple[tuple[str, annotate.Unit], ...] = (("", "token"), ("_character", "character"))
    for edge in edges:
        for name, direction in directions:
            for suffix, unit in units:
                handlers[f"edge.{edge}_{name}{suffix}"] = partial(gestures.quotations.move_edge, edge, direction, unit)
    return handlers
