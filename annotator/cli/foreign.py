"""`annotator formats`, and what the command line knows about files of other programs: their columns and labels."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from annotator.cli.common import warn

if TYPE_CHECKING:
    from annotator.operations.importing import Plan
    from annotator.store.project import Project

_FEW = 8
"""So many labels are named."""


def _pairs(values: tuple[str, ...], form: str) -> dict[str, str]:
    pairs = [each.partition("=") for each in values]
    for left, equals, right in pairs:
        if not (left and equals and right):
            raise click.BadParameter(f"“{left}{equals}{right}” does not look like {form}.")
    return {left: right for left, _, right in pairs}


def fit_columns(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """``title=Headline``: which column is which of ours."""
    from annotator.formats.table_rows import OURS

    out = _pairs(values, "title=Headline")
    for each in out:
        if each not in OURS:
            raise click.BadParameter(f"“{each}” is none of {', '.join(OURS)}.")
    return out


def fit_labels(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """``Behauptung=content:direct``: what a label means."""
    from annotator.formats.labels import parsed
    from annotator.operations.incoming_labels import slot_of

    out = _pairs(values, "Behauptung=content:direct")
    for label, meaning in out.items():
        if not slot_of(label) and parsed(meaning) is None:
            raise click.BadParameter(
                f"“{meaning}” (for {label}) is none of content, content:direct, cue, speaker, addressee, "
                "mention:person, ignore."
            )
    return out


def fit_encoding(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """The name of an encoding of text.  Raises click.BadParameter."""
    import codecs

    if value is None:
        return None
    try:
        found = codecs.lookup(value)
        "".encode(found.name).decode(found.name)
    except (LookupError, TypeError, ValueError) as error:
        raise click.BadParameter(f"there is no encoding “{value}”.") from error
    return found.name


def tell_more(project: Project, plan: Plan) -> None:
    """What a dry run also says: labels that the project would get, and articles that are copies of others."""
    from annotator.operations.previewing import copies_in, percent

    new = [each for each in plan.unknown if each.slot]
    if new:
        few = ", ".join(f"{each.key} ({each.count})" for each in new[:_FEW])
        more = f" and {len(new) - _FEW} more" if len(new) > _FEW else ""
        warn(f"labels that the project would get: {few}{more} — say what they mean with --label")
    for title, twin, share in copies_in(project, plan):
        warn(f"“{title}” is a copy of “{twin}”: {percent(share)} the same")


@click.command()
@click.option("--docbin", type=click.Choice(["read", "write"]), hidden=True, help="Run spaCy for the format spacy.")
def formats(docbin: str | None) -> None:
    """List the formats: id, suffix, whether it is read and written, what it loses."""
    from annotator.formats.catalogue import formats as known

    if docbin is not None:
        _convert(docbin)
        return
    rows = [("id", "suffix", "reads", "writes", "what it loses")]
    for each in known():
        reads, writes = each.read is not None, each.write is not None
        rows.append((each.id, " ".join(each.suffixes), _yes(reads), _yes(writes), each.loses))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        click.echo("  ".join([*cells, row[4]]).rstrip())


def _convert(way: str) -> None:
    """Turn spaCy's DocBin into lines of JSON, or back: standard input to standard output."""
    from annotator.nlp.docbin import packed, unpacked

    given = sys.stdin.buffer.read()
    if way == "read":
        lines = (json.dumps(each, ensure_ascii=False).encode("utf-8") + b"\n" for each in unpacked(given))
        sys.stdout.buffer.writelines(lines)
    else:
        sys.stdout.buffer.write(packed(json.loads(line) for line in given.split(b"\n") if line))


def _yes(value: bool) -> str:
    return "yes" if value else "no"
