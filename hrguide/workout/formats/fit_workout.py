"""FIT workouts of watches: read as whiteboard text, and written.

Comes in: bytes, or a workout. Goes out: text with the rules that made efforts of zones and power,
or bytes. Numbers after the FIT profile (workout 26, workout_step 27): a heart rate is bpm + 100,
or a percentage of the maximum up to 100; power is watts + 1000, or percent of FTP up to 1000. A
step of ours carries its effort as its name, so that reading it again gives the same. It refuses
files without workout steps.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from hrguide.errors import BadFileError
from hrguide.workout.formats.fit_file import Kind, Value, decode_fit, encode_fit
from hrguide.workout.formats.intensity import MAX_RATE, POWER, ZONE_RULE, Asked, zone
from hrguide.workout.formats.sheet import BEYOND, commented, rounds_lines, sheet
from hrguide.workout.targets import BPM_MAX, BPM_MIN
from hrguide.workout.wording import duration_words
from hrguide.workout.workout import Effort, Step, StepKind, Workout

_FILE_ID, _WORKOUT, _STEP = 0, 26, 27
_TIME, _DISTANCE, _HR_UNDER, _HR_OVER, _CALORIES, _OPEN = range(6)  # duration_type
_REPEATS = range(6, 14)  # 6: so many times; 7-13: until something, which hrguide cannot
_HEART_RATE, _NO_TARGET, _POWER = 1, 2, 4  # target_type
_REST_STEP, _WARM_UP, _COOL_DOWN, _RECOVERY = 1, 2, 3, 4  # intensity
_NAME_BYTES: Final = 40
_CAPABILITY: Final = 32  # workout_capabilities: tcx, the one that asks for nothing special

_FILE_KIND = Kind(
    number=_FILE_ID,
    layout=((0, 0x00, 1), (1, 0x84, 2), (2, 0x84, 2), (3, 0x8C, 4), (4, 0x86, 4)),
)
_WORKOUT_KIND = Kind(
    number=_WORKOUT, layout=((4, 0x00, 1), (5, 0x8C, 4), (6, 0x84, 2), (8, 0x07, _NAME_BYTES))
)
_STEP_KIND = Kind(
    number=_STEP,
    layout=(
        *((254, 0x84, 2), (0, 0x07, _NAME_BYTES), (1, 0x00, 1), (2, 0x86, 4), (3, 0x00, 1)),
        *((4, 0x86, 4), (5, 0x86, 4), (6, 0x86, 4), (7, 0x00, 1)),
    ),
)

Fields = Mapping[int, Value]


def read_fit(content: bytes, file: str) -> str:
    """A FIT workout as whiteboard text. Raises BadFileError."""
    messages = decode_fit(content, file)
    name = next((m.fields.get(8) for m in messages if m.number == _WORKOUT), None)
    steps = [m.fields for m in messages if m.number == _STEP]
    if not steps:
        raise BadFileError(
            f"{file}: a FIT file without workout steps",
            hint="A recorded ride? Read it with: hrguide import",
        )
    blocks: list[tuple[int, list[str]]] = []  # where a block begins, and its lines
    notes: list[str] = []
    for index, fields in enumerate(steps):
        kind = _number(fields, 1, _OPEN)
        if kind not in _REPEATS:
            blocks.append((index, [_line(fields)]))
            continue
        start, count = _number(fields, 2, 0), _number(fields, 4, 1)
        if kind != _REPEATS[0]:
            notes.append("It repeats steps until something happens; here they are ridden once.")
            count = 1
        inner = [line for first, lines in blocks if first >= start for line in lines]
        if not inner or not 1 <= count <= 2000:
            raise BadFileError(f"{file}: step {index} repeats nothing", hint="Export it again.")
        kept = [block for block in blocks if block[0] < start]
        blocks = [*kept, (start, rounds_lines(count, inner))]
    rules = _rules(steps)
    return sheet([f"{name or 'FIT workout'} (from FIT)", *rules, *notes], _joined(blocks))


def write_fit(workout: Workout) -> bytes:
    """A workout as a FIT file, one FIT step a step, drills too.

    Efforts are told by name, own ranges as heart-rate targets. A limit ("at most 3 min") has no
    place in FIT and is left out.
    """
    steps = [_fit_step(step) for step in workout.steps]
    return encode_fit(
        [
            (_FILE_KIND, {0: 5, 1: 255, 2: 0, 3: 1, 4: 1_000_000_000}),  # type workout, development
            (_WORKOUT_KIND, {4: 0, 5: _CAPABILITY, 6: len(steps), 8: workout.name}),
            *((_STEP_KIND, fields) for fields in steps),
        ]
    )


def _joined(blocks: list[tuple[int, list[str]]]) -> Iterator[list[str]]:
    """Single steps together, rounds apart."""
    loose: list[str] = []
    for _, lines in blocks:
        if len(lines) == 1:
            loose += lines
            continue
        yield loose
        loose = []
        yield lines
    yield loose


def _line(fields: Fields) -> str:
    target, note = _target(fields)
    name = str(fields.get(0, ""))
    length = _length(fields)
    said = ", ".join(part for part in (name if name != target else "", note) if part)
    return commented(f"{length} {target}", said)


def _length(fields: Fields) -> str:
    """What ends a step, in the whiteboard's words."""
    value = _number(fields, 2, 0)
    match _number(fields, 1, _OPEN):
        case t if t == _TIME and value > 0:
            return duration_words(max(1.0, round(value / 1000, 2)))
        case t if t == _DISTANCE and value > 0:
            return f"{value / 100:.1f}".removesuffix(".0") + " metres"
        case t if t == _HR_UNDER and BPM_MIN <= value - 100 <= BPM_MAX:
            return f"until HR under {value - 100}"
        case t if t == _HR_OVER and BPM_MIN <= value - 100 <= BPM_MAX:
            return f"until HR over {value - 100}"
        case t if t == _CALORIES and value > 0:
            return f"{value} cal"
        case _:
            return "until key"


def _target(fields: Fields) -> tuple[str, str]:
    """The effort or range, and what the file said."""
    low, high = _number(fields, 5, 0), _number(fields, 6, 0)
    zone_number = _number(fields, 4, 0)
    intensity = _number(fields, 7, 0)
    match _number(fields, 3, _NO_TARGET):
        case t if t == _HEART_RATE and zone_number:
            return _told(zone(zone_number), f"heart-rate zone {zone_number}")
        case t if t == _HEART_RATE and high > 100:
            bottom, top = max(low - 100, 0), min(high - 100, BPM_MAX)
            if BPM_MIN <= bottom < top:
                return f"{bottom}-{top} bpm", ""
            return f"under {max(top, BPM_MIN)} bpm", ""
        case t if t == _HEART_RATE and high:
            asked = MAX_RATE.asked((low + high) / 2)
            return _told(asked, f"{low}-{high} % of the maximum heart rate")
        case t if t == _POWER and zone_number:
            return _told(zone(zone_number), f"power zone {zone_number}")
        case t if t == _POWER and 0 < high < 1000:
            return _told(POWER.asked((low + high) / 2), f"{low}-{high} % of FTP")
        case t if t == _POWER and high > 1000:
            note = f"{low - 1000}-{high - 1000} W, without an FTP no effort"
            return Effort.FREE.value, note
        case _:
            return _by_name_or_intensity(fields, intensity)


def _by_name_or_intensity(fields: Fields, intensity: int) -> tuple[str, str]:
    name = fields.get(0, "")
    efforts = {effort.value for effort in Effort}
    if name in efforts:
        return str(name), ""
    if intensity == _REST_STEP:
        return Effort.REST.value, ""
    if intensity in (_WARM_UP, _COOL_DOWN, _RECOVERY):
        return Effort.EASY.value, "warm-up, cool-down or recovery"
    return Effort.FREE.value, "no target"


def _told(asked: Asked, said: str) -> tuple[str, str]:
    return asked.effort.value, f"{said}, {BEYOND}" if asked.beyond else said


def _rules(steps: list[Fields]) -> list[str]:
    """The rules that were used."""
    used: list[str] = []
    for fields in steps:
        target, high, number = (_number(fields, key, 0) for key in (3, 6, 4))
        if target in (_HEART_RATE, _POWER) and number and _number(fields, 1, 0) not in _REPEATS:
            used.append(ZONE_RULE)
        elif target == _HEART_RATE and 0 < high <= 100:
            used.append(MAX_RATE.rule)
        elif target == _POWER and 0 < high < 1000:
            used.append(POWER.rule)
    return sorted(set(used))


def _fit_step(step: Step) -> dict[int, Value]:
    kind, value = _fit_end(step)
    fields: dict[int, Value] = {
        254: step.index,
        0: step.effort.value if step.effort is not None else step.text,
        1: kind,
        3: _NO_TARGET,
        4: 0,
        7: _REST_STEP if step.kind is StepKind.REST else 0,
    }
    if value is not None:
        fields[2] = value
    if step.low_bpm is not None or step.high_bpm is not None:
        fields[3] = _HEART_RATE
        fields[5] = (step.low_bpm or BPM_MIN) + 100
        fields[6] = (step.high_bpm or BPM_MAX) + 100
    return fields


def _fit_end(step: Step) -> tuple[int, int | None]:
    until = step.until
    if until is None:
        return _TIME, round((step.duration_s or 0.0) * 1000)
    if until.hr_below is not None:
        return _HR_UNDER, until.hr_below + 100
    if until.hr_above is not None:
        return _HR_OVER, until.hr_above + 100
    if until.distance_m is not None:
        return _DISTANCE, round(until.distance_m * 100)
    if until.calories is not None:
        return _CALORIES, round(until.calories)
    return _OPEN, None


def _number(fields: Fields, key: int, absent: int) -> int:
    value = fields.get(key, absent)
    return value if isinstance(value, int) else absent
