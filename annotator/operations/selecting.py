"""The language of the search field: which documents a query means.

``status:done annotator:bea source:"The Herald" date:2026-01..2026-03 speaker:Lindqvist id:d_1 harbour``: all terms must
hold; a bare word is looked for in title and text; case never matters.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.errors import AppError
from annotator.domain.text import words
from annotator.store.project import Project

FIELDS = ("status", "annotator", "source", "date", "speaker", "id")

_TERM = re.compile(r'(?:(\w+):)?(?:"([^"]*)"|(\S+))')


@dataclass(frozen=True, slots=True)
class Term:
    """One condition; ``field`` is "" for a bare word."""

    field: str
    value: str


def parse(query: str) -> tuple[Term, ...]:
    """The terms of a query.  Raises AppError at a field that does not exist."""
    terms = []
    for field, quoted, plain in _TERM.findall(query):
        if field and field not in FIELDS:
            raise AppError(f"the search has no field “{field}”", f"the fields are {', '.join(FIELDS)}")
        terms.append(Term(field, (quoted or plain).casefold()))
    return tuple(terms)


def select(project: Project, query: str) -> list[str]:
    """Ids of the documents that a query means, in project order.  Raises AppError at an unknown field."""
    terms = parse(query)
    return [id for id in project.documents.ids() if not terms or _fits(project.read(id), terms)]


def _fits(annotated: AnnotatedDocument, terms: tuple[Term, ...]) -> bool:
    return all(_TESTS[term.field](annotated, term.value) for term in terms)


def _status(annotated: AnnotatedDocument, value: str) -> bool:
    states = {each.status for each in annotated.layers if each.kind != "pipeline"}
    return value in (states or {"new"})


def _annotator(annotated: AnnotatedDocument, value: str) -> bool:
    return any((each.annotator or "").casefold() == value for each in annotated.layers if each.kind == "annotator")


def _source(annotated: AnnotatedDocument, value: str) -> bool:
    return value in str(annotated.document.meta.get("source") or "").casefold()


def _date(annotated: AnnotatedDocument, value: str) -> bool:
    date = str(annotated.document.meta.get("date") or "")
    first, dots, last = value.partition("..")
    if not dots:
        return date.startswith(first)
    return bool(date) and first <= date and (not last or date <= last or date.startswith(last))


def _speaker(annotated: AnnotatedDocument, value: str) -> bool:
    names = {each.id: (each.name, *each.aliases) for each in annotated.entities}
    for layer in annotated.layers:
        for quotation in layer.quotations:
            for party in quotation.speakers:
                said = (*names.get(party.entity or "", ()), words(annotated.document.text, party.spans))
                if any(value in each.casefold() for each in said):
                    return True
    return False


def _id(annotated: AnnotatedDocument, value: str) -> bool:
    return annotated.document.id.casefold() == value


def _word(annotated: AnnotatedDocument, value: str) -> bool:
    return value in annotated.document.title.casefold() or value in annotated.document.text.casefold()


_TESTS: dict[str, Callable[[AnnotatedDocument, str], bool]] = {
    "status": _status,
    "annotator": _annotator,
    "source": _source,
    "date": _date,
    "speaker": _speaker,
    "id": _id,
    "": _word,
}
