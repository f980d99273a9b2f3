"""spaCy's DocBin files: documents as plain objects in, one file's bytes out, and back.

Span groups hold marks by layer, ``ents`` the mentions of the first one; what else there is stands in ``user_data`` as
text.  Marks off the borders of tokens are grown to whole tokens, as spaCy has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypedDict

from annotator.domain.errors import PipelineError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

USER_KEY = "quotations"
"""The key of our text in ``user_data``."""

Marked = tuple[int, int, str, str, str]
"""Start and end in code points, label, id, and the knowledge base's id (Wikidata), empty where there is none."""


class Bare(TypedDict):
    """A document as plain values: what crosses the border of the process that runs spaCy."""

    text: str
    language: str | None
    user: str | None
    groups: dict[str, list[Marked]]
    ents: list[Marked]


def packed(documents: Iterable[Bare]) -> bytes:
    """The bytes of a DocBin that holds these."""
    from spacy.tokens import DocBin

    blank: dict[str, Language] = {}
    out = DocBin(store_user_data=True)
    for each in documents:
        code = each["language"] or "xx"
        if code not in blank:
            blank[code] = _blank(code)
        out.add(_doc(blank[code], each))
    return out.to_bytes()


def _blank(code: str) -> Language:
    import spacy

    try:
        nlp = spacy.blank(code)
    except ImportError:  # a language that spaCy does not know
        nlp = spacy.blank("xx")
    nlp.max_length = 2**31
    return nlp


def _doc(nlp: Language, bare: Bare) -> Doc:
    doc = nlp.make_doc(bare["text"])
    for name, marks in bare["groups"].items():
        found = (
            doc.char_span(start, end, label=label, kb_id=base, span_id=id, alignment_mode="expand")
            for start, end, label, id, base in marks
        )
        doc.spans[name] = [each for each in found if each is not None]
    from spacy.util import filter_spans

    ents = (
        doc.char_span(start, end, label=label, kb_id=base, alignment_mode="expand")
        for start, end, label, _, base in bare["ents"]
    )
    doc.set_ents(filter_spans([each for each in ents if each is not None]))
    if bare["user"] is not None:
        doc.user_data[USER_KEY] = bare["user"]
    return doc


def unpacked(data: bytes) -> Iterator[Bare]:
    """The documents of a DocBin.  Raises PipelineError for bytes that are none."""
    import zlib

    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    try:
        if len(zlib.decompressobj().decompress(data, _LARGEST + 1)) > _LARGEST:
            raise PipelineError("the DocBin is far larger than any corpus", "it may be meant to do harm")
        docs = list(DocBin(store_user_data=True).from_bytes(data).get_docs(Vocab()))
        bare = [_bare(each) for each in docs]
    except (
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
        OverflowError,
        MemoryError,
        zlib.error,
    ) as error:
        raise PipelineError(f"this is no DocBin, or a damaged one: {type(error).__name__}", "write it again") from error
    yield from bare


_LARGEST = 4 * 1024**3
"""Bytes of a DocBin that was unpacked."""


def _bare(doc: Doc) -> Bare:
    user = doc.user_data.get(USER_KEY)
    return {
        "text": doc.text,
        "language": doc.lang_ or None,
        "user": user if isinstance(user, str) else None,
        "groups": {
            name: [(each.start_char, each.end_char, each.label_, each.id_, each.kb_id_) for each in group]
            for name, group in doc.spans.items()
        },
        "ents": [(each.start_char, each.end_char, each.label_, each.id_, each.kb_id_) for each in doc.ents],
    }
