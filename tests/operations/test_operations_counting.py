"""The statistics of a project: which layers count, the numbers, and that the passages behind one are as many."""

from __future__ import annotations

from pathlib import Path

import pytest
from counted import ADA, BEA, INDIRECT, LENE, OMAR, PLAN, SALE, UNION, counted

from annotator.domain.errors import AppError
from annotator.operations.counting import Stopped, as_json, layer_named, statistics
from annotator.store.project import Project
from annotator.store.statistics import SETTLED, Behind, LayerOf


def test_every_article_counts_once(tmp_path: Path) -> None:
    with counted(tmp_path) as project:
        found = statistics(project)
        assert (found.documents, found.count.documents, found.count.total.quotations) == (4, 4, 12)
        assert {id: each.quotations for id, each in found.count.speakers.items()} == {
            LENE.id: 4,
            OMAR.id: 4,
            UNION.id: 4,
            None: 4,
        }
        assert {month: each.quotations for month, each in found.count.months.items()} == {
            "2026-09": 3,
            "2026-10": 6,
            None: 3,
        }
        assert found.count.targets[PLAN.id].mean == -0.5
        assert found.count.targets[SALE.id].mean is None
        ada = found.pace[0]
        assert (ada.name, ada.done, ada.timed, ada.per_hour) == (ADA.name, 4, 2, 40)


def test_layers_are_named_as_users_name_them(tmp_path: Path) -> None:
    with counted(tmp_path) as project:
        assert layer_named(project, None) == SETTLED
        assert layer_named(project, "gold") == LayerOf("gold")
        assert layer_named(project, "pipeline") == LayerOf("pipeline")
        assert layer_named(project, BEA.name) == layer_named(project, BEA.id) == LayerOf("annotator", BEA.id)
        with pytest.raises(AppError, match="no layer “Nobody”"):
            layer_named(project, "Nobody")
        bea = statistics(project, LayerOf("annotator", BEA.id))
        assert (bea.count.documents, bea.count.total.quotations) == (1, 1)
        assert statistics(project, LayerOf("gold")).count.total.quotations == 0


def _groups(project: Project, layer: LayerOf) -> list[tuple[Behind, int]]:
    """Every number of the statistics with what it is about."""
    count = statistics(project, layer).count
    found = [(Behind("all"), count.total.quotations)]
    found += [(Behind("speaker", id), each.quotations) for id, each in count.speakers.items()]
    found += [(Behind("kind", id), each.quotations) for id, each in count.kinds.items()]
    found += [(Behind("month", id), each.quotations) for id, each in count.months.items()]
    found += [(Behind("source", id), each.quotations) for id, each in count.sources.items()]
    found += [(Behind("type", id), number) for id, number in count.total.types.items()]
    found += [(Behind("target", id), each.count) for id, each in count.targets.items()]
    found += [(Behind("value", id), number) for id, number in count.stances.values.items()]
    found += [(Behind("towards", *pair), each.count) for pair, each in count.towards.items()]
    for column, values in count.attributes.items():
        found += [(Behind("column", id, column), each.quotations) for id, each in values.items()]
    return found


@pytest.mark.parametrize("layer", [SETTLED, LayerOf("annotator", BEA.id)])
def test_each_number_has_as_many_passages(tmp_path: Path, layer: LayerOf) -> None:
    with counted(tmp_path) as project:
        groups = _groups(project, layer)
        assert len(groups) > 8
        for behind, number in groups:
            passages = project.statistics.passages(layer, behind, 100)
            assert len(passages) == number, behind
        (year,) = {len(project.statistics.passages(SETTLED, Behind("year", "2026"), 100))}
        assert year == 9


def test_passages_stand_in_order_and_say_where_they_are(tmp_path: Path) -> None:
    with counted(tmp_path) as project:
        found = project.statistics.passages(SETTLED, Behind("towards", OMAR.id, PLAN.id), 2)
        assert [each.document for each in found] == ["d_0", "d_1"]
        assert found[0].words == INDIRECT
        assert (found[0].source, found[0].date, found[0].type) == ("The Herald", "2026-09-30", "indirect")
        assert found[0].stances == (("against", 3),)


def test_it_can_be_stopped(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    with counted(tmp_path) as project:
        statistics(project, progress=lambda done, total: told.append((done, total)))
        assert told == [(0, 4), (4, 4)]
        with pytest.raises(Stopped):
            statistics(project, stop=lambda: True)


def test_as_json_has_no_number_where_there_is_none(tmp_path: Path) -> None:
    with counted(tmp_path) as project:
        found = as_json(statistics(project))
        assert {"documents", "layers", "quotations", "by_speaker", "by_type", "by_stance"} <= found.keys()
        assert found["by_type"] == {"direct": 8, "indirect": 4}
        assert found["by_stance"] == {"favour": 4, "against": 4, "unclear": 4}
        assert found["by_speaker"][-1]["entity"] is None  # type: ignore[index]
        empty = as_json(statistics(project, LayerOf("gold")))
        assert (empty["quotations"], empty["direct"], empty["by_speaker"]) == (0, None, [])
