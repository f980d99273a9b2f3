"""Plain text, one document a file: the encoding recognised, binary and empty files refused.

A text that is a download of Nexis or Factiva is taken apart into its articles.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.documents import Document
from annotator.domain.errors import TextError
from annotator.domain.text import clean, sha256
from annotator.formats.articles import read_article
from annotator.formats.base import Format, Read, ReadOptions
from annotator.formats.bundles import bundle_of
from annotator.formats.decoding_texts import ENCODING_NAMES, decoded, id_from

_KNOWN_BINARIES = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"SQLite format 3\x00", "a database"),
)
_SAVE_AS_TEXT = "save it as plain text in UTF-8"


def read(stream: BinaryIO, options: ReadOptions) -> Iterator[Read]:
    """The one document of a text file, or those of a download.  Raises FormatError, or tells ``options.skip``."""
    return options.each([stream], lambda each: _documents(each.read(), options))


def _documents(data: bytes, options: ReadOptions) -> Iterator[Read]:
    if not data.strip():
        options.fail("the file is empty", "leave it out, or fill in its text")
    for mark, what in _KNOWN_BINARIES:
        if data.startswith(mark):
            options.fail(f"the file is {what}, not plain text", _SAVE_AS_TEXT)
    found = decoded(data)
    if found is None:
        options.fail("the file is binary, not plain text", _SAVE_AS_TEXT)
    try:
        text = clean(found.text).text
    except TextError as error:
        options.fail(error.message, error.hint)
    if not text.strip():
        options.fail("the file holds nothing but blanks", "leave it out, or fill in its text")
    called = ENCODING_NAMES.get(found.encoding, found.encoding)
    notes = () if found.encoding == "utf-8" else (f"read as {called}",)
    bundle = bundle_of(text)
    if bundle is None:
        document = Document(id=id_from(options.path), text=text, text_sha256=sha256(text))
        yield Read(AnnotatedDocument(document), notes=notes)
        return
    for number, each in enumerate(bundle.articles, 1):
        named = replace(each, id=each.id or f"{id_from(options.path)}-{number}")
        yield read_article(named, options, notes=(*notes, bundle.note) if number == 1 else ())


FORMAT_PLAIN = Format(id="txt", name="Plain text", suffixes=(".txt", ".text"), loses="", read=read)
