"""Lines of Python that read an export with the right types, for its data card.  The tests run them as they stand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from annotator.formats.feature_types import Features, shared

Snippet = tuple[str, Sequence[str]]
"""A sentence, and the lines."""

_PANDAS: Final = {"string": "string", "int64": "Int64", "float64": "Float64", "bool": "boolean"}
"""Arrow's types as pandas calls those that may be null."""


def snippets(format: str, name: str, features: Features) -> Iterator[Snippet]:
    """How to read the file ``name`` of that format: with Hugging Face `datasets`, with pandas."""
    file = _text(name)
    if format == "jsonl":
        yield "With `datasets`:", [*_features(features), *_loaded(file)]
        yield "With pandas, one row a quotation:", [*_quotations(file)]
    elif format == "jsonl-flat":
        yield "With `datasets`:", [*_features(features), *_loaded(file)]
        read = f"rows = pd.read_json({file}, lines=True, dtype=dtypes, convert_dates=False)"
        yield "With pandas:", [*_dtypes(features), read]
    elif format == "csv":
        read = f'rows = pd.read_csv({file}, dtype=dtypes, encoding="utf-8", keep_default_na=False, na_values=[""])'
        yield "With pandas:", [*_dtypes(features), read]
    elif format == "xlsx":
        read = f'rows = pd.read_excel({file}, engine="calamine", keep_default_na=False, na_values=[""]).astype(dtypes)'
        yield "With pandas and python-calamine:", [*_dtypes(features), read]


def _text(value: str) -> str:
    """A literal of Python: JSON's, with all characters but controls as they are."""
    return json.dumps(value, ensure_ascii=False)


def _features(features: Features) -> Iterator[str]:
    more = ", Json" if "json" in features.values() else ""
    yield f"from datasets import Features, Value{more}, load_dataset"
    yield ""
    names = shared() if "layers" in features else {}
    for name, type in names.items():
        yield from _literal(type, 0, f"{name} = ", names={})
    yield "features = Features("
    yield from _literal(features, 1, names=names)
    yield ")"


def _literal(
    type: object, depth: int, before: str = "", after: str = "", *, names: Mapping[str, object]
) -> Iterator[str]:
    """A type as lines of Python, indented by ``depth``; ``names`` are types that have one."""
    blanks = "    " * depth
    if name := next((name for name, each in names.items() if each == type), ""):
        yield f"{blanks}{before}{name}{after}"
    elif type == ["string"]:
        yield f'{blanks}{before}[Value("string")]{after}'
    elif isinstance(type, list):
        yield f"{blanks}{before}["
        yield from _literal(type[0], depth + 1, names=names)
        yield f"{blanks}]{after}"
    elif isinstance(type, Mapping) and type:
        yield f"{blanks}{before}{{"
        for name, each in type.items():
            yield from _literal(each, depth + 1, f"{_text(name)}: ", ",", names=names)
        yield f"{blanks}}}{after}"
    elif isinstance(type, Mapping):
        yield f"{blanks}{before}{{}}{after}"
    else:
        value = "Json()" if type == "json" else f'Value("{type}")'
        yield f"{blanks}{before}{value}{after}"


def _loaded(file: str) -> Iterator[str]:
    yield f'rows = load_dataset("json", data_files={file}, features=features, split="train")'


def _quotations(file: str) -> Iterator[str]:
    yield "import json"
    yield ""
    yield "import pandas as pd"
    yield ""
    yield f'with open({file}, encoding="utf-8", newline="\\n") as lines:'
    yield "    documents = [json.loads(line) for line in lines]"
    yield "rows = pd.json_normalize("
    yield "    ["
    yield '        {"document": document["id"], "layer": layer["kind"], "annotator": layer["annotator"]} | quotation'
    yield "        for document in documents"
    yield '        for layer in document["layers"]'
    yield '        for quotation in layer["quotations"]'
    yield "    ]"
    yield ")"


def _dtypes(features: Features) -> Iterator[str]:
    yield "import pandas as pd"
    yield ""
    yield "dtypes = {"
    for name, type in features.items():
        yield f'    {_text(name)}: "{_PANDAS[str(type)]}",'
    yield "}"
