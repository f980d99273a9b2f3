"""The language of the search field: which documents a query means.

``status:done annotator:bea source:"The Herald" date:2026-01..2026-03 speaker:Lindqvist id:d_1 harbour``: all terms must
hold; a bare word is looked for in title and text; case never matters.  With an annotator the status is that of their
layer: ``annotator:bea status:new`` are the documents that bea has not begun.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import get_args

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Layer
from annotator.domain.documents import Document, LayerStatus
from annotator.domain.errors import AppError
from annotator.domain.text import words
from annotator.store.project import Project

FIELDS = ("status", "annotator", "source", "date", "speaker", "id")

_TERM = re.compile(r'(?:([A-Za-z]+):)?(?:"([^"]*)"|(\S+))')
_STATUSES = get_args(LayerStatus)
_ABOUT_LAYERS = frozenset(("status", "annotator", "speaker"))


@dataclass(frozen=True, slots=True)
class Term:
    """One condition; ``field`` is "" for a bare word."""

    field: str
    value: str


def parse(query: str) -> tuple[Term, ...]:
    """The terms of a query.  Raises AppError at a field or a status that does not exist, or a field without a value."""
    terms = []
    for field, quoted, plain in _TERM.findall(query):
        name = field.lower()
        if field and name not in FIELDS:
            raise AppError(
                f"the search has no field “{field}”", f"the fields are {', '.join(FIELDS)}; put words into marks"
            )
        if not field and plain.endswith(":") and plain[:-1].lower() in FIELDS:
            raise AppError(f"the search says nothing after “{plain}”", "write the value right behind the colon")
        terms.append(Term(name, _status_id(_folded(quoted or plain)) if name == "status" else _folded(quoted or plain)))
    return tuple(terms)


def _status_id(value: str) -> str:
    id = value.replace(" ", "_")
    if id not in _STATUSES:
        raise AppError(f"there is no status “{value}”", f"use one of {', '.join(_STATUSES)}")
    return id


def select(project: Project, query: str) -> list[str]:
    """Ids of the documents that a query means, in project order.  Raises AppError for a query that makes no sense."""
    terms = parse(query)
    found = project.documents.ids()
    if not terms:
        return found
    if any(each.field in _ABOUT_LAYERS for each in terms):
        return [id for id in found if _fits(project.read(id), terms)]
    return [id for id in found if _fits(AnnotatedDocument(project.documents.get(id)), terms)]


def _fits(annotated: AnnotatedDocument, terms: tuple[Term, ...]) -> bool:
    return _layers_fit(annotated, terms) and all(
        _TESTS[term.field](annotated, term.value) for term in terms if term.field in _TESTS
    )


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def _layers_fit(annotated: AnnotatedDocument, terms: tuple[Term, ...]) -> bool:
    """Whether each annotator named has a layer, or each one's layer the status named; else anyone's."""
    people = [each.value for each in terms if each.field == "annotator"]
    wanted = {each.value for each in terms if each.field == "status"}
    for name in people:
        states: set[str] = {each.status for each in annotated.layers if _folded(_name(each)) == name}
        if not (wanted <= (states or {"new"}) if wanted else states):
            return False
    states = {each.status for each in annotated.layers if each.kind != "pipeline"}
    return bool(people) or wanted <= (states or {"new"})


def _name(layer: Layer) -> str:
    return layer.annotator or "" if layer.kind == "annotator" else layer.kind


def _source(annotated: AnnotatedDocument, value: str) -> bool:
    return value in _folded(str(annotated.document.meta.get("source") or ""))


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
                if any(value in _folded(each) for each in said):
                    return True
    return False


def _id(annotated: AnnotatedDocument, value: str) -> bool:
    return _folded(annotated.document.id) == value


def _word(annotated: AnnotatedDocument, value: str) -> bool:
    document: Document = annotated.document
    return value in _folded(document.title) or value in _folded(document.text)


_TESTS: dict[str, Callable[[AnnotatedDocument, str], bool]] = {
    "source": _source,
    "date": _date,
    "speaker": _speaker,
    "id": _id,
    "": _word,
}
