"""Whether there is a heart rate, since when, and what is said when it goes and comes back.

Comes in: a `Situation` at each tick. Goes out: "no heart rate" once, with words to ride by, and
"it is back" once. A strap that was never heard is not lost. It guides nobody: `cue.py` asks it how
long the number has stood.
"""

from hrguide.guide import words
from hrguide.guide.policy import Policy
from hrguide.guide.schedule import Place
from hrguide.guide.situation import Cue, CueKind, Situation


class Presence:
    """The memory of a signal that comes and goes."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._none_since_s: float | None = None
        self._there_since_s: float | None = None
        self._lost_told = False
        self._heard_any = False

    def hear(self, now: Situation, place: Place) -> Cue | None:
        """What is to be said of the signal at this tick, or None."""
        if now.hr_bpm is None:
            return self._without(now, place)
        self._heard_any = True
        self._none_since_s = None
        if self._there_since_s is None:
            self._there_since_s = now.at_s
        if not self._lost_told or not self.stands(now.at_s, self._policy.back_after_s):
            return None
        self._lost_told = False
        return Cue(CueKind.SIGNAL_BACK, words.back_words(now.hr_bpm))

    def stands(self, at_s: float, for_s: float) -> bool:
        """Whether there has been a heart rate for so long: one just back may be a false one."""
        return self._there_since_s is not None and at_s - self._there_since_s >= for_s

    def lies_down(self) -> None:
        """A drill is done lying on the strap: its silence proves nothing."""
        self._none_since_s = None

    def pauses(self) -> None:
        """What is heard in a pause proves nothing of what will be heard when riding goes on."""
        self._there_since_s = None

    def _without(self, now: Situation, place: Place) -> Cue | None:
        self._there_since_s = None
        if self._none_since_s is None:
            self._none_since_s = now.at_s
        blind_s = max(now.at_s - self._none_since_s, now.silent_s or 0.0)
        if not self._heard_any or self._lost_told or blind_s < self._policy.lost_after_s:
            return None
        self._lost_told = True
        return Cue(CueKind.SIGNAL_LOST, words.lost_words(blind_s, place.step.effort))
