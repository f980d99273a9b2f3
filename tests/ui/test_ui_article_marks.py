"""What the article marks, and which paragraphs change when the marks do."""

from __future__ import annotations

from dataclasses import replace

from annotator.domain.annotations import NONE_IN_TEXT, Layer, Mention, Origin, Party, Quotation, Stance
from annotator.domain.text import Span
from annotator.ui.article.marks import Mark, MarkIndex, innermost, marks_of, speaker_colours, voices_of
from annotator.ui.article.text import ShownText

ORIGIN = Origin("manual")
SCORED = Origin("pipeline", score=0.864)


def quotation(id: str, start: int, end: int, speaker: str | None = None, **more: object) -> Quotation:
    speakers = () if speaker is None else (Party((Span(end + 1, end + 4),), speaker),)
    made = Quotation(id, (Span(start, end),), ORIGIN, cue=(Span(end, end + 1),), speakers=speakers)
    return replace(made, **more)


def names(quotation: Quotation) -> tuple[str, str]:
    entity = quotation.speakers[0].entity if quotation.speakers else None
    return (entity, entity.split()[-1]) if entity else ("", "")


def layer(*quotations: Quotation, mentions: tuple[Mention, ...] = ()) -> Layer:
    return Layer("l", "annotator", mentions=mentions, quotations=quotations)


def of(
    layer: Layer, *suggestions: Quotation, active: str | None = None, focused: str | None = None, hidden: str = ""
) -> dict[str, Mark]:
    voices, _ = voices_of((*layer.quotations, *suggestions), names)
    hidden_kinds = frozenset({hidden} - {""})
    marks = marks_of(layer, suggestions, voices, active=active, focused=focused, hidden_kinds=hidden_kinds)
    assert len({mark.id for mark in marks}) == len(marks)
    return {mark.id: mark for mark in marks}


def test_mentions_carry_their_kind_and_hidden_kinds_are_left_out() -> None:
    mentions = tuple(
        Mention(f"m{n}", (Span(n, n + 1),), kind, None, ORIGIN) for n, kind in enumerate(("person", "date"))
    )
    assert {mark.kind for mark in of(layer(mentions=mentions)).values()} == {"person", "date"}
    assert [*of(layer(mentions=mentions), hidden="date")] == ["m0"]


def test_without_an_active_quotation_only_contents_are_marked() -> None:
    marks = of(layer(quotation("q1", 0, 5, "Zoé Ångström"), quotation("q2", 20, 25)))
    assert {mark.role for mark in marks.values()} == {"content"}
    assert {mark.state for mark in marks.values()} == {"normal"}
    assert marks["q1"].name == "Zoé Ångström"
    assert marks["q1"].short_name == "Ångström"


def test_the_active_quotation_alone_shows_its_roles() -> None:
    stance = Stance("s", None, (Span(12, 13),), "favour", None, None, (Span(13, 15),), ORIGIN)
    made = quotation("q1", 0, 5, "Zoé", addressees=(Party((Span(10, 11),)), NONE_IN_TEXT), stances=(stance,))
    marks = of(layer(made, quotation("q2", 20, 25, "Ana")), quotation("s1", 30, 35, "Ana"), active="q1")
    roles = {mark.role: mark for mark in marks.values() if mark.state == "active"}
    assert [*roles] == ["content", "cue", "speaker", "addressee", "target", "evidence"]
    assert {mark.owner for mark in roles.values()} == {"q1"}
    assert {mark.colour for mark in roles.values()} == {0}
    assert marks["q2"].state == marks["s1"].state == "normal"


def test_an_active_quotation_of_another_document_dims_nothing() -> None:
    assert of(layer(quotation("q1", 0, 5)), active="gone")["q1"].state == "normal"


def test_a_focused_suggestion_shows_its_roles_and_dims_nothing() -> None:
    marks = of(layer(quotation("q1", 0, 5, "Ana")), quotation("s1", 30, 35, "Zoé", origin=SCORED), focused="s1")
    assert marks["q1"].state == "normal"
    assert {mark.role for mark in marks.values() if mark.state == "focused"} == {"suggestion", "cue", "speaker"}
    assert marks["s1"].tip == "Zoé: suggested, score 0.86"


def test_colours_go_by_the_first_quotation_of_each_speaker_and_are_cycled() -> None:
    made = [quotation(f"q{n}", 100 - 10 * n, 105 - 10 * n, f"Speaker {n}") for n in range(7)]
    again = quotation("again", 200, 205, "Speaker 6")
    marks = of(layer(*made, again))
    assert [marks[f"q{n}"].colour for n in range(6, -1, -1)] == [0, 1, 2, 3, 4, 0, 1]
    assert marks["again"].colour == marks["q6"].colour


def test_who_is_not_known_has_no_colour() -> None:
    assert of(layer(quotation("q1", 0, 5)))["q1"].colour is None


def test_a_suggested_speaker_outside_the_registry_looks_like_the_same_name() -> None:
    known, proposed = quotation("q1", 0, 5, "e_1"), quotation("s1", 30, 35)
    assert speaker_colours((known, proposed), lambda _: ("Zoé", "Zoé")) == {"zoé": 0}


def test_innermost_is_the_mention_then_the_shortest_content() -> None:
    outer, inner = Mark("a", "content", (Span(0, 50),)), Mark("b", "suggestion", (Span(10, 20),))
    cue, mention = Mark("c", "cue", (Span(12, 13),)), Mark("m", "mention", (Span(11, 19),))
    short = Mark("n", "mention", (Span(11, 14),))
    assert [each.id for each in innermost((outer, cue, inner, mention, short))] == ["n", "m", "b", "a", "c"]


def index(text: str, *marks: Mark) -> MarkIndex:
    return MarkIndex(ShownText(text).blocks_of, marks)


FIVE = "one\ntwo\nthree\nfour\nfive"


def test_only_changed_paragraphs_are_told() -> None:
    first, second = Mark("a", "mention", (Span(0, 3),), kind="person"), Mark("b", "mention", (Span(4, 7),), kind="date")
    marks = index(FIVE, first, second)
    assert marks.replace((first, second)) == set()
    assert marks.replace((first, second._replace(kind="place"))) == {1}
    assert marks.replace((second._replace(kind="place"),)) == {0}
    assert marks.replace((second._replace(kind="place", spans=(Span(5, 12),)),)) == {1, 2}
    assert [each.id for each in marks.at(8, 2)] == ["b"]
    assert marks.at(12, 2) == ()


def test_a_far_speaker_is_linked_through_the_paragraphs_between() -> None:
    content = Mark("q", "content", (Span(14, 18), Span(19, 23)), "q", state="active")
    speaker = Mark("q:speaker", "speaker", (Span(0, 3),), "q", state="active")
    marks = index(FIVE)
    assert marks.replace((content, speaker)) == {0, 1, 2, 3, 4}
    assert [bool(marks.links_of(block)) for block in range(5)] == [True, True, True, True, False]
    assert marks.links[0].nearest == 3
    assert marks.replace((content._replace(state="normal"),)) == {0, 1, 2, 3, 4}
    assert marks.links == ()


def test_dim_while_a_quotation_is_active() -> None:
    content = Mark("q", "content", (Span(0, 3),), "q", state="active")
    assert index(FIVE, content).is_dim is True
    assert index(FIVE, content._replace(state="focused")).is_dim is False


def test_marks_that_stay_are_the_same_objects() -> None:
    made = layer(quotation("q1", 0, 5, "Ana"), quotation("q2", 20, 25, "Zoe\u0301"), quotation("q3", 40, 45, "Bo"))
    voices, _ = voices_of(made.quotations, names)
    first = marks_of(made, (), voices, active="q1", focused=None, hidden_kinds=frozenset())
    second = marks_of(made, (), voices, active="q2", focused=None, hidden_kinds=frozenset(), previous=first)
    kept = {mark.id for mark in second if any(mark is old for old in first)}
    assert kept == {"q3"}
    assert second == marks_of(made, (), voices, active="q2", focused=None, hidden_kinds=frozenset())
