"""Rides for the page: each kind that a reader may hang on a wall."""

from dataclasses import replace
from functools import cache

from hrguide.guide.command import Command
from hrguide.report.html import html_page
from hrguide.report.ridden import Ridden, ride_again
from hrguide.report.summary import Summary, sum_up
from hrguide.ride.header import Origin
from hrguide.ride.lines import Answered, CommandLine, Ending, Said
from hrguide.ride.reader import Ride
from tests.report.report_rides import a_ride, as_said

ATTACK = (
    "</title></style></script><svg onload=alert(1)><img src=http://elsewhere.example/x "
    "onerror=alert(2)>\"'&amp;<!--\u202e\x07"
)


def a_rate(at_s: int) -> int | None:
    """In range, over in the first moderate step, a fall in the rest, a gap in round 2."""
    if 300 <= at_s < 320:
        return None
    if 180 < at_s <= 240:
        return 150 - (at_s - 180) // 2
    if at_s <= 120:
        return 110
    return min(150, at_s - 10) if at_s <= 180 else 112


ANSWERS = (
    Answered(at_s=0.0, question="soreness_before", answer=6),
    Answered(at_s=420.0, question="soreness_after", answer=4),
    Answered(at_s=420.0, question="effort", answer=3),
    Answered(at_s=420.0, question="morning_after", answer=2),
)


def full() -> Ride:
    """Answers, cues, a gap, a talk answer, the back in the rest."""
    commands = [
        CommandLine(at_s=150.5, command=Command.TALK_NO),
        CommandLine(at_s=200.5, command=Command.BACK_BETTER),
    ]
    return as_said(a_ride(a_rate, others=ANSWERS, commands=commands))


def learning() -> Ride:
    """Without given ranges: the answers move the threshold."""
    commands = [CommandLine(at_s=150.5, command=Command.TALK_ONLY_JUST)]
    return as_said(a_ride(a_rate, commands=commands, ranges=None))


def strapless() -> Ride:
    return a_ride(lambda _at_s: None, others=ANSWERS)


def imported() -> Ride:
    return a_ride(
        a_rate,
        synthesised=True,
        started=None,
        athlete=None,
        evidence=(),
        ranges=None,
        origin=Origin(name="erg.csv", sha256="00"),
        ending=Ending.IMPORTED,
        workout_text="7 minutes free\n",
    )


def stopped() -> Ride:
    commands = [
        CommandLine(at_s=310.0, command=Command.STOP),
        CommandLine(at_s=330.0, command=Command.FINISH),
    ]
    return a_ride(a_rate, commands=commands, last_s=331, ending=Ending.STOPPED, gentle=True)


def never_started() -> Ride:
    ride = a_ride(a_rate, ending=Ending.CLOSED, last_s=30)
    return replace(ride, header=replace(ride.header, waiting=True))


def long() -> Ride:
    """More steps and cues than two sheets of paper hold."""
    text = "40 rounds\n- 6 s easy\n- 5 s moderate\n- 4 s free\n* rest 5 s between rounds\n"
    told = [Said(at_s=10.0 * n, cue="ease", text="Ease off. " * 30) for n in range(60)]
    return a_ride(lambda at_s: 100 + at_s % 30, last_s=795, others=told, workout_text=text)


def hostile(words: str = ATTACK) -> Ride:
    """Whatever a ride can say, it says this."""
    ride = full()
    header = ride.header
    assert header.athlete is not None
    said = Said(at_s=400.0, cue="ease", text=words)
    answered = Answered(at_s=420.0, question="effort", answer=words)
    return replace(
        ride,
        header=replace(
            header,
            hrguide_version=words,
            workout_name=words,
            athlete=replace(header.athlete, name=words),
            origin=Origin(name=words, sha256="00"),
        ),
        events=(*ride.events[:-1], said, answered, ride.events[-1]),
    )


RIDES = {
    "full": full,
    "learning": learning,
    "strapless": strapless,
    "imported": imported,
    "stopped": stopped,
    "never started": never_started,
    "long": long,
    "hostile": hostile,
}


@cache
def ridden(name: str) -> tuple[Ridden, Summary]:
    """One of `RIDES`, run again once for all tests."""
    again = ride_again(RIDES[name]())
    return again, sum_up(again)


@cache
def page_of(name: str) -> str:
    return html_page(*ridden(name))
