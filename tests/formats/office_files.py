"""Small files of office programs and of the news databases, invented, with what each is difficult for."""

from __future__ import annotations

import io
import zipfile

TITLE = "Café 🏭 stays open"
FIRST = "“We won’t close the cafe\u0301 🏭,” Zoë Bäcker told visitors."
SECOND = "Her deputy was “against the sale” — so he said."
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def archive(**files: str | bytes) -> bytes:
    """A zip archive; in names ``__`` stands for a slash and ``_dot_`` for a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


def docx(*paragraphs: str, body: str = "") -> bytes:
    """A Word document with these paragraphs, or with this XML as its body."""
    inside = body or "".join(f'<w:p><w:r><w:t xml:space="preserve">{each}</w:t></w:r></w:p>' for each in paragraphs)
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        f"<dc:title>{TITLE}</dc:title><dc:creator>N. N.</dc:creator>"
        "<dcterms:created>2026-11-19T08:00:00Z</dcterms:created></cp:coreProperties>"
    )
    document = f'<w:document xmlns:w="{_W}"><w:body>{inside}</w:body></w:document>'
    return archive(word__document_dot_xml=document.encode(), docProps__core_dot_xml=core.encode())


def rtf(text: str) -> bytes:
    """An RTF document, its characters beyond ASCII written as Word writes them: in two halves beyond U+FFFF."""
    out = []
    for char in text:
        if char == "\n":
            out.append("\\par\n")
        elif char in "\\{}":
            out.append(f"\\{char}")
        elif char < "\x80":
            out.append(char)
        else:
            units = char.encode("utf-16-le")
            for n in range(0, len(units), 2):
                value = int.from_bytes(units[n : n + 2], "little")
                out.append(f"\\u{value - 65536 if value > 32767 else value}?")
    return ("{\\rtf1\\ansi\\deff0 " + "".join(out) + "}").encode("ascii")


def pdf(*lines: str) -> bytes:
    """A PDF with one page of these lines."""
    shown = " T* ".join(f"({each}) Tj" for each in lines)
    stream = f"BT /F1 12 Tf 14 TL 40 700 Td {shown} ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 612 792] >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title (A plain title) /CreationDate (D:20261119080000) >>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"xref\n0 7\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % each for each in places)
    return out + table + b"trailer << /Size 7 /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)


def epub(*chapters: str) -> bytes:
    """A book with these chapters, the second one first in the archive."""
    items = "".join(f'<item id="c{n}" href="text/c{n}.xhtml"/>' for n in range(len(chapters)))
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{TITLE}</dc:title><dc:creator>N. N.</dc:creator><dc:language>en-GB</dc:language></metadata>"
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
    files: dict[str, str | bytes] = {"mimetype": "application/epub+zip"}
    for n, each in reversed(list(enumerate(chapters))):
        files[f"OEBPS__text__c{n}_dot_xhtml"] = f"<html><body><p>{each}</p></body></html>".encode()
    package_files = {"META-INF__container_dot_xml": container, "OEBPS__book_dot_opf": package.encode()}
    return archive(**files, **package_files)


PAGE = f"""<!doctype html><html lang="en-GB"><head><title>Ignored</title>
<meta property="og:title" content="{TITLE}"><meta name="author" content="N. N.">
<meta property="article:published_time" content="2026-11-19T08:00:00+01:00">
<meta property="og:site_name" content="The Example Herald"><link rel="canonical" href="https://example.org/a">
<script>document.write("no script");</script></head><body><nav><a href="/">Home</a> Menu</nav>
<img src="https://example.org/pixel.gif"><iframe src="https://example.org/ad"></iframe>
<article><h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}<br>A line <b>of</b> its own.</p>
<p>{"There is more to say about the plant than fits into two sentences. " * 4}</p></article>
<footer>All rights reserved</footer></body></html>"""

NEXIS = f"""Page 1 of 3
User Name: someone
2 items
1. {TITLE}

{TITLE}
The Example Herald
November 19, 2026 Thursday

Copyright 2026 The Example Herald All Rights Reserved

Section: NEWS; Pg. 3
Length: 512 words
Byline: N. N.

Body

{FIRST}

{SECOND}

Load-Date: November 20, 2026

End of Document
Page 2 of 3
Another title
The Other Post
19. November 2026

Length: 12 words
Body

Only a short text 🎪 e\u0301.

Classification
Language: GERMAN; DEUTSCH
Load-Date: November 21, 2026
End of Document
"""

FACTIVA = f"""
SE   News
HD   {TITLE}
     and so on
BY   By N. N.
WC   512 words
PD   19 November 2026
SN   The Example Herald
SC   EXHER
LA   English
CY   (c) 2026

LP
{FIRST}

TD
{SECOND}

A last paragraph.

NS   gcat : News
PUB  Example Ltd.
AN   Document EXHER00020261119eabc00001

HD   Another title
WC   12 words
PD   20 November 2026
SN   The Other Post
LA   German
LP
Only a short text 🎪 e\u0301.
AN   Document OTHER00020261120eabc00002
"""
