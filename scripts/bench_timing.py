"""Measuring against a yardstick: both in one run, in turns, so the machine's mood cancels.

Goes out: medians and ratios. A figure in milliseconds says more about the machine than about the
code; the ratio to a named program that ran a moment before says something about the code.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time


@dataclass(frozen=True)
class Figure:
    """One measured number and its limit.

    value: in `unit`; at_most or at_least: the limit, exactly one of them. seen: the numbers it
    comes from, in words. skipped: why it was not measured, and then value means nothing.
    """

    name: str
    unit: str
    value: float = 0.0
    at_most: float | None = None
    at_least: float | None = None
    seen: str = ""
    skipped: str | None = None

    @property
    def kept(self) -> bool:
        if self.skipped is not None:
            return False
        if self.at_most is not None:
            return self.value <= self.at_most
        return self.at_least is not None and self.value >= self.at_least

    def line(self) -> str:
        if self.skipped is not None:
            return f"not measured  {self.name}: {self.skipped}"
        limit = f"<= {self.at_most:g}" if self.at_most is not None else f">= {self.at_least:g}"
        word = "kept" if self.kept else "MISSED"
        return f"{word:<6}  {self.name}: {self.value:.3g} {self.unit} (limit {limit}); {self.seen}"


def in_turns(
    contestants: Mapping[str, Callable[[], float]], *, repeats: int
) -> dict[str, list[float]]:
    """`repeats` results of each, taken in turns after one round that does not count."""
    results: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(repeats + 1):
        for name, run in contestants.items():
            result = run()
            if number:
                results[name].append(result)
    return results


def ratio(ours: list[float], yardstick: list[float]) -> float:
    """The median of the ratios of neighbours: a slow moment hits both sides of one of them."""
    return median(mine / other for mine, other in zip(ours, yardstick, strict=True))


def seconds(run: Callable[[], object]) -> float:
    """Wall-clock seconds of one call."""
    start = perf_counter()
    run()
    return perf_counter() - start


def cpu_seconds(run: Callable[[], object]) -> float:
    """CPU seconds of one call: what it takes where nobody else wants the core."""
    start = process_time()
    run()
    return process_time() - start


def ms(values_s: list[float]) -> str:
    """The median in milliseconds, for `Figure.seen`."""
    return f"{median(values_s) * 1000:.3g} ms"
