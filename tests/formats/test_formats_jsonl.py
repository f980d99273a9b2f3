"""JSONL: any object with a text, bad lines and their numbers, the same keys on every line."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from invented import Memory, sample

from annotator.domain.documents import STANDARD_META
from annotator.domain.errors import FormatError
from annotator.domain.scheme import DEFAULT, Attribute
from annotator.formats import jsonl
from annotator.formats.base import ExportContext, Keys, Problem, Read, ReadOptions


def read(*lines: object, **options: object) -> list[Read]:
    data = b"".join(each if isinstance(each, bytes) else json.dumps(each).encode() + b"\n" for each in lines)
    return list(jsonl.read(io.BytesIO(data), ReadOptions(**({"path": "in.jsonl"} | options))))


def test_a_text_is_enough(awkward: str) -> None:
    (one,) = read({"text": awkward})
    document = one.content.document
    assert document.text == awkward
    assert document.id == f"doc-{document.text_sha256[:12]}"
    assert document.meta == dict.fromkeys(STANDARD_META)
    assert (one.line, one.annotated, one.dropped, one.content.layers) == (1, False, 0, ())


def test_metadata_comes_from_the_top_or_from_meta() -> None:
    (one,) = read(
        {
            "text": "A cafe\u0301 🎈",
            "id": 17,
            "language": "fr",
            "title": "Top",
            "page": 3,
            "tags": ["a", "b"],
            "authors": {"first": "x"},
            "x_row": {"deep": [1]},
            "meta": {"title": "Below", "date": "2026-11-19", "paid": True, "inner": {"a": 1}, "language": "de"},
        }
    )
    document = one.content.document
    assert (document.id, document.language) == ("17", "fr")
    assert document.meta == {
        "title": "Top",
        "source": None,
        "author": None,
        "date": "2026-11-19",
        "url": None,
        "page": 3,
        "paid": True,
    }
    assert one.dropped == 3
    assert document.extra == {"x_row": {"deep": [1]}}


def test_null_at_the_top_leaves_what_meta_says() -> None:
    (one,) = read({"text": "a", "title": None, "meta": {"title": "Below", "id": "m1"}})
    assert one.content.document.meta["title"] == "Below"
    assert one.content.document.id == "m1"


def test_the_key_of_the_text_can_be_named() -> None:
    (one,) = read({"body": "Hello 🎈\r\n", "text": "short"}, text_field="body")
    assert one.content.document.text == "Hello 🎈\n"
    assert one.content.document.meta["text"] == "short"


def test_blank_lines_a_mark_and_no_final_newline_are_fine() -> None:
    found = read(b'\xef\xbb\xbf{"text":"a"}\r\n', b"\n", b"  \t\r\n", b'{"text":"b\xe2\x80\xa8c"}')
    assert [(each.line, each.content.document.text) for each in found] == [(1, "a"), (4, "b\u2028c")]


BAD = [
    (b"{\n", "the line is not JSON: expecting property name enclosed in double quotes at character 2"),
    (b"[1]\n", "the line is a list, not an object"),
    (b'"text"\n', "the line is a text, not an object"),
    (b'{"text":"caf\xe9"}\n', "byte 13 of the line is not UTF-8"),
    (b'{"text":"a","n":NaN}\n', "NaN is not a JSON value"),
    (b'{"text":"a","n":' + b"9" * 5000 + b"}\n", "the line holds a number that is too long"),
    (b"[" * 100_000 + b"\n", "the line is nested too deeply"),
    (b'{"title":"a"}\n', "there is no key “text”, so there is no text"),
    (b'{"text":null}\n', "“text” is null, so there is no text"),
    (b'{"text":["a"]}\n', "“text” is a list, so there is no text"),
    (b'{"text":" \\n"}\n', "“text” is empty"),
    (b'{"text":"a\\u0000"}\n', "the text has a NUL character at character 2"),
    (b'{"text":"\\ud83d"}\n', "the text has a lone surrogate at character 1"),
    (b'{"text":"a","id":""}\n', "the document: id must have 1 to 200 characters, not 0"),
    (b'{"text":"a","title":"\\ud83d"}\n', "the document: title has a lone surrogate at character 1"),
    (b'{"text":"a","n":1e999}\n', "the document: n is not a finite number"),
    (b'{"format":"quotation-annotations","version":"1.0"}\n', "the document: the key “decisions” is missing"),
]


@pytest.mark.parametrize(("bad", "message"), BAD, ids=[f"{n}" for n in range(len(BAD))])
def test_a_bad_line_is_named_or_left_out(bad: bytes, message: str) -> None:
    lines = (b'{"text":"one"}\n', b"\n", bad, b'{"text":"four"}\n')
    with pytest.raises(FormatError) as caught:
        read(*lines)
    assert caught.value.message == message
    assert (caught.value.path, caught.value.line) == ("in.jsonl", 3)
    skipped: list[Problem] = []
    assert [each.line for each in read(*lines, skip=skipped.append)] == [1, 4]
    assert [(each.path, each.line, each.message) for each in skipped] == [("in.jsonl", 3, message)]
    assert str(skipped[0]).startswith(f"in.jsonl:3: {message}")


def test_a_line_is_answered_before_the_next_is_read() -> None:
    asked: list[int] = []

    class Stream(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override] # a memoryview in typeshed
            asked.append(1)
            line = b'{"text":"a"}\n'
            buffer[: len(line)] = line
            return len(line)

    lines = jsonl.read(io.BufferedReader(Stream()), ReadOptions())
    next(lines)
    assert len(asked) == 1
    next(lines)
    assert len(asked) == 2


def _written(*documents: object, **context: object) -> list[dict[str, object]]:
    sink = Memory()
    jsonl.write(lambda: iter(documents), ExportContext(**context), sink)
    return [json.loads(line) for line in sink.main.split(b"\n")[:-1]]


def test_typed_columns_and_found_keys_stand_on_every_line() -> None:
    scheme = replace(
        DEFAULT,
        attributes=(
            Attribute("weight", "Weight", "quotation", "number"),
            Attribute("topic", "Topic", "document"),
            Attribute("role", "Role", "entity"),
        ),
    )
    rich = sample()
    plain = read({"text": "b 🎈", "section": "local", "page": "A1"})[0].content
    one, two = _written(rich, plain, scheme=scheme)
    assert list(one["meta"]) == [*STANDARD_META, "page", "section"]
    assert one["meta"]["page"] == "4"
    assert two["meta"] == dict.fromkeys(STANDARD_META) | {"page": "A1", "section": "local"}
    assert two["x_batch"] is None
    assert [layer["attributes"] for layer in one["layers"]] == [
        {"tone": None, "topic": None},
        {"tone": "calm", "topic": None},
        {"tone": None, "topic": None},
    ]
    assert one["layers"][1]["quotations"][0]["attributes"] == {"frame": "=conflict", "weight": 3.0}
    assert one["layers"][0]["quotations"][0]["attributes"] == {"frame": None, "weight": 0.5}
    assert one["entities"][1]["attributes"] == {"party": None, "role": None}


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ([1, None, 2], [1, None, 2]),
        ([1, 2.5], [1.0, 2.5]),
        ([True, False], [True, False]),
        ([True, 1], ["true", "1"]),
        ([0.5, "x", None], ["0.5", "x", None]),
        ([2**60, 1], [2**60, 1]),
        ([2**60, 0.5], [str(2**60), "0.5"]),
    ],
    ids=str,
)
def test_a_key_has_one_type_in_the_whole_file(values: list[object], wanted: list[object]) -> None:
    documents = [read({"text": f"{n}", "v": value})[0].content for n, value in enumerate(values)]
    got = [line["meta"]["v"] for line in _written(*documents)]
    assert (got, [type(each) for each in got]) == (wanted, [type(each) for each in wanted])


def test_keys_that_the_caller_knows_spare_the_first_round() -> None:
    rounds = []

    def source() -> Iterator[object]:
        rounds.append(1)
        return iter([read({"text": "a"})[0].content])

    keys = Keys(meta=dict.fromkeys((*STANDARD_META, "page"), "string"), entity={}, quotation={}, layer={})
    sink = Memory()
    jsonl.write(source, ExportContext(keys=keys), sink)
    assert len(rounds) == 1
    assert list(json.loads(sink.main)["meta"]) == [*STANDARD_META, "page"]


def test_rubbish_gives_sentences_only() -> None:
    """2,000 lines with bytes changed, cut or doubled: read, or refused with a sentence and the line's number."""
    sink = Memory()
    jsonl.write(lambda: iter([sample()]), ExportContext(), sink)
    whole = sink.main
    chance = random.Random(1124)
    problems: list[Problem] = []
    for _ in range(2000):
        data = bytearray(whole)
        for _ in range(chance.choice([1, 2, 8])):
            at = chance.randrange(len(data))
            match chance.randrange(4):
                case 0:
                    data[at] = chance.randrange(256)
                case 1:
                    del data[at : at + chance.randrange(1, 40)]
                case 2:
                    data[at:at] = data[at : at + chance.randrange(1, 40)]
                case _:
                    data[at:at] = chance.choice([b"null", b"{}", b"\\ud800", b"\x00", b"-", b'"', b"[[", b"1e999"])
        for each in jsonl.read(io.BytesIO(bytes(data)), ReadOptions("r", skip=problems.append)):
            assert each.content.document.text
    assert len(problems) > 1500
    assert all(each.line and each.message and "\n" not in str(each) for each in problems)
