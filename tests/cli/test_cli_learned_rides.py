"""Two rides of one athlete: the first teaches the second's forecast, and nobody else's."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from hrguide.athlete import store
from hrguide.athlete.athlete import Machine
from hrguide.athlete.diary import note
from hrguide.athlete.evidence import HeartTimes
from hrguide.athlete.learned import read_lessons
from hrguide.athlete.profile import Profile
from hrguide.bluetooth.source import LinkChange
from hrguide.cli.begin import Begun, begin_new, begin_resumed, keep_what_was_learned
from hrguide.guide.command import Command
from hrguide.moment import Moment, Phase
from hrguide.ride.lesson import lesson_again
from hrguide.ride.lines import CommandLine, Ending, Footer
from hrguide.ride.reader import read_ride
from hrguide.ride.replay import replay
from hrguide.ride.resume import interrupted
from hrguide.simulate.rider import OBEDIENT
from hrguide.simulate.source import SimulatedStrap
from hrguide.workout.whiteboard import parse_workout
from hrguide.workout.workout import Workout

TWO_ROUNDS = parse_workout("2 Rounds\n-2 minutes easy\n-1 minute moderate\n*Rest 1 minute.")
ROUND_S = 240.0
PROFILES = [Profile(name=name, age_years=40, age_on=date(2026, 11, 1)) for name in ("ada", "bo")]


@dataclass(frozen=True)
class Ridden:
    begun: Begun
    moments: Sequence[Moment]


class Laptop:
    """A home folder with two athletes; closes what a test leaves open."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.open: list[Begun] = []
        for profile in PROFILES:
            store.add(home, profile)

    def begin(
        self,
        day: int,
        *,
        who: int = 0,
        machine: Machine = Machine.BIKEERG,
        workout: Workout = TWO_ROUNDS,
        as_usual: bool = True,
        started: datetime | None = None,
    ) -> Begun:
        begun = begin_new(
            self.home,
            profile=PROFILES[who],
            machine=machine,
            workout=workout,
            gentle=False,
            started=started or datetime(2026, 11, day, 18, 0, tzinfo=UTC),
            on_trouble=print,
            as_usual=as_usual,
        )
        self.open.append(begun)
        return begun

    def end(self, ridden: Ridden) -> None:
        begun = ridden.begun
        keep_what_was_learned(self.home, begun, begun.session, strap=None)
        self.close(begun, Footer(at_s=ridden.moments[-1].at_s, ending=Ending.DONE))

    def close(self, begun: Begun, footer: Footer | None = None) -> None:
        begun.writer.close(footer)
        self.open.remove(begun)


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    found = Laptop(tmp_path)
    yield found
    for begun in list(found.open):
        found.close(begun)


def same_body(seed: int) -> tuple[SimulatedStrap, SimulatedStrap]:
    """One person with the same habits on two days; heart and legs are not exactly alike."""
    first = SimulatedStrap(seed=seed, habits=OBEDIENT)
    second = SimulatedStrap(seed=seed + 1000, traits=first.traits, habits=OBEDIENT)
    second.rider._habit_bpm = first.rider._habit_bpm
    second.rider._word_bias_bpm = first.rider._word_bias_bpm
    second.rider._sits = first.rider._sits
    return first, second


def ride(begun: Begun, strap: SimulatedStrap, *, to_s: float = 520.0) -> Ridden:
    """Ridden to its end, or to `to_s`, and written down as `RideLoop` does."""
    session, writer = begun.session, begun.writer
    moments: list[Moment] = []
    for tick in range(int(to_s * 4) + 1):
        at_s = tick / 4
        due: list[Moment] = []
        for event in strap.take(at_s):
            recorded = writer.write(event)
            if isinstance(recorded, LinkChange):
                due += session.link(at_s=recorded.at_s, change=recorded)
            elif recorded.characteristic == "2a37":
                due += session.receive(
                    at_s=recorded.at_s, payload=recorded.payload, device=recorded.device
                )
        due += session.advance(to_s=at_s)
        while due:
            moment = due.pop(0)
            moments.append(moment)
            for word in strap.hear(moment):
                line = writer.write(CommandLine(at_s=at_s, command=Command(word)))
                due += session.command(at_s=line.at_s, command=line.command)
        if session.phase is Phase.DONE:
            break
    return Ridden(begun, moments)


def round_1_error(moments: Sequence[Moment]) -> float:
    """Mean square of the error 30 s ahead, over the first round."""
    rates = {moment.at_s: moment.hr_bpm for moment in moments}
    errors = [
        (moment.ahead_30s.mean_bpm - later) ** 2
        for moment in moments
        if moment.ahead_30s is not None
        and moment.elapsed_s < ROUND_S
        and moment.at_s == int(moment.at_s)
        and (later := rates.get(moment.at_s + 30.0)) is not None
    ]
    assert len(errors) > 200
    return sum(errors) / len(errors)


def test_the_second_ride_is_foreseen_better_and_replayed_to_the_last_bit(laptop: Laptop) -> None:
    alone = taught = 0.0
    for number in range(3):
        first_strap, second_strap = same_body(number)
        first = ride(laptop.begin(2 * number + 1), first_strap)
        laptop.end(first)
        second = ride(laptop.begin(2 * number + 2), second_strap)
        laptop.end(second)
        alone += round_1_error(first.moments)
        taught += round_1_error(second.moments)
        recorded = read_ride(second.begun.writer.path)
        assert recorded.header.learned is not None
        assert list(replay(recorded)) == second.moments
        untaught = list(replay(recorded, learned={}))
        assert round_1_error(untaught) > round_1_error(second.moments)
        store.learned_path(laptop.home, "ada").unlink()  # the next pair is another body
    assert taught < 0.7 * alone


def test_another_athlete_machine_or_a_day_of_its_own_gets_none_of_it(laptop: Laptop) -> None:
    laptop.end(ride(laptop.begin(1), same_body(5)[0]))
    assert laptop.begin(2).header.learned is not None
    assert laptop.begin(2, who=1).header.learned is None
    assert laptop.begin(2, machine=Machine.ROWER).header.learned is None
    assert laptop.begin(2, as_usual=False).header.learned is None


def test_another_workout_gets_the_heart_s_times_and_no_curves(laptop: Laptop) -> None:
    laptop.end(ride(laptop.begin(1), same_body(5)[0]))
    learned = laptop.begin(2, workout=parse_workout("20 minutes easy")).header.learned
    assert learned is not None
    assert set(learned) == {"weights", "opening"}


def test_the_lesson_can_be_had_again_from_the_ride(laptop: Laptop) -> None:
    begun = laptop.begin(1)
    laptop.end(ride(begun, same_body(6)[0]))
    (kept,) = read_lessons(laptop.home, "ada")
    assert lesson_again(read_ride(begun.writer.path), name=begun.writer.path.stem) == kept


def test_a_resumed_ride_goes_on_with_what_it_began_with(laptop: Laptop) -> None:
    first, second = same_body(7)
    laptop.end(ride(laptop.begin(1), first))
    now = datetime.now().astimezone()  # resuming reads the wall clock
    begun = laptop.begin(2, started=now - timedelta(minutes=4))
    ride(begun, second, to_s=200.0)
    laptop.close(begun)
    store.learned_path(laptop.home, "ada").unlink()  # what stands there now is not this ride's
    (old,) = interrupted(laptop.home, now=now)
    again = begin_resumed(old, on_trouble=print)
    again.writer.close()
    assert again.header.learned == begun.header.learned
    assert again.header.learned is not None


def test_noted_times_of_the_heart_reach_the_ride(laptop: Laptop) -> None:
    note(laptop.home, "ada", [HeartTimes(68.0, 12.0, "bikeerg", "2026-11-01")])
    begun = laptop.begin(2)
    assert begun.header.learned == {"heart_times": [68.0, 12.0]}
    assert begun.session.learned["weights"] != laptop.begin(2, who=1).session.learned["weights"]


def test_starting_with_it_is_quick(laptop: Laptop) -> None:
    """Budget of the read: 50 ms; ten times as long would still be a pause nobody notices."""
    laptop.end(ride(laptop.begin(1), same_body(8)[0]))
    started_s = time.process_time()
    laptop.begin(2)
    assert time.process_time() - started_s < 0.5
