"""What the guide thinks of the heart rate now, with the sentence that explains it.

Comes in: the step, its range, the believed heart rate and its forecast. Goes out: one word of the
JSON contract and a reason. Honest rather than clever: in the first minute of a step it says
`settling`, because only then has three quarters of the change shown (physiology.md E1). Being
under is a word, never an alarm. It speaks to nobody: `cue.py` decides what is said.
"""

from dataclasses import dataclass
from enum import StrEnum

from hrguide.guide.kinetics import Forecast
from hrguide.guide.policy import Policy
from hrguide.guide.schedule import Phase, Place
from hrguide.workout.workout import Effort, StepKind


class Verdict(StrEnum):
    """The JSON contract's words (design.md)."""

    READY = "ready"
    LEARNING = "learning"
    SETTLING = "settling"
    ON_COURSE = "on_course"
    HEADING_OVER = "heading_over"
    OVER = "over"
    HEADING_UNDER = "heading_under"
    UNDER = "under"
    TOO_SHORT = "too_short"
    RESTING = "resting"
    PAUSED = "paused"
    NO_SIGNAL = "no_signal"
    NO_RANGE = "no_range"
    STOPPED = "stopped"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRange:
    """The heart rates asked of the current step.

    low_bpm/high_bpm: None where there is no such edge. by_coach: written in bpm in the workout;
    it stands from round 1 and its doubt is the forecast's alone. personal: it rests on at least
    one piece of the athlete's own evidence. provisional: shown, never pushing.
    """

    low_bpm: int | None
    high_bpm: int | None
    by_coach: bool = False
    personal: bool = False
    provisional: bool = True
    source: str | None = None

    @property
    def is_empty(self) -> bool:
        return self.low_bpm is None and self.high_bpm is None


NO_STEP_RANGE = StepRange(low_bpm=None, high_bpm=None)

_WHY_OF_PHASE = {
    Phase.READY: (Verdict.READY, "Enter starts."),
    Phase.DONE: (Verdict.DONE, "Done."),
    Phase.STOPPED: (Verdict.STOPPED, "Stopped. Space goes on, in easy."),
    Phase.PAUSED: (Verdict.PAUSED, "Paused. Space goes on."),
}
_OVERS = (Verdict.OVER, Verdict.HEADING_OVER)
_UNDERS = (Verdict.UNDER, Verdict.HEADING_UNDER)


def judge(
    *,
    phase: Phase,
    place: Place | None,
    asked: StepRange,
    learning: bool,
    hr_bpm: int | None,
    forecast: Forecast | None,
    before: Verdict,
    policy: Policy,
) -> tuple[Verdict, str]:
    """The verdict and its reason. `before`: the verdict a tick ago in this step (hysteresis)."""
    if place is None or phase in _WHY_OF_PHASE:
        return _WHY_OF_PHASE[phase]
    if hr_bpm is None:
        return Verdict.NO_SIGNAL, "No heart rate: go by how you can talk."
    if place.step.kind is StepKind.REST:
        return Verdict.RESTING, "Resting."
    if learning and not asked.by_coach and place.step.effort is not Effort.FREE:
        return Verdict.LEARNING, "Getting to know you: no range yet."
    if asked.is_empty:
        return Verdict.NO_RANGE, "No range for this step."
    return _against_range(place, asked, hr_bpm, forecast, before, policy)


def _against_range(
    place: Place,
    asked: StepRange,
    hr_bpm: int,
    forecast: Forecast | None,
    before: Verdict,
    policy: Policy,
) -> tuple[Verdict, str]:
    length_s = place.step.duration_s
    short = length_s is not None and length_s < policy.too_short_s
    settling = place.into_s < policy.settling_s
    if settling and not short:
        return Verdict.SETTLING, _coming(forecast, place)
    if _is_over(asked, hr_bpm, before, policy) and not settling:
        return Verdict.OVER, f"{hr_bpm}: above {asked.high_bpm}."
    if short:
        over = asked.high_bpm is not None and hr_bpm > asked.high_bpm + policy.hysteresis_bpm
        if over and place.into_s >= policy.short_over_after_s:
            return Verdict.OVER, f"{hr_bpm}: above {asked.high_bpm}."
        return Verdict.TOO_SHORT, "Too short to judge by heart rate: go by feel."
    if _is_under(asked, hr_bpm, before, policy):
        return Verdict.UNDER, f"{hr_bpm}: below {asked.low_bpm}. That is no fault."
    return Verdict.ON_COURSE, _coming(forecast, place)


def _is_over(asked: StepRange, hr_bpm: int, before: Verdict, policy: Policy) -> bool:
    if asked.high_bpm is None:
        return False
    margin = 0.0 if before in _OVERS else policy.hysteresis_bpm
    return hr_bpm > asked.high_bpm + margin


def _is_under(asked: StepRange, hr_bpm: int, before: Verdict, policy: Policy) -> bool:
    if asked.low_bpm is None:
        return False
    margin = 0.0 if before in _UNDERS else policy.hysteresis_bpm
    return hr_bpm < asked.low_bpm - margin


def _coming(forecast: Forecast | None, place: Place) -> str:
    if forecast is None:
        return "Following your heart rate."
    seconds = place.into_s + 60.0
    if place.left_s is not None:
        seconds = min(seconds, place.into_s + max(0.0, place.left_s - 15.0))
    minutes, rest = divmod(round(seconds), 60)
    return f"{forecast.mean_bpm:.0f} by {minutes}:{rest:02d}"
