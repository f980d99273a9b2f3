"""REFI-QDA projects (.qdpx) for MAXQDA, ATLAS.ti, NVivo and QualCoder: codes, selections, users and links.

Positions count code points, a line end as one although the texts are written with CR LF, which MAXQDA wants and
ATLAS.ti counts so.  Roles, types, speakers and stances are codes; a link leads from a content to its cue and its
speakers; the rest stands as a description, which comes back from programs that keep descriptions.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from annotator.domain.validation import Checks, shown
from annotator.formats.archives import Archive
from annotator.formats.assembling import Given, document_of, read_of
from annotator.formats.base import Format, Read, ReadOptions
from annotator.formats.details import looks_like_detail
from annotator.formats.labels import meaning_of
from annotator.formats.markup import Link, Mark, Named
from annotator.formats.offsets import CODE_POINTS, ONE_BREAK, Measured, Range
from annotator.formats.refi_writing import OURS, SPEAKER, STANCE, write
from annotator.formats.xml_nodes import Node, parse

_TOOL = "REFI-QDA"
_INTERNAL = "internal://"


def read(stream: BinaryIO, options: ReadOptions) -> Iterator[Read]:
    """The text sources of a project.  Raises FormatError."""
    head = stream.read(4)
    if head.startswith(b"PK"):
        stream.seek(0)
        archive = Archive(stream, options)
        name = archive.find("project.qde") or next((each for each in archive.names if each.endswith(".qde")), None)
        if name is None:
            options.fail("the archive holds no project.qde", "it may be of another format")
        project = _Project(archive.bytes(name), options, archive)
    else:
        project = _Project(head + stream.read(), options, None)
    yield from options.each(project.sources(), project.read)


class _Project:
    def __init__(self, data: bytes, options: ReadOptions, archive: Archive | None) -> None:
        self._options = options
        self._archive = archive
        self._checks = Checks(options.path)
        self._root = parse(data, self._checks)
        if self._root.name != "Project":
            self._checks.fail("this is XML, but no REFI-QDA project", "export the project as .qdpx")
        self._codes = {each.get("guid"): each.get("name") for each in self._root.all("Code")}
        self._users = {each.get("guid"): each.get("name") or each.get("id") for each in self._root.all("User")}
        self._links = list(self._root.all("Link"))

    def sources(self) -> list[Node]:
        """The sources with a text; pictures and recordings have none."""
        found = [
            each for each in self._root.all("TextSource") if each.get("plainTextPath") or each.all("PlainTextContent")
        ]
        if not found:
            self._checks.fail("the project holds no text source", "pictures and recordings cannot be read")
        return found

    def read(self, source: Node) -> list[Read]:
        """One source, with a layer for each of its users."""
        checks = Checks(self._options.path, source.line)
        measured = Measured(self._text(source, checks), checks, f"the source “{source.get('name')}”")
        selections = [each for each in source.children if each.name == "PlainTextSelection"]
        ranges = {each.get("guid"): self._range(each, checks) for each in selections}
        if self._root.get("origin") == OURS:
            measured.take(CODE_POINTS + ONE_BREAK)
        else:
            measured.settle(ranges.values())
        layers: dict[str, dict[str, Mark]] = {}
        for each in selections:
            checks.line = each.line
            span = measured.span(ranges[each.get("guid")], f"selection {each.get('guid')[:8]}")
            for mark, user in self._marks(each):
                layers.setdefault(user, {})[mark.id] = Mark(
                    mark.id, mark.label, (span,), mark.who, mark.note, detail=mark.detail
                )
        checks.line = source.line
        id, meta = _named(source)
        document = document_of(measured.text, id, meta)
        given = [
            Given(list(marks.values()), list(self._linked(marks)), self._users.get(user, ""))
            for user, marks in layers.items()
        ]
        return [read_of(document, given, self._options, _TOOL, line=source.line, notes=[measured.note])]

    def _range(self, selection: Node, checks: Checks) -> Range:
        checks.line = selection.line
        start, end = selection.get("startPosition"), selection.get("endPosition")
        if not (start.isdecimal() and end.isdecimal() and len(start) < 10 and len(end) < 10):
            checks.fail("the selection has no positions", "startPosition and endPosition are whole numbers")
        return Range(int(start), int(end))

    def _marks(self, selection: Node) -> Iterator[tuple[Mark, str]]:
        """A mark for each code with a meaning of its own; codes for speakers and stances say more about another."""
        guid, user = selection.get("guid"), selection.get("creatingUser")
        description = selection.first("Description")
        said = description.words if description else ""
        detail, note = (said, "") if looks_like_detail(said) else ("", said)
        names = []
        for coding in selection.children:
            reference = coding.first("CodeRef")
            if coding.name == "Coding" and reference is not None:
                user = coding.get("creatingUser") or user
                names.append(self._codes.get(reference.get("targetGUID"), ""))
        plain = [each for each in names if each and not each.startswith((SPEAKER, STANCE))]
        who = next((Named(each.removeprefix(SPEAKER)) for each in names if each.startswith(SPEAKER)), None)
        for n, label in enumerate(plain):
            meaning = meaning_of(label, self._options.labels)
            own = who if meaning is not None and meaning.role in ("speaker", "addressee") else None
            yield Mark(guid if n == 0 else f"{guid}/{n}", label, (), own, note, detail=detail if n == 0 else ""), user

    def _linked(self, marks: dict[str, Mark]) -> Iterator[Link]:
        for each in self._links:
            origin, target = each.get("originGUID"), each.get("targetGUID")
            if origin in marks and target in marks:
                yield Link(each.get("name"), origin, target)

    def _text(self, source: Node, checks: Checks) -> str:
        inside = source.first("PlainTextContent")
        if inside is not None:
            return inside.words
        path = source.get("plainTextPath")
        data = None
        if path.startswith(_INTERNAL):
            name = f"sources/{path.removeprefix(_INTERNAL)}"
            if self._archive is not None:
                found = self._archive.find(name)
                data = self._archive.bytes(found) if found else None
            else:
                data = self._options.beside(name)
        if data is None:
            checks.fail(
                f"the text of the source “{shown(source.get('name'))}” is not in the project",
                "export the project with its sources",
            )
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            checks.fail(f"the text of the source “{shown(source.get('name'))}” is not UTF-8", "export it again")


def _named(source: Node) -> tuple[str, dict[str, str | int | float | bool | None]]:
    """A source's id and title: we write the id as its name, and the title as its description."""
    described = source.first("Description")
    return source.get("name") or source.get("guid"), {"title": described.words} if described else {}


def recognises(head: bytes) -> bool:
    """Whether this is a project, packed or not."""
    return b"urn:QDA-XML:project:1.0" in head or (head.startswith(b"PK\x03\x04") and b"project.qde" in head.lower())


FORMAT_REFI = Format(
    id="refi-qda",
    name="REFI-QDA project (MAXQDA, ATLAS.ti, NVivo), .qdpx",
    suffixes=(".qdpx", ".qde"),
    loses="metadata but the title, empty layers, statuses, rejections, decisions, attributes of documents, origins of "
    "mentions; in programs that drop descriptions, all but codes, users and links",
    read=read,
    write=write,
    reread=True,
    recognises=recognises,
)
