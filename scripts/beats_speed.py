"""How fast: alpha1 and correction beside others', and what a notification costs.

Comes in: how often to repeat. Goes out: figures with their limits. An hour of 8,200 beats, made
once with a fixed seed, 697 windows of 120 s every 5 s. Each ratio is taken within one process,
contestants in turns, by processor time: ours against the fastest of neurokit2, fathon and MFDFA;
for the correction against neurokit2, with systole and hrv-analysis beside it.
"""

import os
import random
from collections.abc import Callable
from importlib.util import find_spec
from itertools import accumulate, pairwise
from statistics import median, quantiles
from time import perf_counter, thread_time

os.environ.setdefault("OMP_NUM_THREADS", "1")  # fathon's threads only wait for each other here
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # processor time is compared: one thread each

import numpy as np
from bench_timing import Figure, cpu_seconds, in_turns, ms, ratio
from numpy.typing import NDArray

from hrguide import Athlete, Session, TalkAnswer, alpha1_over_time, correct_rr, parse_workout
from hrguide.bluetooth.heart_rate import Contact, HeartRateMeasurement, encode_heart_rate

BEATS = 8200
TICKS_PER_S = 1024
SIZES = np.arange(4, 17)
SOME = 40  # every 17th window or so for the slow ones; their time is scaled up
FAULTS = 0.01  # of the beats, for the correction
CLINIC = """5 Rounds
-3 minutes easy
-2 minutes moderately easy
-1 minute moderate
*Rest 1 minute between rounds."""
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
    others = {"fathon": fathon_alpha1, "MFDFA": mfdfa_alpha1, "neurokit2": neurokit_alpha1}
    ours = lambda: alpha1_over_time(rr_s, detrend=None, gate=False)  # noqa: E731
    return _windows("alpha1-ride", rr_s, ours, others, repeats)


def detrended(repeats: int) -> Figure:
    """The same with smoothness priors, and the gate, which the other has not."""
    rr_s = an_hour()
    ours = lambda: alpha1_over_time(rr_s)  # noqa: E731
    return _windows("alpha1-detrended", rr_s, ours, {"neurokit2": neurokit_detrended}, repeats)


def _windows(
    name: str,
    rr_s: NDArray[np.float64],
    ours: Run,
    others: dict[str, Callable[[NDArray[np.float64]], float]],
    repeats: int,
) -> Figure:
    parts = windows_of(rr_s)
    some = parts[:: len(parts) // SOME]
    scale = len(parts) / len(some)

    def all_windows(run: Callable[[NDArray[np.float64]], float]) -> Callable[[], float]:
        return lambda: scale * cpu_seconds(lambda: [run(part) for part in some])

    contestants = {"ours": lambda: cpu_seconds(ours)}
    contestants |= {other: all_windows(run) for other, run in others.items()}
    took = in_turns(contestants, repeats=repeats)
    own = took.pop("ours")
    fastest = min(took, key=lambda other: median(took[other]))
    seen = ", ".join(f"{other} {ms(times)}" for other, times in took.items())
    return Figure(
        name=name,
        unit="x faster than the fastest of the others",
        value=ratio(took[fastest], own),
        at_least=100.0,
        seen=f"{len(parts)} windows in {ms(own)}; {seen}",
    )


def correction(repeats: int) -> Figure:
    """Artefacts found and corrected; neurokit2 once over as well as until nothing more is found."""
    import neurokit2
    from systole.detection import rr_artefacts

    rr_s = with_faults(an_hour())
    peaks_ms = np.rint(1000 * np.concatenate([[0.0], np.cumsum(rr_s)])).astype(int)

    def fixpeaks(iterative: bool) -> float:
        return cpu_seconds(
            lambda: neurokit2.signal_fixpeaks(
                peaks_ms, sampling_rate=1000, iterative=iterative, method="Kubios"
            )
        )

    took = in_turns(
        {
            "ours": lambda: cpu_seconds(lambda: correct_rr(rr_s)),
            "neurokit2": lambda: fixpeaks(False),
            "neurokit2 iterated": lambda: fixpeaks(True),
            "systole, finding only": lambda: cpu_seconds(lambda: rr_artefacts(1000 * rr_s)),
            **_simpler_rule(rr_s),
        },
        repeats=repeats,
    )
    return Figure(
        name="correct",
        unit="x faster than neurokit2's single pass",
        value=ratio(took["neurokit2"], took["ours"]),
        at_least=20.0,
        seen=", ".join(f"{name} {ms(times)}" for name, times in took.items()),
    )


def _simpler_rule(rr_s: NDArray[np.float64]) -> dict[str, Callable[[], float]]:
    """hrv-analysis drops what is 20 % off the one before; not to be had above Python 3.11."""
    if find_spec("hrvanalysis") is None:
        return {}
    from hrvanalysis import interpolate_nan_values, remove_ectopic_beats

    listed = (1000 * rr_s).tolist()
    return {
        "hrv-analysis, simpler rule": lambda: cpu_seconds(
            lambda: interpolate_nan_values(remove_ectopic_beats(listed, verbose=False))
        )
    }


def notification(repeats: int) -> Figure:
    """One notification through the whole session, everything on: the 99th percentile.

    The clinic's session with talk answers given before and during it, and an hour of one step, in
    which alpha1 is there every 5 s; the worse of the two counts. A notification's cost is its
    median over some rides that are the same to the last bit, so that only what the machine does
    with it counts. The limit is for processor time; the clock's is told beside it.
    """
    payloads = _payloads(an_hour())
    rides = max(5, repeats)
    told, worst = [], 0.0
    for name, text, length_s in (
        ("clinic's session", CLINIC, 2040),
        ("an hour of one step", "60 minutes easy", 3500),
    ):
        costs = [_ridden(text, payloads[:length_s]) for _ in range(rides)]
        cpu, wall = (
            _percentiles([median(each) for each in zip(*rows, strict=True)])
            for rows in zip(*costs, strict=True)
        )
        worst = max(worst, cpu[1])
        told.append(
            f"{name}: half within {cpu[0]:.2f}, all but 1 % {cpu[1]:.2f} "
            f"({wall[1]:.2f} by the clock), the dearest {cpu[2]:.2f}"
        )
    return Figure(
        name="notification",
        unit="ms of a processor, 99th percentile",
        value=worst,
        at_most=1.0,
        seen="; ".join(told),
    )


def _percentiles(costs_s: list[float]) -> tuple[float, float, float]:
    """The 50th, the 99th and the highest, ms."""
    parts = quantiles(costs_s, n=100)
    return 1000 * parts[49], 1000 * parts[98], 1000 * max(costs_s)


def _ridden(text: str, payloads: list[tuple[float, bytes]]) -> tuple[list[float], list[float]]:
    """What each notification cost, s: of the processor, and by the clock."""
    answers = [
        TalkAnswer(hr_bpm=hr_bpm, answer=answer, machine="bikeerg", on="2026-11-12")
        for hr_bpm, answer in ((118, "comfortable"), (131, "only_just"), (142, "no")) * 3
    ]
    session = Session(
        workout=parse_workout(text),
        athlete=Athlete(name="A", age_years=35, resting_bpm=60),
        evidence=answers,
    )
    cpu_s, wall_s = [], []
    for at_s, payload in payloads:
        if at_s % 360 == 355:
            session.command(at_s=at_s, command="talk_only_just")
        wall, cpu = perf_counter(), thread_time()
        session.receive(at_s=at_s, payload=payload)
        cpu_s.append(thread_time() - cpu)
        wall_s.append(perf_counter() - wall)
    return cpu_s, wall_s


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
