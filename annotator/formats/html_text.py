"""The article in an HTML page: its text in blocks, title, author, date, source.  Nothing is fetched, no script is run.

With the extra ``html`` trafilatura tells the article from what stands around it; without it that is the ``article`` or
``main`` element, else the whole page without navigation, forms and the like.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from annotator.formats.articles import Article, day_of

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_LEFT_OUT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "svg",
        "math",
        "nav",
        "form",
        "button",
        "select",
        "textarea",
        "footer",
        "aside",
        "iframe",
        "object",
    ]
)
_MAIN = ("article", "main")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_NAMES = {
    "title": ("og:title", "twitter:title", "dc.title", "headline"),
    "author": ("author", "article:author", "dc.creator", "byl", "parsely-author"),
    "date": (
        "article:published_time",
        "date",
        "dc.date",
        "pubdate",
        "publish_date",
        "datepublished",
        "parsely-pub-date",
    ),
    "source": ("og:site_name", "publisher", "dc.publisher", "application-name"),
    "url": ("og:url",),
}
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SHORTEST = 200
"""An ``article`` element with less text than this is a teaser, not the article."""


class _Page(HTMLParser):
    """Collects the text of all blocks, and which of it stands in an article element."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.meta: dict[str, str] = {}
        self.title = ""
        self.language = ""
        self.canonical = ""
        self.first_time = ""
        self._open: list[str] = []
        self._hidden = 0
        self._inside = dict.fromkeys(_MAIN, 0)
        self._blocks: list[tuple[str, bool, bool]] = []
        self._words: list[str] = []
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        self._look(tag, values)
        if tag in _VOID:
            if tag in ("br", "hr"):
                self._break()
            return
        if tag in _BLOCKS:
            self._break()
        self._open.append(tag)
        self._hidden += tag in _LEFT_OUT
        if tag in self._inside:
            self._inside[tag] += 1
        self._in_title = tag == "title"

    def _look(self, tag: str, values: dict[str, str]) -> None:
        if tag == "meta":
            name = (values.get("property") or values.get("name") or values.get("itemprop") or "").casefold()
            if name and values.get("content"):
                self.meta.setdefault(name, values["content"].strip())
        elif tag == "html":
            self.language = values.get("lang", "").partition("-")[0].casefold()
        elif tag == "link" and values.get("rel", "").casefold() == "canonical":
            self.canonical = values.get("href", "")
        elif tag == "time" and values.get("datetime") and not self.first_time:
            self.first_time = values["datetime"]

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False
        if tag in _BLOCKS:
            self._break()
        if tag not in self._open:
            return
        while self._open:
            closed = self._open.pop()
            self._hidden -= closed in _LEFT_OUT
            if closed in self._inside:
                self._inside[closed] -= 1
            if closed == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        elif not self._hidden:
            self._words.append(data)

    def _break(self) -> None:
        words = _SPACE.sub(" ", "".join(self._words)).strip(" ")
        self._words.clear()
        if words:
            self._blocks.append((words, bool(self._inside["article"]), bool(self._inside["main"])))

    def text(self) -> str:
        """The article's blocks, an empty line between."""
        self._break()
        for which in (1, 2):
            inside = [each[0] for each in self._blocks if each[which]]
            if sum(len(each) for each in inside) >= _SHORTEST:
                return "\n\n".join(inside)
        return "\n\n".join(each[0] for each in self._blocks)


def article_in(page: str, *, whole: bool = False) -> Article:
    """The article of a page; ``whole`` takes all of its text, for pages that are no web pages."""
    seen = _Page()
    seen.feed(page)
    seen.close()
    found = {key: next((seen.meta[each] for each in names if each in seen.meta), "") for key, names in _NAMES.items()}
    day = found["date"] or seen.first_time
    title = found["title"] or _SPACE.sub(" ", seen.title).strip()
    return Article(
        text=(None if whole else _extracted(page)) or seen.text(),
        title=title or None,
        author=found["author"] or None,
        date=(day_of(day) or day) if day else None,
        source=found["source"] or None,
        url=found["url"] or seen.canonical or None,
        language=seen.language or None,
    )


def _extracted(page: str) -> str | None:
    """What trafilatura takes for the article, where it is installed."""
    try:
        import trafilatura  # noqa: PLC0415 - an optional extra
    except ImportError:
        return None
    try:
        found: str | None = trafilatura.extract(page, include_comments=False, include_tables=True, deduplicate=False)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError):
        return None  # it is made for whole web pages and fails on odd ones: the blocks will do
    return found
