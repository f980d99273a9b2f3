"""The kit's controls: mouse, keys, focus, what screen readers hear."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QRectF, QStringListModel, Qt
from PySide6.QtGui import QAction, QColor, QPainter
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from annotator.ui.kit.basics import Panel, Text, elided, hbox, host, painting, vbox
from annotator.ui.kit.choice import Field, Pips, Segmented
from annotator.ui.kit.controls import Button, Chip, KeyButton, tip
from annotator.ui.kit.flow import Flow, Shelf
from annotator.ui.kit.focus import move_focus, reading_order
from annotator.ui.kit.key_range import KeyRange
from annotator.ui.kit.lists import Index, List, RowDelegate
from annotator.ui.kit.marks import Badge, Bar, Glyph, Keycap, key_caps, key_words, stance_words
from annotator.ui.look.theme import Theme, repaint_all

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the screen of the tests cannot

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


class Stage(QWidget):
    """A window with a theme and a line edit that has the focus, as the article has in the real one."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self.theme = Theme.load(dark=False)
        self.article = QLineEdit()
        self.setLayout(vbox(self.article, *widgets))


Staged = Callable[..., Stage]


@pytest.fixture
def staged(qtbot: QtBot) -> Iterator[Staged]:
    """Puts widgets on a shown window, and keeps it alive as long as the test."""
    kept: list[Stage] = []

    def put(*widgets: QWidget) -> Stage:
        stage = Stage(*widgets)
        kept.append(stage)
        qtbot.addWidget(stage)
        with qtbot.waitActive(stage):
            stage.show()
            stage.activateWindow()
        stage.article.setFocus()
        return stage

    yield put
    kept.clear()


def action(text: str = "Accept", key: str = "Return") -> QAction:
    made = QAction(text)
    made.setShortcut(key)
    return made


# ------------------------------------------------------------------------------------------------ keys


@pytest.mark.parametrize(
    ("sequence", "caps"),
    [
        ("Ctrl+Return", ("Ctrl", "↵")),
        ("+", ("+",)),
        ("Ctrl++", ("Ctrl", "+")),
        ("[", ("[",)),
        ("Backspace", ("⌫",)),
        ("Alt+Shift+Right", ("Alt", "⇧", "→")),
        ("", ()),
    ],
)
def test_keycaps(qtbot: QtBot, sequence: str, caps: tuple[str, ...]) -> None:
    assert key_caps(sequence) == caps
    assert key_words(sequence) == " ".join(caps)


def test_tip_names_action_and_key(qtbot: QtBot) -> None:
    assert tip(action("&Accept")) == "Accept  ↵"


# ------------------------------------------------------------------------------------------------ button


def test_button_follows_its_action(qtbot: QtBot, staged: Staged) -> None:
    accept = action()
    button = Button.for_action(accept, "primary", icon="check")
    staged(button)
    assert (button.text(), button.accessibleName(), button.toolTip()) == ("Accept", "Accept", "Accept  ↵")
    accept.setEnabled(False)
    accept.setText("Accept all")
    assert not button.isEnabled()
    assert button.text() == "Accept all"
    accept.setEnabled(True)
    with qtbot.waitSignal(accept.triggered):
        qtbot.mouseClick(button, LEFT)


def test_a_deleted_button_lets_go_of_its_action(qtbot: QtBot, staged: Staged) -> None:
    accept = action()
    button = Button.for_action(accept)
    staged(button)
    with qtbot.waitSignal(button.destroyed):
        button.deleteLater()
    accept.setText("Something else")  # nothing is painted, nothing raises


def test_clicking_leaves_the_focus_in_the_article(qtbot: QtBot, staged: Staged) -> None:
    button, chip, segmented = Button("Accept"), Chip("To do", checkable=True), Segmented(["Direct", "Mixed"])
    stage = staged(button, chip, segmented)
    for widget in (button, chip, segmented.segments[1]):
        qtbot.mouseClick(widget, LEFT)
        assert stage.article.hasFocus()


def test_the_ring_is_for_the_keyboard(qtbot: QtBot, staged: Staged) -> None:
    button = Button("Accept")
    stage = staged(button)
    assert not button.shows_ring()
    qtbot.keyClick(stage.article, Key.Key_Tab)
    assert button.hasFocus()
    assert button.shows_ring()


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Space, Key.Key_Enter])
def test_a_focused_button_can_be_pressed_by_key(qtbot: QtBot, staged: Staged, key: Qt.Key) -> None:
    button = Button("Accept")
    staged(button)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, key)


def test_a_disabled_button_does_nothing(qtbot: QtBot, staged: Staged) -> None:
    refused = action()
    refused.setEnabled(False)
    button = Button.for_action(refused)
    staged(button)
    with qtbot.assertNotEmitted(refused.triggered, wait=20):
        qtbot.mouseClick(button, LEFT)


def test_key_button_is_its_action(qtbot: QtBot, staged: Staged) -> None:
    cue = action("Set cue", "C")
    button = KeyButton(cue)
    stage = staged(button)
    assert button.accessibleName() == "Set cue"
    assert button.toolTip() == "Set cue  C"
    with qtbot.waitSignal(cue.triggered):
        qtbot.mouseClick(button, LEFT)
    assert stage.article.hasFocus()


# ------------------------------------------------------------------------------------------------ chips, segments, pips


def test_an_action_without_a_key_has_no_keycap(qtbot: QtBot, staged: Staged) -> None:
    unbound = action("Note", "")
    button = KeyButton(unbound)
    staged(button)
    assert button.sizeHint().width() == 0
    assert button.focusPolicy() == Qt.FocusPolicy.NoFocus
    unbound.setShortcut("N")
    assert button.sizeHint().width() > 0
    assert button.toolTip() == "Note  N"


def test_keys_that_differ_in_a_digit_are_one_range(qtbot: QtBot, staged: Staged) -> None:
    steps = [action(f"Confidence {n}", f"Ctrl+{n}") for n in (1, 2, 3)]
    keys = KeyRange(steps)
    staged(keys)
    assert keys.accessibleName() == "Keys Ctrl 1–3"
    keys.grab()
    steps[1].setShortcut("Alt+U")
    assert (keys.accessibleName(), keys.sizeHint().width()) == ("", 0), "bound anew, they have nothing in common"


def test_tab_stops_in_reading_order_whatever_was_made_first(qtbot: QtBot, staged: Staged) -> None:
    last, first, second, hidden = (Button(each) for each in ("last", "first", "second", "hidden"))
    panel = host(vbox(hbox(first, second, hidden), last))
    stage = staged(panel)
    hidden.hide()
    assert [each.text() for each in reading_order(panel)] == ["first", "second", "last"]
    panel.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.waitUntil(lambda: first.x() > second.x())
    assert [each.text() for each in reading_order(panel)] == ["first", "second", "last"], "a line begins at its right"
    second.setFocus()
    assert move_focus(panel, (panel,), forward=True)
    assert last.hasFocus()
    assert move_focus(panel, (panel,), forward=True)
    assert stage.article.hasFocus()


def test_a_badge_may_be_only_its_icon(qtbot: QtBot) -> None:
    badge = Badge("complete", "ok", "check")
    qtbot.addWidget(badge)
    wide = badge.width()
    badge.show_text("")
    assert badge.width() < wide
    assert badge.accessibleName() == "complete"
    badge.show_text("complete")
    assert badge.width() == wide


def test_chip_toggles_and_counts(qtbot: QtBot, staged: Staged) -> None:
    chip = Chip("To do", count=18, checkable=True)
    staged(chip)
    narrow = chip.sizeHint().width()
    qtbot.mouseClick(chip, LEFT)
    assert chip.isChecked()
    assert chip.sizeHint().width() > narrow, "the check has room"
    chip.set_count(3)
    assert chip.accessibleName() == "To do, 3"


def test_chip_is_removed_by_its_cross_or_by_delete(qtbot: QtBot, staged: Staged) -> None:
    chip = Chip("the mayor", removable=True)
    staged(chip)
    with qtbot.waitSignal(chip.removed), qtbot.assertNotEmitted(chip.clicked):
        qtbot.mouseClick(chip, LEFT, pos=QPoint(chip.width() - 10, chip.height() // 2))
    with qtbot.waitSignal(chip.clicked), qtbot.assertNotEmitted(chip.removed):
        qtbot.mouseClick(chip, LEFT, pos=QPoint(12, chip.height() // 2))
    chip.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(chip.removed):
        qtbot.keyClick(chip, Key.Key_Delete)


def test_segmented_chooses_by_click_and_arrows(qtbot: QtBot, staged: Staged) -> None:
    segmented = Segmented(["Direct", "Mixed", "Indirect"], ["D", "M", "I"])
    staged(segmented)
    assert segmented.current() is None
    with qtbot.waitSignal(segmented.chosen, check_params_cb=lambda index: index == 2):
        qtbot.mouseClick(segmented.segments[2], LEFT)
    segmented.focus_current()
    with qtbot.waitSignal(segmented.chosen, check_params_cb=lambda index: index == 1):
        qtbot.keyClick(segmented.segments[2], Key.Key_Left)
    assert segmented.current() == 1
    assert segmented.segments[1].hasFocus()
    assert segmented.segments[1].accessibleName() == "Mixed"


def test_segmented_set_current_is_silent(qtbot: QtBot, staged: Staged) -> None:
    segmented = Segmented(["Direct", "Mixed"])
    staged(segmented)
    with qtbot.assertNotEmitted(segmented.chosen):
        segmented.set_current(1)
        assert segmented.current() == 1
        segmented.set_current(None)
    assert segmented.current() is None


def test_segmented_with_arrows_of_its_own(qtbot: QtBot, staged: Staged) -> None:
    arrows = {Key.Key_Left: 0, Key.Key_Down: 1, Key.Key_Right: 2, Key.Key_Up: 3}
    segmented = Segmented(["Against", "Neutral", "Favour", "Unclear"], arrows=arrows)
    staged(segmented)
    segmented.focus_current()
    for key, index in arrows.items():
        qtbot.keyClick(segmented.segments[segmented.current() or 0], key)
        assert segmented.current() == index


def test_pips_fill_and_take_back(qtbot: QtBot, staged: Staged) -> None:
    pips = Pips("Strength")
    staged(pips)
    with qtbot.waitSignal(pips.chosen, check_params_cb=lambda value: value == 2):
        qtbot.mouseClick(pips.pips[1], LEFT)
    assert [each.filled for each in pips.pips] == [True, True, False]
    with qtbot.waitSignal(pips.chosen, check_params_cb=lambda value: value is None):
        qtbot.mouseClick(pips.pips[1], LEFT)
    assert pips.value() is None
    assert not any(each.filled or each.isChecked() for each in pips.pips)


def test_field_keeps_its_keys(qtbot: QtBot, staged: Staged) -> None:
    field = Field("Note")
    heard: list[int] = []

    class Around(QWidget):
        def keyPressEvent(self, event: object) -> None:
            heard.append(event.key())  # type: ignore[attr-defined]

    around = Around()
    around.setLayout(hbox(field))
    staged(around)
    field.edit.setFocus()
    field.edit.insert("cafe\u0301 🏭")
    qtbot.keyClicks(field.edit, " q")
    qtbot.keyClick(field.edit, Key.Key_Return)
    assert field.text() == "cafe\u0301 🏭 q"
    with qtbot.waitSignal(field.edit.escaped):
        qtbot.keyClick(field.edit, Key.Key_Escape)
    assert heard == []


# ------------------------------------------------------------------------------------------------ layouts


def test_flow_breaks_lines_and_nothing_overlaps(qtbot: QtBot, staged: Staged) -> None:
    flow = Flow()
    stage = staged(flow)
    stage.setFixedWidth(220)
    chips = [Chip(words) for words in ("according to", "warned", "added", "“cafe\u0301” 🏭", "x" * 80)]
    flow.show_items([*chips[:3], None, *chips[3:]])
    qtbot.waitUntil(lambda: flow.width() == 220)
    boxes = [each.geometry() for each in chips]
    assert not any(a.intersects(b) for n, a in enumerate(boxes) for b in boxes[n + 1 :])
    assert all(box.right() < flow.width() for box in boxes), "a long item is cut to the room"
    assert boxes[3].top() > boxes[2].top(), "None began a new line"
    assert flow.height() >= boxes[-1].bottom()


def test_shelf_is_as_high_as_its_content(qtbot: QtBot, staged: Staged) -> None:
    inside = host(vbox(Text("one"), Text("two")))
    shelf = Shelf(inside)
    staged(shelf)
    assert shelf.sizeHint().height() == inside.sizeHint().height()


def test_text_shortens_and_keeps_the_whole(qtbot: QtBot, staged: Staged) -> None:
    words = "Accepted suggestion · score 0.91 · edited · and much more than fits"
    label = Text(words, elide=True)
    stage = staged(label)
    stage.setFixedWidth(120)
    assert label.toolTip() == words
    assert elided(words, label.font(), 100).endswith("…")
    label.setText("short")
    assert (label.toolTip(), label.accessibleName()) == ("short", "short")


# ------------------------------------------------------------------------------------------------ painting


def test_a_stance_in_words() -> None:
    assert stance_words("against", 2) == "against, strength 2"
    assert stance_words("unclear") == "unclear"
    assert stance_words(None) == "no value"


def test_every_small_mark_paints_in_both_themes(qtbot: QtBot, staged: Staged) -> None:
    marks = [
        Badge("complete", "ok", "check"),
        Badge("7"),
        Keycap("Ctrl"),
        Bar(0.4),
        Glyph("in_progress", 0.5),
        Button("Delete", "trash-2", "danger", key="Ctrl ↵", menu=True),
        Chip("Done", icon="check", count=1, removable=True),
    ]
    panel = Panel("page", "lrtb")
    panel.setLayout(hbox(*marks))
    stage = staged(panel)
    light = panel.grab().toImage()
    stage.theme = Theme.load(dark=True)
    repaint_all(stage)
    dark = panel.grab().toImage()
    assert light.pixelColor(3, 3) == Theme.load(dark=False).page
    assert dark.pixelColor(3, 3) == Theme.load(dark=True).page


def test_an_error_while_painting_is_reported_and_survived(qtbot: QtBot) -> None:
    class Broken(QWidget):
        def paintEvent(self, _event: object) -> None:
            with painting(self):
                raise ValueError("no such colour")

    broken = Broken()
    broken.resize(20, 20)
    qtbot.addWidget(broken)
    with qtbot.captureExceptions() as raised:
        broken.grab()
    assert raised
    assert all(each[0] is ValueError for each in raised)


class Words(RowDelegate):
    """A delegate for a test."""

    def row(self, painter: QPainter, theme: Theme, index: Index, rect: QRectF, selected: bool) -> None:
        if theme and index.isValid() and not selected:
            painter.fillRect(rect, QColor("#ff0000"))


def test_list_paints_its_rows_and_rings_for_keys_only(qtbot: QtBot, staged: Staged) -> None:
    rows = List("Documents")
    rows.setModel(QStringListModel(["one", "two 🏭"], rows))
    rows.setItemDelegate(Words(rows))
    stage = staged(rows)
    image = rows.viewport().grab().toImage()
    ratio = image.devicePixelRatio()
    assert image.pixelColor(int(60 * ratio), int(16 * ratio)) == QColor("#ff0000")
    qtbot.mouseClick(rows.viewport(), LEFT, pos=QPoint(30, 16))
    assert rows.hasFocus()
    assert not rows.ring
    stage.article.setFocus()
    qtbot.keyClick(stage.article, Key.Key_Tab)
    assert rows.ring
