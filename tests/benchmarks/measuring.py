"""What every benchmark stands on: a clock for CPU and wall time, a table, and the memory of this process.

Times are in milliseconds.  *cpu* is the process's own, *wall* includes what others do on the machine: compare CPU times
and ratios, and both only within one run.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path


def part(values: Sequence[float], share: float) -> float:
    """A quantile; ``share`` 0.5 is the median."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))] if ordered else float("nan")


@dataclass(slots=True)
class Times:
    """How long each of some runs took, in milliseconds."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Measure one run."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.cpu.append((time.process_time() - cpu) * 1000)
        self.wall.append((time.perf_counter() - wall) * 1000)


def measured(repeats: int, action: Callable[[int], object]) -> Times:
    """``action`` run a number of times, after one run that does not count."""
    times = Times()
    action(0)
    for n in range(1, repeats + 1):
        with times.one():
            action(n)
    return times


class Table:
    """Prints a line for each thing measured: medians, 95th percentiles, the ratio to a baseline, the figure to reach.

    ``ratio`` compares the medians of the CPU times.
    """

    def __init__(self, title: str, width: int = 52) -> None:
        self._width = width
        heads = "".join(f"{each:>10}" for each in ("cpu p50", "cpu p95", "wall p50", "wall p95", "ratio"))
        print(f"\n{title}  (ms)")
        print(f"{'':<{width}}{'n':>5}{heads}   reach")

    def row(self, what: str, times: Times, *, base: Times | None = None, reach: str = "") -> None:
        """One thing measured; ``base`` is what it is compared with."""
        values = "".join(f"{part(each, share):>10.2f}" for each in (times.cpu, times.wall) for share in (0.5, 0.95))
        ratio = f"{part(times.cpu, 0.5) / part(base.cpu, 0.5):>9.2f}×" if base is not None else f"{'':>10}"
        print(f"{what:<{self._width}}{len(times.cpu):>5}{values}{ratio}   {reach}".rstrip(), flush=True)


def facts(title: str, rows: Sequence[tuple[str, str, str]]) -> None:
    """A table of single values: what, value, figure to reach."""
    print(f"\n{title}")
    for what, value, reach in rows:
        print(f"{what:<62}{value:>22}   {reach}".rstrip(), flush=True)


def resident_megabytes() -> float:
    """The memory of this process that is in RAM, shared libraries included; its peak where no more is known; or NaN."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(each for each in status.read_text(encoding="ascii").splitlines() if each.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    if sys.platform == "win32":
        return float("nan")
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024) if sys.platform == "darwin" else peak / 1024
