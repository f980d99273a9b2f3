"""What is clicked and dragged in the article, the cast, the card and the list: each does what its key does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, cast

from annotator.domain.annotations import Quotation
from annotator.domain.errors import AppError
from annotator.operations.annotate import Edge
from annotator.operations.roles import PartyRole, Role
from annotator.ui.article.marks import Mark
from annotator.ui.article.view import ArticleView
from annotator.ui.asking import Asking
from annotator.ui.card.panel import QuotationPanel
from annotator.ui.card_edits import CardEdits
from annotator.ui.gestures.gestures import Gestures
from annotator.ui.session import Session

_ROLES: dict[str, Role] = {"content": "content", "cue": "cue", "speaker": "speakers", "addressee": "addressees"}
"""What the roles of marks are called in a quotation."""


class Place(Protocol):
    """Where the user is."""

    active: str | None
    focused: str | None

    def quotation(self, id: str | None) -> Quotation | None:
        """A quotation of the open article's layer."""

    def activate(self, quotation: str | None) -> None:
        """Make a quotation the active one."""

    def focus_suggestion(self, suggestion: str | None) -> None:
        """Put a suggestion in focus."""

    def show_why(self, suggestion: str) -> None:
        """Show why something is suggested."""

    def to_article(self) -> None:
        """Give the focus back to the article."""

    def fail(self, error: AppError) -> None:
        """Tell that something could not be done."""


class Pointing:
    """Answers the mouse.  Errors are told, and the focus goes back to the article."""

    def __init__(
        self,
        session: Session,
        place: Place,
        article: ArticleView,
        card: QuotationPanel,
        gestures: Gestures,
        edits: CardEdits,
        asking: Asking,
    ) -> None:
        self._session = session
        self._place = place
        self._article = article
        self._card = card
        self._gestures = gestures
        self._edits = edits
        article.markClicked.connect(self.click)
        article.plainClicked.connect(lambda _at: self._forget())
        article.spanSelected.connect(lambda _span: self._forget())
        article.edgeDragged.connect(self._drag_edge)
        article.ghostClicked.connect(lambda: self._try(gestures.take_ghost))
        article.ghostNextClicked.connect(lambda: self._try(gestures.next_ghost))
        article.suggestionAsked.connect(place.show_why)
        article.offerClicked.connect(lambda: self._try(gestures.quotations.join_continuation))
        article.suggestionAccepted.connect(lambda id_: self._decide(id_, gestures.suggestions.accept))
        article.suggestionRejected.connect(lambda id_: self._decide(id_, gestures.suggestions.reject))
        card.castChosen.connect(self._choose_member)
        card.rowChosen.connect(self._choose_row)
        card.rejected.connect(self._reject)
        card.identityAsked.connect(lambda role, index: asking.identify(cast("PartyRole", role), index))

    def click(self, mark: Mark) -> None:
        """A mark was clicked: a mention is selected, a suggestion comes into focus, a quotation becomes active."""
        if self._card.pad_is_open and mark.role == "mention":
            self._edits.target_from(mark)
            return
        self._forget()
        if mark.role == "mention":
            self._gestures.meant.clicked = self._gestures.meant.last_clicked = mark.id
            self._article.select(mark.spans[0])
        elif mark.role == "suggestion":
            self._place.focus_suggestion(mark.id)
        elif mark.role == "content" and mark.id != self._place.active:
            self._place.activate(mark.id)

    def _forget(self) -> None:
        self._gestures.meant.clicked = None

    def _choose_member(self, id: str) -> None:
        if member := next((each for each in self._session.cast if each.id == id), None):
            self._try(lambda: self._gestures.parties.cast_member(member))
            self._place.to_article()

    def _choose_row(self, id: str) -> None:
        if self._place.quotation(id):
            self._place.activate(id)
        else:
            self._place.focus_suggestion(id)

    def _drag_edge(self, quotation: str, role: str, index: int, edge: str, offset: int, party: int) -> None:
        where = _ROLES[role], index, cast("Edge", edge), offset, party
        self._try(lambda: self._gestures.quotations.drag_edge(quotation, *where))

    def _decide(self, suggestion: str, decision: Callable[[], object]) -> None:
        self._place.focus_suggestion(suggestion)
        self._try(decision)

    def _reject(self, reason: str) -> None:
        self._try(lambda: self._gestures.suggestions.reject(reason))
        self._place.to_article()

    def _try(self, deed: Callable[[], object]) -> None:
        try:
            deed()
        except AppError as error:
            self._place.fail(error)
