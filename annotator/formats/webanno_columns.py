"""The header and the cells of WebAnno TSV: which column holds what, stacked values, numbers that tell them apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from annotator.domain.validation import Checks

_KINDS: dict[str, Literal["span", "relation", "chain"]] = {"SP": "span", "RL": "relation", "CH": "chain"}
_GRAMMAR = (".lexmorph.", ".segmentation.", ".syntax.", ".anomaly.")
_NUMBERED = re.compile(r"(.*?)\[([0-9_]{1,19})\]", re.DOTALL)
_ESCAPES = re.compile(r"\\(.)", re.DOTALL)
_LETTERS = {"t": "\t", "n": "\n", "r": "\r"}


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer of the header: spans, relations or chains, with the names of its features."""

    kind: Literal["span", "relation", "chain"]
    name: str
    features: tuple[str, ...]

    @property
    def is_grammar(self) -> bool:
        """Whether it holds what every pipeline makes anew: tokens, lemmas, parts of speech, dependencies."""
        return any(each in self.name for each in _GRAMMAR)

    @classmethod
    def of(cls, line: str, checks: Checks) -> Layer:
        """The layer of a line ``#T_SP=type|feature|feature``.  Raises FormatError."""
        kind, equals, rest = line.removeprefix("#T_").partition("=")
        if not equals or kind not in _KINDS:
            checks.fail("the line is no layer of WebAnno TSV", "a layer is #T_SP, #T_RL or #T_CH")
        name, *features = rest.split("|")
        return cls(_KINDS[kind], name, tuple(features) or ("",))


@dataclass(frozen=True, slots=True)
class Column:
    """One column behind the tokens: a feature, the roles of slots, their targets, or the base of a relation.

    ``name`` is the feature's, of a target or a base the layer's that it leads to.  ``roles`` is a target's neighbour.
    """

    layer: Layer
    name: str
    number: int
    first: bool = False
    is_role: bool = False
    is_target: bool = False
    is_base: bool = False
    roles: Column | None = None


def columns_of(layers: Iterable[Layer]) -> list[Column]:
    """The columns, in their order."""
    out: list[Column] = []
    for layer in layers:
        before: Column | None = None
        for n, feature in enumerate(layer.features):
            is_role = feature.startswith("ROLE_")
            column = Column(
                layer,
                feature.removeprefix("BT_"),
                len(out),
                first=n == 0,
                is_role=is_role,
                is_target=before is not None and before.is_role,
                is_base=feature.startswith("BT_"),
                roles=before if before is not None and before.is_role else None,
            )
            out.append(column)
            before = column
    return out


def unescaped(text: str) -> str:
    """A text without its backslashes."""
    return _ESCAPES.sub(lambda each: _LETTERS.get(each[1], each[1]), text) if "\\" in text else text


def parts(cell: str, between: str = "|") -> list[str]:
    """The values that are stacked in a cell, still escaped."""
    if not cell:
        return []
    return re.split(rf"(?<!\\){re.escape(between)}", cell)


def value_of(part: str) -> tuple[str, str]:
    """A value, and the number that tells it from others, empty where it has none."""
    found = _NUMBERED.fullmatch(part)
    return (unescaped(found[1]), found[2]) if found else (unescaped(part), "")


def target_of(part: str) -> tuple[str, str]:
    """The token that a slot or a relation leads to, and the number in brackets."""
    return value_of(part)
