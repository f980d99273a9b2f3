"""The text of DOCX, RTF, EPUB and PDF files.  None of them is unpacked, run, or followed to the network."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote

from annotator.domain.validation import Checks
from annotator.formats.archives import Archive
from annotator.formats.articles import Article, day_of
from annotator.formats.base import ReadOptions
from annotator.formats.html_text import article_in
from annotator.formats.xml_nodes import Node, parse

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_DELETED = frozenset({"del", "moveFrom", "instrText", "fldSimple", "pPr", "rPr", "txbxContent", "Fallback"})
_PAIRS = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_LONE = re.compile("[\ud800-\udfff]")
_MOST_PAGES = 5000


def docx(stream: BinaryIO, options: ReadOptions) -> Article:
    """The paragraphs of a Word document, tables row by row, without what was deleted; its properties."""
    archive, checks = Archive(stream, options), Checks(options.path)
    root = parse(archive.bytes("word/document.xml"), checks)
    paragraphs = [_paragraph(each) for each in root.all("p") if each.space.endswith("/main")]
    core = parse(archive.bytes("docProps/core.xml"), checks) if "docProps/core.xml" in archive.names else None
    title, author, created = (_property(core, each) for each in ("title", "creator", "created"))
    return Article(
        text=re.sub(r"\n{3,}", "\n\n", "\n".join(paragraphs)).strip("\n"),
        title=title,
        author=author,
        date=day_of(created) if created else None,
    )


def _paragraph(paragraph: Node) -> str:
    out: list[str] = []
    waiting = list(reversed(paragraph.children))
    while waiting:
        node = waiting.pop()
        if node.name in _DELETED or node.name == "p":
            continue
        if node.name == "t":
            out.append(node.words)
        elif node.name in _BREAKS:
            out.append(_BREAKS[node.name])
        else:
            waiting += reversed(node.children)
    return "".join(out)


def _property(core: Node | None, name: str) -> str | None:
    found = core.first(name) if core is not None else None
    return (found.words.strip() or None) if found is not None else None


def rtf(stream: BinaryIO, options: ReadOptions) -> str:
    """The text of an RTF document."""
    from striprtf.striprtf import rtf_to_text  # noqa: PLC0415 - only where an RTF file is read

    data = stream.read()
    if not data.lstrip().startswith(b"{\\rtf"):
        options.fail("this is no RTF document", "save it again as RTF")
    try:
        text: str = rtf_to_text(data.decode("latin-1"), errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, KeyError, IndexError, LookupError, TypeError, OverflowError, RecursionError) as error:
        options.fail(f"the RTF is damaged: {str(error).lower() or 'it cannot be read'}", "save it again")
    # a character beyond U+FFFF stands in RTF as two halves, which come one by one
    joined = _PAIRS.sub(lambda each: each.group().encode("utf-16", "surrogatepass").decode("utf-16"), text)
    return _LONE.sub("\ufffd", joined).replace("\0", "")


def pdf(stream: BinaryIO, options: ReadOptions) -> Article:
    """The text of a PDF file's pages, an empty line between two; words stay divided as they are in print."""
    try:
        import pypdfium2  # noqa: PLC0415 - an optional extra
    except ImportError:
        options.fail("PDF files need the package pypdfium2", "pip install 'quotation-annotator[pdf]'")
    data = stream.read()
    try:
        document = pypdfium2.PdfDocument(data)
        with document:
            if len(document) > _MOST_PAGES:
                options.fail(f"the PDF has {len(document)} pages", "split it into articles")
            pages = [_page(document[n]) for n in range(len(document))]
            about: dict[str, str] = document.get_metadata_dict()
    except (pypdfium2.PdfiumError, ValueError, IndexError, OSError) as error:
        options.fail(f"the PDF cannot be read: {str(error).lower()}", "it may be damaged or need a password")
    text = "\n\n".join(each for each in pages if each)
    created = re.match(r"D:(\d{4})(\d{2})(\d{2})", about.get("CreationDate", ""))
    return Article(
        text=_LONE.sub("\ufffd", text).replace("\0", "").replace("\ufffe", "-"),
        title=about.get("Title") or None,
        author=about.get("Author") or None,
        date=day_of("-".join(created.groups())) if created else None,
    )


def _page(page: PdfPage) -> str:
    words: str = page.get_textpage().get_text_bounded()
    return words.replace("\r\n", "\n").strip("\n")


def epub(stream: BinaryIO, options: ReadOptions) -> Article:
    """The text of a book's chapters in reading order, an empty line between two."""
    archive, checks = Archive(stream, options), Checks(options.path)
    container = parse(archive.bytes("META-INF/container.xml"), checks)
    root = next((unquote(each.get("full-path")) for each in container.all("rootfile")), "")
    package = parse(archive.bytes(root), checks)
    folder = PurePosixPath(root).parent
    files = {each.get("id"): unquote(each.get("href")) for each in package.all("item")}
    chapters = []
    for reference in package.all("itemref"):
        name = str(folder / files.get(reference.get("idref"), ""))
        if name in archive.names:
            page = archive.bytes(name).decode("utf-8", "replace")
            chapters.append(article_in(page, whole=True).text)

    def about(name: str) -> str | None:
        return next((each.words.strip() for each in package.all(name) if each.words.strip()), None)

    day = about("date")
    return Article(
        text="\n\n".join(each for each in chapters if each),
        title=about("title"),
        author=about("creator"),
        date=(day_of(day) or day) if day else None,
        source=about("publisher"),
        language=(about("language") or "").partition("-")[0] or None,
    )
