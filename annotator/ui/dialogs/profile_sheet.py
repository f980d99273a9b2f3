"""Asking what is suggested in a project: speech alone, or beliefs, plans and feelings too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from annotator.domain.profiles import PROFILES, SPEECH, WIDE
from annotator.ui.dialogs.sheet import Sheet
from annotator.ui.kit.basics import Text, vbox
from annotator.ui.kit.choice import Segmented
from annotator.ui.sheets.preferences_fields import SettingRow, Switch

_WORDS: Final[Mapping[str, str]] = {
    SPEECH: "What somebody said, wrote or asked: she said that …, according to …",
    WIDE: "Beliefs, feelings, plans and stances too: hopes to …, opposed the plan. It is wrong more often.",
}


class ProfileSheet(Sheet):
    """The choice.  ``chosen`` carries the profile, and whether to label again what is labelled already."""

    chosen = Signal(str, bool)

    def __init__(self, window: QWidget, profile: str, labelled: int) -> None:
        """``labelled`` is how many articles the pipeline has labelled with the profile until now."""
        super().__init__(window, "What is suggested", "Save", 520)
        self.setObjectName("profile")
        self._current = profile
        self._labelled = labelled
        self.profile = Segmented(["Speech", "Wide"], name="What is suggested")
        self.profile.set_current(PROFILES.index(profile))
        self.words = Text("", role="text_2", wrap=True)
        self.again = Switch("Label again")
        sentence = "What is accepted or rejected stays as it is, and what was rejected does not come back."
        noun = "article" if labelled == 1 else "articles"
        self.row = SettingRow(f"Label {labelled:,} {noun} again", sentence, self.again)
        self.row.setVisible(bool(labelled))
        self.profile.chosen.connect(lambda _index: self._show())
        self.fill(vbox(self.profile, self.words, self.row, gap=14))
        self._show()
        self.open(self.profile)

    def answer(self) -> None:
        """Take the choice."""
        profile, again = self._chosen(), bool(self._labelled) and self.again.isChecked()
        self.finish()
        self.chosen.emit(profile, again)

    def _chosen(self) -> str:
        return PROFILES[self.profile.current() or 0]

    def _show(self) -> None:
        self.words.setText(_WORDS[self._chosen()])
        self.again.setChecked(self._chosen() != self._current)
        if self.isVisible():
            self._place()  # the words may have become longer
