"""What the project's articles say by, to and about one entity, article by article, and the choice to split some off."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from PySide6.QtCore import Signal

from annotator.domain.scheme import Scheme
from annotator.store.usage import Passage
from annotator.ui.kit.basics import Panel, Text, hbox, vbox
from annotator.ui.kit.choice import Segmented
from annotator.ui.kit.controls import Button
from annotator.ui.kit.dates import short_date
from annotator.ui.kit.marks import Badge, stance_words
from annotator.ui.kit.passages import PassageRow, Passages

Role = Literal["speaker", "addressee", "target"]

ROLES: Mapping[Role, tuple[str, str]] = {
    "speaker": ("Quoted", "No quotation of it yet."),
    "addressee": ("Addressed", "Nothing is said to it yet."),
    "target": ("Target", "No stance towards it yet."),
}
"""The roles in their order: what they are called, and what is said where there is nothing."""

CHOOSE = "Choose the passages that mean somebody else; their mentions go along."


class EntityPassages(Panel):
    """The passages.  ``opened`` carries document and quotation, ``split`` the chosen passages and a new name.

    ``choosing`` carries those that are chosen to be split off, as they come and go; see `say`.
    """

    opened = Signal(str, str)
    choosing = Signal(object)
    split = Signal(object, str)

    def __init__(self) -> None:
        super().__init__("chrome")
        self.setAccessibleName("Passages")
        self._passages: dict[Role, tuple[Passage, ...]] = dict.fromkeys(ROLES, ())
        self._where: Callable[[Passage], str] = lambda passage: passage.title
        self._about: str | None = None
        self.role: Role = "speaker"
        self._count = Badge("0")
        self.roles = Segmented([words for words, _ in ROLES.values()], small=True, name="Passages")
        self.roles.set_current(0)
        self.list = Passages()
        self.split_off = Button("Split off…", "square-split-horizontal", "quiet", small=True)
        self.split_off.setToolTip("Make another entity of some of these passages")
        head = hbox(Text("Passages", "small", "semibold", "text_2"), self._count, None, self.split_off, gap=6)
        top = vbox(head, self.roles, gap=6, margins=(16, 8, 14, 2))
        column = vbox(top, gap=0)
        column.addWidget(self.list, 1)
        self.setLayout(column)
        self.roles.chosen.connect(lambda index: self.show_role(tuple(ROLES)[index]))
        self.list.title.hide()
        self.split_off.clicked.connect(self.start_split)
        self.list.opened.connect(self.opened)
        self.list.split.connect(self._split)
        self.list.list.passages.dataChanged.connect(lambda *_: self.choosing.emit(self.chosen()))

    def show_passages(
        self, about: str, passages: Sequence[Passage], where: Callable[[Passage], str], *, editable: bool
    ) -> None:
        """Show the passages of an entity; ``where`` says of one in which article it stands, and how it was marked."""
        before, same = self._passages, about == self._about
        self._where, self._about = where, about
        self._passages = {role: tuple(each for each in passages if each.role == role) for role in ROLES}
        for segment, role in zip(self.roles.segments, ROLES, strict=True):
            number = len(self._passages[role])
            segment.setText(f"{ROLES[role][0]} {number:,}" if number else ROLES[role][0])
            segment.updateGeometry()
        self.split_off.setEnabled(editable)
        if same and before == self._passages:
            return
        if not same:
            filled = (role for role in ROLES if self._passages[role])
            self.role = next(filled, "speaker")
            self.roles.set_current(tuple(ROLES).index(self.role))
        self._show()

    def show_role(self, role: Role) -> None:
        """Show what is said by, to, or about the entity."""
        self.role = role
        self._show()

    def start_split(self) -> None:
        """Offer boxes to choose passages, and a field for the name of their new entity."""
        self.list.start_split()
        self.say(CHOOSE)

    def chosen(self) -> tuple[Passage, ...]:
        """The passages that are chosen to be split off."""
        rows = self._passages[self.role]
        return tuple(rows[each] for each in sorted(self.list.list.passages.chosen))

    def say(self, sentence: str) -> None:
        """Say above the passages what splitting them off would change."""
        self.list.hint.setText(sentence)

    def _show(self) -> None:
        rows = self._passages[self.role]
        self._count.show_text(f"{len(rows):,}")
        shown = [
            PassageRow(str(number), each.document, each.quotation, each.words, self._where(each))
            for number, each in enumerate(rows)
        ]
        self.list.show_passages("", shown, "" if rows else ROLES[self.role][1], "entity")
        self.split_off.setVisible(bool(rows))

    def _split(self, _chosen: Sequence[str], name: str) -> None:
        self.split.emit(self.chosen(), name)


def where_of(passage: Passage, scheme: Scheme, me: str) -> str:
    """Where a passage stands and how it was marked: article, date, type or stance, and whose mark it is if not ours."""
    parts = [passage.title or passage.document]
    parts += [short_date(passage.date, year=True)] if passage.date else []
    if passage.role == "target":
        parts.append(stance_words(scheme.name("stances", passage.stance_value), passage.intensity))
    elif passage.type:
        parts.append(scheme.name("types", passage.type).casefold())
    if passage.layer_kind == "gold":
        parts.append("gold")
    elif passage.annotator_name and passage.annotator != me:
        parts.append(passage.annotator_name)
    return " · ".join(parts)
