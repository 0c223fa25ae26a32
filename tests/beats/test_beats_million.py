"""A million random packets, and any that hypothesis thinks of: no number the rules forbid."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrguide.bluetooth.heart_rate import encode_heart_rate
from tests.beats.shown import SENDERS, Watched
from tests.beats.straps import natural_rr_s, worn

PACKETS = 1_000_000
A_RIDE = 2_000
WAITS_S = (0.0, 0.3, 1.0, 1.0, 1.0, 1.0, 1.0, 9.0)


def any_payload(rng: random.Random, kind: float) -> bytes:
    """Pure noise, or a packet of the right shape with any number in it, or a likely one."""
    if kind < 0.1:
        return rng.randbytes(rng.randrange(24))
    if kind < 0.3:
        return bytes([rng.randrange(32)]) + rng.randbytes(rng.randrange(1, 20))
    ticks = [rng.choice((420, 430, 440, 512, 880, 210)) for _ in range(rng.randrange(5))]
    rr = b"".join(tick.to_bytes(2, "little") for tick in ticks)
    return bytes([0x16 if rr else 0x06, rng.choice((0, 140, 141, 142, 70, 255))]) + rr


def true_payloads(rng: random.Random) -> list[bytes]:
    """A worn strap's packets, for a ride."""
    packets = worn(natural_rr_s(lambda _: 130.0, float(A_RIDE), rng))
    return [encode_heart_rate(p.measurement) for p in packets if p.measurement is not None]


@pytest.mark.slow
def test_a_million_packets_break_nothing() -> None:
    """Every other ride is nonsense throughout; the others are true for minutes at a time."""
    rng = random.Random(20)
    heard = 0
    true = true_payloads(rng)
    while heard < PACKETS:
        watched = Watched()
        wild, mixed = True, heard // A_RIDE % 2 == 1
        for number in range(A_RIDE):
            if mixed and rng.random() < 0.004:
                wild = not wild
            heard += 1
            if wild:
                watched.hear(rng.choice(WAITS_S), any_payload(rng, rng.random()), wild_sender(rng))
            else:
                watched.hear(1.0, true[number % len(true)], SENDERS[0])
    assert heard == PACKETS


def wild_sender(rng: random.Random) -> str | None:
    return SENDERS[0] if rng.random() < 0.8 else rng.choice(SENDERS)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(WAITS_S) | st.floats(0.0, 200.0),
            st.binary(max_size=24)
            | st.builds(
                lambda flags, rest: bytes([flags]) + rest,
                st.integers(0, 31),
                st.binary(min_size=1, max_size=20),
            ),
            st.sampled_from(SENDERS),
        ),
        max_size=120,
    )
)
@settings(max_examples=300, deadline=None)
def test_no_packets_break_anything(packets: list[tuple[float, bytes, str | None]]) -> None:
    watched = Watched()
    for wait_s, payload, device in packets:
        watched.hear(wait_s, payload, device)


def test_a_worn_strap_is_shown() -> None:
    """Else nothing shown would pass every test above."""
    watched = Watched()
    for payload in true_payloads(random.Random(1))[:300]:
        watched.hear(1.0, payload, SENDERS[0])
    assert watched.shown > 250
