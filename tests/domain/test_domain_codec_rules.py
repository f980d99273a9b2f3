"""Each rule of the exchange format, and the sentence for breaking it."""

from __future__ import annotations

import json

import pytest
from codec_example import (
    TEXT,
    Change,
    decision,
    entity,
    example,
    first,
    fragment,
    itself,
    layer,
    mention,
    origin,
    put,
    rejection,
    second,
    second_layer,
    speaker,
    stance,
    twice,
)

from annotator.domain.codec import decode
from annotator.domain.errors import FormatError

RULES: list[tuple[Change, str]] = [
    (put(itself, format="other"), "the format is “other”, not “quotation-annotations”"),
    (lambda obj: obj.pop("format"), "the format is missing, not “quotation-annotations”"),
    (put(itself, version="2.0"), "version 2.0 of the format is newer than 1.0"),
    (put(itself, version="0.9"), "version 0.9 of the format is not known"),
    (put(itself, version="one"), "the version must look like “1.0”"),
    (put(itself, version=1.0), "the version must look like “1.0”"),
    (put(itself, surprise=1), "the document: the key “surprise” is unknown"),
    (lambda obj: obj.pop("meta"), "the document: the key “meta” is missing"),
    (put(itself, id=""), "the document: id must have 1 to 200 characters, not 0"),
    (put(itself, id="x" * 201), "the document: id must have 1 to 200 characters, not 201"),
    (put(itself, id="a\nb"), "the document: id “a\\nb” holds a control character"),
    (put(itself, id="a\ud800"), "the document: id “a\\ud800” holds a control character"),
    (put(itself, id=True), "the document: id must be a text, not true or false"),
    (put(itself, text=7), "d_1: text must be a text or null, not a number"),
    (put(itself, text="a\0b"), "d_1: the text has a NUL character at character 2"),
    (put(itself, text="ab\udc00"), "d_1: the text has a lone surrogate at character 3"),
    (put(itself, text="other"), "d_1: text_sha256 is not the hash of the text"),
    (put(itself, text=None), "d_1: the text was left out and no document here has its hash"),
    (put(itself, text_sha256="ABC"), "d_1: text_sha256 must be 64 lower-case hexadecimal digits"),
    (put(itself, language=[]), "d_1: language must be a text, not a list"),
    (put(itself, meta=[]), "d_1: meta must be an object, not a list"),
    (put(itself, meta={"a": {}}), "d_1: meta.a must be a text, a number, true, false or null, not an object"),
    (put(itself, meta={"a": "b\0"}), "d_1: meta.a has a NUL character at character 2"),
    (put(itself, meta={"a": float("inf")}), "d_1: meta.a is not a finite number"),
    (put(itself, entities={}), "d_1: entities must be a list, not an object"),
    (put(itself, layers=None), "d_1: layers must be a list, not null"),
    (put(itself, layers=[3]), "layer 1: must be an object, not a number"),
    (put(itself, x_deep=json.loads("[" * 70 + "]" * 70)), "x_deep: nested more than 64 levels deep"),
    (put(itself, x_bad=["\ud800"]), "x_bad: the value has a lone surrogate at character 1"),
    # fragments
    (put(fragment, text="“The tram"), "q_1: content 0–28 says ““The tram” but the text there is “"),
    (put(fragment, start=9, end=3), "q_1: content 9–3 is empty"),
    (put(fragment, start=3, end=3), "q_1: content 3–3 is empty"),
    (put(fragment, end=900), f"q_1: content 0–900 ends beyond the text, which has {len(TEXT)} characters"),
    (put(fragment, start=-1), "q_1: content -1–28 begins before the text"),
    (put(fragment, start="0"), "q_1: content start must be a whole number, not a text"),
    (put(fragment, start=0.5), "q_1: content start must be a whole number, not a number"),
    (put(fragment, start=False), "q_1: content start must be a whole number, not true or false"),
    (put(fragment, text=3), "q_1: content text must be a text or null, not a number"),
    (put(fragment, label="x"), "q_1: content: the key “label” is unknown"),
    (lambda obj: first(obj)["content"].reverse(), "q_1: content 0–28 begins before the fragment in front of it ends"),
    (twice(lambda obj: first(obj)["cue"]), "q_1: cue 58–65 begins before the fragment in front of it ends"),
    (
        put(first, cue=[{"start": 58, "end": 65, "text": None}, {"start": 64, "end": 66, "text": None}]),
        "q_1: cue 64–66 begins before the fragment in front of it ends",
    ),
    (put(first, content=[]), "q_1: content has no fragment"),
    (put(mention, spans=[]), "m_1: spans has no fragment"),
    (put(first, cue=None), "q_1: cue must be a list, not null"),
    # references
    (put(mention, entity="e_7"), "m_1: entity “e_7” is not among the entities"),
    (put(speaker, entity="e_7"), "q_1: speaker entity “e_7” is not among the entities"),
    (put(stance, target="e_7"), "s_1: target “e_7” is not among the entities"),
    (put(second, parent="q_7"), "q_2: parent “q_7” is not a quotation of the same layer"),
    (put(second, parent="q_2"), "q_2: parent leads back to the quotation itself"),
    (put(first, parent="q_2"), "q_1: parent leads back to the quotation itself"),
    (put(itself, decisions=[decision(gold="q_1")]), "x_9: gold “q_1” is not a quotation of the gold layer"),
    # ids
    (twice(lambda obj: obj["entities"]), "e_1: this id stands at two objects of kind entity"),
    (twice(lambda obj: layer(obj)["mentions"]), "m_1: this id stands at two objects of kind mention"),
    (twice(lambda obj: layer(obj)["quotations"]), "q_1: this id stands at two objects of kind quotation"),
    (twice(lambda obj: first(obj)["stances"]), "s_1: this id stands at two objects of kind stance"),
    (twice(lambda obj: layer(obj)["rejections"]), "x_1: this id stands at two objects of kind rejection"),
    (twice(lambda obj: obj["layers"]), "l_1: this id stands at two objects of kind layer"),
    (put(itself, decisions=[decision(), decision()]), "x_9: this id stands at two objects of kind decision"),
    # layers
    (second_layer(), "d_1: annotator “a_1” has two layers"),
    (put(layer, annotator="Gold"), "l_1: no annotator can be called “gold”"),
    (put(layer, annotator_id="pipeline"), "l_1: no annotator can be called “pipeline”"),
    (put(layer, annotator=None), "l_1: an annotator's layer needs annotator_id and annotator"),
    (put(layer, annotator_id=None), "l_1: an annotator's layer needs annotator_id and annotator"),
    (put(layer, kind="gold"), "l_1: annotator_id of the gold layer must be null"),
    (put(layer, kind="gold", annotator_id=None), "l_1: annotator of the gold layer must be null"),
    (
        put(layer, kind="pipeline", annotator_id=None, annotator=None),
        "l_1: annotator of the pipeline layer must be the pipeline's name and version",
    ),
    (put(layer, kind="silver"), "l_1: kind must be one of gold, annotator, pipeline, not “silver”"),
    (
        put(layer, status="adjudicated"),
        "l_1: status of the annotator layer must be one of new, in_progress, done, skipped, not “adjudicated”",
    ),
    (
        put(layer, kind="pipeline", annotator_id=None, status="new"),
        "l_1: status of the pipeline layer must be one of done, not “new”",
    ),
    (put(layer, attributes={"a": []}), "l_1: attributes.a must be a text, a number, true, false or null, not a list"),
    (put(layer, status_reason=""), "l_1: status_reason must have 1 to 200 characters, not 0"),
    # objects
    (put(origin, kind="guess"), "q_1: origin.kind must be one of manual, suggestion, pipeline, import, adjudication"),
    (put(origin, score=1.5), "q_1: origin.score must lie between 0 and 1"),
    (put(origin, score=True), "q_1: origin.score must be a number, not true or false"),
    (put(origin, edited=1), "q_1: origin.edited must be true or false, not a number"),
    (put(origin, agent=[]), "q_1: origin.agent must be a text, not a list"),
    (put(origin, derived_from="m_1"), "q_1: origin.derived_from must be a list, not a text"),
    (put(origin, created="yesterday"), "q_1: origin.created must look like 2026-11-20T11:00:00Z or be null"),
    (put(origin, modified="2026-11-20T11:00:00Z\n"), "q_1: origin.modified must look like 2026-11-20T11:00:00Z"),
    (lambda obj: origin(obj).pop("rule"), "q_1: origin: the key “rule” is missing"),
    (put(entity, wikidata="42"), "e_1: wikidata must look like Q42 or be null"),
    (put(entity, wikidata="Q42\n"), "e_1: wikidata must look like Q42 or be null"),
    (put(entity, name=""), "e_1: name is empty"),
    (put(entity, aliases=[None]), "e_1: an alias must be a text, not null"),
    (put(entity, kind=None), "e_1: kind must be a text, not null"),
    (put(entity, proposed=None), "e_1: proposed must be true or false, not null"),
    (put(speaker, form="noun"), "q_1: speaker form must be one of name, nominal, pronoun, none_in_text, unknown"),
    (put(speaker, score=-0.1), "q_1: speaker score must lie between 0 and 1"),
    (put(first, speakers=[{}]), "q_1: speaker: the key “entity” is missing"),
    (put(stance, intensity=4), "s_1: intensity must be 1, 2 or 3, not 4"),
    (put(stance, explicit="yes"), "s_1: explicit must be true or false, not a text"),
    (put(stance, value=""), "s_1: value must have 1 to 200 characters, not 0"),
    (put(first, confidence=0), "q_1: confidence must be 1, 2 or 3, not 0"),
    (put(first, type_origin="hand"), "q_1: type_origin must be one of auto, manual, not “hand”"),
    (put(first, cue_absent=None), "q_1: cue_absent must be true or false, not null"),
    (put(first, flags=["a", None]), "q_1: flags must be a text, not null"),
    (put(first, note=3), "q_1: note must be a text, not a number"),
    (put(mention, label=None), "m_1: label must be a text, not null"),
    (put(rejection, by=None), "x_1: by must be a text, not null"),
    (put(rejection, at=3), "x_1: at must look like 2026-11-20T11:00:00Z or be null"),
    (put(itself, decisions=[decision(slot="verb")]), "x_9: slot must be one of quotation, content, cue"),
    (put(itself, decisions=[decision(action="won")]), "x_9: action must be one of agreed, picked, both"),
    (put(itself, decisions=[decision(stale=None)]), "x_9: stale must be true or false, not null"),
]


@pytest.mark.parametrize(("change", "message"), RULES, ids=[f"{n}: {rule[1][:50]}" for n, rule in enumerate(RULES)])
def test_each_rule_has_its_sentence(change: Change, message: str) -> None:
    obj = example()
    change(obj)
    with pytest.raises(FormatError) as caught:
        decode(obj, path="some.jsonl", line=7)
    assert caught.value.message.startswith(message)
    assert (caught.value.path, caught.value.line) == ("some.jsonl", 7)
    assert "\n" not in str(caught.value)


def test_a_wrong_text_is_shown_beside_the_right_one() -> None:
    obj = example()
    first(obj)["cue"][0]["text"] = "told\n" * 30
    with pytest.raises(FormatError) as caught:
        decode(obj)
    assert caught.value.message == (
        "q_1: cue 58–65 says “told\\ntold\\ntold\\ntold\\n…told\\ntold\\ntold\\ntold\\n” "
        "but the text there is “assured”"
    )
