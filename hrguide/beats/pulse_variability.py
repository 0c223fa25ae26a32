"""What the detail view shows of the beats themselves, once a second.

Comes in: nothing (records only). `variability.py` fills them. They are for the eye: no range, cue
or ceiling asks for them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BadBeats:
    """Bad beats by kind; a pair counts once. gap_s: seconds in which no beat was heard."""

    missed: int = 0
    extra: int = 0
    ectopic: int = 0
    long_short: int = 0
    gap_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BeatsNow:
    """The beats of the last two minutes.

    alpha1: DFA alpha1, None where it may not be shown. alpha1_reason: why (a value of
    `AlphaReason`), or `some_artefacts` where it is shown with a flag. alpha1_definition: boxes and
    detrending. rmssd_ms: root mean square of the differences of good neighbours, None where
    they are few or over 5 % of the beats are bad. recent, ride: bad beats of 120 s and of the ride.
    tachogram: the newest intervals, (s, whether good), oldest first.
    """

    at_s: float
    alpha1: float | None
    alpha1_reason: str | None
    alpha1_definition: str
    rmssd_ms: float | None
    recent: BadBeats
    ride: BadBeats
    tachogram: tuple[tuple[float, bool], ...]
