"""What the window offers about copies: their number above the article and in the list, and what was annotated once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from annotator.domain.annotations import COPIED
from annotator.domain.changes import Changes
from annotator.operations import copies
from annotator.operations.copies import CopyOffer
from annotator.store.project import Project
from annotator.ui.annotate_view import AnnotateView
from annotator.ui.copies.finding import CopyFinder
from annotator.ui.copies.sheet import CopiesSheet
from annotator.ui.document_actions import DocumentActions
from annotator.ui.documents.model import count
from annotator.ui.file_actions import FileActions
from annotator.ui.kit.menu_button import open_below
from annotator.ui.messages import Deed, NoticeBar
from annotator.ui.session import Session

TOPIC = "copies"


class CopyCare(QObject):
    """Answers the button above the article, the actions about copies, and what is done in articles that have some."""

    def __init__(
        self,
        window: QWidget,
        session: Session,
        view: AnnotateView,
        notices: NoticeBar,
        files: FileActions,
        actions: DocumentActions,
    ) -> None:
        """Call when the view is furnished: its header is connected here."""
        super().__init__(window)
        self._window = window
        self._session = session
        self._view = view
        self._notices = notices
        self._files = files
        self._actions = actions
        self._told: set[tuple[str, str]] = set()
        self._just_told = False
        self.finder = CopyFinder(session, self)
        self.finder.changed.connect(self._show_numbers)
        self.sheet: CopiesSheet | None = None
        view.header.copies.clicked.connect(self._open_menu)
        session.changed.connect(self._take)

    # ------------------------------------------------------------------------------------------ showing

    def begin(self) -> None:
        """Show the copies of the project that was opened."""
        self._told = set()
        self.finder.begin()
        self._show_numbers()

    def stop(self) -> None:
        """Forget the project: it closes."""
        if self.sheet is not None:
            self.sheet.leave()
        self.finder.stop()

    def show_article(self) -> None:
        """Show how many copies the open article has; what was annotated in one of them is offered once."""
        here = self._here
        self._view.header.show_copies(len(self.finder.copies(here)) if here else 0)
        just_told, self._just_told = self._just_told, False
        if here is not None and self._session.writable and self.finder.copies(here) and not just_told:
            self._offer_from_others(here)

    def _show_numbers(self) -> None:
        self._view.documents.set_copies(self.finder.numbers())
        here = self._here
        self._view.header.show_copies(len(self.finder.copies(here)) if here else 0)

    @property
    def _here(self) -> str | None:
        return self._session.document.id if self._session.document is not None and not self._session.gold else None

    def _open_menu(self) -> None:
        button, here = self._view.header.copies, self._here
        if here is None:
            return
        menu = QMenu(button)
        menu.aboutToHide.connect(menu.deleteLater)
        for id in ("document.show_copies", "document.offer_copies"):
            if (action := self._view.window().findChild(type(menu.menuAction()), id)) is not None:
                menu.addAction(action)
        open_below(button, menu)

    def show_copies(self) -> None:
        """Show the open article and its copies in the list."""
        if (here := self._here) is not None and self.finder.copies(here):
            self._view.documents.search_for(f"copies:{_quoted(here)}")
        else:
            self._notices.tell("info", "This article has no copies here.", topic=TOPIC)

    # ------------------------------------------------------------------------------------------ offering

    def _take(self, changes: Changes) -> None:
        """An article that is done is offered to its copies."""
        here = next(iter(changes.touches("layer")), None)
        if here is None or not self._session.writable or len(changes.documents) != 1:
            return
        document = next(iter(changes.documents))
        project, annotator = self._session.project, self._session.annotator
        if project is None or not self.finder.copies(document) or (document, "to") in self._told:
            return
        layer = project.annotations.layer(document, "annotator", annotator.id)
        if layer is None or layer.status != "done" or not layer.quotations:
            return
        self._told.add((document, "to"))
        self._just_told = True  # the next article may well be one of these copies, and says the same
        number = len(self.finder.copies(document))
        title = project.documents.get(document).title
        sentence = (
            f"“{title}” has {count(number, 'copy', 'copies')}: its {count(len(layer.quotations), 'quotation')} "
            "can be suggested there."
        )
        self._notices.tell("info", sentence, [self._deed("Offer…", lambda: self.offer(document))], topic=TOPIC)

    def _offer_from_others(self, here: str) -> None:
        project, annotator = self._session.project, self._session.annotator
        if project is None or (here, "from") in self._told:
            return
        layer = project.annotations.layer(here, "annotator", annotator.id)
        if layer is not None and layer.quotations:
            return
        annotated = copies.annotated_copies(project, annotator, here)
        if not annotated or any(each.origin.rule == COPIED for each in self._session.suggestions):
            return
        self._told.add((here, "from"))
        other, number = annotated[0]
        title = project.documents.get(other).title
        sentence = f"You have annotated a copy of this article, “{title}”: {count(number, 'quotation')}."
        deed = self._deed("Take as suggestions…", lambda: self.offer(other, only=[here]))
        self._notices.tell("info", sentence, [deed], topic=TOPIC)

    def _deed(self, words: str, run: Callable[[], object]) -> Deed:
        return Deed(words, self._actions.safely(run))

    def offer(self, document: str = "", only: Sequence[str] = ()) -> None:
        """Show what the quotations of an article would be in its copies; without an id, those of the open one."""
        source, project = document or self._here, self._session.project
        if source is None or project is None:
            return
        path, annotator, title = project.path, self._session.annotator, project.documents.get(source).title

        def job(_progress: Callable[[int, int], None], _cancelled: Callable[[], bool]) -> tuple[CopyOffer, ...]:
            own = Project.open(path, read_only=True, exclusive=False)
            try:
                return copies.offers_to_copies(own, annotator, source)
            finally:
                own.close()

        def done(found: tuple[CopyOffer, ...]) -> None:
            offers = [each for each in found if not only or each.document in only]
            if not offers:
                self._notices.tell("info", "There is nothing to offer: mark a quotation first.", topic=TOPIC)
                return
            sheet = CopiesSheet(self._window, title, offers)
            sheet.offered.connect(self._actions_for(source))
            sheet.left.connect(self._forget_sheet)
            self.sheet = sheet

        self._files.start(job, done, "Comparing")

    def _forget_sheet(self) -> None:
        self.sheet = None

    def _actions_for(self, source: str) -> Callable[[list[str]], None]:
        def run(chosen: list[str]) -> None:
            self.sheet = None
            self._actions.safely(lambda: self._suggest(source, chosen))()

        return run

    def _suggest(self, source: str, chosen: list[str]) -> None:
        self._view.finish_edits()
        changes = self._session.apply(copies.offer_to_copies, self._session.annotator, source, chosen)
        sentence = f"Suggested in {count(len(changes.documents), 'copy', 'copies')}."
        self._notices.tell("ok", sentence, [self._actions.undo_deed()], topic=TOPIC)


def _quoted(id: str) -> str:
    return f'"{id}"' if any(each.isspace() for each in id) else id
