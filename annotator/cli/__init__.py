"""The command line: parses, calls operations, prints; decides nothing and never loads Qt.

Exit codes: 0 done; 1 the input or the project is at fault (one line on standard error); 2 usage; 130 interrupted.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click

from annotator import __version__
from annotator.cli import agreeing, copying, counting, evaluating, foreign, handoff, learning
from annotator.cli.common import PATH as _PATH
from annotator.cli.common import fit_name as _fit_name
from annotator.cli.common import opened as _opened
from annotator.cli.common import person as _annotator
from annotator.cli.common import print_json as _print_json
from annotator.cli.common import read_first as _read_first
from annotator.cli.common import shown as _shown
from annotator.cli.common import tell_progress as _tell_progress
from annotator.cli.common import warn as _warn
from annotator.domain.errors import AppError, one_line, refused, told
from annotator.domain.profiles import PROFILES

COMMANDS = frozenset(
    {"new", "import", "prelabel", "suggest", "export", "copy", "merge"}
    | {"agreement", "stats", "evaluate", "learn", "copies", "check", "backup", "formats"}
)
"""Names of the subcommands that run here; `picture` needs Qt and is dispatched by ``__main__``."""


def _known_format(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    from annotator.formats.catalogue import formats as known

    if value is not None and value not in {each.id for each in known()}:
        raise click.BadParameter(f"there is no format “{value}”; use one of {', '.join(each.id for each in known())}.")
    return value


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="annotator", message="%(prog)s %(version)s")
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
    click.echo(f"Created {_shown(project)}.")


@commands.command(name="import")
@click.argument("project", type=_PATH)
@click.argument("paths", nargs=-1, required=True, type=_PATH, metavar="PATH…")
@click.option(
    "--format", "format_", callback=_known_format, help="A format's id (see `annotator formats`); else by suffix."
)
@click.option(
    "--text-field",
    default="text",
    show_default=True,
    help="The column of the text, or its key in foreign JSON (a.b.c).",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    callback=foreign.fit_columns,
    metavar="OURS=THEIRS",
    help="Which column or key is the title, date, source, author, url, language or id; may be repeated.",
)
@click.option(
    "--label",
    "labels",
    multiple=True,
    callback=foreign.fit_labels,
    metavar="LABEL=MEANING",
    help="What a label of another program means: content, content:direct, cue, speaker, addressee, mention:person, "
    "ignore. Of our own vocabularies: stance:pro=favour (type, stance, kind, flag, reason; field:frame:x=y). May be "
    "repeated; kept for the project.",
)
@click.option(
    "--drop-column", "dropped", multiple=True, metavar="THEIRS", help="A column or key that becomes no metadata."
)
@click.option(
    "--encoding", callback=foreign.fit_encoding, help="Of texts and tables, such as cp1252; else it is recognised."
)
@click.option(
    "--as-suggestions", is_flag=True, help="Annotations come in as suggestions to be accepted, not as a layer."
)
@click.option(
    "--annotator", "annotator_", callback=_fit_name, help="Who imports; the name in your preferences if left out."
)
@click.option("--duplicates", type=click.Choice(["skip", "keep"]), default="skip", show_default=True)
@click.option("--skip-bad", is_flag=True, help="Leave bad files and lines out, and name each.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
def import_(
    project: Path,
    paths: tuple[Path, ...],
    format_: str | None,
    text_field: str,
    columns: dict[str, str],
    labels: dict[str, str],
    dropped: tuple[str, ...],
    encoding: str | None,
    as_suggestions: bool,
    annotator_: str | None,
    duplicates: str,
    skip_bad: bool,
    dry_run: bool,
) -> None:
    """Import documents from PATH…: files, folders, or - for standard input."""
    from annotator.operations import exchange

    how = exchange.ImportOptions(
        format=format_,
        text_field=text_field,
        columns=columns,
        labels=labels,
        duplicates="keep" if duplicates == "keep" else "skip",
        skip_bad=skip_bad,
        dry_run=dry_run,
        encoding=encoding,
        left_out=frozenset(dropped),
        as_suggestions=as_suggestions,
    )
    with _read_first(project) as opened:
        plan = exchange.read_paths(opened, paths, options=how)
        if dry_run:
            foreign.tell_more(opened, plan)
        actor = _annotator(opened, annotator_)
    report = plan.forecast
    if not dry_run and not plan.is_empty:
        with _opened(project) as opened:
            report = exchange.write(opened, plan, actor=actor)
    for problem in report.problems:
        _warn(str(problem))
    for note in report.notes:
        _warn(note)
    click.echo(("Nothing written. It would be: " if dry_run else "") + report.sentence)


@commands.command()
@click.argument("project", type=_PATH)
@click.option("--pipeline", help="A spaCy pipeline's name; the best installed one if left out.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes.")
@click.option(
    "--profile", type=click.Choice(PROFILES), help="What is suggested; kept for the project: speech, or wide."
)
@click.option(
    "--model", type=_PATH, metavar="FILE", help="What `annotator learn` wrote; the project's own if left out."
)
@click.option("--redo", is_flag=True, help="Label again what is labelled already.")
@click.option("--scheduler", metavar="ADDRESS", help="Label on the Dask cluster of this scheduler: tcp://host:8786.")
def prelabel(
    project: Path,
    pipeline: str | None,
    jobs: int,
    profile: str | None,
    model: Path | None,
    redo: bool,
    scheduler: str | None,
) -> None:
    """Store mentions and quotation suggestions in the pipeline's layer of each document.

    The profile speech suggests what somebody said, wrote or asked; wide adds beliefs, feelings, plans and stances.
    """
    from annotator.operations import pipeline_labels
    from annotator.operations import prelabel as labelling

    with _opened(project) as opened:
        if profile is not None and profile != pipeline_labels.profile_of(opened):
            pipeline_labels.choose_profile(opened, profile)
        changes = labelling.prelabel(
            opened,
            pipeline=pipeline,
            jobs=jobs,
            redo=redo,
            model=model,
            scheduler=scheduler,
            progress=_tell_progress,
            warn=_warn,
        )
    count = len(changes.documents)
    click.echo(f"{count} {'document' if count == 1 else 'documents'} labelled.")


@commands.command()
@click.argument("source", type=_PATH, default=Path("-"), metavar="[IN]")
@click.argument("out", type=_PATH, default=Path("-"), metavar="[OUT]")
@click.option("--pipeline", help="A spaCy pipeline's name; the best installed one if left out.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes.")
@click.option(
    "--profile", type=click.Choice(PROFILES), default=PROFILES[0], show_default=True, help="What is suggested."
)
@click.option("--model", type=_PATH, metavar="FILE", help="What `annotator learn` wrote, or a project.")
@click.option("--skip-bad", is_flag=True, help="Leave bad lines out, and name each.")
@click.option("--background", is_flag=True, hidden=True, help="Run at a lower priority, for the window.")
@click.option("--cue-candidates", is_flag=True, hidden=True, help="Add what the window offers as cues, as x_cues.")
@click.option("--reasons", is_flag=True, help="Add what speaks for each suggestion, as x_reasons.")
def suggest(
    source: Path,
    out: Path,
    pipeline: str | None,
    jobs: int,
    profile: str,
    model: Path | None,
    skip_bad: bool,
    background: bool,
    cue_candidates: bool,
    reasons: bool,
) -> None:
    """Label JSONL: any object with a text in, quotation-annotations with the pipeline's layer out.

    The profile speech suggests what somebody said, wrote or asked; wide adds beliefs, feelings, plans and stances.
    --model takes what `annotator learn` wrote, or a project that keeps a model.  The reasons are log odds, by a
    suggestion's id and what they are about; their sum is the log odds of its score.
    """
    from annotator.operations import prelabel as labelling

    if background:
        labelling.lower_priority()
    labelling.suggest_files(
        source,
        out,
        pipeline=pipeline,
        profile=profile,
        jobs=jobs,
        skip_bad=skip_bad,
        cue_candidates=cue_candidates,
        reasons=reasons,
        model=model,
        progress=_tell_progress if sys.stderr.isatty() else None,
        warn=_warn,
    )


@commands.command()
@click.argument("project", type=_PATH)
@click.argument("out", type=_PATH)
@click.option(
    "--format", "format_", callback=_known_format, help="A format's id (see `annotator formats`); else by OUT's suffix."
)
@click.option("--layer", default="all", show_default=True, help="An annotator's name, gold, pipeline or all.")
@click.option("--documents", "query", help="Only these, as in the search field: status:done source:Herald …")
@click.option("--pseudonymous", is_flag=True, help="annotator-01 … in place of names.")
@click.option("--without-text", is_flag=True, help="Offsets only.")
@click.option("--data-card", is_flag=True, help="Beside OUT, a page that says what is in it and how to read it.")
def export(
    project: Path,
    out: Path,
    format_: str | None,
    layer: str,
    query: str | None,
    pseudonymous: bool,
    without_text: bool,
    data_card: bool,
) -> None:
    """Write the project's documents to OUT, - for standard output."""
    from annotator.operations import exchange, selecting

    with _opened(project, read_only=True) as opened:
        chosen = selecting.select(opened, query) if query is not None else None
        how = exchange.ExportOptions(
            format=format_,
            layer=layer,
            documents=chosen,
            pseudonymous=pseudonymous,
            without_text=without_text,
            data_card=data_card,
            search=query or "",
        )
        count = exchange.export(opened, out, how)
    if out != exchange.STDIO:
        click.echo(f"{count} {'document' if count == 1 else 'documents'} written to {_shown(out)}.")


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
        _print_json({"ok": not rows, "problems": rows})
    else:
        for each in problems:
            place = f":{each.line}" if each.line is not None else ""
            click.echo(one_line(f"{_shown(path)}{place}: {each.message}"))
        if not problems:
            click.echo(f"{_shown(path)}: no problem found.")
    if problems:
        raise click.exceptions.Exit(1)


@commands.command()
@click.argument("project", type=_PATH)
@click.argument("out", type=_PATH)
def backup(project: Path, out: Path) -> None:
    """Write a verified copy of PROJECT to OUT, also while the window has it open; never overwrites."""
    with _opened(project, read_only=True) as opened:
        opened.backup(out)
    click.echo(f"Backed up to {_shown(out)}.")


@commands.command(add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.argument("_arguments", nargs=-1, type=click.UNPROCESSED)
def picture(_arguments: tuple[str, ...]) -> None:
    """Render the window of a project into a PNG file, without a screen."""
    # Listed here for the help; it needs Qt, so ``__main__`` takes it when it is the first word.
    raise click.UsageError("Write `annotator picture …`, with nothing before that word.")


commands.add_command(foreign.formats)
commands.add_command(handoff.copy)
commands.add_command(copying.copies)
commands.add_command(handoff.merge)
commands.add_command(agreeing.agreement)
commands.add_command(counting.stats)
commands.add_command(evaluating.evaluate)
commands.add_command(learning.learn)


# ------------------------------------------------------------------------------------------------ the door


def main(argv: Sequence[str]) -> int:
    """Run a subcommand; the exit code."""
    as_json = "--json" in argv
    try:
        code = _run(list(argv))
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        return 130
    except AppError as error:
        return _failed(error, as_json=as_json)
    except OSError as error:
        _leave_standard_output()
        return 0 if _is_closed_pipe(error) else _failed(refused(error), as_json=as_json)
    return code


def _run(argv: list[str]) -> int:
    try:
        with commands.make_context("annotator", argv) as context:
            commands.invoke(context)
    except click.exceptions.Exit as done:
        return done.exit_code
    return 0


def _is_closed_pipe(error: OSError) -> bool:
    """Whether the reader of our output has gone; Windows calls that an invalid argument."""
    return isinstance(error, BrokenPipeError) or (
        sys.platform == "win32" and error.errno == errno.EINVAL and error.filename is None
    )


def _leave_standard_output() -> None:
    """Let what is still held for it go nowhere: the interpreter would try once more when it ends, and complain."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _failed(error: AppError, *, as_json: bool) -> int:
    with suppress(OSError):
        if as_json:
            path, line = getattr(error, "path", "") or None, getattr(error, "line", None)
            _print_json({"error": {"path": path, "line": line, "message": error.message, "hint": error.hint}})
            sys.stdout.flush()
        else:
            _warn(told(error))
    return 1
