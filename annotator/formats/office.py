"""Documents of word processors and readers: DOCX, RTF, PDF, EPUB, HTML; downloads of Nexis and Factiva in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO

from annotator.formats.articles import Article, read_article
from annotator.formats.base import Format, Read, Reader, ReadOptions, Seen
from annotator.formats.bundles import bundle_of
from annotator.formats.decoding_texts import id_from, text_read
from annotator.formats.html_text import article_in
from annotator.formats.office_text import docx, epub, pdf, rtf

Extract = Callable[[BinaryIO, ReadOptions], Article]


def _reader(extract: Extract) -> Reader:
    def read(stream: BinaryIO, options: ReadOptions) -> Iterator[Read]:
        return options.each([stream], lambda each: _articles(extract(each, options), options))

    return read


def _articles(found: Article, options: ReadOptions) -> Iterator[Read]:
    """The article, or the articles of a download."""
    name = id_from(options.path)
    bundle = bundle_of(found.text)
    if bundle is None:
        yield read_article(replace(found, id=found.id or name), options)
        return
    yield from bundle.read(options, name)


def _rtf(stream: BinaryIO, options: ReadOptions) -> Article:
    return Article(rtf(stream, options))


def _html(stream: BinaryIO, options: ReadOptions) -> Article:
    found = text_read(stream.read(), options, "a page", "save it as HTML")
    if options.seen is not None:
        options.seen(Seen(options.path, "text", found.encoding))
    bare = article_in(found.text, whole=True)
    return bare if bundle_of(bare.text) else article_in(found.text)


def _is_html(head: bytes) -> bool:
    begin = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return begin.startswith((b"<!doctype html", b"<html"))


FORMAT_DOCX = Format(
    id="docx",
    name="Word document",
    suffixes=(".docx",),
    loses="",
    read=_reader(docx),
    recognises=lambda head: head.startswith(b"PK") and b"word/" in head,
)
FORMAT_RTF = Format(
    id="rtf",
    name="RTF document",
    suffixes=(".rtf",),
    loses="",
    read=_reader(_rtf),
    recognises=lambda head: head.startswith(b"{\\rtf"),
)
FORMAT_PDF = Format(
    id="pdf",
    name="PDF",
    suffixes=(".pdf",),
    loses="",
    read=_reader(pdf),
    recognises=lambda head: head.startswith(b"%PDF-"),
)
FORMAT_EPUB = Format(
    id="epub",
    name="EPUB book",
    suffixes=(".epub",),
    loses="",
    read=_reader(epub),
    recognises=lambda head: head.startswith(b"PK") and b"application/epub" in head,
)
FORMAT_HTML = Format(
    id="html",
    name="Web page, HTML",
    suffixes=(".html", ".htm", ".xhtml"),
    loses="",
    read=_reader(_html),
    recognises=_is_html,
)
