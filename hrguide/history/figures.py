"""The figures of one ride, found by riding it again; the slow part, done once a ride.

Comes in: the path of a ride file. Goes out: its `Figures`, or a sentence that says why it has none.
The numbers are the report's own. Ranges are those that were placed that day, where the file has
them: a later version's would be others.
"""

from pathlib import Path
from typing import Final

from hrguide.errors import HrguideError
from hrguide.history.past import Figures, Heading, Rest
from hrguide.report.ridden import Ridden, ride_again
from hrguide.report.summary import Summary, sum_up
from hrguide.ride.header import Header
from hrguide.ride.lines import RangesPlaced
from hrguide.ride.mended import MENDED_FROM
from hrguide.ride.reader import Ride, read_ride

HEARD: Final = ("ease", "push")  # the cues that asked for something


def heading_of(header: Header) -> Heading:
    """What a ride's first line says of it."""
    return Heading(
        athlete=None if header.athlete is None else header.athlete.name,
        machine=header.machine.value,
        workout=header.workout_name,
        started=header.started,
        simulated=header.simulated,
        made_from=None if header.origin is None else header.origin.name,
    )


def figures_at(path: Path) -> Figures | str | None:
    """The ride's figures; why there are none, where a line of it cannot be read; None where its
    bytes cannot be had just now.
    """
    try:
        return figures_of(read_ride(path))
    except HrguideError as error:
        return None if isinstance(error.__cause__, OSError) else error.message


def figures_of(ride: Ride) -> Figures:
    """Raises WorkoutError where its workout cannot be read."""
    ridden = ride_again(ride)
    summary = sum_up(ridden)
    threshold_bpm, sd_bpm = _threshold(ridden)
    return Figures(
        ended=summary.ended,
        ridden_s=summary.ridden_s,
        rounds=summary.rounds,
        rounds_ridden=summary.rounds_ridden,
        threshold_bpm=threshold_bpm,
        threshold_sd_bpm=sd_bpm,
        ranges=_ranges(ride, summary),
        rests=tuple(
            Rest(from_bpm=step.from_bpm, fell_bpm=step.fell_bpm)
            for step in summary.steps
            if step.is_rest and step.from_bpm is not None and step.fell_bpm is not None
        ),
        within_s=summary.settled.within_s,
        over_s=summary.settled.over_s,
        under_s=summary.settled.under_s,
        soreness_before=_told(ride, "soreness_before"),
        soreness_after=_told(ride, "soreness_after"),
        morning_after=_told(ride, "morning_after"),
        effort=_told(ride, "effort"),
        back=tuple(answered.answer for answered in summary.back),
        cues=sum(cue.cue in HEARD for cue in summary.cues),
        gentle=summary.gentle,
        mended_from=_mended_from(ride),
    )


def _threshold(ridden: Ridden) -> tuple[float | None, float | None]:
    """After the ride; a formula alone is a guess about people like this one, and no history."""
    belief = ridden.session.ranges.belief
    if belief is None or not belief.personal:
        return None, None
    return belief.mean_bpm, belief.sd_bpm


def _ranges(ride: Ride, summary: Summary) -> dict[str, tuple[int | None, int | None]]:
    """As they stood in the last round."""
    for event in reversed(ride.events):
        if isinstance(event, RangesPlaced) and event.ranges:
            return {effort: (one.low_bpm, one.high_bpm) for effort, one in event.ranges.items()}
    return {
        step.name: (step.low_bpm, step.high_bpm)
        for step in summary.steps
        if step.low_bpm is not None or step.high_bpm is not None
    }


def _told(ride: Ride, question: str) -> int | None:
    """A number as it was told; "skipped" is not known."""
    answer = ride.answers.get(question)
    return answer if isinstance(answer, int) else None


def _mended_from(ride: Ride) -> str | None:
    answer = ride.answers.get(MENDED_FROM)
    return answer if isinstance(answer, str) else None
