"""`annotator agreement`: how well annotators agree, as tables or as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.common import PATH, opened, print_json
from annotator.cli.tables import NONE, number, table
from annotator.domain.errors import one_line

if TYPE_CHECKING:
    from annotator.analysis.measures import Measures, Places, SlotMeasure
    from annotator.operations.agreeing import Agreement


@click.command()
@click.argument("project", type=PATH)
@click.option("--annotators", metavar="A,B,…", help="Only these, by name or id; all if left out.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def agreement(project: Path, annotators: str | None, as_json: bool) -> None:
    """How well annotators agree, on their layers as they were before adjudication.

    A layer counts when its document is done.  Two quotations match where at least half of their words overlap (Dice);
    exact means equal contents, quotation marks and edge punctuation aside.
    """
    from annotator.operations import agreeing
    from annotator.operations.agreement_figures import as_json as figures

    wanted = None if annotators is None else [each.strip() for each in annotators.split(",") if each.strip()]
    with opened(project, read_only=True) as source:
        found = agreeing.agreement(source, wanted)
    if as_json:
        print_json(figures(found))
        return
    for line in _told(found):
        click.echo(one_line(line).rstrip())


def _told(found: Agreement) -> Iterable[str]:
    report = found.report
    count = len(report.documents)
    names = ", ".join(each.name for each in found.annotators)
    yield f"{count} {'document' if count == 1 else 'documents'} finished by two or more of {names}."
    if found.frozen:
        yield f"{found.frozen_documents} of them as they were before adjudication (since {found.frozen})."
    shown = "could see the pipeline's suggestions" if found.suggestions_shown else "saw no suggestions"
    yield f"The annotators {shown}."
    yield ""
    of_pairs = [
        (f"{found.name(each.a)} – {found.name(each.b)}", each.documents, each.measures) for each in report.pairs
    ]
    yield from table(
        ("quotations", "documents", "pairs", "exact F1", "overlap F1", "95 %", "uα content", "|uα content", "95 %"),
        [
            (name, str(number_of), *_detection(each), number(each.places.labelled.get("content")), *_found(each))
            for name, number_of, each in [*of_pairs, ("all", count, report.overall)]
        ],
    )
    yield ""
    yield from _slots("slots, all annotators", report.overall.slots)
    yield ""
    yield from _places("places, all annotators", report.overall.places)
    if report.by_type:
        yield ""
        rows = [(type, *_detection(each), *_found(each)) for type, each in report.by_type.items()]
        yield from table(("type", "pairs", "exact F1", "overlap F1", "95 %", "|uα content", "95 %"), rows)
    if report.against_gold:
        yield ""
        yield from table(
            ("against gold", "documents", "exact P", "R", "F1", "overlap P", "R", "F1"),
            [
                (found.name(each.who), str(each.documents), *map(number, each.exact), *map(number, each.overlap))
                for each in report.against_gold
            ],
        )


def _detection(each: Measures) -> tuple[str, ...]:
    return str(each.matched), number(each.exact_f1), number(each.overlap_f1), _interval(each.ci)


def _found(each: Measures) -> tuple[str, str]:
    """|uα of the content, with its interval."""
    return number(each.places.found.get("content")), _interval(each.places.found_ci.get("content"))


def _places(title: str, places: Places) -> Iterable[str]:
    rows = [
        (
            role,
            number(value),
            _interval(places.labelled_ci.get(role)),
            number(places.found.get(role)),
            _interval(places.found_ci.get(role)),
        )
        for role, value in places.labelled.items()
        if value is not None
    ]
    return table((title, "uα", "95 %", "|uα", "95 %"), rows)


def _slots(title: str, slots: Mapping[str, SlotMeasure]) -> Iterable[str]:
    rows = [
        (
            name,
            str(each.n),
            NONE if each.percent is None else f"{100 * each.percent:.0f} %",
            number(each.alpha),
            _interval(each.ci),
            number(each.kappa),
        )
        for name, each in slots.items()
    ]
    return table((title, "n", "equal", "α", "95 %", "κ"), rows)


def _interval(value: tuple[float, float] | None) -> str:
    return NONE if value is None else f"{value[0]:.2f}–{value[1]:.2f}"
