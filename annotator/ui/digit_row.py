"""The digit row by its place on the keyboard: cast keys work on layouts that type “&é"” there without Shift."""

from __future__ import annotations

import sys

from PySide6.QtGui import QKeyEvent

_MAC = (18, 19, 20, 21, 23, 22, 26, 28, 25)
"""Virtual key codes of the keys 1…9 (Carbon's kVK_ANSI_1 and so on)."""
_FIRST = {"win32": 2}
"""Scan code of the key 1; X11 and Wayland count eight more than the kernel's 2."""


def digit_of(event: QKeyEvent, platform: str = sys.platform) -> int | None:
    """The digit 1…9 whose key in the row above the letters was pressed, whatever it types; None for another key."""
    if platform == "darwin":
        code = event.nativeVirtualKey()
        return _MAC.index(code) + 1 if code in _MAC else None
    digit = event.nativeScanCode() - _FIRST.get(platform, 10) + 1
    return digit if 1 <= digit <= 9 else None
