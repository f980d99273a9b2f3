"""Whom suggested speakers are: entities of the registry by name, by reference and by what people decided."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.domain.annotations import Layer, Mention, Origin, Quotation
from annotator.domain.registry import Entity
from annotator.domain.text import Span
from annotator.nlp.identity import Known
from annotator.nlp.suggest import label, loaded

pytestmark = pytest.mark.pipeline

MANUAL = Origin("manual", agent="a_1")
ANA = Entity("e_ana", "Ana Lindqvist", "person", MANUAL, aliases=("The Iron Mayor",))
UNION = Entity("e_union", "World Trade Organization", "organisation", MANUAL)


def speakers(text: str, *entities: Entity, layers: tuple[Layer, ...] = ()) -> list[tuple[str, str | None]]:
    """The words of who speaks in each quotation, and the entity."""
    found = label(text, loaded(None, "en"), known=Known(entities, layers)).layer.quotations
    return [(each.spans[0].of(text), each.entity) for quotation in found for each in quotation.speakers]


def quotations(text: str, *entities: Entity) -> tuple[Quotation, ...]:
    return label(text, loaded(None, "en"), known=Known(entities)).layer.quotations


def test_a_name_and_a_surname_are_the_entity_of_that_name() -> None:
    text = "Ana Lindqvist said that the cafe\u0301 🏭 stays.\n\nLindqvist added that it had been sold."
    assert speakers(text, ANA) == [("Ana Lindqvist", "e_ana"), ("Lindqvist", "e_ana")]
    assert [each.entity for each in label(text, loaded(None, "en"), known=Known((ANA,))).layer.mentions][:1] == [
        "e_ana"
    ]


def test_a_pronoun_is_who_was_spoken_of_with_a_lower_score() -> None:
    text = "Ana Lindqvist said that the plant stays. She added that it had been sold."
    named, pronoun = (each.speakers[0] for each in quotations(text, ANA))
    assert (named.form, pronoun.form, pronoun.entity) == ("name", "pronoun", "e_ana")
    assert (pronoun.score or 0) < (named.score or 0) <= 1


def test_nobody_is_made_up() -> None:
    text = "Ana Lindqvist said that the plant stays. The World Trade Organization warned that prices would rise."
    assert [entity for _, entity in speakers(text)] == [None, None]
    assert [entity for _, entity in speakers(text, UNION)] == [None, "e_union"]


def test_what_a_person_decided_in_the_article_is_followed() -> None:
    text = "Brandt said that the plant stays.\n\nBrandt added that it had been sold."
    other = replace(ANA, id="e_b", name="Orsolya Brandt", aliases=())
    mention = Mention("m_1", (Span(0, 6),), "person", "e_b", MANUAL)
    layer = Layer("l_1", "annotator", annotator_id="a_1", annotator="bea", mentions=(mention,))
    assert speakers(text, other, layers=(layer,)) == [("Brandt", "e_b"), ("Brandt", "e_b")]


def test_two_entities_of_one_name_are_left_to_a_person() -> None:
    twin = replace(ANA, id="e_twin")
    assert speakers("Ana Lindqvist said that the plant stays.", ANA, twin) == [("Ana Lindqvist", None)]
