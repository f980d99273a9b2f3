"""The suggester by marks alone."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.annotations import Quotation
from annotator.domain.text import Span
from annotator.nlp.quotation_marks import SCORES, quotations


def found(text: str) -> list[tuple[str, ...]]:
    return [tuple(span.of(text) for span in each.content) for each in quotations(text, "rules 1")]


def one(text: str) -> Quotation:
    (only,) = quotations(text, "rules 1")
    return only


@pytest.mark.parametrize(
    ("text", "rule", "contents"),
    [
        ("“We won’t sell the café\u0301 🏭,” Zoé said.", "marks.speech", [("“We won’t sell the café\u0301 🏭,”",)]),
        ("Zoé said: “We will not sell.”", "marks.speech", [("“We will not sell.”",)]),
        ("‘We will not sell,’ Zoé said.", "marks.speech", [("‘We will not sell,’",)]),
        ("「売らない。」と述べた。", "marks.speech", [("「売らない。」",)]),
        ("“We go,” Zoé said, “and stay.”", "marks.joined", [("“We go,”", "“and stay.”")]),
        ("“We go,” Zoé told Mr. Li. “We stay.”", "marks.joined", [("“We go,”", "“We stay.”")]),
        ("“We go—” she paused “—and stay.”", "marks.speech", [("“We go—”",)]),
        ("She said: “We go.\n“We stay,” and left.", "marks.paragraphs", [("“We go.", "“We stay,”")]),
        ("He rose.\n“We will not sell.”\nShe sat.", "marks.bare", [("“We will not sell.”",)]),
        ("He spoke of “a plan that nobody can want”.", "marks.phrase", [("“a plan that nobody can want”",)]),
    ],
)
def test_quotations_are_found_by_their_marks(text: str, rule: str, contents: list[tuple[str, ...]]) -> None:
    assert found(text)[: len(contents)] == contents
    first = quotations(text, "rules 1")[0]
    assert (first.origin.rule, first.origin.score) == (rule, SCORES[rule])


@pytest.mark.parametrize(
    "text",
    [
        "They call it a “bottom line” 🏭 for the “old guard”.",
        "She wrote “The Long Way Home” in 1999.",
        "In “Ocean’s Dozen,” the café\u0301 burns.",
        "the ‘pending issues’ of the workers’ party",
        "He read “War and Peace”, “The Trial” and “Emma”.",
        '“ ” «» ""',
        "",
        "🏭\u2028\n\n",
    ],
)
def test_scare_quotes_titles_and_names_are_left_out(text: str) -> None:
    assert found(text) == []


def test_a_new_cue_makes_a_new_quotation() -> None:
    assert found("“We go,” Zoé said. “We stay,” she added.") == [("“We go,”",), ("“We stay,”",)]
    assert found("“We go,” Zoé said. Li answered: “We stay.”") == [("“We go,”",), ("“We stay.”",)]


def test_narration_of_two_sentences_does_not_join() -> None:
    assert found("“We go,” Zoé said. It rained. “We stay.”") == [("“We go,”",), ("“We stay.”",)]


def test_paragraphs_do_not_join_without_the_convention() -> None:
    assert found("“We go,” Zoé said.\n“We stay.”") == [("“We go,”",), ("“We stay.”",)]


def test_inner_speech_is_suggested_within_its_parent_and_inner_phrases_are_not() -> None:
    text = "“He told me, ‘You can go now,’ and the ‘old guard’ left,” Zoé said."
    outer, inner = quotations(text, "rules 1")
    assert outer.content == (Span(0, text.index("”") + 1),)
    assert (inner.content[0].of(text), inner.parent, inner.origin.rule) == (
        "‘You can go now,’",
        outer.id,
        "marks.inner",
    )
    assert outer.parent is None


def test_a_missing_mark_lowers_the_score_and_sets_the_flag() -> None:
    broken = one("Zoé said: “We will not sell the plant.")
    assert broken.flags == ("mark_error",)
    assert broken.origin.score == pytest.approx(SCORES["marks.speech"] - 0.1)
    assert one("Zoé said: “We will not sell the plant.”").flags == ()


def test_what_is_made_is_the_pipelines_and_the_same_on_every_run() -> None:
    text = "“We go,” Zoé said.\n“We go,” Zoé said."
    first, second = quotations(text, "rules 1")
    assert (first.origin.kind, first.origin.agent, first.origin.created) == ("pipeline", "rules 1", None)
    assert (first.type, first.type_origin, first.speakers, first.cue) == ("direct", "auto", (), ())
    assert first.id != second.id
    assert quotations(text, "other 2")[0].id == first.id


ARTICLE = (
    "“The plant’s future is open, with the council stuck on ‘side issues’ 🏭,” said Ana Lindqvist.\n"
    "“Against this background we go on.” Quarrels should not stop us. It is time to act,” the expert points out.\n"
    "Ana Lindquist explained that “the core of the pact is to keep a bond of ‘partners that do no harm’.\n"
    "Kim, a professor, thinks so. “Whether we like it or not, the idea of ’an end’ is early. The quarrel could bring a "
    "“cooling off” period,” he believes.\n"
    "“The two talks differ. “The second is a mere answer, for fear of being ‘left out’ again,” says Ana Lindqvist.\n"
    "“We must fix the “bottom line” and “barriers” in our dealings,” the expert added.\n"
    "The town has no wish for “cutting ties”, she said. #plant"
)


def test_each_broken_quotation_of_an_article_is_suggested_once() -> None:
    assert [each.content[0].of(ARTICLE)[:14] for each in quotations(ARTICLE, "rules 1")] == [
        "“The plant’s f",
        "“Against this ",
        "“the core of t",
        "“Whether we li",
        "“The two talks",
        "“We must fix t",
    ]
    assert {each.type for each in quotations(ARTICLE, "rules 1")} == {"direct"}


ALPHABET = "“”„‘’'\"«»「」ab.A ,:?—\n\u2028\u200f5é\u0301🏭\r\t"


def check_well_formed(text: str) -> None:
    made = quotations(text, "rules 1")
    ids = [each.id for each in made]
    assert len(set(ids)) == len(ids)
    for each in made:
        assert each.content
        assert all(0 <= span.start < span.end <= len(text) for span in each.content)
        assert all(a.end <= b.start for a, b in zip(each.content, each.content[1:], strict=False))
        assert each.parent is None or each.parent in ids
        assert 0 < (each.origin.score or 0) <= 1


@given(st.text(alphabet=ALPHABET, max_size=80) | st.text(max_size=30))
def test_no_text_raises(text: str) -> None:
    check_well_formed(text)


def test_no_mutilated_article_raises() -> None:
    chance = random.Random(7)
    for _ in range(60):
        letters = list(ARTICLE)
        for _ in range(25):
            letters[chance.randrange(len(letters))] = chance.choice(["", *ALPHABET])
        check_well_formed("".join(letters))


def test_a_long_paragraph_of_quotations_takes_linear_time() -> None:
    text = "“We go,” Zoé said. “We stay, she told me, ‘Go now,’ and I left.” It rained. " * 1300
    assert len(quotations(text, "rules 1")) == 1300
