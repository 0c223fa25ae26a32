"""`hrguide ride` on a pseudo-terminal, from the first question to the last line."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

pytest.importorskip("termios", reason="a pseudo terminal is POSIX's")

from hrguide.athlete import store
from hrguide.athlete.athlete import Machine
from hrguide.athlete.profile import Profile
from hrguide.errors import ExitCode
from hrguide.health.screening import Health
from hrguide.ride.folder import ride_paths
from hrguide.ride.reader import Ride, read_ride
from tests.screen.test_screen_terminal import OnTerminal, on_terminal

TODAY = date.today()
HRGUIDE = [sys.executable, "-m", "hrguide"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "short.txt").write_text("2 s easy\n", encoding="utf-8")
    return tmp_path


def known(home: Path, *names: str) -> None:
    for name in names:
        store.add(
            home,
            Profile(
                name=name,
                age_years=38,
                age_on=TODAY,
                machine=Machine.ROWER,
                sound=False,
                health=Health(asked_on=TODAY - timedelta(days=9)),
            ),
        )


@contextmanager
def riding(home: Path, *words: str) -> Iterator[OnTerminal]:
    command = [*HRGUIDE, "ride", str(home / "short.txt"), "--home", str(home), *words]
    with on_terminal(command, HRGUIDE_HOME=str(home)) as terminal:
        yield terminal


def left_on(terminal: OnTerminal) -> str:
    """What the next person finds: all that was not on the terminal's other screen."""
    shown = re.sub(rb"\x1b\[\?1049h.*?\x1b\[\?1049l", b"", terminal.sent, flags=re.DOTALL)
    return shown.decode()


@dataclass(slots=True)
class Pace:
    """What a way through the pages takes: hrguide's own seconds, by the clock, and the rider's, by
    what is known of people. Nobody sleeps in a test, so the two are added.
    """

    keys: int = 0
    pages: int = 0
    words: int = 0
    own_s: float = 0.0

    def new_s(self) -> float:
        """Of somebody who reads every word of every page before each answer."""
        return self.own_s + self.words / READS_WORDS_A_S + self.keys * KEY_S

    def known_s(self) -> float:
        """Of somebody who has seen the pages: one thought a page, then the key."""
        return self.own_s + self.pages * THOUGHT_S + self.keys * KEY_S


# Brysbaert (2019, J Mem Lang 109): adults read 238 words a minute silently. A slow reader's 150
# would take 169 s over all 405 words; half of them are about health and the back, and stay.
READS_WORDS_A_S = 238 / 60
# Card, Moran, Newell (1980, CACM 23): to prepare a step 1.35 s; a key 0.5 s where letters are
# searched for one by one.
THOUGHT_S = 1.35
KEY_S = 0.5


def answered(terminal: OnTerminal, *turns: tuple[str, str]) -> Pace:
    """Wait for each page, then press its keys; what that takes."""
    pace = Pace()
    read: set[str] = set()  # a line that stands on the next page too is read once
    for page, keys in turns:
        since_s = time.monotonic()
        terminal.wait_for_text(page)
        pace.own_s += time.monotonic() - since_s
        fresh = [line for line in terminal.text.splitlines() if line not in read]
        read.update(fresh)
        pace.words += len(" ".join(fresh).split())
        pace.pages += 1
        pace.keys += len(keys)
        terminal.type(keys.encode())
    return pace


def only_ride(home: Path) -> Ride:
    (path,) = ride_paths(home)
    return read_ride(path)


def test_first_launch_to_done(home: Path) -> None:
    with riding(home, "--no-strap") as terminal:
        pace = answered(
            terminal,
            ("first name?", "Sam\n"),
            ("Your age", "38\n"),
            ("Does any of these fit you?", "n"),
            ("Your back today", "s"),
            ("How sore", "6"),
            ("Machine?", "b"),
            ("did you hear that?", "y"),
            ("Enter start riding", "\n"),
        )
        assert pace.keys <= 15
        assert pace.new_s() < 120, pace  # product.md: two minutes
        answered(terminal, ("Soreness 6 -> [_]", "4"), ("How hard was it, 0-10? [_]", "3"))
        answered(terminal, ("How hard was it, 0-10? 3", "\n"))
        assert terminal.end() == ExitCode.DONE
        for private in ("none of these", "Your back", "How hard", "38"):
            assert private not in left_on(terminal)
        assert "saved: " in left_on(terminal)
    ride = only_ride(home)
    assert ride.answers == {
        "back": "sore",
        "soreness_before": 6,
        "soreness_after": 4,
        "effort": 3,
    }
    assert not ride.header.gentle
    assert store.load(home, "Sam").sound is True  # asked once in a lifetime


def test_the_second_ride_takes_6_keys(home: Path) -> None:
    known(home, "Sam")
    with riding(home, "--no-strap") as terminal:
        pace = answered(
            terminal,
            ("Your back today", "s"),
            ("How sore", "3"),
            ("has anything changed", "n"),
            ("Enter start riding", "\n"),
        )
        assert pace.keys <= 6
        assert pace.known_s() < 15, pace  # product.md
        answered(terminal, ("Soreness 3 -> [_]", "\n"), ("0-10? [_]", "\n"))
        answered(terminal, ("Soreness before 3 of 10", "\n"))
        assert terminal.end() == ExitCode.DONE
    assert only_ride(home).header.machine is Machine.ROWER
    assert only_ride(home).answers == {"back": "sore", "soreness_before": 3}


def test_a_yes_on_the_health_page_rides_gently(home: Path) -> None:
    known(home, "Sam")
    store.change(home, "Sam", health=None)
    with riding(home, "--no-strap") as terminal:
        answered(
            terminal,
            ("Does any of these fit you?", "6\n"),
            ("What that means", "g"),
            ("Your back today", "s"),
            ("How sore", "2"),
            ("until a professional has cleared you", "\n"),
            ("Soreness 2", "q"),
        )
        assert terminal.end() == ExitCode.DONE
    assert only_ride(home).header.gentle


@pytest.mark.parametrize(
    ("keys", "page", "hint"),
    [("!", "GET HELP NOW", "Get help now"), ("o", "Not today", "Book an assessment")],
)
def test_a_back_that_is_more_than_sore_is_no_ride(
    home: Path, keys: str, page: str, hint: str
) -> None:
    known(home, "Sam")
    with riding(home, "--no-strap") as terminal:
        answered(terminal, ("Your back today", keys), (page, "\n"))
        assert terminal.end() == ExitCode.NOT_STARTED
        assert hint in left_on(terminal)
        assert terminal.is_given_back()
    assert ride_paths(home) == ()


def test_killed_in_the_middle_of_a_drill_it_goes_on_there(home: Path) -> None:
    known(home, "Sam")
    with riding(home, "--no-strap") as terminal:
        answered(
            terminal,
            ("Your back today", "s"),
            ("How sore", "3"),
            ("has anything changed", "n"),
            ("loosen the back first", "d"),
            ("BANDED CAT/COW", "\n"),
            ("BENCH ROTATION   first direction", ""),
        )
        terminal.process.kill()
        terminal.process.wait()
    with riding(home, "--no-strap") as terminal:
        answered(
            terminal,
            ("was interrupted just now", "g"),
            ("BENCH ROTATION   first direction", "\n"),
            ("BENCH ROTATION   other direction", "n"),
            ("Soreness 3 -> [_]", "q"),
        )
        assert terminal.end() == ExitCode.DONE
    commands = [line.command for line in only_ride(home).commands]
    assert commands == ["start", "next", "pause", "go_on", "next", "skip"]


def test_five_patients_one_laptop_each_is_asked_for(home: Path) -> None:
    known(home, "Ada", "Bo", "Cy", "Di", "Ed")
    store.use(home, "Cy")
    for number, name in (("2", "Bo"), ("5", "Ed")):
        with riding(home, "--no-strap") as terminal:
            answered(
                terminal,
                ("Who rides?", number),
                ("Your back today", "s"),
                ("How sore", "3"),
                ("has anything changed", "n"),
                (f"Hello {name}", "\n"),
                ("Soreness 3", "q"),
            )
            assert terminal.end() == ExitCode.DONE
            assert "Hello" not in left_on(terminal)
    riders = [read_ride(path).header.athlete for path in ride_paths(home)]
    assert [rider.name for rider in riders if rider is not None] == ["Bo", "Ed"]


def test_no_strap_and_no_bluetooth_at_all(home: Path) -> None:
    """By clock and talk, as soon as the rider says so; nobody has to wait for a strap."""
    known(home, "Sam")
    with riding(home) as terminal:
        answered(
            terminal,
            ("Your back today", "s"),
            ("How sore", "3"),
            ("has anything changed", "n"),
            ("Enter start riding", "w"),
            ("Soreness 3", "q"),
        )
        assert terminal.end() == ExitCode.DONE
    assert only_ride(home).packets == ()


def script(home: Path, *words: str, answers: object = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*HRGUIDE, "ride", str(home / "short.txt"), "--no-strap", "--home", str(home), *words],
        input=json.dumps(answers),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_script_rides_from_first_launch_to_the_last_line(home: Path) -> None:
    answers = {
        "athlete": "Sam",
        "age": 38,
        "health": [],
        "back": "sore",
        "soreness": 6,
        "soreness_after": 5,
        "effort": 2,
    }
    done = script(home, "--answers", "-", "--json", answers=answers)
    assert done.returncode == ExitCode.DONE, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["verdict"] == "done"
    assert only_ride(home).answers == {
        "back": "sore",
        "soreness_before": 6,
        "soreness_after": 5,
        "effort": 2,
    }


def test_yes_answers_nothing_about_health(home: Path) -> None:
    known(home, "Sam")
    done = script(home, "--yes")
    assert done.returncode == ExitCode.NOT_STARTED
    assert '"back"' in done.stderr
    assert "--answers FILE.json" in done.stderr
    assert ride_paths(home) == ()


def test_a_clinic_hands_it_out(home: Path) -> None:
    known(home, "Sam")
    (home / "clinic.toml").write_text(
        'name = "Back in Motion"\ntelephone = "01 234 5678"\npush = false\n'
        "[limits]\nceiling_bpm = 140\n",
        encoding="utf-8",
    )
    answers = {"changed": False, "back": "something_else", "soreness": 6}
    refused = script(home, "--answers", "-", answers=answers)
    assert refused.returncode == ExitCode.NOT_STARTED
    assert "Back in Motion, 01 234 5678" in refused.stderr
    done = script(home, "--answers", "-", answers={**answers, "back": "sore"})
    assert done.returncode == ExitCode.DONE
    header = only_ride(home).header
    assert header.gentle
    assert header.athlete is not None
    assert header.athlete.ceiling_bpm == 140
