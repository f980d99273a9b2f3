"""The command line: parses, calls operations, prints; decides nothing and never loads Qt.

Exit codes: 0 done; 1 the input or the project is at fault (one line on standard error); 2 usage; 130 interrupted.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from annotator import __version__, settings
from annotator.domain.annotations import Annotator
from annotator.domain.errors import AppError, FormatError, ProjectError

COMMANDS = frozenset({"new", "import", "prelabel", "suggest", "export", "check", "backup", "formats"})
"""Names of the subcommands that run here; `picture` needs Qt and is dispatched by ``__main__``."""

_PATH = click.Path(path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="annotator")
def commands() -> None:
    """Annotate quotations in news: who says what, and where they stand.

    Without a subcommand, ANNOTATOR [PROJECT] opens the window.
    """


@commands.command()
@click.argument("project", type=_PATH)
@click.option("--title", default="", help="The project's name; the file's name if left out.")
@click.option("--language", default="en", show_default=True, help="The language of the articles (ISO 639-1).")
@click.option("--scheme", type=_PATH, help="A label scheme, as `export --format scheme` writes it.")
def new(project: Path, title: str, language: str, scheme: Path | None) -> None:
    """Create the project file PROJECT; never overwrites one."""
    from annotator.operations.projects import create

    create(project, title=title, language=language, scheme=scheme).close()
    click.echo(f"Created {project}.")


@commands.command(name="import")
@click.argument("project", type=_PATH)
@click.argument("paths", nargs=-1, required=True, type=_PATH, metavar="PATH…")
@click.option("--format", "format_", help="A format's id (see `annotator formats`); else by suffix.")
@click.option("--text-field", default="text", show_default=True, help="The key of the text in foreign JSONL.")
@click.option("--annotator", "annotator_", help="Who imports; the name in your preferences if left out.")
@click.option("--duplicates", type=click.Choice(["skip", "keep"]), default="skip", show_default=True)
@click.option("--skip-bad", is_flag=True, help="Leave bad files and lines out, and name each.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
def import_(project: Path, paths: tuple[Path, ...], annotator_: str | None, **options: Any) -> None:
    """Import documents from PATH…: files, folders, or - for standard input."""
    from annotator.operations import exchange

    how = exchange.ImportOptions(
        format=options["format_"],
        text_field=options["text_field"],
        duplicates=options["duplicates"],
        skip_bad=options["skip_bad"],
        dry_run=options["dry_run"],
    )
    with _opened(project, read_only=how.dry_run) as opened:
        actor = _annotator(opened.annotators(), annotator_)
        report = exchange.import_paths(opened, paths, actor=actor, options=how)
    for problem in report.problems:
        click.echo(f"annotator: {problem}", err=True)
    for note in report.notes:
        click.echo(note, err=True)
    click.echo(("Would do: " if how.dry_run else "") + report.sentence)


@commands.command()
@click.argument("project", type=_PATH)
@click.option("--pipeline", help="A spaCy pipeline's name; the best installed one if left out.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes.")
@click.option("--redo", is_flag=True, help="Label again what is labelled already.")
def prelabel(project: Path, pipeline: str | None, jobs: int, redo: bool) -> None:
    """Store mentions and quotation suggestions in the pipeline's layer of each document."""
    from annotator.operations import prelabel as labelling

    def progress(done: int, total: int) -> None:
        click.echo(f"\r{done} of {total}", nl=done == total, err=True)

    with _opened(project) as opened:
        changes = labelling.prelabel(opened, pipeline=pipeline, jobs=jobs, redo=redo, progress=progress)
    count = len(changes.documents)
    click.echo(f"{count} {'document' if count == 1 else 'documents'} labelled.")


@commands.command()
@click.argument("source", type=_PATH, default=Path("-"), metavar="[IN]")
@click.argument("out", type=_PATH, default=Path("-"), metavar="[OUT]")
@click.option("--pipeline", help="A spaCy pipeline's name; the best installed one if left out.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes.")
@click.option("--skip-bad", is_flag=True, help="Leave bad lines out, and name each.")
@click.option("--background", is_flag=True, hidden=True, help="Run at a lower priority, for the window.")
def suggest(source: Path, out: Path, pipeline: str | None, jobs: int, skip_bad: bool, background: bool) -> None:
    """Label JSONL: any object with a text in, quotation-annotations with the pipeline's layer out."""
    from annotator.operations import prelabel as labelling

    if background:
        labelling.lower_priority()
    labelling.suggest_files(source, out, pipeline=pipeline, jobs=jobs, skip_bad=skip_bad, warn=_warn)


@commands.command()
@click.argument("project", type=_PATH)
@click.argument("out", type=_PATH)
@click.option("--format", "format_", help="A format's id (see `annotator formats`); else by OUT's suffix.")
@click.option("--layer", default="all", show_default=True, help="An annotator's name, gold, pipeline or all.")
@click.option("--documents", "query", help="Only these, as in the search field: status:done source:Herald …")
@click.option("--pseudonymous", is_flag=True, help="annotator-01 … in place of names.")
@click.option("--without-text", is_flag=True, help="Offsets only.")
def export(
    project: Path, out: Path, format_: str | None, layer: str, query: str | None, pseudonymous: bool, without_text: bool
) -> None:
    """Write the project's documents to OUT, - for standard output."""
    from annotator.operations import exchange, selecting

    with _opened(project, read_only=True) as opened:
        chosen = selecting.select(opened, query) if query is not None else None
        how = exchange.ExportOptions(
            format=format_, layer=layer, documents=chosen, pseudonymous=pseudonymous, without_text=without_text
        )
        count = exchange.export(opened, out, how)
    if str(out) != "-":
        click.echo(f"{count} {'document' if count == 1 else 'documents'} written to {out}.")


@commands.command()
@click.argument("path", type=_PATH, metavar="PROJECT|FILE.jsonl")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def check(path: Path, as_json: bool) -> None:
    """Check a project's or a JSONL file's integrity; one line for each problem."""
    from annotator.operations.projects import check as problems_of

    problems = problems_of(path)
    if as_json:
        rows = [
            {"document": each.document, "object": each.object, "kind": each.kind, "message": each.message}
            for each in problems
        ]
        click.echo(json.dumps({"ok": not rows, "problems": rows}, ensure_ascii=False))
    else:
        for each in problems:
            click.echo(f"{path}: {each.sentence}")
        if not problems:
            click.echo(f"{path}: no problem found.")
    if problems:
        raise click.exceptions.Exit(1)


@commands.command()
@click.argument("project", type=_PATH)
@click.argument("out", type=_PATH)
def backup(project: Path, out: Path) -> None:
    """Write a verified copy of PROJECT to OUT, also while the window has it open; never overwrites."""
    with _opened(project, read_only=True) as opened:
        opened.backup(out)
    click.echo(f"Backed up to {out}.")


@commands.command()
def formats() -> None:
    """List the formats: id, suffix, whether it is read and written, what it loses."""
    from annotator.formats.catalogue import formats as known

    rows = [("id", "suffix", "reads", "writes", "what it loses")]
    for each in known():
        reads, writes = each.read is not None, each.write is not None
        rows.append((each.id, " ".join(each.suffixes), _yes(reads), _yes(writes), each.loses))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        click.echo("  ".join([*cells, row[4]]).rstrip())


def _yes(value: bool) -> str:
    return "yes" if value else "no"


# ------------------------------------------------------------------------------------------------ doors


@contextmanager
def _opened(path: Path, *, read_only: bool = False) -> Iterator[Any]:
    from annotator.store.project import Project

    project = Project.open(path, read_only=read_only, exclusive=False)
    try:
        if project.read_only and not read_only:
            raise ProjectError(
                "the project cannot be written", "check the rights of the file and its folder", path=str(path)
            )
        yield project
    finally:
        project.close()


def _annotator(known: Sequence[Annotator], name: str | None) -> Annotator:
    person = settings.load()
    if name is None or name == person.annotator_name:
        person = person if person.annotator_id else person.named(person.annotator_name)
        return Annotator(person.annotator_id, person.annotator_name)
    return next((each for each in known if each.name == name), Annotator(person.named(name).annotator_id, name))


def _warn(sentence: str) -> None:
    click.echo(f"annotator: {sentence}", err=True)


def _line(error: AppError) -> str:
    """The one line of an error: where, what, what to do."""
    place = ""
    if isinstance(error, FormatError | ProjectError) and error.path:
        line = getattr(error, "line", None)
        place = f"{error.path}:{line}: " if line is not None else f"{error.path}: "
    return f"annotator: {place}{error}"


def main(argv: Sequence[str]) -> int:
    """Run a subcommand; the exit code."""
    try:
        code = commands.main(list(argv), prog_name="annotator", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the interpreter complains when it ends
        return 0
    except AppError as error:
        return _failed(error, as_json="--json" in argv)
    return code if isinstance(code, int) else 0


def _failed(error: AppError, *, as_json: bool) -> int:
    if as_json:
        told: dict[str, object] = {
            "path": getattr(error, "path", None) or None,
            "line": getattr(error, "line", None),
            "message": error.message,
            "hint": error.hint,
        }
        click.echo(json.dumps({"error": told}, ensure_ascii=False))
    else:
        click.echo(_line(error), err=True)
    return 1
