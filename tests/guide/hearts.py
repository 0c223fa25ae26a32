"""Hearts for tests of the forecast: first order with dead time, told second by second."""

from collections.abc import Iterator, Sequence


def answers(
    spans: Sequence[tuple[int, float]],
    *,
    tau_s: float = 38.0,
    delay_s: int = 8,
    start_bpm: float = 80.0,
) -> Iterator[float]:
    """A rate for each second; spans: (seconds, the demand they settle at)."""
    demands = [demand for length_s, demand in spans for _ in range(length_s)]
    rate = start_bpm
    for second in range(len(demands)):
        demand = demands[second - delay_s] if second >= delay_s else start_bpm
        tau = tau_s if demand >= rate else tau_s * 1.6
        rate += (demand - rate) / tau
        yield rate
