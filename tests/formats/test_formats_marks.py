"""Formats of marks and links: what goes out comes back, for any document, as far as each format says."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from invented import Memory, random_document, sample

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Layer, Quotation
from annotator.domain.canonical import canonical
from annotator.domain.codec import decode, encode
from annotator.domain.text import Spans, clean
from annotator.formats import docbin
from annotator.formats.base import ExportContext, Format, Read, ReadOptions
from annotator.formats.catalogue import by_id
from annotator.formats.details import _closed
from annotator.nlp.docbin import packed, unpacked

WHOLE = ["prodigy", "label-studio", "brat", "brat-events", "xmi", "refi-qda", "w3c"]
"""Formats with room for a detail: their quotations come back as they were."""
MARKS = ["doccano", "citron"]
"""Formats that hold marks only."""


def written(format: Format, *annotated: AnnotatedDocument) -> Memory:
    sink = Memory()
    assert format.write is not None
    format.write(lambda: iter(annotated), ExportContext(), sink)
    return sink


def read(format: Format, data: bytes, **options: object) -> list[Read]:
    assert format.read is not None
    out = list(format.read(io.BytesIO(data), ReadOptions(path=f"x{format.suffixes[0]}", **options)))  # type: ignore[arg-type]
    for each in out:
        assert decode(encode(each.content)) == canonical(each.content)
    return out


def layers(reads: list[Read]) -> dict[tuple[str, str | None], Layer]:
    return {(layer.kind, layer.annotator): layer for each in reads for layer in canonical(each.content).layers}


def core(quotation: Quotation) -> Quotation:
    """What every detail brings back: all but ids that were minted anew, and parents that are found anew."""
    return replace(quotation, parent=None, parent_origin="auto")


def placed(annotated: AnnotatedDocument, layer: Layer) -> set[tuple[Spans, str]]:
    """The mentions by place; those of one piece, since a mention in pieces has no place in every format."""
    text = annotated.document.text
    return {(_closed(each.spans, text), each.label) for each in layer.mentions}


@pytest.mark.parametrize("id", WHOLE)
def test_quotations_of_the_sample_come_back_whole(id: str) -> None:
    format = by_id(id)
    was = canonical(sample())
    found = layers(read(format, written(format, was).main))
    assert set(found) == {(each.kind, each.annotator) for each in was.layers}
    for layer in was.layers:
        back = found[layer.kind, layer.annotator]
        assert back.quotations == layer.quotations
        assert [(each.spans, each.label) for each in back.mentions] == [
            (each.spans, each.label) for each in layer.mentions
        ]


@pytest.mark.parametrize("id", WHOLE)
def test_identities_of_the_sample_come_back(id: str) -> None:
    format = by_id(id)
    (back, *_) = [
        each.content
        for each in read(format, written(format, sample()).main)
        if any(layer.annotator == "bea" for layer in each.content.layers)
    ]
    assert {each.id: (each.name, each.kind, each.wikidata) for each in back.entities} == {
        "e_1": ("Zoë Bäcker", "person", "Q42"),
        "e_2": ("The lease", "issue", None),
    }


@pytest.mark.parametrize("id", WHOLE)
def test_any_quotations_come_back_whole(id: str) -> None:
    format = by_id(id)
    for seed in range(60):
        was = canonical(random_document(seed, legal=id in ("xmi", "refi-qda")))
        found = layers(read(format, written(format, was).main))
        for layer in was.layers:
            if id == "refi-qda" and not (layer.quotations or layer.mentions):
                continue  # a user without selections in a source has no layer there
            back = found[layer.kind, layer.annotator]
            assert [*map(core, back.quotations)] == [*map(core, layer.quotations)], seed
            assert placed(was, back) == placed(was, layer), seed


@pytest.mark.parametrize("id", MARKS)
def test_marks_of_the_sample_come_back(id: str) -> None:
    format = by_id(id)
    was = canonical(sample())
    back = layers(read(format, written(format, was).main))["annotator", "bea"]
    (bea,) = (each for each in was.layers if each.annotator == "bea")
    for theirs, ours in zip(back.quotations, bea.quotations, strict=True):
        assert (theirs.content, theirs.cue) == (ours.content, ours.cue)
        assert [each.spans for each in theirs.speakers] == [each.spans for each in ours.speakers if each.spans]
    assert clean(sample().document.text).text == read(format, written(format, was).main)[0].content.document.text


def test_docbin_comes_back_whole() -> None:
    was = canonical(sample())
    data = packed([docbin.bare(was, ExportContext())])  # type: ignore[list-item]
    (bare,) = unpacked(data)
    back = docbin.document(bare, ReadOptions(), 1)
    found = layers([back])
    for layer in was.layers:
        assert found[layer.kind, layer.annotator].quotations == layer.quotations
        assert found[layer.kind, layer.annotator].status == layer.status
    assert back.content.document == replace(was.document, extra={})
