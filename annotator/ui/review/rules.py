"""Which reasons fit a slot, and which guideline a conflict is likely about.  No Qt here."""

from __future__ import annotations

import re
from collections.abc import Mapping

from annotator.domain.annotations import Slot
from annotator.domain.scheme import Label, Scheme
from annotator.ui.review.view_model import Rule

_EMPHASIS = re.compile(r"(\*{1,2}|_{1,2}|`)(?=\S)(.+?)(?<=\S)\1")

_FITTING: Mapping[str, tuple[str, ...]] = {
    "quotation": ("scare_quotes", "title_or_name", "new_cue", "continuation", "headline", "hashtag"),
    "content": ("boundary", "mark_error", "new_cue", "continuation", "interrupted", "headline"),
    "cue": ("wrong_cue", "new_cue", "boundary"),
    "speakers": ("wrong_speaker", "document_speaker", "boundary"),
    "addressees": ("wrong_speaker", "boundary"),
    "type": ("wrong_type", "mark_error"),
    "stances": ("wrong_stance",),
    "parent": ("boundary",),
    "attributes": ("other",),
}
"""Reason codes of the default scheme that a slot may be wrong for, the likeliest first."""


def reasons_for(scheme: Scheme, slot: Slot | None) -> tuple[Label, ...]:
    """The reasons to offer for a slot: those that fit it, those of the project's own, *other* last."""
    fitting = _FITTING.get(slot or "quotation", ())
    shipped = {each for codes in _FITTING.values() for each in codes}
    known = {each.id: each for each in scheme.reasons}
    first = [known[each] for each in fitting if each in known]
    own = [each for each in scheme.reasons if each.id not in shipped and each.id != "other"]
    last = [known["other"]] if "other" in known and "other" not in fitting else []
    return (*first, *own, *last) or scheme.reasons


def likely_rule(scheme: Scheme, slot: Slot | None) -> Rule | None:
    """The guideline that a conflict in a slot is likely about: that of the likeliest reason, if it has one."""
    likeliest = next(iter(_FITTING.get(slot or "", ())), "other")
    return rule_of(scheme, likeliest) if likeliest != "other" else None


def rule_of(scheme: Scheme, reason: str) -> Rule | None:
    """The guideline of a reason code, as plain words; None where it has none."""
    text = scheme.guideline(reason) if reason else ""
    if not text:
        return None
    return Rule(f"Guideline · {scheme.name('reasons', reason).lower()}", _EMPHASIS.sub(r"\2", text))
