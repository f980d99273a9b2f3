"""The preferences (Ctrl+,): every choice is kept at once, and Esc closes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QWidget

from annotator.domain.annotations import is_reserved
from annotator.domain.scheme import Label
from annotator.settings import INTERFACE_RANGE, ZOOM_RANGE, Settings, Theme
from annotator.ui.key_map import KeyMap
from annotator.ui.kit.basics import Line, Text, hbox, host, vbox
from annotator.ui.kit.choice import Field, Segmented
from annotator.ui.kit.controls import Button, Chip
from annotator.ui.kit.flow import Flow
from annotator.ui.kit.overlay import Overlay
from annotator.ui.sheets.preferences_fields import SettingRow, Stepper, Switch
from annotator.ui.sheets.preferences_keys import KeysPage

SECTIONS = ("General", "Annotating", "Keys")
"""The pages, in their order."""

_ICONS = ("sliders-horizontal", "pencil", "keyboard")
_THEMES: tuple[Theme, ...] = ("system", "light", "dark")
_NAME = "Written beside every mark you make."

Change = Callable[[Settings], Settings]


class GeneralPage(QWidget):
    """Who annotates, and how the window looks.  ``renamed`` carries another name, ``changed`` a `Change`."""

    changed = Signal(object)
    renamed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self.name = Field("Your name", "user", height=30)
        self.name.setFixedWidth(220)
        self.name.edit.setAccessibleName("Your name")
        self.name_row = SettingRow("Your name", _NAME, self.name)
        self.theme = Segmented(["System", "Light", "Dark"], name="Theme")
        self.interface = Stepper("interface", *INTERFACE_RANGE)
        self.zoom = Stepper("article text", *ZOOM_RANGE)
        rows = (
            self.name_row,
            Line(),
            SettingRow("Theme", "System follows the light or dark look of your desktop.", self.theme),
            SettingRow(
                "Size of the interface",
                "Lists, cards, buttons and menus; taken when the window opens again.",
                self.interface,
            ),
            SettingRow("Size of the article", "The text you read, and its headline.", self.zoom),
            SettingRow("High contrast", "Follows the setting of your system."),
        )
        self.setLayout(vbox(*rows, None, gap=18))
        self.name.edit.editingFinished.connect(self._take_name)
        self.name.edit.textEdited.connect(lambda _text: self._say())
        self.theme.chosen.connect(self._choose_theme)
        self.interface.chosen.connect(lambda size: self.changed.emit(lambda old: replace(old, interface=size)))
        self.zoom.chosen.connect(lambda size: self.changed.emit(lambda old: replace(old, zoom=size)))
        self.setFocusProxy(self.name)

    def show_settings(self, settings: Settings) -> None:
        """Show other preferences."""
        self._name = settings.annotator_name
        self.name.set_text(self._name)
        self._say()
        self.theme.set_current(_THEMES.index(settings.theme))
        self.interface.set_value(settings.interface)
        self.zoom.set_value(settings.zoom)

    def restore_name(self) -> None:
        """Show the name as it is kept, not as it was being typed."""
        self.name.set_text(self._name)
        self._say()

    def _choose_theme(self, index: int) -> None:
        self.changed.emit(lambda old: replace(old, theme=_THEMES[index]))

    def _take_name(self) -> None:
        name = self.name.text().strip()
        if not name:
            self.restore_name()
            self._say("A name is needed: it is written beside every mark.", error=True)
        elif is_reserved(name):
            self.restore_name()
            self._say(f"“{name}” is the name of a layer. Choose another one.", error=True)
        elif name != self._name:
            self._name = name
            self.renamed.emit(name)

    def _say(self, sentence: str = _NAME, *, error: bool = False) -> None:
        self.name_row.sentence.setText(sentence)
        self.name_row.sentence.set_role("error" if error else "text_2")


class AnnotatingPage(QWidget):
    """What helps while annotating.  ``changed`` carries a `Change`."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._kinds: tuple[Label, ...] = ()
        self._hidden: tuple[str, ...] = ()
        self.ghosts = Switch("Propose cue and speaker")
        self.timer = Switch("Count the time spent")
        self.chips = Flow()
        self._none = Text("Open a project to choose from its kinds.", "small", role="text_3")
        kinds = host(vbox(self.chips, self._none, gap=0))
        rows = (
            SettingRow(
                "Propose cue and speaker",
                "After a new quotation both are shown in place; Enter takes them, any other gesture leaves them.",
                self.ghosts,
            ),
            SettingRow(
                "Count the time spent",
                "For each article, while you work on it; a pause is not counted. Kept in the project, never exported.",
                self.timer,
            ),
            Line(),
            SettingRow("Entities underlined in the article", "The others stay marked, only unseen.", kinds, below=True),
        )
        self.setLayout(vbox(*rows, None, gap=18))
        self.ghosts.clicked.connect(lambda on: self.changed.emit(lambda old: replace(old, ghosts=on)))
        self.timer.clicked.connect(lambda on: self.changed.emit(lambda old: replace(old, timer=on)))
        self.setFocusProxy(self.ghosts)

    def show_settings(self, settings: Settings, kinds: Sequence[Label]) -> None:
        """Show other preferences and the kinds of the scheme."""
        self.ghosts.setChecked(settings.ghosts)
        self.timer.setChecked(settings.timer)
        if (tuple(kinds), settings.hidden_kinds) != (self._kinds, self._hidden):
            self._kinds, self._hidden = tuple(kinds), settings.hidden_kinds
            self._show_chips()
        self._none.setVisible(not self._kinds)

    def _show_chips(self) -> None:
        chips: list[Chip] = []
        for kind in self._kinds:
            chip = Chip(kind.name, checkable=True)
            chip.setChecked(kind.id not in self._hidden)
            chip.setToolTip(f"Underline “{kind.name}” in the article")
            chip.toggled.connect(lambda shown, kind_id=kind.id: self._show_kind(kind_id, shown=shown))
            chips.append(chip)
        self.chips.show_items(chips)

    def _show_kind(self, kind: str, *, shown: bool) -> None:
        self._hidden = tuple(sorted({*self._hidden} - {kind} if shown else {*self._hidden, kind}))
        hidden = self._hidden
        self.changed.emit(lambda old: replace(old, hidden_kinds=hidden))


class Preferences(Overlay):
    """The preferences over ``window``.

    ``changed`` carries a function from the old to the new `Settings`, for all but the name, which comes as ``renamed``;
    ``keysChanged`` carries the new `KeyMap` beside it.  What is shown follows `show_settings`.
    """

    changed = Signal(object)
    renamed = Signal(str)
    keysChanged = Signal(object)

    def __init__(self, window: QWidget, own: QAction | None = None) -> None:
        super().__init__(window, "Preferences", (880, 600))
        self.setObjectName("preferences")
        if own is not None:
            self.set_own(own)
        self.general = GeneralPage()
        self.annotating = AnnotatingPage()
        self.keys = KeysPage()
        self.pages = QStackedWidget()
        for page in (self.general, self.annotating, self.keys):
            self.pages.addWidget(page)
        self.close_button = Button("", "x", "quiet")
        self.close_button.setAccessibleName("Close the preferences")
        self.close_button.setToolTip("Close the preferences  Esc")
        self._group = QButtonGroup(self)
        self.tabs: list[Button] = []
        for number, (name, icon) in enumerate(zip(SECTIONS, _ICONS, strict=True)):
            tab = Button(name, icon, "quiet")
            tab.setCheckable(True)
            tab.setFixedWidth(132)
            tab.setToolTip(f"{name}: preferences")
            self._group.addButton(tab, number)
            self.tabs.append(tab)
        self._lay_out()
        self._connect()
        self.show_section("General")

    def _lay_out(self) -> None:
        title = Text("Preferences", "title", "semibold")
        head = hbox(title, Text("every choice is kept at once", "small", role="text_2"), None, self.close_button)
        nav = host(vbox(*self.tabs, None, gap=4))
        nav.setFixedWidth(140)
        body = hbox(nav, Line(vertical=True), self.pages, gap=20)
        body.setStretch(2, 1)
        whole = vbox(head, Line(), body, gap=14, margins=(24, 16, 20, 20))
        whole.setStretch(2, 1)
        self.sheet.setLayout(whole)

    def _connect(self) -> None:
        self._group.idClicked.connect(lambda number: self.show_section(SECTIONS[number]))
        self.close_button.clicked.connect(self.leave)
        for page in (self.general, self.annotating):
            page.changed.connect(self.changed)
        self.general.renamed.connect(self.renamed)
        self.general.name.edit.escaped.connect(self._escape_name)
        self.keys.field.edit.escaped.connect(self.leave)
        self.keys.changed.connect(self._take_keys)

    # ------------------------------------------------------------------------------------------ showing

    def show_settings(self, settings: Settings, kinds: Sequence[Label] = ()) -> None:
        """Show these preferences; ``kinds`` are the entity kinds of the open project's scheme."""
        self.general.show_settings(settings)
        self.annotating.show_settings(settings, kinds)
        self.keys.set_keys(KeyMap.from_settings(settings.keys))

    def show_section(self, name: str) -> None:
        """Show a page: one of `SECTIONS`.  Raises ValueError."""
        number = SECTIONS.index(name)
        self.pages.setCurrentIndex(number)
        self.tabs[number].setChecked(True)

    def open(self) -> None:
        """Show it; the focus goes to the sections."""
        super().open()
        self.tabs[self.pages.currentIndex()].setFocus(Qt.FocusReason.TabFocusReason)

    def open_key(self, id: str) -> None:
        """Show it with the keys of an action chosen."""
        self.show_section("Keys")
        self.open()
        self.keys.choose(id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑ and ↓ go from section to section."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        here = next((n for n, tab in enumerate(self.tabs) if tab.hasFocus()), None)
        if step is None or here is None:
            super().keyPressEvent(event)
            return
        there = (here + step) % len(self.tabs)
        self.show_section(SECTIONS[there])
        self.tabs[there].setFocus(Qt.FocusReason.TabFocusReason)

    # ------------------------------------------------------------------------------------------ changing

    def _escape_name(self) -> None:
        self.general.restore_name()
        self.leave()

    def _take_keys(self, keys: KeyMap) -> None:
        entries = keys.to_settings()
        self.changed.emit(lambda old: replace(old, keys=entries))
        self.keysChanged.emit(keys)
