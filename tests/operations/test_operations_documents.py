"""What is done to whole articles, one or many at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from annotating import BEA, FIRST, make_desk

from annotator.domain.changes import Changes
from annotator.domain.errors import ConflictError
from annotator.domain.scheme import DEFAULT, Attribute
from annotator.operations import annotate
from annotator.operations.desk import Desk
from annotator.operations.documents import (
    pace,
    reason_words,
    remove_documents,
    set_document_attributes,
    set_statuses,
)

BOTH = ["d_1", "d_2"]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    with made.project:
        yield made


def statuses(desk: Desk) -> list[str]:
    return [row.status for row in desk.project.documents.listing(BEA.id)]


def reasons(desk: Desk) -> list[str | None]:
    layers = [desk.project.annotations.layer(id, "annotator", BEA.id) for id in BOTH]
    return [layer.status_reason if layer else None for layer in layers]


def test_several_articles_are_skipped_in_one_step(desk: Desk) -> None:
    changes = set_statuses(desk.project, BEA, BOTH, "skipped", "duplicate")
    assert (changes.label, changes.documents) == ("Skip 2 articles", {"d_1", "d_2"})
    assert (statuses(desk), reasons(desk)) == (["skipped"] * 2, ["duplicate"] * 2)
    desk.project.undo(BEA.id)
    assert (statuses(desk), reasons(desk)) == (["new"] * 2, [None] * 2)
    desk.project.redo(BEA.id)
    set_statuses(desk.project, BEA, ["d_2"], "in_progress", "ignored")
    assert (statuses(desk), reasons(desk)) == (["skipped", "in_progress"], ["duplicate", None])
    assert not set_statuses(desk.project, BEA, ["d_2"], "in_progress")
    assert desk.project.check() == []


def test_a_reason_of_ones_own_is_one_short_line(desk: Desk) -> None:
    set_statuses(desk.project, BEA, ["d_1"], "skipped", " a cafe\u0301\nlist 🐟 " + "x" * 300)
    kept = reasons(desk)[0]
    assert kept
    assert kept.startswith("a cafe\u0301 list 🐟 x")
    assert len(kept) == 200
    assert reason_words(kept) == kept
    assert (reason_words("not_relevant"), reason_words(None)) == ("Not relevant", "")


def test_a_status_that_only_gold_has_is_refused(desk: Desk) -> None:
    with pytest.raises(ConflictError):
        set_statuses(desk.project, BEA, BOTH, "adjudicated")
    with pytest.raises(ConflictError):
        set_statuses(desk.project, BEA, ["d_1", "d_9"], "done")
    assert statuses(desk) == ["new", "new"]


def test_articles_are_removed_and_come_back_whole(desk: Desk) -> None:
    annotate.add_quotation(desk, FIRST)
    before = [desk.project.read(id) for id in BOTH]
    changes = remove_documents(desk.project, BEA, BOTH)
    assert (changes.label, changes.touches("document")) == ("Remove 2 articles", {"d_1", "d_2"})
    assert desk.project.documents.ids() == []
    assert desk.project.check() == []
    desk.project.undo(BEA.id)
    assert [desk.project.read(id) for id in BOTH] == before
    assert desk.project.check() == []


def test_none_is_removed_where_one_is_not_there(desk: Desk) -> None:
    with pytest.raises(ConflictError):
        remove_documents(desk.project, BEA, ["d_1", "nope"])
    assert desk.project.documents.ids() == BOTH


def test_the_projects_fields_are_set_on_the_layer(desk: Desk) -> None:
    fields = (Attribute("tone", "Tone", "document"), Attribute("page", "Page", "document", "number"))
    with desk.project.step("Scheme", actor="") as step:
        desk.project.set_scheme(replace(DEFAULT, attributes=fields))
    assert step.changes

    def values() -> object:
        layer = desk.stored_layer()
        return dict(layer.attributes) if layer else None

    assert set_document_attributes(desk, {"tone": "calm 🐟"})
    assert set_document_attributes(desk, {"page": 3})
    assert values() == {"tone": "calm 🐟", "page": 3}
    assert set_document_attributes(desk, {"tone": None})
    assert values() == {"page": 3}
    assert set_document_attributes(desk, {"page": 3}) == Changes("Set fields of the article")
    with pytest.raises(ConflictError, match="mood"):
        set_document_attributes(desk, {"mood": "é"})


@dataclass(frozen=True)
class Worked:
    quotations: int
    seconds: float


def test_the_pace_is_of_articles_whose_time_was_counted() -> None:
    assert pace([Worked(6, 900), Worked(6, 900), Worked(100, 0)]) == 24
    assert pace([Worked(3, 200), Worked(9, 0)]) is None
    assert pace([]) is None
