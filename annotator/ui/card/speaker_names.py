"""What the speaker of a quotation is called, in the list and in narrow margins."""

from __future__ import annotations

from collections import Counter

from annotator.domain.annotations import Quotation
from annotator.domain.cast import CastMember
from annotator.domain.text import Span
from annotator.ui.article.marks import Voice, Voices, voices_of
from annotator.ui.card.view_model import FORM_NAMES
from annotator.ui.session import Session

_NAMED_IN = frozenset({"person", "organisation"})

_PARTICLES = frozenset({"de", "da", "del", "der", "den", "van", "von", "la", "le", "bin", "al", "ibn", "dos", "di"})


class SpeakerNames:
    """Names of speakers as the open article and the registry have them.

    Asked for often: what was found is kept as long as quotation, cast and registry are the same objects.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[int, tuple[Quotation, tuple[str, str]]] = {}
        self._by: tuple[object, object] = (None, None)
        self._surnames: Counter[str] = Counter()
        self._shown: tuple[object, ...] = ()
        self._voices: tuple[Voices, dict[str, int]] = (lambda quotation: Voice(*self.of(quotation)), {})

    def voices(self) -> tuple[Voices, dict[str, int]]:
        """Who speaks in the quotations and suggestions of the open article, and the colours; see `voices_of`."""
        session = self._session
        layer = session.layer.quotations if session.layer else ()
        shown = (layer, session.suggestions, session.cast, session.entities)
        if len(shown) != len(self._shown) or any(a is not b for a, b in zip(shown, self._shown, strict=True)):
            self._shown, self._voices = shown, voices_of((*layer, *session.suggestions), self.of)
        return self._voices

    def of(self, quotation: Quotation) -> tuple[str, str]:
        """The speaker's name, and a short one for narrow margins; empty where nobody is known."""
        cast, entities = self._session.cast, self._session.entities
        if cast is not self._by[0] or entities is not self._by[1]:
            self._known, self._by = {}, (cast, entities)
            self._surnames = Counter(surname(each.name) for each in cast if each.kind == "person")
        known = self._known.get(id(quotation))
        if known is None or known[0] is not quotation:
            known = self._known[id(quotation)] = (quotation, self._names(quotation))
        return known[1]

    def _names(self, quotation: Quotation) -> tuple[str, str]:
        for party in quotation.speakers:
            entity = self._session.entities.get(party.entity or "")
            if entity is not None:
                return entity.name, self._short(entity.name, entity.kind)
            if party.spans:
                member = self._member_at(party.spans[0])
                text = self._session.document.text if self._session.document else ""
                words = " ".join(each.of(text) for each in party.spans)
                return (member.name, self._short(member.name, member.kind)) if member else (words, words)
            if party.form:
                return FORM_NAMES[party.form], FORM_NAMES[party.form]
        return "", ""

    def _short(self, name: str, kind: str) -> str:
        """A person's surname, unless someone else in the cast would be called the same."""
        short = surname(name) if kind == "person" else name
        return name if self._surnames[short] > 1 else short

    def _member_at(self, span: Span) -> CastMember | None:
        """Whom these words name: “Mayor Ana Lindqvist” the person in it, but “the Chinese leader” not the group."""
        for member in self._session.cast:
            for own in (own for each in member.mentions for own in each.spans):
                if span == own or (member.kind in _NAMED_IN and span.contains(own)):
                    return member
        return None


def surname(name: str) -> str:
    """The last word of a name, with the particles before it."""
    words = name.split()
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold() in _PARTICLES:
        start -= 1
    return " ".join(words[start:]) if len(words) > 1 else name
