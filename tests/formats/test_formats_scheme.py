"""The scheme as a file: out and in again, and the sentence for each mistake."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from invented import Memory

from annotator.domain.errors import FormatError
from annotator.domain.scheme import ASKED, DEFAULT, Attribute, Guideline, Label, Scheme
from annotator.formats import scheme_file
from annotator.formats.base import ExportContext

OWN = replace(
    DEFAULT,
    attributes=(
        Attribute("frame", "Frame é 🎈", "quotation", "choice", (Label("1", "Conflict"), Label("2", "Economy"))),
        Attribute("frame", "Frame", "document", "number"),
    ),
    guidelines=(
        Guideline("", "# Read first\nThe whole article 🏭."),
        *DEFAULT.guidelines,
        Guideline("other", "**Sarcasm** counts.\nAlways."),
    ),
    asked=("cue", "speakers", "flags"),
)


@pytest.mark.parametrize("scheme", [DEFAULT, OWN], ids=["default", "own"])
def test_out_and_in_again(scheme: Scheme) -> None:
    sink = Memory()
    scheme_file.write(lambda: iter(()), ExportContext(scheme=scheme), sink)
    assert scheme_file.read_scheme(io.BytesIO(b"\xef\xbb\xbf" + sink.main)) == scheme
    assert sink.main == scheme_file.encoded(scheme)
    assert sink.main.endswith(b"}\n")


def _put(**values: object) -> Callable[[dict[str, Any]], object]:
    return lambda obj: obj.update(values)


ATTRIBUTE = {"id": "a", "name": "A", "owner": "quotation", "type": "text", "choices": []}
WRONG: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (_put(format="x"), "the file is no scheme: its format is not “quotation-scheme”"),
    (_put(version="2.0"), "version 2.0 of the scheme is not known"),
    (_put(version=1), "the version must look like “1.1”"),
    (_put(extra=1), "the scheme: the key “extra” is unknown"),
    (lambda obj: obj.pop("flags"), "the scheme: the key “flags” is missing"),
    (_put(types=[]), "the scheme has no types"),
    (_put(stances=[]), "the scheme has no stances"),
    (_put(kinds=[]), "the scheme has no kinds"),
    (_put(kinds={}), "the scheme: kinds must be a list, not an object"),
    (_put(kinds=[{"id": "a"}]), "kinds 1: the key “name” is missing"),
    (_put(kinds=[{"id": "a", "name": ""}]), "a: name is empty"),
    (_put(kinds=[{"id": "a\t", "name": "A"}]), "kinds 1: id “a\\t” holds a control character"),
    (_put(kinds=[{"id": "a", "name": "A"}] * 2), "kinds: the id “a” stands twice"),
    (_put(types=[{"id": "a", "name": "A", "by_hand": 1}]), "a: by_hand must be true or false, not a number"),
    (_put(attributes=[ATTRIBUTE | {"owner": "layer"}]), "a: owner must be one of quotation, document, entity"),
    (_put(attributes=[ATTRIBUTE | {"type": "list"}]), "a: type must be one of text, choice, number, date, not “list”"),
    (_put(attributes=[ATTRIBUTE | {"type": "choice"}]), "a: an attribute has choices if, and only if, its type is"),
    (_put(attributes=[ATTRIBUTE, ATTRIBUTE]), "attributes of the quotation: the id “a” stands twice"),
    (_put(guidelines=[{"reason": "mood", "text": ""}]), "a guideline goes by the reason “mood”, which is not among"),
    (_put(guidelines=[{"reason": "other", "text": 1}]), "guidelines 1: text must be a text, not a number"),
    (_put(guidelines=[{"reason": None, "text": ""}]), "guidelines 1: reason must be a text, not null"),
    (_put(asked="cue"), "the scheme: asked must be a list, not a text"),
    (_put(asked=["mood"]), "the scheme: asked must be one of cue, speakers, addressees, stances, note, flags, confid"),
    (_put(asked=[None]), "the scheme: asked must be one of cue, speakers, addressees, stances, note, flags, confid"),
]


@pytest.mark.parametrize(("change", "message"), WRONG, ids=[f"{n}: {each[1][:40]}" for n, each in enumerate(WRONG)])
def test_each_mistake_has_its_sentence(change: Callable[[dict[str, Any]], object], message: str) -> None:
    obj = json.loads(scheme_file.encoded(OWN))
    change(obj)
    with pytest.raises(FormatError) as caught:
        scheme_file.read_scheme(io.BytesIO(json.dumps(obj).encode()), "labels.json")
    assert caught.value.message.startswith(message)
    assert caught.value.path == "labels.json"


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (b'{"a":\n\n}', "the scheme is not JSON: expecting value at character 1", 3),
        (b"\xff", "the scheme is not UTF-8", None),
        (b"[" * 100_000, "the scheme is nested too deeply", None),
        (b"[]", "the file is no scheme", None),
        (b"", "the scheme is not JSON: expecting value at character 1", 1),
    ],
    ids=["json", "utf-8", "deep", "list", "empty"],
)
def test_what_is_no_scheme_is_refused(data: bytes, message: str, line: int | None) -> None:
    with pytest.raises(FormatError) as caught:
        scheme_file.read_scheme(io.BytesIO(data), "labels.json")
    assert caught.value.message.startswith(message)
    assert caught.value.line == line


def _read(**values: object) -> Scheme:
    obj = json.loads(scheme_file.encoded(DEFAULT)) | values
    return scheme_file.read_scheme(io.BytesIO(json.dumps(obj).encode()))


def test_a_newer_minor_version_is_read() -> None:
    assert _read(version="1.3", colours=[]) == DEFAULT
    assert _read(version="1.9", asked=["cue", "mood"]).asked == ("cue",)


def test_a_minor_version_of_many_digits_is_no_traceback() -> None:
    assert _read(version="1." + "9" * 10_000) == DEFAULT


def test_a_file_from_before_asked_asks_for_everything() -> None:
    obj = json.loads(scheme_file.encoded(OWN)) | {"version": "1.0"}
    del obj["asked"]
    assert scheme_file.read_scheme(io.BytesIO(json.dumps(obj).encode())) == replace(OWN, asked=ASKED)


def test_the_fields_asked_for_stand_in_the_order_of_the_card() -> None:
    assert _read(asked=["flags", "cue", "flags"]).asked == ("cue", "flags")
    assert _read(asked=[]).asked == ()
