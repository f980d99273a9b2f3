"""What we write is read by the other programs' own readers, and they see what we see."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import cassis
import pytest
import spacy
from invented import Memory, random_document, sample
from pyrefiqda import RefiProject
from spacy.tokens import DocBin

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.canonical import canonical
from annotator.formats import docbin
from annotator.formats.base import ExportContext, Format
from annotator.formats.catalogue import by_id
from annotator.nlp.docbin import packed

MANY = [canonical(sample()), *(canonical(random_document(seed, legal=True)) for seed in range(20))]


def written(format: Format, *annotated: AnnotatedDocument) -> bytes:
    sink = Memory()
    assert format.write is not None
    format.write(lambda: iter(annotated), ExportContext(), sink)
    return sink.main


def contents(annotated: AnnotatedDocument) -> list[str]:
    """The words of all pieces of all contents of all layers."""
    text = annotated.document.text
    return sorted(span.of(text) for layer in annotated.layers for each in layer.quotations for span in each.content)


@pytest.mark.parametrize("annotated", MANY, ids=[each.document.id for each in MANY])
def test_cassis_reads_our_xmi(annotated: AnnotatedDocument) -> None:
    """dkpro-cassis turns UTF-16 into code points itself and checks every feature against the type system."""
    with zipfile.ZipFile(io.BytesIO(written(by_id("xmi"), annotated))) as archive:
        types = cassis.load_typesystem(io.BytesIO(archive.read("TypeSystem.xml")))
        names = [each for each in archive.namelist() if each.endswith(".xmi")]
        seen: list[str] = []
        for name in names:
            cas = cassis.load_cas_from_xmi(io.BytesIO(archive.read(name)), typesystem=types)
            assert cas.sofa_string == annotated.document.text
            for each in cas.select("webanno.custom.Quotation"):
                seen.append(each.get_covered_text())
                piece = each.next
                while piece is not None:
                    seen.append(piece.get_covered_text())
                    piece = piece.next
                for slot in each.slots.elements if each.slots else ():
                    assert slot.role in ("cue", "speaker", "addressee")
                    assert slot.target.label == slot.role
    assert len(names) == len(annotated.layers)
    assert sorted(seen) == contents(annotated)


def test_pyrefiqda_reads_our_project(tmp_path: Path) -> None:
    """Its models are made from the schema, so the order and the kind of every element are checked."""
    path, folder = tmp_path / "ours.qdpx", tmp_path / "unpacked"
    path.write_bytes(written(by_id("refi-qda"), *MANY))
    project = RefiProject.load(path, extract_dir=str(folder))
    assert project.sources is not None
    sources = project.sources.text_source
    assert [each.name for each in sources] == [each.document.id for each in MANY]
    codes = {each.guid: each.name for each in project.code_book.codes.code}
    for source, annotated in zip(sources, MANY, strict=True):
        place = RefiProject.resolve_source_path(source.plain_text_path, folder)
        text = Path(place).read_text(encoding="utf-8-sig")  # CR LF becomes LF: a line end counts as one
        assert text == annotated.document.text
        said = [
            text[each.start_position : each.end_position]
            for each in source.plain_text_selection
            if any(codes[one.code_ref.target_guid].startswith("Quotation type::") for one in each.coding)
        ]
        assert sorted(said) == contents(annotated)


def test_spacy_reads_our_docbin() -> None:
    data = packed(docbin.bare(each, ExportContext()) for each in MANY)  # type: ignore[misc]
    docs = list(DocBin(store_user_data=True).from_bytes(data).get_docs(spacy.blank("en").vocab))
    assert [each.text for each in docs] == [each.document.text for each in MANY]
    doc, text = docs[0], MANY[0].document.text
    bea = {each.id_: each for each in doc.spans["bea"]}
    assert bea["q_1"].text == "“The cafe\u0301 stays open 🎪,”"
    assert (bea["q_1"].label_, bea["q_1.speaker"].kb_id_) == ("direct", "Q42")
    assert text[bea["q_1.cue"].start_char : bea["q_1.cue"].end_char] == "told"
    assert [(each.text, each.label_) for each in doc.ents]
