"""`annotator learn`: a model from a project's finished articles, if it beats the rules."""

from __future__ import annotations

from pathlib import Path

import click

from annotator.cli.common import PATH, opened, shown, tell_progress
from annotator.cli.tables import table


@click.command()
@click.argument("project", type=PATH)
@click.argument("out", type=PATH)
@click.option("--pipeline", help="A spaCy pipeline's name; the best installed one if left out.")
def learn(project: Path, out: Path, pipeline: str | None) -> None:
    """Learn from PROJECT's finished articles, on this machine, and write the model to OUT for `suggest --model`.

    Each article is held back once.  The model is written only if it does better on them than the rules, counted end
    to end: content and speaker right.  Needs the extra [learn], scikit-learn.
    """
    from annotator.nlp.models import dumped
    from annotator.operations import learning
    from annotator.operations.exchange import AtomicFiles

    with opened(project, read_only=True) as source:
        found = learning.learn(source, pipeline=pipeline, progress=tell_progress)
    if found is None:
        return
    click.echo(f"{found.documents} articles, F1 end to end on articles held back:")
    for line in table(("rules", "learned"), [(f"{100 * found.rules:.1f}", f"{100 * found.learned:.1f}")]):
        click.echo(line)
    rows = [(str(each.documents), f"{100 * each.f1:.1f}") for each in found.curve]
    for line in table(("learned from", "F1"), rows):
        click.echo(line)
    if found.model is None:
        click.echo("The rules are as good: no model was written.")
        return
    files = AtomicFiles(out)
    with files, files.open() as stream:
        stream.write(dumped(found.model).encode("utf-8"))
    click.echo(f"Model written to {shown(out)}.")
