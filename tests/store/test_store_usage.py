"""What the layers do with entities: counts, passages, namesakes, redirecting, targets used last."""

from __future__ import annotations

from dataclasses import replace

import pytest
from store_samples import BEA, NOW, PIPE, TEXT, document, entity, full, layer, mention, pipeline_layer, quotation

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Layer, Party, Quotation, Stance
from annotator.domain.errors import ConflictError
from annotator.domain.text import Span
from annotator.store.excerpts import LENGTH, excerpts
from annotator.store.project import Project
from annotator.store.usage import NamedMention, Passage, Usage

ZOE, FERRIES = "e_1", "e_2"


def _stance(id: str, target: str | None, value: str | None = None, modified: str | None = NOW) -> Stance:
    return Stance(id, target, (), value, None, None, (), replace(BEA, modified=modified))


def _quotation(id: str, start: int, speaker: str | None = None, *stances: Stance) -> Quotation:
    parties = (Party((Span(34, 37),), speaker),) if speaker else ()
    return replace(quotation(id, start, start + 3), speakers=parties, stances=stances, type="direct")


@pytest.fixture
def library(project: Project) -> Project:
    """The full document, and one that bea has done, carl has begun and the pipeline has labelled."""
    bea = replace(
        layer("l_b", "bea", _quotation("q_b", 5, ZOE), _quotation("q_a", 1, ZOE, _stance("s_1", ZOE, "favour"))),
        status="done",
        mentions=(mention("m_1", entity=ZOE), mention("m_2", 38, 42)),
    )
    carl = replace(layer("l_c", "carl", _quotation("q_c", 3, ZOE)), mentions=(mention("m_3", 34, 37),))
    pipe = replace(pipeline_layer(), mentions=(mention("m_p", 34, 37, ZOE, PIPE), mention("m_q", 1, 4, FERRIES, PIPE)))
    with project.step("Import", actor="a_bea"):
        project.add_documents([full(), AnnotatedDocument(document("d_2", title="Zweite"), (), (bea, carl, pipe))])
    return project


# ------------------------------------------------------------------------------------------------ usage


def test_usage_counts_what_people_did_and_not_the_pipeline(library: Project) -> None:
    assert library.registry.usage() == {
        ZOE: Usage(mentions=2, speaking=4, addressed=0, targeted=1, documents=2, finished=1),
        FERRIES: Usage(mentions=0, speaking=0, addressed=1, targeted=1, documents=1, finished=0),
    }


def test_gold_counts_and_what_is_not_used_is_left_out(project: Project) -> None:
    gold = Layer("l_g", "gold", None, None, "adjudicated", quotations=(_quotation("q_g", 1, ZOE),))
    with project.step("Import", actor="a_bea"):
        project.add_documents([AnnotatedDocument(document(), (entity(ZOE), entity("e_9")), (gold,))])
    assert project.registry.usage() == {ZOE: Usage(speaking=1, documents=1, finished=1)}


# ------------------------------------------------------------------------------------------------ passages


def test_passages_stand_in_the_order_of_the_project(library: Project) -> None:
    found = [(each.document, each.annotator, each.quotation, each.role) for each in library.registry.passages(ZOE)]
    assert found == [
        ("d_full", "a_bea", "q_1", "speaker"),
        ("d_2", "a_bea", "q_a", "speaker"),
        ("d_2", "a_bea", "q_a", "target"),
        ("d_2", "a_carl", "q_c", "speaker"),
        ("d_2", "a_bea", "q_b", "speaker"),
    ]
    assert {each.document for each in library.registry.passages(FERRIES)} == {"d_full"}
    (carl,) = library.registry.passages(ZOE, "a_carl")
    assert carl == Passage(
        document="d_2",
        title="Zweite",
        layer_kind="annotator",
        annotator="a_carl",
        annotator_name="carl",
        quotation="q_c",
        role="speaker",
        content=(Span(3, 6),),
        words=TEXT[3:6].strip(),
        type="direct",
        stance_value=None,
        intensity=None,
        date=None,
    )
    with pytest.raises(ConflictError, match="no entity"):
        library.registry.passages("e_none")


def test_a_passage_tells_the_stance(library: Project) -> None:
    addressee, target = library.registry.passages(FERRIES)
    assert (addressee.role, addressee.stance_value, addressee.date) == ("addressee", None, "2026")
    assert (target.role, target.stance_value, target.intensity) == ("target", "against", 2)
    assert target.words == f"{TEXT[:28]} […] {TEXT[46:63]}".strip()


def test_excerpts_are_short_and_on_one_line(project: Project) -> None:
    text = "“Zeile 1\r\n\n\tZeile 2\u2028🏭” " + "e\u0301 " * 500 + "Ende"
    with project.step("Import", actor="a_bea"):
        project.documents.add(document("d_1", text))
        project.documents.add(document("d_2", text))
    number = project.documents.row_id("d_1")
    places = [
        (number, (Span(0, 22),)),
        (number, (Span(0, 8), Span(12, 19))),
        (project.documents.row_id("d_2"), (Span(0, len(text)),)),
        (number, tuple(Span(at, at + 1) for at in range(24, 1400, 3))),
    ]
    short, pieces, cut, many = excerpts(project._connection, places)
    assert short == "“Zeile 1 Zeile 2 🏭”"
    assert pieces == "“Zeile 1 […] Zeile 2"
    assert cut.endswith("…")
    assert max(len(cut), len(many)) <= LENGTH


# ------------------------------------------------------------------------------------------------ names


def test_unlinked_mentions_of_a_name_are_found_in_peoples_layers(library: Project) -> None:
    carls = NamedMention("d_2", "l_c", "a_carl", "m_3", "person", TEXT[34:37])
    assert TEXT[34:37] == "Zoë"
    for names in (["Zoë"], ["zoe\u0308"], ["ZOË", "nobody"]):
        assert library.registry.mentions_named(names) == [carls]
    assert library.registry.mentions_named(["Zoe"]) == []  # accents tell names apart
    assert library.registry.mentions_named([]) == library.registry.mentions_named([" "]) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Die Straße sprach.", "STRASSE"),
        ("彼は経済産業省と述べた。", "経済産業省"),
        ("Ana\nMaria Lindqvist said", "ana maria lindqvist"),
        ("It was 🏭 who", "🏭"),
        ("Jean-Luc O’Brien said", "jean-luc o’brien"),
    ],
)
def test_names_of_all_kinds_are_found(project: Project, text: str, name: str) -> None:
    from annotator.store.rows import folded

    place = next(
        Span(start, end)
        for start in range(len(text))
        for end in range(start + 1, len(text) + 1)
        if folded(text[start:end]) == folded(name) and text[start:end].strip() == text[start:end]
    )
    own = replace(layer(), mentions=(replace(mention(), spans=(place,)), mention("m_2", 0, 1)))
    with project.step("Import", actor="a_bea"):
        project.add_documents([AnnotatedDocument(document("d_1", text), (), (own,))])
    (found,) = project.registry.mentions_named([name])
    assert (found.mention, folded(found.words)) == ("m_1", folded(name))


# ------------------------------------------------------------------------------------------------ redirect, targets


def test_redirecting_moves_everything_of_every_layer(library: Project) -> None:
    with library.step("Merge", actor="a_bea") as step:
        library.registry.save(entity("e_9", "Both"))
        assert library.registry.redirect(ZOE, "e_9") == 8
        library.registry.remove(ZOE)
    assert set(library.registry.usage()) == {"e_9", FERRIES}
    pipe = library.annotations.layer("d_2", "pipeline")
    assert pipe is not None
    assert {each.entity for each in pipe.mentions} == {"e_9", FERRIES}
    assert step.changes.documents == {"d_full", "d_2"}
    library.undo("a_bea")
    assert library.registry.usage()[ZOE].speaking == 4
    assert library.check() == []


def test_redirecting_needs_a_step_and_both_entities(library: Project) -> None:
    with pytest.raises(RuntimeError, match="outside a step"):
        library.registry.redirect(ZOE, FERRIES)
    for pair in ((ZOE, "e_none"), ("e_none", ZOE)):
        with pytest.raises(ConflictError, match="no entity"), library.step("Merge", actor="a_bea"):
            library.registry.redirect(*pair)


def test_the_target_used_last_comes_first(project: Project) -> None:
    times = {"e_a": "2026-11-20T11:00:00Z", "e_b": "2026-11-22T11:00:00Z", "e_c": None}
    stances = [_stance(f"s_{n}", target, "favour", time) for n, (target, time) in enumerate(times.items())]
    again = _stance("s_again", "e_a", "against", "2026-11-23T11:00:00Z")
    theirs = _quotation("q_t", 9, None, _stance("s_t", "e_d", "favour", "2026-11-24T11:00:00Z"))
    own = layer("l_b", "bea", _quotation("q_1", 1, None, *stances), _quotation("q_2", 5, None, again))
    entities = tuple(entity(id, id) for id in (*times, "e_d"))
    with project.step("Import", actor="a_bea"):
        project.add_documents([AnnotatedDocument(document(), entities, (own, layer("l_c", "carl", theirs)))])
    assert project.registry.recent_targets("a_bea") == ["e_a", "e_b", "e_c"]
    assert project.registry.recent_targets("a_bea", 1) == ["e_a"]
    assert project.registry.recent_targets("a_carl") == ["e_d"]
    assert project.registry.recent_targets("a_nobody") == []
