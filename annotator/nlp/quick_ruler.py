"""spaCy's attribute ruler, with what it decides remembered: the same parts of speech in a tenth of the time.

The ruler holds each of its patterns (about 180 for English) against each word, which takes a sixth of the pipeline's
time.  But what a pattern for a single word decides depends on few things about the word, and of its spelling only where
the patterns name it.  So each such combination is asked for once.  Patterns that need more are matched as ever, and all
that match are applied in the ruler's own order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import Matcher
    from spacy.pipeline import AttributeRuler
    from spacy.tokens import Doc, Token

RULER: Final = "attribute_ruler"
"""The component's name in spaCy's pipelines."""
_ALONE: Final = frozenset({"TAG", "LOWER", "DEP", "IS_SPACE"})
"""What a pattern may look at to be decided once and for all."""

_Attributes = dict[int, Any]


def quicken(nlp: Language) -> None:
    """Let the pipeline's attribute ruler remember, if it has one."""
    if RULER in nlp.pipe_names:
        ruler: Any = nlp.get_pipe(RULER)
        quick = QuickRuler(ruler)
        ruler.match = quick.match
        ruler.set_annotations = quick.set_annotations


class QuickRuler:
    """What a ruler's patterns decide, by what they look at."""

    def __init__(self, ruler: AttributeRuler) -> None:
        from spacy.matcher import Matcher

        self._attributes: list[_Attributes] = ruler.attrs
        self._places: list[int] = ruler.indices
        self._alone, self._rest = Matcher(ruler.vocab), Matcher(ruler.vocab)
        self._spellings: set[int] = set()
        self._known: dict[tuple[int, ...], tuple[tuple[int, ...], _Attributes]] = {}
        strings = ruler.vocab.strings
        all_patterns: list[list[list[dict[str, Any]]]] = [cast("Any", each["patterns"]) for each in ruler.patterns]
        for number, patterns in enumerate(all_patterns):
            single = all(map(_is_alone, patterns))
            (self._alone if single else self._rest).add(str(number), patterns)
            if single:
                named = [word for pattern in patterns for word in _named(pattern[0]) or ()]
                self._spellings.update(map(strings.add, named))

    @property
    def size(self) -> int:
        """Number of combinations that are remembered."""
        return len(self._known)

    def match(self, doc: Doc) -> list[tuple[Token, _Attributes]]:
        """The words of a text with what is to be set on them."""
        further = self._further(doc)
        found = []
        columns = doc.to_array(["TAG", "LOWER", "DEP", "IS_SPACE"]).tolist()
        for token, (tag, lower, dep, space) in zip(doc, columns, strict=True):
            key = (tag, lower if lower in self._spellings else 0, dep, space)
            if key not in self._known:
                numbers = _numbers(self._alone, doc, token.i) if len(self._alone) else ()
                self._known[key] = numbers, self._merged(numbers)
            numbers, attributes = self._known[key]
            if token.i in further:
                attributes = self._merged(sorted({*numbers, *further[token.i]}))
            if attributes:
                found.append((token, attributes))
        return found

    @staticmethod
    def set_annotations(_doc: Doc, found: Iterable[tuple[Token, _Attributes]]) -> None:
        """Set them."""
        from spacy.tokens._retokenize import set_token_attrs

        for token, attributes in found:
            set_token_attrs(token, attributes)

    def _further(self, doc: Doc) -> Mapping[int, list[int]]:
        """The numbers of the patterns that need more than one word, by the place of the word that they speak of."""
        found = defaultdict(list)
        for key, start, end in self._rest(doc, allow_missing=True) if len(self._rest) else ():
            number = int(doc.vocab.strings[key])
            place = self._places[number]
            found[start + place if place >= 0 else end + place].append(number)
        return found

    def _merged(self, numbers: Iterable[int]) -> _Attributes:
        """What these patterns set, the later ones having the last word."""
        merged: _Attributes = {}
        for number in numbers:
            merged |= self._attributes[number]
        return merged


def _is_alone(pattern: list[dict[str, Any]]) -> bool:
    """Whether a pattern is for one word and looks only at what is remembered."""
    return len(pattern) == 1 and pattern[0].keys() <= _ALONE and _named(pattern[0]) is not None


def _named(condition: Mapping[str, Any]) -> list[str] | None:
    """The spellings that a condition names; None where it does not list them."""
    spelling = condition.get("LOWER", [])
    if isinstance(spelling, dict):
        spelling = spelling["IN"] if spelling.keys() == {"IN"} else None
    return [spelling] if isinstance(spelling, str) else spelling


def _numbers(matcher: Matcher, doc: Doc, at: int) -> tuple[int, ...]:
    """The patterns that match one word, in their order."""
    found = matcher(doc[at : at + 1], allow_missing=True)
    return tuple(sorted({int(doc.vocab.strings[key]) for key, _, _ in found}))
