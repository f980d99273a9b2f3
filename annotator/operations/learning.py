"""Learning from a project's finished articles, on this machine: is it better than the rules, and the model if it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from annotator.domain.annotations import Layer, Quotation
from annotator.domain.errors import AppError
from annotator.nlp.learning import Lesson, Wanted, counted, is_installed, learned, lesson
from annotator.nlp.models import Model
from annotator.nlp.pipelines import code_of
from annotator.nlp.profiles import Weights, weights
from annotator.nlp.suggest import loaded
from annotator.operations.pipeline_labels import profile_of
from annotator.store.project import Project

FEWEST: Final = 10
"""Finished articles that learning needs."""
MOST: Final = 500
"""More are not read; which ones depends on their ids alone."""
FOLDS: Final = 5
_SIZES: Final = (10, 25, 50, 100, 200, 400)

Report = Callable[[int, int], None]
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the learning curve: the F1 end to end, 0…1, with so many articles, on articles held back."""

    documents: int
    f1: float


@dataclass(frozen=True, slots=True)
class Learning:
    """What came of it; ``model`` is None where it does not beat the rules.

    ``rules`` and ``learned`` are the F1 end to end on all articles, each held back once.
    """

    documents: int
    rules: float
    learned: float
    curve: tuple[Point, ...]
    model: Model | None


def learn(
    project: Project,
    *,
    pipeline: str | None = None,
    progress: Report = lambda _done, _total: None,
    cancelled: Stop = lambda: False,
) -> Learning | None:
    """Learn from gold that is adjudicated, else from annotators' finished layers; None where it was cancelled.

    Raises AppError where fewer than `FEWEST` articles are finished, the language has no suggester, or scikit-learn is
    not installed; PipelineError where the pipeline cannot be loaded.
    """
    language = code_of(project.value("language"))
    shipped = weights(language, profile_of(project))
    if shipped is None:
        raise AppError(f"there is no suggester for the language “{language}” yet", "nothing can be learned for it")
    chosen = _finished(project, language)
    if len(chosen) < FEWEST:
        raise AppError(
            f"{len(chosen)} articles are finished, and learning needs at least {FEWEST}",
            "finish more articles, then try again",
        )
    _need_sklearn()
    steps = len(chosen) + 2 * FOLDS
    lessons = []
    for one in _lessons(project, chosen, pipeline, language, shipped):
        lessons.append(one)
        progress(len(lessons), steps)
        if cancelled():
            return None
    return _Trial(lessons, shipped, Model(language, profile_of(project), shipped)).run(
        lambda done: progress(len(lessons) + done, steps), cancelled
    )


class _Trial:
    """Trains and tests in turn: every article is held back once."""

    def __init__(self, lessons: Sequence[Lesson], shipped: Weights, plain: Model) -> None:
        self._lessons = lessons
        self._shipped = shipped
        self._plain = plain

    def run(self, progress: Callable[[int], None], cancelled: Stop) -> Learning | None:

        right = held = 0
        for fold in range(FOLDS):
            own = learned([one for at, one in enumerate(self._lessons) if at % FOLDS != fold], self._shipped)
            back = [one for at, one in enumerate(self._lessons) if at % FOLDS == fold]
            counts = counted(back, own or self._shipped)
            right, held = right + counts.right, held + counts.suggested + counts.wanted
            progress(fold + 1)
            if cancelled():
                return None
        rules, better = counted(self._lessons, self._shipped).f1, 2 * right / max(1, held)
        curve = self._curve()
        progress(2 * FOLDS)
        whole = learned(self._lessons, self._shipped) if better > rules else None
        plain, count = self._plain, len(self._lessons)
        model = Model(plain.language, plain.profile, whole, count, rules, better) if whole else None
        return Learning(count, rules, better, curve, model)

    def _curve(self) -> tuple[Point, ...]:
        """The F1 on the last fifth of the articles, with ever more of the others."""
        cut = max(1, len(self._lessons) * (FOLDS - 1) // FOLDS)
        pool, back = self._lessons[:cut], self._lessons[cut:]
        points = [Point(0, counted(back, self._shipped).f1)]
        for size in sorted({each for each in _SIZES if each < cut} | {cut}):
            own = learned(pool[:size], self._shipped)
            points.append(Point(size, counted(back, own or self._shipped).f1))
        return tuple(points)


def _finished(project: Project, language: str) -> list[tuple[str, Layer]]:
    """The layer to learn from in each finished article of the language, in an order that has no meaning."""
    chosen: dict[str, tuple[bool, str | None]] = {}
    for each in project.annotations.holders():
        if each.kind == "gold" or (each.kind == "annotator" and each.status == "done" and each.document not in chosen):
            chosen[each.document] = (each.kind == "gold", each.annotator)
    found = []
    for id in sorted(chosen, key=lambda each: sha256(each.encode()).digest()):
        is_gold, annotator = chosen[id]
        layer = project.annotations.layer(id, "gold" if is_gold else "annotator", None if is_gold else annotator)
        own = project.documents.get(id).language
        if layer is not None and layer.status in ("done", "adjudicated") and code_of(own or language) == language:
            found.append((id, layer))
        if len(found) == MOST:
            break
    return found


def _lessons(
    project: Project, chosen: Sequence[tuple[str, Layer]], pipeline: str | None, language: str, shipped: Weights
) -> Iterator[Lesson]:

    def wanted(each: Quotation) -> Wanted:
        return Wanted(each.content, each.cue, tuple(span for party in each.speakers for span in party.spans))

    parser = loaded(pipeline, language)
    for id, layer in chosen:
        yield lesson(project.documents.get(id).text, parser, shipped, [wanted(each) for each in layer.quotations])


def _need_sklearn() -> None:

    if not is_installed():
        raise AppError(
            "learning needs scikit-learn, which is not installed", "install quotation-annotator[learn], then try again"
        )
