"""The door: nothing or a project path opens the window, a subcommand is the command line.

Each side is imported only when it is needed: the command line never loads Qt, the window never loads spaCy.
"""

from __future__ import annotations

import gc
import io
import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``annotator ARGV…`` (default: the process's arguments); the exit code."""
    try:
        return _run(list(sys.argv[1:] if argv is None else argv))
    except KeyboardInterrupt:  # while a side is still being imported; afterwards each looks after itself
        return 130


def _run(arguments: list[str]) -> int:
    if _wants_window(arguments):
        gc.disable()  # half of what it would look through is still being made; the window turns it on when it stands
        from annotator.ui import app

        return app.main(arguments)
    _plain_streams()
    if arguments[0] == "picture":
        from annotator.ui import picture

        return picture.main(arguments[1:])
    from annotator import cli

    return cli.main(arguments)


def _wants_window(arguments: list[str]) -> bool:
    """Whether ``arguments`` name nothing or a project, rather than a subcommand or an option.

    A word that is neither a subcommand nor looks like a path is a mistyped subcommand: the command line tells.
    """
    if not arguments:
        return True
    first = arguments[0]
    if first.endswith(".annotator"):
        return True
    if first.startswith("-") or first == "picture":
        return False
    from annotator import cli

    return first not in cli.COMMANDS and (Path(first).exists() or len(Path(first).parts) > 1)


def _plain_streams() -> None:
    """UTF-8 with LF on every system, whatever the console or the locale says."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # None in a program without a console
            stream.reconfigure(
                encoding="utf-8", newline="\n", errors="backslashreplace" if stream is sys.stderr else None
            )


if __name__ == "__main__":
    sys.exit(main())
