"""All formats, and which one a file is of."""

from __future__ import annotations

from functools import cache
from pathlib import Path, PurePath

from annotator.domain.errors import FormatError
from annotator.formats.base import Format

_HEAD = 65_536
_SHARED = (".jsonl", ".ndjson", ".json", ".tsv", ".zip", ".xml")
"""Suffixes that several formats have, so that the first bytes decide."""


@cache
def formats() -> tuple[Format, ...]:
    """All formats, our own first; their modules come when they are first asked for: the window starts without them."""
    return (*_own(), *_annotated(), *_articles())


def _own() -> tuple[Format, ...]:
    """What this program writes for itself and for tables."""
    from annotator.formats.csv_table import FORMAT_CSV
    from annotator.formats.jsonl import FORMAT_JSONL
    from annotator.formats.jsonl_flat import FORMAT_JSONL_FLAT
    from annotator.formats.xlsx_table import FORMAT_XLSX

    return FORMAT_JSONL, FORMAT_JSONL_FLAT, FORMAT_CSV, FORMAT_XLSX


def _annotated() -> tuple[Format, ...]:
    """Annotations of other programs."""
    from annotator.formats.brat import FORMAT_BRAT, FORMAT_BRAT_EVENTS
    from annotator.formats.citron import FORMAT_CITRON
    from annotator.formats.conll import FORMAT_CONLL
    from annotator.formats.docbin import FORMAT_DOCBIN
    from annotator.formats.doccano import FORMAT_DOCCANO
    from annotator.formats.german import FORMAT_GERMAN
    from annotator.formats.guardian import FORMAT_GUARDIAN
    from annotator.formats.label_studio import FORMAT_LABEL_STUDIO
    from annotator.formats.prodigy import FORMAT_PRODIGY
    from annotator.formats.refi import FORMAT_REFI
    from annotator.formats.tei import FORMAT_TEI
    from annotator.formats.w3c import FORMAT_W3C
    from annotator.formats.webanno import FORMAT_WEBANNO
    from annotator.formats.xmi import FORMAT_XMI

    return (
        *(FORMAT_PRODIGY, FORMAT_DOCCANO, FORMAT_LABEL_STUDIO, FORMAT_BRAT, FORMAT_BRAT_EVENTS, FORMAT_XMI),
        *(FORMAT_WEBANNO, FORMAT_REFI, FORMAT_DOCBIN, FORMAT_W3C, FORMAT_CITRON, FORMAT_GUARDIAN, FORMAT_GERMAN),
        *(FORMAT_CONLL, FORMAT_TEI),
    )


def _articles() -> tuple[Format, ...]:
    """Articles without annotations; and the scheme."""
    from annotator.formats.csv_table import FORMAT_TSV
    from annotator.formats.feed import FORMAT_FEED
    from annotator.formats.json_documents import FORMAT_JSON
    from annotator.formats.office import FORMAT_DOCX, FORMAT_EPUB, FORMAT_HTML, FORMAT_PDF, FORMAT_RTF
    from annotator.formats.plain import FORMAT_PLAIN
    from annotator.formats.scheme_file import FORMAT_SCHEME
    from annotator.formats.xlsx_table import FORMAT_SPREADSHEET

    return (
        *(FORMAT_PLAIN, FORMAT_TSV, FORMAT_SPREADSHEET, FORMAT_JSON, FORMAT_HTML, FORMAT_DOCX, FORMAT_RTF, FORMAT_PDF),
        *(FORMAT_EPUB, FORMAT_FEED, FORMAT_SCHEME),
    )


def by_id(id: str) -> Format:
    """The format of that id.  Raises FormatError."""
    for each in formats():
        if each.id == id:
            return each
    raise FormatError(f"there is no format “{id}”", f"use one of {', '.join(each.id for each in formats())}")


def by_suffix(path: str | PurePath) -> Format | None:
    """The format whose suffix the name ends with, the longest suffix first; None for a name of no format's."""
    name = PurePath(path).name.casefold()
    fits = [(len(suffix), each) for each in formats() for suffix in each.suffixes if name.endswith(suffix)]
    return max(fits, key=lambda fit: fit[0])[1] if fits else None


def is_read(path: PurePath) -> bool:
    """Whether a file of that name is taken when a whole folder is imported."""
    named = by_suffix(path)
    return named is not None and named.read is not None


def sniff(path: Path) -> Format | None:
    """The format to read a file with: by its suffix, else by its first bytes; None for what no format reads.

    Raises OSError if the file cannot be read.
    """
    named = by_suffix(path)
    shared = path.name.casefold().endswith(_SHARED) and (named is None or _is_general(named))
    if named is not None and not shared:
        if named.read is not None:
            return named
        return by_id("jsonl") if named.id == "jsonl-flat" else None
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    found = next((each for each in formats() if each.recognises is not None and each.recognises(head)), None)
    if found is not None and (named is None or found.id != "json"):
        return found
    if named is not None:
        return named if named.read is not None else None
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<?xml"):
        return None
    return None if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")) else by_id("txt")


def _is_general(format: Format) -> bool:
    """Whether a format takes what no other one knows: its suffix says little."""
    return format.id in ("jsonl", "json", "tsv", "tei")
