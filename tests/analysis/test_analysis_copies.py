"""Copies of a text are found by their fingerprints, and other texts are not."""

from __future__ import annotations

import random

import pytest

from annotator.analysis.copies import ALIKE, fingerprint, grouped, nearest, resemblance

SAID = "the mayor said harbour council plant quay lantern café 市 🏭 vote budget rain tram market bridge"
WORDS = SAID.split()


def text(seed: int, length: int = 300) -> str:
    drawn = random.Random(seed)
    return " ".join(f"{drawn.choice(WORDS)}{drawn.randrange(40)}" for _ in range(length)) + " cafe\u0301 🏭"


def test_a_fingerprint_is_the_same_every_time_and_everywhere() -> None:
    made = fingerprint("“We stay at the cafe\u0301 🏭,” said Zoe\u0301.")
    assert len(made) == 256
    assert made[:8].hex() == fingerprint("we STAY at\nthe   cafe\u0301: said Zoe\u0301")[:8].hex()  # words alone count
    assert made != fingerprint("“We go from the cafe\u0301 🏭,” said Zoe\u0301.")


@pytest.mark.parametrize("of", ["", "🏭", "cafe\u0301", "two words", "佐藤は市長だ"])
def test_short_texts_have_one_too(of: str) -> None:
    assert resemblance(fingerprint(of), fingerprint(of)) == 1.0


def test_the_share_of_common_words_is_estimated() -> None:
    whole = text(1)
    words = whole.split()
    cut = " ".join(words[: len(words) * 7 // 10])
    assert abs(resemblance(fingerprint(whole), fingerprint(cut)) - 0.7) < 0.15
    assert resemblance(fingerprint(whole), fingerprint(text(2))) < 0.1


def test_copies_are_grouped_under_the_first_and_others_are_alone() -> None:
    agency = text(1)
    texts = {
        "a": text(3),
        "b": agency,
        "c": "Another headline 🎪\n" + agency.replace("mayor", "Mayor Lindqvist", 5),
        "d": text(4),
        "e": " ".join(agency.split()[:220]),
    }
    prints = [(id, fingerprint(each)) for id, each in texts.items()]
    assert grouped(prints) == {"b": "b", "c": "b", "e": "b"}
    assert grouped([]) == {}


def test_an_incoming_text_is_compared_with_the_known_and_with_those_before_it() -> None:
    known = [("known", fingerprint(text(1))), ("other", fingerprint(text(2)))]
    incoming = [
        ("x", fingerprint(text(1) + " more")),
        ("y", fingerprint(text(9))),
        ("z", fingerprint(text(9) + " yes")),
    ]
    found = nearest(incoming, known)
    assert {id: near for id, (near, _) in found.items()} == {"x": "known", "z": "y"}
    assert all(share >= ALIKE for _, share in found.values())
