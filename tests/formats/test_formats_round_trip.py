"""What is written is valid against the schema, comes back the same, and gives the same bytes again."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import Memory, documents, sample

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.canonical import canonical
from annotator.domain.codec import decode, encode
from annotator.formats import jsonl
from annotator.formats.base import ExportContext, ReadOptions

SCHEMA = Path(__file__).parents[2] / "resources" / "schema" / "quotation-annotations-1.0.schema.json"
MORE = settings(max_examples=settings.default.max_examples * 2)


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def written(documents: list[AnnotatedDocument], context: ExportContext | None = None) -> bytes:
    sink = Memory()
    jsonl.write(lambda: iter(documents), context or ExportContext(), sink)
    return sink.main


def read(data: bytes, **options: object) -> list[AnnotatedDocument]:
    return [each.content for each in jsonl.read(io.BytesIO(data), ReadOptions(**options))]


@MORE
@given(documents())
def test_decode_of_encode_is_canonical(annotated: AnnotatedDocument) -> None:
    assert decode(encode(annotated)) == canonical(annotated)


@given(documents())
def test_canonical_is_stable(annotated: AnnotatedDocument) -> None:
    once = canonical(annotated)
    assert canonical(once) == once
    assert json.dumps(encode(once)) == json.dumps(encode(annotated))


@MORE
@given(documents(), st.booleans())
def test_what_encode_gives_is_valid(
    validator: jsonschema.Draft202012Validator, annotated: AnnotatedDocument, without_text: bool
) -> None:
    obj = encode(annotated, without_text=without_text)
    validator.validate(json.loads(json.dumps(obj)))


@given(st.lists(documents(), max_size=3))
def test_bytes_are_stable_and_valid(validator: jsonschema.Draft202012Validator, many: list[AnnotatedDocument]) -> None:
    first = written(many)
    assert written(read(first)) == first
    for line in first.split(b"\n")[:-1]:
        validator.validate(json.loads(line))


@given(st.lists(documents(), min_size=1, max_size=3))
def test_every_line_has_the_same_keys(many: list[AnnotatedDocument]) -> None:
    lines = [json.loads(line) for line in written(many).split(b"\n")[:-1]]
    assert len({tuple(line) for line in lines}) == 1
    assert len({tuple(line["meta"]) for line in lines}) == 1
    layers = [layer for line in lines for layer in line["layers"]]
    for objects in (
        layers,
        [each for line in lines for each in line["entities"]],
        [each for layer in layers for each in layer["quotations"]],
    ):
        assert len({tuple(each["attributes"]) for each in objects}) <= 1
    for key in lines[0]["meta"]:
        assert len({type(line["meta"][key]) for line in lines} - {type(None)}) <= 1


@given(documents())
def test_without_text_comes_back_where_the_hash_is_known(annotated: AnnotatedDocument) -> None:
    data = written([annotated], ExportContext(without_text=True))
    assert not any(each["text"] for each in _fragments(json.loads(data)))
    known = {annotated.document.text_sha256: annotated.document.text}
    whole = written(read(data, known_text=known.get))
    assert whole == written([annotated])


def _fragments(value: object) -> list[dict[str, object]]:
    if isinstance(value, list):
        return [found for each in value for found in _fragments(each)]
    if not isinstance(value, dict):
        return []
    here = [value] if value.keys() == {"start", "end", "text"} else []
    return here + [found for each in value.values() for found in _fragments(each)]


@given(documents())
def test_crlf_and_byte_order_mark_move_offsets(annotated: AnnotatedDocument) -> None:
    """A file made over the text as it came, with CRLF and a mark in front, says the same as over the stored text."""
    obj = encode(annotated)
    text = annotated.document.text
    places = [0]
    for char in text:
        places.append(places[-1] + (2 if char == "\n" else 1))
    came = "\ufeff" + text.replace("\n", "\r\n")
    for fragment in _fragments(obj):
        fragment["start"], fragment["end"] = places[fragment["start"]] + 1, places[fragment["end"]] + 1
        fragment["text"] = came[fragment["start"] : fragment["end"]]
    assert decode(obj | {"text": came}) == canonical(annotated)


def test_the_sample_by_hand(validator: jsonschema.Draft202012Validator) -> None:
    annotated = sample()
    obj = encode(annotated)
    validator.validate(obj)
    assert decode(obj) == canonical(annotated)
    assert list(obj) == [*validator.schema["required"], "x_batch"]
    bea = obj["layers"][1]
    assert list(bea) == validator.schema["$defs"]["layer"]["required"]
    assert list(bea["quotations"][0]) == validator.schema["$defs"]["quotation"]["required"]
    assert [each["text"] for each in bea["quotations"][0]["content"]] == [
        "“The cafe\u0301 stays open 🎪,”",
        "“until the lease ends.”",
    ]
    assert [each["id"] for each in bea["rejections"]] == ["x_2", "x_1"]


def test_key_order_is_the_schemas_everywhere(validator: jsonschema.Draft202012Validator) -> None:
    shapes = {tuple(sorted(each["required"])): each["required"] for each in validator.schema["$defs"].values()}
    seen = set()

    def look(value: object) -> None:
        if isinstance(value, list):
            for each in value:
                look(each)
        if isinstance(value, dict):
            if wanted := shapes.get(tuple(sorted(value))):
                assert list(value) == wanted
                seen.add(tuple(wanted))
            for each in value.values():
                look(each)

    look(encode(sample()))
    assert len(seen) == len(shapes)


def test_entities_that_nothing_refers_to_are_left_out() -> None:
    annotated = sample()
    stranger = replace(annotated.entities[0], id="e_0")
    assert canonical(replace(annotated, entities=(stranger, *annotated.entities))) == canonical(annotated)


def test_order_is_gold_annotators_by_name_pipeline() -> None:
    annotated = sample()
    ana = replace(annotated.layers[1], id="l_9", annotator_id="a_9", annotator="ana")
    mixed = replace(annotated, layers=(*reversed(annotated.layers), ana))
    assert [each["id"] for each in encode(mixed)["layers"]] == ["l_0", "l_9", "l_1", "l_2"]


def test_scores_have_four_digits_and_are_never_whole_numbers() -> None:
    annotated = sample()
    layer = annotated.layers[1]
    odd = replace(layer.quotations[0], origin=replace(layer.quotations[0].origin, score=0.123456))
    one = replace(layer.quotations[1], origin=replace(layer.quotations[1].origin, score=1))
    data = written([replace(annotated, layers=(replace(layer, quotations=(odd, one)),), decisions=())])
    assert b'"score":0.1235,' in data
    assert b'"score":1.0,' in data


def test_bytes_are_plain() -> None:
    data = written([sample(), sample()])
    assert data.endswith(b'"x_batch":{"a":[1,null],"b":"\xc3\xbc"}}\n')
    assert data.count(b"\n") == 2
    assert b": " not in data.replace(b"said: ", b"")
    assert "🎪".encode() in data
    assert b"\\u" not in data
    assert not data.startswith(b"\xef\xbb\xbf")
