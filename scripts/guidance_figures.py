"""What a ride of `bench_guidance.py` is judged by: decisions first, forecasts second.

Comes in: a `Ridden`. Goes out: sums that add up over rides, so that a bench of many processes
only adds. No policy sees any of this.
"""

import math
from collections import Counter
from itertools import groupby

from guidance_ride import Ridden, Second

from hrguide.guide.cue import CueKind
from hrguide.simulate.heart import Traits
from hrguide.zones.ranges import EFFORTS, FRACTIONS

ABOVE_BPM = 3.0  # issue 5: seconds above the true threshold + 3
SETTLED_S = 60.0  # issue 5: from 60 s into a step
NEARLY_BPM = 1.0  # a demand this little below the range carries the heart into it
OVERSHOOT_S = 10  # that many seconds above threshold + 3 in one step are an overshoot [J]
LATE_S = 10.0  # warned later than that into it: late [J]
TOO_HIGH_BPM = 8.0  # physiology.md L: P(top of moderate > truth + 8)
STOPPED_BPM = 5.0  # issue 5: guidance is never stopped below the threshold + 5
Z_80 = 1.2816
TRUE_TOPS: dict[str | None, float] = dict(zip(EFFORTS, FRACTIONS[1:], strict=True))
PHASES = (("5-30", 5.0, 30.0), ("30-90", 30.0, 90.0), (">90", 90.0, math.inf))
AHEAD_S = 30


def figures(ridden: Ridden) -> Counter[str]:
    """Sums of one ride."""
    sums: Counter[str] = Counter()
    sums["rides"] = 1
    limit_bpm = ridden.person.traits.threshold_bpm + ABOVE_BPM
    for now in ridden.seconds:
        _count_cue(now, sums)
        sums["above_s"] += now.work and now.true_bpm > limit_bpm
        if now.work and now.into_s >= SETTLED_S and now.high_bpm:
            low_bpm = now.low_bpm or 0  # "under 120" has no low edge
            sums["settled_s"] += 1
            sums["in_range_s"] += low_bpm <= now.hr_bpm <= now.high_bpm
            sums["below_s"] += now.hr_bpm < low_bpm
            sums["over_s"] += now.hr_bpm > now.high_bpm
    for _, step in groupby(ridden.seconds, key=lambda now: now.index):
        _warned(list(step), limit_bpm, sums)
    _forecasts(ridden.seconds, sums)
    return sums


def cold_start(ridden: Ridden) -> Counter[str]:
    """Sums of a first ride, of which nothing was known before it (physiology.md L1-L3)."""
    sums: Counter[str] = Counter(rides=1)
    truth_bpm = ridden.person.traits.threshold_bpm
    for round_no, at in (("1", 1), ("5", len(ridden.placed) - 1)):
        sd_bpm, top_bpm = ridden.placed[at]
        sums[f"sd after {round_no}"] += sd_bpm
        sums[f"high after {round_no}"] += top_bpm is not None and top_bpm > truth_bpm + TOO_HIGH_BPM
        sums[f"off after {round_no}"] += abs((top_bpm or truth_bpm) - truth_bpm)
    for now in ridden.seconds:
        sums["prompts"] += now.cue is CueKind.TALK
        if now.cue is CueKind.EASE:
            felt_bpm = max(now.true_bpm, now.demand_bpm)
            sums["wrong_eases"] += felt_bpm <= _true_top_bpm(ridden.person.traits, now)
            sums["eases_below_c"] += felt_bpm <= truth_bpm
        sums["stopped_low_s"] += now.stopped and now.true_bpm < truth_bpm + STOPPED_BPM
    return sums


def _true_top_bpm(traits: Traits, now: Second) -> float:
    """What an ease must be about: the step's top as the true threshold has it.

    By words, where no range is shown, only the threshold itself. Who rides "easy" at 160 with a
    threshold of 166 is told to ease rightly, though below it.
    """
    share = TRUE_TOPS.get(now.effort) if now.high_bpm is not None else None
    if share is None:
        return traits.threshold_bpm
    return traits.rest_bpm + share * (traits.threshold_bpm - traits.rest_bpm)


def _count_cue(now: Second, sums: Counter[str]) -> None:
    if now.cue is None:
        return
    sums[f"said_{now.cue.value}"] += 1
    if now.cue in (CueKind.EASE, CueKind.PUSH):
        sums["cues"] += 1
    if now.cue is CueKind.PUSH and now.low_bpm is not None:
        sums["false_pushes"] += now.demand_bpm >= now.low_bpm - NEARLY_BPM
    if now.cue is CueKind.EASE and now.high_bpm is not None:
        sums["needless_eases"] += now.demand_bpm <= now.high_bpm


def _warned(step: list[Second], limit_bpm: float, sums: Counter[str]) -> None:
    """Was an overshoot of this step announced before it, soon after it began, late, never?"""
    above = [now.into_s for now in step if now.work and now.true_bpm > limit_bpm]
    if len(above) < OVERSHOOT_S:
        return
    began_s = above[OVERSHOOT_S - 1] - OVERSHOOT_S + 1
    sums["overshoots"] += 1
    eased = [now.into_s for now in step if now.cue is CueKind.EASE]
    if not eased:
        sums["overshoots_missed"] += 1
    elif min(eased) > began_s + LATE_S:
        sums["overshoots_late"] += 1


def _forecasts(seconds: list[Second], sums: Counter[str]) -> None:
    """30 s ahead, within a step as E2's table has it; every fifth second, as there."""
    for at, now in enumerate(seconds[:-AHEAD_S]):
        later = seconds[at + AHEAD_S]
        if now.ahead is None or later.index != now.index or at % 5 or now.index == 0:
            continue
        for name, from_s, to_s in PHASES:
            if from_s <= now.into_s < to_s:
                error = now.ahead.mean_bpm - later.hr_bpm
                sums[f"n {name}"] += 1
                sums[f"ours {name}"] += error * error
                sums[f"stays {name}"] += (now.hr_bpm - later.hr_bpm) ** 2
                sums[f"within {name}"] += abs(error) <= Z_80 * now.ahead.sd_bpm
