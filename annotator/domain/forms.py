"""The form of a speaker's or addressee's words: a name, a nominal ("the minister") or a pronoun."""

from __future__ import annotations

import re
from collections.abc import Iterable

from annotator.domain.annotations import Form, Mention
from annotator.domain.names import is_acronym, is_title
from annotator.domain.text import Spans

_PRONOUNS = {
    "en": "i he she it we they you me him her us them one who whom this that these those both some many others another "
    "himself herself itself myself ourselves themselves everyone somebody someone nobody mine his hers theirs",
    "de": "ich er sie es wir ihr ihm ihn ihnen mir uns dieser diese dieses jener jene der die das wer man beide einige "
    "viele andere selbst",
    "fr": "je il elle on nous vous ils elles lui leur eux moi qui celui-ci celle-ci ceux-ci certains plusieurs",
    "es": "yo él ella ello nosotros nosotras ustedes ellos ellas le les quien quienes este esta estos estas ambos",
}
_NAMING = frozenset(("person", "organisation", "place", "document"))
_WORD = re.compile(r"[^\W_][\w’'.-]*")
_SENTENCE_START = re.compile(r"(?:\A|[.!?…:\n\u2028\u2029])[^\w]*\Z")
_BEFORE = 20


def form_of(text: str, spans: Spans, mentions: Iterable[Mention] = (), language: str | None = None) -> Form:
    """Pronoun, name or nominal.

    A name is what ends with a mention of a person, organisation, place or document, or, without one, with a word in
    capital or title case that is not so merely because it begins a sentence.  ``language`` is a code such as ``de``;
    English pronouns always count.
    """
    if not spans:
        return "unknown"
    words = [word for span in spans for word in _WORD.findall(span.of(text))]
    pronouns = f"{_PRONOUNS['en']} {_PRONOUNS.get((language or '')[:2].casefold(), '')}".split()
    if len(words) == 1 and words[0].casefold() in pronouns:
        return "pronoun"
    end = spans[-1].end
    if any(
        each.label in _NAMING and each.spans and each.spans[-1].end == end and _within(each, spans) for each in mentions
    ):
        return "name"
    if not words or not words[-1][0].isupper() or is_title(words[-1]):
        return "nominal"
    if len(words) == 1 and not is_acronym(words[0]):
        before = text[max(0, spans[0].start - _BEFORE) : spans[0].start]
        return "nominal" if _SENTENCE_START.search(before) else "name"
    return "name"


def _within(mention: Mention, spans: Spans) -> bool:
    return all(any(span.contains(each) for span in spans) for each in mention.spans)
