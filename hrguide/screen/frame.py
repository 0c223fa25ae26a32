"""A Moment turned into words and levels: all a picture needs, and no drawing.

Comes in: the Moment, the Setting and what the screen remembers. Goes out: a frozen `Frame`. Two
equal frames look the same at a given size, so an unchanged one is not drawn again.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, assert_never

from hrguide.moment import Moment, Phase, Prompt
from hrguide.screen import back_page, coming_words, pages, strap_words, words
from hrguide.screen.bar import Bar
from hrguide.screen.canvas import Tone
from hrguide.screen.detail import detail_fields
from hrguide.screen.drill import DrillView, drill_view
from hrguide.screen.instruction import Instruction, instruct
from hrguide.screen.memory import Remembered, TracePoint
from hrguide.screen.pages import Said
from hrguide.screen.passage import PASSAGE
from hrguide.screen.setting import Setting
from hrguide.screen.step_end import end_line, limit_bpm
from hrguide.screen.timeline import UNTIMED_S, Timeline
from hrguide.workout.workout import Effort, Step

NO_NUMBER: Final = "---"


class View(StrEnum):
    """Which picture."""

    RIDE = "ride"
    READY = "ready"
    STOPPED = "stopped"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An open question. word: drawn big in place of the instruction, "" leaves that standing.

    say: what to do before answering. answers: (key, answer, meaning). line: all of it in one line,
    for a compact screen. tiny: the keys alone. passage: to be read aloud, where there is room.
    is_aside: the instruction is urgent and keeps its place, on every size of screen.
    """

    word: str
    say: tuple[str, ...]
    answers: tuple[tuple[str, str, str], ...]
    line: str
    tiny: str
    passage: str = ""
    is_aside: bool = False


DETAIL_TURN_S: Final = 6.0  # long enough to read three short lines [J]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One picture in words. heart_rate, time: drawn big. strap, news: one line each.

    page: lines of a ready, stopped or done view; page_short: the same for a compact screen.
    was_stopped: the ride of a done view ended as unwell. learned: in a rest, what the answers so
    far say. detail_turn: counts on every 6 s, for screens that show the detail bit by bit. ends:
    what ends a step that time does not end, "" elsewhere. drill: drawn in place of all heart rate.
    """

    view: View
    headline: str
    coming: str
    heart_rate: str
    time: str
    time_label: str
    instruction: Instruction
    strap: Said
    keys: str
    keys_short: str
    bar: Bar | None = None
    timeline: Timeline | None = None
    question: Question | None = None
    news: Said | None = None
    page: tuple[Said, ...] = ()
    page_short: tuple[Said, ...] = ()
    was_stopped: bool = False
    shows_detail: bool = False
    detail: tuple[tuple[str, str], ...] = ()
    detail_turn: int = 0
    trace: tuple[TracePoint, ...] = ()
    tachogram: tuple[tuple[float, bool], ...] = ()
    learned: tuple[str, ...] = ()
    ends: str = ""
    drill: DrillView | None = None


def frame(moment: Moment, setting: Setting, remembered: Remembered) -> Frame:
    """The picture of this Moment."""
    view = _view(moment)
    step = _step(moment, setting)
    instruction = instruct(moment, setting, remembered)
    strap, tone = strap_words.while_riding(moment, remembered.strap, remembered.losses)
    worn = moment.hr_bpm is not None or not strap_words.is_without(remembered.strap)
    learned = coming_words.learned_lines(moment, setting)
    page, short = _pages(view, moment, setting, remembered)
    return Frame(
        view=view,
        headline=_headline(moment, setting, step),
        coming=_coming(moment, setting),
        heart_rate=NO_NUMBER if moment.hr_bpm is None else str(moment.hr_bpm),
        time=_time(moment),
        time_label="left"
        if moment.step is not None and moment.step.left_s is not None
        else "so far",
        instruction=instruction,
        strap=Said(strap, tone),
        keys=_keys(moment),
        keys_short=_keys_short(moment),
        bar=_bar(moment, instruction, step, learned=learned)
        if view is View.RIDE and worn
        else None,
        timeline=_timeline(moment, setting),
        question=_question(moment.prompt, step, instruction) if view is View.RIDE else None,
        news=_news(setting, remembered),
        page=page,
        page_short=short,
        was_stopped=_was_stopped(view, remembered),
        shows_detail=remembered.shows_detail and view is View.RIDE,
        detail=detail_fields(moment, remembered.strap),
        detail_turn=int(moment.at_s // DETAIL_TURN_S),
        trace=remembered.trace,
        tachogram=() if moment.beats is None or moment.hr_bpm is None else moment.beats.tachogram,
        learned=learned,
        ends=end_line(moment, step),
        drill=drill_view(moment, setting.workout.steps) if view is View.RIDE else None,
    )


def _was_stopped(view: View, remembered: Remembered) -> bool:
    closing = remembered.closing
    return view is View.DONE and closing is not None and closing.stopped


def _view(moment: Moment) -> View:
    match moment.phase:
        case Phase.READY:
            return View.READY
        case Phase.STOPPED:
            return View.STOPPED
        case Phase.DONE:
            return View.DONE
        case Phase.STEP | Phase.REST | Phase.PAUSED:
            return View.RIDE
        case _:
            assert_never(moment.phase)


def _step(moment: Moment, setting: Setting) -> Step | None:
    index = None if moment.step is None else moment.step.index
    steps = setting.workout.steps
    return steps[index] if index is not None and 0 <= index < len(steps) else None


def _headline(moment: Moment, setting: Setting, step: Step | None) -> str:
    if moment.step is None:
        return "hrguide"
    effort = words.effort_of(moment.step.effort)
    name = effort.value.upper() if effort else (words.step_name(step) if step else "")
    steps = setting.workout.steps
    stage = None if step is None else words.stage_of(step, steps)
    if stage is not None:
        return f"{words.TALK_TEST}   STAGE {stage} of {sum(map(words.ends_on_answer, steps))}"
    if step is None or step.round is None:
        return name
    of = f" of {step.rounds}" if step.rounds is not None else ""
    return f"ROUND {step.round}{of}   {name}"


def _coming(moment: Moment, setting: Setting) -> str:
    if moment.step is None:
        return ""
    after = moment.step.index + 1
    steps = setting.workout.steps
    if after >= len(steps):
        return "then DONE"
    step = steps[after]
    length = "" if step.duration_s is None else f" {words.clock(step.duration_s)}"
    if after in moment.eased:
        return f"then {Effort.EASY.value.upper()}{length}"
    harder = words.stage_of(step, steps) is not None and not words.ends_on_answer(step)
    return f"then {words.HARDER if harder else words.step_name(step)}{length}"


def _time(moment: Moment) -> str:
    if moment.step is None:
        return words.clock(moment.elapsed_s)
    step = moment.step
    return words.clock(step.into_s if step.left_s is None else step.left_s)


def _bar(
    moment: Moment, instruction: Instruction, written: Step | None, *, learned: tuple[str, ...]
) -> Bar | None:
    step = moment.step
    limit = limit_bpm(written)
    if moment.phase is Phase.REST and limit is not None and not learned:
        return Bar(
            low_bpm=None,
            high_bpm=limit,
            now_bpm=moment.hr_bpm,
            tone=instruction.tone,
            what="the rest ends here",
        )
    if step is None or step.high_bpm is None or moment.phase is Phase.REST:
        return None
    return Bar(
        low_bpm=step.low_bpm,
        high_bpm=step.high_bpm,
        now_bpm=moment.hr_bpm,
        heading_bpm=None if moment.forecast is None else moment.forecast.mean_bpm,
        threshold_bpm=moment.threshold_bpm,
        tone=instruction.tone,
        provisional=moment.provisional,
    )


def _timeline(moment: Moment, setting: Setting) -> Timeline:
    steps = tuple(
        (
            words.level(Effort.EASY if step.index in moment.eased else step.effort),
            step.duration_s or UNTIMED_S,
        )
        for step in setting.workout.steps
    )
    index = None if moment.step is None else moment.step.index
    share = 0.0
    if moment.phase is Phase.DONE:
        index = len(steps)
    elif (
        moment.step is not None
        and moment.step.left_s is not None
        and moment.step.index < len(steps)
    ):
        length = steps[moment.step.index][1]
        share = min(max(1.0 - moment.step.left_s / length, 0.0), 1.0)
    whole = words.clock(moment.elapsed_s)
    if moment.left_s and moment.step is not None and moment.step.is_drill:
        whole = f"then {words.clock(moment.left_s)}"  # a drill takes its own time, in no total
    elif moment.left_s is not None:
        total = words.clock(moment.elapsed_s + moment.left_s)
        whole = f"{whole:>{len(total)}} of {total}"  # constant length: the skyline stands still
    return Timeline(steps=steps, index=index, share=share, words=whole)


def _question(prompt: Prompt | None, step: Step | None, now: Instruction) -> Question | None:
    match prompt:
        case None:
            return None
        case Prompt.TALK | Prompt.CAN_YOU_TALK if now.urgent:
            return _aside()
        case Prompt.TALK | Prompt.CAN_YOU_TALK:
            is_test = prompt is Prompt.TALK and step is not None and words.ends_on_answer(step)
            say = words.SAY_ALOUD if prompt is Prompt.TALK else words.CAN_YOU_TALK
            return Question(
                word=words.TALK,
                say=say,
                answers=words.TALK_ANSWERS,
                line="  ".join(f"{key} {answer}" for key, answer, _ in words.TALK_ANSWERS),
                tiny=f"{words.TALK}? 1 2 3",
                passage=PASSAGE if is_test else "",
            )
        case Prompt.BACK:
            return Question(
                word="",
                say=(words.BACK_QUESTION,),
                answers=(),
                line=f"{words.BACK_ANSWERS}   {words.BACK_SKIP}",
                tiny="BACK? b s w",
            )
        case Prompt.OTHER_STRAP:
            return Question(
                word="",
                say=(words.OTHER_STRAP,),
                answers=(),
                line=words.OTHER_STRAP_ANSWERS,
                tiny="YOUR STRAP? y n",
            )
        case _:
            assert_never(prompt)


def _aside() -> Question:
    """A talk question while EASE OFF stands: safety keeps the big word, the answers keep a line."""
    return Question(
        word="",
        say=(words.CAN_YOU_TALK[0],),
        answers=(),
        line="  ".join(f"{key} {answer}" for key, answer, _ in words.TALK_ANSWERS),
        tiny=f"{words.TALK}? 1 2 3",
        is_aside=True,
    )


def _news(setting: Setting, remembered: Remembered) -> Said | None:
    if remembered.asks_finish:
        return Said(words.FINISH, Tone.ASK)
    if remembered.notice:
        return Said(remembered.notice, Tone.WARN)
    if setting.simulated:
        return Said("simulated athlete", Tone.QUIET)
    return None


def _keys(moment: Moment) -> str:
    match moment.phase:
        case Phase.READY:
            return words.KEYS_READY
        case Phase.PAUSED:
            return words.KEYS_PAUSED
        case Phase.STOPPED:
            return words.KEYS_BACK_ENDED if moment.back_ended else words.KEYS_STOPPED
        case Phase.DONE:
            return words.KEYS_DONE
        case Phase.STEP | Phase.REST:
            return _keys_riding(moment)[0]
        case _:
            assert_never(moment.phase)


def _keys_short(moment: Moment) -> str:
    running = moment.phase in (Phase.STEP, Phase.REST)
    return _keys_riding(moment)[1] if running else _keys(moment)


def _keys_riding(moment: Moment) -> tuple[str, str]:
    """For a full and a compact screen."""
    step = moment.step
    if step is not None and step.is_drill:
        return words.KEYS_DRILL, words.KEYS_DRILL_SHORT
    if step is not None and step.by_key and moment.phase is Phase.STEP:
        return words.KEYS_BY_KEY, words.KEYS_BY_KEY_SHORT
    return words.KEYS_RIDE, words.KEYS_RIDE_SHORT


def _pages(
    view: View, moment: Moment, setting: Setting, remembered: Remembered
) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
    match view:
        case View.RIDE:
            return (), ()
        case View.READY:
            return pages.ready(moment, setting, remembered)
        case View.STOPPED:
            return back_page.ended(setting) if moment.back_ended else pages.stopped(setting)
        case View.DONE:
            return pages.done(moment, setting, remembered.closing)
        case _:
            assert_never(view)
