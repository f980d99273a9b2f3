"""The label scheme and its guidelines as one JSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import BinaryIO, get_args

from annotator.domain.scheme import ASKED, Asked, Attribute, AttributeOwner, AttributeType, Guideline, Label, Scheme
from annotator.domain.validation import Checks, shown
from annotator.formats.base import ExportContext, Format, Sink, Source

FORMAT = "quotation-scheme"
VERSION = "1.1"
"""1.1 added ``asked``, which older files do without, and the general guideline, whose reason is empty."""

_MINORS = ("0", "1")
_SCHEME = frozenset(
    ("format", "version", "types", "stances", "kinds", "flags", "reasons", "attributes", "asked", "guidelines")
)
_LABEL = frozenset(("id", "name"))
_TYPE = frozenset(("id", "name", "by_hand"))
_ATTRIBUTE = frozenset(("id", "name", "owner", "type", "choices"))
_GUIDELINE = frozenset(("reason", "text"))
_OWNERS: dict[str, AttributeOwner] = {each: each for each in get_args(AttributeOwner)}
_TYPES: dict[str, AttributeType] = {each: each for each in get_args(AttributeType)}
_ASKED: dict[str, Asked] = {each: each for each in ASKED}


# ------------------------------------------------------------------------------------------------ writing


def encoded(scheme: Scheme) -> bytes:
    """The scheme as a file's bytes, made to be read and edited by people."""
    obj = {
        "format": FORMAT,
        "version": VERSION,
        "types": [{"id": each.id, "name": each.name, "by_hand": each.by_hand} for each in scheme.types],
        "stances": _labels(scheme.stances),
        "kinds": _labels(scheme.kinds),
        "flags": _labels(scheme.flags),
        "reasons": _labels(scheme.reasons),
        "attributes": [
            {
                "id": each.id,
                "name": each.name,
                "owner": each.owner,
                "type": each.type,
                "choices": _labels(each.choices),
            }
            for each in scheme.attributes
        ],
        "asked": list(scheme.asked),
        "guidelines": [{"reason": each.reason, "text": each.text} for each in scheme.guidelines],
    }
    return json.dumps(obj, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


def _labels(labels: tuple[Label, ...]) -> list[dict[str, str]]:
    return [{"id": each.id, "name": each.name} for each in labels]


def write(source: Source, context: ExportContext, sink: Sink) -> None:  # noqa: ARG001 - a writer's shape; no documents
    """Writes the project's scheme; documents play no part."""
    with sink.open() as out:
        out.write(encoded(context.scheme))


# ------------------------------------------------------------------------------------------------ reading


def read_scheme(stream: BinaryIO, path: str = "") -> Scheme:
    """The scheme of a file.  Raises FormatError."""
    checks = Checks(path)
    try:
        obj = json.loads(stream.read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        checks.fail("the scheme is not UTF-8", "save the file as UTF-8")
    except json.JSONDecodeError as error:
        checks.line = error.lineno
        checks.fail(f"the scheme is not JSON: {error.msg.lower()} at character {error.colno}")
    except (RecursionError, ValueError):
        checks.fail("the scheme is nested too deeply or holds a number that is too long")
    _check_version(obj, checks)
    got = checks.fields({"asked": list(ASKED)} | obj, _SCHEME, "the scheme")
    scheme = Scheme(
        types=_types(got["types"], checks),
        stances=_vocabulary(got["stances"], "stances", checks),
        kinds=_vocabulary(got["kinds"], "kinds", checks),
        flags=_vocabulary(got["flags"], "flags", checks),
        reasons=_vocabulary(got["reasons"], "reasons", checks),
        attributes=_attributes(got["attributes"], checks),
        guidelines=_guidelines(got["guidelines"], checks),
        asked=_asked(got["asked"], checks),
    )
    _check_whole(scheme, checks)
    return scheme


def _check_version(obj: object, checks: Checks) -> None:
    if not isinstance(obj, dict) or obj.get("format") != FORMAT:
        checks.fail(f"the file is no scheme: its format is not “{FORMAT}”", "export one with --format scheme")
    version = obj.get("version")
    major, dot, minor = version.partition(".") if isinstance(version, str) else ("", "", "")
    if not (dot and major.isdecimal() and minor.isdecimal()):
        checks.fail(f"the version must look like “{VERSION}”")
    if major != "1":
        checks.fail(f"version {shown(f'{major}.{minor}')} of the scheme is not known", "update Annotator to read it")
    checks.lenient = minor not in _MINORS


def _unique(ids: list[str], role: str, checks: Checks) -> None:
    if twice := [each for n, each in enumerate(ids) if each in ids[:n]]:
        checks.fail(f"{role}: the id “{shown(twice[0])}” stands twice", "ids are unique in a vocabulary")


def _label(got: Mapping[str, object], owner: str, checks: Checks) -> Label:
    id = checks.id(got["id"], owner, "id")
    return Label(id, checks.string(got["name"], id, "name", least=1))


def _vocabulary(value: object, role: str, checks: Checks) -> tuple[Label, ...]:
    out = []
    for n, each in enumerate(checks.items(value, "the scheme", role), 1):
        owner = f"{role} {n}"
        out.append(_label(checks.fields(each, _LABEL, owner), owner, checks))
    _unique([each.id for each in out], role, checks)
    return tuple(out)


def _types(value: object, checks: Checks) -> tuple[Label, ...]:
    out = []
    for n, each in enumerate(checks.items(value, "the scheme", "types"), 1):
        got = checks.fields(each, _TYPE, f"types {n}")
        label = _label(got, f"types {n}", checks)
        out.append(Label(label.id, label.name, by_hand=checks.boolean(got["by_hand"], label.id, "by_hand")))
    _unique([each.id for each in out], "types", checks)
    return tuple(out)


def _attributes(value: object, checks: Checks) -> tuple[Attribute, ...]:
    out = []
    for n, each in enumerate(checks.items(value, "the scheme", "attributes"), 1):
        got = checks.fields(each, _ATTRIBUTE, f"attributes {n}")
        label = _label(got, f"attributes {n}", checks)
        attribute = Attribute(
            id=label.id,
            name=label.name,
            owner=checks.choice(got["owner"], _OWNERS, label.id, "owner"),
            type=checks.choice(got["type"], _TYPES, label.id, "type"),
            choices=_vocabulary(got["choices"], f"choices of {label.id}", checks),
        )
        if bool(attribute.choices) != (attribute.type == "choice"):
            checks.fail(f"{shown(label.id)}: an attribute has choices if, and only if, its type is choice")
        out.append(attribute)
    for owner in _OWNERS.values():
        _unique([each.id for each in out if each.owner == owner], f"attributes of the {owner}", checks)
    return tuple(out)


def _guidelines(value: object, checks: Checks) -> tuple[Guideline, ...]:
    out = []
    for n, each in enumerate(checks.items(value, "the scheme", "guidelines"), 1):
        owner = f"guidelines {n}"
        got = checks.fields(each, _GUIDELINE, owner)
        reason = "" if got["reason"] == "" else checks.id(got["reason"], owner, "reason")
        out.append(Guideline(reason, checks.string(got["text"], owner, "text")))
    return tuple(out)


def _asked(value: object, checks: Checks) -> tuple[Asked, ...]:
    """The fields asked for, in the order of the card; ones that only a later version knows are left out."""
    given = checks.items(value, "the scheme", "asked")
    if checks.lenient:
        given = [each for each in given if not isinstance(each, str) or each in _ASKED]
    wanted = {checks.choice(each, _ASKED, "the scheme", "asked") for each in given}
    return tuple(each for each in ASKED if each in wanted)


def _check_whole(scheme: Scheme, checks: Checks) -> None:
    for role, labels in (("types", scheme.types), ("stances", scheme.stances), ("kinds", scheme.kinds)):
        if not labels:
            checks.fail(f"the scheme has no {role}", "give it at least one")
    reasons = {each.id for each in scheme.reasons}
    for each in scheme.guidelines:
        if each.reason and each.reason not in reasons:
            checks.fail(f"a guideline goes by the reason “{shown(each.reason)}”, which is not among the reasons")


FORMAT_SCHEME = Format(
    id="scheme",
    name="The label scheme and its guidelines, JSON",
    suffixes=(".scheme.json",),
    loses="all documents and annotations: it holds the scheme alone",
    write=write,
    carries="scheme",
    stand_off=True,
)
