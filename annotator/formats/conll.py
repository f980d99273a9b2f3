"""CoNLL columns with IOB tags, as taggers and the DirectQuote corpus use them.

A token a line, a blank line between sentences, ``-DOCSTART-`` between documents.  The text is not in the file: it is
put together from the tokens, a blank between two of them and a line end between sentences.  DirectQuote's labels
LeftSpeaker and RightSpeaker mark a content and say on which side its speaker stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from annotator.domain.text import Span
from annotator.domain.validation import Checks
from annotator.formats.assembling import Given, document_of, read_of
from annotator.formats.base import ExportContext, Format, Read, ReadOptions, Sink, Source
from annotator.formats.markup import Link, Mark, MarkedLayer, marked_layers
from annotator.formats.offsets import Measured
from annotator.formats.tokens import Tokens, tokens

_TOOL = "CoNLL"
_START = "-DOCSTART-"
_TAG = re.compile(r"([BIOESLU])(?:[-_](.+))?")
_SIDES = {"LeftSpeaker": -1, "RightSpeaker": 1}
_CONTENTS = frozenset({"LeftSpeaker", "RightSpeaker", "Unknown"})
_ABOUT = re.compile(r"# (document|annotator) = (.*)")
"""The comments that we write, and read again."""


def read(stream: BinaryIO, options: ReadOptions) -> Iterator[Read]:
    """The documents of a file.  Raises FormatError."""
    return options.each(_pages(stream, options), lambda page: [page.read()])


class _Page:
    """One document: its tokens, their tags, and where each begins."""

    def __init__(self, options: ReadOptions, line: int) -> None:
        self._options = options
        self._line = line
        self._text: list[str] = []
        self._length = 0
        self._gap = ""
        self._open: tuple[str, int, int] | None = None
        self._found: list[tuple[str, Span]] = []
        self.about: dict[str, str] = {}

    @property
    def is_empty(self) -> bool:
        """Whether it has no token."""
        return not self._text

    def token(self, line: str, number: int) -> None:
        """Take a line with a token."""
        fields = line.split("\t") if "\t" in line else line.split()
        tag = _TAG.fullmatch(fields[-1].strip())
        if len(fields) < 2 or tag is None:
            self._options.fail(
                "the line is no token with an IOB tag",
                "each line has a token first and a tag such as B-PER last",
                line=number,
            )
        start = self._length + len(self._gap)
        self._text += [self._gap, fields[0]]
        self._length = start + len(fields[0])
        self._gap = " "
        self._tagged(tag[1], tag[2] or "", start)

    def _tagged(self, letter: str, label: str, start: int) -> None:
        """B, S and U begin a span; so does an I or E behind another label (IOB1)."""
        if self._open is not None and letter in "IEL" and self._open[0] == label:
            self._open = (label, self._open[1], self._length)
        else:
            self._close()
            if letter != "O" and label != "Out":
                self._open = (label, start, self._length)
        if letter in "ESLU":
            self._close()

    def _close(self) -> None:
        if self._open is not None:
            self._found.append((self._open[0], Span(*self._open[1:])))
        self._open = None

    def sentence_ends(self) -> None:
        """Take a blank line."""
        self._close()
        if self._text:
            self._gap = "\n"

    def read(self) -> Read:
        """The document."""
        self._close()
        measured = Measured("".join(self._text), Checks(self._options.path, self._line))
        marks = [
            Mark(str(n), "content" if label in _CONTENTS else label, (span,))
            for n, (label, span) in enumerate(self._found)
        ]
        given = Given(marks, list(self._links()), self.about.get("annotator", ""))
        document = document_of(measured.text, self.about.get("document"))
        return read_of(document, [given], self._options, _TOOL, line=self._line)

    def _links(self) -> Iterator[Link]:
        """To the nearest speaker on the side that the content's label names."""
        speakers = [n for n, (label, _) in enumerate(self._found) if label == "Speaker"]
        for n, (label, _) in enumerate(self._found):
            side = _SIDES.get(label)
            if side is not None:
                there = [each for each in speakers if (each - n) * side > 0]
                if there:
                    yield Link("speaker", str(n), str(min(there, key=lambda each: abs(each - n))))


def _pages(stream: BinaryIO, options: ReadOptions) -> Iterator[_Page]:
    page = _Page(options, 1)
    for number, raw in enumerate(stream, 1):
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            options.fail("the line is not UTF-8", "save the file as UTF-8", line=number)
        if line.startswith(_START):
            if not page.is_empty:
                yield page
            page = _Page(options, number)
        elif about := _ABOUT.fullmatch(line):
            page.about[about[1]] = about[2]
        elif not line.strip():
            page.sentence_ends()
        elif not line.startswith("# "):
            page.token(line, number)
    if not page.is_empty:
        yield page


# ------------------------------------------------------------------------------------------------ writing


def write(source: Source, context: ExportContext, sink: Sink) -> None:
    """Writes each document and layer, tokens with IOB2 tags; where marks overlap, the first and longest has the tag."""
    with sink.open() as out:
        for annotated in context.documents(source):
            layers = list(marked_layers(annotated, context.scheme))
            for layer in layers or [MarkedLayer("annotator", "", (), ())]:
                out.write(_coded(annotated.document.id, annotated.document.text, layer).encode("utf-8"))


def _coded(id: str, text: str, layer: MarkedLayer) -> str:
    found = Tokens(text)
    tags = ["O"] * len(found.spans)
    taken: list[Span] = []
    order = sorted(
        ((span, mark.label) for mark in layer.marks for span in mark.spans), key=lambda each: (each[0][0], -each[0][1])
    )
    for span, label in order:
        touched = found.touched(span)
        if touched is None or any(span.overlaps(each) for each in taken[-1:]) or tags[touched[0]] != "O":
            continue
        taken.append(span)
        name = re.sub(r"\s", "_", label)
        for n in range(touched[0], touched[1] + 1):
            tags[n] = f"{'B' if n == touched[0] else 'I'}-{name}"
    lines = [f"{_START}\tO", "", f"# document = {_one_line(id)}"]
    if layer.annotator:
        lines.append(f"# annotator = {_one_line(layer.annotator)}")
    end = 0
    for span, tag in zip(tokens(text), tags, strict=True):
        if "\n" in text[end : span.start] and end:
            lines.append("")
        lines.append(f"{span.of(text)}\t{tag}")
        end = span.end
    return "".join(f"{each}\n" for each in [*lines, ""])


def _one_line(text: str) -> str:
    return " ".join(text.splitlines())


def recognises(head: bytes) -> bool:
    """Whether the first line is a token with a tag."""
    first = next((each for each in head.decode("utf-8", "replace").lstrip("\ufeff").splitlines() if each.strip()), "")
    fields = first.split()
    return first.startswith(_START) or (len(fields) >= 2 and _TAG.fullmatch(fields[-1]) is not None)


FORMAT_CONLL = Format(
    id="conll",
    name="CoNLL columns with IOB tags",
    suffixes=(".conll", ".iob", ".bio"),
    loses="blanks and line ends of the text, overlapping and nested marks, links, gaps, and all but labels",
    read=read,
    write=write,
    reread=True,
    recognises=recognises,
)
