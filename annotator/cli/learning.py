"""`annotator learn`: a model from what people decided in a project, if it beats the rules."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.common import PATH, opened, shown, tell_progress
from annotator.cli.tables import table
from annotator.domain.errors import AppError

if TYPE_CHECKING:
    from annotator.nlp.models import Model
    from annotator.operations.learning import Figure, Learning
    from annotator.store.project import Project


@click.command()
@click.argument("project", type=PATH)
@click.argument("out", type=PATH, required=False)
@click.option("--pipeline", help="A spaCy pipeline's name; the best installed one if left out.")
@click.option("--use", is_flag=True, help="Keep the model in the project and label with it from now on.")
@click.option("--forget", is_flag=True, help="Remove the project's model; learn nothing.")
@click.option("--background", is_flag=True, hidden=True, help="Answer in lines of JSON, for the window.")
def learn(project: Path, out: Path | None, pipeline: str | None, *, use: bool, forget: bool, background: bool) -> None:
    """Learn from what people decided in PROJECT, on this machine; write the model to OUT for `suggest --model`.

    Each finished article is held back once.  The model is taken only if it does better on them than the rules, counted
    end to end: content and speaker right.  Without OUT and --use it is only tried.  Needs the extra [learn],
    scikit-learn.
    """
    if background:
        _in_background(project, pipeline)
        return
    if forget:
        _forget(project)
        return
    from annotator.operations import learning

    with opened(project, read_only=True) as source:
        found = learning.learn(source, pipeline=pipeline, progress=tell_progress)
    if found is None:
        return
    _tell(found)
    if found.model is None:
        click.echo("The rules are as good: no model was written.")
        return
    if out is not None:
        _write(found.model, out)
    if use:
        _keep(found.model, project)
    if out is None and not use:
        click.echo("Nothing was written: name a file, or say --use.")


def _tell(found: Learning) -> None:
    count = found.material.finished
    click.echo(f"{count} articles, F1 end to end on articles held back:")
    rows = [
        (name, f"{100 * each.f1:.1f}", f"{100 * each.low:.1f}", f"{100 * each.high:.1f}")
        for name, each in (("rules", found.rules), ("learned", found.learned), ("gain", found.gain))
    ]
    for line in table(("", "F1", "from", "to"), rows):
        click.echo(line)
    points = [(str(each.documents), f"{100 * each.f1:.1f}") for each in found.curve]
    for line in table(("learned from", "F1"), points):
        click.echo(line)


def _write(model: Model, out: Path) -> None:
    from annotator.nlp.models import dumped
    from annotator.operations.exchange import AtomicFiles

    files = AtomicFiles(out)
    with files, files.open() as stream:
        stream.write(dumped(model).encode("utf-8"))
    click.echo(f"Model written to {shown(out)}.")


def _keep(model: Model, path: Path) -> None:
    from annotator.operations import learned

    with opened(path) as project:
        learned.keep(project, model)
    click.echo("The project's articles are labelled with it from now on.")


def _forget(path: Path) -> None:
    from annotator.operations import learned

    with opened(path) as project:
        known = learned.keeps_model(project)
        if known:
            learned.forget(project)
    click.echo("What was learned is forgotten." if known else "There is nothing to forget.")


# ------------------------------------------------------------------------------------------------ for the window


def _in_background(path: Path, pipeline: str | None) -> None:
    """Say what there is to learn from; when a line comes, learn, telling how far it is, and answer.

    Each line out is an object with one key: ``material``, ``trouble``, ``progress`` or ``learned``.
    """
    from annotator.operations.prelabel import lower_priority

    lower_priority()
    try:
        with opened(path, read_only=True) as project:
            if not _tell_material(project) or not sys.stdin.readline():
                return
            _learn_aloud(project, pipeline)
    except AppError as error:
        _say("trouble", {"message": error.message, "hint": error.hint})


def _tell_material(project: Project) -> bool:
    """Say what there is to learn from; whether anything can be."""
    from annotator.nlp.pipelines import code_of
    from annotator.operations import learning, teaching

    found = teaching.material(teaching.taught(project, code_of(project.language)))
    _say("material", asdict(found))
    trouble = learning.why_not(project, found)
    if trouble is not None:
        _say("trouble", {"message": trouble.message, "hint": trouble.hint})
    return trouble is None


def _learn_aloud(project: Project, pipeline: str | None) -> None:
    from annotator.nlp.models import dumped
    from annotator.operations import learning

    found = learning.learn(project, pipeline=pipeline, progress=lambda done, total: _say("progress", [done, total]))
    if found is None:
        return

    def figure(each: Figure) -> list[float]:
        return [each.f1, each.low, each.high]

    _say(
        "learned",
        {
            "material": asdict(found.material),
            "rules": figure(found.rules),
            "learned": figure(found.learned),
            "gain": figure(found.gain),
            "curve": [[each.documents, each.f1] for each in found.curve],
            "model": None if found.model is None else dumped(found.model),
        },
    )


def _say(key: str, value: object) -> None:
    click.echo(json.dumps({key: value}))
    sys.stdout.flush()
