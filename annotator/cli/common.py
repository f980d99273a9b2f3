"""What the commands share: projects and people by what was typed, and how things are printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.domain.errors import ProjectError, one_line

if TYPE_CHECKING:
    from annotator.domain.annotations import Annotator
    from annotator.store.project import Project

PATH = click.Path(path_type=Path)


def fit_name(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """The value of an option that is an annotator's name.  Raises click.BadParameter."""
    from annotator.domain.annotations import is_reserved
    from annotator.domain.ids import is_valid

    if value is not None and (is_reserved(value) or not value.strip() or not is_valid(value)):
        raise click.BadParameter(f"“{value}” cannot be an annotator's name.")
    return value


# ------------------------------------------------------------------------------------------------ people and projects


@contextmanager
def opened(path: Path, *, read_only: bool = False) -> Iterator[Project]:
    """A project for a command, closed at the end.  Raises ProjectError where it cannot be written but has to be."""
    from annotator.store.project import Project

    with Project.open(path, read_only=read_only, exclusive=False) as project:
        if project.read_only and not read_only:
            raise ProjectError(
                "the project cannot be written", "check the rights of the file and its folder", path=str(path)
            )
        yield project


@contextmanager
def read_first(path: Path) -> Iterator[Project]:
    """A project opened read only, for a command that writes later or not at all: until then no byte of it changes."""
    from annotator.store.project import Project

    try:
        project = Project.open(path, read_only=True, exclusive=False)
    except ProjectError:
        with opened(path):  # an older file is brought to this version; for the rest this is the better sentence
            pass
        project = Project.open(path, read_only=True, exclusive=False)
    with project:
        yield project


def person(project: Project, name: str | None) -> Annotator:
    """Who acts: the person of the preferences, or someone whom the project knows by that name.

    For a stranger the id comes from the name, so that the next command is by the same person; to store one is for the
    window, which asks for the name first.
    """
    from annotator import settings
    from annotator.domain.annotations import Annotator
    from annotator.domain.ids import derived

    person = settings.load()
    if person.annotator_id and name in (None, person.annotator_name):
        return Annotator(person.annotator_id, person.annotator_name)
    called = name or person.annotator_name
    known = (each for each in project.annotators() if each.name == called)
    return next(known, Annotator(derived("a", called), called))


# ------------------------------------------------------------------------------------------------ what is printed


def shown(path: Path) -> str:
    """A path as it can be printed, whatever bytes its name has."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


def warn(sentence: str) -> None:
    """One line on standard error."""
    click.echo(one_line(f"annotator: {sentence}"), err=True)


def print_json(obj: Mapping[str, object]) -> None:
    """One object on standard output."""
    click.echo(json.dumps(obj, ensure_ascii=False).encode("utf-8", "backslashreplace"))


def tell_progress(done: int, total: int) -> None:
    """On a terminal one line that counts; in a log a line for each tenth."""
    if not done:
        return
    if sys.stderr.isatty():
        click.echo(f"\r{done} of {total}", nl=done == total, err=True)
    elif done * 10 // total != (done - 1) * 10 // total:
        click.echo(f"{done} of {total}", err=True)
