"""`annotator copies`: which articles are copies of each other; what was annotated in one is suggested in the others."""

from __future__ import annotations

from pathlib import Path

import click

from annotator.cli.common import PATH, fit_name, opened, person, print_json


@click.command()
@click.argument("project", type=PATH)
@click.option("--offer", is_flag=True, help="Suggest what was annotated in finished articles in their copies.")
@click.option("--annotator", "annotator_", callback=fit_name, help="Whose; the name in your preferences if left out.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def copies(project: Path, annotator_: str | None, *, offer: bool, as_json: bool) -> None:
    """List the groups of articles that are copies of each other: one text in several outlets, cut or retitled.

    With --offer the quotations of finished articles become suggestions in the copies that were not begun, as one step;
    nothing that anybody has marked is changed.
    """
    from annotator.operations import copies as operation

    with opened(project, read_only=not offer) as source:
        groups = operation.groups(source)
        offered = 0
        if offer:
            offered = len(operation.offer_finished(source, person(source, annotator_)).documents)
    if as_json:
        print_json({"groups": groups, "offered": offered})
        return
    for each in groups:
        click.echo(f"{len(each)} copies: {', '.join(each)}")
    if not groups:
        click.echo("No article has a copy here.")
    if offer:
        click.echo(f"Suggested in {offered} {'article' if offered == 1 else 'articles'}.")
