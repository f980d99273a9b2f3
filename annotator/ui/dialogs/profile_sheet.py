"""Asking what is suggested in a project: speech alone, or beliefs, plans and feelings too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from annotator.domain.errors import PipelineError
from annotator.domain.profiles import PROFILES, SPEECH, WIDE
from annotator.nlp.pipelines import RULES, find
from annotator.ui.dialogs.sheet import Sheet
from annotator.ui.kit.basics import Text, hbox, vbox
from annotator.ui.kit.choice import Field, Segmented
from annotator.ui.kit.controls import Button
from annotator.ui.kit.menu_button import open_below
from annotator.ui.sheets.preferences_fields import SettingRow, Switch

_WORDS: Final[Mapping[str, str]] = {
    SPEECH: "What somebody said, wrote or asked: she said that …, according to …",
    WIDE: "Beliefs, feelings, plans and stances too: hopes to …, opposed the plan. It is wrong more often.",
}
_RULES: Final = "None: quotation marks alone"
_SPACY: Final = "Any spaCy pipeline that is installed, by its name, or the folder of one."


class ProfileSheet(Sheet):
    """The choice.  ``chosen`` carries the profile, the pipeline's name, and whether to label again what is labelled.

    The name is empty for the best pipeline installed for each language.
    """

    chosen = Signal(str, str, bool)

    def __init__(self, window: QWidget, profile: str, labelled: int, pipeline: str, installed: Sequence[str]) -> None:
        """``labelled`` is how many articles are labelled, ``installed`` the pipelines that there are."""
        super().__init__(window, "What is suggested", "Save", 520)
        self.setObjectName("profile")
        self._current = (profile, pipeline)
        self._labelled = labelled
        self.profile = Segmented(["Speech", "Wide"], name="What is suggested")
        self.profile.set_current(PROFILES.index(profile))
        self.words = Text("", role="text_2", wrap=True)
        self.pipeline = Field("The best one installed for each language", "cpu")
        self.pipeline.edit.setAccessibleName("Pipeline")
        self.pipeline.set_text(pipeline)
        self.menu = QMenu(self)
        for name, words in (("", "The best one installed"), *((each, each) for each in installed), (RULES, _RULES)):
            self.menu.addAction(words).triggered.connect(lambda _on=False, name=name: self.pipeline.set_text(name))
        self.others = Button("", "chevron-down", "plain")
        self.others.setAccessibleName("Pipelines installed")
        self.others.setToolTip("Pipelines installed")
        self.others.clicked.connect(lambda: open_below(self.others, self.menu))
        self.trouble = Text("", "small", role="text_2", wrap=True)
        self.again = Switch("Label again")
        sentence = "What is accepted or rejected stays as it is, and what was rejected does not come back."
        noun = "article" if labelled == 1 else "articles"
        self.row = SettingRow(f"Label {labelled:,} {noun} again", sentence, self.again)
        self.row.setVisible(bool(labelled))
        self._lay_out()
        self.profile.chosen.connect(lambda _index: self._show())
        self.pipeline.edit.textChanged.connect(lambda _text: self._show())
        self.pipeline.edit.escaped.connect(self.leave)
        self.pipeline.edit.returnPressed.connect(self.answer)
        self._show()
        self.open(self.profile)

    def _lay_out(self) -> None:
        label = Text("Pipeline", role="text_2")
        label.setFixedWidth(72)
        which = hbox(label, self.pipeline, self.others, gap=8)
        which.setStretchFactor(self.pipeline, 1)
        choice = vbox(which, self.trouble, gap=4)
        self.fill(vbox(self.profile, self.words, choice, self.row, gap=14))

    def answer(self) -> None:
        """Take the choice."""
        if not self.yes.isEnabled():
            return
        profile, pipeline = self._chosen()
        again = bool(self._labelled) and self.again.isChecked()
        self.finish()
        self.chosen.emit(profile, pipeline, again)

    def _chosen(self) -> tuple[str, str]:
        return PROFILES[self.profile.current() or 0], self.pipeline.text().strip()

    def _show(self) -> None:
        profile, pipeline = self._chosen()
        self.words.setText(_WORDS[profile])
        self.again.setChecked((profile, pipeline) != self._current)
        trouble = _missing(pipeline)
        self.trouble.setText(trouble or _SPACY)
        self.trouble.set_role("error" if trouble else "text_2")
        self.yes.setEnabled(not trouble)
        if self.isVisible():
            self._place()  # the words may have become longer


def _missing(pipeline: str) -> str:
    """What to say of a pipeline that is not there; empty for one that is."""
    try:
        find(pipeline or None, None)
    except PipelineError as error:
        return f"{error.message[:1].upper()}{error.message[1:]}: {error.hint}."
    return ""
