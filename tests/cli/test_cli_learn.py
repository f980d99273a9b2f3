"""`annotator learn` and `annotator suggest --model`: from finished articles to other suggestions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import fault, ok

from annotator.domain.annotations import Annotator, Layer, Origin, Party, Quotation
from annotator.domain.documents import Document
from annotator.domain.text import Span, sha256
from annotator.store.project import PIPELINE, Project

pytestmark = pytest.mark.pipeline

BEA = Annotator("a_bea", "Be\u0301a")
NAMES = ["Lindqvist", "Sato", "Okafor", "Brandt", "Solheim", "Nwosu", "Moen", "Aas", "Berg", "Lund", "Dahl", "Holm"]


def article(number: int) -> tuple[str, Quotation]:
    """An article whose quotation is none to the profile of speech."""
    name = NAMES[number % len(NAMES)]
    text = f"The cafe\u0301 🏭 was full. {name} knew that the ship would leave. It rained for {number} days."
    content, cue = "that the ship would leave", "knew"

    def at(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    party = Party((at(name),), None, "name")
    origin = Origin("manual", agent=BEA.id)
    return text, Quotation(f"q_{number}", (at(content),), origin, type="indirect", cue=(at(cue),), speakers=(party,))


def _project(folder: Path, count: int, *, marked: bool = True) -> Path:
    path = folder / "quay.annotator"
    with Project.create(path) as project:
        with project.step("Add", actor=PIPELINE):
            project.save_annotator(BEA)
            for number in range(count):
                text, _ = article(number)
                project.documents.add(Document(f"d_{number}", text, sha256(text), "en", {"title": "Cafe\u0301"}))
        with project.step("Mark", actor=BEA.id):
            for number in range(count):
                own = (article(number)[1],) if marked else ()
                layer = Layer(
                    f"l_{number}", "annotator", annotator_id=BEA.id, annotator=BEA.name, status="done", quotations=own
                )
                project.annotations.add_layer(f"d_{number}", layer)
    return path


def test_what_was_learned_is_suggested(tmp_path: Path) -> None:
    path, model = _project(tmp_path, 20), tmp_path / "model.json"
    before = path.read_bytes()
    told = ok("learn", path, model).text
    assert "20 articles" in told
    assert path.read_bytes() == before
    stored = json.loads(model.read_text(encoding="utf-8"))
    assert stored["held_back_f1"]["learned"] > stored["held_back_f1"]["rules"]
    text, wanted = article(77)
    asked = tmp_path / "in.jsonl"
    asked.write_text(json.dumps({"text": text}) + "\n", encoding="utf-8")
    plain = json.loads(ok("suggest", asked).text)["layers"][0]["quotations"]
    learned = json.loads(ok("suggest", asked, "--model", model).text)["layers"][0]["quotations"]
    assert plain == []
    assert [each["content"][0]["text"] for each in learned] == [wanted.content[0].of(text)]
    again = tmp_path / "again.json"
    ok("learn", path, again)
    assert again.read_bytes() == model.read_bytes()


def test_no_model_where_the_rules_are_as_good(tmp_path: Path) -> None:
    path, model = _project(tmp_path, 12, marked=False), tmp_path / "model.json"
    assert "no model was written" in ok("learn", path, model).text
    assert not model.exists()


def test_a_sentence_where_it_cannot_learn_or_use_what_it_gets(tmp_path: Path) -> None:
    path = _project(tmp_path, 3)
    assert "3 articles are finished" in fault("learn", path, tmp_path / "model.json")
    wrong = tmp_path / "wrong.json"
    for content in ("{", '{"format":"annotator-model","version":7}', '{"a":"cafe\u0301 🏭"}', "[]"):
        wrong.write_text(content, encoding="utf-8")
        assert "model" in fault("suggest", "--model", wrong)
