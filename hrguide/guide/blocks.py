"""Which steps belong together as one round, and how long what follows a step will take.

Comes in: the steps of a workout. Goes out: numbers, one a step. It knows nothing of a ride: where
one stands is `schedule.py`'s.
"""

from collections.abc import Sequence

from hrguide.workout.workout import Step, StepKind


def outermost(step: Step) -> tuple[int | None, int | None]:
    """The round and how many there are, of the rounds around all others."""
    return step.outer[0] if step.outer else (step.round, step.rounds)


def seconds_after(steps: Sequence[Step]) -> tuple[float | None, ...]:
    """For each step the planned time of all behind it; None where one of them is untimed."""
    after: list[float | None] = [0.0]
    for step in reversed(steps[1:]):
        length_s = 0.0 if step.kind is StepKind.DRILL else step.duration_s
        known = after[-1] is not None and length_s is not None
        after.append((after[-1] or 0.0) + (length_s or 0.0) if known else None)
    return tuple(reversed(after))


def blocks_of(steps: Sequence[Step]) -> tuple[int, ...]:
    """Number the round instances: a new one begins wherever the round's number changes.

    Drills outside rounds belong to what follows them (the last ones to what was before): they are
    no round of their own, so that the first one ridden is round 1 to all who ask for it.
    """
    blocks: list[int] = []
    drilled = True  # nothing but drills in the block so far
    for at, step in enumerate(steps):
        before = steps[at - 1] if at else step
        new = (step.round, step.rounds, step.outer) != (before.round, before.rounds, before.outer)
        blocks.append(blocks[-1] + int(new and not drilled) if blocks else 0)
        is_drill = step.kind is StepKind.DRILL
        drilled = is_drill and (drilled or new)
    if drilled and blocks[-1] > 0:
        last = blocks[-1]
        blocks = [min(block, last - 1) for block in blocks]
    return tuple(blocks)
