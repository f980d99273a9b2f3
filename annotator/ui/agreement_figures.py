"""The figures of agreement for the page: tables for its charts, sentences, and the passages behind each cell.  No Qt."""

from __future__ import annotations

from annotator.ui.agreement_tables import Key

FEWEST = 12
"""Articles listed on their own at most."""
_ = Key


class Figures:
    """Placeholder until the engine's figures are there."""
