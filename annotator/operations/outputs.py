"""Where exports go: a file that is replaced in one go, with the files beside it, or standard output."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Self

from annotator.domain.errors import AppError

STDIO = Path("-")
"""Standard input or output, in place of a file."""


def reason(error: OSError) -> str:
    """Why the system refused, for the middle of a sentence."""
    return (error.strerror or str(error)).lower()


class AtomicFiles:
    """A sink for a file, and files beside it, that all appear when everything is written, or not at all.

    Raises AppError where they cannot be written.
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self._pending: list[tuple[Path, Path]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        try:
            if kind is None:
                for draft, target in reversed(self._pending):  # the output itself last: it says that all is there
                    draft.replace(target)
        except OSError as refused:
            raise _unwritable(self._out, refused) from refused
        finally:
            for draft, _ in self._pending:
                with suppress(OSError):
                    draft.unlink()
        if isinstance(error, OSError):  # the disk is full, for instance
            raise _unwritable(self._out, error) from error

    def open(self) -> AbstractContextManager[BinaryIO]:
        """The output itself."""
        return self._writing(self._out)

    def draft(self) -> Path | None:
        """The file that was written and waits to take the output's place; None for a device or a pipe."""
        return self._pending[0][0] if self._pending else None

    def drafts(self) -> list[tuple[str, Path]]:
        """The names of the files to be, each with where it lies as long as it waits."""
        return [(target.name, draft) for draft, target in self._pending]

    def beside(self, name: str) -> AbstractContextManager[BinaryIO]:
        """A second file in the output's folder."""
        if name.casefold() == self._out.name.casefold():
            raise AppError(
                f"{self._out}: this name is taken by a file that is written beside the output", "choose another name"
            )
        return self._writing(self._out.with_name(name))

    def _writing(self, wanted: Path) -> AbstractContextManager[BinaryIO]:
        try:
            target = wanted.resolve() if wanted.is_symlink() else wanted
            if target.is_dir():
                raise AppError(f"{wanted}: this is a folder", "name a file in it")
            if target.exists() and not target.is_file():  # a device or a named pipe is written to, never replaced
                return target.open("wb")
            if target.exists() and not os.access(target, os.W_OK):
                raise AppError(f"{wanted}: the file is protected", "choose another name, or let it be written")
            draft = target.with_name(f".annotator-{secrets.token_hex(6)}.part")
            stream = draft.open("xb")
        except OSError as error:
            raise _unwritable(wanted, error) from error
        self._pending.append((draft, target))
        with suppress(OSError):
            shutil.copymode(target, draft)
        return _flushed(stream)


@contextmanager
def _flushed(stream: BinaryIO) -> Iterator[BinaryIO]:
    """A file being written, on the disk when the block has ended."""
    with stream:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())


def _unwritable(path: Path, error: OSError) -> AppError:
    return AppError(f"{path}: cannot be written: {reason(error)}", "choose another place, or make room there")


class StandardOutput:
    """A sink for standard output: no second file."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        sys.stdout.buffer.flush()

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Standard output, left open."""
        yield sys.stdout.buffer

    def beside(self, _name: str) -> None:
        """No folder, no second file."""

    def draft(self) -> None:
        """What was written is gone."""
