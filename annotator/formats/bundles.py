"""Downloads of Nexis and Factiva, many articles in one text, taken apart into articles with their fields.

Both are recognised by the marks that every article of theirs has, never by the file's name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from annotator.formats.articles import Article, day_of, read_article
from annotator.formats.base import Read, ReadOptions

_END = re.compile(r"^[ \t]*End of Document[ \t]*$", re.MULTILINE)
_PAGE = re.compile(r"^\s*Page \d+ of \d+\s*$")
_FIELD = re.compile(
    r"^(Byline|Section|Length|Dateline|Highlight|Copyright|Language|Load-Date|Publication-Type)\b:?\s*(.*)$"
)
_NEXIS = re.compile(r"^[ \t]*(?:Body|Load-Date:.*|Length:.*words?.*)[ \t]*$", re.MULTILINE)
_TAIL = ("Classification", "Load-Date", "Graphic", "Notes", "End of Document")

_CODES = [
    "HD",
    "BY",
    "WC",
    "PD",
    "ET",
    "SN",
    "SC",
    "ED",
    "PG",
    "VOL",
    "LA",
    "CY",
    "LP",
    "TD",
    "CT",
    "CO",
    "IN",
    "NS",
    "RE",
    "IPC",
    "IPD",
    "PUB",
    "AN",
    "CR",
    "CX",
    "ART",
    "RF",
    "SE",
    "CLM",
    "ATC",
    "RBC",
]
_CODED = re.compile(rf"^[ \t]*({'|'.join(_CODES)})(?:[ \t|]+(.*)|[ \t]*)$")
_DOCUMENT = re.compile(r"Document ([A-Za-z0-9]{8,40})\b")
_LANGUAGES = {"english": "en", "german": "de", "deutsch": "de", "french": "fr", "spanish": "es", "italian": "it"}


Found = tuple[int, Article | None]
"""The line an article of a download begins on, and the article; None for one without a text."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """The articles of a download, and a sentence that says so."""

    articles: list[Found]
    note: str

    def read(self, options: ReadOptions, stem: str, notes: tuple[str, ...] = ()) -> Iterator[Read]:
        """A document for each article; one without a text raises FormatError, or is told and left out.

        ``stem`` begins the ids of articles that have none; ``notes`` go with the first.
        """
        told = (*notes, self.note)

        def one(numbered: tuple[int, Found]) -> Iterator[Read]:
            number, (line, article) = numbered
            if article is None:
                options.fail("an article of the download has no text", "get it again with its full text", line=line)
            named = replace(article, id=article.id or f"{stem}-{number}")
            yield read_article(named, options, line=line)

        for each in options.each(enumerate(self.articles, 1), one):
            yield replace(each, notes=told)
            told = ()


def bundle_of(text: str) -> Bundle | None:
    """The articles of a Nexis or Factiva download; None for a text that is neither."""
    for name, split in _KINDS.items():
        articles = list(split(text))
        if any(each is not None for _, each in articles):
            count = f"{len(articles)} article{'s' if len(articles) != 1 else ''}"
            return Bundle(articles, f"is a download of {name}: {count}")
    return None


# ------------------------------------------------------------------------------------------------ Nexis


def _nexis(text: str) -> Iterator[Found]:
    if not _END.search(text) or not _NEXIS.search(text):
        return
    begin = 0
    for end in [*_END.finditer(text), None]:
        part = text[begin : end.start() if end else len(text)]
        lines = [each.strip() for each in part.split("\n") if not _PAGE.match(each)]
        article = _nexis_article(lines)
        if article is not None or (end is not None and any(lines)):  # below the last article stands a footer
            first = text.count("\n", 0, begin + len(part) - len(part.lstrip())) + 1
            yield first, article
        begin = end.end() if end else len(text)


def _nexis_article(lines: list[str]) -> Article | None:
    """Title, source and date stand above each other; the text follows the line ``Body``.

    None without that line and without a date: there is nothing by which to tell a text from its head; and where
    nothing stands below.
    """
    body = next((n for n, each in enumerate(lines) if each == "Body"), None)
    dated = next((n for n, each in enumerate(lines[:body]) if each and day_of(each)), None)
    if body is None and dated is None:
        return None
    head = lines[: body if body is not None else (dated or 0) + 1]
    fields = {found[1]: found[2] for each in head if (found := _FIELD.match(each))}
    above = [each for each in lines[:dated] if each] if dated is not None else [each for each in head if each]
    rest = lines[(body if body is not None else dated or 0) + 1 :]
    end = next((n for n, each in enumerate(rest) if each.split(":")[0] in _TAIL), len(rest))
    tail = {found[1]: found[2] for each in rest[end:] if (found := _FIELD.match(each))}
    text = _paragraphs(rest[:end] if body is not None else _without_fields(rest[:end]))
    if not text:
        return None
    return Article(
        text=text,
        title=above[-2] if len(above) > 1 else None,
        source=above[-1] if above else None,
        date=day_of(lines[dated]) if dated is not None else None,
        author=fields.get("Byline"),
        language=_LANGUAGES.get(tail.get("Language", "").partition(";")[0].strip().casefold()),
        more={
            key: value
            for key, value in (
                ("section", fields.get("Section")),
                ("length", fields.get("Length")),
                ("load_date", day_of(tail.get("Load-Date", ""))),
            )
            if value
        },
    )


def _without_fields(lines: list[str]) -> list[str]:
    """The lines below a head that ends nowhere, without the fields at their top."""
    first = next((n for n, each in enumerate(lines) if each and not _FIELD.match(each)), len(lines))
    return lines[first:]


def _paragraphs(lines: list[str]) -> str:
    """Lines as paragraphs: runs of empty ones become one, none at the edges."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


# ------------------------------------------------------------------------------------------------ Factiva


def _factiva(text: str) -> Iterator[Found]:
    fields: dict[str, list[str]] = {}
    code, first = "", 1
    for number, line in enumerate(text.split("\n"), 1):
        found = _CODED.match(line)
        if found and not fields:
            first = number
        if found and (found[1] != "HD" or "HD" not in fields or "TD" in fields or "LP" in fields):
            code = found[1]
            fields.setdefault(code, []).append((found[2] or "").strip(" \t|"))
        elif code:
            fields[code].append(line.strip(" \t|"))
        ended = _DOCUMENT.search(line)
        if ended and ("AN" in fields or line.strip().startswith("Document ")):
            if "HD" in fields:
                yield first, _factiva_article(fields, ended[1])
            fields, code = {}, ""


def _factiva_article(fields: dict[str, list[str]], number: str) -> Article | None:
    def one(code: str) -> str | None:
        return " ".join(each for each in fields.get(code, ()) if each) or None

    text = "\n\n".join(_paragraphs(fields[code]) for code in ("LP", "TD") if code in fields).strip()
    if not text:
        return None
    more = {key: one(code) for key, code in (("words", "WC"), ("section", "SE"), ("page", "PG"), ("companies", "CO"))}
    return Article(
        text=text,
        title=one("HD"),
        author=one("BY"),
        date=day_of(one("PD") or "") or one("PD"),
        source=one("SN"),
        language=_LANGUAGES.get((one("LA") or "").casefold()),
        id=number,
        more={key: value for key, value in more.items() if value},
    )


_KINDS: dict[str, Callable[[str], Iterator[Found]]] = {"Nexis": _nexis, "Factiva": _factiva}
