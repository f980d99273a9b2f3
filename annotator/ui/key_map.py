"""Which keys run which action: the table's, but for what the person has chosen.

A key belongs to one action among those that can be enabled at the same time, so that no key is ever ambiguous.  Keys
are portable Qt key sequences of one stroke ("Ctrl+E", "]", "F8").
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence

from annotator.domain.errors import ConflictError
from annotator.ui.actions import ACTIONS, MENUS, ActionSpec
from annotator.ui.kit.marks import key_caps, key_words

Keys = tuple[str, ...]
Exclusive = tuple[tuple[tuple[str, ...], ...], ...]

_ANNOTATING = (
    "quotation.", "ghost.", "edge.", "type.", "speaker.", "addressee.", "stance.", "suggestion.", "mention.",
    "document.done_next", "help.keys_typed",
)  # fmt: skip

EXCLUSIVE: Exclusive = (
    (("ghost.",), ("suggestion.",)),
    (_ANNOTATING, ("review.", "feedback.")),
    (("review.accept",), ("feedback.apply",)),
)
"""Groups of modes that are never on together, each mode given by the beginnings of its actions' ids.

Two actions of different modes of one group may share a key: Enter takes the ghosts first, then the suggestion.
"""

KEPT: Mapping[str, str] = {
    "Esc": "leaves whatever is open",
    "F6": "goes to the next pane",
    "Shift+F6": "goes to the pane before",
}
"""Keys that always mean what they mean, and how: their actions keep them, and no other action takes them."""

_RESERVED: Mapping[str, str] = {
    **KEPT,
    "Tab": "goes from part to part",
    "Shift+Tab": "goes from part to part",
    "Space": "presses the control that has the focus",
    "F10": "opens the menus",
    "Shift+F10": "opens the context menu",
    "Menu": "opens the context menu",
    "Alt+F4": "closes the window",
    "Ctrl+A": "selects everything",
    "Ctrl+V": "pastes into text fields",
    "Ctrl+X": "cuts from text fields",
}
_CARET = ("Left", "Right", "Up", "Down", "Home", "End", "PgUp", "PgDown")
_FIELD_KEYS = ("Return", "Enter", "Backspace", "Del", "Ins")
_STRONG = ("Ctrl+", "Alt+", "Meta+")
_FREE = "Choose another key, or free that one first."
_OTHER = "Choose another key."


@dataclass(frozen=True, slots=True)
class KeyMap:
    """The keys of every action.  ``changed`` holds, by id, what differs from the table; an empty tuple is no key."""

    changed: Mapping[str, Keys] = field(default_factory=lambda: MappingProxyType({}))
    specs: tuple[ActionSpec, ...] = ACTIONS
    exclusive: Exclusive = EXCLUSIVE

    @classmethod
    def from_settings(
        cls, entries: Iterable[str], specs: tuple[ActionSpec, ...] = ACTIONS, exclusive: Exclusive = EXCLUSIVE
    ) -> KeyMap:
        """The map that preferences describe: each entry an action's id, ``=``, and its keys joined by ``", "``.

        What no longer fits (an action that is gone, no key, a key that is taken by now) is left out: the table holds.
        """
        known = {each.id for each in specs}
        asked: dict[str, Keys] = {}
        for entry in entries:
            id, sign, named = entry.partition("=")
            if sign and id in known:
                asked[id] = tuple(each for each in named.split(", ") if each)
        # all asked for at once: two actions may have swapped their keys
        made = cls(MappingProxyType(dict.fromkeys(asked, ())), specs, exclusive)
        for id, keys in asked.items():
            try:
                made = made.with_keys(id, keys)
            except ConflictError:
                made = made.without_choice(id)
        while wrong := [id for _, *both in made.clashes() for id in both if id in made.changed]:
            made = made.without_choice(wrong[-1])
        return made

    def to_settings(self) -> tuple[str, ...]:
        """What `from_settings` reads, in the order of the table."""
        rows = ((each.id, self.changed[each.id]) for each in self.specs if each.id in self.changed)
        return tuple(f"{id}={', '.join(keys)}" for id, keys in rows)

    # ------------------------------------------------------------------------------------------ asking

    def keys(self, id: str) -> Keys:
        """The keys of an action, the first is the one shown.  Raises KeyError for an unknown id."""
        return self.changed[id] if id in self.changed else _plain(self.spec(id).keys)

    def words(self, id: str) -> str:
        """The key of an action as it is shown: ``Ctrl ↵``; empty without one."""
        keys = self.keys(id)
        return key_words(keys[0]) if keys else ""

    def caps(self, id: str) -> tuple[tuple[str, ...], ...]:
        """The keycaps of each key of an action; twins that print the same stand once."""
        return tuple(dict.fromkeys(key_caps(each) for each in self.keys(id)))

    def spec(self, id: str) -> ActionSpec:
        """The row of the table.  Raises KeyError."""
        for each in self.specs:
            if each.id == id:
                return each
        raise KeyError(id)

    def is_changed(self, id: str) -> bool:
        """Whether an action has other keys than the table gives it."""
        return id in self.changed

    def holder(self, id: str, key: str) -> ActionSpec | None:
        """The other action that has a key and can be enabled together with this one."""
        holders = self._holders().get(_portable(key), [])
        return next((each for each in holders if each.id != id and not self._apart(id, each.id)), None)

    def clashes(self) -> Iterator[tuple[str, str, str]]:
        """Each key that two actions have which can be enabled together, with their ids."""
        for key, holders in self._holders().items():
            for number, one in enumerate(holders):
                for other in holders[number + 1 :]:
                    if not self._apart(one.id, other.id):
                        yield key, one.id, other.id

    def _holders(self) -> dict[str, list[ActionSpec]]:
        holders: dict[str, list[ActionSpec]] = {}
        for each in self.specs:
            for key in self.changed[each.id] if each.id in self.changed else _plain(each.keys):
                holders.setdefault(key, []).append(each)
        return holders

    def _apart(self, one: str, other: str) -> bool:
        """Whether two actions are never enabled together."""
        for group in self.exclusive:
            first = next((n for n, mode in enumerate(group) if one.startswith(mode)), None)
            second = next((n for n, mode in enumerate(group) if other.startswith(mode)), None)
            if first is not None and second is not None and first != second:
                return True
        return False

    # ------------------------------------------------------------------------------------------ changing

    def with_keys(self, id: str, keys: Iterable[str]) -> KeyMap:
        """The map in which an action has just these keys; none frees them.

        Raises ConflictError, with a sentence, where a key cannot be had; KeyError for an unknown id.
        """
        spec = self.spec(id)
        default = _plain(spec.keys)
        new = _plain(keys)
        for key in default:
            if key in KEPT and key not in new:
                raise ConflictError(f"{_shown(key)} {KEPT[key]} and stays with {_name(spec)}.", "Add a key beside it.")
        for key in new:
            if key not in default:
                _refuse(spec, key)
            if (holder := self.holder(id, key)) is not None:
                raise ConflictError(f"{_shown(key)} is {_name(holder)}.", _FREE)
        return self._with(id, None if new == default else new)

    def reset(self, id: str) -> KeyMap:
        """The map in which an action has the table's keys again.  Raises ConflictError if another one has them now."""
        default = self.spec(id).keys
        for key in default:
            if (holder := self.holder(id, key)) is not None:
                raise ConflictError(f"{_shown(_portable(key))} is {_name(holder)} now.", "Reset that one first.")
        return self.without_choice(id)

    def without_choice(self, id: str) -> KeyMap:
        """The map in which an action has the table's keys, whoever else has them."""
        return self._with(id, None)

    def reset_all(self) -> KeyMap:
        """The table's map."""
        return replace(self, changed=MappingProxyType({}))

    def _with(self, id: str, keys: Keys | None) -> KeyMap:
        others = {each: old for each, old in self.changed.items() if each != id}
        return replace(self, changed=MappingProxyType(others if keys is None else {**others, id: keys}))

    # ------------------------------------------------------------------------------------------ applying

    def apply(self, actions: Mapping[str, QAction]) -> None:
        """Give each action its keys and its tooltip; what shows a key follows the action's ``changed``."""
        for spec in self.specs:
            action = actions[spec.id]
            sequences = [QKeySequence(each) for each in self.keys(spec.id)]
            tip = f"{_name(spec)}  {self.words(spec.id)}".strip()
            if action.shortcuts() != sequences:
                action.setShortcuts(sequences)
            if action.toolTip() != tip:
                action.setToolTip(tip)


def pressed_key(event: QKeyEvent, platform: str = sys.platform) -> Keys:
    """The key that was pressed, with its twin, as an action can have it; empty for a bare Shift, Ctrl, Alt or Meta.

    Characters go without the Shift or AltGr that a layout needs for them, as keys match the character typed.
    """
    key = Qt.Key(event.key())
    if key in _MODIFIERS:
        return ()
    held = event.modifiers()
    typed = event.text()
    sign = len(typed) == 1 and typed.isprintable() and not typed.isalnum() and not typed.isspace()
    held &= ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier)
    if platform == "win32" and sign and held & _ALTGR == _ALTGR:
        held &= ~_ALTGR
    if sign or (Qt.Key.Key_Exclam.value <= key.value <= 0xFF and not chr(key.value).isalnum()):
        held &= ~Qt.KeyboardModifier.ShiftModifier
    if key == Qt.Key.Key_Backtab:
        key, held = Qt.Key.Key_Tab, held | Qt.KeyboardModifier.ShiftModifier
    named = _portable(QKeySequence(int(held.value) | int(key.value)).toString(QKeySequence.SequenceFormat.PortableText))
    return (named, f"{named.removesuffix('Return')}Enter") if named.endswith("Return") else (named,) if named else ()


_ALTGR = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_MODIFIERS = (
    Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock, Qt.Key.Key_Super_L, Qt.Key.Key_Super_R, Qt.Key.Key_unknown, Qt.Key(0),
)  # fmt: skip


@lru_cache(maxsize=1024)
def _portable(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def _plain(keys: Iterable[str]) -> Keys:
    """Keys as Qt writes them, each once."""
    return tuple(dict.fromkeys(named for named in map(_portable, keys) if named))


def _shown(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def _name(spec: ActionSpec) -> str:
    return spec.text.removesuffix("…")


def _refuse(spec: ActionSpec, key: str) -> None:
    """Raise ConflictError for a key that an action cannot have at all."""
    if QKeySequence(key).count() != 1:
        raise ConflictError(f"{_shown(key)} is more than one stroke.", _OTHER)
    if key in _RESERVED:
        raise ConflictError(f"{_shown(key)} {_RESERVED[key]}.", _OTHER)
    if (menu := _menu_letters().get(key)) is not None:
        raise ConflictError(f"{_shown(key)} opens the menu {menu}.", _OTHER)
    bare = key.removeprefix("Ctrl+").removeprefix("Shift+")
    if bare in _CARET:
        what = "selects" if "Shift+" in key else "moves the caret"
        raise ConflictError(f"{_shown(key)} {what} in every text.", _OTHER)
    strong = key.startswith(_STRONG)
    function = key.removeprefix("Shift+").removeprefix("F").isdigit() and "F" in key
    if spec.scope == "window" and not strong and not function:
        what = "edits" if bare in _FIELD_KEYS else "types"
        raise ConflictError(f"{_shown(key)} {what} in text fields.", "Add Ctrl or Alt, or choose a function key.")


def _menu_letters() -> dict[str, str]:
    """Alt and the letter that opens a menu."""
    return {f"Alt+{title[title.index('&') + 1].upper()}": name for name, title in MENUS.items() if "&" in title}
