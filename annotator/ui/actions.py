"""The table of actions: the one source of ids, words, keys and menus.

Everything that shows or runs an action (menus, buttons, tooltips, the key map, tests) reads this table.  Single keys
belong to the article and the lists: there they act, in text fields they type.  Keys match the character that was typed,
with a twin that needs no AltGr or Shift where a layout hides the character.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

Menu = Literal[
    "File", "Edit", "Quotation", "Speaker", "Stance", "Suggestion", "Mention", "Document", "View", "Help", ""
]
Scope = Literal["window", "text"]


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action.  ``scope`` text: its keys act only while the article or a list has the focus.

    ``keys`` are portable key sequences; the first is the one shown.  A separator stands above it in its menu where
    ``apart`` is set.
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    menu: Menu = ""
    scope: Scope = "text"
    apart: bool = False
    checkable: bool = False


def _cast_key(number: int) -> ActionSpec:
    return ActionSpec(f"speaker.cast_{number}", f"Speaker: cast member {number}", (str(number),), "")


ACTIONS: tuple[ActionSpec, ...] = (
    # File
    ActionSpec("project.new", "New project…", ("Ctrl+N",), "File", "window"),
    ActionSpec("project.open", "Open project…", ("Ctrl+O",), "File", "window"),
    ActionSpec("project.sample", "Open the sample project", (), "File", "window"),
    ActionSpec("file.import", "Import files…", ("Ctrl+I",), "File", "window", apart=True),
    ActionSpec("file.import_folder", "Import a folder…", (), "File", "window"),
    ActionSpec("file.export", "Export…", ("Ctrl+S",), "File", "window"),
    ActionSpec("file.backup", "Back up the project…", (), "File", "window"),
    ActionSpec("window.quit", "Quit", ("Ctrl+Q",), "File", "window", apart=True),
    # Edit
    ActionSpec("edit.undo", "Undo", ("Ctrl+Z",), "Edit", "window"),
    ActionSpec("edit.redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Edit", "window"),
    ActionSpec("edit.copy", "Copy", ("Ctrl+C",), "Edit", "text", apart=True),
    ActionSpec("edit.find", "Find in the article", ("Ctrl+F",), "Edit", "window"),
    ActionSpec("edit.find_next", "Find next", ("F3",), "Edit", "window"),
    ActionSpec("edit.annotator", "Annotating as…", (), "Edit", "window", apart=True),
    # Quotation
    ActionSpec("quotation.new", "New quotation", ("Q",), "Quotation"),
    ActionSpec("quotation.add_fragment", "Add fragment", ("+", "Ins"), "Quotation"),
    ActionSpec("quotation.cue", "Set cue", ("C",), "Quotation", apart=True),
    ActionSpec("quotation.add_cue", "Further cue from the selection", ("Shift+C",), "Quotation"),
    ActionSpec("quotation.cue_absent", "Cue absent", ("Ctrl+0",), "Quotation"),
    ActionSpec("edge.end_right", "End one token right", ("]", "Alt+Right"), "Quotation", apart=True),
    ActionSpec("edge.end_left", "End one token left", ("[", "Alt+Left"), "Quotation"),
    ActionSpec("edge.start_right", "Start one token right", ("}", "Alt+Shift+Right"), "Quotation"),
    ActionSpec("edge.start_left", "Start one token left", ("{", "Alt+Shift+Left"), "Quotation"),
    ActionSpec("edge.end_right_character", "End one character right", ("Ctrl+]", "Ctrl+Alt+Right"), ""),
    ActionSpec("edge.end_left_character", "End one character left", ("Ctrl+[", "Ctrl+Alt+Left"), ""),
    ActionSpec("edge.start_right_character", "Start one character right", ("Ctrl+}", "Ctrl+Alt+Shift+Right"), ""),
    ActionSpec("edge.start_left_character", "Start one character left", ("Ctrl+{", "Ctrl+Alt+Shift+Left"), ""),
    ActionSpec("type.direct", "Direct", ("D",), "Quotation", apart=True),
    ActionSpec("type.mixed", "Mixed", ("M",), "Quotation"),
    ActionSpec("type.indirect", "Indirect", ("I",), "Quotation"),
    ActionSpec("type.free_indirect", "Free indirect", ("F",), "Quotation"),
    ActionSpec("type.reported", "Reported", ("R",), "Quotation"),
    ActionSpec("type.automatic", "Type from the marks", (), "Quotation"),
    ActionSpec("quotation.delete", "Delete quotation", ("Del",), "Quotation", apart=True),
    ActionSpec("quotation.next", "Next quotation", ("J",), "Quotation", apart=True),
    ActionSpec("quotation.previous", "Previous quotation", ("K",), "Quotation"),
    ActionSpec("quotation.leave", "Leave the quotation", ("Esc",), "Quotation"),
    # Speaker
    ActionSpec("quotation.speaker", "Speaker from the selection", ("S",), "Speaker"),
    ActionSpec("quotation.speaker_fragment", "Add the selection to the speaker's words", ("Shift+S",), "Speaker"),
    ActionSpec("quotation.add_speaker", "Further speaker from the selection", ("Ctrl+Shift+S",), "Speaker"),
    ActionSpec("quotation.same_speaker", "Same speaker as before", ("=",), "Speaker"),
    ActionSpec("quotation.none_in_text", "No speaker in the text", ("0",), "Speaker"),
    ActionSpec("quotation.addressee", "Addressee from the selection", ("A",), "Speaker", apart=True),
    *(_cast_key(number) for number in range(1, 10)),
    # Stance
    ActionSpec("stance.new", "New stance", ("T",), "Stance"),
    # Suggestion
    ActionSpec("suggestion.next", "Next suggestion", ("Tab",), "Suggestion"),
    ActionSpec("suggestion.previous", "Previous suggestion", ("Shift+Tab",), "Suggestion"),
    ActionSpec("suggestion.accept", "Accept suggestion", ("Return", "Enter"), "Suggestion", apart=True),
    ActionSpec("suggestion.reject", "Reject suggestion", ("Backspace",), "Suggestion"),
    ActionSpec(
        "suggestion.accept_all",
        "Accept all above a threshold…",
        ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"),
        "Suggestion",
    ),
    # Mention
    ActionSpec("mention.label", "Mark as an entity…", ("Ctrl+E",), "Mention"),
    ActionSpec("mention.move", "Move the mention to the selection", ("Ctrl+Shift+E",), "Mention"),
    ActionSpec("mention.remove", "Remove the mention", ("Ctrl+Delete",), "Mention"),
    # Document
    ActionSpec("document.next", "Next article", ("Alt+Down",), "Document", "window"),
    ActionSpec("document.previous", "Previous article", ("Alt+Up",), "Document", "window"),
    ActionSpec(
        "document.done_next",
        "Mark done, open the next",
        ("Ctrl+Return", "Ctrl+Enter"),
        "Document",
        "window",
        apart=True,
    ),
    ActionSpec("document.reopen", "Back to in progress", (), "Document", "window"),
    ActionSpec("document.prelabel", "Label the entities again", (), "Document", "window", apart=True),
    # View
    ActionSpec("view.zoom_in", "Larger text", ("Ctrl++", "Ctrl+="), "View", "window"),
    ActionSpec("view.zoom_out", "Smaller text", ("Ctrl+-",), "View", "window"),
    ActionSpec("view.zoom_reset", "Text at 100 %", (), "View", "window"),
    ActionSpec("view.theme_system", "Theme of the system", (), "View", "window", apart=True, checkable=True),
    ActionSpec("view.theme_light", "Light", (), "View", "window", checkable=True),
    ActionSpec("view.theme_dark", "Dark", (), "View", "window", checkable=True),
    ActionSpec("view.documents", "Fold or show the documents", ("F9",), "View", "window", apart=True),
    ActionSpec("view.card", "Fold or show the card", ("Shift+F9",), "View", "window"),
    ActionSpec("view.next_pane", "Next pane", ("F6",), "View", "window"),
    ActionSpec("view.previous_pane", "Previous pane", ("Shift+F6",), "View", "window"),
    ActionSpec("help.about", "About Annotator", (), "Help", "window"),
)
"""Every action of the window, in the order of its menus."""

MENUS: dict[Menu, str] = {
    "File": "&File",
    "Edit": "&Edit",
    "Quotation": "&Quotation",
    "Speaker": "&Speaker",
    "Stance": "S&tance",
    "Suggestion": "Su&ggestion",
    "Mention": "&Mention",
    "Document": "&Document",
    "View": "&View",
    "Help": "&Help",
}
"""The menus in their order, each with the letter that opens it."""


def make_actions(parent: QObject, handlers: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """A QAction for each row of the table, its ``objectName`` its id.  Raises KeyError where a handler is missing.

    Actions of the scope text get a widget's context: add them to the widgets in which their keys are to act.
    """
    made: dict[str, QAction] = {}
    for spec in ACTIONS:
        action = QAction(spec.text, parent)
        action.setObjectName(spec.id)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        window = spec.scope == "window"
        context = Qt.ShortcutContext.WindowShortcut if window else Qt.ShortcutContext.WidgetWithChildrenShortcut
        action.setShortcutContext(context)
        action.setCheckable(spec.checkable)
        key = QKeySequence(spec.keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if spec.keys else ""
        action.setToolTip(f"{spec.text}  {key}".strip())
        action.triggered.connect(_without_argument(handlers[spec.id]))
        made[spec.id] = action
    return made


def _without_argument(handler: Callable[[], object]) -> Callable[[bool], None]:
    def run(_checked: bool = False) -> None:
        handler()

    return run
