"""The doctor's page: what it finds, what it says to do, and the code it ends with."""

import asyncio
import json
import os
import stat
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Self

import pytest
from bleak.backends.adapter import BaseBleakAdapter
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import BaseBleakScanner
from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason

from hrguide.bluetooth.radio import Radio
from hrguide.bluetooth.reasons import Platform
from hrguide.bluetooth.source import LinkReason
from hrguide.cli import doctor_checks
from hrguide.cli.doctor import listen
from hrguide.cli.doctor_checks import (
    check_awake,
    check_bluetooth,
    check_disk,
    check_home,
    check_sound,
    check_terminal,
    check_unfinished,
)
from hrguide.cli.main import main
from hrguide.clock import JumpingClock
from hrguide.errors import ExitCode


@pytest.mark.parametrize(
    ("columns", "rows", "ok", "says", "next_step"),
    [
        (80, 24, True, "80x24", False),
        (79, 24, True, "compact", True),
        (80, 23, True, "compact", True),
        (40, 12, True, "compact", True),
        (39, 12, False, "too small", True),
        (40, 11, False, "too small", True),
    ],
)
def test_the_terminal_needs_a_size(
    columns: int, rows: int, ok: bool, says: str, next_step: bool
) -> None:
    size, letters = check_terminal(
        is_terminal=True, columns=columns, rows=rows, encoding="utf-8", colour=True
    )
    assert (size.ok, letters.ok) == (ok, True)
    assert says in size.found
    assert (size.next_step is not None) == next_step


def test_other_letters_than_utf8_are_said() -> None:
    _size, letters = check_terminal(
        is_terminal=True, columns=80, rows=24, encoding="cp1252", colour=False
    )
    assert not letters.ok
    assert "cp1252" in letters.found


def test_a_pipe_needs_no_size() -> None:
    (finding,) = check_terminal(
        is_terminal=False, columns=0, rows=0, encoding="ascii", colour=False
    )
    assert finding.ok


@pytest.mark.parametrize("reason", [LinkReason.NO_ADAPTER, LinkReason.NO_SERVICE])
def test_no_bluetooth_names_the_next_command(reason: LinkReason) -> None:
    finding = check_bluetooth(reason, platform=Platform.LINUX, heard=())
    assert not finding.ok
    assert finding.next_step


def test_bluetooth_without_a_strap_is_fine_and_says_so() -> None:
    finding = check_bluetooth(None, platform=Platform.LINUX, heard=())
    assert finding.ok
    assert "no strap" in finding.found
    assert "TICKR" in check_bluetooth(None, platform=Platform.LINUX, heard=("TICKR",)).found


def test_without_a_player_the_bell_serves() -> None:
    assert "aplay" in check_sound("/usr/bin/aplay", platform=Platform.LINUX).found
    finding = check_sound(None, platform=Platform.LINUX)
    assert finding.ok
    assert "apt install" in str(finding.next_step)


def test_a_display_that_may_blank_says_what_to_do() -> None:
    assert check_awake(works=True, words="it stays awake").next_step is None
    finding = check_awake(works=False, words="cat refused: turn blanking off")
    assert (finding.ok, finding.found) == (False, "cat refused")
    assert finding.next_step == "Turn blanking off"


def test_a_folder_that_others_can_read_is_not_ok(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    finding = check_home(tmp_path)
    assert not finding.ok
    assert finding.next_step == f"Type: chmod 700 '{tmp_path}'"
    tmp_path.chmod(0o700)
    assert check_home(tmp_path).ok


def test_a_folder_that_is_not_there_yet_is_not_made(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    assert check_home(folder).ok
    assert not folder.parent.exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_not_ok(tmp_path: Path) -> None:
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    assert not check_home(tmp_path).ok
    assert not check_home(tmp_path / "below").ok
    tmp_path.chmod(0o700)


def test_a_file_is_no_home(tmp_path: Path) -> None:
    file = tmp_path / "home"
    file.touch()
    assert not check_home(file).ok


def test_a_full_disk_is_said() -> None:
    enough = doctor_checks.FREE_MIN_MB * 1_000_000
    assert check_disk(enough).ok
    assert not check_disk(enough - 1).ok


def test_interrupted_rides_are_named(tmp_path: Path) -> None:
    assert check_unfinished(()).found == "none interrupted"
    rides = (tmp_path / "2026-11-20-sam.hrg", tmp_path / "2026-11-22-sam.hrg")
    finding = check_unfinished(rides)
    assert finding.ok
    assert "2 interrupted" in finding.found
    assert "hrguide report 2026-11-22-sam" in str(finding.next_step)


def scanner(start: Callable[[], Awaitable[None]]) -> type[BaseBleakScanner]:
    """A scanner backend for bleak that hears nothing; `start` is what happens at its start."""

    class Scanner(BaseBleakScanner):
        def __init__(self, detection: Any, services: Any, mode: Any, **_: Any) -> None:
            super().__init__(detection, services)

        async def start(self) -> None:
            await start()

        async def stop(self) -> None:
            pass

    return Scanner


class AdapterThatCannotSay(BaseBleakAdapter):
    """As on platforms where the system does not tell which straps it holds."""

    @classmethod
    async def get(cls, **_: Any) -> Self:
        raise NotImplementedError

    async def get_connected_devices(self, service_uuids: frozenset[str]) -> list[BLEDevice]:
        raise NotImplementedError


async def _nothing_wrong() -> None:
    await asyncio.sleep(0)


async def _switched_off() -> None:
    raise BleakBluetoothNotAvailableError("off", BleakBluetoothNotAvailableReason.POWERED_OFF)


def _page(
    radio: Radio, home: Path, capsys: pytest.CaptureFixture[str]
) -> tuple[int, dict[str, dict[str, object]]]:
    code = main(["doctor", "--json", "--home", str(home)], obj=radio)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return code, {line["check"]: line for line in lines}


def test_without_bluetooth_it_ends_with_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    radio = Radio(scanner={"backend": scanner(_switched_off)})
    code, page = _page(radio, tmp_path, capsys)
    assert code == ExitCode.NO_BLUETOOTH
    assert page["bluetooth"]["ok"] is False
    assert set(page) >= {
        "python",
        "terminal",
        "sound",
        "display",
        "folder",
        "disk",
        "rides",
        "bluetooth",
    }
    assert not list(tmp_path.iterdir()), "it changes nothing"


def test_a_scan_that_runs_has_no_reason() -> None:
    radio = Radio(
        scanner={"backend": scanner(_nothing_wrong)}, adapter={"backend": AdapterThatCannotSay}
    )
    assert asyncio.run(listen(radio, JumpingClock())) == (None, ())


def test_for_people_it_is_one_line_a_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    radio = Radio(scanner={"backend": scanner(_switched_off)})
    main(["doctor", "--home", str(tmp_path)], obj=radio)
    page = capsys.readouterr().out.splitlines()
    assert page[0].startswith("ok      python ")
    assert page[-2].startswith("not ok  bluetooth  Bluetooth is switched off.")
    assert page[-1].strip().startswith("-> ")
