"""The Annotate view: documents, article and card side by side, and what of them is active."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from annotator.domain.annotations import Quotation
from annotator.domain.changes import Changes
from annotator.domain.errors import AppError
from annotator.domain.text import Span
from annotator.ui.article.find_bar import FindBar
from annotator.ui.article.finding import Finding
from annotator.ui.article.marks import Mark, marks_of
from annotator.ui.article.view import ArticleView
from annotator.ui.article_menus import ArticleMenus
from annotator.ui.article_offers import ArticleOffers
from annotator.ui.asking import OTHERS, Asking
from annotator.ui.card.panel import QuotationPanel
from annotator.ui.card_edits import CardEdits
from annotator.ui.cast_edits import CastEdits
from annotator.ui.digit_row import digit_of
from annotator.ui.documents.header import ArticleHeader
from annotator.ui.documents.panel import DocumentsPanel
from annotator.ui.drawer import Drawer
from annotator.ui.gestures.gestures import Gestures
from annotator.ui.gold_strip import GoldStrip
from annotator.ui.kit.links import open_link
from annotator.ui.kit.printing import ask_printer
from annotator.ui.look.theme import Theme
from annotator.ui.messages import NoticeBar
from annotator.ui.panes import Panes
from annotator.ui.pointing import Pointing
from annotator.ui.project_place import RECEIVER
from annotator.ui.scheme.guidelines_panel import GuidelinesPanel
from annotator.ui.session import Session
from annotator.ui.welcome import Welcome

HINT = "hint"
"""Topic of the sentences that say why a gesture did nothing; the next one that does something takes them away."""

NO_ARTICLE = "Choose an article at the left"


class AnnotateView(QWidget):
    """Where an article is annotated.  It is the stage on which the gestures play, and shows what they changed."""

    moved = Signal()
    """What is active, or in focus, is another than before."""
    trouble = Signal(object)
    """An `AppError`: an edit on the card could not be made."""
    entityWanted = Signal(str)
    """An entity to be shown in the Entities view."""
    guidelineEdited = Signal(str, str)
    """A reason code, and the Markdown of its rule."""

    def __init__(self, session: Session, notices: NoticeBar, theme: Theme) -> None:
        super().__init__()
        self.session = session
        self._notices = notices
        self.active: str | None = None
        self.focused: str | None = None
        self.hidden_kinds: frozenset[str] = frozenset()
        self.article = ArticleView(theme)
        self.gestures = Gestures(session, self)
        self.find_bar = FindBar()
        self.finding = Finding(self.article, self.find_bar)
        self.asking = Asking(session, self.article, self.gestures.meant, self, notices)
        self.drawer = Drawer()
        self._words = 0

    def furnish(self, actions: Mapping[str, QAction], article_menu: QMenu) -> None:
        """Make the panes; called once, when the actions are there."""
        self._actions = actions
        self.documents = DocumentsPanel()
        self.header = ArticleHeader(actions, article_menu)
        self.gold = GoldStrip(actions)
        self.card = QuotationPanel(actions)
        self._edits = CardEdits(self.session, self, self.card)
        self.pointing = Pointing(self.session, self, self.article, self.card, self.gestures, self._edits, self.asking)
        self.menus = ArticleMenus(
            self.session, self.article, self, self.gestures, actions, self.pointing.click, self.fail
        )
        self._offers = ArticleOffers(self.session, self.article, self.gestures.ghosts, actions, self._edits.speakers.of)
        self.guidelines = GuidelinesPanel()
        self.menus.reasoned = self.show_rule
        self.welcome = Welcome(actions)
        self._cast_edits = CastEdits(self.session, self.card.cast, self.fail, self.entityWanted.emit)
        self.find_bar.hide()
        centre = (self.header, self.gold, self.find_bar, self.article)
        self.room = Panes(self.documents, self.guidelines, centre, self.article, self.drawer, self.card, self.welcome)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.room)
        self._connect()

    def _connect(self) -> None:
        self.article.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.article.customContextMenuRequested.connect(self.menus.open_menu)
        self.room.narrowed.connect(self._fold)
        self.room.guidelinesShown.connect(self._show_guidelines)
        self.guidelines.edited.connect(self.guidelineEdited)
        self.guidelines.left.connect(self.to_article)
        self.guidelines.linkClicked.connect(open_link)
        self.drawer.closed.connect(self.to_article)
        self.session.changed.connect(self._take)

    # ------------------------------------------------------------------------------------------ the stage

    def selection(self) -> Span | None:
        """The selected words, grown to whole tokens unless they are just a mention's; None for a bare caret."""
        raw, layer = self.article.raw_selection(), self.session.layer
        if raw is not None and layer and any(each.spans == (raw,) for each in layer.mentions):
            return raw  # of “Tokyo’s” only “Tokyo”
        return self.article.selection()

    def caret(self) -> int:
        """The caret's code point."""
        return self.article.caret()

    def clear_selection(self) -> None:
        """Leave only the caret."""
        self.article.clear_selection()
        self.gestures.meant.clicked = None

    def activate(self, quotation: str | None) -> None:
        """Make a quotation the active one and bring it into view; None leaves it."""
        if (quotation, None) != (self.active, self.focused):
            self.finish_edits()
            self.active = quotation
            self.focused = None
            self.show_state()
        if found := self.quotation(quotation):
            self.article.reveal(Span(found.start, found.content[0].end))

    def focus_suggestion(self, suggestion: str | None) -> None:
        """Put a suggestion in focus and bring it into view; None leaves it."""
        self.finish_edits()
        self.focused = suggestion
        if suggestion is not None:
            self.active = None
        self.show_state()
        if found := next((each for each in self.session.suggestions if each.id == suggestion), None):
            self.article.set_caret(found.start)
            self.article.reveal(Span(found.start, found.content[0].end))

    def open_stance_pad(self, target: Span | None) -> None:
        """Ask for a stance of the active quotation."""
        self._edits.open_stance_pad(target)

    def set_stance(self, value: str, target: Span | None) -> None:
        """Give the active quotation a stance of that value, towards words of the article if there are any."""
        self._edits.set_stance(value, target)

    def add_evidence(self, span: Span) -> None:
        """Make words the evidence of the active quotation's stance."""
        self._edits.add_evidence(span)

    def set_confidence(self, confidence: int) -> None:
        """Say how sure the annotator is of the active quotation."""
        if self.gestures.meant.active():
            self._edits.set_confidence(confidence)

    def open_note(self) -> None:
        """Write a note to the active quotation."""
        if self.gestures.meant.active():
            self.card.focus_note()

    def open_flags(self) -> None:
        """Choose the flags of the active quotation."""
        if self.gestures.meant.active():
            self.card.open_flags()

    def tell(self, sentence: str) -> None:
        """Say in the bar why nothing happened."""
        self._notices.tell("info", sentence, topic=HINT)

    def announce(self, sentence: str) -> None:
        """Say what happened to a screen reader."""
        self.article.announce(sentence)

    def reveal(self, span: Span) -> None:
        """Bring words of the article into view."""
        self.article.set_caret(span.start)
        self.article.reveal(span)

    def to_article(self) -> None:
        """Give the focus back to the article, or to what stands in its place."""
        (self.article if self.welcome.isHidden() else self.welcome).setFocus()

    def fail(self, error: AppError) -> None:
        """Tell that an edit could not be made."""
        self.trouble.emit(error)

    def show_why(self, suggestion: str) -> None:
        """Show on the card why something is suggested."""
        self.focus_suggestion(suggestion)
        self.room.show_card()

    def finish_edits(self) -> None:
        """Keep what is still being written on the card, while its quotation is the active one."""
        self._edits.finish()
        self.header.finish()

    def leave(self) -> None:
        """Leave, innermost first: the selection, the suggestion in focus, the active quotation."""
        if self.article.selection() is not None:
            self.clear_selection()
        elif self.focused is not None:
            self.focus_suggestion(None)
        else:
            self.activate(None)

    def quotation(self, id: str | None) -> Quotation | None:
        """A quotation of the open article's layer."""
        rows = self.session.layer.quotations if self.session.layer else ()
        return next((each for each in rows if each.id == id), None)

    # ------------------------------------------------------------------------------------------ showing

    def show_document(self) -> None:
        """Show the session's article from its beginning, nothing active."""
        self.active = self.focused = None
        self.gestures.ghosts.forget()
        self.gold.setVisible(self.session.gold)
        for topic in (HINT, "accept", OTHERS, RECEIVER):  # what they say and offer is about the article before
            self._notices.finish(topic)
        document, layer = self.session.document, self.session.layer
        if document is None or layer is None:
            empty = self.session.project is None or not self.session.project.documents.count()
            self.room.show_welcome(shown=empty)
            self.article.show_text("", headline=NO_ARTICLE)
            self.article.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._show_header()
            self._edits.show()
            return
        self.room.show_welcome(shown=False)
        self.article.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        headline = str(document.meta.get("title") or "")
        self._words = len(document.text.split())
        self.article.show_text(document.text, self._marks(), headline=headline)
        self._offers.show()
        self.documents.set_current(document.id)
        self._show_header()
        self._edits.show()

    def show_state(self) -> None:
        """Show again what is marked, active and in focus."""
        if self.session.layer is None or self.session.document is None:
            return
        if self.active is not None and self.quotation(self.active) is None:
            self.active = None
        if self.focused is not None and self.focused not in {each.id for each in self.session.suggestions}:
            self.focused = None
        self.gestures.ghosts.look_at(self.quotation(self.active))
        self.article.set_marks(self._marks())
        self._offers.show()
        self._show_header()
        self._edits.show()
        self.moved.emit()

    def _show_header(self) -> None:
        document, layer = self.session.document, self.session.layer
        if document is None or layer is None:
            self.header.clear()
            return
        meta = {key: str(document.meta.get(key) or "") or None for key in ("source", "date", "author")}
        decided = sum(bool(each.speakers) for each in layer.quotations)
        self.header.set_document(
            layer.status,
            source=meta["source"],
            date=meta["date"],
            author=meta["author"],
            words=self._words,
            reason=layer.status_reason,
            fraction=decided / len(layer.quotations) if layer.quotations else 0.1,
        )

    def set_theme(self, theme: Theme) -> None:
        """Paint everything by another theme."""
        self.article.set_theme(theme)

    def _marks(self) -> tuple[Mark, ...]:
        layer, offer = self.session.layer, self.gestures.ghosts.shown
        if layer is None:
            return ()
        return marks_of(
            layer,
            self.session.suggestions,
            self._edits.speakers.voices()[0],
            active=self.active,
            focused=self.focused,
            hidden_kinds=self.hidden_kinds,
            previous=self.article.marks(),
            ghost=offer.ghost if offer else None,
            ghost_part=offer.part if offer else "both",
        )

    def show_scheme(self) -> None:
        """Show the vocabularies of the project's scheme."""
        project = self.session.project
        if project is not None:
            self.card.set_scheme(project.scheme)
            self._edits.show()
            if self.room.guidelines_shown:
                self._show_guidelines()

    def _show_guidelines(self) -> None:
        project = self.session.project
        self.guidelines.show_scheme(project.scheme if project else None)
        self.guidelines.set_editable(self.session.writable)

    def _take(self, changes: Changes) -> None:
        if self.session.document and (changes.about(self.session.document.id) or changes.touches("entity")):
            self._notices.finish(HINT)
            if self.quotation(changes.focus):  # what a gesture was about is active from then on
                self.active, self.focused = changes.focus, None
            self.show_state()

    # ------------------------------------------------------------------------------------------ panes

    def ask_kind(self) -> None:
        """Ask beside the selection which kind of entity it is."""
        self.menus.ask_kind()

    def ask_reason(self) -> None:
        """Ask beside the selection why it is not a quotation."""
        self.menus.ask_reason()

    def show_rule(self, reason: str) -> None:
        """Where the guidelines stand beside the text: bring the rule of a reason into view."""
        if self.room.guidelines_shown:
            self.guidelines.show_reason(reason)

    def panes(self) -> tuple[QWidget, ...]:
        """Where F6 goes, in turn."""
        return (self.article, self.card.list.view, self.documents.list)

    def next_pane(self, step: int) -> None:
        """Move the focus to the next pane, unfolding it where it is folded."""
        panes = self.panes()
        self.room.next_pane((*panes, self.drawer) if self.drawer.page() else panes, step)

    def print_article(self) -> None:
        """Ask for a printer and print the article with its marks."""
        title = self.session.document.title if self.session.document else ""
        ask_printer(self, title, self.article.print_article)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the digit row by its place, where no shortcut took the character it types."""
        digit = digit_of(event) if event.modifiers() == Qt.KeyboardModifier.NoModifier else None
        if digit is None or not self.article.hasFocus():
            super().keyPressEvent(event)
        else:
            self._actions[f"speaker.cast_{digit}"].trigger()

    def _fold(self, narrow: bool) -> None:
        self._edits.compact = narrow
        for part in (self.documents, self.header, self.card):
            part.set_compact(narrow)
        self._edits.show()
