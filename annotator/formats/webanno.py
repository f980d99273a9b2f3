"""WebAnno TSV 3.3, as INCEpTION and WebAnno export it: read only.

Offsets are UTF-16 units by the format's definition.  The text between the sentences is not in the file: line ends and
blanks stand for it.  Spans, slots and relations are read; chains are counted and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from annotator.domain.text import ordered
from annotator.domain.validation import Checks
from annotator.formats.assembling import Given, document_of, read_of
from annotator.formats.base import Format, Read, ReadOptions
from annotator.formats.markup import Link, Mark
from annotator.formats.names_of_files import id_of
from annotator.formats.offsets import Measured, Range
from annotator.formats.webanno_columns import Column, Layer, columns_of, parts, target_of, unescaped, value_of

_TOOL = "WebAnno"
_FORMAT = "#FORMAT=WebAnno TSV 3"
_TOKEN = re.compile(r"(\d{1,9})-(\d{1,9})(?:\.(\d{1,9}))?")
_PLACE = re.compile(r"(\d{1,9})-(\d{1,9})")


def read(stream: BinaryIO, options: ReadOptions) -> Iterator[Read]:
    """The one document of a file.  Raises FormatError."""
    yield from options.each([stream], lambda each: [_Page(each.read(), options).read()])


class _Page:
    """A file being read."""

    def __init__(self, data: bytes, options: ReadOptions) -> None:
        self._options = options
        self._checks = Checks(options.path)
        try:
            self._lines = data.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
        except UnicodeDecodeError:
            self._checks.fail("the file is not UTF-8", "save it as UTF-8")
        self._layers: list[Layer] = []
        self._columns: list[Column] = []
        self._text = ""
        self._length = 0
        """Of the text so far, in UTF-16 units."""
        self._tokens: dict[str, tuple[int, int]] = {}
        """The place of each token, in code points."""
        self._spans: dict[tuple[str, str], list[str]] = {}
        """The tokens of each annotation: of a layer, by its number or its one token."""
        self._labels: dict[tuple[str, str], dict[str, str]] = {}
        self._links: list[tuple[str, tuple[str, str], tuple[str, str]]] = []
        self._dropped = 0

    def read(self) -> Read:
        """The document."""
        if not self._lines[0].startswith(_FORMAT):
            self._checks.fail("the file does not begin as WebAnno TSV 3", "export it as WebAnno TSV v3.3")
        sentence: list[str] = []
        for number, line in enumerate(self._lines[1:], 2):
            self._checks.line = number
            if line.startswith("#T_"):
                self._layers.append(Layer.of(line, self._checks))
                self._columns = columns_of(self._layers)
            elif line.startswith("#Text="):
                sentence.append(unescaped(line.removeprefix("#Text=")))
            elif line and not line.startswith("#"):
                self._token(line, "\n".join(sentence))
                sentence = []
            elif not line:
                sentence = []
        self._checks.line = None
        measured = Measured(self._text, self._checks)
        marks = [
            Mark(
                "/".join(key),
                self._label(key),
                ordered(measured.span(Range(*self._tokens[token]), token) for token in self._runs(tokens)),
            )
            for key, tokens in self._spans.items()
        ]
        links = [Link(label, "/".join(source), "/".join(target)) for label, source, target in self._links]
        document = document_of(measured.text, id_of(self._options.path))
        given = Given(marks, links, self._options.folder)
        notes = ["has chains of coreference, which are left out" if self._dropped else ""]
        return read_of(document, [given], self._options, _TOOL, notes=notes)

    def _runs(self, tokens: list[str]) -> list[str]:
        """One place for neighbouring tokens: an annotation over several of them holds the blanks between."""
        first, last = self._tokens[tokens[0]], self._tokens[tokens[-1]]
        whole = "+".join((tokens[0], tokens[-1]))
        self._tokens[whole] = (first[0], max(first[1], last[1]))
        return [whole]

    # -------------------------------------------------------------------------------------------- the text

    def _token(self, line: str, sentence: str) -> None:
        fields = line.split("\t")
        if len(fields) < 3 or not _TOKEN.fullmatch(fields[0]):
            self._checks.fail("the line is no token", "a token has a number, a place and its form, with tabs between")
        place = _PLACE.fullmatch(fields[1])
        if place is None:
            self._checks.fail(f"“{fields[1][:20]}” is no place", "a place is two offsets with a dash between")
        begin, end, form = int(place[1]), int(place[2]), unescaped(fields[2])
        if sentence:
            self._place(sentence, begin, form)
        start, stop = self._offset(begin), self._offset(end)
        if self._text[start:stop] != form:
            self._checks.fail(
                "the token does not stand at its place in the text", "the file counts UTF-16 units; it may be cut off"
            )
        self._tokens[fields[0]] = (start, stop)
        for column, cell in zip(self._columns, fields[3:], strict=False):
            self._cell(column, cell, fields[0], dict(zip(self._columns, fields[3:], strict=False)))

    def _place(self, sentence: str, begin: int, form: str) -> None:
        """Put a sentence where its first token says; what lies between is not known."""
        inside = sentence.find(form)
        at = begin - _units(sentence[: max(0, inside)])
        gap = at - self._length
        if inside < 0 or not 0 <= gap <= 100_000:
            self._checks.fail("the sentence does not hold its tokens", "the file may be cut off")
        self._text += "\n" * min(gap, 1) + " " * max(0, gap - 1) + sentence
        self._length = at + _units(sentence)

    def _offset(self, units: int) -> int:
        """Code points for UTF-16 units, looked for from the end, where the current sentence is."""
        at, length = len(self._text), self._length
        while at > 0 and length > units:
            at -= 1
            length -= 1 + (self._text[at] > "\uffff")
        return at

    # -------------------------------------------------------------------------------------------- the columns

    def _cell(self, column: Column, cell: str, token: str, row: dict[Column, str]) -> None:
        if cell in ("", "_") or column.layer.is_grammar:
            return
        if column.layer.kind == "chain":
            self._dropped += column.first
            return
        if column.layer.kind == "relation":
            if column.is_base:
                self._relation(column, cell, token, row)
            return
        if column.is_role or column.is_target:
            if column.is_target:
                self._slots(column, cell, token, row)
            return
        for part in parts(cell):
            value, number = value_of(part)
            key = (column.layer.name, f"#{number}" if number else token)
            tokens = self._spans.setdefault(key, [])
            if token not in tokens:
                tokens.append(token)
            if value != "*":
                self._labels.setdefault(key, {})[column.name] = value

    def _label(self, key: tuple[str, str]) -> str:
        """The value of an annotation, else the name of its layer."""
        values = self._labels.get(key, {})
        best = next((values[each] for each in ("value", "label", "type") if each in values), None)
        return best or next(iter(values.values()), None) or key[0].rpartition(".")[2]

    def _slots(self, column: Column, cell: str, token: str, row: dict[Column, str]) -> None:
        roles = parts(row.get(column.roles, "") if column.roles else "", ";")
        host = next((each for each in self._spans if each[0] == column.layer.name and token in self._spans[each]), None)
        if host is None:
            host = (column.layer.name, token)
            self._spans[host] = [token]
        for n, each in enumerate(parts(cell, ";")):
            found, number = target_of(each)
            role = roles[n] if n < len(roles) and roles[n] != "*" else column.name
            self._links.append((role, host, (column.name, f"#{number}" if number else found)))

    def _relation(self, column: Column, cell: str, token: str, row: dict[Column, str]) -> None:
        value = next((row[each] for each in row if each.layer is column.layer and not each.is_base), "")
        labels = [value_of(each)[0] for each in parts(value)]
        for n, each in enumerate(parts(cell)):
            found, number = target_of(each)
            source, _, target = number.partition("_")
            base = column.name
            ends = [(base, f"#{end}" if end and end != "0" else own) for end, own in ((source, found), (target, token))]
            self._links.append((labels[n] if n < len(labels) else "", ends[0], ends[1]))


def _units(text: str) -> int:
    return len(text) + sum(each > "\uffff" for each in text)


def recognises(head: bytes) -> bool:
    """Whether a file begins as the format says."""
    return head.removeprefix(b"\xef\xbb\xbf").startswith(_FORMAT.encode())


FORMAT_WEBANNO = Format(
    id="webanno",
    name="WebAnno TSV 3.3 (INCEpTION)",
    suffixes=(".webanno.tsv",),
    loses="",
    read=read,
    recognises=recognises,
)
