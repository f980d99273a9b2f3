"""Between the right panel and the operations: what the card shows, and what its edits do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Concatenate, ParamSpec, Protocol, cast

from PySide6.QtCore import QObject

from annotator.domain.annotations import Form, Quotation
from annotator.domain.cast import CastMember
from annotator.domain.changes import Changes
from annotator.domain.errors import AppError, ConflictError
from annotator.domain.text import Span
from annotator.operations import annotate, parties, stances
from annotator.operations.desk import Desk
from annotator.operations.roles import PartyRole, Role
from annotator.ui.article_marks import Mark, speaker_colours, speaker_key
from annotator.ui.quotation_panel import QuotationPanel
from annotator.ui.quotation_view_model import (
    FORM_NAMES,
    CastRow,
    StanceDraft,
    Target,
    card_of,
    rows_of,
    suggestion_card_of,
)
from annotator.ui.session import Session

P = ParamSpec("P")

_NAMED_IN = frozenset({"person", "organisation"})

_PARTICLES = frozenset({"de", "da", "del", "der", "den", "van", "von", "la", "le", "bin", "al", "ibn", "dos", "di"})


class Place(Protocol):
    """What the card needs of the view around it."""

    active: str | None
    focused: str | None

    def quotation(self, id: str | None) -> Quotation | None:
        """A quotation of the open layer."""

    def reveal(self, span: Span) -> None:
        """Bring words of the article into view."""

    def to_article(self) -> None:
        """Give the focus back to the article."""

    def fail(self, error: AppError) -> None:
        """Tell that an edit could not be made."""


class CardEdits(QObject):
    """Fills the right panel from the session, and turns its signals into operations."""

    def __init__(self, session: Session, place: Place, panel: QuotationPanel) -> None:
        super().__init__(panel)
        self._session = session
        self._place = place
        self._panel = panel
        self.compact = False
        self._names: dict[int, tuple[Quotation, tuple[str, str]]] = {}
        self._names_by: tuple[object, object] = (None, None)
        self._targets_by: tuple[object, object, object] = (None, None, None)
        panel.edited.connect(self._edited)
        panel.fragmentClicked.connect(self._reveal)
        panel.fragmentRemoved.connect(self._remove_fragment)
        panel.partyRemoved.connect(self._remove_party)
        panel.formChosen.connect(self._set_form)
        panel.stanceCommitted.connect(self._commit_stance)
        panel.stanceRemoved.connect(lambda stance: self._run(stances.remove_stance, stance))
        panel.left.connect(place.to_article)

    # ------------------------------------------------------------------------------------------ showing

    def names(self, quotation: Quotation) -> tuple[str, str]:
        """The speaker's name of a quotation, and a short one for narrow margins; empty where nobody is known.

        Asked for often: what was found is kept as long as quotation, cast and registry are the same objects.
        """
        by = (self._session.cast, self._session.entities)
        if by[0] is not self._names_by[0] or by[1] is not self._names_by[1]:
            self._names, self._names_by = {}, by
        known = self._names.get(id(quotation))
        if known is None or known[0] is not quotation:
            known = self._names[id(quotation)] = (quotation, self._names_of(quotation))
        return known[1]

    def _names_of(self, quotation: Quotation) -> tuple[str, str]:
        for party in quotation.speakers:
            entity = self._session.entities.get(party.entity or "")
            if entity is not None:
                return entity.name, self._short(entity.name, entity.kind)
            if party.spans:
                member = self._member_at(party.spans[0])
                words = " ".join(each.of(self._text()) for each in party.spans)
                return (member.name, self._short(member.name, member.kind)) if member else (words, words)
            if party.form:
                return FORM_NAMES[party.form], FORM_NAMES[party.form]
        return "", ""

    def _listed_names(self, quotation: Quotation) -> tuple[str, str]:
        """Names for the list: whole ones where there is room."""
        whole, short = self.names(quotation)
        return whole, short if self.compact else whole

    def _short(self, name: str, kind: str) -> str:
        """A person's surname, unless someone else in the cast would be called the same."""
        short = _surname(name) if kind == "person" else name
        alike = [each for each in self._session.cast if each.kind == "person" and _surname(each.name) == short]
        return name if len(alike) > 1 else short

    def show(self) -> None:
        """Show cast, list and card as they are now."""
        document, layer, project = self._session.document, self._session.layer, self._session.project
        if document is None or layer is None or project is None:
            self._panel.set_cast(())
            self._panel.set_rows(())
            self._panel.show_quotation(None)
            return
        shown = (*layer.quotations, *self._session.suggestions)
        colours = speaker_colours(shown, self.names)

        def colour_of(quotation: Quotation) -> int | None:
            return colours.get(speaker_key(quotation, self.names(quotation)[0]))

        active = self._place.quotation(self._place.active)
        suggestion = next((each for each in self._session.suggestions if each.id == self._place.focused), None)
        self._panel.set_cast(self._cast_rows(colours), self._speaking(active or suggestion))
        chosen = active or suggestion
        current = chosen.id if chosen else None
        rows = rows_of(document, layer, self._session.suggestions, self._listed_names, colour_of, current)
        self._panel.set_rows(rows)
        self._panel.set_editable(self._session.writable)
        if active is not None:
            self._offer_targets()
            self._panel.show_quotation(card_of(document, layer, active, self._session.entities, colour_of(active)))
        elif suggestion is not None:
            card = suggestion_card_of(
                document, suggestion, self._session.entities, project.scheme, colour_of(suggestion)
            )
            ids = [each.id for each in self._session.suggestions]
            self._panel.show_suggestion(card, ids.index(suggestion.id) + 1, len(ids))
        else:
            self._panel.show_quotation(None)

    def _cast_rows(self, colours: dict[str, int]) -> tuple[CastRow, ...]:
        rows = []
        for number, member in enumerate(self._session.cast, 1):
            colour = colours.get(member.name.casefold(), colours.get(member.entity or ""))
            rows.append(CastRow(str(number) if number < 10 else "", member.name, member.kind, colour, member.id))
        return tuple(rows)

    def _speaking(self, quotation: Quotation | None) -> frozenset[str]:
        if quotation is None:
            return frozenset()
        entities = {each.entity for each in quotation.speakers if each.entity}
        spans = [span for each in quotation.speakers for span in each.spans]
        return frozenset(
            each.id
            for each in self._session.cast
            if each.entity in entities
            or (not entities and any(span.overlaps(own) for m in each.mentions for own in m.spans for span in spans))
        )

    def _member_at(self, span: Span) -> CastMember | None:
        """Whom these words name: “Mayor Ana Lindqvist” the person in it, but “the Chinese leader” not the group."""
        for member in self._session.cast:
            for own in (own for each in member.mentions for own in each.spans):
                if span == own or (member.kind in _NAMED_IN and span.contains(own)):
                    return member
        return None

    def _offer_targets(self) -> None:
        layer = self._session.layer
        used = tuple(stance.target for each in (layer.quotations if layer else ()) for stance in each.stances)
        entities, cast, before = self._session.entities, self._session.cast, self._targets_by
        if entities is not before[0] or cast is not before[1] or used != before[2]:
            self._targets_by = (entities, cast, used)
            self._panel.set_targets(self._targets(used))

    def _targets(self, used: tuple[str | None, ...]) -> tuple[Target, ...]:
        """What a stance can be towards: targets used in this article first, then issues, then everything else."""
        known = self._session.entities
        recent = [known[target] for target in dict.fromkeys(reversed(used)) if target in known]
        rest = sorted(
            (each for each in known.values() if each not in recent), key=lambda each: (each.kind != "issue", each.name)
        )
        cast = [each for each in self._session.cast if not each.entity]
        known_ones = tuple(Target(each.id, each.name, each.kind) for each in (*recent, *rest))
        return (*known_ones, *(Target(each.id, each.name, each.kind) for each in cast))

    # ------------------------------------------------------------------------------------------ editing

    def open_stance_pad(self, target: Span | None) -> None:
        """Open the pad for a new stance of the active quotation, with words of the article as its target."""
        if target is None:
            self._panel.open_stance_pad()
        else:
            draft = StanceDraft(target_spans=(target,), target_name=target.of(self._text()))
            self._panel.open_stance_pad(draft)

    def target_from(self, mention: Mark) -> None:
        """Make a mention that was clicked the target of the stance in the open pad."""
        layer = self._session.layer
        found = next((each for each in layer.mentions if each.id == mention.id), None) if layer else None
        entity = self._session.entities.get(found.entity or "") if found else None
        pad = self._panel.card.pad
        if entity is not None:
            pad.set_target(Target(entity.id, entity.name, entity.kind))
        else:
            pad.set_target_words(mention.spans, " ".join(each.of(self._text()) for each in mention.spans))

    def _edited(self, field: str, value: object) -> None:
        match field:
            case "type":
                self._run(annotate.set_type, cast("str | None", value), marks=self._session.marks)
            case "note":
                self._run(annotate.set_note, cast("str | None", value))
            case "cue_absent":
                self._run(annotate.set_cue_absent, bool(value))
            case "flags":
                self._run(annotate.set_flags, cast("tuple[str, ...]", value))
            case "confidence":
                self._run(annotate.set_confidence, cast("int | None", value))

    def _remove_fragment(self, role: str, index: int) -> None:
        self._run(annotate.remove_fragment, cast("Role", role), index, marks=self._session.marks)

    def _remove_party(self, role: str, index: int) -> None:
        self._run(parties.remove_party, cast("PartyRole", role), index)

    def _set_form(self, role: str, index: int, form: str) -> None:
        self._run(parties.set_form, cast("PartyRole", role), index, cast("Form", form))

    def _commit_stance(self, draft: StanceDraft) -> None:
        issue = draft.target_name if not draft.target and not draft.target_spans else None
        member = next((each for each in self._session.cast if not each.entity and each.id == draft.target), None)
        active = self._place.quotation(self._place.active)
        if draft.id is None or active is None:
            self._run(
                stances.add_stance,
                target=draft.target,
                target_spans=draft.target_spans,
                issue=issue,
                member=member,
                value=draft.value,
                intensity=draft.intensity,
                explicit=draft.explicit,
            )
        else:
            old = next((each for each in active.stances if each.id == draft.id), None)
            if old is None:
                self._place.fail(ConflictError("this stance is no longer there", "make it anew with T"))
                return
            new = replace(
                old,
                target=draft.target,
                target_spans=draft.target_spans,
                value=draft.value,
                intensity=draft.intensity,
                explicit=draft.explicit,
            )
            self._run(stances.edit_stance, new, issue=issue, member=member)
        self._place.to_article()

    def _run(self, gesture: Callable[Concatenate[Desk, str, P], Changes], *args: P.args, **kwargs: P.kwargs) -> None:
        """Do a gesture on the active quotation, its id first among the arguments."""
        if self._place.active is None:
            return
        try:
            self._session.run(gesture, self._place.active, *args, **kwargs)
        except AppError as error:
            self._place.fail(error)

    def _reveal(self, role: str, index: int) -> None:
        shown = self._place.quotation(self._place.active) or next(
            (each for each in self._session.suggestions if each.id == self._place.focused), None
        )
        if shown is None:
            return
        places = {"content": shown.content, "cue": shown.cue}
        if role in places:
            self._place.reveal(places[role][index])
        else:
            party = (shown.speakers if role == "speakers" else shown.addressees)[index]
            if party.spans:
                self._place.reveal(party.spans[0])

    def _text(self) -> str:
        return self._session.document.text if self._session.document else ""


def _surname(name: str) -> str:
    """The last word of a name, with the particles before it."""
    words = name.split()
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold() in _PARTICLES:
        start -= 1
    return " ".join(words[start:]) if len(words) > 1 else name
