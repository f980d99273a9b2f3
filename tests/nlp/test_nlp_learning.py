"""What is learned from decided articles: which of all that is possible is known, and what the numbers say."""

from __future__ import annotations

import json
import math
import random

import pytest

from annotator.domain.errors import PipelineError
from annotator.domain.reasons import LEARNED
from annotator.domain.text import Span
from annotator.nlp.learning import _boosted, is_installed, learned, suggestions
from annotator.nlp.lessons import Lesson, Said, Wanted, judged, lesson
from annotator.nlp.models import Model, dumped, fingerprint, loaded_model
from annotator.nlp.profiles import Weights, weights
from annotator.nlp.rivals import FEATURES, features_of
from annotator.nlp.suggest import label, loaded
from annotator.nlp.suggester import best
from annotator.nlp.trees import Node, Trees, restored, stored
from annotator.nlp.words import is_bare

pytestmark = pytest.mark.pipeline
needs_sklearn = pytest.mark.skipif(not is_installed(), reason="the extra [learn] is not installed")

NAMES = ["Lindqvist", "Sato", "Okafor", "Brandt", "Solheim", "Nwosu", "Moen", "Aas", "Berg", "Lund", "Dahl", "Holm"]


def spans(text: str, words: str) -> tuple[Span, ...]:
    at = text.index(words)
    return (Span(at, at + len(words)),)


def text_of(number: int) -> str:
    name = NAMES[number % len(NAMES)]
    return f"The cafe\u0301 🏭 was full. {name} knew that the ship would leave. {name} said that it was late."


def shipped() -> Weights:
    found = weights("en")
    assert found is not None
    return found


def wanted(text: str, content: str, cue: str, speaker: str) -> Wanted:
    near = text.rindex(speaker, 0, text.index(cue))
    return Wanted(spans(text, content), spans(text, cue), (Span(near, near + len(speaker)),))


def taught(number: int, *, finished: bool = True, knew: bool = True, rejected: str = "") -> Lesson:
    """A lesson in which "knew" attributes something, or not."""
    text, name = text_of(number), NAMES[number % len(NAMES)]
    marked = [wanted(text, "that it was late", "said", name)] if finished else []
    marked += [wanted(text, "that the ship would leave", "knew", name)] if knew else []
    no = (spans(text, rejected),) if rejected else ()
    return lesson(text, loaded(None, "en"), shipped(), Said(tuple(marked), no, finished))


def known(one: Lesson) -> dict[str, set[bool]]:
    """What is known of each content."""
    out: dict[str, set[bool]] = {}
    for found, right in judged(one):
        out.setdefault(found.content[0].of(one.reading.text), set()).add(right)
    return out


# ------------------------------------------------------------------------------------------------ what is known


def test_in_a_finished_article_all_else_is_wrong() -> None:
    found = known(taught(0, knew=False))
    assert found["that it was late"] == {True}
    assert found["that the ship would leave"] == {False}
    assert len(found) == len({each.content for each in taught(0).found})


def test_in_an_article_begun_only_what_was_decided_is_known() -> None:
    found = known(taught(0, finished=False, rejected="that it was late"))
    assert found["that the ship would leave"] == {True}
    assert found["that it was late"] == {False}
    assert known(taught(0, finished=False, knew=False)) == {}
    assert set(known(taught(0, finished=False))) == {"that the ship would leave"}


# ------------------------------------------------------------------------------------------------ what is learned


def contents(one: Lesson, which: Weights) -> list[str]:
    return [each.content[0].of(one.reading.text) for each in suggestions(one, which, shipped())]


@needs_sklearn
def test_what_the_rules_leave_below_their_threshold_comes_in() -> None:
    new = taught(11)
    below = [each for each in new.found if each.content == spans(text_of(11), "that the ship would leave")]
    assert below
    assert all(shipped().score(each.facts) < shipped().least for each in below)
    own = learned([taught(number) for number in range(10)], shipped())
    assert own is not None
    assert contents(new, shipped()) == ["that it was late"]
    assert contents(new, own) == ["that the ship would leave", "that it was late"]


@needs_sklearn
def test_rejections_in_articles_begun_take_a_suggestion_away() -> None:
    finished = [taught(number) for number in range(10)]
    begun = [taught(number, finished=False, knew=False, rejected="that it was late") for number in range(10)]
    scores = []
    for lessons in (finished, [*finished, *begun]):
        own = learned(lessons, shipped())
        assert own is not None
        new = taught(11)
        suggestions(new, own, shipped())
        scores.append(max(each.score for each in new.found if each.content == spans(text_of(11), "that it was late")))
    assert scores[1] < scores[0] - 0.05


@needs_sklearn
def test_nothing_is_learned_where_nothing_is_known() -> None:
    assert learned([taught(0, finished=False, knew=False)], shipped()) is None


@needs_sklearn
def test_a_model_holds_no_words() -> None:
    own = learned([taught(number) for number in range(12)], shipped())
    assert own is not None
    text = dumped(Model("en", "speech", own, rules_used=fingerprint(shipped())))
    names = set(json.loads(text)["weights"]) - set(shipped().weights)
    assert names
    assert all(is_bare(each) for each in names)
    assert all(len(each) == 5 for each in names if each.startswith("#"))
    for word in (*NAMES, "ship", "leave", "knew", "late", "cafe"):
        assert word.lower() not in text.lower()
    assert not is_bare("aux=lindqvist")


@needs_sklearn
def test_trees_say_what_they_were_grown_to_say_and_are_kept_as_numbers() -> None:
    drawn = random.Random(7)
    rows = [[drawn.random() for _ in range(FEATURES)] for _ in range(600)]
    trees = _boosted(rows, [row[0] > 0.5 and row[3] < 0.7 for row in rows])
    assert trees is not None
    right = [trees.total(row) > 0 for row in rows]
    assert sum(each == (row[0] > 0.5 and row[3] < 0.7) for each, row in zip(right, rows, strict=True)) > 590
    assert restored(json.loads(json.dumps(stored(trees))), FEATURES) == trees
    assert _boosted(rows[:20], [True] * 20) is None


# ------------------------------------------------------------------------------------------------ models


TREES = Trees(-1.5, ((Node(0, 0.25, 1, 2), Node(-1, -2.0), Node(-1, 4.0)),))


@pytest.mark.parametrize(
    "rows",
    [
        {}, [], ["x"], [0.0, []], [0.0, [[0, 0.5, 0, 1], [1.0]]], [0.0, [[0, 0.5, 1, 9]]],
        [0.0, [[99, 0.5, 1, 1], [1]]], [0.0, [["e\u0301", 1, 1, 1]]],
        [float("nan"), [[1.0]]], [0.0, [[True]]], [0.0, [[0, 0.5]]],
    ],
)  # fmt: skip
def test_trees_that_make_no_sense_are_refused(rows: object) -> None:
    with pytest.raises(ValueError, match=r"tree|node|values"):
        restored(rows, FEATURES)


def test_a_model_comes_back_as_it_was() -> None:
    own = Weights({"bias": -1.0, "#00ff": 0.5}, 0.3, words=True, trees=TREES)
    model = Model("en", "wide", own, 12, 0.5, 0.625, "0badcafe", ((3, 4, 1), (19, 9, 9)))
    assert loaded_model(dumped(model)) == model
    for damage in ({"trees": [0, [[7]] * 2 + [["x"]]]}, {"version": 1}, {"weights": {"a": "b"}}):
        with pytest.raises(PipelineError):
            loaded_model(json.dumps({**json.loads(dumped(model)), **damage}))
    odd = {**json.loads(dumped(model)), "calibration": [[1, 2], "e\u0301", [3, 4, 1], [2, 1, 3], [99, 1, 1]]}
    assert loaded_model(json.dumps(odd)).calibration == ((3, 4, 1),)


# ------------------------------------------------------------------------------------------------ rivals and reasons


def test_rivals_are_seen_and_the_better_one_wins() -> None:
    one = taught(3)
    rows = features_of(one.reading, one.found, shipped(), shipped())
    assert {len(row) for row in rows} == {FEATURES}
    known_to = [
        row
        for found, row in zip(one.found, rows, strict=True)
        if found.content == spans(text_of(3), "that it was late")
    ]
    assert all(row[0] == shipped().total(found.facts) for found, row in zip(one.found, rows, strict=True))
    assert known_to
    assert best(one.reading, one.found, 2.0) == []


@pytest.mark.parametrize("own", [None, Weights({"bias": 3.0}, 0.3, words=True, trees=TREES)])
def test_the_numbers_add_up_to_the_score(own: Weights | None) -> None:
    model = None if own is None else Model("en", "speech", own)
    found = label(text_of(5), loaded(None, "en"), cues=False, model=model)
    assert found.layer.quotations
    for each in found.layer.quotations:
        parts, score = found.reasons[each.id], each.origin.score
        assert score is not None
        assert 1 / (1 + math.exp(-sum(parts.values()))) == pytest.approx(score, abs=0.01)
        assert (LEARNED in parts) == (own is not None)
    assert set(found.reasons) == {each.id for each in found.layer.quotations}


def test_by_marks_alone_there_are_no_numbers() -> None:
    assert label("„Wir bleiben hier im Café 🏭“, sagte sie.", loaded("rules", "de"), cues=False).reasons == {}
