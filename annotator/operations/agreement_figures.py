"""The figures of agreement as other programs read them: the object of `annotator agreement --json`, and one CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from annotator.analysis.drawing import Interval
from annotator.analysis.measures import Measures, Report, SlotMeasure
from annotator.formats.rows import harmless
from annotator.operations.agreeing import Agreement

COLUMNS = ("document", "a", "b", "type", "slot", "measure", "value", "low", "high", "n")
"""The columns of the CSV: one number a line, with its interval and how many it stands on."""

_DIGITS = 4


def as_json(found: Agreement) -> dict[str, object]:
    """The object of `annotator agreement --json`; “n/a” is null, annotators go by name."""
    report = found.report
    return {
        "documents": len(report.documents),
        "annotators": [each.name for each in found.annotators],
        "suggestions_shown": found.suggestions_shown,
        "frozen": found.frozen,
        "pairs": [
            {"a": found.name(pair.a), "b": found.name(pair.b), "documents": pair.documents, **_measures(pair.measures)}
            for pair in report.pairs
        ],
        "overall": _measures(report.overall),
        "by_type": {type: _measures(each) for type, each in report.by_type.items()},
        "by_document": [
            {
                "document": each.document,
                "title": each.title,
                "annotators": [found.name(name) for name in each.annotators],
                "quotations": each.quotations,
                "exact_f1": _rounded(each.exact_f1),
                "overlap_f1": _rounded(each.overlap_f1),
                "u_alpha": _rounded(each.u_alpha),
            }
            for each in report.by_document
        ],
        "against_gold": [
            {
                "who": found.name(each.who),
                "documents": each.documents,
                "exact": dict(zip(("p", "r", "f1"), map(_rounded, each.exact), strict=True)),
                "overlap": dict(zip(("p", "r", "f1"), map(_rounded, each.overlap), strict=True)),
                "slots": _slots(each.slots),
            }
            for each in report.against_gold
        ],
    }


def _measures(each: Measures) -> dict[str, object]:
    return {
        "quotations": each.quotations,
        "matched": each.matched,
        "exact_f1": _rounded(each.exact_f1),
        "overlap_f1": _rounded(each.overlap_f1),
        "ci": _ends(each.ci),
        "slots": _slots(each.slots),
        "u_alpha": {role: _rounded(value) for role, value in each.places.labelled.items()},
        "u_alpha_found": {role: _rounded(value) for role, value in each.places.found.items()},
        "u_alpha_ci": {role: _ends(each) for role, each in each.places.labelled_ci.items()},
        "u_alpha_found_ci": {role: _ends(each) for role, each in each.places.found_ci.items()},
    }


def _slots(slots: Mapping[str, SlotMeasure]) -> dict[str, object]:
    return {
        name: {
            "n": each.n,
            "percent": _rounded(each.percent),
            "alpha": _rounded(each.alpha),
            "kappa": _rounded(each.kappa),
            **({} if each.ci is None else {"ci": _ends(each.ci)}),
        }
        for name, each in slots.items()
    }


def _ends(interval: Interval | None) -> list[float | None] | None:
    return None if interval is None else [_rounded(end) for end in interval]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS) + 0.0


# ---------------------------------------------------------------------------------------------- as CSV


def as_csv(report: Report, names: Mapping[str, str]) -> str:
    """Every number on a line of its own, below `COLUMNS`: of pairs, of all, of each type and document, against gold.

    ``names`` say what annotators are called.  Empty cells are all documents, everybody, every type; a number that
    cannot be computed is left out.
    """
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for each in _lines(report, names):
        table.writerow([harmless(cell) if isinstance(cell, str) else "" if cell is None else cell for cell in each])
    return out.getvalue()


Line = tuple[str | float | None, ...]


def _lines(report: Report, names: Mapping[str, str]) -> Iterator[Line]:
    for pair in report.pairs:
        yield from _of_measures(("", names.get(pair.a, pair.a), names.get(pair.b, pair.b), ""), pair.measures)
    yield from _of_measures(("", "", "", ""), report.overall)
    for type, each in report.by_type.items():
        yield from _of_measures(("", "", "", type), each)
    for document in report.by_document:
        where = (document.document, "", "", "")
        for measure, value in (("exact_f1", document.exact_f1), ("overlap_f1", document.overlap_f1)):
            yield from _line(where, "quotation", measure, value, None, document.quotations)
        yield from _line(where, "content", "u_alpha_found", document.u_alpha, None, None)
    for one in report.against_gold:
        where = ("", names.get(one.who, one.who), "gold", "")
        for kind, three in (("exact", one.exact), ("overlap", one.overlap)):
            for measure, value in zip(("p", "r", "f1"), three, strict=True):
                yield from _line(where, "quotation", f"{kind}_{measure}", value, None, len(one.rows))
        yield from _of_slots(where, one.slots)


def _of_measures(where: tuple[str, ...], each: Measures) -> Iterator[Line]:
    yield from _line(where, "quotation", "overlap_f1", each.overlap_f1, each.ci, each.quotations)
    yield from _line(where, "quotation", "exact_f1", each.exact_f1, None, each.quotations)
    yield from _of_slots(where, each.slots)
    places = each.places
    for role, value in places.labelled.items():
        yield from _line(where, role, "u_alpha", value, places.labelled_ci.get(role), None)
        yield from _line(where, role, "u_alpha_found", places.found.get(role), places.found_ci.get(role), None)


def _of_slots(where: tuple[str, ...], slots: Mapping[str, SlotMeasure]) -> Iterator[Line]:
    for name, each in slots.items():
        yield from _line(where, name, "percent", each.percent, None, each.n)
        yield from _line(where, name, "alpha", each.alpha, each.ci, each.n)
        yield from _line(where, name, "kappa", each.kappa, None, each.n)


def _line(
    where: tuple[str, ...], slot: str, measure: str, value: float | None, interval: Interval | None, n: int | None
) -> Iterator[Line]:
    if value is not None:
        low, high = interval or (None, None)
        yield (*where, slot, measure, _rounded(value), _rounded(low), _rounded(high), n)
