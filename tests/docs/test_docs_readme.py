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
    shown = README.partition(BEGIN)[2].partition(END)[0]
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


def test_the_tour_takes_a_suggestion_and_fills_its_card(
    start: Callable[[], Driver], said: Callable[[str], str]
) -> None:
    driver = start()
    said("*The night ferry stays*, dashed boxes are suggestions. `Tab` goes to the first, `Enter` takes it.")
    driver.click("will keep running").press("Tab", "Return")
    said("It has two fragments")
    assert len(driver.active.content) == 2
    said("Double-click *said* and press `C`")
    driver.double_click("said").press("C")
    assert driver.said(driver.active.cue) == ["said"]
    said("Ingrid Haldorsen has the key `3`")
    driver.press("3")
    assert driver.said(driver.active.speakers[0].spans) == ["Ingrid Haldorsen"]
    said("Press `T`, type `Night ferry`, `Enter`; then `→` for favour, `2` for the strength, and `Enter`")
    driver.press("T").type("Night ferry")
    for key in ("Return", "Right", "2", "Return"):
        driver.press(key, on=driver.focused())
    (stance,) = driver.active.stances
    assert (stance.value, stance.intensity) == ("favour", 2)
    assert driver.window.session.entities[stance.target or ""].name == "Night ferry"
    assert driver.article.hasFocus()


def test_the_tour_marks_what_no_suggestion_knows(start: Callable[[], Driver], said: Callable[[str], str]) -> None:
    driver = start()
    driver.click("will keep running").press("Tab", "Return", "Tab", "Return")
    assert driver.active.type == "direct"
    driver.select(said("that it would ask for a higher subsidy in spring")).press("+")
    said("The type changes from direct to mixed by itself")
    assert (len(driver.active.content), driver.active.type) == (2, "mixed")
    driver.select(said("the crew were told of the decision by text message an hour after the vote")).press("Q")
    assert driver.active.type == "indirect"
    driver.select(said("According to")).press("C").select(said("the seafarers’ union")).press("S")
    assert driver.said(driver.active.cue) == ["According to"]
    assert driver.said(driver.active.speakers[0].spans) == ["the seafarers’ union"]
    said("Nobody named in the text: `0`")
    driver.press("0")
    assert driver.active.speakers[0].form == "none_in_text"


def test_the_tour_ends_with_broken_marks_and_undo(start: Callable[[], Driver], said: Callable[[str], str]) -> None:
    driver = start()
    said("`Ctrl+Enter` marks the article as done and opens the next one")
    driver.press("Ctrl+Return")
    document = driver.window.session.document
    assert document is not None
    said(f"*{document.title}*")
    driver.click(said("why the nets stay dry")).press("Q")
    (content,) = driver.said(driver.active.content)
    assert content.startswith("“A cold store is")
    assert content.endswith("stay dry,”")
    driver.press("]")
    assert driver.said(driver.active.content) == [f"{content} the"]
    driver.press("[", "Esc")
    assert driver.window.annotate.active is None
    said("Go on with `Tab`; `Backspace` rejects")
    driver.press("Tab", "Backspace")
    assert len(driver.layer.rejections) == 1
    driver.window.close()
    again = start()
    assert len(again.quotations) == 1
    said("`Ctrl+Z` still takes back your last step")
    again.press("Ctrl+Z")
    assert again.layer.rejections == ()
    assert len(again.quotations) == 1
