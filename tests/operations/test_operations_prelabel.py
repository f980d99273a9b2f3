"""Pre-labelling: streams of JSONL, projects, and answers of the window's child."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import annotator
from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Annotator, Layer, Mention, Origin
from annotator.domain.codec import decode, encode
from annotator.domain.cues import CueCandidate
from annotator.domain.documents import Document
from annotator.domain.errors import ConflictError, FormatError, PipelineError
from annotator.domain.text import Span, sha256
from annotator.nlp import pipelines
from annotator.nlp.suggest import label_with
from annotator.operations.cue_lines import with_cues
from annotator.operations.desk import Desk
from annotator.operations.mentions import add_mention
from annotator.operations.pipeline_labels import choose_profile, profile_of, store_suggestions
from annotator.operations.prelabel import prelabel, suggest_files, suggest_stream
from annotator.store.project import PIPELINE, Project

TEXT = "“We won’t close the café\u0301 🏭,” Zoé said."


def lines(*objects: object) -> list[bytes]:
    return [json.dumps(each, ensure_ascii=False).encode() + b"\n" for each in objects]


def answers(given: list[bytes], **options: object) -> list[AnnotatedDocument]:
    out = io.BytesIO()
    suggest_stream(given, out.write, pipeline="rules", **options)  # type: ignore[arg-type]  # any of the options
    return [decode(json.loads(each)) for each in out.getvalue().splitlines()]


def pipeline_layer(annotated: AnnotatedDocument) -> Layer:
    (layer,) = [each for each in annotated.layers if each.kind == "pipeline"]
    return layer


# ------------------------------------------------------------------------------------------------ streams


def test_a_bare_text_is_answered_with_the_pipelines_layer() -> None:
    (answer,) = answers(lines({"text": TEXT}))
    assert answer.document.id == "doc-" + sha256(TEXT)[:12]
    assert pipeline_layer(answer) == label_with("rules", "en", TEXT).layer
    assert len(pipeline_layer(answer).quotations) == 1


def test_offsets_are_those_of_the_stored_text() -> None:
    (answer,) = answers(lines({"id": 7, "text": "\ufeffOne.\r\n" + TEXT, "title": "T", "nested": {"no": 1}}))
    assert (answer.document.id, answer.document.text, answer.document.meta["title"]) == ("7", "One.\n" + TEXT, "T")
    assert pipeline_layer(answer).quotations[0].content[0].of(answer.document.text).startswith("“We won’t")


def test_other_layers_are_kept_and_the_pipelines_is_replaced() -> None:
    theirs = Layer("l_1", "annotator", "a_1", "bea", "done")
    stale = Layer("l_2", "pipeline", annotator="old 0", status="done")
    given = AnnotatedDocument(Document("d_1", TEXT, sha256(TEXT), extra={"x_more": [1]}), layers=(theirs, stale))
    (answer,) = answers(lines(encode(given)))
    assert answer.layers[0] == theirs
    assert [each.annotator for each in answer.layers] == ["bea", "rules 1"]
    assert answer.document.extra == {"x_more": [1]}


def test_the_answer_to_a_line_is_written_before_the_next_line_is_read() -> None:
    written: list[bytes] = []

    def slowly() -> Iterator[bytes]:
        for number in range(3):
            assert len(written) == number
            yield from lines({"id": str(number), "text": TEXT})

    assert suggest_stream(slowly(), written.append, pipeline="rules") == 3
    assert [json.loads(each)["id"] for each in written] == ["0", "1", "2"]


def test_blank_lines_and_a_byte_order_mark_are_passed_over() -> None:
    assert len(answers([b"\xef\xbb\xbf" + lines({"text": TEXT})[0], b"\n", b"  \r\n", *lines({"text": TEXT})])) == 2
    assert answers([]) == []


@pytest.mark.parametrize(
    "bad", [b"no json\n", b"[1]\n", b"{}\n", b'{"text": 5}\n', b'{"text": "a\\u0000"}\n', b"\xff\n", b'{"text": " "}\n']
)
def test_a_bad_line_is_refused_with_its_number(bad: bytes) -> None:
    with pytest.raises(FormatError) as caught:
        answers([*lines({"text": TEXT}), b"\n", bad, *lines({"text": TEXT})])
    assert (caught.value.path, caught.value.line) == ("<stdin>", 3)
    assert caught.value.hint


def test_bad_lines_are_left_out_and_named() -> None:
    told: list[str] = []
    found = answers([b"no\n", *lines({"text": TEXT}), b"[]\n"], skip_bad=True, path="in.jsonl", warn=told.append)
    assert len(found) == 1
    assert [each.split(" ")[0] for each in told] == ["in.jsonl:1:", "in.jsonl:3:"]


def test_nothing_but_bad_lines_is_an_error_all_the_same() -> None:
    with pytest.raises(FormatError) as caught:
        answers([b"no\n", b"[]\n"], skip_bad=True)
    assert caught.value.line == 1


def test_a_pipeline_that_is_missing_is_an_error_before_any_line_is_read() -> None:
    def never() -> Iterator[bytes]:
        pytest.fail("a line was read")
        yield b""

    with pytest.raises(PipelineError, match="is not installed"):
        suggest_stream(never(), lambda _line: None, pipeline="en_core_web_xxl")


def test_a_language_without_a_pipeline_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipelines, "_is_installed", lambda _package: False)
    told: list[str] = []
    given = lines(*({"text": TEXT, "language": language} for language in ("xx", "xx")))
    assert suggest_stream(given, lambda _line: None, warn=told.append) == 2
    assert len(told) == 1
    assert "No “xx” pipeline found" in told[0]


def test_files_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    source, out = tmp_path / "in 🏭.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(b"".join(lines({"id": "a", "text": TEXT}, {"id": "b", "text": TEXT})))
    told: list[tuple[int, int]] = []
    assert suggest_files(source, out, pipeline="rules", progress=lambda *each: told.append(each)) == 2
    assert told == [(1, 2), (2, 2)]
    good = out.read_bytes()
    assert good.endswith(b"\n")
    assert b"\r" not in good
    source.write_bytes(b"".join(lines({"text": TEXT})) + b"no\n")
    with pytest.raises(FormatError) as caught:
        suggest_files(source, out, pipeline="rules")
    assert (caught.value.path, caught.value.line) == (str(source), 2)
    assert out.read_bytes() == good
    assert sorted(each.name for each in tmp_path.iterdir()) == ["in 🏭.jsonl", "out.jsonl"]


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="cannot be read"):
        suggest_files(tmp_path / "none.jsonl", tmp_path / "out.jsonl", pipeline="rules")
    assert not (tmp_path / "out.jsonl").exists()


CHILD = """
import sys
from annotator.operations.prelabel import lower_priority, suggest_stream

if __name__ == "__main__":
    lower_priority()
    suggest_stream(sys.stdin.buffer, sys.stdout.buffer.write, pipeline="rules", jobs=2)
"""


def test_two_processes_answer_in_order(tmp_path: Path) -> None:
    script = tmp_path / "child.py"
    script.write_text(CHILD, encoding="utf-8")
    given = lines(*({"id": str(number), "text": f"{TEXT} {number}" * (1 + number % 3)} for number in range(25)))
    home = str(Path(annotator.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, script],
        input=b"".join(given),
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": home},
    )
    assert done.stderr == b""
    assert done.stdout == b"".join(_written(given))


def _written(given: list[bytes]) -> list[bytes]:
    written: list[bytes] = []
    suggest_stream(given, written.append, pipeline="rules")
    return written


# ------------------------------------------------------------------------------------------------ projects


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.annotator") as made:
        with made.step("Import", actor="a_1"):
            for number in range(3):
                text = f"{TEXT} {number}"
                made.documents.add(Document(f"d_{number}", text, sha256(text), "en"))
        yield made


def test_every_document_without_a_pipeline_layer_is_labelled(project: Project) -> None:
    seen: list[tuple[int, int]] = []
    changes = prelabel(project, pipeline="rules", progress=lambda done, total: seen.append((done, total)))
    assert changes.documents == {"d_0", "d_1", "d_2"}
    assert len(changes.touches("layer")) == 3
    assert seen == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert project.documents.unlabelled() == []
    stored = project.annotations.layer("d_1", "pipeline")
    assert stored == label_with("rules", "en", f"{TEXT} 1").layer
    assert not prelabel(project, pipeline="rules")


def test_labelling_again_replaces_the_pipelines_layer_only(project: Project) -> None:
    prelabel(project, pipeline="rules")
    bea = Annotator("a_1", "bea")
    with project.step("Annotate", actor="a_1"):
        project.save_annotator(bea)
        project.annotations.add_layer("d_0", Layer("l_1", "annotator", "a_1", "bea", "in_progress"))
    changes = prelabel(project, pipeline="rules", redo=True)
    assert changes.documents == {"d_0", "d_1", "d_2"}
    assert [each.kind for each in project.annotations.layers("d_0")] == ["annotator", "pipeline"]


def test_labelling_is_no_step_to_undo(project: Project) -> None:
    before = project.undo_label("a_1")
    prelabel(project, pipeline="rules")
    assert project.undo_label("a_1") == before
    assert project.undo_label(PIPELINE) is None


def test_what_was_done_stays_done_when_interrupted(project: Project) -> None:
    def interrupt(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prelabel(project, pipeline="rules", progress=interrupt)
    assert project.documents.unlabelled() == ["d_2"]
    assert prelabel(project, pipeline="rules").documents == {"d_2"}


def test_a_missing_pipeline_writes_nothing(project: Project) -> None:
    with pytest.raises(PipelineError):
        prelabel(project, pipeline="en_core_web_xxl")
    assert len(project.documents.unlabelled()) == 3


def answer_for(project: Project, id: str) -> AnnotatedDocument:
    document = project.documents.get(id)
    return answers(lines({"id": id, "text": document.text, "language": document.language}))[0]


def test_the_childs_answer_is_stored(project: Project) -> None:
    changes = store_suggestions(project, answer_for(project, "d_1"))
    assert changes.documents == {"d_1"}
    assert project.documents.unlabelled() == ["d_0", "d_2"]
    layer = project.annotations.layer("d_1", "pipeline")
    assert layer is not None
    assert layer.quotations[0].content[0].of(project.documents.get("d_1").text).startswith("“We won’t")


def test_first_labels_reach_a_layer_that_was_begun_before_them(project: Project) -> None:
    desk = Desk(project, "d_1", Annotator("a_1", "Bea"))
    text = project.documents.get("d_1").text
    at = text.index("Zoé")
    add_mention(desk, Span(at, at + 3), "organisation")
    found = answer_for(project, "d_1")
    extra = tuple(
        Mention(f"m_{start}", (Span(start, end),), "person", None, Origin("pipeline", "rules 1"))
        for start, end in ((at, at + 3), (1, 3))
    )
    layers = tuple(replace(each, mentions=extra) if each.kind == "pipeline" else each for each in found.layers)
    store_suggestions(project, replace(found, layers=layers))
    own = desk.layer()
    assert [(each.label, each.spans[0]) for each in own.mentions] == [
        ("person", Span(1, 3)),
        ("organisation", Span(at, at + 3)),
    ]
    assert own.mentions[0].origin.derived_from == ("m_1",)
    store_suggestions(project, replace(found, layers=layers))
    assert len(desk.layer().mentions) == 2
    assert project.undo_label("a_1") == "Add mention"


def test_an_answer_that_does_not_fit_is_refused(project: Project) -> None:
    answer = answer_for(project, "d_1")
    other = replace(answer, document=replace(answer.document, id="d_0"))
    with pytest.raises(ConflictError, match="another text"):
        store_suggestions(project, other)
    with pytest.raises(ConflictError):
        store_suggestions(project, replace(answer, document=replace(answer.document, id="gone")))
    with pytest.raises(PipelineError):
        store_suggestions(project, replace(answer, layers=()))
    assert len(project.documents.unlabelled()) == 3


CUE = CueCandidate((Span(30, 34),), (Span(26, 29),), None, 0.5)


def test_the_cues_in_the_childs_answer_are_stored_beside_the_document(project: Project) -> None:
    answer = with_cues(answer_for(project, "d_1"), [CUE])
    store_suggestions(project, decode(json.loads(json.dumps(encode(answer)))))
    assert project.cues.get("d_1") == (CUE,)
    assert project.documents.get("d_1").extra == {}
    store_suggestions(project, answer_for(project, "d_1"))
    assert project.cues.get("d_1") == ()


@pytest.mark.parametrize(
    "cues",
    [
        5,
        [5],
        [{}],
        [{"cue": [], "subject": [], "clause": None, "score": 1}],
        [{"cue": [[0, 999]], "subject": [], "clause": None, "score": 1}],
        [{"cue": [[3, 3]], "subject": [], "clause": None, "score": 1}],
        [{"cue": [[0, 1.5]], "subject": [], "clause": None, "score": 1}],
        [{"cue": [[0, 1]], "subject": None, "clause": None, "score": 1}],
        [{"cue": [[0, 1]], "subject": [], "clause": [4], "score": 1}],
        [{"cue": [[0, 1]], "subject": [], "clause": None, "score": 2}],
        [{"cue": [[0, 1]], "subject": [], "clause": None, "score": "high"}],
    ],
)
def test_cues_that_make_no_sense_are_refused(project: Project, cues: object) -> None:
    answer = answer_for(project, "d_1")
    broken = replace(answer, document=replace(answer.document, extra={"x_cues": cues}))
    with pytest.raises(PipelineError, match="make no sense"):
        store_suggestions(project, broken)
    assert project.annotations.layer("d_1", "pipeline") is None


def test_cue_candidates_are_in_the_line_only_when_they_are_asked_for() -> None:
    given = lines({"id": "a", "text": TEXT, "x_more": 1})
    (plain,), (asked,) = answers(given), answers(given, cue_candidates=True)
    assert plain.document.extra == {"x_more": 1}
    assert asked.document.extra == {"x_more": 1, "x_cues": []}
    assert replace(asked, document=plain.document) == plain


@pytest.mark.pipeline
@pytest.mark.parametrize("jobs", [1, 2])
def test_prelabelling_stores_cue_candidates(project: Project, jobs: int) -> None:
    prelabel(project, jobs=jobs)
    text = project.documents.get("d_0").text
    found = project.cues.get("d_0")
    assert [(each.cue[0].of(text), each.subject[0].of(text)) for each in found if each.score > 0.5] == [("said", "Zoé")]
    assert "x_cues" not in encode(project.read("d_0"))


@pytest.mark.pipeline
def test_the_english_pipeline_labels_people(project: Project) -> None:
    prelabel(project)
    layer = project.annotations.layer("d_0", "pipeline")
    assert layer is not None
    assert layer.annotator is not None
    assert layer.annotator.startswith("en_core_web_")


# ------------------------------------------------------------------------------------------------ profiles, registry

WISH = "The mayor hopes to open the harbour 🏭 in spring. Ana Lindqvist said that the cafe\u0301 would be ready."


@pytest.mark.pipeline
def test_a_line_s_entities_serve_as_the_registry_and_its_profile_is_heeded() -> None:
    entity = {"id": "e_ana", "name": "Ana Lindqvist", "kind": "person"}
    entity |= {"aliases": [], "wikidata": None, "attributes": {}, "proposed": False}
    origin = {"kind": "manual", "agent": "a_1", "rule": None, "score": None, "edited": False, "derived_from": []}
    entity["origin"] = origin | {"created": None, "modified": None}
    line = {"format": "quotation-annotations", "version": "1.0", "id": "d_1", "text": WISH, "language": "en"}
    line |= {"text_sha256": sha256(WISH), "meta": {}, "entities": [entity], "layers": [], "decisions": []}
    out: list[bytes] = []
    suggest_stream([json.dumps(line).encode(), json.dumps(line | {"x_profile": "wide"}).encode()], out.append)
    speech, wide = (json.loads(each)["layers"][0]["quotations"] for each in out)
    assert [each["speakers"][0]["entity"] for each in speech] == ["e_ana"]
    assert [each["cue"][0]["text"] for each in wide] == ["hopes", "said"]


@pytest.mark.pipeline
def test_the_profile_is_kept_with_the_project(project: Project) -> None:
    with project.step("Import", actor="a_1"):
        project.add_documents([AnnotatedDocument(Document("d_wish", WISH, sha256(WISH)))])
    assert profile_of(project) == "speech"
    choose_profile(project, "wide")
    prelabel(project)
    layer = project.annotations.layer("d_wish", "pipeline")
    assert layer is not None
    assert [each.cue[0].of(WISH) for each in layer.quotations] == ["hopes", "said"]
    with pytest.raises(ConflictError, match="no profile"):
        choose_profile(project, "everything")
    assert profile_of(project) == "wide"
