"""`annotator stats`: who speaks how much, when, where, and for or against what, as tables or as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.common import PATH, opened, print_json
from annotator.cli.tables import NONE, table
from annotator.domain.errors import one_line

if TYPE_CHECKING:
    from annotator.analysis.statistics import Sum
    from annotator.operations.counting import Statistics

_MOST = 20
"""Lines of a table at most; `--json` has all."""


@click.command()
@click.argument("project", type=PATH)
@click.option("--layer", help="An annotator's name or id, gold or pipeline; if left out, gold, else one annotator's.")
@click.option("--documents", "search", default="", help="Only these, as in the search field: source:Herald set:NAME …")
@click.option("--dates", default="", metavar="FROM..TO", help="Only documents of this time: 2026, 2026-01..2026-03.")
@click.option("--type", "types", metavar="A,B,…", help="Only quotations of these types, by id.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def stats(project: Path, layer: str | None, search: str, dates: str, types: str | None, as_json: bool) -> None:
    """Count quotations by speaker, kind, attribute, type, stance, month and outlet.

    Every document counts once.  Without --layer its gold counts, else the layer of an annotator who has finished it,
    else of one who has begun.
    """
    from annotator.operations import counting

    chosen = None if types is None else tuple(each.strip() for each in types.split(",") if each.strip())
    asked = counting.Filter(search, dates, chosen)
    with opened(project, read_only=True) as source:
        found = counting.statistics(source, counting.layer_named(source, layer), filter=asked)
    if as_json:
        print_json(counting.as_json(found))
        return
    for line in _told(found):
        click.echo(one_line(line).rstrip())


def _told(found: Statistics) -> Iterator[str]:
    from annotator.operations.counting import filter_words, in_time, layer_name, ordered

    count = found.count
    layer = layer_name(found, found.layer) or "gold, else one annotator's"
    yield f"{found.documents} documents, {count.documents} counted ({layer})."
    if told := filter_words(found):
        yield f"Only {told}."
    yield f"{count.total.quotations} quotations, {count.total.words} words, {_share(count.total.direct)} direct."
    yield from _sums("speaker", ((count.name(id) or "not linked", each) for id, each in ordered(count.speakers)))
    yield from _sums("kind of speaker", ((kind or "not linked", each) for kind, each in ordered(count.kinds)))
    for column, values in count.attributes.items():
        yield from _sums(column, ((value or "no value", each) for value, each in ordered(values)))
    types = [(type or "none", str(number)) for type, number in count.total.types.most_common()]
    yield from _titled(("type", "quotations"), types)
    yield from _titled(("target", "stances", "mean"), _targets(found))
    yield from _sums("month", ((month or "no date", each) for month, each in in_time(count.months)))
    yield from _sums("outlet", ((source or "no outlet", each) for source, each in ordered(count.sources)))
    rows = [
        (each.name, str(each.done), str(each.started), str(each.quotations), _hours(each.seconds), _rate(each.per_hour))
        for each in found.pace
    ]
    yield from _titled(("annotator", "done", "begun", "quotations", "active time", "documents an hour"), rows)


def _targets(found: Statistics) -> list[tuple[str, ...]]:
    from annotator.operations.counting import by_count

    rows = by_count(found.count.targets)
    return [(found.count.name(id) or "only in the text", str(each.count), _signed(each.mean)) for id, each in rows]


def _sums(title: str, rows: Iterable[tuple[str, Sum]]) -> Iterator[str]:
    cells = [(name, str(each.quotations), str(each.words), _share(each.direct)) for name, each in rows]
    return _titled((title, "quotations", "words", "direct"), cells)


def _titled(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    if not rows:
        return
    yield ""
    yield from table(head, rows[:_MOST])
    if len(rows) > _MOST:
        yield f"… and {len(rows) - _MOST} more: --json has all"


def _share(value: float | None) -> str:
    return NONE if value is None else f"{100 * value:.0f} %"


def _signed(value: float | None) -> str:
    return NONE if value is None else f"{value:+.1f}"


def _hours(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60}:{minutes % 60:02}" if seconds else NONE


def _rate(value: float | None) -> str:
    return NONE if value is None else f"{value:.1f}"
