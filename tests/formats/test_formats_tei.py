"""TEI output against the content models of TEI P5, as far as we use them, and against its own pointers.

The whole schema is no package; this grammar holds, for the elements that we write, what the specifications of TEI P5
say about their content and their required attributes.
"""

from __future__ import annotations

import re

import pytest
from invented import Memory, random_document, sample
from lxml import etree

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.canonical import canonical
from annotator.formats.base import ExportContext
from annotator.formats.tei import write

MANY = [canonical(sample()), *(canonical(random_document(seed, legal=True)) for seed in range(12))]
ID = "{http://www.w3.org/XML/1998/namespace}id"
TEI = {"t": "http://www.tei-c.org/ns/1.0"}

GRAMMAR = """<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.tei-c.org/ns/1.0"
 datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
<start><element name="teiCorpus"><ref name="header"/><oneOrMore><ref name="TEI"/></oneOrMore></element></start>
<define name="TEI"><element name="TEI"><ref name="header"/>
 <element name="text"><element name="body"><ref name="id"/><oneOrMore><ref name="p"/></oneOrMore></element></element>
 <optional><element name="standOff"><element name="listAnnotation"><oneOrMore><ref name="annotation"/></oneOrMore>
 </element></element></optional></element></define>
<define name="header"><element name="teiHeader"><element name="fileDesc">
 <element name="titleStmt"><element name="title"><text/></element>
  <optional><element name="author"><text/></element></optional></element>
 <element name="publicationStmt"><element name="p"><text/></element></element>
 <element name="sourceDesc"><choice><element name="p"><text/></element><ref name="bibl"/></choice></element></element>
 <optional><element name="profileDesc"><element name="particDesc"><element name="listPerson"><oneOrMore>
  <element name="person"><ref name="id"/><element name="persName"><text/></element></element>
 </oneOrMore></element></element></element></optional></element></define>
<define name="bibl"><element name="bibl"><zeroOrMore><choice><text/>
 <element name="title"><text/></element><element name="publisher"><text/></element>
 <element name="date"><text/></element><element name="idno"><text/></element></choice></zeroOrMore></element></define>
<define name="p"><element name="p"><ref name="words"/></element></define>
<define name="words"><zeroOrMore><choice><text/><ref name="said"/></choice></zeroOrMore></define>
<define name="said"><element name="said"><ref name="id"/>
 <optional><attribute name="direct"><data type="boolean"/></attribute></optional>
 <optional><attribute name="who"><ref name="pointers"/></attribute></optional>
 <optional><attribute name="ana"><ref name="pointers"/></attribute></optional>
 <optional><attribute name="prev"><data type="anyURI"/></attribute></optional>
 <optional><attribute name="next"><data type="anyURI"/></attribute></optional><ref name="words"/></element></define>
<define name="annotation"><element name="annotation"><ref name="id"/>
 <attribute name="target"><ref name="pointers"/></attribute>
 <zeroOrMore><element name="respStmt"><element name="resp"><text/></element><element name="name"><text/></element>
 </element></zeroOrMore>
 <zeroOrMore><choice><element name="note"><attribute name="type"><data type="token"/></attribute><text/></element>
 <element name="ptr"><attribute name="target"><ref name="pointers"/></attribute></element></choice></zeroOrMore>
 </element></define>
<define name="id"><attribute name="xml:id"><data type="ID"/></attribute></define>
<define name="pointers"><list><oneOrMore><data type="anyURI"/></oneOrMore></list></define>
</grammar>"""


def written(annotated: AnnotatedDocument) -> etree._Element:
    sink = Memory()
    write(lambda: iter([annotated]), ExportContext(), sink)
    return etree.fromstring(sink.main)


@pytest.mark.parametrize("annotated", MANY, ids=[each.document.id for each in MANY])
def test_tei_is_valid_and_its_pointers_lead_to_the_words(annotated: AnnotatedDocument) -> None:
    root = written(annotated)
    schema = etree.RelaxNG(etree.fromstring(GRAMMAR))
    assert schema.validate(root), schema.error_log
    text = annotated.document.text
    (body,) = root.iterfind(".//t:body", TEI)
    words = "".join(body.itertext())
    assert words.removesuffix("\n") == text
    ids = [each.get(ID) for each in root.iter() if each.get(ID)]
    assert len(ids) == len(set(ids))
    for each in root.iter("{*}said", "{*}annotation"):
        for name in ("who", "prev", "next"):
            assert {target[1:] for target in (each.get(name) or "").split()} <= set(ids)
    found = []
    for each in root.iterfind(".//t:annotation", TEI):
        for place, start, length in re.findall(r"#string-range\(([^,]+),(\d+),(\d+)\)", each.get("target")):
            assert place == body.get(ID)
            found.append(words[int(start) : int(start) + int(length)])
    found += ["".join(each.itertext()) for each in root.iter("{*}said")]
    assert sorted(found) == sorted(
        span.of(text) for layer in annotated.layers for each in layer.quotations for span in each.content
    )
