"""The JSON of the German quotation corpus of Hamburg's language technology group: quotes with all their roles.

Offsets are code points, beside token numbers that are not needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from annotator.domain.text import Spans
from annotator.domain.validation import Checks
from annotator.formats.assembling import Given, document_of, read_of
from annotator.formats.base import Format, Read, ReadOptions
from annotator.formats.json_objects import Object, id_in, keys_in, list_in, objects, text_in, whole_in
from annotator.formats.markup import Link, Mark
from annotator.formats.offsets import Measured, Range

_TOOL = "German quotations"
_ROLES = {"quote": "content", "cue": "cue", "speaker": "speaker", "addressee": "addressee"}
_TYPES = {
    "direct": "direct",
    "indirect": "indirect",
    "reported": "reported",
    "freeindirect": "free indirect",
    "indirectfreeindirect": "free indirect",
}


def read(stream: BinaryIO, options: ReadOptions) -> Iterator[Read]:
    """The documents of a file.  Raises FormatError."""
    return options.each(objects(stream, options), lambda each: [_document(each[1], each[0], options)])


def _document(obj: Object, line: int, options: ReadOptions) -> Read:
    checks = Checks(options.path, line)
    measured = Measured(text_in(obj, "originalText", checks, "the document"), checks)
    quotes = list_in(obj, "annotations", checks, "the document")
    coded = [_roles(each, checks, f"annotation {n}") for n, each in enumerate(quotes, 1)]
    measured.settle(range for roles in coded for ranges in roles.values() for range in ranges)
    marks: list[Mark] = []
    links: list[Link] = []
    for n, (quote, roles) in enumerate(zip(quotes, coded, strict=True), 1):
        owner = f"annotation {n}"
        if not roles["quote"]:
            checks.fail(f"{owner} has no quote")
        facts = {key: str(quote[key]) for key in ("medium",) if isinstance(quote.get(key), str)}
        type = str(quote.get("type", "")).replace(" ", "").replace("-", "").casefold()
        marks.append(Mark(owner, _TYPES.get(type, "content"), _spans(roles["quote"], measured, owner), facts=facts))
        for role, label in _ROLES.items():
            if role != "quote" and roles[role]:
                marks.append(Mark(f"{owner} {role}", label, _spans(roles[role], measured, owner)))
                links.append(Link(label, owner, f"{owner} {role}"))
    document = document_of(measured.text, id_in(obj, "documentName", "id"), language="de")
    return read_of(document, [Given(marks, links)], options, _TOOL, line=line, notes=[measured.note])


def _roles(quote: Object, checks: Checks, owner: str) -> dict[str, list[Range]]:
    out: dict[str, list[Range]] = {}
    for role in _ROLES:
        part = quote.get(role)
        spans = list_in(part, "spans", checks, f"{owner}: {role}") if isinstance(part, dict) else []
        out[role] = [
            Range(
                whole_in(each, "charBegin", checks, f"{owner}: {role}"),
                whole_in(each, "charEnd", checks, f"{owner}: {role}"),
            )
            for each in spans
        ]
    return out


def _spans(ranges: list[Range], measured: Measured, owner: str) -> Spans:
    return tuple(sorted(measured.span(each, owner) for each in ranges))


def recognises(head: bytes) -> bool:
    """Whether these may be documents of that corpus."""
    return {"documentName", "originalText"} <= keys_in(head)


FORMAT_GERMAN = Format(
    id="german-quotes",
    name="German quotation corpus (Hamburg), JSON",
    suffixes=(".german.json",),
    loses="",
    read=read,
    recognises=recognises,
)
