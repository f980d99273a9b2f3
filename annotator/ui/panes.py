"""The panes of the Annotate view, side by side: what is folded, how wide each is, and where F6 goes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.ui.drawer import Drawer
from annotator.ui.look.measures import NARROW
from annotator.ui.scheme.guidelines_panel import GuidelinesPanel

_WIDTHS = (280, 792, 368)
_NARROW_WIDTHS = (212, 576, 312)


class Panes(QWidget):
    """Left the documents or the guidelines, in the middle what ``centre`` names from top to bottom, right the card.

    ``narrowed`` says that the window has become narrow, or no longer is, ``guidelinesShown`` that they are to be read.
    """

    narrowed = Signal(bool)
    guidelinesShown = Signal()

    def __init__(
        self,
        documents: QWidget,
        guidelines: GuidelinesPanel,
        centre: Sequence[QWidget],
        article: QWidget,
        drawer: Drawer,
        card: QWidget,
        welcome: QWidget,
    ) -> None:
        super().__init__()
        self._documents = documents
        self._guidelines = guidelines
        self._article = article
        self._drawer = drawer
        self._card = card
        self._welcome = welcome
        self._head = centre[0]
        self._card_folded = False
        self._narrow: bool | None = None
        self._chosen: tuple[int, ...] = ()
        self.left = QStackedWidget()
        self.left.addWidget(documents)
        self.left.addWidget(guidelines)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (*centre, welcome, drawer):
            column.addWidget(part, 1 if part in (article, welcome) else 0)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        for pane in (self.left, middle, card):
            self.splitter.addWidget(pane)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.splitter)
        self.splitter.splitterMoved.connect(lambda _at, _handle: self._keep())
        guidelines.left.connect(self.show_documents)

    # ------------------------------------------------------------------------------------------ what is shown

    def show_documents(self) -> None:
        """Show the documents at the left."""
        self.left.setCurrentWidget(self._documents)
        self.left.show()

    def toggle_guidelines(self) -> None:
        """Show the guidelines beside the text, or the documents again."""
        if not self.left.isHidden() and self.guidelines_chosen:
            self.show_documents()
            self._article.setFocus()
        else:
            self.left.show()
            self.show_guidelines()
            self._guidelines.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_guidelines(self) -> None:
        """Have the guidelines in the left pane, in place of the documents."""
        self.left.setCurrentWidget(self._guidelines)
        self.guidelinesShown.emit()

    @property
    def guidelines_chosen(self) -> bool:
        """Whether the left pane has the guidelines, folded or not."""
        return self.left.currentWidget() is self._guidelines

    @property
    def guidelines_shown(self) -> bool:
        """Whether the guidelines can be seen."""
        return self._guidelines.isVisible()

    def toggle_documents(self) -> None:
        """Fold the left pane, or show it."""
        self._toggle(self.left)

    def show_card(self) -> None:
        """Show the card at the right."""
        self._card.show()

    def toggle_card(self) -> None:
        """Fold the card, or show it."""
        self._toggle(self._card)

    def show_welcome(self, *, shown: bool) -> None:
        """Have the welcome in place of article and card, or no longer."""
        if shown == (not self._welcome.isHidden()):
            return
        if shown:
            self._card_folded = self._card.isHidden()
        self._welcome.setVisible(shown)
        self._head.setHidden(shown)
        self._article.setHidden(shown)
        self._card.setHidden(shown or self._card_folded)

    def folded(self) -> tuple[str, ...]:
        """The panes that are folded away: documents, card."""
        hidden = {name: pane.isHidden() for name, pane in self._foldable().items()}
        if not self._welcome.isHidden():
            hidden["card"] = self._card_folded
        return tuple(name for name, folded in hidden.items() if folded)

    def fold(self, names: Sequence[str]) -> None:
        """Fold these panes away, and show the others."""
        for name, pane in self._foldable().items():
            pane.setVisible(name not in names)

    def _foldable(self) -> dict[str, QWidget]:
        return {"documents": self.left, "card": self._card}

    def _toggle(self, pane: QWidget) -> None:
        pane.setVisible(pane.isHidden())
        if pane.isHidden():
            self._article.setFocus()

    # ------------------------------------------------------------------------------------------ widths

    def widths(self) -> tuple[int, ...]:
        """The widths that the user has chosen; empty for the design's."""
        return self._chosen

    def set_widths(self, widths: tuple[int, ...]) -> None:
        """Take widths as they were chosen."""
        if len(widths) == self.splitter.count() and all(widths):
            self._chosen = widths
            self.splitter.setSizes(list(widths))

    def _keep(self) -> None:
        if not self._narrow and all(self.splitter.sizes()):
            self._chosen = tuple(self.splitter.sizes())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold below a width."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            self.splitter.setSizes(list(_NARROW_WIDTHS if narrow else self._chosen or _WIDTHS))
            self.narrowed.emit(narrow)

    # ------------------------------------------------------------------------------------------ the focus

    def next_pane(self, panes: Sequence[QWidget], step: int) -> None:
        """Move the focus to the next of ``panes``, unfolding it where it is folded."""
        here = next((n for n, pane in enumerate(panes) if pane.hasFocus() or pane.isAncestorOf(_focused(self))), 0)
        target = panes[(here + step) % len(panes)]
        if self._card.isAncestorOf(target):
            self._card.show()
        elif self._documents.isAncestorOf(target):
            self.show_documents()
        target.setFocus(Qt.FocusReason.TabFocusReason)


def _focused(widget: QWidget) -> QWidget:
    return widget.window().focusWidget() or widget
