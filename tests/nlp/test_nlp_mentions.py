"""Mentions: trimmed, snapped, mapped to our kinds, and repaired."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.annotations import Mention
from annotator.domain.scheme import DEFAULT
from annotator.domain.text import Span
from annotator.nlp.mentions import mentions, trimmed
from annotator.nlp.pipelines import RULES_AGENT, Loaded, load
from annotator.nlp.suggest import loaded


@functools.cache
def table() -> Loaded:
    return load("rules", "en")


class Finder:
    """Stands for a pipeline: finds the first occurrence of certain words."""

    def __init__(self, labels: dict[str, str]) -> None:
        self.labels = labels

    def pipe(self, texts: Iterable[str], batch_size: int) -> Iterator[SimpleNamespace]:
        assert batch_size > 0
        return map(self._found, texts)

    def _found(self, text: str) -> SimpleNamespace:
        spans = ((text.find(words), words, label) for words, label in self.labels.items())
        ents = [SimpleNamespace(start_char=at, end_char=at + len(words), label_=label) for at, words, label in spans]
        return SimpleNamespace(ents=[each for each in ents if each.start_char >= 0])


def naming(**labels: str) -> Loaded:
    """A pipeline that finds these words (blanks as ``_``), each once in a text, with a label of spaCy's."""
    finder = Finder({words.replace("_", " "): label for words, label in labels.items()})
    return replace(table(), nlp=finder, agent="test 1")


def named(text: str, found: tuple[Mention, ...]) -> list[tuple[str, str, str | None]]:
    return [(each.spans[0].of(text), each.label, each.origin.rule) for each in found]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("the Keio University", "Keio University"),
        ("The “Herald”", "Herald"),
        ("Zoé’s", "Zoé"),
        ("the workers'", "workers"),
        (" (Ana Lindqvist), ", "Ana Lindqvist"),
        ("#plant", "plant"),
        ("U.S.", "U.S."),
        ("Acme Inc.", "Acme Inc."),
        ("Cafe\u0301", "Cafe\u0301"),
        ("Xi\nLi Jinping", "Li Jinping"),
        ("Li Wei\u2028of", "Li Wei"),
        ("# 🏭 —", None),
        ("the", "the"),
        ("x" * 151, None),
    ],
)
def test_names_are_trimmed(given: str, name: str | None) -> None:
    text = f"🏭 {given} 🏭"
    span = trimmed(text, Span(2, 2 + len(given)))
    assert (span.of(text) if span else None) == name


def test_names_grow_to_whole_tokens_but_not_over_an_apostrophe() -> None:
    text = "Lindqvist’s cafe\u0301s and l’Humanité"
    assert trimmed(text, Span(0, 4)) == Span(0, 9)
    assert trimmed(text, Span(12, 16)).of(text) == "cafe\u0301s"  # type: ignore[union-attr]  # it is there
    assert trimmed(text, Span(text.index("Hum"), len(text))).of(text) == "Humanité"  # type: ignore[union-attr]  # same


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("PERSON", "person"),
        ("PER", "person"),
        ("ORG", "organisation"),
        ("GPE", "place"),
        ("LOC", "place"),
        ("FAC", "place"),
        ("NORP", "group"),
        ("EVENT", "event"),
        ("LAW", "law"),
        ("DATE", "date"),
        ("CARDINAL", "other"),
        ("WORK_OF_ART", "other"),
        ("NEVER_SEEN", "other"),
    ],
)
def test_labels_become_kinds_of_the_scheme(label: str, kind: str) -> None:
    text = "🏭 Aha went."
    assert named(text, mentions(text, naming(Aha=label))) == [("Aha", kind, None)]
    assert kind in {each.id for each in DEFAULT.kinds}


def test_a_mention_is_the_pipelines_and_the_same_on_every_run() -> None:
    text = "🏭 Zoé went to Paris."
    found = mentions(text, naming(Zoé="PERSON", Paris="GPE"))
    assert [(each.spans, each.entity, each.origin.kind, each.origin.agent) for each in found] == [
        ((Span(2, 5),), None, "pipeline", "test 1"),
        ((Span(14, 19),), None, "pipeline", "test 1"),
    ]
    assert found == mentions(text, naming(Zoé="PERSON", Paris="GPE"))
    assert found[0].id != mentions(text, naming(Zoé="ORG"))[0].id


def test_a_name_missed_elsewhere_is_found_as_whole_tokens() -> None:
    text = "🏭 Acme grew. In Acme’s town, Acmeville, “Acme”\nAcme stay; Acme\u0301 no."
    found = mentions(text, naming(Acme="ORG"))
    assert [each.spans[0].start for each in found] == [2, 16, text.index("“Acme") + 1, text.index("\nAcme") + 1]
    assert [each.origin.rule for each in found] == [None, "repeat", "repeat", "repeat"]


def test_a_name_that_is_also_a_common_word_is_not_repeated() -> None:
    text = "🏭 May spoke. They may go. May they?"
    assert len(mentions(text, naming(May="PERSON"))) == 1


def test_dates_and_numbers_are_not_repeated() -> None:
    text = "🏭 On Tuesday two of them. Tuesday."
    assert len(mentions(text, naming(Tuesday="DATE", two="CARDINAL"))) == 2


def test_a_surname_alone_is_the_person() -> None:
    text = "🏭 Ana Lindqvist won. Lindqvist smiled. Martin Li Jr. left; Li wept."
    found = mentions(text, naming(Ana_Lindqvist="PERSON", **{"Martin_Li_Jr.": "PERSON"}))
    assert named(text, found)[1] == ("Lindqvist", "person", "surname")
    assert named(text, found)[-1] == ("Li", "person", "surname")


def test_a_surname_taken_for_a_body_becomes_the_person_but_a_place_stays() -> None:
    text = "🏭 Zoé Jordan met Acme in Amman. Jordan paid. Ana Acme."
    found = named(text, mentions(text, naming(Zoé_Jordan="PERSON", Acme="ORG", Ana_Acme="PERSON")))
    assert ("Acme", "person", "surname") in found
    place = "🏭 Jordan is dry. Zoé Jordan is not."
    assert named(place, mentions(place, naming(Jordan="GPE", Zoé_Jordan="PERSON")))[0] == ("Jordan", "place", None)


def test_without_a_pipeline_there_are_no_mentions() -> None:
    assert table().agent == RULES_AGENT
    assert mentions("Ana Lindqvist 🏭 spoke in Paris.", table()) == ()


def check_well_formed(text: str, found: tuple[Mention, ...]) -> None:
    spans = [each.spans[0] for each in found]
    assert all(len(each.spans) == 1 for each in found)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert len({each.id for each in found}) == len(found)
    for span in spans:
        words = span.of(text)
        assert words == words.strip()
        assert any(map(str.isalnum, words))
        assert not set(words) & set("\n\r\u2028\u2029")


@pytest.mark.pipeline
@given(
    st.lists(
        st.sampled_from(["Ana Lindqvist", "the Herald’s", "\n", "\u2028", "🏭", "“", "U.S.", "e\u0301", "Li", ", "])
    )
)
def test_mentions_of_any_text_are_disjoint_and_clean(parts: list[str]) -> None:
    text = " ".join(parts)
    check_well_formed(text, mentions(text, loaded(None, "en")))


@pytest.mark.pipeline
def test_the_english_pipeline_finds_who_speaks(awkward: str) -> None:
    text = f"{awkward}\nJohn Miller of the World Bank told reporters in Paris 🏭. Miller’s café\u0301 is closed."
    found = mentions(text, loaded(None, "en"))
    check_well_formed(text, found)
    kinds = {(words, kind) for words, kind, _ in named(text, found)}
    assert {("John Miller", "person"), ("World Bank", "organisation"), ("Paris", "place")} <= kinds
    assert ("Miller", "person") in kinds


@pytest.mark.pipeline
def test_a_long_text_in_one_paragraph_is_labelled_to_its_end() -> None:
    text = "Nothing happens here 🏭. " * 1_000 + "John Miller went to Paris."
    found = mentions(text, loaded(None, "en"))
    assert {"John Miller", "Paris"} <= {each.spans[0].of(text) for each in found}


@pytest.mark.pipeline
@pytest.mark.parametrize("unit", ["x", "漢", "🏭", ".,“"])
def test_a_long_text_without_blanks_is_no_trouble(unit: str) -> None:
    text = unit * (6_000 // len(unit))
    check_well_formed(text, mentions(text, loaded(None, "en")))
