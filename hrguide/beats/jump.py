"""Changes no heart can make: a jump, a doubling, a halving.

Comes in: the strap's number packet by packet, and what the beats say. Goes out: a reason to doubt
the number, or None. It remembers the last heart rate that was believed, also over a silence, so a
jump after a reconnect is checked like any other. It never says which number would be right.

A jump is treated as a dropout until the beats confirm it: five good ones in a row at the new rate.
Where there are no beats the number must hold instead, at the new rate or back at the old. Near
twice or half of what went before five beats are not enough, since a strap that counts each beat
twice has regular beats, too: there a heart's own pace decides. Any rise is possible within a
minute, and hiding a true one costs a missed "ease off"; a halving takes longer, and believing a
false one could push somebody whose heart beats at 160. The true rate moves on meanwhile, so the
doubt, once it has begun, reaches further than the ratio it begins with.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final

from hrguide.beats.pulse import SignalReason

JUMP_BPM: Final = 25.0  # physiology.md D3: more than this within 3 s
JUMP_WITHIN_S: Final = 3.0
RATE_BPM_PER_S: Final = 12.0  # D3: more than this, sustained; a heart's fastest rise is 3-4
SUSTAINED_S: Final = 2.0  # "sustained": over two packets of a strap at 1 Hz [J]
BACK_BPM: Final = RATE_BPM_PER_S * SUSTAINED_S  # so near to what went before, a jump is over
AFTER_SILENCE_BPM_PER_S: Final = 1.0
"""What a heart may add to the 25 bpm each second nobody listens, bpm/s: 65 bpm up with a time
constant of 25 s are 29 in 15 s and 45 in 30 s (physiology.md E1) [J]."""
FORGET_S: Final = 120.0  # after this a heart may be anywhere: 1 - e^(-120/52) = 90 % (E1, off)

CONFIRM_BEATS: Final = 5  # D3: "until RR confirms 5 beats"
CONFIRM_BPM: Final = 8.0  # D3, HR-RR mismatch
STEADY_S: Final = 15.0
"""Without RR, how long the new number must hold without another jump, s [J]: longer than the
zeros, spikes and contact losses seen in public threads, shorter than anybody's patience."""
BACK_S: Final = 5.0
"""Without RR, how long a number that came back must hold, s [J]: the way back is a jump, too, and
one that alternates between 60 and 200 was shown half the time."""

DOUBLED: Final = (1.9, 2.1)  # D3, ratio to what went before
HALVED: Final = (0.48, 0.53)  # D3
RATIO_AFTER_S: Final = 5.0  # D3: for > 5 s
STILL_DOUBLED: Final = (1.5, 2.6)
STILL_HALVED: Final = (0.4, 0.75)
"""How far twice or half of a rate that moves by a third either way can get from the old one [J]."""
DOUBLED_HOLD_S: Final = 60.0  # 3 bpm/s, the fastest true rise, doubles 100 bpm in 33 s; with margin
HALVED_HOLD_S: Final = 120.0  # as FORGET_S: 160 falls near 80 in two minutes of rest


class JumpWatch:
    """Follows the strap's number; in doubt from a jump until it is confirmed or taken back."""

    __slots__ = (
        "_believed",
        "_from_bpm",
        "_good_run",
        "_multiple",
        "_since_s",
        "_steady_bpm",
        "_steady_s",
    )

    def __init__(self) -> None:
        self._believed: deque[tuple[float, int]] = deque()
        self._from_bpm: int | None = None  # what went before the jump; None: no doubt
        self._multiple: _Multiple | None = None
        self._since_s = 0.0
        self._good_run = 0
        self._steady_bpm = 0
        self._steady_s = 0.0

    def hear_beat(self, is_good: bool) -> None:
        """A beat's verdict, in order: counted towards five good ones in a row."""
        self._good_run = self._good_run + 1 if is_good else 0

    def doubt(self, at_s: float, bpm: int, beats_bpm: float | None) -> SignalReason | None:
        """Why the strap's `bpm` at `at_s` is not to be believed: JUMP, DOUBLED, HALVED or None.

        bpm: 30-230. beats_bpm: the rate of the beats, None where there is none.
        """
        if self._from_bpm is None:
            before_bpm = self._jumped_from(at_s, bpm)
            if before_bpm is None:
                self._believed.append((at_s, bpm))
                return None
            self._from_bpm, self._since_s = before_bpm, at_s
            self._good_run = 0
            self._steady_bpm, self._steady_s = bpm, at_s
        if abs(bpm - self._steady_bpm) > RATE_BPM_PER_S:
            self._steady_s = at_s
        self._steady_bpm = bpm
        self._multiple = _multiple(bpm / self._from_bpm, self._multiple)
        if self._resolved(at_s, bpm, self._from_bpm, beats_bpm):
            self._from_bpm = self._multiple = None
            self._believed.clear()
            self._believed.append((at_s, bpm))
            return None
        if self._multiple is not None and at_s - self._since_s > RATIO_AFTER_S:
            return self._multiple.reason
        return SignalReason.JUMP

    def _jumped_from(self, at_s: float, bpm: int) -> int | None:
        """The believed rate that `bpm` is too far from; None where there is no jump."""
        believed = self._believed
        while len(believed) > 1 and at_s - believed[0][0] > JUMP_WITHIN_S:
            believed.popleft()
        if believed and at_s - believed[0][0] > FORGET_S:
            believed.clear()
        for then_s, then_bpm in believed:
            past_s, change_bpm = at_s - then_s, abs(bpm - then_bpm)
            allowed_bpm = JUMP_BPM
            if past_s > JUMP_WITHIN_S:
                allowed_bpm += AFTER_SILENCE_BPM_PER_S * (past_s - JUMP_WITHIN_S)
            elif past_s >= SUSTAINED_S:
                allowed_bpm = min(allowed_bpm, RATE_BPM_PER_S * past_s)
            if change_bpm > allowed_bpm:
                return then_bpm
        return None

    def _resolved(self, at_s: float, bpm: int, from_bpm: int, beats_bpm: float | None) -> bool:
        """Whether the number is back where it was, or confirmed where it is."""
        doubted_s, steady_s = at_s - self._since_s, at_s - self._steady_s
        if abs(bpm - from_bpm) <= BACK_BPM and self._multiple is None:
            return beats_bpm is not None or steady_s >= BACK_S
        if beats_bpm is not None and doubted_s > FORGET_S:
            return True
        if self._multiple is not None and doubted_s < self._multiple.hold_s:
            return False
        if beats_bpm is None:
            return steady_s >= STEADY_S
        return self._good_run >= CONFIRM_BEATS and abs(beats_bpm - bpm) <= CONFIRM_BPM


@dataclass(frozen=True, slots=True, kw_only=True)
class _Multiple:
    """A ratio to what went before: what starts it, what keeps it, and for how long at least."""

    reason: SignalReason
    starts: tuple[float, float]
    keeps: tuple[float, float]
    hold_s: float


_MULTIPLES: Final = (
    _Multiple(
        reason=SignalReason.DOUBLED, starts=DOUBLED, keeps=STILL_DOUBLED, hold_s=DOUBLED_HOLD_S
    ),
    _Multiple(reason=SignalReason.HALVED, starts=HALVED, keeps=STILL_HALVED, hold_s=HALVED_HOLD_S),
)


def _multiple(ratio: float, now: _Multiple | None) -> _Multiple | None:
    """The multiple that a ratio starts or, where there is one, still is."""
    if now is not None and now.keeps[0] <= ratio <= now.keeps[1]:
        return now
    return next((each for each in _MULTIPLES if each.starts[0] <= ratio <= each.starts[1]), None)
