"""Tables of articles: which column holds the text, the title, the date; the rest becomes metadata."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from annotator.domain.documents import Scalar
from annotator.domain.validation import Checks, shown
from annotator.formats.articles import Article, day_of, read_article
from annotator.formats.base import Read, ReadOptions, Seen

_USUAL = {
    "text": ("text", "body", "content", "fulltext", "articletext", "articlebody", "story"),
    "id": ("id", "documentid", "docid", "articleid"),
    "title": ("title", "headline", "heading"),
    "source": ("source", "outlet", "publication", "newspaper", "publisher", "medium"),
    "author": ("author", "authors", "byline"),
    "date": ("date", "published", "publicationdate", "pubdate", "publishdate", "datepublished"),
    "url": ("url", "link", "href"),
    "language": ("language", "lang"),
}
OURS = tuple(_USUAL)
"""What a column can be."""

Line = tuple[int, Sequence[Scalar]]
"""A row, and the line or row number it stands on."""


def articles(
    header: Sequence[Scalar],
    rows: Iterable[Line],
    options: ReadOptions,
    line: int = 1,
    encoding: str | None = None,
) -> Iterator[Read]:
    """A document for each row that holds anything.  Raises FormatError."""
    names = [str(each or "").strip() for each in header]
    told = Seen(options.path, "table", encoding, tuple(each for each in names if each))
    try:
        chosen = _chosen(names, options, line)
        told = replace(told, chosen={ours: names[at] for ours, at in chosen.items()})
    finally:
        if options.seen is not None:
            options.seen(told)  # also where no column holds the text: then the user has to say which
    checks = Checks(options.path)

    def read(row: Line) -> Iterator[Read]:
        number, cells = row
        if any(each not in (None, "") for each in cells):
            yield _article(names, chosen, cells, checks, options, number)

    return options.each(rows, read)


def _chosen(names: Sequence[str], options: ReadOptions, line: int) -> dict[str, int]:
    """Which column is which: as the user says, else by its name."""
    folded = [_folded(each) for each in names]
    out: dict[str, int] = {}
    wanted = dict(options.columns)
    if options.text_field != "text":
        wanted["text"] = options.text_field
    for ours, theirs in wanted.items():
        found = next((n for n, each in enumerate(names) if each == theirs), None)
        if found is None:
            found = next((n for n, each in enumerate(folded) if each == _folded(theirs)), None)
        if found is None:
            known = ", ".join(shown(each) for each in names if each) or "none has a name"
            options.fail(f"there is no column “{shown(theirs)}”", f"the columns are: {known}", line=line)
        out[ours] = found
    for ours, usual in _USUAL.items():
        barred = {n for n, name in enumerate(names) if name in options.left_out} | set(out.values())
        free = (n for each in usual for n, name in enumerate(folded) if name == each and n not in barred)
        if ours not in out and (at := next(free, None)) is not None:
            out[ours] = at
    if "text" not in out:
        known = ", ".join(shown(each) for each in names if each) or "none has a name"
        options.fail(
            "no column is called text or body",
            f"name the column of the text with --text-field; there are: {known}",
            line=line,
        )
    return out


def _folded(name: str) -> str:
    return "".join(each for each in name.casefold() if each.isalnum())


def _article(
    names: Sequence[str],
    chosen: dict[str, int],
    cells: Sequence[Scalar],
    checks: Checks,
    options: ReadOptions,
    line: int,
) -> Read:
    checks.line = line

    def cell(ours: str) -> str | None:
        at = chosen.get(ours)
        value = cells[at] if at is not None and at < len(cells) else None
        return None if value is None or value == "" else str(value)

    more = {
        name: checks.scalar(value, "the row", name)
        for n, (name, value) in enumerate(zip(names, cells, strict=False))
        if name and n not in chosen.values() and name not in options.left_out and value not in (None, "")
    }
    day = cell("date")
    article = Article(
        text=cell("text") or "",
        title=cell("title"),
        author=cell("author"),
        date=(day_of(day) or day) if day else None,
        source=cell("source"),
        url=cell("url"),
        language=cell("language"),
        id=cell("id"),
        more=more,
    )
    return read_article(article, options, line=line)
