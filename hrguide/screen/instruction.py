"""The one thing the rider should do now: a word, a sign, a tone and a sentence.

Comes in: the Moment and what was said lately. Goes out: an `Instruction`. Four words ask for
something: HOLD (go on as you are), LESS (a little high: shown, not said), EASE OFF (said), MORE
(said). While nothing can be judged the word is the effort itself. MORE stands only where a push was
said: being under is no fault and never looks like one. What was said and what is shown agree: for
a while after an ease was said, EASE OFF stands whatever the verdict.
"""

from dataclasses import dataclass
from typing import Final, assert_never

from hrguide.guide.cue import CueKind
from hrguide.guide.machine_words import words_of
from hrguide.guide.verdict import Verdict
from hrguide.moment import Moment, Phase
from hrguide.screen import coming_words, words
from hrguide.screen.canvas import Tone
from hrguide.screen.memory import Heard, Remembered
from hrguide.screen.setting import Setting
from hrguide.screen.strap_words import is_without
from hrguide.workout.workout import Effort

SAID_SHOWN_S: Final = 12.0  # a sentence of eight words, read twice, looking up once in between [J]
URGED_S: Final = 30.0  # EASE OFF and MORE stand until the next may be said (Policy.cue_spacing_s)
EASED_S: Final = 20.0  # EASE OFF against a verdict that would go on: half a minute would nag [J]
WARNED_S: Final = 20.0  # a stop said in a rest: two sentences, read while getting off [J]


_GOING_ON: Final = frozenset(
    {
        Verdict.LEARNING,
        Verdict.SETTLING,
        Verdict.ON_COURSE,
        Verdict.HEADING_UNDER,
        Verdict.UNDER,
        Verdict.TOO_SHORT,
        Verdict.NO_SIGNAL,
        Verdict.NO_RANGE,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """sign and word are drawn big; sentence below; feel: how it should feel, may be empty."""

    sign: str
    word: str
    tone: Tone
    sentence: str
    feel: str = ""
    urgent: bool = False


def instruct(moment: Moment, setting: Setting, remembered: Remembered) -> Instruction:
    """What to do at this Moment."""
    verdict = moment.verdict
    effort = words.effort_of(None if moment.step is None else moment.step.effort)
    why = moment.why or ""
    if moment.phase is Phase.PAUSED:
        return Instruction(
            sign="‖", word=words.PAUSED, tone=Tone.ASK, sentence="The clock stands. Space goes on."
        )
    eased = _heard(moment, remembered.eased, EASED_S)
    if eased and verdict in _GOING_ON and moment.phase is not Phase.REST:
        return _ease_off(eased, _less(moment, setting))
    match verdict:
        case Verdict.OVER | Verdict.HEADING_OVER:
            return _high(moment, setting, remembered, why)
        case Verdict.UNDER | Verdict.HEADING_UNDER:
            return _low(moment, remembered, effort, why)
        case Verdict.ON_COURSE:
            return _on_course(moment, remembered, effort, why)
        case Verdict.RESTING:
            return _resting(moment, remembered, setting)
        case Verdict.NO_SIGNAL:
            return _no_signal(moment, setting, remembered, effort)
        case Verdict.STOPPED:
            warned = remembered.warned
            return Instruction(
                sign="!",
                word=words.EASE_OFF,
                tone=Tone.EASE,
                sentence=why if warned is None else warned.cue.text,
                urgent=True,
            )
        case Verdict.LEARNING:
            why = moment.note or f"{words.NOTHING_TO_REACH}   ({words.ROUND_BY_WORDS})"
        case Verdict.SETTLING:
            why = _coming("heading for ", moment) or why
        case Verdict.TOO_SHORT | Verdict.NO_RANGE:
            pass
        case Verdict.READY | Verdict.DONE | Verdict.PAUSED:
            pass
        case _:
            assert_never(verdict)
    return _by_effort(moment, effort, why)


def _by_effort(moment: Moment, effort: Effort | None, why: str) -> Instruction:
    """Nothing to judge yet: the effort is the instruction."""
    return Instruction(
        sign=words.level(effort),
        word=_asked(moment) if effort is None else effort.value.upper(),
        tone=Tone.STRONG,
        sentence=words.feel(effort) if effort is not None or not _asked(moment) else why,
        feel=why if effort is not None or not _asked(moment) else "",
    )


def _asked(moment: Moment) -> str:
    """The heart rates of a step that is given in bpm or percent alone; "" where it has none."""
    step = moment.step
    if step is None or step.effort is not None or step.low_bpm is None or step.high_bpm is None:
        return ""
    return f"{step.low_bpm}-{step.high_bpm}"


def _ease_off(said: str, less: str) -> Instruction:
    return Instruction(
        sign="!",
        word=words.EASE_OFF,
        tone=Tone.EASE,
        sentence=said,
        feel=f"{less[0].upper()}{less[1:]}.",
        urgent=True,
    )


def _less(moment: Moment, setting: Setting) -> str:
    """In the units of the machine: the step's own, where a workout names one, else the ride's."""
    step, steps = moment.step, setting.workout.steps
    own = steps[step.index].machine if step is not None and step.index < len(steps) else None
    return words_of(setting.machine if own is None else own.value).less


def _high(moment: Moment, setting: Setting, remembered: Remembered, why: str) -> Instruction:
    said = _heard(moment, remembered.eased, URGED_S)
    if said:
        return _ease_off(said, _less(moment, setting))
    less = _less(moment, setting)
    return Instruction(sign="▼", word=words.LESS, tone=Tone.EASE, sentence=why, feel=less)


def _low(moment: Moment, remembered: Remembered, effort: Effort | None, why: str) -> Instruction:
    said = _lately(moment, remembered, CueKind.PUSH)
    if said:
        return Instruction(
            sign="▲", word=words.MORE, tone=Tone.PUSH, sentence=said, feel=words.feel(effort)
        )
    return Instruction(
        sign="✓", word=words.HOLD, tone=Tone.STRONG, sentence=why, feel=words.feel(effort)
    )


def _on_course(
    moment: Moment, remembered: Remembered, effort: Effort | None, why: str
) -> Instruction:
    return Instruction(
        sign="✓",
        word=words.HOLD,
        tone=Tone.COURSE,
        sentence=_said(moment, remembered) or _coming("on course: ", moment) or why,
        feel=words.feel(effort),
    )


def _resting(moment: Moment, remembered: Remembered, setting: Setting) -> Instruction:
    warned = _heard(moment, remembered.warned, WARNED_S)
    return Instruction(
        sign="!" if warned else "▁",
        word=words.REST,
        tone=Tone.EASE if warned else Tone.REST,
        sentence=warned or _said(moment, remembered) or words.feel(Effort.REST),
        feel=coming_words.round_line(moment, setting),
        urgent=bool(warned),
    )


def _no_signal(
    moment: Moment, setting: Setting, remembered: Remembered, effort: Effort | None
) -> Instruction:
    coming = ""
    if moment.phase is Phase.REST:
        if _heard(moment, remembered.warned, WARNED_S):
            return _resting(moment, remembered, setting)
        effort = Effort.REST
        coming = coming_words.round_line(moment, setting, by_clock=is_without(remembered.strap))
    silent = moment.silent_s
    gone = "NO HEART RATE" if silent is None else f"NO HEART RATE for {silent:.0f} s"
    without = is_without(remembered.strap)
    return Instruction(
        sign=words.level(effort),
        word="" if effort is None else effort.value.upper(),
        tone=Tone.REST if effort is Effort.REST else Tone.STRONG,
        sentence=_feel(effort) if without else f"{gone}.   {_meanwhile(effort)}",
        feel=coming or ("" if without or effort is Effort.REST else _feel(effort)),
    )


def _feel(effort: Effort | None) -> str:
    """What to go by without a number."""
    return words.feel(effort) or words.FEEL_UNNAMED.capitalize()


def _meanwhile(effort: Effort | None) -> str:
    """A rest is told in the same line: below it stands the round to come."""
    return words.feel(Effort.REST) if effort is Effort.REST else "Just go on:"


def _coming(before: str, moment: Moment) -> str:
    """ "on course: 124 by 0:15": told in the time left, which is what the big digits show."""
    forecast, step = moment.forecast, moment.step
    if forecast is None:
        return ""
    ahead_s = forecast.at_s - moment.at_s
    if step is None or step.left_s is None or step.left_s < ahead_s:
        return f"{before}{forecast.mean_bpm:.0f} in {ahead_s:.0f} s"
    return f"{before}{forecast.mean_bpm:.0f} by {words.clock(step.left_s - ahead_s)}"


def _said(moment: Moment, remembered: Remembered) -> str:
    """The last sentence said, while it is still to be read, in this step."""
    cue = remembered.said
    here = None if moment.step is None else moment.step.index
    fresh = moment.at_s - remembered.said_at_s <= SAID_SHOWN_S and remembered.said_in == here
    return "" if cue is None or not fresh else cue.text


def _lately(moment: Moment, remembered: Remembered, kind: CueKind) -> str:
    """The last cue's words if it was of this kind, in this step, and still counts."""
    cue = remembered.said
    if cue is None or cue.kind is not kind:
        return ""
    return _heard(moment, Heard(cue, remembered.said_at_s, remembered.said_in), URGED_S)


def _heard(moment: Moment, heard: Heard | None, for_s: float) -> str:
    """Its words, if it was said in this step at most for_s ago."""
    here = None if moment.step is None else moment.step.index
    if heard is None or heard.step_index != here or moment.at_s - heard.at_s > for_s:
        return ""
    return heard.cue.text
