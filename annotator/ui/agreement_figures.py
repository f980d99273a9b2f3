"""The figures of agreement as the page shows them."""

from __future__ import annotations

from annotator.ui.agreement_tables import Key

FEWEST = 12
"""Articles listed on their own at most."""
_ = Key


class Figures:
    """Placeholder until the engine's figures are there."""
