"""What the pipeline is to suggest: a choice made for each project."""

from __future__ import annotations

from typing import Final

SPEECH: Final = "speech"
"""What somebody said, wrote or asked."""
WIDE: Final = "wide"
"""Beliefs, feelings, plans and stances too."""
PROFILES: Final = (SPEECH, WIDE)
