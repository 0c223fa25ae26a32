"""How talking feels to a simulated rider: heart rate to one of three answers.

The ordinal probit of physiology.md H2 seen from the other side: the rider knows the truth, the
guide has to find it. Comes in: the heart rate while speaking. Goes out: a talk command.
"""

import random
from typing import Final

COMFORTABLE_BELOW_BPM: Final = -5.0  # H2: below threshold - 5 rather "comfortable"
NO_ABOVE_BPM: Final = 15.0  # H2: above threshold + 15 rather "no"
WITHIN_SD_BPM: Final = 6.0  # H2, A2: the same person, the same day
DAY_SD_BPM: Final = 3.0  # E4, H2: one shift for the whole ride
LAPSE: Final = 0.03  # E4: answers that mean nothing
ANSWERS: Final = ("talk_comfortable", "talk_only_just", "talk_no")  # guide/command.py's words


class TalkSense:
    """One rider's sense of talking on one day; `threshold_bpm` is the truth."""

    def __init__(
        self,
        threshold_bpm: float,
        rng: random.Random,
        *,
        within_sd_bpm: float = WITHIN_SD_BPM,
        day_sd_bpm: float = DAY_SD_BPM,
        lapse: float = LAPSE,
    ) -> None:
        self._rng = rng
        self._today_bpm = threshold_bpm + rng.gauss(0.0, day_sd_bpm)
        self._within_sd_bpm = within_sd_bpm
        self._lapse = lapse

    def answer(self, hr_bpm: float) -> str:
        """What this rider says after speaking at this heart rate."""
        felt_bpm = hr_bpm - self._today_bpm + self._rng.gauss(0.0, self._within_sd_bpm)
        if self._rng.random() < self._lapse:
            return self._rng.choice(ANSWERS)
        if felt_bpm < COMFORTABLE_BELOW_BPM:
            return ANSWERS[0]
        return ANSWERS[1] if felt_bpm < NO_ABOVE_BPM else ANSWERS[2]
