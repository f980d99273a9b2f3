"""`annotator picture`: the real window, rendered without a screen.  It only reads."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImageWriter

from annotator.domain.errors import AppError, ProjectError, refused, told
from annotator.ui.app import build_picture

_SMALLEST = (1000, 640)
"""Width and height in pixels below which the window does not go: it would be drawn larger than asked for."""

_LARGEST = 10_000
"""Pixels in either direction: what an image of that size takes is 400 MB."""


def _size(_context: click.Context, _parameter: click.Parameter, value: str) -> tuple[int, int]:
    width, _, height = value.partition("x")
    if width.isdecimal() and height.isdecimal():
        size = int(width), int(height)
        if _SMALLEST[0] <= size[0] <= _LARGEST and _SMALLEST[1] <= size[1] <= _LARGEST:
            return size
    least = "x".join(map(str, _SMALLEST))
    raise click.BadParameter(f"give a width and a height of at least {least} and at most {_LARGEST}, such as 1440x900.")


@click.command(name="picture")
@click.argument("project", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--document", help="The id of the article to show; without it the first one.")
@click.option(
    "--view",
    type=click.Choice(["annotate", "review", "entities", "statistics"]),
    default="annotate",
    help="The view to show.",
)
@click.option("--theme", type=click.Choice(["light", "dark"]), default="light")
@click.option("--size", default="1440x900", callback=_size, help="Width and height in pixels.")
def picture(project: Path, out: Path, document: str | None, view: str, theme: str, size: tuple[int, int]) -> None:
    """Render the window of PROJECT into OUT, a PNG file."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if out.suffix.lower() != ".png":
        raise ProjectError("a picture goes to a file that ends in .png", "give another OUT", path=str(out))
    window = build_picture(project, theme=theme, size=size, document=document, view=view)
    image = window.grab().toImage()
    window.close()
    if not QImageWriter(str(out), QByteArray(b"png")).write(image):
        raise ProjectError("the picture cannot be written", "choose a folder that you may write to", path=str(out))


def main(argv: Sequence[str]) -> int:
    """Run the command; 0 done, 1 the input is at fault, 2 usage."""
    try:
        picture.main(list(argv), prog_name="annotator picture", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return 2
    except click.Abort:
        return 130
    except AppError as error:
        return _failed(error)
    except OSError as error:
        return _failed(refused(error))
    return 0


def _failed(error: AppError) -> int:
    sys.stderr.write(f"annotator: {told(error)}\n")
    return 1
