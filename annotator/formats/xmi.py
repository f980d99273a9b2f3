"""UIMA XMI with its type system, for INCEpTION, WebAnno and DKPro: written as one zip archive, a CAS for each layer.

Offsets are UTF-16 units.  A quotation is a span of the layer Quotation, whose slots lead to spans of the layer
QuotationPart; mentions are named entities as INCEpTION has them built in.  Read is any CAS: its spans by their value or
the name of their type, its slots and relations as links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.text import Utf16
from annotator.domain.validation import Checks
from annotator.formats.archives import Archive, write_archive
from annotator.formats.assembling import Given, document_of, read_of
from annotator.formats.base import ExportContext, Format, Read, ReadOptions, Sink, Source
from annotator.formats.labels import meaning_of, role_of
from annotator.formats.markup import CONTINUES, Link, Mark, MarkedLayer, Named, marked_layers, pieces
from annotator.formats.names_of_files import file_name, folder_of, id_of
from annotator.formats.offsets import UTF_16, Measured, Range
from annotator.formats.uima_types import NAMESPACES, TYPE_SYSTEM
from annotator.formats.xml_nodes import Node, attribute, parse

_TOOL = "UIMA"
_LABELS = ("label", "value", "type", "identifier")
_GRAMMAR = ("/segmentation/", "/lexmorph/", "/syntax/", "/anomaly/", "/metadata/", "/coref/", "uima/tcas.ecore")
_GRAMMAR_NAMES = frozenset({"Token", "Sentence", "Lemma", "POS", "Stem", "Paragraph", "Div", "DocumentMetaData"})
_NUMBERS = re.compile(r"\d+(?: \d+)*")


def read(stream: BinaryIO, options: ReadOptions) -> Iterator[Read]:
    """An XMI file, or an archive of them.  Raises FormatError."""
    head = stream.read(4)
    if not head.startswith(b"PK"):
        data = head + stream.read()
        yield from options.each([data], lambda each: [_document(each, options.path, options.folder, options)])
        return
    stream.seek(0)
    archive = Archive(stream, options)
    names = [each for each in archive.names if each.casefold().endswith(".xmi")]
    if not names:
        options.fail("the archive holds no .xmi file", "export it as UIMA CAS XMI (XML 1.0)")
    yield from options.each(names, lambda each: [_document(archive.bytes(each), each, folder_of(each), options)])


def _document(data: bytes, name: str, folder: str, options: ReadOptions) -> Read:
    checks = Checks(options.path)
    cas = _Cas(parse(data, checks), checks)
    meta = next((each for each in cas.nodes.values() if each.name == "DocumentMetaData"), None)
    id = (meta.get("documentId") or meta.get("documentTitle")) if meta else ""
    title = meta.get("documentTitle") if meta else ""
    language = next((each.get("language") for each in cas.nodes.values() if each.get("language")), "")
    document = document_of(
        cas.measured.text,
        id or id_of(name),
        {"title": title} if title and title != id else None,
        language if language and language != "x-unspecified" else None,
    )
    given = Given(cas.marks, cas.links, folder)
    return read_of(document, [given], options, _TOOL, notes=[cas.measured.note])


class _Cas:
    """The annotations of a CAS's first view."""

    def __init__(self, root: Node, checks: Checks) -> None:
        if root.name != "XMI":
            checks.fail("this is XML, but no UIMA XMI", "export it as UIMA CAS XMI (XML 1.0)")
        self._checks = checks
        self.nodes = {_id(each): each for each in root.children if _id(each)}
        sofa = next((each for each in root.children if each.name == "Sofa" and each.get("sofaString")), None)
        if sofa is None:
            checks.fail("the CAS holds no text", "a Sofa with a sofaString is needed")
        self.measured = Measured(sofa.get("sofaString"), checks, "the text of the CAS")
        spans = [each for each in root.children if each.get("begin") and each.get("sofa") == _id(sofa)]
        ranges = {_id(each): self._range(each) for each in spans}
        if any(each.name == "Quotation" and each.get("detail") for each in spans):
            self.measured.take(UTF_16)
        else:
            self.measured.settle((each for each in ranges.values() if each.start < each.end), prefer=UTF_16)
        self.marks: list[Mark] = []
        self.links: list[Link] = []
        for each in spans:
            if not _is_grammar(each) and ranges[_id(each)].start < ranges[_id(each)].end:
                checks.line = each.line
                self._annotation(each, ranges[_id(each)])
        checks.line = None

    def _range(self, node: Node) -> Range:
        self._checks.line = node.line
        begin, end = node.get("begin"), node.get("end")
        if not _NUMBERS.fullmatch(begin) or not _NUMBERS.fullmatch(end) or len(begin + end) > 20:
            self._checks.fail(f"the annotation {_id(node)} has no offsets")
        self._checks.line = None
        return Range(int(begin.split()[0]), int(end.split()[0]))

    def _annotation(self, node: Node, range: Range) -> None:
        id = _id(node)
        governor, dependent = node.get("Governor"), node.get("Dependent")
        if governor in self.nodes and dependent in self.nodes:
            self.links.append(Link(_label(node), governor, dependent))
            return
        who = None
        if node.get("entity"):
            who = Named(node.get("entity"), node.get("entityId"), node.get("entityKind"), _wikidata(node))
        span = self.measured.span(range, f"annotation {id}")
        mark = Mark(id, _label(node), (span,), who, node.get("note"), detail=node.get("detail"))
        self.marks.append(mark)
        for feature, targets in self._references(node):
            for target in targets:
                link = self.nodes[target]
                if link.get("target") in self.nodes:
                    self.links.append(Link(link.get("role") or feature, id, link.get("target")))
                elif link.get("begin") and (role_of(feature) or feature == "next"):
                    self.links.append(Link(CONTINUES if feature == "next" else feature, id, target))

    def _references(self, node: Node) -> Iterator[tuple[str, list[str]]]:
        """Features whose values are ids of other objects: as an attribute, or as elements inside."""
        for key, value in node.attributes.items():
            name = key.rpartition(" ")[2]
            if name not in ("id", "sofa", "begin", "end") and _NUMBERS.fullmatch(value):
                yield name, [each for each in value.split() if each in self.nodes]
        for child in node.children:
            yield child.name, [each for each in child.words.split() if each in self.nodes]


def _id(node: Node) -> str:
    """The xmi:id: features may be called id as well."""
    return next((value for key, value in node.attributes.items() if key.endswith("XMI id")), "")


def _is_grammar(node: Node) -> bool:
    """Whether an annotation is of the text's grammar, which every pipeline makes anew."""
    return node.name in _GRAMMAR_NAMES or any(each in node.space for each in _GRAMMAR)


def _label(node: Node) -> str:
    """What an annotation says that it is, else what its type is called."""
    named = meaning_of(node.name, {})
    if named is not None and named.role not in ("content", "mention"):
        return node.name
    return next((node.get(each) for each in _LABELS if node.get(each)), node.name)


def _wikidata(node: Node) -> str | None:
    last = node.get("identifier").rpartition("/")[2]
    return last if re.fullmatch("Q[0-9]+", last) else None


# ------------------------------------------------------------------------------------------------ writing


def write(source: Source, context: ExportContext, sink: Sink) -> None:
    """Writes an archive: the type system, and a folder for each annotator with a CAS for each document."""
    with sink.open() as out:
        write_archive(out, _files(source, context))


def _files(source: Source, context: ExportContext) -> Iterator[tuple[str, bytes]]:
    yield "TypeSystem.xml", TYPE_SYSTEM.encode("utf-8")
    taken: dict[str, set[str]] = {}
    folders: dict[str, str] = {}
    for annotated in context.documents(source):
        layers = list(marked_layers(annotated, context.scheme)) or [MarkedLayer("annotator", "unannotated", (), ())]
        for layer in layers:
            if layer.annotator not in folders:
                folders[layer.annotator] = file_name(layer.annotator, taken.setdefault("", set()))
            folder = folders[layer.annotator]
            name = file_name(annotated.document.id, taken.setdefault(f"/{folder}", set()))
            yield f"{folder}/{name}.xmi", _coded(annotated, layer).encode("utf-8")


def _coded(annotated: AnnotatedDocument, layer: MarkedLayer) -> str:
    document = annotated.document
    title = str(document.meta.get("title") or document.id)
    cas = _Writing(document.text, layer)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<xmi:XMI {NAMESPACES} xmi:version="2.0">\n<cas:NULL xmi:id="0"/>\n'
        f'<metadata:DocumentMetaData xmi:id="2" sofa="1" begin="0" end="{cas.length}"'
        f" language={attribute(document.language or 'x-unspecified')} documentTitle={attribute(title)}"
        f' documentId={attribute(document.id)} isLastSegment="false"/>\n'
        + "".join(f"{each}\n" for each in cas.lines)
        + '<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text"'
        f' sofaString={attribute(document.text)}/>\n<cas:View sofa="1" members="2 {cas.members}"/>\n</xmi:XMI>\n'
    )


class _Writing:
    """The annotations of one layer as elements."""

    def __init__(self, text: str, layer: MarkedLayer) -> None:
        cut = pieces(layer)
        self._units = Utf16(text)
        self.length = self._units.units(len(text))
        self.lines: list[str] = []
        self._numbers = {each.id: n for n, each in enumerate(cut.marks, 10)}
        self._free = 10 + len(cut.marks)
        self._contents = {each.id for each in layer.marks if each.detail}
        self._parts = {each.target for each in cut.links}
        self._slots: dict[str, list[Link]] = {}
        for link in cut.links:
            self._slots.setdefault(link.source, []).append(link)
        for mark in cut.marks:
            self._mark(mark)

    @property
    def members(self) -> str:
        """The numbers of the annotations."""
        return " ".join(str(each) for each in self._numbers.values())

    def _mark(self, mark: Mark) -> None:
        (span,) = mark.spans
        features = _features(mark)
        linked = []
        for link in self._slots.get(mark.id, ()):
            target = self._numbers[link.target]
            if link.label == CONTINUES:
                features["next"] = str(target)
                continue
            self.lines.append(f'<custom:QuotationSlot xmi:id="{self._free}" role="{link.label}" target="{target}"/>')
            linked.append(str(self._free))
            self._free += 1
        if linked:
            features["slots"] = " ".join(linked)
        kind = "custom:Quotation" if mark.id in self._contents else "custom:QuotationPart"
        if mark.id not in self._contents and mark.id not in self._parts and "next" not in features:
            kind = "ner:NamedEntity"
            features = {"value": mark.label} | {key: each for key, each in features.items() if key == "identifier"}
        begin, end = self._units.units(span.start), self._units.units(span.end)
        written = " ".join(f"{key}={attribute(value)}" for key, value in features.items())
        place = f'xmi:id="{self._numbers[mark.id]}" sofa="1" begin="{begin}" end="{end}"'
        self.lines.append(f"<{kind} {place} {written}/>")


def _features(mark: Mark) -> dict[str, str]:
    out = {"label": mark.label}
    if mark.who is not None:
        out |= {"entity": mark.who.name, "entityId": mark.who.id, "entityKind": mark.who.kind}
        if mark.who.wikidata:
            out["identifier"] = f"http://www.wikidata.org/entity/{mark.who.wikidata}"
    if mark.detail:
        out |= {key: mark.facts[key] for key in ("speaker", "addressee", "stances", "note") if key in mark.facts}
        out["detail"] = mark.detail
    return out


def recognises(head: bytes) -> bool:
    """Whether this is a CAS, or an archive of them."""
    return b"http://www.omg.org/XMI" in head or (head.startswith(b"PK\x03\x04") and b"TypeSystem.xml" in head)


FORMAT_XMI = Format(
    id="xmi",
    name="UIMA XMI with type system (INCEpTION), a zip archive",
    suffixes=(".xmi.zip", ".xmi"),
    loses="metadata but the title, statuses, rejections, decisions, attributes of documents, identities of mentions, "
    "control characters (XML 1.0 has none: U+FFFD stands for them)",
    read=read,
    write=write,
    reread=True,
    recognises=recognises,
)
