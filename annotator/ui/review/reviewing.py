"""What is under review: the article, whose layers, the queue, the item and the slot that the keys decide.

It reads through the engine and is told by the session what changed; it writes nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from annotator.analysis.parts import PARTED, Part, field_parts, parts_of
from annotator.analysis.queue import DOCUMENT, Item, Queue
from annotator.analysis.queueing import Case
from annotator.domain.annotations import Slot
from annotator.domain.changes import Changes
from annotator.domain.documents import Document
from annotator.operations import curate
from annotator.operations.desk import Memory
from annotator.operations.gold import GoldDesk, letters, reviewed
from annotator.store.project import Project
from annotator.ui.annotator_style import Style
from annotator.ui.review.presenter import Presenter
from annotator.ui.review.queue_panel import Tab
from annotator.ui.review.view_model import KIND_ORDER, Seen
from annotator.ui.review.words import Reading
from annotator.ui.session import Session


class Reviewing(QObject):
    """Where the reviewer is.

    ``moved`` says that something else is to be shown; before that ``read`` says that the queue was read again.
    """

    read = Signal()
    moved = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.document: Document | None = None
        self.desk: GoldDesk | None = None
        self.queue: Queue | None = None
        self.presenter: Presenter | None = None
        self.annotators: tuple[str, ...] | None = None
        """Whose layers are reviewed; None for all who are done."""
        self.names = False
        self.tab: Tab = "open"
        self.in_text_order = False
        self.key = ""
        self.chosen: dict[str, str] = {}
        """Whose version of each part of the current slot is chosen, before all of them are."""
        self._wanted_slot: Slot | None = None
        self._place = 0
        self._people: dict[str, Seen] = {}

    # ------------------------------------------------------------------------------------------ opening

    def open(self, document: str) -> None:
        """Review another article, from its first conflict."""
        project = self._session.project
        if project is None:
            return
        self.document = project.documents.get(document)
        self.tab, self.key, self._place, self._wanted_slot = "open", "", 0, None
        self._sit_down()
        self.refresh()

    def close(self) -> None:
        """Review nothing."""
        self.document = self.desk = self.queue = self.presenter = None
        self._people = {}
        self.key = ""
        self.moved.emit()

    def choose_annotators(self, annotators: tuple[str, ...] | None) -> None:
        """Review these annotators' layers; None for all who are done."""
        self.annotators = annotators
        if self.document is not None:
            self.open(self.document.id)

    def _sit_down(self) -> None:
        project, document = self._session.project, self.document
        if project is None or document is None:
            return
        me = self._session.annotator
        self.desk = curate.review_desk(project, document.id, me, self._whose(project, document.id), memory=Memory())

    def _whose(self, project: Project, document: str) -> tuple[str, ...] | None:
        """Of several who were chosen those who are done with the article, where anybody is."""
        chosen = self.annotators
        if chosen is None or len(chosen) == 1:
            return chosen
        return tuple(each.id for each in reviewed(project, document, chosen) if each.status == "done") or chosen

    def refresh(self) -> None:
        """Read the queue again; who decided the last conflict stands at the one that took its place."""
        if self.desk is None or self.document is None:
            self.moved.emit()
            return
        self.chosen.clear()
        lying = curate.lying(self.desk)
        self.queue = lying.queue
        self.presenter = self._present(self.document, self.desk, lying.case)
        self._find_place()
        self.read.emit()
        self.moved.emit()

    def _present(self, document: Document, desk: GoldDesk, case: Case) -> Presenter:
        project = desk.project
        if not self._people:
            signs = letters(project)
            for each in project.annotators():
                if (sign := signs.get(each.id)) is not None:
                    self._people[each.id] = Seen(each.id, each.name, sign[:1], _style(sign, each.colour))
        seen = {each: self._people[each] for each in case.layers if each in self._people}
        entities = {each.id: each for each in case.entities}
        reading, same = Reading(document.text, entities, project.scheme), desk.table.laid(case).same
        return Presenter(reading, seen, case.layers.get, self.names, same)

    def take(self, changes: Changes) -> None:
        """Follow what an operation changed."""
        if self.document is None:
            return
        gone = self.document.id in changes.touches("document")
        if gone and self._session.project and self.document.id not in set(self._session.project.documents.ids()):
            self.close()
        elif self._has_written():
            if changes.about(self.document.id):  # the step was made at this desk, which knows what it wrote
                self.refresh()
        elif changes.touches("annotator") or changes.touches("layer"):
            self._people = {}
            self._sit_down()
            self.refresh()
        elif changes.about(self.document.id) or changes.touches("entity") or changes.touches("scheme"):
            self._sit_down()
            self.refresh()

    def _has_written(self) -> bool:
        """Whether nobody has written anything since the last step at this desk, at which the same person sits."""
        desk = self.desk
        return desk is not None and desk.annotator == self._session.annotator and desk.table.lying(desk) is not None

    def show_names(self, names: bool) -> None:
        """Show the annotators by name, or by letter."""
        self.names = names
        self.refresh()

    # ------------------------------------------------------------------------------------------ where we are

    @property
    def single(self) -> bool:
        """Whether one colleague is reviewed, rather than several compared."""
        return self.queue is not None and len(self.queue.annotators) == 1

    def items(self, tab: Tab | None = None) -> Sequence[Item]:
        """The items of a tab, in the order in which they are shown."""
        if self.queue is None:
            return ()
        found: Sequence[Item] = {
            "open": self.queue.conflicts,
            "decided": self.queue.decided,
            "stale": self.queue.stale,
        }[tab or self.tab]
        if self.in_text_order or self.single:
            return found
        rank = {kind: number for number, kind in enumerate(KIND_ORDER)}
        return sorted(found, key=lambda each: rank.get(each.kind or "", len(rank)))

    def item(self) -> Item | None:
        """The item that the keys decide."""
        return next((each for each in self.items() if each.key == self.key), None)

    @property
    def slot(self) -> Slot | None:
        """The slot that the keys decide: the one that was clicked, else the first that is open."""
        item = self.item()
        if item is None:
            return None
        differing = [each.difference.slot for each in item.slots if each.difference.is_conflict]
        if self._wanted_slot in differing:
            return self._wanted_slot
        return next(iter(item.open_slots), None) or (differing[0] if self.tab == "decided" and differing else None)

    def parts(self, slot: Slot | None = None) -> tuple[Part, ...]:
        """The parts of the current slot, or another of the item, that can be taken each for itself."""
        item, slot = self.item(), slot or self.slot
        if item is None or slot is None or self.desk is None or slot not in PARTED:
            return ()
        case = curate.lying(self.desk).case
        if item.key == DOCUMENT:
            return field_parts({name: each.attributes for name, each in case.layers.items()})
        same = self.desk.table.laid(case).same
        return parts_of(same, slot, item.group.members) if item.group is not None else ()

    @property
    def part(self) -> str:
        """The key of the part that the keys decide: the first that is not chosen yet; empty for a slot without."""
        return next((each.key for each in self.parts() if each.key not in self.chosen), "")

    def choose_part(self, slot: Slot, part: str, annotator: str) -> bool:
        """Take a part as an annotator has it; True when with it all parts of the slot are chosen."""
        if self.slot != slot:
            self.choose(self.key, slot)
        self.chosen[part or self.part] = annotator
        return all(each.key in self.chosen for each in self.parts(slot))

    def number(self) -> int:
        """The place of the current item in its tab, counted from 1; 0 without one."""
        keys = [each.key for each in self.items()]
        return keys.index(self.key) + 1 if self.key in keys else 0

    def choose(self, key: str, slot: Slot | None = None) -> None:
        """Go to an item, or to a slot of it."""
        if (key, slot) != (self.key, self._wanted_slot):
            self.chosen.clear()
        self.key, self._wanted_slot = key, slot
        self._place = max(0, self.number() - 1)
        self.moved.emit()

    def find(self, quotation: str) -> None:
        """Go to the item that a quotation belongs to, in whichever tab it stands."""
        try:
            found = self.queue.item(quotation) if self.queue is not None else None
        except KeyError:
            found = None
        if found is None:
            return
        tab: Tab = "open" if found.state in ("open", "stale") else "decided"
        if any(each.key == found.key for each in self.items(tab)):
            self.tab = tab
            self.choose(found.key)

    def show_tab(self, tab: Tab) -> None:
        """Show what is open, decided or stale."""
        self.tab, self.key, self._wanted_slot, self._place = tab, "", None, 0
        self._find_place()
        self.moved.emit()

    def set_order(self, *, in_text_order: bool) -> None:
        """Have the queue in text order, or by kind."""
        self.in_text_order = in_text_order
        self.moved.emit()

    def step(self, by: int) -> bool:
        """Go to the next item, or the one before.  False where there is none."""
        keys = [each.key for each in self.items()]
        at = keys.index(self.key) + by if self.key in keys else 0
        if not 0 <= at < len(keys):
            return False
        self.choose(keys[at])
        return True

    def _find_place(self) -> None:
        """Stay at the item; where it left the tab, stand at the one that took its place."""
        keys = [each.key for each in self.items()]
        if self.key in keys:
            self._place = keys.index(self.key)
            item = self.item()
            if item is not None and self._wanted_slot not in item.open_slots and self.tab != "decided":
                self._wanted_slot = None
            return
        self._wanted_slot = None
        self._place = min(self._place, max(0, len(keys) - 1))
        self.key = keys[self._place] if keys else ""


def _style(letter: str, colour: str | None) -> Style:
    """The number of a letter, counted from 0, in a colour of its own if one was chosen; after Z comes A2."""
    return Style(ord(letter[0]) - ord("A") + (26 * (int(letter[1:]) - 1) if letter[1:] else 0), colour)
