"""Plain text: encodings recognised, what is no text refused."""

from __future__ import annotations

import io
import random

import pytest

from annotator.domain.errors import FormatError
from annotator.formats import plain
from annotator.formats.base import Problem, Read, ReadOptions
from annotator.formats.decoding_texts import id_from

FRENCH = "« Le cafe\u0301 reste ouvert », a déclaré Zoë Müller à l’hôtel – près d’Orléans. " * 3
RUSSIAN = "«Кафе остаётся открытым», — сказала журналистам Анна Петрова во вторник вечером. " * 4
GERMAN = "„Das Café bleibt geöffnet“, sagte Jörg Bäcker – für 5 € Übernachtungsgebühr…"


def read(data: bytes, path: str = "folder/My article.v2.txt") -> Read:
    (one,) = plain.read(io.BytesIO(data), ReadOptions(path))
    return one


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", ()),
        ("utf-8-sig", ()),
        ("utf-16", ("read as UTF-16, little-endian",)),
        ("utf-16-le", ("read as UTF-16, little-endian",)),
        ("utf-16-be", ("read as UTF-16, big-endian",)),
        ("utf-32", ("read as UTF-32, little-endian",)),
    ],
)
def test_unicode_is_recognised(encoding: str, note: tuple[str, ...], awkward: str) -> None:
    text = awkward.replace("\ufdd0", "") if encoding in ("utf-16-le", "utf-16-be") else awkward
    one = read(text.encode(encoding))
    assert one.content.document.text == text
    assert one.notes == note


def test_utf_16_of_every_script_is_recognised_without_a_mark() -> None:
    for text in (RUSSIAN, "市長は「続ける」と述べた。\n記者は聞いた。\n", "قال الوزير: «لن نغلق المصنع».", "a"):
        for encoding in ("utf-16-le", "utf-16-be"):
            assert read(text.encode(encoding)).content.document.text == text


def test_big_endian_mark() -> None:
    assert read(b"\xfe\xff" + "Grüße 🎈".encode("utf-16-be")).content.document.text == "Grüße 🎈"


@pytest.mark.parametrize("text", [GERMAN, FRENCH.replace("\u0301", "")], ids=["german", "french"])
def test_windows_1252_is_recognised(text: str) -> None:
    one = read(text.encode("cp1252"))
    assert one.content.document.text == text
    assert one.notes == ("read as Windows-1252",)


def test_another_script_is_guessed_and_named() -> None:
    one = read(RUSSIAN.encode("cp1251"))
    assert one.content.document.text == RUSSIAN
    assert one.notes != ()


def test_the_id_is_the_stem() -> None:
    one = read(b"text")
    assert (one.content.document.id, one.line, one.annotated) == ("My article.v2", None, False)
    assert id_from("a/" + "ü" * 300 + ".txt") == "ü" * 200
    assert id_from("a/b\nc\udce4.txt") == "b_c_"
    assert id_from("<stdin>") == "stdin"


def test_crlf_goes_and_everything_else_stays(awkward: str) -> None:
    assert read(("\r\n" + awkward + "\r\n\r\n").encode()).content.document.text == "\n" + awkward + "\n\n"


PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty"),
        (b" \r\n\t", "the file is empty"),
        (b"\xef\xbb\xbf", "the file holds nothing but blanks"),
        ("\ufeff \u2028\u00a0".encode(), "the file holds nothing but blanks"),
        (b"%PDF-1.7 ...", "the file is a PDF file, not plain text"),
        (b"PK\x03\x04....", "the file is a zip archive or an office document, not plain text"),
        (rb"{\rtf1 hello}", "the file is an RTF document, not plain text"),
        (PICTURE, "the file is a picture, not plain text"),
        (b"\x7fELF\x02\x01" + bytes(range(256)) * 3, "the file is binary, not plain text"),
        (b"\xff\xfea", "the file is binary, not plain text"),
        (b"Only one stray \0 in a whole article of text", "the text has a NUL character at character 16"),
    ],
    ids=["empty", "blank", "mark", "blanks", "pdf", "zip", "rtf", "png", "elf", "half", "nul"],
)
def test_what_is_no_text_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(FormatError) as caught:
        read(data, "a.txt")
    assert caught.value.message == message
    assert caught.value.hint
    assert (caught.value.path, caught.value.line) == ("a.txt", None)
    skipped: list[Problem] = []
    assert list(plain.read(io.BytesIO(data), ReadOptions("a.txt", skip=skipped.append))) == []
    assert [str(each) for each in skipped] == [f"a.txt: {message} — {caught.value.hint}"]


def test_rubbish_is_refused_or_read_and_never_breaks() -> None:
    chance = random.Random(7)
    start = [b"", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"Some words of text. ", b"\0", b"\x00\x00\xfe\xff"]
    for _ in range(400):
        data = chance.choice(start) + chance.randbytes(chance.randrange(200))
        skipped: list[Problem] = []
        for one in plain.read(io.BytesIO(data), ReadOptions("r.txt", skip=skipped.append)):
            assert one.content.document.text.strip()
            one.content.document.text.encode("utf-8")
        assert len(skipped) <= 1
