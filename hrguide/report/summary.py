"""A ride in numbers: what the report prints and what `--json` gives out.

Comes in: a `Ride`; it is replayed once. Goes out: a frozen `Summary`. Cues are those that were
said, where the recording has them. It judges nobody, and what is not known is None.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final

from hrguide.moment import Moment, Phase
from hrguide.report.drift import Drift, drift_of
from hrguide.report.forecast_error import ForecastError, forecast_error
from hrguide.report.load import Load, load_of, power_by_second
from hrguide.report.ridden import Ridden, is_riding, ride_again
from hrguide.report.steps import Settled, StepSummary, summarise_steps
from hrguide.ride.lines import Said
from hrguide.ride.reader import Ride
from hrguide.ride.told import cue_changes, said_in
from hrguide.session import Session

GAP_FROM_S: Final = 4.0  # bluetooth.md: no packet for 4 s is "no beat"
TALK: Final = {
    "talk_comfortable": "comfortable",
    "talk_only_just": "only just",
    "talk_no": "no",
}
BACK: Final = {
    "back_better": "better",
    "back_same": "same",
    "back_worse": "worse",
    "back_sharp": "sharp",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A time without a believed heart rate, of 4 s or more, while riding."""

    from_s: float
    to_s: float
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkAnswered:
    """A talk answer. hr_bpm: the heart rate shown then."""

    at_s: float
    answer: str
    hr_bpm: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BackAnswered:
    """How the back was in a rest, or in a round."""

    at_s: float
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """What the strap sent. heard: intervals by verdict; None of it without a strap.

    artefact_pct: doubtful and missing beats among those expected. beatless_s: seconds in which
    beats were missing. no_rate_s: seconds of riding without a believed heart rate.
    """

    packets: int
    bad_packets: int
    heard: Mapping[str, int]
    artefact_pct: float | None
    beatless_s: float
    no_rate_s: float
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A whole ride.

    ended: how, None where it was interrupted. began_s: `at_s` of the start. recorded_s: to the last
    line; ridden_s: on the step clock, without drills. rounds_ridden of rounds: those whose last
    work step was ridden to its end, or passed. verdict_s: seconds of riding in each verdict.
    changed_cues: how many a replay by this version says otherwise, None where nothing was recorded
    to compare.
    threshold: after the ride. gentle: ridden in gentle mode. settled: of all work steps.
    """

    name: str
    hrguide_version: str
    started: datetime | None
    athlete: str | None
    machine: str
    workout: str
    simulated: bool
    made_from: str | None
    ended: str | None
    began_s: float
    recorded_s: float
    ridden_s: float
    rounds: int
    rounds_ridden: int
    verdict_s: Mapping[str, float]
    steps: tuple[StepSummary, ...]
    signal: Signal
    cues: tuple[Said, ...]
    changed_cues: int | None
    talk: tuple[TalkAnswered, ...]
    back: tuple[BackAnswered, ...]
    answers: Mapping[str, int | str]
    threshold_bpm: float | None
    threshold_sd_bpm: float | None
    counted_answers: int
    forecast: ForecastError | None
    gentle: bool
    settled: Settled
    drift: Drift
    load: Load


def summarise(ride: Ride) -> Summary:
    """Replay the ride and sum it up. Raises WorkoutError where its workout cannot be read."""
    return sum_up(ride_again(ride))


def sum_up(ridden: Ridden) -> Summary:
    """The numbers of a ride that was run again."""
    ride, session, moments = ridden.ride, ridden.session, ridden.moments
    replayed = said_in(moments)
    changes = cue_changes(ride, replayed)
    header = ride.header
    steps = summarise_steps(moments, tuple(step.text for step in session.workout.steps))
    rounds = _rounds_asked(session)
    counted = len(session.ranges.answers)
    return Summary(
        name=ride.name,
        hrguide_version=header.hrguide_version,
        started=header.started,
        athlete=None if header.athlete is None else header.athlete.name,
        machine=header.machine.value,
        workout=header.workout_name,
        simulated=header.simulated,
        made_from=None if header.origin is None else header.origin.name,
        ended=None if ride.footer is None else ride.footer.ending.value,
        began_s=next((one.at_s for one in moments if one.phase is not Phase.READY), 0.0),
        recorded_s=ride.last_at_s,
        ridden_s=moments[-1].elapsed_s - _drilled_s(moments, steps) if moments else 0.0,
        rounds=len(rounds),
        rounds_ridden=_rounds_ridden(rounds, steps),
        verdict_s=_verdict_seconds(moments),
        steps=steps,
        signal=_signal(ride, session, moments),
        cues=ride.said or replayed,
        changed_cues=None if changes is None else changes.count,
        talk=_talk(ride, moments),
        answers=ride.answers,
        threshold_bpm=session.ranges.threshold_bpm if counted else None,
        threshold_sd_bpm=session.ranges.sd_bpm if counted else None,
        counted_answers=counted,
        forecast=forecast_error(moments),
        back=_back(ride),
        gentle=header.gentle,
        settled=sum((step.settled for step in steps), Settled()),
        drift=drift_of(ridden.seconds, steps),
        load=_load(ridden),
    )


def _drilled_s(moments: Iterable[Moment], steps: Iterable[StepSummary]) -> float:
    drills = {one.step.index for one in moments if one.step is not None and one.step.is_drill}
    return sum(step.ridden_s for step in steps if step.index in drills)


def _load(ridden: Ridden) -> Load:
    athlete, belief = ridden.ride.header.athlete, ridden.session.ranges.belief
    return load_of(
        ridden.seconds,
        sex=None if athlete is None else athlete.sex,
        rest_bpm=None if belief is None else belief.rest_bpm,
        max_bpm=None if belief is None else belief.measured_max_bpm,
        power_w=power_by_second(ridden.ride),
    )


def _verdict_seconds(moments: Iterable[Moment]) -> dict[str, float]:
    """Seconds in each verdict, most first; before the start and after the end do not count."""
    seconds: dict[str, float] = defaultdict(float)
    for moment, after in pairwise(moments):
        if moment.phase not in (Phase.READY, Phase.DONE):
            seconds[moment.verdict.value] += after.at_s - moment.at_s
    most_first = sorted(seconds.items(), key=lambda item: -item[1])
    return {verdict: lasted_s for verdict, lasted_s in most_first if lasted_s > 0}


def _signal(ride: Ride, session: Session, moments: tuple[Moment, ...]) -> Signal:
    heard = {verdict.value: count for verdict, count in session.beats.beats_by_verdict.items()}
    lost = ((one, after.at_s - one.at_s) for one, after in pairwise(moments) if is_riding(one))
    return Signal(
        packets=sum(1 for packet in ride.packets if packet.characteristic == "2a37"),
        bad_packets=moments[-1].bad_packets if moments else 0,
        heard=heard,
        artefact_pct=session.beats.ride_artefact_pct,
        beatless_s=session.beats.gap_s,
        no_rate_s=sum(lasted_s for moment, lasted_s in lost if moment.hr_bpm is None),
        gaps=_gaps(moments),
    )


def _gaps(moments: Iterable[Moment]) -> tuple[Gap, ...]:
    found: list[Gap] = []
    from_s: float | None = None
    reason: str | None = None
    last_s = 0.0
    for moment in moments:
        last_s = moment.at_s
        is_lost = moment.hr_bpm is None and is_riding(moment)
        if is_lost:
            from_s = moment.at_s if from_s is None else from_s
            reason = moment.signal_reason
        elif from_s is not None:
            found.append(Gap(from_s=from_s, to_s=last_s, reason=reason))
            from_s = None
    if from_s is not None:
        found.append(Gap(from_s=from_s, to_s=last_s, reason=reason))
    return tuple(gap for gap in found if gap.to_s - gap.from_s >= GAP_FROM_S)


def _talk(ride: Ride, moments: Iterable[Moment]) -> tuple[TalkAnswered, ...]:
    shown = {moment.at_s: moment.hr_bpm for moment in moments}
    return tuple(
        TalkAnswered(at_s=line.at_s, answer=TALK[line.command.value], hr_bpm=shown.get(line.at_s))
        for line in ride.commands
        if line.command.value in TALK
    )


def _back(ride: Ride) -> tuple[BackAnswered, ...]:
    return tuple(
        BackAnswered(at_s=line.at_s, answer=BACK[line.command.value])
        for line in ride.commands
        if line.command.value in BACK
    )


def _rounds_asked(session: Session) -> dict[int, float | None]:
    """The last work step of each round that the workout asks for: its index and duration."""
    asked: dict[int, float | None] = {}
    last_of_round: int | None = None
    before: tuple[int | None, int | None] = (None, None)
    for step in session.workout.steps:
        place = (step.round, step.rounds)
        if place != before:
            last_of_round, before = None, place
        if step.round is not None and step.kind.value == "work":
            if last_of_round is not None:
                del asked[last_of_round]
            last_of_round = step.index
            asked[step.index] = step.duration_s
    return asked


def _rounds_ridden(asked: Mapping[int, float | None], steps: tuple[StepSummary, ...]) -> int:
    """Rounds whose last work step was left behind, or ridden for all its time."""
    ridden = {step.index: step.ridden_s for step in steps}
    furthest = max(ridden, default=-1)
    return sum(
        furthest > index or (duration_s is not None and ridden.get(index, 0.0) >= duration_s)
        for index, duration_s in asked.items()
    )
