"""A million random packets: no exception, and no number shown that the rules forbid."""

import random

import pytest

from hrguide.beats.pulse import BPM_MAX, BPM_MIN, Signal
from hrguide.beats.stream import BeatStream
from hrguide.beats.variability import Variability
from hrguide.bluetooth.heart_rate import BadPacketError, decode_heart_rate
from tests.beats.straps import NEIGHBOUR, STRAP

PACKETS = 1_000_000
A_RIDE = 2_000


def any_payload(rng: random.Random) -> bytes:
    """Pure noise, or a packet of the right shape with any number in it, or a likely one."""
    kind = rng.random()
    if kind < 0.1:
        return rng.randbytes(rng.randrange(24))
    if kind < 0.3:
        return bytes([rng.randrange(32)]) + rng.randbytes(rng.randrange(1, 20))
    ticks = [rng.choice((420, 430, 440, 512, 880, 210)) for _ in range(rng.randrange(5))]
    rr = b"".join(tick.to_bytes(2, "little") for tick in ticks)
    return bytes([0x16 if rr else 0x06, rng.choice((0, 140, 141, 142, 70, 255))]) + rr


@pytest.mark.slow
def test_a_million_packets_break_nothing() -> None:
    rng = random.Random(20)
    for _ in range(PACKETS // A_RIDE):
        stream = BeatStream()
        watch = Variability(stream)
        at_s = 0.0
        for number in range(A_RIDE):
            at_s += rng.choice((0.0, 0.3, 1.0, 1.0, 1.0, 9.0))
            payload = any_payload(rng)
            try:
                measurement = decode_heart_rate(payload)
            except BadPacketError:
                stream.bad_packet(at_s)
                continue
            stream.receive(at_s, measurement, rng.choice((STRAP, STRAP, STRAP, NEIGHBOUR)))
            pulse = stream.pulse(at_s)
            if pulse.hr_bpm is not None:
                assert BPM_MIN <= pulse.hr_bpm <= BPM_MAX
                assert pulse.hr_bpm == pulse.strap_bpm
                assert pulse.signal is not Signal.LOST
            if number % 50 == 0:
                now = watch.look(float(int(at_s)), steady_s=1e6)
                pct = stream.pulse(float(int(at_s))).artefact_pct
                assert now.alpha1 is None or (pct is not None and pct <= 5.0)
