"""The menus that open at the words of the article."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from annotator.domain.errors import AppError
from annotator.operations import suggestions
from annotator.ui.article.marks import Mark
from annotator.ui.article.menu import article_menu, kind_menu
from annotator.ui.article.view import ArticleView
from annotator.ui.gestures.gestures import Gestures
from annotator.ui.gestures.stage import Stage
from annotator.ui.session import Session

_SHOWN = 40
"""Characters of a passage that a sentence repeats."""


class ArticleMenus:
    """The context menu, and the menu of the kinds of entity.

    ``click`` takes a mark as if it had been clicked; ``fail`` tells an error.
    """

    def __init__(
        self,
        session: Session,
        article: ArticleView,
        stage: Stage,
        gestures: Gestures,
        actions: Mapping[str, QAction],
        click: Callable[[Mark], None],
        fail: Callable[[AppError], None],
    ) -> None:
        self._session = session
        self._article = article
        self._stage = stage
        self._gestures = gestures
        self._actions = actions
        self._click = click
        self._fail = fail
        self.reasoned: Callable[[str], object] = lambda _reason: None
        """Is told the reason code that was given."""

    def ask_kind(self) -> None:
        """Ask beside the selection which kind of entity it is."""
        mention, selected = self._gestures.meant.mention_meant(), self._article.selection()
        at = selected or (mention.spans[0] if mention else None)
        if at is None:
            self._stage.tell("Select words first to mark them as an entity.")
            return
        corner = self._article.rect_of(at).bottomLeft()
        self._kind_menu("Mark as an entity").popup(self._article.viewport().mapToGlobal(corner))

    def ask_reason(self) -> None:
        """Ask beside the selection why it is not a quotation, then record that."""
        selected, project = self._article.selection(), self._session.project
        if selected is None or project is None:
            self._stage.tell("Select the words first that are not a quotation.")
            return
        menu = kind_menu("Not a quotation, because …", project.scheme.reasons, self._reject, self._article)
        menu.aboutToHide.connect(menu.deleteLater)
        corner = self._article.rect_of(selected).bottomLeft()
        menu.popup(self._article.viewport().mapToGlobal(corner))

    def _reject(self, reason: str) -> None:
        selected, project = self._article.selection(), self._session.project
        if selected is None or project is None:
            return
        try:
            self._session.run(suggestions.reject_passage, (selected,), reason)
        except AppError as error:
            self._fail(error)
            return
        self._stage.clear_selection()
        words = " ".join(selected.of(self._article.text()).split())[:_SHOWN]
        self._stage.tell(f"Not a quotation: “{words}” ({project.scheme.name('reasons', reason).lower()}).")
        self.reasoned(reason)

    def open_menu(self, at: QPoint) -> None:
        """Open the context menu; what is clicked beside the selection is taken as with the left button."""
        caret = self._article.offset_at(QPointF(at))
        selected = self._article.selection()
        marks = self._article.hits(QPointF(at))
        if selected is None or not selected.start <= caret <= selected.end:
            self._article.set_caret(caret)
            selected = None
            if marks:
                self._click(marks[0])
        top = marks[0].role if marks else ""
        mention = top == "mention" or self._gestures.meant.clicked is not None
        words = selected is not None
        editable = self._session.writable and (words or mention)
        menu = article_menu(
            self._article,
            self._actions,
            words=words,
            mention=mention,
            quotation=self._stage.active is not None,
            suggestion=self._stage.focused is not None,
            kinds=self._kind_menu("Relabel as" if mention else "Mark as an entity") if editable else None,
        )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._article.viewport().mapToGlobal(at))

    def _kind_menu(self, title: str) -> QMenu:
        kinds = self._session.project.scheme.kinds if self._session.project else ()
        menu = kind_menu(title, kinds, self._label, self._article)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _label(self, kind: str) -> None:
        try:
            self._gestures.mentions.label_mention(kind)
        except AppError as error:
            self._fail(error)
