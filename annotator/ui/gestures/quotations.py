"""Gestures that make, change and walk quotations, their cue among them."""

from __future__ import annotations

from annotator.domain.changes import Changes
from annotator.domain.text import Span, token_at
from annotator.operations import annotate, edges, ghosting
from annotator.operations.roles import Role
from annotator.ui.gestures.ghosting import Ghosting
from annotator.ui.gestures.stage import Meant, Stage
from annotator.ui.session import Session


class QuotationGestures:
    """Each method is the handler of an action; what cannot be done is said in the bar."""

    def __init__(self, session: Session, stage: Stage, meant: Meant, ghosts: Ghosting) -> None:
        self._session = session
        self._stage = stage
        self._meant = meant
        self._ghosts = ghosts

    def new_quotation(self) -> None:
        """Make the selection, or the words between the marks around the caret, a quotation."""
        if content := self._content_meant():
            self._stage.finish_edits()
            with self._ghosts.making():
                changes = self._session.run(annotate.add_quotation, (content,), marks=self._session.marks)
            self._show_made(changes)

    def new_with_ghost(self) -> None:
        """The same, with the cue and the speaker that would be proposed for it."""
        if content := self._content_meant():
            self._stage.finish_edits()
            session = self._session
            with self._ghosts.making():
                changes = session.run(
                    ghosting.add_with_ghost, (content,), session.cast, session.cue_candidates(), session.cue_lexicon(),
                    marks=session.marks,
                )  # fmt: skip
            self._show_made(changes)

    def _show_made(self, changes: Changes) -> None:
        self._stage.clear_selection()
        self._stage.activate(changes.focus)
        if made := self._meant.quotation(changes.focus):
            kind = self._session.project.scheme.name("types", made.type) if self._session.project else ""
            said = [f"Quotation, {kind}: {self._meant.words(made.content[0])}"]
            said += [f"cue: {self._meant.words(each)}" for each in made.cue]
            said += [f"speaker: {self._meant.words(span)}" for each in made.speakers for span in each.spans]
            self._stage.announce(", ".join(said))

    def _content_meant(self) -> Span | None:
        """The words to quote; that there are none is told."""
        content = self._selected_or_marked()
        if content is None:
            self._stage.tell("Nothing is selected, and the caret is not between quotation marks. Select words, then Q.")
        return content

    def _selected_or_marked(self) -> Span | None:
        selected = self._stage.selection()
        if selected is None:
            return self._session.marks.quotation_at(self._stage.caret())
        # a double click selects one token, a click on a mention selects it: both stand for all between the marks
        text = self._meant.text()
        if selected == token_at(text, selected.start) or self._meant.clicked:
            return self._session.marks.quotation_at(selected.start) or selected
        return selected

    def add_fragment(self) -> None:
        """Add the selection to the active quotation's content."""
        if (quotation := self._meant.active()) and (span := self._meant.selected("add it to the quotation")):
            self._session.run(annotate.add_fragment, quotation.id, span, marks=self._session.marks)
            self._stage.clear_selection()

    def join_continuation(self) -> None:
        """Add the piece in the next paragraph that goes on with the active quotation."""
        if not (quotation := self._meant.active()):
            return
        if self._ghosts.continuation is None:
            self._stage.tell("The next paragraph does not open with a mark that goes on with this quotation.")
            return
        self._session.run(ghosting.join_continuation, quotation.id, marks=self._session.marks)
        self._stage.announce("Joined")

    def drag_edge(self, quotation: str, role: Role, index: int, edge: annotate.Edge, offset: int, party: int) -> None:
        """Put an edge of a fragment where it was dragged to."""
        self._session.run(edges.set_edge, quotation, role, index, edge, offset, party=party, marks=self._session.marks)

    def delete(self) -> bool:
        """Delete the active quotation; whether there was one."""
        quotation = self._meant.quotation(self._stage.active)
        if quotation is None:
            return False
        self._session.run(annotate.delete_quotation, quotation.id)
        self._stage.activate(None)
        self._stage.announce("Quotation deleted")
        return True

    def set_type(self, type: str | None) -> None:
        """Set the type by hand; None returns it to what the marks say."""
        if quotation := self._meant.active():
            self._session.run(annotate.set_type, quotation.id, type, marks=self._session.marks)

    def move_edge(self, edge: annotate.Edge, direction: annotate.Direction, by: annotate.Unit) -> None:
        """Move an edge of the active quotation: of the fragment with the caret, else the outermost one."""
        if quotation := self._meant.active():
            caret = self._stage.caret()
            inside = (n for n, each in enumerate(quotation.content) if each.start <= caret <= each.end)
            outermost = len(quotation.content) - 1 if edge == "end" else 0
            self._session.run(
                annotate.move_edge, quotation.id, "content", next(inside, outermost), edge, direction, by,
                marks=self._session.marks,
            )  # fmt: skip

    # ------------------------------------------------------------------------------------------ walking

    def next_quotation(self, step: int = 1) -> None:
        """Make the next (or, with -1, the previous) quotation of the article the active one."""
        rows = self._session.layer.quotations if self._session.layer else ()
        if not rows:
            self._stage.tell("Nothing quoted yet. Select words and press Q.")
            return
        ids = [each.id for each in rows]
        if self._stage.active in ids:
            target = ids[(ids.index(self._stage.active) + step) % len(ids)]
        else:
            target = self._meant.beside_caret([(each.start, each.id) for each in rows], step)
        self._stage.clear_selection()
        self._stage.activate(target)
        self._announce_quotation(target)

    def _announce_quotation(self, id: str) -> None:
        if quotation := self._meant.quotation(id):
            self._stage.announce(self._meant.words(quotation.content[0]))

    # ------------------------------------------------------------------------------------------ cue

    def set_cue(self) -> None:
        """Make the selection the cue of the active quotation."""
        if (quotation := self._meant.active()) and (span := self._meant.selected("make it the cue")):
            self._session.run(annotate.set_cue, quotation.id, (span,))
            self._stage.clear_selection()

    def add_cue(self) -> None:
        """Add the selection as a further fragment of the cue."""
        if (quotation := self._meant.active()) and (span := self._meant.selected("add it to the cue")):
            self._session.run(annotate.add_cue, quotation.id, span)
            self._stage.clear_selection()

    def cue_absent(self) -> None:
        """Say that there is no cue, or take that back."""
        if quotation := self._meant.active():
            self._session.run(annotate.set_cue_absent, quotation.id, not quotation.cue_absent)
