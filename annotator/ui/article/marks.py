"""What the article view marks: the spans of mentions, quotations and suggestions, without a word of Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from annotator.domain.annotations import Layer, Mention, Quotation
from annotator.domain.ghosts import Ghost
from annotator.domain.text import Span, Spans, total_length

Role = Literal[
    "content", "suggestion", "cue", "speaker", "addressee", "target", "evidence", "mention",
    "ghost_cue", "ghost_speaker", "offer",
]  # fmt: skip
State = Literal["normal", "active", "dim", "focused"]
GhostPart = Literal["both", "cue", "speaker"]
"""What of a ghost `Enter` would take."""
Names = Callable[[Quotation], tuple[str, str]]

SPEAKER_COLOURS = 5
"""Speakers' colours are cycled after so many; the name beside the bar tells them apart."""

_RANK: dict[Role, int] = {"mention": 0, "content": 1, "suggestion": 1}


class Voice(NamedTuple):
    """Who speaks in a quotation: the name, a short one, and the number of the speaker's colour; nobody may be known."""

    name: str = ""
    short_name: str = ""
    colour: int | None = None


Voices = Callable[[Quotation], Voice]


class Mark(NamedTuple):
    """Something to draw at spans of the text.  A tuple, because an article may have thousands of them.

    ``id`` is unique among the marks of an article: that of the mention or quotation, for a role of a quotation with the
    role added.  ``owner`` is the quotation's id (empty for a mention), ``kind`` the id of a mention's entity kind or of
    a target's stance value, ``colour`` the number of the speaker's colour (None while nobody is known to speak),
    ``name`` what stands in the margin and ``short_name`` what stands there in narrow windows.  ``number`` tells which
    of the quotation's speakers, addressees or stances it belongs to, counted from 0.  A ghost's part that `Enter` would
    not take is dim.
    """

    id: str
    role: Role
    spans: Spans
    owner: str = ""
    kind: str = ""
    colour: int | None = None
    name: str = ""
    short_name: str = ""
    state: State = "normal"
    tip: str = ""
    number: int = 0

    @property
    def start(self) -> int:
        """First code point."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """One past the last code point."""
        return self.spans[-1].end

    @property
    def is_band(self) -> bool:
        """Whether it is the content of a quotation or of a suggestion: drawn as a band, with a bar in the margin."""
        return self.role in ("content", "suggestion")

    @property
    def is_strong(self) -> bool:
        """Whether it is the active quotation or the focused suggestion, or a part of it."""
        return self.state in ("active", "focused")


def innermost(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """``marks`` in the order a click means them: mentions, then contents, then other roles; short before long."""
    return tuple(sorted(marks, key=lambda m: (_RANK.get(m.role, 2), total_length(m.spans), m.start)))


def marks_of(
    layer: Layer,
    suggestions: Sequence[Quotation],
    voices: Voices,
    *,
    active: str | None,
    focused: str | None,
    hidden_kinds: frozenset[str],
    previous: Sequence[Mark] = (),
    ghost: Ghost | None = None,
    ghost_part: GhostPart = "both",
) -> tuple[Mark, ...]:
    """The marks of a layer and of the suggestions shown with it.

    ``voices`` tells who speaks in a quotation.  Cue, speaker, addressee, target and evidence are marked for the
    quotation ``active`` and the suggestion ``focused`` only, and so are the words of the ``ghost`` that is offered for
    the active one.  While a quotation is active the view draws mentions and
    other contents dim; their marks stay as they are, so that nothing has to be laid out again.

    Marks that equal one of ``previous`` (those shown now) are that very object: thousands of new ones with each gesture
    would keep the garbage collector busy.
    """
    known = {each.id: each for each in previous}
    out = [_mention(each, known.get(each.id)) for each in layer.mentions if each.label not in hidden_kinds]
    for quotation in layer.quotations:
        state: State = "active" if quotation.id == active else "normal"
        out += _quotation("content", quotation, voices(quotation), state, known)
        if ghost is not None and quotation.id == active:
            shades = _ghost(ghost, ghost_part, quotation.id, voices(quotation).colour)
            out += (_again(known, each) for each in shades)
    for quotation in suggestions:
        state = "focused" if quotation.id == focused else "normal"
        out += _quotation("suggestion", quotation, voices(quotation), state, known)
    return tuple(out)


def _again(known: dict[str, Mark], mark: Mark) -> Mark:
    """``mark``, or the equal one that is known."""
    old = known.get(mark.id)
    return old if old is not None and old == mark else mark


def speaker_colours(quotations: Sequence[Quotation], names: Names) -> dict[str, int]:
    """Number of the colour of each speaker (by `speaker_key`), in the order of their first quotations."""
    out: dict[str, int] = {}
    for each in sorted(quotations, key=lambda q: (q.content[0][0], -q.content[-1][1])):
        key = speaker_key(each, names(each)[0])
        if key and key not in out:
            out[key] = len(out) % SPEAKER_COLOURS
    return out


def voices_of(quotations: Sequence[Quotation], names: Names) -> tuple[Voices, dict[str, int]]:
    """Who speaks in each of the quotations that are shown together, and the colours by `speaker_key`.

    ``names`` gives the speaker's name of a quotation, and the short one; both may be empty.
    """
    called = {id(each): names(each) for each in quotations}
    colours = speaker_colours(quotations, lambda each: called[id(each)])
    found = {
        id(each): Voice(*called[id(each)], colours.get(speaker_key(each, called[id(each)][0]))) for each in quotations
    }
    return lambda quotation: found.get(id(quotation)) or Voice(*names(quotation)), colours


def speaker_key(quotation: Quotation, name: str) -> str:
    """What is the same for two quotations by one speaker: the shown name, else the entity; empty if nobody is known.

    The name leads, so that a suggestion whose speaker is not in the registry yet looks like that speaker's quotations.
    """
    if name:
        return name.casefold()
    return next((each.entity for each in quotation.speakers if each.entity), "")


def _mention(mention: Mention, old: Mark | None) -> Mark:
    if old is not None and old.kind == mention.label and old.spans == mention.spans and old.role == "mention":
        return old
    return Mark(mention.id, "mention", mention.spans, "", mention.label)


def _quotation(
    role: Role,
    quotation: Quotation,
    voice: Voice,
    state: State,
    known: dict[str, Mark],
) -> list[Mark]:
    name, short, colour = voice
    old = known.get(quotation.id)
    looks = (role, quotation.content, colour, name, short or name, state)
    if old is None or looks != (old.role, old.spans, old.colour, old.name, old.short_name, old.state):
        tip = name
        if role == "suggestion":
            score = "" if quotation.origin.score is None else f", score {quotation.origin.score:.2f}"
            tip = f"{name or 'Nobody named'}: suggested{score}"
        old = Mark(quotation.id, role, quotation.content, quotation.id, "", colour, name, short or name, state, tip)
    marks = [old]
    if state in ("active", "focused"):
        for number, (part, spans, kind, nth) in enumerate(_parts(quotation)):
            if spans:
                id = f"{quotation.id}:{part}:{number}"
                made = Mark(id, part, spans, quotation.id, kind, colour, state=state, number=nth)
                marks.append(_again(known, made))
    return marks


def _parts(quotation: Quotation) -> Iterator[tuple[Role, Spans, str, int]]:
    yield "cue", quotation.cue, "", 0
    for n, party in enumerate(quotation.speakers):
        yield "speaker", party.spans, "", n
    for n, party in enumerate(quotation.addressees):
        yield "addressee", party.spans, "", n
    for n, stance in enumerate(quotation.stances):
        yield "target", stance.target_spans, stance.value or "", n
        yield "evidence", stance.evidence, stance.value or "", n


def _ghost(ghost: Ghost, part: GhostPart, owner: str, colour: int | None) -> Iterator[Mark]:
    sides: tuple[tuple[Role, Spans, GhostPart], ...] = (
        ("ghost_cue", ghost.cue, "cue"),
        ("ghost_speaker", ghost.speaker, "speaker"),
    )
    for role, spans, side in sides:
        if spans:
            state: State = "active" if part in ("both", side) else "dim"
            yield Mark(f"{owner}:{role}", role, spans, owner, "", colour, state=state)


class Link(NamedTuple):
    """A speaker in another block than the content; ``nearest`` is the content's block next to the ``speaker``'s."""

    mark: Mark
    nearest: int
    speaker: int
    span: Span
    """First fragment of the speaker's words."""


class MarkIndex:
    """The marks by block, and what changes when other marks come.

    ``blocks_of`` gives the numbers of the blocks that a span touches.
    """

    def __init__(self, blocks_of: Callable[[Span], range], marks: Sequence[Mark] = ()) -> None:
        self._blocks_of = blocks_of
        self._by_id: dict[str, Mark] = {}
        self._by_block: dict[int, list[Mark]] = {}
        self.links: tuple[Link, ...] = ()
        self.strong: tuple[Mark, ...] = ()
        """The marks of the active quotation or of the suggestion in focus."""
        self.is_dim = False
        self.replace(marks)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All marks."""
        return tuple(self._by_id.values())

    def of(self, block: int) -> Sequence[Mark]:
        """The marks that touch a block."""
        return self._by_block.get(block, ())

    def links_of(self, block: int) -> tuple[Link, ...]:
        """The links that pass through a block or end there."""
        return tuple(
            each for each in self.links if min(each.nearest, each.speaker) <= block <= max(each.nearest, each.speaker)
        )

    def at(self, offset: int, block: int) -> tuple[Mark, ...]:
        """The marks that cover a code point of a block, innermost first."""
        return innermost(m for m in self.of(block) if any(s.start <= offset < s.end for s in m.spans))

    def replace(self, marks: Sequence[Mark]) -> set[int]:
        """Take other marks.  Gives the numbers of the blocks that look different now."""
        old, new = self._by_id, {each.id: each for each in marks}
        changed: set[int] = set()
        for id in old.keys() - new.keys():
            changed |= self._remove(old[id])
        for id, mark in new.items():
            other = old.get(id)
            if other is mark or other == mark:
                continue
            if other is not None:
                changed |= self._remove(other)
            changed |= self._add(mark)
        self._by_id = new
        return changed | self._relink()

    def put(self, mark: Mark) -> set[int]:
        """Take another mark in place of the one with its id.  Gives the numbers of the blocks that look different now.

        Raises KeyError where there is none.
        """
        changed = self._remove(self._by_id[mark.id]) | self._add(mark)
        self._by_id[mark.id] = mark
        return changed | self._relink()

    def _relink(self) -> set[int]:
        self.strong = tuple(each for each in self._by_id.values() if each.state in ("active", "focused"))
        links = self._find_links()
        changed: set[int] = set()
        for link in {*links} ^ {*self.links}:
            changed.update(range(min(link.nearest, link.speaker), max(link.nearest, link.speaker) + 1))
        self.links = links
        self.is_dim = any(each.state == "active" for each in self.strong)
        return changed

    def _blocks(self, mark: Mark) -> set[int]:
        if len(mark.spans) == 1:
            return set(self._blocks_of(mark.spans[0]))
        return {block for span in mark.spans for block in self._blocks_of(span)}

    def _add(self, mark: Mark) -> set[int]:
        blocks = self._blocks(mark)
        for block in blocks:
            self._by_block.setdefault(block, []).append(mark)
        return blocks

    def _remove(self, mark: Mark) -> set[int]:
        blocks = self._blocks(mark)
        for block in blocks:
            self._by_block[block].remove(mark)
        return blocks

    def _find_links(self) -> tuple[Link, ...]:
        contents = {each.owner: each for each in self.strong if each.is_band}
        out = []
        for mark in self.strong:
            content = contents.get(mark.owner)
            if mark.role != "speaker" or content is None:
                continue
            blocks = self._blocks(content)
            speaker = self._blocks_of(mark.spans[0])[0]
            nearest = min(blocks, key=lambda block: abs(block - speaker))
            if nearest != speaker:
                out.append(Link(content, nearest, speaker, mark.spans[0]))
        return tuple(out)
