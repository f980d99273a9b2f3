"""Fit the weights of the suggester's scores: ``python tests/measure/fit_weights.py GOLD.jsonl OUT.toml``.

GOLD holds one document a line: ``{"id", "text", "quotes": [{"type", "content", "cue", "speaker", "speech_cue"?}]}``,
spans as [start, end] in code points.  A possible quotation is right if half of its words are those of a gold one,
their cues touch and so do their speakers (or neither has one).  For the profile *speech* what no reporting verb
governs counts neither way.  The weights are those of a logistic regression with a little ridge: what comes out depends
on the input alone.  Needs the extra ``[learn]``.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotator.domain.marks import Marks
from annotator.domain.text import Span
from annotator.nlp.found import Found
from annotator.nlp.frames import frames_of
from annotator.nlp.lexicon import cue_lexicon
from annotator.nlp.profiles import Weights
from annotator.nlp.reading import Reading
from annotator.nlp.suggest import loaded
from annotator.nlp.suggester import possible
from annotator.nlp.syntax import Word, words_of

FEWEST: Final = 8
"""Times that a fact must have been seen to get a weight."""
RIDGE: Final = 1 / 0.3
"""How strongly weights are drawn to nought."""
SMALLEST: Final = 0.02
"""Weights nearer to nought are left out."""
LEAST: Final = {"speech": 0.5, "wide": 0.3}
"""The least score of what each profile suggests."""

Gold = dict[str, Any]
Row = tuple[dict[str, float], tuple[bool, bool], tuple[bool, bool]]
"""Facts; whether right in each profile; whether it counts there."""


def rows(source: Path) -> Iterator[Row]:
    """All possible quotations of the documents."""
    pipeline, lexicon = loaded(None, "en"), cue_lexicon("en")
    with source.open(encoding="utf-8") as lines:
        for line in lines:
            gold: Gold = json.loads(line)
            words: list[Word] = []
            for offset, doc in pipeline.docs(gold["text"]):
                words_of(doc, offset, words)
            reading = Reading(gold["text"], words, Marks(gold["text"]), Span(0, len(gold["text"])))
            found = possible(reading, frames_of(words), lexicon, Weights({}, 2.0))
            yield from _judged(reading, found, gold)


def _judged(reading: Reading, found: list[Found], gold: Gold) -> Iterator[Row]:
    spoken, other = [], frozenset[int]()
    for quote in gold["quotes"]:
        tokens = reading.tokens([Span(*each) for each in quote["content"]])
        is_speech = quote["type"] in ("direct", "mixed") or quote.get("speech_cue", True)
        spoken.append((quote, tokens, is_speech))
        other |= frozenset() if is_speech else tokens
    ignored = reading.tokens([Span(*each) for each in gold.get("ignore", [])])
    for each in found:
        tokens = reading.tokens(each.content)
        same = [row for row in spoken if 2 * len(row[1] & tokens) >= len(row[1] | tokens) > 0]
        right = [_agrees(each, quote) for quote, _, _ in same]
        speech = [agrees for agrees, (_, _, is_speech) in zip(right, same, strict=True) if is_speech]
        counts = any(right) or 2 * len(tokens & ignored) < len(tokens)
        inside = 2 * len(tokens & other) >= len(tokens)
        counts_as_speech = any(speech) or (counts and not inside and len(speech) == len(same))
        yield each.facts, (any(speech), any(right)), (counts_as_speech, counts)


def _agrees(found: Found, quote: Gold) -> bool:
    cue = not (quote["cue"] and found.cue) or _touch(quote["cue"], found.cue)
    both = bool(quote["speaker"]) and bool(found.speaker)
    speaker = _touch(quote["speaker"], found.speaker) if both else not quote["speaker"] and not found.speaker
    return cue and (speaker or bool(quote.get("speaker_unknown")))


def _touch(a: Any, b: Any) -> bool:
    return any(start < high and low < end for start, end in a for low, high in b)


def fitted(facts: list[dict[str, float]], right: list[bool], counts: list[bool]) -> dict[str, float]:
    """The weights by fact, ``bias`` among them."""
    used = [each for each, taken in zip(facts, counts, strict=True) if taken]
    truth = [each for each, taken in zip(right, counts, strict=True) if taken]
    seen = Counter(name for each in used for name in each)
    names = DictVectorizer()
    table = names.fit_transform({name: value for name, value in each.items() if seen[name] >= FEWEST} for each in used)
    model = LogisticRegression(C=1 / RIDGE, max_iter=400).fit(table, truth)
    own = zip(names.get_feature_names_out(), model.coef_[0], strict=True)
    return {"bias": round(float(model.intercept_[0]), 2)} | {name: round(float(weight), 2) for name, weight in own}


HEAD: Final = """\
# The weights of the suggester's scores for English: how much each fact speaks for a quotation, one column a profile.
#
# Source: fitted by tests/measure/fit_weights.py on political news annotated by hand (PolNeAR, development part).  They
# are about grammar and about what the cue lexicon says of a word; no words of a text are in them.

columns = ["speech", "wide"]

[least]
"""


def main() -> None:
    """Read the gold, write the file."""
    source, out = map(Path, sys.argv[1:3])
    read = list(rows(source))
    facts = [each for each, _, _ in read]
    columns = [fitted(facts, [row[1][at] for row in read], [row[2][at] for row in read]) for at in (0, 1)]
    lines = [f"{name} = {least}" for name, least in LEAST.items()] + ["", "[weights]"]
    for name in sorted(set(columns[0]) | set(columns[1])):
        row = [each.get(name, 0.0) for each in columns]
        if max(map(abs, row)) >= SMALLEST:
            lines.append(f"{json.dumps(name, ensure_ascii=False)} = [{row[0]:g}, {row[1]:g}]")
    out.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(read)} possible quotations, {len(lines) - 4} weights.")


if __name__ == "__main__":
    main()
