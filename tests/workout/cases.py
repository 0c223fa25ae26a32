"""Whiteboard texts with what they mean: `fixtures/workouts/`, one file a case.

A file holds the text, a line "=== understood" or "=== refused", and what must come out: the
total and a line a step, or the place, the problem and words, and the suggestion. To add a case,
add a file.
"""

from dataclasses import dataclass
from pathlib import Path

from hrguide.workout.workout import Step, Until, Workout

FOLDER = Path(__file__).parents[2] / "fixtures" / "workouts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One file."""

    name: str
    text: str
    refused: bool
    expected: list[str]


def cases() -> list[Case]:
    """All files, by name."""
    return [_case(path) for path in sorted(FOLDER.glob("*.txt"))]


def readable() -> list[Case]:
    """Those that mean something."""
    return [case for case in cases() if not case.refused]


def refused() -> list[Case]:
    """Those that must be an error."""
    return [case for case in cases() if case.refused]


def understood(workout: Workout) -> list[str]:
    """What a readable case expects: "total 2040 s", then "1/5 easy 180 s" and so on."""
    total = "open" if workout.total_s is None else f"{workout.total_s:g} s"
    return [f"total {total}", *(_words(step) for step in workout.steps)]


def _case(path: Path) -> Case:
    text, sign, rest = path.read_text(encoding="utf-8").partition("=== ")
    kind, *expected = rest.splitlines()
    assert sign, f"{path.name} says not what it expects"
    assert kind in ("understood", "refused"), f"{path.name} expects {kind!r}"
    return Case(name=path.stem, text=text, refused=kind == "refused", expected=expected)


def _words(step: Step) -> str:
    rounds = [*step.outer] if step.round is None else [*step.outer, (step.round, step.rounds)]
    effort = step.effort.value if step.effort else step.kind.value
    words = [
        *(f"{number}/{of}" for number, of in rounds),
        effort,
        f"{step.duration_s:g} s" if step.duration_s is not None else _until(step.until),
    ]
    for low, high, unit in (
        (step.low_bpm, step.high_bpm, "bpm"),
        (step.low_pct, step.high_pct, "%"),
    ):
        if low is not None or high is not None:
            words.append(f"{low or '...'}-{high or '...'} {unit}")
    if step.machine is not None:
        words.append(f"on {step.machine.value}")
    if step.drill is not None:
        drill = step.drill
        count = f"{drill.repetitions} reps" if drill.repetitions else f"{drill.breaths} breaths"
        words.append(f"{drill.name!r}")
        words += [count] if drill.repetitions or drill.breaths else []
        words += [drill.side.value] if drill.side else []
        words += ["(our count)"] if drill.ours else []
    if step.after_no is not None:
        words.append(f"no -> {step.after_no}")
    return " ".join(words)


def _until(until: Until | None) -> str:
    assert until is not None
    ends = {
        "HR under": until.hr_below,
        "HR over": until.hr_above,
        "metres": until.distance_m,
        "calories": until.calories,
        "key": until.key or None,
        "answer": until.answer or None,
    }
    words = [f"{name} {value}" for name, value in ends.items() if value is not None]
    words += [f"held {until.hold_s:g} s"] if until.hold_s is not None else []
    words += [f"at most {until.cap_s:g} s"] if until.cap_s is not None else []
    return "until " + " ".join(words)
