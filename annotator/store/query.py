"""What a person types into a search field, understood without ever being wrong.

Words are all wanted; ``"several words"`` in marks stand side by side; ``OR``, ``AND`` and ``NOT`` in capitals and
parentheses combine.  The last word counts as the beginning of one, for it is still being typed; so does any word that
ends in ``*``.  Whatever makes no sense (an operator without a word, a mark or a parenthesis never closed) is read as if
it were not there.

Scripts that write no blanks between words give the index one "word" for a whole clause, and symbols such as emoji none;
what holds them is looked for as it stands in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

MAX_LENGTH = 1_000
"""Code points of a query that are read."""

MAX_WORDS = 50
"""Words of a query that are looked for."""

MIN_PREFIX = 3
"""Code points that the beginning of a word has at least: with one or two letters begin too many."""

_MAX_DEPTH = 8

_MARKS = str.maketrans(dict.fromkeys("“”„‟«»「」『』", '"') | {"\0": " "})
_TOKEN = re.compile(r'(?P<open>\()|(?P<close>\))|"(?P<phrase>[^"]*)(?P<closed>"?)(?P<star>\*?)|(?P<word>[^\s()"]+)')
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fff\u3005-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U0001b000-\U0001b16f\U00020000-\U000323af]"
)
"""Thai, Lao, Burmese, Khmer, Han, kana."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """Words that stand side by side; with ``prefix`` the last is the beginning of a word."""

    words: str
    prefix: bool = False

    @property
    def match(self) -> str:
        """As FTS5 wants it."""
        return f'"{self.words}"*' if self.prefix else f'"{self.words}"'


@dataclass(frozen=True, slots=True)
class Literal:
    """Characters to be found in the text as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Every:
    """All of these; none of those that are `Not`."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of these."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """What does not match."""

    part: Query


Query = Indexed | Literal | Every | Either | Not


def parse(typed: str) -> Query | None:
    """What a person means by ``typed``; None where that is nothing."""
    text = typed[:MAX_LENGTH].encode("utf-8", "replace").decode("utf-8").translate(_MARKS)
    return _Parser(_balanced(list(_tokens(text))[:MAX_WORDS])).either()


def expression(query: Query) -> str | None:
    """The query as an FTS5 expression; None if the index alone cannot answer it."""
    if isinstance(query, Indexed):
        return query.match
    if isinstance(query, Literal | Not):
        return None
    if isinstance(query, Either):
        parts = [expression(each) for each in query.parts]
        return None if None in parts else f"({' OR '.join(filter(None, parts))})"
    found = [expression(each) for each in query.parts if not isinstance(each, Not)]
    barred = [expression(each.part) for each in query.parts if isinstance(each, Not)]
    if not found or None in found or None in barred:
        return None
    positive = f"({' AND '.join(filter(None, found))})"
    return f"({' NOT '.join([positive, *filter(None, barred)])})"


def as_whole_words(query: Query) -> Query:
    """The query with every beginning of a word taken for a word."""
    match query:
        case Indexed():
            return Indexed(query.words)
        case Not():
            return Not(as_whole_words(query.part))
        case Every() | Either():
            return type(query)(tuple(map(as_whole_words, query.parts)))
        case Literal():
            return query


def wanted(query: Query) -> Iterator[Indexed | Literal]:
    """The words that a match may show: all but those under a `Not`."""
    if isinstance(query, Indexed | Literal):
        yield query
    elif not isinstance(query, Not):
        for each in query.parts:
            yield from wanted(each)


# ------------------------------------------------------------------------------------------------ reading


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    part: Query | None = field(default=None)


def _tokens(text: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(text):
        if found["open"] or found["close"]:
            yield _Token("(" if found["open"] else ")")
            continue
        last = found.end() == len(text)
        if found["word"] is None:
            part = _part(found["phrase"], prefix=bool(found["star"]) or (last and not found["closed"]))
        elif found["word"] in ("AND", "OR", "NOT"):
            yield _Token(found["word"])
            continue
        else:
            word = found["word"]
            part = _part(word.rstrip("*"), prefix=last or word.endswith("*"))
        if part is not None:
            yield _Token("part", part)


def _part(words: str, *, prefix: bool) -> Query | None:
    """One word or phrase; None if it holds nothing to look for."""
    words = words.strip()
    if UNSPACED.search(words):
        return Literal(words)
    if any(_is_indexed(each) for each in words):
        return Indexed(words, prefix and len(words) >= MIN_PREFIX and _is_indexed(words[-1]))
    symbols = "".join(each for each in words if unicodedata.category(each)[0] == "S" and not each.isascii())
    return Literal(symbols) if symbols else None


def _is_indexed(character: str) -> bool:
    """Whether the index counts it to a word: letters, numbers, private use, and marks on them."""
    category = unicodedata.category(character)
    return category[0] in "LN" or category == "Co"


def _balanced(tokens: Sequence[_Token]) -> list[_Token]:
    """The tokens without parentheses that open too deep or close what is not open."""
    kept: list[_Token] = []
    depth = 0
    for each in tokens:
        if each.kind == "(":
            depth += 1
        shallow = 0 < depth <= _MAX_DEPTH
        if each.kind == ")":
            depth = max(0, depth - 1)
        if each.kind not in "()" or shallow:
            kept.append(each)
    return kept


class _Parser:
    """Reads tokens from left to right; never fails."""

    def __init__(self, tokens: Sequence[_Token]) -> None:
        self._tokens = tokens
        self._at = 0

    def either(self) -> Query | None:
        """Parts joined by OR."""
        parts = [self._every()]
        while self._peek() == "OR":
            self._at += 1
            parts.append(self._every())
        kept = tuple(each for each in parts if each is not None)
        return Either(kept) if len(kept) > 1 else kept[0] if kept else None

    def _every(self) -> Query | None:
        """Parts that stand side by side or are joined by AND."""
        parts: list[Query] = []
        negated = False
        while (kind := self._peek()) not in ("", "OR", ")"):
            self._at += 1
            if kind == "NOT":
                negated = not negated
            if kind in ("NOT", "AND"):
                continue
            part = self._group() if kind == "(" else self._tokens[self._at - 1].part
            if part is not None:
                parts.append(Not(part) if negated else part)
            negated = False
        return Every(tuple(parts)) if len(parts) > 1 else parts[0] if parts else None

    def _group(self) -> Query | None:
        part = self.either()
        self._at += self._peek() == ")"
        return part

    def _peek(self) -> str:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else ""
