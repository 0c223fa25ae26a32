"""What is here already stays one ride: exports that come home, several imports at once, kills."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hrguide.bluetooth.source import LinkChange, Received
from hrguide.cli.main import main
from hrguide.errors import ExitCode
from hrguide.ride.fingerprint import fingerprint
from hrguide.ride.keep import Keeper
from hrguide.ride.lines import HEART_RATE, CommandLine
from hrguide.ride.reader import Ride, read_ride
from hrguide.ride.recording import decode_recording

THEORY = Path(__file__).parents[2] / "fixtures" / "rides" / "theory.hrg"
TABLE = "time_s,hr_bpm\n0,100\n1,{}\n"


def _run(*words: object, home: Path) -> int:
    return main([*(str(word) for word in words), "--home", str(home)])


def _rides(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "rides").glob("*.hrg"))


def _without(ride: Ride, place: int) -> Ride:
    return replace(ride, events=(*ride.events[:place], *ride.events[place + 1 :]))


@pytest.fixture
def exported(tmp_path: Path) -> tuple[Path, Path]:
    """A home folder with one ride, and that ride as FIT."""
    home, fit = tmp_path / "home", tmp_path / "out.fit"
    assert _run("import", THEORY, home=home) == ExitCode.DONE
    (name,) = _rides(home)
    assert _run("export", name, "--output", fit, home=home) == ExitCode.DONE
    return home, fit


def test_an_export_that_comes_home_is_the_ride_it_was(
    exported: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    home, fit = exported
    capsys.readouterr()
    before = _rides(home)
    assert _run("import", fit, home=home) == ExitCode.DONE
    told = capsys.readouterr()
    assert _rides(home) == before
    assert told.out.split() == [Path(before[0]).stem]
    assert f"here already as {told.out.strip()}, which has the same heart rates" in told.err


def test_force_puts_it_beside_the_ride_that_holds_more(exported: tuple[Path, Path]) -> None:
    home, fit = exported
    (name,) = _rides(home)
    before = (home / "rides" / name).read_bytes()
    assert _run("import", fit, "--force", home=home) == ExitCode.DONE
    assert len(_rides(home)) == 2
    assert (home / "rides" / name).read_bytes() == before


def test_one_packet_less_is_another_ride(exported: tuple[Path, Path]) -> None:
    home, _fit = exported
    ride = read_ride(home / "rides" / _rides(home)[0])
    for place, event in enumerate(ride.events[:20]):
        steers = isinstance(event, Received) and event.characteristic == HEART_RATE
        steers = steers or isinstance(event, CommandLine | LinkChange)
        assert (fingerprint(_without(ride, place)) != fingerprint(ride)) == steers


def test_what_another_process_imported_meanwhile_is_known(tmp_path: Path) -> None:
    """Both have looked through the folder before either has written."""
    content = TABLE.format(101).encode()
    ride = decode_recording(content, path=Path("a.csv"), hrguide_version="0")
    one, two = Keeper(tmp_path), Keeper(tmp_path)
    assert ride.header.origin is not None
    assert one.known(ride.header.origin.sha256) is two.known(ride.header.origin.sha256) is None
    first = one.keep(ride)
    assert first.is_new
    assert two.keep(ride).path == first.path
    first.path.unlink()
    assert two.keep(ride).is_new  # deleted since: not here any more


def test_a_name_that_is_taken_is_never_overwritten(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path)
    kept = []
    for bpm in (101, 102, 103):
        content = TABLE.format(bpm).encode()
        kept.append(keeper.keep(decode_recording(content, path=Path("a.csv"), hrguide_version="0")))
    assert [each.path.name for each in kept] == [
        "undated-a.hrg",
        "undated-a-2.hrg",
        "undated-a-3.hrg",
    ]
    assert len({each.path.read_bytes() for each in kept}) == 3


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_killed_on_the_way_leaves_no_half_of_a_ride(tmp_path: Path) -> None:
    """The process ends as the new file is moved into its place; the next import tidies up."""
    table = tmp_path / "a.csv"
    table.write_text(TABLE.format(101), encoding="utf-8")
    home = tmp_path / "home"
    script = (
        "import os, signal, sys\n"
        "def end(*_): os.kill(os.getpid(), signal.SIGKILL)\n"
        "os.link = os.replace = os.rename = end\n"
        "from hrguide.cli.main import main\n"
        "main(sys.argv[1:])\n"
    )
    words = ["import", str(table), "--home", str(home)]
    ran = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, check=False)
    assert ran.returncode == -signal.SIGKILL
    assert _rides(home) == []
    assert len(list((home / "rides").glob(".*.import"))) == 1
    assert main(words) == ExitCode.DONE
    assert _rides(home) == ["undated-a.hrg"]
    assert not list((home / "rides").glob(".*.import"))


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on a file's size there")
def test_a_full_disk_ends_the_import_and_is_no_fault_of_the_file(tmp_path: Path) -> None:
    """Once told as "39 files are no recordings", with exit code 0."""
    folder, home = tmp_path / "many", tmp_path / "home"
    folder.mkdir()
    for bpm in (101, 102, 103):
        rows = "".join(f"{at},{bpm}\n" for at in range(1, 1 + 400 * (bpm > 101)))
        (folder / f"{bpm}.csv").write_text(f"time_s,hr_bpm\n0,{bpm}\n{rows}", encoding="utf-8")
    script = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "from hrguide.cli.main import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    words = ["import", str(folder), "--home", str(home)]
    ran = subprocess.run(
        [sys.executable, "-c", script, *words], capture_output=True, text=True, check=False
    )
    assert ran.returncode == ExitCode.BAD_FILE
    assert ran.stdout.split() == ["undated-101"]
    assert "cannot keep a ride in" in ran.stderr
    assert ran.stderr.count("File too large") == 1
    assert ran.stderr.endswith("1 ride imported, 1 could not be read.\n")
    left = sorted(path.name for path in (home / "rides").iterdir())
    assert left == [".lock", "undated-101.hrg"]


def test_a_file_system_without_links_still_keeps_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    keeper = Keeper(tmp_path)
    for bpm in (101, 102):
        content = TABLE.format(bpm).encode()
        keeper.keep(decode_recording(content, path=Path("a.csv"), hrguide_version="0"))
    assert _rides(tmp_path) == ["undated-a-2.hrg", "undated-a.hrg"]


@pytest.mark.parametrize(
    ("word", "started"),
    [
        ("2026-11-07 18:09+01:00", datetime(2026, 11, 7, 17, 9, tzinfo=UTC)),
        ("2026-11-07T18:09:30Z", datetime(2026, 11, 7, 18, 9, 30, tzinfo=UTC)),
        ("2026-11-07", datetime(2026, 11, 7).astimezone()),
        ("2026-11-07 18:09", datetime(2026, 11, 7, 18, 9).astimezone()),
    ],
)
def test_a_ride_without_a_date_began_when_one_says(
    word: str, started: datetime, tmp_path: Path
) -> None:
    table = tmp_path / "a.csv"
    table.write_text(TABLE.format(101), encoding="utf-8")
    assert _run("import", table, "--on", word, home=tmp_path / "home") == ExitCode.DONE
    (name,) = _rides(tmp_path / "home")
    at = read_ride(tmp_path / "home" / "rides" / name).header.started
    assert at is not None
    assert at - started == timedelta(0)


@pytest.mark.parametrize("word", ["2026-11-07 25:00", "07/11/2026 18:09"])
def test_a_time_that_is_none_is_told(
    word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("import", THEORY, "--on", word, home=tmp_path) == ExitCode.USAGE
    assert "is not a day" in capsys.readouterr().err
