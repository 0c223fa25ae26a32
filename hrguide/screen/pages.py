"""The pages around the ride: S4 ready, S13 stopped, S14 done.

Comes in: the Moment, the Setting, what is remembered. Goes out: lines with a tone, once for a full
screen and once for a compact one. Nothing is asked here: the questions are `ask.py`'s.
"""

from dataclasses import dataclass
from typing import Final

from hrguide.guide.machine_words import words_of
from hrguide.health import wording
from hrguide.moment import Moment
from hrguide.screen import strap_words, words
from hrguide.screen.after import EFFORT, SORENESS_AFTER
from hrguide.screen.canvas import Tone
from hrguide.screen.memory import Remembered
from hrguide.screen.setting import Closing, Setting
from hrguide.workout.shelf import rules


@dataclass(frozen=True, slots=True)
class Said:
    """A line and its tone."""

    text: str
    tone: Tone = Tone.PLAIN


Page = tuple[Said, ...]
_BLANK = Said("")
_OFF_AT_MOST: Final = 0.1  # more of a ride out of range is no "you were right" [J]
_NOT_RIDDEN_S: Final = 30.0  # rounds to no minute


def ready(moment: Moment, setting: Setting, remembered: Remembered) -> tuple[Page, Page]:
    """S4: everything to know before Enter."""
    strap, tone, offer_without = strap_words.before_riding(moment, remembered.strap)
    hello = f"Hello {setting.athlete_name}. " if setting.athlete_name else ""
    machine = words.MACHINES.get(setting.machine, setting.machine)
    numbers, more, short_numbers = _numbers(setting, remembered)
    sound, sound_tone = _sound(remembered)
    without = "w  go without the strap, by clock and talk" if offer_without else ""
    hint = remembered.strap.hint or ""
    loosen = words.LOOSEN if setting.offers_drills else ""
    page = [
        Said(f"{hello}{words.plan(setting.workout)}", Tone.STRONG),
        Said("Stopping after any round is fine.", Tone.QUIET),
        *(Said(rule, Tone.QUIET) for rule in rules(setting.workout)),
        Said(setting.gentle or "", Tone.REST),
        Said(f"Strap     {strap}", tone),
        Said(f"          {hint or without}", Tone.ASK if not hint and without else Tone.STRONG),
        Said(f"          {without if hint else ''}", Tone.ASK),
        Said(f"Sound     {sound}", sound_tone),
        Said(f"Numbers   {numbers}"),
        Said(f"          {more}"),
        Said(f"Machine   {machine}"),
        *([Said(f"          {loosen}", Tone.ASK)] if loosen else []),
        Said(f"Once riding:  {words.KEYS_RIDE}, unwell", Tone.QUIET),
        Said("Once riding:  + 30 s longer   s sound   d detail   q finish", Tone.QUIET),
    ]
    short = [
        Said(f"{hello}{words.plan(setting.workout)}", Tone.STRONG),
        Said(setting.gentle or "", Tone.REST),
        Said(f"Strap: {strap}", tone),
        Said(hint, Tone.STRONG),
        Said(without, Tone.ASK),
        Said(loosen, Tone.ASK),
        Said(f"Sound: {sound}", sound_tone),
        Said(short_numbers),
        *(Said(rule, Tone.QUIET) for rule in rules(setting.workout)),
    ]
    return tuple(page), tuple(line for line in short if line.text)


def _numbers(setting: Setting, remembered: Remembered) -> tuple[str, str, str]:
    """What leads the ride: two lines, and one for a small screen."""
    if strap_words.is_without(remembered.strap):
        by_talk = "We go by how you can TALK."
        return "None without a strap.", by_talk, by_talk
    if setting.knows_numbers:
        return "Your own heart rate leads from the first minute.", "", ""
    return (
        "I do not know yours yet. Round 1 goes by how you can TALK.",
        "From round 2 on I use your own heart rate.",
        "Round 1 goes by how you can TALK.",
    )


def _sound(remembered: Remembered) -> tuple[str, Tone]:
    if not remembered.sound_on:
        return "off: I flash the screen instead   (s turns it on)", Tone.QUIET
    if remembered.sound_heard is None:
        return "did you hear that?   y yes   n no: I flash instead", Tone.ASK
    return "on", Tone.COURSE


def stopped(setting: Setting) -> tuple[Page, Page]:
    """S13: what to do, most urgent first. Never asks the machine to judge."""
    call = f"{words.STOP_CALL}   ({setting.emergency_number or words.YOUR_NUMBER})"
    stop_do = words.STOP_DO.format(doing=words_of(setting.machine).doing)
    page = [
        Said(stop_do, Tone.STRONG),
        _BLANK,
        *(Said(line) for line in words.STOP_URGENT),
        Said(f"                         ->  {call}", Tone.EASE),
        _BLANK,
        Said(words.STOP_BACK),
        _BLANK,
        Said(words.STOP_ONLY),
    ]
    if setting.clinic:
        page += [_BLANK, Said(setting.clinic, Tone.QUIET)]
    short = (
        Said(stop_do, Tone.STRONG),
        Said(words.STOP_SHORT),
        Said(call, Tone.EASE),
        Said(words.STOP_BACK_SHORT),
        Said("Only too hard? Rest, then space: easy."),
    )
    return tuple(page), short


def done(moment: Moment, setting: Setting, closing: Closing | None) -> tuple[Page, Page]:
    """S14, with the slots that are known."""
    name = f", {setting.athlete_name}" if setting.athlete_name else ""
    if closing is None:
        lines: list[Said] = [
            Said(f"Done{name}. {words.clock(moment.elapsed_s)} ridden.", Tone.STRONG)
        ]
        return tuple(lines), tuple(lines)
    ended = words.STOPPED if closing.stopped else words.DONE
    told = f"{ended.capitalize()}{name}. {_how_much(closing)}."
    asked = _asked(closing)
    first = [Said(told, Tone.STRONG), *(asked or [_BLANK])]
    facts = [Said(line) for line in _facts(setting, closing)]
    rest = [_BLANK] if facts else []
    if moment.back_ended:
        about_back = [Said(words.BACK_STOP_BOOK[0]), Said(words.BACK_STOP_BOOK[1], Tone.EASE)]
    else:
        about_back = [Said(line, Tone.QUIET) for line in words.SORENESS_TOMORROW]
    rest += about_back
    if setting.clinic:
        rest.append(Said(setting.clinic, Tone.QUIET))
    rest.append(_BLANK)
    if closing.threshold_bpm is not None and not setting.simulated:
        rest.append(Said(words.CARD, Tone.QUIET))
    if closing.saved_as:
        rest.append(Said(f"saved: {closing.saved_as}", Tone.QUIET))
    page = tuple(first + facts + rest)
    saved = [Said(f"saved: {closing.saved_as}", Tone.QUIET)] if closing.saved_as else []
    if moment.back_ended:
        return page, (first[0], *about_back, *asked, *facts, *saved)
    return page, (first[0], *asked, *facts, *saved, *about_back)


def _how_much(closing: Closing) -> str:
    rounds = ""
    if closing.rounds_done is not None:
        of = f" of {closing.rounds}" if closing.rounds not in (None, closing.rounds_done) else ""
        rounds = f"{closing.rounds_done}{of} round{'' if closing.rounds == 1 else 's'}, "
    drilled = round(closing.drilled_s / 60)
    ridden = _minutes(round(closing.ridden_s / 60))
    if drilled and closing.ridden_s < _NOT_RIDDEN_S:
        ridden = f"{_minutes(drilled)} of drills"
    elif drilled:
        ridden += f" (and {drilled} of drills)"
    not_all = closing.stopped or closing.held or closing.early
    return f"{rounds}{ridden}{'' if not_all else ', nothing all out'}"


def _minutes(whole: int) -> str:
    return f"{whole} minute{'' if whole == 1 else 's'}"


def _asked(closing: Closing) -> list[Said]:
    """Soreness and effort: the slots, and what the digits of the open one mean."""
    before = "" if closing.soreness_before is None else f"{closing.soreness_before} -> "
    soreness = _slot(closing, SORENESS_AFTER, closing.soreness_after)
    effort = _slot(closing, EFFORT, closing.effort_0_10)
    if closing.asks is None and closing.soreness_after is None and closing.effort_0_10 is None:
        told = f"Soreness before {closing.soreness_before} of 10."
        return [Said(told)] if closing.soreness_before is not None else []
    tone = Tone.PLAIN if closing.asks is None else Tone.ASK
    slots = Said(f"Soreness {before}{soreness} (0-10)   How hard was it, 0-10? {effort}", tone)
    if closing.asks is None:
        return [slots]
    scale = wording.SORENESS_SCALE if closing.asks == SORENESS_AFTER else wording.EFFORT_SCALE
    hint = wording.TEN_OR_ONE if closing.one else wording.AFTER_SKIP
    return [slots, Said(f"{scale}   {hint}", Tone.QUIET)]


def _slot(closing: Closing, name: str, answer: int | None) -> str:
    """A number, the place where one is typed, or one left open."""
    if closing.asks == name:
        return "[1_]" if closing.one else "[_]"
    return (
        "-" if answer is None and closing.asks is None else f"{'_' if answer is None else answer}"
    )


def _was_right(closing: Closing) -> bool:
    """Whether "you were right" can be said: a round ridden to its end with a heart rate heard."""
    if closing.stopped or closing.held or not closing.heard_any:
        return False
    if closing.off_s > _OFF_AT_MOST * closing.ridden_s:
        return False
    return not closing.early if closing.rounds_done is None else closing.rounds_done > 0


def _facts(setting: Setting, closing: Closing) -> list[str]:
    lines: list[str] = []
    if closing.threshold_bpm is not None:
        spread = "" if closing.threshold_sd_bpm is None else f" ±{closing.threshold_sd_bpm:.0f}"
        machine = words.MACHINES.get(setting.machine, setting.machine)
        answers = "1 answer" if closing.answers == 1 else f"{closing.answers} answers"
        source = f", from {answers} today" if closing.answers else ""
        about = f"about {closing.threshold_bpm:.0f}{spread}{source}"
        lines.append(f'Your "just barely" on the {machine}: {about}.')
    if closing.cues_heard is not None:
        heard = words.cues_heard(closing.cues_heard, was_right=_was_right(closing))
        lines += [heard] if heard else []
    if closing.fell_bpm is not None:
        least, most = closing.fell_bpm
        fell = f"{least}" if least == most else f"{least} to {most}"
        lines.append(f"In the rests your heart rate fell {fell} bpm.")
    return lines + list(closing.lines)
