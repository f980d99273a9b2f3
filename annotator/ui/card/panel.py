"""The right panel: the cast, the card of what is active, the quotations of the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from annotator.domain.scheme import DEFAULT, Scheme
from annotator.operations.lookup import Candidate
from annotator.ui.card.card import QuotationCard
from annotator.ui.card.cast_panel import CastPanel
from annotator.ui.card.list import QuotationList
from annotator.ui.card.suggestion_card import SuggestionCard as SuggestionView
from annotator.ui.card.view_model import Card, CastRow, ParentRow, QuotationRow, StanceDraft, SuggestionCard
from annotator.ui.kit.basics import Card as Surface
from annotator.ui.kit.basics import Panel, Text, hbox, host, vbox
from annotator.ui.kit.flow import Shelf
from annotator.ui.kit.focus import move_focus

EMPTY = "Nothing quoted yet. Select words and press Q."
_ROUNDS = 5

IDLE = "No quotation is active. Click one, or select words and press Q."


class QuotationPanel(Panel):
    """The right panel.  It decides nothing: what is chosen or edited in it goes out as a signal or an action.

    ``actions`` are the window's (see `annotator.ui.actions`).  For the arguments of the signals that come from the card
    see `QuotationCard`.  ``castChosen`` and ``rowChosen`` carry the id of a member of the cast and of a quotation or
    suggestion.  ``rejected`` carries the id of the reason why the suggestion in focus is none.  ``left`` says that a
    pad or a field was left and the focus should go back to the article.
    """

    castChosen = Signal(str)
    rowChosen = Signal(str)
    edited = Signal(str, object)
    fragmentClicked = Signal(str, int)
    fragmentRemoved = Signal(str, int)
    partyRemoved = Signal(str, int)
    formChosen = Signal(str, int, str)
    identityAsked = Signal(str, int)
    parentAsked = Signal()
    targetsSought = Signal(str)
    stanceCommitted = Signal(object)
    stanceRemoved = Signal(str)
    evidenceClicked = Signal(object)
    evidenceRemoved = Signal(str, int)
    rejected = Signal(str)
    left = Signal()

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__("chrome", "l")
        self.setObjectName("quotation")
        self.setAccessibleName("Quotation")
        self.setMinimumWidth(304)
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
        card.identityAsked.connect(self.identityAsked)
        card.parentAsked.connect(self.parentAsked)
        card.targetsSought.connect(self.targetsSought)
        card.stanceCommitted.connect(self.stanceCommitted)
        card.stanceRemoved.connect(self.stanceRemoved)
        card.evidenceClicked.connect(self.evidenceClicked)
        card.evidenceRemoved.connect(self.evidenceRemoved)
        card.padLeft.connect(self.left)
        card.fieldLeft.connect(self.left)
        self.suggestion.fragmentClicked.connect(self.fragmentClicked)
        self.suggestion.rejected.connect(self.rejected)

    # ------------------------------------------------------------------------------------------ what it shows

    def set_scheme(self, scheme: Scheme) -> None:
        """The vocabularies that the card offers, and the fields that it asks for."""
        self.card.set_scheme(scheme)
        self.suggestion.set_reasons(scheme.reasons)

    def set_targets(self, candidates: Sequence[Candidate]) -> None:
        """What the stance pad offers as targets, the best first: the answer to ``targetsSought``."""
        self.card.set_targets(candidates)

    def open_parents(self, rows: Sequence[ParentRow]) -> None:
        """Offer the quotations that could enclose the active one: the answer to ``parentAsked``."""
        self.card.open_parents(rows)

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
            self.card.close_pad()
            self._show_part(self._empty)
        else:
            self.card.show_card(card)
            self._show_part(self.card)

    def show_suggestion(self, card: SuggestionCard, position: int, total: int) -> None:
        """Show a suggestion; ``position`` counts from 1."""
        self.card.close_pad()
        self.suggestion.show_suggestion(card, position, total)
        self._show_part(self.suggestion)

    def finish(self) -> None:
        """Hand out what is still being written on the card: note, fields, a stance that has its value."""
        self.card.finish()

    def set_compact(self, compact: bool) -> None:
        """Fold what has no room in a window below 1200 pixels."""
        self.cast.set_compact(compact)
        self.card.set_compact(compact)
        self.suggestion.set_compact(compact)

    def set_editable(self, editable: bool) -> None:
        """Whether the card can be edited: not in a project that is read only."""
        self.card.setEnabled(editable)
        self.cast.setEnabled(editable)

    # ------------------------------------------------------------------------------------------ what it opens

    def open_stance_pad(self, draft: StanceDraft | None = None) -> None:
        """Open the pad for a new stance, or for the given one, and give it the focus."""
        self.card.open_pad(draft or StanceDraft())
        self._bring_into_view(self.card.pad)

    @property
    def pad_is_open(self) -> bool:
        """Whether a stance is being edited: a click on a mention then means its target."""
        return self.card.pad.isVisible()

    def open_flags(self) -> None:
        """Offer the flags of the active quotation."""
        if self.card.isVisible():
            self._bring_into_view(self.card.flags)
            self.card.open_flags()

    def focus_note(self) -> None:
        """Give the note of the active quotation the focus."""
        if self.card.isVisible():
            self.card.focus_note()
            self._bring_into_view(self.card.note)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes in reading order: cast, card, list."""
        moved = move_focus(self, (self.cast, self.shelf, self.list), forward=next)
        here = self.focusWidget()
        if moved and here is not None and self.shelf.isAncestorOf(here):
            self.shelf.ensureWidgetVisible(here, 0, 12)
        return moved

    def _bring_into_view(self, widget: QWidget) -> None:
        """Scroll to a part of the card, which may have grown since it was laid out last."""
        if not widget.isHidden():
            self._settle()
            self.shelf.ensureWidgetVisible(widget, 0, 12)

    def _settle(self) -> None:
        """Lay out now what changed, or frames would show the card at its old height.

        A round ends where a layout hands its new height to the one around it: from a flow to its slot, the card, the
        shelf, and the panel.
        """
        for _ in range(_ROUNDS):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def _make_way(self, _least: int, most: int) -> None:
        """The scroll bar stands in the margin, so that the card keeps its width; the pad stays in view."""
        self._inside.setContentsMargins(10, 0, 0 if most > 0 else 10, 0)
        if self.card.pad.isVisible():
            self.shelf.ensureWidgetVisible(self.card.pad, 0, 12)

    def _show_part(self, part: QWidget) -> None:
        for each in self._parts:
            if each.isHidden() == (each is part):
                each.setVisible(each is part)
        self._settle()
