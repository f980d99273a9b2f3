"""The cue lexicons: plain files that are whole, forms of verbs, and languages that have none."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from annotator.nlp.lexicon import cue_lexicon
from annotator.settings import resource

FILES = sorted(resource("cues").glob("*.toml"))


def test_there_is_a_lexicon_for_four_languages() -> None:
    assert [each.stem for each in FILES] == ["de", "en", "es", "fr"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_lexicon_is_whole_and_names_its_source(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    table = tomllib.loads(text)
    lexicon = cue_lexicon(path.stem)
    assert "# Source: " in text
    assert table["language"] == lexicon.language == path.stem
    assert lexicon.forms
    assert all(0 < score < 1 and form and form == form.strip() for form, score in lexicon.forms.items())
    for words in (lexicon.before, lexicon.persons, lexicon.several, lexicon.nominals, lexicon.people, lexicon.links):
        assert words
    assert not lexicon.persons & lexicon.several


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("say", "say says said saying"),
        ("deny", "deny denies denied denying"),
        ("argue", "argue argues argued arguing"),
        ("stress", "stress stresses stressed stressing"),
        ("agree", "agree agrees agreed agreeing"),
        ("admit", "admit admits admitted admitting"),
    ],
)
def test_english_verbs_are_known_in_all_their_forms(lemma: str, forms: str) -> None:
    known = cue_lexicon("en").forms
    assert all(known.get(each) for each in forms.split())


def test_the_best_score_of_a_word_counts() -> None:
    lexicon = cue_lexicon("en")
    assert lexicon.frames("verb", "say")["clause"] == lexicon.forms["said"] == 0.85
    assert lexicon.frames("verb", "say")["object"] == 0.4
    assert lexicon.frames("noun", "say") == {}


def test_a_language_goes_by_its_bare_code_and_none_is_english() -> None:
    assert cue_lexicon("de-CH").forms == cue_lexicon("de").forms
    assert cue_lexicon(None).forms == cue_lexicon("en_GB").forms


@pytest.mark.parametrize("language", ["xx", "zh", "../en", "e n"])
def test_a_language_without_a_lexicon_has_an_empty_one(language: str) -> None:
    lexicon = cue_lexicon(language)
    assert (lexicon.entries, lexicon.forms, lexicon.before) == ({}, {}, ())
