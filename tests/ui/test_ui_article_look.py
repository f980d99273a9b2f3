"""How marks look: contrast in every state, forms that do without colour, bars and names in the margin."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.domain.scheme import DEFAULT
from annotator.domain.text import Span
from annotator.ui.article.geometry import Bar, Figure
from annotator.ui.article.marks import Mark
from annotator.ui.article.names import name_rows
from annotator.ui.article.page import Page
from annotator.ui.article.paint import DASHES, DOUBLE, MarkPainter
from annotator.ui.article.view import ArticleView
from annotator.ui.look.theme import Theme, load_fonts

TEXT = (
    "“We stay 🚢 here,” said Ana Sørli, “and that is all.” Then he left.\n"
    "“The mayor says ‘we are ready’ each time,” Zoe\u0301 Lind told us.\n"
    "Nothing is said in this paragraph.\n"
    "Ana Sørli walked away."
)
STATES = ("normal", "dim", "active", "focused")


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


FIRST = Mark("q1", "content", (at("“We stay 🚢 here,”"), at("“and that is all.”")), "q1", colour=0, name="Ana Sørli")
OUTER = Mark(
    "q2", "content", (at("“The mayor says ‘we are ready’ each time,”"),), "q2", colour=1, name="Zoe\u0301 Lind"
)
INNER = Mark("q3", "content", (at("‘we are ready’"),), "q3", colour=2, name="The mayor")


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def theme(request: pytest.FixtureRequest, qapp: QApplication) -> Theme:
    load_fonts()
    return Theme.load(dark=request.param)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    load_fonts()
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1440, 900)
    return window


@pytest.fixture
def wide(window: QWidget) -> ArticleView:
    """The article in a window of 1440 pixels."""
    view = ArticleView(Theme.load(dark=False), window)
    view.setGeometry(280, 92, 792, 780)
    window.show()
    return view


# --------------------------------------------------------------------------------------------------------- contrast


def luminance(colour: QColor) -> float:
    """Relative luminance (WCAG 2.2)."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(a: QColor, b: QColor) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def over(top: QColor, ground: QColor) -> QColor:
    """``top`` with its opacity laid over ``ground``."""
    share = top.alphaF()
    mixed = [a * share + b * (1 - share) for a, b in zip(top.getRgbF()[:3], ground.getRgbF()[:3], strict=True)]
    return QColor.fromRgbF(*mixed)


def bands(theme: Theme, hovered: bool) -> list[QColor]:
    """Every band there can be, as it is drawn."""
    painter = MarkPainter(theme, Page.of(theme, 100, 800, narrow=False))
    colours = [*range(5), None]
    marks = [Mark("q", "content", (Span(0, 1),), colour=c, state=s) for c in colours for s in STATES]
    painter.hover = "q" if hovered else ""
    return [painter.tint(mark) for mark in marks]


def test_text_on_a_hovered_band_nested_in_an_active_one_can_be_read(theme: Theme) -> None:
    pairs = itertools.product(bands(theme, hovered=False), bands(theme, hovered=True))
    worst = min(contrast(theme.text, over(inner, over(outer, theme.page))) for outer, inner in pairs)
    assert worst >= 4.5


def test_text_on_three_nested_bands_can_be_read(theme: Theme) -> None:
    normal = [over(band, theme.page) for band in bands(theme, hovered=False)[::4]]
    twice = [over(band, ground) for ground in normal for band in bands(theme, hovered=False)[::4]]
    worst = min(contrast(theme.text, over(b, ground)) for ground in twice for b in bands(theme, hovered=True)[2::4])
    assert worst >= 4.5


def test_selected_text_can_be_read(theme: Theme) -> None:
    assert contrast(theme.text, theme.selection) >= 4.5


def test_bars_boxes_and_underlines_stand_out(theme: Theme) -> None:
    painter = MarkPainter(theme, Page.of(theme, 100, 800, narrow=False))
    for number in [*range(5), None]:
        assert contrast(painter.ink(Mark("q", "content", (), colour=number)), theme.page) >= 3
    for kind in DEFAULT.kinds:
        assert contrast(theme.mention_colour(kind.id), theme.page) >= 3


def test_names_in_the_margin_can_be_read(theme: Theme) -> None:
    for colour in (*theme.speaker_text, theme.text_3):
        assert contrast(colour, theme.page) >= 4.5


# ---------------------------------------------------------------------------------------------- forms, not colours


def test_every_kind_has_an_underline_of_its_own() -> None:
    kinds = [kind.id for kind in DEFAULT.kinds]
    assert set(kinds) == set(DASHES)
    assert len({(DASHES[kind], kind in DOUBLE) for kind in kinds}) == len(kinds)


def pixels(view: ArticleView, span: Span, colour: QColor) -> int:
    """Number of pixels around a span that have exactly a colour."""
    rect = view.rect_of(span).adjusted(-6, -2, 6, 4)
    image = view.viewport().grab(rect).toImage()
    wanted = colour.rgb()
    return sum(image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height()))


def test_a_band_is_painted_under_its_words_only(wide: ArticleView) -> None:
    theme = Theme.load(dark=False)
    wide.show_text(TEXT, (FIRST,))
    painter = MarkPainter(theme, Page.of(theme, 100, 800, narrow=False))
    tint = over(painter.tint(FIRST), theme.page)
    near = [
        QColor(tint.red() + d, tint.green() + e, tint.blue() + f) for d, e, f in itertools.product((-1, 0, 1), repeat=3)
    ]
    assert sum(pixels(wide, at("“We stay"), each) for each in near) > 300
    assert sum(pixels(wide, at("he left"), each) for each in near) == 0


def test_roles_of_the_active_quotation_are_painted(wide: ArticleView) -> None:
    active = FIRST._replace(state="active")
    roles = tuple(
        Mark(f"q1:{role}", role, (at(words),), "q1", colour=0, state="active")
        for role, words in (("cue", "said"), ("speaker", "Ana Sørli"), ("target", "left"), ("evidence", "Then"))
    )
    wide.show_text(TEXT, (active,))
    before = [wide.viewport().grab(wide.rect_of(role.spans[0])).toImage() for role in roles]
    wide.set_marks((active, *roles))
    after = [wide.viewport().grab(wide.rect_of(role.spans[0])).toImage() for role in roles]
    for a, b in zip(before, after, strict=True):
        assert sum(a.pixel(x, y) != b.pixel(x, y) for x in range(a.width()) for y in range(a.height())) > a.width() / 2


def test_the_theme_can_be_switched(wide: ArticleView) -> None:
    wide.show_text(TEXT, (FIRST,))
    rect = wide.rect_of(at("left"))
    for dark in (True, False):
        theme = Theme.load(dark=dark)
        wide.set_theme(theme)
        image = wide.viewport().grab().toImage()
        assert image.pixelColor(4, 4) == theme.page
        assert wide.rect_of(at("left")) == rect


def test_hovering_strengthens_one_band(wide: ArticleView) -> None:
    wide.show_text(TEXT, (OUTER, INNER))
    before = wide.viewport().grab().toImage()
    point = QPointF(wide.rect_of(at("ready")).center())
    kind, none = QEvent.Type.MouseMove, Qt.MouseButton.NoButton
    where = QPointF(wide.viewport().mapToGlobal(point))
    event = QMouseEvent(kind, point, where, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(wide.viewport(), event)
    after = wide.viewport().grab().toImage()
    inner, outer = wide.rect_of(at("ready")), wide.rect_of(at("mayor"))
    assert after.pixel(inner.left() + 1, inner.top() + 2) != before.pixel(inner.left() + 1, inner.top() + 2)
    assert after.pixel(outer.left() + 1, outer.top() + 2) == before.pixel(outer.left() + 1, outer.top() + 2)


# -------------------------------------------------------------------------------------------------------- the margin


def figure(view: ArticleView, block: int) -> Figure:
    found = view._layout.figure(block)
    assert found is not None
    return found


def bars(view: ArticleView, block: int) -> dict[str, Bar]:
    return {bar.mark.id: bar for bar in figure(view, block).bars}


def test_nested_quotations_have_bars_side_by_side_and_both_names(wide: ArticleView) -> None:
    wide.show_text(TEXT, (OUTER, INNER))
    found = bars(wide, 1)
    assert found["q2"].lane == 0
    assert found["q3"].lane == 1
    assert found["q2"].named is found["q3"].named is True
    assert abs(found["q2"].label - found["q3"].label) >= 15


def test_a_name_is_not_repeated_close_by(wide: ArticleView) -> None:
    again = Mark("q4", "content", (at("he left"),), "q4", colour=0, name="Ana Sørli")
    wide.show_text(TEXT, (FIRST, again))
    assert [bar.named for bar in bars(wide, 0).values()] == [True, False]


def test_a_quotation_over_paragraphs_is_named_once(wide: ArticleView) -> None:
    long = Mark("q5", "content", (Span(at("Then").start, at("Zoe\u0301").start),), "q5", name="Ana")
    wide.show_text(TEXT, (long,))
    assert bars(wide, 0)["q5"].named is True
    assert bars(wide, 1)["q5"].named is False


def test_the_bar_is_connected_with_its_speaker(wide: ArticleView) -> None:
    speaker = Mark("q1:s", "speaker", (at("Ana Sørli"),), "q1", colour=0, state="active")
    wide.show_text(TEXT, (FIRST._replace(state="active"), speaker))
    assert len(bars(wide, 0)["q1"].speakers) == 1
    assert figure(wide, 0).rails == []


def test_a_far_speaker_is_connected_through_the_paragraphs_between(wide: ArticleView) -> None:
    far = Span(TEXT.rindex("Ana"), TEXT.rindex("Ana") + 9)
    speaker = Mark("q1:s", "speaker", (far,), "q1", colour=0, state="active")
    wide.show_text(TEXT, (FIRST._replace(state="active"), speaker))
    heights = [wide._layout.height_of(block) for block in range(4)]
    rails = [figure(wide, block).rails[0] for block in range(4)]
    assert rails[0].bar is not None
    assert rails[0].bottom == heights[0]
    assert [(rail.top, rail.bottom) for rail in rails[1:3]] == [(0.0, heights[1]), (0.0, heights[2])]
    assert rails[3].speaker is not None
    assert rails[3].top == 0.0
    wide.grab()


def test_names_in_two_lines_rather_than_cut(qapp: QApplication) -> None:
    load_fonts()
    metrics = QFontMetricsF(Theme.load(dark=False).font("small", "medium"))
    assert name_rows("Ana Sørli", metrics, 200) == ["Ana Sørli"]
    assert name_rows("Mayor’s office", metrics, 60) == ["Mayor’s", "office"]
    assert name_rows("Sørensen-Lindqvist", metrics, 60)[0].endswith("…")


def test_measures_of_wide_and_narrow_windows(qapp: QApplication) -> None:
    load_fonts()
    theme = Theme.load(dark=False)
    wide, narrow = Page.of(theme, 100, 782, narrow=False), Page.of(theme, 100, 566, narrow=True)
    assert (wide.body.pixelSize(), wide.line) == (17, 29)
    assert (narrow.body.pixelSize(), narrow.line) == (16, 27)
    assert wide.left >= 136
    assert narrow.left == 88
    assert 70 <= wide.width / wide.character <= 73
    assert 54 <= narrow.width / narrow.character <= 61
    assert Page.of(theme, 300, 200, narrow=True).names == 0
    assert Page.of(theme, 300, 200, narrow=True).width > 0


def test_while_one_is_active_the_others_step_back(theme: Theme) -> None:
    painter = MarkPainter(theme, Page.of(theme, 100, 800, narrow=False))
    before = painter.tint(OUTER)
    painter.is_dim = True
    assert painter.steps_back(OUTER)
    assert painter.tint(OUTER) == painter.tint(OUTER._replace(state="dim"))
    assert painter.tint(OUTER).alphaF() < before.alphaF()
    assert not painter.steps_back(OUTER._replace(state="active"))
