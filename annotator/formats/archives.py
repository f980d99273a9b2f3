"""Zip archives from anywhere, read without harm: nothing is unpacked to disk, nothing grows beyond measure."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from typing import BinaryIO

from annotator.domain.validation import shown
from annotator.formats.base import ReadOptions

_LARGEST = 256 * 1024 * 1024
"""Bytes of one file in an archive; no article, and no office document of one, comes near."""
_LARGEST_SUM = 4 * _LARGEST
_MOST_FILES = 500_000
_FROM = 32 * 1024 * 1024
_RATIO = 200
"""Beyond _FROM bytes, so many times what it was compressed to is no text that people wrote."""
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, RuntimeError),  # NotImplementedError is one
    *(ValueError, IndexError, KeyError, OverflowError),
)
"""What the zip library raises at damaged archives."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Archive:
    """A zip archive being read.  Raises FormatError for one that is damaged, encrypted, or grows beyond measure."""

    def __init__(self, stream: BinaryIO, options: ReadOptions) -> None:
        self._options = options
        self._read = 0
        try:
            self._zip = zipfile.ZipFile(stream if stream.seekable() else io.BytesIO(stream.read()))
        except _DAMAGED as error:
            options.fail(f"this is no zip archive, or a damaged one: {_said(error)}", "get the file again")
        infos = [each for each in self._zip.infolist() if each.filename and not each.is_dir()]
        if len(infos) > _MOST_FILES:
            options.fail(f"the archive holds {len(infos)} files", "unpack it and import the folder")
        self._infos = {each.filename: each for each in infos if not _is_outside(each.filename)}

    @property
    def names(self) -> list[str]:
        """The names of the files in it, in order; those that would lie outside of a folder are left out."""
        return list(self._infos)

    def find(self, name: str) -> str | None:
        """A file's name as it stands there, whatever its case."""
        wanted = name.casefold()
        return next((each for each in self._infos if each.casefold() == wanted), None)

    def bytes(self, name: str) -> bytes:
        """The bytes of a file in it."""
        info = self._infos.get(name)
        if info is None:
            self._options.fail(f"the archive has no file “{shown(name)}”", "it may be of another kind")
        if info.flag_bits & 1:
            self._options.fail("the archive is protected by a password", "unpack it and import the folder")
        try:
            with self._zip.open(info) as stream:
                data = stream.read(_LARGEST + 1)
        except _DAMAGED as error:
            self._options.fail(f"“{shown(name)}” in the archive is damaged: {_said(error)}", "get the file again")
        self._read += len(data)
        suspicious = len(data) > _FROM and len(data) > _RATIO * max(1, info.compress_size)
        if suspicious or len(data) > _LARGEST or self._read > _LARGEST_SUM:
            self._options.fail(
                f"“{shown(name)}” in the archive is far larger than any text", "it may be meant to do harm"
            )
        return data


def _is_outside(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]


def _said(error: Exception) -> str:
    return (str(error) or type(error).__name__).lower()


def write_archive(out: BinaryIO, files: Iterable[tuple[str, bytes]]) -> None:
    """Write files into an archive; the same files always give the same bytes."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
