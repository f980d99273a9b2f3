"""Whatever is decided, in whatever order: the queue empties, gold leaves and comes back, all can be undone."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from reviewing import ANN, BEA, JUDGE, desk_of, state

from annotator.analysis.comparing import SLOTS
from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Layer
from annotator.domain.documents import Document
from annotator.domain.text import sha256
from annotator.operations import curate
from annotator.operations.choosing import Choice
from annotator.operations.exchange import export, import_paths
from annotator.store.project import Project
from tests.analysis.aligning import TEXT, layers

_CHOICES = ("a_a", "a_b", "both", "none", "edit")


def people(found: dict[str, Layer]) -> tuple[Layer, ...]:
    return tuple(found.values())


@settings(max_examples=max(settings.default.max_examples // 4, 1), phases=[Phase.explicit, Phase.generate])
@given(layers(), st.lists(st.sampled_from(_CHOICES), min_size=1, max_size=6))
def test_the_queue_empties(found: dict[str, Layer], choices: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name, Project.create(Path(name) / "p.annotator", exclusive=False) as project:
        with project.step("Import", actor=ANN.id):
            project.add_documents([AnnotatedDocument(Document("d_1", TEXT, sha256(TEXT)), (), people(found))])
        before = state(project)
        desk = desk_of(project)
        steps = _decided(desk, choices)
        assert curate.queue(desk).conflicts == ()
        curate.accept_agreed([desk])
        assert curate.queue(desk).is_empty
        assert desk.layer().status == "adjudicated"
        assert project.check() == []
        _comes_back(project, Path(name))
        while project.undo_label(JUDGE.id) is not None:
            project.undo(JUDGE.id)
            steps -= 1
        assert steps in (-1, 0)  # nothing may have been left to accept
        assert state(project) == before


def _decided(desk: curate.GoldDesk, choices: list[str]) -> int:
    """Decide whatever is asked, with these choices in turn; how many steps that took."""
    steps = 0
    while conflicts := curate.queue(desk).conflicts:
        assert steps < 100, "it never ends"
        item = conflicts[steps % len(conflicts)]
        slot = item.open_slots[-1]
        choice = choices[steps % len(choices)]
        steps += 1
        if choice == "edit" and item.group is not None:
            curate.start_edit(desk, item.key, slot)
        elif choice == "both" and curate.can_take_both(item, slot):
            curate.decide(desk, item.key, slot, Choice("both"))
        elif choice in ("a_a", "a_b") and (slot == "quotation" or choice in (item.group.members if item.group else ())):
            curate.decide(desk, item.key, slot, Choice("picked", choice))
        else:
            curate.decide(desk, item.key, slot, Choice("none", reason="other"))
    return steps


def _comes_back(project: Project, folder: Path) -> None:
    one, other = folder / "one.jsonl", folder / "other.jsonl"
    export(project, one)
    with Project.create(folder / "again.annotator", exclusive=False) as again:
        import_paths(again, [one], actor=BEA)
        export(again, other)
        assert curate.queue(desk_of(again)).is_empty
    assert one.read_bytes() == other.read_bytes()


def test_every_slot_has_a_name() -> None:
    assert set(curate.SLOT_NAMES) == set(SLOTS)
