"""What needs a second look in a layer: the checks behind F8.

Each problem is one sentence with the place it is about.  Nothing here raises on any layer, however odd: fragments
beyond the text are cut to it, unknown ids are problems like others.  `Scheme.asked` says which empty fields matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from annotator.analysis.passages import MANY, core, sentences_between, shown, within
from annotator.domain.annotations import Layer, Mention, Quotation, Stance
from annotator.domain.documents import Scalar
from annotator.domain.marks import Marked, Marks
from annotator.domain.registry import Entity
from annotator.domain.scheme import Attribute, Label, Scheme
from annotator.domain.text import Span, Spans, covered, is_token_boundary, shared_length, total_length

ProblemKind = Literal[
    "unclosed_mark",
    "no_speaker",
    "no_cue",
    "far_cue",
    "stray_comma",
    "cut_word",
    "duplicate",
    "no_parent",
    "overlap",
    "own_words",
    "type_by_hand",
    "no_target",
    "no_value",
    "unknown_kind",
    "unknown_value",
]

KINDS: Mapping[ProblemKind, str] = {
    "unclosed_mark": "Unclosed mark",
    "no_speaker": "No speaker yet",
    "no_cue": "No cue yet",
    "far_cue": "Cue far away",
    "stray_comma": "Begins with a comma",
    "cut_word": "Cuts a word",
    "duplicate": "Duplicate",
    "no_parent": "Nested without parent",
    "overlap": "Overlap",
    "own_words": "Speaker inside content",
    "type_by_hand": "Type against the marks",
    "no_target": "Stance without target",
    "no_value": "Stance without value",
    "unknown_kind": "Mention outside scheme",
    "unknown_value": "Value outside scheme",
}
"""The kinds of problem and their short names, in the order they are listed for one place."""

FAR = 2
"""A cue that stands more sentences than this from its content is far away."""
MARK_ERROR = "mark_error"
"""The flag that says that the text's own marks are wrong: they are no problem then."""

_RANK = {kind: number for number, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that needs a second look.

    ``message`` is a sentence; ``span`` the place in code points; ``object`` the id of the quotation or mention, or of
    the layer for what concerns the whole article; ``words`` the object's first words.
    """

    kind: ProblemKind
    message: str
    span: Span
    object: str
    words: str


def problems_of(
    text: str, layer: Layer, entities: Mapping[str, Entity], scheme: Scheme, marks: Marks
) -> tuple[Problem, ...]:
    """The problems of a layer of the document with that text, by place.  ``marks`` are the text's."""
    return ProblemFinder().find(text, layer, entities, scheme, marks)


def next_problem(problems: Sequence[Problem], at: int, step: int = 1, current: Problem | None = None) -> Problem | None:
    """The problem after (1) or before (-1) the ``current`` one, or else next to the code point ``at``; round the end.

    None where there is no problem.
    """
    if not problems:
        return None
    if current in problems:
        return problems[(problems.index(current) + step) % len(problems)]
    if step > 0:
        return next((each for each in problems if each.span.start >= at), problems[0])
    return next((each for each in reversed(problems) if each.span.start < at), problems[-1])


class ProblemFinder:
    """Finds problems again and again, looking anew only at the quotations that changed since the last time."""

    def __init__(self) -> None:
        self._text: str | None = None
        self._scheme: Scheme | None = None
        self._marks: Marks | None = None
        self._known: dict[str, tuple[Quotation, _Looked]] = {}

    def find(
        self, text: str, layer: Layer, entities: Mapping[str, Entity], scheme: Scheme, marks: Marks
    ) -> tuple[Problem, ...]:
        """As `problems_of`."""
        if self._text is not text or self._marks is not marks or self._scheme != scheme:
            self._known.clear()
        self._text, self._scheme, self._marks = text, scheme, marks
        known = self._known
        looking = _Looking(text, scheme, marks)
        self._known = {}
        looked: list[_Looked] = []
        for quotation in layer.quotations:
            before = known.get(quotation.id)
            same = before is not None and (before[0] is quotation or before[0] == quotation)
            row = before[1] if before is not None and same else looking.at(quotation)
            self._known[quotation.id] = (quotation, row)
            looked.append(row)
        found = [problem for row in looked for problem in row.problems]
        found += _among(looked)
        found += looking.at_mentions(layer.mentions, entities)
        found += looking.at_layer(layer)
        found.sort(key=_place)
        return tuple(found)


def _place(problem: Problem) -> tuple[int, int, int, str]:
    return problem.span.start, problem.span.end, _RANK[problem.kind], problem.object


@dataclass(frozen=True, slots=True)
class _Looked:
    """A quotation that was looked at: its fragments within the text, the same without marks and stops at the edges."""

    quotation: Quotation
    content: Spans
    core: Spans
    words: str
    problems: tuple[Problem, ...]

    def problem(self, kind: ProblemKind, message: str, span: Span | None = None) -> Problem:
        return Problem(kind, message, span or self.content[0], self.quotation.id, self.words)


Finding = tuple[ProblemKind, str, Span]


class _Looking:
    """Looks at one quotation after the other of a text."""

    def __init__(self, text: str, scheme: Scheme, marks: Marks) -> None:
        self.text, self.scheme, self.marks = text, scheme, marks
        self.asked = frozenset(scheme.asked)
        self.types = _ids(scheme.types)
        self.stances = _ids(scheme.stances)
        self.kinds = _ids(scheme.kinds)
        self.flags = _ids(scheme.flags)
        self.columns = scheme.attributes_of("quotation")

    def at(self, quotation: Quotation) -> _Looked:
        """What is wrong with a quotation, taken alone."""
        content = within(self.text, quotation.content)
        words = shown(self.text, content)
        if not content:
            place = Span(0, min(1, len(self.text)))
            problem = Problem("cut_word", "The content lies outside the text.", place, quotation.id, words)
            return _Looked(quotation, content, (), words, (problem,))
        found = tuple(
            Problem(kind, message, span, quotation.id, words)
            for check in (self._marks, self._edges, self._cue, self._speakers, self._type, self._stances, self._values)
            for kind, message, span in check(quotation, content)
        )
        return _Looked(quotation, content, core(self.text, content), words, found)

    # ------------------------------------------------------------------------------------------ the content

    def _marks(self, quotation: Quotation, content: Spans) -> Iterator[Finding]:
        if MARK_ERROR in quotation.flags:
            return
        seen: set[Span] = set()
        for fragment in content:
            for stretch in self.marks.stretches(fragment):
                whole = stretch.opened and stretch.closed and fragment.contains(stretch.span)
                if not whole and stretch.span not in seen:
                    yield from self._mark(stretch, content)
                seen.add(stretch.span)

    def _mark(self, stretch: Marked, content: Spans) -> Iterator[Finding]:
        """What is wrong with one stretch between marks, of which the content has at least a part."""
        start = Span(stretch.span.start, stretch.inner.start)
        end = Span(stretch.inner.end, stretch.span.end)
        has_start = stretch.opened and any(each.contains(start) for each in content)
        has_end = stretch.closed and any(each.contains(end) for each in content)
        if has_start and not stretch.closed:
            if not self._goes_on(stretch):
                yield "unclosed_mark", "A quotation mark is opened and never closed.", start
        elif has_end and not stretch.opened:
            yield "unclosed_mark", "A quotation mark is closed and never opened.", end
        elif has_start != has_end and stretch.opened and stretch.closed:
            if has_start:
                yield "unclosed_mark", "The content opens a mark that closes outside it.", start
            else:
                yield "unclosed_mark", "The content closes a mark that opens outside it.", end

    def _goes_on(self, stretch: Marked) -> bool:
        """Whether the next paragraph opens with a mark, so that this one rightly closes with none."""
        return self.marks.chain(stretch)[-1] != stretch

    def _edges(self, _quotation: Quotation, content: Spans) -> Iterator[Finding]:
        for fragment in content:
            if comma := _COMMA.match(self.text, fragment.start, fragment.end):
                sign = _SIGNS.get(comma.group(1), "a stop")
                yield "stray_comma", f"The content begins with {sign}.", Span(*comma.span(1))
            for edge, verb in ((fragment.start, "begins"), (fragment.end, "ends")):
                if not is_token_boundary(self.text, edge):
                    around = Span(max(edge - 1, fragment.start - 1), min(edge + 1, len(self.text)))
                    yield "cut_word", f"The content {verb} inside a word.", around

    # ------------------------------------------------------------------------------------------ who and how

    def _cue(self, quotation: Quotation, content: Spans) -> Iterator[Finding]:
        if "cue" not in self.asked:
            return
        cue = within(self.text, quotation.cue)
        if not cue:
            if not quotation.cue_absent:
                yield "no_cue", "The cue is neither marked nor said to be absent.", content[0]
            return
        away = min(sentences_between(self.text, a, b) for a in cue for b in content)
        if away > FAR:
            how_far = f"{away} sentences" if away < MANY else "very far"
            yield "far_cue", f"The cue stands {how_far} away from the content.", cue[0]

    def _speakers(self, quotation: Quotation, content: Spans) -> Iterator[Finding]:
        if "speakers" not in self.asked:
            return
        if not quotation.speakers:
            yield "no_speaker", "Who speaks is not decided yet.", content[0]
        for party in quotation.speakers:
            if party.spans and (spans := within(self.text, party.spans)) and covered(content, spans):
                yield "own_words", "The speaker stands inside the words said.", spans[0]

    def _type(self, quotation: Quotation, content: Spans) -> Iterator[Finding]:
        if quotation.type_origin != "manual" or quotation.type not in ("direct", "indirect"):
            return
        by_marks = self.marks.type_of(content)
        name = self.scheme.name("types", quotation.type)
        if quotation.type == "direct" and by_marks == "indirect":
            yield "type_by_hand", f"The type is {name} by hand, but no word stands inside marks.", content[0]
        if quotation.type == "indirect" and by_marks == "direct":
            yield "type_by_hand", f"The type is {name} by hand, but the words stand inside marks.", content[0]

    # ------------------------------------------------------------------------------------------ stances and values

    def _stances(self, quotation: Quotation, content: Spans) -> Iterator[Finding]:
        if "stances" not in self.asked:
            return
        for stance in quotation.stances:
            place = next(iter(within(self.text, stance.target_spans)), content[0])
            if stance.target is None and not stance.target_spans:
                yield "no_target", "A stance has no target yet.", place
            if stance.value is None:
                yield "no_value", f"The stance{self._towards(stance)} has no value yet.", place

    def _towards(self, stance: Stance) -> str:
        spans = within(self.text, stance.target_spans)
        return f" towards “{shown(self.text, spans, 40)}”" if spans else ""

    def _values(self, quotation: Quotation, content: Spans) -> Iterator[Finding]:
        place = content[0]
        if quotation.type is not None and quotation.type not in self.types:
            yield "unknown_value", _outside("type", quotation.type), place
        for stance in quotation.stances:
            if stance.value is not None and stance.value not in self.stances:
                yield "unknown_value", _outside("stance", stance.value), place
        for flag in quotation.flags:
            if flag not in self.flags:
                yield "unknown_value", _outside("flag", flag), place
        for message in _choices(self.columns, quotation.attributes):
            yield "unknown_value", message, place

    # ------------------------------------------------------------------------------------------ the rest of the layer

    def at_mentions(self, mentions: Sequence[Mention], entities: Mapping[str, Entity]) -> Iterator[Problem]:
        """Mentions of a kind that the scheme does not have, their entity's included."""
        kinds = self.kinds
        for mention in mentions:
            label = mention.label
            if label in kinds:
                entity = entities.get(mention.entity) if mention.entity else None
                if entity is None or entity.kind in kinds:
                    continue
                label = entity.kind
            if spans := within(self.text, mention.spans):
                yield Problem("unknown_kind", _outside("kind", label), spans[0], mention.id, shown(self.text, spans))

    def at_layer(self, layer: Layer) -> Iterator[Problem]:
        """Values of the document's own fields that the scheme does not have."""
        start = Span(0, min(1, len(self.text)))
        for message in _choices(self.scheme.attributes_of("document"), layer.attributes):
            yield Problem("unknown_value", message, start, layer.id, "")


# ------------------------------------------------------------------------------------------------ one with another


def _among(rows: Sequence[_Looked]) -> Iterator[Problem]:
    """Quotations that repeat, hold or cross one another.

    Each is compared only with those that begin before it and have not ended: few, unless somebody nests deeply.
    """
    by_id = {row.quotation.id: row for row in rows}
    open_rows: list[_Looked] = []
    for row in sorted((each for each in rows if each.core), key=lambda each: (each.core[0], each.quotation.id)):
        start = row.core[0].start
        open_rows = [each for each in open_rows if each.core[-1].end > start]
        if open_rows:
            yield from _against(row, open_rows, by_id)
        open_rows.append(row)


def _against(row: _Looked, others: Sequence[_Looked], by_id: Mapping[str, _Looked]) -> Iterator[Problem]:
    if any(each.core == row.core for each in others):
        yield row.problem("duplicate", "The same words are quoted twice.")
        return
    for other in others:
        shared = shared_length(row.core, other.core)
        if not shared or _related(row, other, by_id):
            continue
        smallest = min(total_length(row.core), total_length(other.core))
        if shared < smallest:
            yield row.problem("overlap", "It shares words with another quotation, and neither stands inside the other.")
        else:
            inner = row if total_length(row.core) <= total_length(other.core) else other
            if inner.quotation.parent is None and inner.quotation.parent_origin == "auto":
                yield inner.problem("no_parent", "It stands inside another quotation and has no parent.")


def _related(one: _Looked, other: _Looked, by_id: Mapping[str, _Looked]) -> bool:
    """Whether one stands, over however many steps, inside the other."""
    for inner, outer in ((one, other), (other, one)):
        seen: set[str] = set()
        id = inner.quotation.parent
        while id is not None and id not in seen:
            if id == outer.quotation.id:
                return True
            seen.add(id)
            id = by_id[id].quotation.parent if id in by_id else None
    return False


# ------------------------------------------------------------------------------------------------ words and values

_COMMA = re.compile(r"[\s\"'“”„«»‘’‚「」]*([,;:)\]，；：、])")
_SIGNS = {",": "a comma", "，": "a comma", "、": "a comma", ";": "a semicolon", "；": "a semicolon", ":": "a colon"}


def _ids(labels: Sequence[Label]) -> frozenset[str]:
    return frozenset(each.id for each in labels)


def _outside(what: str, value: Scalar) -> str:
    return f"The {what} “{str(value)[:40]}” is not in the scheme."


def _choices(columns: Sequence[Attribute], values: Mapping[str, Scalar]) -> Iterator[str]:
    """A sentence for each value of a choice that the scheme does not offer."""
    for column in columns if values else ():
        value = values.get(column.id)
        if column.type == "choice" and value is not None and all(each.id != value for each in column.choices):
            yield _outside(f"value of {column.name}", value)
