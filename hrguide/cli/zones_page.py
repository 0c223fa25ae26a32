"""The page, the JSON object and the card of `hrguide zones`.

Comes in: a Standing with its athlete's name and the diary's ids. Goes out: lines, plain values, one
line. Every number is said with its spread and its source; what is a guess is called one. Health
answers are not told: that formulas are off is, its reason is not.
"""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import floor
from typing import Final

from hrguide.athlete.athlete import Machine
from hrguide.athlete.evidence import HeartTimes, ThresholdEvidence, kind_of
from hrguide.errors import UsageError
from hrguide.zones.picture import picture
from hrguide.zones.pieces import FOR_THE_FORECAST, piece_words, place_words
from hrguide.zones.provenance import counted, day_words
from hrguide.zones.pull import Pull
from hrguide.zones.ranges import SURE_SD_BPM, lowest_bpm
from hrguide.zones.standing import Standing

MOST_LIKELY: Final = 0.8  # "8 chances in 10"
NARROW_BELOW: Final = 64  # columns; below it no ids, no machines
FOR_THE_FORECAST_SHORT: Final = "forecast"
NO_ANSWER: Final = (
    "What would sharpen it most: one ride. It asks how you can talk, and learns from the answers."
)
TALK_TEST: Final = (
    "What would sharpen it most: a talk test (hrguide talk-test). It begins easy, goes up in small "
    "steps, and shows which answers were slips."
)
SHARP: Final = "Sharp enough: one more answer would hardly narrow it."
WHICH_ARE_RIGHT: Final = "What would sharpen it most: to know which of these answers are right."
UNDER_A_CEILING: Final = "No answer below what limits you would narrow it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is told of whom. ids: the diary's id by the `id()` of each piece's record."""

    name: str
    state: Standing
    ids: Mapping[int, str] = field(default_factory=dict)


def page(shown: Page, *, width: int, ascii_only: bool = False) -> tuple[str, ...]:
    """Lines of at most `width` columns (40 or more)."""
    state = shown.state
    day = f"{day_words(state.on, None)} {state.on.year}"
    lines = [*_wrapped(f"{shown.name} on the {state.belief.machine.words}, {day}", width), ""]
    lines += _wrapped(_threshold(shown), width)
    if state.is_known:
        drawn = picture(
            state.belief, state.ranges, state.limits, width=width, ascii_only=ascii_only
        )
        lines += ["", *drawn]
    shows_ids = width >= NARROW_BELOW
    for paragraph in (*_cautions(shown, shows_ids=shows_ids), *_limits(state)):
        lines += ["", *_wrapped(paragraph, width)]
    lines += ["", *_evidence(shown, width), "", *_wrapped(_sharpest(state), width)]
    return tuple(lines)


def card(shown: Page) -> str:
    """The one line to take to a watch. UsageError where no number may be told yet."""
    state = shown.state
    moderate = state.ranges.get("moderate")
    if moderate is None:
        raise UsageError(
            f"there is no heart rate for {shown.name} on the {state.belief.machine.words} yet",
            hint="Ride once by words (hrguide ride), answer the talk questions, then ask again.",
        )
    if state.belief.disagreement is not None:
        raise UsageError(
            f"no number for a watch yet: {state.belief.disagreement}",
            hint="See which: hrguide zones. A talk test sorts it out: hrguide talk-test",
        )
    if _is_out_of_reach(state):
        raise UsageError(
            f"no number for a watch: {moderate.high_bpm} is not clearly above rest "
            f"({state.belief.rest_bpm:.0f})",
            hint="See why: hrguide zones",
        )
    figures = f"under {moderate.high_bpm}"
    if moderate.low_bpm is not None:
        figures = f"{moderate.low_bpm}-{moderate.high_bpm}"
    guess = ""
    if not state.belief.personal:
        guess = f" (a formula's guess, +-{state.belief.sd_bpm:.0f})"
    elif moderate.provisional:
        guess = f" (a first estimate, +-{state.belief.sd_bpm:.0f})"
    return (
        f"just barely on the {state.belief.machine.words}: {figures}{guess}; "
        f"set your watch's upper alert to {moderate.high_bpm}"
    )


def as_json(shown: Page) -> dict[str, object]:
    """Everything on the page as plain values; bpm rounded to 0.1 where they are not whole."""
    state, belief, limits = shown.state, shown.state.belief, shown.state.limits
    low, high = belief.interval(MOST_LIKELY)
    known = {
        "mean_bpm": round(belief.mean_bpm, 1),
        "sd_bpm": round(belief.sd_bpm, 1),
        "low_bpm": round(low, 1),
        "high_bpm": round(high, 1),
        "mass": MOST_LIKELY,
        "personal": belief.personal,
        "borrowed": belief.personal and not belief.own,
        "disagreement": belief.disagreement,
    }
    return {
        "athlete": shown.name,
        "machine": belief.machine.value,
        "as_of": state.on.isoformat(),
        "threshold": known if state.is_known else None,
        "ranges": {
            effort: {
                "low_bpm": one.low_bpm,
                "high_bpm": one.high_bpm,
                "provisional": one.provisional,
                "source": one.source,
            }
            for effort, one in state.ranges.items()
        },
        "provisional": state.is_provisional,
        "words_first": state.words_first,
        "ceilings": {
            "session": _limit(limits.session_bpm, limits.session_source),
            "hard": _limit(limits.hard_bpm, limits.hard_source),
            "question": _limit(limits.question_bpm, limits.question_source),
        },
        "evidence": [entry for pull in state.pulls for entry in _pulled(shown, pull)],
        "sharpen": state.advice
        and {
            "hr_bpm": state.advice.hr_bpm,
            "sd_bpm": round(state.advice.sd_now_bpm, 1),
            "expected_sd_bpm": round(state.advice.sd_after_bpm, 1),
        },
    }


def _limit(bpm: float | None, source: str | None) -> dict[str, object] | None:
    return None if bpm is None else {"bpm": round(bpm, 1), "source": source}


def _pulled(shown: Page, pull: Pull) -> Iterator[dict[str, object]]:
    """Older pieces pull together: each of them says with how many."""
    for piece in pull.pieces:
        yield {
            "id": shown.ids.get(id(piece)),
            "evidence": kind_of(piece),
            "on": piece.day.isoformat(),
            "hr_bpm": None if isinstance(piece, HeartTimes) else piece.hr_bpm,
            "text": piece_words(piece),
            "machine": place_words(piece) or None,
            "pull_bpm": round(pull.pull_bpm, 1),
            "pulls_together": len(pull.pieces),
        }


def _threshold(shown: Page) -> str:
    state, belief = shown.state, shown.state.belief
    if not state.is_known:
        return (
            f"No heart rates yet: age formulas are not used for {shown.name}, and nothing has "
            "been answered so far. A ride goes by words until it has."
        )
    low, high = belief.interval(MOST_LIKELY)
    if belief.disagreement is not None:
        return (
            f'"Only just" begins somewhere from {low:.0f} to {high:.0f} (8 chances in 10): the '
            f"answers do not agree. {_rests_on(state)}"
        )
    where = (
        f'"Only just" begins at about {belief.mean_bpm:.0f}, give or take {belief.sd_bpm:.0f} '
        f"(8 chances in 10: {low:.0f} to {high:.0f})."
    )
    return f"{where} {_rests_on(state)}"


def _rests_on(state: Standing) -> str:
    belief = state.belief
    if not belief.personal:
        return f"That is a formula's guess from {_facts(state)}: nobody was asked yet."
    borrowed = ""
    if belief.borrowed:
        borrowed = f"{_dated(belief.borrowed, state)} {_elsewhere(state)}"
    if belief.own:
        more = f", and less on {borrowed}" if borrowed else ""
        return f"It rests on {_dated(belief.own, state)}{more}."
    return (
        f"It is borrowed: nothing was heard on the {belief.machine.words} yet. It rests on "
        f"{borrowed}, moved and widened."
    )


def _dated(pieces: Sequence[ThresholdEvidence], state: Standing) -> str:
    newest = day_words(max(piece.day for piece in pieces), state.on)
    return f"{counted(pieces)} (newest {newest})"


def _elsewhere(state: Standing) -> str:
    """ "on the bike erg and from a laboratory"."""
    machines = {piece.machine for piece in state.belief.borrowed}
    known = sorted(Machine(machine).words for machine in machines if machine is not None)
    places = [f"on the {' and the '.join(known)}"] if known else []
    return " and ".join([*places, "from a laboratory"] if None in machines else places)


def _facts(state: Standing) -> str:
    """What the starting point is made of, without health answers."""
    who, belief = state.athlete, state.belief
    facts = [f"age {who.age_years:.0f}", who.sex, who.activity]
    facts.append(None if who.resting_bpm is None else f"rest {who.resting_bpm:.0f}")
    if belief.measured_max_bpm is not None:
        facts.append(f"maximum {belief.measured_max_bpm:.0f}")
    return ", ".join(fact for fact in facts if fact)


def _cautions(shown: Page, *, shows_ids: bool) -> Iterator[str]:
    """What a careful reader must know before using the numbers."""
    state = shown.state
    disagreement = state.belief.disagreement
    if disagreement is not None:
        name = _quoted(shown.name)
        where = "" if shows_ids else f" (ID: hrguide athlete evidence list {name})"
        yield (
            f"Do not trust these yet: {disagreement}. If one below is a slip, forget it: "
            f"hrguide athlete evidence forget {name} ID{where}"
        )
    rest_bpm = state.belief.rest_bpm
    if state.is_at_rest and state.is_known:
        yield (
            "Do not ride by these: talking would be hard at hardly more than rest "
            f"({rest_bpm:.0f}). Forget what was a slip: hrguide athlete evidence forget "
            f"{_quoted(shown.name)} ID. If none was, show this to your therapist or doctor first."
        )
    elif _is_out_of_reach(state):
        yield (
            f"The limit leaves nothing to ride in: your rest is {rest_bpm:.0f}. Correct what is "
            f"wrong: hrguide athlete set {_quoted(shown.name)} --resting BPM --ceiling BPM"
        )
    if not state.belief.personal and state.is_known:
        yield (
            "These ranges lie low on purpose, while so little is known; they are shown, and never "
            "push. The next ride begins by words, and learns yours from your answers."
        )
        return
    if state.is_provisional:
        here = "nothing was heard on this machine yet" if not state.belief.own else _wide(state)
        yield f"Provisional, since {here}: the ranges are shown, and never push."
    if state.words_first and state.is_known:
        yield "The next ride begins by words, without ranges, until you have answered in it."


def _is_out_of_reach(state: Standing) -> bool:
    """Whether the highest heart rate that may be ridden at lies hardly above rest."""
    moderate = state.ranges.get("moderate")
    return moderate is not None and (
        state.is_at_rest or moderate.high_bpm < floor(lowest_bpm(state.belief))
    )


def _wide(state: Standing) -> str:
    return f"+-{state.belief.sd_bpm:.0f} is more than +-{SURE_SD_BPM:.0f}"


def _limits(state: Standing) -> Iterator[str]:
    limits = state.limits
    said = []
    session, hard = limits.session_bpm, limits.hard_bpm
    if session is not None and not limits.session_provisional:
        said.append(f"ease is said above {session:.0f} ({_short(limits.session_source)})")
    if hard is not None:
        said.append(f"guidance stops above {hard:.0f} ({_short(limits.hard_source)})")
    if session is None and state.is_known:
        said.append("found in each ride, 5 above where you can only just talk that day")
    if limits.question_bpm is not None:
        said.append(f'"can you talk?" is asked above {limits.question_bpm:.0f} (an age formula)')
    if said:
        text = "; ".join(said)
        yield f"Ceilings: {text}."


def _short(source: str | None) -> str:
    """Without the provenance in brackets: it stands at the top of the page."""
    return (source or "").partition(" (")[0]


def _evidence(shown: Page, width: int) -> list[str]:
    state = shown.state
    later = _wrapped(f"Not counted, since of later days: {state.later}.", width)
    if not state.pulls:
        return ["Evidence: none yet.", *(later if state.later else ())]
    lines = [_columns("Evidence", "pulls it by", width)]
    for pull in state.pulls:
        lines.append(_columns(_told(shown, pull, width), _pulled_by(pull, width), width))
    if state.start is not None and state.belief.personal:
        start = f"{state.start.mean_bpm:.0f} +-{state.start.sd_bpm:.0f}"
        facts = f", from {_facts(state)}" if width >= NARROW_BELOW else ""
        lines.append(_columns(f"  before all that{facts}", start, width))
    return [*lines, *(later if state.later else ())]


def _pulled_by(pull: Pull, width: int) -> str:
    if all(isinstance(piece, HeartTimes) for piece in pull.pieces):
        return FOR_THE_FORECAST_SHORT if width < NARROW_BELOW else FOR_THE_FORECAST
    return f"{pull.pull_bpm:+.1f}"


def _told(shown: Page, pull: Pull, width: int) -> str:
    if len(pull.pieces) > 1:
        return f"  {len(pull.pieces)} older ones together"
    piece = pull.pieces[0]
    day = day_words(piece.day, shown.state.on)
    if width < NARROW_BELOW:
        return f"{day:<6} {piece_words(piece)}"
    known = shown.ids.get(id(piece), "")
    where = "" if isinstance(piece, HeartTimes) else place_words(piece)  # of this page's machine
    return f"  {known:<8}{day:<13}{piece_words(piece):<34}{where}".rstrip()


def _columns(left: str, right: str, width: int) -> str:
    """Left and right in one line; what does not fit is cut on the left."""
    room = width - len(right) - 1
    kept = left if len(left) <= room else f"{left[: room - 2].rstrip()}.."
    return f"{kept:<{room}} {right}"


def _sharpest(state: Standing) -> str:
    if not state.is_known or not state.belief.personal:
        return NO_ANSWER
    if state.belief.disagreement is not None:
        return TALK_TEST
    if state.is_at_rest:
        return WHICH_ARE_RIGHT
    advice = state.advice
    if advice is None:
        return UNDER_A_CEILING if state.held_back else SHARP
    now, after = f"{advice.sd_now_bpm:.0f}", f"{advice.sd_after_bpm:.0f}"
    if now == after:
        now, after = f"{advice.sd_now_bpm:.1f}", f"{advice.sd_after_bpm:.1f}"
    return (
        f"What would sharpen it most: one talk answer at about {advice.hr_bpm} bpm "
        f"(+-{now} would become about +-{after})."
    )


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name
