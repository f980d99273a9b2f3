"""Ghosts: the cue and the speaker proposed for a quotation, with and without what the pipeline found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.annotations import NONE_IN_TEXT, Layer, Mention, Origin, Party, Quotation
from annotator.domain.cast import cast_of
from annotator.domain.cue_lexicon import CueLexicon
from annotator.domain.cues import CueCandidate
from annotator.domain.ghosts import Ghost, ghosts_for
from annotator.domain.marks import Marks
from annotator.domain.text import Span, Spans

MANUAL = Origin("manual", "a_1")
LEXICON = CueLexicon(
    language="en",
    forms={"said": 0.85, "says": 0.85, "added": 0.85, "told": 0.85, "believes": 0.65, "rails": 0.85, "points": 0.85},
    before=("according to",),
    persons=frozenset({"he", "she"}),
    bodies=frozenset({"it"}),
    several=frozenset({"they"}),
    relatives=frozenset({"who"}),
    nominals=frozenset({"the"}),
    people=frozenset({"expert", "woman"}),
    bodies_called=frozenset({"newspaper"}),
    auxiliaries=frozenset({"has", "not"}),
    prepositions=frozenset({"against", "of"}),
    breaks=frozenset({"that", "and"}),
    links=frozenset({"in", "on", "that"}),
)

PARAGRAPHS = (
    "🏭 Mayor Ana Lindqvist met Tom Brandt, an expert on bridges, at the cafe\u0301.",
    "“We will not sell the bridge,” Lindqvist told reporters, “until every worker agrees.”",
    "Brandt said that the bridge is old. It may fall, he added.",
    "According to the expert, nothing can be done. The town will wait. It has no other choice.",
    "The Herald newspaper reports a plan.",
)
TEXT = "\n".join(PARAGRAPHS)
NAMES = (("Ana Lindqvist", 0), ("Tom Brandt", 0), ("Lindqvist", 1), ("Brandt", 1), ("Herald", 0))


def at(words: str, nth: int = 0, text: str = TEXT) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


MENTIONS = tuple(
    Mention(f"m_{n}", (at(name, nth),), "organisation" if name == "Herald" else "person", None, MANUAL)
    for n, (name, nth) in enumerate(NAMES)
)
FIRST = (at("“We will not sell the bridge,”"), at("“until every worker agrees.”"))
OLD = (at("that the bridge is old"),)


def quotation(*content: Span, id: str = "q_0", cue: Spans = (), speakers: tuple[Party, ...] = ()) -> Quotation:
    return Quotation(id, content, MANUAL, cue=cue, speakers=speakers)


def ghosts(
    content: Spans,
    candidates: Iterable[CueCandidate] = (),
    others: tuple[Quotation, ...] = (),
    *,
    text: str = TEXT,
    mentions: tuple[Mention, ...] = MENTIONS,
    lexicon: CueLexicon = LEXICON,
) -> tuple[Ghost, ...]:
    layer = Layer("l_1", "annotator", mentions=mentions, quotations=others)
    cast = cast_of(text, mentions, (), {})
    new = quotation(*content, id="q_new")
    return ghosts_for(text, new, tuple(candidates), layer, cast, lexicon, Marks(text))


def said(ghost: Ghost, text: str = TEXT) -> tuple[str, str]:
    return " … ".join(each.of(text) for each in ghost.cue), " … ".join(each.of(text) for each in ghost.speaker)


def name_of(ghost: Ghost) -> str | None:
    cast = cast_of(TEXT, MENTIONS, (), {})
    return next((each.name for each in cast if each.id == ghost.member), None)


# ------------------------------------------------------------------------------------------------ the pipeline's cues


def test_the_candidate_whose_clause_is_the_content_is_best() -> None:
    old = CueCandidate((at("said"),), (at("Brandt", 1),), OLD[0], 0.85)
    falls = CueCandidate((at("added"),), (at("he", TEXT.count("he", 0, at("he added").start)),), at("It may fall"), 0.8)
    best = ghosts(OLD, [falls, old])[0]
    assert (said(best), best.mention, best.source, name_of(best)) == (
        ("said", "Brandt"),
        "m_3",
        "grammar",
        "Tom Brandt",
    )
    assert best.score > 0.9
    assert said(ghosts((at("It may fall"),), [falls, old])[0])[0] == "added"


def test_a_candidate_inside_the_content_is_none_but_one_between_its_fragments_is() -> None:
    inside = CueCandidate((at("sell"),), (at("We"),), at("the bridge"), 0.85)
    between = CueCandidate((at("told"),), (at("Lindqvist", 1),), FIRST[0], 0.85)
    assert [said(each)[0] for each in ghosts(FIRST, [inside, between])] == ["told"]


def test_a_subject_within_the_content_is_no_speaker() -> None:
    odd = CueCandidate((at("said"),), (at("the bridge is"),), OLD[0], 0.85)
    best = ghosts(OLD, [odd])[0]
    assert (best.speaker, best.mention, best.member) == ((), None, None)


def test_a_cue_that_another_quotation_has_comes_last() -> None:
    used = quotation(at("It may fall"), cue=(at("said"),), speakers=(Party((at("Brandt", 1),)),))
    old = CueCandidate((at("said"),), (at("Brandt", 1),), OLD[0], 0.85)
    free, taken = ghosts(OLD, [old])[0], ghosts(OLD, [old], (used,))
    assert all(each.score < free.score for each in taken)


def test_the_cue_goes_up_to_the_content() -> None:
    text = "He rails against the plan. She said: “No 🏭.”"
    assert said(ghosts((at("the plan", 0, text),), text=text, mentions=())[0], text)[0] == "rails against"
    assert said(ghosts((at("“No 🏭.”", 0, text),), text=text, mentions=())[0], text) == ("said:", "She")


def test_no_more_than_asked_for_and_none_twice() -> None:
    many = [CueCandidate((at("said"),), (at("Brandt", 1),), OLD[0], 0.1 * n) for n in range(1, 9)]
    many += [CueCandidate((at("is", n),), (), OLD[0], 0.8) for n in range(2)]
    found = ghosts(OLD, many)
    assert len(found) <= 4
    assert len({(each.cue, each.speaker) for each in found}) == len(found)
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


# ------------------------------------------------------------------------------------------------ words alone


def test_the_lexicon_takes_over_where_the_pipeline_found_nothing() -> None:
    best = ghosts(FIRST)[0]
    assert (said(best), best.mention, best.source) == (("told", "Lindqvist"), "m_2", "lexicon")
    assert said(ghosts(OLD)[0]) == ("said", "Brandt")


@pytest.mark.parametrize(
    ("text", "content", "cue", "speaker"),
    [
        ("“Yes 🏭,” said Ana Lindqvist in the cafe\u0301.", "“Yes 🏭,”", "said", "Ana Lindqvist"),
        ("“Yes,” Ana Lindqvist, the mayor, said.", "“Yes,”", "said", "Ana Lindqvist, the mayor"),
        ("Dr. Ana Lindqvist has not said that it ends.", "that it ends", "has not said", "Dr. Ana Lindqvist"),
        ("It ended. Lindqvist says it ends.", "it ends", "says", "Lindqvist"),
        ("According to Ana Lindqvist, it ends.", "it ends", "According to", "Ana Lindqvist"),
        ("Lindqvist: “It ends.”", "“It ends.”", ":", "Lindqvist"),
        ("and that, she believes, is that", "is that", "believes", "she"),
    ],
)
def test_a_cue_and_its_subject_told_by_words(text: str, content: str, cue: str, speaker: str) -> None:
    assert said(ghosts((at(content, 0, text),), text=text, mentions=())[0], text) == (cue, speaker)


def test_words_of_another_language_attribute_nothing() -> None:
    assert ghosts(OLD, lexicon=CueLexicon("xx")) == ()


# ------------------------------------------------------------------------------------------------ who is meant


def test_a_pronoun_means_who_spoke_in_its_paragraph() -> None:
    first = quotation(*OLD, cue=(at("said"),), speakers=(Party((at("Brandt", 1),)),))
    best = ghosts((at("It may fall"),), others=(first,))[0]
    assert (said(best), name_of(best), best.mention) == (("added", "he"), "Tom Brandt", None)


def test_a_pronoun_means_whom_its_own_paragraph_names_before_who_spoke_earlier() -> None:
    first = quotation(*FIRST, cue=(at("told"),), speakers=(Party((at("Lindqvist", 1),)),))
    best = ghosts((at("It may fall"),), others=(first,))[0]
    assert name_of(best) == "Tom Brandt"


def test_the_expert_is_who_was_introduced_as_one() -> None:
    first = quotation(*FIRST, cue=(at("told"),), speakers=(Party((at("Lindqvist", 1),)),))
    best = ghosts((at("nothing can be done"),), others=(first,))[0]
    assert (said(best), name_of(best)) == (("According to", "the expert"), "Tom Brandt")


def test_someone_described_for_the_first_time_is_who_spoke_last() -> None:
    text = TEXT.replace("the expert", "the woman")
    first = quotation(*OLD, cue=(at("said"),), speakers=(Party((at("Brandt", 1),)),))
    best = ghosts((at("nothing can be done", 0, text),), others=(first,), text=text)[0]
    assert (said(best, text)[1], name_of(best)) == ("the woman", "Tom Brandt")


def test_a_thing_is_nobody() -> None:
    text = TEXT.replace("the expert", "the report")
    first = quotation(*OLD, cue=(at("said"),), speakers=(Party((at("Brandt", 1),)),))
    best = ghosts((at("nothing can be done", 0, text),), others=(first,), text=text)[0]
    assert (said(best, text)[1], best.member) == ("the report", None)


def test_who_and_a_body_called_what_it_is() -> None:
    text = "The Herald newspaper said it fell. Ana Lindqvist, who said it stood, left."
    mentions = (
        Mention("m_h", (at("Herald", 0, text),), "organisation", None, MANUAL),
        Mention("m_a", (at("Ana Lindqvist", 0, text),), "person", None, MANUAL),
    )
    fell = ghosts((at("it fell", 0, text),), text=text, mentions=mentions)[0]
    stood = ghosts((at("it stood", 0, text),), text=text, mentions=mentions)[0]
    assert (said(fell, text), fell.mention) == (("said", "The Herald newspaper"), "m_h")
    assert (said(stood, text)[0], stood.mention) == ("said", None) or stood.mention == "m_a"
    assert stood.member is not None


def test_a_member_that_is_an_entity_gives_its_id() -> None:
    linked = tuple(replace(each, entity="e_1") if each.id == "m_1" else each for each in MENTIONS)
    best = ghosts(OLD, mentions=linked)[0]
    assert (best.mention, best.entity) == ("m_3", "e_1")


# ------------------------------------------------------------------------------------------------ without a cue


def test_a_sentence_without_cue_goes_to_who_spoke_last_and_only_the_speaker() -> None:
    first = quotation(at("nothing can be done"), speakers=(Party((at("Brandt", 1),), "e_1"),))
    best = ghosts(
        (at("The town will wait."), at("It has no other choice.")), others=(first,), lexicon=CueLexicon("xx")
    )[0]
    assert (best.cue, best.speaker, best.entity) == ((), (at("Brandt", 1),), "e_1")


@pytest.mark.parametrize("speakers", [(), (NONE_IN_TEXT,), (Party((), None, "unknown"),)])
def test_nobody_is_proposed_where_nobody_spoke(speakers: tuple[Party, ...]) -> None:
    first = quotation(at("nothing can be done"), speakers=speakers)
    assert ghosts((at("The town will wait."),), others=(first,), lexicon=CueLexicon("xx")) == ()


def test_nobody_is_proposed_far_from_who_spoke_last_or_for_a_phrase() -> None:
    first = quotation(*FIRST, speakers=(Party((at("Lindqvist", 1),)),))
    assert ghosts((at("The town will wait."),), others=(first,), lexicon=CueLexicon("xx")) == ()
    near = quotation(at("nothing can be done"), speakers=(Party((at("Brandt", 1),)),))
    assert ghosts((at("no other choice"),), others=(near,), lexicon=CueLexicon("xx")) == ()


# ------------------------------------------------------------------------------------------------ any input


SPANS = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 30)).map(
    lambda each: Span(each[0], min(len(TEXT), each[0] + each[1]))
)
CANDIDATES = st.builds(
    CueCandidate, st.tuples(SPANS), st.one_of(st.just(()), st.tuples(SPANS)), st.none() | SPANS, st.floats(0, 1)
)


@given(SPANS, st.lists(CANDIDATES, max_size=8), st.lists(SPANS, max_size=3))
def test_any_content_has_distinct_ghosts_that_never_lie_in_it(
    content: Span, candidates: list[CueCandidate], quoted: list[Span]
) -> None:
    others = tuple(quotation(each, id=f"q_{n}", speakers=(Party((each,)),)) for n, each in enumerate(quoted))
    found = ghosts((content,), candidates, others)
    assert len({(each.cue, each.speaker) for each in found}) == len(found) <= 4
    for each in found:
        assert each.cue or each.speaker or each.entity
        assert 0 <= each.score <= 1
        assert not any(span.overlaps(content) for span in each.cue)
        assert all(0 <= start < end <= len(TEXT) for start, end in (*each.cue, *each.speaker))


@pytest.mark.parametrize("text", ["", " ", "🏭", "said", "“", "a\nb\u2028c", "said said said", "he: “"])
def test_odd_texts(text: str) -> None:
    for start in range(len(text)):
        ghosts((Span(start, start + 1),), text=text, mentions=())


def test_a_megabyte_in_one_paragraph_is_no_trouble() -> None:
    """Not a matter of seconds but of hours if anything is quadratic: the timeout would end it."""
    line = "“We go on,” Ana Lindqvist said. He told them that it ends. "
    text = line * (1_000_000 // len(line))
    mentions = tuple(
        Mention(f"m_{n}", (Span(n * len(line) + 12, n * len(line) + 25),), "person", None, MANUAL) for n in range(5000)
    )
    middle = text.index("that it ends", 500_000)
    candidates = [
        CueCandidate((Span(n * len(line) + 26, n * len(line) + 30),), (), None, 0.5)
        for n in range(len(text) // len(line))
    ]
    best = ghosts((Span(middle, middle + 12),), candidates, text=text, mentions=mentions)[0]
    assert said(best, text) == ("told", "He")
