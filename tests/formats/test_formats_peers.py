"""What the files of other programs mean: roles, links, events, units of offsets, labels nobody knows."""

from __future__ import annotations

import io
import json

import pytest
from test_formats_bad_input import CONLL, GERMAN, GUARDIAN, WEBANNO

from annotator.domain.annotations import Layer, Quotation
from annotator.domain.text import Spans
from annotator.formats.base import Read, ReadOptions
from annotator.formats.catalogue import by_id
from annotator.formats.labels import Meaning, meaning_of, parsed

TEXT = "🎪 “No,” Ann told Bob on Monday, “never, e\u0301.” Carl agreed."


def reads(id: str, data: bytes | str, **options: object) -> list[Read]:
    format = by_id(id)
    assert format.read is not None
    raw = data.encode() if isinstance(data, str) else data
    return list(format.read(io.BytesIO(raw), ReadOptions(path="x.y", **options)))  # type: ignore[arg-type]


def only(id: str, data: bytes | str, **options: object) -> tuple[str, Layer, Read]:
    (read,) = reads(id, data, **options)
    (layer,) = read.content.layers
    return read.content.document.text, layer, read


def said(text: str, spans: Spans) -> list[str]:
    return [each.of(text) for each in spans]


def told(text: str, quotation: Quotation) -> tuple[list[str], list[str], list[list[str]], list[list[str]]]:
    return (
        said(text, quotation.content),
        said(text, quotation.cue),
        [said(text, each.spans) for each in quotation.speakers],
        [said(text, each.spans) for each in quotation.addressees],
    )


def place(words: str, unit: str = "code points") -> tuple[int, int]:
    start = TEXT.index(words)
    if unit == "UTF-16 units":
        return tuple(len(TEXT[:at].encode("utf-16-le")) // 2 for at in (start, start + len(words)))  # type: ignore[return-value]
    if unit == "user-perceived characters":
        return tuple(len(TEXT[:at].replace("\u0301", "")) for at in (start, start + len(words)))  # type: ignore[return-value]
    return start, start + len(words)


WHOLE = (["“No,”", "“never, e\u0301.”"], ["told"], [["Ann"]], [["Bob"]])


# ------------------------------------------------------------------------------------------------ units


@pytest.mark.parametrize("unit", ["code points", "UTF-16 units", "user-perceived characters"])
@pytest.mark.parametrize("id", ["doccano", "label-studio", "prodigy"])
def test_the_unit_is_found_and_told(id: str, unit: str) -> None:
    names = {"“No,”": "quote", "Ann": "PERSON", "Carl": "PERSON", "agreed": "cue"}
    places = {words: place(words, unit) for words in names}
    if id == "doccano":
        data: object = {"text": TEXT, "label": [[*places[words], label] for words, label in names.items()]}
    elif id == "prodigy":
        spans = [{"start": a, "end": b, "label": names[each], "text": each} for each, (a, b) in places.items()]
        data = {"text": TEXT, "spans": spans}
    else:
        result = [
            {"id": each, "type": "labels", "value": {"start": a, "end": b, "text": each, "labels": [names[each]]}}
            for each, (a, b) in places.items()
        ]
        data = [{"data": {"text": TEXT}, "annotations": [{"id": 1, "completed_by": 7, "result": result}]}]
    text, layer, read = only(id, json.dumps(data))
    assert text == TEXT
    assert said(text, layer.quotations[0].content) == ["“No,”"]
    assert sorted(each.spans[0].of(text) for each in layer.mentions) == ["Ann", "Carl"]
    notes = [each for each in read.notes if "offsets" in each]
    assert notes == ([] if unit == "code points" else [f"counts its offsets in {unit}"])


def test_crlf_moves_offsets() -> None:
    raw = TEXT.replace("told", "told\r\n")
    start = raw.index("Bob")
    data = {"text": raw, "spans": [{"start": start, "end": start + 3, "label": "PER", "text": "Bob"}]}
    text, layer, read = only("prodigy", json.dumps(data))
    assert (said(text, layer.mentions[0].spans), read.notes) == (["Bob"], ())
    data["spans"] = [{"start": start - 1, "end": start + 2, "label": "PER", "text": "Bob"}]
    text, layer, read = only("prodigy", json.dumps(data))
    assert (said(text, layer.mentions[0].spans), read.notes) == (
        ["Bob"],
        ("counts its offsets in code points, CR LF as one",),
    )


# ------------------------------------------------------------------------------------------------ labels


@pytest.mark.parametrize(
    ("label", "meaning"),
    [
        ("Quote", "content"),
        ("DIRECT_QUOTE", "content:direct"),
        ("Source", "speaker"),
        ("webanno.custom.Cue", "cue"),
        ("Role::Addressee", "addressee"),
        ("B-PER", None),
        ("PER", "mention:person"),
        ("GPE", "mention:place"),
        ("GGP", None),
    ],
)
def test_labels_that_are_known(label: str, meaning: str | None) -> None:
    found = meaning_of(label, {})
    assert (str(found) if found else None) == meaning


def test_users_say_what_labels_mean() -> None:
    assert parsed("content:direct") == Meaning("content", "direct")
    assert parsed("mention") == Meaning("mention", "other")
    assert parsed("nonsense") is None
    assert parsed("cue:direct") is None
    data = json.dumps({"text": TEXT, "spans": [{"start": 2, "end": 7, "label": "GGP"}]})
    _, layer, read = only("prodigy", data)
    assert ([each.label for each in layer.mentions], dict(read.unknown)) == (["other"], {"GGP": 1})
    _, layer, read = only("prodigy", data, labels={"GGP": "content:direct"})
    assert ([each.type for each in layer.quotations], dict(read.unknown)) == (["direct"], {})
    _, layer, read = only("prodigy", data, labels={"GGP": "ignore"})
    assert (layer.quotations, layer.mentions, dict(read.unknown)) == ((), (), {})


# ------------------------------------------------------------------------------------------------ brat


def _ann(*lines: str) -> str:
    out = []
    for line in lines:
        if not line.startswith("T"):
            out.append(line)
            continue
        id, label, *pieces = line.split("|")
        places = ";".join(f"{a} {b}" for a, b in map(place, pieces))
        out.append(f"{id}\t{label} {places}\t{' '.join(pieces)}")
    return "".join(f"{each}\n" for each in out)


def brat(*lines: str) -> tuple[str, Layer, Read]:
    return only("brat", _ann(*lines), beside=lambda _name: TEXT.encode(), folder="ann")


BOUND = ("T1|Content|“No,”|“never, e\u0301.”", "T2|Cue|told", "T3|Source|Ann", "T4|Addressee|Bob")


def test_brat_relations() -> None:
    text, layer, _ = brat(
        *BOUND, "R1\tCueOf Arg1:T2 Arg2:T1\t", "R2\tspeaker Arg1:T1 Arg2:T3", "R3\tto Arg1:T1 Arg2:T4"
    )
    assert (layer.annotator, layer.kind) == ("ann", "annotator")
    assert [told(text, each) for each in layer.quotations] == [WHOLE]


def test_polnear_events_whose_trigger_copies_the_cue() -> None:
    event = "E1\tAttribution:T9 Source:T3 Cue:T2 Content:T1 Addressee:T4"
    text, layer, _ = brat(*BOUND, "T9|Attribution|told", event, "T10|Person|Carl", "A1\tNegated E1", "A2\tSure T1 high")
    assert [told(text, each) for each in layer.quotations] == [WHOLE]
    assert layer.quotations[0].attributes == {"Sure": "high"}
    assert [each.label for each in layer.mentions] == ["person"]


def test_events_without_a_cue_role_have_their_trigger_as_cue() -> None:
    text, layer, _ = brat(BOUND[0], BOUND[2], "T9|Say|told", "E1\tSay:T9 Content:T1 Source:T3")
    assert [told(text, each) for each in layer.quotations] == [(*WHOLE[:3], [])]


def test_brat_notes_references_and_older_attributes() -> None:
    lines = ("#1\tAnnotatorNotes T1\tis it?", "N1\tReference T3 Wikidata:Q7\tAnn Lee", "M1\tSure T1", "*\tEquiv T3 T4")
    _, layer, read = brat(*BOUND, "R1\tx Arg1:T1 Arg2:T3", *lines)
    (quotation,) = layer.quotations
    assert (quotation.note, quotation.attributes) == ("is it?", {"Sure": True})
    (ann,) = read.content.entities
    assert (ann.name, ann.wikidata, ann.proposed) == ("Ann Lee", "Q7", True)
    assert quotation.speakers[0].entity == ann.id
    assert "has equivalences, which are left out" in read.notes
    assert any("without a link" in each for each in read.notes)
    assert quotation.origin.kind == "import"


# ------------------------------------------------------------------------------------------------ the others


def test_guardian() -> None:
    text, layer, read = only("guardian", GUARDIAN)
    assert [told(text, each) for each in layer.quotations] == [(['"no"'], [], [["He"]], [])]
    assert [each.name for each in read.content.entities] == ["the narrator"]
    assert read.content.document.meta["source"] == "P"


def test_guardian_over_two_paragraphs_counts_from_the_first() -> None:
    article = json.loads(GUARDIAN)
    article[0]["entities"][1] |= {
        "span_text": "started 🎪.\nHe",
        "span_start": 13,
        "span_end": 25,
        "paragraph_start": 0,
    }
    text, layer, _ = only("guardian", json.dumps(article))
    assert said(text, layer.quotations[0].content) == ["started 🎪.\nHe"]


def test_german() -> None:
    text, layer, read = only("german-quotes", GERMAN)
    assert [told(text, each) for each in layer.quotations] == [(["„Nein 🎪“"], ["sagte"], [["Zoë"]], [])]
    assert (layer.quotations[0].type, read.content.document.language) == ("direct", "de")


def test_webanno_slots_and_relations() -> None:
    text, layer, _ = only("webanno", WEBANNO, labels={"by": "cue"})
    assert [told(text, each) for each in layer.quotations] == [(["“No 😊”"], ["said"], [["Ann"]], [])]
    assert text == "“No 😊” , said Ann ."
    assert [said(text, each.spans) for each in layer.mentions] == [["Ann"]]


def test_directquote_says_on_which_side_the_speaker_stands() -> None:
    text, layer, _ = only("conll", CONLL)
    assert text == "“ No\nAnn 🎪"
    assert [told(text, each) for each in layer.quotations] == [(["“ No"], [], [], [])]
    text, layer, _ = only("conll", CONLL.replace("LeftSpeaker", "RightSpeaker"))
    assert [told(text, each) for each in layer.quotations] == [(["“ No"], [], [["Ann"]], [])]


def test_conll_of_every_dialect() -> None:
    for tags in ("I-PER I-PER O I-LOC", "B-PER I-PER O B-LOC", "B-PER E-PER O S-LOC", "B-PER L-PER O U-LOC"):
        words = ["Ann", "Lee", "in", "Rome"]
        lines = "".join(f"{word} X {tag}\n" for word, tag in zip(words, tags.split(), strict=True))
        text, layer, _ = only("conll", lines)
        assert [(said(text, each.spans), each.label) for each in layer.mentions] == [
            *((["Ann Lee"], "person"), (["Rome"], "place"))
        ]


def test_label_studio_annotators_predictions_and_cancelled_ones() -> None:
    def result(words: str, label: str) -> dict[str, object]:
        start, end = place(words)
        value = {"start": start, "end": end, "text": words, "labels": [label]}
        return {"id": words, "from_name": "l", "to_name": "t", "type": "labels", "value": value}

    link = {"type": "relation", "from_id": "“No,”", "to_id": "Ann", "direction": "right", "labels": ["by"]}
    task = {
        "data": {"body": TEXT, "title": "T", "image": "http://example.org/i.png"},
        "annotations": [
            {"completed_by": {"email": "a@b"}, "result": [result("“No,”", "Quote"), result("Ann", "Speaker"), link]},
            {"completed_by": 3, "was_cancelled": True, "result": []},
        ],
        "predictions": [{"model_version": "m1", "score": 0.5, "result": [result("Carl", "PER")]}],
    }
    (read,) = reads("label-studio", json.dumps([task]))
    first, second, model = read.content.layers
    assert [(each.kind, each.annotator, each.status) for each in read.content.layers] == [
        *(("annotator", "a@b", "done"), ("annotator", "3", "skipped"), ("pipeline", "m1", "done"))
    ]
    assert told(TEXT, first.quotations[0]) == (["“No,”"], [], [["Ann"]], [])
    assert (second.quotations, model.mentions[0].label) == ((), "person")
    assert read.content.document.title == "T"


def test_citron_links_are_what_it_says() -> None:
    def span(words: str) -> dict[str, object]:
        start, end = place(words)
        return {"start": start, "end": end, "text": words}

    quote = {"cue": span("told"), "sources": [span("Ann")], "contents": [span("“No,”"), span("“never, e\u0301.”")]}
    text, layer, _ = only("citron", json.dumps({"text": TEXT, "quotes": [quote | {"confidence": 0.5}]}))
    assert [told(text, each) for each in layer.quotations] == [(*WHOLE[:3], [])]
    assert layer.quotations[0].origin.score == 0.5


def test_a_quotation_whose_marks_were_moved_elsewhere_keeps_the_rest() -> None:
    """Somebody lengthened the content and took the cue away in Prodigy: stances and identity stay."""
    from invented import Memory, sample

    from annotator.formats.base import ExportContext

    format = by_id("prodigy")
    sink = Memory()
    assert format.write is not None
    format.write(lambda: iter([sample()]), ExportContext(), sink)
    line = next(json.loads(each) for each in sink.main.splitlines() if json.loads(each)["_annotator_id"] == "bea")
    line["spans"] = [each for each in line["spans"] if each["label"] != "cue"]
    line["relations"] = [each for each in line["relations"] if each["label"] != "cue"]
    (content,) = (each for each in line["spans"] if each["id"] == "q_2")
    content["end"] += 5
    del content["text"]
    text, layer, _ = only("prodigy", json.dumps(line))
    one, two = layer.quotations
    assert (one.cue, one.stances[0].value, one.speakers[0].entity, one.origin.edited) == ((), "against", "e_1", True)
    assert (said(text, two.content), two.attributes["weight"]) == (["until the lease ends"], 0.5)
