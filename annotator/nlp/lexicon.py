"""Reads the cue lexicons of ``resources/cues``, one plain TOML file for each language, without spaCy."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from annotator.domain.cue_lexicon import CueLexicon, PartOfSpeech
from annotator.nlp.pipelines import code_of
from annotator.settings import resource

_PARTS: Final[Mapping[PartOfSpeech, str]] = {"verb": "verbs", "noun": "nouns", "adjective": "adjectives"}
_IN_PLAIN_TEXT: Final = ("speech", "clause")
"""Frames that a word must have to be looked for in a text that nobody has parsed."""
_VOWELS: Final = "aeiou"


@lru_cache(maxsize=8)
def cue_lexicon(language: str | None) -> CueLexicon:
    """The lexicon for a language code such as ``en`` or ``de-CH``; an empty one for a language that has none."""
    code = code_of(language)
    folder = resource("cues")
    path = folder / f"{code}.toml"
    if not code.isalpha() or not path.is_file():
        return CueLexicon(code)
    return _lexicon(code, tomllib.loads(path.read_text(encoding="utf-8")))


def _lexicon(code: str, table: Mapping[str, Any]) -> CueLexicon:
    scores: Mapping[str, float] = table["scores"]
    sets: Mapping[str, str] = table["pronouns"] | table["edges"]
    irregular: Mapping[str, str] = table.get("irregular", {})
    regular = table.get("inflection") == "en"
    entries: dict[tuple[PartOfSpeech, str], dict[str, float]] = {}
    forms: dict[str, float] = {}
    for part, plural in _PARTS.items():
        for group in table.get(plural, ()):
            score, frames = scores[group["as"]], group["frames"].split()
            spoken = part == "verb" and any(each in _IN_PLAIN_TEXT for each in frames)
            for lemma in group["words"].split():
                slot = entries.setdefault((part, lemma), {})
                slot.update({each: max(score, slot.get(each, 0.0)) for each in frames})
                if spoken:
                    _raise(forms, _forms(lemma, irregular, regular=regular), score)
    return CueLexicon(
        language=code,
        entries=entries,
        forms=forms,
        before=tuple(table["before"]),
        **{name: frozenset(words.lower().split()) for name, words in sets.items()},
    )


def _raise(forms: dict[str, float], words: Iterable[str], score: float) -> None:
    for each in words:
        forms[each] = max(score, forms.get(each, 0.0))


def _forms(lemma: str, irregular: Mapping[str, str], *, regular: bool) -> Iterable[str]:
    """The written forms of a verb: those listed, else the regular English ones, else the word as it is."""
    if lemma in irregular:
        return (lemma, *irregular[lemma].split())
    if not regular:
        return (lemma,)
    stem = lemma.removesuffix("e")
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return (lemma, f"{lemma[:-1]}ies", f"{lemma[:-1]}ied", f"{lemma}ing")
    third = f"{lemma}es" if lemma.endswith(("s", "sh", "ch", "x", "z", "o")) else f"{lemma}s"
    return (lemma, third, f"{stem}ed", f"{lemma if lemma.endswith('ee') else stem}ing")
