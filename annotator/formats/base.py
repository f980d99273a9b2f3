"""What a format is: how it is called, how it reads, how it writes, and what it loses.

A reader takes a binary stream and yields documents one by one, with the line each came from; it holds no more than one
in memory.  A writer takes a source that can be iterated twice (the same keys must stand on every line, so the first
round looks and the second writes) and a sink.  Replacing a file in one go is the caller's business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import BinaryIO, Literal, NoReturn, Protocol, TypeVar

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.errors import FormatError
from annotator.domain.ids import derived
from annotator.domain.pseudonyms import pseudonymised
from annotator.domain.scheme import DEFAULT, Scheme

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """A line, or a whole file (``line`` None), that was left out."""

    path: str
    line: int | None
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.message}{f' — {self.hint}' if self.hint else ''}"

    @classmethod
    def of(cls, error: FormatError) -> Problem:
        """What the error says."""
        return cls(error.path, error.line, error.message, error.hint)


@dataclass(frozen=True, slots=True)
class Read:
    """One document as it was read.

    ``line`` counts from 1; None where a file is one document.  ``annotated`` tells whether the input was of a format
    that carries annotations and lasting ids (False for a bare text with metadata).  ``dropped`` is the number of nested
    values that were left out; ``notes`` are sentences for the user (the encoding that was recognised).  ``by_text``
    says that the input holds no metadata to tell articles apart by: the same text is the same article.  ``unknown``
    are labels that mean nothing here, each with how often it stands there; they became mentions of the kind other.
    """

    content: AnnotatedDocument
    line: int | None = None
    annotated: bool = False
    dropped: int = 0
    notes: tuple[str, ...] = ()
    by_text: bool = False
    unknown: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader found in a file before it made documents of it, for who wants to say how to read it.

    ``kind`` is text (one article a file), table or objects (JSON).  ``encoding`` is that of a text or table, None where
    nothing was recognised because the format says it itself.  ``names`` are the columns of a table or the keys of an
    object, dotted where they lie deeper; ``chosen`` says which of them is which of ours.
    """

    path: str
    kind: Literal["text", "table", "objects"]
    encoding: str | None = None
    names: tuple[str, ...] = ()
    chosen: Mapping[str, str] = field(default_factory=dict)


def no_file(_name: str) -> bytes | None:
    """Nothing lies beside a stream."""
    return None


def stranger(name: str) -> str:
    """The id of an annotator who is known by name only."""
    return derived("a", name)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read.

    ``path`` is the name shown in messages and, for a format without ids, where the id comes from.  ``text_field`` is
    the key of the text in foreign JSON, dotted for one that lies deeper, or the column of a table.  ``known_text``
    gives the text for a SHA-256, for input without texts.  ``skip`` is told each bad line, which is then left out;
    without it the first bad line raises FormatError.

    ``columns`` say which column (or dotted key) of the input is which of ours: id, title, source, author, date, url,
    language.  ``labels`` say what labels of the input mean (see `annotator.formats.labels`).  ``folder`` is the name of
    the folder a file lies in below the one that was chosen: in some formats its annotator.  ``beside`` gives the bytes
    of another file in the same folder.  ``annotator_id`` is the id of the annotator with that name.

    ``encoding`` is that of texts and tables where the user says so, None to recognise it.  ``left_out`` are columns or
    keys that become no metadata.  ``seen`` is told what was found in a file, by readers that can be told how to read.
    """

    path: str = "<stdin>"
    text_field: str = "text"
    known_text: Callable[[str], str | None] | None = None
    skip: Callable[[Problem], None] | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""
    beside: Callable[[str], bytes | None] = no_file
    annotator_id: Callable[[str], str] = stranger
    encoding: str | None = None
    left_out: frozenset[str] = frozenset()
    seen: Callable[[Seen], None] | None = None

    def each(self, parts: Iterable[T], read: Callable[[T], Iterable[Read]]) -> Iterator[Read]:
        """What ``read`` makes of each part; a bad one raises FormatError, or is told to ``skip`` and left out."""
        for part in parts:
            try:
                yield from read(part)
            except FormatError as error:
                if self.skip is None:
                    raise
                self.skip(Problem.of(error))

    def fail(self, message: str, hint: str = "", *, line: int | None = None) -> NoReturn:
        """Refuses the input.  Raises FormatError."""
        raise FormatError(message, hint, path=self.path, line=line)


class Sink(Protocol):
    """Where a writer's bytes go."""

    def open(self) -> AbstractContextManager[BinaryIO]:
        """The output itself; opened once."""

    def beside(self, name: str) -> AbstractContextManager[BinaryIO] | None:
        """A second file called ``name`` in the output's folder; None where there is no folder (standard output)."""


Source = Callable[[], Iterator[AnnotatedDocument]]
"""The documents to write, from the start at each call, in project order."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys that stand on every line of an export, each with the one type its values have there.

    ``meta`` has the standard keys first, the others are sorted.  ``extra`` are the top-level ``x_…`` keys.
    """

    meta: Mapping[str, str]
    entity: Mapping[str, str]
    quotation: Mapping[str, str]
    layer: Mapping[str, str]
    extra: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportContext:
    """What is the same for all documents of an export.

    The caller has already chosen documents and layers.  ``pseudonyms`` maps annotators' ids to pseudonyms, None keeps
    the names.  ``keys`` may be given by a caller that knows them; else the writer looks through the source first.
    """

    scheme: Scheme = DEFAULT
    pseudonyms: Mapping[str, str] | None = None
    without_text: bool = False
    keys: Keys | None = None

    def documents(self, source: Source) -> Iterator[AnnotatedDocument]:
        """The documents as they are to be written: with pseudonyms, where asked for."""
        if self.pseudonyms is None:
            return source()
        return (pseudonymised(each, self.pseudonyms) for each in source())


Reader = Callable[[BinaryIO, ReadOptions], Iterator[Read]]
Writer = Callable[[Source, ExportContext, Sink], None]


@dataclass(frozen=True, slots=True)
class Format:
    """One format.  ``suffixes`` are lower-case and begin with a dot; ``loses`` is a sentence about writing it.

    ``read`` and ``write`` are None where a format does not do so.  A format whose ``carries`` is "scheme" holds the
    label scheme and no documents: `annotator.formats.scheme_file` reads it.  ``recognises`` tells from the first bytes
    of a file whether it is of this format, for suffixes that several share.  ``stand_off`` formats can be written
    without the texts.  A format that is ``reread`` is read once more when it was written, before the file takes its
    place.
    """

    id: str
    name: str
    suffixes: tuple[str, ...]
    loses: str
    read: Reader | None = None
    write: Writer | None = None
    carries: str = "documents"
    recognises: Callable[[bytes], bool] | None = None
    stand_off: bool = False
    reread: bool = False
