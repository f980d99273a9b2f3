"""`annotator picture`: the real window, rendered without a screen.  It only reads."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImageWriter

from annotator.domain.errors import AppError
from annotator.ui.app import build_picture


def _size(_context: click.Context, _parameter: click.Parameter, value: str) -> tuple[int, int]:
    width, _, height = value.partition("x")
    if not (width.isdecimal() and height.isdecimal() and int(width) >= 200 and int(height) >= 200):
        raise click.BadParameter("give a width and a height, such as 1440x900")
    return int(width), int(height)


@click.command(name="picture")
@click.argument("project", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--document", help="The id of the article to show; without it the first one.")
@click.option("--view", type=click.Choice(["annotate"]), default="annotate", help="The view to show.")
@click.option("--theme", type=click.Choice(["light", "dark"]), default="light")
@click.option("--size", default="1440x900", callback=_size, help="Width and height in pixels.")
def picture(project: Path, out: Path, document: str | None, view: str, theme: str, size: tuple[int, int]) -> None:
    """Render the window of PROJECT into OUT, a PNG file."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    del view  # one so far
    window = build_picture(project, theme=theme, size=size, document=document)
    image = window.grab().toImage()
    window.close()
    if not QImageWriter(str(out), QByteArray(b"png")).write(image):
        raise AppError(f"{out}: the picture could not be written", "choose a folder you may write to")


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
        sys.stderr.write(f"annotator: {error}\n")
        return 1
    return 0
