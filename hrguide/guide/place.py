"""Where a ride stands in its workout. A record only; `schedule.py` makes it."""

from dataclasses import dataclass

from hrguide.workout.workout import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The step being ridden.

    step: as ridden (its effort may have been made easy). block: number of the round instance,
    0-based, one round's steps and the rest behind it. into_s: seconds of the step clock since the
    step began. left_s: None where time does not end it. held_s: how long the heart rate has been
    where the step waits for it; None where it is not, or is not waited for. resumed_s: the `into_s`
    at which riding last went on after a pause in this step. first_block: the block that is round 1;
    what comes before it, a warm-up, counts with it.
    """

    step: Step
    block: int
    into_s: float
    left_s: float | None
    held_s: float | None = None
    resumed_s: float = 0.0
    first_block: int = 0

    @property
    def moving_s(self) -> float:
        """For how long this step has been ridden without a pause, seconds."""
        return self.into_s - self.resumed_s

    @property
    def in_first_round(self) -> bool:
        return self.block <= self.first_block
