"""`annotator evaluate`: the pipeline against a layer, as tables or as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.common import PATH, opened, print_json
from annotator.cli.tables import NONE, number, table
from annotator.domain.errors import one_line

if TYPE_CHECKING:
    from annotator.analysis.evaluation import Evaluation, Scored


@click.command()
@click.argument("project", type=PATH)
@click.option("--layer", default="gold", show_default=True, help="Against what: gold, or an annotator's name or id.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def evaluate(project: Path, layer: str, as_json: bool) -> None:
    """How good the pipeline's suggestions are, against gold or an annotator's finished layers.

    A suggestion is found where at least half of its words are a quotation's (Dice); exact means equal contents,
    quotation marks and edge punctuation aside; end to end, that it is found and its speaker is right.
    """
    from annotator.operations import evaluating

    with opened(project, read_only=True) as source:
        found = evaluating.evaluate(source, layer)
        names = {each.id: each.name for each in source.scheme.types}
    if as_json:
        print_json(evaluating.as_json(found))
        return
    for line in _told(found, layer, names):
        click.echo(one_line(line).rstrip())


def _told(found: Evaluation, layer: str, names: dict[str, str]) -> Iterable[str]:
    overall = found.overall.overlap
    count = found.documents
    yield f"{count} {'document' if count == 1 else 'documents'}, {overall.wanted} quotations of {layer}."
    if found.taken:
        yield f"{found.taken} of them were suggestions once: who sees suggestions takes some of them."
    yield ""
    head = ("quotations", "n", "exact P", "R", "F1", "overlap P", "R", "F1", "end to end P", "R", "F1")
    rows = [_row("all", found.overall), *(_row(names.get(type, type), each) for type, each in found.by_type.items())]
    yield from table(head, rows)
    yield ""
    accuracy = found.speaker_accuracy
    right = NONE if accuracy is None else f"{100 * accuracy:.1f} %"
    yield f"Speaker right: {right} of {found.speakers[0]} found."
    if found.calibration:
        yield ""
        yield from table(
            ("score", "n", "right", "share"),
            [
                (f"{each.low:.1f}–{each.high:.1f}", str(each.judged), str(each.right), number(each.right / each.judged))
                for each in found.calibration
            ],
        )


def _row(name: str, scored: Scored) -> tuple[str, ...]:
    ways = (scored.exact, scored.overlap, scored.end_to_end)
    figures = [number(value) for way in ways for value in (way.precision, way.recall, way.f1)]
    return (name, str(scored.overlap.wanted), *figures)
