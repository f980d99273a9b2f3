"""Between the right panel and the operations: what the card shows, and what its edits do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Concatenate, ParamSpec, Protocol, cast

from PySide6.QtCore import QObject

from annotator.domain.annotations import Form, Origin, Quotation, Stance
from annotator.domain.changes import Changes
from annotator.domain.documents import Scalar
from annotator.domain.errors import AppError
from annotator.domain.text import Span
from annotator.operations import annotate, parties, stances
from annotator.operations.desk import Desk
from annotator.operations.roles import PartyRole, Role
from annotator.ui.article.marks import Mark
from annotator.ui.card.panel import QuotationPanel
from annotator.ui.card.rows import Rows
from annotator.ui.card.speaker_names import SpeakerNames
from annotator.ui.card.stance_targets import StanceTargets
from annotator.ui.card.view_model import CastRow, StanceDraft, card_of, parent_rows, suggestion_card_of
from annotator.ui.session import Session

P = ParamSpec("P")


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

    def tell(self, sentence: str) -> None:
        """Say in the bar why nothing happened."""

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
        self.speakers = SpeakerNames(session)
        self._rows = Rows()
        self._targets = StanceTargets(session)
        self._kept_stance: str | None = None
        panel.edited.connect(self._edited)
        panel.fragmentClicked.connect(self._reveal)
        panel.fragmentRemoved.connect(self._remove_fragment)
        panel.partyRemoved.connect(self._remove_party)
        panel.formChosen.connect(self._set_form)
        panel.parentAsked.connect(self._offer_parents)
        panel.targetsSought.connect(lambda words: panel.set_targets(self._targets.find(words)))
        panel.stanceCommitted.connect(self._commit_stance)
        panel.stanceRemoved.connect(lambda stance: self._run(stances.remove_stance, stance))
        panel.evidenceClicked.connect(place.reveal)
        panel.evidenceRemoved.connect(lambda stance, index: self._run(stances.remove_evidence, stance, index))
        panel.left.connect(place.to_article)

    # ------------------------------------------------------------------------------------------ showing

    def show(self) -> None:
        """Show cast, list and card as they are now."""
        document, layer, project = self._session.document, self._session.layer, self._session.project
        if document is None or layer is None or project is None:
            self._panel.set_cast(())
            self._panel.set_rows(())
            self._panel.show_quotation(None)
            return
        voice_of, colours = self.speakers.voices()
        active = self._place.quotation(self._place.active)
        suggestion = next((each for each in self._session.suggestions if each.id == self._place.focused), None)
        self._panel.set_cast(self._cast_rows(colours), self._speaking(active or suggestion))
        chosen = active or suggestion
        current = chosen.id if chosen else None
        self._panel.set_rows(
            self._rows.of(document, layer, self._session.suggestions, voice_of, current, whole_names=not self.compact)
        )
        self._panel.set_editable(self._session.writable)
        if active is not None:
            colour = voice_of(active).colour
            self._panel.show_quotation(card_of(document, layer, active, self._session.entities, colour, project.scheme))
        elif suggestion is not None:
            card = suggestion_card_of(
                document,
                suggestion,
                self._session.entities,
                project.scheme,
                voice_of(suggestion).colour,
                self._session.expected(),
                self._session.reasons().get(suggestion.id),
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

    # ------------------------------------------------------------------------------------------ editing

    def finish(self) -> None:
        """Keep what is still being written on the card, while its quotation is the active one."""
        if self._place.active is not None:
            self._panel.finish()

    def open_stance_pad(self, target: Span | None) -> None:
        """Open the pad for a new stance of the active quotation, towards words of the article if there are any.

        A pad that is open and waits for its target takes them; a stance in it that has its value is kept first.
        """
        pad = self._panel.card.pad
        if self._panel.pad_is_open and pad.draft().value is not None:
            self._panel.finish()
        if self._panel.pad_is_open:
            if target is not None:
                self._aim(self._targets.at(target))
            self._panel.open_stance_pad(pad.draft())
            return
        pad.set_previous(self._targets.last(self._kept_stance))
        self._panel.open_stance_pad(self._targets.at(target) if target is not None else StanceDraft())

    def target_from(self, mention: Mark) -> None:
        """Make a mention that was clicked the target of the stance in the open pad."""
        layer = self._session.layer
        found = next((each for each in layer.mentions if each.id == mention.id), None) if layer else None
        known = self._targets.of_mention(found) if found else None
        if known is not None:
            self._panel.card.pad.set_target(known)
        else:
            words = " ".join(each.of(self._text()) for each in mention.spans)
            self._panel.card.pad.set_target_words(mention.spans, words)

    def _aim(self, draft: StanceDraft) -> None:
        pad = self._panel.card.pad
        new = replace(pad.draft(), target=draft.target, target_name=draft.target_name, kind=draft.kind)
        pad.open(replace(new, target_spans=draft.target_spans))

    def add_evidence(self, span: Span) -> None:
        """Add words of the article to the evidence of the stance in the open pad, else of the quotation's last one."""
        active = self._place.quotation(self._place.active)
        if self._panel.pad_is_open:
            self._panel.card.pad.add_evidence(self._targets.piece(span))
        elif active is None or not active.stances:
            self._place.tell("The quotation has no stance yet that the words could show. Press T to make one.")
        else:
            self._run(stances.add_evidence, active.stances[-1].id, span)

    def set_stance(self, value: str, target: Span | None) -> None:
        """Give the active quotation a stance in one key: towards words of the article, if there are any.

        Without words its last stance takes the value; where it has none, the target of the stance kept last is taken.
        """
        active = self._place.quotation(self._place.active)
        if active is None:
            return
        if target is None and active.stances:
            self._run(stances.edit_stance, replace(active.stances[-1], value=value))
            return
        draft = self._targets.at(target) if target is not None else self._targets.last(self._kept_stance)
        if draft is None:
            self._place.tell("Select the target of the stance first, or press T to name it.")
        else:
            self._commit_stance(replace(draft, value=value, intensity=None, explicit=True, quotation=active.id))

    def set_confidence(self, confidence: int) -> None:
        """Say how sure the annotator is of the active quotation, 1 to 3; the same again takes it back."""
        if active := self._place.quotation(self._place.active):
            self._edited("confidence", None if active.confidence == confidence else confidence)

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
            case "attribute":
                self._run(annotate.set_attribute, *cast("tuple[str, Scalar]", value))
            case "parent":
                parent, by_hand = cast("tuple[str | None, bool]", value)
                self._run(annotate.set_parent, parent, by_hand=by_hand)

    def _offer_parents(self) -> None:
        document, layer = self._session.document, self._session.layer
        active = self._place.quotation(self._place.active)
        if document is not None and layer is not None and active is not None:
            self._panel.open_parents(parent_rows(layer, document, active, self.speakers.of))

    def _remove_fragment(self, role: str, index: int) -> None:
        self._run(annotate.remove_fragment, cast("Role", role), index, marks=self._session.marks)

    def _remove_party(self, role: str, index: int) -> None:
        self._run(parties.remove_party, cast("PartyRole", role), index)

    def _set_form(self, role: str, index: int, form: str) -> None:
        self._run(parties.set_form, cast("PartyRole", role), index, cast("Form", form))

    def _commit_stance(self, draft: StanceDraft) -> None:
        quotation = self._place.quotation(draft.quotation or self._place.active)
        if quotation is None:
            return
        issue = draft.target_name if not draft.target and not draft.target_spans else None
        member = next((each for each in self._session.cast if not each.entity and each.id == draft.target), None)
        said = _said(draft)

        def keep(desk: Desk) -> Changes:
            if draft.id is None:
                changes = stances.add_stance(
                    desk,
                    quotation.id,
                    target=said.target,
                    target_spans=said.target_spans,
                    issue=issue,
                    member=member,
                    value=said.value,
                    intensity=said.intensity,
                    explicit=said.explicit,
                    evidence=said.evidence,
                )
            else:
                changes = stances.edit_stance(desk, quotation.id, said, issue=issue, member=member)
            # another quotation may be active by now, and is to stay so
            return changes if quotation.id == self._place.active else replace(changes, focus=None)

        try:
            self._session.run(keep)
        except AppError as error:
            self._place.fail(error)
        else:
            self._remember(draft)

    def _remember(self, draft: StanceDraft) -> None:
        """Which stance was kept last: ``=`` in the pad takes it again."""
        after = self._place.quotation(draft.quotation or self._place.active)
        if after is not None and after.stances:
            self._kept_stance = draft.id or after.stances[-1].id

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


def _said(draft: StanceDraft) -> Stance:
    """What the pad says, as a stance; the operation gives it its id and origin."""
    evidence = tuple(each.span for each in draft.evidence)
    return Stance(
        draft.id or "",
        draft.target,
        draft.target_spans,
        draft.value,
        draft.intensity,
        draft.explicit,
        evidence,
        Origin("manual"),
    )
