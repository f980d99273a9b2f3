"""Damaged and hostile files: one sentence, no traceback, nothing fetched, nothing grown beyond measure."""

from __future__ import annotations

import io
import random
import socket
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import settings
from invented import Memory, random_document, sample
from office_files import FACTIVA, NEXIS, PAGE, docx, epub, pdf, rtf
from test_formats_documents import ATOM, RSS

from annotator.domain.canonical import canonical
from annotator.domain.codec import decode, encode
from annotator.domain.errors import FormatError, PipelineError
from annotator.formats import docbin
from annotator.formats.base import ExportContext, Problem, ReadOptions
from annotator.formats.catalogue import by_id, formats
from annotator.nlp.docbin import packed, unpacked

COUNT = settings.default.max_examples * 2
"""Mutated files of each kind; `make campaign` takes the large count."""

GUARDIAN = (
    '[{"metadata":{"title":"T","publisher":"P"},"paragraphs":["The narrator started 🎪.\\n","He said: \\"no\\".\\n"],'
    '"entities":[{"index":0,"span_text":"He","span_coref":"the narrator","span_label":"Source","span_start":0,'
    '"span_end":1,"paragraph_start":1,"paragraph_end":1},{"index":1,"span_text":"\\"no\\"","span_label":"Content",'
    '"span_coref":"","span_start":9,"span_end":12,"paragraph_start":1,"paragraph_end":1}]}]'
)
GERMAN = (
    '{"documentName":"d","originalText":"„Nein 🎪“, sagte Zoë.","annotations":[{"id":1,"type":"Direct",'
    '"quote":{"text":"„Nein 🎪“","spans":[{"charBegin":0,"charEnd":8}]},'
    '"cue":{"spans":[{"charBegin":10,"charEnd":15}]},"speaker":{"spans":[{"charBegin":16,"charEnd":19}]}}]}'
)
WEBANNO = (
    "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Quote|kind|ROLE_webanno.custom.Quote:who_webanno.custom.Link|"
    "webanno.custom.Who\n#T_SP=webanno.custom.Who|value\n#T_RL=webanno.custom.Rel|label|BT_webanno.custom.Who\n\n\n"
    "#Text=“No 😊” , said Ann .\n1-1\t0-7\t“No 😊”\tdirect[1]\tspeaker\t1-4[2]\t_\t_\t_\t\n"
    "1-2\t8-9\t,\t_\t_\t_\t_\t_\t_\t\n1-3\t10-14\tsaid\t_\t_\t_\tcue[3]\t_\t_\t\n"
    "1-4\t15-18\tAnn\t_\t_\t_\tPER[2]\tby\t1-3[3_2]\t\n1-5\t19-20\t.\t_\t_\t_\t_\t_\t_\t\n"
)
CONLL = "-DOCSTART-\tO\n\n“\tB-LeftSpeaker\nNo\tI-LeftSpeaker\n\nAnn\tB-Speaker\n🎪\tO\n"
CSV = 'text,title\n"“No,” she said 🎪",T\nother,U\n'


def _written(id: str) -> bytes:
    sink = Memory()
    format = by_id(id)
    assert format.write is not None
    format.write(lambda: iter([canonical(sample()), random_document(3, legal=True)]), ExportContext(), sink)
    return sink.main


def valid() -> Iterator[tuple[str, bytes]]:
    """A readable file of each format."""
    for each in formats():
        if each.read is not None and each.write is not None and each.id not in ("csv", "xlsx", "spacy"):
            yield each.id, _written(each.id)
    yield from (("guardian", GUARDIAN.encode()), ("german-quotes", GERMAN.encode()), ("webanno", WEBANNO.encode()))
    yield from (("txt", NEXIS.encode()), ("csv", CSV.encode()), ("tsv", CSV.replace(",", "\t").encode()))
    yield from (("json", b'[{"text":"a", "x": [1]}, {"text": "b \\ud83c\\udfad"}]'), ("html", PAGE.encode()))
    yield from (("docx", docx(*NEXIS.split("\n"))), ("rtf", rtf(FACTIVA)), ("pdf", pdf("A line", "another")))
    yield from (
        ("epub", epub("One 🎪", "two")),
        ("feed", RSS.encode()),
        ("feed", ATOM.encode()),
        ("xlsx", _written("xlsx")),
    )


VALID = [(f"{id}-{n}", id, data) for n, (id, data) in enumerate(valid())]
_TOKENS = (
    b"\0",
    b"\xff",
    b"-1",
    b"99999999999",
    b"{",
    b"[",
    b"]",
    b"null",
    b'"',
    b"<",
    b"&x;",
    b"1e999",
    b"\\ud800",
    b"\t",
    b"\n",
)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The file with some bytes changed, lost, doubled, moved, or the rest cut off."""
    out = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 5])):
        at = chance.randrange(len(out) or 1)
        end = at + chance.choice([1, 2, 8, 100])
        match chance.randrange(6):
            case 0:
                out[at:end] = b""
            case 1:
                out[at:at] = chance.choice(_TOKENS)
            case 2:
                out[at:end] = chance.randbytes(end - at)
            case 3:
                out[at:at] = out[at:end]
            case 4:
                digits = [n for n, each in enumerate(out) if 48 <= each <= 57]
                if digits:
                    out[chance.choice(digits)] = chance.randrange(48, 58)
            case _:
                if chance.random() < 0.3:
                    del out[at:]
    return bytes(out)


def inside(data: bytes, chance: random.Random) -> bytes:
    """An archive with one of its files mutated: whole archives are mostly refused as such."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        chosen = chance.choice(names)
        for each in names:
            given = old.read(each)
            new.writestr(each, mutated(given, chance) if each == chosen and given else given)
    return out.getvalue()


def take(id: str, data: bytes) -> int:
    """Read it with bad parts left out; how many documents came, each of which our own format can hold."""
    format = by_id(id)
    assert format.read is not None
    count = 0
    skipped: list[Problem] = []
    with suppress(FormatError):
        for each in format.read(io.BytesIO(data), ReadOptions(path="bad.x", skip=skipped.append)):
            assert decode(encode(each.content)).document.text
            count += 1
    return count


@pytest.mark.parametrize(("name", "id", "data"), VALID, ids=[each[0] for each in VALID])
def test_mutated_files_never_break(name: str, id: str, data: bytes) -> None:
    assert take(id, data) > 0 or id == "xlsx"  # a table of quotations has no articles in it
    chance = random.Random(name)
    for _ in range(COUNT):
        bad = inside(data, chance) if data.startswith(b"PK") and chance.random() < 0.7 else mutated(data, chance)
        take(id, bad)


def test_a_mutated_docbin_never_breaks() -> None:
    data = packed([docbin.bare(canonical(sample()), ExportContext())])  # type: ignore[list-item]
    chance = random.Random(5)
    for _ in range(COUNT):
        with suppress(PipelineError, FormatError):
            for bare in unpacked(mutated(data, chance)):
                docbin.document(bare, ReadOptions(), 1)


# ------------------------------------------------------------------------------------------------ meant to do harm


def refused(id: str, data: bytes, **options: object) -> FormatError:
    format = by_id(id)
    assert format.read is not None
    with pytest.raises(FormatError) as caught:
        list(format.read(io.BytesIO(data), ReadOptions(path="bad.x", **options)))  # type: ignore[arg-type]
    return caught.value


def _zip(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files:
            made.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("id", ["docx", "epub", "brat", "xmi", "refi-qda", "xlsx"])
def test_a_zip_bomb_is_refused(id: str) -> None:
    names = {
        "docx": "word/document.xml",
        "epub": "META-INF/container.xml",
        "brat": "a.ann",
        "xmi": "a.xmi",
        "refi-qda": "project.qde",
        "xlsx": "xl/workbook.xml",
    }
    bomb = bytes(48 * 1024 * 1024)
    error = refused(id, _zip((names[id], bomb), ("a.txt", b"x")))
    assert "far larger than any text" in error.message


def test_names_that_lead_outside_are_passed_over() -> None:
    data = _zip(("../evil.ann", b"T1\tA 0 1\tx"), ("../evil.txt", b"x"), ("/abs.ann", b""), ("C:\\x.ann", b""))
    assert "no .ann file" in refused("brat", data).message


def test_a_file_without_a_name_is_passed_over() -> None:
    data = _zip(("x", b"a"))
    for mark, offset in ((b"PK\x03\x04", 30), (b"PK\x01\x02", 46)):
        at = data.index(mark) + offset
        data = data[:at] + b"\0" + data[at + 1 :]  # what stands behind a NUL is no part of a name
    assert "no .ann file" in refused("brat", data).message


BILLION = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY f SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&b;&f;</title></item></channel></rss>'
)


@pytest.mark.parametrize("id", ["feed", "xmi", "refi-qda"])
def test_entities_and_document_types_are_refused(id: str) -> None:
    error = refused(id, BILLION.encode())
    assert "document type or entities" in error.message
    assert error.line == 1


def test_deep_xml_and_deep_json_are_refused() -> None:
    assert "levels deep" in refused("feed", b"<a>" * 5000).message
    assert "nested too deeply" in refused("json", b'{"text":' + b"[" * 200_000).message


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    asked: list[object] = []

    def refuse(*args: object, **_options: object) -> None:
        asked.append(args)
        raise OSError("no network in this test")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    return asked


def test_nothing_is_fetched(no_network: list[object]) -> None:
    assert take("html", PAGE.encode()) == 1
    assert take("feed", RSS.encode()) == 2
    page = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "target": "http://example.org/a"}
    error = refused("w3c", str(page).replace("'", '"').encode())
    assert "example.org" in error.message
    assert "nothing is fetched" in error.hint
    assert no_network == []


def test_a_password_is_named() -> None:
    data = bytearray(_zip(("word/document.xml", b"<w/>")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert "password" in refused("docx", bytes(data)).message


@pytest.mark.parametrize("id", ["csv", "xlsx"])
def test_formulas_are_disarmed(id: str, tmp_path: Path) -> None:
    data = _written(id)
    if id == "csv":
        assert b"'=conflict" in data
        return
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheets = b"".join(book.read(each) for each in book.namelist() if each.startswith("xl/worksheets/sheet"))
    assert b"<f>" not in sheets
    assert b"<t>'=conflict</t>" in sheets
    assert b"hyperlink" not in sheets


_LINES: list[tuple[str, bytes, str, int | None]] = [
    ("prodigy", b'{"text":"a b","spans":[]}\n{"text":"a b","spans":[{"start":0,"end":9,"label":"x"}]}\n', "beyond", 2),
    ("prodigy", b'{"text":"a b","spans":[{"start":0,"end":1,"label":"x","text":"b"}]}\n', "says", 1),
    ("doccano", b'{"text":"a b","label":[[0,1,"x"]]}\n\n{"label":[[0,1,"x"]]}\n', "“text” is missing", 3),
    ("doccano", b'{"text":"a b","label":[[0,1]]}\n', "a start, an end and a name", 1),
    ("label-studio", b'[\n{"data":{"text":"a"},\n"annotations":5}]', "a list", 2),
    ("citron", b'{"text":"a","quotes":[{"contents":[]}]}', "no content", 1),
    ("guardian", GUARDIAN.replace('"paragraph_end":1}]', '"paragraph_end":7}]').encode(), "no paragraph", 1),
    ("german-quotes", GERMAN.replace('"charEnd":8', '"charEnd":800').encode(), "beyond", 1),
    ("webanno", WEBANNO.replace("15-18", "16-19").encode(), "does not stand at its place", 11),
    ("webanno", b"text\n", "does not begin as WebAnno", None),
    ("conll", b"a\tO\nb\n", "no token with an IOB tag", 2),
    ("w3c", b'{"@context":1,"type":"Annotation"}', "no target", 1),
    ("txt", b"%PDF-1.4", "a PDF file", None),
]


@pytest.mark.parametrize(
    ("id", "data", "said", "line"), _LINES, ids=[f"{each[0]}-{n}" for n, each in enumerate(_LINES)]
)
def test_what_is_wrong_is_named_with_its_line(id: str, data: bytes, said: str, line: int | None) -> None:
    error = refused(id, data)
    assert said in error.message
    assert (error.path, error.line) == ("bad.x", line)


_ANN: list[tuple[str, str, int]] = [
    ("T1\tA 0 2\tab\nT2 A 0 1\n", "no tab", 2),
    ("T1\tA 0\tab\n", "no pair of offsets", 1),
    ("T1\tA 0 2\txy\n", "says", 1),
    ("T1\tA 0 2;3 5\tab xx\n", "not those of the text", 1),
    ("T1\tA 0 2\tab\nR1\tx Arg1:T1 Arg2:T9\n", "no annotation T9", 2),
    ("T1\tA 0 2\tab\nE1\tx\n", "no argument", 2),
    ("Q\tx\n", "no kind of annotation", 1),
]


@pytest.mark.parametrize(("ann", "said", "line"), _ANN, ids=[str(n) for n in range(len(_ANN))])
def test_a_bad_ann_file_is_named_with_its_line(ann: str, said: str, line: int) -> None:
    beside: Callable[[str], bytes | None] = lambda name: b"ab cde" if name == "bad.txt" else None  # noqa: E731
    error = refused("brat", ann.encode(), beside=beside)
    assert said in error.message
    assert error.line == line


def test_an_ann_file_without_its_text_is_refused() -> None:
    assert refused("brat", b"T1\tA 0 1\tx\n").hint == "put bad.txt beside the file"
