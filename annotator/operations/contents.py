"""What an export holds, counted while its documents pass: for its data card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from annotator.domain.annotated import AnnotatedDocument
from annotator.domain.annotations import Layer
from annotator.store.documents import count_words


@dataclass(slots=True)
class LayerCount:
    """What the layers of one annotator, of gold or of the pipeline hold together."""

    documents: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    mentions: int = 0
    quotations: int = 0
    stances: int = 0
    rejections: int = 0

    def add(self, layer: Layer) -> None:
        """Count a layer."""
        self.documents += 1
        self.statuses[layer.status] += 1
        self.mentions += len(layer.mentions)
        self.quotations += len(layer.quotations)
        self.stances += sum(len(each.stances) for each in layer.quotations)
        self.rejections += len(layer.rejections)


class Contents:
    """The counts of an export.  ``layers`` go by kind and, for annotators, name; ``labels`` by vocabulary and layer.

    ``agents`` are the pipelines, by name and version.
    """

    def __init__(self) -> None:
        self.documents = 0
        self.words = 0
        self.languages: Counter[str] = Counter()
        self.sources: Counter[str] = Counter()
        self.dates: list[str] = []
        """The first and the last date, as long as there is any."""
        self.entities: set[str] = set()
        self.decisions = 0
        self.layers: dict[tuple[str, str], LayerCount] = {}
        self.types: dict[tuple[str, str], Counter[str]] = {}
        self.stances: dict[tuple[str, str], Counter[str]] = {}
        self.agents: set[str] = set()

    def through(self, documents: Iterable[AnnotatedDocument]) -> Iterator[AnnotatedDocument]:
        """The documents as they come, each counted."""
        for each in documents:
            self.add(each)
            yield each

    def add(self, annotated: AnnotatedDocument) -> None:
        """Count a document with all its layers."""
        document = annotated.document
        self.documents += 1
        self.words += count_words(document.text)
        self.languages[document.language or ""] += 1
        self.sources[str(document.meta.get("source") or "")] += 1
        if (date := str(document.meta.get("date") or "")) and date[:4].isdigit():  # others have no order
            self.dates = [min([date, *self.dates]), max([date, *self.dates])]
        self.entities |= {each.id for each in annotated.entities}
        self.decisions += len(annotated.decisions)
        for layer in annotated.layers:
            self._add_layer(layer)

    def _add_layer(self, layer: Layer) -> None:
        key = (layer.kind, layer.annotator or "" if layer.kind == "annotator" else "")
        if layer.kind == "pipeline" and layer.annotator:
            self.agents.add(layer.annotator)
        self.layers.setdefault(key, LayerCount()).add(layer)
        types, stances = self.types.setdefault(key, Counter()), self.stances.setdefault(key, Counter())
        for each in layer.quotations:
            types[each.type or ""] += 1
            stances.update(stance.value or "" for stance in each.stances)
