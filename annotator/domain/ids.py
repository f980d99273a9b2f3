"""Ids: minted once at random for people's objects, derived from their content for the pipeline's."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from typing import Literal

from annotator.domain.text import Spans

Prefix = Literal["a", "d", "e", "l", "m", "q", "s", "x"]
"""a annotator, d document, e entity, l layer, m mention, q quotation, s stance, x rejection or decision."""

MAX_LENGTH = 200
_REFUSED = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def _letters(data: bytes) -> str:
    return base64.b32encode(data[:10]).decode("ascii").lower()


def mint(prefix: Prefix) -> str:
    """A new id: the prefix, ``_``, 16 lower-case base-32 characters (80 random bits)."""
    return f"{prefix}_{_letters(secrets.token_bytes(10))}"


def derived(prefix: Prefix, *parts: str | Spans) -> str:
    """The id that these parts always have, on every run and machine."""
    text = "\x1f".join(
        part if isinstance(part, str) else ";".join(f"{start}-{end}" for start, end in part) for part in parts
    )
    return f"{prefix}_{_letters(hashlib.sha256(text.encode('utf-8')).digest())}"


def is_valid(id: str) -> bool:
    """Whether a foreign id can be kept: 1–200 characters, no controls, no lone surrogates."""
    return 0 < len(id) <= MAX_LENGTH and not _REFUSED.search(id)
