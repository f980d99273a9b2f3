"""An article as it was found in a page, an office document or a download: its text and what is known about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.documents import STANDARD_META, Document, Scalar
from annotator.domain.errors import TextError
from annotator.domain.ids import MAX_LENGTH, is_valid
from annotator.domain.text import clean, sha256
from annotator.formats.base import Read, ReadOptions

_MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "januar februar märz april mai juni juli august september oktober november dezember",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    )
    for number, name in enumerate(names.split(), 1)
}
_SHORT = {name[:3]: number for name, number in reversed(_MONTHS.items())}
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ].*)?")
_DOTTED = re.compile(
    r"(?:[^\W\d]+\.?,?\s+)?(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?:,?\s+\D{0,3}\s?\d{1,2}[:.]\d{2}.{0,20})?"
)
_DAY_FIRST = re.compile(r"(?:[^\W\d]+,?\s+)?(\d{1,2})\.?\s+(?:de\s+)?([^\W\d]+)\.?,?\s+(?:de\s+)?(\d{4})\b.{0,20}")
_MONTH_FIRST = re.compile(r"(?:[^\W\d]+,\s+)?([^\W\d]+)\.?\s+(\d{1,2}),?\s+(\d{4})\b.{0,40}")
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Article:
    """A text, and the standard metadata as far as they were found; ``more`` are others."""

    text: str
    title: str | None = None
    author: str | None = None
    date: str | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None
    id: str | None = None
    more: Mapping[str, Scalar] = field(default_factory=dict)


def day_of(words: str) -> str | None:
    """A date as 2026-11-19, from how newspapers and feeds write it; None for what is none."""
    words = words.strip()
    if iso := _ISO.fullmatch(words):
        return _day(int(iso[1]), int(iso[3]), int(iso[4]))
    if dotted := _DOTTED.fullmatch(words):  # with dots the day comes first everywhere; with strokes nobody can know
        return _day(int(dotted[3]), int(dotted[2]), int(dotted[1]))
    if found := _MONTH_FIRST.fullmatch(words):
        return _day(int(found[3]), _month(found[1]), int(found[2]))
    if found := _DAY_FIRST.fullmatch(words):
        return _day(int(found[3]), _month(found[2]), int(found[1]))
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - it brings the network's modules

    try:
        return parsedate_to_datetime(words).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _month(name: str) -> int:
    folded = name.casefold()
    return _MONTHS.get(folded) or (_SHORT.get(folded, 0) if len(folded) <= 4 else 0)


def _day(year: int, month: int, day: int) -> str | None:
    return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None


def read_article(
    article: Article, options: ReadOptions, *, line: int | None = None, notes: tuple[str, ...] = (), dropped: int = 0
) -> Read:
    """The document of an article.  Raises FormatError for a text that is empty or cannot be stored."""
    try:
        text = clean(article.text).text
    except TextError as error:
        options.fail(error.message, error.hint, line=line)
    if not text.strip():
        options.fail("no text was found", "the article may be a picture of its page, or lie behind a script", line=line)
    digest = sha256(text)
    id = _UNFIT.sub("_", article.id or "")[:MAX_LENGTH]
    found = {key: getattr(article, key) for key in STANDARD_META}
    meta = dict.fromkeys(STANDARD_META) | {
        key: _UNFIT.sub(" ", each).strip() or None for key, each in found.items() if each
    }
    more = {key: value for key, value in article.more.items() if value not in (None, "") and key not in meta}
    document = Document(
        id if is_valid(id) else f"doc-{digest[:12]}", text, digest, article.language or None, meta | more
    )
    return Read(AnnotatedDocument(document), line, notes=notes, dropped=dropped)
