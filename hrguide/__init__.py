"""hrguide as a library: the science without the screen.

Every public name is looked up on first use, so `import hrguide` loads nothing heavy. What each
one means stands in the README, "Words and units".
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hrguide.athlete.athlete import Athlete as Athlete
    from hrguide.athlete.athlete import Machine as Machine
    from hrguide.athlete.evidence import AlphaCrossing as AlphaCrossing
    from hrguide.athlete.evidence import HeartTimes as HeartTimes
    from hrguide.athlete.evidence import LabThreshold as LabThreshold
    from hrguide.athlete.evidence import MeasuredMax as MeasuredMax
    from hrguide.athlete.evidence import RestingRate as RestingRate
    from hrguide.athlete.evidence import Rpe as Rpe
    from hrguide.athlete.evidence import SteadyRide as SteadyRide
    from hrguide.athlete.evidence import TalkAnswer as TalkAnswer
    from hrguide.beats.correct import CorrectedRR as CorrectedRR
    from hrguide.beats.correct import correct_rr as correct_rr
    from hrguide.beats.dfa_ride import Alpha1Window as Alpha1Window
    from hrguide.beats.dfa_ride import alpha1 as alpha1
    from hrguide.beats.dfa_ride import alpha1_over_time as alpha1_over_time
    from hrguide.errors import ExitCode as ExitCode
    from hrguide.errors import HrguideError as HrguideError
    from hrguide.moment import Moment as Moment
    from hrguide.ride.reader import Ride as Ride
    from hrguide.ride.recording import read_ride as read_ride
    from hrguide.ride.replay import replay as replay
    from hrguide.session import Session as Session
    from hrguide.workout.whiteboard import parse_workout as parse_workout
    from hrguide.workout.workout import Step as Step
    from hrguide.workout.workout import Workout as Workout
    from hrguide.workout.workout import WorkoutError as WorkoutError
    from hrguide.zones.belief import Belief as Belief
    from hrguide.zones.belief import threshold_belief as threshold_belief
    from hrguide.zones.ranges import Range as Range
    from hrguide.zones.ranges import ranges as ranges

__version__ = "0.1.0"

_HOMES = {
    "Alpha1Window": "hrguide.beats.dfa_ride",
    "AlphaCrossing": "hrguide.athlete.evidence",
    "Athlete": "hrguide.athlete.athlete",
    "Belief": "hrguide.zones.belief",
    "CorrectedRR": "hrguide.beats.correct",
    "ExitCode": "hrguide.errors",
    "HeartTimes": "hrguide.athlete.evidence",
    "HrguideError": "hrguide.errors",
    "LabThreshold": "hrguide.athlete.evidence",
    "Machine": "hrguide.athlete.athlete",
    "MeasuredMax": "hrguide.athlete.evidence",
    "Moment": "hrguide.moment",
    "Range": "hrguide.zones.ranges",
    "RestingRate": "hrguide.athlete.evidence",
    "Ride": "hrguide.ride.reader",
    "Rpe": "hrguide.athlete.evidence",
    "Session": "hrguide.session",
    "SteadyRide": "hrguide.athlete.evidence",
    "Step": "hrguide.workout.workout",
    "TalkAnswer": "hrguide.athlete.evidence",
    "Workout": "hrguide.workout.workout",
    "WorkoutError": "hrguide.workout.workout",
    "alpha1": "hrguide.beats.dfa_ride",
    "alpha1_over_time": "hrguide.beats.dfa_ride",
    "correct_rr": "hrguide.beats.correct",
    "parse_workout": "hrguide.workout.whiteboard",
    "ranges": "hrguide.zones.ranges",
    "read_ride": "hrguide.ride.recording",
    "replay": "hrguide.ride.replay",
    "threshold_belief": "hrguide.zones.belief",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
