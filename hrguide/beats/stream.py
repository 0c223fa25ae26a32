"""The one entrance to `beats/`: packets in, beats with verdicts and the pulse out.

Comes in: decoded measurements with their arrival and sender. Goes out: the beats whose verdict
became final, and at any time the `Pulse`. It runs the stages in the order of design.md (clock,
judge, rate, signal) and holds what they remember. `pulse` changes nothing: it is a function of
what was received and of the time asked for, so any chopping of the session's grid gives the same.

A beat belongs to a person: packets of a strap other than the one the ride began with are counted,
and neither placed, judged nor shown until the rider has said that the strap is theirs.
"""

from collections import deque
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from hrguide.beats.beat import Beat, BeatVerdict
from hrguide.beats.cadence import CadenceWatch
from hrguide.beats.judge import Judge
from hrguide.beats.jump import JumpWatch
from hrguide.beats.pulse import BPM_MAX, BPM_MIN, Pulse, Signal, SignalReason
from hrguide.beats.rate import BeatRate
from hrguide.beats.recent_sum import RecentSum
from hrguide.beats.signal import (
    CLOCK_SPAN_S,
    LOST_S,
    MISMATCH_BPM,
    PACKET_SPAN_S,
    SILENT_S,
    Facts,
    Reading,
    is_stale,
    is_unfollowable,
    read_signal,
)
from hrguide.beats.stuck import Stuck
from hrguide.beats.tally import Tally
from hrguide.beats.timeline import LATEST_S, Placement, RrClock
from hrguide.bluetooth.heart_rate import Contact, HeartRateMeasurement

RECENT_S: Final = 300.0  # beats kept for the detail view and alpha1: 120 s, and what led there
TACHOGRAM_BEATS: Final = 140  # two a column of a trace 70 columns wide [J]
OWN_QUIET_S: Final = 1.5
"""Seconds without the rider's own strap after which another one's packets count as an answer in
its place. Straps speak at 1 Hz: below this the two are merely heard side by side [J]."""
MEDIAN_UNKNOWN_S: Final = 0.75  # 80 bpm: fills a gap at the very start, where no median is known

_WAITING: Final = Reading(signal=Signal.LOST, reason=SignalReason.WAITING, hides=True)
_SILENT: Final = Reading(signal=Signal.POOR, reason=SignalReason.SILENT, hides=True)
_UNREADABLE: Final = Reading(signal=Signal.POOR, reason=SignalReason.BAD_PACKETS, hides=True)
_OTHER: Final = Reading(signal=Signal.POOR, reason=SignalReason.OTHER_STRAP, hides=True)


class BeatStream:
    """What one ride has heard from the strap so far.

    bad_packets, repeats, other_packets: packets that could not be read, that were copies of the
    one before, that came from another strap. other_device: the sender of the last of these, until
    it is accepted.
    """

    def __init__(self) -> None:
        self._clock = RrClock()
        self._judge = Judge()
        self._tally = Tally()
        self._rate = BeatRate()
        self._jump = JumpWatch()
        self._stuck = Stuck()
        self._cadence = CadenceWatch()
        self._beats: deque[Beat] = deque()
        self._tachogram: deque[tuple[float, bool]] = deque(maxlen=TACHOGRAM_BEATS)
        self._gap_s = RecentSum(CLOCK_SPAN_S)
        self._excess_s = RecentSum(CLOCK_SPAN_S)
        self._good = RecentSum(PACKET_SPAN_S)
        self._bad = RecentSum(PACKET_SPAN_S)
        self.bad_packets = 0
        self.repeats = 0
        self.other_packets = 0
        self.other_device: str | None = None
        self._device: str | None = None
        self._other_s: float | None = None
        self._bad_s: float | None = None
        self._newest_s = 0.0  # arrivals never run back
        self._first_s = 0.0
        self._heard_s: float | None = None
        self._believed_s: float | None = None
        self._mismatch_from_s: float | None = None
        self._strap_bpm = 0
        self._beats_bpm: float | None = None
        self._artefact_pct: float | None = None
        self._unfollowable = False
        self._reading = _WAITING

    def receive(
        self, at_s: float, measurement: HeartRateMeasurement, device: str | None = None
    ) -> tuple[Beat, ...]:
        """One packet that arrived at `at_s`; returns the beats whose verdict became final.

        device: who sent it, None where a recording does not know; the first one named is the
        rider's own. An arrival before the last one counts as the last one's.
        """
        at_s = self._newest_s = max(at_s, self._newest_s)
        if self._device is None:
            self._device = device
        elif device is not None and device != self._device:
            self.other_packets += 1
            self.other_device, self._other_s = device, at_s
            return ()
        rr_s = measurement.rr_s
        placement = self._clock.place(at_s, rr_s)
        if placement.copy:
            self.repeats += 1
            return ()
        if self._heard_s is None:
            self._first_s = at_s
        self._heard_s = at_s
        beats = self._judge_all(at_s, rr_s, placement)
        self._read(at_s, measurement, rr_s)
        return beats

    def bad_packet(self, at_s: float) -> None:
        """A packet came that could not be read."""
        self._bad_s = self._newest_s = max(at_s, self._newest_s)
        self.bad_packets += 1
        self._bad.add(self._bad_s, 1.0)

    def hear_cadence(self, at_s: float, cadence_rpm: float) -> None:
        """The erg's cadence, where one tells it: an optical sensor may count that instead."""
        self._cadence.hear_cadence(at_s, cadence_rpm)

    def accept_device(self, device: str) -> None:
        """The rider says that `device` is their strap now; the one before is a stranger's."""
        self._device = device
        self.other_device = self._other_s = None

    def pulse(self, at_s: float) -> Pulse:
        """The heart rate and the signal at `at_s`; changes nothing."""
        heard_s = self._heard_s
        if heard_s is None:
            return self._nothing_heard(at_s)
        believed_s = self._believed_s
        reading = self._reading_at(at_s, heard_s)
        signal = reading.signal
        if reading.hides and at_s - (self._first_s if believed_s is None else believed_s) > LOST_S:
            signal = Signal.LOST
        return Pulse(
            hr_bpm=None if reading.hides else self._strap_bpm,
            signal=signal,
            reason=reading.reason,
            silent_s=None if believed_s is None else max(0.0, at_s - believed_s),
            artefact_pct=self._artefact_pct,
            strap_bpm=self._strap_bpm,
            beats_bpm=self._beats_bpm,
        )

    def recent_rr(self, span_s: float, at_s: float) -> tuple[Beat, ...]:
        """The beats of the `span_s` seconds up to `at_s` by the RR clock, oldest first.

        Only beats with a final verdict, and not further back than 300 s before the newest.
        """
        found = []
        for beat in reversed(self._beats):
            if beat.at_s <= at_s - span_s:
                break
            if beat.at_s <= at_s:
                found.append(beat)
        found.reverse()
        return tuple(found)

    @property
    def tachogram(self) -> tuple[tuple[float, bool], ...]:
        """The last 140 intervals with a final verdict, (s, whether good), oldest first."""
        return tuple(self._tachogram)

    @property
    def beats_by_verdict(self) -> Mapping[BeatVerdict, int]:
        """Beats of the ride by verdict; an extra or ectopic pair counts once."""
        return MappingProxyType(self._tally.by_verdict)

    @property
    def gap_s(self) -> float:
        """Seconds of the ride, up to the newest beat, in which no beat was heard."""
        return self._tally.gap_s

    @property
    def ride_artefact_pct(self) -> float | None:
        """Bad and missing beats among expected ones since the start; None before there are any."""
        return self._tally.ride_artefact_pct()

    def _judge_all(
        self, at_s: float, rr_s: tuple[float, ...], placement: Placement
    ) -> tuple[Beat, ...]:
        """Verdicts for a packet's intervals, counted and kept."""
        gap_s = placement.gap_s
        if placement.excess_s > 0:
            self._excess_s.add(at_s, placement.excess_s)
        if gap_s > 0:
            self._gap_s.add(at_s, gap_s)
            to_s = placement.at_s[0] - rr_s[0]
            self._tally.add_gap(from_s=to_s - gap_s, to_s=to_s, median_s=self._median_s)
        final: list[Beat] = []
        for beat_s, interval_s in zip(placement.at_s, rr_s, strict=True):
            final += self._judge.judge(beat_s, interval_s, gap_s)
            gap_s = 0.0
        for beat in final:
            self._tally.add(beat)
            self._rate.add(beat)
            is_good = beat.is_good
            self._jump.hear_beat(is_good)
            self._tachogram.append((beat.rr_s, is_good))
        self._beats += final
        self._tally.forget_before(at_s)
        while self._beats and self._beats[0].at_s <= at_s - RECENT_S:
            self._beats.popleft()
        return tuple(final)

    def _read(
        self, at_s: float, measurement: HeartRateMeasurement, rr_s: tuple[float, ...]
    ) -> None:
        """What is to be thought of the strap's number now."""
        bpm = self._strap_bpm = measurement.hr_bpm
        beats_bpm = self._beats_bpm = self._rate.bpm(at_s)
        self._stuck.hear(at_s, bpm, rr_s)
        self._cadence.hear(at_s, bpm)
        self._good.add(at_s, 1.0)
        jump = None
        possible = BPM_MIN <= bpm <= BPM_MAX and measurement.contact is not Contact.NONE
        if possible:
            jump = self._jump.doubt(at_s, bpm, beats_bpm)
        if not possible or beats_bpm is None or abs(bpm - beats_bpm) <= MISMATCH_BPM:
            self._mismatch_from_s = None
        elif self._mismatch_from_s is None:
            self._mismatch_from_s = at_s
        self._artefact_pct = self._count_artefacts(at_s)
        self._reading = read_signal(self._facts(at_s, measurement, jump))
        if not self._reading.hides:
            self._believed_s = at_s

    def _facts(
        self, at_s: float, measurement: HeartRateMeasurement, jump: SignalReason | None
    ) -> Facts:
        from_s = self._mismatch_from_s
        bad, expected = self._tally.heard()
        bad_now, expected_now = self._tally.heard_now()
        self._unfollowable = is_unfollowable(bad_now, expected_now, before=self._unfollowable)
        unreadable = self._bad.total(at_s)
        return Facts(
            strap_bpm=measurement.hr_bpm,
            contact=measurement.contact,
            jump=jump,
            same_s=self._stuck.same_s,
            rr_age_s=self._stuck.rr_age_s,
            same_rr=self._stuck.same_rr,
            same_rr_s=self._stuck.same_rr_s,
            mismatch_s=0.0 if from_s is None else at_s - from_s,
            bad=bad,
            expected=expected,
            unfollowable=self._unfollowable,
            gap_s=self._gap_s.total(at_s),
            excess_s=self._excess_s.total(at_s),
            cadence_locked=self._cadence.locked and is_stale(self._stuck.rr_age_s),
            bad_packets_pct=(
                100.0 * unreadable / (unreadable + self._good.total(at_s)) if unreadable else 0.0
            ),
        )

    def _count_artefacts(self, at_s: float) -> float | None:
        newest_s = self._clock.newest_s
        if newest_s is None:
            return None
        silent_from_s = newest_s if at_s - newest_s > LATEST_S else None
        return self._tally.artefact_pct(at_s, silent_from_s=silent_from_s, median_s=self._median_s)

    @property
    def _median_s(self) -> float:
        return self._judge.median_s or MEDIAN_UNKNOWN_S

    def _reading_at(self, at_s: float, heard_s: float) -> Reading:
        """The last packet's reading, unless it is too long ago or another strap talks instead."""
        quiet_s = at_s - heard_s
        other_s = self._other_s
        if (
            other_s is not None
            and other_s >= heard_s
            and quiet_s > OWN_QUIET_S
            and at_s - other_s <= SILENT_S
        ):
            return _OTHER
        if quiet_s <= SILENT_S:
            return self._reading
        return _UNREADABLE if self._unreadable_at(at_s) else _SILENT

    def _nothing_heard(self, at_s: float) -> Pulse:
        reason = SignalReason.BAD_PACKETS if self._unreadable_at(at_s) else SignalReason.WAITING
        return Pulse(hr_bpm=None, signal=Signal.LOST, reason=reason)

    def _unreadable_at(self, at_s: float) -> bool:
        return self._bad_s is not None and at_s - self._bad_s <= SILENT_S
