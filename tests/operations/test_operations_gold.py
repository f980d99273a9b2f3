"""Gold as a layer: its first mentions, the gestures that work on it, and whose layers it is made from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from annotating import AGENT, MENTIONS, at
from reviewing import (
    ANN,
    BEA,
    CAT,
    JUDGE,
    MAYOR,
    SALE,
    TEXT,
    ZOE,
    desk_of,
    first,
    layer,
    made,
    project_of,
    town,
)

from annotator.analysis.sameness import Rules
from annotator.domain.annotations import Layer, Mention, Origin
from annotator.domain.errors import ConflictError
from annotator.operations import annotate, curate, mentions, parties
from annotator.operations.colouring import set_colour
from annotator.operations.desk import Desk
from annotator.operations.gold import agreed_mentions, letters, reviewed, set_rules
from annotator.operations.roles import fragments_of


def mention(id: str, words: str, label: str = "person", entity: str | None = None) -> Mention:
    return Mention(id, (at(words),), label, entity, Origin("manual", "a_ann"))


# ---------------------------------------------------------------------------------------------- editing


def test_the_gestures_of_a_desk_work_on_gold(tmp_path: Path) -> None:
    with town(tmp_path) as project:
        desk = desk_of(project)
        assert desk.layer().status == "in_progress"
        assert [each.spans for each in desk.layer().mentions] == [(span,) for span, _ in MENTIONS]
        assert project.annotations.layer("d_1", "gold") is None
        made = annotate.add_quotation(desk, (SALE,)).focus or ""
        parties.speaker_from_span(desk, made, MAYOR)
        gold = project.annotations.layer("d_1", "gold")
        assert gold is not None
        assert (gold.annotator_id, gold.annotator, gold.kind) == (None, None, "gold")
        assert fragments_of(gold.quotation(made), "content") == (SALE,)
        assert project.annotations.layer("d_1", "annotator", JUDGE.id) is None
        assert {each.annotator for each in project.frozen.of(project.documents.get("d_1"))} == {ANN.id, BEA.id}
        assert gold.quotation(made).speakers[0].spans == (MAYOR,)
        for _ in range(2):
            project.undo(JUDGE.id)
        assert project.annotations.layer("d_1", "gold") is None
        assert project.frozen.documents() == {}
        with pytest.raises(ConflictError, match="gold is in progress"):
            annotate.set_status(desk, "skipped", "other")


# ---------------------------------------------------------------------------------------------- mentions


def test_first_mentions_are_those_all_have() -> None:
    pipeline = tuple(
        Mention(f"m_p{n}", (span,), label, None, Origin("pipeline", AGENT)) for n, (span, label) in enumerate(MENTIONS)
    )
    zoe = mention("m_1", "Zoé Lindqvist", entity=ZOE.id)
    one = layer(ANN, mentions=(zoe, mention("m_2", "Ana Brandt"), mention("m_3", "river", "place")))
    other = layer(BEA, mentions=(replace(zoe, id="m_4"), mention("m_5", "Ana Brandt", "group")))
    found = {
        each.spans[0].of(TEXT): (each.label, each.entity) for each in agreed_mentions(TEXT, (one, other), pipeline)
    }
    assert found == {"Zoé Lindqvist": ("person", ZOE.id), "Ana Brandt": ("person", None)}
    assert len(agreed_mentions(TEXT, (), pipeline)) == len(MENTIONS)
    kept = agreed_mentions(TEXT, (layer(ANN, mentions=pipeline), layer(BEA, mentions=pipeline[:1])), pipeline)
    assert len(kept) == len(MENTIONS)  # what only one of them has taken out stays
    assert not {each.id for each in kept} & {each.id for each in pipeline}


# ---------------------------------------------------------------------------------------------- whose layers


def test_who_is_reviewed_goes_by_a_letter(tmp_path: Path) -> None:
    with town(tmp_path) as project:
        assert [(each.name, each.letter, each.status, each.quotations) for each in reviewed(project, "d_1")] == [
            (ANN.name, "A", "done", 3),
            (BEA.name, "B", "done", 2),
            (CAT.name, "C", "in_progress", 0),
        ]
        assert [each.letter for each in reviewed(project, "d_1", [BEA.id])] == ["B"]
        assert letters(project) == {ANN.id: "A", BEA.id: "B", CAT.id: "C"}
        set_colour(project, JUDGE, BEA.id, "vermillion")
        assert [each.colour for each in reviewed(project, "d_1")] == [None, "vermillion", None]
        project.undo(JUDGE.id)
        assert [each.colour for each in reviewed(project, "d_1")] == [None, None, None]
        with pytest.raises(ConflictError):
            set_colour(project, JUDGE, "a_nobody", "blue")
        with pytest.raises(ConflictError, match="no colour"):
            set_colour(project, JUDGE, BEA.id, "#d55e00")
        set_colour(project, JUDGE, JUDGE.id, "ochre")  # though Jude has written nothing yet
        assert {each.id: each.colour for each in project.annotators()}[JUDGE.id] == "ochre"
        set_colour(project, JUDGE, JUDGE.id, None)
        assert {each.id: each.colour for each in project.annotators()}[JUDGE.id] is None


def test_the_rules_are_the_projects(tmp_path: Path) -> None:
    mayor = {"speakers": (replace(first(BEA, "q").speakers[0], spans=(at("Mayor Zoé Lindqvist"),)),)}
    with project_of(tmp_path, layer(ANN, first(ANN, "q_a1")), layer(BEA, first(BEA, "q_b1", **mayor))) as project:
        desk = desk_of(project)
        assert project.rules == Rules(titles=True)
        assert [each.kind for each in curate.queue(desk).conflicts] == ["boundary"]
        set_rules(project, JUDGE, Rules(titles=False))
        assert project.rules == Rules(titles=False)
        assert curate.queue(desk).conflicts == ()
        assert len(curate.queue(desk).agreed) == 1


def test_an_adjudicated_document_waits_for_nobody_new(tmp_path: Path) -> None:
    with town(tmp_path) as project:
        desk = desk_of(project, annotators=[ANN.id])
        for item in curate.queue(desk).conflicts:
            curate.accept(desk, item.key)
        assert project.read("d_1").layers[0].status == "adjudicated"
        assert curate.queue(desk_of(project)).annotators == (ANN.id,)
        both = curate.queue(desk_of(project, annotators=[ANN.id, BEA.id]))
        assert [each.state for each in both.items] == ["decided", "stale", "decided"]


def test_in_gold_no_namesakes_in_other_articles_are_offered(tmp_path: Path) -> None:
    def named(number: int) -> Layer:
        name = Mention(f"m_{number}", (MAYOR,), "person", None, made(JUDGE))
        return replace(layer(JUDGE, first(JUDGE, f"q_{number}")), id=f"l_{number}", mentions=(name,))

    with project_of(tmp_path, layer(ANN, first(ANN, "q_a")), documents=2) as project:
        with project.step("Judge too", actor=JUDGE.id):
            project.add_layers([("d_1", named(1)), ("d_2", named(2))])
        assert mentions.others_named(Desk(project, "d_1", JUDGE), "m_1").documents == 1
        gold = desk_of(project, annotators=[JUDGE.id])
        curate.accept(gold, "q_1")
        (own, *_) = (each for each in gold.layer().mentions if each.spans == (MAYOR,))
        assert mentions.others_named(gold, own.id).elsewhere == ()
