"""The registry: what each edit changes, that it can be undone, and what merging and splitting do to all layers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Concatenate, ParamSpec

import pytest
from annotating import AGENT, BEA, NOW

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator, Layer, Mention, Origin, Party, Quotation, Stance
from annotator.domain.changes import Changes
from annotator.domain.documents import Document, LayerStatus
from annotator.domain.errors import AppError, ConflictError, FormatError
from annotator.domain.registry import Entity
from annotator.domain.scheme import DEFAULT, Attribute, Label
from annotator.domain.text import Span, sha256
from annotator.operations import merging, registry
from annotator.operations.merging import Conflict, Impact
from annotator.store.project import PIPELINE, Project

P = ParamSpec("P")
MADE = Origin("manual", "a_x", created="2026-01-01T00:00:00Z", modified="2026-01-01T00:00:00Z")
IMPORTED = Origin("import", "a_x", created="2026-01-01T00:00:00Z", modified="2026-01-01T00:00:00Z")
TEXT = "“é🏭 We stay,” Lene said. “cafe\u0301 We go,” Lena said to Lene. “Why?” Lene asked."
SCHEME = replace(
    DEFAULT,
    attributes=(
        Attribute("role", "Role", "entity"),
        Attribute("seats", "Seats", "entity", "number"),
        Attribute("party", "Party", "entity", "choice", (Label("lab", "Labour"), Label("con", "Conservative"))),
        Attribute("tone", "Tone", "document"),
    ),
)


def at(words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


def document(id: str, status: LayerStatus = "in_progress") -> AnnotatedDocument:
    """Three quotations, by Lene, by Lena to Lene, and by Lene; two annotators' layers, gold, and the pipeline's."""

    def quotation(id: str, words: str, who: str, nth: int, name: str, *more: Party, target: str = "") -> Quotation:
        stances = (Stance(f"s_{id}", target, (), "against", 2, True, (), MADE),) if target else ()
        speaker = Party((at(name, nth),), who, "name")
        return Quotation(
            id, (at(words),), MADE, type="direct", speakers=(speaker,), addressees=tuple(more), stances=stances
        )

    layer = Layer(
        f"l_{id}",
        "annotator",
        "a_x",
        "xenia",
        status,
        mentions=(
            Mention("m_1", (at("Lene"),), "person", "e_lene", MADE),
            Mention("m_2", (at("Lena"),), "person", "e_lena", MADE),
            Mention("m_3", (at("Lene", 1),), "person", "e_lene", MADE),
            Mention("m_4", (at("Lene", 2),), "person", "e_lene", MADE),
        ),
        quotations=(
            quotation("q_1", "“é🏭 We stay,”", "e_lene", 0, "Lene", target="e_lena"),
            quotation("q_2", "“cafe\u0301 We go,”", "e_lena", 0, "Lena", Party((at("Lene", 1),), "e_lene", "name")),
            quotation("q_3", "“Why?”", "e_lene", 2, "Lene"),
        ),
    )
    pipeline = Layer("l_p", "pipeline", None, AGENT, "done")
    other = replace(
        layer, id=f"l_o{id}", annotator_id="a_y", annotator="yara", quotations=(), mentions=layer.mentions[1:2]
    )
    return AnnotatedDocument(Document(id, TEXT, sha256(TEXT)), layers=(layer, other, pipeline))


def entity(id: str, name: str, **more: Any) -> Entity:
    return replace(Entity(id, name, "person", MADE), **more)


@cache
def template() -> bytes:
    """The project file: made once, since making it takes longer than most tests."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "news.annotator"
        with Project.create(path, scheme=SCHEME) as project, project.step("Fill", actor=PIPELINE):
            project.registry.save(entity("e_lene", "Lene Brandt", aliases=("the mayor",), attributes={"role": "mayor"}))
            project.registry.save(
                entity(
                    "e_lena",
                    "Lena Brandt",
                    kind="group",
                    aliases=("LENE BRANDT", "L. B."),
                    wikidata="Q7",
                    attributes={"role": "councillor", "seats": 3},
                    origin=IMPORTED,
                    proposed=True,
                )
            )
            project.registry.save(entity("e_none", "Nobody 🏭"))
            project.add_documents([document("d_1", "done"), document("d_2")])
        return path.read_bytes()


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    (tmp_path / "news.annotator").write_bytes(template())
    with Project.open(tmp_path / "news.annotator") as project:
        yield project
        assert project.check() == []


def state(project: Project) -> tuple[object, ...]:
    return project.registry.all(), [project.annotations.layers(each) for each in project.documents.ids()]


def does(
    project: Project,
    operation: Callable[Concatenate[Project, Annotator, P], Changes],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Changes:
    """Do an operation that changes something; undone and redone, everything is as before and as after it."""
    before = state(project)
    changes = operation(project, BEA, *args, **kwargs)
    after = state(project)
    assert changes
    assert after != before
    assert BEA in project.annotators()
    assert project.undo_label(BEA.id) == changes.label
    assert project.undo(BEA.id)
    assert state(project) == before
    assert project.redo(BEA.id)
    assert state(project) == after
    return changes


def refuses(
    project: Project,
    operation: Callable[Concatenate[Project, Annotator, P], Changes],
    *args: P.args,
    **kwargs: P.kwargs,
) -> AppError:
    """An operation that does not fit changes nothing and leaves no trace."""
    before = state(project)
    with pytest.raises(AppError) as caught:
        operation(project, BEA, *args, **kwargs)
    assert state(project) == before
    assert project.undo_label(BEA.id) is None
    return caught.value


def nothing(changes: Changes) -> bool:
    return not changes


# ---------------------------------------------------------------------------------------------- one entity


def test_add(project: Project) -> None:
    changes = does(
        project,
        registry.add_entity,
        " Zoe\u0301  🏭 ",
        "issue",
        aliases=["Z", "zoé 🏭", "z"],
        wikidata="q12",
        clock=lambda: NOW,
    )
    made = project.registry.get(changes.focus or "")
    assert made == Entity(
        made.id, "Zoe\u0301 🏭", "issue", Origin("manual", BEA.id, created=NOW, modified=NOW), ("Z",), "Q12"
    )
    assert changes.label == "Add entity"


def test_what_is_no_entity(project: Project) -> None:
    assert "name" in refuses(project, registry.add_entity, " \n", "person").message
    assert "300" in refuses(project, registry.add_entity, "é" * 301, "person").message
    assert "spaceship" in refuses(project, registry.add_entity, "Zoé", "spaceship").message
    assert "cannot be" in str(_refused_name(project))


def _refused_name(project: Project) -> ConflictError:
    with pytest.raises(ConflictError) as caught:
        registry.add_entity(project, Annotator("a_g", "Gold"), "Zoé", "person")
    return caught.value


def test_rename(project: Project) -> None:
    does(project, registry.rename, "e_lene", "The  Mayor")
    one = project.registry.get("e_lene")
    assert (one.name, one.aliases, one.origin.edited) == ("The Mayor", (), False)
    assert nothing(registry.rename(project, BEA, "e_lene", "The Mayor"))
    does(project, registry.rename, "e_lena", "Lina")
    other = project.registry.get("e_lena")
    assert (other.origin.edited, other.proposed) == (True, False)
    with pytest.raises(ConflictError, match="e_gone"):
        registry.rename(project, BEA, "e_gone", "X")


def test_kind_of_several_at_once(project: Project) -> None:
    changes = does(project, registry.set_kind, ["e_lene", "e_none"], "organisation")
    assert changes.label == "Change kind to Organisation"
    assert changes.touches("entity") == {"e_lene", "e_none"}
    assert nothing(registry.set_kind(project, BEA, ["e_none"], "organisation"))


def test_aliases(project: Project) -> None:
    does(project, registry.add_alias, "e_lene", "Frau  Brandt")
    assert project.registry.get("e_lene").aliases == ("the mayor", "Frau Brandt")
    assert nothing(registry.add_alias(project, BEA, "e_lene", "THE MAYOR"))
    assert nothing(registry.add_alias(project, BEA, "e_lene", "lene brandt"))
    does(project, registry.remove_alias, "e_lene", "the mayor")
    assert nothing(registry.remove_alias(project, BEA, "e_lene", "the mayor"))
    assert project.registry.get("e_lene").aliases == ("Frau Brandt",)


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        ("Q42", "Q42"),
        (" q42 ", "Q42"),
        ("https://www.wikidata.org/wiki/Q64", "Q64"),
        ("http://m.wikidata.org/entity/Q64#sitelinks", "Q64"),
    ],
)
def test_wikidata(project: Project, typed: str, id: str) -> None:
    does(project, registry.set_wikidata, "e_lene", typed)
    assert project.registry.get("e_lene").wikidata == id
    does(project, registry.set_wikidata, "e_lene", " ")
    assert project.registry.get("e_lene").wikidata is None


@pytest.mark.parametrize("typed", ["42", "Q0", "Q4x", "P31", "https://example.org/Q4", "Q" + "1" * 20, "é🏭"])
def test_what_is_no_item(project: Project, typed: str) -> None:
    error = refuses(project, registry.set_wikidata, "e_lene", typed)
    assert "Q42" in error.hint


def test_attributes_have_the_types_of_the_scheme(project: Project) -> None:
    does(project, registry.set_attributes, "e_lene", {"seats": "12", "party": "labour", "role": None})
    assert project.registry.get("e_lene").attributes == {"seats": 12, "party": "lab"}
    assert isinstance(refuses_later(project, {"seats": "many"}), FormatError)
    assert isinstance(refuses_later(project, {"party": "Greens"}), FormatError)
    assert "tone" in refuses_later(project, {"tone": "calm"}).message
    assert nothing(registry.set_attributes(project, BEA, "e_lene", {"seats": 12}))


def refuses_later(project: Project, values: dict[str, str]) -> AppError:
    before = state(project)
    with pytest.raises(AppError) as caught:
        registry.set_attributes(project, BEA, "e_lene", values)
    assert state(project) == before
    return caught.value


def test_only_what_nothing_speaks_of_is_removed(project: Project) -> None:
    assert registry.unused(project) == ("e_none",)
    assert nothing(registry.remove_unused(project, BEA, ["e_lene"]))
    changes = does(project, registry.remove_unused)
    assert changes.label == "Remove unused entity"
    assert [each.id for each in project.registry.all()] == ["e_lena", "e_lene"]
    assert nothing(registry.remove_unused(project, BEA))


def test_what_only_the_pipeline_speaks_of_is_used(project: Project) -> None:
    found = Layer(
        "l_new",
        "pipeline",
        None,
        AGENT,
        "done",
        mentions=(Mention("m_p", (at("Lena"),), "person", "e_none", IMPORTED),),
    )
    with project.step("Label", actor=PIPELINE):
        project.annotations.replace_pipeline_layer("d_2", found)
    assert registry.unused(project) == ()
    assert nothing(registry.remove_unused(project, BEA, ["e_none", "e_lene"]))
    assert nothing(registry.remove_unused(project, BEA))


# ---------------------------------------------------------------------------------------------- merging


def test_merge(project: Project) -> None:
    changes = does(project, merging.merge, "e_lene", ["e_lena", "e_lene", "e_lena"])
    assert changes.label == "Merge “Lena Brandt” into “Lene Brandt”"
    assert changes.focus == "e_lene"
    assert changes.documents == {"d_1", "d_2"}
    kept = project.registry.get("e_lene")
    assert kept.aliases == ("the mayor", "Lena Brandt", "L. B.")
    assert (kept.kind, kept.wikidata, kept.attributes) == ("person", "Q7", {"role": "mayor", "seats": 3})
    assert [each.id for each in project.registry.all()] == ["e_lene", "e_none"]
    for layer in (layer for id in ("d_1", "d_2") for layer in project.annotations.layers(id)):
        assert {each.entity for each in layer.mentions} <= {"e_lene"}
        assert {party.entity for each in layer.quotations for party in each.speakers} <= {"e_lene"}
        assert {stance.target for each in layer.quotations for stance in each.stances} <= {"e_lene"}


def test_merge_three(project: Project) -> None:
    changes = does(project, merging.merge, "e_none", ["e_lena", "e_lene"])
    assert changes.label == "Merge 2 entities into “Nobody 🏭”"
    assert project.registry.get("e_none").attributes == {"role": "councillor", "seats": 3}


def test_what_cannot_be_merged(project: Project) -> None:
    assert "nothing to merge" in refuses(project, merging.merge, "e_lene", ["e_lene"]).message
    assert "e_gone" in refuses(project, merging.merge, "e_lene", ["e_gone"]).message
    assert "e_gone" in refuses(project, merging.merge, "e_gone", ["e_lene"]).message


def test_impact_of_merging(project: Project) -> None:
    assert merging.merge_impact(project, "e_lene", ["e_lena", "e_lene"]) == Impact(
        quotations=4,
        documents=2,
        finished=1,
        mentions=4,
        stances=2,
        aliases=("Lena Brandt", "L. B."),
        conflicts=(Conflict("Kind", "Person", ("Group",)), Conflict("Role", "mayor", ("councillor",))),
    )
    assert merging.merge_impact(project, "e_lene", ["e_none"]) == Impact(aliases=("Nobody 🏭",))
    of_both = merging.merge_impact(project, "e_none", ["e_lene", "e_lena"])
    assert (of_both.documents, of_both.finished, of_both.quotations) == (2, 2, 6)


def test_the_one_to_keep_is_the_most_used_then_the_fullest(project: Project) -> None:
    assert merging.fullest(project, ["e_none", "e_lena", "e_lene"]) == "e_lene"
    with project.step("Add", actor=PIPELINE):
        project.registry.save(entity("e_long", "Nobody at all 🏭"))
    assert merging.fullest(project, ["e_none", "e_long", "e_gone"]) == "e_long"


def test_who_is_likely_the_same() -> None:
    entities = [
        entity("e_1", "Lene Brandt"),
        entity("e_2", "Lena Brandt"),
        entity("e_3", "Zoé Holm", aliases=("LENE BRANDT",)),
        entity("e_4", "Holm"),
        entity("e_5", "Anna Holm", aliases=("Holm",)),
        entity("e_6", "Cafe\u0301", kind="organisation"),
        entity("e_7", "CAFÉ", kind="organisation"),
        entity("e_8", "Café", kind="place"),
    ]
    assert {frozenset(each) for each in merging.likely_same(entities)} == {
        frozenset({"e_1", "e_2", "e_3"}),
        frozenset({"e_6", "e_7"}),
    }


# ---------------------------------------------------------------------------------------------- splitting


def test_split_takes_passages_and_the_mentions_on_their_words(project: Project) -> None:
    chosen = [
        each
        for each in project.registry.passages("e_lene")
        if each.document == "d_1" and each.quotation in ("q_2", "q_3")
    ]
    assert [each.role for each in chosen] == ["addressee", "speaker"]
    impact = merging.split_impact(project, "e_lene", chosen)
    assert impact == Impact(quotations=2, documents=1, finished=1, mentions=2)
    changes = does(project, merging.split, "e_lene", chosen, "Lene Holm")
    assert changes.label == "Split off “Lene Holm”"
    new = project.registry.get(changes.focus or "")
    assert (new.name, new.kind) == ("Lene Holm", "person")
    layer = project.annotations.layer("d_1", "annotator", "a_x")
    assert layer is not None
    assert [each.entity for each in layer.mentions] == ["e_lene", "e_lena", new.id, new.id]
    assert layer.quotation("q_1").speakers[0].entity == "e_lene"
    assert layer.quotation("q_2").addressees[0].entity == new.id
    assert layer.quotation("q_3").speakers[0].entity == new.id
    assert changes.documents == {"d_1"}


def test_all_mentions_of_a_layer_go_with_its_last_passage(project: Project) -> None:
    chosen = [each for each in project.registry.passages("e_lena") if each.document == "d_2"]
    assert {each.role for each in chosen} == {"speaker", "target"}
    assert merging.split_impact(project, "e_lena", chosen) == Impact(quotations=2, documents=1, mentions=1, stances=1)
    changes = does(project, merging.split, "e_lena", chosen, "Lena Holm", "organisation")
    layer = project.annotations.layer("d_2", "annotator", "a_x")
    assert layer is not None
    assert layer.mentions[1].entity == changes.focus
    assert layer.quotation("q_1").stances[0].target == changes.focus
    assert project.registry.get(changes.focus or "").kind == "organisation"
    other = project.annotations.layer("d_2", "annotator", "a_y")
    assert other is not None
    assert other.mentions[0].entity == "e_lena"


def test_what_cannot_be_split(project: Project) -> None:
    chosen = project.registry.passages("e_lene")[:1]
    gone = [replace(each, quotation="q_gone") for each in chosen]
    assert "no passage" in refuses(project, merging.split, "e_lene", gone, "X").message
    assert "name" in refuses(project, merging.split, "e_lene", chosen, " ").message
    assert "spaceship" in refuses(project, merging.split, "e_lene", chosen, "X", "spaceship").message
