"""Asking for an entity at the words of the article, and giving the answer to a gesture."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPoint, QRect

from annotator.domain.annotations import Mention
from annotator.domain.cast import CastMember
from annotator.domain.changes import Changes
from annotator.domain.errors import AppError
from annotator.domain.text import Span
from annotator.operations import mentions, parties
from annotator.operations.lookup import Candidate, candidates_of
from annotator.operations.mentions import Others
from annotator.operations.roles import PartyRole
from annotator.ui.article.view import ArticleView
from annotator.ui.gestures.stage import Meant
from annotator.ui.messages import Deed, NoticeBar
from annotator.ui.session import Session

if TYPE_CHECKING:
    from annotator.ui.kit.type_ahead import TypeAhead

_PURPOSES: dict[PartyRole, str] = {"speakers": "Speaker", "addressees": "Addressee"}
OTHERS = "others"
"""Topic of the notice that offers to link the other mentions of a name."""

Answer = str | CastMember | parties.Newcomer


class Teller(Protocol):
    """Who tells errors and what happened."""

    def fail(self, error: AppError) -> None:
        """Tell that something could not be done."""

    def announce(self, sentence: str) -> None:
        """Say what happened to a screen reader."""


class Asking:
    """The type-ahead of the article: who speaks, to whom, and whom a mention names."""

    def __init__(
        self, session: Session, article: ArticleView, meant: Meant, teller: Teller, notices: NoticeBar
    ) -> None:
        self._session = session
        self._article = article
        self._meant = meant
        self._teller = teller
        self._notices = notices
        self._popup: TypeAhead | None = None
        self._take: Callable[[Answer], object] = lambda _answer: None

    def party(self, role: PartyRole) -> None:
        """Ask who is the speaker, or an addressee, of the active quotation."""
        if quotation := self._meant.active():
            further = role == "addressees"
            self._ask(
                _PURPOSES[role],
                quotation.content[0],
                lambda who: self._session.run(parties.set_party, quotation.id, role, who, further=further),
            )

    def identify(self, role: PartyRole, index: int) -> None:
        """Ask who a speaker or addressee of the active quotation is, whose words stay."""
        if quotation := self._meant.active():
            self._ask(
                _PURPOSES[role],
                quotation.content[0],
                lambda who: self._session.run(parties.identify_party, quotation.id, role, index, who),
            )

    def link(self) -> None:
        """Ask whom the mention that was clicked, or that the caret stands in, names."""
        mention = self._meant.mention_meant()
        if mention is None:
            self._meant.stage.tell("Click a mention first, or put the caret into it: L links it to an entity.")
        else:
            words = " ".join(each.of(self._meant.text()) for each in mention.spans)
            self._ask(f"“{words[:40]}” is", mention.spans[0], partial(self._link, mention), kind=mention.label)

    # ------------------------------------------------------------------------------------------ inside

    def _ask(self, purpose: str, near: Span, take: Callable[[Answer], object], *, kind: str = "") -> None:
        self._take = take
        project, popup = self._session.project, self._made()
        if project is None:
            return
        recent = project.registry.recent_targets(self._session.annotator.id)
        popup.set_kinds(project.scheme.kinds)
        box = self._article.rect_of(near)
        port = self._article.viewport()
        corner = port.mapToGlobal(QPoint(max(0, box.left()), min(max(0, box.top()), port.height())))
        rows = candidates_of(self._session.entities, self._session.cast, recent)
        popup.ask(purpose, rows, QRect(corner, box.size()), kind=kind)

    def _made(self) -> TypeAhead:
        if self._popup is None:
            from annotator.ui.kit.type_ahead import TypeAhead

            self._popup = TypeAhead(self._article.window())
            self._popup.chosen.connect(self._chosen)
            self._popup.named.connect(lambda name, kind: self._answer(parties.Newcomer(name, kind)))
            self._popup.left.connect(self._article.setFocus)
        return self._popup

    def _chosen(self, candidate: Candidate) -> None:
        if candidate.entity:
            self._answer(candidate.id)
        elif member := next((each for each in self._session.cast if each.id == candidate.id), None):
            self._answer(member)

    def _answer(self, who: Answer) -> None:
        try:
            self._take(who)
        except AppError as error:
            self._teller.fail(error)
        self._article.setFocus()

    def _link(self, mention: Mention, who: Answer) -> None:
        changes = self._linked(mention, who)
        linked = self._meant.mention(changes.focus or mention.id)
        if linked is not None and linked.entity is not None:
            self._offer(linked)

    def _linked(self, mention: Mention, who: Answer) -> Changes:
        if isinstance(who, CastMember):
            return self._session.run(mentions.move_to_member, mention.id, who)
        if isinstance(who, parties.Newcomer):
            return self._session.run(mentions.link_to_new, mention.id, who.name, who.kind)
        return self._session.run(mentions.link_mention, mention.id, who)

    def _offer(self, mention: Mention) -> None:
        """Offer to link the others of the same name."""
        others = mentions.others_named(self._session.desk, mention.id)
        entity = self._session.entities.get(mention.entity or "")
        if not others or entity is None:
            return
        here, there = len(others.in_article), len(others.elsewhere)
        words = " ".join(each.of(self._meant.text()) for each in mention.spans)
        where = [f"{here} more in this article"] * bool(here)
        where += [f"{there} in {others.documents} other article{'s' * (others.documents != 1)}"] * bool(there)
        deeds = [Deed(f"Link all {here + there}", partial(self._link_all, others, entity.id, elsewhere=True))]
        if here and there:
            deeds.append(Deed("Only here", partial(self._link_all, others, entity.id, elsewhere=False)))
        sentence = f"“{words}” is {entity.name}. The same name: {' and '.join(where)}."
        self._notices.tell("info", sentence, deeds, topic=OTHERS)

    def _link_all(self, others: Others, entity: str, *, elsewhere: bool) -> None:
        try:
            changes = self._session.run(mentions.link_all, others, entity, elsewhere=elsewhere)
        except AppError as error:
            self._teller.fail(error)
            return
        count = len(changes.touches("mention"))
        self._notices.tell("ok", f"{count} mention{'s' * (count != 1)} linked.", topic=OTHERS)
