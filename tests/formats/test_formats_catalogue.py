"""Which format a file is of; pseudonyms everywhere."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from invented import Memory, sample

from annotator.domain.codec import decode
from annotator.domain.errors import FormatError
from annotator.domain.pseudonyms import STRANGER, pseudonymised, pseudonyms
from annotator.formats import jsonl
from annotator.formats.base import ExportContext
from annotator.formats.catalogue import by_id, by_suffix, formats, sniff


def test_formats_have_ids_of_their_own_and_say_what_they_lose() -> None:
    assert [each.id for each in formats() if each.read and each.write] == [
        *("jsonl", "csv", "xlsx", "prodigy", "doccano", "label-studio", "brat", "brat-events", "xmi", "refi-qda"),
        *("spacy", "w3c", "citron", "conll"),
    ]
    assert [each.id for each in formats() if each.read and not each.write] == [
        *("webanno", "guardian", "german-quotes", "txt", "tsv", "spreadsheet", "json", "html", "docx", "rtf", "pdf"),
        *("epub", "feed"),
    ]
    assert [each.id for each in formats() if each.write and not each.read] == ["jsonl-flat", "tei", "scheme"]
    assert len({each.id for each in formats()}) == len(formats())
    assert all(each.loses for each in formats() if each.write)
    suffixes = [suffix for each in formats() for suffix in each.suffixes]
    assert len(suffixes) == len(set(suffixes))


def test_by_id() -> None:
    assert by_id("csv").name
    with pytest.raises(FormatError, match="there is no format “xls” — use one of jsonl, jsonl-flat"):
        by_id("xls")


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("a.jsonl", "jsonl"),
        ("A.JSONL", "jsonl"),
        ("a.flat.jsonl", "jsonl-flat"),
        ("flat.jsonl", "jsonl"),
        ("a.csv", "csv"),
        ("dir.csv/a.txt", "txt"),
        (".txt", "txt"),
        ("a.scheme.json", "scheme"),
        ("a.json", "json"),
        ("a.prodigy.jsonl", "prodigy"),
        ("a.brat.zip", "brat"),
        ("a.zip", None),
        ("a.tei.xml", "tei"),
        ("a", None),
    ],
)
def test_by_suffix(name: str, id: str | None) -> None:
    found = by_suffix(Path(name))
    assert (found.id if found else None) == id


@pytest.mark.parametrize(
    ("name", "data", "id"),
    [
        ("a.txt", b'{"text":"x"}', "txt"),
        ("a.flat.jsonl", b"", "jsonl"),
        ("a.json", b' \n{"text":"x"}', "json"),
        ("a.json", b'[{"data":{"text":"x"},"annotations":[]}]', "label-studio"),
        ("a.jsonl", b'{"text":"x","spans":[]}', "prodigy"),
        ("a.jsonl", b'{"text":"x","label":[[0, 1, "A"]]}', "doccano"),
        ("a.jsonl", b'{"text":"x","entities":[{"start_offset":0}]}', "doccano"),
        ("a.json", b'{"text":"x","quotes":[]}', "citron"),
        ("a.json", b'{"paragraphs":[],"entities":[{"span_label":"Cue"}]}', "guardian"),
        ("a.json", b'{"documentName":"d","originalText":"x"}', "german-quotes"),
        ("a.json", b'{"@context":"http://www.w3.org/ns/anno.jsonld"}', "w3c"),
        ("a.jsonl", b'{"format":"quotation-annotations","text":"x","spans":[]}', "jsonl"),
        ("a.tsv", b"#FORMAT=WebAnno TSV 3.3\n", "webanno"),
        ("a.tsv", b"text\ttitle\n", "tsv"),
        ("a.xml", b"<?xml version='1.0'?><rss version='2.0'>", "feed"),
        ("a.xml", b"<?xml version='1.0'?><other>", None),
        ("a", b"<?xml version='1.0'?><other>", None),
        ("a", b'\xef\xbb\xbf{"text":"x"}', "json"),
        ("a.md", "# cafe\u0301 🎈".encode(), "txt"),
        ("a.md", "# café".encode("utf-16"), "txt"),
        ("a.rtf", rb"{\rtf1}", "rtf"),
        ("a.png", b"\x89PNG\0\0", None),
        ("a.csv", b"a,b", "csv"),
        ("a.scheme.json", b"{}", None),
    ],
)
def test_sniff(name: str, data: bytes, id: str | None, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    found = sniff(path)
    assert (found.id if found else None) == id


# ------------------------------------------------------------------------------------------------ pseudonyms


def test_pseudonyms_go_by_id_order() -> None:
    assert pseudonyms(["b", "a", "b"]) == {"a": "annotator-01", "b": "annotator-02"}
    many = pseudonyms(f"{n:03}" for n in range(120))
    assert (many["000"], many["119"]) == ("annotator-001", "annotator-120")
    assert sorted(many.values()) == list(many.values())


def test_no_name_slips_through() -> None:
    annotated = sample()
    sink = Memory()
    context = ExportContext(pseudonyms=pseudonyms(["a_1", "a_2"]))
    jsonl.write(lambda: iter([annotated]), context, sink)
    for name in (b'"a_1"', b'"a_2"', b"bea"):
        assert name not in sink.main
    obj = json.loads(sink.main)
    bea = obj["layers"][1]
    assert (bea["annotator_id"], bea["annotator"]) == ("annotator-01", "annotator-01")
    assert bea["quotations"][0]["origin"]["agent"] == "annotator-01"
    assert bea["quotations"][0]["stances"][0]["origin"]["agent"] == "annotator-01"
    assert bea["quotations"][1]["origin"]["agent"] == "tiny_pipeline 1.2.3"
    assert bea["mentions"][0]["origin"]["agent"] == "tiny_pipeline 1.2.3"
    assert {each["by"] for each in bea["rejections"]} == {"annotator-01"}
    assert {each["by"] for each in obj["decisions"]} == {"annotator-02"}
    assert obj["entities"][0]["origin"]["agent"] == "annotator-01"
    assert obj["layers"][2]["annotator"] == "tiny_pipeline 1.2.3"
    assert decode(obj).layers[1].annotator == "annotator-01"


def test_who_is_not_mapped_becomes_a_stranger() -> None:
    hidden = pseudonymised(sample(), {"a_1": "annotator-01"})
    assert {each.by for each in hidden.decisions} == {STRANGER}
    nobody = pseudonymised(sample(), {})
    assert nobody.layers[1].annotator_id == STRANGER
    assert nobody.layers[1].quotations[0].origin.agent == STRANGER


def test_an_import_by_a_person_is_hidden_and_by_a_program_is_not() -> None:
    annotated = sample()
    origin = replace(annotated.entities[0].origin, kind="import")
    mapped = replace(annotated, entities=(replace(annotated.entities[0], origin=origin),))
    assert pseudonymised(mapped, {"a_1": "annotator-01"}).entities[0].origin.agent == "annotator-01"
    tool = replace(mapped, entities=(replace(mapped.entities[0], origin=replace(origin, agent="brat 1.5")),))
    assert pseudonymised(tool, {"a_1": "annotator-01"}).entities[0].origin.agent == "brat 1.5"
