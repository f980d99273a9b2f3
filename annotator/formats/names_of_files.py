"""Documents' ids as names of files in an archive, and back."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import unquote

_UNFIT = re.compile(r'[%/\\:*?"<>|\x00-\x1f\x7f]|^[. ]|[. ]$')


def file_name(id: str, taken: set[str]) -> str:
    """A name that every system can bear for a document or an annotator; `id_of` gives the id again."""
    name = _UNFIT.sub(lambda each: "".join(f"%{byte:02X}" for byte in each.group().encode("utf-8")), id) or "%20"
    while name.casefold() in taken:
        name += "%00"
    taken.add(name.casefold())
    return name


def id_of(name: str) -> str:
    """The id behind a file's name, without folder and suffix."""
    return unquote(PurePosixPath(name.replace("\\", "/")).stem, errors="replace").replace("\0", "")


def folder_of(name: str) -> str:
    """The folder that a file of an archive lies in: the innermost one's name, empty at the top."""
    return unquote(PurePosixPath(name.replace("\\", "/")).parent.name, errors="replace").replace("\0", "")
