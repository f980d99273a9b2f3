"""TEI P5: each document a text with ``<said>`` for its quotations, the people in the header.  Written only.

What cannot be nested (overlaps, quotations across paragraphs) stands in ``standOff`` with its offsets: code points of
the words in ``body``, which are those of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from annotator.domain import canonical
from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Layer, Quotation
from annotator.domain.text import Span
from annotator.formats.base import ExportContext, Format, Sink, Source
from annotator.formats.xml_nodes import attribute, escaped

_UNFIT = re.compile(r"[^\w.-]")
_NAMESPACE = "http://www.tei-c.org/ns/1.0"
_DIRECT = {"direct": "true", "mixed": "true", "indirect": "false", "free_indirect": "false", "reported": "false"}


def write(source: Source, context: ExportContext, sink: Sink) -> None:
    """Writes one ``teiCorpus`` with a ``TEI`` for each document; of several layers gold, else the first, is inline."""
    with sink.open() as out:
        out.write(
            f'<?xml version="1.0" encoding="UTF-8"?>\n<teiCorpus xmlns="{_NAMESPACE}">\n'
            "<teiHeader><fileDesc><titleStmt><title>Quotations</title></titleStmt><publicationStmt><p>Exported from "
            "Annotator</p></publicationStmt><sourceDesc><p>Articles</p></sourceDesc></fileDesc></teiHeader>\n".encode()
        )
        for number, annotated in enumerate(context.documents(source), 1):
            out.write(_Page(annotated, number).written().encode("utf-8"))
        out.write(b"</teiCorpus>\n")


@dataclass(frozen=True, slots=True)
class _Said:
    """A fragment that becomes an element; ``tag`` is its start tag."""

    span: Span
    tag: str


class _Page:
    def __init__(self, annotated: AnnotatedDocument, number: int) -> None:
        self._document = annotated.document
        self._people = canonical.written_entities(annotated)
        self._layers = sorted(annotated.layers, key=canonical.layer_order)
        self._prefix = f"d{number}"
        self._who = {each.id: f"{self._prefix}.p{n}" for n, each in enumerate(self._people, 1)}
        self._place = f"{self._prefix}.text"
        self._left: list[str] = []

    def written(self) -> str:
        """The TEI element."""
        body = self._body()
        standoff = ""
        if self._left:
            standoff = f"<standOff><listAnnotation>\n{''.join(self._left)}</listAnnotation></standOff>\n"
        return f'<TEI>\n{self._header()}<text>\n<body xml:id="{self._place}">{body}</body>\n</text>\n{standoff}</TEI>\n'

    def _header(self) -> str:
        meta = self._document.meta
        title = escaped(str(meta.get("title") or self._document.id))
        author = f"<author>{escaped(str(meta['author']))}</author>" if meta.get("author") else ""
        bibliography = "".join(
            f"<{tag}>{escaped(str(meta[key]))}</{tag}>"
            for key, tag in (("title", "title"), ("source", "publisher"), ("date", "date"), ("url", "idno"))
            if meta.get(key)
        )
        people = "".join(
            f'<person xml:id="{self._who[each.id]}"><persName>{escaped(each.name)}</persName></person>\n'
            for each in self._people
        )
        profile = f"<particDesc><listPerson>\n{people}</listPerson></particDesc>" if people else ""
        profile = f"<profileDesc>{profile}</profileDesc>" if profile else ""
        return (
            f"<teiHeader><fileDesc><titleStmt><title>{title}</title>{author}</titleStmt>"
            "<publicationStmt><p>Exported from Annotator</p></publicationStmt>"
            f"<sourceDesc><bibl>{bibliography or title}</bibl></sourceDesc></fileDesc>{profile}</teiHeader>\n"
        )

    def _body(self) -> str:
        text = self._document.text
        inline = self._layers[0] if self._layers else None
        found = sorted(self._fragments(inline), key=lambda each: (each.span.start, -each.span.end)) if inline else []
        for layer in self._layers[1:]:
            for each in layer.quotations:
                self._left.append(self._stand_off(each, layer))
        out = []
        start = 0
        for line in text.split("\n"):
            here = Span(start, start + len(line))
            inside = [each for each in found if here.contains(each.span)]
            out.append(f"<p>{_nested(text, here, inside)}</p>\n")
            start = here.end + 1
        return "".join(out)

    def _fragments(self, layer: Layer) -> Iterator[_Said]:
        """Those that nest; a quotation with one that does not goes to the stand-off part as a whole."""
        kept: list[Span] = []
        for quotation in sorted(layer.quotations, key=canonical.quotation_order):
            spans = sorted(quotation.content)
            crosses = any(
                span.overlaps(each) and not span.contains(each) and not each.contains(span)
                for span in spans
                for each in kept
            )
            if crosses or any("\n" in span.of(self._document.text) for span in spans):
                self._left.append(self._stand_off(quotation, layer))
                continue
            kept += spans
            for n, span in enumerate(spans):
                yield _Said(span, self._tag(quotation, n, len(spans)))

    def _tag(self, quotation: Quotation, n: int, of: int) -> str:
        id = self._id(quotation)
        out = f'<said xml:id="{id}{f".{n + 1}" if n else ""}"'
        direct = _DIRECT.get(quotation.type or "")
        out += f' direct="{direct}"' if direct else ""
        who = " ".join(f"#{self._who[each.entity]}" for each in quotation.speakers if each.entity in self._who)
        out += f' who="{who}"' if who else ""
        out += f" ana={attribute(quotation.type)}" if quotation.type and not direct else ""
        out += f' prev="#{id}{f".{n}" if n > 1 else ""}"' if n else ""
        return f'{out} next="#{id}.{n + 2}">' if n + 1 < of else f"{out}>"

    def _id(self, quotation: Quotation) -> str:
        return f"{self._prefix}.{_UNFIT.sub('_', quotation.id)}"

    def _stand_off(self, quotation: Quotation, layer: Layer) -> str:
        id = f"{self._prefix}.a{len(self._left) + 1}"
        ranges = " ".join(f"#string-range({self._place},{each.start},{each.length})" for each in quotation.content)
        resp = escaped(layer.annotator or layer.kind)
        who = " ".join(f"#{self._who[each.entity]}" for each in quotation.speakers if each.entity in self._who)
        about = f'<note type="speaker">{who}</note>' if who else ""
        return (
            f'<annotation xml:id="{id}" target="{ranges}">'
            f"<respStmt><resp>annotator</resp><name>{resp}</name></respStmt>"
            f'<note type="quotation">{escaped(quotation.type or "")}</note>{about}</annotation>\n'
        )


def _nested(text: str, line: Span, inside: list[_Said]) -> str:
    """A line with its elements; they nest, and come by start, the longer one first."""
    out: list[str] = []
    open_: list[int] = []
    at = line.start
    for each in inside:
        while open_ and open_[-1] <= each.span.start:
            out += [escaped(text[at : open_[-1]]), "</said>"]
            at = open_.pop()
        out += [escaped(text[at : each.span.start]), each.tag]
        at = each.span.start
        open_.append(each.span.end)
    while open_:
        out += [escaped(text[at : open_[-1]]), "</said>"]
        at = open_.pop()
    out.append(escaped(text[at : line.end]))
    return "".join(out)


FORMAT_TEI = Format(
    id="tei",
    name="TEI P5 with said elements, XML",
    suffixes=(".tei.xml", ".xml"),
    loses="cues, addressees, stances, mentions, identities but names, notes, flags, statuses, origins; all layers but "
    "one stand apart from the text",
    write=write,
)
