"""No packet for 4 s is "no beat", for 8 s "lost" (product.md)."""

import pytest

from hrguide.bluetooth.watchdog import Silence, judge_silence


@pytest.mark.parametrize(
    ("silent_s", "silence"),
    [
        (0.0, Silence.NONE),
        (3.999, Silence.NONE),
        (4.0, Silence.NO_BEAT),
        (7.999, Silence.NO_BEAT),
        (8.0, Silence.LOST),
        (3600.0, Silence.LOST),
    ],
)
def test_silence(silent_s: float, silence: Silence) -> None:
    assert judge_silence(silent_s) is silence
