"""Reads the objects of `quotation-annotations` 1.x: all that the JSON Schema says, and what it cannot say.

Beyond the schema: start < end ≤ length, the repeated words match the text, fragments are ordered and disjoint, ids are
unique where they stand, references resolve (but ``derived_from``, ``sources`` and ``suggestion``), no quotation
encloses itself, one layer for gold, for the pipeline and for each annotator, no annotator bears a reserved name, and
each kind of layer has its own states.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import get_args

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import (
    RESERVED_NAMES,
    Decision,
    DecisionAction,
    Filled,
    Form,
    Layer,
    LayerKind,
    Mention,
    Origin,
    OriginKind,
    Party,
    Quotation,
    Rejection,
    Slot,
    Stance,
)
from annotator.domain.documents import STANDARD_META, Document, LayerStatus, Scalar
from annotator.domain.fragments import Fragments
from annotator.domain.registry import Entity
from annotator.domain.validation import shown

FORMAT = "quotation-annotations"
VERSION = "1.0"

_MAJOR, _MINOR = (int(each) for each in VERSION.split("."))
_VERSION = re.compile(r"([0-9]{1,9})\.([0-9]{1,9})")
_WIKIDATA = re.compile("Q[0-9]+")

_DOCUMENT = frozenset(
    ("format", "version", "id", "text", "text_sha256", "language", "meta", "entities", "layers", "decisions")
)
_ORIGIN_ORDER = ("kind", "agent", "rule", "score", "edited", "derived_from", "created", "modified")
_ORIGIN = frozenset(_ORIGIN_ORDER)
_ENTITY = frozenset(("id", "name", "kind", "aliases", "wikidata", "attributes", "proposed", "origin"))
_MENTION = frozenset(("id", "spans", "label", "entity", "origin"))
_PARTY = frozenset(("spans", "entity", "form", "score"))
_STANCE = frozenset(("id", "target", "target_spans", "value", "intensity", "explicit", "evidence", "origin"))
_QUOTATION = frozenset(
    ("id", "type", "type_origin", "content", "cue", "cue_absent", "speakers", "addressees", "stances", "parent")
) | {"parent_origin", "attributes", "confidence", "note", "flags", "origin"}
_REJECTION = frozenset(("id", "suggestion", "spans", "reason", "by", "at"))
_LAYER = frozenset(
    ("id", "kind", "annotator_id", "annotator", "status", "status_reason", "attributes", "mentions", "quotations")
) | {"rejections"}
_DECISION = frozenset(
    ("id", "gold", "sources", "slot", "action", "reason", "by", "at", "acknowledged", "stale", "note")
)

_ORIGIN_KINDS: dict[str, OriginKind] = {each: each for each in get_args(OriginKind)}
_FORMS: dict[str, Form] = {each: each for each in get_args(Form)}
_LAYER_KINDS: dict[str, LayerKind] = {each: each for each in get_args(LayerKind)}
_FILLED: dict[str, Filled] = {each: each for each in get_args(Filled)}
_SLOTS: dict[str, Slot] = {each: each for each in get_args(Slot)}
_ACTIONS: dict[str, DecisionAction] = {each: each for each in get_args(DecisionAction)}
_STATUSES: dict[LayerKind, dict[str, LayerStatus]] = {
    "gold": {"in_progress": "in_progress", "adjudicated": "adjudicated"},
    "annotator": {"new": "new", "in_progress": "in_progress", "done": "done", "skipped": "skipped"},
    "pipeline": {"done": "done"},
}


class Decoder(Fragments):
    """Reads one document; made anew for each."""

    __slots__ = ("_entities", "_origins", "_seen")

    def __init__(self, path: str = "", line: int | None = None) -> None:
        super().__init__(path, line)
        self._entities: set[str] = set()
        self._seen: dict[str, set[str]] = {}
        self._origins: dict[tuple[object, ...], Origin] = {}

    # -------------------------------------------------------------------------------------------- the document

    def document(self, obj: Mapping[str, object], known_text: Callable[[str], str | None] | None) -> AnnotatedDocument:
        """The whole.  Raises FormatError."""
        self._version(obj)
        extra = {key: each for key, each in obj.items() if isinstance(key, str) and key.startswith("x_")}
        got = self.fields({key: each for key, each in obj.items() if key not in extra}, _DOCUMENT, "the document")
        id = self.id(got["id"], "the document", "id")
        self.anchor(got["text"], got["text_sha256"], id, known_text)
        entities = tuple(self._entity(each) for each in self._all(got["entities"], id, "entities", "entity"))
        self._entities = {each.id for each in entities}
        layers = tuple(self._layer(each) for each in self._all(got["layers"], id, "layers", "layer"))
        self._layers_differ(layers, id)
        gold = {quotation.id for each in layers if each.kind == "gold" for quotation in each.quotations}
        return AnnotatedDocument(
            document=Document(
                id=id,
                text=self.text,
                text_sha256=self.digest,
                language=self.optional_string(got["language"], id, "language"),
                meta=dict.fromkeys(STANDARD_META) | self.scalars(got["meta"], id, "meta"),
                extra={self.string(key, id, "a key"): self.free(each, key) for key, each in extra.items()},
            ),
            entities=entities,
            layers=layers,
            decisions=tuple(
                self._decision(each, gold) for each in self._all(got["decisions"], id, "decisions", "decision")
            ),
        )

    def _version(self, obj: Mapping[str, object]) -> None:
        format, version = obj.get("format"), obj.get("version")
        if format != FORMAT:
            said = f"“{shown(format)}”" if isinstance(format, str) else "missing"
            self.fail(f"the format is {said}, not “{FORMAT}”")
        match = _VERSION.fullmatch(version) if isinstance(version, str) else None
        if match is None:
            self.fail(f"the version must look like “{VERSION}”")
        major, minor = int(match[1]), int(match[2])
        if major > _MAJOR:
            self.fail(f"version {match[0]} of the format is newer than {VERSION}", "update Annotator to read it")
        if major < _MAJOR:
            self.fail(f"version {match[0]} of the format is not known")
        self.lenient = minor > _MINOR

    def _layers_differ(self, layers: Iterable[Layer], id: str) -> None:
        seen: set[tuple[str, str | None]] = set()
        for each in layers:
            if (whose := (each.kind, each.annotator_id)) in seen:
                name = f"annotator “{shown(each.annotator_id)}”" if each.annotator_id else each.kind
                self.fail(f"{shown(id)}: {name} has two layers", "keep one layer for each annotator")
            seen.add(whose)

    # -------------------------------------------------------------------------------------------- parts that recur

    def _all(self, value: object, owner: str, role: str, kind: str) -> list[tuple[object, str]]:
        """The items of a list, each with a name for messages until its id is known."""
        return [(each, f"{kind} {n}") for n, each in enumerate(self.items(value, owner, role), 1)]

    def _own_id(self, value: object, owner: str, kind: str) -> str:
        """An object's id: unique in the document, in the layer for what lies in one, in the quotation for a stance."""
        id = self.id(value, owner, "id")
        seen = self._seen.setdefault(kind, set())
        if id in seen:
            self.fail(f"{shown(id)}: this id stands at two objects of kind {kind}", "give each an id of its own")
        seen.add(id)
        return id

    def _entity_id(self, value: object, owner: str, role: str) -> str | None:
        if value is None:
            return None
        id = self.id(value, owner, role)
        if id not in self._entities:
            self.fail(f"{shown(owner)}: {role} “{shown(id)}” is not among the entities")
        return id

    def _origin(self, value: object, owner: str) -> Origin:
        """An origin; those of a layer are mostly alike, so the checked ones are kept by all that they say."""
        got = self.fields(value, _ORIGIN, owner, "origin")
        kind, agent, rule, score, edited, derived, created, modified = (got[key] for key in _ORIGIN_ORDER)
        plain = not derived and isinstance(derived, list) and isinstance(score, float | None)
        key = (kind, agent, rule, score, created, modified) if plain and edited is False else ()
        try:
            if key in self._origins:
                return self._origins[key]
        except TypeError:  # an object or a list where none belongs: the checks below say which
            key = ()
        origin = Origin(
            kind=self.choice(kind, _ORIGIN_KINDS, owner, "origin.kind"),
            agent=self._agent(agent, owner),
            rule=self.optional_string(rule, owner, "origin.rule"),
            score=self.score(score, owner, "origin.score"),
            edited=self.boolean(edited, owner, "origin.edited"),
            derived_from=self.ids(derived, owner, "origin.derived_from"),
            created=self.time(created, owner, "origin.created"),
            modified=self.time(modified, owner, "origin.modified"),
        )
        if key and origin.agent == agent:
            self._origins[key] = origin
        return origin

    def _agent(self, value: object, owner: str) -> str | None:
        """An annotator's id, or a pipeline's name and version."""
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self.number_as_text(value, owner, "origin.agent")
        return self.optional_string(value, owner, "origin.agent")

    def _attributes(self, value: object, owner: str) -> dict[str, Scalar]:
        return {} if value == {} else self.scalars(value, owner, "attributes")

    # -------------------------------------------------------------------------------------------- the objects

    def _entity(self, item: tuple[object, str]) -> Entity:
        got = self.fields(item[0], _ENTITY, item[1])
        id = self._own_id(got["id"], item[1], "entity")
        wikidata = got["wikidata"]
        if wikidata is not None and (not isinstance(wikidata, str) or not _WIKIDATA.fullmatch(wikidata)):
            self.fail(f"{shown(id)}: wikidata must look like Q42 or be null")
        return Entity(
            id=id,
            name=self.string(got["name"], id, "name", least=1),
            kind=self.id(got["kind"], id, "kind"),
            origin=self._origin(got["origin"], id),
            aliases=tuple(self.string(each, id, "an alias") for each in self.items(got["aliases"], id, "aliases")),
            wikidata=wikidata,
            attributes=self._attributes(got["attributes"], id),
            proposed=self.boolean(got["proposed"], id, "proposed"),
        )

    def _layer(self, item: tuple[object, str]) -> Layer:
        got = self.fields(item[0], _LAYER, item[1])
        id = self._own_id(got["id"], item[1], "layer")
        kind = self.choice(got["kind"], _LAYER_KINDS, id, "kind")
        annotator_id = self.optional_id(got["annotator_id"], id, "annotator_id")
        annotator = self.optional_string(got["annotator"], id, "annotator")
        self._whose(id, kind, annotator_id, annotator)
        for each in ("mention", "quotation", "rejection"):
            self._seen.pop(each, None)
        mentions = tuple(self._mention(each) for each in self._all(got["mentions"], id, "mentions", "mention"))
        quotations = tuple(
            self._quotation(each) for each in self._all(got["quotations"], id, "quotations", "quotation")
        )
        self._parents(quotations)
        return Layer(
            id=id,
            kind=kind,
            annotator_id=annotator_id,
            annotator=annotator,
            status=self.choice(got["status"], _STATUSES[kind], id, f"status of the {kind} layer"),
            status_reason=self.optional_id(got["status_reason"], id, "status_reason"),
            attributes=self._attributes(got["attributes"], id),
            mentions=mentions,
            quotations=quotations,
            rejections=tuple(
                self._rejection(each) for each in self._all(got["rejections"], id, "rejections", "rejection")
            ),
        )

    def _whose(self, id: str, kind: LayerKind, annotator_id: str | None, annotator: str | None) -> None:
        if kind != "annotator":
            if annotator_id is not None:
                self.fail(f"{shown(id)}: annotator_id of the {kind} layer must be null")
            if (annotator is None) != (kind == "gold"):
                wanted = "null" if kind == "gold" else "the pipeline's name and version"
                self.fail(f"{shown(id)}: annotator of the {kind} layer must be {wanted}")
            return
        if not annotator_id or not annotator:
            self.fail(f"{shown(id)}: an annotator's layer needs annotator_id and annotator")
        if reserved := RESERVED_NAMES & {annotator.strip().casefold(), annotator_id.strip().casefold()}:
            self.fail(f"{shown(id)}: no annotator can be called “{min(reserved)}”", "give the annotator another name")

    def _mention(self, item: tuple[object, str]) -> Mention:
        got = self.fields(item[0], _MENTION, item[1])
        id = self._own_id(got["id"], item[1], "mention")
        return Mention(
            id,
            self.spans(got["spans"], id, "spans", needed=True),
            self.id(got["label"], id, "label"),
            self._entity_id(got["entity"], id, "entity"),
            self._origin(got["origin"], id),
        )

    def _party(self, value: object, owner: str, role: str) -> Party:
        got = self.fields(value, _PARTY, owner, role)
        form = got["form"]
        return Party(
            self.spans(got["spans"], owner, role),
            self._entity_id(got["entity"], owner, f"{role} entity"),
            None if form is None else self.choice(form, _FORMS, owner, f"{role} form"),
            self.score(got["score"], owner, f"{role} score"),
        )

    def _stance(self, item: tuple[object, str]) -> Stance:
        got = self.fields(item[0], _STANCE, item[1])
        id = self._own_id(got["id"], item[1], "stance")
        explicit = got["explicit"]
        return Stance(
            id=id,
            target=self._entity_id(got["target"], id, "target"),
            target_spans=self.spans(got["target_spans"], id, "target_spans"),
            value=self.optional_id(got["value"], id, "value"),
            intensity=self.scale(got["intensity"], id, "intensity"),
            explicit=None if explicit is None else self.boolean(explicit, id, "explicit"),
            evidence=self.spans(got["evidence"], id, "evidence"),
            origin=self._origin(got["origin"], id),
        )

    def _quotation(self, item: tuple[object, str]) -> Quotation:
        got = self.fields(item[0], _QUOTATION, item[1])
        id = self._own_id(got["id"], item[1], "quotation")
        self._seen.pop("stance", None)
        return Quotation(
            id=id,
            content=self.spans(got["content"], id, "content", needed=True),
            origin=self._origin(got["origin"], id),
            type=self.optional_id(got["type"], id, "type"),
            type_origin=self.choice(got["type_origin"], _FILLED, id, "type_origin"),
            cue=self.spans(got["cue"], id, "cue"),
            cue_absent=self.boolean(got["cue_absent"], id, "cue_absent"),
            speakers=tuple(self._party(each, id, "speaker") for each in self.items(got["speakers"], id, "speakers")),
            addressees=tuple(
                self._party(each, id, "addressee") for each in self.items(got["addressees"], id, "addressees")
            ),
            stances=tuple(self._stance(each) for each in self._all(got["stances"], id, "stances", f"{id}: stance")),
            parent=self.optional_id(got["parent"], id, "parent"),
            parent_origin=self.choice(got["parent_origin"], _FILLED, id, "parent_origin"),
            attributes=self._attributes(got["attributes"], id),
            confidence=self.scale(got["confidence"], id, "confidence"),
            note=self.optional_string(got["note"], id, "note"),
            flags=self.ids(got["flags"], id, "flags"),
        )

    def _parents(self, quotations: Iterable[Quotation]) -> None:
        parents = {each.id: each.parent for each in quotations}
        for id, parent in parents.items():
            if parent is not None and parent not in parents:
                self.fail(f"{shown(id)}: parent “{shown(parent)}” is not a quotation of the same layer")
        safe: set[str] = set()
        for id in parents:
            trail: set[str] = set()
            at: str | None = id
            while at is not None and at not in safe:
                if at in trail:
                    self.fail(f"{shown(at)}: parent leads back to the quotation itself")
                trail.add(at)
                at = parents[at]
            safe |= trail

    def _rejection(self, item: tuple[object, str]) -> Rejection:
        got = self.fields(item[0], _REJECTION, item[1])
        id = self._own_id(got["id"], item[1], "rejection")
        return Rejection(
            id,
            self.optional_id(got["suggestion"], id, "suggestion"),
            self.spans(got["spans"], id, "spans"),
            self.optional_id(got["reason"], id, "reason"),
            self.id(got["by"], id, "by"),
            self.time(got["at"], id, "at"),
        )

    def _decision(self, item: tuple[object, str], gold: set[str]) -> Decision:
        got = self.fields(item[0], _DECISION, item[1])
        id = self._own_id(got["id"], item[1], "decision")
        about = self.optional_id(got["gold"], id, "gold")
        if about is not None and about not in gold:
            self.fail(f"{shown(id)}: gold “{shown(about)}” is not a quotation of the gold layer")
        return Decision(
            id=id,
            gold=about,
            sources=self.ids(got["sources"], id, "sources"),
            slot=self.choice(got["slot"], _SLOTS, id, "slot"),
            action=self.choice(got["action"], _ACTIONS, id, "action"),
            reason=self.optional_id(got["reason"], id, "reason"),
            by=self.id(got["by"], id, "by"),
            at=self.time(got["at"], id, "at"),
            acknowledged=self.time(got["acknowledged"], id, "acknowledged"),
            stale=self.boolean(got["stale"], id, "stale"),
            note=self.optional_string(got["note"], id, "note"),
        )
