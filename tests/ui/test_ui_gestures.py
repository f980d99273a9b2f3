"""What the keys mean, on a stage without a window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator, Layer, Mention, Origin
from annotator.domain.documents import Document
from annotator.domain.errors import ProjectError
from annotator.domain.text import Span, sha256
from annotator.nlp.quotation_marks import quotations
from annotator.operations.pipeline_labels import store_suggestions
from annotator.store.project import Project
from annotator.ui.actions import ACTIONS
from annotator.ui.gestures.gestures import Gestures
from annotator.ui.gestures.handlers import gesture_handlers
from annotator.ui.session import Session

TEXT = (
    "“We stay at the quay 🏭,” said Zoe\u0301 Lindqvist.\n"
    "Jun Sato 佐藤 told “nobody”.\u2028“It is over,” Jun Sato said.\n"
    "قالت سامية: «لن نغادر الميناء أبدا»."
)
STAY, OVER = "“We stay at the quay 🏭,”", "“It is over,”"


def at(words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


class Stage:
    """Where the user is: the test says; and what the gesture did about it."""

    def __init__(self) -> None:
        self.active: str | None = None
        self.focused: str | None = None
        self.selected: Span | None = None
        self.place = 0
        self.told: list[str] = []
        self.said: list[str] = []
        self.pads: list[Span | None] = []
        self.stances: list[tuple[str, Span | None]] = []
        self.evidence: list[Span] = []
        self.finished = 0
        self.shown = 0

    def selection(self) -> Span | None:
        return self.selected

    def caret(self) -> int:
        return self.place

    def clear_selection(self) -> None:
        self.selected = None

    def activate(self, quotation: str | None) -> None:
        self.active, self.focused = quotation, None

    def focus_suggestion(self, suggestion: str | None) -> None:
        self.focused = suggestion
        if suggestion:
            self.active = None

    def open_stance_pad(self, target: Span | None) -> None:
        self.pads.append(target)

    def set_stance(self, value: str, target: Span | None) -> None:
        self.stances.append((value, target))

    def add_evidence(self, span: Span) -> None:
        self.evidence.append(span)

    def finish_edits(self) -> None:
        self.finished += 1

    def show_state(self) -> None:
        self.shown += 1

    def tell(self, sentence: str) -> None:
        self.told.append(sentence)

    def announce(self, sentence: str) -> None:
        self.said.append(sentence)


class Play:
    """A gesture's stage with what it wrote."""

    def __init__(self, path: Path) -> None:
        self.session = Session(Annotator("a_bea", "Béa"))
        self.session.open_project(Project.open(path))
        self.session.open_document("quay")
        self.stage = Stage()
        self.gestures = Gestures(self.session, self.stage)
        self.handlers = gesture_handlers(self.gestures)

    def do(self, action: str, words: str = "", nth: int = 0) -> Play:
        """Select words, then the action."""
        if words:
            self.stage.selected = at(words, nth)
        self.handlers[action]()
        return self

    def click(self, words: str, nth: int = 0) -> Play:
        """Click a mention."""
        found = next(each for each in self.session.layer.mentions if each.spans == (at(words, nth),))
        self.gestures.meant.clicked = self.gestures.meant.last_clicked = found.id
        return self

    @property
    def active(self):
        return self.session.layer.quotation(self.stage.active)

    def words(self, spans) -> list[str]:
        return [each.of(TEXT) for each in spans]


@pytest.fixture
def play(qapp, tmp_path: Path):
    path = tmp_path / "quay.annotator"
    document = Document("quay", TEXT, sha256(TEXT), "en")
    origin = Origin("pipeline", agent="fake 1")
    names = [("Zoe\u0301 Lindqvist", 0), ("Jun Sato", 0), ("Jun Sato", 1)]
    mentions = tuple(Mention(f"m_{n}", (at(*name),), "person", None, origin) for n, name in enumerate(names))
    layer = Layer("l_1", "pipeline", annotator="fake 1", status="done", mentions=mentions)
    layer = replace(layer, quotations=quotations(TEXT, "fake 1"))
    with Project.create(path) as project:
        with project.step("Add", actor="a_importer"):
            project.documents.add(document)
        store_suggestions(project, AnnotatedDocument(document, layers=(layer,)))
    play = Play(path)
    yield play
    play.session.close_project()


def test_each_gesture_is_an_action() -> None:
    ids = {each.id for each in ACTIONS}
    assert set(gesture_handlers(Gestures(Session(Annotator("a", "a")), Stage()))) <= ids


def test_a_quotation_from_the_selection_or_the_marks_around_the_caret(play: Play) -> None:
    play.do("quotation.new", "We stay at")
    assert play.words(play.active.content) == ["We stay at"]
    assert play.stage.selected is None
    assert play.stage.said == ["Quotation, Direct: We stay at"]
    play.stage.place = at("نغادر").start
    play.do("quotation.new")
    assert play.words(play.active.content) == ["«لن نغادر الميناء أبدا»"]
    play.do("quotation.new", "over")  # one token, as a double click selects it
    assert play.words(play.active.content) == [OVER]
    play.do("quotation.new", "佐藤")  # one token beside all marks
    assert play.words(play.active.content) == ["佐藤"]


NEEDS_QUOTATION = (
    "quotation.add_fragment", "quotation.cue", "quotation.add_cue", "quotation.cue_absent", "quotation.speaker",
    "quotation.add_speaker", "quotation.same_speaker", "quotation.none_in_text", "quotation.addressee", "stance.new",
    "type.direct", "type.automatic", "edge.end_right", "edge.start_left_character", "speaker.cast_1",
)  # fmt: skip


@pytest.mark.parametrize("action", NEEDS_QUOTATION)
def test_without_a_quotation_it_says_so_and_writes_nothing(play: Play, action: str) -> None:
    play.do(action, "said")
    assert play.stage.told == ["No quotation is active: make one with Q, or click one."]
    assert play.session.layer.id == ""  # no layer yet
    assert play.stage.pads == []


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("quotation.add_fragment", "add it to the quotation"), ("quotation.cue", "make it the cue"),
        ("quotation.add_cue", "add it to the cue"), ("quotation.speaker", "make it the speaker"),
        ("quotation.addressee", "make it the addressee"), ("quotation.same_speaker", "No quotation before this one"),
        ("speaker.cast_9", "The cast has no number 9"), ("mention.move", "Click the mention first"),
        ("mention.remove", "Click a mention first"),
    ],
)  # fmt: skip
def test_without_what_it_needs_it_says_what_that_is(play: Play, action: str, said: str) -> None:
    play.do("quotation.new", STAY)
    before = play.session.layer
    play.do(action)
    assert said in play.stage.told[-1]
    assert play.session.layer == before


def test_cue_and_speakers_from_words_and_from_mentions(play: Play) -> None:
    play.do("quotation.new", STAY).do("quotation.cue", "said").do("quotation.add_cue", "told")
    assert play.words(play.active.cue) == ["said", "told"]
    play.do("quotation.speaker", "Zoe\u0301 Lindqvist")
    assert play.active.speakers[0].entity is not None or play.active.speakers[0].form == "name"
    play.click("Jun Sato", 1).do("quotation.add_speaker")
    assert [play.words(each.spans) for each in play.active.speakers] == [["Zoe\u0301 Lindqvist"], ["Jun Sato"]]
    assert play.active.speakers[1].spans == (at("Jun Sato", 1),)
    play.do("quotation.addressee", "佐藤")
    assert play.words(play.active.addressees[0].spans) == ["佐藤"]
    play.do("quotation.cue_absent")
    assert play.active.cue_absent
    assert play.active.cue == ()


def test_a_cast_key_takes_the_next_mention_each_time(play: Play) -> None:
    number = [each.name for each in play.session.cast].index("Jun Sato") + 1
    play.do("quotation.new", OVER)
    seen = [play.do(f"speaker.cast_{number}").active.speakers[0].spans for _ in range(3)]
    assert seen[0] == seen[2] != seen[1]
    assert {seen[0], seen[1]} == {(at("Jun Sato"),), (at("Jun Sato", 1),)}
    assert play.stage.said[-1] == "Speaker: Jun Sato"


def test_the_same_speaker_is_the_one_set_last(play: Play) -> None:
    play.do("quotation.new", STAY).do("quotation.speaker", "Zoe\u0301 Lindqvist")
    first = play.active.id
    play.do("quotation.new", "“nobody”").do("quotation.none_in_text")
    play.do("quotation.new", OVER).do("quotation.same_speaker")
    assert play.active.speakers[0].form == "none_in_text"
    play.stage.active = first
    play.do("quotation.speaker", "Zoe\u0301 Lindqvist")
    play.do("quotation.new", "told").do("quotation.same_speaker")
    assert play.active.speakers[0].form == "name"


def test_edges_move_the_fragment_with_the_caret(play: Play) -> None:
    play.do("quotation.new", "stay at").do("quotation.add_fragment", "told")
    play.stage.place = at("at the").start
    play.do("edge.end_right")
    assert play.words(play.active.content) == ["stay at the", "told"]
    play.stage.place = 0
    play.do("edge.end_left_character")
    assert play.words(play.active.content) == ["stay at the", "tol"]
    play.do("edge.start_left")
    assert play.words(play.active.content)[0] == "We stay at the"


def test_walking_begins_at_the_caret_and_goes_round(play: Play) -> None:
    for words in (OVER, STAY, "told"):
        play.do("quotation.new", words)
    play.stage.active, play.stage.place = None, at("Jun Sato").start
    walked = [play.do("quotation.next").active.content[0].of(TEXT) for _ in range(4)]
    assert walked == ["told", OVER, STAY, "told"]
    assert play.stage.said[-1] == "told"
    play.stage.active, play.stage.place = None, at("told").start
    assert play.do("quotation.previous").words(play.active.content) == [STAY]


def test_suggestions_are_walked_accepted_and_rejected(play: Play) -> None:
    ids = [each.id for each in play.session.suggestions]
    assert play.do("suggestion.next").stage.focused == ids[0]
    assert play.do("suggestion.previous").stage.focused == ids[-1]
    assert play.stage.said[-1].startswith(f"Suggestion {len(ids)} of {len(ids)}: ")
    play.do("suggestion.reject")
    assert play.stage.focused == ids[-2]  # the last one of those that are left
    assert ids[-1] not in [each.id for each in play.session.suggestions]
    play.do("suggestion.accept")
    assert play.active.origin.derived_from == (ids[-2],)
    before = play.session.layer
    play.do("suggestion.accept").do("suggestion.reject")  # none is in focus
    assert play.session.layer == before


def test_mentions_are_labelled_moved_and_removed(play: Play) -> None:
    play.stage.selected = at("quay")
    play.gestures.mentions.label_mention("place")
    made = next(each for each in play.session.layer.mentions if each.spans == (at("quay"),))
    assert made.label == "place"
    play.stage.selected = at("quay")
    play.gestures.mentions.label_mention("organisation")
    play.click("quay").do("mention.move", "the quay")
    moved = next(each for each in play.session.layer.mentions if each.id == made.id)
    assert (moved.label, play.words(moved.spans)) == ("organisation", ["the quay"])
    play.gestures.meant.clicked = made.id
    play.do("mention.remove")
    assert made.id not in [each.id for each in play.session.layer.mentions]


def test_delete_takes_the_quotation_else_the_mention_that_was_clicked(play: Play) -> None:
    play.do("quotation.new", STAY).do("quotation.delete")
    assert play.session.layer.quotations == ()
    assert play.stage.active is None
    play.click("Jun Sato").do("quotation.delete")
    assert len(play.session.layer.mentions) == 2
    play.do("quotation.delete")
    assert "Nothing to delete" in play.stage.told[-1]


def test_the_pad_opens_on_the_selection_or_the_mention(play: Play) -> None:
    play.do("quotation.new", STAY).do("stance.new").do("stance.new", "quay")
    play.stage.selected = None
    play.click("Jun Sato").do("stance.new")
    assert play.stage.pads == [None, at("quay"), at("Jun Sato")]


@pytest.mark.parametrize(
    "deed",
    [
        lambda play: play.do("quotation.delete"),
        lambda play: play.do("quotation.new", "told"),
        lambda play: play.do("quotation.speaker", "Jun Sato"),
    ],
    ids=["delete", "new", "speaker"],
)
def test_what_cannot_be_saved_leaves_the_stage_as_it_was(
    play: Play, monkeypatch: pytest.MonkeyPatch, deed: Callable[[Play], object]
) -> None:
    play.do("quotation.new", STAY)
    active, layer = play.stage.active, play.session.layer

    def full(*_: object, **__: object) -> None:
        raise ProjectError("No space left on the disk 🏭")

    monkeypatch.setattr(play.session, "run", full)
    with pytest.raises(ProjectError):
        deed(play)
    assert play.stage.active == active
    assert play.session.layer == layer
    assert play.stage.said == ["Quotation, Direct: " + STAY]


def test_a_suggestion_that_cannot_be_saved_stays_in_focus(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    play.do("suggestion.next")
    focused = play.stage.focused

    def full(*_: object, **__: object) -> None:
        raise ProjectError("No space left on the disk 🏭")

    monkeypatch.setattr(play.session, "run", full)
    for action in ("suggestion.accept", "suggestion.reject"):
        with pytest.raises(ProjectError):
            play.do(action)
        assert play.stage.focused == focused
