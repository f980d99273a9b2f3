"""A scheme grows by what comes in, and only by that."""

from __future__ import annotations

from dataclasses import replace

from exchanged import SCHEME, bea, document, everything

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.scheme import DEFAULT, Attribute, Label
from annotator.operations.growth import grown


def test_unknown_values_become_labels() -> None:
    scheme = grown(DEFAULT, everything())
    assert scheme.types == (*DEFAULT.types, Label("hummed", "hummed"))
    assert scheme.flags[-1] == Label("our_own", "our_own")
    assert scheme.kinds[-1] == Label("contract", "contract")
    assert scheme.reasons[-1] == Label("our_reason", "our_reason")
    assert scheme.stances == DEFAULT.stances
    assert grown(scheme, everything()) is scheme


def test_unknown_attributes_become_typed_columns() -> None:
    found = grown(DEFAULT, everything()).attributes
    assert found == (
        Attribute("tone", "tone", "document"),
        Attribute("party", "party", "entity"),
        Attribute("frame", "frame", "quotation"),
        Attribute("weight", "weight", "quotation", "number"),
    )


def test_a_column_of_nulls_is_text_and_a_mixed_one_too() -> None:
    first = replace(bea().quotations[0], attributes={"empty": None, "mixed": 1, "yes": True, "number": None})
    second = replace(bea().quotations[1], attributes={"mixed": "one", "empty": None, "number": 2.5, "": 1})
    layer = replace(bea(), quotations=(first, second), attributes={})
    found = grown(DEFAULT, [AnnotatedDocument(document("d"), (), (layer,))]).attributes
    assert {each.id: each.type for each in found} == {
        "empty": "text",
        "mixed": "text",
        "number": "number",
        "yes": "text",
    }


def test_choices_grow() -> None:
    quotation = replace(bea().quotations[0], attributes={"frame": "economy"})
    layer = replace(bea(), quotations=(quotation,), mentions=(), rejections=())
    found = grown(SCHEME, [AnnotatedDocument(document("d"), (), (layer,))]).attributes
    assert found[0].choices == (Label("conflict", "Conflict"), Label("economy", "economy"))
