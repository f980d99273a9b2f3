"""Ids: random ones are well formed and differ, derived ones are the same everywhere, foreign ones are judged."""

from __future__ import annotations

import re

import pytest

from annotator.domain.ids import derived, is_valid, mint
from annotator.domain.text import Span

SHAPE = re.compile("[adelmqsx]_[a-z2-7]{16}")


def test_minted_ids_have_their_shape_and_differ() -> None:
    made = {mint("q") for _ in range(500)}
    assert len(made) == 500
    assert all(SHAPE.fullmatch(each) for each in made)
    assert mint("x").startswith("x_")


def test_derived_ids_are_the_same_on_every_machine() -> None:
    id = derived("m", "mention", (Span(0, 3), Span(5, 9)), "person")
    assert id == derived("m", "mention", (Span(0, 3), Span(5, 9)), "person") == "m_vtbojucnglsjvz4m"
    assert SHAPE.fullmatch(id)


def test_derived_ids_tell_their_parts_apart() -> None:
    parts: list[tuple[str | tuple[Span, ...], ...]] = [
        ("a", "b"),
        ("ab",),
        ("a", "b", ""),
        ((Span(1, 23),),),
        ((Span(12, 3),),),
        ((Span(1, 2), Span(3, 4)),),
        ((Span(1, 2),), (Span(3, 4),)),
        ("é",),
        ("e\u0301",),
        ("🏭",),
    ]
    assert len({derived("q", *each) for each in parts}) == len(parts)


@pytest.mark.parametrize("id", ["q_1", "1", "x" * 200, "é 🏭", "a/b:c"])
def test_foreign_ids_that_can_be_kept(id: str) -> None:
    assert is_valid(id)


@pytest.mark.parametrize("id", ["", "x" * 201, "a\nb", "\0", "a\x7f", "\x85", "tab\t", "\ud800"])
def test_foreign_ids_that_cannot_be_kept(id: str) -> None:
    assert not is_valid(id)
