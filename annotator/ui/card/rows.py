"""The rows of the quotation list.  What has not changed stays the same object, so that nothing compares or paints it.

No Qt here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from annotator.domain.annotations import Layer, Quotation
from annotator.domain.documents import Document
from annotator.domain.text import Spans, covered
from annotator.ui.article.marks import Voices
from annotator.ui.card.view_model import QuotationRow, in_order, opening, type_letter

Known = tuple[Quotation, str, int | None, bool]


class Rows:
    """Makes the rows of a document again and again, and keeps those whose quotation, name and colour are as before."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Known, QuotationRow]] = {}
        self._document: Document | None = None

    def of(
        self,
        document: Document,
        layer: Layer,
        suggestions: Iterable[Quotation],
        voice_of: Voices,
        active: str | None = None,
        *,
        whole_names: bool = True,
    ) -> tuple[QuotationRow, ...]:
        """Quotations and suggestions of a document in the order of the text; ``active`` is the id of one of them.

        ``voice_of`` tells who speaks in a quotation, as the article's margin shows it.
        """
        if document is not self._document:
            self._document, self._kept = document, {}
        own = in_order(layer.quotations)
        ids = {each.id for each in own}
        rows = [(each, False) for each in own]
        if others := [each for each in suggestions if each.id not in ids]:
            rows += [(each, True) for each in others]
            rows.sort(key=lambda row: (row[0].start, -row[0].end))
        around = _Around([each.content for each in own]) if others else None
        before, self._kept = self._kept, {}
        out: list[QuotationRow] = []
        for each, suggested in rows:
            nested = around.holds(each.content) if suggested and around else each.parent is not None
            voice = voice_of(each)
            name = voice.name if whole_names else voice.short_name or voice.name
            known: Known = (each, name, voice.colour, nested)
            held = before.get(each.id)
            if held is not None and held[0][0] is each and held[0][1:] == known[1:] and held[1].suggestion == suggested:
                row = held[1]
            else:
                row = _row(document.text, known, suggested=suggested)
            self._kept[each.id] = (known, row)
            out.append(replace(row, active=True) if each.id == active else row)
        return tuple(out)


class _Around:
    """Which of many contents stand around another: asked for every suggestion, so most are passed over by their ends.

    ``contents`` are in the order of the text.
    """

    def __init__(self, contents: Sequence[Spans]) -> None:
        self._contents = contents
        self._starts = [each[0].start for each in contents]
        self._furthest: list[int] = []
        for each in contents:
            self._furthest.append(max(each[-1].end, self._furthest[-1] if self._furthest else 0))

    def holds(self, inner: Spans) -> bool:
        """Whether one of the contents covers ``inner``."""
        at = bisect_right(self._starts, inner[0].start) - 1
        while at >= 0 and self._furthest[at] >= inner[-1].end:
            if self._contents[at][-1].end >= inner[-1].end and covered(self._contents[at], inner):
                return True
            at -= 1
        return False


def _row(text: str, known: Known, *, suggested: bool) -> QuotationRow:
    quotation, speaker, colour, nested = known
    return QuotationRow(
        id=quotation.id,
        speaker=speaker,
        words=opening(text, quotation.content[0]),
        type_letter=type_letter(quotation.type),
        stances=tuple((stance.value, stance.intensity) for stance in quotation.stances),
        colour=colour,
        nested=nested,
        suggestion=suggested,
        score=quotation.origin.score,
    )
