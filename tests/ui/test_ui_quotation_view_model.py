"""What the right panel shows, computed from annotations."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.domain.annotations import NONE_IN_TEXT, Layer, Origin, Party, Quotation, Stance
from annotator.domain.documents import Document
from annotator.domain.registry import Entity
from annotator.domain.scheme import DEFAULT
from annotator.domain.text import Span, Spans, sha256
from annotator.nlp.quotation_marks import SCORES
from annotator.ui.article.marks import Voice
from annotator.ui.card.rows import Rows
from annotator.ui.card.view_model import (
    card_of,
    suggestion_card_of,
    type_letter,
)

TEXT = (
    "“We keep the cafe\u0301 🏭 open,” said Zoe\u0301 Adler, “until\nspring.”\n"
    "“When he says ‘never’, I wait,” Okafor told reporters."
)
HAND = Origin("manual", "a_1")


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def spans(*words: str) -> Spans:
    return tuple(at(each) for each in words)


DOCUMENT = Document("d_1", TEXT, sha256(TEXT))
ZOE = Entity("e_zoe", "Zoe\u0301 Adler", "person", HAND)
CAFE = Entity("e_cafe", "Cafe\u0301 closure", "issue", HAND)
ENTITIES = {each.id: each for each in (ZOE, CAFE)}
FIRST = Quotation(
    "q_1",
    spans("“We keep the cafe\u0301 🏭 open,”", "“until\nspring.”"),
    Origin("suggestion", "a_1", score=0.913, edited=True),
    type="direct",
    cue=spans("said"),
    speakers=(Party(spans("Zoe\u0301 Adler"), "e_zoe", "name"),),
    stances=(
        Stance("s_1", "e_cafe", (), "against", 2, False, (), HAND),
        Stance("s_2", None, spans("spring"), "favour", None, True, (), HAND),
        Stance("s_3", None, (), None, None, None, (), HAND),
    ),
    note="cafe\u0301 = the bar",
    flags=("mark_error",),
    confidence=2,
)
OUTER = Quotation(
    "q_2",
    spans("“When he says ‘never’, I wait,”"),
    HAND,
    type="direct",
    type_origin="manual",
    cue_absent=True,
    speakers=(Party(spans("Okafor"), None, "name"),),
    addressees=(Party(spans("reporters"), None, "nominal"),),
)
INNER = Quotation("q_3", spans("‘never’"), HAND, type="free_indirect", parent="q_2", speakers=(NONE_IN_TEXT,))
LAYER = Layer("l_1", "annotator", "a_1", "Kari", quotations=(INNER, OUTER, FIRST))


def names(quotation: Quotation) -> tuple[str, str]:
    return {"q_1": ("Zoe\u0301 Adler", "Adler"), "q_2": ("Okafor", "")}.get(quotation.id, ("", ""))


def test_card_shows_all_of_a_quotation() -> None:
    shown = card_of(DOCUMENT, LAYER, FIRST, ENTITIES, 3)
    assert (shown.number, shown.complete, shown.colour, shown.inside) == (1, True, 3, None)
    assert shown.content == ("“We keep the cafe\u0301 🏭 open,”", "“until spring.”"), "breaks become blanks"
    assert shown.cue == ("said",)
    speaker = shown.speakers[0]
    assert (speaker.name, speaker.kind, speaker.words) == ("Zoe\u0301 Adler", "person", ("Zoe\u0301 Adler",))
    assert speaker.form_name == "name"
    assert shown.origin == "Accepted suggestion · score 0.91 · edited"
    assert shown.from_suggestion
    assert (shown.note, shown.flags, shown.confidence) == ("cafe\u0301 = the bar", ("mark_error",), 2)


def test_card_stances() -> None:
    by_entity, by_words, waiting = card_of(DOCUMENT, LAYER, FIRST, ENTITIES).stances
    assert (by_entity.target, by_entity.kind) == ("Cafe\u0301 closure", "issue")
    assert (by_entity.draft.id, by_entity.draft.target, by_entity.draft.explicit) == ("s_1", "e_cafe", False)
    assert (by_words.target, by_words.kind, by_words.draft.target_spans) == ("spring", None, spans("spring"))
    assert waiting.target == "no target yet"
    assert waiting.draft.target_name == ""


def test_card_of_a_nested_quotation_without_cue() -> None:
    inner = card_of(DOCUMENT, LAYER, INNER, ENTITIES)
    assert (inner.number, inner.inside, inner.complete) == (3, 2, False)
    assert inner.speakers[0].name == "none in text"
    outer = card_of(DOCUMENT, LAYER, OUTER, ENTITIES)
    assert outer.complete, "an absent cue is decided"
    assert outer.type_by_hand
    assert (outer.speakers[0].name, outer.speakers[0].kind) == ("Okafor", None)
    assert outer.addressees[0].form_name == "nominal"
    assert outer.origin == "Marked by hand"


def test_an_entity_that_is_gone_shows_the_words() -> None:
    assert card_of(DOCUMENT, LAYER, FIRST, {}).speakers[0].name == "Zoe\u0301 Adler"
    lost = replace(FIRST, speakers=(Party((), "e_gone"),), stances=())
    assert card_of(DOCUMENT, LAYER, lost, {}).speakers[0].name == "unknown"


@pytest.mark.parametrize(
    ("type", "letter"),
    [("direct", "D"), ("free_indirect", "F"), ("reported", "R"), ("chant", "C"), (None, ""), ("", "")],
)
def test_type_letters(type: str | None, letter: str) -> None:
    assert type_letter(type) == letter


def test_rows_in_text_order_with_suggestions() -> None:
    suggestion = Quotation("x_1", spans("never"), Origin("pipeline", score=0.86), type="direct")
    repeated = replace(FIRST, origin=Origin("pipeline", score=0.9))

    def voices(each: Quotation) -> Voice:
        return Voice(*names(each), 1 if each.id == "q_1" else None)

    rows = Rows().of(DOCUMENT, LAYER, (suggestion, repeated), voices, "q_3", whole_names=False)
    assert Rows().of(DOCUMENT, LAYER, (), voices)[0].speaker == names(FIRST)[0]
    assert [each.id for each in rows] == ["q_1", "q_2", "q_3", "x_1"]
    first, outer, inner, suggested = rows
    assert (first.speaker, first.words) == ("Adler", "We keep the cafe\u0301 🏭 open")
    assert first.stances == (("against", 2), ("favour", None), (None, None))
    assert first.colour == 1
    assert (outer.speaker, outer.nested, outer.active) == ("Okafor", False, False)
    assert (inner.nested, inner.active, inner.type_letter, inner.speaker) == (True, True, "F", "")
    assert (suggested.suggestion, suggested.score, suggested.nested) == (True, 0.86, True)


def test_a_megabyte_quotation_has_a_short_row() -> None:
    text = "“" + "日本 cafe\u0301 🏭 " * 80_000 + "”"
    document = Document("d_2", text, sha256(text))
    whole = Quotation("q_9", (Span(0, len(text)),), HAND)
    layer = Layer("l_2", "annotator", "a_1", quotations=(whole,))
    (row,) = Rows().of(document, layer, (), lambda _: Voice())
    assert 0 < len(row.words) <= 160


def test_suggestion_card() -> None:
    shown = suggestion_card_of(
        DOCUMENT, replace(FIRST, origin=Origin("pipeline", rule="marks_and_cue", score=0.5)), ENTITIES, DEFAULT, 4
    )
    assert (shown.type_name, shown.score, shown.why, shown.colour) == (
        "Direct",
        0.5,
        (
            ("text-quote", "marks and cue"),
            ("message-square-quote", "“said” attributes it"),
            ("user", "The speaker stands in the same sentence"),
            ("triangle-alert", "A mark is missing"),
        ),
        4,
    )
    assert shown.speakers[0].name == "Zoe\u0301 Adler"


@pytest.mark.parametrize("rule", SCORES)
def test_every_rule_of_the_suggester_has_its_words(rule: str) -> None:
    suggestion = replace(FIRST, origin=Origin("pipeline", rule=rule), flags=())
    sign, why = suggestion_card_of(DOCUMENT, suggestion, ENTITIES, DEFAULT).why[0]
    assert sign == "text-quote"
    assert why != rule.replace(".", " ")
