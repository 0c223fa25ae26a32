"""What the guide thinks of the heart rate now, with the sentence that explains it.

Comes in: the step, its range, the believed heart rate and the outlook at the decision time. Goes
out: one word of the JSON contract and a reason. The word is about where the heart rate is heading
(physiology.md E3, L): a number outside the range that is on its way in is no fault. Being under is
a word, never an alarm. It speaks to nobody: `cue.py` decides what is said.
"""

from enum import StrEnum

from hrguide.guide import words
from hrguide.guide.outlook import Outlook
from hrguide.guide.policy import Policy
from hrguide.guide.schedule import Phase, Place
from hrguide.guide.step_range import NO_STEP_RANGE as NO_STEP_RANGE
from hrguide.guide.step_range import StepRange as StepRange
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


_WHY_OF_PHASE = {
    Phase.READY: (Verdict.READY, "Enter starts."),
    Phase.DONE: (Verdict.DONE, "Done."),
    Phase.STOPPED: (Verdict.STOPPED, "Stopped. Space goes on, in easy."),
    Phase.PAUSED: (Verdict.PAUSED, "Paused. Space goes on."),
}
_OVERS = (Verdict.OVER, Verdict.HEADING_OVER)
_UNDERS = (Verdict.UNDER, Verdict.HEADING_UNDER)
_MOVES_BPM = 3.0  # a forecast this far from now is told as coming up or down [J]


def judge(
    *,
    phase: Phase,
    place: Place | None,
    asked: StepRange,
    learning: bool,
    hr_bpm: int | None,
    outlook: Outlook | None,
    before: Verdict,
    policy: Policy,
) -> tuple[Verdict, str]:
    """The verdict and its reason. `before`: the verdict a tick ago in this step (hysteresis)."""
    if place is None or phase in _WHY_OF_PHASE:
        return _WHY_OF_PHASE[phase]
    if place.step.kind is StepKind.DRILL:
        return Verdict.NO_RANGE, words.DRILL
    if hr_bpm is None:
        return Verdict.NO_SIGNAL, "No heart rate: go by how you can talk."
    if place.step.kind is StepKind.REST:
        return Verdict.RESTING, "Resting."
    if learning and not asked.by_coach and place.step.effort is not Effort.FREE:
        return Verdict.LEARNING, "Getting to know you: no range yet."
    if asked.is_empty:
        return Verdict.NO_RANGE, "No range for this step."
    return _against_range(place, asked, hr_bpm, outlook, before, policy)


def likely_over(
    into_s: float, asked: StepRange, outlook: Outlook, policy: Policy, *, already: bool = False
) -> bool:
    """Whether it is heading over for sure enough.

    Surer in a step's first 45 s (L4), and where the range is provisional: that one already lies
    at a careful quantile (L2), and a fit stranger would be told to ease all along.
    """
    needed = policy.ease_p
    if into_s < policy.early_s or asked.provisional:
        needed = policy.ease_early_p
    return outlook.over > (needed - policy.hysteresis_p if already else needed)


def _against_range(
    place: Place,
    asked: StepRange,
    hr_bpm: int,
    outlook: Outlook | None,
    before: Verdict,
    policy: Policy,
) -> tuple[Verdict, str]:
    length_s = place.step.duration_s
    short = length_s is not None and length_s < policy.too_short_s
    settling = place.moving_s < policy.settling_s
    coming = _coming(outlook, place, hr_bpm)
    heading = outlook is not None and likely_over(
        place.moving_s, asked, outlook, policy, already=before in _OVERS
    )
    above = _is_over(asked, hr_bpm, before, policy)
    if above and (heading or (not settling and not _comes_in(asked, outlook))):
        return Verdict.OVER, f"{hr_bpm}: above {asked.high_bpm}. {coming}"
    if heading:
        return Verdict.HEADING_OVER, coming
    if short:
        return Verdict.TOO_SHORT, "Too short to judge by heart rate: go by feel."
    if place.moving_s < policy.early_s:
        return Verdict.SETTLING, coming
    if outlook is not None and _likely_under(outlook, before, policy):
        word = Verdict.UNDER if _is_under(asked, hr_bpm, before, policy) else Verdict.HEADING_UNDER
        return word, f"{coming} Below {asked.low_bpm} is no fault."
    return Verdict.SETTLING if settling else Verdict.ON_COURSE, coming


def _likely_under(outlook: Outlook, before: Verdict, policy: Policy) -> bool:
    needed = policy.push_p - (policy.hysteresis_p if before in _UNDERS else 0.0)
    return outlook.under > needed


def _comes_in(asked: StepRange, outlook: Outlook | None) -> bool:
    """Above now, on its way in: that is not over."""
    if outlook is None or asked.high_bpm is None:
        return False
    return outlook.forecast.mean_bpm <= asked.high_bpm


def _is_over(asked: StepRange, hr_bpm: int, before: Verdict, policy: Policy) -> bool:
    if asked.high_bpm is None:
        return False
    margin = 0.0 if before is Verdict.OVER else policy.hysteresis_bpm
    return hr_bpm > asked.high_bpm + margin


def _is_under(asked: StepRange, hr_bpm: int, before: Verdict, policy: Policy) -> bool:
    if asked.low_bpm is None:
        return False
    margin = 0.0 if before is Verdict.UNDER else policy.hysteresis_bpm
    return hr_bpm < asked.low_bpm - margin


def _coming(outlook: Outlook | None, place: Place, hr_bpm: int) -> str:
    """Where it is heading and by when, as the rider's clock will show: time left, if known."""
    if outlook is None:
        return "Following your heart rate."
    ahead = outlook.forecast
    left_s = None if place.left_s is None else place.left_s - outlook.ahead_s
    minutes, seconds = divmod(
        round(place.into_s + outlook.ahead_s if left_s is None else left_s), 60
    )
    by = f"{ahead.mean_bpm:.0f} by {minutes}:{seconds:02d}."
    if ahead.mean_bpm > hr_bpm + _MOVES_BPM:
        return f"Still coming up: {by}"
    if ahead.mean_bpm < hr_bpm - _MOVES_BPM:
        return f"Coming down: {by}"
    return f"Holding: {by}"
