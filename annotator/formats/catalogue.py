"""All formats, and which one a file is of."""

from __future__ import annotations

from pathlib import Path, PurePath

from annotator.domain.errors import FormatError
from annotator.formats.base import Format
from annotator.formats.csv_table import FORMAT_CSV
from annotator.formats.jsonl import FORMAT_JSONL
from annotator.formats.jsonl_flat import FORMAT_JSONL_FLAT
from annotator.formats.plain import FORMAT_PLAIN
from annotator.formats.scheme_file import FORMAT_SCHEME

_ALL = (FORMAT_JSONL, FORMAT_JSONL_FLAT, FORMAT_CSV, FORMAT_PLAIN, FORMAT_SCHEME)
_HEAD = 4096


def formats() -> tuple[Format, ...]:
    """All formats, our own first."""
    return _ALL


def by_id(id: str) -> Format:
    """The format of that id.  Raises FormatError."""
    for each in _ALL:
        if each.id == id:
            return each
    raise FormatError(f"there is no format “{id}”", f"use one of {', '.join(each.id for each in _ALL)}")


def by_suffix(path: str | PurePath) -> Format | None:
    """The format whose suffix the name ends with, the longest suffix first; None for a name of no format's."""
    name = PurePath(path).name.casefold()
    fits = [(len(suffix), each) for each in _ALL for suffix in each.suffixes if name.endswith(suffix)]
    return max(fits, key=lambda fit: fit[0])[1] if fits else None


def sniff(path: Path) -> Format | None:
    """The format to read a file with: by its suffix, else by its first bytes; None for what no format reads.

    Raises OSError if the file cannot be read.
    """
    named = by_suffix(path)
    if named is not None:
        if named.read is not None:
            return named
        return FORMAT_JSONL if named is FORMAT_JSONL_FLAT else None
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") and not head.startswith(b"{\\rtf"):
        return FORMAT_JSONL
    return None if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")) else FORMAT_PLAIN
