"""RSS and Atom feeds saved as files: an entry an article, its content as text.  Nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from annotator.domain.validation import Checks
from annotator.formats.articles import Article, day_of, read_article
from annotator.formats.base import Format, Read, ReadOptions
from annotator.formats.html_text import article_in
from annotator.formats.xml_nodes import Node, parse


def read(stream: BinaryIO, options: ReadOptions) -> Iterator[Read]:
    """The entries of a feed.  Raises FormatError."""
    root = parse(stream.read(), Checks(options.path))
    if root.name not in ("rss", "feed", "RDF"):
        options.fail("this is XML, but no RSS or Atom feed", "name its format with --format", line=root.line)
    title = next((each.words.strip() for each in root.walk() if each.name == "title"), "") or None
    language = next((each.words.strip() for each in root.walk() if each.name == "language"), "")
    spoken = language.partition("-")[0].casefold() or None
    entries = list(root.all("item", "entry"))
    return options.each(entries, lambda each: [read_article(_entry(each, title, spoken), options, line=each.line)])


def _entry(entry: Node, source: str | None, language: str | None) -> Article:
    def first(*names: str) -> str | None:
        for name in names:
            found = next((each for each in entry.children if each.name == name and each.words.strip()), None)
            if found is not None:
                return found.words.strip()
        return None

    body = first("encoded", "content", "description", "summary") or ""
    text = article_in(body, whole=True).text if "<" in body else body
    day = first("pubDate", "published", "updated", "date")
    link = next((each.get("href") or each.words.strip() for each in entry.children if each.name == "link"), None)
    return Article(
        text=text,
        title=first("title"),
        author=first("creator", "author", "name"),
        date=(day_of(day) or day) if day else None,
        source=source,
        url=link or None,
        language=language,
    )


def recognises(head: bytes) -> bool:
    """Whether these are the first bytes of a feed."""
    return any(each in head[:2048] for each in (b"<rss", b"<feed", b"<rdf:RDF"))


FORMAT_FEED = Format(
    id="feed",
    name="RSS or Atom feed",
    suffixes=(".rss", ".atom"),
    loses="",
    read=read,
    recognises=recognises,
)
