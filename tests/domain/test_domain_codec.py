"""The exchange format: what is read, what is refused at random, what is written."""

from __future__ import annotations

import copy
import hashlib
import json
import random
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from codec_example import (
    TEXT,
    decision,
    entity,
    example,
    first,
    fragment,
    layer,
    mention,
    origin,
    rejection,
    second,
    second_layer,
    speaker,
    stance,
)

from annotator.domain.codec import decode, encode
from annotator.domain.errors import FormatError
from annotator.domain.text import Span

SCHEMA = Path(__file__).parents[2] / "resources" / "schema" / "quotation-annotations-1.0.schema.json"


@pytest.fixture
def whole() -> dict[str, Any]:
    """A whole document, to be changed."""
    return example()


def test_the_example_is_valid_and_comes_back_the_same(whole: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(whole)
    annotated = decode(whole)
    quotation = annotated.layers[0].quotation("q_1")
    assert quotation.content == (Span(0, 28), Span(77, 108))
    assert quotation.speakers[0].spans[0].of(TEXT) == "harbour master Jose\u0301 Lindner"
    assert quotation.content[1].of(TEXT) == "“until the bridge is repaired.”"
    assert json.dumps(encode(annotated)) == json.dumps(whole)


# ------------------------------------------------------------------------------------------------ what is read


def test_numbers_as_ids_become_strings(whole: dict[str, Any]) -> None:
    whole["id"] = 12
    entity(whole)["id"] = 5
    mention(whole)["entity"] = 5
    speaker(whole)["entity"] = 5
    first(whole)["id"], second(whole)["parent"] = 7, 7
    origin(whole)["agent"] = 3
    origin(whole)["derived_from"] = [1, 2.5]
    annotated = decode(whole)
    assert annotated.document.id == "12"
    assert annotated.layers[0].mentions[0].entity == "5"
    assert annotated.layers[0].quotation("q_2").parent == "7"
    assert annotated.layers[0].quotation("7").origin.agent == "3"
    assert annotated.layers[0].quotation("7").origin.derived_from == ("1", "2.5")


def test_unknown_keys_of_a_higher_minor_version_are_ignored(whole: dict[str, Any]) -> None:
    same = decode(whole)
    whole |= {"version": "1.7", "surprise": {"a": 1}}
    for where in (layer, first, fragment, origin, mention, stance, speaker, entity, rejection):
        where(whole)["later"] = [1]
    assert decode(whole) == same
    first(whole).pop("note")
    with pytest.raises(FormatError, match="the key “note” is missing"):
        decode(whole)


def test_free_keys_are_kept(whole: dict[str, Any]) -> None:
    whole["x_batch"] = {"b": [1, {"d": None, "c": 2.5}], "a": "ü🎈"}
    annotated = decode(whole)
    assert annotated.document.extra == {"x_batch": {"b": [1, {"d": None, "c": 2.5}], "a": "ü🎈"}}
    assert json.dumps(encode(annotated)["x_batch"]) == json.dumps({"a": "ü🎈", "b": [1, {"c": 2.5, "d": None}]})


def test_dangling_sources_are_kept(whole: dict[str, Any]) -> None:
    origin(whole)["derived_from"] = ["q_gone"]
    rejection(whole)["suggestion"] = "q_gone too"
    whole["decisions"] = [decision(sources=["q_gone"])]
    annotated = decode(whole)
    assert annotated.decisions[0].sources == ("q_gone",)


def test_equal_ids_in_different_layers_are_allowed(whole: dict[str, Any]) -> None:
    second_layer(annotator_id="a_2", annotator="çem")(whole)
    assert len(decode(whole).layers) == 2


def test_touching_fragments_stay_apart(whole: dict[str, Any]) -> None:
    first(whole)["cue"] = [{"start": 58, "end": 59, "text": "a"}, {"start": 59, "end": 60, "text": None}]
    assert decode(whole).layers[0].quotation("q_1").cue == (Span(58, 59), Span(59, 60))


def test_whole_numbers_may_be_written_with_a_point(whole: dict[str, Any]) -> None:
    fragment(whole).update(start=0.0, end=28.0)
    stance(whole)["intensity"] = 3.0
    annotated = decode(whole)
    assert repr(annotated.layers[0].quotations[0].content[0]) == "Span(start=0, end=28)"
    assert repr(annotated.layers[0].quotations[0].stances[0].intensity) == "3"


def test_a_left_out_text_is_found_by_its_hash(whole: dict[str, Any]) -> None:
    same = decode(whole)
    bare = encode(same, without_text=True)
    assert bare["text"] is None
    assert "ferry" not in json.dumps(bare)
    assert decode(bare, known_text={same.document.text_sha256: TEXT}.get) == same


def _over(text: str, *spans: tuple[int, int], words: str | None = None) -> dict[str, Any]:
    """An object with a mention of these fragments over that text, as another program may write it."""
    free = {"kind": "import", "agent": None, "rule": None, "score": None, "edited": False}
    return {
        "format": "quotation-annotations",
        "version": "1.0",
        "id": "d",
        "text": text,
        "text_sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
        "language": None,
        "meta": {},
        "entities": [],
        "layers": [
            {
                "id": "l",
                "kind": "annotator",
                "annotator_id": "a",
                "annotator": "ana",
                "status": "done",
                "status_reason": None,
                "attributes": {},
                "mentions": [
                    {
                        "id": "m",
                        "spans": [{"start": a, "end": b, "text": words or text[a:b]} for a, b in spans],
                        "label": "person",
                        "entity": None,
                        "origin": free | {"derived_from": [], "created": None, "modified": None},
                    }
                ],
                "quotations": [],
                "rejections": [],
            }
        ],
        "decisions": [],
    }


def test_offsets_move_when_the_text_is_cleaned() -> None:
    text = "\ufeffOne 🏭\r\ncafe\u0301\u2028two\r\nthree"
    start = text.index("cafe")
    obj = _over(text, (1, 4), (start, start + 5), (text.index("two"), len(text)))
    annotated = decode(obj)
    stored = annotated.document.text
    assert stored == "One 🏭\ncafe\u0301\u2028two\nthree"
    assert annotated.document.text_sha256 == hashlib.sha256(stored.encode("utf-8")).hexdigest()
    spans = annotated.layers[0].mentions[0].spans
    assert [each.of(stored) for each in spans] == ["One", "cafe\u0301", "two\nthree"]
    assert annotated.document.meta == dict.fromkeys(("title", "source", "author", "date", "url"))


def test_the_hash_may_be_that_of_the_stored_text() -> None:
    obj = _over("a\r\nb", (3, 4))
    obj["text_sha256"] = hashlib.sha256(b"a\nb").hexdigest()
    assert decode(obj).layers[0].mentions[0].spans == (Span(2, 3),)


def test_the_words_may_be_those_of_the_stored_text() -> None:
    assert decode(_over("\ufeffa\r\nb", (0, 5), words="a\nb")).layers[0].mentions[0].spans == (Span(0, 3),)


def test_a_fragment_of_nothing_but_a_carriage_return_is_refused() -> None:
    with pytest.raises(FormatError, match="m: spans 1–2 holds only a byte order mark or a carriage return"):
        decode(_over("a\r\nb", (1, 2)))


def test_a_long_chain_of_parents_is_no_circle(whole: dict[str, Any]) -> None:
    chain = [copy.deepcopy(second(whole)) | {"id": f"n{n}", "parent": f"n{n + 1}"} for n in range(5000)]
    chain[-1]["parent"] = None
    layer(whole)["quotations"] = chain
    assert len(decode(whole).layers[0].quotations) == 5000


def test_one_paragraph_of_a_megabyte() -> None:
    words = "“Ça va 🏭 cafe\u0301” "
    text = words * 70_000
    obj = _over(text, *((n * len(words), (n + 1) * len(words) - 1) for n in range(0, 70_000, 100)))
    annotated = decode(obj)
    assert len(text) > 1_000_000
    assert encode(annotated)["layers"] == obj["layers"]


# ------------------------------------------------------------------------------------------------ rubbish

RUBBISH: list[Any] = [
    None, True, False, 0, -1, 3.5, 1e308, 10**30, "", "x", "\0", "\ud800", "Q1", [], [[]], [None], {}, {"a": []},
    {"start": 0, "end": 1, "text": None}, "x" * 300, float("nan"), float("inf"),
]  # fmt: skip


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) of a JSON value."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    out: list[tuple[Any, Any]] = []
    for key, each in pairs:
        out += [(value, key), *_places(each)]
    return out


def _mutate(obj: dict[str, Any], chance: random.Random) -> None:
    places = _places(obj)
    container, key = chance.choice(places)
    match chance.randrange(5):
        case 0:
            del container[key]
        case 1:
            other, place = chance.choice(places)
            container[key] = copy.deepcopy(other[place]) if place in other or isinstance(other, list) else None
        case 2 if isinstance(container[key], int):
            container[key] += chance.choice([-1000, -1, 1, 1000])
        case 3 if isinstance(container, dict):
            container[chance.choice(["x_new", "new", "", "\ud800", "text"])] = chance.choice(RUBBISH)
        case _:
            container[key] = copy.deepcopy(chance.choice(RUBBISH))


def _refusal(obj: dict[str, Any]) -> str:
    """The sentence that refuses the document; empty for one that is read and can be written again."""
    try:
        annotated = decode(obj)
    except FormatError as error:
        return str(error)
    json.dumps(encode(annotated), ensure_ascii=False, allow_nan=False).encode("utf-8")
    return ""


def test_rubbish_gives_sentences_only(whole: dict[str, Any]) -> None:
    """2,000 broken documents: each is refused with a sentence, or is whole and can be written again."""
    chance = random.Random(20261124)
    refused = 0
    for _ in range(2000):
        obj = copy.deepcopy(whole)
        for _ in range(chance.choice([1, 1, 2, 5])):
            _mutate(obj, chance)
        sentence = _refusal(obj)
        if sentence:
            assert "\n" not in sentence
            assert sentence.encode("utf-8")
            refused += 1
    assert 1000 < refused < 2000


def test_what_the_schema_refuses_is_refused(whole: dict[str, Any]) -> None:
    """But for numbers where ids belong, which become strings."""
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    chance = random.Random(1124)
    checked = 0
    for _ in range(600):
        obj = copy.deepcopy(whole)
        _mutate(obj, chance)
        errors = [each for each in validator.iter_errors(obj) if not _is_number_for_text(each)]
        if errors:
            assert _refusal(obj), errors[0].message
            checked += 1
    assert checked > 200


def _is_number_for_text(error: jsonschema.ValidationError) -> bool:
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    return error.validator == "type" and "string" in wanted and type(error.instance) in (int, float)
