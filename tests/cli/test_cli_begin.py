"""What stays of a ride: its answers, once, however often the rider leaves and comes back."""

from datetime import UTC, date, datetime
from pathlib import Path

from hrguide.athlete import store
from hrguide.athlete.athlete import Machine
from hrguide.athlete.diary import known_evidence
from hrguide.athlete.learned import read_lessons
from hrguide.athlete.profile import Profile
from hrguide.cli.begin import begin_new, keep_what_was_learned
from hrguide.guide.command import Command
from hrguide.workout.shelf import load_workout
from tests.journeys.story import packets, ride


def test_answers_are_noted_once(tmp_path: Path) -> None:
    profile = Profile(name="ada", age_years=40, age_on=date(2026, 11, 1))
    store.add(tmp_path, profile)
    begun = begin_new(
        tmp_path,
        profile=profile,
        machine=Machine.ROWER,
        workout=load_workout("flush"),
        gentle=False,
        started=datetime(2026, 11, 22, 18, 0, tzinfo=UTC),
        on_trouble=print,
    )
    commands = [(1.0, Command.START), (150.0, Command.TALK_COMFORTABLE)]
    told = packets(lambda _: 120.0, 400.0)
    first, second = told[:199], told[199:]
    ride(begun.session, first, to_s=200.0, commands=commands)
    for _ in range(2):
        keep_what_was_learned(tmp_path, begun, begun.session, strap=("AA:BB", "TICKR"))
    assert len(known_evidence(tmp_path, "ada")) == 1
    ride(begun.session, second, to_s=399.0, commands=[(350.0, Command.TALK_ONLY_JUST)])
    keep_what_was_learned(tmp_path, begun, begun.session, strap=None)
    begun.writer.close()
    assert [piece.answer for piece in known_evidence(tmp_path, "ada")] == [  # type: ignore[union-attr]
        "comfortable",
        "only_just",
    ]
    kept = store.load(tmp_path, "ada")
    assert kept.machine is Machine.ROWER
    assert kept.strap is not None
    assert kept.strap.name == "TICKR"


def test_answers_of_a_day_without_the_usual_medicine_stay_in_the_ride(tmp_path: Path) -> None:
    """The diary speaks of usual days: a missed dose would lift every later belief."""
    profile = Profile(name="ada", age_years=61, age_on=date(2026, 11, 1), limits_heart_rate=True)
    store.add(tmp_path, profile)
    begun = begin_new(
        tmp_path,
        profile=profile,
        machine=Machine.BIKEERG,
        workout=load_workout("flush"),
        gentle=True,
        started=datetime(2026, 11, 22, 18, 0, tzinfo=UTC),
        on_trouble=print,
        as_usual=False,
    )
    commands = [(1.0, Command.START), (150.0, Command.TALK_ONLY_JUST)]
    ride(begun.session, packets(lambda _: 120.0, 200.0), to_s=200.0, commands=commands)
    assert len(begun.session.ranges.answers) == 1
    keep_what_was_learned(tmp_path, begun, begun.session, strap=None)
    begun.writer.close()
    assert known_evidence(tmp_path, "ada") == ()
    assert read_lessons(tmp_path, "ada") == ()
