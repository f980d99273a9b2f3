"""Marks and links of another program become a layer: quotations with their roles, mentions, identities.

What a mark is, its label says (`annotator.formats.labels`) or a link that leads to it.  Which roles belong to which
content, the links say: directly, or over a cue that is linked to both, as in event formats.  A cue or a speaker without
a link goes to the nearest quotation of its paragraph that has none, and the reader's notes say so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Layer, LayerKind, Mention, Origin, Party, Quotation, is_reserved
from annotator.domain.canonical import referenced
from annotator.domain.documents import STANDARD_META, Document, LayerStatus, Scalar
from annotator.domain.forms import form_of
from annotator.domain.ids import derived, is_valid
from annotator.domain.nesting import renested
from annotator.domain.registry import Entity
from annotator.domain.text import Spans, ordered, paragraph_at, sha256
from annotator.formats.base import Read, ReadOptions
from annotator.formats.details import Detail, detail_of, looks_like_detail, reconciled
from annotator.formats.labels import OTHER, Meaning, continues, meaning_of, role_of
from annotator.formats.markup import PIPELINE, Link, Mark, Named

DOCUMENT_ID = "document_id"
"""The key under which our document's id goes along; programs that number documents themselves have an ``id`` too."""

_FAR = 400
"""No further, in code points, does a cue or a speaker without a link look for its quotation."""
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_SLOTS = ("cue", "speaker", "addressee")


@dataclass(frozen=True, slots=True)
class Given:
    """A layer as it came.  ``annotator`` is the name the file gives, empty where it gives none."""

    marks: Sequence[Mark]
    links: Sequence[Link] = ()
    annotator: str = ""
    kind: LayerKind = "annotator"
    status: LayerStatus = "in_progress"


@dataclass(slots=True)
class Assembled:
    """What became of a document's layers."""

    layers: list[Layer] = field(default_factory=list)
    entities: dict[str, Entity] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)
    guessed: int = 0


def document_of(
    text: str, id: str | None, meta: Mapping[str, Scalar] | None = None, language: str | None = None
) -> Document:
    """A document with a stored text; without a fit id, one made of its text's hash."""
    digest = sha256(text)
    fit = id if id and is_valid(id) else f"doc-{digest[:12]}"
    return Document(fit, text, digest, language, dict.fromkeys(STANDARD_META) | dict(meta or {}))


def document_with(text: str, meta: dict[str, Scalar]) -> Document:
    """A document whose id and language, if they went along, stand among its metadata, under the keys we write."""
    id, language = meta.pop(DOCUMENT_ID, None), meta.pop("language", None)
    return document_of(text, None if id is None else str(id), meta, str(language) if language else None)


def read_of(
    document: Document,
    given: Iterable[Given],
    options: ReadOptions,
    tool: str,
    *,
    line: int | None = None,
    notes: Iterable[str] = (),
    dropped: int = 0,
) -> Read:
    """A document with its layers, and what is worth telling about how they were understood.

    ``tool`` is the format's name: who the import is from, and the annotator where the file names none.
    """
    out = Assembled()
    taken: set[tuple[str, str]] = set()
    for came in given:
        each, name = _whose(came, options, tool)
        while (each.kind, name) in taken:
            name += "+"
        if each.kind == "annotator" or each.kind not in {kind for kind, _ in taken}:
            taken.add((each.kind, name))
            out.layers.append(_Assembly(document, each, options, name, tool, out).layer())
    told = [each for each in notes if each]
    if out.guessed:
        told.append("has cues or speakers without a link to a quotation: the nearest one has them")
    wanted = referenced(out.layers)
    entities = tuple(each for id, each in out.entities.items() if id in wanted)
    return Read(
        AnnotatedDocument(document, entities, tuple(out.layers)),
        line,
        annotated=True,
        dropped=dropped,
        notes=tuple(told),
        by_text=all(document.meta.get(key) is None for key in ("source", "date")),
        unknown=out.unknown,
    )


def _whose(given: Given, options: ReadOptions, tool: str) -> tuple[Given, str]:
    """The layer with its kind, and its name: see `annotator.formats.markup.called` for gold and the pipeline."""
    name = given.annotator or options.folder
    if given.kind == "annotator" and name.strip().casefold() == "gold":
        return replace(given, kind="gold", status="in_progress"), "gold"
    if given.kind == "annotator" and name.startswith(PIPELINE):
        given = replace(given, kind="pipeline")
    if given.kind == "pipeline":
        bare = name.removeprefix(PIPELINE).strip()
        return replace(given, status="done"), bare if is_valid(bare) else f"{tool} import"
    return given, _fit_name(name, tool)


def _fit_name(name: str, tool: str) -> str:
    name = name.strip()
    return name if name and is_valid(name) and not is_reserved(name) else f"{tool} import"


class _Assembly:
    """One layer in the making."""

    def __init__(
        self, document: Document, given: Given, options: ReadOptions, name: str, tool: str, out: Assembled
    ) -> None:
        self._document = document
        self._given = given
        self._options = options
        self._name = name
        self._origin = Origin("pipeline", name) if given.kind == "pipeline" else Origin("import", tool)
        self._out = out
        self._links = [Link(each.label, _storable(each.source), _storable(each.target)) for each in given.links]
        self._marks = self._joined(_fit_mark(each) for each in given.marks)
        self._meanings = {id: self._meaning(each) for id, each in self._marks.items()}
        self._near: dict[str, list[tuple[str, str]]] = {}
        for link in self._links:
            if link.source in self._marks and link.target in self._marks:
                self._near.setdefault(link.source, []).append((link.target, link.label))
                self._near.setdefault(link.target, []).append((link.source, ""))
        self._hubs = self._find_hubs()
        self._slots: dict[str, dict[str, list[str]]] = {}
        self._details: dict[str, Detail] = {}

    # -------------------------------------------------------------------------------------------- what marks are

    def _joined(self, marks: Iterable[Mark]) -> dict[str, Mark]:
        """The marks by id, pieces of one put together; links to a later piece lead to the first."""
        by_id = {each.id: each for each in marks}
        first: dict[str, str] = {}
        rest = []
        for link in self._links:
            same = link.source in by_id and link.target in by_id and continues(link.label)
            if not (same and by_id[link.source].label == by_id[link.target].label):
                rest.append(link)
                continue
            head, tail = first.get(link.source, link.source), first.get(link.target, link.target)
            if head != tail:
                head, tail = sorted((head, tail), key=lambda each: by_id[each].spans)
                first = {id: head if to == tail else to for id, to in first.items()} | {tail: head}
                by_id[head] = replace(by_id[head], spans=ordered((*by_id[head].spans, *by_id[tail].spans)))
        self._links = [
            Link(each.label, first.get(each.source, each.source), first.get(each.target, each.target)) for each in rest
        ]
        return {id: each for id, each in by_id.items() if id not in first}

    def _meaning(self, mark: Mark) -> Meaning:
        found = meaning_of(mark.label, self._options.labels)
        if looks_like_detail(mark.detail) and (found is None or found.role != "content"):
            return Meaning("content", "")
        if found is not None:
            return found
        roles = {role_of(each.label) for each in self._links if each.source == mark.id}
        if "content" in roles:
            return Meaning("cue")
        if roles & {"cue", "speaker"}:
            return Meaning("content", mark.label if is_valid(mark.label) else "")
        if any(role_of(each.label) for each in self._links if each.target == mark.id):
            return Meaning("ignore")  # the link says what it is
        self._out.unknown[mark.label] += 1
        return OTHER

    def _find_hubs(self) -> set[str]:
        """Marks over which a content is linked to its other roles: cues, and the triggers of events with a content."""
        return {
            id
            for id, meaning in self._meanings.items()
            if meaning.role == "cue" or (meaning.role != "content" and self._leads_to_content(id))
        }

    def _leads_to_content(self, id: str) -> bool:
        return any(role_of(label) == "content" for _, label in self._near.get(id, ()))

    # -------------------------------------------------------------------------------------------- what belongs together

    def layer(self) -> Layer:
        """The layer itself."""
        contents = self._contents()
        for id in contents:
            self._slots[id] = {slot: [] for slot in _SLOTS}
        for id in contents:
            self._gather(id)
        self._give_the_rest(contents)
        quotations = self._nested([self._quotation(id) for id in contents])
        mentions = tuple(self._mentions(contents))
        person = self._given.kind == "annotator"
        annotator_id = self._options.annotator_id(self._name) if person else None
        return Layer(
            derived("l", self._document.id, self._given.kind, annotator_id or ""),
            self._given.kind,
            annotator_id,
            None if self._given.kind == "gold" else self._name,
            self._given.status,
            mentions=mentions,
            quotations=quotations,
        )

    def _contents(self) -> list[str]:
        linked = {each.target for each in self._links if role_of(each.label) == "content"}
        return [
            id
            for id, mark in self._marks.items()
            if mark.spans and (self._meanings[id].role == "content" or (id in linked and id not in self._hubs))
        ]

    def _gather(self, id: str) -> None:
        """The roles of a content: what it is linked to, and what its cues are linked to."""
        slots, content = self._slots[id], self._marks[id].spans
        for other, label in self._near.get(id, ()):
            self._place(slots, other, role_of(label), content)
            if other not in self._hubs:
                continue
            cued = any(role_of(each) == "cue" for _, each in self._near.get(other, ()))
            if not cued:
                self._place(slots, other, "cue", content)
            for beyond, further in self._near.get(other, ()):
                if beyond != id and beyond not in self._slots:
                    self._place(slots, beyond, role_of(further), content)

    def _place(self, slots: dict[str, list[str]], id: str, role: str | None, content: Spans) -> None:
        role = role or self._meanings[id].role
        if role == "cue" and self._marks[id].spans == content:
            return  # the trigger of an event without a cue copies the content
        if role in slots and id not in slots[role] and self._marks[id].spans:
            slots[role].append(id)

    def _give_the_rest(self, contents: Sequence[str]) -> None:
        """Cues, speakers and addressees that nothing is linked to go to the nearest content that lacks one."""
        placed = {id for slots in self._slots.values() for ids in slots.values() for id in ids}
        for id, mark in self._marks.items():
            role = self._meanings[id].role
            linked = any(other in self._slots for other, _ in self._near.get(id, ()))
            if role not in _SLOTS or id in placed or linked or not mark.spans:
                continue
            paragraph = paragraph_at(self._document.text, mark.spans[0].start)
            near = [
                (_distance(mark.spans, self._marks[other].spans), other)
                for other in contents
                if not self._slots[other][role] and any(paragraph.overlaps(span) for span in self._marks[other].spans)
            ]
            if near and min(near)[0] <= _FAR:
                self._slots[min(near)[1]][role].append(id)
                self._out.guessed += 1

    # -------------------------------------------------------------------------------------------- our own objects

    def _quotation(self, id: str) -> Quotation:
        mark, slots = self._marks[id], self._slots[id]
        cue = ordered(span for each in slots["cue"] for span in self._marks[each].spans)
        meaning = self._meanings[id]
        detail = detail_of(mark.detail, self._document) if looks_like_detail(mark.detail) else None
        seen = Quotation(
            id=derived("q", self._document.text_sha256, self._name, mark.spans, id),
            content=mark.spans,
            origin=replace(self._origin, score=mark.score),
            type=(meaning.value or None) if meaning.role == "content" else None,
            type_origin="manual" if meaning.role == "content" and meaning.value else "auto",
            cue=cue,
            speakers=self._parties(slots["speaker"]),
            addressees=self._parties(slots["addressee"]),
            attributes=mark.attributes,
            note=mark.note or None,
        )
        if detail is None or not _overlap(detail.quotation.content, mark.spans):
            return seen
        for entity in detail.entities:
            self._out.entities[entity.id] = entity  # which says more than a mark's name can
        whole = reconciled(seen, detail, self._document.text)
        self._details[whole.id] = detail
        return whole

    def _parties(self, ids: Iterable[str]) -> tuple[Party, ...]:
        out = []
        for each in ids:
            mark = self._marks[each]
            form = form_of(self._document.text, mark.spans, language=self._document.language)
            out.append(Party(mark.spans, self._entity(mark.who, each), form))
        return tuple(out)

    def _mentions(self, contents: Sequence[str]) -> Iterable[Mention]:
        for id, mark in self._marks.items():
            meaning = self._meanings[id]
            if meaning.role == "mention" and mark.spans and id not in contents:
                key = derived("m", self._document.text_sha256, self._name, mark.spans, mark.label, id)
                fit = key if not is_valid(id) or not id.startswith("m_") else id
                yield Mention(fit, mark.spans, meaning.value, self._entity(mark.who, id), self._origin)

    def _entity(self, who: Named | None, mark: str) -> str | None:
        if who is None or not who.name.strip():
            return None
        id = who.id if is_valid(who.id) else derived("e", who.name.casefold())
        kind = who.kind or (self._meanings[mark].value if self._meanings[mark].role == "mention" else "") or "person"
        entity = Entity(id, who.name, kind, self._origin, wikidata=who.wikidata, proposed=not who.id)
        self._out.entities.setdefault(id, entity)
        return id

    def _nested(self, quotations: Sequence[Quotation]) -> tuple[Quotation, ...]:
        """The quotations with ids of their own and their parents: as a detail says by hand, else as they lie."""
        by_id: dict[str, Quotation] = {}
        for each in quotations:
            id = each.id if each.id not in by_id else derived("q", each.id, str(len(by_id)))
            by_id[id] = replace(each, id=id)
        for id, each in by_id.items():
            detail = self._details.get(id)
            if detail is not None and each.parent_origin == "manual" and detail.parent in by_id and detail.parent != id:
                by_id[id] = replace(each, parent=detail.parent)
        _break_circles(by_id)
        for each in renested(by_id, list(by_id)):
            by_id[each.id] = each
        return tuple(by_id.values())


def _storable(text: str) -> str:
    """The text with a replacement character for what cannot be stored: NUL and lone surrogates."""
    return _UNSTORABLE.sub("\ufffd", text)


def _fit_mark(mark: Mark) -> Mark:
    who = mark.who
    return replace(
        mark,
        id=_storable(mark.id),
        label=_storable(mark.label),
        note=_storable(mark.note),
        who=replace(who, name=_storable(who.name)) if who else None,
        attributes={key: _storable(each) if isinstance(each, str) else each for key, each in mark.attributes.items()},
    )


def _break_circles(quotations: dict[str, Quotation]) -> None:
    for id in list(quotations):
        seen, at = {id}, quotations[id].parent
        while at is not None:
            if at in seen:
                quotations[id] = replace(quotations[id], parent=None, parent_origin="auto")
                break
            seen.add(at)
            at = quotations[at].parent


def _distance(a: Spans, b: Spans) -> int:
    return min(max(x.start - y.end, y.start - x.end, 0) for x in a for y in b)


def _overlap(a: Spans, b: Spans) -> bool:
    return any(x.overlaps(y) for x in a for y in b)
