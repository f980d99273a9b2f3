"""`annotator learn` and `annotator suggest --model`: from finished articles to other suggestions."""

from __future__ import annotations

import json
import math
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from running import fault, ok

from annotator.domain.annotations import Annotator, Layer, Origin, Party, Quotation, Rejection
from annotator.domain.documents import Document
from annotator.domain.errors import ConflictError
from annotator.domain.text import Span, sha256
from annotator.nlp.learning import is_installed
from annotator.nlp.models import dumped
from annotator.operations import learned as learning
from annotator.operations.expected import expected, measured
from annotator.operations.learning import learn
from annotator.operations.pipeline_labels import choose_profile
from annotator.operations.prelabel import prelabel
from annotator.store.project import PIPELINE, Project

pytestmark = [
    pytest.mark.pipeline,
    pytest.mark.skipif(not is_installed(), reason="the extra [learn] is not installed"),
]

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


def _project(folder: Path, count: int, *, marked: bool = True, new: int = 0) -> Path:
    """A project with so many finished articles, and ``new`` ones that nobody has begun."""
    path = folder / "quay.annotator"
    with Project.create(path) as project:
        with project.step("Add", actor=PIPELINE):
            project.save_annotator(BEA)
            for number in range(count + new):
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


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of 20 finished articles and a new one, with what was learned from them; tests take copies."""
    path = _project(tmp_path_factory.mktemp("learned"), 20, new=1)
    with Project.open(path) as project:
        found = learn(project)
        assert found is not None
        assert found.model is not None
        learning.keep(project, found.model)
    return path


def _label(path: Path, *, model: Path | None = None) -> None:
    """Label all of a project, as the command does, in this process."""
    with Project.open(path) as project:
        prelabel(project, redo=True, model=model)


def _copied(learned: Path, folder: Path) -> Path:
    return shutil.copy(learned, folder / learned.name)


def _asked(number: int) -> bytes:
    """An article as a line for `annotator suggest`."""
    return json.dumps({"text": article(number)[0]}).encode() + b"\n"


def _suggested(path: Path, document: str = "d_20") -> list[str]:
    """What the pipeline suggests in a document of a project."""
    with Project.open(path, read_only=True) as project:
        layer = project.annotations.layer(document, "pipeline")
        assert layer is not None
        return [each.content[0].of(project.documents.get(document).text) for each in layer.quotations]


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
    with Project.open(path, read_only=True) as project:
        again = learn(project)
    assert again is not None
    assert again.model is not None
    assert dumped(again.model) == model.read_text(encoding="utf-8")


def test_no_model_where_the_rules_are_as_good(tmp_path: Path) -> None:
    with Project.open(_project(tmp_path, 12, marked=False), read_only=True) as project:
        found = learn(project)
    assert found is not None
    assert found.model is None
    assert found.gain.f1 <= 0


def test_a_sentence_where_it_cannot_learn_or_use_what_it_gets(tmp_path: Path) -> None:
    path = _project(tmp_path, 3)
    assert "3 articles are finished" in fault("learn", path, tmp_path / "model.json")
    wrong = tmp_path / "wrong.json"
    for content in ("{", '{"format":"annotator-model","version":7}', '{"a":"cafe\u0301 🏭"}', "[]"):
        wrong.write_text(content, encoding="utf-8")
        assert "model" in fault("suggest", "--model", wrong)


# ------------------------------------------------------------------------------------------------ in a project


def test_a_project_is_labelled_with_what_it_learned(learned: Path, tmp_path: Path) -> None:
    path = _copied(learned, tmp_path)
    _label(path)
    assert _suggested(path) == ["that the ship would leave"]
    with Project.open(path) as project:
        layer = project.annotations.layer("d_20", "pipeline")
        assert layer is not None
        (suggested,) = layer.quotations
        parts = project.reasons.get("d_20")[suggested.id]
        assert parts["learned"] > 1
        assert 1 / (1 + math.exp(-sum(parts.values()))) == pytest.approx(suggested.origin.score, abs=0.01)
        assert expected(project, "en").calibration != measured("en", "speech")
        learning.switch(project, on=False)
        assert expected(project, "en").calibration == measured("en", "speech")
    _label(path)
    assert _suggested(path) == []
    with Project.open(path) as project:
        learning.switch(project, on=True)
    _label(path)
    assert _suggested(path) == ["that the ship would leave"]
    assert "forgotten" in ok("learn", path, "--forget").text
    assert "nothing to forget" in ok("learn", path, "--forget").text
    _label(path)
    assert _suggested(path) == []
    with Project.open(path) as project:
        assert project.reasons.get("d_20") == {}
        assert project.check() == []


def test_a_model_of_a_file_takes_the_place_of_the_projects_own(learned: Path, tmp_path: Path) -> None:
    model = tmp_path / "model.json"
    with Project.open(learned, read_only=True) as project:
        text = project.value("model")
    assert text is not None
    model.write_text(text, encoding="utf-8")
    plain = _project(tmp_path, 1, new=0)
    _label(plain)
    assert _suggested(plain, "d_0") == []
    ok("prelabel", plain, "--redo", "--model", model)
    assert _suggested(plain, "d_0") == ["that the ship would leave"]
    answer = json.loads(ok("suggest", "--model", learned, "--reasons", input=_asked(33)).text)
    (suggested,) = answer["layers"][0]["quotations"]
    assert set(answer["x_reasons"]) == {suggested["id"]}
    assert answer["x_reasons"][suggested["id"]]["learned"] > 1
    with Project.open(plain, read_only=True) as project:
        assert project.value("model") is None
    harmless = tmp_path / "harmless.json"
    harmless.write_text(json.dumps({**json.loads(text), "weights": {"bias": -9}, "trees": None}), encoding="utf-8")
    path = tmp_path / "other.annotator"
    shutil.copy(learned, path)
    _label(path, model=harmless)
    assert _suggested(path) == []


def test_a_blind_copy_takes_the_model_along_and_no_words(learned: Path, tmp_path: Path) -> None:
    out = tmp_path / "copy.annotator"
    ok("copy", learned, out, "--annotator", "Jun", "--documents", "id:d_20", "--blind")
    content = out.read_bytes()
    names = [each for each in NAMES if each not in article(20)[0]]
    assert not [each for each in names if each.encode() in content or each.lower().encode() in content]
    with Project.open(out) as project:
        with Project.open(learned, read_only=True) as source:
            assert project.value("model") == source.value("model") is not None
        assert [each.id for each in project.annotators()] != [BEA.id]
    _label(out)
    assert _suggested(out) == ["that the ship would leave"]
    bare = tmp_path / "bare.annotator"
    ok("copy", learned, bare, "--annotator", "Jun", "--without-suggestions")
    with Project.open(bare, read_only=True) as project:
        assert project.value("model") is None


def test_a_model_for_other_rules_is_left_aside(learned: Path, tmp_path: Path) -> None:
    path = _copied(learned, tmp_path)
    with Project.open(path) as project:
        assert learning.model_in_use(project) is not None
        choose_profile(project, "wide")
        assert learning.model_in_use(project) is None
        choose_profile(project, "speech")
        model = learning.model_of(project)
        assert model is not None
        with pytest.raises(ConflictError, match="other rules"):
            learning.keep(project, replace(model, rules_used="0"))
        with project.step("Damage", actor=PIPELINE):
            project.set_value("model", '{"format":"cafe\u0301"}')
        assert learning.model_in_use(project) is None
        assert learning.keeps_model(project)
    _label(path)
    assert _suggested(path) == []


def test_the_windows_child_counts_first_and_waits_to_be_told(tmp_path: Path) -> None:
    path = _project(tmp_path, 12)
    with Project.open(path) as project, project.step("Begin", actor=BEA.id):
        text, quotation = article(70)
        project.documents.add(Document("d_b", text, sha256(text), "en", {"title": "Cafe\u0301"}))
        taken = replace(quotation, origin=Origin("suggestion", agent=BEA.id, edited=True))
        no = (Rejection("x_1", None, (Span(0, 8),), None, BEA.id, None),)
        layer = Layer(
            "l_b", "annotator", annotator_id=BEA.id, annotator=BEA.name, status="in_progress", quotations=(taken,),
            rejections=no,
        )  # fmt: skip
        project.annotations.add_layer("d_b", layer)
    said = [json.loads(line) for line in ok("learn", path, "--background").text.splitlines()]
    counted = {"finished": 12, "gold": 0, "begun": 1, "quotations": 12, "accepted": 1, "edited": 1, "rejected": 1}
    assert said == [{"material": counted}], "nobody told it to go on"
    (tmp_path / "few").mkdir()
    few = _project(tmp_path / "few", 3)
    said = [json.loads(line) for line in ok("learn", few, "--background", input=b"go on\n").text.splitlines()]
    assert [next(iter(each)) for each in said] == ["material", "trouble"]


def test_the_figures_are_those_of_the_curve_and_every_step_is_told(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    with Project.open(_project(tmp_path, 12), read_only=True) as project:
        found = learn(project, progress=lambda *each: steps.append(each))
        assert learn(project, cancelled=lambda: True) is None
    assert found is not None
    assert [done for done, _ in steps] == list(range(1, steps[-1][1] + 1))
    assert (found.curve[0].documents, found.curve[0].f1) == (0, found.rules.f1)
    assert found.curve[-1].f1 == found.learned.f1
    for each in (found.rules, found.learned, found.gain):
        assert each.low <= each.f1 <= each.high
    assert found.gain.f1 == pytest.approx(found.learned.f1 - found.rules.f1)
