"""The rides as rows: for people in columns, for programs as plain values.

Comes in: rides with their comparisons. Goes out: lines of a table that fits the width, or records
of JSON values, or cells of CSV. Columns that do not fit are left out, the least needed first. Text
from outside is cleaned; in CSV what a spreadsheet would take for a formula gets a quote in front.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from hrguide.athlete.athlete import Machine
from hrguide.history.like import Compared, middle_rest
from hrguide.history.lines import Line, Piece, Tone, fitted
from hrguide.history.past import Past
from hrguide.plain_text import clean

FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")  # owasp.org, "CSV Injection"
LEGEND: Final = "sore: before, after, morning. fell: 60 s of the middle rest; like: own like ones"
_UNREADABLE: Final = "unreadable: hrguide recover"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A ride and its rests beside earlier like ones."""

    past: Past
    compared: tuple[Compared, ...] = ()

    @property
    def rest(self) -> Compared | None:
        """The rest that stands for the ride."""
        return middle_rest(self.compared)


@dataclass(frozen=True, slots=True)
class _Column:
    """need: the higher, the sooner it is left out. cut: may be made that narrow first."""

    title: str
    columns: int
    need: int
    words: Callable[[Row], str]
    right: bool = True
    tone: Tone = Tone.PLAIN


def table(rows: Sequence[Row], *, width: int) -> tuple[Line, ...]:
    """A head and a line each, in the order given; no wider than that."""
    columns = _that_fit(rows, width)
    head = "  ".join(fitted(one.title, one.columns, right=one.right) for one in columns)
    return ((Piece(head, Tone.STRONG),), *(_line(row, columns, width) for row in rows))


def _line(row: Row, columns: Sequence[_Column], width: int) -> Line:
    if row.past.figures is None:
        day = fitted(_day(row), columns[0].columns)
        return (Piece(fitted(f"{day}  {_UNREADABLE}", width).rstrip(), Tone.WARN),)
    pieces: list[Piece] = []
    for place, one in enumerate(columns):
        gap = "  " if place else ""
        text = fitted(one.words(row), one.columns, right=one.right)
        pieces.append(Piece(f"{gap}{text}", one.tone))
    return tuple(pieces)


def _that_fit(rows: Sequence[Row], width: int) -> list[_Column]:
    machines = {row.past.heading.machine for row in rows}
    columns = [one for one in _COLUMNS if one.title != "machine" or len(machines) > 1]
    while sum(one.columns + 2 for one in columns) - 2 > width:
        columns.remove(max(columns, key=lambda one: one.need))
    return columns


def _day(row: Row) -> str:
    started = row.past.heading.started
    return "undated" if started is None else f"{started.day:>2} {started:%b %y}"


def _threshold(row: Row) -> str:
    figures = row.past.figures
    if figures is None or figures.threshold_bpm is None or figures.threshold_sd_bpm is None:
        return ""
    return f"{figures.threshold_bpm:.0f} +-{figures.threshold_sd_bpm:.0f}"


def _within(row: Row) -> str:
    within = None if row.past.figures is None else row.past.figures.within
    return "" if within is None else f"{100 * within:.0f} %"


def _fell(row: Row) -> str:
    found = row.rest
    return "" if found is None else str(found.rest.fell_bpm)


def _like(row: Row) -> str:
    found = row.rest
    return "" if found is None or found.like_fell_bpm is None else f"{found.like_fell_bpm:.0f}"


def _soreness(row: Row) -> str:
    figures = row.past.figures
    assert figures is not None, "a ride that cannot be read has a line of its own"
    told = (figures.soreness_before, figures.soreness_after, figures.morning_after)
    if all(one is None for one in told):
        return ""
    return " ".join("-" if one is None else str(one) for one in told)


def _effort(row: Row) -> str:
    effort = None if row.past.figures is None else row.past.figures.effort
    return "" if effort is None else str(effort)


def _ridden(row: Row) -> str:
    figures = row.past.figures
    if figures is None:
        return ""
    minutes, seconds = divmod(round(figures.ridden_s), 60)
    return f"{minutes}:{seconds:02}"


def _rounds(row: Row) -> str:
    figures = row.past.figures
    if figures is None or not figures.rounds:
        return ""
    return f"{figures.rounds_ridden}/{figures.rounds}"


def _machine(row: Row) -> str:
    return Machine(row.past.heading.machine).words


_COLUMNS: Final = (
    _Column("day", 9, 0, _day, right=False),
    _Column("workout", 9, 7, lambda row: row.past.heading.workout, right=False, tone=Tone.QUIET),
    _Column("machine", 9, 6, _machine, right=False, tone=Tone.QUIET),
    _Column("ridden", 6, 8, _ridden, tone=Tone.QUIET),
    _Column("rounds", 6, 9, _rounds, tone=Tone.QUIET),
    _Column("only just", 9, 1, _threshold, tone=Tone.COURSE),
    _Column("range", 5, 2, _within),
    _Column("fell", 4, 3, _fell),
    _Column("like", 4, 5, _like, tone=Tone.QUIET),
    _Column("sore", 7, 4, _soreness),
    _Column("hard", 4, 10, _effort, tone=Tone.QUIET),
)


def record(row: Row) -> dict[str, object]:
    """Everything known of the ride as JSON values; what is not known is None."""
    heading, figures = row.past.heading, row.past.figures
    known: dict[str, object] = {
        "ride": row.past.ride,
        "athlete": heading.athlete,
        "started": heading.started and heading.started.isoformat(),
        "machine": heading.machine,
        "workout": heading.workout,
        "simulated": heading.simulated,
        "made_from": heading.made_from,
        "wrong": row.past.wrong,
    }
    if figures is None:
        return known
    return known | {
        "ended": figures.ended,
        "ridden_s": figures.ridden_s,
        "rounds": figures.rounds,
        "rounds_ridden": figures.rounds_ridden,
        "gentle": figures.gentle,
        "threshold_bpm": _rounded(figures.threshold_bpm),
        "threshold_sd_bpm": _rounded(figures.threshold_sd_bpm),
        "ranges": {
            effort: {"low_bpm": low, "high_bpm": high}
            for effort, (low, high) in figures.ranges.items()
        },
        "settled": {
            "within_s": figures.within_s,
            "over_s": figures.over_s,
            "under_s": figures.under_s,
        },
        "rests": [
            {
                "from_bpm": one.rest.from_bpm,
                "fell_bpm": one.rest.fell_bpm,
                "like_rides": one.rides,
                "like_fell_bpm": one.like_fell_bpm,
            }
            for one in row.compared
        ],
        "soreness_before": figures.soreness_before,
        "soreness_after": figures.soreness_after,
        "morning_after": figures.morning_after,
        "effort": figures.effort,
        "back": list(figures.back),
        "cues": figures.cues,
        "mended_from": figures.mended_from,
    }


CSV_COLUMNS: Final = (
    *("ride", "athlete", "started", "machine", "workout", "simulated", "made_from", "wrong"),
    *("ended", "ridden_s", "rounds", "rounds_ridden", "gentle", "threshold_bpm"),
    *("threshold_sd_bpm", "moderate_low_bpm", "moderate_high_bpm", "within_s", "over_s", "under_s"),
    *("from_bpm", "fell_bpm", "like_rides", "like_fell_bpm"),
    *("soreness_before", "soreness_after", "morning_after", "effort", "cues"),
)


def csv_rows(rows: Iterable[Row]) -> Iterable[list[str]]:
    """The names of the columns, then a row each; what is not known is empty."""
    yield list(CSV_COLUMNS)
    for row in rows:
        known = {**record(row), **_flat(row)}
        yield [_cell(known.get(name)) for name in CSV_COLUMNS]


def _flat(row: Row) -> dict[str, object]:
    """Of what is nested, one number each: the middle rest, the range of moderate."""
    figures, found = row.past.figures, row.rest
    if figures is None:
        return {}
    low, high = figures.ranges.get("moderate", (None, None))
    flat: dict[str, object] = {
        "moderate_low_bpm": low,
        "moderate_high_bpm": high,
        "within_s": figures.within_s,
        "over_s": figures.over_s,
        "under_s": figures.under_s,
    }
    if found is not None:
        flat |= {
            "from_bpm": found.rest.from_bpm,
            "fell_bpm": found.rest.fell_bpm,
            "like_rides": found.rides,
            "like_fell_bpm": found.like_fell_bpm,
        }
    return flat


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            text = clean(value)
            return f"'{text}" if text.lstrip().startswith(FORMULA_SIGNS) else text
        case _:
            return str(value)


def _rounded(value: float | None) -> float | None:
    """0.1 bpm: the spread is 3.5 at least."""
    return None if value is None else round(value, 1)
