"""The problems of the open article: found after each change, listed in the drawer, walked with F8."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from annotator.analysis.problems import Problem, ProblemFinder, next_problem
from annotator.domain.text import Span
from annotator.ui.annotate_view import AnnotateView
from annotator.ui.drawer import Drawer
from annotator.ui.problems_panel import ProblemsPanel
from annotator.ui.session import Session

PAGE = "problems"


class ProblemWalk(QObject):
    """Finds the problems of the session's article and leads to them.

    The list follows each change, after it has been painted: nobody waits for it.
    """

    def __init__(self, session: Session, view: AnnotateView, drawer: Drawer) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._drawer = drawer
        self._finder = ProblemFinder()
        self.panel = ProblemsPanel()
        drawer.add_page(PAGE, "Problems", self.panel)
        self.panel.opened.connect(self._go_to)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.refresh)
        session.changed.connect(lambda _changes: self.later())

    def later(self) -> None:
        """Look when the window has nothing else to do."""
        if self._drawer.page() == PAGE:
            self._soon.start()

    def refresh(self) -> None:
        """Look now, and show what was found."""
        found = self.found()
        self.panel.set_problems(found)
        self._drawer.set_count(PAGE, len(found))

    def found(self) -> tuple[Problem, ...]:
        """The problems of the open article as it is now."""
        session = self._session
        if session.document is None or session.layer is None or session.project is None:
            return ()
        scheme = session.project.scheme
        return self._finder.find(session.document.text, session.layer, session.entities, scheme, session.marks)

    def count(self) -> int:
        """How many there are."""
        return len(self.found())

    def show(self) -> None:
        """Open the list, or close it where it is open."""
        self.refresh()
        self._drawer.toggle_page(PAGE)

    def open(self) -> None:
        """Open the list without moving the focus."""
        self.refresh()
        self._drawer.show_page(PAGE)

    def step(self, by: int) -> None:
        """Go to the next problem, or with -1 the one before."""
        self.refresh()
        problem = next_problem(self.panel.problems(), self._view.caret(), by, self.panel.current())
        if problem is None:
            self._view.tell("No problem found in this article.")
            return
        if self._drawer.page() != PAGE:
            self._drawer.show_page(PAGE)
        self.panel.set_current(problem)
        self._go_to(problem.object, problem.span)
        self._view.announce(problem.message)

    def _go_to(self, object: str, span: Span) -> None:
        if self._view.quotation(object):
            self._view.activate(object)
        self._view.article.select(span)
        self._view.article.reveal(span)
        self._view.to_article()
