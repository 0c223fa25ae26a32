"""Which cues appear, vanish or move when a ride is judged otherwise: a table and a timeline.

Comes in: the cues of a ride as recorded and of the same ride with something laid over it. Goes out:
`CueChange` rows in time order, and both as lines of text, 80 columns wide. Countdowns are left out,
and what announces a step counts as the same, whatever range it names. It replays nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hrguide.moment import Moment
from hrguide.plain_text import clean
from hrguide.report.clock_words import clock
from hrguide.ride.lines import Said

MOVED_WITHIN_S: Final = 45.0  # farther apart, two cues of a kind answer different things [J]
COLUMNS: Final = 80
_LABEL: Final = 14
_CELLS: Final = COLUMNS - _LABEL - 1
_WHAT: Final = 12  # "45 s earlier" is the longest
_TEXT: Final = COLUMNS - 7 - 2 - 6 - 2 - _WHAT - 2  # what is left of a row for the words said
# Graver ones first: where two fall into one cell, the graver is drawn.
MARKS: Final[Mapping[str, str]] = {
    "stop": "!",
    "ease": "▼",
    "push": "▲",
    "signal_lost": "-",
    "talk": "?",
    "well": "✓",
    "signal_back": "○",
}
_LEVELS: Final = {
    "rest": "▁",
    "easy": "▂",
    "free": "▂",
    "moderately easy": "▄",
    "moderate": "▆",
}
_LEGEND: Final = "▼ ease  ▲ push  ? talk  ✓ that's it  ! stop  - no signal  ○ back"


class Change(StrEnum):
    """What became of a cue."""

    SAME = "same"
    MOVED = "moved"
    REWORDED = "reworded"
    APPEARS = "appears"
    VANISHES = "vanishes"


@dataclass(frozen=True, slots=True, kw_only=True)
class CueChange:
    """One cue before and after; None where there is none."""

    change: Change
    before: Said | None
    after: Said | None

    @property
    def at_s(self) -> float:
        one = self.before or self.after
        assert one is not None
        return one.at_s

    @property
    def kind(self) -> str:
        one = self.before or self.after
        assert one is not None
        return one.cue


@dataclass(frozen=True, slots=True, kw_only=True)
class Ridden:
    """A replay as the timeline needs it. efforts: (from at_s, effort) at each change."""

    cues: tuple[Said, ...]
    efforts: tuple[tuple[float, str], ...]
    end_s: float


def ridden(moments: Iterable[Moment]) -> Ridden:
    """The cues and efforts of a replay."""
    cues: list[Said] = []
    efforts: list[tuple[float, str]] = []
    end_s = 0.0
    for moment in moments:
        end_s = moment.at_s
        effort = (moment.step.effort or "free") if moment.step is not None else ""
        if not efforts or efforts[-1][1] != effort:
            efforts.append((moment.at_s, effort))
        if moment.cue is not None and moment.cue.kind.value in MARKS:
            cues.append(Said(at_s=moment.at_s, cue=moment.cue.kind.value, text=moment.cue.text))
    return Ridden(cues=tuple(cues), efforts=tuple(efforts), end_s=end_s)


def changes(before: Sequence[Said], after: Sequence[Said]) -> tuple[CueChange, ...]:
    """Each cue with its counterpart: of its kind, the nearest within MOVED_WITHIN_S."""
    left = list(after)
    pairs: list[tuple[Said, Said | None]] = []
    for same_time in (True, False):
        known = {id(one) for one, _ in pairs}
        for one in before:
            if id(one) in known:
                continue
            near = [
                other
                for other in left
                if other.cue == one.cue
                and abs(other.at_s - one.at_s) <= (0.0 if same_time else MOVED_WITHIN_S)
            ]
            found = min(near, key=lambda other: abs(other.at_s - one.at_s), default=None)
            if found is not None:
                left.remove(found)
            if found is not None or not same_time:
                pairs.append((one, found))
    rows = [CueChange(change=_change(one, other), before=one, after=other) for one, other in pairs]
    rows += [CueChange(change=Change.APPEARS, before=None, after=other) for other in left]
    return tuple(sorted(rows, key=lambda row: row.at_s))


def table(rows: Sequence[CueChange]) -> list[str]:
    """The rows that differ, and how many do not."""
    lines = [f"{'at':>7}  {'cue':<6}  {'':<{_WHAT}}  said"]
    for row in rows:
        if row.change is not Change.SAME:
            lines.append(_row(row))
    if len(lines) == 1:
        lines = []
    count = {change: sum(row.change is change for row in rows) for change in Change}
    told = ", ".join(f"{count[change]} {_COUNTED[change]}" for change in Change)
    return [*lines, f"Cues: {told}."]


_COUNTED: Final = {
    Change.SAME: "as recorded",
    Change.MOVED: "moved",
    Change.REWORDED: "reworded",
    Change.APPEARS: "new",
    Change.VANISHES: "gone",
}


def timeline(before: Ridden, after: Ridden, *, names: tuple[str, str]) -> list[str]:
    """Both rides' cues under the efforts, to scale."""
    end_s = max(before.end_s, after.end_s, 1.0)
    lines = [
        f"{name[:_LABEL]:<{_LABEL}} {_marks(one.cues, end_s)}".rstrip()
        for name, one in zip(names, (before, after), strict=True)
    ]
    skyline = f"{'':<{_LABEL}} {_skyline(before, end_s)}".rstrip()
    scale = f"{'':<{_LABEL}} 0:00{clock(end_s):>{_CELLS - 4}}"
    return [lines[0], lines[1], skyline, scale, f"{'':<{_LABEL}} {_LEGEND}"]


def _change(before: Said, after: Said | None) -> Change:
    if after is None:
        return Change.VANISHES
    if before.at_s != after.at_s:
        return Change.MOVED
    return Change.SAME if before.text == after.text else Change.REWORDED


def _row(row: CueChange) -> str:
    what = str(row.change)
    if row.change is Change.MOVED and row.before and row.after:
        by_s = row.after.at_s - row.before.at_s
        what = f"{abs(by_s):.0f} s {'later' if by_s > 0 else 'earlier'}"
    said = row.after or row.before
    text = "" if said is None else clean(said.text)
    if len(text) > _TEXT:
        text = text[: _TEXT - 3].rstrip() + "..."
    return f"{clock(row.at_s):>7}  {row.kind[:6]:<6}  {what:<{_WHAT}}  {text}".rstrip()


def _marks(cues: Iterable[Said], end_s: float) -> str:
    cells = ["·"] * _CELLS
    graver = list(MARKS.values())
    for cue in cues:
        at = min(int(cue.at_s / end_s * _CELLS), _CELLS - 1)
        mark = MARKS[cue.cue]
        if cells[at] == "·" or graver.index(mark) < graver.index(cells[at]):
            cells[at] = mark
    return "".join(cells)


def _skyline(one: Ridden, end_s: float) -> str:
    cells = []
    for cell in range(_CELLS):
        middle_s = (cell + 0.5) * end_s / _CELLS
        effort = next((name for from_s, name in reversed(one.efforts) if from_s <= middle_s), "")
        cells.append(_LEVELS.get(effort, " "))
    return "".join(cells)
