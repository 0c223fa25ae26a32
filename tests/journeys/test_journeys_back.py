"""The back, asked in every rest: by key, recorded, replayed; worse twice or sharp ends the ride."""

from dataclasses import replace
from itertools import pairwise

import pytest

from hrguide.athlete.athlete import Athlete
from hrguide.bluetooth.source import Received
from hrguide.guide.command import Command
from hrguide.guide.cue import CueKind
from hrguide.moment import Moment, Phase, Prompt
from hrguide.ride.lines import CommandLine
from hrguide.ride.reader import Ride
from hrguide.ride.replay import replay
from hrguide.ride.resume import standing_still
from hrguide.screen.draw import draw
from hrguide.screen.frame import frame
from hrguide.screen.keys import ENTER, Keypad
from hrguide.screen.memory import Remembered
from hrguide.screen.setting import Setting
from hrguide.session import Session
from hrguide.simulate.closed_loop import ride_through
from hrguide.simulate.rider import OBEDIENT
from hrguide.simulate.source import SimulatedStrap
from hrguide.workout.shelf import load_workout
from hrguide.workout.whiteboard import parse_workout
from tests.journeys.story import OWN, between, cues, packets, ride
from tests.ride.ride_examples import a_header

CLINIC = load_workout("flush")
REST_1, ROUND_2, REST_2, ROUND_3 = 360.0, 420.0, 780.0, 840.0
SETTING = Setting(workout=CLINIC, athlete_name="Sam", clinic="The clinic, 555 0100")


def a_session() -> Session:
    return Session(workout=CLINIC, ranges=OWN)


def pressed(session: Session, keys: dict[float, str], *, to_s: float) -> list[Moment]:
    """Ride on, pressing these keys; each means what the screen shows at that time."""
    moments: list[Moment] = []
    for at_s, key in sorted(keys.items()):
        moments += session.advance(to_s=at_s)
        meaning = Keypad().press(key, moments[-1])
        if isinstance(meaning, Command):
            moments += session.command(at_s=at_s, command=meaning.value)
    return moments + list(session.advance(to_s=to_s))


def screen_of(moment: Moment, width: int = 80, height: int = 24) -> str:
    return "\n".join(draw(frame(moment, SETTING, Remembered()), width, height).texts())


def efforts(moments: list[Moment]) -> list[str | None]:
    return list(dict.fromkeys(m.step.effort for m in moments if m.step is not None))


def test_every_rest_asks_and_enter_skips() -> None:
    moments = pressed(a_session(), {REST_1 + 5.0: ENTER}, to_s=2040.0)
    for at_s in (REST_1, REST_2, 1200.0, 1620.0):
        asked = {moment.prompt for moment in between(moments, at_s + 1.0, at_s + 4.0)}
        assert asked == {Prompt.BACK}, at_s
    assert {m.prompt for m in between(moments, REST_1 + 5.25, REST_2)} == {None}
    assert {m.prompt for m in between(moments, REST_2 + 1.0, ROUND_3)} == {Prompt.BACK}
    assert {m.prompt for m in between(moments, ROUND_3, 1200.0)} == {None}


@pytest.mark.parametrize("key", ["b", "s"])
def test_better_or_the_same_changes_nothing(key: str) -> None:
    moments = pressed(a_session(), {REST_1 + 5.0: key}, to_s=2040.0)
    assert moments[-1].phase is Phase.DONE
    assert {moment.eased for moment in moments} == {()}
    assert {m.prompt for m in between(moments, REST_1 + 5.25, REST_2)} == {None}


def test_worse_makes_the_next_round_easy_and_the_screen_says_so() -> None:
    moments = pressed(a_session(), {REST_1 + 5.0: "w"}, to_s=2040.0)
    assert efforts(between(moments, ROUND_2, REST_2)) == ["easy"]
    assert efforts(between(moments, ROUND_3, 1200.0)) == ["easy", "moderately easy", "moderate"]
    assert cues(between(moments, ROUND_2, REST_2), CueKind.PUSH) == []
    in_rest = between(moments, REST_1 + 6.0, ROUND_2)[0]
    assert "round 2:   easy all the way, for your back" in screen_of(in_rest)
    in_round = between(moments, ROUND_2 + 10.0, REST_2)[0]
    assert "then EASY 2:00" in screen_of(in_round)  # as it will be ridden, not as written


def test_worse_in_two_rests_ends_the_ride_and_q_saves_it() -> None:
    keys = {REST_1 + 5.0: "w", REST_2 + 9.0: "w"}
    session = a_session()
    moments = pressed(session, keys, to_s=REST_2 + 60.0)
    assert moments[-1].phase is Phase.STOPPED
    assert moments[-1].back_ended
    assert session.back_ended
    told = cues(moments, CueKind.STOP)
    assert [at_s for at_s, _ in told] == [REST_2 + 9.0]
    assert "book an assessment" in told[0][1]
    for size in ((80, 24), (40, 12)):
        page = screen_of(moments[-1], *size)
        assert "BOOK AN ASSESSMENT" in page
        assert "GET HELP NOW" in page
        assert "The clinic, 555 0100" in page
        assert "space go on" not in page
    stands = moments[-1].elapsed_s
    moments = pressed(session, {900.0: " ", 901.0: ENTER, 902.0: "n", 903.0: "q"}, to_s=904.0)
    assert moments[-1].phase is Phase.DONE
    assert moments[-1].elapsed_s == stands
    assert session.ended


def test_the_same_key_twice_in_one_rest_is_one_answer_and_sends_no_strap_away() -> None:
    session = a_session()
    moments = pressed(session, {REST_1 + 5.0: "w"}, to_s=REST_1 + 6.0)
    assert Keypad().press("w", moments[-1]) is None
    moments = list(session.command(at_s=REST_1 + 7.0, command="back_worse"))
    assert moments[-1].phase is Phase.REST


@pytest.mark.parametrize("before", [None, "b"])
def test_sharp_ends_the_ride_at_once(before: str | None) -> None:
    keys = {REST_2 + 4.0: "p"}
    if before is not None:
        keys[REST_1 + 3.0] = before
    moments = pressed(a_session(), keys, to_s=900.0)
    ended = [m.at_s for m in moments if m.phase is Phase.STOPPED]
    assert ended[0] == REST_2 + 4.0
    assert moments[-1].back_ended


def test_a_stop_for_anything_else_can_still_go_on() -> None:
    moments = pressed(a_session(), {REST_1 + 5.0: "x", REST_1 + 30.0: " "}, to_s=500.0)
    assert not moments[-1].back_ended
    assert moments[-1].phase in (Phase.REST, Phase.STEP)


def test_a_crash_after_the_end_does_not_bring_the_ride_back() -> None:
    session = a_session()
    pressed(session, {REST_1 + 5.0: "p"}, to_s=400.0)
    given = [CommandLine(at_s=REST_1 + 5.0, command=Command.BACK_SHARP)]
    for line in standing_still(given, from_s=400.0, to_s=700.0):
        moments = session.command(at_s=line.at_s, command=line.command.value)
    assert moments[-1].phase is Phase.STOPPED


def test_on_a_rower_the_talk_answer_and_the_back_share_the_rest() -> None:
    told = packets(lambda _: 120.0, 420.0)
    session = Session(workout=CLINIC, athlete=Athlete("sam", 38), machine="rower")
    answers = [(170.0, Command.TALK_COMFORTABLE), (290.0, Command.TALK_COMFORTABLE)]
    moments = ride(session, told, to_s=419.0, commands=answers)
    asked = [m.prompt for m in between(moments, REST_1, ROUND_2)]
    assert [prompt for prompt, _ in _runs(asked)] == [Prompt.TALK, Prompt.BACK]
    at_back = next(m for m in between(moments, REST_1, ROUND_2) if m.prompt is Prompt.BACK)
    assert at_back.at_s == REST_1 + 15.0
    assert Keypad().press("2", at_back) is Command.TALK_ONLY_JUST


def _runs(prompts: list[Prompt | None]) -> list[tuple[Prompt | None, int]]:
    edges = [0, *(at for at, (a, b) in enumerate(pairwise(prompts), 1) if a is not b), len(prompts)]
    return [(prompts[first], stop - first) for first, stop in pairwise(edges)]


def test_a_replay_gives_the_same_moments() -> None:
    header = a_header(
        workout_text=CLINIC.text, waiting=False, simulated=False, gentle=False, ranges=OWN
    )
    told = packets(lambda _: 118.0, 900.0)
    commands = [(REST_1 + 5.0, Command.BACK_WORSE), (REST_2 + 5.0, Command.BACK_SHARP)]
    lines = [CommandLine(at_s=at_s, command=command) for at_s, command in commands]
    events: tuple[Received | CommandLine, ...] = (*told, *lines)
    events = tuple(sorted(events, key=lambda event: event.at_s))
    first, again = (
        [moment.json_line() for moment in replay(Ride(header=header, events=events))]
        for _ in range(2)
    )
    assert first == again
    assert '"verdict": "stopped"' in first[-1]


def test_a_gentle_ride_is_eased_and_stopped_but_never_pushed() -> None:
    low, high = packets(lambda _: 120.0, 300.0), packets(lambda _: 172.0, 300.0)
    workout = parse_workout("10 min 150-160 bpm")

    def said(gentle: bool, told: list[Received], *kinds: CueKind) -> list[str]:
        session = Session(workout=workout, athlete=Athlete("k", 40, max_bpm=185), gentle=gentle)
        return [text for _, text in cues(ride(session, told, to_s=290.0), *kinds)]

    assert said(False, low, CueKind.PUSH) != []
    assert said(True, low, CueKind.PUSH) == []
    holding_back = (CueKind.EASE, CueKind.STOP)
    assert said(True, high, *holding_back) == said(False, high, *holding_back) != []


def test_a_simulated_back_that_gets_sharp_ends_its_ride() -> None:
    strap = SimulatedStrap(seed=2, habits=replace(OBEDIENT, back_sharp=1.0))
    session = Session(workout=CLINIC, athlete=Athlete("k", 40))
    moments = list(ride_through(session, strap, until_s=2400.0))
    assert moments[-1].phase is Phase.DONE
    assert moments[-1].back_ended
    assert moments[-1].elapsed_s < ROUND_2
