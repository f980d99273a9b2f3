"""The fragments of a line of input: offsets into its text as it came, checked and moved to the stored text."""

from __future__ import annotations

import re
from collections.abc import Callable

from annotator.domain.errors import TextError
from annotator.domain.text import Cleaned, Span, Spans, clean, sha256
from annotator.domain.validation import Checks, shown

_FRAGMENT = frozenset(("start", "end", "text"))
_HASH = re.compile("[0-9a-f]{64}")
_OFFSETS = "offsets count Unicode code points from 0, the end is the first one after the words"


class Fragments(Checks):
    """Checks that know the text.  ``text`` is its stored form, ``digest`` that form's SHA-256."""

    __slots__ = ("_cleaned", "_raw", "digest")

    def __init__(self, path: str = "", line: int | None = None) -> None:
        super().__init__(path, line)
        self._raw = ""
        self._cleaned = Cleaned("", ())
        self.digest = ""

    @property
    def text(self) -> str:
        """The stored text."""
        return self._cleaned.text

    def anchor(
        self, text: object, digest: object, id: str, known_text: Callable[[str], str | None] | None = None
    ) -> None:
        """Takes the text that offsets refer to, or finds the one that was left out by its SHA-256."""
        if not isinstance(digest, str) or not _HASH.fullmatch(digest):
            self.fail(f"{shown(id)}: text_sha256 must be 64 lower-case hexadecimal digits")
        if text is None:
            text = known_text(digest) if known_text else None
            if text is None:
                self.fail(
                    f"{shown(id)}: the text was left out and no document here has its hash",
                    "import the document with its text first",
                )
        if not isinstance(text, str):
            self.wrong(id, "text", "a text or null", text)
        try:
            self._cleaned = clean(text)
        except TextError as error:
            self.fail(f"{shown(id)}: {error.message}", error.hint)
        self._raw = text
        self.digest = sha256(self._cleaned.text)
        if digest != self.digest and digest != sha256(text):
            self.fail(
                f"{shown(id)}: text_sha256 is not the hash of the text",
                "the text was changed after it was annotated; annotate the changed text as a document of its own",
            )

    def spans(self, value: object, owner: str, role: str, *, needed: bool = False) -> Spans:
        """A role's fragments in the stored text: ordered, disjoint, their words as they stand there."""
        if not isinstance(value, list):
            self.wrong(owner, role, "a list", value)
        if not value:
            if needed:
                self.fail(f"{shown(owner)}: {role} has no fragment")
            return ()
        last = 0
        out = []
        for each in value:
            start, end = self._fragment(each, owner, role)
            if start < last:
                self.fail(
                    f"{shown(owner)}: {role} {start}–{end} begins before the fragment in front of it ends",
                    "fragments are ordered and do not overlap",
                )
            last = end
            out.append(Span(start, end))
        return tuple(out) if not self._cleaned.removed else self._moved(out, owner, role)

    def _fragment(self, value: object, owner: str, role: str) -> tuple[int, int]:
        """One fragment's offsets, in the text as it came."""
        got = self.fields(value, _FRAGMENT, owner, role)
        start, end = got["start"], got["end"]
        if type(start) is not int or type(end) is not int:  # a project holds hundreds of thousands: no call for each
            start, end = self.integer(start, owner, f"{role} start"), self.integer(end, owner, f"{role} end")
        if not 0 <= start < end <= len(self._raw):
            place = f"{shown(owner)}: {role} {shown(str(start))}–{shown(str(end))}"
            if start < 0:
                self.fail(f"{place} begins before the text", _OFFSETS)
            if start >= end:
                self.fail(f"{place} is empty", _OFFSETS)
            self.fail(f"{place} ends beyond the text, which has {len(self._raw)} characters", _OFFSETS)
        said, there = got["text"], self._raw[start:end]
        if said is not None and said != there:
            if not isinstance(said, str):
                self.wrong(owner, f"{role} text", "a text or null", said)
            if said != self.text[self._cleaned.moved(start) : self._cleaned.moved(end)]:
                self.fail(
                    f"{shown(owner)}: {role} {start}–{end} says “{shown(said)}” but the text there is “{shown(there)}”",
                    _OFFSETS,
                )
        return start, end

    def _moved(self, spans: list[Span], owner: str, role: str) -> Spans:
        out = tuple(Span(self._cleaned.moved(start), self._cleaned.moved(end)) for start, end in spans)
        for was, now in zip(spans, out, strict=True):
            if now.start >= now.end:
                self.fail(
                    f"{shown(owner)}: {role} {was.start}–{was.end} holds only a byte order mark or a carriage return, "
                    "which are not kept"
                )
        return out
