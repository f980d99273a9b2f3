"""A caret or a double click between quotation marks, then Q: the words with their marks, whatever marks these are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from driver import Driver

Opener = Callable[..., Driver]
Maker = Callable[..., Path]

PAIRS = {
    "curly": "Zoe\u0301 🏭 said: “We stay at the quay.” Then she left.",
    "straight": 'Zoe\u0301 🏭 said: "We stay at the quay." Then she left.',
    "guillemets": "Zoe\u0301 🏭 dit : « We stay at the quay. » Then she left.",
    "guillemets inwards": "Zoe\u0301 🏭 sagte: »We stay at the quay.« Then she left.",
    "German": "Zoe\u0301 🏭 sagte: „We stay at the quay.“ Then she left.",
    "German single": "Zoe\u0301 🏭 sagte: ‚We stay at the quay.‘ Then she left.",
    "single": "Zoe\u0301 🏭 said: ‘We stay at the quay.’ Then she left.",
    "corners": "佐藤 🏭「We stay at the quay.」と述べた。cafe\u0301",
    "two single marks": "Zoe\u0301 🏭 said: ''We stay at the quay.'' Then she left.",
    "closed by the wrong mark": "Zoe\u0301 🏭 said: “We stay at the quay.’ Then she left.",
    "apostrophes and inches": 'It’s Zoe\u0301’s 6" pipe 🏭: “We stay at the quay.” It’s the workers’ 12" one.',
    "right to left": "قالت سامية 🏭: «We stay at the quay.» cafe\u0301",
}
"""By what is awkward about it: a text in which We stay at the quay stands between marks."""


@pytest.mark.parametrize("name", PAIRS)
def test_a_caret_between_marks_takes_the_words_with_their_marks(
    open_window: Opener, make_project: Maker, name: str
) -> None:
    text = PAIRS[name].replace(". Then", ".\r\nThen") if name == "curly" else PAIRS[name]
    driver = open_window(make_project({"Quay": text}))
    driver.click("stay").press("Q")
    (content,) = driver.said(driver.active.content)
    before, _, rest = PAIRS[name].partition("We stay at the quay.")
    left, _, right = content.partition("We stay at the quay.")
    assert left
    assert right
    assert before.endswith(left)
    assert rest.startswith(right)
    assert not any(each.isalnum() for each in left + right)
    assert driver.active.type == "direct"
    driver.press("Ctrl+Z").double_click("stay").press("Q")
    assert driver.said(driver.active.content) == [content]


def test_the_innermost_of_nested_marks_is_taken_and_knows_what_stands_around_it(
    open_window: Opener, make_project: Maker
) -> None:
    text = "“The director says ‘we are all in one boat 🏭’ and leaves,” Zoe\u0301 said. “Who calls that “fair”? I do.”"
    driver = open_window(make_project({"Boat": text}))
    driver.click("leaves").press("Q")
    outer = driver.active.id
    assert driver.said(driver.active.content) == ["“The director says ‘we are all in one boat 🏭’ and leaves,”"]
    driver.click("in one").press("Q")
    assert driver.said(driver.active.content) == ["‘we are all in one boat 🏭’"]
    assert driver.active.parent == outer
    driver.press("Esc").click("Who").press("Q")
    assert driver.said(driver.active.content) == ["“Who calls that “fair”? I do.”"]


def test_what_is_opened_twice_and_closed_once_is_one(open_window: Opener, make_project: Maker) -> None:
    text = "“We stay 🏭. They go. “It is over, and that is that,” says Zoe\u0301 Lindqvist."
    driver = open_window(make_project({"Twice": text}))
    driver.click("They go").press("Q")
    assert driver.said(driver.active.content) == ["“We stay 🏭. They go. “It is over, and that is that,”"]


def test_what_is_closed_twice_and_opened_once_is_one(open_window: Opener, make_project: Maker) -> None:
    text = "“We stay 🏭 in spring.” They go. It is over, and that is that,” says Zoe\u0301 Lindqvist."
    driver = open_window(make_project({"Twice": text}))
    driver.click("They go").press("Q")
    assert driver.said(driver.active.content) == ["“We stay 🏭 in spring.” They go. It is over, and that is that,”"]


def test_speech_of_several_paragraphs_is_taken_from_any_of_them(open_window: Opener, make_project: Maker) -> None:
    text = "“It began in May 🏭.\r\n\r\n“It went on in June, cafe\u0301.\r\n\r\n“It is over,” said Jun Sato.\r\nNo."
    driver = open_window(make_project({"Long": text}))
    for words in ("began", "went on", "over"):
        driver.click(words).press("Q")
        assert driver.said(driver.active.content) == [text.replace("\r\n", "\n").partition(" said")[0]]
        driver.press("Ctrl+Z")
        assert driver.quotations == ()


def test_a_paragraph_of_a_million_characters_is_no_reason_to_wait_or_to_miss(
    open_window: Opener, make_project: Maker
) -> None:
    filler = "They’re “done” with cafe\u0301 🏭 and 5' planks. "
    driver = open_window(make_project({"Endless": filler * 12_000 + "“We stay,” she said. " + filler * 12_000}))
    driver.article.set_caret(driver.find("We stay").start + 2)
    driver.press("Q")
    assert driver.said(driver.active.content) == ["“We stay,”"]


def test_a_click_on_a_name_between_marks_is_a_caret_there(open_window: Opener, make_project: Maker) -> None:
    driver = open_window(
        make_project({"Name": "“Ana Lindqvist’s plan 🏭 is ours,” said Zoe\u0301. Ana Lindqvist left."})
    )
    for nth in (0, 1):
        driver.select("Ana Lindqvist" if nth else "Lindqvist", nth)
        driver.window.annotate.gestures.mentions.label_mention("person")
    driver.click("Lindqvist").press("Q")
    assert driver.said(driver.active.content) == ["“Ana Lindqvist’s plan 🏭 is ours,”"]


def test_a_selection_is_taken_as_it_is_though_it_stands_between_marks(open_window: Opener, make_project: Maker) -> None:
    driver = open_window(make_project({"Part": "“We will not close the plant 🏭,” said Zoe\u0301."}))
    driver.select("not close").press("Q")
    assert driver.said(driver.active.content) == ["not close"]
    assert driver.active.type == "direct"
