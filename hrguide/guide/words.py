"""Every sentence the guide may say: one reviewable file, waiting for a clinician's eye.

Nothing here diagnoses or promises; being under a range is never called a fault.
"""

from typing import Final

from hrguide.guide.drill_words import drill_words
from hrguide.guide.machine_words import MachineWords
from hrguide.workout.workout import Effort, Step, StepKind

# What an effort feels like: the clinic's "still carry a conversation, but just barely" at the top.
FEEL: Final[dict[Effort, str]] = {
    Effort.EASY: "You could chat for hours.",
    Effort.MODERATELY_EASY: "Whole sentences, a bit of breath between them.",
    Effort.MODERATE: "You can still talk, but just barely.",
    Effort.REST: "Let it come down.",
    Effort.FREE: "As you like.",
}

FEEL_UNNAMED: Final = "by feel, as planned."  # a step that names no effort

TALK_PROMPT: Final = "Say aloud: the months, twice, then count to twenty. How was it? 1 2 3"
READ_PROMPT: Final = "Read the text aloud. How was it? 1 2 3"
CAN_YOU_TALK: Final = "Can you talk? 1 easily, 2 only just, 3 no."
EASE_NOW: Final = "Ease off now."
NOT_A_WORKOUT: Final = "Not a workout. Ease off."
TALK_NO: Final = "Then ease off, until you can talk again."
TALK_NO_AGAIN: Final = "No again. Ease off. Finishing here is fine: q ends and saves."
HIGHER_TODAY: Final = "Your heart runs higher today. Go by talk this round."
HARDER_TODAY: Final = "Talking is harder than usual today. Go by talk this round."
PUSH: Final = "A touch more, if your back likes it."
WELL: Final = "That's it."
STOPPED: Final = "Stopped. Sit or lie down."
STOP: Final = "Stopped. Stop {doing}. Sit or lie down."
CEILING_STOP: Final = "Too high for too long. {lightly}. Space goes on, in easy."
HELD: Final = "{lightly}. Space goes on, in easy."
# The back, asked in the rests (product.md): an end, without a diagnosis.
BACK_END: Final = "End here. Get off slowly, no more today, and book an assessment."
BREATHE_OUT: Final = "Breathe out."
DRILL: Final = "A drill: take your time. No heart rate is asked."
REST_RISING: Final = "Your heart rate rises at rest. Sit still. Unwell? Press x."
RIVAL_HIGH: Final = "Too high."  # what a yardstick says (rivals.py), never a ride of ours
RIVAL_LOW: Final = "Too low."
DONE: Final = "Done. Nothing all out."
DONE_ONLY: Final = "Done."  # after a stop, or too high for too long, the rest would not be true


def step_words(step: Step, low_bpm: int | None, high_bpm: int | None) -> str:
    """What is said when a step begins: its effort, its range where there is one, how it feels."""
    if step.drill is not None:
        return drill_words(step.drill)
    if step.kind is StepKind.DRILL or step.effort is None:
        said = [_sentence(step.text)]
    else:
        said = [_sentence(step.effort.value)]
    if step.kind is StepKind.REST:
        return said[0] + " " + FEEL[Effort.REST]
    if step.effort is None and step.low_bpm is not None:
        return said[0]  # "3 min 120-130 bpm.": the coach's own words say it
    if low_bpm is not None and high_bpm is not None:
        said.append(f"{low_bpm} to {high_bpm}.")
    elif high_bpm is not None:
        said.append(f"Under {high_bpm}.")
    elif step.effort is not None:
        said.append(FEEL[step.effort])
    return " ".join(said)


def stop_words(machine: MachineWords) -> str:
    """Said when the rider stops, unwell."""
    return STOP.format(doing=machine.doing)


def ceiling_stop_words(machine: MachineWords) -> str:
    """Said when guidance stops above a hard ceiling; the clock runs on."""
    return CEILING_STOP.format(lightly=machine.lightly)


def held_words(machine: MachineWords) -> str:
    """In place of a step's effort while guidance is stopped."""
    return HELD.format(lightly=machine.lightly)


def ease_words(hr_bpm: int, limit_bpm: float, what: str) -> str:
    """Why to ease: the heart rate now and what it is above."""
    return f"Ease off: {hr_bpm}, {what} is {limit_bpm:.0f}. Not a workout."


def heading_words(heading_bpm: float, limit_bpm: float, what: str, how_much: str) -> str:
    """Why to ease, before it is too late: where the heart rate is heading."""
    return f"Ease off{how_much}: heading for {heading_bpm:.0f}, {what} is {limit_bpm:.0f}."


def above_words(hr_bpm: int, limit_bpm: float, what: str, how_much: str) -> str:
    """Why to ease, where it is above already and heading no higher."""
    return f"Ease off{how_much}: {hr_bpm} now, {what} is {limit_bpm:.0f}."


def lost_words(silent_s: float | None, effort: Effort | None) -> str:
    """Said once when the heart rate is gone: what to go by instead."""
    gone = "No heart rate." if silent_s is None else f"No heart rate for {silent_s:.0f} s."
    return f"{gone} Just go on: {FEEL_UNNAMED if effort is None else FEEL[effort]}"


def back_words(hr_bpm: int) -> str:
    """Said once when the heart rate is back."""
    return f"Heart rate is back: {hr_bpm}."


def _sentence(text: str) -> str:
    words = text.strip().rstrip(".")
    return words[:1].upper() + words[1:] + "."
