"""`hrguide ride` without a terminal, and its questions with somebody to answer them."""

import asyncio
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from bleak.exc import BleakBluetoothNotAvailableReason

from hrguide.athlete import store
from hrguide.athlete.athlete import Machine
from hrguide.athlete.diary import note
from hrguide.athlete.evidence import TalkAnswer
from hrguide.athlete.profile import Profile
from hrguide.cli.answers import Answers
from hrguide.cli.live_ride import LiveRide
from hrguide.cli.look import Look
from hrguide.cli.main import main
from hrguide.cli.who import who_rides
from hrguide.cli.wish import Wish
from hrguide.clock import RealClock
from hrguide.errors import ExitCode, NoBluetoothError, NoStrapError
from hrguide.ride.folder import ride_paths
from hrguide.ride.reader import read_ride
from hrguide.ride.replay import replay
from hrguide.screen.ask import Asker
from hrguide.zones.belief import threshold_belief
from tests.bluetooth.room import Room, beating, bumble_room, until

TODAY = date(2026, 11, 22)
FINE = Answers(given={"health": [], "back": "sore", "soreness": 3}, source="a test")
A_WHILE_S = 20.0  # on the ride's clock: long enough to find and link a lone strap


def wish(home: Path, room: Room, workout: Path) -> Wish:
    return Wish(
        home=home,
        workout=str(workout),
        athlete=None,
        machine=None,
        strap=None,
        gentle=False,
        without_strap=False,
        resume=None,
        quiet=True,
        look=Look(as_json=True),
        asker=FINE,
        radio=room.radio,
        speed=20.0,
    )


@pytest.fixture
def short(tmp_path: Path) -> Path:
    path = tmp_path / "short.txt"
    path.write_text("1 s easy\n", encoding="utf-8")
    return path


def add(home: Path, *names: str) -> None:
    for name in names:
        store.add(home, Profile(name=name, age_years=40, age_on=TODAY))


@pytest.fixture
def fine(tmp_path: Path) -> str:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(FINE.given), encoding="utf-8")
    return str(path)


def answering(*answers: str) -> tuple[Asker, io.StringIO]:
    lines = iter(answers)

    async def read() -> str | None:
        return next(lines, None)

    out = io.StringIO()
    return Asker(read_line=read, out=out), out


def test_nobody_known_and_nobody_to_ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ride", "--no-strap", "--home", str(tmp_path)]) == ExitCode.USAGE
    assert "hrguide athlete add NAME --age YEARS" in capsys.readouterr().err


def test_five_patients_one_laptop(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The wrong person's zones: with several athletes a ride always asks, whoever is in use."""
    names = ("ada", "bo", "cy", "di", "ed")
    add(tmp_path, *names)
    store.use(tmp_path, "cy")
    assert main(["ride", "--no-strap", "--home", str(tmp_path)]) == ExitCode.USAGE
    told = capsys.readouterr().err
    assert "--athlete NAME" in told
    asker, out = answering("4")
    profile = asyncio.run(who_rides(tmp_path, named=None, asks=asker, today=TODAY))
    assert profile.name == "di"
    assert all(name in out.getvalue() for name in names)


def test_the_only_athlete_is_not_asked_for(tmp_path: Path) -> None:
    add(tmp_path, "ada")
    asker, out = answering()
    profile = asyncio.run(who_rides(tmp_path, named=None, asks=asker, today=TODAY))
    assert (profile.name, out.getvalue()) == ("ada", "")


@pytest.mark.parametrize("answers", [("sam", "38"), ("sam", "", "380", "x", "38")])
def test_somebody_new_is_asked_name_and_age(tmp_path: Path, answers: Sequence[str]) -> None:
    asker, _ = answering(*answers)
    profile = asyncio.run(who_rides(tmp_path, named=None, asks=asker, today=TODAY))
    assert (profile.name, profile.age_years) == ("sam", 38)
    assert store.load(tmp_path, "sam") == profile


def test_without_a_strap_by_clock(
    tmp_path: Path, short: Path, fine: str, capsys: pytest.CaptureFixture[str]
) -> None:
    add(tmp_path, "ada")
    words = ["ride", str(short), "--no-strap", "--home", str(tmp_path), "--machine", "rower"]
    code = main([*words, "--answers", fine])
    assert code == ExitCode.DONE
    captured = capsys.readouterr()
    assert "done" in captured.out
    assert "looking for the strap" not in captured.out
    assert "hrguide report" in captured.err
    assert store.load(tmp_path, "ada").machine is Machine.ROWER


@pytest.mark.parametrize("as_usual", [True, False])
def test_medicine_not_as_usual_makes_other_days_say_less(
    tmp_path: Path, short: Path, as_usual: bool
) -> None:
    """physiology.md L7: they count with 6 bpm more doubt, in the replay too."""
    profile = Profile(name="ada", age_years=61, age_on=TODAY, limits_heart_rate=True)
    store.add(tmp_path, profile)
    said = TalkAnswer(118, "only_just", "bikeerg", date.today() - timedelta(days=3))
    note(tmp_path, "ada", [said], ride="2026-11-22-ada")
    given = {**FINE.given, "health": ["medicine"], "medicine_as_usual": as_usual}
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(given), encoding="utf-8")
    words = ["ride", str(short), "--no-strap", "--home", str(tmp_path), "--answers", str(path)]
    assert main(words) == ExitCode.DONE
    (ride,) = ride_paths(tmp_path)
    found = read_ride(ride)
    assert found.header.evidence == (said,)
    assert found.header.as_usual is as_usual
    assert found.header.gentle  # medicine is a line of the page
    athlete = found.header.athlete
    assert athlete is not None
    today = date.today()
    usual, doubted = (
        threshold_belief(athlete, [said], as_of=today, as_usual=word).sd_bpm
        for word in (True, False)
    )
    assert doubted > usual
    *_, last = replay(found)
    assert last.threshold_sd_bpm == (usual if as_usual else doubted)


def test_a_typo_in_the_workout_is_told_before_any_question(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("3 min moderatly easy\n", encoding="utf-8")
    assert main(["ride", str(wrong), "--home", str(tmp_path)]) == ExitCode.BAD_FILE
    assert "line 1, column 7" in capsys.readouterr().err


def test_no_strap_and_nobody_to_ask_ends_with_its_own_code(tmp_path: Path, short: Path) -> None:
    add(tmp_path, "ada")

    async def ride() -> None:
        async with bumble_room() as room:
            await LiveRide(wish(tmp_path, room, short)).run()

    with pytest.raises(NoStrapError):
        asyncio.run(ride())
    assert ride_paths(tmp_path) == ()  # nothing was ridden, nothing is kept


def test_no_bluetooth_and_nobody_to_ask_ends_with_its_own_code(tmp_path: Path, short: Path) -> None:
    add(tmp_path, "ada")

    async def ride() -> None:
        async with bumble_room() as room:
            room.switch.missing = BleakBluetoothNotAvailableReason.NO_BLUETOOTH
            await LiveRide(wish(tmp_path, room, short)).run()

    with pytest.raises(NoBluetoothError):
        asyncio.run(ride())


def test_two_straps_and_nobody_to_ask_takes_none(tmp_path: Path, short: Path) -> None:
    add(tmp_path, "ada")

    async def ride() -> None:
        async with bumble_room() as room:
            await room.strap("TICKR", "C0:00:00:00:00:0A")
            await room.strap("H10", "C0:00:00:00:00:0B")
            await LiveRide(wish(tmp_path, room, short)).run()

    with pytest.raises(NoStrapError):
        asyncio.run(ride())


def test_no_strap_is_taken_before_it_is_known_who_rides(
    tmp_path: Path, short: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A link made during the questions would keep the neighbour from their own strap."""
    linked: list[bool] = []

    async def ride() -> int:
        async with bumble_room() as room:
            strap = await room.strap("TICKR", "C0:00:00:00:00:0A")
            answers = iter(("sam", "38", "n", "s", "3", "b", "", "4"))

            async def read() -> str:
                clock = RealClock(speed=20)
                await until(lambda: clock.now_s() >= A_WHILE_S)
                linked.append(strap.is_linked)
                return next(answers)

            asker = Asker(read_line=read, out=io.StringIO())
            async with beating(strap):
                return await LiveRide(replace(wish(tmp_path, room, short), asker=asker)).run()

    assert asyncio.run(ride()) == ExitCode.DONE
    assert linked[:2] == [False, False]  # name and age; from the machine on the rider is known
    assert '"signal": "good"' in capsys.readouterr().out  # and then it is taken
