"""The characters of a text file whose encoding nobody says, and the id that a file's name gives."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath

from annotator.domain.ids import MAX_LENGTH
from annotator.formats.base import ReadOptions

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
ENCODING_NAMES = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16, little-endian",
    "utf-16-be": "UTF-16, big-endian",
    "utf-32-le": "UTF-32, little-endian",
    "utf-32-be": "UTF-32, big-endian",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250 (Central European)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "iso8859_15": "ISO 8859-15 (Western)",
    "mac_roman": "Mac Roman",
    "shift_jis": "Shift JIS (Japanese)",
    "gb18030": "GB 18030 (Chinese)",
    "big5": "Big5 (Chinese)",
}
"""How encodings are called in sentences."""
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_UNFIT_FOR_IDS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")

_LOOK_AT = 65_536
"""How many bytes or characters of a file a guess looks at."""
_MANY_CONTROLS = 0.01
_MANY_FOREIGN_LETTERS = 0.3
"""Share of non-ASCII among the letters beyond which a text is hardly Western European (French stays below 0.1)."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's characters, and the name of its encoding."""

    text: str
    encoding: str


ENCODINGS = ("utf-8", "cp1252", "iso8859_15", "utf-16", "cp1250", "cp1251", "mac_roman", "shift_jis", "gb18030", "big5")
"""What a user can choose from; the command line takes any that Python knows."""


ENCODED = "read as "
"""How a sentence about an encoding begins."""


def called(encoding: str) -> str:
    """How an encoding is called in sentences."""
    return ENCODING_NAMES.get(encoding, encoding)


def text_read(data: bytes, options: ReadOptions, what: str, hint: str) -> Decoded:
    """The characters of a file, in the encoding that the user says, else as recognised.  Raises FormatError.

    ``what`` it is not, and ``hint`` say so where it holds no text.
    """
    if options.encoding:
        found = _strict(data, options.encoding)
        if found is None:
            options.fail(
                f"the file is not {called(options.encoding)}", "choose another encoding, or let it be recognised"
            )
        return Decoded(found.text.removeprefix("\ufeff"), found.encoding)
    found = decoded(data)
    if found is None:
        options.fail(f"the file is binary, not {what}", hint)
    return found


def note_of(found: Decoded) -> tuple[str, ...]:
    """A sentence about the encoding where it is not UTF-8."""
    return () if found.encoding == "utf-8" else (f"{ENCODED}{called(found.encoding)}",)


def decoded(data: bytes) -> Decoded | None:
    """The characters of a text file, or None for bytes that are no text.

    A byte order mark decides; then strict UTF-8; then UTF-16 without a mark, known by its zero bytes; then
    Windows-1252 if the result looks Western; for the rest charset-normalizer guesses.  A wrong guess would move no
    offset but would spoil the words, so the encoding is always named to the user unless it is UTF-8.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    if b"\0" in data[:_LOOK_AT]:
        return _without_mark(data)
    text = _strict(data, "utf-8")
    if text is not None:
        return text
    western = _strict(data, "cp1252")
    if western is not None and _looks_western(western.text[:_LOOK_AT]):
        return western
    from charset_normalizer import from_bytes  # noqa: PLC0415 - rarely needed, and the window starts without it

    best = from_bytes(data).best()
    if best is not None and not _looks_binary(str(best)[:_LOOK_AT]):
        return Decoded(str(best), best.encoding)
    return western if western is not None and not _looks_binary(western.text[:_LOOK_AT]) else None


def _strict(data: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeError:
        return None


def _without_mark(data: bytes) -> Decoded | None:
    """UTF-16 whose zero bytes all stand on one side of the pairs; or UTF-8 with a stray NUL, refused later by place."""
    head = data[: _LOOK_AT - _LOOK_AT % 2]
    even, odd = head[::2].count(0), head[1::2].count(0)
    for encoding, here, there in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if here and not there and len(data) % 2 == 0:
            text = _strict(data, encoding)
            if text is not None and _is_written(text.text[:_LOOK_AT]):
                return text
    text = _strict(data, "utf-8")
    return None if text is None or _looks_binary(text.text[:_LOOK_AT]) else text


def _is_written(text: str) -> bool:
    """Whether all characters are assigned and none is a control but for blanks and breaks."""
    return not _CONTROL.search(text) and not any(unicodedata.category(each) in ("Cn", "Co", "Cs") for each in text)


def _looks_binary(text: str) -> bool:
    return len(_CONTROL.findall(text)) > max(1, _MANY_CONTROLS * len(text))


def _looks_western(text: str) -> bool:
    letters = [each for each in text if each.isalpha()]
    foreign = sum(1 for each in letters if each > "\x7f")
    return not _looks_binary(text) and foreign <= _MANY_FOREIGN_LETTERS * len(letters)


def id_from(path: str) -> str:
    """The id of a file's document: its name without the suffix, made fit to be an id."""
    stem = _UNFIT_FOR_IDS.sub("_", PurePath(path).stem).strip("<>")
    return stem[:MAX_LENGTH] or "document"
