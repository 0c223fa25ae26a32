"""What rides taught about this heart and rider, for the forecast of the next: a JSON line a ride.

Comes in: at a ride's end, the plain values its guide hands on. Goes out: at the next one's start,
what to begin with: time constants and the way of setting off from the newest ride on that machine,
plateaus and curves of like steps from the last rides of that very workout on it. All of it follows
from the ride files (`ride/lesson.py`): a line that cannot be read is left out, the file may be
deleted. It knows nothing of what the values mean, and never touches what another athlete, or
another machine, taught.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from hrguide.athlete.athlete import Machine
from hrguide.athlete.evidence import Evidence, HeartTimes
from hrguide.athlete.files import locked, read_text, replace_text
from hrguide.athlete.store import athletes_folder, learned_path

LIKE_RIDES: Final = 3  # of one workout on one machine: form and fitness change with the weeks [J]
MOST_RIDES: Final = 30  # some 4 kB each; the file is read at every start
OF_WORKOUT: Final = ("plateaus", "paths")  # by kind of step: of this workout
OF_MACHINE: Final = ("weights", "opening")  # of heart and rider, whatever they ride


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What one ride taught. ride: its id. workout: its `workout_key`. learned: plain JSON values,
    as the guide gave them.
    """

    ride: str
    machine: Machine
    workout: str
    learned: Mapping[str, object]


def workout_key(text: str) -> str:
    """Workouts of the same words are the same, however they are set out."""
    return sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def read_lessons(home: Path, name: str) -> tuple[Lesson, ...]:
    """Every lesson that can be read, oldest first; () where there is none yet."""
    try:
        lines = read_text(learned_path(home, name)).splitlines()
    except FileNotFoundError:
        return ()
    found = (_lesson(line) for line in lines)
    return tuple(lesson for lesson in found if lesson is not None)


def keep_lesson(home: Path, name: str, lesson: Lesson) -> None:
    """Keep it as the newest; a ride has one lesson, older ones beyond the bounds go."""
    with locked(athletes_folder(home)):
        others = [one for one in read_lessons(home, name) if one.ride != lesson.ride]
        _write(home, name, _bounded([*others, lesson]))


def drop_lesson(home: Path, name: str, ride: str) -> Lesson | None:
    """Forget what this ride taught, and return it: the ride was another's, or is deleted."""
    with locked(athletes_folder(home)):
        lessons = read_lessons(home, name)
        rest = [one for one in lessons if one.ride != ride]
        if len(rest) == len(lessons):
            return None
        _write(home, name, rest)
    return next(one for one in lessons if one.ride == ride)


def learned_for(
    home: Path, name: str, *, machine: Machine, workout_text: str, evidence: Sequence[Evidence] = ()
) -> dict[str, object] | None:
    """What the next ride begins with, as its header says it; None where nothing is known.

    evidence: its newest HeartTimes of the machine speaks for the time constants, over any ride's.
    """
    known: dict[str, object] = {}
    key = workout_key(workout_text)
    for lesson in read_lessons(home, name):
        if lesson.machine is not machine:
            continue
        known.update({one: lesson.learned[one] for one in OF_MACHINE if one in lesson.learned})
        if lesson.workout == key:
            _lay_over(known, lesson.learned)
    times = [one for one in evidence if isinstance(one, HeartTimes) and one.machine is machine]
    if times:
        newest = max(times, key=lambda one: one.day)
        known["heart_times"] = [newest.tau_on_s, newest.dead_time_s]
    return known or None


def _lay_over(known: dict[str, object], learned: Mapping[str, object]) -> None:
    """By kind of step the newer ride counts; what only an older one had stays."""
    for one in OF_WORKOUT:
        newer, older = learned.get(one), known.get(one)
        if isinstance(newer, Mapping):
            known[one] = {**(older if isinstance(older, Mapping) else {}), **newer}


def _bounded(lessons: Sequence[Lesson]) -> list[Lesson]:
    kept: list[Lesson] = []
    for lesson in reversed(lessons):
        like = [one for one in kept if _is_like(one, lesson)]
        if len(like) < LIKE_RIDES and len(kept) < MOST_RIDES:
            kept.append(lesson)
    return kept[::-1]


def _is_like(one: Lesson, other: Lesson) -> bool:
    return one.machine is other.machine and one.workout == other.workout


def _write(home: Path, name: str, lessons: Iterable[Lesson]) -> None:
    lines = (
        json.dumps(
            {
                "ride": one.ride,
                "machine": one.machine.value,
                "workout": one.workout,
                "learned": one.learned,
            },
            ensure_ascii=False,
        )
        for one in lessons
    )
    replace_text(learned_path(home, name), "".join(f"{line}\n" for line in lines))


def _lesson(line: str) -> Lesson | None:
    try:
        facts = json.loads(line)
        lesson = Lesson(
            ride=str(facts["ride"]),
            machine=Machine(facts["machine"]),
            workout=str(facts["workout"]),
            learned=facts["learned"],
        )
    except (ValueError, KeyError, TypeError):
        return None
    return lesson if isinstance(lesson.learned, dict) else None
