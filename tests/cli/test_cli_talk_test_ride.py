"""A talk test ridden as an athlete rides it: a strap on the air, a terminal, keys, a result."""

import asyncio
import itertools
import json
import os
import random
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pyte
import pytest

from hrguide.athlete import store
from hrguide.athlete.athlete import Machine
from hrguide.athlete.diary import known_evidence, note
from hrguide.athlete.evidence import Answer, TalkAnswer
from hrguide.athlete.profile import Profile
from hrguide.bluetooth.heart_rate import HeartRateMeasurement
from hrguide.cli.answers import Answers
from hrguide.cli.live_ride import LiveRide
from hrguide.cli.look import Look
from hrguide.cli.main import main
from hrguide.cli.talk_test import TalkTest
from hrguide.cli.wish import Wish
from hrguide.errors import ExitCode
from hrguide.ride.folder import ride_paths
from hrguide.ride.reader import read_ride
from tests.bluetooth.room import Room, bumble_room
from tests.bluetooth.virtual_strap import VirtualStrap

if sys.platform != "win32":
    import fcntl
    import pty
    import termios

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="a terminal pair is POSIX"),
]
TODAY = date.today()
SPEED = 30.0
COLUMNS, ROWS = 80, 24
TRUTH_BPM = 118.0  # where "only just" begins
PATIENCE_S = 60.0  # real seconds
READS_S = 30.0  # 95 words
FINE = Answers(given={"health": [], "back": "sore", "soreness": 3, "machine": "bikeerg"})
KEY_OF: dict[Answer, bytes] = {"comfortable": b"1", "only_just": b"2", "no": b"3"}


class Athlete:
    """Sits before the terminal: sees the screen, presses keys, pedals a little harder each stage.

    Their heart beats in a virtual strap. said: answers with the heart rate of that moment.
    """

    def __init__(self, master: int) -> None:
        self._master = master
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self._testing_from_s: float | None = None
        self._now_s = 0.0
        self.said: list[tuple[float, Answer]] = []
        self.seen: set[str] = set()

    def look(self) -> None:
        """What was painted since."""
        self._stream.feed(os.read(self._master, 1 << 16))

    def heart_bpm(self, at_s: float) -> float:
        """From 96 up by 14 a stage of 170 s, from the first stage on."""
        self._now_s = at_s
        if self._testing_from_s is None:
            return 96.0
        return 96.0 + 14.0 * (at_s - self._testing_from_s) / 170.0

    @property
    def picture(self) -> str:
        return "\n".join(self._screen.display)

    def press(self, key: bytes) -> None:
        os.write(self._master, key)

    def sees(self, words: str) -> bool:
        return any(words in line for line in self._screen.display)

    async def waits_for(self, words: str) -> None:
        while not self.sees(words):
            await asyncio.sleep(0.02)
        self.seen.add(words)

    async def rides(self) -> None:
        await self.waits_for("clean for")
        await self.waits_for("Enter start riding")
        self.press(b"\r")
        await self.waits_for("n next   x STOP")
        self.press(b"n")  # warm enough
        self._testing_from_s = self._now_s
        while not self.said or self.said[-1][1] != "no":
            await self.waits_for("Then press 1, 2 or 3")
            await self._reads()
        self.press(b"q")
        await self.waits_for("Done")
        while True:  # skips the questions, then leaves
            self.press(b"\r")
            await asyncio.sleep(0.2)

    async def _reads(self) -> None:
        asked_s = self._now_s
        while self._now_s < asked_s + READS_S:
            await asyncio.sleep(0.02)
        off_bpm = self.heart_bpm(asked_s) - TRUTH_BPM
        answer: Answer = "comfortable" if off_bpm < -5 else "only_just" if off_bpm < 15 else "no"
        self.said.append((self.heart_bpm(asked_s), answer))
        self.press(KEY_OF[answer])
        while self.sees("Then press 1, 2 or 3"):
            await asyncio.sleep(0.02)


@contextmanager
def a_terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """stdin and stdout are a terminal of 80x24; yields its other end."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    monkeypatch.setenv("TERM", "xterm-256color")
    with (
        os.fdopen(os.dup(slave), encoding="utf-8") as keys,
        os.fdopen(slave, "w", encoding="utf-8") as picture,
        monkeypatch.context() as patched,
    ):
        patched.setattr(sys, "stdin", keys)
        patched.setattr(sys, "stdout", picture)
        yield master
    os.close(master)


async def beat(strap: VirtualStrap, athlete: Athlete) -> None:
    """A packet a second of the ride's time, of the heart as it is then."""
    dice = random.Random(0)
    beat_s = 0.0
    for second in itertools.count():
        await asyncio.sleep(1 / SPEED)
        hr_bpm = athlete.heart_bpm(float(second))
        ticks = []
        while beat_s < second:
            interval_s = 60.0 / hr_bpm * (1.0 + dice.gauss(0.0, 0.01))
            beat_s += interval_s
            ticks.append(round(1024 * interval_s))
        await strap.beat(HeartRateMeasurement(hr_bpm=round(hr_bpm), rr_ticks=tuple(ticks)))


async def ridden(home: Path, room: Room, athlete: Athlete, test: TalkTest) -> int:
    strap = await room.strap("TICKR", "C0:00:00:00:00:0A")
    wish = Wish(
        home=home,
        workout="talk-test",
        athlete=None,
        machine=None,
        strap=None,
        gentle=False,
        without_strap=False,
        resume=None,
        quiet=True,
        look=Look(sound=False, flash=False),
        asker=FINE,
        radio=room.radio,
        speed=SPEED,
        aim=test.aim,
    )
    beside = [asyncio.create_task(one) for one in (beat(strap, athlete), athlete.rides())]
    try:
        return await asyncio.wait_for(LiveRide(wish).run(), PATIENCE_S)
    except TimeoutError:
        raise AssertionError(f"it never came to an end; last seen:\n{athlete.picture}") from None
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)


def test_ridden_with_strap_and_keys_to_its_result_and_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HRGUIDE_HOME", str(tmp_path))
    store.add(tmp_path, Profile(name="Sam", age_years=38, age_on=TODAY, machine=Machine.BIKEERG))
    before = [TalkAnswer(118, "comfortable", "bikeerg", TODAY)]
    note(tmp_path, "Sam", before)
    test = TalkTest(tmp_path)

    async def one_evening(master: int) -> tuple[int, Athlete]:
        athlete = Athlete(master)
        asyncio.get_running_loop().add_reader(master, athlete.look)
        async with bumble_room() as room:
            return await ridden(tmp_path, room, athlete, test), athlete

    with a_terminal(monkeypatch) as master:
        code, athlete = asyncio.run(one_evening(master))
    assert code == ExitCode.DONE
    noted = [piece for piece in known_evidence(tmp_path, "Sam") if isinstance(piece, TalkAnswer)]
    learned = noted[len(before) :]
    assert [piece.answer for piece in learned] == [answer for _, answer in athlete.said]
    assert learned[-1].answer == "no"
    for piece, (true_bpm, answer) in zip(learned, athlete.said, strict=True):
        low = 12.0 if answer == "comfortable" else 6.0  # "easily" counts at the lowest of 120 s
        assert true_bpm - low <= piece.hr_bpm <= true_bpm + 4.0
    told = test.result()
    assert "not at" in told[0]
    assert '"Only just" begins at about 1' in told[1]
    assert "+-" in told[1]
    (path,) = ride_paths(tmp_path)
    replays = []
    for _ in range(2):
        assert main(["replay", str(path), "--json", "--quiet"]) == ExitCode.DONE
        replays.append(capsys.readouterr().out)
    assert replays[0] == replays[1]
    cues = [json.loads(line)["cue"] for line in replays[0].splitlines()]
    again = [(cue["kind"], cue["text"]) for cue in cues if cue is not None]
    assert again == [(line.cue, line.text) for line in read_ride(path).said]  # as it was heard
    assert sum(kind == "talk" for kind, _ in again) == len(athlete.said)
