"""One hour of strap notifications decoded: ours packet by packet and as columns, and bleakheart's.

The hour is made once with a fixed seed: a Polar H10's shape (no contact bits, one or two RR a
second), as real straps send it; both sides decode the same bytes to values in seconds or ms.
"""

import random
from collections.abc import Callable

from bench_timing import Figure, in_turns, ms, ratio, seconds

from hrguide.bluetooth.columns import decode_columns
from hrguide.bluetooth.heart_rate import (
    Contact,
    HeartRateMeasurement,
    decode_heart_rate,
    encode_heart_rate,
)

HOUR_S = 3600
PASSES = 5  # a run of one pass is over in a few ms: too short for the clock of a busy machine


def an_hour() -> tuple[list[bytes], list[float]]:
    """Payloads and arrival times of an hour at 120 to 150 bpm, a notification a second."""
    dice = random.Random(1)
    payloads, at_s = [], []
    beat_s = 0.0
    for second in range(HOUR_S):
        rr_ticks = []
        while beat_s < second + 1:
            rr_s = 60.0 / dice.uniform(120.0, 150.0)
            beat_s += rr_s
            rr_ticks.append(round(rr_s * 1024))
        rate_bpm = round(60.0 / rr_s)
        said = HeartRateMeasurement(
            hr_bpm=rate_bpm, contact=Contact.NOT_SUPPORTED, energy_kj=None, rr_ticks=tuple(rr_ticks)
        )
        payloads.append(encode_heart_rate(said))
        at_s.append(float(second + 1))
    return payloads, at_s


def packets(repeats: int) -> Figure:
    payloads, _ = an_hour()
    return _against_bleakheart(
        "decode-packets", lambda: [decode_heart_rate(each) for each in payloads], 1.2, repeats
    )


def columns(repeats: int) -> Figure:
    payloads, at_s = an_hour()
    return _against_bleakheart(
        "decode-columns", lambda: decode_columns(payloads, at_s), 0.6, repeats
    )


def _against_bleakheart(
    name: str, ours: Callable[[], object], at_most: float, repeats: int
) -> Figure:
    unit = "x bleakheart, an hour of notifications"
    try:
        from bleakheart import HeartRate
    except ImportError:
        return Figure(name=name, unit=unit, skipped="bleakheart is not installed (extra `bench`)")
    other = HeartRate(None, callback=id)
    data = [bytearray(each) for each in an_hour()[0]]  # bleak hands it over as a bytearray
    took = in_turns(
        {
            "ours": lambda: seconds(lambda: [ours() for _ in range(PASSES)]) / PASSES,
            "other": lambda: (
                seconds(lambda: [[other._decode(each) for each in data] for _ in range(PASSES)])
                / PASSES
            ),
        },
        repeats=repeats,
    )
    return Figure(
        name=name,
        unit=unit,
        value=ratio(took["ours"], took["other"]),
        at_most=at_most,
        seen=f"{ms(took['ours'])} against {ms(took['other'])}",
    )
