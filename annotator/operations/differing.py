"""Where two people's work on one object differs, in words that can be shown beside each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from annotator.domain.annotations import Decision, Layer, Mention, Party, Quotation, Rejection, Stance
from annotator.domain.registry import Entity
from annotator.domain.states import HEAD
from annotator.domain.text import Spans

MarkT = TypeVar("MarkT", Mention, Quotation, Rejection)

_LONGEST = 90
_GONE = "removed"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that both sides have changed, each in another way, and that stays as it is here.

    ``kind`` is quotation, mention, rejection, layer, decision, metadata, entity, text or annotator; ``document`` is our
    document's id and ``title`` its title, ``layer`` whose layer it is, where there is one.  ``object`` is its id,
    ``message`` says what it is, ``ours`` and ``theirs`` what each side has made of it.
    """

    kind: str
    document: str | None
    title: str
    layer: str | None
    object: str
    message: str
    ours: str = ""
    theirs: str = ""

    @property
    def key(self) -> str:
        """What tells this conflict from the others of a merge."""
        return "\n".join((self.kind, self.document or "", self.layer or "", self.object))

    @property
    def may_choose(self) -> bool:
        """Whether the other version can be taken in its place."""
        return self.kind in ("quotation", "mention", "rejection", "layer", "decision", "metadata", "entity")

    @property
    def sentence(self) -> str:
        """The conflict on one line."""
        sides = f" Here: {self.ours}. There: {self.theirs}." if self.ours or self.theirs else ""
        return f"{self.message}{sides}"


Names = Mapping[str, Entity]


def words(text: str, spans: Spans) -> str:
    """Fragments of a text on one line, shortened."""
    said = " […] ".join(" ".join(each.of(text).split()) for each in spans)
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"


def differing(id: str, ours: Layer, theirs: Layer, text: str, names: Names) -> tuple[str, str, str, str]:
    """The kind of an object that two states of a layer disagree about, what it is, and what each side has of it."""
    if id == HEAD:
        return ("layer", "The status or the fields of the article differ.", _head(ours), _head(theirs))
    quotations = _found(ours.quotations, theirs.quotations, id)
    if known := quotations[0] or quotations[1]:
        what = words(text, known.content)
        return ("quotation", f"The quotation “{what}” differs.", *_slots(*quotations, text, names))
    mentions = _found(ours.mentions, theirs.mentions, id)
    if mention := mentions[0] or mentions[1]:
        what = words(text, mention.spans)
        return ("mention", f"The mention “{what}” differs.", *_both(mentions, lambda each: _mention(each, text, names)))
    rejections = _found(ours.rejections, theirs.rejections, id)
    rejection = rejections[0] or rejections[1]
    what = words(text, rejection.spans) if rejection else id
    return ("rejection", f"The rejection of “{what}” differs.", *_both(rejections, _rejection))


def _both(sides: tuple[MarkT | None, MarkT | None], tell: Callable[[MarkT | None], str]) -> tuple[str, str]:
    return tell(sides[0]), tell(sides[1])


def _found(ours: Iterable[MarkT], theirs: Iterable[MarkT], id: str) -> tuple[MarkT | None, MarkT | None]:
    one, other = (next((each for each in side if each.id == id), None) for side in (ours, theirs))
    return one, other


def _head(layer: Layer) -> str:
    status = layer.status.replace("_", " ") + (f" ({layer.status_reason})" if layer.status_reason else "")
    return ", ".join([status, *(f"{key} {value}" for key, value in layer.attributes.items() if value is not None)])


def _mention(each: Mention | None, text: str, names: Names) -> str:
    if each is None:
        return _GONE
    who = f", {_name(each.entity, names)}" if each.entity else ""
    return f"“{words(text, each.spans)}” ({each.label}{who})"


def _rejection(each: Rejection | None) -> str:
    return _GONE if each is None else each.reason or "without a reason"


def _slots(one: Quotation | None, other: Quotation | None, text: str, names: Names) -> tuple[str, str]:
    """Only the slots in which the two differ."""
    if one is None or other is None:
        return ("changed", _GONE) if one else (_GONE, "changed")
    tells: dict[str, Callable[[Quotation], str]] = {
        "content": lambda each: f"“{words(text, each.content)}”",
        "type": lambda each: each.type or "none",
        "cue": lambda each: f"“{words(text, each.cue)}”" if each.cue else "absent" if each.cue_absent else "open",
        "speaker": lambda each: _parties(each.speakers, text, names),
        "addressee": lambda each: _parties(each.addressees, text, names),
        "stance": lambda each: "; ".join(_stance(stance, text, names) for stance in each.stances) or "none",
        "fields": lambda each: ", ".join(f"{key} {value}" for key, value in each.attributes.items()) or "none",
        "confidence": lambda each: str(each.confidence or "none"),
        "note": lambda each: each.note or "none",
        "flags": lambda each: ", ".join(each.flags) or "none",
    }
    parts = [(slot, tell(one), tell(other)) for slot, tell in tells.items()]
    apart = [each for each in parts if each[1] != each[2]]
    return "; ".join(f"{slot} {own}" for slot, own, _ in apart), "; ".join(f"{slot} {it}" for slot, _, it in apart)


def _parties(parties: tuple[Party, ...], text: str, names: Names) -> str:
    return " and ".join(_party(each, text, names) for each in parties) or "open"


def _party(each: Party, text: str, names: Names) -> str:
    said = f"“{words(text, each.spans)}”" if each.spans else ""
    who = _name(each.entity, names) if each.entity else ""
    return " = ".join(filter(None, (said, who))) or (each.form or "open").replace("_", " ")


def _stance(each: Stance, text: str, names: Names) -> str:
    target = _name(each.target, names) if each.target else words(text, each.target_spans)
    return " ".join(filter(None, (each.value, str(each.intensity or ""), target)))


def _name(id: str, names: Names) -> str:
    return names[id].name if id in names else id


def entity_words(each: Entity) -> str:
    """An entity with its names and fields on one line."""
    parts = [each.name, *each.aliases, each.kind, each.wikidata or ""]
    parts += [f"{key} {value}" for key, value in each.attributes.items() if value is not None]
    return ", ".join(filter(None, parts))


def decision_words(each: Decision | None) -> str:
    """A decision on one line."""
    return _GONE if each is None else f"{each.slot}: {each.action}"
