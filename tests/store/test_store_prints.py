"""Fingerprints and groups of copies in the project file: kept, passed over when gone, never a step to undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.domain.documents import STANDARD_META, Document
from annotator.domain.text import sha256
from annotator.store.project import Project

IDS = ("d_1 🏭", "d_2", "d_3", "cafe\u0301")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.annotator") as made:
        with made.step("Import", actor="a_bea"):
            for id in IDS:
                text = f"Text of {id} 🏭 cafe\u0301"
                made.documents.add(Document(id, text, sha256(text), "en", dict.fromkeys(STANDARD_META)))
        yield made


def test_fingerprints_are_kept_by_document(desk: Project) -> None:
    assert desk.prints.missing() == list(IDS)
    desk.prints.save([(IDS[2], b"c" * 256), (IDS[0], b"a" * 256), ("gone", b"x" * 256)])
    assert desk.prints.missing() == [IDS[1], IDS[3]]
    assert desk.prints.all() == [(IDS[0], b"a" * 256), (IDS[2], b"c" * 256)]
    assert desk.prints.texts([IDS[3]]) == [(IDS[3], f"Text of {IDS[3]} 🏭 cafe\u0301")]
    assert desk.undo_label("a_bea") == "Import"


def test_groups_are_stored_and_asked_for(desk: Project) -> None:
    desk.prints.save([(id, b"a" * 256) for id in IDS])
    desk.prints.set_kin({IDS[0]: IDS[0], IDS[2]: IDS[0], IDS[3]: IDS[0]})
    assert desk.prints.kin() == {IDS[0]: IDS[0], IDS[2]: IDS[0], IDS[3]: IDS[0]}
    assert desk.prints.copies(IDS[2]) == [IDS[0], IDS[3]]
    assert desk.prints.copies(IDS[1]) == []
    desk.prints.set_kin({IDS[1]: IDS[1], IDS[2]: IDS[1]})
    assert desk.prints.copies(IDS[0]) == []


def test_a_document_that_comes_back_still_has_its_fingerprint(desk: Project) -> None:
    desk.prints.save([(id, b"a" * 256) for id in IDS])
    with desk.step("Remove", actor="a_bea"):
        desk.documents.remove(IDS[1])
    assert [id for id, _ in desk.prints.all()] == [IDS[0], IDS[2], IDS[3]]
    desk.undo("a_bea")
    assert desk.prints.missing() == []


def test_nothing_is_written_within_a_step_or_to_a_file_that_is_only_read(desk: Project) -> None:
    with pytest.raises(RuntimeError), desk.step("Edit", actor="a_bea"):
        desk.prints.save([(IDS[0], b"a" * 256)])
    with Project.open(desk.path, read_only=True, exclusive=False) as other:
        other.prints.save([(IDS[0], b"a" * 256)])
    assert desk.prints.missing() == list(IDS)
