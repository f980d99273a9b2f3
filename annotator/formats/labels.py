"""What a label of another program means here: a role of a quotation, a type, or a mention of some kind.

A meaning is written ``content``, ``content:direct``, ``cue``, ``speaker``, ``addressee``, ``mention:person`` or
``ignore``.  Users give their own in the same words; what neither they nor this table know is a mention of the kind
``other``, and is told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

Role = Literal["content", "cue", "speaker", "addressee", "mention", "ignore"]
ROLES: dict[str, Role] = {
    "content": "content",
    "cue": "cue",
    "speaker": "speaker",
    "addressee": "addressee",
    "mention": "mention",
    "ignore": "ignore",
}


class Meaning(NamedTuple):
    """A role, and its value: a quotation's type for content, a kind for a mention, nothing for the others."""

    role: Role
    value: str = ""

    def __str__(self) -> str:
        return f"{self.role}:{self.value}" if self.value else self.role


OTHER = Meaning("mention", "other")

_WORDS: dict[str, str] = {
    "content": "content quote quotation quoted quotespan quotationspan zitat citation statement said q",
    "content:direct": "direct directquote directquotation directspeech",
    "content:indirect": "indirect indirectquote indirectquotation indirectspeech paraphrase",
    "content:mixed": "mixed mixedquote partial partialquote",
    "content:reported": "reported reportedspeech",
    "content:free_indirect": "freeindirect freeindirectspeech",
    "cue": "cue cuespan verb quoteverb attribution attributionspan reportingverb event said_verb",
    "speaker": "speaker source sourcespan speakerspan holder attributionsource",
    "addressee": "addressee recipient hearer listener",
    "mention:person": "person per people",
    "mention:organisation": "organisation organization org company",
    "mention:place": "place gpe loc location fac facility",
    "mention:group": "group norp",
    "mention:event": "happening",
    "mention:law": "law",
    "mention:date": "date time",
    "mention:document": "document",
    "mention:issue": "issue topic",
    "mention:other": "other misc miscellaneous namedentity",
}
_CONTINUES = frozenset(
    {"continues", "continuation", "continued", "next", "prev", "fragment", "fragmentof", "same", "samequote", "partof"}
)
_SIGNS = re.compile(r"[\W_]+")


def plain(label: str) -> str:
    """A label without case, blanks and signs, by which it is looked up; of a qualified name the last part."""
    last = re.split(r"::|[./#]", label)[-1] or label
    return _SIGNS.sub("", last).casefold()


_TABLE = {
    word: Meaning(ROLES[role.partition(":")[0]], role.partition(":")[2])
    for role, words in _WORDS.items()
    for word in words.split()
}


def parsed(text: str) -> Meaning | None:
    """The meaning that a user wrote, None for what is none."""
    role, _, value = text.strip().partition(":")
    known = ROLES.get(role.strip().casefold())
    if known is None or (value and known not in ("content", "mention")):
        return None
    return Meaning(known, value.strip() or ("other" if known == "mention" else ""))


def meaning_of(label: str, own: Mapping[str, str]) -> Meaning | None:
    """What a label means: as the user says, else as the table has it, else None."""
    for each in (label, label.rpartition("::")[2]):
        if each in own:
            return parsed(own[each])
    return _TABLE.get(plain(label))


def role_of(link: str) -> Role | None:
    """The role that a relation gives to what it leads to, by its name; digits behind it count for nothing."""
    found = _TABLE.get(plain(link).rstrip("0123456789"))
    return found.role if found and found.role in ("content", "cue", "speaker", "addressee") else None


def continues(link: str) -> bool:
    """Whether a relation says that two spans are pieces of one."""
    return plain(link) in _CONTINUES
