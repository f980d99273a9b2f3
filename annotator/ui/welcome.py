"""What stands in place of the article where a project has none yet: the four gestures, and where more is."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QBoxLayout, QWidget

from annotator.ui.kit.basics import Icon, Panel, Text, hbox, host, vbox
from annotator.ui.kit.controls import Button
from annotator.ui.kit.marks import Keycap, key_caps

HEADLINE = "Four gestures, and the rest can wait"
_WIDTH = 560


class Welcome(Panel):
    """Shown in an empty project; ``actions`` are those of the window."""

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__("page")
        self.setObjectName("welcome")
        self.setAccessibleName(HEADLINE)
        self._actions = actions
        cast = (*self._caps("speaker.cast_1"), Text("–", "small", role="text_3"), *self._caps("speaker.cast_9"))
        rows = (
            _row(
                "import",
                "Import articles",
                "the pipeline marks people, places and organisations while you read",
                self._caps("file.import"),
            ),
            _row(
                "text-quote",
                "Select words, and make them a quotation",
                "its cue and speaker are offered, Enter takes them",
                self._caps("quotation.new"),
            ),
            _row("user", "Press a number for the speaker", "the cast of the article stands at the right", cast),
            _row(
                "scale",
                "Add a stance",
                "against, neutral or favour, towards whom or what",
                self._caps("stance.new"),
            ),
        )
        self.sample = Button.for_action(actions["project.sample"], icon="book-open")
        self.keys = Button.for_action(actions["help.keys"], "quiet", icon="keyboard", text="All keys")
        head = Text(HEADLINE, "title", "semibold", family="reading", wrap=True)
        column = host(vbox(head, 4, *rows, 4, hbox(self.sample, self.keys, None, gap=8), gap=16))
        column.setMaximumWidth(_WIDTH)
        across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        across.setContentsMargins(24, 0, 24, 0)
        across.addStretch(1)
        across.addWidget(column, 100)
        across.addStretch(1)
        whole = vbox(gap=0)
        whole.addStretch(2)
        whole.addLayout(across)
        whole.addStretch(3)
        self.setLayout(whole)
        self.setFocusProxy(self.sample)
        self.hide()

    def _caps(self, action: str) -> tuple[Keycap, ...]:
        return tuple(Keycap(each) for each in key_caps(self._actions[action].shortcut().toString()))


def _row(icon: str, title: str, words: str, caps: tuple[QWidget, ...]) -> QWidget:
    what = vbox(Text(title, "body", "semibold"), Text(words, "small", role="text_2", wrap=True), gap=2)
    row = hbox(Icon(icon, "accent", 20), gap=14)
    row.addLayout(what, 1)
    keys = hbox(*caps, gap=4)
    row.addLayout(keys)
    row.setAlignment(keys, Qt.AlignmentFlag.AlignVCenter)
    made = host(row)
    made.setAccessibleName(f"{title}: {words}")
    return made
