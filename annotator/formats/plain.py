"""Plain text, one document a file: the encoding recognised, binary and empty files refused.

A text that is a download of Nexis or Factiva is taken apart into its articles.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.documents import Document
from annotator.domain.errors import TextError
from annotator.domain.text import clean, sha256
from annotator.formats.base import Format, Read, ReadOptions, Seen
from annotator.formats.bundles import bundle_of
from annotator.formats.decoding_texts import id_from, note_of, text_read

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
    found = text_read(data, options, "plain text", _SAVE_AS_TEXT)
    try:
        text = clean(found.text).text
    except TextError as error:
        options.fail(error.message, error.hint)
    if not text.strip():
        options.fail("the file holds nothing but blanks", "leave it out, or fill in its text")
    notes = note_of(found)
    if options.seen is not None:
        options.seen(Seen(options.path, "text", found.encoding))
    bundle = bundle_of(text)
    if bundle is None:
        document = Document(id=id_from(options.path), text=text, text_sha256=sha256(text))
        yield Read(AnnotatedDocument(document), notes=notes)
        return
    yield from bundle.read(options, id_from(options.path), notes)


FORMAT_PLAIN = Format(id="txt", name="Plain text", suffixes=(".txt", ".text"), loses="", read=read)
