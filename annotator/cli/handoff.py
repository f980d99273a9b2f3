"""`annotator copy` and `annotator merge`: a project for a colleague, and what comes back from them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.common import PATH, fit_name, opened, person, print_json, read_first, shown, tell_progress, warn

if TYPE_CHECKING:
    from annotator.operations.merge_report import Answers, MergePlan, MergeReport
    from annotator.store.project import Project


@click.command()
@click.argument("project", type=PATH)
@click.argument("out", type=PATH)
@click.option("--annotator", "name", required=True, callback=fit_name, help="Whom the copy is for.")
@click.option("--documents", "query", help="Only these, as in the search field: status:done source:Herald …")
@click.option("--share", type=click.IntRange(1), metavar="N", help="N of them, drawn at random.")
@click.option(
    "--overlap",
    type=click.IntRange(0),
    metavar="M",
    help="M of the N are the same for everyone who gets a share of this seed; the others go to nobody else as long as "
    "there are enough.  [default: 0]",
)
@click.option(
    "--seed", type=int, metavar="S", help="Which draw; the same one for all who share the work.  [default: 1]"
)
@click.option("--blind", is_flag=True, help="Nothing of what other annotators, or gold, have marked.")
@click.option("--without-suggestions", is_flag=True, help="Names stay highlighted; no quotations are suggested.")
def copy(
    project: Path,
    out: Path,
    name: str,
    query: str | None,
    share: int | None,
    overlap: int | None,
    seed: int | None,
    blind: bool,
    without_suggestions: bool,
) -> None:
    """Write a project for a colleague to OUT; never overwrites.

    It holds the scheme, the guidelines, the chosen documents with the pipeline's labels, and the layers of annotators;
    no history, no notes but the colleague's own, no entity that only what was left out refers to.  A share is drawn by
    the seed and noted in PROJECT: whoever draws next gets other documents, and the same person the same share again.
    """
    from annotator.operations import selecting
    from annotator.operations.copying import CopyOptions, write_copy
    from annotator.operations.shares import Share
    from annotator.store.project import Project

    if share is None and (overlap is not None or seed is not None):
        raise click.UsageError("--overlap and --seed are about a share: say how large with --share N.")
    with Project.open(project, exclusive=False) as source:  # one that can only be read is copied all the same
        how = CopyOptions(
            documents=selecting.select(source, query) if query is not None else None,
            share=None if share is None else Share(share, overlap or 0, 1 if seed is None else seed),
            blind=blind,
            suggestions=not without_suggestions,
        )
        report = write_copy(source, out, name, how, progress=_progress)
    click.echo(report.sentence)


@click.command()
@click.argument("project", type=PATH)
@click.argument("other", type=PATH)
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@click.option("--same", multiple=True, metavar="NAME", help="The annotators of this name are one person.")
@click.option("--apart", multiple=True, metavar="NAME", help="The annotators of this name are two people.")
@click.option(
    "--conflicts",
    type=click.Choice(["ours", "theirs"]),
    default="ours",
    show_default=True,
    help="Whose version stays where both have changed the same.",
)
@click.option("--annotator", "name", callback=fit_name, help="Who merges; the name in your preferences if left out.")
def merge(
    project: Path,
    other: Path,
    dry_run: bool,
    as_json: bool,
    same: tuple[str, ...],
    apart: tuple[str, ...],
    conflicts: str,
    name: str | None,
) -> None:
    """Take the layers of the project OTHER into PROJECT, as one undoable step.

    Documents are matched by their text, then by id; annotators and entities by id, entities then by name and kind.
    What both sides have changed since the copy was made is put together object by object; where they disagree PROJECT
    stays as it is.  Merging the same file again changes nothing.
    """
    from annotator.operations import uniting

    with read_first(project) as source:
        answers = _answers(source, other, same, apart, all_theirs=conflicts == "theirs")
        found = uniting.look(source, other, answers, progress=_progress)
        who = person(source, name)
        if not dry_run:
            uniting.refuse_clashes(found.report)
    report = found.report
    if not dry_run and not found.is_empty:
        with opened(project) as source:
            report = uniting.write(source, other, found, actor=who)
    _tell(found, report, other, dry_run=dry_run, as_json=as_json)


def _answers(
    project: Project, other: Path, same: tuple[str, ...], apart: tuple[str, ...], *, all_theirs: bool
) -> Answers:
    """What the options say about namesakes.  Raises click.BadParameter for a name that the other does not have."""
    from annotator.operations import returned
    from annotator.operations.merge_report import Answers

    if not same and not apart:
        return Answers(all_theirs=all_theirs)
    with returned.opened(other, project.path) as there:
        ids = {each.name: each.id for each in there.annotators()}
    for each in (*same, *apart):
        if each not in ids:
            raise click.BadParameter(f"{other.name} has no annotator “{each}”.")
    return Answers(
        same=frozenset(ids[each] for each in same),
        apart=frozenset(ids[each] for each in apart),
        all_theirs=all_theirs,
    )


def _tell(found: MergePlan, report: MergeReport, other: Path, *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        print_json(report.as_json)
        return
    for clash in found.report.clashes:
        warn(f"both projects have an annotator “{clash.theirs.name}”: say --same or --apart “{clash.theirs.name}”")
    for offer in found.report.offers:
        warn(f"“{offer.theirs.name}” is taken for the entity “{offer.ours.name}” that is here")
    for conflict in report.conflicts:
        warn(f"{conflict.title}: {conflict.sentence}" if conflict.title else conflict.sentence)
    if report.strangers:
        noun = "document is" if report.strangers == 1 else "documents are"
        warn(f"{report.strangers:,} {noun} only in {shown(other)}: import them first to have their annotations")
    click.echo(("Nothing written. It would be: " if dry_run else "") + report.sentence)


def _progress(done: int, total: int) -> None:
    """Only for who waits at a terminal: in a log it is not worth a line."""
    if sys.stderr.isatty() and total > 50:
        tell_progress(done, total)
