"""The sample project and the articles it is made from."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest

from annotator import settings
from annotator.domain import codec
from annotator.domain.annotations import Annotator, Layer
from annotator.domain.errors import AppError
from annotator.operations import annotate, samples
from annotator.operations.desk import Desk
from annotator.operations.importing import ImportReport
from annotator.operations.projects import check
from annotator.store.project import Project

ME = Annotator("a_me", "Zoe\u0301 🦊")
THEIRS = "a_sampleannotator0"


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    data = settings.resource("sample", "articles.jsonl").read_text(encoding="utf-8")
    return {each["id"]: each["text"] for each in map(json.loads, data.rstrip("\n").split("\n"))}


def paragraphs(texts: dict[str, str]) -> list[str]:
    return [each for text in texts.values() for each in text.split("\n")]


def begun(project: Project) -> list[tuple[str, Layer]]:
    """The annotators' layers, each with its document."""
    return [
        (id, layer)
        for id in project.documents.ids()
        for layer in project.annotations.layers(id)
        if layer.kind == "annotator"
    ]


def test_it_is_made_once_and_sound(home: Path) -> None:
    path = samples.create_sample(ME)
    assert path.parent == home / "projects"
    assert [each.name for each in path.parent.iterdir()] == ["Sample.annotator"]
    assert check(path) == []
    with Project.open(path) as project:
        assert project.undo_label(ME.id) is None
        with project.step("Mine", actor=ME.id):
            project.set_value("title", "changed")
    before = path.read_bytes()
    assert samples.create_sample(Annotator("a_other", "other")) == path
    assert path.read_bytes() == before


def test_its_first_article_is_the_actors_to_go_on_with() -> None:
    with Project.open(samples.create_sample(ME)) as project:
        ((id, layer),) = begun(project)
        assert id == project.documents.ids()[0]
        assert project.annotators() == (ME,)
        assert (layer.annotator_id, layer.annotator, layer.status) == (ME.id, ME.name, "in_progress")
        assert len(layer.quotations) > 3
        assert any(each.stances for each in layer.quotations)
        assert any(each.origin.agent == ME.id for each in project.registry.all())
        assert THEIRS not in json.dumps([codec.encode(project.read(each)) for each in project.documents.ids()])
        assert project.documents.listing(ME.id)[0].quotations == len(layer.quotations)
        chosen = layer.quotations[0].id
        annotate.set_note(Desk(project, id, ME), chosen, "mine")
        ((_, after),) = begun(project)
        assert (after.id, after.quotation(chosen).note) == (layer.id, "mine")
        project.undo(ME.id)
        assert project.annotations.layer(id, "annotator", ME.id) == layer
        assert project.undo_label(ME.id) is None


def test_what_the_pipeline_made_stays_its_own() -> None:
    with Project.open(samples.create_sample(ME)) as project:
        made = [project.annotations.layer(each, "pipeline") for each in project.documents.ids()]
        agents = {each.origin.agent for layer in made if layer for each in layer.mentions}
        agents |= {each.origin.agent for layer in made if layer for each in layer.quotations}
        assert len(agents) == 1
        assert not agents & {ME.id, THEIRS, None}


def test_without_an_id_it_stays_the_sample_annotators() -> None:
    with Project.open(samples.create_sample(Annotator("", "somebody"))) as project:
        ((_, layer),) = begun(project)
        assert (layer.annotator_id, layer.annotator) == (THEIRS, "Sample annotator")
        assert project.undo_label(THEIRS) is None


def test_without_its_articles_nothing_is_left_behind(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_parts: str) -> Path:
        raise AppError("The program's file is missing.", "Install it again.")

    monkeypatch.setattr(settings, "resource", missing)
    with pytest.raises(AppError, match="missing"):
        samples.create_sample(ME)
    assert list((home / "projects").iterdir()) == []


def test_a_failure_leaves_nothing_behind(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_plan: object, **_options: object) -> ImportReport:
        raise AppError("it broke", "try again")

    monkeypatch.setattr(samples, "write", broken)
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
