"""Writes `fixtures/noise/`: what straps do wrong, one small file each, with what must follow.

    python scripts/make_noise.py [--to DIR]

A file begins with remarks (`#`), then says what must hold between two seconds (`expect FROM TO`,
then any of `hr=none|number`, `signal=`, `reason=` with alternatives between `|`, and `words=` to
the end of the line), then has the packets: seconds, characteristic, sender, bytes in hex. A case
of your own is a file of your own: `tests/session/test_session_noise.py` runs every file there is.
"""

import argparse
import random
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # for what tests share

from hrguide.bluetooth.heart_rate import Contact, encode_heart_rate  # noqa: E402
from hrguide.ride.erg import erg_packet  # noqa: E402
from tests.beats.straps import (  # noqa: E402
    NEIGHBOUR,
    STRAP,
    Packet,
    between,
    natural_rr_s,
    said,
    worn,
)

FOLDER = ROOT / "fixtures" / "noise"
FROM_S, TO_S = 60.0, 120.0  # of the fault
END_S = 150.0
NO_NUMBER = "hr=none signal=poor|lost"
BACK = "expect 135 150 hr=number"
Change = Callable[[Packet], Packet | None]


@dataclass(frozen=True, kw_only=True)
class Case:
    """One file. about: in a sentence, with where it was seen. expect: its lines."""

    about: str
    expect: tuple[str, ...]
    packets: list[Packet]
    cadence_rpm: float | None = None


def ride(bpm: float = 130.0, *, seconds: float = END_S, with_rr: bool = True) -> list[Packet]:
    """A heart that wanders by 2 bpm, worn well."""

    def bpm_at(at_s: float) -> float:
        return bpm + 2.0 * ((at_s / 20.0) % 2.0 - 1.0)

    return worn(natural_rr_s(bpm_at, seconds, random.Random(1)), with_rr=with_rr)


def fault(change: Change, *, bpm: float = 130.0, with_rr: bool = True) -> list[Packet]:
    return between(ride(bpm, with_rr=with_rr), FROM_S, TO_S, change)


def ticks(packet: Packet) -> tuple[int, ...]:
    assert packet.measurement is not None
    return packet.measurement.rr_ticks


def bpm_of(packet: Packet) -> int:
    assert packet.measurement is not None
    return packet.measurement.hr_bpm


def doubled(packet: Packet) -> Packet:
    halves = [part for tick in ticks(packet) for part in (tick // 2, tick - tick // 2)]
    return said(packet, hr_bpm=2 * bpm_of(packet), rr_ticks=tuple(halves))


def halved() -> Change:
    owed: list[int] = []

    def change(packet: Packet) -> Packet:
        told = []
        for tick in ticks(packet):
            owed.append(tick)
            if len(owed) == 2:
                told.append(sum(owed))
                owed.clear()
        return said(packet, hr_bpm=bpm_of(packet) // 2, rr_ticks=tuple(told))

    return change


def dry(share: float) -> Change:
    rng = random.Random(7)

    def change(packet: Packet) -> Packet:
        told: list[int] = []
        for tick in ticks(packet):
            first = round(tick * rng.uniform(0.3, 0.7))
            told += (first, tick - first) if rng.random() < share else (tick,)
        return said(packet, rr_ticks=tuple(told))

    return change


def unclipped() -> Change:
    rng = random.Random(3)

    def change(packet: Packet) -> Packet:
        wild = tuple(rng.randrange(300, 1900) for _ in range(2))
        return said(packet, hr_bpm=rng.randrange(70, 150), rr_ticks=wild)

    return change


def frozen() -> Change:
    held: list[Packet] = []

    def change(packet: Packet) -> Packet:
        held.append(packet)
        return Packet(at_s=packet.at_s, measurement=held[0].measurement)

    return change


def early(packet: Packet) -> Packet:
    """Every tenth second a beat comes a quarter early, and the pause makes it up."""
    told = list(ticks(packet))
    if int(packet.at_s) % 10 == 0 and len(told) > 1:
        moved = told[0] // 4
        told[0], told[1] = told[0] - moved, told[1] + moved
    return said(packet, rr_ticks=tuple(told))


def copied(packets: Iterable[Packet]) -> list[Packet]:
    """Each packet comes twice, as from a subscription that leaked."""
    return [
        again
        for packet in packets
        for again in ([packet] * (2 if FROM_S <= packet.at_s < TO_S else 1))
    ]


def strangers() -> list[Packet]:
    """The own strap falls silent, and from then on another person's is heard."""
    own = [packet for packet in ride() if packet.at_s < FROM_S]
    other = worn(natural_rr_s(lambda _: 95.0, END_S, random.Random(9)))
    moved = [
        Packet(at_s=packet.at_s, measurement=packet.measurement, device=NEIGHBOUR)
        for packet in other
        if packet.at_s >= FROM_S
    ]
    return own + moved


def takes_to_the_legs(packet: Packet) -> Packet:
    return said(packet, hr_bpm=144 + int(packet.at_s) % 2)


CASES = {
    "zeros": Case(
        about="The strap sends 0 for a minute (D3; RunnerUp #145: zeros pulled the mean down).",
        expect=(f"expect 61 120 {NO_NUMBER} reason=zero words=strap sends zeros: wet it", BACK),
        packets=fault(lambda packet: said(packet, hr_bpm=0, rr_ticks=())),
    ),
    "range": Case(
        about="255 bpm, which means `invalid` to some recorders (D3; TrackMyIndoorWorkout #364).",
        expect=(
            f"expect 61 120 {NO_NUMBER} reason=out_of_range words=strap sends nonsense",
            BACK,
        ),
        packets=fault(lambda packet: said(packet, hr_bpm=255)),
    ),
    "silence": Case(
        about="No packet for a minute, the link up (D3: stale stream; qdomyos-zwift #3817).",
        expect=(f"expect 64 120 {NO_NUMBER} reason=silent words=no beat", BACK),
        packets=fault(lambda packet: None),
    ),
    "no-contact": Case(
        about="The contact bit says no skin, the number goes on (D3; HRS 1.0, flags bit 1).",
        expect=(f"expect 61 120 {NO_NUMBER} reason=no_contact words=no skin contact", BACK),
        packets=fault(lambda packet: said(packet, contact=Contact.NONE)),
    ),
    "frozen-packet": Case(
        about="The same packet again and again, RR and all (D3: frozen RR, then frozen HR).",
        expect=(
            "expect 72 85 hr=number signal=poor reason=frozen words=frozen: same number all along",
            f"expect 92 120 {NO_NUMBER} reason=frozen words=frozen: same number all along",
            BACK,
        ),
        packets=fault(frozen()),
    ),
    "frozen-rate": Case(
        about="RR stop and the number stands still (D3: frozen HR, RR stale).",
        expect=(f"expect 92 120 {NO_NUMBER} reason=frozen words=frozen", BACK),
        packets=fault(lambda packet: said(packet, hr_bpm=130, rr_ticks=())),
    ),
    "jump": Case(
        about="The number is 45 bpm up at once, the beats are not (D3: jump).",
        expect=(f"expect 61 120 {NO_NUMBER} reason=jump|mismatch", BACK),
        packets=fault(lambda packet: said(packet, hr_bpm=bpm_of(packet) + 45)),
    ),
    "two-numbers-in-turns": Case(
        about="Without RR, 60 and 200 in turns: both are jumps, and neither holds (D3: jump).",
        expect=(
            f"expect 62 120 {NO_NUMBER} reason=jump words=a jump no heart makes",
            "expect 143 150 hr=number",
        ),
        packets=fault(
            lambda packet: said(packet, hr_bpm=(60, 200)[int(packet.at_s) % 2]),
            bpm=62.0,
            with_rr=False,
        ),
    ),
    "doubled": Case(
        about="Each beat counted twice, number and RR (D3: doubling).",
        expect=(f"expect 67 120 {NO_NUMBER} reason=doubled words=strap counts double", BACK),
        packets=fault(doubled, bpm=90.0),
    ),
    "halved": Case(
        about="Every other beat missed, number and RR (D3: halving); believed, it would push.",
        expect=(f"expect 67 120 {NO_NUMBER} reason=halved words=strap counts half", BACK),
        packets=fault(halved(), bpm=150.0),
    ),
    "mismatch": Case(
        about="The number is 20 bpm below its own beats (D3: HR-RR mismatch).",
        expect=(
            f"expect 73 120 {NO_NUMBER} reason=mismatch words=number and beats disagree",
            BACK,
        ),
        packets=fault(lambda packet: said(packet, hr_bpm=bpm_of(packet) - 20)),
    ),
    "fill-500": Case(
        about="RR are a fill value of 500 ms, the number is alive (posted: ryanbr/noop #2371).",
        expect=(f"expect 95 120 {NO_NUMBER} reason=mismatch|artefacts", BACK),
        packets=fault(lambda packet: said(packet, rr_ticks=(512, 512, 512)), bpm=90.0),
    ),
    "dry": Case(
        about="A dry strap: one beat in eight is two (D3: dry strap; D2: poor above 5 %).",
        expect=("expect 100 120 hr=number signal=poor reason=artefacts words=% bad beats",),
        packets=fault(dry(0.12)),
    ),
    "very-dry": Case(
        about="A very dry strap: more than a third of the beats are two (D2: over 20 %).",
        expect=(f"expect 85 120 {NO_NUMBER} reason=artefacts words=strap dry?",),
        packets=fault(dry(0.4)),
    ),
    "unclipped": Case(
        about="An H10 off the body streams what looks like a heart (polar-ble-sdk #447).",
        expect=(f"expect 75 120 {NO_NUMBER}",),
        packets=fault(unclipped()),
    ),
    "too-many-beats": Case(
        about="More RR than there was time for (D3: clock check).",
        expect=(
            "expect 75 120 hr=number signal=fair|poor",
            "expect 78 95 reason=clock words=more beats than there was time for",
        ),
        packets=fault(lambda p: said(p, rr_ticks=(*ticks(p), 470 + int(p.at_s) % 7))),
    ),
    "lost-packets": Case(
        about="Every third packet is lost (D3: clock check); no silence, but a third of the beats.",
        expect=("expect 90 120 hr=number signal=fair reason=gap words=beats were missed",),
        packets=fault(lambda packet: None if int(packet.at_s) % 3 == 0 else packet),
    ),
    "copies": Case(
        about="Each packet twice, as from a leaked subscription (bleak #2002): nothing to doubt.",
        expect=("expect 5 150 hr=number signal=good",),
        packets=copied(ride()),
    ),
    "early-beats": Case(
        about="An early beat every ten seconds, as many healthy hearts have: shown, not feared.",
        expect=("expect 5 150 hr=number",),
        packets=fault(early),
    ),
    "a-strangers-strap": Case(
        about="After a loss another person's strap answers (D3; TrackMyIndoorWorkout #376).",
        expect=(f"expect 65 150 {NO_NUMBER} reason=other_strap words=a different strap answers",),
        packets=strangers(),
    ),
    "unreadable": Case(
        about="Two packets in three are cut short (bluetooth.md): counted, and told.",
        expect=("expect 75 118 hr=number signal=poor reason=bad_packets words=unreadable",),
        packets=fault(
            lambda packet: (
                packet if int(packet.at_s) % 3 == 0 else Packet(at_s=packet.at_s, measurement=None)
            )
        ),
    ),
    "cadence": Case(
        about="An arm sensor jumps to twice the cadence of 72 and stays (D3: cadence lock).",
        expect=(
            "expect 5 85 hr=number",
            f"expect 93 120 {NO_NUMBER} reason=cadence words=it counts your legs",
        ),
        packets=fault(takes_to_the_legs, with_rr=False),
        cadence_rpm=72.0,
    ),
}


def text_of(case: Case) -> str:
    lines = [f"# {case.about}", "# Made by scripts/make_noise.py.", *case.expect, ""]
    senders = {STRAP: "own", NEIGHBOUR: "other", None: "own"}
    for packet in case.packets:
        if case.cadence_rpm is not None:
            erg = erg_packet(packet.at_s, cadence_rpm=case.cadence_rpm)
            lines.append(f"{packet.at_s:g} {erg.characteristic} erg {erg.payload.hex()}")
        said_ = packet.measurement
        payload = b"\x10" if said_ is None else encode_heart_rate(said_)
        lines.append(f"{packet.at_s:g} 2a37 {senders[packet.device]} {payload.hex()}")
    return "\n".join(lines) + "\n"


def main() -> None:
    asked = argparse.ArgumentParser(description="Write fixtures/noise/.")
    asked.add_argument("--to", type=Path, default=FOLDER, help="another folder")
    folder = asked.parse_args().to
    folder.mkdir(parents=True, exist_ok=True)
    for name, case in CASES.items():
        (folder / f"{name}.txt").write_text(text_of(case), encoding="utf-8")
    print(f"{len(CASES)} cases in {folder}")


if __name__ == "__main__":
    main()
