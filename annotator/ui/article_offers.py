"""What the article offers to point at: its pills with their keys, its tips, and whether any of it can be written."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction

from annotator.domain.ghosts import Ghost
from annotator.ui.article.marks import Mark, Names
from annotator.ui.article.pills import Hint, PillKeys
from annotator.ui.article.tips import tip_of
from annotator.ui.article.view import ArticleView
from annotator.ui.gestures.ghosting import Ghosting
from annotator.ui.kit.marks import key_words
from annotator.ui.session import Session


class ArticleOffers:
    """Keeps them as the session, the ghosts and the keys are; `show` after any of it changed."""

    def __init__(
        self, session: Session, article: ArticleView, ghosts: Ghosting, actions: Mapping[str, QAction], names: Names
    ) -> None:
        self._session = session
        self._article = article
        self._ghosts = ghosts
        self._actions = actions
        self._names = names
        article.set_tips(self._tip)
        for id in ("suggestion.accept", "suggestion.reject", "ghost.take", "ghost.next", "quotation.join_continuation"):
            actions[id].changed.connect(self._show_keys)
        self._keys = PillKeys()
        self._show_keys()

    def show(self) -> None:
        """Show the pill of the ghost and the chip of the continuation, if there are any."""
        writable = self._session.writable
        if writable is not self._article.editable:
            self._article.set_editable(writable)
        offer, piece = self._ghosts.shown, self._ghosts.continuation
        hint = Hint(offer.part, self._unsaid(offer.ghost), self._ghosts.walks) if offer else None
        self._article.set_ghost_hint(hint)
        self._article.set_offer(piece, "Goes on here: join" if piece else "", self._key("quotation.join_continuation"))

    # ------------------------------------------------------------------------------------------ inside

    def _show_keys(self) -> None:
        ids = ("suggestion.accept", "suggestion.reject", "ghost.take", "ghost.next")
        keys = PillKeys(*(self._key(each) for each in ids))
        if keys != self._keys:
            self._keys = keys
            self._article.set_keys(keys)

    def _key(self, id: str) -> str:
        return key_words(self._actions[id].shortcut())

    def _unsaid(self, ghost: Ghost) -> str:
        """The name of whom a ghost means, where its words do not say it: of “he”, or of nobody in the text."""
        session = self._session
        entity = session.entities.get(ghost.entity or "")
        member = next((each for each in session.cast if each.id == ghost.member), None)
        name = entity.name if entity is not None else member.name if member is not None else ""
        text = session.document.text if session.document else ""
        said = " ".join(each.of(text) for each in ghost.speaker).casefold()
        return "" if any(each in said for each in name.casefold().split()) else name

    def _tip(self, mark: Mark) -> str:
        session = self._session
        if session.layer is None or session.project is None:
            return ""
        scheme = session.project.scheme
        return tip_of(mark, session.layer, session.suggestions, self._names, session.entities, scheme)
