"""Articles in office files, web pages, feeds, tables and the downloads of news databases."""

from __future__ import annotations

import io
import json
import sys
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import xlwt
from office_files import FACTIVA, FIRST, NEXIS, PAGE, SECOND, TITLE, archive, docx, epub, pdf, rtf
from xlsxwriter import Workbook

from annotator.domain.documents import Document
from annotator.domain.errors import FormatError
from annotator.formats.articles import day_of
from annotator.formats.base import Problem, Read, ReadOptions, Seen
from annotator.formats.catalogue import by_id, sniff


def reads(id: str, data: bytes, path: str = "My article.x", **options: object) -> list[Read]:
    format = by_id(id)
    assert format.read is not None
    return list(format.read(io.BytesIO(data), ReadOptions(path=path, **options)))  # type: ignore[arg-type]


def one(id: str, data: bytes, **options: object) -> Document:
    (read,) = reads(id, data, **options)
    assert not read.annotated
    return read.content.document


def meta(document: Document, *keys: str) -> list[object]:
    return [document.meta.get(each) for each in keys]


@pytest.fixture
def plain_html(monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a plain install: trafilatura is not there."""
    monkeypatch.setitem(sys.modules, "trafilatura", None)


# ------------------------------------------------------------------------------------------------ office files


def test_docx() -> None:
    document = one("docx", docx(FIRST, "", "", "", SECOND))
    assert document.text == f"{FIRST}\n\n{SECOND}"
    assert document.id == "My article"
    assert meta(document, "title", "author", "date") == [TITLE, "N. N.", "2026-11-19"]


def test_docx_without_what_was_deleted_and_with_breaks_and_tables() -> None:
    body = (
        "<w:p><w:r><w:t>One</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r>"
        "<w:del><w:r><w:delText>gone</w:delText><w:t>gone</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t> new</w:t></w:r></w:ins></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell 🎪</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    assert one("docx", docx(body=body)).text == "One\ttwo\nthree new\ncell 🎪"


def test_rtf_mends_halves_of_characters() -> None:
    document = one("rtf", rtf(f"{FIRST}\n{SECOND} 𝔘"))
    assert document.text.strip() == f"{FIRST}\n{SECOND} 𝔘"


def test_pdf() -> None:
    document = one("pdf", pdf("The mayor said no.", "Nobody asked her again."))
    assert document.text == "The mayor said no.\nNobody asked her again."
    assert meta(document, "title", "date") == ["A plain title", "2026-11-19"]


def test_epub_in_reading_order() -> None:
    document = one("epub", epub(FIRST, SECOND))
    assert document.text == f"{FIRST}\n\n{SECOND}"
    assert (document.language, document.title) == ("en", TITLE)


@pytest.mark.parametrize("module", ["pypdfium2", "python_calamine"])
def test_an_extra_that_is_missing_is_named(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    id, extra = {"pypdfium2": ("pdf", "pdf"), "python_calamine": ("spreadsheet", "spreadsheets")}[module]
    with pytest.raises(FormatError, match="need the package") as caught:
        reads(id, b"%PDF-1.4")
    assert f"quotation-annotator[{extra}]" in caught.value.hint


# ------------------------------------------------------------------------------------------------ pages and feeds


def test_html_without_trafilatura(plain_html: None) -> None:
    document = one("html", PAGE.encode())
    assert document.text.startswith(f"{TITLE}\n\n{FIRST}\n\n{SECOND}\n\nA line of its own.\n\nThere is more")
    for left_out in ("script", "Menu", "rights", "Ignored"):
        assert left_out not in document.text
    assert document.language == "en"
    assert meta(document, "title", "author", "date", "source", "url") == [
        *(TITLE, "N. N.", "2026-11-19", "The Example Herald", "https://example.org/a")
    ]


def test_html_with_trafilatura() -> None:
    document = one("html", PAGE.encode())
    assert unicodedata.normalize("NFC", FIRST) in document.text  # trafilatura normalises
    assert "Menu" not in document.text
    assert document.title == TITLE


def test_html_in_another_encoding(plain_html: None) -> None:
    (read,) = reads("html", "<html><body><p>Das Café „bleibt“ geöffnet</p></body></html>".encode("cp1252"))
    assert read.content.document.text == "Das Café „bleibt“ geöffnet"


RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Example Herald</title><language>en-us</language>
<item><title>{TITLE}</title><link>https://example.org/a</link><dc:creator>N. N.</dc:creator>
<pubDate>Thu, 19 Nov 2026 08:00:00 +0100</pubDate><description>Short</description>
<content:encoded><![CDATA[<p>{FIRST}</p><p>{SECOND}</p>]]></content:encoded></item>
<item><title>Two</title><description>Only &lt;b&gt;this&lt;/b&gt; 🎪</description></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Example Herald</title><entry><title>{TITLE}</title>
<link href="https://example.org/a"/><published>2026-11-19T08:00:00Z</published><author><name>N. N.</name></author>
<content type="html">&lt;p&gt;{FIRST}&lt;/p&gt;</content></entry></feed>"""


def test_rss() -> None:
    first, second = (each.content.document for each in reads("feed", RSS.encode()))
    assert first.text == f"{FIRST}\n\n{SECOND}"
    assert meta(first, "title", "author", "date", "source", "url") == [
        *(TITLE, "N. N.", "2026-11-19", "The Example Herald", "https://example.org/a")
    ]
    assert (second.text, first.language) == ("Only this 🎪", "en")


def test_atom() -> None:
    document = one("feed", ATOM.encode())
    assert document.text == FIRST
    assert meta(document, "author", "date", "url") == ["N. N.", "2026-11-19", "https://example.org/a"]


# ------------------------------------------------------------------------------------------------ news databases


def _nexis_docx() -> bytes:
    return docx(*NEXIS.split("\n"))


@pytest.mark.parametrize(
    ("id", "made"),
    [("txt", NEXIS.encode), ("docx", _nexis_docx), ("rtf", lambda: rtf(NEXIS))],
    ids=["txt", "docx", "rtf"],
)
def test_nexis_is_taken_apart(id: str, made: Callable[[], bytes]) -> None:
    first, second = reads(id, made())
    assert first.notes[-1] == "is a download of Nexis: 2 articles"
    document = first.content.document
    assert document.text == f"{FIRST}\n\n{SECOND}"
    assert meta(document, "title", "source", "author", "date", "section", "load_date") == [
        *(TITLE, "The Example Herald", "N. N.", "2026-11-19", "NEWS; Pg. 3", "2026-11-20")
    ]
    other = second.content.document
    assert (other.text, other.language) == ("Only a short text 🎪 e\u0301.", "de")
    assert meta(other, "title", "source", "date") == ["Another title", "The Other Post", "2026-11-19"]
    assert document.id != other.id


def _factiva_html() -> bytes:
    rows = []
    for line in FACTIVA.strip().split("\n"):
        code, _, rest = line.partition(" ")
        coded = code.isupper() and len(code) in (2, 3)
        rows.append(f"<tr><td><b>{code}</b></td><td>{rest.strip()}</td></tr>" if coded else f"<tr><td>{line}</td></tr>")
    return f"<html><body><table>{''.join(rows)}</table></body></html>".encode()


@pytest.mark.parametrize(
    ("id", "made"),
    [("txt", FACTIVA.encode), ("rtf", lambda: rtf(FACTIVA)), ("html", _factiva_html)],
    ids=["txt", "rtf", "html"],
)
def test_factiva_is_taken_apart(id: str, made: Callable[[], bytes]) -> None:
    first, second = reads(id, made())
    assert first.notes[-1] == "is a download of Factiva: 2 articles"
    document = first.content.document
    assert document.text.split("\n\n")[:2] == [FIRST, SECOND]
    assert "A last paragraph." in document.text
    assert "gcat" not in document.text
    assert meta(document, "title", "source", "author", "date") == [
        *(f"{TITLE} and so on", "The Example Herald", "By N. N.", "2026-11-19")
    ]
    assert (document.id, document.language) == ("EXHER00020261119eabc00001", "en")
    assert second.content.document.text == "Only a short text 🎪 e\u0301."


EMPTY_NEXIS = f"{NEXIS}\nA picture 🎪\nThe Example Herald\n\nGraphic\n\nEnd of Document\n"


def test_an_article_of_a_download_without_a_text_is_told_by_its_line() -> None:
    line = NEXIS.count("\n") + 2
    with pytest.raises(FormatError, match="an article of the download has no text") as error:
        reads("txt", EMPTY_NEXIS.encode())
    assert error.value.line == line
    skipped: list[Problem] = []
    kept = reads("txt", EMPTY_NEXIS.encode(), skip=skipped.append)
    assert len(kept) == 2
    assert [(each.line, each.message) for each in skipped] == [(line, "an article of the download has no text")]
    assert kept[0].notes[-1] == "is a download of Nexis: 3 articles"


@pytest.mark.parametrize("footer", ["Page 2 of 2", "\x0cAbout the Service 🎪 | Cafe\u0301 policy"])
def test_what_stands_below_the_last_article_of_a_download_is_no_article(footer: str) -> None:
    found = reads("txt", f"{NEXIS}\n{footer}\n".encode())
    assert [each.content.document.title for each in found] == [
        each.content.document.title for each in reads("txt", NEXIS.encode())
    ]
    assert found[0].notes[-1] == "is a download of Nexis: 2 articles"


def test_a_download_without_the_line_body_keeps_its_text() -> None:
    (read, _) = reads("txt", NEXIS.replace("Body\n", "", 1).encode())
    assert read.content.document.text.startswith(FIRST)


def test_a_factiva_article_without_a_text_is_told() -> None:
    cut = "\nHD Only a headline 🎪\nSN The Example Herald\nAN\nDocument EXHER00020261119eabc00009\n"
    skipped: list[Problem] = []
    assert len(reads("txt", (FACTIVA + cut).encode(), skip=skipped.append)) == 2
    assert [each.message for each in skipped] == ["an article of the download has no text"]
    assert skipped[0].line is not None


def test_a_text_about_an_end_of_document_is_one_article() -> None:
    assert len(reads("txt", "Title\nHe wrote:\nEnd of Document\nand left. 🎪".encode())) == 1


# ------------------------------------------------------------------------------------------------ tables


@pytest.mark.parametrize("between", [",", ";", "\t", "|"])
def test_tables_of_any_kind(between: str) -> None:
    line = between.join
    text = f'"{FIRST.replace(chr(34), chr(34) * 2)}\r\nand {between} more"'
    data = "\r\n".join([line(["Headline", "Body", "Outlet", "pages"]), line([TITLE, text, "Herald", "3"]), ""])
    document = one("csv", b"\xef\xbb\xbf" + data.encode())
    assert document.text == f"{FIRST}\nand {between} more"
    assert meta(document, "title", "source", "pages") == [TITLE, "Herald", "3"]


def test_columns_are_chosen() -> None:
    data = f"a,b,c\n{TITLE},{SECOND},19 Nov 2026\n".encode()
    document = one("csv", data, text_field="B", columns={"title": "a", "date": "c"})
    assert (document.text, document.title, document.meta["date"]) == (SECOND, TITLE, "2026-11-19")
    with pytest.raises(FormatError, match="no column is called text") as caught:
        reads("csv", data)
    assert "a, b, c" in caught.value.hint
    with pytest.raises(FormatError, match="no column “x”"):
        reads("csv", data, text_field="x")


def test_a_bad_row_is_named_by_its_line() -> None:
    data = b'text,title\n"one\ntwo",x\n"bad \x00",y\n'
    with pytest.raises(FormatError, match="NUL") as caught:
        reads("csv", data)
    assert caught.value.line == 4


def test_xlsx(tmp_path: Path) -> None:
    with Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("empty")
        sheet = book.add_worksheet("articles")
        for row, cells in enumerate([("Title", "Text", "Date", "Page"), (TITLE, FIRST, "2026-11-19", 3)]):
            sheet.write_row(row + 2, 1, cells)
    found = sniff(tmp_path / "a.xlsx")
    assert found is by_id("xlsx")
    document = one("xlsx", (tmp_path / "a.xlsx").read_bytes())
    assert document.text == FIRST
    assert meta(document, "title", "date", "Page") == [TITLE, "2026-11-19", 3]


def ods(*rows: tuple[str, ...]) -> bytes:
    """A spreadsheet of OpenDocument with one sheet, an empty one before it."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{each}</text:p></table:table-cell>' for each in row
        )
        + "</table:table-row>"
        for row in rows
    )
    names = " ".join(
        f'xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"' for each in ("office", "table", "text")
    )
    content = (
        f'<office:document-content {names} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="empty"/><table:table table:name="articles">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return archive(mimetype=kind, content_dot_xml=content.encode(), **{"META-INF__manifest_dot_xml": manifest})


def xls(*rows: tuple[str, ...]) -> bytes:
    """A workbook of the old binary kind."""
    book, out = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("articles")
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            sheet.write(row, column, value)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("made", [ods, xls], ids=["ods", "xls"])
def test_other_spreadsheets(made: Callable[..., bytes]) -> None:
    data = made(("Headline", "Body", "Date", "Page"), (TITLE, FIRST, "2026-11-19", "3"), ("Two", SECOND, "", ""))
    first, second = (each.content.document for each in reads("spreadsheet", data))
    assert (first.text, second.text) == (FIRST, SECOND)
    assert meta(first, "title", "date", "Page") == [TITLE, "2026-11-19", "3"]
    chosen = reads("spreadsheet", data, columns={"source": "Page"}, left_out=frozenset({"Date"}))[0].content.document
    assert meta(chosen, "source", "date") == ["3", None]


@pytest.mark.parametrize("made", [ods, xls], ids=["ods", "xls"])
def test_a_spreadsheet_that_is_cut_off_is_refused(made: Callable[..., bytes]) -> None:
    data = made(("text",), (FIRST,))
    with pytest.raises(FormatError):
        reads("spreadsheet", data[: len(data) // 2])


@pytest.mark.parametrize(
    ("id", "data", "found"),
    [
        ("txt", "Zoë".encode(), Seen("My article.x", "text", "utf-8")),
        ("txt", "Zoë “x”".encode("cp1252"), Seen("My article.x", "text", "cp1252")),
        (
            "csv",
            "Kopf;Body\nA;Zoë 🎪\n".encode(),
            Seen("My article.x", "table", "utf-8", ("Kopf", "Body"), {"text": "Body"}),
        ),
        ("csv", "Kopf\nZoë\n".encode(), Seen("My article.x", "table", "utf-8", ("Kopf",))),
        (
            "jsonl",
            '{"text":"Zoë 🎪","meta":{"title":"T"},"a":{"b":1},"list":[1]}\n'.encode(),
            Seen(
                "My article.x", "objects", None, ("text", "meta.title", "a.b"), {"title": "meta.title", "text": "text"}
            ),
        ),
    ],
)
def test_readers_tell_what_they_saw(id: str, data: bytes, found: Seen) -> None:
    told: list[Seen] = []
    with suppress(FormatError):  # a table without a column for the text is refused, and yet its columns are told
        reads(id, data, seen=told.append)
    assert told == [found]


def test_an_encoding_is_taken_at_its_word() -> None:
    assert one("txt", "Жук".encode("cp1251"), encoding="cp1251").text == "Жук"
    assert one("txt", "\ufeffZoë 🎪".encode(), encoding="utf-8").text == "Zoë 🎪"
    assert one("csv", "text\nŁódź\n".encode("cp1250"), encoding="cp1250").text == "Łódź"
    for wrong in ("ascii", "utf-32"):
        with pytest.raises(FormatError, match="the file is not"):
            reads("txt", "Zoë".encode(), encoding=wrong)


def test_json_in_one_piece_with_a_dotted_path() -> None:
    data = '[\n{"id": 1, "article": {"body": "One 🎪 e\u0301", "head": "T"}},\n{"article": {"body": "Two"}}]'.encode()
    first, second = reads("json", data, text_field="article.body", columns={"title": "article.head"})
    assert (first.content.document.text, first.content.document.title, first.line) == ("One 🎪 e\u0301", "T", 2)
    assert second.line == 3
    with pytest.raises(FormatError, match="there is no key “text”") as caught:
        reads("json", data)
    assert caught.value.line == 2
    with pytest.raises(FormatError, match="ends before its list does"):
        reads("json", data[:-1], text_field="article.body")


@pytest.mark.parametrize(
    ("written", "read"), [("1.3.2026", "2026-03-01"), ("2026-03-01T08:00", "2026-03-01T08:00"), ("3/1/26", "3/1/26")]
)
def test_a_day_of_json_is_read_where_it_is_clear(written: str, read: str) -> None:
    (one,) = reads("json", json.dumps({"text": "One 🎪 e\u0301", "date": written}).encode())
    assert one.content.document.meta["date"] == read


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-11-19", "2026-11-19"),
        ("2026-11-19T08:00:00Z", "2026-11-19"),
        ("November 19, 2026 Thursday 8:00 PM GMT", "2026-11-19"),
        ("Thursday, November 19, 2026", "2026-11-19"),
        ("19 November 2026", "2026-11-19"),
        ("19. März 2026", "2026-03-19"),
        ("Donnerstag 19. November 2026", "2026-11-19"),
        ("19 de noviembre de 2026", "2026-11-19"),
        ("Thu, 19 Nov 2026 08:00:00 +0100", "2026-11-19"),
        ("19.11.2026", "2026-11-19"),
        ("Do., 1. 3. 2026, 18:05 Uhr", "2026-03-01"),
        ("2026/3/9", "2026-03-09"),
        ("3/9/2026", None),
        ("19.13.2026", None),
        ("November 39, 2026", None),
        ("soon", None),
        ("", None),
    ],
)
def test_days(words: str, day: str | None) -> None:
    assert day_of(words) == day
