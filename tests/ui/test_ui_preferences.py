"""The preferences: everything takes effect at once; keys are changed by pressing them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from annotator.domain.scheme import DEFAULT
from annotator.settings import Settings
from annotator.ui.kit.controls import Chip
from annotator.ui.look.theme import Theme
from annotator.ui.sheets.preferences import SECTIONS, Preferences
from annotator.ui.sheets.preferences_fields import Stepper

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the screen of the tests cannot

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier


class Window(QWidget):
    """A window that keeps the preferences, as the real one does."""

    def __init__(self) -> None:
        super().__init__()
        self.theme = Theme.load(dark=False)
        self.article = QLineEdit()
        QVBoxLayout(self).addWidget(self.article)
        self.settings = Settings(annotator_name="Zoe\u0301 🏭")
        self.names: list[str] = []
        self.preferences = Preferences(self)
        self.preferences.changed.connect(self.take)
        self.preferences.renamed.connect(self.names.append)

    def take(self, change) -> None:
        self.settings = change(self.settings)


@pytest.fixture
def window(qtbot) -> Iterator[Window]:
    made = Window()
    made.resize(1100, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.article.setFocus()
    made.preferences.show_settings(made.settings, DEFAULT.kinds)
    yield made
    gc.collect()
    shiboken6.delete(made)


@pytest.fixture
def preferences(window) -> Preferences:
    window.preferences.open()
    return window.preferences


def press(widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, held)


# ------------------------------------------------------------------------------------------------ general


def test_the_window_says_what_is_set(preferences, window) -> None:
    window.settings = replace(window.settings, theme="dark", interface=120, zoom=90, ghosts=False, timer=True)
    preferences.show_settings(window.settings, DEFAULT.kinds)
    general, annotating = preferences.general, preferences.annotating
    assert general.name.text() == "Zoe\u0301 🏭"
    assert general.theme.current() == 2
    assert (general.interface.value(), general.zoom.value()) == (120, 90)
    assert (annotating.ghosts.isChecked(), annotating.timer.isChecked()) == (False, True)


def test_look_and_sizes_change_at_once(preferences, window) -> None:
    QTest.mouseClick(preferences.general.theme.segments[2], LEFT)
    QTest.mouseClick(preferences.general.interface.larger, LEFT)
    QTest.mouseClick(preferences.general.zoom.smaller, LEFT)
    assert (window.settings.theme, window.settings.interface, window.settings.zoom) == ("dark", 110, 90)
    QTest.mouseClick(preferences.general.zoom.normal, LEFT)
    assert window.settings.zoom == 100


def test_a_stepper_keeps_to_its_range_and_steps_by_key(qtbot) -> None:
    stepper = Stepper("interface", 90, 150)
    qtbot.addWidget(stepper)
    stepper.set_value(155)
    assert stepper.value() == 150
    assert not stepper.larger.isEnabled()
    with qtbot.waitSignal(stepper.chosen) as told:
        press(stepper, Key.Key_Down)
    assert told.args == [140]
    press(stepper, Key.Key_Home)
    assert stepper.value() == 100
    assert not stepper.normal.isEnabled()
    assert stepper.accessibleName() == "interface, 100 %"


def test_a_name_is_taken_with_enter(preferences, window) -> None:
    preferences.general.name.set_text("Bea")
    press(preferences.general.name.edit, Key.Key_Return)
    assert window.names == ["Bea"]
    assert preferences.isVisible()


@pytest.mark.parametrize(("typed", "sentence"), [("  ", "A name is needed"), ("Gold", "“Gold” is the name of a layer")])
def test_a_name_that_cannot_be_is_refused_with_a_sentence(preferences, window, typed: str, sentence: str) -> None:
    preferences.general.name.set_text(typed)
    press(preferences.general.name.edit, Key.Key_Return)
    assert window.names == []
    assert preferences.general.name.text() == "Zoe\u0301 🏭"
    assert preferences.general.name_row.sentence.text().startswith(sentence)


def test_esc_in_the_name_leaves_it_as_it_was(preferences, window) -> None:
    preferences.general.name.setFocus()
    preferences.general.name.set_text("Half a na")
    press(preferences.general.name.edit, Key.Key_Escape)
    assert not preferences.isVisible()
    assert window.names == []
    assert window.article.hasFocus()


# ------------------------------------------------------------------------------------------------ annotating


def test_switches_act_by_click_and_key(preferences, window) -> None:
    preferences.show_section("Annotating")
    QTest.mouseClick(preferences.annotating.ghosts, LEFT)
    assert window.settings.ghosts is False
    press(preferences.annotating.timer, Key.Key_Space)
    assert window.settings.timer is False


def test_kinds_are_shown_and_hidden(preferences, window) -> None:
    preferences.show_section("Annotating")
    chips = {each.text(): each for each in preferences.annotating.chips.findChildren(Chip)}
    assert list(chips) == [each.name for each in DEFAULT.kinds]
    assert not chips["Other"].isChecked()
    chips["Other"].click()
    chips["Date"].click()
    assert window.settings.hidden_kinds == ("date",)


def test_without_a_project_there_are_no_kinds_to_choose(window, preferences) -> None:
    preferences.show_settings(window.settings, ())
    preferences.show_section("Annotating")
    assert not any(each.isVisible() for each in preferences.annotating.chips.findChildren(Chip))


# ------------------------------------------------------------------------------------------------ keys


@pytest.fixture
def keys(preferences):
    preferences.open_key("quotation.cue")
    return preferences.keys


def test_an_action_is_chosen_with_the_focus_in_the_list(keys) -> None:
    assert keys.chosen() == "quotation.cue"
    assert keys.list.hasFocus()


def test_enter_and_a_key_change_it_at_once(keys, window, qtbot) -> None:
    press(keys.list, Key.Key_Return)
    assert keys.asking()
    with qtbot.waitSignal(window.preferences.keysChanged) as told:
        press(keys.list, Key.Key_W)
    assert not keys.asking()
    assert told.args[0].keys("quotation.cue") == ("W",)
    assert window.settings.keys == ("quotation.cue=W",)
    assert keys.message.text() == "“Set cue” is W now."
    assert "Set cue, W, changed" in keys.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_conflict_is_refused_inline_and_the_next_key_is_awaited(keys, window) -> None:
    press(keys.list, Key.Key_Return)
    press(keys.list, Key.Key_E, CTRL)
    assert keys.message.text() == "Ctrl+E is Mark as an entity. Choose another key, or free that one first."
    assert keys.message.role == "error"
    assert window.settings.keys == ()
    assert keys.asking()
    press(keys.list, Key.Key_W, CTRL)
    assert window.settings.keys == ("quotation.cue=Ctrl+W",)


def test_esc_leaves_the_key_as_it_is_and_then_the_preferences(keys, window) -> None:
    press(keys.list, Key.Key_Return)
    press(keys.list, Key.Key_Escape)
    assert not keys.asking()
    assert window.preferences.isVisible()
    assert window.settings.keys == ()
    press(keys.list, Key.Key_Escape)
    assert not window.preferences.isVisible()


def test_tab_and_arrows_are_answers_too_and_refused(keys) -> None:
    press(keys.list, Key.Key_Return)
    press(keys.list, Key.Key_Tab)
    assert keys.asking()
    assert keys.message.text().startswith("Tab goes from part to part.")
    press(keys.list, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert keys.message.text().startswith("Shift+Down selects")
    assert keys.chosen() == "quotation.cue"


def test_leaving_the_list_ends_the_question(keys) -> None:
    press(keys.list, Key.Key_Return)
    keys.field.edit.setFocus()
    assert not keys.asking()


def test_a_click_on_the_keys_asks_and_a_click_on_the_words_chooses(keys) -> None:
    rect = keys.list.visualRect(keys.list.currentIndex())
    QTest.mouseClick(keys.list.viewport(), LEFT, pos=rect.center().__class__(30, rect.center().y()))
    assert not keys.asking()
    QTest.mouseClick(keys.list.viewport(), LEFT, pos=rect.center().__class__(rect.right() - 30, rect.center().y()))
    assert keys.asking()
    assert keys.chosen() == "quotation.cue"


def test_a_key_is_added_removed_and_reset(keys, window) -> None:
    keys.add.click()
    press(keys.list, Key.Key_W)
    assert window.settings.keys == ("quotation.cue=C, W",)
    press(keys.list, Key.Key_Delete)
    assert window.settings.keys == ("quotation.cue=",)
    assert not keys.free.isEnabled()
    keys.reset.click()
    assert window.settings.keys == ()
    assert not keys.reset.isEnabled()


def test_a_reset_that_would_clash_says_so(keys, window) -> None:
    press(keys.list, Key.Key_Delete)
    keys.choose("stance.new")
    press(keys.list, Key.Key_Return)
    press(keys.list, Key.Key_C)
    keys.choose("quotation.cue")
    keys.reset.click()
    assert keys.message.text() == "C is New stance now. Reset that one first."
    keys.reset_all.click()
    assert window.settings.keys == ()
    assert keys.reset_all.isEnabled() is False


def test_a_key_that_always_means_the_same_gets_company_only(keys, window) -> None:
    keys.choose("quotation.leave")
    press(keys.list, Key.Key_Return)
    press(keys.list, Key.Key_W)
    assert window.settings.keys == ("quotation.leave=Esc, W",)
    press(keys.list, Key.Key_Delete)
    assert window.settings.keys == ()


def test_the_list_is_searched_by_words_and_by_key(keys) -> None:
    keys.field.set_text("Ctrl+E")
    assert [each.id for each in keys.list.rows.rows] == ["mention.label"]
    assert keys.chosen() == "mention.label"
    keys.field.set_text("no such thing")
    assert keys.chosen() is None
    assert keys.message.text() == "No action and no key matches “no such thing”."
    assert not keys.change.isEnabled()
    press(keys.field.edit, Key.Key_Escape)
    assert not keys.isVisible()


# ------------------------------------------------------------------------------------------------ the whole


def test_the_sections_go_by_click_and_arrows(preferences) -> None:
    assert preferences.tabs[0].hasFocus()
    press(preferences.tabs[0], Key.Key_Down)
    assert preferences.pages.currentIndex() == 1
    assert preferences.tabs[1].isChecked()
    assert preferences.tabs[1].hasFocus()
    QTest.mouseClick(preferences.tabs[2], LEFT)
    assert preferences.pages.currentWidget() is preferences.keys
    with pytest.raises(ValueError, match="not in tuple"):
        preferences.show_section("Nothing")


def test_tab_reaches_every_control_of_a_page_and_stays_inside(preferences) -> None:
    reached: set[QWidget] = set()
    for _ in range(20):
        press(QApplication.focusWidget(), Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    general = preferences.general
    controls = {general.name.edit, general.theme.segments[0], general.interface.smaller, general.zoom.larger}
    assert controls <= reached
    assert all(preferences.isAncestorOf(each) for each in reached)


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("size", [(1440, 900), (1000, 640)], ids=str)
def test_no_control_is_cut_or_stands_over_another(window, preferences, section: str, size: tuple[int, int]) -> None:
    window.resize(*size)
    preferences.show_section(section)
    QApplication.processEvents()
    page = preferences.pages.currentWidget()
    children = page.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    shown = [each for each in children if each.isVisible()]
    assert all(page.rect().contains(each.geometry()) for each in shown)
    assert not any(a.geometry().intersects(b.geometry()) for n, a in enumerate(shown) for b in shown[:n])


@pytest.mark.parametrize("dark", [False, True])
def test_it_paints_in_both_themes(window, preferences, dark: bool) -> None:
    window.theme = Theme.load(dark=dark)
    for section in SECTIONS:
        preferences.show_section(section)
        assert not preferences.grab().isNull()
