"""Cue candidates: which words attribute what to whom, as the grammar of an invented sentence says."""

from __future__ import annotations

import random

import pytest

from annotator.domain.cues import CueCandidate
from annotator.domain.text import Spans
from annotator.nlp.cues import candidates_of
from annotator.nlp.lexicon import cue_lexicon
from annotator.nlp.suggest import label, loaded
from annotator.nlp.syntax import Word, words_of

pytestmark = pytest.mark.pipeline


def found(text: str) -> list[CueCandidate]:
    return list(label(text, loaded(None, "en")).cues)


def words(text: str, spans: Spans) -> str:
    return " … ".join(each.of(text) for each in spans)


def best(text: str) -> tuple[str, str, str]:
    """Cue, subject and clause of the candidate with the best score."""
    top = max(found(text), key=lambda each: each.score)
    return words(text, top.cue), words(text, top.subject), top.clause.of(text) if top.clause else ""


@pytest.mark.parametrize(
    ("text", "cue", "subject", "clause"),
    [
        (
            "Mayor Ana Lindqvist said that the plant 🏭 would stay open.",
            "said",
            "Mayor Ana Lindqvist",
            "that the plant 🏭 would stay open",
        ),
        ("He has not denied that the cafe\u0301 was sold.", "has not denied", "He", "that the cafe\u0301 was sold"),
        (
            "Tom Brandt, a professor at the university, argues the law is bad.",
            "argues",
            "Tom Brandt, a professor at the university",
            "the law is bad",
        ),
        ("The bridge will close, the minister added.", "added", "the minister", "The bridge will close"),
        ("“We will win the vote,” said Ana Lindqvist.", "said", "Ana Lindqvist", "“We will win the vote,”"),
        ("According to the ministry, the bridge is safe.", "According to", "the ministry", "the bridge is safe"),
        (
            "Officials refused to say whether the dam had failed.",
            "refused to say",
            "Officials",
            "whether the dam had failed",
        ),
        ("Critics made the claim that the mayor had lied.", "made the claim", "Critics", "that the mayor had lied"),
        ("The board praised the new plan.", "praised", "The board", "the new plan"),
        ("The mayor vowed to fight the decision.", "vowed", "The mayor", "to fight the decision"),
    ],
)
def test_the_grammar_gives_cue_subject_and_clause(text: str, cue: str, subject: str, clause: str) -> None:
    assert best(text) == (cue, subject, clause)


def test_a_participle_shares_the_subject_of_its_sentence() -> None:
    text = "Ana Lindqvist left the meeting early, saying that the talks had failed."
    (said,) = [each for each in found(text) if words(text, each.cue) == "saying"]
    assert words(text, said.subject) == "Ana Lindqvist"


def test_a_relative_clause_speaks_by_its_pronoun() -> None:
    text = "The plan was drawn up by Ana Lindqvist, who said that the bridge was safe."
    (said,) = [each for each in found(text) if words(text, each.cue) == "said"]
    assert words(text, said.subject) == "who"


def test_a_passive_names_its_agent_and_has_nobody_without_one() -> None:
    text = "Voters were told by the mayor that the bridge was safe. Later it was said that the dam had failed."
    told, said = (each for each in found(text) if each.clause and each.clause.of(text).startswith("that"))
    assert words(text, told.subject) == "the mayor"
    assert said.subject == ()


def test_a_verb_outside_the_lexicon_is_kept_with_a_low_score() -> None:
    text = "The mayor quavered that the bridge would outlive the council. She said that it would."
    scores = {words(text, each.cue): each.score for each in found(text) if each.clause}
    assert 0 < scores["quavered"] <= 0.3 < scores["said"]


def test_a_verb_of_speech_beside_marks_is_a_candidate_without_a_clause() -> None:
    text = "“No.” Lindqvist replied. “Never.”"
    assert any(words(text, each.cue) == "replied" and words(text, each.subject) == "Lindqvist" for each in found(text))


def test_candidates_are_ordered_and_in_code_points_of_the_whole_text() -> None:
    line = "🏭 Zoe\u0301 Lindqvist said that the plant stays.\n"
    text = line * 600  # longer than one piece of the pipeline
    cues = found(text)
    assert len({each.cue for each in cues if words(text, each.cue) == "said"}) == 600
    assert [each.cue[0].start for each in cues] == sorted(each.cue[0].start for each in cues)
    assert all(0 < each.score <= 1 for each in cues)


def test_nothing_raises_and_every_span_holds_words() -> None:
    rng = random.Random(3)
    pieces = [
        "said",
        "“",
        "”",
        "\n",
        "Lindqvist",
        ",",
        ":",
        "according",
        "to",
        "that",
        "🏭",
        "e\u0301",
        ".",
        "he",
        "\u2028",
    ]
    pieces += ["the claim", "was", "told", "by", "—", "who", " ", "''", "قال", "記者は", "to say", "\x07"]
    for _ in range(60):
        text = " ".join(rng.choices(pieces, k=rng.randrange(60)))
        for each in found(text):
            spans = (*each.cue, *each.subject, *((each.clause,) if each.clause else ()))
            assert each.cue
            assert all(0 <= start < end <= len(text) for start, end in spans)
            assert all(any(map(str.isalnum, span.of(text))) for span in spans)


def test_a_text_that_was_not_parsed_has_no_candidates() -> None:
    plain = loaded(None, "en", parser=False)
    assert words_of(plain.nlp("Ana said that it was over.")) == []
    assert list(candidates_of([], cue_lexicon("en"))) == []


def test_a_sentence_without_end_takes_linear_time() -> None:
    """Not a matter of seconds but of hours if anything is quadratic: the timeout would end it."""
    words_: list[Word] = []
    for number in range(40_000):
        verb = number % 2
        words_.append(
            Word(words_, "said" if verb else "he", number * 5, "say" if verb else "he", "VERB" if verb else "PRON")
        )
    for word in words_:
        word.left, word.right = (word.at - 1, len(words_) - 1) if word.part == "VERB" else (word.at, word.at)
        if word.part == "PRON":
            word.dep, word.head = "nsubj", words_[word.at + 1]
        elif word.at > 1:
            word.dep, word.head = "ccomp", words_[word.at - 2]
        if not word.is_root:
            word.head.kids.append(word)
    assert len(list(candidates_of(words_, cue_lexicon("en")))) == 20_000
