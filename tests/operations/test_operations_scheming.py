"""Labels, guidelines and fields asked for: each change is one undoable step, and no id ever changes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from schemed import BEA, does, make_project, refused

from annotator.domain.annotations import Quotation
from annotator.domain.errors import FormatError
from annotator.domain.scheme import ASKED, DEFAULT, RULED_TYPES, SIGNED_STANCES, Label
from annotator.formats import scheme_file
from annotator.operations import scheming
from annotator.operations.scheming import LabelImpact, LabelSet
from annotator.store.project import Project

TYPES, STANCES, KINDS = LabelSet("types"), LabelSet("stances"), LabelSet("kinds")
FLAGS, REASONS = LabelSet("flags"), LabelSet("reasons")
FRAMES = LabelSet("choices", "quotation", "frame")
EVERY = (TYPES, STANCES, KINDS, FLAGS, REASONS, FRAMES)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    project = make_project(tmp_path)
    yield project
    project.close()


def labels(project: Project, where: LabelSet) -> tuple[Label, ...]:
    return where.labels(project.scheme)


def quotations(project: Project) -> list[Quotation]:
    return [each for id in project.documents.ids() for each in project.annotations.layers(id)[0].quotations]


# ---------------------------------------------------------------------------------------------- adding and renaming


@pytest.mark.parametrize("where", EVERY, ids=lambda each: each.vocabulary)
def test_a_label_is_added_at_the_end_with_an_id_of_its_name(project: Project, where: LabelSet) -> None:
    before = labels(project, where)
    changes = does(project, scheming.add_label, where, "  Ça  va? e\u0301 🏭 ")
    *rest, new = labels(project, where)
    assert tuple(rest) == before
    assert (new.id, new.name) == ("ça_va_é", "Ça va? e\u0301 🏭")
    assert new.by_hand is (where is TYPES)
    assert changes.touches("scheme")


def test_an_id_is_never_given_twice_nor_one_that_something_still_holds(project: Project) -> None:
    does(project, scheming.add_label, FLAGS, "Head-line!")
    does(project, scheming.add_label, FLAGS, "Head, line?")
    does(project, scheming.add_label, FLAGS, "🎈")
    assert [each.id for each in labels(project, FLAGS)[-3:]] == ["head_line", "head_line_2", "label"]
    with project.step("Strip", actor=BEA.id):
        project.set_scheme(FLAGS.with_labels(project.scheme, ()))
    does(project, scheming.add_label, FLAGS, "Negated")
    assert labels(project, FLAGS) == (Label("negated_2", "Negated"),)


def test_a_label_is_renamed_and_its_id_stays(project: Project) -> None:
    before = quotations(project)
    does(project, scheming.rename_label, TYPES, "direct", "Direct speech")
    assert labels(project, TYPES)[0] == Label("direct", "Direct speech")
    assert quotations(project) == before
    does(project, scheming.rename_label, FRAMES, "economy", "economy")
    assert labels(project, FRAMES)[1] == Label("economy", "economy")


def test_renaming_to_the_same_name_is_no_step(project: Project) -> None:
    assert not scheming.rename_label(project, BEA, FLAGS, "headline", " Headline ")
    assert project.undo_label(BEA.id) is None


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (" \n ", "the flag needs a name"),
        ("HEADLINE", "another flag is called “HEADLINE”"),
        ("x" * 201, "the name of the flag has 201 characters"),
    ],
)
def test_a_name_that_cannot_be_is_refused(project: Project, name: str, sentence: str) -> None:
    assert refused(project, scheming.add_label, FLAGS, name) == sentence
    assert refused(project, scheming.rename_label, FLAGS, "negated", name) == sentence


def test_a_label_that_is_gone_is_refused(project: Project) -> None:
    assert refused(project, scheming.rename_label, FLAGS, "mood", "Mood") == "the scheme has no flag “mood” any more"
    gone = LabelSet("choices", "document", "frame")
    assert refused(project, scheming.add_label, gone, "x") == "the scheme has no attribute “frame” any more"


@pytest.mark.parametrize(("to", "wanted"), [(0, 0), (2, 2), (99, 5), (-3, 0)])
def test_a_label_is_moved(project: Project, to: int, wanted: int) -> None:
    does(project, scheming.move_label, FLAGS, "continuation", to)
    assert [each.id for each in labels(project, FLAGS)].index("continuation") == wanted
    assert len(labels(project, FLAGS)) == 6


# ---------------------------------------------------------------------------------------------- use


def test_use_and_impact_count_objects_and_documents(project: Project) -> None:
    assert scheming.usage(project, FLAGS) == {"headline": 3, "negated": 2}
    assert scheming.usage(project, FRAMES) == {"conflict": 3, "economy": 2}
    assert scheming.impact(project, FLAGS, "negated") == LabelImpact(2, 2)
    assert scheming.impact(project, KINDS, "person") == LabelImpact(4, 3)  # three mentions and the entity
    assert scheming.impact(project, REASONS, "title_or_name") == LabelImpact(3, 3)
    assert scheming.impact(project, FLAGS, "translated") == LabelImpact(0, 0)


def test_the_passages_behind_a_number(project: Project) -> None:
    found = scheming.passages(project, FLAGS, "negated")
    assert [(each.document, each.quotation) for each in found] == [("d_1", "q_1_1"), ("d_2", "q_2_1")]
    assert found[0].words.startswith("“We won’t close the cafe\u0301 🏭 1,”")
    assert len(scheming.passages(project, FLAGS, "headline", 2)) == 2


# ---------------------------------------------------------------------------------------------- merging


def test_merging_moves_everything_in_one_step(project: Project) -> None:
    changes = does(project, scheming.merge_labels, TYPES, "reported", "indirect")
    assert changes.label == "Merge type “Reported” into “Indirect”"
    assert changes.documents == {"d_0", "d_1", "d_2"}
    assert "reported" not in [each.id for each in labels(project, TYPES)]
    assert {each.type for each in quotations(project)} == {"direct", "indirect"}


def test_merging_flags_leaves_none_twice(project: Project) -> None:
    does(project, scheming.merge_labels, FLAGS, "negated", "headline")
    assert {each.flags for each in quotations(project)} == {("headline",), ()}


def test_merging_kinds_changes_mentions_and_entities(project: Project) -> None:
    does(project, scheming.merge_labels, KINDS, "person", "group")
    assert project.registry.get("e_zoe").kind == "group"
    layers = [project.annotations.layers(each)[0] for each in project.documents.ids()]
    assert {each.label for layer in layers for each in layer.mentions} == {"group"}


def test_merging_choices_and_stance_values(project: Project) -> None:
    does(project, scheming.merge_labels, FRAMES, "economy", "conflict")
    assert [each.attributes.get("frame") for each in quotations(project)].count("conflict") == 5
    does(project, scheming.add_label, STANCES, "Hostile")
    does(project, scheming.split_label, STANCES, "against", ["s_1"], "Very hostile")
    does(project, scheming.merge_labels, STANCES, "very_hostile", "hostile")
    values = [stance.value for each in quotations(project) for stance in each.stances]
    assert values == ["against", "hostile", "against"]


def test_merging_reasons_takes_the_guideline_along(project: Project) -> None:
    does(project, scheming.merge_labels, REASONS, "title_or_name", "scare_quotes")
    assert project.scheme.guideline("scare_quotes").splitlines() == [
        "Scare quotes are not quotations: words held at arm's length carry no attribution.",
        "",
        "Titles of works and names in marks are not quotations.",
    ]
    rejections = [project.annotations.layers(each)[0].rejections[0] for each in project.documents.ids()]
    assert {each.reason for each in rejections} == {"scare_quotes"}


def test_a_label_is_not_merged_into_itself_or_nothing(project: Project) -> None:
    assert "no flag “negated” any more" in refused(project, scheming.merge_labels, FLAGS, "negated", "negated")
    assert "no flag “mood” any more" in refused(project, scheming.merge_labels, FLAGS, "negated", "mood")


# ---------------------------------------------------------------------------------------------- splitting


def test_splitting_gives_some_objects_a_new_label(project: Project) -> None:
    changes = does(project, scheming.split_label, FLAGS, "headline", ["q_0_1", "q_2_1"], "Sub-heading")
    assert changes.label == "Split “Sub-heading” off “Headline”"
    ids = [each.id for each in labels(project, FLAGS)]
    assert ids[ids.index("headline") + 1] == "sub_heading"
    flags = {each.id: each.flags for each in quotations(project) if each.flags}
    assert flags == {"q_0_1": ("sub_heading",), "q_1_1": ("negated", "headline"), "q_2_1": ("negated", "sub_heading")}


def test_splitting_a_choice(project: Project) -> None:
    does(project, scheming.split_label, FRAMES, "conflict", ["q_1_1"], "War")
    assert {each.id: each.attributes["frame"] for each in quotations(project)}["q_1_1"] == "war"


def test_a_type_split_off_is_set_by_hand(project: Project) -> None:
    does(project, scheming.split_label, TYPES, "direct", ["q_1_1"], "Slogan")
    split = {each.id: (each.type, each.type_origin) for each in quotations(project)}
    assert split["q_1_1"] == ("slogan", "manual")
    assert split["q_0_1"] == ("direct", "auto")


def test_ids_that_another_document_has_too_are_not_split(project: Project) -> None:
    with project.step("Same id", actor="a_import"):
        twin = replace(project.annotations.layers("d_0")[0].quotation("q_0_1"), stances=())
        project.annotations.save_quotation("l_1", twin, document="d_1")
    said = refused(project, scheming.split_label, FLAGS, "headline", ["q_0_1"], "x")
    assert said.startswith("some of these passages share their ids with others")


def test_nothing_to_split_off_is_refused(project: Project) -> None:
    assert refused(project, scheming.split_label, FLAGS, "headline", [], "x") == (
        "nothing is chosen to split off “Headline”"
    )


# ---------------------------------------------------------------------------------------------- removing


def test_removing_a_flag_takes_it_off(project: Project) -> None:
    does(project, scheming.remove_label, FLAGS, "negated")
    assert {each.flags for each in quotations(project)} == {("headline",), ()}


def test_removing_a_choice_empties_its_values(project: Project) -> None:
    does(project, scheming.remove_label, FRAMES, "economy")
    assert [each.attributes.get("frame") for each in quotations(project)].count("economy") == 0


def test_removing_a_reason_takes_its_guideline(project: Project) -> None:
    does(project, scheming.remove_label, REASONS, "title_or_name")
    assert project.scheme.guideline("title_or_name") == ""
    assert project.annotations.layers("d_0")[0].rejections[0].reason is None


def test_removing_with_a_replacement(project: Project) -> None:
    does(project, scheming.remove_label, KINDS, "person", replaced_by="other")
    assert project.registry.get("e_zoe").kind == "other"


def test_what_is_never_empty_needs_a_replacement(project: Project) -> None:
    assert refused(project, scheming.remove_label, KINDS, "person") == "“Person” is in use and nothing replaces it"
    assert refused(project, scheming.remove_label, TYPES, "reported") == "“Reported” is in use and nothing replaces it"
    does(project, scheming.remove_label, KINDS, "law")


@pytest.mark.parametrize("id", RULED_TYPES)
def test_types_set_by_rule_stay(project: Project, id: str) -> None:
    name = project.scheme.name("types", id)
    said = f"“{name}” stays: this type is set by rule from the quotation marks"
    assert refused(project, scheming.remove_label, TYPES, id).startswith(said)
    assert refused(project, scheming.merge_labels, TYPES, id, "reported").startswith(said)
    assert scheming.fixed(TYPES, id)


@pytest.mark.parametrize("id", SIGNED_STANCES)
def test_stance_values_with_an_arrow_stay(project: Project, id: str) -> None:
    assert "arrow key" in refused(project, scheming.remove_label, STANCES, id)
    assert scheming.fixed(TYPES, id) == ""


def test_the_kind_of_new_targets_stays(project: Project) -> None:
    assert "New stance targets" in scheming.fixed(KINDS, "issue")
    refused(project, scheming.remove_label, KINDS, "issue")


def test_the_last_choice_stays(project: Project) -> None:
    does(project, scheming.remove_label, FRAMES, "economy")
    with pytest.raises(Exception, match="the last choice"):
        scheming.remove_label(project, BEA, FRAMES, "conflict")


# ---------------------------------------------------------------------------------------------- asked, guidelines


def test_the_fields_asked_for(project: Project) -> None:
    does(project, scheming.set_asked, ["flags", "cue"])
    assert project.scheme.asked == ("cue", "flags")
    assert not scheming.set_asked(project, BEA, ("cue", "flags"))
    does(project, scheming.set_asked, ASKED)


def test_a_guideline_is_written_changed_and_taken_out(project: Project) -> None:
    does(project, scheming.set_guideline, "boundary", " Take the **comma** in 🏭. ")
    assert project.scheme.guidelines[-1].text == "Take the **comma** in 🏭."
    does(project, scheming.set_guideline, "scare_quotes", "Never.")
    assert project.scheme.guidelines[0].text == "Never."
    does(project, scheming.set_guideline, "", "# Read first")
    assert project.scheme.guidelines[0].reason == ""
    does(project, scheming.set_guideline, "boundary", " \n")
    assert project.scheme.guideline("boundary") == ""
    does(project, scheming.remove_guideline, "")
    assert project.scheme.guidelines[0].reason == "scare_quotes"


def test_several_rules_of_one_reason_become_one(project: Project) -> None:
    does(project, scheming.merge_labels, REASONS, "title_or_name", "headline")
    before = len(project.scheme.guidelines)
    does(project, scheming.set_guideline, "headline", "One rule.")
    assert len(project.scheme.guidelines) == before - 1
    assert project.scheme.guidelines[1].text == "One rule."


def test_a_guideline_moves(project: Project) -> None:
    does(project, scheming.move_guideline, "other", 0)
    assert project.scheme.guidelines[0].reason == "other"
    assert refused_guideline(project) == "this guideline is no longer there"


def refused_guideline(project: Project) -> str:
    project.undo(BEA.id)
    return refused(project, scheming.move_guideline, "boundary", 0)


def test_a_guideline_needs_its_reason(project: Project) -> None:
    assert refused(project, scheming.set_guideline, "mood", "x") == "the scheme has no reason code “mood” any more"


# ---------------------------------------------------------------------------------------------- whole schemes


def test_another_scheme_strands_nothing(project: Project) -> None:
    slim = replace(
        DEFAULT,
        types=(Label("direct", "Direkte Rede"), Label("quote", "Zitat")),
        kinds=(Label("body", "Body"),),
        flags=(),
        reasons=(),
        guidelines=(),
        asked=("cue",),
    )
    before = quotations(project)
    does(project, scheming.take_scheme, slim)
    after = project.scheme
    assert [each.id for each in after.types] == ["direct", "quote", "mixed", "indirect", "reported"]
    assert after.types[0].name == "Direkte Rede"
    assert [each.id for each in after.kinds] == ["body", "person", "issue"]
    assert [each.id for each in after.flags] == ["headline", "negated"]
    assert [each.id for each in after.reasons] == ["title_or_name"]
    assert [each.id for each in after.attributes] == ["frame", "tone", "year", "party"]
    assert after.asked == ("cue",)
    assert quotations(project) == before
    assert scheme_file.read_scheme(io.BytesIO(scheme_file.encoded(after))) == after


def test_a_scheme_is_read_from_a_file(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "own.scheme.json"
    path.write_bytes(scheme_file.encoded(project.scheme))
    assert scheming.read_scheme(path) == project.scheme
    path.write_text("{", encoding="utf-8")
    with pytest.raises(FormatError):
        scheming.read_scheme(path)
    with pytest.raises(FormatError):
        scheming.read_scheme(tmp_path / "none.json")


def test_choices_that_are_in_use_survive_another_scheme(project: Project) -> None:
    slim = replace(
        project.scheme, attributes=(replace(project.scheme.attributes[0], choices=(Label("war", "Krieg"),)),)
    )
    does(project, scheming.take_scheme, slim)
    kept = project.scheme.attribute("quotation", "frame")
    assert kept is not None
    used = set(scheming.usage(project, FRAMES))
    assert used
    assert kept.choices[0].id == "war"
    assert used <= {each.id for each in kept.choices}


def test_a_column_with_values_keeps_its_type_in_another_scheme(project: Project) -> None:
    frame = project.scheme.attribute("quotation", "frame")
    other = replace(project.scheme, attributes=(replace(project.scheme.attributes[0], type="number", choices=()),))
    scheming.take_scheme(project, BEA, other)
    assert project.scheme.attribute("quotation", "frame") == frame


def test_a_reason_that_stays_keeps_its_rule(project: Project) -> None:
    (used, *_) = scheming.usage(project, REASONS)
    scheming.set_guideline(project, BEA, used, "Titles stay é 🏭.")
    scheming.take_scheme(project, BEA, replace(project.scheme, reasons=(), guidelines=()))
    assert project.scheme.guideline(used) == "Titles stay é 🏭."
