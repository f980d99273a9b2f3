"""Accepting all suggestions above a threshold: which they would be, and how many of them will be right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from annotator.domain.calibration import Calibration
from annotator.ui.dialogs.sheet import Sheet
from annotator.ui.kit.basics import Text, vbox
from annotator.ui.kit.passages import PassageRow
from annotator.ui.review.preview import PreviewList
from annotator.ui.threshold import Threshold


@dataclass(frozen=True, slots=True)
class Offer:
    """An open suggestion: its score, its words, and who speaks, as far as it says so."""

    id: str
    score: float
    words: str
    speaker: str


class AcceptSheet(Sheet):
    """The threshold and its preview.  ``accepted`` carries the threshold that was confirmed, 0…1."""

    accepted = Signal(float)

    def __init__(self, window: QWidget, offers: Sequence[Offer], calibration: Calibration, threshold: float) -> None:
        super().__init__(window, "Accept all above a threshold", "Accept", 560)
        self.setObjectName("accept_all")
        self._offers = sorted(offers, key=lambda each: -each.score)
        self._calibration = calibration
        self.slider = Threshold([each.score for each in offers], threshold)
        self.sentence = Text("", "body", "medium", wrap=True)
        self.source = Text(_source(calibration), "small", role="text_2", wrap=True)
        self.list = PreviewList()
        self.list.setAccessibleName("Suggestions above the threshold")
        self.list.setFixedHeight(52 * 5 + 8)
        self.slider.chosen.connect(self._show)
        self.fill(vbox(self.slider, self.sentence, self.source, self.list, gap=10))
        self._show(threshold)
        self.open(self.slider)

    def chosen(self) -> list[Offer]:
        """The suggestions that would be accepted, the best first."""
        least = self.slider.threshold()
        return [each for each in self._offers if each.score >= least]

    def answer(self) -> None:
        """Accept them."""
        if self.yes.isEnabled():
            threshold = self.slider.threshold()
            self.finish()
            self.accepted.emit(threshold)

    def _show(self, threshold: float) -> None:
        chosen = self.chosen()
        precision = self._calibration.precision([each.score for each in chosen])
        number, total = len(chosen), len(self._offers)
        sentence = f"{number:,} of {total:,} open suggestion{'' if total == 1 else 's'} at {threshold:.2f} or above"
        if precision is not None:
            sentence += f" · about {100 * precision:.0f} % will be right"
        self.sentence.setText(sentence)
        self.slider.setAccessibleDescription(sentence)
        rows = [PassageRow(each.id, "", each.id, each.words, _where(each)) for each in chosen]
        self.list.passages.show(rows, choosing=False)
        self.yes.setText(f"Accept {number:,}")
        self.yes.setAccessibleName(self.yes.text())
        self.yes.setEnabled(bool(chosen))


def _where(offer: Offer) -> str:
    return f"{offer.score:.2f} · {offer.speaker or 'no speaker suggested'}"


def _source(calibration: Calibration) -> str:
    if calibration.decided:
        return f"By {calibration.decided:,} decisions in this project. It is one step, which can be undone."
    return "As measured on other news, until enough is decided in this project. It is one step, which can be undone."
