"""Invented layers over one awkward text, and small brute-force versions of what is computed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import permutations

from hypothesis import strategies as st

from annotator.domain.annotations import Layer, Origin, Party, Quotation
from annotator.domain.text import Span

TEXT = (  # an emoji, a combining accent, marks of several kinds
    "“We won’t close the cafe\u0301 🏭,” Mayor Zoé Lindqvist told reporters, “until every worker has a contract.” "
    "She added that the bridge, as her deputy Ana Brandt said, is ‘not for sale’ at all, he thinks. "
    "記者は「終わった」。"
)


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def quotation(
    id: str, *content: Span, cue: Span | None = None, speaker: Span | None = None, **more: object
) -> Quotation:
    parties = (Party((speaker,), None, "name"),) if speaker else ()
    cues = (cue,) if cue else ()
    values: dict[str, object] = {"cue": cues, "speakers": parties} | more
    return Quotation(id, tuple(content), Origin("manual", "a"), **values)  # type: ignore[arg-type]


def layer(name: str, *quotations: Quotation, **more: object) -> Layer:
    return Layer(f"l_{name}", "annotator", f"a_{name}", name, "done", quotations=quotations, **more)  # type: ignore[arg-type]


@st.composite
def layers(draw: st.DrawFn, names: Sequence[str] = ("a", "b"), most: int = 5) -> dict[str, Layer]:
    """Layers whose quotations often overlap; few words, so that ties happen."""
    found = {}
    for name in names:
        rows = []
        for number in range(draw(st.integers(0, most))):
            start = draw(st.integers(0, 24)) * 5
            length = draw(st.integers(1, 6)) * 5
            cue = draw(st.sampled_from([None, at("told"), at("added"), at("said")]))
            speaker = draw(st.sampled_from([None, at("Zoé Lindqvist"), at("She"), at("Ana Brandt")]))
            inner = draw(st.booleans()) and bool(rows)
            rows.append(
                quotation(
                    f"q_{name}{number}",
                    Span(start, start + length),
                    cue=cue,
                    speaker=speaker,
                    type=draw(st.sampled_from(["direct", "mixed", "indirect"])),
                    parent=rows[0].id if inner else None,
                )
            )
        found[name] = layer(name, *rows)
    return found


def best_total(weights: Mapping[tuple[int, int], float]) -> float:
    """The greatest sum of an assignment, by trying all of them."""
    lefts, rights = sorted({left for left, _ in weights}), sorted({right for _, right in weights})
    places = [*rights, *([None] * len(lefts))]
    best = 0.0
    for chosen in set(permutations(places, len(lefts))):
        pairs = [(left, right) for left, right in zip(lefts, chosen, strict=True) if right is not None]
        if all(pair in weights for pair in pairs):
            best = max(best, sum(weights[pair] for pair in pairs))
    return best


def unitizing_by_code_point(
    length: int, annotators: Sequence[Sequence[tuple[Span, str]]], *, labelled: bool
) -> float | None:
    """uα of one document: the coincidences of every code point, the expectation from the units' lengths."""
    rows = []
    for units in annotators:
        row: list[str | None] = [None] * length
        for span, label in units:
            for n in range(span.start, span.end):
                row[n] = label if labelled else "x"
        rows.append(row)
    many = len(rows)
    agreed = 0.0
    for n in range(length):
        values = [row[n] for row in rows]
        agreed += sum(1 for i in range(many) for j in range(many) if i != j and values[i] == values[j]) / (many - 1)
    whole = float(many * length)
    sizes: dict[str | None, list[int]] = {None: [1] * sum(row.count(None) for row in rows)}
    for units in annotators:
        for span, label in units:
            sizes.setdefault(label if labelled else "x", []).append(span.length)
    rest = whole**2 - sum(size**2 for group in sizes.values() for size in group)
    if rest <= 0:
        return None
    expected = sum(whole * (sum(group) ** 2 - sum(size**2 for size in group)) / rest for group in sizes.values())
    return None if abs(whole - expected) < 1e-9 * whole else 1 - (whole - agreed) / (whole - expected)


def alpha_by_pairs(units: Iterable[Sequence[str]], distance: Callable[[str, str], float]) -> float | None:
    """Krippendorff's α from its definition: the mean distance within units over that between all values."""
    units = [each for each in units if len(each) > 1]
    values = [value for unit in units for value in unit]
    if not values:
        return None
    observed = sum(
        sum(distance(unit[i], unit[j]) for i in range(len(unit)) for j in range(len(unit)) if i != j) / (len(unit) - 1)
        for unit in units
    ) / len(values)
    expected = sum(distance(values[i], values[j]) for i in range(len(values)) for j in range(len(values)) if i != j) / (
        len(values) * (len(values) - 1)
    )
    return 1 - observed / expected if expected else None
