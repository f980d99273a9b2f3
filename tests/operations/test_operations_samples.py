"""The sample project and the articles it is made from."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest

from annotator import settings
from annotator.domain.annotations import Annotator
from annotator.domain.errors import AppError
from annotator.operations import samples
from annotator.operations.exchange import ImportReport
from annotator.operations.projects import check
from annotator.store.project import Project

ME = Annotator("a_me", "me")


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    data = settings.resource("sample", "articles.jsonl").read_text(encoding="utf-8")
    return {each["id"]: each["text"] for each in map(json.loads, data.rstrip("\n").split("\n"))}


def paragraphs(texts: dict[str, str]) -> list[str]:
    return [each for text in texts.values() for each in text.split("\n")]


def test_it_is_made_once_and_sound(home: Path) -> None:
    path = samples.create_sample(ME)
    assert path.parent == home / "projects"
    assert [each.name for each in path.parent.iterdir()] == ["Sample.annotator"]
    assert check(path) == []
    with Project.open(path) as project:
        assert project.undo_label(ME.id) is None
        begun = [
            (id, layer)
            for id in project.documents.ids()
            for layer in project.annotations.layers(id)
            if layer.kind == "annotator"
        ]
        ((_, layer),) = begun
        assert (layer.annotator, layer.status) == ("Sample annotator", "in_progress")
        assert len(layer.quotations) > 3
        with project.step("Mine", actor=ME.id):
            project.set_value("title", "changed")
    before = path.read_bytes()
    assert samples.create_sample(ME) == path
    assert path.read_bytes() == before


def test_without_its_articles_nothing_is_left_behind(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_parts: str) -> Path:
        raise AppError("The program's file is missing.", "Install it again.")

    monkeypatch.setattr(settings, "resource", missing)
    with pytest.raises(AppError, match="missing"):
        samples.create_sample(ME)
    assert list((home / "projects").iterdir()) == []


def test_a_failure_leaves_nothing_behind(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_paths: object, **_options: object) -> ImportReport:
        raise AppError("it broke", "try again")

    monkeypatch.setattr(samples, "import_paths", broken)
    with pytest.raises(AppError, match="it broke"):
        samples.create_sample(ME)
    assert list((home / "projects").iterdir()) == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a mark opened again before it was closed", r"“[^”]*“[^”]*”[^“”]*$"),
        ("a mark closed twice", r"“[^”]*”[^“”]*”"),
        ("“ closed by ’", r"“[^”]*’\.?$"),
        ("inner quotations", r"“[^”]*‘[^’”]*’[^”]*”"),
        ("’ as an opening mark", r"(^|\s)’\w[^’]*’"),
        ("scare quotes", r"so-called “\w+ ?\w*”"),
        ("a line of hashtags", r"^#\w+( #\w+)*$"),
        ("an emoji", "[\U0001f300-\U0001faff]"),
        ("a ZWJ sequence", "\u200d"),
        ("right-to-left text", "[\u0600-\u06ff]"),
        ("Hebrew text", "[\u0590-\u05ff]"),
        ("CJK text and marks", "「[\u3040-\u30ff\u4e00-\u9fff]+"),
        ("a line separator", "\u2028"),
        ("a straight mark that is none", r'6"'),
    ],
)
def test_the_articles_show(texts: dict[str, str], what: str, pattern: str) -> None:
    assert any(re.search(pattern, each) for each in paragraphs(texts)), what


def test_a_name_is_spelled_in_two_ways(texts: dict[str, str]) -> None:
    assert any("Lorenz Achterberg" in each and "Lorentz Achterberg" in each for each in texts.values())


def test_an_accent_combines(texts: dict[str, str]) -> None:
    assert any(unicodedata.combining(char) for each in texts.values() for char in each)
