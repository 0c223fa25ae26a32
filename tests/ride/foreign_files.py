"""Files of other programs, read as `import` and `replay` read them, and what their straps said."""

from pathlib import Path

from hrguide.bluetooth.heart_rate import decode_heart_rate
from hrguide.ride.lines import HEART_RATE
from hrguide.ride.reader import Ride
from hrguide.ride.recording import decode_recording

START = 1_163_000_000  # seconds of the FIT epoch: some day of 2026


def read(content: str | bytes, name: str = "x", *, skip_bad: bool = False) -> Ride:
    raw = content if isinstance(content, bytes) else content.encode()
    return decode_recording(raw, path=Path(name), hrguide_version="0", skip_bad=skip_bad)


def told(ride: Ride) -> list[tuple[float, int, tuple[int, ...]]]:
    """When, heart rate and RR ticks of every heart rate packet."""
    heart = [packet for packet in ride.packets if packet.characteristic == HEART_RATE]
    decoded = [(packet.at_s, decode_heart_rate(packet.payload)) for packet in heart]
    return [(at_s, told.hr_bpm, told.rr_ticks) for at_s, told in decoded]
