"""The attribute ruler that remembers sets what spaCy's own sets."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.nlp.quick_ruler import RULER, QuickRuler, quicken
from annotator.nlp.suggest import loaded

PIECES = (
    "There are those who ain't sure that y'all gonna stay, but she's got it . ",
    "I gotta go, let's see; c'mon, he hasn’t been told. ",
    "Zoé 🏭 CAN NOT say\u00a0cafe\u0301s aren't n't 'em , \n\n ",
    "an ",
    "'s ",
    "\t\u2028",
)


def _stock(vocab: Any) -> Any:
    from spacy.pipeline import AttributeRuler

    return AttributeRuler(vocab)


def _set(ruler: Any, doc: Any) -> list[tuple[str, ...]]:
    ruler(doc)
    return [(each.pos_, each.tag_, each.dep_, each.lemma_, str(each.morph)) for each in doc]


@pytest.mark.pipeline
@settings(max_examples=settings.default.max_examples // 3)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12))
def test_what_is_remembered_is_what_the_stock_ruler_decides(pieces: list[str]) -> None:
    nlp = loaded(None, "en").nlp
    quick = nlp.get_pipe(RULER)
    stock = _stock(nlp.vocab)
    stock.from_bytes(quick.to_bytes())
    doc = nlp.make_doc("".join(pieces))
    for name in ("tok2vec", "tagger", "parser"):
        doc = nlp.get_pipe(name)(doc)
    assert _set(quick, doc.copy()) == _set(stock, doc.copy())


def test_patterns_that_look_at_more_keep_their_place_in_the_order() -> None:
    from spacy.lang.en import English

    nlp = English()
    ruler = nlp.add_pipe(RULER)
    ruler.add([[{"LOWER": "zoé"}]], {"POS": "NOUN"})
    ruler.add([[{"LOWER": "zoé"}, {"LOWER": "🏭"}]], {"POS": "PROPN"}, index=0)
    ruler.add([[{"LOWER": {"REGEX": "^cafe"}}]], {"POS": "ADJ"})
    ruler.add([[{"LOWER": {"IN": ["left", "cafe\u0301"]}}]], {"POS": "VERB"})
    ruler.add([[{"ORTH": "LEFT"}]], {"POS": "ADV"})
    text = "Zoé 🏭 left cafe\u0301 and zoé LEFT"
    before = [each.pos_ for each in nlp(text)]
    quicken(nlp)
    assert [each.pos_ for each in nlp(text)] == before == ["PROPN", "", "VERB", "VERB", "", "NOUN", "ADV"]


def test_a_pipeline_without_a_ruler_stays_as_it_is() -> None:
    from spacy.lang.en import English

    nlp = English()
    quicken(nlp)
    assert nlp.pipe_names == []


def test_a_spelling_that_no_pattern_names_is_not_remembered_for_itself() -> None:
    from spacy.lang.en import English

    nlp = English()
    ruler = nlp.add_pipe(RULER)
    ruler.add([[{"LOWER": "left"}]], {"POS": "VERB"})
    quick = QuickRuler(ruler)
    quick.match(nlp.make_doc("Zoé cafe\u0301 🏭 left"))
    assert quick.size == 2
