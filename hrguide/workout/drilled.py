"""A workout with drills before it: "loosen the back first" is a step of the ride like any other.

Comes in: a workout and the drills, both as read. Goes out: one workout whose text holds both, so
that the ride file needs nothing else. It refuses nothing: what could be read alone, can be read so.
"""

from hrguide.workout.whiteboard import parse_workout
from hrguide.workout.wording import workout_text
from hrguide.workout.workout import StepKind, Workout, WorkoutError


def drills_first(workout: Workout, drills: Workout) -> Workout:
    """The drills, then the workout. One that begins with drills of its own is left as it is."""
    if workout.steps and workout.steps[0].kind is StepKind.DRILL:
        return workout
    both = (*drills.steps, *workout.steps)
    for text in (workout.text, workout_text(workout)):
        try:
            found = parse_workout(f"{drills.text.rstrip()}\n\n{text}", name=workout.name)
        except WorkoutError:
            continue  # a text whose indents mean something only when it stands alone
        if [(step.kind, step.text) for step in found.steps] == [
            (step.kind, step.text) for step in both
        ]:
            return found
    return parse_workout(
        f"{workout_text(drills).rstrip()}\n\n{workout_text(workout)}", name=workout.name
    )
