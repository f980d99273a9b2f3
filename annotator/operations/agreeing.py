"""Agreement in a project: which layers it is computed on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from annotator.analysis.agreement import agreement as computed
from annotator.analysis.drawing import ROUNDS
from annotator.analysis.matching import Side
from annotator.analysis.measures import Report
from annotator.analysis.sameness import spellings
from annotator.domain.annotations import Annotator, Layer
from annotator.domain.errors import AppError
from annotator.domain.registry import Entity
from annotator.store.project import Project


@dataclass(frozen=True, slots=True)
class Agreement:
    """A report with what has to stand beside it.

    ``annotators`` are those compared, by id.  ``suggestions_shown`` tells whether any of them could see the pipeline's
    suggestions, which makes them agree more.  ``frozen`` is when the first of the layers was frozen, None where all are
    as they are now; ``frozen_documents`` counts the documents whose layers are frozen.
    """

    report: Report
    annotators: tuple[Annotator, ...]
    suggestions_shown: bool
    frozen: str | None
    frozen_documents: int
    titles: Mapping[str, str]

    def name(self, id: str) -> str:
        """An annotator's name, gold and the pipeline as they are called."""
        return next((each.name for each in self.annotators if each.id == id), id)


def agreement(
    project: Project,
    annotators: Iterable[str] | None = None,
    documents: Iterable[str] | None = None,
    *,
    seed: int = 0,
    rounds: int = ROUNDS,
) -> Agreement:
    """The agreement of these annotators (ids; None for all) in these documents (None for all).

    A layer counts if its annotator has finished the document; of a document in adjudication it counts as it was then.
    Raises AppError for an unknown annotator, and where no document was finished by two of them.
    """
    people = _people(project, annotators)
    gathered = _Gathered(project, {each.id for each in people})
    for id in project.documents.ids() if documents is None else documents:
        gathered.take(id)
    sides = gathered.sides
    used = {name for side in sides for name in side.layers}
    people = tuple(each for each in people if each.id in used)
    if not any(len(side.layers) > 1 for side in sides):
        names = " and ".join(f"“{each.name}”" for each in _people(project, annotators)) or "anybody"
        raise AppError(
            f"no article was finished by two annotators among {names}",
            "agreement needs two layers that are marked as done",
        )
    report = computed(
        sides,
        [each.id for each in people],
        types=[each.id for each in project.scheme.types],
        rules=project.rules,
        seed=seed,
        rounds=rounds,
    )
    titles = {side.document: side.title for side in sides}
    frozen = min(gathered.frozen, default=None)
    return Agreement(report, people, gathered.suggestions_shown, frozen, gathered.frozen_documents, titles)


def _people(project: Project, annotators: Iterable[str] | None) -> tuple[Annotator, ...]:
    """The annotators, in the order of ids; wanted ones may be named by id or name."""
    known = sorted(project.annotators(), key=lambda each: each.id)
    if annotators is None:
        return tuple(known)
    found: dict[str, Annotator] = {}
    for wanted in annotators:
        same = [each for each in known if each.id == wanted] or [each for each in known if each.name == wanted]
        if not same:
            names = ", ".join(each.name for each in known) or "none yet"
            raise AppError(f"no annotator is called “{wanted}”", f"the annotators are: {names}")
        found[same[0].id] = same[0]
    return tuple(found[id] for id in sorted(found))


class _Gathered:
    """The layers that are compared, document by document."""

    def __init__(self, project: Project, wanted: set[str]) -> None:
        self._project = project
        self._wanted = wanted
        self._frozen = project.frozen.documents()
        self._heads: dict[str, list[str]] = {}
        self._gold: set[str] = set()
        for each in project.annotations.holders():
            if each.kind == "gold":
                self._gold.add(each.document)
            elif each.status == "done" and each.annotator in wanted:
                self._heads.setdefault(each.document, []).append(each.annotator or "")
        self._entities = {each.id: each for each in project.registry.all()}
        self._taken: list[Side] = []
        self.frozen: list[str] = []
        self.frozen_documents = 0
        self.suggestions_shown = False

    def take(self, id: str) -> None:
        """Take a document in, if at least one of its layers counts."""
        frozen = self._frozen.get(id, set()) & self._wanted
        done = set(self._heads.get(id, ())) - frozen
        if not frozen and not done:
            return
        document = self._project.documents.get(id)
        layers, entities = self._frozen_layers(id, frozen) if frozen else ({}, [])
        gold, pipeline = self._gold_and_pipeline(id)
        for name in done:
            layer = self._project.annotations.layer(id, "annotator", name)
            if layer is not None:
                layers[name] = layer
                self.suggestions_shown |= self._offered(id) or _took_any(layer)
        self.frozen_documents += bool(frozen)
        self._entities |= {each.id: each for each in entities if each.id not in self._entities}
        ordered = {name: layers[name] for name in sorted(layers)}
        self._taken.append(Side(id, document.title, document.text, ordered, gold, pipeline))

    @property
    def sides(self) -> list[Side]:
        """The documents taken in, all with the same spellings."""
        known = spellings(self._entities.values())
        return [replace(each, spellings=known) for each in self._taken]

    def _frozen_layers(self, id: str, names: set[str]) -> tuple[dict[str, Layer], list[Entity]]:
        layers: dict[str, Layer] = {}
        entities: list[Entity] = []
        for each in self._project.frozen.of(self._project.documents.get(id), names):
            layers[each.annotator] = each.layer
            entities += each.entities
            self.frozen.append(each.at)
            self.suggestions_shown |= each.suggestions_shown
        return layers, entities

    def _gold_and_pipeline(self, id: str) -> tuple[Layer | None, Layer | None]:
        """Gold and the pipeline's layer where gold was adjudicated; else nothing is measured against it.

        That somebody has edited since, so that it is open again, does not matter: the layers are as they were too.
        """
        gold = self._project.annotations.layer(id, "gold") if id in self._gold else None
        if gold is None or gold.status != "adjudicated":
            return None, None
        return gold, self._project.annotations.layer(id, "pipeline")

    def _offered(self, id: str) -> bool:
        pipeline = self._project.annotations.layer(id, "pipeline")
        return pipeline is not None and bool(pipeline.quotations)


def _took_any(layer: Layer) -> bool:
    return any(each.origin.kind == "suggestion" for each in layer.quotations)
