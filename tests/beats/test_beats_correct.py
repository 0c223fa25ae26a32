"""Correction of a stored ride: crafted faults, clean hearts, planted faults in real beats."""

import json
import math
import random
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrguide.beats.artefacts import (
    LIMIT_MAX_SHARE,
    LIMIT_MIN_SHARE,
    Artefact,
    find_artefacts,
    level_of,
)
from hrguide.beats.correct import CorrectedRR, RrAction, RrLabel, correct_rr
from hrguide.beats.dfa_ride import alpha1
from hrguide.beats.fill import NO_SUM, filled
from hrguide.beats.intervals import Floats
from hrguide.errors import UsageError
from tests.beats.planting import Kind, labelled, plant
from tests.beats.real_beats import mit_beats, polar_rr_s
from tests.beats.straps import annotated_names, annotated_rr_s, natural_rr_s, recording

L, A = RrLabel, RrAction
STEADY = [0.42 + 0.003 * ((number * 7) % 5 - 2) for number in range(200)]


def wrong(found: CorrectedRR) -> dict[int, tuple[str, str]]:
    rows = enumerate(zip(found.labels, found.actions, strict=True))
    return {at: (label.value, action.value) for at, (label, action) in rows if label != L.NORMAL}


def test_a_clean_ride_comes_back_as_it_is() -> None:
    found = correct_rr(STEADY)
    assert found.rr_s == tuple(STEADY)
    assert set(found.labels) == {L.NORMAL}
    assert set(found.actions) == {A.KEPT}


def test_a_missed_beat_is_split() -> None:
    rr_s = [*STEADY[:100], STEADY[100] + STEADY[101], *STEADY[102:]]
    found = correct_rr(rr_s)
    assert wrong(found) == {100: ("missed", "split")}
    assert found.rr_s[100] + found.rr_s[101] == pytest.approx(rr_s[100])
    assert found.rr_s == pytest.approx(STEADY, abs=0.01)


def test_two_missed_beats_in_one_interval_are_split_in_three() -> None:
    rr_s = [*STEADY[:100], sum(STEADY[100:103]), *STEADY[103:]]
    found = correct_rr(rr_s)
    assert wrong(found) == {100: ("missed", "split")}
    assert len(found.rr_s) == len(STEADY)


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7])
def test_an_extra_beat_is_merged(share: float) -> None:
    rr_s = [*STEADY[:100], STEADY[100] * share, STEADY[100] * (1 - share), *STEADY[101:]]
    found = correct_rr(rr_s)
    assert wrong(found) == {100: ("extra", "merged"), 101: ("extra", "merged")}
    assert found.rr_s == pytest.approx(STEADY)


@pytest.mark.parametrize("early", [0.15, 0.25, 0.35, -0.2])
def test_an_early_or_late_beat_is_put_between_its_neighbours(early: float) -> None:
    rr_s = list(STEADY)
    rr_s[100] -= early * 0.42
    rr_s[101] += early * 0.42
    found = correct_rr(rr_s)
    assert wrong(found) == {100: ("ectopic", "shared"), 101: ("ectopic", "shared")}
    assert found.rr_s[100] + found.rr_s[101] == pytest.approx(rr_s[100] + rr_s[101])
    assert found.rr_s == pytest.approx(STEADY, abs=0.01)


def test_an_early_beat_after_a_long_interval_is_found_where_it_is() -> None:
    """480 496 402 582 484 ms: the 496 is true, and was "corrected" with the 402."""
    around = [0.468, 0.472, 0.460, 0.472, 0.480, 0.496, 0.402, 0.582, 0.484, 0.480, 0.476]
    found = correct_rr([*STEADY[:90], *around, *STEADY[90:]])
    assert wrong(found) == {96: ("ectopic", "shared"), 97: ("ectopic", "shared")}


def test_an_extra_beat_after_a_long_interval_is_extra() -> None:
    """580 660 239 501 728 ms: 239 and 501 are one."""
    rr_s = list(STEADY)
    rr_s[99] += 0.046
    found = correct_rr([*rr_s[:100], 0.17, 0.25, *rr_s[101:]])
    assert wrong(found) == {100: ("extra", "merged"), 101: ("extra", "merged")}


def test_an_early_beat_without_a_full_pause_is_interpolated() -> None:
    rr_s = list(STEADY)
    rr_s[100] -= 0.2
    rr_s[101] += 0.05
    found = correct_rr(rr_s)
    assert {found.actions[100], found.actions[101]} == {A.INTERPOLATED}
    assert found.rr_s == pytest.approx(STEADY, abs=0.014)


def test_a_long_interval_that_is_no_two_beats_is_interpolated() -> None:
    rr_s = list(STEADY)
    rr_s[100] *= 1.4
    found = correct_rr(rr_s)
    assert wrong(found) == {100: ("long_short", "interpolated")}
    assert found.rr_s == pytest.approx(STEADY, abs=0.01)


def test_a_gap_is_left_alone() -> None:
    rr_s = list(STEADY)
    rr_s[100] = 7.0
    found = correct_rr(rr_s)
    assert wrong(found) == {100: ("gap", "kept")}
    assert found.rr_s == tuple(rr_s)


def test_a_gap_teaches_its_neighbours_nothing() -> None:
    rr_s = list(STEADY)
    rr_s[100], rr_s[101] = 7.0, 0.6
    found = correct_rr(rr_s)
    assert found.actions[101] == A.INTERPOLATED
    assert found.rr_s[101] == pytest.approx(STEADY[101], abs=0.02)
    assert found.rr_s[100] == 7.0


def test_a_wave_goes_on_through_what_is_missing() -> None:
    """A breath of ten beats: a missed beat at its crest, an early one on its way down."""
    wave = [0.6 + 0.03 * math.cos(2 * math.pi * (at - 60) / 10) for at in range(121)]
    missed = correct_rr([*wave[:60], wave[60] + wave[61], *wave[62:]])
    assert missed.rr_s == pytest.approx(wave, abs=0.003)
    straight = (wave[59] + wave[62]) / 2
    assert abs(straight - wave[60]) > 0.006
    early = list(wave)
    early[62] -= 0.15
    early[63] += 0.15
    assert correct_rr(early).rr_s == pytest.approx(wave, abs=0.003)


def test_a_long_hole_is_crossed_straight() -> None:
    """Five unknown ones in a row: a cubic would swing out of what is known."""
    values = np.array([0.40, 0.44, 0.40, 0.36, *[1.0] * 5, 0.50, 0.54, 0.50])
    unknown = values == 1.0
    no_sums = np.full(values.size, NO_SUM)
    for smooth in (False, True):
        found = filled(values, unknown, ~unknown, no_sums, np.zeros(0), smooth=smooth)
        assert found[unknown] == pytest.approx(np.linspace(0.36, 0.50, 7)[1:-1])
    part = values[3:]
    unknown = np.array([False, True, False, False, False, False, False, False, False])
    found = filled(part, unknown, ~unknown, no_sums[3:], np.zeros(0), smooth=True)
    assert found[1] == pytest.approx((0.36 + 1.0) / 2)  # one known on one side: straight


def test_nothing_known_is_nothing_filled() -> None:
    values = np.array([0.4, 0.5])
    none = np.zeros(2, np.bool_)
    found = filled(values, ~none, none, np.full(2, NO_SUM), np.zeros(0), smooth=True)
    assert found.tolist() == [0.4, 0.5]


def test_intervals_too_few_to_compare_are_kept() -> None:
    assert correct_rr([]).rr_s == ()
    assert correct_rr([0.4, 0.9, 0.4]).rr_s == (0.4, 0.9, 0.4)


@pytest.mark.parametrize(
    "rr_s", [[0.4, -0.1], [0.4, 0.0], [float("nan")], [float("inf")], ["a"], [[0.4]], [420.0] * 5]
)
def test_what_is_no_row_of_seconds_is_refused(rr_s: list[float]) -> None:
    with pytest.raises(UsageError) as caught:
        correct_rr(rr_s)
    assert caught.value.hint


@given(st.lists(st.floats(0.001, 9.0), max_size=150))
@settings(max_examples=300, deadline=None)
def test_any_intervals_come_back_positive_and_told(rr_s: list[float]) -> None:
    found = correct_rr(rr_s)
    assert len(found.labels) == len(found.actions) == len(rr_s)
    assert all(value > 0.0 for value in found.rr_s)
    kept = {
        label for label, action in zip(found.labels, found.actions, strict=True) if action == A.KEPT
    }
    assert kept <= {L.NORMAL, L.GAP}


def test_thresholds_stay_between_their_bounds() -> None:
    """A restless heart's and a metronome's: both bounds are met, and neither is passed."""
    rng = random.Random(1)
    for sd_s in (0.0, 0.3):
        rr_s = np.array([abs(1.0 + sd_s * rng.gauss(0.0, 1.0)) + 0.01 for _ in range(300)])
        level_s = level_of(rr_s)
        steps = np.abs(np.diff(rr_s, prepend=rr_s[0]))
        found = find_artefacts(rr_s)
        assert not found[steps <= LIMIT_MIN_SHARE * level_s].any() or sd_s
        assert LIMIT_MIN_SHARE < LIMIT_MAX_SHARE


def test_the_level_is_the_median_of_the_eleven_around() -> None:
    rng = random.Random(2)
    rr_s = np.array([rng.uniform(0.3, 1.0) for _ in range(40)])
    plain = [np.median(rr_s[max(0, at - 5) : at + 6]) for at in range(40)]
    assert level_of(rr_s) == pytest.approx(plain)


def test_lazy_thresholds_are_the_plain_rule() -> None:
    """Every label as the rules read, each threshold looked up everywhere."""
    rng = random.Random(3)
    for kind in KINDS:
        for bpm, sd_ms in ((70.0, 40.0), (135.0, 6.0)):
            for share in (0.03, 0.15):
                rr_s = np.array(plant(heart(bpm, sd_ms, rng), kind, share, rng).rr_s)
                assert find_artefacts(rr_s).tolist() == plain_labels(rr_s)
    for _ in range(20):  # nothing is next to nothing normal
        rr_s = np.array([rng.uniform(0.3, 1.2) for _ in range(150)])
        assert find_artefacts(rr_s).tolist() == plain_labels(rr_s)


KINDS: tuple[Kind, ...] = ("missed", "extra", "ectopic")


def heart(bpm: float, sd_ms: float, rng: random.Random, seconds: float = 200.0) -> list[float]:
    return natural_rr_s(lambda at_s: bpm, seconds, rng, sd_ms=sd_ms)


def plain_labels(rr_s: Floats) -> list[int]:
    """The same rules, one interval after another."""
    count = rr_s.size
    level = level_of(rr_s)
    step = np.diff(rr_s, prepend=rr_s[0])
    off = np.where(rr_s < level, 2 * (rr_s - level), rr_s - level)

    def limit(sizes: Floats, at: int) -> float:
        near = sizes[max(0, at - 45) : at + 46]
        low, high = np.quantile(near, [0.25, 0.75])
        return float(np.clip(5.2 * (high - low) / 2, 0.04 * level[at], 0.25 * level[at]))

    d = [step[at] / limit(np.abs(step), at) for at in range(count)] + [0.0] * 4
    th2 = [limit(np.abs(off), at) for at in range(count)]
    limit_s = 0.25 * level
    labels = [0] * count
    done = second = -1

    def early(at: int) -> bool:
        turn = 0.13 * abs(d[at]) + 0.17
        turns = max(d[at - 1], d[at + 1]) < -turn if d[at] > 0 else min(d[at - 1], d[at + 1]) > turn
        large = abs(d[at]) > 1 and abs(step[at]) >= 0.12 * level[at]
        two_s = rr_s[at] + (rr_s[at + 1] if at + 1 < count else math.inf)
        return bool(turns and large and not (d[at] < 0 and abs(two_s - level[at]) < limit_s[at]))

    for at in range(1, count):
        if abs(d[at]) <= 1 or at <= done:
            continue
        if early(at) and at + 1 < count and early(at + 1) and abs(d[at + 1]) > abs(d[at]):
            continue
        if early(at) and at - 1 > second:
            labels[at - 1] = labels[at] = int(Artefact.ECTOPIC)
            done = second = at
            continue
        for each in (at, at + 1) if at + 1 < count and abs(d[at + 1]) < abs(d[at + 2]) else (at,):
            short = d[each] < -1 and max(d[each + 1], d[each + 2]) > 1
            long = d[each] > 1 and min(d[each + 1], d[each + 2]) < -1
            if each <= done or not (short or long or abs(off[each]) > 3 * th2[each]):
                continue
            rr, m = rr_s[each], level[each]
            hidden = min(max(round(rr / m) - 1, 1), 2)
            if short and each + 1 < count and abs(rr + rr_s[each + 1] - m) < th2[each]:
                labels[each] = labels[each + 1] = int(Artefact.EXTRA)
                done = each + 1
            elif rr > m and abs(rr / (hidden + 1) - m) < max(th2[each], 0.12 * m):
                labels[each], done = int(Artefact.MISSED), each
            elif abs(rr - m) >= 0.12 * m:
                labels[each], done = int(Artefact.LONG_SHORT), each
    return labels


@pytest.mark.parametrize(
    ("bpm", "sd_ms"), [(70.0, 40.0), (110.0, 12.0), (135.0, 6.0), (150.0, 4.0), (170.0, 3.0)]
)
def test_a_clean_heart_is_left_alone(bpm: float, sd_ms: float) -> None:
    """D1's table: without a floor 1-3 % of these beats would be refused; H5: under 0.5 %."""
    rng = random.Random(4)
    refused = beats = 0
    for _ in range(5):
        found = correct_rr(heart(bpm, sd_ms, rng, 400.0))
        refused += len(wrong(found))
        beats += len(found.labels)
    assert refused <= 0.005 * beats


def test_true_beats_in_motion_are_left_alone() -> None:
    """30 GUDB recordings, jogging and hand-biking: at most 0.5 % of the intervals refused.

    What is refused stands there: beats missed by the annotators (420 420 844 420 ms), and misplaced
    (476 276 680 480).
    """
    refused = beats = 0
    for name in annotated_names():
        found = correct_rr(annotated_rr_s(name))
        refused += len(wrong(found))
        beats += len(found.labels)
    assert beats == 6836
    assert refused <= 0.005 * beats


def unfaulted() -> list[list[float]]:
    """The recordings whose annotations have no fault of their own to be corrected."""
    rides = [annotated_rr_s(name) for name in annotated_names()]
    return [rr_s for rr_s in rides if not wrong(correct_rr(rr_s))]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.01, 0.03, 0.10])
def test_planted_faults_in_real_beats_are_found_and_put_right(kind: Kind, share: float) -> None:
    """Issue 4: sensitivity 98 %, corrected alpha1 within 0.03 of the clean one.

    On the average, that is, and for most rides: of two minutes with one beat in ten gone or moved
    no correction can know what they were. `scripts/bench_beats.py` prints the distribution.
    """
    rides = unfaulted()
    assert len(rides) >= 20
    found = there = 0
    off: list[float] = []
    raw: list[float] = []
    for seed, rr_s in enumerate(4 * rides):
        planted = plant(rr_s, kind, share, random.Random(seed))
        corrected = correct_rr(planted.rr_s)
        found += labelled(planted, corrected.labels)
        there += len(planted.at_s)
        clean = alpha1(rr_s)
        off.append(alpha1(corrected.rr_s) - clean)
        raw.append(alpha1(planted.rr_s) - clean)
    assert found >= 0.98 * there
    assert abs(np.mean(off)) <= 0.03
    assert np.mean(np.abs(off)) <= 0.02
    assert np.mean(np.abs(off) <= 0.03) >= {0.01: 0.97, 0.03: 0.95, 0.10: 0.82}[share]
    assert np.mean(np.abs(raw)) > 3 * np.mean(np.abs(off)) or share == 0.01


def test_the_labelled_faults_of_the_reference_series_are_found() -> None:
    """8,199 intervals, 79 faults: every one, and no more than one interval besides."""
    series = json.loads(recording("reference/dfa_reference.json").read_text())["series"]
    rr_s = np.array(series["artefact"]) / 1000
    found = wrong(correct_rr(rr_s))
    near = {at + offset for at, _ in series["labels"] for offset in (-1, 0, 1)}
    assert all({at - 1, at, at + 1} & set(found) for at, _ in series["labels"])
    assert len([at for at in found if at not in near]) <= 1
    assert not wrong(correct_rr(np.array(series["clean"]) / 1000))


def test_the_noisy_polar_log_is_poor_and_the_other_one_is_not() -> None:
    shares = {
        name: 100 * len(wrong(correct_rr(rr_s))) / len(rr_s)
        for name in ("rr_noisy_polar_s810.hrm", "rr_exercise_polar_s810.hrm")
        for rr_s in [polar_rr_s(recording(f"rr/{name}"))]
    }
    assert shares["rr_noisy_polar_s810.hrm"] > 5 * shares["rr_exercise_polar_s810.hrm"]


def test_mit_bih_100_has_its_premature_beats_found() -> None:
    """2,239 normal beats, 33 atrial and 1 ventricular premature one, at rest."""
    times, kinds = mit_beats(recording("beats/mitdb_100.atr"))
    assert {kind: kinds.count(kind) for kind in "NAV"} == {"N": 2239, "A": 33, "V": 1}
    rr_s = [after - before for before, after in pairwise(times)]
    labels = correct_rr(rr_s).labels
    early = [at for at, kind in enumerate(kinds[1:]) if kind != "N"]
    found = [at for at in early if labels[at] != L.NORMAL]
    beside = {at + offset for at in early for offset in (-1, 0, 1)}
    false = [at for at, label in enumerate(labels) if label != L.NORMAL and at not in beside]
    assert len(early) == 34
    assert len(found) >= 33
    assert len(false) <= 0.005 * len(rr_s)
