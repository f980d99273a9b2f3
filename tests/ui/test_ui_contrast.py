"""Everything that is written can be read, and every mark seen and told apart, in each state, theme and eye.

Contrast by WCAG 2: 4.5 for words, 3 for marks.  Colour blindness by Machado, Oliveira and Fernandes (2009), severity 1;
distances are Euclidean in CIELAB (D65).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtGui import QColor

from annotator.ui.article.paint import HOVER
from annotator.ui.look.theme import Theme

WORDS, MARKS = 4.5, 3.0
Pair = tuple[str, QColor, QColor]
Rgb = tuple[float, float, float]

EYES: dict[str, tuple[Rgb, Rgb, Rgb]] = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def linear(colour: QColor) -> Rgb:
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
        for each in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return red, green, blue


def luminance(colour: QColor) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: QColor, ground: QColor) -> float:
    high, low = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def over(colour: QColor, alpha: float, ground: QColor) -> QColor:
    """``colour`` at an opacity on a ground, as the painter mixes it."""
    alpha = min(1.0, alpha)
    mixed = (
        alpha * a + (1 - alpha) * b
        for a, b in zip((colour.redF(), colour.greenF(), colour.blueF()), ground.getRgbF()[:3], strict=True)
    )
    return QColor.fromRgbF(*mixed)


def seen(colour: QColor, eye: str) -> Rgb:
    """The linear colour that such an eye sees."""
    rgb = linear(colour)
    red, green, blue = (min(1.0, max(0.0, sum(a * b for a, b in zip(row, rgb, strict=True)))) for row in EYES[eye])
    return red, green, blue


def lab(rgb: Rgb) -> Rgb:
    red, green, blue = rgb
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def distance(a: QColor, b: QColor, eye: str) -> float:
    return sum((p - q) ** 2 for p, q in zip(lab(seen(a, eye)), lab(seen(b, eye)), strict=True)) ** 0.5


@pytest.fixture(params=["light", "dark", "light, high contrast", "dark, high contrast"])
def theme(request: pytest.FixtureRequest) -> Theme:
    return Theme.load(dark=request.param.startswith("dark"), high_contrast="high" in request.param)


# ------------------------------------------------------------------------------------------------ what is written


def interface_words(theme: Theme) -> Iterator[Pair]:
    """Ink and ground of everything that is written around the article."""
    surfaces = ("chrome", "page", "raised", "sunken", "hover", "selected", "pressed")
    for role, surface in itertools.product(("text", "text_2", "text_3"), surfaces):
        if role != "text_3" or surface not in ("selected", "pressed"):  # there hints take text_2
            yield f"{role} on {surface}", theme.colour(role), theme.colour(surface)
    for surface in ("chrome", "page", "raised", "hover", "selected", "accent_soft"):
        yield f"accent_text on {surface}", theme.accent_text, theme.colour(surface)
    for surface in ("accent", "accent_hover"):
        yield f"on_accent on {surface}", theme.on_accent, theme.colour(surface)
    for kind in ("ok", "warn", "error"):
        for surface in (f"{kind}_soft", "chrome", "page", "raised", "hover", "selected"):
            yield f"{kind} on {surface}", theme.colour(kind), theme.colour(surface)
    for value in ("against", "neutral", "favour"):
        plate = theme.stance[f"{value}_soft"]
        yield f"{value} on its plate", theme.stance[f"{value}_text"], plate
    yield "unclear on its plate", theme.text_2, theme.sunken
    yield "selected words of a field", theme.text, theme.selection


def article_words(theme: Theme) -> Iterator[Pair]:
    """The ink of the article on every ground it can have: bands, nested, active, hovered, selected."""
    tints, page, active = theme.speaker_tint, theme.page, theme.band_alpha_active
    yield "plain", theme.text, page
    yield "selected", theme.text, theme.selection
    for number, tint in enumerate((*tints, theme.text_3)):
        for state, alpha in (("dim", theme.band_alpha_dim), ("normal", theme.band_alpha), ("active", active)):
            for hovered, factor in (("", 1.0), (", hovered", HOVER)):
                band = over(tint, alpha * factor, page)
                yield f"{state} band {number}{hovered}", theme.text, band
                yield f"selected over {state} band {number}{hovered}", theme.text, over(theme.selection, 1.0, band)
        for other, outer in enumerate((*tints, theme.text_3)):
            nested = over(tint, active * HOVER, over(outer, active, page))  # the mouse is over one of them
            yield f"active {number} in active {other}, hovered", theme.text, nested
    for number, ink in enumerate(theme.speaker_text):
        yield f"name {number} in the margin", ink, page
        yield f"name {number} on a card", ink, theme.raised
        yield f"fragment {number} on the card", theme.text, over(tints[number], active * HOVER, theme.raised)


def marks(theme: Theme) -> Iterator[Pair]:
    """Bars, boxes, underlines, rings and icons at full strength, on what they are painted on."""
    for number, mark in enumerate(theme.speaker_mark):
        for surface in ("page", "raised", "chrome"):
            yield f"bar {number} on {surface}", mark, theme.colour(surface)
        for surface in ("selected", "accent_soft", "hover"):
            yield f"bar {number} on {surface}", theme.speaker(number, tinted=True), theme.colour(surface)
    for kind, colour in theme.mention.items():
        yield f"underline of {kind}", colour, theme.page
    for surface in ("chrome", "page", "raised", "hover", "selected"):
        yield f"focus ring on {surface}", theme.focus, theme.colour(surface)
        yield f"accent bar on {surface}", theme.accent, theme.colour(surface)
    for value in ("against", "neutral", "favour"):
        yield f"border of {value}", theme.stance[value], theme.raised
    for surface in ("chrome", "page", "raised"):
        yield f"a box to check on {surface}", theme.text_3, theme.colour(surface)


def lowest(pairs: Iterator[Pair]) -> tuple[float, str]:
    return min((contrast(ink, ground), what) for what, ink, ground in pairs)


def test_words_of_the_interface_can_be_read(theme: Theme) -> None:
    ratio, what = lowest(interface_words(theme))
    assert ratio >= WORDS, what


def test_the_article_can_be_read_on_every_ground(theme: Theme) -> None:
    ratio, what = lowest(article_words(theme))
    assert ratio >= WORDS, what


def test_marks_can_be_seen(theme: Theme) -> None:
    ratio, what = lowest(marks(theme))
    assert ratio >= MARKS, what


def test_what_would_fail_is_found() -> None:
    grey = QColor("#999999")
    assert lowest(iter([("grey on white", grey, QColor("white")), ("black", QColor("black"), grey)]))[0] < MARKS


# --------------------------------------------------------------------------------------------- what is told apart


def nearest(colours: Sequence[QColor], eye: str) -> float:
    return min(distance(a, b, eye) for a, b in itertools.combinations(colours, 2))


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("dark", [False, True])
def test_speakers_are_told_apart(dark: bool, eye: str) -> None:
    assert nearest(Theme.load(dark=dark).speaker_mark, eye) >= 10


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("dark", [False, True])
def test_against_and_favour_are_told_apart(dark: bool, eye: str) -> None:
    stance = Theme.load(dark=dark).stance
    assert nearest([stance["against"], stance["favour"]], eye) >= 50
    assert nearest([stance[each] for each in ("against", "neutral", "favour")], eye) >= 20


@pytest.mark.parametrize("dark", [False, True])
def test_kinds_of_notice_are_told_apart_by_any_eye(dark: bool) -> None:
    theme = Theme.load(dark=dark)
    assert min(nearest([theme.ok, theme.error], eye) for eye in EYES) >= 10


def test_the_simulation_takes_red_from_green() -> None:
    red, green = QColor("#D04040"), QColor("#709020")
    assert distance(red, green, "deutan") < distance(red, green, "all cones") / 2


def test_distances_are_those_of_cielab() -> None:
    assert distance(QColor("black"), QColor("white"), "all cones") == pytest.approx(100, abs=0.1)
    assert lab(linear(QColor("#ff0000"))) == pytest.approx((53.24, 80.09, 67.20), abs=0.1)
