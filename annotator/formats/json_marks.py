"""What the JSON formats share: an entity as an object, a detail inside one, metadata beside a text."""

from __future__ import annotations

import json
from collections.abc import Mapping

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.documents import STANDARD_META, Scalar
from annotator.domain.ids import is_valid
from annotator.formats.assembling import DOCUMENT_ID
from annotator.formats.markup import Mark, Named

Object = dict[str, object]


def line_of(obj: Mapping[str, object]) -> bytes:
    """An object as one line of a file, its keys in their order."""
    return json.dumps(obj, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8") + b"\n"


def named(value: object) -> Named | None:
    """Who an object with a name means."""
    if not isinstance(value, dict) or not isinstance(value.get("name"), str) or not value["name"].strip():
        return None
    id, kind, wikidata = value.get("id"), value.get("kind"), value.get("wikidata")
    return Named(
        value["name"],
        id if isinstance(id, str) else "",
        kind if isinstance(kind, str) and is_valid(kind) else "",
        wikidata if isinstance(wikidata, str) and wikidata[:1] == "Q" and wikidata[1:].isdecimal() else None,
    )


def named_object(who: Named) -> Object:
    """The other way round."""
    return {"id": who.id, "name": who.name, "kind": who.kind, "wikidata": who.wikidata}


def detail_text(value: object) -> str:
    """A detail that stands as an object in another one, as text; empty if there is none."""
    if isinstance(value, dict) and "quotation" in value:
        ordered = {"quotation": value["quotation"], "entities": value.get("entities")}
        return json.dumps(ordered, ensure_ascii=False, separators=(",", ":"))
    return value if isinstance(value, str) else ""


def extras(mark: Mark) -> Object:
    """What a format that keeps unknown keys gets of a mark besides label and place."""
    out: Object = {}
    if mark.who is not None:
        out["entity"] = named_object(mark.who)
    if mark.facts:
        out["facts"] = dict(mark.facts)
    if mark.detail:
        out["detail"] = json.loads(mark.detail)
    return out


def metadata(annotated: AnnotatedDocument) -> dict[str, Scalar]:
    """A document's id, language and metadata as they go along beside its text; only what is there."""
    document = annotated.document
    values: dict[str, Scalar] = {DOCUMENT_ID: document.id, "language": document.language}
    values |= {key: document.meta.get(key) for key in STANDARD_META}
    values |= {key: value for key, value in sorted(document.meta.items()) if key not in values}
    return {key: value for key, value in values.items() if value is not None}
