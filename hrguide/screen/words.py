"""Every word the screen itself says: one reviewable file.

What the guide says (verdict sentences, cues, how an effort feels) is in `guide/words.py`; here are
the big words, labels, keys and the stop page. Nothing diagnoses, nothing promises.
"""

from collections.abc import Sequence
from typing import Final

from hrguide.beats.pulse import SignalReason
from hrguide.bluetooth.source import LinkReason
from hrguide.guide.breath import BreathPhase
from hrguide.guide.words import FEEL
from hrguide.guide.words import FEEL_UNNAMED as FEEL_UNNAMED
from hrguide.workout.workout import Effort, Step, Workout

HOLD: Final = "HOLD"
EASE_OFF: Final = "EASE OFF"
LESS: Final = "LESS"
MORE: Final = "MORE"
REST: Final = "REST"
TALK: Final = "TALK"
PAUSED: Final = "PAUSED"
STOPPED: Final = "STOPPED"
DONE: Final = "DONE"
READY: Final = "READY"

MACHINES: Final = {
    "bikeerg": "bike erg",
    "rower": "rower",
    "skierg": "ski erg",
    "echobike": "echo bike",
}

SAY_ALOUD: Final = (
    "Say aloud: the months, twice,",
    "then count to twenty.",
    "(or tell us what you lifted)",
)
CAN_YOU_TALK: Final = ("Can you talk?", "Say a sentence aloud.")
TALK_ANSWERS: Final = (
    ("1", "easily", "whole sentences"),
    ("2", "only just", "a breath every few words"),
    ("3", "no", "single words"),
)
READ_ALOUD: Final = "Read this aloud, at the speed you talk. Then press 1, 2 or 3:"
TALK_TEST: Final = "TALK TEST"
HARDER: Final = "A LITTLE HARDER"
READING: Final = "READ ALOUD"
HOW_WAS_IT: Final = ("How was it?", "There is no right answer.", "No hands? In the rest.")
BACK_QUESTION: Final = "Your back now?"
BACK_ANSWERS: Final = "b better   s same   w worse   p sharp"
BACK_SKIP: Final = "(Enter skips)"
BACK_EASED: Final = "easy all the way, for your back"
BACK_TWICE: Final = "Worse again ends it today."
OTHER_STRAP: Final = "A different strap answers. Is it yours?"
OTHER_STRAP_ANSWERS: Final = "y yes   n no"
FINISH: Final = "Finish and save?   q yes, else go on"

NOTHING_TO_REACH: Final = "Nothing to reach, nothing to hold."
ROUND_BY_WORDS: Final = "getting to know you: no range yet"
FIRST_ESTIMATE: Final = "A first estimate: I will tell you if you go too hard, I won't push."
WITHOUT_STRAP: Final = "without a strap: by clock and talk"
STRAP_GOOD: Final = "strap good"
AGAIN: Final = "wet and tighten it in the rest"
A_GUESS: Final = "a first estimate: shown, never pushing"

KEYS_RIDE: Final = "1 2 3 talk   space pause   n next   x STOP"
KEYS_RIDE_SHORT: Final = "123 talk  spc pause  n next  x STOP"
KEYS_PAUSED: Final = "space go on   q finish   x STOP"
KEYS_STOPPED: Final = "space go on, in easy   q end and save"
KEYS_DONE: Final = "Enter"
LOOSEN: Final = "d  loosen the back first (2 drills, 4 min)"
KEYS_READY: Final = "Enter start riding"

STOP_DO: Final = "Stop {doing}. Sit or lie down."
BACK_STOP_DO: Final = "End here for today. Get off slowly."
BACK_STOP_BOOK: Final = (
    "A back that gets worse, or hurts sharply, is more than what this is for:",
    "BOOK AN ASSESSMENT",
)
BACK_STOP_HELP: Final = (
    "Numb between the legs, trouble with bladder or bowel, both legs weak,",
    "or dark urine",
)
BACK_STOP_NOW: Final = "GET HELP NOW"
KEYS_BACK_ENDED: Final = "q end and save"
KEYS_DRILL: Final = "Enter done   n skip   space pause   x STOP"
KEYS_DRILL_SHORT: Final = "Enter done  n skip  spc pause  x STOP"
KEYS_BY_KEY: Final = "Enter done   1 2 3 talk   space pause   x STOP"
KEYS_BY_KEY_SHORT: Final = "Enter done  123 talk  spc pause  x STOP"
BREATHE: Final = {
    BreathPhase.READY: "READY",
    BreathPhase.IN: "IN",
    BreathPhase.OUT: "OUT",
    BreathPhase.DONE: "DONE",
}

STOP_URGENT: Final = (
    "Pain or pressure in chest, jaw or arm; hard to breathe; near fainting;",
    "confused; cold sweat; heart racing or stumbling; face, arm or speech odd",
)
STOP_CALL: Final = "CALL FOR HELP NOW"
YOUR_NUMBER: Final = "your emergency number"
STOP_BACK: Final = "Back: sharp pain, pain into the leg, numbness: end here, book an assessment."
STOP_ONLY: Final = "Only too hard, or a cramp?  Rest. Space goes on, in easy."
STOP_SHORT: Final = (
    "Chest, jaw or arm pain or pressure; hard to breathe; near fainting; confused; cold sweat; "
    "heart racing or stumbling; face, arm or speech odd:"
)
STOP_BACK_SHORT: Final = "Sharp back pain, into the leg, numb: end here, book an assessment."

SORENESS_TOMORROW: Final = (
    "It may be sore again tomorrow; that is normal. If it is worse, or not gone",
    "in 7 days: book an assessment.",
)
CARD: Final = "card: hrguide zones --card   (for your watch)"

_LEVELS: Final = {
    Effort.EASY: "▂",
    Effort.MODERATELY_EASY: "▄",
    Effort.MODERATE: "▆",
}

SIGNAL_WORDS: Final[dict[str, str]] = {
    SignalReason.WAITING: "no beat yet: wet the strap",
    SignalReason.SILENT: "no beat",
    SignalReason.ZERO: "strap sends zeros: wet it",
    SignalReason.OUT_OF_RANGE: "strap sends nonsense",
    SignalReason.NO_CONTACT: "no skin contact: wet the strap",
    SignalReason.FROZEN: "frozen: same number all along",
    SignalReason.JUMP: "a jump no heart makes",
    SignalReason.DOUBLED: "strap counts double",
    SignalReason.HALVED: "strap counts half",
    SignalReason.ARTEFACTS: "many doubtful beats",
    SignalReason.OTHER_STRAP: "a different strap answers",
    SignalReason.BAD_PACKETS: "unreadable packets",
    SignalReason.CADENCE: "it counts your legs: tighten it",
    SignalReason.MISMATCH: "number and beats disagree",
    SignalReason.GAP: "beats were missed",
    SignalReason.CLOCK: "more beats than there was time for",
}

LINK_WORDS: Final[dict[LinkReason, str]] = {
    LinkReason.BLUETOOTH_OFF: "Bluetooth is off",
    LinkReason.NO_ADAPTER: "no Bluetooth adapter",
    LinkReason.ADAPTER_REMOVED: "Bluetooth adapter pulled out",
    LinkReason.NO_SERVICE: "Bluetooth service is not running",
    LinkReason.NO_PERMISSION: "no permission for Bluetooth",
    LinkReason.NOT_FOUND: "no strap heard yet",
    LinkReason.SEVERAL: "several straps, none of them known",
    LinkReason.OTHER_STRAP: "another strap is here, not yours",
    LinkReason.OUT_OF_RANGE: "out of range",
    LinkReason.SILENT: "silent",
    LinkReason.REFUSED: "refused",
    LinkReason.WITHOUT: "going without",
    LinkReason.FAILED: "Bluetooth failed",
}


def effort_of(name: str | None) -> Effort | None:
    """The effort a Moment names; None for a step in bpm, or a word not known here."""
    return next((effort for effort in Effort if effort.value == name), None)


def level(effort: Effort | None) -> str:
    """A sign for how hard: one, two or three bars; flat for rest and free."""
    return "▁" if effort is None else _LEVELS.get(effort, "▁")


def feel(effort: Effort | None) -> str:
    """How an effort feels while talking; "" where a step names none."""
    return "" if effort is None else FEEL[effort]


def step_name(step: Step) -> str:
    """What a step is called on the screen, in capitals."""
    if ends_on_answer(step):
        return READING
    return step.effort.value.upper() if step.effort is not None else step.text.upper()


def ends_on_answer(step: Step) -> bool:
    """A stage of a talk test."""
    return step.until is not None and step.until.answer


def stage_of(step: Step, steps: Sequence[Step]) -> int | None:
    """Which stage of a talk test a step belongs to, from 1; None where it belongs to none."""
    if step.round is None or not any(ends_on_answer(each) for each in steps):
        return None
    return 1 + sum(ends_on_answer(each) for each in steps[: step.index])


def clock(seconds: float | None) -> str:
    """m:ss (h:mm:ss from an hour on), dashes where time is not what ends it. Rounds up to 0:01."""
    if seconds is None:
        return "-:--"
    whole = max(0, int(-(-seconds // 1)))
    hours, rest = divmod(whole, 3600)
    minutes, secs = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{secs:02d}" if hours else f"{minutes}:{secs:02d}"


def minutes(seconds: float) -> str:
    """3, 2:30 or 45 s: a length as a coach says it; whole minutes are a bare number."""
    whole, rest = divmod(round(seconds), 60)
    if rest == 0:
        return f"{whole}"
    return f"{whole}:{rest:02d}" if whole else f"{rest} s"


def _in_minutes(seconds: float) -> str:
    """ "1 minute", "34 minutes", "2:30 min", "45 s"."""
    length = minutes(seconds)
    if ":" in length:
        return f"{length} min"
    if length.endswith("s"):
        return length
    return f"{length} minute{'' if length == '1' else 's'}"


def cues_heard(count: int, *, was_right: bool) -> str:
    """How often ease or push was said. was_right: enough was ridden and heard to say so; else ""
    for no cue, which nobody could have given.
    """
    if count == 0:
        return "You heard no cue: you were right all the time." if was_right else ""
    heard = "You heard 1 cue." if count == 1 else f"You heard {count} cues."
    return f"{heard} The rest of the time you were right." if was_right else heard


def plan(workout: Workout) -> str:
    """The workout in one sentence: rounds where they are all alike, else how many steps."""
    if stages := sum(map(ends_on_answer, workout.steps)):
        return f"A talk test: up to {stages} stages of 3 minutes, each a little harder."
    total = workout.total_s
    length = "" if total is None else f"{_in_minutes(total)}: "
    count = "1 step" if len(workout.steps) == 1 else f"{len(workout.steps)} steps"
    rounds: dict[int, list[str]] = {}
    rests: set[str] = set()
    for step in workout.steps:
        if step.duration_s is None:
            return f"{length}{count}."
        if step.effort is Effort.REST:
            rests.add(_in_minutes(step.duration_s))
        elif step.round is None or step.effort is None:
            return f"{length}{count}."
        else:
            rounds.setdefault(step.round, []).append(
                f"{minutes(step.duration_s)} {step.effort.value}"
            )
    alike = {tuple(parts) for parts in rounds.values()}
    if len(alike) != 1 or len(rests) > 1:
        return f"{length}{count}."
    rest = f", {rests.pop()} rest between" if rests else ""
    return f"{length}{len(rounds)} rounds of {' + '.join(alike.pop())}{rest}."
