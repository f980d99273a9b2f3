"""Learning from a project, on this machine: is it better than the rules on articles held back, and the model if it is.

Every finished article is held back once: what is learned from the others is tried on it.  The curve tells the same with
fewer articles to learn from.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from annotator.domain.calibration import STEPS
from annotator.domain.errors import AppError
from annotator.nlp.examples import Examples
from annotator.nlp.learning import counted, is_installed, learned_from, tally
from annotator.nlp.lessons import Counts, Lesson, lesson
from annotator.nlp.models import Model, fingerprint
from annotator.nlp.pipelines import code_of
from annotator.nlp.profiles import Weights, weights
from annotator.nlp.suggest import loaded
from annotator.operations.pipeline_labels import profile_of
from annotator.operations.teaching import Material, Taught, material, taught
from annotator.store.project import Project

FEWEST: Final = 10
"""Finished articles that learning needs."""
FOLDS: Final = 5
DRAWS: Final = 1000
"""Draws of the held-back articles for an interval (percentile bootstrap)."""
_SIZES: Final = (10, 25, 50, 100, 200)
INSTALL: Final = "pip install 'quotation-annotator[learn]'"
"""The command that installs what learning needs."""

Report = Callable[[int, int], None]
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Figure:
    """An F1 end to end, 0…1, and the ends of its 95 % interval over the articles held back."""

    f1: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the learning curve: the F1 end to end, 0…1, with so many articles, on articles held back."""

    documents: int
    f1: float


@dataclass(frozen=True, slots=True)
class Learning:
    """What came of it; ``model`` is None where it does not beat the rules.

    ``rules`` and ``learned`` are about all finished articles, each held back once; ``gain`` is their difference.
    """

    material: Material
    rules: Figure
    learned: Figure
    gain: Figure
    curve: tuple[Point, ...]
    model: Model | None


def why_not(project: Project, found: Material) -> AppError | None:
    """Why nothing can be learned in a project, with what to do; None where it can."""
    language = code_of(project.language)
    if weights(language, profile_of(project)) is None:
        sentence = f"there is no suggester for the language “{language}” yet"
        return AppError(sentence, "quotations are found by their marks alone, and nothing can be learned")
    if found.finished < FEWEST:
        noun = "article is" if found.finished == 1 else "articles are"
        return AppError(
            f"{found.finished} {noun} finished, and learning needs at least {FEWEST}",
            "finish more articles, then try again",
        )
    if not is_installed():
        return AppError("learning needs scikit-learn, which is not installed", f"install it with: {INSTALL}")
    return None


def learn(
    project: Project,
    *,
    pipeline: str | None = None,
    progress: Report = lambda _done, _total: None,
    cancelled: Stop = lambda: False,
) -> Learning | None:
    """Learn from gold that is adjudicated, finished layers, and decisions in others; None where it was cancelled.

    Raises AppError where fewer than `FEWEST` articles are finished, the language has no suggester, or scikit-learn is
    not installed; PipelineError where the pipeline cannot be loaded.
    """
    language, profile = code_of(project.language), profile_of(project)
    chosen = taught(project, language)
    trouble, shipped = why_not(project, material(chosen)), weights(language, profile)
    if trouble is not None or shipped is None:
        raise trouble or AppError("nothing can be learned", "choose another profile")
    trial = _Trial(chosen, Model(language, profile, shipped, rules_used=fingerprint(shipped)), progress, cancelled)
    for one in _lessons(project, chosen, pipeline, language, shipped):
        if not trial.take(one):
            return None
    return trial.run()


class _Trial:
    """Trains and tests in turn: every finished article is held back once."""

    def __init__(self, chosen: Sequence[Taught], plain: Model, progress: Report, cancelled: Stop) -> None:
        self._material = material(chosen)
        self._plain = plain
        self._shipped = plain.weights
        self._progress, self._cancelled = progress, cancelled
        self._lessons: list[Lesson] = []
        finished = self._material.finished
        whole = finished - -(-finished // FOLDS)  # of the largest fold
        self._sizes = [*(each for each in _SIZES if each < whole), finished]
        self._done, self._steps = 0, len(chosen) + FOLDS * len(self._sizes) + 1

    def take(self, one: Lesson) -> bool:
        """Take an article that was read; whether to go on."""
        self._lessons.append(one)
        return self._go_on()

    def _go_on(self) -> bool:
        self._done += 1
        self._progress(self._done, self._steps)
        return not self._cancelled()

    def run(self) -> Learning | None:
        """Try it, and learn from all where it is better; None where it was cancelled."""
        finished = [each for each in self._lessons if each.said.finished]
        begun = list(range(len(finished), len(self._lessons)))  # they stand behind the finished ones
        examples = Examples(self._lessons, self._shipped)
        rules = [counted(each, self._shipped, self._shipped) for each in finished]
        by_size: dict[int, list[Counts]] = {size: [Counts()] * len(finished) for size in self._sizes}
        tallies: dict[int, list[int]] = {step: [0, 0] for step in range(STEPS)}
        for fold in range(FOLDS):
            pool = [at for at in range(len(finished)) if at % FOLDS != fold]
            for size in self._sizes:
                part = begun[: len(begun) * size // len(finished)] if size < len(finished) else begun
                own = learned_from(examples, [*pool[:size], *part]) or self._shipped
                for at in range(fold, len(finished), FOLDS):
                    by_size[size][at] = counted(finished[at], own, self._shipped)
                if not self._go_on():
                    return None
            for step, (judged, right) in tally(finished[fold::FOLDS], own, self._shipped).items():
                tallies[step] = [tallies[step][0] + judged, tallies[step][1] + right]
        better = by_size[self._sizes[-1]]
        curve = [Point(0, _f1(rules))]
        curve += [Point(min(size, len(finished) * (FOLDS - 1) // FOLDS), _f1(each)) for size, each in by_size.items()]
        figures = _figures(rules, better)
        model = self._learned(examples, figures, tallies) if figures[2].f1 > 0 else None
        self._go_on()
        return Learning(self._material, *figures, tuple(curve), model)

    def _learned(self, examples: Examples, figures: Sequence[Figure], tallies: dict[int, list[int]]) -> Model | None:
        own = learned_from(examples, range(len(self._lessons)))
        if own is None:
            return None
        calibration = tuple((step, judged, right) for step, (judged, right) in tallies.items() if judged)
        rules, better, _ = (each.f1 for each in figures)
        plain, count = self._plain, self._material.finished
        return Model(plain.language, plain.profile, own, count, rules, better, plain.rules_used, calibration)


def _f1(counts: Sequence[Counts]) -> float:
    return sum(counts, Counts()).f1


def _figures(rules: Sequence[Counts], better: Sequence[Counts]) -> tuple[Figure, Figure, Figure]:
    """Both F1 and their difference, with intervals: the articles are drawn again and again, both from the same draw."""
    drawing = random.Random(0)  # noqa: S311 - the same figures for the same articles
    draws = []
    for _ in range(DRAWS):
        at = drawing.choices(range(len(rules)), k=len(rules))
        one, other = _f1([rules[each] for each in at]), _f1([better[each] for each in at])
        draws.append((one, other, other - one))
    known = (_f1(rules), _f1(better), _f1(better) - _f1(rules))
    cut = DRAWS // 40
    figures = [
        Figure(value, drawn[cut], drawn[-cut - 1])
        for value, drawn in zip(known, (sorted(each) for each in zip(*draws, strict=True)), strict=True)
    ]
    return figures[0], figures[1], figures[2]


def _lessons(
    project: Project, chosen: Sequence[Taught], pipeline: str | None, language: str, shipped: Weights
) -> Iterator[Lesson]:
    parser = loaded(pipeline, language)
    for each in chosen:
        yield lesson(project.documents.get(each.document).text, parser, shipped, each.said)
