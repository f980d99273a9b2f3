"""The sections of the scheme editor: what each is called and holds, and the rail that leads to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QWidget

from annotator.domain.scheme import AttributeOwner, Vocabulary
from annotator.ui.kit.basics import Align, Panel, Text, hbox, host, metrics, paint_text, painting, vbox
from annotator.ui.kit.controls import Button, Control, paint_ring
from annotator.ui.look.icons import paint_icon
from annotator.ui.look.theme import theme_of

SectionKind = Literal["vocabulary", "attributes", "asked", "guidelines"]


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its heading, what it is for, what one of its labels is called, and what holds such a label."""

    id: str
    kind: SectionKind
    name: str
    icon: str
    about: str
    noun: str = ""
    holders: tuple[str, str] = ("quotation", "quotations")
    vocabulary: Vocabulary | None = None
    owner: AttributeOwner | None = None


def _labels(id: Vocabulary, name: str, icon: str, noun: str, about: str, *holders: str) -> Section:
    one, many = holders or ("quotation", "quotations")
    return Section(id, "vocabulary", name, icon, about, noun, (one, many), vocabulary=id)


def _columns(owner: AttributeOwner, name: str, icon: str, about: str, one: str, many: str) -> Section:
    return Section(f"attributes_{owner}", "attributes", name, icon, about, "attribute", (one, many), owner=owner)


SECTIONS: tuple[tuple[str, tuple[Section, ...]], ...] = (
    (
        "Labels",
        (
            _labels(
                "types",
                "Types",
                "quote",
                "type",
                "How the words are given. A rule sets direct, mixed and indirect; the others are set by hand.",
            ),
            _labels(
                "stances",
                "Stance values",
                "scale",
                "stance value",
                "What a quotation can say about its target.",
                "stance",
                "stances",
            ),
            _labels("flags", "Flags", "flag", "flag", "What is special about a quotation."),
            _labels(
                "kinds",
                "Kinds of entity",
                "shapes",
                "kind",
                "What mentions and entities are.",
                "mention or entity",
                "mentions and entities",
            ),
            _labels(
                "reasons",
                "Reason codes",
                "circle-question-mark",
                "reason code",
                "Why a suggestion was rejected or a decision made; each can have a guideline.",
                "decision",
                "decisions",
            ),
        ),
    ),
    (
        "Attributes",
        (
            _columns(
                "quotation",
                "Of quotations",
                "text-quote",
                "Fields of your own on each quotation, shown on its card.",
                "quotation",
                "quotations",
            ),
            _columns(
                "document",
                "Of documents",
                "file-text",
                "Fields of your own on each article, as each annotator sees it.",
                "article",
                "articles",
            ),
            _columns("entity", "Of entities", "user", "Columns of your own in the registry.", "entity", "entities"),
        ),
    ),
    (
        "Work",
        (
            Section(
                "asked",
                "asked",
                "Fields asked for",
                "list-checks",
                "Fields that are not asked for leave the card and the problems; what is stored in them stays.",
            ),
            Section(
                "guidelines",
                "guidelines",
                "Guidelines",
                "book-open",
                "Rules in Markdown, each under its reason code. They are shown beside the text.",
                "guideline",
            ),
        ),
    ),
)
"""All sections, by group, in the order of the rail."""


def section(id: str) -> Section:
    """The section with that id.  Raises KeyError."""
    return {each.id: each for _, group in SECTIONS for each in group}[id]


class RailRow(Control):
    """One section in the rail: icon, name and how many there are."""

    def __init__(self, shown: Section) -> None:
        super().__init__()
        self._icon = shown.icon
        self._count: int | None = None
        self.setCheckable(True)
        self.setText(shown.name)
        self.setAccessibleName(shown.name)
        self.setToolTip(shown.about)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_count(self, count: int | None) -> None:
        """Show another number."""
        if count != self._count:
            self._count = count
            self.setAccessibleName(self.text() if count is None else f"{self.text()}, {count}")
            self.update()

    def sizeHint(self) -> QSize:
        """A row."""
        return QSize(160, 32)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down belong to the rail."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the row in its state: the open section has a ground, a bar and a heavier name."""
        with painting(self) as painter:
            theme = theme_of(self)
            rect = QRectF(self.rect()).adjusted(8, 1, -8, -1)
            chosen = self.isChecked()
            ground = theme.selected if chosen else self.surface(theme)
            painter.setPen(Qt.PenStyle.NoPen)
            if ground is not None:
                painter.setBrush(ground)
                painter.drawRoundedRect(rect, theme.radius.control, theme.radius.control)
            if chosen:
                painter.setBrush(theme.accent)
                painter.drawRoundedRect(QRectF(rect.x(), rect.y() + 6, 3, rect.height() - 12), 1.5, 1.5)
            if self.shows_ring():
                paint_ring(painter, theme, rect, theme.radius.control)
            paint_icon(painter, self._icon, QRectF(rect.x() + 10, rect.center().y() - 8, 16, 16), theme.text_2)
            number = "" if self._count is None else f"{self._count:,}"
            words = rect.adjusted(36, 0, -40 if number else -8, 0)
            paint_text(
                painter, metrics().font("body", "semibold" if chosen else "medium"), theme.text, words, self.text()
            )
            paint_text(
                painter, metrics().font("small"), theme.text_2, rect.adjusted(0, 0, -10, 0), number,
                align=Align.AlignRight,
            )  # fmt: skip


class Rail(Panel):
    """The sections at the left; arrows walk through them.  ``chosen`` carries a section's id."""

    chosen = Signal(str)
    importWanted = Signal()
    exportWanted = Signal()

    def __init__(self) -> None:
        super().__init__("chrome", "r")
        self.rows: dict[str, RailRow] = {}
        self._group = QButtonGroup(self)
        parts: list[QWidget | int | None] = [host(hbox(Text("Scheme", "title", "semibold"), margins=(18, 14, 8, 4)))]
        for title, group in SECTIONS:
            heading = Text(title, "small", "semibold", "text_2")
            heading.setContentsMargins(18, 8, 8, 2)
            parts.append(heading)
            for each in group:
                row = self.rows[each.id] = RailRow(each)
                self._group.addButton(row)
                row.clicked.connect(lambda _checked=False, chosen=each.id: self.chosen.emit(chosen))
                parts.append(row)
        self.take = Button("Import…", "import", "quiet", small=True)
        self.take.setToolTip("Use the scheme of a file")
        self.take.clicked.connect(self.importWanted)
        self.give = Button("Export…", "download", "quiet", small=True)
        self.give.setToolTip("Write the scheme and its guidelines to a file")
        self.give.clicked.connect(self.exportWanted)
        foot = host(hbox(self.take, self.give, None, gap=4, margins=(10, 8, 8, 10)))
        self.setLayout(vbox(*parts, None, foot, gap=1))

    def show_section(self, id: str) -> None:
        """Show which section is open, without a signal."""
        self.rows[id].setChecked(True)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many labels each section has."""
        for id, row in self.rows.items():
            row.set_count(counts.get(id))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down open the section above and below."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        ids = list(self.rows)
        at = next((n for n, each in enumerate(ids) if self.rows[each].isChecked()), 0)
        target = ids[(at + step) % len(ids)]
        self.rows[target].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.rows[target].click()
