"""The whole of a quotation that went along with its marks: believed as far as it agrees with them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from annotator.domain.annotations import Party, Quotation
from annotator.domain.codec import FORMAT, VERSION, decode
from annotator.domain.documents import Document
from annotator.domain.errors import FormatError
from annotator.domain.registry import Entity
from annotator.domain.text import Span, Spans


@dataclass(frozen=True, slots=True)
class Detail:
    """A quotation as it was written, its parent's id beside it, and the entities that it refers to."""

    quotation: Quotation
    parent: str | None
    entities: tuple[Entity, ...]


def looks_like_detail(text: str) -> bool:
    """Whether a note of another program is one that we wrote there."""
    return text.startswith('{"quotation":')


def detail_of(text: str, document: Document) -> Detail | None:
    """What a detail says, None for one that does not fit this text or that somebody has changed."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        return None
    coded = given.get("quotation") if isinstance(given, dict) else None
    if not isinstance(coded, dict):
        return None
    parent = coded.get("parent")
    try:
        whole = decode(_document(document, {**coded, "parent": None}, given.get("entities")))
    except FormatError:
        return None
    (quotation,) = whole.layers[0].quotations
    return Detail(quotation, parent if isinstance(parent, str) else None, whole.entities)


def _document(document: Document, quotation: Mapping[str, object], entities: object) -> dict[str, object]:
    layer: dict[str, object] = {
        "id": "l",
        "kind": "annotator",
        "annotator_id": "a",
        "annotator": "a",
        "status": "in_progress",
        "status_reason": None,
        "attributes": {},
        "mentions": [],
        "quotations": [quotation],
        "rejections": [],
    }
    return {
        "format": FORMAT,
        "version": VERSION,
        "id": "d",
        "text": document.text,
        "text_sha256": document.text_sha256,
        "language": None,
        "meta": {},
        "entities": entities,
        "layers": [layer],
        "decisions": [],
    }


def reconciled(seen: Quotation, detail: Detail, text: str) -> Quotation:
    """The quotation of a detail, changed to what the marks say by now; blanks between fragments say nothing."""
    was = detail.quotation
    out = replace(
        was,
        content=_kept(was.content, seen.content, text),
        speakers=_parties(was.speakers, seen.speakers, text),
        addressees=_parties(was.addressees, seen.addressees, text),
        note=was.note if " ".join((seen.note or "").split()) in ("", " ".join((was.note or "").split())) else seen.note,
    )
    if (cue := _kept(was.cue, seen.cue, text)) != was.cue:
        out = replace(out, cue=cue, cue_absent=was.cue_absent and not cue)
    if seen.type is not None and seen.type != was.type:
        out = replace(out, type=seen.type, type_origin="manual")
    return out if out == was else replace(out, origin=replace(out.origin, edited=True))


def _kept(was: Spans, seen: Spans, text: str) -> Spans:
    return was if _closed(was, text) == _closed(seen, text) else seen


def _closed(spans: Spans, text: str) -> Spans:
    """Fragments without blanks at their edges, and without those gaps that hold only blanks.

    Formats of lines break a span at each line end, and drop those at its edges.
    """
    out: list[Span] = []
    for span in spans:
        words = span.of(text)
        start = span.start + len(words) - len(words.lstrip())
        end = start + len(words.strip())
        if start == end:
            continue
        if out and not text[out[-1].end : start].strip():
            out[-1] = Span(out[-1].start, end)
        else:
            out.append(Span(start, end))
    return tuple(out)


def _parties(was: tuple[Party, ...], seen: tuple[Party, ...], text: str) -> tuple[Party, ...]:
    """The parties whose words still stand there, with all that is known of them, and new ones behind them.

    Those without words (an identity alone, nobody in the text) have no mark that could say anything about them.
    """
    marked = {_closed(each.spans, text) for each in seen}
    known = {_closed(each.spans, text) for each in was}
    kept = [each for each in was if not each.spans or _closed(each.spans, text) in marked]
    new = [each for each in seen if _closed(each.spans, text) not in known]
    if new:
        kept = [each for each in kept if each.form != "none_in_text"]
    return (*kept, *new)
