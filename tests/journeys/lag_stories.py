"""Four acceptance cases told once, to be ridden by our guide and by each rival's rule.

Each gives True where the guide kept what the case asks for. `test_journeys_guidance.py` and
`test_journeys_signal.py` look closer at ours; `test_journeys_rivals.py` shows that others fail.
"""

from collections.abc import Callable

from hrguide.guide.cue import CueKind
from hrguide.guide.policy import Policy
from hrguide.session import Session
from hrguide.workout.whiteboard import parse_workout
from tests.journeys.story import OWN, between, cues, packets, ride, saying, step_to

GUIDING = (CueKind.EASE, CueKind.PUSH)


def quiet_while_falling(policy: Policy) -> bool:
    """The target drops; the heart rate falls after it, a minute late, as hearts do."""
    session = Session(
        workout=parse_workout("3 min moderate\n3 min easy"), ranges=OWN, policy=policy
    )
    heart = step_to(136.0, 116.0, 180.0, tau_s=60.0)
    moments = ride(session, packets(heart, 360.0), to_s=359.0)
    return not cues(between(moments, 180.0, 359.0), *GUIDING)


def first_half_minute_never_pushes(policy: Policy) -> bool:
    """The target rises; the rider does it right, and nothing shows for half a minute."""
    session = Session(
        workout=parse_workout("3 min easy\n3 min moderate"), ranges=OWN, policy=policy
    )
    heart = step_to(116.0, 135.0, 180.0)
    moments = ride(session, packets(heart, 360.0), to_s=359.0)
    return not cues(between(moments, 180.0, 226.0), CueKind.PUSH)


def zeros_do_not_push(policy: Policy) -> bool:
    """RunnerUp #145: at the top of the range, the strap says 0 for half a minute."""
    session = Session(workout=parse_workout("10 min moderate"), ranges=OWN, policy=policy)
    told = saying(packets(lambda _: 138.0, 600.0), 300.0, 332.0, 0)
    moments = ride(session, told, to_s=599.0)
    return not cues(moments, CueKind.PUSH)


def no_state_between_steps(policy: Policy) -> bool:
    """A free step between two others: nothing steers in it, nor does it steer the next one.

    The heart rate of the free step is still there when the easy one begins, and falls as it
    should: that is the step before, not this one.
    """
    session = Session(
        workout=parse_workout("4 min moderate\n5 min free\n4 min easy"), ranges=OWN, policy=policy
    )
    heart = step_to(136.0, 117.0, 540.0, tau_s=50.0)
    moments = ride(session, packets(heart, 780.0), to_s=779.0)
    return not cues(moments, *GUIDING)


STORIES: dict[str, Callable[[Policy], bool]] = {
    "quiet_while_falling": quiet_while_falling,
    "first_half_minute_never_pushes": first_half_minute_never_pushes,
    "zeros_do_not_push": zeros_do_not_push,
    "no_state_between_steps": no_state_between_steps,
}
