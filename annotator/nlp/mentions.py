"""Mentions: what the pipeline names in a text, trimmed to whole tokens, and names it missed where it had seen them.

Two rules repair what matters most in news.  *repeat*: a name that the pipeline found once is that name wherever the
same words stand again.  *surname*: the last word of a person's name is that person where it stands alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from annotator.domain import ids
from annotator.domain.annotations import Mention, Origin
from annotator.domain.text import Span, snap
from annotator.nlp.pipelines import Loaded

if TYPE_CHECKING:
    from spacy.tokens import Doc

REPEATED: Final = frozenset({"person", "organisation", "place", "group"})
"""Kinds whose names are looked for again."""
LONGEST_NAME: Final = 150
"""Code points; what is longer is no name."""

_EDGE: Final = " \t\r\n\u00a0\u200b“”„‟«»‹›‘’‚‛\"'`#*_()[]{}<>,;:!?/|\\…—–-"
_ARTICLE = re.compile(r"(?:the|The|THE)\s+(?=\S)")
_POSSESSIVE = re.compile(r"['’](?:[sS])?$")
_BREAK = re.compile("[\n\r\u2028\u2029]")
_WORD = re.compile(r"\w+")
_SUFFIXES: Final = frozenset({"Jr", "Sr", "II", "III", "IV"})


class _Name(NamedTuple):
    span: Span
    label: str
    rule: str | None


def mentions(text: str, loaded: Loaded, docs: Iterable[tuple[int, Doc]] | None = None) -> tuple[Mention, ...]:
    """The mentions of a text of any length, by start and disjoint, none across a line break.

    ``docs`` are the text's pieces as `Loaded.docs` gives them, where the caller reads them too.
    """
    found = _disjoint(_recognised(text, loaded, loaded.docs(text) if docs is None else docs))
    found = _relabelled(text, found)
    found = _disjoint([*found, *_again(text, found)])
    origin = Origin("pipeline", agent=loaded.agent)
    return tuple(
        Mention(ids.derived("m", each.label, (each.span,)), (each.span,), each.label, None, _ruled(origin, each.rule))
        for each in found
    )


def _ruled(origin: Origin, rule: str | None) -> Origin:
    return replace(origin, rule=rule) if rule else origin


def _recognised(text: str, loaded: Loaded, docs: Iterable[tuple[int, Doc]]) -> Iterator[_Name]:
    for offset, doc in docs:
        for entity in doc.ents:
            span = trimmed(text, Span(offset + entity.start_char, offset + entity.end_char))
            if span is not None:
                yield _Name(span, loaded.kinds.get(entity.label_, loaded.rest), None)


def trimmed(text: str, span: Span) -> Span | None:
    """``span`` as a name: in one line, whole tokens, without article, possessive, marks and blanks at its edges.

    None where no letter or digit is left, or far too much.
    """
    span = max(_lines(text, span), key=lambda each: each.length)
    span = _bare(text, span)
    if span.length > LONGEST_NAME or not any(map(str.isalnum, span.of(text))):
        return None
    whole = snap(text, span)
    start = span.start if whole.start < span.start and text[span.start - 1] in "'’" else whole.start
    end = span.end if whole.end > span.end and text[span.end] in "'’" else whole.end
    span = _bare(text, Span(start, end))
    return span if 0 < span.length <= LONGEST_NAME and not _BREAK.search(text, span.start, span.end) else None


def _lines(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for line_break in _BREAK.finditer(text, span.start, span.end):
        yield Span(start, line_break.start())
        start = line_break.end()
    yield Span(start, span.end)


def _bare(text: str, span: Span) -> Span:
    start, end = span
    before = None
    while before != (start, end):
        before = (start, end)
        while start < end and text[start] in _EDGE:
            start += 1
        while start < end and text[end - 1] in _EDGE:
            end -= 1
        if article := _ARTICLE.match(text, start, end):
            start = article.end()
        if possessive := _POSSESSIVE.search(text[start:end]):
            end -= len(possessive.group())
    return Span(start, end)


def _disjoint(names: Iterable[_Name]) -> list[_Name]:
    """By start; of two that overlap the pipeline's own stays, then the earlier one."""
    kept: list[_Name] = []
    for name in sorted(names, key=lambda each: (each.span.start, each.rule is not None, -each.span.end)):
        if kept and kept[-1].span.overlaps(name.span):
            if kept[-1].rule is None or name.rule is not None:
                continue
            kept.pop()
        kept.append(name)
    return kept


# ------------------------------------------------------------------------------------------------ repairs


def _relabelled(text: str, names: list[_Name]) -> list[_Name]:
    """A surname alone is its person, whatever the pipeline took it for; but a place that is named so stays one."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        votes[name.span.of(text)][name.label] += 1
    surnames = _surnames(text, names)
    out = []
    for name in names:
        words = name.span.of(text)
        counts = votes[words]
        is_place = counts["place"] and counts["place"] >= counts["person"]
        if name.label != "person" and words in surnames and not is_place:
            name = name._replace(label="person", rule="surname")  # noqa: PLW2901 - the same name under its right kind
        out.append(name)
    return out


def _surnames(text: str, names: Iterable[_Name]) -> set[str]:
    """The last words of persons' full names."""
    out = set()
    for name in names:
        words = name.span.of(text).split()
        if name.label == "person" and words and words[-1].rstrip(".") in _SUFFIXES:
            words.pop()
        if name.label == "person" and len(words) > 1 and len(words[-1]) > 1 and words[-1][0].isupper():
            out.add(words[-1])
    return out


def _again(text: str, names: list[_Name]) -> Iterator[_Name]:
    """Whole-token repetitions of known names, and surnames alone, outside ``names``."""
    known = _wanted(text, names)
    if not known:
        return
    starts, ends = [each.span.start for each in names], [each.span.end for each in names]
    busy = 0
    for word in _WORD.finditer(text):
        start = word.start()
        if start < busy or word.group() not in known:
            continue
        before = bisect_right(starts, start) - 1
        if before >= 0 and start < ends[before]:
            continue
        limit = starts[before + 1] if before + 1 < len(starts) else len(text)
        for candidate, label, rule in known[word.group()]:
            span = Span(start, start + len(candidate))
            if span.end <= limit and text.startswith(candidate, start) and trimmed(text, span) == span:
                yield _Name(span, label, rule)
                busy = span.end
                break


def _wanted(text: str, names: list[_Name]) -> dict[str, list[tuple[str, str, str]]]:
    """What to look for: (words, kind, rule), longest first, by its first run of word characters."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        votes[name.span.of(text)][name.label] += 1
    rules = {words: (counts.most_common(1)[0][0], "repeat") for words, counts in votes.items()}
    for surname in _surnames(text, names):
        rules.setdefault(surname, ("person", "surname"))
    common = {word.group() for word in _WORD.finditer(text)}
    known: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for words, (label, rule) in sorted(rules.items(), key=lambda item: (-len(item[0]), item[0])):
        first = _WORD.match(words)
        is_name = label in REPEATED and len(words) > 1 and words[0].isupper() and not words.isdigit()
        if first is not None and is_name and words.lower() not in common:  # “May” where “may” stands too
            known[first.group()].append((words, label, rule))
    return known
