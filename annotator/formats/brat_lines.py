"""The lines of brat's .ann files: text-bound annotations, relations, events, attributes, normalisations, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from annotator.domain.documents import Scalar
from annotator.domain.ids import is_valid
from annotator.domain.validation import Checks, shown
from annotator.formats.markup import Link, Named

_PLACE = re.compile(r"([0-9]{1,9}) ([0-9]{1,9})")
_HINT = "see brat's standoff format: an id, a tab, a type with its offsets or arguments"


@dataclass(frozen=True, slots=True)
class Bound:
    """A text-bound annotation: T lines."""

    label: str
    places: tuple[tuple[int, int], ...]
    words: str
    line: int


@dataclass(slots=True)
class Annotations:
    """All that an .ann file says.  ``dropped`` counts what has no place here: equivalences, empty references."""

    bound: dict[str, Bound] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=dict)
    references: dict[str, Named] = field(default_factory=dict)
    triggers: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, dict[str, Scalar]] = field(default_factory=dict)
    dropped: int = 0


def parsed(text: str, checks: Checks) -> Annotations:
    """What the lines say; events become links from their triggers.  Raises FormatError, with the line."""
    out = Annotations()
    later: list[tuple[int, str, list[str]]] = []
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.removesuffix("\r")
        if not line.strip():
            continue
        checks.line = number
        id, tab, rest = line.partition("\t")
        if not tab or not id:
            checks.fail("the line has no tab behind its id", _HINT)
        if id[0] == "T":
            out.bound[id] = _bound(id, rest, checks)
        elif id[0] in "REAMN#*":
            later.append((number, id, rest.split("\t")))
        else:
            checks.fail(f"“{shown(id)}” is no kind of annotation that brat has", _HINT)
    for number, id, fields in later:
        if id[0] == "E":
            checks.line = number
            out.triggers[id] = _ends(fields[0].split(), checks)[0][1]
    for number, id, fields in later:
        checks.line = number
        _further(id, fields, out, checks)
    return out


def _bound(id: str, rest: str, checks: Checks) -> Bound:
    fields = rest.split("\t")
    label, blank, places = fields[0].partition(" ")
    if not blank or len(fields) < 2:
        checks.fail(f"{shown(id)}: a text-bound annotation needs a type, offsets and its words", _HINT)
    found = []
    for each in places.split(";"):
        match = _PLACE.fullmatch(each.strip())
        if match is None:
            checks.fail(f"{shown(id)}: “{shown(each)}” is no pair of offsets", _HINT)
        found.append((int(match[1]), int(match[2])))
    return Bound(label, tuple(found), "\t".join(fields[1:]), checks.line or 0)


def _ends(words: list[str], checks: Checks) -> list[tuple[str, str]]:
    """``Role:T1`` and the like."""
    out = []
    for each in words:
        role, colon, id = each.rpartition(":")
        if not colon or not id:
            checks.fail(f"“{shown(each)}” is no argument", "an argument is a role, a colon and an id")
        out.append((role, id))
    if not out:
        checks.fail("the line names nothing that it is about", _HINT)
    return out


def _further(id: str, fields: list[str], out: Annotations, checks: Checks) -> None:
    words = fields[0].split()
    match id[0]:
        case "E":
            trigger = out.triggers[id]
            for role, target in _ends(words, checks)[1:]:
                out.links.append(Link(role, trigger, _known(target, out, checks)))
        case "R":
            ends = _ends(words[1:], checks)
            if len(ends) != 2:
                checks.fail(f"{shown(id)}: a relation has two ends", _HINT)
            out.links.append(Link(words[0], *(_known(target, out, checks) for _, target in ends)))
        case "N":
            _reference(words, fields, out)
        case "#":
            if len(words) > 1 and len(fields) > 1:
                target = out.triggers.get(words[1], words[1])
                out.notes.setdefault(target, []).append("\t".join(fields[1:]))
        case "A" | "M" if len(words) > 1 and is_valid(words[0]):
            target = out.triggers.get(words[1], words[1])
            out.attributes.setdefault(target, {})[words[0]] = " ".join(words[2:]) or True
        case _:
            out.dropped += 1


def _known(id: str, out: Annotations, checks: Checks) -> str:
    """The text-bound annotation behind an id: of an event, its trigger."""
    bound = out.triggers.get(id, id)
    if bound not in out.bound:
        checks.fail(f"there is no annotation {shown(id)}", "the file may be cut off")
    return bound


def _reference(words: list[str], fields: list[str], out: Annotations) -> None:
    """``Reference T1 Wikidata:Q42`` and the name: who an annotation means."""
    name = fields[1].strip() if len(fields) > 1 else ""
    if len(words) < 3 or not name:
        out.dropped += 1
        return
    base, _, id = words[2].partition(":")
    target = out.triggers.get(words[1], words[1])
    before = out.references.get(target, Named(name))
    wikidata = id if base.casefold() == "wikidata" and re.fullmatch("Q[0-9]+", id) else before.wikidata
    own = unquote(id) if base == "Registry" and is_valid(unquote(id)) else before.id
    out.references[target] = Named(name, own, "", wikidata)
