"""`hrguide strap`: what it prints, whom it remembers for, and the codes it ends with."""

import asyncio
import json
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import pytest
from bleak.backends.adapter import BaseBleakAdapter
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner
from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason

from hrguide.athlete import store
from hrguide.athlete.profile import Profile, RememberedStrap
from hrguide.bluetooth import choose
from hrguide.bluetooth.heart_rate import Contact, HeartRateMeasurement, encode_heart_rate
from hrguide.bluetooth.radio import Radio
from hrguide.bluetooth.source import Received
from hrguide.cli.main import main
from hrguide.cli.strap_page import packet_line, packet_record, signal_words, strap_page
from hrguide.cli.strap_watch import watch_strap
from hrguide.clock import RealClock
from hrguide.errors import ExitCode, NoStrapError, StrapLostError
from tests.bluetooth.room import BUMBLE_SPEED, beating, bumble_room, until
from tests.bluetooth.virtual_strap import FIRST, NAME, SECOND

HEART_RATE = "0000180d-0000-1000-8000-00805f9b34fb"
BATTERY = "0000180f-0000-1000-8000-00805f9b34fb"


class Shop(BaseBleakScanner):
    """A scanner that hears each strap on its shelf once."""

    shelf: ClassVar[list[tuple[str, str | None, int]]] = []
    battery: ClassVar[bytes] = b""
    missing: ClassVar[BleakBluetoothNotAvailableReason | None] = None

    def __init__(
        self, detection_callback: Any, service_uuids: Any, scanning_mode: str, **_: Any
    ) -> None:
        super().__init__(detection_callback, service_uuids)

    async def start(self) -> None:
        if self.missing is not None:
            raise BleakBluetoothNotAvailableError("none", self.missing)
        for address, name, rssi in self.shelf:
            said = AdvertisementData(
                local_name=name,
                manufacturer_data={},
                service_data={BATTERY: self.battery} if self.battery else {},
                service_uuids=[HEART_RATE],
                tx_power=None,
                rssi=rssi,
                platform_data=(),
            )
            self.call_detection_callbacks(BLEDevice(address, name, None), said)

    async def stop(self) -> None:
        return None


class NothingHeld(BaseBleakAdapter):
    @classmethod
    async def get(cls, **_: Any) -> "NothingHeld":
        return cls()

    async def get_connected_devices(self, service_uuids: frozenset[str]) -> list[BLEDevice]:
        return []


def radio(
    *shelf: tuple[str, str | None, int],
    battery: bytes = b"",
    missing: BleakBluetoothNotAvailableReason | None = None,
) -> Radio:
    shop = type("Stocked", (Shop,), {"shelf": shelf, "battery": battery, "missing": missing})
    return Radio(scanner={"backend": shop}, adapter={"backend": NothingHeld})


OURS, THEIRS = (FIRST, "TICKR 8A2F", -62), (SECOND, "HRM-Dual 77", -85)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    store.add(tmp_path, Profile(name="sam", age_years=38, age_on=date(2026, 11, 1)))
    return tmp_path


def strap(home: Path, *words: str, obj: object) -> int:
    soon = ("--seconds", "0.1") if words[0] in ("scan", "use") else ()
    return main(["strap", *words, *soon, "--home", str(home)], obj=obj)


def test_scan_lists_them_strongest_first_and_says_whose(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store.remember_strap(home, "sam", RememberedStrap(address=FIRST.lower(), name="TICKR 8A2F"))
    code = strap(home, "scan", obj=radio(THEIRS, OURS))
    told = capsys.readouterr()
    assert code == ExitCode.DONE
    assert told.out.splitlines() == [
        "TICKR 8A2F   C0:11:22:33:44:01  strong -62 dBm    sam's",
        "HRM-Dual 77  C0:11:22:33:44:02  weak   -85 dBm",
    ]
    assert told.err == "Listening for 0.1 s ...\n"


def test_scan_as_json(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = strap(home, "scan", "--json", obj=radio((FIRST, None, -70), battery=b"\x51"))
    assert code == ExitCode.DONE
    assert json.loads(capsys.readouterr().out) == {
        "name": None,
        "address": FIRST,
        "rssi_dbm": -70,
        "held": False,
        "battery_pct": 81,
        "athlete": None,
    }


def test_scan_with_nothing_to_hear_ends_with_4(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert strap(home, "scan", obj=radio()) == ExitCode.NO_STRAP
    told = capsys.readouterr()
    assert told.out == ""
    assert "No heart rate strap" in told.err


@pytest.mark.parametrize("words", [("scan",), ("use", "8A2F"), ("watch",)])
def test_without_bluetooth_it_ends_with_3(
    home: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    off = radio(missing=BleakBluetoothNotAvailableReason.POWERED_OFF)
    assert strap(home, *words, obj=off) == ExitCode.NO_BLUETOOTH
    assert "switched off" in capsys.readouterr().err


def test_use_remembers_and_forget_forgets(home: Path) -> None:
    assert strap(home, "use", "8a2f", obj=radio(OURS, THEIRS)) == ExitCode.DONE
    assert store.strap_of(home, "sam") == RememberedStrap(address=FIRST, name="TICKR 8A2F")
    assert strap(home, "use", SECOND, obj=radio(OURS, THEIRS)) == ExitCode.DONE
    assert store.strap_of(home, "sam") == RememberedStrap(address=SECOND, name="HRM-Dual 77")
    assert strap(home, "forget", obj=None) == ExitCode.DONE
    assert store.strap_of(home, "sam") is None
    assert strap(home, "forget", obj=None) == ExitCode.USAGE


def test_use_for_another_athlete(home: Path) -> None:
    store.add(home, Profile(name="kim", age_years=30, age_on=date(2026, 11, 1)))
    assert strap(home, "use", "8a2f", "--athlete", "kim", obj=radio(OURS)) == ExitCode.DONE
    assert store.strap_of(home, "sam") is None
    assert store.strap_of(home, "kim") is not None
    assert strap(home, "use", "8a2f", obj=radio(OURS)) == ExitCode.USAGE  # which of the two?


def test_use_of_a_strap_that_is_not_heard_names_those_that_are(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert strap(home, "use", "H10", obj=radio(OURS, THEIRS)) == ExitCode.NO_STRAP
    told = capsys.readouterr().err
    assert "no strap called 'H10'" in told
    assert "TICKR 8A2F, HRM-Dual 77" in told
    assert store.strap_of(home, "sam") is None


def test_use_of_a_name_that_two_straps_have_asks_for_the_address(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    twins = radio(OURS, (SECOND, "TICKR 8A2F", -50))
    assert strap(home, "use", "8A2F", obj=twins) == ExitCode.USAGE
    assert f"{SECOND}, {FIRST}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("rssi_dbm", "words"),
    [
        (-40, "strong -40 dBm"),
        (-65, "strong -65 dBm"),
        (-66, "fair   -66 dBm"),
        (-80, "fair   -80 dBm"),
        (-81, "weak   -81 dBm"),
        (None, "held by this computer"),
    ],
)
def test_signal_in_words(rssi_dbm: int | None, words: str) -> None:
    assert signal_words(rssi_dbm) == words


def test_a_nameless_held_strap_has_a_line_too() -> None:
    held = choose.SeenStrap(
        address=FIRST, name=None, rssi_dbm=None, first_seen_s=0, last_seen_s=0, held=True
    )
    assert strap_page([held], {}) == f"(no name)  {FIRST}  held by this computer"


def received(measurement: HeartRateMeasurement) -> Received:
    return Received(at_s=12.3456, payload=encode_heart_rate(measurement), device=FIRST)


def test_a_packet_in_one_line() -> None:
    full = received(HeartRateMeasurement(hr_bpm=132, contact=Contact.DETECTED, rr_ticks=(466, 467)))
    assert packet_line(full, 87) == "   12.35 s  132 bpm  RR 455 456 ms  contact  battery 87 %"
    bare = received(HeartRateMeasurement(hr_bpm=0, contact=Contact.NONE))
    assert packet_line(bare, None) == "   12.35 s    0 bpm  no RR  no skin contact"
    bad = Received(at_s=1.0, payload=b"\x01\x3c")
    assert packet_line(bad, None) == "    1.00 s  bad packet 013c"


def test_a_packet_as_json() -> None:
    one = received(HeartRateMeasurement(hr_bpm=60, rr_ticks=(1025,)))
    assert packet_record(one, 50) == {
        "at_s": 12.3456,
        "device": FIRST,
        "payload": "103c0104",
        "hr_bpm": 60,
        "rr_ms": [1000.977],
        "contact": None,
        "battery_pct": 50,
    }
    assert packet_record(Received(at_s=1.0, payload=b""), None)["hr_bpm"] is None


def test_watch_prints_a_line_a_packet(capsys: pytest.CaptureFixture[str]) -> None:
    async def watch() -> None:
        async with bumble_room() as room:
            strap = await room.strap()
            async with beating(strap):
                clock = RealClock(speed=BUMBLE_SPEED)
                await watch_strap(radio=room.radio, clock=clock, packets=3, as_json=True)

    asyncio.run(watch())
    told = capsys.readouterr()
    rates = [json.loads(line)["hr_bpm"] for line in told.out.splitlines()]
    assert rates == list(range(rates[0], rates[0] + 3))
    assert told.err.splitlines() == [
        "Listening ...",
        f"Linking to {NAME} ...",
        f"{NAME}: hrguide tests SIM-1, firmware 2.3; chest",
    ]


def test_watch_asks_nobody_which_of_two() -> None:
    async def watch() -> None:
        async with bumble_room() as room:
            await room.strap()
            await room.strap("TICKR 8A2F", SECOND)
            await watch_strap(radio=room.radio, clock=RealClock(speed=BUMBLE_SPEED), quiet=True)

    with pytest.raises(NoStrapError) as raised:
        asyncio.run(watch())
    assert raised.value.hint == f"Heard: {NAME}, TICKR 8A2F. Name one: hrguide strap watch NAME"


def test_watch_of_a_strap_lost_for_good_ends_with_5() -> None:
    async def watch() -> None:
        async with bumble_room() as room:
            strap = await room.strap()

            async def leave() -> None:
                await until(lambda: strap.is_linked)
                async with beating(strap) as heart:
                    await until(lambda: len(heart.sent) > 5)
                await strap.switch_off()

            leaving = asyncio.create_task(leave(), name="leaving")
            clock = RealClock(speed=60.0)
            await watch_strap(radio=room.radio, clock=clock, quiet=True)
            await leaving

    with pytest.raises(StrapLostError):
        asyncio.run(watch())
