"""Design tokens as colours, fonts, palette and style sheet.  Only ``resources/themes/*.toml`` know a hex value."""

from __future__ import annotations

import functools
import importlib.resources
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from annotator.settings import resource
from annotator.ui.look.measures import Measures, Motion, Radius, Size, Space, Type

FontSize = Literal["headline", "title", "heading", "reading", "reading_small", "body", "small", "tiny"]
Weight = Literal["regular", "medium", "semibold"]
Family = Literal["ui", "reading"]

_FONT_PACKAGES = ("fontpkg_noto_serif", "fontpkg_inter")


@dataclass(frozen=True, eq=False, slots=True)
class Theme:
    """Roles by name: ``theme.text``, ``theme.space.m``, ``theme.font("body", "semibold")``.

    Measures and type are the same in all themes, so that switching the theme is a repaint, never a new layout.
    ``interface`` is the size of the window's own type and measures in percent; ``high_contrast`` a theme without bands,
    with lines that can be seen.
    ``speaker_*`` are cycled by a speaker's number; ``mention`` goes by entity kind (see `mention_colour`),
    ``stance`` by value with ``_text`` and ``_soft`` twins; ``annotator_*`` are cycled by an annotator's letter;
    ``chart_ramp`` goes from low to high; ``band_alpha*`` lie in 0…1.
    """

    name: str
    dark: bool
    space: Space
    radius: Radius
    size: Size
    motion: Motion
    type: Type
    speaker_tint: tuple[QColor, ...]
    speaker_mark: tuple[QColor, ...]
    speaker_text: tuple[QColor, ...]
    band_alpha: float
    band_alpha_active: float
    band_alpha_dim: float
    mention: Mapping[str, QColor]
    stance: Mapping[str, QColor]
    annotator_mark: tuple[QColor, ...]
    annotator_text: tuple[QColor, ...]
    chart_ramp: tuple[QColor, ...]
    chart_grid: QColor
    chart_series: QColor
    chrome: QColor
    page: QColor
    raised: QColor
    sunken: QColor
    hover: QColor
    pressed: QColor
    selected: QColor
    line: QColor
    line_strong: QColor
    shadow: QColor
    scrim: QColor
    text: QColor
    text_2: QColor
    text_3: QColor
    accent: QColor
    accent_hover: QColor
    accent_text: QColor
    accent_soft: QColor
    on_accent: QColor
    focus: QColor
    selection: QColor
    ok: QColor
    warn: QColor
    error: QColor
    ok_soft: QColor
    warn_soft: QColor
    error_soft: QColor
    high_contrast: bool = False

    @staticmethod
    def load(dark: bool, *, high_contrast: bool = False) -> Theme:
        """The light or the dark theme, read once."""
        return _loaded(dark, high_contrast)

    @staticmethod
    def _of(data: dict[str, Any]) -> Theme:
        measures, speaker = Measures.of(data), data["speaker"]
        colours: dict[str, Any] = {key: QColor(value) for key, value in data["colour"].items()}
        return Theme(
            name=data["name"],
            dark=data["dark"],
            space=measures.space,
            radius=measures.radius,
            size=measures.size,
            motion=measures.motion,
            type=measures.type,
            speaker_tint=_colours(speaker["tint"]),
            speaker_mark=_colours(speaker["mark"]),
            speaker_text=_colours(speaker["text"]),
            band_alpha=speaker["band_alpha"],
            band_alpha_active=speaker["band_alpha_active"],
            band_alpha_dim=speaker["band_alpha_dim"],
            mention={key: QColor(value) for key, value in data["mention"].items()},
            stance={key: QColor(value) for key, value in data["stance"].items()},
            annotator_mark=_colours(data["annotator"]["mark"]),
            annotator_text=_colours(data["annotator"]["text"]),
            chart_ramp=_colours(data["chart"]["ramp"]),
            chart_grid=QColor(data["chart"]["grid"]),
            chart_series=QColor(data["chart"]["series"]),
            **colours,
        )

    def colour(self, role: str) -> QColor:
        """The colour of a role by its name.  Raises TypeError where that is no colour."""
        value = getattr(self, role)
        if not isinstance(value, QColor):
            raise TypeError(f"{role} is no colour of the theme")
        return value

    def mention_colour(self, kind: str) -> QColor:
        """The underline of an entity kind; a kind of the project's own looks like *other*."""
        return self.mention.get(kind, self.mention["other"])

    def speaker(self, number: int | None, *, tinted: bool = False) -> QColor:
        """The mark colour of the speaker with that number, or a neutral one for None; stronger on a tinted ground."""
        if number is None:
            return self.text_2 if tinted else self.text_3
        colours = self.speaker_text if tinted else self.speaker_mark
        return colours[number % len(colours)]

    def font(
        self, size: FontSize | int = "body", weight: Weight = "regular", family: Family = "ui", *, italic: bool = False
    ) -> QFont:
        """A font by role; a number is a size in pixels.  It is shared: copy it before changing it."""
        pixels = size if isinstance(size, int) else getattr(self.type, size)
        small = family == "ui" and pixels < self.type.reading_small
        name = self.type.reading_family if family == "reading" else self.type.ui_family
        return _font(name, pixels, self.type.weights[weight], italic, small)

    def palette(self) -> QPalette:
        """The colours that every stock widget shares; set it on the application."""
        role = QPalette.ColorRole
        palette = QPalette()
        for each, colour in (
            (role.Window, self.chrome),
            (role.Base, self.raised),
            (role.AlternateBase, self.page),
            (role.Text, self.text),
            (role.WindowText, self.text),
            (role.Button, self.raised),
            (role.ButtonText, self.text),
            (role.BrightText, self.error),
            (role.Highlight, self.selection),
            (role.HighlightedText, self.text),
            (role.PlaceholderText, self.text_3),
            (role.ToolTipBase, self.raised),
            (role.ToolTipText, self.text),
            (role.Link, self.accent_text),
            (role.Accent, self.accent),
            (role.Light, self.raised),
            (role.Midlight, self.line),
            (role.Mid, self.line_strong),
            (role.Dark, self.line_strong),
            (role.Shadow, self.shadow),
        ):
            palette.setColor(each, colour)
        for each in (role.Text, role.WindowText, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, each, self.text_3)
        return palette

    def sheet(self) -> str:
        """The style sheet of the few stock widgets we use; set it once, on the window."""
        colours = {each.name: getattr(self, each.name) for each in fields(self)}
        names: dict[str, object] = {key: each.name() for key, each in colours.items() if isinstance(each, QColor)}
        return _SHEET % {**names, "body": self.type.body, "family": self.type.ui_family}


_SHEET = """
QLineEdit { background: %(raised)s; color: %(text)s; border: 1px solid %(line_strong)s; border-radius: 6px;
  padding: 0 8px; min-height: 26px; selection-background-color: %(selection)s; selection-color: %(text)s;
  placeholder-text-color: %(text_3)s; }
QLineEdit:focus { border: 2px solid %(focus)s; padding: 0 7px; min-height: 24px; }
QLineEdit[bare="true"], QLineEdit[bare="true"]:focus { background: transparent; border: 0; padding: 0; min-height: 0; }
QScrollArea, QAbstractScrollArea { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; border: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; border: 0; }
QScrollBar::handle { background: %(line_strong)s; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 40px; }
QScrollBar::handle:horizontal { min-width: 40px; }
QScrollBar::handle:hover { background: %(text_3)s; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QHeaderView::section { background: %(chrome)s; color: %(text_2)s; border: 0; padding: 4px 8px; }
QSplitter::handle { background: %(line)s; }
QToolTip { background: %(raised)s; color: %(text)s; border: 1px solid %(line_strong)s; padding: 4px 8px; }
QMenuBar, QMenu, QToolTip { font-family: "%(family)s"; font-size: %(body)dpx; }
QMenuBar { background: %(chrome)s; color: %(text)s; }
QMenuBar::item { background: transparent; padding: 4px 8px; border-radius: 4px; }
QMenuBar::item:selected { background: %(hover)s; }
QMenuBar::item:pressed { background: %(pressed)s; }
QMenu { background: %(raised)s; color: %(text)s; border: 1px solid %(line_strong)s; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 10px; border-radius: 4px; background: transparent; }
QMenu::item:selected { background: %(selected)s; }
QMenu::item:disabled { color: %(text_3)s; }
QMenu::separator { height: 1px; background: %(line)s; margin: 4px 6px; }
QListView#completions { background: %(raised)s; color: %(text)s; border: 1px solid %(line_strong)s; padding: 4px;
  selection-background-color: %(selected)s; selection-color: %(text)s; outline: 0; }
"""


@functools.cache
def _font(family: str, pixels: int, weight: int, italic: bool, tabular: bool) -> QFont:
    """A font, made once: each painted word asks for one.  ``tabular``: counts and percentages must not dance."""
    font = QFont(family)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight(weight))
    # the packages hold variable fonts, and Qt's FreeType engine does not turn a weight into an axis by itself
    font.setVariableAxis(QFont.Tag("wght"), weight)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setItalic(italic)
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


@functools.cache
def _loaded(dark: bool, high_contrast: bool) -> Theme:
    path = resource("themes", "dark.toml" if dark else "light.toml")
    theme = Theme._of(tomllib.loads(path.read_text(encoding="utf-8")))  # noqa: SLF001 - its own module
    if not high_contrast:
        return theme
    return replace(
        theme,
        high_contrast=True,
        band_alpha=0.0,
        band_alpha_active=0.0,
        band_alpha_dim=0.0,
        line=theme.line_strong,
        line_strong=theme.text_3,
        text_3=theme.text_2,
        text_2=theme.text,
    )


def _colours(values: list[str]) -> tuple[QColor, ...]:
    return tuple(QColor(value) for value in values)


def has_italics(text: str) -> bool:
    """Whether italics suit the text: its script knows them, and a font that stands in for ours will have them."""
    return not text or max(text) < "\u0590"


def faded(colour: QColor, alpha: float) -> QColor:
    """``colour`` at an opacity of 0…1."""
    result = QColor(colour)
    result.setAlphaF(alpha)
    return result


@functools.lru_cache(maxsize=8192)
def text_width(font: QFont, text: str) -> float:
    """Advance of ``text`` in pixels; the words of lists, buttons and keycaps are measured again and again."""
    return QFontMetricsF(font).horizontalAdvance(text)


def load_fonts() -> None:
    """Make the two families of the design known to the running application, once.  Needs a QApplication."""
    app = QApplication.instance()
    if app is None or app.property("annotator_fonts"):
        return
    for package in _FONT_PACKAGES:
        folder = importlib.resources.files(package) / "files"
        for each in folder.iterdir():
            if each.name.endswith(".ttf"):
                with importlib.resources.as_file(each) as path:
                    QFontDatabase.addApplicationFont(str(path))
    text_width.cache_clear()  # what was measured before was measured in a stand-in
    app.setProperty("annotator_fonts", "loaded")


def dress(window: QWidget, theme: Theme) -> None:
    """Give the application the theme's palette and the window its style sheet and font.

    Painted widgets take their colours from `theme_of` when they paint: the window keeps the theme in an attribute
    ``theme``, which is to be set before.
    """
    load_fonts()
    QApplication.setPalette(theme.palette())
    QApplication.setFont(theme.font())
    window.setStyleSheet(theme.sheet())
    repaint_all(window)


def repaint_all(widget: QWidget) -> None:
    """Ask a widget and all in it to paint anew."""
    widget.update()
    for child in widget.findChildren(QWidget):
        child.update()


def theme_of(widget: QWidget) -> Theme:
    """The theme that the widget's window has in its attribute ``theme``, else the window around that; or the light one.

    Only windows are asked: painting asks dozens of times for a frame, from deep inside.
    """
    node: QWidget | None = widget.window()
    while node is not None:
        found = getattr(node, "theme", None)
        if isinstance(found, Theme):
            return found
        around = node.parentWidget()
        node = around.window() if around is not None else None
    return Theme.load(dark=False)
