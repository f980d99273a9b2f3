"""The data card: what it tells, that it lies beside the data or not at all, and that its lines of Python run."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from exchanged import SCHEME, TEXT, document, everything, make

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.errors import AppError, FormatError
from annotator.formats.base import Keys
from annotator.formats.feature_types import features_of, flattened
from annotator.operations.copying import write_copy
from annotator.operations.data_card import plain
from annotator.operations.exchange import ExportOptions, export
from annotator.store.documents import count_words
from annotator.store.project import Project
from tests.operations.counted import counted

FORMATS = {"all.jsonl": "jsonl", "flat 🎪.flat.jsonl": "jsonl-flat", "table.csv": "csv", "sheet.xlsx": "xlsx"}
RUN = """
import json, pathlib, re, sys
for name in sys.argv[1:]:
    text = pathlib.Path(name).read_text(encoding="utf-8")
    for code in re.findall(r"```python\\n(.*?)```", text, re.S):
        there = {}
        exec(code, there)
        rows = there["rows"]
        if hasattr(rows, "features"):
            told = {"by": "datasets", "rows": rows.num_rows}
            if "text" in rows.features:
                told |= {"text": rows[0]["text"], "ids": list(rows["id"])}
        else:
            told = {"by": "pandas", "rows": len(rows), "types": {key: str(each) for key, each in rows.dtypes.items()}}
            told["content"] = rows["content"].iloc[0]
        print(json.dumps({"card": name, **told}, default=str))
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    path = make(tmp_path_factory.mktemp("card") / "Cafés 🎪.annotator")
    with Project.open(path, read_only=True) as opened:
        yield opened


def test_the_lines_of_each_card_read_its_file(project: Project, tmp_path: Path) -> None:
    for name in FORMATS:
        export(project, tmp_path / name, ExportOptions(data_card=True))
    cards = sorted(each.name for each in tmp_path.glob("*.card.md"))
    assert len(cards) == 4
    environment = os.environ | {"HF_HOME": str(tmp_path / "home"), "HF_HUB_OFFLINE": "1", "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", RUN, *cards]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False, timeout=110)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    told = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    assert [(each["card"].split(".")[0], each["by"], each["rows"]) for each in told] == [
        ("all", "datasets", 4),
        ("all", "pandas", 5),
        ("flat 🎪", "datasets", 6),
        ("flat 🎪", "pandas", 6),
        ("sheet", "pandas", 6),
        ("table", "pandas", 6),
    ]
    assert (told[0]["text"], told[0]["ids"]) == (TEXT, project.documents.ids())
    for each in told[3:]:
        assert each["types"]["stance_intensity"] == "Int64"
        assert each["types"]["stance_explicit"] == "boolean"
        assert each["types"]["weight"] == "Float64"
        assert "「続ける」" in each["content"]


def test_a_card_tells_what_is_in_the_files(project: Project, tmp_path: Path) -> None:
    export(project, tmp_path / "a.csv", ExportOptions(data_card=True, search="source:Kurier"))
    card = (tmp_path / "a.card.md").read_text(encoding="utf-8")
    for name in ("a.csv", "documents.csv"):
        data = (tmp_path / name).read_bytes()
        assert f"| {name} | {len(data):,} | `{hashlib.sha256(data).hexdigest()}` |" in card
    assert card.startswith(
        "# Data card: Cafés 🎪\n\n4 articles with 4 quotations in 3 layers and 1 suggestion of the pipeline:"
    )
    assert "| bea | 2 | done 1, in progress 1 | 2 | 2 | 1 | 2 |" in card
    assert "| hummed | 0 | 1 | 0 | 0 |" in card
    assert "| pipeline | tiny\\_pipeline 1.2.3 |" in card
    assert "- Field of each quotation: Frame (`frame`), choice: Conflict (`conflict`)." in card
    assert "Not measured" in card
    assert "search: source:Kurier" in card
    export(project, tmp_path / "b.csv", ExportOptions(data_card=True))
    again = (tmp_path / "b.card.md").read_text(encoding="utf-8")
    assert again.replace("b.csv", "a.csv") == card.replace("- Chosen by the search: source:Kurier\n", "")


def test_a_card_tells_the_agreement(tmp_path: Path) -> None:
    with counted(tmp_path) as two:
        layer = next(each for each in two.annotations.layers("d_0") if each.annotator_id == "a_bea")
        with two.step("Done", actor="a_bea"):
            two.annotations.set_status(layer.id, "done", document="d_0")
        export(two, tmp_path / "a.jsonl", ExportOptions(data_card=True))
        card = (tmp_path / "a.card.md").read_text(encoding="utf-8")
        assert "On 1 article finished by two or more" in card
        assert "| Ada – Be\u0301a 🎪 | 1 | 0.50 | 0.50 |" in card
        export(two, tmp_path / "b.jsonl", ExportOptions(data_card=True, pseudonymous=True, search="annotator:Ada"))
    card = (tmp_path / "b.card.md").read_text(encoding="utf-8")
    assert "| annotator-01 – annotator-02 | 1 |" in card
    assert "Ada" not in card
    assert "go by pseudonyms" in card


@pytest.mark.parametrize(("title", "told"), [("Harbour 🎪 e\u0301", "Harbour 🎪 e\u0301"), ("", "Annotations")])
def test_a_pseudonymous_card_of_a_copy_does_not_say_whom_it_is_for(tmp_path: Path, title: str, told: str) -> None:
    copy = tmp_path / "p for Zoe.annotator"
    with Project.open(make(tmp_path / "p.annotator")) as source:
        write_copy(source, copy, "Zoe")
    with Project.open(copy) as made:
        with made.step("Title", actor="a_importer"):
            made.set_value("title", f"{title} (for Zoe)" if title else None)
        export(made, tmp_path / "a.jsonl", ExportOptions(data_card=True, pseudonymous=True))
    card = (tmp_path / "a.card.md").read_text(encoding="utf-8")
    assert card.startswith(f"# Data card: {told}\n")
    assert "Zoe" not in card


def test_a_card_of_an_export_without_texts(project: Project, tmp_path: Path) -> None:
    export(project, tmp_path / "a.jsonl", ExportOptions(data_card=True, without_text=True, documents=["d_1"]))
    card = (tmp_path / "a.card.md").read_text(encoding="utf-8")
    assert "The texts are left out" in card
    assert f"| words | {count_words(TEXT)} |" in card
    assert "text" in json.loads((tmp_path / "a.jsonl").read_text(encoding="utf-8"))


def test_the_types_are_those_of_every_line(project: Project, tmp_path: Path) -> None:
    export(project, tmp_path / "a.jsonl", ExportOptions())
    keys = Keys(
        dict.fromkeys(("title", "source", "author", "date", "url"), "null") | {"page": "string"},
        {"party": "string"},
        {"frame": "string", "weight": "number"},
        {"tone": "string"},
        ("x_b",),
    )
    told = dict(flattened(features_of("jsonl", keys, SCHEME) or {}))
    for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").split("\n")[:-1]:
        for path, value in leaves(json.loads(line)):
            if not path.startswith("x_b"):
                fits = {"string": str, "int64": int, "float64": (int, float), "bool": bool}[told[path]]
                assert value is None or isinstance(value, fits), (path, value)


def leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each, f"{path}[]")
    else:
        yield path, value


def test_a_card_needs_a_file_and_documents(project: Project, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="lies beside a file"):
        export(project, Path("-"), ExportOptions(data_card=True))
    with pytest.raises(FormatError, match="no data card"):
        export(project, tmp_path / "a.scheme.json", ExportOptions(data_card=True))
    (tmp_path / "a.card.md").mkdir()
    with pytest.raises(AppError, match="is a folder"):
        export(project, tmp_path / "a.jsonl", ExportOptions(data_card=True))
    assert [each.name for each in tmp_path.iterdir()] == ["a.card.md"]  # not the data without its card


def test_names_cannot_become_markup(tmp_path: Path) -> None:
    title = "a | b <img src=x> ![](http://x) `c`\n# d"
    assert plain(title) == "a \\| b \\<img src=x\\> \\!\\[\\](http://x) \\`c\\` \\# d"
    odd = AnnotatedDocument(document("d", "Stay 🎪 e\u0301.", **{"we|ird `key`": "x"}))
    with Project.open(make(tmp_path / "p.annotator", *everything(), odd), read_only=True) as project:
        export(project, tmp_path / "a.jsonl", ExportOptions(data_card=True))
    card = (tmp_path / "a.card.md").read_text(encoding="utf-8")
    assert "| meta.we\\|ird \\`key\\` | string |" in card
    assert re.search(r'"we\|ird `key`": Value\("string"\),', card)
