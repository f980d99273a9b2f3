"""The checks behind F8: each problem found, nothing found where all is well, never an error."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.analysis.problems import KINDS, Problem, ProblemFinder, next_problem, problems_of
from annotator.domain.annotations import Layer, Mention, Origin, Party, Quotation, Stance
from annotator.domain.marks import Marks
from annotator.domain.registry import Entity
from annotator.domain.scheme import DEFAULT, Attribute, Label, Scheme
from annotator.domain.text import Span

ORIGIN = Origin("manual")
TEXT = (
    "“We won’t close the cafe\u0301 🏭,” said Zoe\u0301 Müller. She added that nobody would lose work.\n"
    "The mayor left. Rain fell on the quay. The ferry was late. A crowd gathered.\n"
    "“The bill is paid, Ana Lindqvist wrote.\n"
)


def at(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


SPEAKER = (Party((at("Zoe\u0301 Müller"),), None, "name"),)
GOOD = Quotation(
    "q_1", (at("“We won’t close the cafe\u0301 🏭,”"),), ORIGIN, "direct", cue=(at("said"),), speakers=SPEAKER
)


def found(*quotations: Quotation, text: str = TEXT, scheme: Scheme = DEFAULT, **layer: object) -> tuple[Problem, ...]:
    made = Layer("l_1", "annotator", quotations=quotations, **layer)  # type: ignore[arg-type]
    return problems_of(text, made, {}, scheme, Marks(text))


def kinds(*quotations: Quotation, **more: object) -> list[str]:
    return [each.kind for each in found(*quotations, **more)]  # type: ignore[arg-type]


def stance(**values: object) -> Stance:
    plain = Stance("s_1", "e_1", (), "against", None, None, (), ORIGIN)
    return replace(plain, **values)  # type: ignore[arg-type]


def test_a_quotation_that_is_whole_has_no_problem() -> None:
    assert found(GOOD) == ()
    assert found() == ()


def test_what_is_not_decided_is_told_with_place_and_words() -> None:
    bare = replace(GOOD, cue=(), speakers=())
    problems = found(bare)
    assert [each.kind for each in problems] == ["no_speaker", "no_cue"]
    first = problems[0]
    assert first == Problem("no_speaker", "Who speaks is not decided yet.", GOOD.content[0], "q_1", first.words)
    assert first.words == "“We won’t close the cafe\u0301 🏭,”"


def test_a_decision_that_there_is_none_is_a_decision() -> None:
    assert kinds(replace(GOOD, cue=(), cue_absent=True, speakers=(Party((), None, "none_in_text"),))) == []


def test_what_the_project_does_not_ask_for_is_no_problem() -> None:
    bare = replace(GOOD, cue=(), speakers=(), stances=(stance(target=None, value=None),))
    assert kinds(bare, scheme=replace(DEFAULT, asked=("note",))) == []
    assert set(kinds(bare)) == {"no_speaker", "no_cue", "no_target", "no_value"}


def test_a_mark_that_is_never_closed_is_a_problem_until_it_is_flagged() -> None:
    open_mark = replace(GOOD, content=(at("“The bill is paid"),), cue=(at("wrote"),), type="indirect")
    problems = found(open_mark)
    assert [each.kind for each in problems] == ["unclosed_mark"]
    assert problems[0].span.of(TEXT) == "“"
    assert kinds(replace(open_mark, flags=("mark_error",))) == []


def test_a_content_that_cuts_a_marked_stretch_is_a_problem() -> None:
    whole = GOOD.content[0]
    cut = found(replace(GOOD, content=(Span(whole.start, whole.start + 9),)))
    assert [(each.kind, each.span.of(TEXT)) for each in cut] == [("unclosed_mark", "“")]
    cut = found(replace(GOOD, content=(Span(whole.start + 1, whole.end),)))
    assert [(each.kind, each.span.of(TEXT)) for each in cut] == [("unclosed_mark", "”")]


def test_words_inside_marks_without_them_and_a_goes_on_paragraph_are_well() -> None:
    inside = replace(GOOD, content=(at("close the cafe\u0301"),))
    assert kinds(inside) == []
    text = "“First 🏭 paragraph,\n“second paragraph,” Zoe\u0301 said.\n"
    both = (at("“First 🏭 paragraph,", text), at("“second paragraph,”", text))
    speech = replace(GOOD, content=both, cue=(at("said", text),), speakers=(Party((at("Zoe\u0301", text),)),))
    assert kinds(speech, text=text) == []


@pytest.mark.parametrize(
    ("words", "kind", "sentence"),
    [
        (", Ana Lindqvist", "stray_comma", "The content begins with a comma."),
        ("obody would lose", "cut_word", "The content begins inside a word."),
        ("nobody would los", "cut_word", "The content ends inside a word."),
    ],
)
def test_edges_that_cannot_be_meant(words: str, kind: str, sentence: str) -> None:
    problems = found(replace(GOOD, content=(at(words),), cue_absent=True, cue=(), type="indirect"))
    assert [(each.kind, each.message) for each in problems] == [(kind, sentence)]


def test_a_cut_accent_is_a_cut_word() -> None:
    end = at("cafe").end
    problems = found(replace(GOOD, content=(Span(at("close").start, end),)))
    assert [each.kind for each in problems] == ["cut_word"]


def test_a_far_cue_is_told_with_its_distance() -> None:
    far = replace(GOOD, cue=(at("gathered"),))
    problems = found(far)
    assert [each.kind for each in problems] == ["far_cue"]
    assert problems[0].span == at("gathered")
    assert "sentences away" in problems[0].message
    assert kinds(replace(GOOD, cue=(at("added"),))) == []


def test_a_cue_too_far_to_count_sentences_is_very_far() -> None:
    text = "“No 🏭 cafe\u0301,” " + "word " * 1000 + "said."
    quotation = replace(
        GOOD, content=(at("“No 🏭 cafe\u0301,”", text),), cue=(at("said", text),), speakers=(Party((), "e"),)
    )
    assert [each.message for each in found(quotation, text=text)] == ["The cue stands very far away from the content."]


def test_titles_and_initials_end_no_sentence() -> None:
    text = "“No,” is what Mr. A. Berg, Dr. C. Dahl and Prof. E. Falk 🏭 cafe\u0301 said. Yes."
    quotation = replace(GOOD, content=(at("“No,”", text),), cue=(at("said", text),), speakers=(Party((), "e_1"),))
    assert kinds(quotation, text=text) == []


def test_a_speaker_inside_the_words_said() -> None:
    inside = replace(GOOD, speakers=(Party((at("cafe\u0301"),), None, "name"),))
    assert kinds(inside) == ["own_words"]


def test_the_same_words_twice_whatever_their_edges() -> None:
    inner = at("We won’t close the cafe\u0301 🏭")
    again = replace(GOOD, id="q_2", content=(inner,))
    problems = found(GOOD, again)
    assert [(each.kind, each.object) for each in problems] == [("duplicate", "q_2")]


def test_nested_quotations_have_a_parent() -> None:
    inner = replace(GOOD, id="q_2", content=(at("close the cafe\u0301"),))
    assert [(each.kind, each.object) for each in found(GOOD, inner)] == [("no_parent", "q_2")]
    assert kinds(GOOD, replace(inner, parent="q_1")) == []
    assert kinds(GOOD, replace(inner, parent_origin="manual")) == [], "a person said that it has none"


def test_crossing_quotations_are_told_once() -> None:
    first = replace(GOOD, content=(at("nobody would lose"),), type="indirect")
    second = replace(GOOD, id="q_2", content=(at("lose work"),), type="indirect")
    assert [(each.kind, each.object) for each in found(first, second)] == [("overlap", "q_2")]
    assert kinds(first, replace(second, content=(at("work"),))) == []


def test_stances_want_a_target_and_a_value() -> None:
    words = replace(GOOD, stances=(stance(target=None, target_spans=(at("cafe\u0301"),), value=None),))
    problems = found(words)
    assert [(each.kind, each.span) for each in problems] == [("no_value", at("cafe\u0301"))]
    assert "“cafe\u0301”" in problems[0].message
    assert kinds(replace(GOOD, stances=(stance(target=None),))) == ["no_target"]
    assert kinds(replace(GOOD, stances=(stance(),))) == []


def test_values_outside_the_scheme() -> None:
    column = Attribute("frame", "Frame", "quotation", "choice", (Label("war", "War"),))
    tone = Attribute("tone", "Tone", "document", "choice", (Label("dry", "Dry"),))
    scheme = replace(DEFAULT, attributes=(column, tone))
    odd = replace(GOOD, type="sung", flags=("loud",), stances=(stance(value="maybe"),), attributes={"frame": "peace"})
    messages = [each.message for each in found(odd, scheme=scheme) if each.kind == "unknown_value"]
    assert len(messages) == 4
    assert "The value of Frame “peace” is not in the scheme." in messages
    assert [(each.object, each.kind) for each in found(GOOD, scheme=scheme, attributes={"tone": "wet"})] == [
        ("l_1", "unknown_value")
    ]
    assert kinds(replace(GOOD, attributes={"frame": "war"}), scheme=scheme, attributes={"tone": "dry"}) == []


def test_mentions_outside_the_scheme_and_their_entities() -> None:
    odd = Mention("m_1", (at("quay"),), "gpe", None, ORIGIN)
    assert [(each.kind, each.object, each.words) for each in found(mentions=(odd,))] == [
        ("unknown_kind", "m_1", "quay")
    ]
    linked = replace(odd, label="place", entity="e_1")
    layer = Layer("l_1", "annotator", mentions=(linked,))
    entity = Entity("e_1", "The quay", "harbour", ORIGIN)
    problems = problems_of(TEXT, layer, {"e_1": entity}, DEFAULT, Marks(TEXT))
    assert [each.message for each in problems] == ["The kind “harbour” is not in the scheme."]
    assert problems_of(TEXT, layer, {"e_1": replace(entity, kind="place")}, DEFAULT, Marks(TEXT)) == ()


def test_a_type_set_by_hand_against_the_marks() -> None:
    assert kinds(replace(GOOD, type="indirect", type_origin="manual")) == ["type_by_hand"]
    plain = replace(GOOD, content=(at("nobody would lose work"),), type="direct")
    assert kinds(replace(plain, type_origin="manual")) == ["type_by_hand"]
    assert kinds(replace(plain, type="free_indirect", type_origin="manual")) == []


def test_problems_come_by_place() -> None:
    last = replace(GOOD, id="q_0", content=(at("A crowd gathered"),), cue=(), cue_absent=True, speakers=())
    first = replace(GOOD, id="q_9", speakers=())
    problems = found(last, first)
    assert [each.object for each in problems] == ["q_9", "q_0"]
    assert all(each.kind in KINDS for each in problems)


# ------------------------------------------------------------------------------------------------ walking and caching


def test_walking_goes_on_from_the_current_problem_and_round_the_end() -> None:
    one = Problem("no_cue", "One.", Span(3, 4), "q_1", "")
    same_place = Problem("no_speaker", "Two.", Span(3, 4), "q_1", "")
    last = Problem("no_cue", "Three.", Span(9, 12), "q_2", "")
    rows = (one, same_place, last)
    assert next_problem((), 0) is None
    assert next_problem(rows, 0) == one
    assert next_problem(rows, 3, 1, one) == same_place
    assert next_problem(rows, 12, 1, last) == one
    assert next_problem(rows, 5) == last
    assert next_problem(rows, 99) == one
    assert next_problem(rows, 5, -1) == same_place
    assert next_problem(rows, 0, -1) == last


class CountingMarks(Marks):
    """Counts how often a content is looked at."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.asked: list[Span] = []

    def stretches(self, span: Span):
        self.asked.append(span)
        return super().stretches(span)


def test_only_what_changed_is_looked_at_again() -> None:
    other = replace(GOOD, id="q_2", content=(at("nobody would lose work"),), type="indirect")
    finder, marks = ProblemFinder(), CountingMarks(TEXT)
    layer = Layer("l_1", "annotator", quotations=(GOOD, other))
    assert finder.find(TEXT, layer, {}, DEFAULT, marks) == ()
    assert len(marks.asked) == 2
    changed = replace(layer, quotations=(replace(GOOD), replace(other, speakers=())))  # read again: equal, not the same
    problems = finder.find(TEXT, changed, {}, DEFAULT, marks)
    assert [each.object for each in problems] == ["q_2"]
    assert len(marks.asked) == 3
    silent = replace(DEFAULT, asked=())
    assert finder.find(TEXT, changed, {}, silent, marks) == ()
    assert len(marks.asked) == 5, "another scheme looks at everything anew"


def test_a_text_of_another_document_is_looked_at_anew() -> None:
    finder = ProblemFinder()
    layer = Layer("l_1", "annotator", quotations=(GOOD,))
    assert finder.find(TEXT, layer, {}, DEFAULT, Marks(TEXT)) == ()
    shorter = TEXT[:10]
    assert finder.find(shorter, layer, {}, DEFAULT, Marks(shorter)) != ()


# ------------------------------------------------------------------------------------------------ any layer at all

ids = st.sampled_from(["q_1", "q_2", "q_3", "nobody", None])
spans = st.lists(st.builds(Span, st.integers(-5, 260), st.integers(-5, 260)), max_size=4).map(tuple)
words = st.sampled_from(["direct", "indirect", "mark_error", "sung", "", None])
parties = st.lists(st.builds(Party, spans, ids), max_size=2).map(tuple)
stances = st.lists(
    st.builds(Stance, st.just("s"), ids, spans, words, st.none(), st.none(), spans, st.just(ORIGIN)), max_size=2
).map(tuple)
quotations = st.builds(
    Quotation,
    id=st.sampled_from(["q_1", "q_2", "q_3", "q_4"]),
    content=spans,
    origin=st.just(ORIGIN),
    type=words,
    type_origin=st.sampled_from(["auto", "manual"]),
    cue=spans,
    cue_absent=st.booleans(),
    speakers=parties,
    stances=stances,
    parent=ids,
    flags=st.lists(st.sampled_from(["mark_error", "loud"]), max_size=1).map(tuple),
    attributes=st.dictionaries(st.just("frame"), st.one_of(st.none(), st.integers(), st.text(max_size=3)), max_size=1),
)
layers = st.builds(
    Layer,
    id=st.just("l"),
    kind=st.just("annotator"),
    quotations=st.lists(quotations, max_size=6).map(tuple),
    mentions=st.lists(
        st.builds(Mention, st.just("m"), spans, st.sampled_from(["person", "gpe"]), ids, st.just(ORIGIN)), max_size=3
    ).map(tuple),
)


@given(layer=layers, text=st.sampled_from([TEXT, "", "“", "a\r\n\u2028“b", "「終わった」🏭", "תא”ל “x"]))
def test_no_layer_raises_and_every_place_lies_in_the_text(layer: Layer, text: str) -> None:
    scheme = replace(DEFAULT, attributes=(Attribute("frame", "Frame", "quotation", "choice"),))
    marks = Marks(text)
    problems = problems_of(text, layer, {}, scheme, marks)
    assert all(0 <= each.span.start <= each.span.end <= len(text) for each in problems)
    assert [(each.span.start, each.span.end) for each in problems] == sorted(
        (each.span.start, each.span.end) for each in problems
    )
    finder = ProblemFinder()
    finder.find(text, layer, {}, scheme, marks)
    assert finder.find(text, layer, {}, scheme, marks) == problems
