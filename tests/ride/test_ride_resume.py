"""A ride that was interrupted: offered, taken up again, or closed; nothing of it is lost."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hrguide.athlete.athlete import Athlete
from hrguide.errors import UsageError
from hrguide.guide.command import Command
from hrguide.ride.folder import unfinished
from hrguide.ride.header import Header
from hrguide.ride.lines import CommandLine, Ending, Footer, Said, encode_line
from hrguide.ride.lock import is_in_progress
from hrguide.ride.reader import read_ride
from hrguide.ride.resume import (
    RESUME_WITHIN_S,
    close_interrupted,
    interrupted,
    reopen,
    resumable,
    standing_still,
)
from hrguide.ride.writer import create_ride
from tests.ride.ride_examples import STARTED, a_header, a_packet

START = CommandLine(at_s=1.0, command=Command.START)


def _cut_off(home: Path, *commands: CommandLine, header: Header | None = None) -> Path:
    writer = create_ride(home, header or a_header(), name="Sam")
    writer.write(a_packet(0.5, 90))
    for command in commands:
        writer.write(command)
    writer.write(a_packet(100.0, 120))
    writer.write(Said(at_s=100.25, cue="well", text="That's it."))
    writer.close()
    return writer.path


@pytest.mark.parametrize(
    ("ago_s", "fresh"), [(0.0, True), (RESUME_WITHIN_S, True), (RESUME_WITHIN_S + 0.1, False)]
)
def test_thirty_minutes_to_go_on(tmp_path: Path, ago_s: float, fresh: bool) -> None:
    path = _cut_off(tmp_path, START)
    now = STARTED + timedelta(seconds=100.25 + ago_s)
    (found,) = interrupted(tmp_path, now=now)
    assert found.path == path
    assert found.header == a_header()
    assert found.last_at_s == 100.25
    assert found.ago_s == pytest.approx(ago_s, abs=1e-6)
    assert found.is_resumable is fresh
    offered = resumable(tmp_path, now=now)
    assert (offered == found) if fresh else (offered is None)


def test_the_newest_is_offered(tmp_path: Path) -> None:
    _cut_off(tmp_path, START, header=a_header(started=STARTED - timedelta(minutes=10)))
    newest = _cut_off(tmp_path, START)
    offered = resumable(tmp_path, now=STARTED + timedelta(minutes=3))
    assert offered is not None
    assert offered.path == newest


def test_a_clock_that_was_set_back_is_no_time_at_all(tmp_path: Path) -> None:
    path = _cut_off(tmp_path, START)
    before = STARTED - timedelta(hours=1)
    offered = resumable(tmp_path, now=before)
    assert offered is not None
    assert offered.ago_s == 0.0
    resumed = reopen(path, now=before)
    resumed.writer.close()
    assert resumed.at_s == 100.25
    assert [line.at_s for line in resumed.ride.commands] == [1.0, 100.25, 100.25]


def test_a_demo_is_not_offered(tmp_path: Path) -> None:
    """The simulated rider died with its process."""
    _cut_off(tmp_path, START, header=a_header(simulated=True))
    assert resumable(tmp_path, now=STARTED + timedelta(seconds=101)) is None


def test_a_finished_ride_is_not_offered(tmp_path: Path) -> None:
    _cut_off(tmp_path, START, CommandLine(at_s=50.0, command=Command.FINISH))
    assert resumable(tmp_path, now=STARTED + timedelta(seconds=101)) is None


def test_going_on_pauses_where_it_broke_off(tmp_path: Path) -> None:
    path = _cut_off(tmp_path, START)
    before = read_ride(path)
    resumed = reopen(path, now=STARTED + timedelta(seconds=300.5))
    assert resumed.at_s == pytest.approx(300.5)
    added = (
        CommandLine(at_s=100.25, command=Command.PAUSE),
        CommandLine(at_s=resumed.at_s, command=Command.GO_ON),
    )
    assert resumed.ride.events == (*before.events, *added)
    assert is_in_progress(path)
    resumed.writer.write(a_packet(301.0, 118))
    resumed.writer.close(Footer(at_s=302.0, ending=Ending.DONE))
    after = read_ride(path)
    assert after.events[: len(resumed.ride.events)] == resumed.ride.events
    assert after.is_complete
    assert len(after.packets) == 3


def test_a_ride_of_20_days_ago_is_not_walked_through(tmp_path: Path) -> None:
    """Its grid would be 7 million ticks long: `begin_resumed` took 9 minutes."""
    path = _cut_off(tmp_path, START)
    before = path.read_bytes()
    with pytest.raises(UsageError, match="interrupted 480 h ago"):
        reopen(path, now=STARTED + timedelta(days=20))
    assert path.read_bytes() == before
    assert not is_in_progress(path)
    close_interrupted(path)


def test_a_stop_stays_a_stop(tmp_path: Path) -> None:
    """Whoever pressed x goes on by their own key, not because the laptop died."""
    stop = CommandLine(at_s=60.0, command=Command.STOP)
    path = _cut_off(tmp_path, START, stop)
    resumed = reopen(path, now=STARTED + timedelta(seconds=300))
    resumed.writer.close()
    assert [line.command for line in resumed.ride.commands] == ["start", "stop", "pause"]
    after_stop = (START, stop, CommandLine(at_s=70.0, command=Command.GO_ON))
    still = standing_still(after_stop, from_s=80.0, to_s=90.0)
    assert [line.command for line in still] == ["pause", "go_on"]


def test_closing_gives_a_footer_and_keeps_all(tmp_path: Path) -> None:
    path = _cut_off(tmp_path, START)
    before = read_ride(path)
    close_interrupted(path)
    after = read_ride(path)
    assert after.events == (*before.events, Footer(at_s=100.25, ending=Ending.CLOSED))
    assert unfinished(tmp_path) == ()
    with pytest.raises(UsageError, match="has come to its end"):
        close_interrupted(path)
    with pytest.raises(UsageError, match="has come to its end"):
        reopen(path, now=STARTED)


def test_a_ride_in_progress_is_not_taken_over(tmp_path: Path) -> None:
    writer = create_ride(tmp_path, a_header(), name="Sam")
    with pytest.raises(UsageError, match="being ridden by another hrguide"):
        reopen(writer.path, now=STARTED)
    with pytest.raises(UsageError, match="being ridden by another hrguide"):
        close_interrupted(writer.path)
    writer.close()
    assert read_ride(writer.path).events == ()


@pytest.mark.parametrize("torn", [b"{", b'{"kind":"said","at_s":101.0,"text":"' + b"e" * 500])
def test_only_the_torn_line_goes(tmp_path: Path, torn: bytes) -> None:
    path = _cut_off(tmp_path, START)
    before = read_ride(path)
    with path.open("ab") as file:
        file.write(torn)
    close_interrupted(path)
    after = read_ride(path)
    assert after.events[:-1] == before.events
    assert after.torn == b""


def test_a_missing_newline_is_put_in(tmp_path: Path) -> None:
    path = _cut_off(tmp_path, START)
    before = read_ride(path)
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    close_interrupted(path)
    assert read_ride(path).events[:-1] == before.events


def test_a_bad_line_in_the_middle_stays(tmp_path: Path) -> None:
    path = _cut_off(tmp_path, START)
    content = path.read_bytes().replace(b'"command":"start"', b'"command":"stort"')
    path.write_bytes(content)
    close_interrupted(path)
    assert path.read_bytes().startswith(content)


def test_an_import_without_an_end_is_nobodys_interrupted_ride(tmp_path: Path) -> None:
    rides = tmp_path / "rides"
    rides.mkdir()
    header = Header(hrguide_version="0", started=None, workout_text="5 min easy", synthesised=True)
    (rides / "x.hrg").write_bytes(encode_line(header))
    assert interrupted(tmp_path, now=datetime.now(UTC)) == ()


def test_whose_ride_it_is_counts(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    for name, ago_s in (("anna", 60.0), ("zoe", 1200.0)):
        header = Header(
            hrguide_version="0",
            started=now - timedelta(seconds=ago_s),
            workout_text="30 min easy",
            athlete=Athlete(name, 40),
        )
        create_ride(tmp_path, header, name=name).close()
    found = resumable(tmp_path, now=now)
    assert found is not None
    assert found.path.stem.endswith("anna")  # the one interrupted last, whatever its name
    hers = resumable(tmp_path, now=now, athlete="Zoe")
    assert hers is not None
    assert hers.path.stem.endswith("zoe")
    assert resumable(tmp_path, now=now, athlete="ben") is None
