"""What holds the labels of the scheme, and moving it from one label to another."""

from __future__ import annotations

from dataclasses import replace

import pytest
from store_samples import TEXT, document, entity, full, layer, quotation

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.errors import ConflictError
from annotator.domain.scheme import ASKED, DEFAULT, Attribute, Guideline, Label
from annotator.store.project import PIPELINE, Project


@pytest.fixture
def library(project: Project) -> Project:
    """The full document, and one with the same typed column on quotations, layers and entities."""
    one = replace(quotation("q_1"), type="mixed", flags=("headline",), attributes={"frame": "labour", "n": 1})
    two = replace(quotation("q_2", 1), type="direct", flags=("headline", "negated"), attributes={"frame": "labour"})
    own = replace(layer("l_o", "carl", one, two), attributes={"frame": "labour"})
    who = replace(entity("e_3", "Ferry Board 🚢"), attributes={"frame": "labour", "other": "labour"})
    with project.step("Import", actor="a_bea"):
        project.add_documents([full(), AnnotatedDocument(document("d_2", title="Zweite"), (who,), (own,))])
    return project


# ------------------------------------------------------------------------------------------------ uses


def test_the_uses_of_each_vocabulary_are_counted(library: Project) -> None:
    assert library.labels.usage("types") == {"direct": 2, "mixed": 1}
    assert library.labels.usage("stances") == {"against": 1}
    assert library.labels.usage("kinds") == {"person": 5, "issue": 1}  # the pipeline's mentions too
    assert library.labels.usage("flags") == {"headline": 3, "translated": 1, "negated": 1}
    assert library.labels.usage("reasons") == {"scare_quotes": 1, "boundary": 1, "weather": 1}
    assert library.labels.usage("choices", "frame") == {"labour": 5}
    assert library.labels.usage("choices", "frame", owner="quotation") == {"labour": 3}
    assert library.labels.usage("choices", "n") == {}  # numbers are no choices


@pytest.mark.parametrize(
    ("vocabulary", "id", "found"),
    [
        ("types", "direct", [("quotation", "q_1", "d_full"), ("quotation", "q_2", "d_2")]),
        ("stances", "against", [("stance", "s_1", "d_full")]),
        (
            "kinds",
            "person",
            [
                ("mention", "m_1", "d_full"),
                ("mention", "m_2", "d_full"),
                ("mention", "m_en_core_web_sm 3.8.0_34", "d_full"),
                ("entity", "e_1", None),
                ("entity", "e_3", None),
            ],
        ),
        (
            "flags",
            "headline",
            [("quotation", "q_1", "d_full"), ("quotation", "q_1", "d_2"), ("quotation", "q_2", "d_2")],
        ),
        ("reasons", "scare_quotes", [("rejection", "x_1", "d_full")]),
        ("reasons", "boundary", [("decision", "x_9", "d_full")]),
        ("reasons", "weather", [("layer", "l_bea", "d_full")]),
        ("reasons", "never", []),
    ],
)
def test_the_objects_behind_a_number(
    library: Project, vocabulary: str, id: str, found: list[tuple[str, str, str | None]]
) -> None:
    passages = library.labels.holding(vocabulary, id)  # type: ignore[arg-type]  # a parameter is a plain string
    assert [(each.kind, each.id, each.document) for each in passages] == found
    objects, documents = library.labels.impact(vocabulary, id)  # type: ignore[arg-type]
    assert objects == len(found) == library.labels.usage(vocabulary).get(id, 0)  # type: ignore[arg-type]
    assert documents == len({document for _, _, document in found if document})
    assert library.labels.holding(vocabulary, id, limit=1) == passages[:1]  # type: ignore[arg-type]
    assert library.labels.holding(vocabulary, id, limit=None) == passages  # type: ignore[arg-type]


def test_a_passage_shows_words_or_a_name(library: Project) -> None:
    (stance,) = library.labels.holding("stances", "against")
    assert stance.quotation == "q_1"
    assert stance.words.startswith(TEXT[:28])
    *_, who = library.labels.holding("kinds", "person")
    assert (who.words, who.content, who.layer_kind, who.annotator) == ("Ferry Board 🚢", (), None, None)
    (skipped,) = library.labels.holding("reasons", "weather")
    assert (skipped.words, skipped.quotation, skipped.annotator, skipped.annotator_name) == (
        "Fähre",
        None,
        "a_bea",
        "bea",
    )
    choices = library.labels.holding("choices", "labour", attribute="frame")
    assert [(each.kind, each.id) for each in choices] == [
        ("quotation", "q_1"),
        ("quotation", "q_1"),
        ("quotation", "q_2"),
        ("layer", "l_o"),
        ("entity", "e_3"),
    ]


# ------------------------------------------------------------------------------------------------ relabel


@pytest.mark.parametrize(
    ("vocabulary", "old", "new", "attribute", "count"),
    [
        ("types", "direct", "mixed", None, 2),
        ("stances", "against", "unclear", None, 1),
        ("kinds", "person", "group", None, 5),
        ("flags", "headline", "negated", None, 3),
        ("reasons", "boundary", "other", None, 1),
        ("choices", "labour", "work", "frame", 5),
    ],
)
def test_relabelling_moves_all_and_is_undone(
    library: Project, vocabulary: str, old: str, new: str, attribute: str | None, count: int
) -> None:
    before = [library.read(each) for each in library.documents.ids()]
    entities = library.registry.all()
    with library.step("Merge labels", actor="a_bea") as step:
        assert library.relabel(vocabulary, old, new, attribute=attribute) == count  # type: ignore[arg-type]
    after = library.labels.usage(vocabulary, attribute)  # type: ignore[arg-type]
    assert old not in after
    assert after[new] >= count - 1
    assert step.changes.documents
    assert library.check() == []
    library.undo("a_bea")
    assert [library.read(each) for each in library.documents.ids()] == before
    assert library.registry.all() == entities


def test_a_flag_is_never_there_twice_and_keeps_its_place(library: Project) -> None:
    with library.step("Merge labels", actor="a_bea"):
        library.relabel("flags", "headline", "negated")
    flags = [each.flags for each in library.annotations.layers("d_2")[0].quotations]
    assert flags == [("negated",), ("negated",)]


def test_taking_a_label_away(library: Project) -> None:
    with library.step("Delete labels", actor="a_bea"):
        assert library.relabel("flags", "headline", None) == 3
        assert library.relabel("choices", "labour", None, attribute="frame", owner="quotation") == 3
        assert library.relabel("reasons", "scare_quotes", None) == 1
        assert library.relabel("types", "direct", None) == 2
        with pytest.raises(ValueError, match="without a kind"):
            library.relabel("kinds", "person", None)
    first, second = library.annotations.layers("d_2")[0].quotations
    assert (first.flags, first.attributes) == ((), {"frame": None, "n": 1})
    assert (second.flags, second.type) == (("negated",), None)
    own = library.annotations.layer("d_full", "annotator", "a_bea")
    assert own is not None
    assert own.rejections[0].reason is None
    assert library.labels.usage("choices", "frame") == {"labour": 2}  # a layer's and an entity's


def test_only_some_objects_are_split_off(library: Project) -> None:
    with library.step("Split label", actor="a_bea"):
        assert library.relabel("types", "direct", "reported", only=["q_2", "q_none"]) == 1
        assert library.relabel("kinds", "person", "group", only=[]) == 0
    assert library.labels.usage("types") == {"direct": 1, "mixed": 1, "reported": 1}


def test_relabelling_needs_a_step(library: Project) -> None:
    with pytest.raises(RuntimeError, match="outside a step"):
        library.relabel("types", "direct", "mixed")


# ------------------------------------------------------------------------------------------------ the scheme's rows


def _changed_rows(project: Project) -> list[tuple[str, str]]:
    """Table and kind of each change of the last step."""
    query = "SELECT tbl, op FROM change WHERE step=(SELECT max(id) FROM step) ORDER BY id"
    return [(table, op) for table, op in project._connection.rows(query)]


def test_only_rows_of_the_scheme_that_differ_are_written(project: Project) -> None:
    columns = (
        Attribute("frame", "Frame", "quotation", "choice", (Label("a", "Ä 🏭"), Label("b", "B"))),
        Attribute("frame", "Frame", "document"),
    )
    scheme = replace(DEFAULT, attributes=columns)
    with project.step("Columns", actor="a_bea"):
        project.set_scheme(scheme)
    renamed = tuple(replace(each, name="Zitat") if each.id == "direct" else each for each in scheme.types)
    flags = (*scheme.flags[1:], Label("own", "Own"))
    choice = replace(columns[0], choices=(Label("a", "Ä 🏭"), Label("b", "Bé")))
    rules = (*scheme.guidelines[:-1], Guideline("other", "anders"))
    for change, rows in (
        ({"types": renamed}, [("label", "U")]),
        ({"flags": flags}, [("label", "D"), *[("label", "U")] * (len(flags) - 1), ("label", "I")]),
        ({"attributes": (choice, columns[1])}, [("label", "U")]),
        ({"attributes": columns[:1]}, [("attribute", "D")]),
        ({"guidelines": rules}, [("guideline", "U")]),
        ({"asked": ("cue", "speakers")}, [("project", "U")]),
    ):
        with project.step("Scheme", actor="a_bea") as step:
            project.set_scheme(replace(scheme, **change))
        assert _changed_rows(project) == rows
        assert set(step.changes.objects) == {"scheme"}
        assert project.scheme == replace(scheme, **change)
        project.undo("a_bea")
        assert project.scheme == scheme
    with project.step("Same", actor="a_bea") as step:
        project.set_scheme(scheme)
    assert not step.changes


def test_the_fields_asked_for_keep_the_order_of_the_card(project: Project) -> None:
    assert project.scheme.asked == ASKED
    with project.step("Ask", actor="a_bea") as step:
        project.set_scheme(replace(DEFAULT, asked=("note", "cue")))
    assert project.scheme.asked == ("cue", "note")
    assert step.changes.touches("scheme") == {"asked"}
    with project.step("Ask", actor="a_bea"):
        project.set_scheme(replace(DEFAULT, asked=()))
    assert project.scheme.asked == ()


@pytest.mark.parametrize(
    "change",
    [
        {"types": (*DEFAULT.types, DEFAULT.types[0])},
        {"attributes": (Attribute("a", "A", "quotation"), Attribute("a", "B", "quotation"))},
    ],
)
def test_an_id_that_stands_twice_is_refused(project: Project, change: dict[str, object]) -> None:
    with pytest.raises(ConflictError, match="same id"), project.step("Twice", actor="a_bea"):
        project.set_scheme(replace(DEFAULT, **change))  # type: ignore[arg-type]
    assert project.scheme == DEFAULT


def test_the_pipeline_changes_nothing_here(library: Project) -> None:
    with library.step("Label", actor=PIPELINE):
        library.relabel("kinds", "issue", "other")
    assert library.undo_label("a_bea") == "Import"
