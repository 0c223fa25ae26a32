"""How right: alpha1 against theory and others' programs, correction against planted faults.

Comes in: nothing but the repository and, where they are, the real recordings beside it. Goes out:
figures with the limits of what hrguide promises, and remarks where there is nothing to promise:
what was found, beside what is published. It measures no time.
"""

import json
import random
from statistics import fmean, stdev

import numpy as np
from beats_speed import an_hour, fathon_alpha1, mfdfa_alpha1, neurokit_alpha1, windows_of
from bench_timing import Figure

from hrguide import alpha1, alpha1_over_time, correct_rr
from hrguide.beats.correct import RrLabel
from hrguide.beats.crossing import crossing
from tests.beats.noises import AR1, ar1, by_polyfit, exact_alpha1
from tests.beats.planting import found as found_by
from tests.beats.planting import judged, labelled, plant
from tests.beats.real_beats import (
    RECORDINGS,
    annotated_rr_s,
    graded_tests,
    mit_beats,
    polar_rr_s,
)

KINDS = ("missed", "extra", "ectopic")
SHARES = (0.01, 0.03, 0.10)
PLANTINGS = 4  # of each kind and share in each recording
NEAR = 0.03  # of the clean alpha1
LONG = 100_000  # beats: the bias of a short window's logarithm is gone
Line = Figure | str


def theory() -> list[Line]:
    """White and first-order noise: exact expectations, and what a long stretch of it reads."""
    rng = random.Random(7)
    off, told = [], []
    for memory, expected in AR1.items():
        exact = exact_alpha1(lambda lag, memory=memory: memory**lag)
        found = alpha1(ar1(LONG, memory, rng))
        off.append(abs(found - exact))
        told.append(f"{memory:g}: {found:.3f} ({expected:.3f})")
    return [
        Figure(
            name="theory",
            unit="from the exact alpha1 of AR(1), at most",
            value=max(off),
            at_most=0.012,
            seen="found (exact): " + ", ".join(told),
        )
    ]


def equality() -> list[Line]:
    """The same windows, the same definition: ours beside polyfit and beside other programs."""
    rr_s = an_hour()
    parts = windows_of(rr_s)[::70]
    forward = np.array([alpha1(part) for part in parts])
    both = np.array(
        [w.alpha1 for w in alpha1_over_time(rr_s, boxes="both", detrend=None, gate=False)][::70]
    )

    def apart(theirs: list[float], ours: np.ndarray) -> float:
        return float(np.abs(np.array(theirs) - ours).max())

    neurokit = apart([neurokit_alpha1(part) for part in parts], forward)
    lines: list[Line] = [
        Figure(name=name, unit="apart, at most", value=value, at_most=at_most, seen=seen)
        for name, value, at_most, seen in (
            ("polyfit", apart([by_polyfit(part) for part in parts], forward), 1e-10, "forward"),
            ("fathon", apart([fathon_alpha1(part) for part in parts], forward), 1e-10, "forward"),
            ("MFDFA", apart([mfdfa_alpha1(part) for part in parts], both), 1e-10, "both ends"),
        )
    ]
    lines.append(
        f"neurokit2: {neurokit:.2g} apart, at most: it leaves out boxes with next to no variance"
    )
    if (RECORDINGS / "reference").exists():
        lines += _reference()
    return lines


def _reference() -> list[Line]:
    """The 697 windows whose values by other programs are on record."""
    reference = json.loads((RECORDINGS / "reference/dfa_reference.json").read_text())
    rr_s = np.array(reference["series"]["clean"]) / 1000
    ours = {
        boxes: np.array(
            [w.alpha1 for w in alpha1_over_time(rr_s, boxes=boxes, detrend=None, gate=False)]
        )
        for boxes in ("forward", "both", "overlap")
    }
    lines: list[Line] = []
    for boxes, program, at_most, why in (
        ("forward", "fathon_fwd", 1e-10, "the same definition"),
        ("both", "fathon_revSeg", 1e-10, "the same definition"),
        ("both", "MFDFA_q2", 1e-10, "the same definition"),
        ("forward", "nk2_nooverlap", None, "it leaves out boxes with next to no variance"),
        ("overlap", "nk2_overlap(default)", None, "its boxes overlap by half, ours by all but one"),
        ("overlap", "nolds_overlap_poly", None, "its boxes overlap by half, ours by all but one"),
        ("forward", "antropy(own boxes)", None, "it takes boxes of its own choosing"),
    ):
        off = np.abs(np.array(reference["results"][program]["values"]) - ours[boxes]).max()
        if at_most is None:
            lines.append(f"{program}, on record: {off:.2g} apart from {boxes}, at most: {why}")
            continue
        name = f"{program}, on record"
        lines.append(
            Figure(name=name, unit="apart, at most", value=float(off), at_most=at_most, seen=why)
        )
    return lines


def real_beats() -> list[Line]:
    """Hand-annotated beats in motion: true ones refused, planted faults found and put right."""
    if not (RECORDINGS / "beats").exists():
        return ["real beats: not measured, ../shared/recordings is not here"]
    rides = [annotated_rr_s(path) for path in sorted((RECORDINGS / "beats").glob("gudb_*.tsv"))]
    wrong = [sum(label is not RrLabel.NORMAL for label in correct_rr(rr).labels) for rr in rides]
    beats = sum(len(rr_s) for rr_s in rides)
    lines: list[Line] = [
        Figure(
            name="true beats refused",
            unit="%",
            value=100 * sum(wrong) / beats,
            at_most=0.5,
            seen=f"{sum(wrong)} of {beats} in {len(rides)} GUDB recordings, most of them the "
            "annotators' own slips",
        )
    ]
    live = sum(not beat.is_good for rr_s in rides for beat in judged(rr_s))
    lines.append(
        Figure(
            name="true beats refused live",
            unit="%",
            value=100 * live / beats,
            at_most=0.5,
            seen=f"{live} of {beats}, by the causal rule",
        )
    )
    whole = [rr_s for rr_s, count in zip(rides, wrong, strict=True) if not count]
    for kind in KINDS:
        for share in SHARES:
            lines += _planted(kind, share, whole)
    return [*lines, _mit_bih(), _noisy()]


def _planted(kind: str, share: float, rides: list[list[float]]) -> list[Line]:
    found = live = there = 0
    off = []
    for seed, rr_s in enumerate(PLANTINGS * rides):
        planted = plant(rr_s, kind, share, random.Random(seed))
        corrected = correct_rr(planted.rr_s)
        found += labelled(planted, corrected.labels)
        live += found_by(planted, judged(planted.rr_s))
        there += len(planted.at_s)
        off.append(alpha1(corrected.rr_s) - alpha1(rr_s))
    size = np.abs(off)
    name = f"{100 * share:.0f} % {kind}"
    return [
        Figure(
            name=f"{name}, found",
            unit="%",
            value=100 * found / there,
            at_least=98.0,
            seen=f"{found} of {there} planted",
        ),
        Figure(
            name=f"{name}, found live",
            unit="%",
            value=100 * live / there,
            at_least=98.0,
            seen=f"{live} of {there} planted, by the causal rule",
        ),
        Figure(
            name=f"{name}, alpha1",
            unit="off on the average",
            value=float(size.mean()),
            at_most=NEAR,
            seen=f"{100 * np.mean(size <= NEAR):.0f} % of {size.size} rides within {NEAR}; bias "
            f"{np.mean(off):+.3f}, nine in ten within {np.quantile(size, 0.9):.3f}, the worst "
            f"{size.max():.3f}",
        ),
    ]


def _mit_bih() -> str:
    times, kinds = mit_beats(RECORDINGS / "beats/mitdb_100.atr")
    labels = correct_rr(np.diff(times)).labels
    wrong = {at for at, label in enumerate(labels) if label is not RrLabel.NORMAL}
    early = [at for at, kind in enumerate(kinds[1:]) if kind != "N"]
    beside = {at + offset for at in early for offset in (-1, 0, 1)}
    return (
        f"MIT-BIH 100: {len(set(early) & wrong)} of {len(early)} premature beats found, "
        f"{len(wrong - beside)} of {len(labels)} other intervals refused"
    )


def _noisy() -> str:
    shares = []
    for name in ("rr_noisy_polar_s810.hrm", "rr_exercise_polar_s810.hrm"):
        labels = correct_rr(polar_rr_s(RECORDINGS / "rr" / name)).labels
        bad = sum(label is not RrLabel.NORMAL for label in labels)
        shares.append(f"{100 * bad / len(labels):.1f} % of {len(labels)}")
    return f"Polar S810: {shares[0]} intervals bad in the noisy log, {shares[1]} in the other"


def ramps() -> list[Line]:
    """Real graded tests: HR at alpha1 = 0.75 beside HR at VT1, as it is."""
    if not (RECORDINGS / "ramps").exists():
        return ["ramps: not measured, ../shared/recordings is not here"]
    off = {}
    tests = graded_tests(RECORDINGS / "ramps")
    for number, (rr_s, vt1_bpm) in tests.items():
        corrected = correct_rr(rr_s).rr_s
        found = crossing(alpha1_over_time(corrected), corrected)
        if found is not None:
            off[number] = found.hr_bpm - vt1_bpm
    bias, spread = fmean(off.values()), stdev(off.values())
    each = ", ".join(f"{number}: {value:+.0f}" for number, value in off.items())
    return [
        f"ACTES, {len(off)} of {len(tests)} graded tests show a crossing (ages 12-18, 4 ms): HR at "
        f"alpha1 0.75 minus HR at VT1 {bias:+.1f} +- {spread:.1f} bpm, limits of agreement "
        f"{bias - 1.96 * spread:+.1f} to {bias + 1.96 * spread:+.1f} ({each}); published: "
        "+10 +- 16, limits -21 to +41 (Eronen 2024, n = 64; there as VT1 minus it, -10)"
    ]
