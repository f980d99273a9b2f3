"""Marks: pairing by direction, repair, types, and what `Q` takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.marks import Marked, Marks
from annotator.domain.text import Span


def all_of(text: str) -> tuple[Marked, ...]:
    return Marks(text).stretches(Span(0, len(text)))


def words(text: str) -> list[str]:
    return [each.span.of(text) for each in all_of(text)]


def span_of(text: str, part: str) -> Span:
    start = text.index(part)
    return Span(start, start + len(part))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“Yes,” said Zoé. “No 🏭.”", ["“Yes,”", "“No 🏭.”"]),
        ('He (or "she") said—"no"—and left.', ['"she"', '"no"']),
        ("„Wort“ und „zwei ‚drei‘ vier“, sagte sie.", ["„Wort“", "„zwei ‚drei‘ vier“", "‚drei‘"]),
        ("»Ja«, sagte sie. »Nein.«", ["»Ja«", "»Nein.«"]),
        ("« Bonjour », dit-il de l’«idée».", ["« Bonjour »", "«idée»"]),
        ("”Ja”, sa han.", ["”Ja”"]),
        ("記者は「もう『終わった』」と述べた。", ["「もう『終わった』」", "『終わった』"]),
        ('他说：“好。”然后"行"了', ["“好。”", '"行"']),
        ("''Yes,'' she said. ``No.''", ["''Yes,''", "``No.''"]),
        ('\u200f"שלום"\u200f אמר צה"ל', ['"שלום"']),
        ("“A “cool” plan,” he said.", ["“A “cool” plan,”", "“cool”"]),
        ("“‘Yes,’ he said,” she said.", ["“‘Yes,’ he said,”", "‘Yes,’"]),
        ("‘We say “no” here,’ he said.", ["‘We say “no” here,’", "“no”"]),
        ("It’s the workers’ party of the ’90s, isn't it, 'em all?", []),
        ("‘The workers’ rights matter,’ he said.", ["‘The workers’ rights matter,’"]),
        ("the idea of ’a tipping point’ is", ["’a tipping point’"]),
        ('A 5\'10" man with a 12" record of "Hits".', ['"Hits"']),
        ('"It is 6" tall," he said.', ['"It is 6" tall,"']),
        ("no marks at all", []),
        ("“” \"\" ''", []),
    ],
)
def test_marks_pair_by_their_direction(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("text", "found", "opened", "closed"),
    [
        ("“One. “Two,” says X. Rest.", "“One. “Two,”", True, True),
        ("“One.” Two goes on,” he said.", "“One.” Two goes on,”", True, True),
        ("“We agree,’ he said. Rest.", "“We agree,’", True, True),
        ("‘We agree,” he said. Rest.", "‘We agree,”", True, True),
        ("“We agree, ”he said.", "“We agree, ”", True, True),
        ("He said that “the core is ‘trust’ alone.  ", "“the core is ‘trust’ alone.", True, False),
        ("We will win,” he said.", "We will win,”", False, True),
        ("“Never “closed", "“Never “closed", True, False),
        ("She: ‘Never closed.", "‘Never closed.", True, False),
        ("“One “two” three. He goes", "“One “two” three. He goes", True, False),
    ],
)
def test_broken_marks_are_repaired(text: str, found: str, opened: bool, closed: bool) -> None:
    outer = all_of(text)[0]
    assert (outer.span.of(text), outer.opened, outer.closed, outer.level) == (found, opened, closed, 0)
    assert outer.inner.of(text).strip("“”‘’ ") != ""
    assert Marks(text).type_of((outer.span,)) == "direct"


def test_a_second_closing_mark_after_an_attribution_belongs_to_the_next_sentence() -> None:
    text = "“One,” he said. Two goes on,” she said."
    assert words(text) == ["“One,”", "Two goes on,”"]


def test_levels_and_inner_spans() -> None:
    text = "“a ‘b “c” d’ e”"
    assert [(each.inner.of(text), each.level, each.double) for each in all_of(text)] == [
        ("a ‘b “c” d’ e", 0, True),
        ("b “c” d", 1, False),
        ("c", 2, True),
    ]


@pytest.mark.parametrize("separator", ["\n", "\n\n", "\u2028", "\u2029"])
def test_marks_never_pair_across_paragraphs(separator: str) -> None:
    text = f"He said “one{separator}two” again"
    first, second = all_of(text)
    assert (first.span.of(text), first.closed) == ("“one", False)
    assert (second.span.of(text), second.opened) == ("two”", False)


BROKEN = (
    "The mayor’s critics call it “madness” 🏭, but she disagrees.\n"
    "“The plant’s future is open, the council stuck on ‘side issues’ such as the café\u0301,” said Ana Lindqvist.\n"
    "“Against this background we go on, adhering to the plan.” Quarrels should not stop us. It is time to act,” "
    "the expert points out.\n"
    "Ana Lindquist explained that “the core of the pact is, first, to talk, and second, to keep a bond of ‘partners "
    "that do no harm to each other’.\n"
    "“Whether we like it or not, the idea of ’reaching an end’ is early. The quarrel could bring a “cooling off” "
    "period. We need visits,” he believes.\n"
    "“The two talks differ. The first, after long work, reached an accord. “The second is a mere answer, for fear of "
    "being ‘left out’ by them again,” says Ana Lindqvist.\n"
    "“Of course it is hard. We must fix the “bottom line” and “barriers” in our dealings,” the expert added.\n"
    "The town has no wish for “cutting or severing ties”, she said. #plant #future"
)


@pytest.mark.parametrize("paragraph", range(8))
def test_every_broken_quotation_of_an_article_is_one_direct_stretch(paragraph: int) -> None:
    lines = BROKEN.split("\n")
    start = sum(len(each) + 1 for each in lines[:paragraph])
    marks = Marks(BROKEN)
    outer = [each for each in marks.stretches(Span(start, start + len(lines[paragraph]))) if not each.level]
    assert len(outer) == 1
    assert marks.type_of((outer[0].span,)) == "direct"
    begins = [0, 0, 0, 28, 0, 0, 0, 23][paragraph]
    assert outer[0].span.start == start + lines[paragraph].index("“", begins)


def test_type_of() -> None:
    text = "He said “we will win this one day soon”, and that “yes” is no."
    marks = Marks(text)
    quoted = span_of(text, "“we will win this one day soon”")
    assert marks.type_of((quoted,)) == "direct"
    assert marks.type_of((Span(quoted.start + 1, quoted.end - 1),)) == "direct"
    assert marks.type_of((span_of(text, "that “yes” is no"),)) == "mixed"
    assert marks.type_of((span_of(text, "He said"),)) == "indirect"
    assert marks.type_of((quoted, span_of(text, "that “yes” is no"))) == "mixed"
    assert marks.type_of(()) == "indirect"
    assert Marks("… — !").type_of((Span(0, 5),)) == "indirect"


def test_nine_words_of_ten_inside_marks_are_direct_and_eight_are_not() -> None:
    ten = "out “a b c d e f g h i”"
    assert Marks(ten).type_of((Span(0, len(ten)),)) == "direct"
    eight = "out x “a b c d e f g h”"
    assert Marks(eight).type_of((Span(0, len(eight)),)) == "mixed"


def test_words_are_tokens_with_a_letter_or_digit() -> None:
    apostrophes = "x “don’t can’t won’t isn’t café\u0301s re\u0301sume\u0301 a b c”"  # ten tokens
    assert Marks(apostrophes).type_of((Span(0, len(apostrophes)),)) == "direct"
    cjk = "他「一二三四五六七八九」"  # each character a token
    assert Marks(cjk).type_of((Span(0, len(cjk)),)) == "direct"
    assert Marks(cjk + "说").type_of((Span(0, len(cjk) + 1),)) == "mixed"


def test_words_inside_someone_elses_marks_are_direct() -> None:
    text = "“She told me we should go, and I agreed,” he said."
    assert Marks(text).type_of((span_of(text, "we should go"),)) == "direct"


def test_at_gives_the_innermost_first_and_takes_a_touch() -> None:
    text = "“a ‘b’ c” d"
    marks = Marks(text)
    assert [each.span.of(text) for each in marks.at(text.index("b"))] == ["‘b’", "“a ‘b’ c”"]
    assert [each.span.of(text) for each in marks.at(0)] == ["“a ‘b’ c”"]
    assert [each.span.of(text) for each in marks.at(text.index("”") + 1)] == ["“a ‘b’ c”"]
    assert marks.at(len(text)) == ()


def test_quotation_at() -> None:
    text = "X “a ‘b’ c” and “d”"
    marks = Marks(text)
    assert marks.quotation_at(text.index("a")) == span_of(text, "“a ‘b’ c”")
    assert marks.quotation_at(text.index("b")) == span_of(text, "‘b’")
    assert marks.quotation_at(text.index("“d")) == span_of(text, "“d”")
    assert marks.quotation_at(0) is None
    assert Marks("").quotation_at(0) is None


def test_a_quotation_of_several_paragraphs_is_taken_whole() -> None:
    text = "She said: “One.\n\n“Two.\u2028“Three,” and left. “Four.”"
    marks = Marks(text)
    whole = Span(text.index("“One"), text.index(",”") + 2)
    for part in ("One", "Two", "Three"):
        assert marks.quotation_at(text.index(part)) == whole
    assert marks.quotation_at(text.index("Four")) == span_of(text, "“Four.”")
    assert [each.span.of(text) for each in marks.chain(marks.at(text.index("Two"))[0])] == [
        "“One.",
        "“Two.",
        "“Three,”",
    ]


def test_an_unclosed_mark_is_not_continued_by_a_paragraph_without_one() -> None:
    text = "She said: “One.\nHe said “two”."
    marks = Marks(text)
    assert marks.quotation_at(text.index("One")) == span_of(text, "“One.")
    assert not marks.continues(*marks.stretches(Span(0, len(text))))


def test_paragraph() -> None:
    text = "a\u2028bc\nd"
    assert Marks(text).paragraph(3) == Span(2, 4)
    assert Marks(text).paragraph(99) == Span(5, 6)


def test_only_the_paragraph_asked_for_is_paired() -> None:
    text = "“a”\n" * 1000
    marks = Marks(text)
    marks.quotation_at(2001)
    assert len(marks._paragraphs) <= 3


@given(st.text(alphabet="“”„‘’‚'\"«»「」`ab.A ,\n\u2028\u200f5é\u0301🏭", max_size=60))
def test_any_text_pairs_into_nested_stretches(text: str) -> None:
    marks = Marks(text)
    found = marks.stretches(Span(0, len(text)))
    around: list[Marked] = []
    for each in found:
        assert 0 <= each.span.start <= each.inner.start < each.inner.end <= each.span.end <= len(text)
        assert "\n" not in each.span.of(text)
        while around and around[-1].span.end <= each.span.start:
            around.pop()
        assert len(around) == each.level
        assert not around or around[-1].span.contains(each.span)
        around.append(each)
        assert each in marks.at(each.inner.start)
        assert set(each.span.of(text)) & set("“”„‘’‚'\"«»「」`")
    assert marks.type_of((Span(0, len(text)),)) in ("direct", "mixed", "indirect")
    for offset in range(len(text) + 1):
        taken = marks.quotation_at(offset)
        assert taken is None or taken.start <= offset <= taken.end


@pytest.mark.parametrize(
    "unit",
    ['"', "“", "”", "‘ ", "'a ", "“a. ", "a.” B ", "“x” ", "“a ‘b’ don’t c,” he said. D goes. ", "\u200f'", "漢「"],
)
def test_a_long_paragraph_pairs_in_linear_time(unit: str) -> None:
    """Not a matter of seconds but of hours if anything is quadratic: the timeout would end it."""
    text = unit * (100_000 // len(unit))
    marks = Marks(text)
    assert len(marks.stretches(Span(0, len(text)))) < len(text)
    middle = len(text) // 2
    for offset in range(middle, middle + 200):
        marks.quotation_at(offset)
    assert marks.type_of((Span(middle, middle + 500),)) in ("direct", "mixed", "indirect")
