"""A pipeline child that behaves as the words of each article tell it to, until a file says that all is well.

Usage: ``python fake_child.py LOG WELL``.  Each question's id is written to LOG, one a line.  While the file WELL is not
there, an article that holds one of the words below is met with what the word says.
"""

from __future__ import annotations

import json
import os
import re
import sys
import threading
from pathlib import Path

from annotator.domain import ids
from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Layer, Mention, Origin
from annotator.domain.codec import encode
from annotator.domain.documents import Document
from annotator.domain.text import Span, sha256
from annotator.nlp.quotation_marks import quotations

AGENT = "fake 1.0"
NAMES = re.compile(r"Zoe\u0301 Lindqvist|Jun Sato|佐藤|سامية")


def answer(question: dict[str, str]) -> str:
    """What a pipeline that knows four names finds."""
    text = question["text"]
    found = [Span(*each.span()) for each in NAMES.finditer(text)]
    origin = Origin("pipeline", agent=AGENT)
    mentions = tuple(Mention(ids.derived("m", "person", (span,)), (span,), "person", None, origin) for span in found)
    layer = Layer(
        ids.derived("l", "pipeline", sha256(text)), "pipeline", annotator=AGENT, status="done",
        mentions=mentions, quotations=quotations(text, AGENT),
    )  # fmt: skip
    document = Document(question["id"], text, sha256(text), question["language"])
    return json.dumps(encode(AnnotatedDocument(document, layers=(layer,))), ensure_ascii=False)


def misbehave(text: str, good: str) -> None:
    """Do what the article says, if it says something."""
    if "DIES" in text:
        os._exit(3)
    if "HANGS" in text:
        threading.Event().wait()
    if "MUTTERS" in text:
        print("\x1b[31mWarning: 🏭 not JSON", flush=True)
    if "CONFUSES" in text:
        print(json.dumps({**json.loads(good), "id": "another"}), flush=True)
    if "LIES" in text:
        print(json.dumps({"id": json.loads(good)["id"], "text": "cafe\u0301"}), flush=True)


def main(log: str, well: str) -> None:
    """Answer until the window has no more questions."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    for line in sys.stdin:
        question = json.loads(line)
        with Path(log).open("a", encoding="utf-8") as file:
            file.write(f"{question['id']}\n")
        good = answer(question)
        if not Path(well).exists():
            misbehave(question["text"], good)
        print(good, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:3])
