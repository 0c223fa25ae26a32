"""When a drill's exhale begins, so that it can be said: once each, in the rhythm of `breath.py`.

Comes in: the place, at every tick. Goes out: True where a breath turns out. It is said as a count
is ("3, 2, 1"): it flashes nothing, is no cue to be counted, and is silent where the sound is off.
"""

from hrguide.guide.breath import BreathPhase, breath_at
from hrguide.guide.schedule import Place


class Exhale:
    """Which exhales were told already."""

    def __init__(self) -> None:
        self._told: tuple[int, int] | None = None  # step index, number of the breath

    def begins(self, place: Place) -> bool:
        """Whether an exhale begins at this tick."""
        drill = place.step.drill
        if drill is None or drill.breaths is None:
            return False
        breath = breath_at(place.into_s, drill.breaths)
        here = (place.step.index, breath.number)
        if breath.phase is not BreathPhase.OUT or here == self._told:
            return False
        self._told = here
        return True
