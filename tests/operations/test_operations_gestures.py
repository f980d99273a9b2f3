"""Random gestures of two annotators: whatever they do, the layers stay sound and undo leads back step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from annotating import BEA, TEXT, at, make_desk, sound, state
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from annotator.domain.annotations import Annotator, Layer, Quotation
from annotator.domain.cast import cast_of
from annotator.domain.changes import Changes
from annotator.domain.codec import decode, encode
from annotator.domain.errors import ConflictError
from annotator.domain.marks import Marks
from annotator.domain.text import Span, Spans, covered, snap, total_length
from annotator.operations import annotate, mentions, parties, stances, suggestions
from annotator.operations.desk import Memory
from annotator.operations.roles import PartyRole, Role

MARKS = Marks(TEXT)
OFFSETS = st.integers(-1, len(TEXT) + 1)
SPANS = st.tuples(OFFSETS, OFFSETS).map(lambda each: Span(min(each), max(each)))
WORDS = st.tuples(st.integers(0, len(TEXT) - 2), st.integers(1, 60)).map(
    lambda each: snap(TEXT, Span(each[0], min(sum(each), len(TEXT))))
)
EDGES = st.sampled_from([at("She").start, *at("the bridge"), *at("over"), *at("not for sale"), at("thinks").end])
NESTED = (
    st.lists(EDGES, min_size=2, max_size=4, unique=True)
    .map(sorted)
    .map(lambda each: tuple(Span(*pair) for pair in zip(each[::2], each[1::2], strict=False)))
)
CONTENTS = st.one_of(NESTED, NESTED, st.lists(WORDS, min_size=1, max_size=3).map(tuple))
ANY = st.integers(0, 30)
ROLES = st.sampled_from(["content", "content", "cue", "speakers", "addressees"])
PARTY_ROLES = st.sampled_from(["speakers", "addressees"])


class Gestures(RuleBasedStateMachine):
    """Two people at one article; each has an undo history of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory(ignore_cleanup_errors=True)
        self.fresh = make_desk(Path(self.folder.name))
        self.desk = replace(self.fresh, memory=Memory())
        self.other = replace(self.fresh, annotator=Annotator("a_cai", "cai"))
        self.done: list[object] = []
        self.undone: list[object] = []

    def teardown(self) -> None:
        sound(self.desk)
        self.desk.project.close()
        self.folder.cleanup()

    # ------------------------------------------------------------------------------------------ helpers

    def do(self, gesture: Callable[[], Changes]) -> None:
        before = state(self.desk)
        try:
            changes = gesture()
        except ConflictError:
            assert state(self.desk) == before
            return
        if changes:
            self.done.append(before)
            self.undone = []
        else:
            assert state(self.desk) == before

    def forget(self) -> None:
        assert self.desk.memory
        self.desk.memory.forget()

    def pick(self, number: int) -> str:
        rows = self.desk.layer().quotations
        return rows[number % len(rows)].id if rows else "q_none"

    def mention(self, number: int) -> str:
        rows = self.desk.layer().mentions
        return rows[number % len(rows)].id if rows else "m_none"

    # ------------------------------------------------------------------------------------------ quotations

    @rule(content=CONTENTS)
    def add(self, content: Spans) -> None:
        self.do(lambda: annotate.add_quotation(self.desk, content, marks=MARKS))

    @rule(content=st.lists(SPANS, max_size=3).map(tuple))
    def add_anything(self, content: Spans) -> None:
        self.do(lambda: annotate.add_quotation(self.desk, content))

    @rule(number=ANY, content=CONTENTS)
    def set_content(self, number: int, content: Spans) -> None:
        self.do(lambda: annotate.set_content(self.desk, self.pick(number), content, marks=MARKS))

    @rule(number=ANY, span=WORDS, role=ROLES, party=st.integers(0, 1))
    def add_fragment(self, number: int, span: Span, role: Role, party: int) -> None:
        self.do(lambda: annotate.add_fragment(self.desk, self.pick(number), span, role, party, marks=MARKS))

    @rule(number=ANY, role=ROLES, index=st.integers(0, 2), party=st.integers(0, 1))
    def remove_fragment(self, number: int, role: Role, index: int, party: int) -> None:
        self.do(lambda: annotate.remove_fragment(self.desk, self.pick(number), role, index, party, marks=MARKS))

    @rule(
        number=ANY,
        role=ROLES,
        index=st.integers(0, 2),
        edge=st.sampled_from(["start", "end"]),
        direction=st.sampled_from([-1, 1]),
        by=st.sampled_from(["token", "character"]),
        times=st.integers(1, 6),
    )
    def move_edge(
        self,
        number: int,
        role: Role,
        index: int,
        edge: annotate.Edge,
        direction: Literal[-1, 1],
        by: annotate.Unit,
        times: int,
    ) -> None:
        made = self.pick(number)
        for _ in range(times):
            self.do(lambda: annotate.move_edge(self.desk, made, role, index, edge, direction, by, marks=MARKS))

    @rule(number=ANY)
    def delete(self, number: int) -> None:
        self.do(lambda: annotate.delete_quotation(self.desk, self.pick(number)))

    @rule(number=ANY, type=st.sampled_from(["direct", "reported", "nonsense", None]))
    def set_type(self, number: int, type: str | None) -> None:
        self.do(lambda: annotate.set_type(self.desk, self.pick(number), type, marks=MARKS))

    @rule(number=ANY, cue=st.lists(WORDS, max_size=2).map(tuple))
    def set_cue(self, number: int, cue: Spans) -> None:
        self.do(lambda: annotate.set_cue(self.desk, self.pick(number), cue))

    @rule(number=ANY, absent=st.booleans())
    def set_cue_absent(self, number: int, absent: bool) -> None:
        self.do(lambda: annotate.set_cue_absent(self.desk, self.pick(number), absent))

    @rule(number=ANY, note=st.sampled_from(["é🏭", "", None]), confidence=st.integers(1, 4))
    def card(self, number: int, note: str | None, confidence: int) -> None:
        self.do(lambda: annotate.set_note(self.desk, self.pick(number), note))
        self.do(lambda: annotate.set_confidence(self.desk, self.pick(number), confidence))

    # ------------------------------------------------------------------------------------------ who and what

    @rule(number=ANY, span=WORDS, further=st.booleans())
    def speaker_from_span(self, number: int, span: Span, further: bool) -> None:
        self.do(lambda: parties.speaker_from_span(self.desk, self.pick(number), span, further=further))

    @rule(number=ANY, which=ANY)
    def speaker_from_mention(self, number: int, which: int) -> None:
        self.do(lambda: parties.speaker_from_mention(self.desk, self.pick(number), self.mention(which)))
        self.do(lambda: parties.addressee_from_mention(self.desk, self.pick(number), self.mention(which + 1)))

    @rule(number=ANY, which=ANY, nth=st.integers(0, 3))
    def speaker_from_cast(self, number: int, which: int, nth: int) -> None:
        layer = self.desk.layer()
        entities = {each.id: each for each in self.desk.project.registry.all()}
        cast = cast_of(TEXT, layer.mentions, layer.quotations, entities)
        assert len({each.id for each in cast}) == len(cast)
        if cast:
            self.do(lambda: parties.speaker_from_cast(self.desk, self.pick(number), cast[which % len(cast)], nth))

    @rule(number=ANY, role=PARTY_ROLES, index=st.integers(0, 1))
    def party(self, number: int, role: PartyRole, index: int) -> None:
        self.do(lambda: parties.set_form(self.desk, self.pick(number), role, index, "none_in_text"))
        self.do(lambda: parties.same_speaker_as(self.desk, self.pick(number + 1), self.pick(number)))
        self.do(lambda: parties.remove_party(self.desk, self.pick(number), role, index))

    @rule(number=ANY, span=WORDS, issue=st.sampled_from([None, "Café 🏭", "Rent"]))
    def stance(self, number: int, span: Span, issue: str | None) -> None:
        made = self.pick(number)
        spans = (span,) if span.length else ()
        self.do(lambda: stances.add_stance(self.desk, made, target_spans=spans, issue=issue, value="favour"))
        for each in self.desk.layer().quotations:
            for old in each.stances[1:]:
                self.do(partial(stances.remove_stance, self.desk, each.id, old.id))

    @rule(span=WORDS, which=ANY, label=st.sampled_from(["person", "organisation", "date"]))
    def change_mentions(self, span: Span, which: int, label: str) -> None:
        self.do(lambda: mentions.add_mention(self.desk, span, label))
        self.do(lambda: mentions.relabel_mention(self.desk, self.mention(which), label))
        self.do(lambda: mentions.move_mention(self.desk, self.mention(which), span))
        self.do(lambda: mentions.remove_mention(self.desk, self.mention(which + 1)))

    # ------------------------------------------------------------------------------------------ the rest

    @rule(which=ANY, accept=st.booleans())
    def suggestion(self, which: int, accept: bool) -> None:
        rows = suggestions.open_suggestions(self.desk)
        if not rows:
            return
        id = rows[which % len(rows)].id
        gesture = suggestions.accept_suggestion if accept else suggestions.reject_suggestion
        self.do(lambda: gesture(self.desk, id))
        assert id not in [each.id for each in suggestions.open_suggestions(self.desk)]

    @rule(threshold=st.sampled_from([0.0, 0.5, 0.9]))
    def accept_all(self, threshold: float) -> None:
        self.do(lambda: suggestions.accept_all(self.desk, threshold))
        rest = suggestions.open_suggestions(self.desk)
        assert all((each.origin.score or 0) < threshold for each in rest)

    @rule(status=st.sampled_from(["done", "skipped", "in_progress"]))
    def set_status(self, status: Literal["done", "skipped", "in_progress"]) -> None:
        self.do(lambda: annotate.set_status(self.desk, status, "why"))

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        now = state(self.desk)
        assert self.desk.project.undo(BEA.id)
        self.forget()
        assert state(self.desk) == self.done.pop()
        self.undone.append(now)

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        self.done.append(state(self.desk))
        assert self.desk.project.redo(BEA.id)
        self.forget()
        assert state(self.desk) == self.undone.pop()

    # ------------------------------------------------------------------------------------------ what always holds

    @invariant()
    def the_layer_is_sound(self) -> None:
        layer = self.desk.layer()
        assert layer == self.fresh.layer()
        assert len({each.id for each in layer.mentions}) == len(layer.mentions)
        for each in layer.quotations:
            assert each.content
            for spans in (each.content, each.cue, *(party.spans for party in (*each.speakers, *each.addressees))):
                in_order(spans)
            assert not (each.cue and each.cue_absent)
            if each.type_origin == "auto":
                assert each.type == MARKS.type_of(each.content)
            assert each.parent == smallest_around(each, layer)
        annotated = self.desk.project.read("d_1")
        assert decode(encode(annotated)) == annotated

    @invariant()
    def nobody_else_is_touched(self) -> None:
        assert self.other.stored_layer() is None
        assert [each.kind for each in self.desk.project.annotations.layers("d_1")].count("pipeline") == 1


def in_order(spans: Spans) -> None:
    last = 0
    for each in spans:
        assert last <= each.start < each.end <= len(TEXT)
        last = each.end


def smallest_around(quotation: Quotation, layer: Layer) -> str | None:
    """By the definition: no circle is possible, since each one around is larger."""
    around = [
        each
        for each in layer.quotations
        if covered(each.content, quotation.content) and total_length(each.content) > total_length(quotation.content)
    ]
    found = min(around, key=lambda each: (total_length(each.content), each.start, each.id), default=None)
    return found.id if found else None


TestGestures = Gestures.TestCase
TestGestures.settings = settings(max_examples=settings.default.max_examples, stateful_step_count=25)
