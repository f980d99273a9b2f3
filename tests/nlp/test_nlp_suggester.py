"""Suggested quotations: each kind of attribution once, in an invented sentence, with its cue and its speaker."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.domain.annotations import Origin, Quotation
from annotator.domain.profiles import SPEECH, WIDE
from annotator.domain.text import Span
from annotator.nlp.pipelines import Loaded
from annotator.nlp.profiles import weights
from annotator.nlp.suggest import Labelled, label, loaded
from annotator.nlp.suggester import nested

pytestmark = pytest.mark.pipeline


def found(text: str, profile: str = SPEECH) -> tuple[Quotation, ...]:
    return label(text, loaded(None, "en"), profile, cues=False).layer.quotations


def words(text: str, quotation: Quotation) -> tuple[str, str, str]:
    """Content, cue and speaker of a quotation, their fragments joined."""
    speakers = [span for each in quotation.speakers for span in each.spans]
    return tuple(  # type: ignore[return-value]  # always three
        " … ".join(span.of(text) for span in spans) for spans in (quotation.content, quotation.cue, speakers)
    )


LEAD = "The cafe\u0301 🏭 on the quay was full. "


@pytest.mark.parametrize(
    ("text", "content", "cue", "speaker"),
    [
        # marks: straight, curly, guillemets, two singles; mixed, unbalanced, nested
        ('"We will stay here," said Lindqvist.', '"We will stay here,"', "said", "Lindqvist"),
        ("“We will stay here,” Ana Lindqvist said.", "“We will stay here,”", "said", "Ana Lindqvist"),
        ("«We will stay here», the minister said.", "«We will stay here»", "said", "the minister"),
        ("''We will stay here,'' the mayor said.", "''We will stay here,''", "said", "the mayor"),
        ('“We will stay here," Ana Lindqvist said.', '“We will stay here,"', "said", "Ana Lindqvist"),
        (
            "Lindqvist said: “We will stay here until the last ship has left.",
            "“We will stay here until the last ship has left.",
            "said",
            "Lindqvist",
        ),
        (
            "“He told me, ‘Go home,’ and I went,” Ana Lindqvist said.",
            "“He told me, ‘Go home,’ and I went,”",
            "said",
            "Ana Lindqvist",
        ),
        # the cue before, within, after, inverted, with a colon, with a dash, shared, as a verb of manner
        ("Lindqvist replied, “We will stay here.”", "“We will stay here.”", "replied", "Lindqvist"),
        (
            "“We will stay,” Lindqvist said, “until the ships have left.”",
            "“We will stay,” … “until the ships have left.”",
            "said",
            "Lindqvist",
        ),
        (
            "“We will stay,” said Lindqvist. “Nobody else has offered to.”",
            "“We will stay,” … “Nobody else has offered to.”",
            "said",
            "Lindqvist",
        ),
        ("Ana Lindqvist, mayor: “We will stay here.”", "“We will stay here.”", ":", "Ana Lindqvist, mayor"),
        ("“We will stay here.”\n— Ana Lindqvist", "“We will stay here.”", "—", "Ana Lindqvist"),
        ("“We will stay here!” thundered Lindqvist.", "“We will stay here!”", "thundered", "Lindqvist"),
        (
            "The minister had the last word at noon. She told reporters:\n\n“We will stay here until spring.”",
            "“We will stay here until spring.”",
            "told",
            "She",
        ),
        # several paragraphs
        (
            "“We will stay here,” Lindqvist said.\n\n“The ships will come in spring, and we shall wait for them.”",
            "“We will stay here,” … “The ships will come in spring, and we shall wait for them.”",
            "said",
            "Lindqvist",
        ),
        # indirect: with that and without, before and after, wh-, yes or no, infinitive, a verb's group
        (
            "Ana Lindqvist said that the plant 🏭 would stay open.",
            "that the plant 🏭 would stay open",
            "said",
            "Ana Lindqvist",
        ),
        ("Lindqvist said the plant would stay open.", "the plant would stay open", "said", "Lindqvist"),
        ("The plant would stay open, the minister said.", "The plant would stay open", "said", "the minister"),
        ("Lindqvist explained why the plant had closed.", "why the plant had closed", "explained", "Lindqvist"),
        ("Reporters asked whether the plant had closed.", "whether the plant had closed", "asked", "Reporters"),
        (
            "She has not denied that the cafe\u0301 was sold.",
            "that the cafe\u0301 was sold",
            "has not denied",
            "She",
        ),
        (
            "In spring, the experts argued, the bridge would have to be closed.",
            "In spring … the bridge would have to be closed",
            "argued",
            "the experts",
        ),
        # according to, before, within and after
        ("According to the ministry, the bridge is safe.", "the bridge is safe", "According to", "the ministry"),
        ("The bridge is safe, according to the ministry.", "The bridge is safe", "according to", "the ministry"),
        # passive with an agent; a noun; who speaks: pronoun, common noun, organisation, document
        ("Voters were told by the mayor that the dam had failed.", "that the dam had failed", "were told", "the mayor"),
        ("The report says that the dam had failed.", "that the dam had failed", "says", "The report"),
        ("The World Bank warned that prices would rise.", "that prices would rise", "warned", "The World Bank"),
        # mixed: the whole clause, marks and all
        (
            "Lindqvist said the plan was “a gift to the smugglers” and a mistake.",
            "the plan was “a gift to the smugglers” and a mistake",
            "said",
            "Lindqvist",
        ),
        ("The new plan is “a welcome step,” Lindqvist said.", "The new plan is “a welcome step,”", "said", "Lindqvist"),
    ],
)
def test_each_kind_of_attribution_is_found(text: str, content: str, cue: str, speaker: str) -> None:
    whole = f"{LEAD}\n{text}"
    assert (content, cue, speaker) in [words(whole, each) for each in found(whole)]


@pytest.mark.parametrize(
    ("text", "content", "cue", "speaker"),
    [
        ("Lindqvist believes that the dam will hold.", "that the dam will hold", "believes", "Lindqvist"),
        ("The mayor vowed to fight the decision.", "to fight the decision", "vowed", "The mayor"),
        ("The mayor opposes the new harbour.", "the new harbour", "opposes", "The mayor"),
        ("Critics made the claim that she had lied.", "that she had lied", "made the claim", "Critics"),
    ],
)
def test_the_wide_profile_adds_beliefs_plans_and_stances(text: str, content: str, cue: str, speaker: str) -> None:
    assert (content, cue, speaker) in [words(text, each) for each in found(text, WIDE)]


def test_the_profile_of_speech_leaves_wishes_out() -> None:
    text = "The mayor hopes to open the harbour in spring. Lindqvist said that it would be ready."
    assert [words(text, each)[1] for each in found(text)] == ["said"]
    assert [words(text, each)[1] for each in found(text, WIDE)] == ["hopes", "said"]


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “bottom line” of the budget was moved again.",
        "He starred in the film “The Long Winter,” which opened in May.",
        "She sang on the album, “Blue Harbour,” in 1990.",
        "The ship “Aurora” left the harbour at noon.",
        'Plates of 6" and 9" were on sale at the workers\' market.',
    ],
)
def test_scare_quotes_titles_names_and_inches_are_left_alone(text: str) -> None:
    assert found(text) == ()


def test_an_attribution_inside_marked_speech_belongs_to_that_speech() -> None:
    text = "“The minister said that the dam would hold, and I believe her,” Lindqvist said."
    (only,) = found(text)
    assert words(text, only)[1:] == ("said", "Lindqvist")


def test_two_speakers_in_a_row_are_two_quotations() -> None:
    text = "“We will stay,” said Lindqvist. “We will not,” said Brandt."
    assert [words(text, each)[2] for each in found(text)] == ["Lindqvist", "Brandt"]


def test_a_relative_clause_speaks_by_its_pronoun_and_a_passive_by_nobody() -> None:
    text = "It was argued that the dam had failed. The plan is by Brandt, who said that the bridge was safe."
    speakers = {words(text, each)[0]: words(text, each)[2] for each in found(text)}
    assert speakers["that the bridge was safe"] == "who"
    assert speakers.get("that the dam had failed", "") == ""


def test_a_quotation_inside_another_has_it_as_its_parent() -> None:
    origin = Origin("pipeline")
    spans = {"outer": Span(0, 60), "middle": Span(5, 50), "inner": Span(10, 20), "beside": Span(60, 70)}
    made = nested([Quotation(id, (span,), origin) for id, span in spans.items()])
    parents = {each.id: each.parent for each in made}
    assert parents == {"outer": None, "middle": "outer", "inner": "middle", "beside": None}


def test_suggestions_say_why_how_sure_and_whether_a_mark_is_missing() -> None:
    text = "“We will stay here until the ice breaks,” said Ana Lindqvist.\n\nBrandt said: “We will not stay here."
    sure, broken = found(text)
    assert (sure.origin.kind, sure.origin.rule) == ("pipeline", "speech.speech")
    assert 0.9 <= (sure.origin.score or 0) <= 1
    assert (sure.flags, broken.flags) == ((), ("mark_error",))
    assert [each.form for each in sure.speakers] == ["name"]


def test_the_same_text_gives_the_same_suggestions() -> None:
    text = f"{LEAD}“We stay,” said Zoe\u0301. The mayor said that she would go."
    assert found(text) == found(text)
    assert len({each.id for each in found(text)}) == 2


def test_a_language_without_weights_gets_its_quotations_by_their_marks() -> None:
    assert weights("de") is None
    text = "„Wir bleiben hier“, sagte Zoe\u0301 Lindqvist 🏭."
    (only,) = label(text, loaded(None, "de")).layer.quotations
    assert (only.origin.rule or "").startswith("marks.")


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(KeyError):
        weights("en", "everything")


LINES = (
    "“We will stay,” said Zoe\u0301 Lindqvist. “The ships 🏭 will come.”",
    "The minister said that the dam would hold, and that nobody had asked.",
    "“It is over.",
    "“And it will not begin again,” the mayor said.",
    "According to the ministry, the bridge is safe.",
    "The evening was cold and the quay was empty.",
    "“We will see” an “end” to it, he believes.",
)


@dataclass(frozen=True)
class _Parsed:
    """A pipeline whose texts were parsed before."""

    loaded: Loaded
    parts: Sequence[tuple[int, Any]]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.loaded, name)

    def docs(self, _text: str) -> Iterator[tuple[int, Any]]:
        return iter(self.parts)


@pytest.fixture(scope="module", params=["\n\n", " "], ids=["paragraphs", "one paragraph"])
def long_text(request: pytest.FixtureRequest) -> tuple[str, Any, Labelled]:
    rng = random.Random(5)
    text = request.param.join(rng.choice(LINES) for _ in range(500))
    pipeline = loaded(None, "en")
    parsed: Any = _Parsed(pipeline, list(pipeline.docs(text)))
    return text, parsed, label(text, parsed, cues=True)


@settings(max_examples=settings.default.max_examples // 3)
@given(st.integers(min_value=2_000, max_value=20_000))
def test_a_long_text_is_read_in_windows_with_the_same_result_at_the_seams(
    long_text: tuple[str, Any, Labelled], window: int
) -> None:
    text, parsed, whole = long_text
    parts = label(text, parsed, cues=True, window=window)
    assert len(text) > 20_000
    assert parts.layer.quotations == whole.layer.quotations
    assert parts.cues == whole.cues
    assert parts.layer.mentions == whole.layer.mentions


_PIECES = """
said “ ” " '' ' ‘ ’ « » „ : , . ! ? — – - ( ) [ ] the minister Lindqvist he who that whether to according told was by
believes 🏭 e\u0301 \u2028 \u00a0 \u200f قال 記者は 「 」 \x07 And but claim of which 6" A.B. …
"""
PIECES = _PIECES.split(" ")


@settings(max_examples=2 * settings.default.max_examples)
@given(st.lists(st.sampled_from([*PIECES, "\n", "\n\n"]), max_size=60), st.sampled_from([SPEECH, WIDE]), st.booleans())
def test_nothing_raises_and_every_span_lies_in_the_text(pieces: list[str], profile: str, spaced: bool) -> None:
    text = (" " if spaced else "").join(pieces)
    for each in found(text, profile):
        spans = [*each.content, *each.cue, *(span for party in each.speakers for span in party.spans)]
        assert each.content
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert list(each.content) == sorted(each.content)
        assert 0 <= (each.origin.score or 0) <= 1


@pytest.mark.parametrize("unit", ["“said he ", "he said that “", "said, ", "A ", '"', "— ", "“a” "])
def test_a_paragraph_without_end_takes_linear_time(unit: str) -> None:
    """Not a matter of seconds but of hours if anything is quadratic: the timeout would end it."""
    text = unit * (30_000 // len(unit))
    for each in found(text):
        assert 0 <= each.start < each.end <= len(text)
