"""The data card: a page in Markdown that lies beside an export and says what is in it, and how to read it.

It holds no time and no place, so that the same state of a project gives the same card.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotator import __version__
from annotator.domain.codec import VERSION
from annotator.domain.scheme import Scheme, Vocabulary
from annotator.formats.base import Format
from annotator.formats.feature_types import Features, flattened
from annotator.operations.agreeing import Agreement
from annotator.operations.card_snippets import snippets
from annotator.operations.contents import Contents, LayerCount

_LABELS: tuple[tuple[str, Vocabulary], ...] = (
    ("Types of quotations", "types"),
    ("Values of stances", "stances"),
    ("Kinds of entities", "kinds"),
    ("Flags", "flags"),
    ("Reasons", "reasons"),
)
_NONE = "n/a"


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file of the export: its name, its size in bytes, its SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Card:
    """All that a card tells.

    ``agreement`` is None where no document was finished by two; ``name_of`` is what an annotator is called in the
    export.  ``search`` is what chose the documents, as it was typed; empty for all.
    """

    title: str
    format: Format
    scheme: Scheme
    contents: Contents
    files: Sequence[WrittenFile]
    features: Features | None
    schema_version: int
    agreement: Agreement | None = None
    name_of: Callable[[str], str] = str
    pseudonymous: bool = False
    without_text: bool = False
    search: str = ""


def written(card: Card) -> str:
    """The card in Markdown, with a final line feed."""
    parts = (_head, _files, _versions, _contents, _agreement, _scheme, _features, snippets_of)
    return "\n".join(line for part in parts for line in part(card)).rstrip("\n") + "\n"


_SIGNS = "\\`*_{}[]<>#|~&!"


def plain(text: str, but: str = "") -> str:
    """Text that Markdown takes for nothing but text, on one line and within a cell; signs of ``but`` keep meaning."""
    line = " ".join(text.split())
    return "".join(f"\\{each}" if each in _SIGNS and each not in but else each for each in line)


def _code(text: str) -> str:
    """Text as code, where Markdown can show it so."""
    return plain(text) if set(text) & set("`|\n\r") else f"`{text}`"


def _number(value: float | None) -> str:
    return _NONE if value is None else f"{value:.2f}"


def _many(count: int, one: str) -> str:
    return f"{count:,} {one if count == 1 else f'{one}s'}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'|'.join(' --- ' for _ in head)}|"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


# ------------------------------------------------------------------------------------------------ what it is


def _head(card: Card) -> Iterator[str]:
    contents = card.contents
    suggested = sum(each.quotations for (kind, _), each in contents.layers.items() if kind == "pipeline")
    marked = [each.quotations for (kind, _), each in contents.layers.items() if kind != "pipeline"]
    what = _many(sum(marked), "quotation") + (f" in {len(marked)} layers" if len(marked) > 1 else "")
    what += f" and {_many(suggested, 'suggestion')} of the pipeline" if suggested else ""
    yield f"# Data card: {plain(card.title)}"
    yield ""
    yield (
        f"{_many(contents.documents, 'article')} with {what}: who is quoted, with which "
        "words, through which cue, and which stance that takes towards what."
    )
    yield ""
    yield f"- Format: {plain(card.format.name)} (`{card.format.id}`)."
    if card.format.loses not in ("", "nothing"):
        yield f"- Left out by the format: {plain(card.format.loses)}."
    if card.search:
        yield f"- Chosen by the search: {plain(card.search)}"
    if card.pseudonymous:
        yield "- Annotators go by pseudonyms."
    if card.without_text:
        yield "- The texts are left out; `text_sha256` says which text each article has."
    yield "- Offsets count Unicode code points from 0, the end not included: `text[start:end]` in Python."
    yield "- Licence of the texts, and of the labels: to be stated by who passes them on."
    yield ""


def _files(card: Card) -> Iterator[str]:
    yield "## Files"
    yield ""
    rows = ((plain(each.name), f"{each.size:,}", f"`{each.sha256}`") for each in card.files)
    yield from _table(("file", "bytes", "SHA-256"), rows)


def _versions(card: Card) -> Iterator[str]:
    yield "## Versions"
    yield ""
    rows = [("Annotator", __version__), ("quotation-annotations", VERSION), ("project file", str(card.schema_version))]
    rows += [("pipeline", plain(each)) for each in sorted(card.contents.agents)]
    yield from _table(("what", "version"), rows)


# ------------------------------------------------------------------------------------------------ what is in it


def _contents(card: Card) -> Iterator[str]:
    contents = card.contents
    yield "## Contents"
    yield ""
    languages = ", ".join(
        f"{plain(code) or 'not told'} ({count:,})" for code, count in sorted(contents.languages.items())
    )
    outlets = len([each for each in contents.sources if each])
    yield from _table(
        ("what", "how many"),
        [
            ("articles", f"{contents.documents:,}"),
            ("words", f"{contents.words:,}"),
            ("languages", languages or _NONE),
            ("outlets", f"{outlets:,}"),
            ("dates", " to ".join(map(plain, contents.dates)) or _NONE),
            ("entities", f"{len(contents.entities):,}"),
            ("decisions", f"{contents.decisions:,}"),
        ],
    )
    ordered = sorted(
        contents.layers.items(), key=lambda each: (("gold", "annotator", "pipeline").index(each[0][0]), each[0])
    )
    yield from _table(
        ("layer", "articles", "status", "quotations", "stances", "mentions", "rejections"),
        [(_layer_name(key), *_layer_cells(each)) for key, each in ordered],
    )
    keys = [key for key, _ in ordered]
    yield from _by_layer("type", card.scheme, "types", contents.types, keys)
    yield from _by_layer("stance", card.scheme, "stances", contents.stances, keys)


def _layer_name(key: tuple[str, str]) -> str:
    kind, name = key
    return plain(name) if kind == "annotator" else kind


def _layer_cells(each: LayerCount) -> tuple[str, ...]:
    status = ", ".join(f"{status.replace('_', ' ')} {count:,}" for status, count in sorted(each.statuses.items()))
    numbers = (each.quotations, each.stances, each.mentions, each.rejections)
    return (f"{each.documents:,}", status, *(f"{count:,}" for count in numbers))


def _by_layer(
    what: str,
    scheme: Scheme,
    vocabulary: Vocabulary,
    counts: Mapping[tuple[str, str], Mapping[str, int]],
    keys: Sequence[tuple[str, str]],
) -> Iterator[str]:
    """How often each label stands in each layer; none of a label that nobody has used."""
    known = [each.id for each in scheme.labels(vocabulary)]
    used = {id for key in keys for id in counts[key]}
    ids = [each for each in known if each in used] + sorted(used - set(known))
    if ids:
        rows = [
            (plain(scheme.name(vocabulary, id)) or "none", *(f"{counts[key].get(id, 0):,}" for key in keys))
            for id in ids
        ]
        yield from _table((what, *map(_layer_name, keys)), rows)


def _agreement(card: Card) -> Iterator[str]:
    yield "## Agreement"
    yield ""
    found = card.agreement
    if found is None:
        yield "Not measured: no article here was finished by two annotators."
        yield ""
        return
    shown = (
        "could see the pipeline’s suggestions, which makes people agree more"
        if found.suggestions_shown
        else "saw no suggestions"
    )
    finished = _many(len(found.report.documents), "article")
    yield f"On {finished} finished by two or more, as it was before adjudication. The annotators {shown}."
    yield ""
    measures = [
        (f"{plain(card.name_of(each.a))} – {plain(card.name_of(each.b))}", each.measures) for each in found.report.pairs
    ]
    measures.append(("all", found.report.overall))
    yield from _table(
        ("annotators", "pairs", "exact F1", "overlap F1", "uα content"),
        [
            (
                name,
                f"{each.matched:,}",
                _number(each.exact_f1),
                _number(each.overlap_f1),
                _number(each.places.labelled.get("content")),
            )
            for name, each in measures
        ],
    )
    yield from _table(
        ("slot", "n", "equal", "α", "κ"),
        [
            (name, f"{each.n:,}", _number(each.percent), _number(each.alpha), _number(each.kappa))
            for name, each in found.report.overall.slots.items()
        ],
    )


# ------------------------------------------------------------------------------------------------ how it is meant


def _scheme(card: Card) -> Iterator[str]:
    scheme = card.scheme
    yield "## Scheme"
    yield ""
    for title, vocabulary in _LABELS:
        labels = ", ".join(f"{plain(each.name)} ({_code(each.id)})" for each in scheme.labels(vocabulary))
        yield f"- {title}: {labels or 'none'}."
    for each in scheme.attributes:
        choices = ", ".join(f"{plain(one.name)} ({_code(one.id)})" for one in each.choices)
        field = f"{plain(each.name)} ({_code(each.id)}), {each.type}{f': {choices}' if choices else ''}"
        yield f"- Field of each {each.owner}: {field}."
    yield ""
    if scheme.guidelines:
        yield "### Guidelines"
        yield ""
        for rule in scheme.guidelines:
            name = plain(scheme.name("reasons", rule.reason)) or "In general"
            yield f"- {name}: {plain(rule.text, '*_')}"
        yield ""


def _features(card: Card) -> Iterator[str]:
    if card.features is None:
        return
    yield "## Features"
    yield ""
    yield "An empty list or a column of nulls does not tell its type; these are they. Any value may be null."
    yield ""
    yield from _table(("column", "type"), ((_code(path), type) for path, type in flattened(card.features)))


def snippets_of(card: Card) -> Iterator[str]:
    """How to read the export, where a program that many use can; nothing for other formats."""
    if card.features is None:
        return
    yield "## Reading it"
    yield ""
    for lead, code in snippets(card.format.id, card.files[0].name, card.features):
        yield lead
        yield ""
        yield "```python"
        yield from code
        yield "```"
        yield ""
