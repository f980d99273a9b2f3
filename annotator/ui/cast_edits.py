"""From the cast to operations: who is the same person, whom a mention means, what somebody is called."""

from __future__ import annotations

from collections.abc import Callable

from annotator.domain.cast import CastMember
from annotator.domain.errors import AppError
from annotator.operations import mentions
from annotator.ui.card.cast_panel import CastPanel
from annotator.ui.session import Session


class CastEdits:
    """Answers the cast panel.  ``fail`` tells an error, ``open_entity`` shows one in the Entities view."""

    def __init__(
        self,
        session: Session,
        panel: CastPanel,
        fail: Callable[[AppError], None],
        open_entity: Callable[[str], object],
    ) -> None:
        self._session = session
        self._fail = fail
        self._open_entity = open_entity
        panel.joinRequested.connect(self._join)
        panel.mentionMoved.connect(self._move)
        panel.mentionTakenOut.connect(lambda mention: self._try(lambda: session.run(mentions.take_out, mention)))
        panel.renamed.connect(self._rename)
        panel.openRequested.connect(self._open)
        panel.dismissed.connect(self._dismiss)

    def _member(self, id: str) -> CastMember | None:
        return next((each for each in self._session.cast if each.id == id), None)

    def _join(self, keep: str, other: str) -> None:
        stays, joins = self._member(keep), self._member(other)
        if stays and joins:
            self._try(lambda: self._session.run(mentions.join_members, stays, joins))

    def _move(self, mention: str, member: str) -> None:
        if to := self._member(member):
            self._try(lambda: self._session.run(mentions.move_to_member, mention, to))

    def _rename(self, id: str, name: str) -> None:
        if member := self._member(id):
            self._try(lambda: self._session.run(mentions.rename_member, member, name))

    def _dismiss(self, id: str) -> None:
        if member := self._member(id):
            self._try(lambda: self._session.run(mentions.dismiss_member, member))

    def _open(self, id: str) -> None:
        member = self._member(id)
        if member and member.entity:
            self._open_entity(member.entity)

    def _try(self, deed: Callable[[], object]) -> None:
        try:
            deed()
        except AppError as error:
            self._fail(error)
