"""What a recorded ride teaches the next one, found by running it again.

Comes in: a whole ride of somebody's. Goes out: the same Lesson its live session gave at the end.
So the file of lessons can be lost, or a ride given to another athlete, and nothing is missing. It
opens no file; who may learn from the ride is the caller's to know.
"""

from collections import deque

from hrguide.athlete.learned import Lesson, workout_key
from hrguide.ride.header import Header
from hrguide.ride.reader import Ride
from hrguide.ride.replay import open_session, run_through
from hrguide.session import Session


def lesson_of(header: Header, session: Session, *, ride: str) -> Lesson:
    """The lesson of a session that has run. ride: the id it is kept under."""
    return Lesson(
        ride=ride,
        machine=header.machine,
        workout=workout_key(header.workout_text),
        learned=session.learned,
    )


def lesson_again(ride: Ride, *, name: str) -> Lesson:
    """The lesson of a recorded ride (some seconds). Raises WorkoutError as `replay` does."""
    session = open_session(ride.header)
    deque(run_through(session, ride), maxlen=0)
    return lesson_of(ride.header, session, ride=name)
