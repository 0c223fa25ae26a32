"""A workout laid out to be looked at: the JSON contract, a table with totals, a time line.

Comes in: a workout. Goes out: plain values and plain text, the same for every width of terminal.
It refuses nothing and prints nothing; `cli/workout.py` does.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from hrguide.workout.targets import HOLD_S
from hrguide.workout.workout import Effort, Step, StepKind, Until, Workout

LINE_WIDTH: Final = 60  # columns of the time line: with its words within 80
NOMINAL_S: Final = 60.0  # how long an untimed step without a cap is drawn [J]

_HEADS: Final = ("#", "start", "round", "ends", "effort", "range", "as written")
_OWN: Final = "own range"


def as_json(workout: Workout) -> dict[str, object]:
    """design.md, `workout check --json`: exactly these keys, whole numbers as ints."""
    return {
        "total_s": _number(workout.total_s),
        "steps": [
            {
                "index": step.index,
                "round": step.round,
                "kind": step.kind.value,
                "effort": step.effort and step.effort.value,
                "duration_s": _number(step.duration_s),
                "low_bpm": step.low_bpm,
                "high_bpm": step.high_bpm,
                "until": _until_json(step.until),
                "text": step.text,
            }
            for step in workout.steps
        ],
    }


def table(workout: Workout) -> str:
    """One row a step, in order, then a line with the whole; ends with a newline.

    A column that would be empty is left out.
    """
    rows = [_row(step, start) for step, start in _with_starts(workout)]
    columns = [
        (head, cells)
        for head, cells in zip(_HEADS, zip(*rows, strict=True), strict=True)
        if any(cells)
    ]
    padded = [
        [cell.ljust(max(map(len, (head, *cells)))) for cell in (head, *cells)]
        for head, cells in columns
    ]
    lines = ["  ".join(cells).rstrip() for cells in zip(*padded, strict=True)]
    return "".join(line + "\n" for line in (*lines, "", totals(workout)))


def totals(workout: Workout) -> str:
    """ "34:00 in 19 steps: easy 15:00, ...", with what has no time and what does not count."""
    timed = [step for step in workout.steps if step.kind is not StepKind.DRILL]
    known = [step.duration_s for step in timed if step.duration_s is not None]
    sums = {
        name: sum(step.duration_s or 0.0 for step in timed if _lane(step) == name)
        for name in _lanes(timed)
    }
    said = ", ".join(f"{name} {clock(length)}" for name, length in sums.items() if length)
    line = f"{clock(sum(known))} in {_counted(len(known), 'step')}: {said}" if known else ""
    open_ended = [step.until for step in timed if step.until is not None]
    if open_ended:
        caps = [until.cap_s for until in open_ended]
        most = sum(cap for cap in caps if cap is not None)
        limit = f", at most {clock(most)}" if None not in caps else ""
        more = f"{_counted(len(open_ended), 'step')} without a fixed time{limit}"
        line = f"{line}; and {more}" if line else more
    drills = len(workout.steps) - len(timed)
    if drills:
        more = _counted(drills, "drill step")
        line = f"{line}; {more} not counted" if line else more
    return line


def time_line(workout: Workout) -> str:
    """The work as a picture: one row for each effort, time from left to right.

    A step without a fixed time is drawn with question marks, as long as its cap, else a minute.
    Empty where there are only drills; else ends with a newline.
    """
    timed = [step for step in workout.steps if step.kind is not StepKind.DRILL]
    lengths = [_drawn_s(step) for step in timed]
    whole = sum(lengths)
    if not whole:
        return ""
    lanes = _lanes(timed)
    margin = max(len(lane) for lane in lanes) + 2
    rows = {lane: [" "] * LINE_WIDTH for lane in lanes}
    at = 0.0
    for step, length in zip(timed, lengths, strict=True):
        first, at = round(at / whole * LINE_WIDTH), at + length
        stop = max(round(at / whole * LINE_WIDTH), first + 1)  # nothing is too short to be seen
        sign = "?" if step.duration_s is None else "." if step.kind is StepKind.REST else "#"
        for column in range(min(first, LINE_WIDTH - 1), min(stop, LINE_WIDTH)):
            rows[_lane(step)][column] = sign
    picture = [f"{lane.ljust(margin)}{''.join(row)}".rstrip() for lane, row in rows.items()]
    end = clock(whole) if workout.total_s is not None else f"about {clock(whole)}"
    scale = " " * margin + "0:00" + end.rjust(LINE_WIDTH - 4)
    return "".join(line + "\n" for line in (*picture, scale))


def clock(seconds: float) -> str:
    """ "2:30", "1:02:30"; a part of a second only where there is one."""
    minutes, rest = divmod(round(seconds, 2), 60)
    hours, minutes = divmod(int(minutes), 60)
    last = f"{int(rest):02d}" if rest == int(rest) else f"{rest:05.2f}".rstrip("0")
    return f"{hours}:{minutes:02d}:{last}" if hours else f"{minutes}:{last}"


def target_words(step: Step) -> str:
    """The range the workout itself gives, "" where it gives none."""
    low, high = step.low_bpm, step.high_bpm
    if low is not None or high is not None:
        return _range_words(low, high, " bpm")
    if step.low_pct is not None or step.high_pct is not None:
        return _range_words(step.low_pct, step.high_pct, " % thr.")
    return ""


def end_words(step: Step) -> str:
    """What ends the step, in a few words."""
    until = step.until
    if until is None:
        return clock(step.duration_s or 0.0)
    match until:
        case Until(hr_below=int(bpm)):
            words = f"HR<{bpm}{_held(until)}"
        case Until(hr_above=int(bpm)):
            words = f"HR>{bpm}{_held(until)}"
        case Until(distance_m=float() | int() as metres):
            words = f"{metres:g} m"
        case Until(calories=float() | int() as amount):
            words = f"{amount:g} cal"
        case Until(answer=True):
            words = "answer"
        case _:
            words = "key"
    return words if until.cap_s is None else f"{words}, max {clock(until.cap_s)}"


def _held(until: Until) -> str:
    """The hold time where it is not the usual one."""
    return "" if until.hold_s in (None, HOLD_S) else f" for {until.hold_s:g} s"


def _row(step: Step, start_s: float | None) -> tuple[str, ...]:
    round_words = "" if step.round is None else f"{step.round}/{step.rounds}"
    outer = "".join(f"{number}/{count} " for number, count in step.outer)
    effort = "drill" if step.kind is StepKind.DRILL else step.effort.value if step.effort else ""
    machine = f" ({step.machine.value})" if step.machine else ""
    return (
        str(step.index),
        "?" if start_s is None else clock(start_s),
        outer + round_words,
        end_words(step),
        effort + machine,
        target_words(step),
        step.text,
    )


def _with_starts(workout: Workout) -> Iterator[tuple[Step, float | None]]:
    return zip(workout.steps, workout.step_starts_s, strict=True)


def _lanes(steps: Sequence[Step]) -> list[str]:
    """The efforts that occur, from hardest to rest."""
    order = (_OWN, *(e.value for e in (Effort.MODERATE, Effort.MODERATELY_EASY, Effort.EASY)))
    there = {_lane(step) for step in steps}
    return [lane for lane in (*order, Effort.FREE.value, Effort.REST.value) if lane in there]


def _lane(step: Step) -> str:
    return step.effort.value if step.effort else _OWN


def _drawn_s(step: Step) -> float:
    if step.duration_s is not None:
        return step.duration_s
    return step.until.cap_s or NOMINAL_S if step.until is not None else NOMINAL_S


def _range_words(low: float | None, high: float | None, unit: str) -> str:
    if low is None:
        return f"under {high:g}{unit}"
    return f"over {low:g}{unit}" if high is None else f"{low:g}-{high:g}{unit}"


def _until_json(until: Until | None) -> dict[str, object] | None:
    if until is None:
        return None
    cap = {} if until.cap_s is None else {"cap_s": _number(until.cap_s)}
    match until:
        case Until(hr_below=int(bpm)):
            return {"hr_below": bpm, "hold_s": _number(until.hold_s), "cap_s": cap.get("cap_s")}
        case Until(hr_above=int(bpm)):
            return {"hr_above": bpm, "hold_s": _number(until.hold_s), "cap_s": cap.get("cap_s")}
        case Until(distance_m=float() | int() as metres):
            return {"distance_m": _number(metres), **cap}
        case Until(calories=float() | int() as amount):
            return {"calories": _number(amount), **cap}
        case Until(answer=True):
            return {"answer": True, **cap}
        case _:
            return {"key": True, **cap}


def _number(value: float | None) -> float | None:
    return int(value) if value is not None and value == int(value) else value


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
