"""Any JSON object that has a text: a document without annotations, its plain values as metadata."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.documents import STANDARD_META, Document, Scalar
from annotator.domain.errors import TextError
from annotator.domain.text import clean, sha256
from annotator.domain.validation import Checks, kind_of
from annotator.formats.articles import day_of
from annotator.formats.base import Read, ReadOptions, Seen

_DEEPEST = 4
"""So deep are keys looked for that a user may choose."""


def bare(obj: Mapping[str, object], options: ReadOptions, line: int) -> Read:
    """The document of an object; its text may lie deeper, under a dotted key.  Raises FormatError."""
    field = options.text_field
    if options.seen is not None:
        options.seen(_seen(obj, options))
    there, text = _under(obj, field)
    if not isinstance(text, str):
        said = f"“{field}” is {kind_of(text)}" if there else f"there is no key “{field}”"
        options.fail(f"{said}, so there is no text", "name the key of the text with --text-field", line=line)
    try:
        text = clean(text).text
    except TextError as error:
        options.fail(error.message, error.hint, line=line)
    if not text.strip():
        options.fail(f"“{field}” is empty", "remove the line, or fill in its text", line=line)
    checks = Checks(options.path, line)
    values, dropped = _plain_values(obj, field, checks)
    for ours, theirs in options.columns.items():
        found = _under(obj, theirs)[1]
        if found is not None and not isinstance(found, dict | list):
            values.pop(theirs, None)
            values[ours] = checks.scalar(found, "the document", theirs)
    for each in options.left_out:
        values.pop(each, None)
    day = values.get("date")
    if isinstance(day, str) and not day[:4].isdigit():  # a day with its time stays as it is
        values["date"] = day_of(day) or day
    digest = sha256(text)
    id, language = values.pop("id", None), values.pop("language", None)
    document = Document(
        id=f"doc-{digest[:12]}" if id is None else checks.id(id, "the document", "id"),
        text=text,
        text_sha256=digest,
        language=None if language is None else str(language),
        meta=dict.fromkeys(STANDARD_META) | values,
        extra={
            checks.string(key, "the document", "a key"): checks.free(each, key)
            for key, each in obj.items()
            if key.startswith("x_") and key != field
        },
    )
    return Read(AnnotatedDocument(document), line, dropped=dropped)


def _seen(obj: Mapping[str, object], options: ReadOptions) -> Seen:
    """The keys of an object, and which of them are taken for ours."""
    names = tuple(_paths(obj))
    ours = {each: each for each in (*STANDARD_META, "id", "language") if each in names}
    ours |= {each: f"meta.{each}" for each in STANDARD_META if each not in ours and f"meta.{each}" in names}
    ours |= {each: theirs for each, theirs in options.columns.items() if theirs in names}
    if options.text_field in names:
        ours["text"] = options.text_field
    return Seen(options.path, "objects", None, names, ours)


def _paths(obj: Mapping[str, object], above: str = "", depth: int = 0) -> Iterator[str]:
    """The keys of plain values, dotted where they lie deeper."""
    for key, value in obj.items():
        if isinstance(value, dict) and depth < _DEEPEST:
            yield from _paths(value, f"{above}{key}.", depth + 1)
        elif not isinstance(value, dict | list):
            yield f"{above}{key}"


def _under(obj: Mapping[str, object], key: str) -> tuple[bool, object]:
    """Whether a key is there, and its value: the key itself, else keys within keys as its dots say."""
    if key in obj:
        return True, obj[key]
    value: object = obj
    for part in key.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return False, None
        value = value[part]
    return True, value


def _plain_values(obj: Mapping[str, object], text_field: str, checks: Checks) -> tuple[dict[str, Scalar], int]:
    """Everything but the text that is plain: from ``meta`` and, stronger, from the top level; and what was dropped."""
    out: dict[str, Scalar] = {}
    dropped = 0
    meta = obj.get("meta")
    inner = meta if isinstance(meta, dict) else {}
    outer = {key: each for key, each in obj.items() if key != text_field and not key.startswith("x_")}
    if isinstance(meta, dict):
        del outer["meta"]
    for key, value in [*inner.items(), *outer.items()]:
        if isinstance(value, dict | list):
            dropped += 1
        elif value is not None or out.get(key) is None:
            out[checks.string(key, "the document", "a key")] = checks.scalar(value, "the document", key)
    return out, dropped
