"""`python scripts/bench_beats.py [--check] [--only NAME]`: alpha1 and correction against others.

An hour of 8,200 beats, made once with a fixed seed, 697 windows of 120 s every 5 s. Each figure is
a ratio within one process, contestants in turns: ours against the fastest of neurokit2, fathon,
MFDFA, systole and hrv-analysis that is installed (extra `bench`). What is not installed is said.
`--check` ends with exit code 1 where a limit was missed.
"""

import argparse
import os
import random
import sys
import warnings
from collections.abc import Callable
from importlib.util import find_spec
from itertools import accumulate, pairwise
from math import inf
from statistics import median, quantiles
from time import perf_counter

os.environ.setdefault("OMP_NUM_THREADS", "1")  # fathon's threads only wait for each other here

import numpy as np
from bench_timing import Figure, in_turns, ms, ratio, seconds
from numpy.typing import NDArray

from hrguide import Session, alpha1_over_time, correct_rr, parse_workout
from hrguide.bluetooth.heart_rate import Contact, HeartRateMeasurement, encode_heart_rate

BEATS = 8200
TICKS_PER_S = 1024
SIZES = np.arange(4, 17)
SOME = 40  # every 40th window for the slow ones; their time is scaled up
FAULTS = 0.01  # of the beats, for the correction
Run = Callable[[], object]


def an_hour() -> NDArray[np.float64]:
    """RR intervals, s: 105 to 165 bpm and back, first-order noise, in whole 1/1024 s."""
    dice = random.Random(1)
    wander, found = 0.0, []
    for beat in range(BEATS):
        bpm = 135.0 + 30.0 * np.sin(6.28 * 3 * beat / BEATS)
        wander = 0.6 * wander + 0.8 * dice.gauss(0.0, 1.0)
        sd_s = max(0.002, 0.025 * np.exp(-(bpm - 100.0) / 28.0))
        found.append(round((60.0 / bpm + sd_s * wander) * TICKS_PER_S) / TICKS_PER_S)
    scale = round(3601.0 / sum(found) * TICKS_PER_S) / TICKS_PER_S
    return np.rint(np.array(found) * scale * TICKS_PER_S) / TICKS_PER_S


def with_faults(rr_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """One beat in a hundred missed, doubled or early."""
    dice = random.Random(2)
    times: list[float | None] = [0.0, *accumulate(rr_s.tolist())]
    extra = []
    for number in range(10, BEATS - 10, 4):
        beat_s = times[number]
        if beat_s is None or dice.random() > 4 * FAULTS:
            continue
        match dice.choice(["missed", "extra", "early"]):
            case "missed":
                times[number] = None
            case "extra":
                extra.append(beat_s + rr_s[number] * dice.uniform(0.3, 0.7))
            case "early":
                times[number] = beat_s - rr_s[number] * dice.uniform(0.15, 0.35)
    told = sorted([at_s for at_s in times if at_s is not None] + extra)
    return np.array([after - before for before, after in pairwise(told)])


def windows_of(rr_s: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    found = alpha1_over_time(rr_s, detrend=None, gate=False)
    return [rr_s[window.first : window.last] for window in found]


def neurokit_alpha1(rr_s: NDArray[np.float64]) -> float:
    import neurokit2

    return float(neurokit2.fractal_dfa(rr_s, scale=SIZES.tolist(), overlap=False)[0])


def neurokit_detrended(rr_s: NDArray[np.float64]) -> float:
    import neurokit2

    level = neurokit2.signal_detrend(rr_s, method="tarvainen2002", regularization=500)
    return neurokit_alpha1(level)


def fathon_alpha1(rr_s: NDArray[np.float64]) -> float:
    import fathon
    from fathon import fathonUtils

    dfa = fathon.DFA(fathonUtils.toAggregated(rr_s))
    dfa.computeFlucVec(SIZES, polOrd=1)
    return float(dfa.fitFlucVec()[0])


def mfdfa_alpha1(rr_s: NDArray[np.float64]) -> float:
    from MFDFA import MFDFA

    lag, fluctuation = MFDFA(rr_s, lag=SIZES, q=2, order=1)
    return float(np.polyfit(np.log(lag), np.log(fluctuation[:, 0]), 1)[0])


def plain(repeats: int) -> Figure:
    """All windows without detrending, records and bounds returned."""
    rr_s = an_hour()
    others = {
        name: run
        for name, module, run in (
            ("fathon", "fathon", fathon_alpha1),
            ("MFDFA", "MFDFA", mfdfa_alpha1),
            ("neurokit2", "neurokit2", neurokit_alpha1),
        )
        if find_spec(module)
    }
    ours = lambda: alpha1_over_time(rr_s, detrend=None, gate=False)  # noqa: E731
    return _windows("alpha1-ride", rr_s, ours, others, repeats)


def detrended(repeats: int) -> Figure:
    """The same with smoothness priors, and the gate, which the other has not."""
    rr_s = an_hour()
    others = {"neurokit2": neurokit_detrended} if find_spec("neurokit2") else {}
    return _windows("alpha1-detrended", rr_s, lambda: alpha1_over_time(rr_s), others, repeats)


def _windows(
    name: str,
    rr_s: NDArray[np.float64],
    ours: Run,
    others: dict[str, Callable[[NDArray[np.float64]], float]],
    repeats: int,
) -> Figure:
    unit = "x faster than the fastest of the others"
    if not others:
        return Figure(name=name, unit=unit, skipped="none of the others is installed")
    parts = windows_of(rr_s)
    some = parts[:: len(parts) // SOME]
    scale = len(parts) / len(some)

    def all_windows(run: Callable[[NDArray[np.float64]], float]) -> Callable[[], float]:
        return lambda: scale * seconds(lambda: [run(part) for part in some])

    contestants = {"ours": lambda: seconds(ours)}
    contestants |= {other: all_windows(run) for other, run in others.items()}
    took = in_turns(contestants, repeats=repeats)
    return _figure(name, unit, took, 100.0, f"{len(parts)} windows")


def correction(repeats: int) -> Figure:
    """Artefacts found and corrected; neurokit2 once over as well as until nothing more is found."""
    rr_s = with_faults(an_hour())
    unit = "x faster than neurokit2's single pass"
    if not find_spec("neurokit2"):
        return Figure(name="correct", unit=unit, skipped="neurokit2 is not installed")
    import neurokit2

    peaks_ms = np.rint(1000 * np.concatenate([[0.0], np.cumsum(rr_s)])).astype(int)

    def fixpeaks(iterative: bool) -> float:
        return seconds(
            lambda: neurokit2.signal_fixpeaks(
                peaks_ms, sampling_rate=1000, iterative=iterative, method="Kubios"
            )
        )

    took = in_turns(
        {
            "ours": lambda: seconds(lambda: correct_rr(rr_s)),
            "neurokit2": lambda: fixpeaks(False),
            "neurokit2 iterated": lambda: fixpeaks(True),
            **_finders(rr_s),
        },
        repeats=repeats,
    )
    value = ratio(took["neurokit2"], took["ours"])
    seen = ", ".join(f"{name} {ms(times)}" for name, times in took.items())
    return Figure(name="correct", unit=unit, value=value, at_least=20.0, seen=seen)


def _finders(rr_s: NDArray[np.float64]) -> dict[str, Callable[[], float]]:
    """systole finds and does not correct by default; hrv-analysis drops what it finds."""
    found: dict[str, Callable[[], float]] = {}
    if find_spec("systole"):
        from systole.detection import rr_artefacts

        found["systole, finding only"] = lambda: seconds(lambda: rr_artefacts(1000 * rr_s))
    if find_spec("hrvanalysis"):
        from hrvanalysis import interpolate_nan_values, remove_ectopic_beats

        listed = (1000 * rr_s).tolist()
        found["hrv-analysis, simpler rule"] = lambda: seconds(
            lambda: interpolate_nan_values(remove_ectopic_beats(listed, verbose=False))
        )
    return found


def _figure(
    name: str, unit: str, took: dict[str, list[float]], at_least: float, what: str
) -> Figure:
    ours = took.pop("ours")
    fastest = min(took, key=lambda other: median(took[other]))
    others = ", ".join(f"{other} {ms(times)}" for other, times in took.items())
    return Figure(
        name=name,
        unit=unit,
        value=ratio(took[fastest], ours),
        at_least=at_least,
        seen=f"{what} in {ms(ours)}; {others}",
    )


def live(repeats: int) -> Figure:
    """One notification through the whole session: an hour of packets, the 99th percentile."""
    payloads = _payloads(an_hour())
    workout = parse_workout("60 minutes easy")
    best = inf
    for _ in range(max(2, repeats // 4)):
        session = Session(workout=workout)
        took = []
        for at_s, payload in payloads:
            start = perf_counter()
            session.receive(at_s=at_s, payload=payload)
            took.append(perf_counter() - start)
        best = min(best, quantiles(took, n=100)[98])
    return Figure(
        name="notification",
        unit="ms, 99th percentile",
        value=1000 * best,
        at_most=1.0,
        seen=f"{len(payloads)} notifications, decided at 4 Hz, alpha1 every 5 s",
    )


def _payloads(rr_s: NDArray[np.float64]) -> list[tuple[float, bytes]]:
    found = []
    ends = np.cumsum(rr_s)
    for second in range(1, int(ends[-1])):
        inside = (ends > second - 1) & (ends <= second)
        ticks = tuple(int(tick) for tick in np.rint(rr_s[inside] * TICKS_PER_S))
        bpm = round(60.0 / float(np.mean(rr_s[inside])))
        said = HeartRateMeasurement(hr_bpm=bpm, contact=Contact.DETECTED, rr_ticks=ticks)
        found.append((float(second), encode_heart_rate(said)))
    return found


def main() -> int:
    benches = {
        "alpha1-ride": plain,
        "alpha1-detrended": detrended,
        "correct": correction,
        "notification": live,
    }
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="exit 1 where a limit is missed")
    parser.add_argument("--only", choices=benches, action="append", help="this one; repeatable")
    parser.add_argument("--repeats", type=int, default=7)
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")  # the others' own, about empty slices and old names
    missed = []
    for name in chosen.only or benches:
        figure = benches[name](chosen.repeats)
        print(figure.line(), flush=True)
        if not figure.kept:
            missed.append(name)
    return 1 if missed and chosen.check else 0


if __name__ == "__main__":
    sys.exit(main())
