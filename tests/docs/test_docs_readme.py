"""The README says what is so: its key map, its example line, its commands, its tour."""

from __future__ import annotations

import gc
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import jsonschema
import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from annotator import cli
from annotator.domain.codec import decode
from annotator.ui.actions import ACTIONS
from annotator.ui.app import build
from annotator.ui.labelling import Labelling
from tests.journeys.driver import Driver
from tests.pictures.key_map import BEGIN, END, key_map, key_words, write_key_map

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
KEYS = (ROOT / "resources" / "guide" / "10-keys.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def section(title: str) -> str:
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)
    assert found is not None, f"the README has no section “{title}”"
    return found[1]


# ------------------------------------------------------------------------------------------------ what it holds


def test_it_is_short() -> None:
    assert len(README.splitlines()) <= 250


def test_its_links_lead_somewhere() -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)", README)
    assert any(target.endswith(".png") for target in targets)
    missing = [each for each in targets if "://" not in each and not (ROOT / each).exists()]
    assert not missing


def test_the_key_map_is_the_table_of_actions() -> None:
    shown = KEYS.partition(BEGIN)[2].partition(END)[0]
    assert shown == key_map(), "run `make pictures`: it writes the key map"


def test_the_key_map_names_every_action_and_key() -> None:
    table = key_map()
    for spec in ACTIONS:
        if not spec.id.startswith("speaker.cast_"):
            (row,) = (line for line in table.splitlines() if f"`{spec.id}`" in line)
            assert all(f"`{key_words(key)}`" in row for key in spec.keys), row


@pytest.mark.parametrize(
    ("key", "words"),
    [("+", "+"), ("Ctrl++", "Ctrl++"), ("Alt+Shift+Left", "Alt+Shift+←"), ("Ctrl+Return", "Ctrl+Enter")],
)
def test_keys_read_as_on_the_keyboard(key: str, words: str) -> None:
    assert key_words(key) == words


def test_the_key_map_is_written_between_its_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before é\n{BEGIN}old\n{END}after 🏭\n", encoding="utf-8")
    write_key_map(page)
    assert page.read_bytes().decode("utf-8") == f"before é\n{BEGIN}{key_map()}{END}after 🏭\n"


def test_the_example_line_is_valid() -> None:
    (block,) = blocks("json")
    line = json.loads(block)
    schema = json.loads(
        (ROOT / "resources" / "schema" / "quotation-annotations-1.0.schema.json").read_text(encoding="utf-8")
    )
    jsonschema.Draft202012Validator(schema).validate(line)
    document = decode(line)
    (layer,) = document.layers
    assert layer.quotations[0].speakers


def test_its_make_commands_exist() -> None:
    named = set(re.findall(r"\bmake ([a-z]+)\b", "\n".join([*blocks("sh"), *re.findall(r"`(make [^`]+)`", README)])))
    assert {"run", "test", "wheel"} <= named
    assert {each for each in named if not re.search(rf"^{each}:", MAKEFILE, re.MULTILINE)} == set()


def test_the_command_line_is_told_whole() -> None:
    told = section("The command line")
    assert {name for name in (*cli.COMMANDS, "picture") if f"annotator {name}" not in told} == set()
    known = {f"--{each}" for each in re.findall(r"--([a-z][a-z-]*)", told)}
    real = {option for command in cli.commands.commands.values() for each in command.params for option in each.opts}
    assert known <= real | {"--version", "--help", "--theme", "--size", "--document"}


def test_the_example_commands_run(tmp_path: Path) -> None:
    (example,) = (each for each in blocks("sh") if "annotator new" in each)
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "cafe\u0301.txt").write_text("“We will not close 🏭,” said Zoë Lind.\n", encoding="utf-8")
    for line in example.splitlines():
        name, *arguments = shlex.split(line, comments=True)
        assert name == "annotator"
        done = subprocess.run(
            [sys.executable, "-m", "annotator", *arguments],
            cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{line}\n{done.stderr}"
    (line,) = (tmp_path / "winter.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["layers"][0]["kind"] == "pipeline"


# ------------------------------------------------------------------------------------------------ the tour


@pytest.fixture
def start(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Driver]]:
    """Starts the program as the first time, and again."""
    monkeypatch.setattr(Labelling, "start", lambda _self: None)
    opened = []

    def starter() -> Driver:
        window = build([])
        window.resize(1440, 900)
        with qtbot.waitExposed(window):
            window.show()
        opened.append(window)
        return Driver(qtbot, window)

    yield starter
    for window in opened:
        window.close()
        gc.collect()
        shiboken6.delete(window)


@pytest.fixture
def said() -> Callable[[str], str]:
    """Words or keys that the tour names: what is played here is what is written there."""
    tour = " ".join(section("Five minutes with the sample").split())

    def check(words: str) -> str:
        assert words in tour, f"the tour does not say “{words}”"
        return words

    return check


def test_the_tour_goes_on_with_the_annotated_article(start: Callable[[], Driver], said: Callable[[str], str]) -> None:
    driver = start()
    said("the first of them annotated in your name")
    said("An article has the focus as soon as it is open")
    assert driver.article.hasFocus()
    assert driver.layer.annotator_id == driver.window.session.annotator.id
    said("*The night ferry stays* is *In progress*; its quotations are listed on the right. `J` goes to the next one")
    assert (driver.title, driver.layer.status) == ("The night ferry stays", "in_progress")
    driver.press("J", on=driver.focused())
    said("The first has two fragments")
    assert driver.active == driver.quotations[0]
    assert len(driver.active.content) == 2
    said("`K` back")
    driver.press("J", "K", "J")
    assert driver.said(driver.active.content) == [said("“loses four hundred crowns with every departure”")]
    assert driver.active.type == "direct"
    driver.select(said("that it would ask for a higher subsidy in spring")).press("+")
    said("The type changes from direct to mixed by itself")
    assert (len(driver.active.content), driver.active.type) == (2, "mixed")
    said("`Ctrl+Enter` marks the article as done and opens the next one")
    driver.press("Ctrl+Return")
    said(f"*{driver.title}*")
    assert driver.article.hasFocus()


def test_who_has_done_nothing_yet_can_still_say_what_they_are_called(
    start: Callable[[], Driver], said: Callable[[str], str]
) -> None:
    driver = start()
    said("Once you have annotated, another name is another annotator")
    count = len(driver.quotations)
    driver.window.rename_annotator("Zoe\u0301 🦊")
    assert len(driver.quotations) == count > 0
    assert driver.layer.annotator == "Zoe\u0301 🦊"
    driver.press("J", "0")
    driver.window.rename_annotator("Another")
    assert driver.quotations == ()


@pytest.fixture
def cold_store(start: Callable[[], Driver], said: Callable[[str], str]) -> Driver:
    """The window with the article that most of the tour is about."""
    driver = start().press("Ctrl+Return")
    said(f"In *{driver.title}*, dashed boxes are suggestions")
    return driver


def test_the_tour_takes_a_suggestion_and_fills_its_card(cold_store: Driver, said: Callable[[str], str]) -> None:
    driver = cold_store
    said("speech between marks and without them, most with the words that attribute it and who speaks")
    suggestions = driver.window.session.suggestions
    assert {each.type for each in suggestions} >= {"direct", "indirect"}
    assert sum(bool(each.cue and each.speakers) for each in suggestions) > len(suggestions) / 2
    said("`Tab` goes to the first, `Enter` takes it")
    driver.press("Tab", "Return", on=driver.focused())
    said("Both are there already, but the speaker holds too many words")
    assert driver.active.cue
    (words,) = driver.said(driver.active.speakers[0].spans)
    assert words.endswith("Orsolya Brandt")
    assert words != "Orsolya Brandt"
    said("double-click *promising* and press `C`")
    driver.double_click("promising").press("C")
    assert driver.said(driver.active.cue) == ["promising"]
    said("Orsolya Brandt has the key `1`")
    driver.press("1")
    assert driver.window.session.entities[driver.active.speakers[0].entity or ""].name == "Orsolya Brandt"
    assert driver.said(driver.active.speakers[0].spans) == ["Orsolya Brandt"], "of this paragraph, not of the next"
    said("Press `T`, type `Drift-net fleet`, `Enter`; then `←` for against, `2` for the strength, and `Enter`")
    driver.press("T").type("Drift-net fleet")
    for key in ("Return", "Left", "2", "Return"):
        driver.press(key, on=driver.focused())
    (stance,) = driver.active.stances
    assert (stance.value, stance.intensity) == ("against", 2)
    assert driver.window.session.entities[stance.target or ""].name == "Drift-net fleet"
    assert driver.article.hasFocus()


def test_the_tour_marks_what_no_suggestion_knows(cold_store: Driver, said: Callable[[str], str]) -> None:
    driver = cold_store
    driver.select(said("can hold 900 tonnes of herring")).press("Q")
    assert driver.active.type == "indirect"
    said("Then select *say*, `C`, and *officials*, `S`")
    driver.select("say,").press("C").select("officials").press("S")
    assert driver.said(driver.active.speakers[0].spans) == ["officials"]
    said("`Shift+S` adds words that stand apart, `Ctrl+Shift+S` a second speaker")
    driver.select("The store").press("Shift+S")
    (speaker,) = driver.active.speakers
    assert driver.said(speaker.spans) == ["The store", "officials"]
    driver.select("parliament").press("Ctrl+Shift+S")
    assert len(driver.active.speakers) == 2
    said("Nobody named in the text: `0`")
    driver.press("0")
    assert driver.active.speakers[0].form == "none_in_text"


def test_the_tour_ends_with_broken_marks_and_undo(
    cold_store: Driver, start: Callable[[], Driver], said: Callable[[str], str]
) -> None:
    driver = cold_store
    said("a mark is opened once and closed twice")
    (paragraph,) = (each for each in driver.article.text().split("\n") if "why the nets stay dry" in each)
    assert (paragraph.count("“"), paragraph.count("”")) == (1, 2)
    driver.click(said("why the nets stay dry")).press("Q")
    (content,) = driver.said(driver.active.content)
    assert content.startswith("“A cold store is")
    assert content.endswith("stay dry,”")
    driver.press("]")
    assert driver.said(driver.active.content) == [f"{content} the"]
    driver.press("[")
    said("Select *the adviser*, `S`; then `3` says who that is, Lorenz Achterberg, and the words stay")
    driver.select("the adviser").press("S", "3")
    (speaker,) = driver.active.speakers
    assert driver.said(speaker.spans) == ["the adviser"]
    assert driver.window.session.entities[speaker.entity or ""].name == "Lorenz Achterberg"
    driver.press("Esc")
    assert driver.window.annotate.active is None
    said("Go on with `Tab`; `Backspace` rejects")
    driver.press("Tab", "Backspace")
    assert len(driver.layer.rejections) == 1
    title = driver.title
    driver.window.close()
    again = start()
    again.wait(lambda: again.window.session.document is not None)
    said("`Ctrl+Z` still takes back your last step")
    again.press("Ctrl+Z")
    assert again.title == title
    assert again.layer.rejections == ()
    assert len(again.quotations) == 1
