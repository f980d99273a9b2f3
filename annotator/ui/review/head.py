"""The line above the article under review: its status and source, each annotator's letter and line, their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.ui.kit.basics import Panel, Text, hbox, host, metrics
from annotator.ui.kit.controls import Button
from annotator.ui.kit.dates import long_date
from annotator.ui.kit.marks import Glyph
from annotator.ui.review.ink import LaneSample
from annotator.ui.review.view_model import Seen

_MOST = 6
"""Letters in the legend; more annotators are named in the tooltip."""


class ReviewHead(Panel):
    """The line."""

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__("page", "b")
        self.setAccessibleName("Article under review")
        self.setFixedHeight(metrics().size.header)
        self.glyph = Glyph("new")
        self.status = Text("", "small", "medium")
        self.source = Text("", "small", role="text_2", elide=True)
        self.names = Text("", "small", role="text_3")
        self._legend = hbox(gap=8)
        self._samples: list[QWidget] = []
        eye = Button.for_action(actions["review.names"], "quiet", icon="eye", text="", small=True, key=False)
        row = hbox(16, self.glyph, self.status, gap=6)
        row.addWidget(self.source, 1)
        row.addWidget(host(self._legend))
        row.addWidget(self.names)
        row.addWidget(eye)
        row.addSpacing(10)
        self.setLayout(row)

    def show_article(self, status: str, words: str, meta: Mapping[str, object]) -> None:
        """Show an article: its gold's status, and where it comes from."""
        self.glyph.show_status(status, 0.5)
        self.glyph.setVisible(bool(words))
        self.status.setText(words)
        parts = [str(meta.get("source") or ""), long_date(str(meta.get("date") or "")), str(meta.get("title") or "")]
        self.source.setText(" · ".join(each for each in parts if each))

    def show_annotators(self, seen: Sequence[Seen], *, names: bool) -> None:
        """Show whose labels are compared, by letter or by name."""
        for each in self._samples:
            self._legend.removeWidget(each)
            each.hide()
            each.deleteLater()
        self._samples = [LaneSample(each.letter, each.style, each.name if names else "") for each in seen[:_MOST]]
        for sample in self._samples:
            self._legend.addWidget(sample)
        called = ", ".join(f"{each.letter} {each.name}" for each in seen)
        self.names.setText((called if len(called) < 40 else "names shown") if names else "names hidden" if seen else "")
        self.names.setToolTip(called if names else "")
        self.names.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
