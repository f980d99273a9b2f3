"""XML from anywhere, read without harm: no document type, no entity of its own, nothing fetched, no endless depth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from annotator.domain.validation import Checks

_DEEPEST = 200
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
_ESCAPED = re.compile('[&<>"\t\n\r]')
_IN_TEXT = re.compile("[&<>\r]")


@dataclass(slots=True)
class Node:
    """An element.  Names have their namespace in front, with a blank between: ``urn:x Name``, without one ``Name``."""

    space: str
    name: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    tail: str = ""
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """This element and all below it, in the order of the document."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.children)

    def all(self, *names: str) -> Iterator[Node]:
        """The elements below that are called so, in any namespace."""
        return (each for each in self.walk() if each.name in names and each is not self)

    def first(self, name: str) -> Node | None:
        """The first child of that name, in any namespace."""
        return next((each for each in self.children if each.name == name), None)

    def get(self, name: str, default: str = "") -> str:
        """An attribute's value, whatever its namespace."""
        if name in self.attributes:
            return self.attributes[name]
        return next((value for key, value in self.attributes.items() if key.endswith(f" {name}")), default)

    @property
    def words(self) -> str:
        """All text in it."""
        parts: list[str] = []
        waiting: list[Node | str] = [self]
        while waiting:
            each = waiting.pop()
            if isinstance(each, str):
                parts.append(each)
                continue
            for child in reversed(each.children):
                waiting += [child.tail, child]
            parts.append(each.text)
        return "".join(parts)


def parse(data: bytes, checks: Checks) -> Node:
    """The root of a document.  Raises FormatError, with the line, for what is no XML or has a document type."""
    return _Builder(checks).build(data)


class _Builder:
    def __init__(self, checks: Checks) -> None:
        self._checks = checks
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._open: list[Node] = []
        self._root: Node | None = None
        self._pieces: list[str] = []

    def build(self, data: bytes) -> Node:
        parser = self._parser
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._pieces.append
        try:
            parser.Parse(data, True)  # noqa: FBT003 - expat takes it by place only
        except expat.ExpatError as error:
            self._checks.line = error.lineno
            self._checks.fail(f"this is not XML: {expat.ErrorString(error.code)}", "get the file again")
        except (ValueError, LookupError) as error:
            self._checks.fail(f"this is not XML: {error}", "save it in UTF-8")
        if self._root is None:
            self._checks.fail("the XML holds nothing")
        return self._root

    def _refuse(self, *_args: object) -> None:
        self._checks.line = self._parser.CurrentLineNumber
        self._checks.fail("the XML declares a document type or entities, which are refused", "remove the declaration")

    def _flush(self) -> None:
        if self._pieces and self._open:
            words = "".join(self._pieces)
            into = self._open[-1]
            if into.children:
                into.children[-1].tail += words
            else:
                into.text += words
        self._pieces.clear()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._flush()
        space, _, local = name.rpartition(" ")
        node = Node(space, local, attributes, self._parser.CurrentLineNumber)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self._root = node
        self._open.append(node)
        if len(self._open) > _DEEPEST:
            self._checks.line = node.line
            self._checks.fail(f"the XML is nested more than {_DEEPEST} levels deep")

    def _end(self, _name: str) -> None:
        self._flush()
        self._open.pop()


def legal(text: str) -> str:
    """The text with a replacement character for each that XML 1.0 cannot hold; as long as before."""
    return _ILLEGAL.sub("\ufffd", text)


def attribute(text: str) -> str:
    """A value between quotation marks, line ends kept."""
    return f'"{_ESCAPED.sub(lambda each: _ESCAPES[each.group()], legal(text))}"'


def escaped(text: str) -> str:
    """Text between tags."""
    return _IN_TEXT.sub(lambda each: _ESCAPES[each.group()], legal(text))
