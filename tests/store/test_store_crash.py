"""The process is killed in the middle of its work: what it called saved is there, and the file is sound."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from store_samples import document, environment, layer

from annotator.store.project import Project

_PROGRAM = """
import sys
from dataclasses import replace
from pathlib import Path
from annotator.domain.annotations import Origin, Party, Quotation
from annotator.domain.text import Span
from annotator.store.project import Project

project = Project.open(Path(sys.argv[1]))
origin = Origin("manual", "a_bea")
number = 0
while True:
    number += 1
    speakers = (Party((Span(1, 2),)),) * (number % 3)
    value = Quotation(f"q_{number % 50}", (Span(0, 5 + number % 20),), origin, speakers=speakers)
    with project.step(f"Edit {number}", actor="a_bea"):
        project.annotations.save_quotation("l_bea", replace(value, note=str(number)))
    if number % 7 == 0:
        project.undo("a_bea")
        project.redo("a_bea")
    print(number, flush=True)
"""


@pytest.mark.parametrize("lines", [1, 60, 333])
def test_every_step_called_saved_survives_a_kill(path: Path, lines: int) -> None:
    with Project.create(path) as made, made.step("Set up", actor="a_bea"):
        made.documents.add(document())
        made.annotations.add_layer("d_1", layer())
    command = [sys.executable, "-c", _PROGRAM, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment()) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(lines)]
        process.kill()
        said += process.stdout.read().split(b"\n")
    saved = max(int(each) for each in said if each.strip())
    assert saved >= lines
    with Project.open(path) as project:
        assert not project.read_only
        assert project.check() == []
        (own,) = project.annotations.layers("d_1")
        notes = {int(each.note or 0) for each in own.quotations}
        assert set(range(max(1, saved - 48), saved + 1)) <= notes  # the next one may have come through unsaid
        assert project.undo_label("a_bea") in (f"Edit {saved}", f"Edit {saved + 1}")
        assert project.undo("a_bea") is not None
    assert [each.name for each in path.parent.iterdir()] == [path.name]
