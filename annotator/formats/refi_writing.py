"""A REFI-QDA project being written: its code book, its sources with selections, its users and links."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from annotator.domain.annotated import AnnotatedDocument
from annotator.formats.archives import write_archive
from annotator.formats.base import ExportContext, Sink, Source
from annotator.formats.markup import Mark, Pieces, marked_layers, pieces
from annotator.formats.xml_nodes import attribute, escaped

SPEAKER = "Speaker::"
STANCE = "Stance::"
OURS = "Annotator"
"""The origin of a project that we wrote."""
_ROLE = "Role::"
_TYPE = "Quotation type::"
_MENTION = "Mention::"
_NAMESPACE = uuid.UUID("6f2f3f4e-8f0f-5d0a-9c55-2b8f0a0f9d11")
_EXCERPT = 100


def _guid(*parts: str) -> str:
    """The GUID that these parts always have."""
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join(parts))).upper()


def write(source: Source, context: ExportContext, sink: Sink) -> None:
    """Writes the project; the same state always gives the same bytes."""
    with sink.open() as out:
        write_archive(out, _files(source, context))


def _files(source: Source, context: ExportContext) -> Iterator[tuple[str, bytes]]:
    project = _Writing(context)
    for annotated in context.documents(source):
        name, text = project.source(annotated)
        yield f"sources/{name}", b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode("utf-8")
    yield "project.qde", project.written().encode("utf-8")


class _Writing:
    def __init__(self, context: ExportContext) -> None:
        self._context = context
        self._codes: dict[str, str] = {}
        self._users: dict[str, str] = {}
        self._sources: list[str] = []
        self._links: list[str] = []

    def source(self, annotated: AnnotatedDocument) -> tuple[str, str]:
        """Take in a document; the name and the text of its file."""
        document = annotated.document
        guid = _guid("source", document.id)
        selections: list[str] = []
        for layer in marked_layers(annotated, self._context.scheme):
            user = self._user(layer.annotator)
            cut = pieces(layer)
            contents = {each.id for each in layer.marks if each.detail}
            targets = {each.target for each in cut.links}
            for mark in cut.marks:
                own = _guid("selection", document.id, layer.annotator, mark.id)
                selections.append(self._selection(mark, own, user, document.text, contents, targets))
            self._link(cut, document.id, layer.annotator)
        title = document.meta.get("title")
        described = f"<Description>{escaped(str(title))}</Description>" if title else ""
        self._sources.append(
            f'<TextSource guid="{guid}" name={attribute(document.id)} plainTextPath="internal://{guid}.txt">{described}\n'
            + "".join(selections)
            + "</TextSource>\n"
        )
        return f"{guid}.txt", document.text

    def _selection(self, mark: Mark, guid: str, user: str, text: str, contents: set[str], targets: set[str]) -> str:
        (span,) = mark.spans
        codes = list(self._coded(mark, contents, targets))
        codings = "".join(
            f'<Coding guid="{_guid(guid, each)}" creatingUser="{user}">'
            f'<CodeRef targetGUID="{self._code(each)}"/></Coding>'
            for each in codes
        )
        said = mark.detail or mark.note
        described = f"<Description>{escaped(said)}</Description>" if said else ""
        name = " ".join(span.of(text).split())[:_EXCERPT]
        return (
            f'<PlainTextSelection guid="{guid}" name={attribute(name)} startPosition="{span.start}" '
            f'endPosition="{span.end}" creatingUser="{user}">{described}{codings}</PlainTextSelection>\n'
        )

    def _coded(self, mark: Mark, contents: set[str], targets: set[str]) -> Iterator[str]:
        is_content = mark.id in contents or (mark.id.rpartition("/")[0] in contents and mark.label not in _ROLES)
        if is_content:
            yield f"{_TYPE}{mark.label}"
            for each in mark.facts.get("stances", "").split("; "):
                if each:
                    yield f"{STANCE}{each}"
        else:
            yield f"{_ROLE if mark.id in targets else _MENTION}{mark.label}"
        if mark.who is not None:
            yield f"{SPEAKER}{mark.who.name}"

    def _link(self, cut: Pieces, document: str, annotator: str) -> None:
        for link in cut.links:
            ends = [_guid("selection", document, annotator, each) for each in (link.source, link.target)]
            self._links.append(
                f'<Link guid="{_guid("link", link.label, *ends)}" name={attribute(link.label)} direction="OneWay" '
                f'originGUID="{ends[0]}" targetGUID="{ends[1]}"/>\n'
            )

    def _code(self, name: str) -> str:
        return self._codes.setdefault(name, _guid("code", name))

    def _user(self, name: str) -> str:
        return self._users.setdefault(name, _guid("user", name))

    def written(self) -> str:
        """project.qde; the order of its parts is the schema's."""
        users = "".join(f'<User guid="{guid}" name={attribute(name)}/>\n' for name, guid in self._users.items())
        codes = "".join(
            f'<Code guid="{guid}" name={attribute(name)} isCodable="true"/>\n' for name, guid in self._codes.items()
        )
        parts = [
            f"<Users>\n{users}</Users>\n" if users else "",
            f"<CodeBook>\n<Codes>\n{codes}</Codes>\n</CodeBook>\n" if codes else "",
            f"<Sources>\n{''.join(self._sources)}</Sources>\n" if self._sources else "",
            f"<Links>\n{''.join(self._links)}</Links>\n" if self._links else "",
        ]
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n'
            '<Project xmlns="urn:QDA-XML:project:1.0" name="Quotations" '
            f'origin="{OURS}">\n'
            f"{''.join(parts)}</Project>\n"
        )


_ROLES = frozenset({"cue", "speaker", "addressee"})
