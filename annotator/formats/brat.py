"""brat standoff: a text and an .ann file each, a folder for each annotator; written as one zip archive.

Offsets are code points.  A quotation is written as text-bound annotations with relations, or, the way the PolNeAR
corpus does it, as an event whose trigger copies the cue.  Spans never hold a line end: they are split there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import PurePath
from typing import BinaryIO
from urllib.parse import quote

from annotator.domain.text import Span, Spans, words
from annotator.domain.validation import Checks
from annotator.formats.archives import Archive, write_archive
from annotator.formats.assembling import Given, document_of, read_of
from annotator.formats.base import ExportContext, Format, Read, ReadOptions, Sink, Source
from annotator.formats.brat_lines import Annotations, parsed
from annotator.formats.details import looks_like_detail
from annotator.formats.markup import Link, Mark, MarkedLayer, Named, marked_layers
from annotator.formats.names_of_files import file_name, folder_of, id_of
from annotator.formats.offsets import Measured, Range

_TOOL = "brat"
_ATTRIBUTION = "Attribution"
_UNFIT = re.compile(r"[^A-Za-z0-9_-]+")
_BREAKS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_EVENT_ROLES = {"speaker": "Source", "cue": "Cue", "addressee": "Addressee"}


def read(stream: BinaryIO, options: ReadOptions) -> Iterator[Read]:
    """An .ann file with the text beside it, or an archive of such pairs.  Raises FormatError."""
    head = stream.read(4)
    if head.startswith(b"PK"):
        stream.seek(0)
        yield from _archive(stream, options)
        return
    name = PurePath(options.path).name
    raw = options.beside(f"{PurePath(name).stem}.txt")
    if raw is None:
        options.fail("the text is missing", f"put {PurePath(name).stem}.txt beside the file")
    pair = (name, head + stream.read(), raw, options.folder)
    yield from options.each([pair], lambda each: [_document(*each, options)])


def _archive(stream: BinaryIO, options: ReadOptions) -> Iterator[Read]:
    archive = Archive(stream, options)
    pairs = [each for each in archive.names if each.casefold().endswith(".ann")]
    if not pairs:
        options.fail("the archive holds no .ann file", "it may be of another format")

    def pair(name: str) -> list[Read]:
        text = archive.find(f"{name[:-4]}.txt")
        if text is None:
            options.fail(f"the archive has no text for “{name}”")
        return [_document(name, archive.bytes(name), archive.bytes(text), folder_of(name), options)]

    yield from options.each(pairs, pair)


def _document(name: str, ann: bytes, raw: bytes, folder: str, options: ReadOptions) -> Read:
    checks = Checks(options.path)
    texts = []
    for data, what in ((raw, "text"), (ann, ".ann file")):
        try:
            texts.append(data.decode("utf-8-sig"))
        except UnicodeDecodeError:
            checks.fail(f"the {what} of “{name}” is not UTF-8", "save it as UTF-8")
    found = parsed(texts[1], checks)
    checks.line = None
    measured = Measured(texts[0], checks, f"the text of “{name}”")
    measured.settle(
        Range(*each.places[0], each.words) if len(each.places) == 1 else Range(*place)
        for each in found.bound.values()
        for place in each.places
    )
    marks = list(_marks(found, measured, checks))
    document = document_of(measured.text, id_of(name))
    given = Given(marks, found.links, folder)
    notes = [measured.note, "has equivalences, which are left out" if found.dropped else ""]
    return read_of(document, [given], options, _TOOL, notes=notes)


def _marks(found: Annotations, measured: Measured, checks: Checks) -> Iterator[Mark]:
    for id, bound in found.bound.items():
        checks.line = bound.line
        alone = len(bound.places) == 1
        spans = [measured.span(Range(*place, bound.words if alone else None), id) for place in bound.places]
        if not alone and "".join(words(measured.text, tuple(spans), "").split()) != "".join(bound.words.split()):
            checks.fail(f"{id}: the words are not those of the text", "the text was changed after it was annotated")
        said = found.notes.get(id, [])
        detail = next((each for each in said if looks_like_detail(each)), "")
        note = "\n".join(each for each in said if not looks_like_detail(each))
        who, attributes = found.references.get(id), found.attributes.get(id, {})
        yield Mark(id, bound.label, _whole(spans, measured.text), who, note, detail=detail, attributes=attributes)
    checks.line = None


def _whole(spans: list[Span], text: str) -> Spans:
    """The fragments without those gaps that are only line ends."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and out[-1].end <= span.start and not _BREAKS.sub("", text[out[-1].end : span.start]):
            out[-1] = Span(out[-1].start, span.end)
        elif not out or span.start >= out[-1].end:
            out.append(span)
        else:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
    return tuple(out)


# ------------------------------------------------------------------------------------------------ writing


def write(source: Source, context: ExportContext, sink: Sink, *, events: bool = False) -> None:
    """Writes an archive: the configuration, and a folder for each annotator with texts and annotations."""
    with sink.open() as out:
        write_archive(out, _files(source, context, events=events))


def _files(source: Source, context: ExportContext, *, events: bool) -> Iterator[tuple[str, bytes]]:
    used = _Used()
    taken: dict[str, set[str]] = {}
    folders: dict[str, str] = {}
    for annotated in context.documents(source):
        text = annotated.document.text
        layers = list(marked_layers(annotated, context.scheme)) or [MarkedLayer("annotator", "unannotated", (), ())]
        for layer in layers:
            if layer.annotator not in folders:
                folders[layer.annotator] = file_name(layer.annotator, taken.setdefault("", set()))
            folder = folders[layer.annotator]
            name = f"{folder}/{file_name(annotated.document.id, taken.setdefault(f'/{folder}', set()))}"
            yield f"{name}.txt", text.encode("utf-8")
            yield f"{name}.ann", _Lines(text, used, events=events).written(layer).encode("utf-8")
    yield "annotation.conf", used.configuration(events=events).encode("utf-8")


class _Used:
    """What an export uses, for its configuration."""

    def __init__(self) -> None:
        self.labels: dict[str, None] = {}
        self.roles: dict[str, None] = {}

    def configuration(self, *, events: bool) -> str:
        """annotation.conf."""
        roles = [f"{each} Arg1:<ENTITY>, Arg2:<ENTITY>" for each in self.roles] if not events else []
        event = [f"{_ATTRIBUTION} Content-Arg*:<ENTITY>, Source*:<ENTITY>, Cue*:<ENTITY>, Addressee*:<ENTITY>"]
        event = [event[0].replace("Content-Arg*", "Content*")] if events else []
        sections = {
            "entities": list(self.labels),
            "relations": ["<OVERLAP> Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>", *roles],
            "events": event,
            "attributes": [],
        }
        return "\n".join(f"[{name}]\n" + "".join(f"{each}\n" for each in lines) for name, lines in sections.items())


class _Lines:
    """The .ann file of one layer."""

    def __init__(self, text: str, used: _Used, *, events: bool) -> None:
        self._text = text
        self._used = used
        self._events = events
        self._out: list[str] = []
        self._ids: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def written(self, layer: MarkedLayer) -> str:
        """Its lines."""
        marks = {each.id: each for each in layer.marks}
        for mark in layer.marks:
            self._bound(mark)
        by_content: dict[str, list[Link]] = {}
        for link in layer.links:
            by_content.setdefault(link.source, []).append(link)
        for mark in layer.marks:
            if self._events and mark.detail:
                self._event(mark, by_content.get(mark.id, []), marks)
                continue
            for link in by_content.get(mark.id, []):
                self._used.roles.setdefault(link.label)
                ends = f"Arg1:{self._ids[link.source]} Arg2:{self._ids[link.target]}"
                self._out.append(f"{self._next('R')}\t{link.label} {ends}\t")
        return "".join(f"{each}\n" for each in self._out)

    def _next(self, letter: str) -> str:
        self._counts[letter] = self._counts.get(letter, 0) + 1
        return f"{letter}{self._counts[letter]}"

    def _bound(self, mark: Mark) -> None:
        label = _UNFIT.sub("_", mark.label).strip("_") or "label"
        if self._events:
            label = "Content" if mark.detail else {"speaker": "Source"}.get(label, label)
        self._used.labels.setdefault(label)
        id = self._ids[mark.id] = self._text_bound(label, mark.spans)
        if mark.detail:
            self._out.append(f"{self._next('#')}\tAnnotatorNotes {id}\t{mark.detail}")
        if mark.note:
            self._out.append(f"{self._next('#')}\tAnnotatorNotes {id}\t{_one_line(mark.note)}")
        if mark.who is not None:
            name = _one_line(mark.who.name)
            self._out += [f"{self._next('N')}\tReference {id} {each}\t{name}" for each in _references(mark.who)]

    def _text_bound(self, label: str, spans: Spans) -> str:
        split = tuple(_without_breaks(self._text, spans)) or spans
        places = ";".join(f"{start} {end}" for start, end in split)
        id = self._next("T")
        self._out.append(f"{id}\t{label} {places}\t{_one_line(words(self._text, split, ' '))}")
        return id

    def _event(self, mark: Mark, links: list[Link], marks: Mapping[str, Mark]) -> None:
        cue = next((marks[each.target] for each in links if each.label == "cue"), None)
        trigger = self._text_bound(_ATTRIBUTION, (cue or mark).spans)
        arguments, seen = [f"Content:{self._ids[mark.id]}"], {"Content": 1}
        for link in links:
            role = _EVENT_ROLES[link.label]
            seen[role] = seen.get(role, 0) + 1
            number = "" if seen[role] == 1 else str(seen[role])
            arguments.append(f"{role}{number}:{self._ids[link.target]}")
        self._out.append(f"{self._next('E')}\t{_ATTRIBUTION}:{trigger} {' '.join(arguments)}")


def _without_breaks(text: str, spans: Spans) -> Iterator[Span]:
    for span in spans:
        at = span.start
        for gap in _BREAKS.finditer(text, span.start, span.end):
            if gap.start() > at:
                yield Span(at, gap.start())
            at = gap.end()
        if at < span.end:
            yield Span(at, span.end)


def _one_line(words: str) -> str:
    return re.sub(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", " ", words)


def _references(who: Named) -> Iterator[str]:
    """What an annotation refers to: an entity of our registry, and of Wikidata where it is known there."""
    if who.id:
        yield f"Registry:{quote(who.id, safe='')}"
    if who.wikidata or not who.id:
        yield f"Wikidata:{who.wikidata or '?'}"


def recognises(head: bytes) -> bool:
    """Whether this is an archive of .ann files."""
    return head.startswith(b"PK\x03\x04") and (b".ann" in head or b"annotation.conf" in head)


_LOSES = (
    "metadata, statuses, rejections, decisions, attributes of documents, origins of mentions, identities of mentions"
)

FORMAT_BRAT = Format(
    id="brat",
    name="brat standoff, a zip archive",
    suffixes=(".brat.zip", ".ann"),
    loses=_LOSES,
    read=read,
    write=write,
    reread=True,
    recognises=recognises,
)

FORMAT_BRAT_EVENTS = Format(
    id="brat-events",
    name="brat standoff with attribution events (PolNeAR), a zip archive",
    suffixes=(".polnear.zip",),
    loses=f"{_LOSES}, types in the eyes of other programs",
    read=read,
    write=partial(write, events=True),
    reread=True,
)
