"""What can go wrong, in one tree.

::

    AppError(message, hint)
    ├── TextError        a text that cannot be stored: a NUL, a lone surrogate
    ├── ProjectError     a project file that cannot be opened, read or written
    ├── FormatError      an input that cannot be read, with its path and line
    ├── PipelineError    a language pipeline or its process that cannot be used
    └── ConflictError    an edit that no longer fits what is there

Raise where it is known; catch at the two doors only: the command line and the window's notice bar.
A message is one sentence that says what is wrong, a hint is what to do about it.
"""

from __future__ import annotations

import os
import re

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class AppError(Exception):
    """Something a user can understand and act on.

    ``message`` says what is wrong in one sentence, ``hint`` what to do; neither names a traceback.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} — {self.hint}" if self.hint else self.message


class TextError(AppError):
    """A text that cannot be stored as it is; ``position`` is the code point at fault."""

    def __init__(self, message: str, hint: str = "", *, position: int = 0) -> None:
        super().__init__(message, hint)
        self.position = position


class ProjectError(AppError):
    """A project file that cannot be opened, read or written; ``path`` names it."""

    def __init__(self, message: str, hint: str = "", *, path: str = "") -> None:
        super().__init__(message, hint)
        self.path = path


class FormatError(AppError):
    """An input that cannot be read; ``line`` is counted from 1, or None where lines mean nothing."""

    def __init__(self, message: str, hint: str = "", *, path: str = "", line: int | None = None) -> None:
        super().__init__(message, hint)
        self.path = path
        self.line = line


class PipelineError(AppError):
    """A language pipeline, or the process that runs it, that cannot be used."""


class ConflictError(AppError):
    """An edit that no longer fits what is stored."""


def one_line(text: str) -> str:
    """A text that stays one line on a terminal: control characters and line ends become blanks."""
    return _CONTROLS.sub(" ", text)


def told(error: AppError) -> str:
    """An error as one line of the command line: ``PATH:LINE: what — what to do``, the place as far as it is known."""
    path, line = getattr(error, "path", ""), getattr(error, "line", None)
    place = f"{path}:{line}: " if path and line is not None else f"{path}: " if path else ""
    return one_line(f"{place}{error}")


def refused(error: OSError) -> AppError:
    """What the system refused, where nobody foresaw it."""
    place = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else ""
    said = (error.strerror or str(error)).lower()
    return FormatError(f"the system says: {said}", "check the name, the rights and the room there", path=place)
