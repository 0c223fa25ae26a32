"""The guide's numbers: one frozen record, written into every ride's header.

Each field has a unit, a source and a reason. Changing a default changes the decisions of new
rides only: a replay uses the policy of its header.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Parameters of verdict, cue and safety."""

    settling_s: float = 60.0  # physiology.md E1: 3/4 of a change has shown after 60 s (tau 38)
    too_short_s: float = 90.0  # design.md: a step under 90 s cannot be judged by settled rate
    hysteresis_bpm: float = 2.0  # physiology.md E3: below it, verdicts flicker with the noise
    cue_spacing_s: float = 30.0  # E3: one cue needs this long to show in the heart rate
    quiet_end_s: float = 20.0  # E3: nothing said now can still be acted on in this step
