"""What learning gives: ``measure_learning.py GOLD.jsonl OUT [PROFILE]``; GOLD is as in fit_weights.py.

Trains on 10, 50, 150, 200, 240 and 300 of the documents, in an order that depends on their ids alone, and prints the
F1 end to end on all others for the shipped and for the learned weights.  OUT.N.rules.jsonl and OUT.N.learned.jsonl get
the suggestions, one document a line.
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotator.domain.text import Span, Spans
from annotator.nlp.learning import counted, learned, suggestions
from annotator.nlp.lessons import Counts, Lesson, Said, Wanted, lesson
from annotator.nlp.profiles import Weights, weights
from annotator.nlp.suggest import loaded

SIZES: Final = (10, 50, 150, 200, 240, 300)


def lessons(gold: Path, shipped: Weights) -> list[tuple[str, Lesson]]:
    """The documents by id, in an order of no meaning."""
    pipeline = loaded(None, "en")
    out = []
    with gold.open(encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            wanted = [Wanted(*(_spans(each[role]) for role in ("content", "cue", "speaker"))) for each in one["quotes"]]
            out.append((one["id"], lesson(one["text"], pipeline, shipped, Said(tuple(wanted)))))
    return sorted(out, key=lambda each: sha256(each[0].encode()).digest())


def _spans(pairs: list[list[int]]) -> Spans:
    return tuple(Span(*each) for each in pairs)


def _line(id: str, one: Lesson, which: Weights, shipped: Weights) -> str:
    quotes: list[dict[str, Any]] = [
        {
            "type": one.reading.marks.type_of(each.content),
            "content": each.content,
            "cue": each.cue,
            "speaker": each.speaker,
            "score": each.score,
        }
        for each in suggestions(one, which, shipped)
    ]
    return json.dumps({"id": id, "quotes": quotes}, ensure_ascii=False) + "\n"


def main() -> None:
    """Read the gold, print the table."""
    gold, out = Path(sys.argv[1]), sys.argv[2]
    shipped = weights("en", sys.argv[3] if len(sys.argv) > 3 else "wide")
    assert shipped is not None
    known = lessons(gold, shipped)
    for size in SIZES:
        own = learned([one for _, one in known[:size]], shipped)
        rest = known[size:]
        assert own is not None
        for name, which in (("rules", shipped), ("learned", own)):
            counts = sum((counted(one, which, shipped) for _, one in rest), Counts())
            print(f"{size:4} {name:8} {100 * counts.f1:.1f}  {counts}", flush=True)
            Path(f"{out}.{size}.{name}.jsonl").write_text(
                "".join(_line(id, one, which, shipped) for id, one in rest), encoding="utf-8"
            )


if __name__ == "__main__":
    main()
