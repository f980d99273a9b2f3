"""Both themes have the same roles, and every pair that is used can be told apart."""

from __future__ import annotations

import importlib.resources
import io
import tomllib
import zipfile

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.domain.scheme import DEFAULT
from annotator.settings import resource
from annotator.ui.look import icons
from annotator.ui.look.theme import Theme, dress, faded, load_fonts, text_width, theme_of

TEXT = 4.5
MARK = 3.0
SURFACES = ("chrome", "page", "raised", "hover", "sunken", "selected", "pressed")


def luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: QColor, b: QColor) -> float:
    """WCAG 2 contrast ratio."""
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def over(colour: QColor, alpha: float, ground: QColor) -> QColor:
    image = QImage(1, 1, QImage.Format.Format_RGB32)
    image.fill(ground)
    painter = QPainter(image)
    painter.fillRect(0, 0, 1, 1, faded(colour, alpha))
    painter.end()
    return image.pixelColor(0, 0)


def drawn_icon(name: str, colour: QColor) -> QImage:
    image = QImage(24, 24, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    icons.paint_icon(painter, name, QRectF(0, 0, 24, 24), colour)
    painter.end()
    return image


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> Theme:
    return Theme.load(dark=request.param)


def test_contrast_formula() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("#777"), QColor("#777")) == 1


def test_both_themes_have_the_same_roles() -> None:
    light, dark = (
        tomllib.loads(resource("themes", f"{name}.toml").read_text(encoding="utf-8")) for name in ("light", "dark")
    )
    assert light["dark"] is False
    assert dark["dark"] is True
    for table in ("colour", "mention", "stance", "speaker"):
        assert light[table].keys() == dark[table].keys()
    for table in ("space", "radius", "type", "size", "motion"):
        assert light[table] == dark[table], "measures are shared, or a new theme would be a new layout"


@pytest.mark.parametrize("role", ["text", "text_2", "text_3"])
@pytest.mark.parametrize("surface", SURFACES)
def test_text_can_be_read_on_every_surface(theme: Theme, role: str, surface: str) -> None:
    if role == "text_3" and surface in ("selected", "pressed"):
        return  # there the rows use text_2
    assert contrast(theme.colour(role), theme.colour(surface)) >= TEXT


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("on_accent", "accent"),
        ("on_accent", "accent_hover"),
        ("accent_text", "accent_soft"),
        ("accent_text", "raised"),
        ("ok", "ok_soft"),
        ("warn", "warn_soft"),
        ("error", "error_soft"),
        ("error", "raised"),
        ("error", "hover"),
        ("text", "accent_soft"),
        ("text", "selection"),
    ],
)
def test_words_on_coloured_grounds(theme: Theme, ink: str, ground: str) -> None:
    assert contrast(theme.colour(ink), theme.colour(ground)) >= TEXT


@pytest.mark.parametrize("value", ["against", "neutral", "favour"])
def test_stance_plates(theme: Theme, value: str) -> None:
    assert contrast(theme.stance[f"{value}_text"], theme.stance[f"{value}_soft"]) >= TEXT


def test_unclear_plate(theme: Theme) -> None:
    assert contrast(theme.text_2, theme.sunken) >= TEXT


def test_speakers(theme: Theme) -> None:
    assert len(theme.speaker_mark) == len(theme.speaker_text) == len(theme.speaker_tint) == 5
    for number in range(5):
        assert contrast(theme.speaker_mark[number], theme.page) >= MARK
        assert contrast(theme.speaker_mark[number], theme.raised) >= MARK
        assert contrast(theme.speaker_text[number], theme.page) >= TEXT
        band = over(theme.speaker_tint[number], theme.band_alpha_active, theme.page)
        assert contrast(theme.text, band) >= TEXT
        row = over(theme.speaker_tint[number], theme.band_alpha_active, theme.raised)
        assert contrast(theme.text_2, row) >= TEXT
        hovered = over(theme.speaker_tint[number], theme.band_alpha_active * 1.3, theme.raised)
        assert contrast(theme.text, hovered) >= TEXT
    assert theme.speaker(7) == theme.speaker_mark[2]
    assert theme.speaker(None) == theme.text_3


@pytest.mark.parametrize("kind", [each.id for each in DEFAULT.kinds])
def test_every_kind_has_an_underline_of_its_own(theme: Theme, kind: str) -> None:
    assert contrast(theme.mention[kind], theme.page) >= MARK
    others = [colour.name() for other, colour in theme.mention.items() if other != kind]
    assert theme.mention[kind].name() not in others


def test_a_kind_of_the_projects_own_looks_like_other(theme: Theme) -> None:
    assert theme.mention_colour("dolphin") == theme.mention["other"]


@pytest.mark.parametrize("surface", ["chrome", "page", "raised"])
def test_focus_ring_can_be_seen(theme: Theme, surface: str) -> None:
    assert contrast(theme.focus, theme.colour(surface)) >= MARK


def test_colour_refuses_what_is_no_colour(theme: Theme) -> None:
    with pytest.raises(TypeError):
        theme.colour("space")


def test_fonts_are_the_designs_own_and_have_weights(qtbot: QtBot, theme: Theme) -> None:
    load_fonts()
    load_fonts()
    words = "Twelve million kroner"
    thin, medium, strong = (text_width(theme.font("body", weight), words) for weight in theme.type.weights)
    assert thin < medium < strong
    assert theme.font("body", family="reading").family() == "Noto Serif"
    assert theme.font(19).pixelSize() == 19


def test_dress_gives_palette_and_sheet(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dress(window, theme)
    assert QApplication.palette().text().color() == theme.text
    assert theme.line_strong.name() in window.styleSheet()
    assert "%(" not in window.styleSheet()


def test_theme_of_is_that_of_the_window_or_of_the_one_around_it(qtbot: QtBot) -> None:
    class Window(QWidget):
        theme = Theme.load(dark=True)

    window = Window()
    qtbot.addWidget(window)
    child = QWidget(QWidget(window))
    assert theme_of(child) is Window.theme
    popup = QWidget(child, Qt.WindowType.Popup)
    assert popup.isWindow()
    assert theme_of(QWidget(popup)) is Window.theme
    alone = QWidget()
    qtbot.addWidget(alone)
    assert not theme_of(alone).dark


def test_an_icon_is_the_file_of_the_zip() -> None:
    packed = (importlib.resources.files("lucide") / "lucide.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        for name in ("user", "circle-user", "x", "zap"):
            assert icons._svg(name) == archive.read(f"{name}.svg").decode()
    with pytest.raises(KeyError):
        icons._svg("user.svg")


def test_every_icon_of_the_maps_is_in_the_package(qtbot: QtBot, theme: Theme) -> None:
    names = {*icons.KIND_ICONS.values(), *icons.STANCE_ICONS.values(), icons.kind_icon("dolphin")}
    for name in names:
        image = drawn_icon(name, theme.text)
        assert any(image.pixelColor(x, y).alpha() > 128 for x in range(24) for y in range(24)), name


def test_icon_takes_its_colour(qtbot: QtBot) -> None:
    image = drawn_icon("square", QColor("#ff0000"))
    seen = [image.pixelColor(x, y) for x in range(24) for y in range(24)]
    inked = [each for each in seen if each.alpha() > 200]
    assert inked
    assert all(each.red() > 200 and each.green() < 60 for each in inked)


def test_an_icon_that_is_not_there(qtbot: QtBot) -> None:
    image = QImage(8, 8, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    with pytest.raises(KeyError):
        icons.paint_icon(painter, "no-such-icon", QRectF(0, 0, 8, 8), QColor("black"))
    painter.end()


@pytest.mark.parametrize("status", ["new", "in_progress", "done", "skipped", "adjudicated"])
def test_status_has_a_shape(qtbot: QtBot, theme: Theme, status: str) -> None:
    def drawn(what: str) -> QImage:
        image = QImage(32, 32, QImage.Format.Format_ARGB32)
        image.fill(theme.chrome)
        painter = QPainter(image)
        icons.paint_status(painter, theme, QRectF(0, 0, 32, 32), what, 0.5)
        painter.end()
        return image

    blank = QImage(32, 32, QImage.Format.Format_ARGB32)
    blank.fill(theme.chrome)
    assert drawn(status) != blank
    same = {"done", "adjudicated"}
    for other in ("new", "in_progress", "done", "skipped"):
        if other != status and {other, status} != same:
            assert drawn(other) != drawn(status)
