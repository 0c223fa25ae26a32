"""A workout as written: rounds inside rounds, sections with a label, single steps.

Comes in: parts from a reader; their steps are patterns (index 0, outside all rounds). Goes out:
the flat schedule (`unroll`), and what it will weigh (`weigh`), so that a reader can refuse a
million steps before they exist. It refuses nothing itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hrguide.athlete.athlete import Machine
from hrguide.workout.workout import Effort, Step, StepKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """The same body several times over.

    between: a step after every round but the last. every_s: a round begins every so many
    seconds; what its steps leave over is rest, after the last round too. ends_at_no: the talk
    answer "no" ends all of it. machine: where the rounds line names it; the steps know theirs.
    """

    count: int
    body: tuple["Part", ...]
    between: Step | None = None
    every_s: float | None = None
    ends_at_no: bool = False
    machine: Machine | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Parts under a label ("Warm-up:"); the label is for people, the parts know their effort."""

    label: str
    body: tuple["Part", ...]


Part = Step | Rounds | Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """How much a plan is: steps once unrolled, and seconds, where caps count as used up."""

    steps: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where in the nest of rounds a step stands."""

    path: tuple[tuple[int, int], ...] = ()
    no_block: int | None = None  # which "ends at a no" block is around it


def weigh(parts: Sequence[Part]) -> Weight:
    """The weight of these parts, by arithmetic and not by unrolling."""
    steps, seconds = 0, 0.0
    for part in parts:
        match part:
            case Step():
                cap_s = part.until.cap_s if part.until is not None else None
                steps += 1
                seconds += part.duration_s or cap_s or 0.0
            case Section():
                inner = weigh(part.body)
                steps += inner.steps
                seconds += inner.seconds
            case Rounds():
                inner = weigh(part.body)
                fills = part.every_s is not None and inner.seconds < part.every_s
                steps += part.count * (inner.steps + fills)
                seconds += part.count * max(inner.seconds, part.every_s or 0.0)
                if part.between is not None:
                    rest = weigh([part.between])
                    steps += (part.count - 1) * rest.steps
                    seconds += (part.count - 1) * rest.seconds
    return Weight(steps=steps, seconds=seconds)


def unroll(parts: Sequence[Part]) -> tuple[Step, ...]:
    """The flat schedule: indices counted, rounds numbered, "no" answers told where they lead."""
    blocks = iter(range(1_000_000))
    placed = list(_place(parts, _Place(), blocks))
    ends = {place.no_block: index + 1 for index, (_, place) in enumerate(placed)}
    return tuple(_numbered(step, index, place, ends) for index, (step, place) in enumerate(placed))


def _place(
    parts: Sequence[Part], place: _Place, blocks: Iterator[int]
) -> Iterator[tuple[Step, _Place]]:
    for part in parts:
        match part:
            case Step():
                yield part, place
            case Section():
                yield from _place(part.body, place, blocks)
            case Rounds():
                block = next(blocks) if part.ends_at_no else place.no_block
                fill = _filling_rest(part)
                for number in range(1, part.count + 1):
                    inner = _Place(path=(*place.path, (number, part.count)), no_block=block)
                    yield from _place(part.body, inner, blocks)
                    if fill is not None:
                        yield fill, inner
                    if part.between is not None and number < part.count:
                        yield part.between, inner


def _filling_rest(rounds: Rounds) -> Step | None:
    if rounds.every_s is None:
        return None
    left_s = round(rounds.every_s - weigh(rounds.body).seconds, 2)
    if left_s <= 0:
        return None
    return Step(
        index=0,
        kind=StepKind.REST,
        effort=Effort.REST,
        duration_s=left_s,
        text="rest for what is left of the time",
    )


def _numbered(step: Step, index: int, place: _Place, ends: dict[int | None, int]) -> Step:
    number, rounds = place.path[-1] if place.path else (None, None)
    until, after_no = step.until, None
    if until is not None and until.answer and place.no_block is not None:
        until = replace(until, ends_at_no=True)
        after_no = ends[place.no_block]
    return replace(
        step,
        index=index,
        round=number,
        rounds=rounds,
        outer=place.path[:-1],
        until=until,
        after_no=after_no,
    )
