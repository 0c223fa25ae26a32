"""Zwift workouts (.zwo): read as whiteboard text, and written.

Comes in: bytes, or a workout. Goes out: text with the rule that made efforts of power, or XML. It
refuses elements it does not know, and to write steps whose end no Zwift file can express.
"""

from collections.abc import Iterator, Sequence
from typing import Final
from xml.etree import ElementTree

from hrguide.errors import BadFileError, UsageError
from hrguide.workout.formats.intensity import POWER, Asked
from hrguide.workout.formats.safe_xml import number, read_xml
from hrguide.workout.formats.sheet import (
    Stretch,
    commented,
    ridden,
    rounds_lines,
    sheet,
    timed_line,
)
from hrguide.workout.outline import target_words
from hrguide.workout.wording import duration_words
from hrguide.workout.workout import Effort, Step, StepKind, Workout

# What each effort is written as, in shares of FTP: the middle of its band in `intensity.POWER`,
# so that reading it again gives the effort.
WRITTEN: Final = {
    Effort.EASY: 0.50,
    Effort.MODERATELY_EASY: 0.60,
    Effort.MODERATE: 0.71,
    Effort.REST: 0.0,
}

_SILENT = ("textevent", "TextEvent", "TextNotification", "gameplayevent", "tag", "tags")
_RAMPS = ("Warmup", "Cooldown", "Ramp")
_STEADY = ("SteadyState", "SolidState")


def read_zwo(content: bytes, file: str) -> str:
    """A Zwift file as whiteboard text. Raises BadFileError."""
    root = read_xml(content, file)
    workout = root if root.tag == "workout" else root.find("workout")
    if workout is None:
        raise BadFileError(
            f"{file}: a Zwift file without <workout>", hint="Export it again from Zwift."
        )
    name = (root.findtext("name") or "").strip()
    blocks: list[list[str]] = []
    loose: list[str] = []
    for element in workout:
        if element.tag in _SILENT or not isinstance(element.tag, str):
            continue
        if element.tag == "IntervalsT":
            blocks += [loose, _intervals(element, file)]
            loose = []
        else:
            loose = [*loose, *_steps(element, file)]
    blocks.append(loose)
    return sheet([f"{name} (from Zwift)", POWER.rule], blocks)


def write_zwo(workout: Workout) -> str:
    """A workout as a Zwift file, one element a step.

    Efforts become the power in `WRITTEN`; steps with a heart rate of their own become free rides
    that say it. Raises UsageError for a step that ends on something else and has no cap.
    """
    root = ElementTree.Element("workout_file")
    for tag, text in (
        ("author", "hrguide"),
        ("name", workout.name),
        ("description", "Written by hrguide. Ride it by your heart rate; the power is a guess."),
        ("sportType", "bike"),
    ):
        ElementTree.SubElement(root, tag).text = text
    body = ElementTree.SubElement(root, "workout")
    for step in workout.steps:
        if step.kind is not StepKind.DRILL:
            body.append(_element(step))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def _steps(element: ElementTree.Element, file: str) -> Iterator[str]:
    """The lines of one element."""
    seconds = number(element, "Duration", file)
    if seconds is None or seconds < 0:
        raise BadFileError(
            f"{file}: <{element.tag}> without a Duration", hint="Export it again from Zwift."
        )
    if element.tag in ("FreeRide", "Freeride"):
        yield timed_line(Asked(Effort.FREE), seconds, "free ride")
    elif element.tag == "MaxEffort":
        yield timed_line(Asked(Effort.MODERATE, beyond=True), seconds, "all out")
    elif element.tag in _RAMPS or element.tag in _STEADY:
        yield from _powered([(seconds, *_power(element, "Power", file))])
    else:
        raise BadFileError(
            f"{file}: I do not know the element <{element.tag}>",
            hint="Known: SteadyState, IntervalsT, Warmup, Cooldown, Ramp, FreeRide, MaxEffort.",
        )


def _intervals(element: ElementTree.Element, file: str) -> list[str]:
    repeat = number(element, "Repeat", file)
    on_s, off_s = number(element, "OnDuration", file), number(element, "OffDuration", file)
    count = 1 if repeat is None else int(repeat)
    if on_s is None or off_s is None or not 1 <= count <= 2000:
        raise BadFileError(
            f"{file}: <IntervalsT> needs Repeat, OnDuration and OffDuration",
            hint="Export it again from Zwift.",
        )
    inner = [
        *_powered([(on_s, *_power(element, "OnPower", file))]),
        *_powered([(off_s, *_power(element, "OffPower", file))]),
    ]
    return rounds_lines(count, inner) if inner else []


def _power(element: ElementTree.Element, name: str, file: str) -> tuple[float, float]:
    """Percent of FTP at the start and at the end; one number stands for both."""
    short = name.removesuffix("Power")
    steady = number(element, name, file)
    low = number(element, f"Power{short}Low" if short else "PowerLow", file)
    high = number(element, f"Power{short}High" if short else "PowerHigh", file)
    given = [value for value in (steady, low, high) if value is not None]
    if not given:
        raise BadFileError(
            f"{file}: <{element.tag}> without {name}", hint="Export it again from Zwift."
        )
    if steady is not None:
        low = high = steady
    low, high = (given[0] if low is None else low), (given[-1] if high is None else high)
    if element.tag in _STEADY:  # a band to stay in, not a way to go
        low = high = (low + high) / 2
    return low * 100, high * 100


def _powered(stretches: Sequence[Stretch]) -> Iterator[str]:
    for seconds, asked, low, high in ridden(stretches, POWER):
        shares = f"{low:.0f}" if round(low) == round(high) else f"{low:.0f}-{high:.0f}"
        yield timed_line(asked, seconds, f"{shares} % of FTP")


def _element(step: Step) -> ElementTree.Element:
    seconds = step.duration_s if step.until is None else step.until.cap_s
    if seconds is None:
        raise UsageError(
            f"step {step.index} ({step.text!r}) has no time: Zwift knows no other end",
            hint="Give it a limit, such as: at most 3 min.",
        )
    share = WRITTEN.get(step.effort) if step.effort is not None else None
    own = target_words(step)
    words = commented(step.text, own) if own or share is None else step.text
    facts = {"Duration": f"{seconds:g}"}
    if share is None or own:
        element = ElementTree.Element("FreeRide", facts)
    else:
        element = ElementTree.Element("SteadyState", {**facts, "Power": f"{share:g}"})
    if step.until is not None:
        words = f"{words} ({duration_words(seconds)} at most)"
    event = {"timeoffset": "0", "message": words}
    ElementTree.SubElement(element, "textevent", event)
    return element
