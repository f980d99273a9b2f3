"""A copy for a colleague holds what was chosen and nothing else; shares keep apart; a blind one tells no word."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.analysis.sameness import Rules
from annotator.domain.annotations import COPIED, Layer, Mention, Origin, Quotation, Rejection, Stance
from annotator.domain.errors import AppError, ConflictError, ProjectError
from annotator.domain.profiles import PROFILES, SPEECH
from annotator.domain.registry import Entity
from annotator.operations import pipeline_labels
from annotator.operations.carried import suggested, with_carried
from annotator.operations.copying import CopyOptions, write_copy
from annotator.operations.shares import Share, handed
from annotator.store.project import Project
from tests.operations.handed import AAS, BEA, TEXTS, article, hand_out, make_source, sound, span

BEAS = Origin("manual", "a_bea", created="2026-11-20T11:00:00Z", modified="2026-11-20T11:00:00Z")
SECRETS = ("Bea", "a_bea", "Secret", "geheim", "Weird alias", "whispered", "Q4711", "prophet")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Three labelled articles; Bea has filled the first one with words of her own."""
    path = make_source(tmp_path / "source.annotator")
    with Project.open(path, exclusive=False) as project, project.step("Bea", actor=BEA.id):
        project.registry.save(Entity("e_secret", "Secret Society 🎪", "group", BEAS, ("geheim e\u0301",)))
        edited = replace(BEAS, kind="import", agent="a_chief", edited=True)
        odd = ("Ana Lindqvist", "Weird alias")
        project.registry.save(Entity("e_ana", "Lindqvist", "person", edited, odd, "Q4711", {"role": "prophet"}))
        where = (span(project, "d_0", "Ana Lindqvist"),)
        quotation = Quotation(
            "q_bea", (span(project, "d_0", "close the cafe\u0301"),), BEAS, note="whispered 🏭",
            stances=(Stance("s_1", "e_secret", (), "against", 1, True, (), BEAS),),
        )  # fmt: skip
        mention = Mention("m_bea", where, "person", "e_ana", BEAS)
        rejection = Rejection("x_bea", None, where, "geheim", "a_bea", None)
        layer = Layer("l_bea", "annotator", "a_bea", "Bea", "done", None, {}, (mention,), (quotation,), (rejection,))
        project.annotations.add_layer("d_0", layer)
        project.notes.set("d_0", "a_bea", "Secret note")
        labels = project.annotations.layer("d_1", "pipeline")
        assert labels is not None
        linked = tuple(replace(each, entity="e_secret") for each in labels.mentions)
        project.annotations.replace_pipeline_layer("d_1", replace(labels, mentions=linked))
    with Project.open(path, exclusive=False) as project:  # words that only the history and free pages hold by now
        with project.step("Secret", actor=BEA.id):
            project.notes.set("d_1", "a_bea", "geheim again")
        with project.step("Secret back", actor=BEA.id):
            project.notes.set("d_1", "a_bea", None)
    return path


def test_a_copy_is_an_ordinary_project_for_somebody(source: Path, tmp_path: Path) -> None:
    with Project.open(source, exclusive=False) as project:
        report = write_copy(project, tmp_path / "copy.annotator", "Aas")
        assert report.sentence == "Copy for Aas written: 3 documents."
        ours = project.documents.ids()
    sound(tmp_path / "copy.annotator")
    with Project.open(tmp_path / "copy.annotator", exclusive=False) as copy:
        assert copy.receiver is not None
        assert copy.receiver.name == "Aas"
        assert copy.documents.ids() == ours
        assert copy.history() == []
        layer = copy.annotations.layer("d_0", "annotator", "a_bea")
        assert layer is not None, "what is not blind shows everybody's work"
        assert layer.quotations[0].note == "whispered 🏭"
        assert copy.notes.get("d_0", "a_bea") is None, "notes to oneself are nobody else's"
        assert copy.documents.search("harbour")
        assert {each.id for each in copy.registry.all()} == {"e_secret", "e_ana"}
    with sqlite3.connect(tmp_path / "copy.annotator") as raw:
        assert raw.execute("PRAGMA freelist_count").fetchone() == (0,)
        assert raw.execute("SELECT count(*) FROM change").fetchone() == (0,)
    raw.close()


def test_a_copy_of_some_documents_holds_nothing_of_the_others(source: Path, tmp_path: Path) -> None:
    copy = hand_out(source, tmp_path / "part.annotator", options=CopyOptions(documents=["d_2"]))
    with Project.open(copy, read_only=True) as opened:
        assert opened.documents.ids() == ["d_2"]
        assert opened.registry.all() == ()
        assert [each.name for each in opened.annotators()] == ["Aas"]
    told = copy.read_bytes()
    assert not [word for word in (*SECRETS, "Omar Haddad", "Article 0") if word.encode() in told]
    assert b"nobody asked us" in told


def test_no_byte_of_a_blind_copy_tells_what_another_has_written(source: Path, tmp_path: Path) -> None:
    plain = hand_out(source, tmp_path / "open.annotator").read_bytes()
    assert all(word.encode() in plain for word in SECRETS if word != "Secret note"), "the search can find them"
    copy = hand_out(source, tmp_path / "blind.annotator", options=CopyOptions(blind=True))
    told = copy.read_bytes()
    assert not [word for word in SECRETS if word.encode() in told]
    sound(copy)
    with Project.open(copy, read_only=True) as opened:
        (ana,) = opened.registry.all()
        assert (ana.name, ana.aliases, dict(ana.attributes)) == ("Lindqvist", ("Ana Lindqvist",), {})
        labels = opened.annotations.layer("d_1", "pipeline")
        assert labels is not None
        assert [each.entity for each in labels.mentions] == [None]
        assert opened.annotations.layers("d_0")[0].kind == "pipeline"


def test_what_others_annotated_in_a_copy_is_no_suggestion_of_a_blind_one(source: Path, tmp_path: Path) -> None:
    with Project.open(source, exclusive=False) as project, project.step("Offer", actor=BEA.id):
        labels = project.annotations.layer("d_1", "pipeline")
        assert labels is not None
        (bea,) = (each for each in project.annotations.layers("d_0") if each.annotator_id == BEA.id)
        carried = suggested(replace(bea.quotations[0], stances=()), "hash", COPIED, 1.0)
        assert carried.note is None  # everybody sees suggestions
        project.annotations.replace_pipeline_layer("d_1", with_carried("d_1", labels, [carried]))
    open_one = hand_out(source, tmp_path / "open.annotator", options=CopyOptions())
    blind = hand_out(source, tmp_path / "blind.annotator", options=CopyOptions(blind=True))
    found = []
    for path in (open_one, blind):
        with Project.open(path) as copy:
            labels = copy.annotations.layer("d_1", "pipeline")
            assert labels is not None
            found.append([each.origin.rule for each in labels.quotations].count(COPIED))
    assert found == [1, 0]


def test_the_receivers_own_work_goes_along_even_blind(source: Path, tmp_path: Path) -> None:
    with Project.open(source, exclusive=False) as project:
        write_copy(project, tmp_path / "bea.annotator", "Bea", CopyOptions(blind=True))
    with Project.open(tmp_path / "bea.annotator", read_only=True) as copy, Project.open(source, read_only=True) as old:
        assert copy.receiver == BEA
        assert copy.annotations.layer("d_0", "annotator", "a_bea") == old.annotations.layer("d_0", "annotator", "a_bea")
        assert copy.notes.get("d_0", "a_bea") == "Secret note"
        assert copy.registry.get("e_secret") == old.registry.get("e_secret")


def test_without_suggestions_the_names_stay_and_no_quotation_comes_later(source: Path, tmp_path: Path) -> None:
    copy = hand_out(source, tmp_path / "plain.annotator", options=CopyOptions(suggestions=False))
    with Project.open(copy, exclusive=False) as opened:
        labels = opened.annotations.layer("d_2", "pipeline")
        assert labels is not None
        assert len(labels.mentions) == 1
        assert labels.quotations == ()
        assert opened.documents.unlabelled() == []
        pipeline_labels.store_suggestions(opened, article("d_2", TEXTS["d_2"]))
        again = opened.annotations.layer("d_2", "pipeline")
        assert again is not None
        assert (len(again.mentions), again.quotations) == (1, ())


def test_what_was_handed_to_whom_is_noted(source: Path, tmp_path: Path) -> None:
    hand_out(source, tmp_path / "a.annotator", options=CopyOptions(suggestions=False))
    hand_out(source, tmp_path / "b.annotator", "Bea", CopyOptions(documents=["d_1"], blind=True))
    with Project.open(source, read_only=True) as project:
        first, second = handed(project)
    assert (first.name, first.blind, first.suggestions, first.documents, first.share) == (
        "Aas", False, False, None, None,
    )  # fmt: skip
    assert (second.annotator, second.blind, second.suggestions, second.documents) == ("a_bea", True, True, ("d_1",))


def test_shares_keep_apart_but_for_what_is_common(tmp_path: Path) -> None:
    source = make_source(tmp_path / "many.annotator", {f"d_{n}": f"Article {n} 🏭 e\u0301." for n in range(20)})
    got = {}
    for name in ("Aas", "Bea", "Cem"):
        copy = hand_out(source, tmp_path / f"{name}.annotator", name, CopyOptions(share=Share(8, 2, 7)))
        with Project.open(copy, read_only=True) as opened:
            got[name] = set(opened.documents.ids())
            assert len(got[name]) == 8
    assert len(got["Aas"] & got["Bea"]) == len(got["Aas"] & got["Cem"]) == len(got["Bea"] & got["Cem"]) == 2
    assert got["Aas"] & got["Bea"] == got["Bea"] & got["Cem"]
    assert len(set.union(*got.values())) == 20
    again = hand_out(source, tmp_path / "again.annotator", "Bea", CopyOptions(share=Share(8, 2, 7)))
    with Project.open(again, read_only=True) as opened:
        assert set(opened.documents.ids()) == got["Bea"]
    other = hand_out(source, tmp_path / "seed.annotator", "Aas", CopyOptions(share=Share(8, 2, 8)))
    with Project.open(other, read_only=True) as opened:
        assert set(opened.documents.ids()) != got["Aas"]
    with Project.open(source, read_only=True) as project:
        assert [each.name for each in handed(project)] == ["Aas", "Bea", "Cem", "Bea", "Aas"]
        assert [len(each.common) for each in handed(project)] == [2] * 5
        assert project.undo_label("a_chief") == "Fill", "handing out is nobody's to undo"


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("Aas", CopyOptions(documents=[]), "no document fits the search"),
        ("Aas", CopyOptions(share=Share(4)), "a share of 4 cannot be drawn from 3 documents"),
        ("Aas", CopyOptions(share=Share(2, 3)), "of 2 documents 3 cannot be common to all"),
        ("gold", CopyOptions(), "“gold” cannot be an annotator's name"),
        ("  ", CopyOptions(), "“” cannot be an annotator's name"),
    ],
)
def test_what_cannot_be_copied_is_one_sentence(
    source: Path, tmp_path: Path, name: str, options: CopyOptions, said: str
) -> None:
    before = sorted(tmp_path.iterdir())
    with Project.open(source, exclusive=False) as project, pytest.raises(AppError) as caught:
        write_copy(project, tmp_path / "no.annotator", name, options)
    assert caught.value.message == said
    assert sorted(tmp_path.iterdir()) == before


def test_a_copy_overwrites_nothing_and_can_be_cancelled(source: Path, tmp_path: Path) -> None:
    taken = tmp_path / "taken.annotator"
    taken.write_bytes(b"mine")
    with Project.open(source, exclusive=False) as project:
        with pytest.raises(ProjectError, match="exists already"):
            write_copy(project, taken, "Aas")
        with pytest.raises(ConflictError, match="cancelled"):
            write_copy(project, tmp_path / "never.annotator", "Aas", cancelled=lambda: True)
        assert handed(project) == ()
    assert taken.read_bytes() == b"mine"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["source.annotator", "taken.annotator"]


def test_a_read_only_project_can_be_copied_but_not_shared_out(source: Path, tmp_path: Path) -> None:
    with Project.open(source, read_only=True) as project:
        assert write_copy(project, tmp_path / "whole.annotator", "Aas").documents == 3
        with pytest.raises(ProjectError, match="read only"):
            write_copy(project, tmp_path / "share.annotator", "Aas", CopyOptions(share=Share(1)))


def test_everyone_has_one_id_in_all_copies(source: Path, tmp_path: Path) -> None:
    ids = set()
    for n in range(2):
        with Project.open(hand_out(source, tmp_path / f"{n}.annotator"), read_only=True) as copy:
            assert copy.receiver is not None
            ids.add(copy.receiver.id)
    assert len(ids) == 1
    assert AAS.id not in ids


def test_what_is_suggested_and_what_differs_is_the_same_in_the_copy(source: Path, tmp_path: Path) -> None:
    with Project.open(source, exclusive=False) as project:
        pipeline_labels.choose_profile(project, other := next(each for each in PROFILES if each != SPEECH))
        with project.step("Rules é 🏭", actor=BEA.id):
            project.set_rules(Rules(titles=not project.rules.titles))
        rules = project.rules
        write_copy(project, tmp_path / "copy.annotator", "Aas")
    with Project.open(tmp_path / "copy.annotator", exclusive=False) as copy:
        assert pipeline_labels.profile_of(copy) == other
        assert copy.rules == rules


def test_a_copy_says_in_its_title_whom_it_is_for(source: Path, tmp_path: Path) -> None:
    first = hand_out(source, tmp_path / "first.annotator", "Aas")
    with Project.open(first, read_only=True, exclusive=False) as copy:
        assert copy.title == "Harbour 🏭 (for Aas)"
    second = hand_out(first, tmp_path / "second.annotator", "Zoe\u0301")
    with Project.open(second, read_only=True, exclusive=False) as copy:
        assert copy.title == "Harbour 🏭 (for Zoe\u0301)"
