"""Whatever two people do to one project and its copy: nothing breaks, nothing is merged twice, all can be undone."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.domain.errors import AppError
from annotator.domain.text import Span
from annotator.operations import annotate, mentions, notes, parties, suggestions
from annotator.operations import registry as entities
from annotator.operations.copying import CopyOptions
from annotator.operations.desk import Desk
from annotator.operations.merge_report import Answers
from annotator.operations.parties import Newcomer
from annotator.store.project import Project
from tests.operations.handed import BEA, bring_back, exported, hand_out, make_source, sound, undo

DOCUMENTS = ("d_0", "d_1", "d_2")
NAMES = ("Ana Lindqvist", "Omar Haddad", "Zoe\u0301 🏭")

numbers = st.integers(0, 40)
edits = st.lists(
    st.tuples(st.sampled_from(("quote", "edge", "delete", "accept", "reject", "speaker", "note", "unmark", "status",
                               "alias", "memo", "undo")), st.sampled_from(DOCUMENTS), numbers, numbers),
    max_size=6,
)  # fmt: skip


@pytest.fixture(scope="module")
def prepared() -> Iterator[Path]:
    """A folder with a project in which Bea has begun; Hypothesis works on copies of it."""
    with tempfile.TemporaryDirectory() as folder:
        source = make_source(Path(folder) / "prepared.annotator")
        do(
            source,
            [("quote", "d_0", 1, 20), ("quote", "d_0", 4, 12), ("accept", "d_1", 0, 0), ("speaker", "d_1", 0, 1)],
        )
        yield source


def do(path: Path, todo: Sequence[tuple[str, str, int, int]]) -> None:
    """What Bea does to a project; what does not fit is not done."""
    with Project.open(path, exclusive=False) as project:
        person = project.receiver or BEA
        for what, document, one, two in todo:
            try:
                gesture(project, Desk(project, document, person), what, one, two)
            except AppError:
                continue


def gesture(project: Project, desk: Desk, what: str, one: int, two: int) -> None:
    layer = desk.layer()
    quotations = [each.id for each in layer.quotations]
    chosen = quotations[one % len(quotations)] if quotations else ""
    match what:
        case "quote":
            start, end = sorted((one, two))
            annotate.add_quotation(desk, (Span(start, end + 1),))
        case "edge":
            annotate.move_edge(desk, chosen, "content", 0, "end", -1)
        case "delete":
            annotate.delete_quotation(desk, chosen)
        case "accept":
            suggestions.accept_suggestion(desk, f"q_{desk.document}")
        case "reject":
            suggestions.reject_suggestion(desk, f"q_{desk.document}")
        case "speaker":
            parties.set_party(desk, chosen, "speakers", Newcomer(NAMES[two % 3], "person"))
        case "note":
            annotate.set_note(desk, chosen, f"{two} 🏭 e\u0301")
        case "unmark":
            mentions.remove_mention(desk, layer.mentions[0].id if layer.mentions else "")
        case "status":
            annotate.set_status(desk, "done" if two % 2 else "in_progress")
        case "memo":
            notes.set_document_note(project, desk.annotator, desk.document, f"memo {two} 🏭" if two % 3 else "")
        case "alias":
            known = project.registry.all()
            entities.add_alias(project, desk.annotator, known[one % len(known)].id if known else "", f"A {two}")
        case _:
            project.undo(desk.annotator.id)


@given(ours=edits, theirs=edits, later=edits, how=st.tuples(st.booleans(), st.booleans()), all_theirs=st.booleans())
@settings(max_examples=settings.default.max_examples)
def test_copy_edit_on_both_sides_merge_and_undo(
    prepared: Path,
    ours: list[tuple[str, str, int, int]],
    theirs: list[tuple[str, str, int, int]],
    later: list[tuple[str, str, int, int]],
    how: tuple[bool, bool],
    all_theirs: bool,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, copy = Path(folder) / "source.annotator", Path(folder) / "copy.annotator"
        shutil.copy(prepared, source)
        hand_out(source, copy, "Bea", CopyOptions(blind=how[0], suggestions=how[1]))
        sound(copy)
        answers = Answers(all_theirs=all_theirs)
        do(source, ours)
        do(copy, theirs)
        check_round(source, copy, answers)
        do(copy, later)
        check_round(source, copy, answers)
        if all_theirs and not ours:
            assert own(source) == own(copy)
            assert whole(source)[1] == whole(copy)[1]


def check_round(source: Path, copy: Path, answers: Answers) -> None:
    before = whole(source)
    report = bring_back(source, copy, answers)
    after = whole(source)
    sound(source)
    assert report.written or after == before
    again = bring_back(source, copy, answers)
    assert not again.written
    assert whole(source) == after
    if report.written:
        undo(source)
        assert whole(source) == before
        assert bring_back(source, copy, answers).written
        assert whole(source) == after


def whole(path: Path) -> tuple[object, ...]:
    """All that is exported, and Bea's notes to herself, which are not."""
    with Project.open(path, read_only=True, exclusive=False) as project:
        memos = tuple(notes.note_on(project, BEA, id) for id in DOCUMENTS)
    return exported(path), memos


def own(path: Path) -> list[object]:
    """Bea's layers, by what they hold."""
    with Project.open(path, read_only=True, exclusive=False) as project:
        return [
            (layer.status, [(each.id, each.content, each.note) for each in layer.quotations])
            for id in DOCUMENTS
            for layer in project.annotations.layers(id)
            if layer.kind == "annotator"
        ]
