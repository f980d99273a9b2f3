"""The finer rules of the suggester, each with an invented sentence that the rule is for."""

from __future__ import annotations

import pytest

from annotator.domain.profiles import SPEECH, WIDE
from annotator.nlp.suggest import label, loaded

pytestmark = pytest.mark.pipeline

LEAD = "The cafe\u0301 🏭 on the quay was full.\n"


def found(text: str, profile: str = SPEECH) -> list[tuple[str, str, str]]:
    """Content, cue and speaker of each suggestion, their fragments joined."""
    out = []
    for each in label(text, loaded(None, "en"), profile, cues=False).layer.quotations:
        speakers = [span for party in each.speakers for span in party.spans]
        out.append(tuple(" … ".join(span.of(text) for span in spans) for spans in (each.content, each.cue, speakers)))
    return out  # type: ignore[return-value]  # always three


@pytest.mark.parametrize(
    ("text", "content", "cue", "speaker"),
    [
        # a subject that the parser gave to its description, or took for a passive's
        (
            "One guest, who like others asked not to be named, said the message was that the harbour is lost.",
            "the message was that the harbour is lost",
            "said",
            "One guest",
        ),
        ("He's said he gets his plans from a book.", "he gets his plans from a book", "'s said", "He"),
        ("On trade, 42% say the harbour is lost.", "the harbour is lost", "say", "42%"),
        # whoever is called on belongs to the content, the preposition to the cue
        (
            "The mayor called on the owners to sell the old crane.",
            "the owners to sell the old crane",
            "called on",
            "The mayor",
        ),
        # a name that the clause follows without a comma
        (
            "According to Lindqvist the old harbour crane was returned to the owners.",
            "the old harbour crane was returned to the owners",
            "According to",
            "Lindqvist",
        ),
        # a clause ends before a further cue and before marked speech behind a colon
        (
            "They claimed the harbour was safe and said that nobody had complained.",
            "the harbour was safe",
            "claimed",
            "They",
        ),
        (
            "The mayor told the Herald any plan “must be well thought out”: “We will not sign what we have not read.”",
            "any plan “must be well thought out”",
            "told",
            "The mayor",
        ),
        # what goes on with a clause belongs to it
        (
            "The agency said it had left those meetings out because they were part of the daily duties.",
            "it had left those meetings out because they were part of the daily duties",
            "said",
            "The agency",
        ),
        # that, …, “…”: the whole clause
        (
            "Ms. Brandt told the court that, over the last months, “the crane had not been looked after at all.”",
            "that, over the last months, “the crane had not been looked after at all.”",
            "told",
            "Ms. Brandt",
        ),
        # of two verbs beside marked speech the finite one
        (
            "Brandt praised the guests but said, “It is time that we change this,” promising to write to all of them.",
            "“It is time that we change this,”",
            "said",
            "Brandt",
        ),
        # an exclamation with a long attribution behind it, and a short one that a verb leads to
        (
            "“Is she going to say it? She should resign!” the old and very well known harbour master, Brandt, tweeted.",
            "“Is she going to say it? She should resign!”",
            "tweeted",
            "the old and very well known harbour master, Brandt",
        ),
        ("Sailors marching along the quay chanted “What harbour?”", "“What harbour?”", "chanted", "Sailors"),
        # two halves with “but” between them
        (
            "“I like the harbour,” she said, but “when it comes to the crane, I do not see the use.”",
            "“I like the harbour,” … but “when it comes to the crane, I do not see the use.”",
            "said",
            "she",
        ),
        # words out of order, as machines translate them
        (
            "“Both sides should look at the whole of it,” the Swede added leader during the meeting.",
            "“Both sides should look at the whole of it,”",
            "added",
            "the Swede",
        ),
    ],
)
def test_the_finer_rules(text: str, content: str, cue: str, speaker: str) -> None:
    assert (content, cue, speaker) in found(LEAD + text)


def test_an_impersonal_adjective_has_no_speaker() -> None:
    text = LEAD + "It is worth pointing out that the harbour has never been closed."
    assert [each[2] for each in found(text, WIDE)] in ([], [""])


def test_a_colon_at_a_paragraphs_end_introduces_speech_of_its_own() -> None:
    text = "“It will cost a million,” Brandt said. She went on to say:\n\n“Nobody will come out and admit it, not one.”"
    assert [each[0] for each in found(text)] == [
        "“It will cost a million,”",
        "“Nobody will come out and admit it, not one.”",
    ]


def test_only_the_quotation_that_ended_the_paragraph_before_goes_on() -> None:
    text = (
        "“It will cost a million,” Brandt said.\n\nIn a talk to sailors the mayor said they were “brave.”\n\n"
        "“Nobody will come out and admit it, not one of them.”"
    )
    first = found(text)[0]
    assert first == ("“It will cost a million,”", "said", "Brandt")


def test_speech_behind_a_heading_in_capitals_is_no_fragment() -> None:
    text = f"{LEAD}THE HARBOUR CRANE GOES “It was made of steel, and I will miss it in the mornings.” [Herald.]"
    assert [each[0] for each in found(text, WIDE)] == ["“It was made of steel, and I will miss it in the mornings.”"]


def test_no_content_leaves_the_paragraph_of_its_cue() -> None:
    text = (
        "Gorka similarly warned that the guards “do not have a plan”\nBoth of them saw the crane fall into the water."
    )
    assert all("Both of them" not in each[0] for each in found(text, WIDE))
