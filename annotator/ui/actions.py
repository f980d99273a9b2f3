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
    "File",
    "Edit",
    "Quotation",
    "Speaker",
    "Stance",
    "Suggestion",
    "Mention",
    "Review",
    "Document",
    "View",
    "Help",
    "",
]
Scope = Literal["window", "text", "review"]


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action.

    ``scope`` text: its keys act only while the article or a list has the focus; review: while the Review view has it.
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


def _take_key(number: int) -> ActionSpec:
    letter = chr(ord("A") + number - 1)
    return ActionSpec(f"review.take_{number}", f"Take {letter}'s version", (str(number),), "", "review")


def _confidence(number: int, words: str) -> ActionSpec:
    return ActionSpec(f"quotation.confidence_{number}", f"Confidence: {words}", (f"Ctrl+{number}",), "Quotation")


ACTIONS: tuple[ActionSpec, ...] = (
    # File
    ActionSpec("project.new", "New project…", ("Ctrl+N",), "File", "window"),
    ActionSpec("project.open", "Open project…", ("Ctrl+O",), "File", "window"),
    ActionSpec("project.sample", "Open the sample project", (), "File", "window"),
    ActionSpec("file.import", "Import files…", ("Ctrl+I",), "File", "window", apart=True),
    ActionSpec("file.import_folder", "Import a folder…", (), "File", "window"),
    ActionSpec("file.export", "Export…", ("Ctrl+S",), "File", "window"),
    ActionSpec("file.backup", "Back up the project…", (), "File", "window"),
    ActionSpec("file.copy_for", "Copy for an annotator…", (), "File", "window", apart=True),
    ActionSpec("file.merge", "Merge a returned copy…", (), "File", "window"),
    ActionSpec("file.print", "Print the article…", ("Ctrl+P",), "File", "window", apart=True),
    ActionSpec("project.scheme", "Scheme and guidelines…", ("Ctrl+Shift+G",), "File", "window", apart=True),
    ActionSpec("file.preferences", "Preferences…", ("Ctrl+,",), "File", "window"),
    ActionSpec("window.quit", "Quit", ("Ctrl+Q",), "File", "window", apart=True),
    # Edit
    ActionSpec("edit.undo", "Undo", ("Ctrl+Z",), "Edit", "window"),
    ActionSpec("edit.redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Edit", "window"),
    ActionSpec("edit.history", "History", ("Ctrl+H",), "Edit", "window"),
    ActionSpec("edit.copy", "Copy", ("Ctrl+C",), "Edit", "text", apart=True),
    ActionSpec("edit.find", "Find in the article", ("Ctrl+F",), "Edit", "window"),
    ActionSpec("edit.find_next", "Find next", ("F3",), "Edit", "window"),
    ActionSpec("edit.search", "Search all articles", ("Ctrl+Shift+F",), "Edit", "window"),
    ActionSpec("edit.annotator", "Annotate under another name…", (), "Edit", "window", apart=True),
    # Quotation
    ActionSpec("quotation.new", "New quotation", ("Q",), "Quotation"),
    ActionSpec("quotation.new_with_ghost", "New quotation with its cue and speaker", ("Shift+Q",), "Quotation"),
    ActionSpec("quotation.add_fragment", "Add fragment", ("+", "Ins"), "Quotation"),
    ActionSpec("quotation.join_continuation", "Join the continuation", ("Ctrl+J",), "Quotation"),
    ActionSpec("ghost.take", "Take the proposal", ("Return", "Enter"), "Quotation", apart=True),
    ActionSpec("ghost.next", "Next proposal", ("Tab",), "Quotation"),
    ActionSpec("ghost.previous", "Previous proposal", ("Shift+Tab",), "Quotation"),
    ActionSpec("quotation.cue", "Set cue", ("C",), "Quotation", apart=True),
    ActionSpec("quotation.add_cue", "Further words of the cue", ("Shift+C",), "Quotation"),
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
    ActionSpec("quotation.note", "Note on the quotation", ("N",), "Quotation", apart=True),
    ActionSpec("quotation.flags", "Flags…", ("G",), "Quotation"),
    *(_confidence(number, words) for number, words in ((1, "unsure"), (2, "fairly sure"), (3, "sure"))),
    ActionSpec("passage.reject", "Not a quotation…", ("Shift+X",), "Quotation", apart=True),
    ActionSpec("quotation.delete", "Delete quotation", ("Del",), "Quotation"),
    ActionSpec("quotation.next", "Next quotation", ("J",), "Quotation", apart=True),
    ActionSpec("quotation.previous", "Previous quotation", ("K",), "Quotation"),
    ActionSpec("quotation.leave", "Leave the quotation", ("Esc",), "Quotation"),
    # Speaker
    ActionSpec("quotation.speaker", "Speaker from the selection", ("S",), "Speaker"),
    ActionSpec("quotation.speaker_fragment", "Further words of the speaker", ("Shift+S",), "Speaker"),
    ActionSpec("quotation.add_speaker", "One more speaker", ("Ctrl+Shift+S",), "Speaker"),
    ActionSpec("speaker.find", "Speaker by name…", ("/",), "Speaker"),
    ActionSpec("quotation.same_speaker", "Same speaker as before", ("=",), "Speaker"),
    ActionSpec("quotation.none_in_text", "No speaker in the text", ("0",), "Speaker"),
    ActionSpec("quotation.addressee", "Addressee from the selection", ("A",), "Speaker", apart=True),
    ActionSpec("addressee.find", "Addressee by name…", ("Ctrl+/",), "Speaker"),
    *(_cast_key(number) for number in range(1, 10)),
    # Stance
    ActionSpec("stance.new", "New stance", ("T",), "Stance"),
    ActionSpec("stance.against", "Against the selection", ("X",), "Stance", apart=True),
    ActionSpec("stance.neutral", "Neutral towards the selection", ("O",), "Stance"),
    ActionSpec("stance.favour", "In favour of the selection", ("Y",), "Stance"),
    ActionSpec("stance.unclear", "Unclear towards the selection", ("U",), "Stance"),
    ActionSpec("stance.evidence", "Evidence from the selection", ("V",), "Stance", apart=True),
    # Suggestion
    ActionSpec("suggestion.next", "Next suggestion", ("Tab",), "Suggestion"),
    ActionSpec("suggestion.previous", "Previous suggestion", ("Shift+Tab",), "Suggestion"),
    ActionSpec("suggestion.accept", "Accept suggestion", ("Return", "Enter"), "Suggestion", apart=True),
    ActionSpec("suggestion.accept_next", "Accept, and to the next", ("Shift+Return", "Shift+Enter"), "Suggestion"),
    ActionSpec("suggestion.reject", "Reject suggestion", ("Backspace",), "Suggestion"),
    ActionSpec(
        "suggestion.accept_all",
        "Accept all above a threshold…",
        ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"),
        "Suggestion",
    ),
    ActionSpec("suggestion.profile", "What is suggested…", (), "Suggestion", "window", apart=True),
    ActionSpec("suggestion.learn", "Learn from this project…", (), "Suggestion", "window"),
    # Mention
    ActionSpec("mention.label", "Mark as an entity…", ("Ctrl+E",), "Mention"),
    ActionSpec("mention.link", "Say whom the mention names…", ("L",), "Mention"),
    ActionSpec("mention.move", "Mention: move to selection", ("Ctrl+Shift+E",), "Mention"),
    ActionSpec("mention.remove", "Remove the mention", ("Ctrl+Delete",), "Mention"),
    # Review: what is done in the Review view
    *(_take_key(number) for number in range(1, 10)),
    ActionSpec("review.both", "Take both", ("B",), "Review", "review"),
    ActionSpec("review.none", "None is right…", ("N",), "Review", "review"),
    ActionSpec("review.edit", "Edit gold", ("E",), "Review", "review"),
    ActionSpec("review.back", "Take the last decision back", ("U",), "Review", "review"),
    ActionSpec("review.keep", "Leave gold as it is", ("G",), "Review", "review"),
    ActionSpec("review.accept", "Accept", ("A",), "Review", "review", apart=True),
    ActionSpec("review.fix", "Fix in gold…", ("F",), "Review", "review"),
    ActionSpec("review.reject", "Reject…", ("X",), "Review", "review"),
    ActionSpec("review.question", "Pin a question…", ("P", "?"), "Review", "review"),
    ActionSpec("feedback.seen", "Seen, on to the next", ("Return", "Enter"), "Review", "review", apart=True),
    ActionSpec("feedback.apply", "Take it over into my labels", ("A",), "Review", "review"),
    ActionSpec("review.next", "Next in the queue", ("J",), "Review", "review", apart=True),
    ActionSpec("review.previous", "Previous in the queue", ("K",), "Review", "review"),
    ActionSpec(
        "review.agreed", "Take what all agree on…", ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"), "Review", "review"
    ),
    ActionSpec("review.alike", "Decide those like it…", ("L",), "Review", "review"),
    ActionSpec("review.names", "Show names", ("W",), "Review", "review", checkable=True),
    ActionSpec("review.return", "Back to the review", ("Ctrl+Return", "Ctrl+Enter"), "Review", "window", apart=True),
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
    ActionSpec("document.skip", "Skip with a reason…", ("Ctrl+.",), "Document", "window"),
    ActionSpec("document.reopen", "Back to in progress", (), "Document", "window"),
    ActionSpec("problem.next", "Next problem", ("F8",), "Document", "window", apart=True),
    ActionSpec("problem.previous", "Previous problem", ("Shift+F8",), "Document", "window"),
    ActionSpec("view.problems", "Problems", ("Ctrl+F8",), "Document", "window"),
    ActionSpec("document.note", "Note on the article", ("Ctrl+Shift+N",), "Document", "window", apart=True),
    ActionSpec("document.metadata", "Metadata", ("F2",), "Document", "window"),
    ActionSpec("document.fill", "Fill metadata from a CSV…", (), "Document", "window"),
    ActionSpec("document.corrected", "Bring in a corrected text…", (), "Document", "window"),
    ActionSpec("document.show_copies", "Show the copies", (), "Document", "window", apart=True),
    ActionSpec("document.offer_copies", "Offer the quotations to the copies…", (), "Document", "window"),
    ActionSpec("document.remove", "Remove the article", (), "Document", "window"),
    ActionSpec("document.prelabel", "Label the entities again", (), "Document", "window", apart=True),
    # View
    ActionSpec("view.palette", "Command palette", ("Ctrl+K",), "View", "window"),
    ActionSpec("view.annotate", "Annotate", ("Alt+1",), "View", "window", apart=True),
    ActionSpec("view.review", "Review", ("Alt+2",), "View", "window"),
    ActionSpec("view.entities", "Entities", ("Alt+3",), "View", "window"),
    ActionSpec("view.statistics", "Statistics", ("Alt+4",), "View", "window"),
    ActionSpec("view.agreement", "Agreement", ("Alt+5",), "View", "window"),
    ActionSpec("view.feedback", "Feedback for me", (), "View", "window"),
    ActionSpec("view.guidelines", "Guidelines beside the text", ("Ctrl+G",), "View", "window"),
    ActionSpec("view.zoom_in", "Larger text", ("Ctrl++", "Ctrl+="), "View", "window", apart=True),
    ActionSpec("view.zoom_out", "Smaller text", ("Ctrl+-",), "View", "window"),
    ActionSpec("view.zoom_reset", "Text at 100 %", (), "View", "window"),
    ActionSpec("view.interface_larger", "Larger interface", (), "View", "window", apart=True),
    ActionSpec("view.interface_smaller", "Smaller interface", (), "View", "window"),
    ActionSpec("view.interface_reset", "Interface at 100 %", (), "View", "window"),
    ActionSpec("view.theme_system", "Theme of the system", (), "View", "window", apart=True, checkable=True),
    ActionSpec("view.theme_light", "Light", (), "View", "window", checkable=True),
    ActionSpec("view.theme_dark", "Dark", (), "View", "window", checkable=True),
    ActionSpec("view.documents", "Fold or show the documents", ("F9",), "View", "window", apart=True),
    ActionSpec("view.card", "Fold or show the card", ("Shift+F9",), "View", "window"),
    ActionSpec("view.next_pane", "Next pane", ("F6",), "View", "window"),
    ActionSpec("view.previous_pane", "Previous pane", ("Shift+F6",), "View", "window"),
    ActionSpec("help.guide", "User guide", ("Shift+F1",), "Help", "window"),
    ActionSpec("help.keys", "Keys", ("F1",), "Help", "window"),
    ActionSpec("help.keys_typed", "Keys, by their sign", ("?",), ""),
    ActionSpec("help.tour", "Tour", (), "Help", "window"),
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
    "Review": "&Review",
    "Document": "&Document",
    "View": "&View",
    "Help": "&Help",
}
"""The menus in their order, each with the letter that opens it."""


def make_actions(parent: QObject, handlers: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """A QAction for each row of the table, its ``objectName`` its id.  Raises KeyError where a handler is missing.

    Actions of the scopes text and review get a widget's context: add them to the widgets in which their keys are to
    act.  Keys other than the table's come from `annotator.ui.key_map`.
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
