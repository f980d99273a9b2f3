"""What comes back is taken once, can be undone, and where both have worked nothing of ours is lost."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.domain.annotations import Annotator, Decision, Origin, Party, Quotation
from annotator.domain.errors import AppError, ConflictError, ProjectError
from annotator.domain.registry import Entity
from annotator.domain.scheme import Label
from annotator.operations import annotate, mentions, parties, suggestions
from annotator.operations import registry as entities
from annotator.operations.copying import CopyOptions
from annotator.operations.desk import Desk
from annotator.operations.merge_report import Answers
from annotator.operations.parties import Newcomer
from annotator.operations.uniting import look, merge, write
from annotator.store.project import Project
from tests.operations.handed import (
    AAS,
    BEA,
    CHIEF,
    bring_back,
    change,
    exported,
    hand_out,
    make_source,
    own_layer,
    quote,
    sound,
    span,
    undo,
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return make_source(tmp_path / "source.annotator")


@pytest.fixture
def copy(source: Path, tmp_path: Path) -> Path:
    return hand_out(source, tmp_path / "copy.annotator", options=CopyOptions(blind=True))


def desk(project: Project, document: str) -> Desk:
    assert project.receiver is not None
    return Desk(project, document, project.receiver)


# ------------------------------------------------------------------------------------------------ taking


def test_a_colleagues_layer_comes_with_its_entities_as_one_step(source: Path, copy: Path) -> None:
    id = quote(copy, None, "d_1", "stays open")
    with Project.open(copy, exclusive=False) as project:
        parties.set_party(desk(project, "d_1"), id, "speakers", Newcomer("Omar Haddad", "person"))
        annotate.set_status(desk(project, "d_1"), "done")
    before = exported(source)
    report = bring_back(source, copy)
    assert (report.documents, report.layers, report.entities, report.written) == (1, 1, 1, True)
    assert report.sentence == "1 layer in 1 document merged; 1 entity added or changed."
    assert [(each.name, each.done, each.new) for each in report.people] == [("Aas", 1, 1)]
    sound(source)
    with Project.open(source, read_only=True) as project:
        (aas,) = project.annotators()
        layer = project.annotations.layer("d_1", "annotator", aas.id)
        assert layer is not None
        assert (layer.status, [each.id for each in layer.quotations]) == ("done", [id])
        (one,) = project.registry.all()
        assert one.name == "Omar Haddad"
        assert project.undo_label(CHIEF.id) == "Merge “copy.annotator”"
    after = exported(source)
    again = bring_back(source, copy)
    assert not again.written
    assert again.sentence == "Nothing to merge: everything is here already."
    assert exported(source) == after != before
    undo(source)
    assert exported(source) == before
    sound(source)
    assert bring_back(source, copy).written, "what was undone can be merged again"
    assert exported(source) == after


def test_a_colleague_may_give_the_file_back_twice(source: Path, copy: Path) -> None:
    id = quote(copy, None, "d_1", "stays open")
    bring_back(source, copy)
    change(copy, "d_1", id, note="second thoughts 🏭")
    more = quote(copy, None, "d_0", "close the cafe\u0301")
    report = bring_back(source, copy)
    assert (report.documents, report.conflicts) == (2, ())
    with Project.open(source, read_only=True) as project:
        (aas,) = project.annotators()
    assert own_layer(source, "d_1", aas).quotations[0].note == "second thoughts 🏭"
    assert own_layer(source, "d_0", aas).quotations[0].id == more
    assert exported(source, ["d_0"]) == exported(copy, ["d_0"])


def test_documents_are_matched_by_text_before_id(source: Path, tmp_path: Path) -> None:
    with Project.open(source, read_only=True) as project:
        texts = {id: project.documents.get(id).text for id in project.documents.ids()}
    other = make_source(
        tmp_path / "other.annotator",
        {"mine_1": texts["d_1"], "d_0": "Another text 🏭 e\u0301.", "new": "Only there 🏭 e\u0301."},
    )
    quote(other, BEA, "mine_1", "stays open")
    quote(other, BEA, "d_0", "Another text")
    report = bring_back(source, other)
    assert (report.documents, report.common, report.strangers) == (1, 1, 1)
    (conflict,) = report.conflicts
    assert (conflict.kind, conflict.document) == ("text", "d_0")
    assert conflict.sentence == "“Title d_0 🏭” has another text in the other project and is left out."
    assert len(own_layer(source, "d_1", BEA).quotations) == 1
    with Project.open(source, read_only=True) as project:
        assert project.annotations.layer("d_0", "annotator", BEA.id) is None
        assert project.documents.count() == 3
    assert not bring_back(source, other).written


# ------------------------------------------------------------------------------------------------ three ways


def both(tmp_path: Path) -> tuple[Path, Path, list[str]]:
    """Bea's layer, handed to herself; three quotations."""
    source = make_source(tmp_path / "source.annotator")
    ids = [quote(source, BEA, "d_0", words) for words in ("We will not", "close the", "reporters")]
    return source, hand_out(source, tmp_path / "copy.annotator", "Bea"), ids


def test_what_only_one_side_changed_is_taken_or_stays(tmp_path: Path) -> None:
    source, copy, (one, two, three) = both(tmp_path)
    change(source, "d_0", one, BEA, note="ours 🏭")
    change(copy, "d_0", two, note="theirs e\u0301")
    change(copy, "d_0", three, gone=True)
    mine = quote(source, BEA, "d_0", "Article 0")
    yours = quote(copy, None, "d_0", "ends e\u0301")
    before = exported(source)
    report = bring_back(source, copy)
    assert report.conflicts == ()
    (person,) = report.people
    assert (person.new, person.changed, person.removed) == (1, 1, 1)
    layer = own_layer(source, "d_0", BEA)
    assert {each.id: each.note for each in layer.quotations} == {
        one: "ours 🏭", two: "theirs e\u0301", mine: None, yours: None,
    }  # fmt: skip
    sound(source)
    assert not bring_back(source, copy).written
    undo(source)
    assert exported(source) == before


def test_a_conflict_stays_as_here_is_told_and_can_be_answered(tmp_path: Path) -> None:
    source, copy, (one, two, three) = both(tmp_path)
    change(source, "d_0", one, BEA, note="ours 🏭")
    change(copy, "d_0", one, note="theirs e\u0301", confidence=2)
    change(source, "d_0", two, BEA, gone=True)
    change(copy, "d_0", two, flags=("headline",))
    change(source, "d_0", three, BEA, confidence=1)
    change(copy, "d_0", three, gone=True)
    before = exported(source)
    report = bring_back(source, copy)
    assert not report.written
    assert exported(source) == before
    told = {each.object: (each.message, each.ours, each.theirs) for each in report.conflicts}
    assert told == {
        one: ("The quotation “We will not” differs.",
              "confidence none; note ours 🏭", "confidence 2; note theirs e\u0301"),
        two: ("The quotation “close the” differs.", "removed", "changed"),
        three: ("The quotation “reporters” differs.", "changed", "removed"),
    }  # fmt: skip
    assert report.sentence == "Nothing to merge: everything is here already; 3 conflicts left as here."
    keys = frozenset(each.key for each in report.conflicts if each.object != two)
    answered = bring_back(source, copy, Answers(theirs=keys))
    assert [each.object for each in answered.conflicts] == [two]
    layer = own_layer(source, "d_0", BEA)
    assert [(each.id, each.note) for each in layer.quotations] == [(one, "theirs e\u0301")]
    assert [each.object for each in bring_back(source, copy).conflicts] == [two], "it is told until it is settled"
    undo(source)
    assert exported(source) == before
    assert bring_back(source, copy, Answers(all_theirs=True)).conflicts == ()
    assert exported(source, ["d_0"]) == exported(copy, ["d_0"])


def test_status_and_metadata_are_merged_like_all_else(tmp_path: Path) -> None:
    source, copy, _ = both(tmp_path)
    with Project.open(copy, exclusive=False) as project:
        annotate.set_status(desk(project, "d_0"), "done")
        with project.step("Meta", actor=BEA.id):
            project.documents.set_meta("d_1", {"title": "Corrected 🏭", "page": 4})
            project.documents.set_meta("d_2", {"title": "Theirs"})
    with Project.open(source, exclusive=False) as project, project.step("Meta", actor=BEA.id):
        project.documents.set_meta("d_2", {"title": "Ours"})
    report = bring_back(source, copy)
    assert own_layer(source, "d_0", BEA).status == "done"
    assert [(each.kind, each.ours, each.theirs) for each in report.conflicts] == [
        ("metadata", "title Ours", "title Theirs")
    ]
    with Project.open(source, read_only=True) as project:
        assert project.documents.get("d_1").meta["title"] == "Corrected 🏭"
        assert project.documents.get("d_1").meta["page"] == 4
        assert project.documents.get("d_2").meta["title"] == "Ours"
    assert not bring_back(source, copy).written


def test_a_parent_that_is_gone_leaves_its_children_higher_up(tmp_path: Path) -> None:
    source = make_source(tmp_path / "source.annotator")
    outer = quote(source, BEA, "d_0", "We will not close the cafe\u0301 🏭")
    inner = quote(source, BEA, "d_0", "not close the cafe\u0301")
    copy = hand_out(source, tmp_path / "copy.annotator", "Bea")
    assert own_layer(source, "d_0", BEA).quotation(inner).parent == outer
    change(source, "d_0", inner, BEA, gone=True)
    leaf = quote(copy, None, "d_0", "close")
    assert own_layer(copy, "d_0").quotation(leaf).parent == inner
    bring_back(source, copy)
    assert own_layer(source, "d_0", BEA).quotation(leaf).parent == outer
    sound(source)
    assert not bring_back(source, copy).written


def test_a_layer_begun_on_both_sides_has_each_mention_once(source: Path, tmp_path: Path) -> None:
    with Project.open(source, exclusive=False) as project, project.step("Bea", actor=BEA.id):
        project.save_annotator(BEA)
    copy = hand_out(source, tmp_path / "copy.annotator", "Bea")
    with Project.open(source, exclusive=False) as project:
        suggestions.accept_suggestion(Desk(project, "d_1", BEA), "q_d_1")
    with Project.open(copy, exclusive=False) as project:
        suggestions.accept_suggestion(desk(project, "d_1"), "q_d_1")
        mentions.link_to_new(desk(project, "d_1"), "m_d_1_0", "Omar Haddad", "person")
    quote(source, BEA, "d_0", "We will not")
    with Project.open(copy, exclusive=False) as project:
        mentions.remove_mention(desk(project, "d_0"), "m_d_0_0")
    report = bring_back(source, copy)
    assert report.conflicts == ()
    layer = own_layer(source, "d_1", BEA)
    assert len(layer.quotations) == 1
    (mention,) = layer.mentions
    assert mention.entity is not None, "theirs has said whom it names, ours has not touched it"
    assert own_layer(source, "d_0", BEA).mentions == ()
    sound(source)
    assert not bring_back(source, copy).written


def test_decisions_and_gold_come_back(source: Path, tmp_path: Path) -> None:
    copy = hand_out(source, tmp_path / "copy.annotator", "Bea")
    made = Origin("adjudication", "a_bea")
    with Project.open(copy, exclusive=False) as project, project.step("Gold", actor="a_bea"):
        gold = replace(own_gold(), quotations=(Quotation("q_gold", (span(project, "d_0", "We will"),), made),))
        project.annotations.add_layer("d_0", gold)
        project.annotations.save_decision(
            "d_0", Decision("x_1", "q_gold", (), "content", "picked", None, "a_bea", None)
        )
        project.annotations.set_acknowledged_by("d_0", "x_1", ["a_bea"])
    report = bring_back(source, copy)
    assert [each.name for each in report.people] == ["Gold"]
    with Project.open(source, read_only=True) as project:
        assert [each.id for each in project.annotations.decisions("d_0")] == ["x_1"]
        assert project.annotations.layer("d_0", "gold") is not None
        assert project.annotations.acknowledgements("d_0") == {"x_1": ("a_bea",)}
    assert not bring_back(source, copy).written
    with Project.open(hand_out(source, tmp_path / "next.annotator", "Aas"), read_only=True) as next_one:
        assert next_one.annotations.acknowledgements("d_0") == {"x_1": ("a_bea",)}


def own_gold():  # type: ignore[no-untyped-def]
    from annotator.domain.annotations import Layer

    return Layer("l_gold", "gold", status="in_progress")


# ------------------------------------------------------------------------------------------------ who is who


def test_namesakes_are_asked_about(source: Path, copy: Path) -> None:
    quote(source, AAS, "d_1", "stays open")
    quote(copy, None, "d_1", "The harbour")
    with Project.open(source, exclusive=False) as project:
        found = look(project, copy)
        (clash,) = found.report.clashes
        assert clash.ours == AAS
        assert clash.theirs.name == "Aas"
        assert found.report.layers == 0
        with pytest.raises(ConflictError, match="may be two people") as caught:
            merge(project, copy, actor=CHIEF)
        assert caught.value.hint == "say --same or --apart “Aas”"
    before = exported(source)
    bring_back(source, copy, Answers(apart=frozenset([clash.theirs.id])))
    with Project.open(source, read_only=True) as project:
        assert [each.name for each in project.annotators()] == ["Aas", "Aas 2"]
    assert not bring_back(source, copy).written, "it is not asked again"
    undo(source)
    assert exported(source) == before
    bring_back(source, copy, Answers(same=frozenset([clash.theirs.id])))
    layer = own_layer(source, "d_1", AAS)
    assert len(layer.quotations) == 2
    assert {each.origin.agent for each in layer.quotations} == {"a_aas"}
    assert not bring_back(source, copy).written, "it is not asked again"
    sound(source)


def test_entities_are_one_by_id_then_by_name(source: Path, copy: Path) -> None:
    made = Origin("manual", "a_chief")
    with Project.open(source, exclusive=False) as project, project.step("Registry", actor="a_chief"):
        project.registry.save(Entity("e_omar", "Omar  HADDAD", "person", made))
        project.registry.save(Entity("e_harbour", "Harbour", "place", made))
    id = quote(copy, None, "d_1", "stays open")
    with Project.open(copy, exclusive=False) as project:
        parties.set_party(desk(project, "d_1"), id, "speakers", Newcomer("Omar Haddad", "person"))
        parties.set_party(desk(project, "d_1"), id, "addressees", Newcomer("Harbour", "organisation"))
        (there,) = project.registry.named("Omar Haddad")
    with Project.open(source, read_only=True) as project:
        (offer,) = look(project, copy).report.offers
    assert (offer.theirs, offer.ours.id, offer.same) == (there, "e_omar", True)
    bring_back(source, copy)
    with Project.open(source, read_only=True) as project:
        assert sorted(each.name for each in project.registry.all()) == ["Harbour", "Harbour", "Omar  HADDAD"]
        layer = project.annotations.layers("d_1")[0]
        assert layer.quotations[0].speakers[0].entity == "e_omar"
    assert not bring_back(source, copy).written
    undo(source)
    bring_back(source, copy, Answers(entities_apart=frozenset([there.id])))
    with Project.open(source, read_only=True) as project:
        assert len(project.registry.named("Omar Haddad")) == 2
    assert not bring_back(source, copy).written


def test_entities_edited_on_one_side_are_taken_on_both_told(tmp_path: Path) -> None:
    source = make_source(tmp_path / "source.annotator")
    with Project.open(source, exclusive=False) as project, project.step("Registry", actor="a_chief"):
        for id, name in (("e_1", "Ana"), ("e_2", "Omar"), ("e_3", "Harbour")):
            project.registry.save(Entity(id, name, "person", Origin("import", None)))
    copy = hand_out(source, tmp_path / "copy.annotator", "Aas")
    quote(copy, None, "d_0", "We will")
    with Project.open(copy, exclusive=False) as project:
        for id in ("e_1", "e_2"):
            entities.add_alias(project, AAS, id, "Theirs e\u0301")
    with Project.open(source, exclusive=False) as project:
        for id in ("e_2", "e_3"):
            entities.add_alias(project, BEA, id, "Ours 🏭")
    report = bring_back(source, copy)
    assert [(each.kind, each.object) for each in report.conflicts] == [("entity", "e_2")]
    with Project.open(source, read_only=True) as project:
        aliases = {each.id: each.aliases for each in project.registry.all()}
    assert aliases == {"e_1": ("Theirs e\u0301",), "e_2": ("Ours 🏭",), "e_3": ("Ours 🏭",)}
    assert not bring_back(source, copy).written


def test_new_labels_come_with_their_names(source: Path, copy: Path) -> None:
    with Project.open(copy, exclusive=False) as project, project.step("Scheme", actor="a"):
        flags = (*project.scheme.flags, Label("irony", "Irony e\u0301"))
        project.set_scheme(project.scheme.with_labels("flags", flags))
    id = quote(copy, None, "d_1", "stays open")
    change(copy, "d_1", id, flags=("irony",), speakers=(Party((), None, "unknown"),))
    bring_back(source, copy)
    with Project.open(source, read_only=True) as project:
        assert project.scheme.name("flags", "irony") == "Irony e\u0301"


# ------------------------------------------------------------------------------------------------ what cannot be


def test_what_cannot_be_merged_is_one_sentence(source: Path, copy: Path, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("No project 🏭", encoding="utf-8")
    foreign = tmp_path / "foreign.annotator"
    with sqlite3.connect(foreign) as raw:
        raw.execute("CREATE TABLE a(b)")
    raw.close()
    newer = tmp_path / "newer.annotator"
    shutil.copy(copy, newer)
    with sqlite3.connect(newer) as raw:
        raw.execute("PRAGMA user_version=99")
    raw.close()
    damaged = tmp_path / "damaged.annotator"
    shutil.copy(copy, damaged)
    with damaged.open("rb+") as file:
        file.seek(8192)
        file.write(b"\xff" * 20_000)
    odd = tmp_path / "odd.annotator"
    shutil.copy(copy, odd)
    quote(odd, None, "d_1", "stays open")
    with sqlite3.connect(odd) as raw:
        raw.execute("UPDATE quotation SET content='[[5,9999]]'")
    raw.close()
    stranger = make_source(tmp_path / "stranger.annotator", {"d_9": "Elsewhere 🏭 e\u0301."})
    cases = {
        tmp_path / "none.annotator": "there is no file none.annotator",
        tmp_path: f"{tmp_path.name} is a folder",
        text: "text.txt is not an Annotator project",
        foreign: "foreign.annotator is an SQLite file, but not an Annotator project",
        newer: "newer.annotator is from a newer version of Annotator",
        source: "source.annotator is the project itself",
        stranger: "stranger.annotator has no document in common with this project",
        copy: "nobody has annotated anything in copy.annotator",
    }
    before = source.read_bytes()
    for path, said in cases.items():
        with Project.open(source, read_only=True, exclusive=False) as project, pytest.raises(AppError) as caught:
            look(project, path)
        assert caught.value.message == said
    for path in (damaged, odd):
        with Project.open(source, read_only=True) as project, pytest.raises(ProjectError, match="is damaged"):
            look(project, path)
    assert source.read_bytes() == before


def test_an_older_file_is_merged_from_a_copy_of_its_own(tmp_path: Path) -> None:
    old = tmp_path / "old.annotator"
    with sqlite3.connect(old) as raw:
        raw.executescript((Path(__file__).parents[1] / "store" / "data" / "version_1.sql").read_text(encoding="utf-8"))
    raw.close()
    before = old.read_bytes()
    newer = tmp_path / "newer.annotator"
    shutil.copy(old, newer)
    Project.open(newer).close()
    with Project.open(newer, read_only=True, exclusive=False) as project:
        assert look(project, old).is_empty
    assert old.read_bytes() == before
    assert {each.name for each in tmp_path.iterdir()} >= {"old.annotator", "newer.annotator"}
    assert not list(tmp_path.glob("old.v1*"))


def test_an_edit_after_the_report_is_noticed(source: Path, copy: Path) -> None:
    quote(copy, None, "d_1", "stays open")
    with Project.open(source, exclusive=False) as project:
        shown = look(project, copy)
        quote(source, BEA, "d_0", "We will")
        assert write(project, copy, shown, actor=CHIEF).written, "an edit of ours that changes nothing in the report"
        project.undo(CHIEF.id)
        shown = look(project, copy)
        quote(copy, None, "d_0", "We will")
        with pytest.raises(ConflictError, match="edited since the report"):
            write(project, copy, shown, actor=CHIEF)
        with pytest.raises(ConflictError, match="cancelled"):
            merge(project, copy, actor=CHIEF, cancelled=lambda: True)
    with Project.open(source, read_only=True) as project:
        assert [each.name for each in project.annotators()] == ["Bea"]


def test_a_file_that_is_open_elsewhere_is_merged_as_last_saved(source: Path, copy: Path) -> None:
    quote(copy, None, "d_1", "stays open")
    with Project.open(copy) as opened, opened.step("More", actor="a"):
        opened.notes.set("d_1", opened.receiver.id, "not committed yet")  # type: ignore[union-attr]
        assert bring_back(source, copy).layers == 1


def test_a_plain_copy_of_the_file_is_merged_without_a_base(source: Path, tmp_path: Path) -> None:
    one = quote(source, BEA, "d_0", "We will")
    other = tmp_path / "other.annotator"
    shutil.copy(source, other)
    change(other, "d_0", one, BEA, note="theirs 🏭")
    quote(other, BEA, "d_1", "stays open")
    report = bring_back(source, other)
    assert [each.object for each in report.conflicts] == [one]
    assert len(own_layer(source, "d_1", BEA).quotations) == 1
    assert Annotator("a_bea", "Bea") == BEA
    assert not bring_back(source, other).written
