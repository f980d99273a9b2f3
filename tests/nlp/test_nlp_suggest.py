"""The pipeline's layer of a document, and its cue candidates."""

from __future__ import annotations

import pytest

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.codec import decode, encode
from annotator.domain.documents import Document
from annotator.domain.text import sha256
from annotator.nlp.suggest import label, label_with, loaded


def test_a_layer_by_rules_holds_quotations_and_says_so() -> None:
    labels = label_with("rules", "en", "“We go 🏭,” Zoe\u0301 said.", cues=True)
    layer = labels.layer
    assert (layer.kind, layer.annotator, layer.annotator_id, layer.status) == ("pipeline", "rules 1", None, "done")
    assert (len(layer.mentions), len(layer.quotations), labels.cues) == (0, 1, ())


def test_a_pipeline_is_loaded_once() -> None:
    assert loaded("rules", "en") is loaded("rules", "en-GB") is loaded("rules", None)


@pytest.mark.pipeline
@pytest.mark.parametrize("text", ["", " ", "\n\n\u2028", "🏭", "e\u0301", "\r \ufdd0 “"])
def test_odd_texts_have_a_layer(text: str) -> None:
    labels = label(text, loaded(None, "en"))
    assert labels.layer.status == "done"
    assert labels.cues == ()


@pytest.mark.pipeline
def test_the_layer_keeps_to_the_exchange_format(awkward: str) -> None:
    text = awkward + "\n“Ana Lindqvist told me, ‘You can go home,’ and I went,” Li said in Paris."
    layer = label(text, loaded(None, "en")).layer
    written = encode(AnnotatedDocument(Document("d_1", text, sha256(text)), layers=(layer,)))
    (read,) = decode(written).layers
    assert read == layer
    assert label(text, loaded(None, "en")).layer == layer


@pytest.mark.pipeline
def test_cue_candidates_come_only_when_they_are_asked_for_and_change_nothing_else(awkward: str) -> None:
    text = awkward + "\nAna Lindqvist said that the cafe\u0301 🏭 stays open."
    plain, parsed = (label_with(None, "en", text, cues=each) for each in (False, True))
    assert plain.layer == parsed.layer
    assert plain.cues == ()
    said = parsed.cues[-1]
    assert [each.of(text) for each in (*said.cue, *said.subject)] == ["said", "Ana Lindqvist"]
    assert said.clause is not None
    assert said.clause.of(text) == "that the cafe\u0301 🏭 stays open"
