"""jsonl-flat and CSV: one row a quotation and stance, labels in place of ids, no formulas."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from invented import TEXT, Memory, at, sample

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.documents import Document
from annotator.domain.scheme import DEFAULT, Attribute, Label
from annotator.domain.text import sha256
from annotator.formats import csv_table, jsonl_flat
from annotator.formats.base import ExportContext
from annotator.formats.csv_table import cell

COLUMNS = (
    "document_id, title, source, date, language, text_sha256, layer, annotator, status, quotation_id, parent, type, "
    "type_origin, content, content_spans, cue, cue_spans, speaker, speaker_spans, speaker_form, speaker_entity_id, "
    "speaker_entity, speaker_kind, speaker_party, wikidata, addressee, addressee_entity, stance_target, stance_value, "
    "stance_intensity, stance_explicit, evidence, frame, weight, tone, confidence, note, flags, origin, origin_score"
)


def flat(*documents: AnnotatedDocument, **context: object) -> list[dict[str, object]]:
    sink = Memory()
    jsonl_flat.write(lambda: iter(documents), ExportContext(**context), sink)
    assert sink.main.endswith(b"\n")
    return [json.loads(line) for line in sink.main.split(b"\n")[:-1]]


def test_the_columns_are_those_of_the_contract() -> None:
    assert ", ".join(flat(sample())[0]) == COLUMNS


def test_one_row_a_quotation_and_stance() -> None:
    rows = flat(sample())
    assert [(each["layer"], each["quotation_id"], each["stance_target"]) for each in rows] == [
        ("gold", "g_1", None),
        ("annotator", "q_1", "the lease"),
        ("annotator", "q_1", "The lease"),
        ("annotator", "q_2", None),
    ]
    content = (at("“The cafe\u0301 stays open 🎪,”"), at("“until the lease ends.”"))
    assert {key: each for key, each in rows[1].items() if each is not None} == {
        "document_id": "d_1",
        "title": "The café stays",
        "date": "2026-11-19",
        "language": "en",
        "text_sha256": sha256(TEXT),
        "layer": "annotator",
        "annotator": "bea",
        "status": "done",
        "quotation_id": "q_1",
        "type": "Direct",
        "type_origin": "auto",
        "content": "“The cafe\u0301 stays open 🎪,” […] “until the lease ends.”",
        "content_spans": ";".join(f"{start}-{end}" for start, end in content),
        "cue": "told",
        "cue_spans": f"{at('told').start}-{at('told').end}",
        "speaker": "Councillor Zoë Bäcker | ",
        "speaker_spans": f"{at('Councillor').start}-{at('Councillor Zoë Bäcker').end} | ",
        "speaker_form": "name | ",
        "speaker_entity_id": "e_1 | e_2",
        "speaker_entity": "Zoë Bäcker | The lease",
        "speaker_kind": "Person | Issue",
        "speaker_party": "-none | ",
        "wikidata": "Q42 | ",
        "addressee": "visitors",
        "stance_target": "the lease",
        "stance_value": "Against",
        "stance_intensity": 2,
        "stance_explicit": True,
        "evidence": "ends",
        "frame": "=conflict",
        "weight": 3.0,
        "tone": "calm",
        "confidence": 3,
        "note": "a note, with “marks”\nand a second line",
        "flags": "Headline | Translated",
        "origin": "manual",
    }
    assert (rows[3]["parent"], rows[3]["speaker_form"], rows[3]["origin_score"]) == ("q_1", "none_in_text", 0.75)


def test_without_text_the_words_are_left_out() -> None:
    row = flat(sample(), without_text=True)[1]
    assert row["content_spans"]
    assert row["speaker_entity"]
    assert [row[key] for key in ("content", "cue", "speaker", "addressee", "evidence", "stance_target")] == [None] * 6


def test_choices_show_their_labels() -> None:
    scheme = replace(
        DEFAULT,
        attributes=(
            Attribute("frame", "Frame", "quotation", "choice", (Label("=conflict", "Conflict"),)),
            Attribute("party", "Party", "entity", "choice", (Label("-none", "No party"),)),
            Attribute("tone", "Tone", "document", "choice", (Label("calm", "Calm"),)),
        ),
    )
    row = flat(sample(), scheme=scheme)[1]
    assert (row["frame"], row["speaker_party"], row["tone"]) == ("Conflict", "No party | ", "Calm")


def test_an_attribute_never_hides_a_column() -> None:
    annotated = sample()
    layer = annotated.layers[1]
    quotation = replace(layer.quotations[0], attributes={"note": "mine", "tone": "loud"})
    layer = replace(layer, attributes={"tone": "calm", "quotation_note": "d"}, quotations=(quotation,))
    row = flat(replace(annotated, layers=(layer,), decisions=()))[0]
    assert row["note"] == "a note, with “marks”\nand a second line"
    assert (row["quotation_note"], row["document_quotation_note"]) == ("mine", "d")
    assert (row["tone"], row["document_tone"]) == ("loud", "calm")


def test_titles_that_are_numbers_are_strings() -> None:
    annotated = sample()
    meta = dict(annotated.document.meta) | {"title": 1984}
    assert flat(replace(annotated, document=replace(annotated.document, meta=meta)))[0]["title"] == "1984"


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def as_csv(*documents: AnnotatedDocument, **context: object) -> Memory:
    sink = Memory()
    csv_table.write(lambda: iter(documents), ExportContext(**context), sink)
    return sink


def test_csv_holds_the_same_rows() -> None:
    rows = table(as_csv(sample()).main)
    assert ", ".join(rows[0]) == COLUMNS
    assert len(rows) == 4
    assert rows[1]["note"] == "a note, with “marks”\nand a second line"
    assert (rows[1]["stance_explicit"], rows[1]["stance_intensity"], rows[1]["weight"]) == ("true", "2", "3.0")
    assert (rows[1]["frame"], rows[1]["speaker_party"]) == ("'=conflict", "'-none | ")
    assert rows[2]["stance_explicit"] == ""


def test_documents_lie_beside_the_quotations() -> None:
    bare = AnnotatedDocument(Document("=d", "e\u0301 🎈", sha256("e\u0301 🎈")))
    sink = as_csv(sample(), bare)
    assert list(sink.others) == ["documents.csv"]
    rows = table(sink.others["documents.csv"])
    assert ",".join(rows[0]) == (
        "document_id,title,source,author,date,url,language,text_sha256,layer,annotator,status,status_reason,"
        "quotations,stances,mentions,rejections,tone"
    )
    wanted = ("document_id", "layer", "status", "quotations", "stances", "mentions", "rejections", "tone")
    assert [tuple(each[key] for key in wanted) for each in rows] == [
        ("d_1", "gold", "adjudicated", "1", "0", "0", "0", ""),
        ("d_1", "annotator", "done", "2", "2", "1", "2", "calm"),
        ("d_1", "pipeline", "done", "0", "0", "1", "0", ""),
        ("'=d", "", "new", "0", "0", "0", "0", ""),
    ]


def test_standard_output_has_no_second_file() -> None:
    sink = Memory(has_folder=False)
    csv_table.write(lambda: iter([sample()]), ExportContext(), sink)
    assert sink.main
    assert sink.others == {}


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (None, ""),
        ("plain é 🎈", "plain é 🎈"),
        ("a,b", '"a,b"'),
        ('say "x"', '"say ""x"""'),
        ("a\nb", '"a\nb"'),
        ("a\rb", '"a\rb"'),
        (" a", '" a"'),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        (-1, "'-1"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", '"\'\rx"'),
        ('=HYPERLINK("a","b")', '"\'=HYPERLINK(""a"",""b"")"'),
        (True, "true"),
        (2.5, "2.5"),
    ],
    ids=repr,
)
def test_cells(value: object, wanted: str) -> None:
    assert cell(value) == wanted


def test_lines_end_with_lf_and_there_is_no_mark() -> None:
    data = as_csv(sample()).main
    assert data.startswith(b"document_id,")
    assert data.endswith(b"\n")
    assert b"\r" not in data


def test_pseudonyms_reach_the_tables() -> None:
    rows = flat(sample(), pseudonyms={"a_1": "annotator-01", "a_2": "annotator-02"})
    assert {each["annotator"] for each in rows} == {None, "annotator-01"}
