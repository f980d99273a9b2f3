"""`suggest` for the window: cue candidates in each line, and only when asked for."""

from __future__ import annotations

import json

from running import ok

LINE = json.dumps({"id": "a", "text": "Ana Lindqvist said that the cafe\u0301 🏭 stays open."}).encode() + b"\n"


def test_cue_candidates_come_with_the_hidden_option_alone() -> None:
    plain = json.loads(ok("suggest", input=LINE).out)
    asked = json.loads(ok("suggest", "-", "-", "--background", "--cue-candidates", input=LINE).out)
    cues = asked.pop("x_cues")
    assert asked == plain
    assert {"cue": [[14, 18]], "subject": [[0, 13]], "clause": [19, 46], "score": 0.85} in cues
    assert b"cue-candidates" not in ok("suggest", "--help").out
