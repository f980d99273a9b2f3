"""The right panel: the cast, the card of what is active, the quotations of the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from annotator.domain.scheme import DEFAULT, Scheme
from annotator.ui.cast_panel import CastPanel
from annotator.ui.kit import Card as Surface
from annotator.ui.kit import Panel, Text, hbox, host, vbox
from annotator.ui.kit_flow import Shelf
from annotator.ui.quotation_card import QuotationCard
from annotator.ui.quotation_list import QuotationList
from annotator.ui.quotation_view_model import Card, CastRow, QuotationRow, StanceDraft, SuggestionCard, Target
from annotator.ui.suggestion_card import SuggestionCard as SuggestionView
from annotator.ui.theme import Theme, repaint_all

EMPTY = "Nothing quoted yet. Select words and press Q."
IDLE = "No quotation is active. Click one, or select words and press Q."


class QuotationPanel(Panel):
    """The right panel.  It decides nothing: what is chosen or edited in it goes out as a signal or an action.

    ``actions`` are the window's (see `annotator.ui.actions`).  For the arguments of the signals that come from the card
    see `QuotationCard`.  ``castChosen`` and ``rowChosen`` carry the id of a member of the cast and of a quotation or
    suggestion.  ``left`` says that a pad or a field was left and the focus should go back to the article.
    """

    castChosen = Signal(str)
    rowChosen = Signal(str)
    edited = Signal(str, object)
    fragmentClicked = Signal(str, int)
    fragmentRemoved = Signal(str, int)
    partyRemoved = Signal(str, int)
    formChosen = Signal(str, int, str)
    stanceCommitted = Signal(object)
    stanceRemoved = Signal(str)
    left = Signal()

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__("chrome", "l")
        self.setObjectName("quotation")
        self.setAccessibleName("Quotation")
        self.setMinimumWidth(304)
        self.theme: Theme | None = None
        self.cast = CastPanel()
        self.card = QuotationCard(actions)
        self.suggestion = SuggestionView(actions)
        self.list = QuotationList(actions)
        self._hint = Text(EMPTY, "body", role="text_3", wrap=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty = Surface()
        self._empty.setLayout(hbox(self._hint, margins=(24, 24, 24, 24)))
        self._parts: tuple[QWidget, ...] = (self.card, self.suggestion, self._empty)
        self._inside = vbox(*self._parts, gap=0, margins=(10, 0, 10, 0))
        self.shelf = Shelf(host(self._inside))
        self.shelf.verticalScrollBar().rangeChanged.connect(self._make_way)
        column = vbox(self.cast, self.shelf, self.list, gap=0, margins=(1, 0, 0, 0))
        column.setStretch(2, 1)
        self.setLayout(column)
        self._connect()
        self.set_scheme(DEFAULT)
        self._show_part(self._empty)

    def _connect(self) -> None:
        self.cast.castChosen.connect(self.castChosen)
        self.list.rowChosen.connect(self.rowChosen)
        card = self.card
        card.edited.connect(self.edited)
        card.fragmentClicked.connect(self.fragmentClicked)
        card.fragmentRemoved.connect(self.fragmentRemoved)
        card.partyRemoved.connect(self.partyRemoved)
        card.formChosen.connect(self.formChosen)
        card.stanceCommitted.connect(self.stanceCommitted)
        card.stanceRemoved.connect(self.stanceRemoved)
        card.padLeft.connect(self.left)
        card.noteLeft.connect(self.left)
        self.suggestion.fragmentClicked.connect(self.fragmentClicked)

    # ------------------------------------------------------------------------------------------ what it shows

    def set_theme(self, theme: Theme) -> None:
        """Paint everything by another theme than the window's."""
        self.theme = theme
        repaint_all(self)

    def set_scheme(self, scheme: Scheme) -> None:
        """The vocabularies that the card offers."""
        self.card.set_scheme(scheme)

    def set_targets(self, targets: Sequence[Target]) -> None:
        """What the stance pad offers as targets."""
        self.card.set_targets(targets)

    def set_cast(self, rows: Sequence[CastRow], chosen: frozenset[str] = frozenset()) -> None:
        """Show the cast; ``chosen`` are the ids of those who speak in the active quotation."""
        self.cast.set_cast(rows, chosen)

    def set_rows(self, rows: Sequence[QuotationRow]) -> None:
        """Show the quotations and suggestions of the document."""
        self.list.set_rows(rows)
        self._hint.setText(IDLE if rows else EMPTY)

    def hint(self) -> str:
        """What stands in place of a card while nothing is active."""
        return self._hint.text()

    def show_quotation(self, card: Card | None) -> None:
        """Show a quotation; None shows what to do to make one."""
        if card is None:
            self._leave_pad()
            self._show_part(self._empty)
        else:
            self.card.show_card(card)
            self._show_part(self.card)

    def show_suggestion(self, card: SuggestionCard, position: int, total: int) -> None:
        """Show a suggestion; ``position`` counts from 1."""
        self._leave_pad()
        self.suggestion.show_suggestion(card, position, total)
        self._show_part(self.suggestion)

    def _leave_pad(self) -> None:
        if not self.card.pad.isHidden():
            self.card.pad.leave()

    def set_compact(self, compact: bool) -> None:
        """Fold what has no room in a window below 1200 pixels."""
        self.cast.set_compact(compact)
        self.card.set_compact(compact)

    def set_editable(self, editable: bool) -> None:
        """Whether the card can be edited: not in a project that is read only."""
        self.card.setEnabled(editable)
        self.cast.setEnabled(editable)

    # ------------------------------------------------------------------------------------------ the stance pad

    def open_stance_pad(self, draft: StanceDraft | None = None) -> None:
        """Open the pad for a new stance, or for the given one, and give it the focus."""
        self.card.stances.open_pad(draft or StanceDraft())
        self._settle()
        self.shelf.ensureWidgetVisible(self.card.pad, 0, 12)

    @property
    def pad_is_open(self) -> bool:
        """Whether a stance is being edited: a click on a mention then means its target."""
        return self.card.pad.isVisible()

    def _settle(self) -> None:
        """Lay out now what changed, or a frame would show the card at its old height."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def _make_way(self, _least: int, most: int) -> None:
        """The scroll bar stands in the margin, so that the card keeps its width."""
        self._inside.setContentsMargins(10, 0, 0 if most > 0 else 10, 0)

    def _show_part(self, part: QWidget) -> None:
        for each in self._parts:
            each.setVisible(each is part)
        self._settle()
