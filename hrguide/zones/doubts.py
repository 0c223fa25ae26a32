"""What is odd about a piece of evidence before it is noted: possible, but worth asking twice.

Comes in: the piece, the athlete, what is known already. Goes out: sentences, () where nothing is
odd. Impossible values never get here: the records refuse them. It forbids nothing: a true
surprise is the most valuable evidence there is, so a person decides.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from hrguide.athlete.athlete import Athlete, Machine
from hrguide.athlete.evidence import (
    AlphaCrossing,
    Evidence,
    HeartRateEvidence,
    HeartTimes,
    LabThreshold,
    MeasuredMax,
    RestingRate,
    Rpe,
    SteadyRide,
    TalkAnswer,
    ThresholdEvidence,
)
from hrguide.zones.belief import Belief, threshold_belief
from hrguide.zones.likelihood import (
    ALPHA_BIAS_BPM,
    RPE_AT_THRESHOLD,
    RPE_BPM_PER_POINT,
    SECOND_ABOVE_FIRST_BPM,
)
from hrguide.zones.pieces import piece_words
from hrguide.zones.reserve import MAX_FORMULA_SD_BPM, reserve
from hrguide.zones.rounds import off_today_bpm

OFF_BPM: Final = 35.0  # two SD of a formula's belief: likelier a slip than a body
EASY_SHARE_OF_MAX: Final = 0.95  # nobody talks easily there (A1: "only just" at 0.82-0.90 of max)
REST_HIGH_BPM: Final = 90.0  # G flags above 100; B2: 66 +- 10 in all, so 90 is 2.4 SD [J]
REST_LOW_BPM: Final = 40.0  # G: below 40 in people who are no athletes
MAX_ABOVE_BPM: Final = 12.0  # B1: laboratory and field differ by 13 in the mean at most [J]
MAX_OFF_SD: Final = 2.5  # a measured maximum this far off the age formula: 1 person in 80
OLD_YEARS: Final = 10  # older than any threshold lasts
# physiology.md E1: 20-40 s from rest, 57.6 +- 23.6 s in 24 men (Hunt 2015); dead time 3-15 s.
TAU_ON_USUAL_S: Final = (12.0, 120.0)
DEAD_TIME_USUAL_S: Final = 20.0


def doubts(
    piece: Evidence, athlete: Athlete, known: Sequence[Evidence], *, today: date
) -> tuple[str, ...]:
    """Why somebody should look at it again, in sentences without a full stop."""
    return (
        *_of_day(piece, today),
        *_of_repetition(piece, known),
        *(
            _of_pace(piece)
            if isinstance(piece, HeartTimes)
            else (*_of_ends(piece, athlete, known), *_of_threshold(piece, athlete, known))
        ),
    )


def _of_day(piece: Evidence, today: date) -> Iterator[str]:
    if piece.day < today - timedelta(days=365 * OLD_YEARS):
        yield f"{piece.day} is more than {OLD_YEARS} years ago"


def _of_repetition(piece: Evidence, known: Sequence[Evidence]) -> Iterator[str]:
    if piece in known:
        yield "just the same is noted for that day already"


def _of_pace(piece: HeartTimes) -> Iterator[str]:
    quickest, slowest = TAU_ON_USUAL_S
    if not quickest <= piece.tau_on_s <= slowest:
        how = "quick" if piece.tau_on_s < quickest else "slow"
        yield f"{piece.tau_on_s:g} s is very {how} for a heart (most take 20 to 80 s)"
    if piece.dead_time_s > DEAD_TIME_USUAL_S:
        yield f"{piece.dead_time_s:g} s is a long time before a heart answers (most take 3 to 15 s)"


def _of_ends(
    piece: HeartRateEvidence, athlete: Athlete, known: Sequence[Evidence]
) -> Iterator[str]:
    """Against resting and maximal heart rate."""
    ends = reserve(athlete, known)
    most, measured = ends.max_mean_bpm, ends.measured_max_bpm
    source = "the maximum measured" if measured is not None else "the maximum a formula gives"
    hr_bpm = piece.hr_bpm
    if isinstance(piece, RestingRate):
        if piece.how == "seated" and hr_bpm > REST_HIGH_BPM:
            yield f"{hr_bpm:.0f} is high for rest (were there five quiet minutes before it?)"
        if hr_bpm < REST_LOW_BPM:
            yield f"{hr_bpm:.0f} is low for rest, unless you train a lot"
        return
    if isinstance(piece, MeasuredMax):
        yield from _of_maximum(piece, athlete, measured, most)
        return
    if measured is not None and hr_bpm > measured:
        yield f"{hr_bpm:.0f} is above {source}, {measured:.0f}"
    elif _is_easy_talk(piece) and hr_bpm > EASY_SHARE_OF_MAX * most:
        share = f"{hr_bpm / most:.2f} of {source}, {most:.0f}"
        yield f"talking easily at {hr_bpm:.0f} would be at {share}"


def _is_easy_talk(piece: HeartRateEvidence) -> bool:
    return isinstance(piece, TalkAnswer) and piece.answer == "comfortable"


def _of_maximum(
    piece: MeasuredMax, athlete: Athlete, measured: float | None, most: float
) -> Iterator[str]:
    if piece.how == "test" and measured is not None and piece.hr_bpm < measured:
        yield f"{piece.hr_bpm:.0f} is below {measured:.0f}, which was reached before"
    elif measured is not None and piece.hr_bpm > measured + MAX_ABOVE_BPM:
        yield f"{piece.hr_bpm:.0f} is {piece.hr_bpm - measured:.0f} above {measured:.0f}, measured"
    elif measured is None and not athlete.limits_heart_rate:
        off = piece.hr_bpm - most
        too_low = piece.how == "test" and off < -MAX_OFF_SD * MAX_FORMULA_SD_BPM
        if too_low or off > MAX_OFF_SD * MAX_FORMULA_SD_BPM:
            yield f"{piece.hr_bpm:.0f} is {abs(off):.0f} off what is usual at this age ({most:.0f})"


def _of_threshold(
    piece: HeartRateEvidence, athlete: Athlete, known: Sequence[Evidence]
) -> Iterator[str]:
    """Against the threshold as it is believed without this piece."""
    if isinstance(piece, MeasuredMax | RestingRate):
        return
    machine = Machine.BIKEERG if piece.machine is None else piece.machine
    belief = threshold_belief(athlete, known, machine, as_of=piece.day)
    if athlete.formulas_off and not belief.personal:
        return  # nothing to hold it against
    off = _off_bpm(piece, belief)
    if abs(off) > OFF_BPM:
        side = "above" if off > 0 else "below"
        yield (
            f'"{piece_words(piece)}" is {abs(off):.0f} bpm {side} where it was to be expected: '
            f'"only just" is believed to begin at {belief.mean_bpm:.0f} +-{belief.sd_bpm:.0f}'
        )


def _off_bpm(piece: ThresholdEvidence, belief: Belief) -> float:
    """How far the heart rate lies from where the belief expects this observation."""
    expected = belief.mean_bpm
    match piece:
        case TalkAnswer():
            return off_today_bpm(belief, piece) or 0.0
        case LabThreshold():
            expected += SECOND_ABOVE_FIRST_BPM if piece.kind in ("VT2", "LT2") else 0.0
        case AlphaCrossing():
            expected += ALPHA_BIAS_BPM
        case Rpe():
            expected += RPE_BPM_PER_POINT * (piece.rpe - RPE_AT_THRESHOLD)
        case SteadyRide():
            return max(0.0, piece.hr_bpm - expected)  # any ride below it is well possible
    return piece.hr_bpm - expected
