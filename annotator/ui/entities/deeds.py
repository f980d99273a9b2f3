"""What the Entities view does to the registry: each deed is one step and told in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Concatenate, ParamSpec

from PySide6.QtCore import QObject, Signal

from annotator.domain.annotations import Annotator
from annotator.domain.changes import Changes
from annotator.domain.errors import AppError
from annotator.domain.registry import Entity
from annotator.operations import merging, registry
from annotator.store.project import Project
from annotator.store.usage import Passage
from annotator.ui.entities.detail import EntityCard
from annotator.ui.entities.merge import counted
from annotator.ui.entities.passages import EntityPassages
from annotator.ui.session import Session

P = ParamSpec("P")


class EntityDeeds(QObject):
    """Runs the operations on the registry.

    ``done`` is a sentence about what was done, ``trouble`` an `AppError`; ``shown`` carries the id of an entity that is
    to be shown now, ``added`` that of a new one.
    """

    done = Signal(str)
    trouble = Signal(object)
    shown = Signal(str)
    added = Signal(str)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session

    def follow(self, card: EntityCard, passages: EntityPassages) -> None:
        """Do what is edited on the card and chosen among the passages."""
        self._card = card
        card.renamed.connect(lambda name: self._on_card(registry.rename, name))
        card.kindChosen.connect(lambda kind: self.change_kind([self._entity()], kind))
        card.aliasAdded.connect(lambda name: self._on_card(registry.add_alias, name))
        card.aliasRemoved.connect(lambda name: self._on_card(registry.remove_alias, name))
        card.wikidataSet.connect(lambda words: self._on_card(registry.set_wikidata, words))
        card.attributeSet.connect(lambda which, value: self._on_card(registry.set_attributes, {which: value}))
        card.removed.connect(self._remove_one)
        passages.split.connect(self._split)

    def add(self, name: str, kind: str) -> None:
        """Add an entity."""
        changes = self._apply(registry.add_entity, name, kind)
        if changes is not None and changes.focus:
            self.added.emit(changes.focus)
            self.done.emit(f"Added “{name}”.")

    def change_kind(self, entities: Sequence[str], kind: str) -> None:
        """Give entities another kind."""
        project = self._session.project
        if project is not None and self._apply(registry.set_kind, entities, kind) and len(entities) > 1:
            self.done.emit(f"{len(entities):,} entities are of kind {project.scheme.name('kinds', kind)} now.")

    def remove_unused(self, entities: Sequence[str]) -> None:
        """Remove those of the entities that nothing refers to."""
        if changes := self._apply(registry.remove_unused, entities):
            count = len(changes.touches("entity"))
            self.done.emit(f"Removed {count:,} unused {'entity' if count == 1 else 'entities'}.")

    def merge(self, keep: str, entities: Sequence[Entity]) -> None:
        """Merge entities into the one of them with the id ``keep``."""
        project = self._session.project
        kept = next((each for each in entities if each.id == keep), None)
        others = [each for each in entities if each.id != keep]
        if project is None or kept is None or not others:
            return
        try:
            impact = merging.merge_impact(project, keep, [each.id for each in others])
        except AppError as error:
            self.trouble.emit(error)
            return
        if self._apply(merging.merge, keep, [each.id for each in others]) is None:
            return
        self.shown.emit(keep)
        what = f"“{others[0].name}”" if len(others) == 1 else f"{len(others):,} entities"
        marks = impact.mentions + impact.quotations + impact.stances
        where = f": {counted(marks, 'mark')} in {counted(impact.documents, 'article')}" if marks else ""
        self.done.emit(f"Merged {what} into “{kept.name}”{where}.")

    def _split(self, passages: Sequence[Passage], name: str) -> None:
        before = self._card.entity.name if self._card.entity else ""
        changes = self._apply(merging.split, self._entity(), passages, name)
        if changes is not None:
            if changes.focus:
                self.shown.emit(changes.focus)
            self.done.emit(f"Split “{name}” off “{before}”: {counted(len(passages), 'passage')}.")

    def _remove_one(self) -> None:
        name = self._card.entity.name if self._card.entity else ""
        if self._apply(registry.remove_unused, [self._entity()]):
            self.done.emit(f"Removed “{name}”.")

    def _entity(self) -> str:
        return self._card.entity.id if self._card.entity else ""

    def _apply(
        self,
        operation: Callable[Concatenate[Project, Annotator, P], Changes],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Changes | None:
        """Do an operation; None where it could not be done, which is told."""
        try:
            return self._session.apply(operation, self._session.annotator, *args, **kwargs)
        except AppError as error:
            self.trouble.emit(error)
            return None

    def _on_card(
        self,
        operation: Callable[Concatenate[Project, Annotator, str, P], Changes],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        """Edit the entity on the card; what does not fit is said there."""
        try:
            self._session.apply(operation, self._session.annotator, self._entity(), *args, **kwargs)
        except AppError as error:
            self._card.tell(error)
