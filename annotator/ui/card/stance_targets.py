"""What a stance can be towards, asked for only when the stance pad opens."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.domain.annotations import Mention, Stance
from annotator.domain.text import Span
from annotator.operations.lookup import Candidate, Lookup
from annotator.ui.card.view_model import Piece, StanceDraft, pieces_of
from annotator.ui.session import Session

OFFERED = 8
"""How many targets are looked up at once."""


class StanceTargets:
    """The targets of the open project: those used last, then the article's cast, then issues, then everything else."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._by: tuple[object, object] = (None, None)
        self._lookup: Lookup | None = None

    def find(self, words: str) -> tuple[Candidate, ...]:
        """What fits what is typed, the best first; for nothing the first ones in the order above."""
        if not words:
            first: list[Candidate] = []
            for each in self._all():
                first.append(each)
                if len(first) == OFFERED:
                    break
            return tuple(first)
        by = (self._session.entities, self._session.cast)
        if self._lookup is None or by[0] is not self._by[0] or by[1] is not self._by[1]:
            self._lookup, self._by = Lookup(tuple(self._all())), by
        return self._lookup.find(words, OFFERED)

    def _all(self) -> Iterator[Candidate]:
        known = self._session.entities
        seen: set[str] = set()
        for id in (*self._recent(), *self._in_article()):
            if id in known and id not in seen:
                seen.add(id)
                yield _candidate(known[id].id, known[id].name, known[id].kind, known[id].aliases)
        for member in self._session.cast:
            id = member.entity or member.id
            if id not in seen:
                seen.add(id)
                aliases = known[id].aliases if id in known else ()
                yield Candidate(id, member.name, member.kind, aliases, entity=member.entity is not None)
        rest = (each for each in known.values() if each.id not in seen)
        for entity in sorted(rest, key=lambda each: (each.kind != "issue", each.name.casefold(), each.id)):
            yield _candidate(entity.id, entity.name, entity.kind, entity.aliases)

    def _recent(self) -> list[str]:
        project = self._session.project
        return project.registry.recent_targets(self._session.annotator.id) if project else []

    def _in_article(self) -> list[str]:
        return [each.target for each in reversed(list(self._stances())) if each.target]

    def _stances(self) -> Iterator[Stance]:
        layer = self._session.layer
        for quotation in layer.quotations if layer else ():
            yield from quotation.stances

    def at(self, span: Span) -> StanceDraft:
        """A stance towards these words: towards whom a mention just there names, else towards the words."""
        layer = self._session.layer
        mention = next((each for each in (layer.mentions if layer else ()) if each.spans == (span,)), None)
        known = self.of_mention(mention) if mention else None
        if known is not None:
            return StanceDraft(target=known.id, target_name=known.name, kind=known.kind)
        return StanceDraft(target_name=" ".join(span.of(self._text()).split()), target_spans=(span,))

    def of_mention(self, mention: Mention) -> Candidate | None:
        """Whom a mention names: its entity, or the one of the cast that has it, who may not be in the registry yet."""
        member = next((each for each in self._session.cast if mention in each.mentions), None)
        entity = self._session.entities.get(mention.entity or (member.entity if member else None) or "")
        if entity is not None:
            return _candidate(entity.id, entity.name, entity.kind, entity.aliases)
        return Candidate(member.id, member.name, member.kind, (), entity=False) if member is not None else None

    def piece(self, span: Span) -> Piece:
        """Words of the article as evidence."""
        return pieces_of(self._text(), (span,))[0]

    def last(self, kept: str | None) -> StanceDraft | None:
        """The stance of the article that was kept last, of those with target and value, as ``=`` takes it again.

        ``kept`` is the id of the one that is known to be it; without it, or where it is gone, the times tell.
        """
        full = [each for each in self._stances() if each.value and (each.target or each.target_spans)]
        if not full:
            return None
        newest = max(full, key=lambda each: (each.id == kept, each.origin.modified or "", each.id))
        entity = self._session.entities.get(newest.target or "")
        if entity is None and not newest.target_spans:
            return None
        words = " … ".join(each.words for each in pieces_of(self._text(), newest.target_spans))
        return StanceDraft(
            target=entity.id if entity else None,
            target_name=entity.name if entity else words,
            target_spans=newest.target_spans,
            value=newest.value,
            intensity=newest.intensity,
            explicit=newest.explicit,
            kind=entity.kind if entity else None,
        )

    def _text(self) -> str:
        return self._session.document.text if self._session.document else ""


def _candidate(id: str, name: str, kind: str, aliases: tuple[str, ...]) -> Candidate:
    return Candidate(id, name, kind, aliases)
