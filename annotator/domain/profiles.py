"""What the pipeline is to suggest: a choice made for each project."""

from __future__ import annotations

from typing import Final

SPEECH: Final = "speech"
"""What somebody said, wrote or asked."""
WIDE: Final = "wide"
"""Beliefs, feelings, plans and stances too."""
KEY: Final = "x_profile"
"""Where a line of JSONL says which profile it wants, if not the one asked for on the whole."""
PROFILES: Final = (SPEECH, WIDE)
