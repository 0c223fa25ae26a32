"""What is laid over a recording before it is replayed: workout, laps, ranges, policy, an offset.

Comes in: words of the command line and a ride. Goes out: an `Over`, and the ride as it is to be
fed. What is not named stays as the ride's header has it. It replays nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from hrguide.athlete import store
from hrguide.athlete.diary import known_evidence
from hrguide.athlete.home import home_folder
from hrguide.athlete.names import name_key, recorded_key
from hrguide.cli.names import complete_workout
from hrguide.cli.options import Verb
from hrguide.errors import UsageError

if TYPE_CHECKING:
    from hrguide.athlete.athlete import Athlete
    from hrguide.athlete.evidence import Evidence
    from hrguide.guide.policy import Policy
    from hrguide.ride.reader import Ride
    from hrguide.session import Session
    from hrguide.workout.workout import Workout
    from hrguide.zones.ranges import Range

EFFORTS: Final = ("easy", "moderately easy", "moderate")
_OWN_WORD: Final = "yours: given on the command line"
_BPM_MIN, _BPM_MAX = 40, 230  # of a range somebody means


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """What is laid over the ride; None leaves what its header has."""

    workout: "Workout | None" = None
    athlete: "Athlete | None" = None
    evidence: "tuple[Evidence, ...] | None" = None
    ranges: "dict[str, Range] | None" = None
    machine: str | None = None
    policy: "Policy | None" = None

    def open(self, ride: "Ride") -> "Session":
        """The session of the ride with all this laid over it."""
        from hrguide.ride.replay import open_session

        return open_session(
            ride.header,
            workout=self.workout,
            athlete=self.athlete,
            evidence=self.evidence,
            ranges=self.ranges,
            machine=self.machine,
            policy=self.policy,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """The words of the command line. offset_s: where in the recording the workout begins."""

    workout: str | None
    from_laps: bool
    offset_s: float | None
    ranges: "dict[str, Range] | None"
    policy: dict[str, float | int | str]
    athlete: str | None
    machine: str | None


def over_options(verb: Verb) -> Verb:
    """`--workout`, `--steps`, `--offset`, `--range`, `--policy` as keywords of those names."""
    for option in (
        click.option(
            "--policy",
            "policy",
            multiple=True,
            callback=_policy,
            metavar="FILE|NAME=NUMBER",
            help="Other numbers of the guide's: a file (see --show-policy), or e.g. ease_p=0.8.",
        ),
        click.option(
            "--range",
            "ranges",
            multiple=True,
            callback=_ranges,
            metavar="EFFORT=LOW-HIGH",
            help='Another range, e.g. moderate=129-138, "moderately easy=under 130".',
        ),
        click.option(
            "--offset",
            "offset_s",
            callback=_offset,
            metavar="SECONDS|M:SS",
            help="Where in the recording the workout begins.",
        ),
        click.option("--steps", type=click.Choice(["laps"]), help="Make each lap a step."),
        click.option(
            "--workout",
            metavar="FILE|NAME",
            shell_complete=complete_workout,
            help="Lay another workout over it.",
        ),
    ):
        verb = option(verb)
    return verb


def lay_over(ride: "Ride", laid: Laid, home: Path | None) -> tuple["Ride", Over]:
    """The ride as it is fed, and what is laid over it. Raises UsageError, WorkoutError."""
    from hrguide.guide.policy import Policy
    from hrguide.ride.replay import starting_at

    if laid.workout is not None and laid.from_laps:
        raise UsageError("--workout and --steps laps are two workouts", hint="Name one of the two.")
    if laid.offset_s is not None:
        if laid.workout is None:
            raise UsageError("--offset says where a workout begins", hint="Name it: --workout W")
        ride = starting_at(ride, laid.offset_s)
    policy: Policy | None = None
    if laid.policy:
        policy = replace(ride.header.policy, **laid.policy)  # type: ignore[arg-type]
    return ride, Over(
        workout=_workout(ride, laid, home),
        athlete=None if laid.athlete is None else _athlete(laid.athlete, home, ride),
        evidence=None if laid.athlete is None else _evidence(laid.athlete, home, ride),
        ranges=laid.ranges,
        machine=laid.machine,
        policy=policy,
    )


def _workout(ride: "Ride", laid: Laid, home: Path | None) -> "Workout | None":
    if laid.from_laps:
        from hrguide.ride.lap_steps import lap_workout
        from hrguide.workout.whiteboard import parse_workout

        return replace(parse_workout(lap_workout(ride)), name="laps")
    if laid.workout is None:
        return None
    from hrguide.workout.shelf import load_workout

    return load_workout(laid.workout, home_folder(home))


def _athlete(name: str, home: Path | None, ride: "Ride") -> "Athlete":
    """The athlete as of the day of the ride, else as of today."""
    started = ride.header.started
    on = date.today() if started is None else started.date()
    return store.load(home_folder(home), name).athlete(on)


def _evidence(name: str, home: Path | None, ride: "Ride") -> "tuple[Evidence, ...] | None":
    """What is known of somebody else; for the rider it stands in the header, as it was then."""
    rider = ride.header.athlete
    if rider is not None and recorded_key(rider.name) == name_key(name):
        return None
    return known_evidence(home_folder(home), name)


def _offset(ctx: click.Context, param: click.Parameter, value: str | None) -> float | None:
    if value is None:
        return None
    minutes, colon, seconds = value.rpartition(":")
    try:
        offset_s = float(seconds) + 60 * (int(minutes) if colon else 0)
    except ValueError:
        offset_s = -1.0
    if not 0 <= offset_s < float("inf"):
        raise click.BadParameter(f"{value!r} is not a time from 0 on: 90, or 1:30.")
    return offset_s


def _ranges(
    ctx: click.Context, param: click.Parameter, value: tuple[str, ...]
) -> "dict[str, Range] | None":
    found = {}
    for word in value:
        effort, sign, bounds = word.partition("=")
        effort = effort.strip().lower()
        if effort not in EFFORTS or not sign:
            raise click.BadParameter(f"{word!r} is not EFFORT=LOW-HIGH ({', '.join(EFFORTS)}).")
        found[effort] = _range(bounds.strip(), word)
    return found or None


def _range(bounds: str, word: str) -> "Range":
    from hrguide.zones.ranges import Range

    low, dash, high = bounds.removeprefix("under").strip().rpartition("-")
    known = [int(part) for part in (low, high) if part.strip().isdecimal() and len(part) < 5]
    is_one = not dash and len(known) == 1
    is_two = bool(dash) and len(known) == 2 and known[0] < known[1]
    if not (is_one or is_two) or not all(_BPM_MIN <= bpm <= _BPM_MAX for bpm in known):
        raise click.BadParameter(f"{word!r}: write 120-130 or under 130, in bpm.")
    low_bpm = known[0] if is_two else None
    return Range(low_bpm=low_bpm, high_bpm=known[-1], provisional=False, source=_OWN_WORD)


def _policy(
    ctx: click.Context, param: click.Parameter, value: tuple[str, ...]
) -> dict[str, float | int | str]:
    from hrguide.guide.policy import Policy, Rule

    known = {field.name: field.default for field in fields(Policy)}
    found: dict[str, float | int | str] = {}
    for word in value:
        name, sign, given = word.partition("=")
        if not sign:
            from hrguide.ride.policy_file import read_policy

            policy = read_policy(Path(word))
            found |= {each: getattr(policy, each) for each in known}
            continue
        default = known.get(name)
        read: Callable[[str], float | int | str] = float
        if isinstance(default, Rule):
            read = Rule
        elif isinstance(default, int):
            read = int
        try:
            if default is None:
                raise ValueError
            found[name] = read(given)
            if not isinstance(found[name], str) and not isfinite(float(found[name])):
                raise ValueError
        except ValueError:
            listed = ", ".join(sorted(known))
            raise click.BadParameter(f"{word!r} is not NAME=NUMBER of: {listed}.") from None
    return found


def zones_option(verb: Verb) -> Verb:
    """`--zones` as `zones: dict[str, Range] | None`: all three ranges at once."""
    return click.option(
        "--zones",
        multiple=True,
        callback=_zones,
        metavar="LOW-HIGH,...",
        help="Other ranges for easy, moderately easy, moderate: 110-122,122-131,131-139.",
    )(verb)


def _zones(
    ctx: click.Context, param: click.Parameter, value: tuple[str, ...]
) -> "dict[str, Range] | None":
    words = [word.strip() for each in value for word in each.split(",")]
    if not words:
        return None
    if len(words) != len(EFFORTS):
        raise click.BadParameter(f"{', '.join(words)!r}: three are needed, {', '.join(EFFORTS)}.")
    found = [_range(word, word) for word in words]
    edges = [bpm for one in found for bpm in (one.low_bpm, one.high_bpm) if bpm is not None]
    if edges != sorted(edges):
        raise click.BadParameter(f"{', '.join(words)!r}: they must rise, easy first.")
    return dict(zip(EFFORTS, found, strict=True))
