"""What a bare caret takes: each kind of mark, nested, broken and beside apostrophes, wherever the caret stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.marks import Marks


def taken(text: str, offset: int) -> str | None:
    found = Marks(text).quotation_at(offset)
    return found.of(text) if found else None


KINDS = (
    "“{}”",
    '"{}"',
    "«{}»",
    "« {} »",
    "»{}«",
    "„{}“",
    "„{}”",
    "‚{}‘",
    "‘{}’",
    "›{}‹",
    "「{}」",
    "『{}』",
    "''{}''",
    "'{}'",
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("inner", ["yes 🏭", "cafe\u0301", "isn’t it?", "We agree."])
def test_every_caret_in_or_at_the_marks_takes_them(kind: str, inner: str) -> None:
    quoted = kind.format(inner)
    text = f"He said {quoted} today."
    start = text.index(quoted)
    for offset in range(len(text) + 1):
        expected = quoted if start <= offset <= start + len(quoted) else None
        assert taken(text, offset) == expected, offset


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("X “one ‘two “three” two’ one” y", "three", "“three”"),
        ("X “one ‘two “three” two’ one” y", "two", "‘two “three” two’"),
        ("X “one ‘two “three” two’ one” y", "one", "“one ‘two “three” two’ one”"),
        ("„Das ist ‚gut‘“, sagte sie.", "gut", "‚gut‘"),
        ("„Das ist „gut““, sagte sie.", "Das", "„Das ist „gut““"),
        ("『一「二」三』", "二", "「二」"),
        ('It is "a "big" win" today.', "win", '"a "big" win"'),
        ("“One. “Two,” she said.", "One", "“One. “Two,”"),
        ("“One.” Two goes on,” she said.", "goes", "“One.” Two goes on,”"),
        ("“We go.”” he said.", "go", "“We go.””"),
        ("“One,’ she said.", "One", "“One,’"),
        ('„Ja", sagte er.', "Ja", '„Ja"'),
        ("”Ja”, sa han.", "Ja", "”Ja”"),
        ("“It’s 6'2\" tall,” she said.", "tall", "“It’s 6'2\" tall,”"),
        ("‘It’s the workers’ right,’ he said.", "right", "‘It’s the workers’ right,’"),
        ("(“Yes 🏭.”)", "Yes", "“Yes 🏭.”"),
        ("“Yes”—“No”", "No", "“No”"),
        ("“Line one,\nline two,” he said.", "one", "“Line one,\nline two,”"),
        ("“Line one,\nline two,” he said.", "two", "“Line one,\nline two,”"),
        ("“One.\n\n“Two.\u2028“Three,” she said.", "Two", "“One.\n\n“Two.\u2028“Three,”"),
        ("She said: “It never ends", "never", "“It never ends"),
    ],
)
def test_nested_and_broken_marks(text: str, at: str, expected: str) -> None:
    assert taken(text, text.index(at)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It’s the boys’ dog’s 5'10\" bed, isn't it?",
        "rock ‘n’ roll in the ’90s and '80s",
        "’Tis the season; 'twas the night",
        'a 12" record on a 7" player',
        "no marks 🏭 at all",
        'צה"ל',
    ],
)
def test_apostrophes_and_inches_are_no_marks(text: str) -> None:
    assert {taken(text, offset) for offset in range(len(text) + 1)} == {None}


def test_between_two_quotations_that_touch_the_first_is_taken_at_its_end() -> None:
    assert [taken("“A”“B”", offset) for offset in (2, 4)] == ["“A”", "“B”"]


@given(st.text(alphabet="“”„‘’‚'\"«»「」ab.A ,\n5é\u0301🏭", max_size=50))
def test_what_is_taken_is_taken_from_anywhere_at_its_own_marks(text: str) -> None:
    marks = Marks(text)
    for offset in range(len(text) + 1):
        found = marks.quotation_at(offset)
        if found is not None:
            assert found.start <= offset <= found.end
            edge = marks.quotation_at(found.start)
            assert edge is not None
            assert edge.start <= found.start <= edge.end
        assert found == Marks(text).quotation_at(offset)  # what was asked before does not matter
