"""The page and the JSON object of `hrguide tune`.

Comes in: what past rides show, what it would change. Goes out: lines of text, plain values. Before
and after stand side by side, each with its spread; what is odd says why it is left out.
"""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from hrguide.athlete.evidence import HeartTimes, kind_of
from hrguide.ride.lines import Said
from hrguide.tune.observed import Observed
from hrguide.tune.outcome import Change, RideChange, Zones
from hrguide.tune.pace import Pace
from hrguide.tune.proposals import Proposal, accepted
from hrguide.tune.time_constants import TimeConstant
from hrguide.zones.pieces import FOR_THE_FORECAST, piece_words, place_words
from hrguide.zones.provenance import day_words
from hrguide.zones.ranges import EFFORTS, Range

COLUMNS: Final = 80
CUES_SHOWN: Final = 4  # a ride; what every number moved by 2 bpm changes fills pages
JUDGED: Final = ("ease", "push")  # what a rider is told to do; the rest names numbers
_RANGED: Final = "step"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuning:
    """All that one run found.

    pulls_bpm: beside each proposal. changes, paces: a machine each. cues: of the rides that were
    replayed.
    """

    name: str
    on: date
    rides: tuple[Observed, ...]
    proposals: tuple[Proposal, ...]
    pulls_bpm: tuple[float | None, ...]
    changes: tuple[Change, ...]
    cues: tuple[RideChange, ...]
    paces: tuple[Pace, ...]


def page(found: Tuning) -> tuple[str, ...]:
    """The page, 80 columns."""
    day = f"{day_words(found.on, None)} {found.on.year}"
    lines = [f"{found.name}, {day}: {_many(len(found.rides), 'ride')} read"]
    for section in (_proposed, _zones, _cues, _pace):
        told = list(section(found))
        if told:
            lines += ["", *told]
    return tuple(lines)


def as_json(found: Tuning, noted: Sequence[str]) -> dict[str, object]:
    """Everything on the page as plain values. noted: the diary's ids of what was written."""
    return {
        "athlete": found.name,
        "as_of": found.on.isoformat(),
        "rides": [
            {
                "ride": ride.name,
                "machine": ride.machine.value,
                "on": ride.day and ride.day.isoformat(),
                "worked_s": ride.trace.working_s,
            }
            for ride in found.rides
        ],
        "proposals": [
            _plain_proposal(one, pull)
            for one, pull in zip(found.proposals, found.pulls_bpm, strict=True)
        ],
        "machines": [
            {
                "machine": change.machine.value,
                "before": _plain_zones(change.before),
                "after": _plain_zones(change.after),
            }
            for change in found.changes
        ],
        "cues": [
            {
                "ride": one.ride,
                "changed": one.cues.count,
                "only_before": [_plain_cue(line) for line in one.cues.only_said],
                "only_after": [_plain_cue(line) for line in one.cues.only_replayed],
            }
            for one in found.cues
        ],
        "paces": [
            {
                "machine": pace.machine.value,
                "tau_on": _plain_constant(pace.up),
                "tau_off": _plain_constant(pace.down),
            }
            for pace in found.paces
        ],
        "noted": list(noted),
    }


def _proposed(found: Tuning) -> Iterator[str]:
    if not found.proposals:
        yield "Nothing in them that is not known already."
        return
    yield _columns("Proposed evidence", "pulls it by")
    both = zip(found.proposals, found.pulls_bpm, strict=True)
    for ride, of_ride in groupby(both, key=lambda pair: pair[0].ride):
        told = list(of_ride)
        yield f"  {ride}, {day_words(told[0][0].piece.day, found.on)}"
        for one, pull in told:
            place = place_words(one.piece)
            what = f"    {piece_words(one.piece)}{f', {place}' if place else ''}"
            yield _columns(what, _pulled_by(one, pull))
            yield f"      {one.where}"
            for reason in one.odd:
                yield from textwrap.wrap(
                    f"odd: {reason}",
                    COLUMNS,
                    initial_indent="      ",
                    subsequent_indent="      ",
                )
    if any(one.odd for one in found.proposals):
        yield "What is odd is never noted with the rest. If it is right, note it by hand:"
        yield f"  hrguide athlete evidence add {_quoted(found.name)} KIND BPM ... --sure"


def _zones(found: Tuning) -> Iterator[str]:
    if all(isinstance(one.piece, HeartTimes) for one in accepted(found.proposals)):
        return
    for change in found.changes:
        if change is not found.changes[0]:
            yield ""
        yield f"{'On the ' + change.machine.words:<26}{'before':<26}after"
        yield _side_by_side("threshold", _threshold(change.before), _threshold(change.after))
        for effort in EFFORTS:
            was, now = (_range(zones.ranges.get(effort)) for zones in (change.before, change.after))
            yield _side_by_side(effort, was, now)
        was, now = (_maximum(zones) for zones in (change.before, change.after))
        if was != now:
            yield _side_by_side("maximum, measured", was, now)
        was, now = (_rest(zones) for zones in (change.before, change.after))
        if was != now:
            yield _side_by_side("rest, believed", was, now)


def _cues(found: Tuning) -> Iterator[str]:
    if not found.cues:
        return
    yield "The same rides again, ridden today: what you would hear, before and after"
    for one in found.cues:
        judged = sorted(
            [("before", line) for line in one.cues.only_said if line.cue in JUDGED]
            + [("after", line) for line in one.cues.only_replayed if line.cue in JUDGED],
            key=lambda pair: pair[1].at_s,
        )
        yield from textwrap.wrap(
            f"{one.ride}: {_summed(one)}", COLUMNS, initial_indent="  ", subsequent_indent="    "
        )
        for when, line in judged[:CUES_SHOWN]:
            text = f"    {_clock(line.at_s):>7}  {when:<7} {line.cue:<5} {line.text}"
            yield _cut(text)
        if len(judged) > CUES_SHOWN:
            yield f"    and {len(judged) - CUES_SHOWN} more (--json has them all)"


def _summed(one: RideChange) -> str:
    if one.cues.count == 0:
        return "every cue as before"
    judged = [
        sum(line.cue in JUDGED for line in lines)
        for lines in (one.cues.only_said, one.cues.only_replayed)
    ]
    ranged = sum(line.cue == _RANGED for line in one.cues.only_replayed)
    told = f"{_many(max(judged), 'cue')} about how hard would differ"
    return f"{told}; other numbers in {_many(ranged, 'step')}" if ranged else told


def _pace(found: Tuning) -> Iterator[str]:
    told = []
    for pace in found.paces:
        ways = [
            f"{way} with {one.tau_s:.0f} s after {one.dead_time_s:.0f} s ({one.low_s:.0f}-"
            f"{one.high_s:.0f}, from {_many(one.steps, 'change')})"
            for way, one in (("rises", pace.up), ("falls", pace.down))
            if one is not None
        ]
        if ways:
            told.append(f"on the {pace.machine.words} it {' and '.join(ways)}")
    if told:
        yield from textwrap.wrap(
            f"Your heart's pace: {'; '.join(told)}. Two thirds of a change take about that long. "
            "Noted, the forecast of the next ride begins with it.",
            COLUMNS,
        )


def _threshold(zones: Zones) -> str:
    belief = zones.belief
    if belief is None:
        return "not known yet"
    guess = "" if belief.personal else ", a guess"
    return f"{belief.mean_bpm:.0f} +-{belief.sd_bpm:.0f}{guess}"


def _range(one: Range | None) -> str:
    if one is None:
        return "by words"
    figures = f"under {one.high_bpm}" if one.low_bpm is None else f"{one.low_bpm}-{one.high_bpm}"
    return f"{figures}, provisional" if one.provisional else figures


def _maximum(zones: Zones) -> str:
    belief = zones.belief
    most = None if belief is None else belief.measured_max_bpm
    return "-" if most is None else f"{most:.0f}"


def _rest(zones: Zones) -> str:
    return "-" if zones.belief is None else f"{zones.belief.rest_bpm:.0f}"


def _side_by_side(what: str, before: str, after: str) -> str:
    return f"  {what:<24}{before:<26}{after}"


def _columns(left: str, right: str) -> str:
    return f"{_cut(left, COLUMNS - len(right) - 1):<{COLUMNS - len(right) - 1}} {right}".rstrip()


def _cut(text: str, room: int = COLUMNS) -> str:
    return text if len(text) <= room else f"{text[: room - 2].rstrip()}.."


def _pulled_by(one: Proposal, pull_bpm: float | None) -> str:
    if one.odd:
        return "left out"
    return FOR_THE_FORECAST if isinstance(one.piece, HeartTimes) else _signed(pull_bpm)


def _signed(pull_bpm: float | None) -> str:
    return "" if pull_bpm is None else f"{pull_bpm:+.1f}"


def _many(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _clock(seconds: float) -> str:
    minutes, left_s = divmod(round(seconds), 60)
    return f"{minutes}:{left_s:02}"


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


def _plain_proposal(one: Proposal, pull: float | None) -> dict[str, object]:
    facts = {
        key: value.isoformat() if isinstance(value, date) else value
        for key in one.piece.__slots__
        if (value := getattr(one.piece, key)) is not None
    }
    return {
        "ride": one.ride,
        "evidence": kind_of(one.piece),
        **facts,
        "where": one.where,
        "odd": list(one.odd),
        "pull_bpm": None if pull is None else round(pull, 1),
    }


def _plain_zones(zones: Zones) -> dict[str, object]:
    belief = zones.belief
    return {
        "threshold": belief
        and {
            "mean_bpm": round(belief.mean_bpm, 1),
            "sd_bpm": round(belief.sd_bpm, 1),
            "personal": belief.personal,
        },
        "ranges": {
            effort: {
                "low_bpm": one.low_bpm,
                "high_bpm": one.high_bpm,
                "provisional": one.provisional,
                "source": one.source,
            }
            for effort, one in zones.ranges.items()
        },
    }


def _plain_cue(line: Said) -> dict[str, object]:
    return {"at_s": round(line.at_s, 3), "kind": line.cue, "text": line.text}


def _plain_constant(one: TimeConstant | None) -> dict[str, object] | None:
    if one is None:
        return None
    return {
        "tau_s": round(one.tau_s, 1),
        "low_s": round(one.low_s, 1),
        "high_s": round(one.high_s, 1),
        "dead_time_s": round(one.dead_time_s, 1),
        "changes": one.steps,
    }
