"""Measure how often suggestions of each score are right: ``measure_calibration.py GOLD.jsonl OUT.toml SPEECH WIDE``.

GOLD is as in fit_weights.py; SPEECH and WIDE are what `annotator suggest --profile …` made of the same documents.  A
suggestion is right if half of its words are those of a gold one and their speakers touch (or neither has one).  For the
profile *speech* what stands in a gold quotation that no reporting verb governs counts neither way.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotator.domain.calibration import STEPS, tallied

HEAD: Final = f"""\
# How often suggestions are right: [step, judged, right] for each step of the score (of {STEPS} from 0 to 1), by
# language and profile.
#
# Source: tests/measure/measure_calibration.py on political news annotated by hand (PolNeAR, development part), the same
# articles that the weights of the scores were fitted to.

"""
Spans = list[list[int]]
_WORD: Final = re.compile(r"\w+")


def judged(gold: Path, answers: Path, profile: str) -> Iterator[tuple[float | None, bool]]:
    """The score of each suggestion, and whether it is right."""
    with gold.open(encoding="utf-8") as lines, answers.open(encoding="utf-8") as made:
        for line, answer in zip(lines, made, strict=True):
            truth, labels = json.loads(line), json.loads(answer)
            layer = next(each for each in labels["layers"] if each["kind"] == "pipeline")
            quotes = [(each, _words(truth["text"], each["content"])) for each in truth["quotes"]]
            ignored = _words(truth["text"], truth.get("ignore", []))
            for each in layer["quotations"]:
                right = _is_right(truth["text"], each, quotes, ignored, profile)
                if right is not None:
                    yield each["origin"]["score"], right


def _is_right(
    text: str, made: dict[str, Any], quotes: list[tuple[dict[str, Any], set[int]]], ignored: set[int], profile: str
) -> bool | None:
    words = _words(text, _spans(made["content"]))
    speaker = [span for each in made["speakers"] for span in _spans(each["spans"])]
    same = [quote for quote, its in quotes if 2 * len(its & words) >= len(its | words) > 0]
    if any(_touch(each["speaker"], speaker) if each["speaker"] and speaker else not speaker for each in same):
        return True
    if 2 * len(words & ignored) >= len(words):
        return None
    if profile == "speech":
        inside = {word for quote, its in quotes if not quote.get("speech_cue", True) for word in its}
        if 2 * len(words & inside) >= len(words):
            return None
    return False


def _spans(fragments: list[dict[str, int]]) -> Spans:
    return [[each["start"], each["end"]] for each in fragments]


def _words(text: str, spans: Spans) -> set[int]:
    return {start + each.start() for start, end in spans for each in _WORD.finditer(text[start:end])}


def _touch(a: Spans, b: Spans) -> bool:
    return any(start < high and low < end for start, end in a for low, high in b)


def main() -> None:
    """Read gold and answers, write the table."""
    gold, out, *answers = map(Path, sys.argv[1:5])
    parts = ["[en]"]
    for profile, path in zip(("speech", "wide"), answers, strict=True):
        rows = sorted(tallied(judged(gold, path, profile)).items())
        parts += [f"{profile} = [", *(f"  [{step}, {count}, {right}]," for step, (count, right) in rows), "]"]
    out.write_text(HEAD + "\n".join(parts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
