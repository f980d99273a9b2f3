"""Which layers agreement is computed on, and that gold leaves the project with its decisions."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from reviewing import ANN, BEA, CAT, JUDGE, SALE, ZOE, at, desk_of, first, layer, project_of, town

from annotator.domain.annotations import Origin, Party
from annotator.domain.errors import AppError
from annotator.domain.registry import Entity
from annotator.operations import annotate, curate
from annotator.operations.agreeing import agreement
from annotator.operations.agreement_figures import as_json
from annotator.operations.choosing import Choice
from annotator.operations.desk import Desk
from annotator.operations.exchange import ExportOptions, export, import_paths
from annotator.operations.merging import merge
from annotator.store.project import Project


def adjudicated(project: Project, document: str = "d_1") -> None:
    desk = desk_of(project, document)
    curate.accept_agreed([desk])
    for item in curate.queue(desk).conflicts:
        for slot in item.open_slots:
            curate.decide(desk, item.key, slot, Choice("picked", ANN.id))


def test_finished_layers_count(tmp_path: Path) -> None:
    with town(tmp_path) as project:
        found = agreement(project)
        assert [each.name for each in found.annotators] == [ANN.name, BEA.name]
        assert found.report.documents == ("d_1", "d_2")
        assert (found.report.overall.overlap_f1, found.report.overall.exact_f1) == (4 / 5, 2 / 5)
        assert (found.suggestions_shown, found.frozen, found.frozen_documents) == (True, None, 0)
        assert found.report.against_gold == ()
        assert agreement(project, documents=["d_2"]).report.documents == ("d_2",)


def test_without_suggestions(tmp_path: Path) -> None:
    with town(tmp_path, labelled=False) as project:
        assert not agreement(project).suggestions_shown


def test_it_is_computed_on_the_layers_before_adjudication(tmp_path: Path) -> None:
    with town(tmp_path) as project:
        before = agreement(project)
        adjudicated(project)
        for each in ("q_a2", "q_a3"):
            annotate.delete_quotation(Desk(project, "d_1", ANN), each)
        found = agreement(project)
        assert found.report.overall == before.report.overall
        assert (found.frozen_documents, found.frozen is not None) == (1, True)
        against = {each.who: each for each in found.report.against_gold}
        assert against[ANN.id].exact == (1.0, 1.0, 1.0)
        assert against[BEA.id].overlap == (1.0, pytest.approx(2 / 3), pytest.approx(4 / 5))
        assert against["pipeline"].documents == 1


def test_an_entity_that_was_merged_since_is_still_the_same(tmp_path: Path) -> None:
    zoe = Entity("e_z2", "Zoe\u0301 L.", "person", Origin("manual", "a_bea"))
    with project_of(tmp_path, layer(ANN, first(ANN, "q_a1")), layer(BEA, first(BEA, "q_b1"))) as project:
        with project.step("Other spelling", actor=BEA.id):
            project.registry.save(zoe)
            own = project.annotations.layer("d_1", "annotator", BEA.id)
            assert own is not None
            other = replace(own.quotations[0], speakers=(Party(own.quotations[0].speakers[0].spans, zoe.id, "name"),))
            project.annotations.save_quotation(own.id, other, document="d_1")
        assert agreement(project).report.overall.slots["speakers"].percent == 0.0
        desk = desk_of(project)
        curate.decide(desk, "q_a1", "speakers", Choice("picked", ANN.id))
        merge(project, JUDGE, ZOE.id, [zoe.id])
        assert project.frozen.of(project.documents.get("d_1"))[1].layer.quotations[0].speakers[0].entity == ZOE.id
        assert agreement(project).report.overall.slots["speakers"].percent == 1.0


def test_strangers_and_unfinished_work_are_a_sentence(tmp_path: Path) -> None:
    with town(tmp_path) as project:
        with pytest.raises(AppError, match="no annotator is called “Nobody”"):
            agreement(project, ["Nobody"])
        with pytest.raises(AppError, match="finished by two"):
            agreement(project, [ANN.name, CAT.id])


def test_the_object_for_scripts_is_plain_json(tmp_path: Path) -> None:
    with town(tmp_path) as project:
        adjudicated(project)
        found = json.loads(json.dumps(as_json(agreement(project)), allow_nan=False))
    assert list(found)[:4] == ["documents", "annotators", "suggestions_shown", "frozen"]
    (pair,) = found["pairs"]
    assert (pair["a"], pair["b"], pair["exact_f1"], pair["overlap_f1"]) == (ANN.name, BEA.name, 0.4, 0.8)
    assert set(pair["slots"]["type"]) == {"n", "percent", "alpha", "kappa", "ci"}
    assert pair["u_alpha"]["nested"] is None
    assert pair["u_alpha_ci"]["nested"] is None
    for key in ("u_alpha", "u_alpha_found"):
        low, high = pair[f"{key}_ci"]["content"]
        assert low <= pair[key]["content"] <= high
        assert found["by_type"]["direct"][key]["content"] is not None
    assert {"content", "cue", "speakers"} <= set(pair["u_alpha"])
    assert found["by_document"][0]["document"] == "d_1"
    assert found["by_type"]["direct"]["overlap_f1"] is not None


# ---------------------------------------------------------------------------------------------- export


def test_gold_leaves_with_its_decisions_and_comes_back(tmp_path: Path) -> None:
    first_out, second_out = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    with town(tmp_path) as project:
        adjudicated(project)
        desk = desk_of(project, "d_2")
        curate.decide(desk, "q_a3_2", "quotation", Choice("none", reason="other"))
        annotate.set_cue(Desk(project, "d_1", BEA), "q_b1", (at("added"),))
        export(project, first_out, ExportOptions(layer="gold", pseudonymous=True))
        whole = tmp_path / "whole.jsonl"
        export(project, whole)
    lines = [json.loads(line) for line in first_out.read_text(encoding="utf-8").split("\n")[:-1]]
    assert [len(each["layers"]) for each in lines] == [1, 1]
    assert {each["by"] for line in lines for each in line["decisions"]} == {"annotator-04"}
    assert sorted(each["stale"] for each in lines[0]["decisions"]) == [False] * (len(lines[0]["decisions"]) - 1) + [
        True
    ]
    assert lines[0]["layers"][0]["status"] == "in_progress"
    assert not {name for name in (ANN.name, BEA.name, "Jude", ANN.id) if name in first_out.read_text(encoding="utf-8")}
    for source, options in ((first_out, ExportOptions(layer="gold")), (whole, ExportOptions())):
        with Project.create(tmp_path / f"{source.stem}.annotator", exclusive=False) as target:
            import_paths(target, [source], actor=ANN)
            export(target, second_out, options)
            assert target.check() == []
        assert second_out.read_bytes() == source.read_bytes()


def test_what_comes_back_is_watched_again(tmp_path: Path) -> None:
    out = tmp_path / "whole.jsonl"
    with town(tmp_path) as project:
        adjudicated(project)
        export(project, out)
    with Project.create(tmp_path / "b.annotator", exclusive=False) as target:
        import_paths(target, [out], actor=ANN)
        desk = desk_of(target)
        assert curate.queue(desk).is_empty
        annotate.add_quotation(Desk(target, "d_1", BEA), (SALE,))
        annotate.set_cue(Desk(target, "d_1", ANN), "q_a1", (at("added"),))
        assert [(each.state, each.open_slots) for each in curate.queue(desk).conflicts] == [
            ("stale", ("cue",)),
            ("open", ("quotation",)),
        ]
