"""The language of the search field: what was typed, as the conditions that a document must meet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, get_args

from annotator.domain.documents import LayerStatus
from annotator.domain.errors import AppError
from annotator.domain.scheme import DEFAULT, Scheme, Vocabulary
from annotator.store.functions import folded
from annotator.store.selection import Dates, Wanted

FIELDS: Final = (
    *("status", "annotator", "source", "date", "speaker", "id"),
    *("quoted", "stance", "target", "type", "set", "copies"),
)

_TERM = re.compile(r'(?:([A-Za-z]+):)?(?:"([^"]*)"|(\S+))')
_STATUSES = get_args(LayerStatus)
OPERATORS: Final = frozenset(("AND", "OR", "NOT"))
_IN_GROUP = re.compile(rf"[(]+({'|'.join(FIELDS)}):", re.IGNORECASE)
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class Term:
    """One condition; ``field`` is "" for bare words, which stand as they were typed, a phrase in its marks.

    The values of ``status``, ``stance`` and ``type`` may be several, with commas between them.
    """

    field: str
    value: str


def parse(query: str) -> tuple[Term, ...]:
    """The terms of a query.

    Raises AppError at a field, a status or a date that does not exist, a field without a value, or an operator that
    joins a field: operators join words.
    """
    terms: list[Term] = []
    for field, quoted, plain in _TERM.findall(query):
        name = field.lower()
        if field and name not in FIELDS:
            raise AppError(
                f"the search has no field “{field}”", f"the fields are {', '.join(FIELDS)}; put words into marks"
            )
        if not field and plain.endswith(":") and plain[:-1].lower() in FIELDS:
            raise AppError(f"the search says nothing after “{plain}”", "write the value right behind the colon")
        if not field and _IN_GROUP.match(plain):
            raise _joins_words("a parenthesis")
        if not field:
            terms.append(Term("", plain or f'"{quoted}"'))
        else:
            value = folded(quoted or plain) or ""
            terms.append(Term(name, f'"{value}"' if name == "quoted" and quoted else _valued(name, value)))
    _refuse_joined_fields(terms)
    return tuple(terms)


def _joins_words(what: str) -> AppError:
    return AppError(
        f"{what} joins words, not fields",
        "all fields of a search must hold; give a status, stance or type several values with commas",
    )


def _refuse_joined_fields(terms: Sequence[Term]) -> None:
    """A field beside an operator would be read as if the operator were not there, and find something else."""
    pairs = [(one, other) for one, other in pairwise(terms) if bool(one.field) != bool(other.field)]
    for one, other in pairs:
        if "OR" in (one.value, other.value) or (one.value == "NOT" and other.field):
            raise _joins_words("OR" if "OR" in (one.value, other.value) else "NOT")


def _valued(name: str, value: str) -> str:
    """The value as it is kept.  Raises AppError for a status or a date that makes no sense."""
    if name == "status":
        return ",".join(_status_id(each) for each in value.split(","))
    if name == "date":
        first, dots, last = value.partition("..")
        parts = [each for each in (first, last) if each]
        if not parts or not all(_DATE.fullmatch(each) for each in parts) or (dots and first and last and last < first):
            raise AppError(
                f"“{value}” is no date to search for", "write 2026, 2026-03, 2026-03-31, or a time as 2026-01..2026-03"
            )
    return value


def _status_id(value: str) -> str:
    id = value.strip().replace(" ", "_")
    if id not in _STATUSES:
        raise AppError(f"there is no status “{value}”", f"use one of {', '.join(_STATUSES)}")
    return id


def with_value(query: str, field: str, old: str, term: str) -> str:
    """The query with ``term`` for each of its terms that asks for ``old`` in that field; all else as it was typed."""

    def one(found: re.Match[str]) -> str:
        name, quoted, plain = found.groups(default="")
        return term if name.lower() == field and folded(quoted or plain) == folded(old) else found[0]

    return _TERM.sub(one, query)


def bare(terms: Iterable[Term]) -> str:
    """The words that belong to no field, as they were typed."""
    return " ".join(each.value for each in terms if not each.field)


def wanted(
    terms: Iterable[Term],
    scheme: Scheme = DEFAULT,
    resolve: Callable[[str], Iterable[str]] = lambda _name: (),
    copies: Callable[[str], Iterable[str]] = lambda _id: (),
) -> Wanted:
    """The conditions that the terms are; ``resolve`` gives the documents of a saved set, ``copies`` those of a group.

    Raises AppError for a stance or a type that the scheme does not have.
    """
    terms = tuple(terms)

    def values(field: str) -> tuple[str, ...]:
        return tuple(each.value for each in terms if each.field == field)

    def labels(field: str, vocabulary: Vocabulary) -> tuple[frozenset[str], ...]:
        return tuple(
            frozenset(_label_id(scheme, vocabulary, field, each) for each in value.split(","))
            for value in values(field)
        )

    return Wanted(
        documents=_in_all([*map(resolve, values("set")), *map(copies, values("copies"))]),
        ids=values("id"),
        sources=values("source"),
        dates=tuple(_dates(each) for each in values("date")),
        words=bare(terms),
        annotators=values("annotator"),
        statuses=tuple(frozenset(each.split(",")) for each in values("status")),
        speakers=values("speaker"),
        targets=values("target"),
        stances=labels("stance", "stances"),
        types=labels("type", "types"),
        quoted=values("quoted"),
    )


def _dates(value: str) -> Dates:
    first, dots, last = value.partition("..")
    return Dates(first, last) if dots else Dates(value, value)


def _in_all(sets: Iterable[Iterable[str]]) -> list[str] | None:
    found: list[str] | None = None
    for each in sets:
        ids = list(each)
        if found is None:
            found = ids
        else:
            there = set(ids)
            found = [each for each in found if each in there]
    return found


def _label_id(scheme: Scheme, vocabulary: Vocabulary, field: str, value: str) -> str:
    names: Mapping[str, str] = {}
    for each in reversed(scheme.labels(vocabulary)):
        names = {folded(each.name) or "": each.id, folded(each.id) or "": each.id, **names}
    found = names.get(value.strip()) or names.get(value.strip().replace("_", " "))
    if found is None:
        known = ", ".join(each.id for each in scheme.labels(vocabulary))
        raise AppError(f"there is no {field} “{value}”", f"use one of {known}")
    return found
