"""Dates as people write them: `17 Nov` in a list, `17 November 2026` in a header, `today 14:05` in the history."""

from __future__ import annotations

import re
from datetime import UTC, datetime

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?\s*")


def _parts(date: str) -> tuple[str, str, int] | None:
    """Day, name of the month and year of an ISO 8601 date, the first two empty where it has none."""
    found = _ISO.fullmatch(date.strip())
    if found is None:
        return None
    year, month, day = found[1], int(found[2] or 0), int(found[3] or 0)
    if month > 12 or day > 31 or (found[2] and not month):
        return None
    return (str(day) if day else ""), (MONTHS[month - 1] if month else ""), int(year)


def long_date(date: str) -> str:
    """`2026-11-17` as `17 November 2026`; what is no ISO date comes back as it is."""
    parts = _parts(date)
    return date if parts is None else " ".join(str(part) for part in parts if part)


def short_date(date: str, *, year: bool) -> str:
    """`2026-11-17` as `17 Nov`, with ``year`` as `17 Nov 2026`; what is no ISO date comes back as it is."""
    parts = _parts(date)
    if parts is None:
        return date
    day, month, number = parts
    return " ".join(part for part in (day, month[:3], str(number) if year or not month else "") if part)


def year_of(date: str) -> int | None:
    """The year of an ISO date, None for anything else."""
    parts = _parts(date)
    return None if parts is None else parts[2]


def when(at: str, now: datetime | None = None) -> str:
    """A time in UTC (`2026-11-20T11:00:00Z`) as the clock here showed it: `today 12:00`, `17 Nov 09:05`."""
    try:
        then = datetime.fromisoformat(at).astimezone()
    except ValueError:
        return at
    here = (now or datetime.now(UTC)).astimezone()
    days = (here.date() - then.date()).days
    day = {0: "today", 1: "yesterday"}.get(days) or short_date(then.date().isoformat(), year=then.year != here.year)
    return f"{day} {then:%H:%M}"
