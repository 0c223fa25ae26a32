"""The guide's numbers: one frozen record, written into every ride's header.

Each field has a unit, a source and a reason. Changing a default changes the decisions of new
rides only: a replay uses the policy of its header.
"""

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """By what ease and push are decided. All but the first are yardsticks: see `rivals.py`."""

    FORECAST = "forecast"
    AT_ONCE = "at_once"
    AVERAGED = "averaged"
    DWELL = "dwell"
    HALF_MINUTE = "half_minute"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Parameters of verdict, cue, talk and safety. Sources: sections of the physiology notes."""

    rule: Rule = Rule.FORECAST  # the others stand for programs in use, for tests and benches

    settling_s: float = 60.0  # E1: 3/4 of a change has shown after 60 s (tau 38)
    too_short_s: float = 90.0  # design.md: a shorter step cannot be judged by settled rate
    early_s: float = 45.0  # L4: until then surer of "over", and no word of "under"
    ease_p: float = 0.6  # L4: ease from this probability of heading over ...
    ease_early_p: float = 0.75  # ... in a step's first 45 s, and by a provisional range, from this
    push_p: float = 0.75  # E3, L4: asymmetric, since being under harms nobody
    hysteresis_p: float = 0.1  # a word once said stays until the probability falls by this [J]
    hysteresis_bpm: float = 2.0  # E3: below it, verdicts flicker with the heart's own noise
    decide_ahead_s: float = 60.0  # design.md: the decision time T
    decide_not_before_s: float = 90.0  # E3: but not before this second of a step
    decide_before_end_s: float = 15.0  # design.md: or the step's end less this, if sooner

    cue_spacing_s: float = 30.0  # E3: one cue needs this long to show in the heart rate
    quiet_end_s: float = 20.0  # E3: what is said later cannot be acted on in this step
    countdown_s: int = 3  # issue: 3-2-1 before a step ends
    ease_above_bpm: float = 5.0  # L4: 1-5 bpm high is shown, not said
    ease_above_coach_bpm: float = 2.0  # design.md: a coach's top + 2 is over
    ease_after_s: float = 1.0  # one noisy second is no overshoot (E3's hysteresis, in time) [J]
    ease_not_before_s: float = 6.0  # let a rider hear the step and begin it [J]
    clearly_bpm: float = 12.0  # this far above where it should be: "clearly" [J]
    a_touch_bpm: float = 7.0  # less than this: "a touch" [J]
    fall_seen_s: float = 20.0  # E1: dead time to 15 s, and some seconds for a slope to show
    falling_bpm_per_s: float = -0.1  # -6 bpm a minute: on its way down, so say nothing (E1: off)
    pushes_a_ride: int = 3  # L4
    push_belief_sd_bpm: float = 8.0  # L3: a push needs SD(c) <= 8
    push_in_easy: bool = False  # design.md: under is fine there; True only shows what that costs
    push_below_threshold: float = 0.97  # G: never a push above 0.97 of the threshold
    well_after_s: float = 75.0  # settled and a little more, so that praise is not luck [J]

    lost_after_s: float = 8.0  # D3: no notification > 8 s is "signal lost"
    back_after_s: float = 5.0  # D3: a jump is believed after about 5 beats; so is a return [J]
    push_after_back_s: float = 30.0  # G: never on a doubtful signal; new numbers stand first [J]

    talk_before_end_s: float = 40.0  # L1: speech starts 40 s before the step's end
    talk_before_end_short_s: float = 35.0  # L1: 35 s in a 1-minute step
    talk_short_step_s: float = 60.0  # L1: what counts as a 1-minute step
    talk_open_s: float = 15.0  # L1: an answer is taken until 15 s into the next step
    talk_belief_sd_bpm: float = 8.0  # L1: above it at the start, each step of round 1
    talk_corrected_s: float = 10.0  # a second answer so soon takes the place of the first [J]
    talk_unanswered: int = 2  # L1: two unanswered in a row end the asking

    hard_ease_s: float = 10.0  # L5: above the hard ceiling for 10 s: "ease off now"
    hard_stop_s: float = 30.0  # L5: for 30 s: guidance stops
    count_kept_s: float = 10.0  # D3: lost after 8 s, back after some beats; so long a count waits
    session_ease_s: float = 5.0  # as ease_after_s, for the session ceiling
    question_after_s: float = 10.0  # L5: above 0.85 x formula for 10 s: "can you talk?"
    question_open_s: float = 20.0  # L5: no answer within 20 s is "ease off"
    question_again_s: float = 300.0  # an answered question is not repeated for 5 minutes [J]
    rest_rise_after_s: float = 45.0  # L8: judged after 45 s of rest
    rest_from_s: float = 20.0  # so near to the stop a number still stands for it (tau 30 s) [J]
    rest_rise_bpm: float = 5.0  # L8: more than 5 bpm above the value at the stop
