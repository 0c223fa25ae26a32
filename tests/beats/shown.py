"""What may be shown, whatever a strap sends: one packet at a time, each rule asserted.

Comes in: any bytes at any time from anybody. Raises AssertionError where a number is shown that
the rules forbid; anything else that comes out is a defect, too. Hypothesis, a million random
packets and `scripts/fuzz_packets.py` feed it.
"""

from hrguide.beats.gate import AlphaReason
from hrguide.beats.pulse import BPM_MAX, BPM_MIN, Pulse, Signal
from hrguide.beats.signal import SILENT_S
from hrguide.beats.stream import BeatStream
from hrguide.beats.variability import Variability
from hrguide.bluetooth.heart_rate import (
    BadPacketError,
    Contact,
    HeartRateMeasurement,
    decode_heart_rate,
)

SENDERS = ("C0:00:00:00:00:01", "C0:00:00:00:00:99", None)


class Watched:
    """A ride's beats, fed with anything."""

    def __init__(self) -> None:
        self._stream = BeatStream()
        self._variability = Variability(self._stream)
        self._at_s = 0.0
        self._looked_s = -1.0
        self._own: str | None = None
        self._last: HeartRateMeasurement | None = None
        self._last_s = 0.0
        self.shown = 0  # packets after which there was a number

    def hear(self, wait_s: float, payload: bytes, device: str | None) -> None:
        """One packet `wait_s` after the last; what is shown at once, and once a second."""
        self._at_s += wait_s
        at_s, stream = self._at_s, self._stream
        repeats = stream.repeats
        try:
            said = decode_heart_rate(payload)
        except BadPacketError:
            stream.bad_packet(at_s)
        else:
            for beat in stream.receive(at_s, said, device):
                assert beat.at_s <= at_s
                assert beat.gap_s >= 0.0
            self._own = self._own or device
            own = device is None or device == self._own
            if own and stream.repeats == repeats:
                self._last, self._last_s = said, at_s
        self._check(stream.pulse(at_s))
        self._check_silence(stream.pulse(at_s + SILENT_S + 0.1))
        if at_s - self._looked_s >= 1.0:
            self._look(float(int(at_s)))

    def _check(self, pulse: Pulse) -> None:
        last = self._last
        assert (pulse.reason is None) == (pulse.signal is Signal.GOOD)
        assert pulse.artefact_pct is None or 0.0 <= pulse.artefact_pct <= 100.0
        if pulse.hr_bpm is None:
            assert pulse.signal in (Signal.POOR, Signal.LOST)
            return
        assert pulse.signal is not Signal.LOST
        assert last is not None
        assert BPM_MIN <= pulse.hr_bpm <= BPM_MAX
        assert pulse.hr_bpm == last.hr_bpm, "a number that the rider's own strap did not say last"
        assert last.contact is not Contact.NONE
        assert self._at_s - self._last_s <= SILENT_S
        self.shown += 1

    def _check_silence(self, pulse: Pulse) -> None:
        """As it would be if nothing came any more."""
        assert pulse.hr_bpm is None
        assert pulse.signal in (Signal.POOR, Signal.LOST)

    def _look(self, at_s: float) -> None:
        self._looked_s = at_s
        now = self._variability.look(at_s, steady_s=1e6)
        assert now.rmssd_ms is None or now.rmssd_ms >= 0.0
        if now.alpha1 is None:
            return
        assert abs(now.alpha1) < 4.0
        assert now.alpha1_reason in (None, AlphaReason.SOME_ARTEFACTS.value)
