"""The history as a page: pictures of what changed, then the rides, newest first.

Comes in: one athlete's rides, a width, and the rows there are. Goes out: lines of pieces that fit
the width. Each picture says its newest number too. Recovery stands beside own like rests only,
soreness as it was told: no line says what caused what, none calls anything normal.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from hrguide.athlete.athlete import Machine
from hrguide.history.chart import Point, chart
from hrguide.history.like import Compared, compare
from hrguide.history.lines import Line, Piece, Tone, line, wrapped
from hrguide.history.past import Figures, Past
from hrguide.history.sparks import spark
from hrguide.history.table import LEGEND, Row, table
from hrguide.report.recovery import LIKE_BPM, LIKE_RIDES, posture

NARROW_BELOW: Final = 77  # columns; bars with their longest words need so many
LOW_BELOW: Final = 20  # rows; below it no chart
LEAST_RIDES: Final = 2  # shown however low the screen is
_CHART_ROWS: Final = 4
_CHART_ROWS_TALL: Final = 7
_TALL_FROM: Final = 32
_SORENESS_MOST: Final = 10.0  # 0 nothing, 10 the worst one can imagine
_LABEL, _LABEL_NARROW = 13, 12
_SPARK, _SPARK_NARROW = 24, 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is asked of the page. whose: in words; machine: the one the pictures are of, None for
    the newest ride's. rows: of the screen, None for all rides. all_rides: those the filters left.
    """

    whose: str
    rows: tuple[Row, ...]
    machine: str | None = None


def rows_of(pasts: Iterable[Past]) -> tuple[Row, ...]:
    """Each ride with its rests beside earlier like ones; oldest first."""
    every = tuple(pasts)
    compared = compare(every)
    return tuple(Row(past=past, compared=compared[past.ride]) for past in every)


def page(shown: Shown, *, width: int, height: int | None) -> tuple[Line, ...]:
    """height: rows of the screen; as many rides as fit are shown, all where it is None."""
    newest = shown.rows[-1].past.heading.machine
    machine = shown.machine or newest
    here = [row for row in shown.rows if row.past.heading.machine == machine]
    narrow = width < NARROW_BELOW
    low = height is not None and height < LOW_BELOW
    head = [*_title(shown, machine, width), *_threshold(here, width, height)]
    head += _sparks(here, machine, narrow=narrow, low=low, width=width)
    rides = tuple(reversed(shown.rows))
    tail = (
        [] if narrow or low else [line(Piece(text, Tone.QUIET)) for text in wrapped(LEGEND, width)]
    )
    gaps = [] if low else [line()]
    fixed = len(head) + len(gaps) + 1 + len(tail) + 2  # the table's head, "older", the prompt
    most = len(rides) if height is None else max(LEAST_RIDES, height - fixed)
    if most == len(rides) - 1:
        most += 1  # the line that says "1 older" is as long as the ride
    lines = [*head, *gaps, *table(rides[:most], width=width), *tail]
    if most < len(rides):
        lines.append(line(Piece(f"{len(rides) - most} older: --all", Tone.QUIET)))
    return tuple(lines)


def _title(shown: Shown, machine: str, width: int) -> Iterator[Line]:
    rows = shown.rows
    here = sum(row.past.heading.machine == machine for row in rows)
    told = f"{shown.whose}: {len(rows)} ride{'' if len(rows) == 1 else 's'}"
    days = [row.past.heading.started for row in rows if row.past.heading.started is not None]
    if days:
        day = "{0:%b %y}" if width < NARROW_BELOW else "{0.day} {0:%b %Y}"
        since, until = (day.format(one) for one in (min(days), max(days)))
        told += f", {since}" if since == until else f", {since} to {until}"
    if here < len(rows) and width < NARROW_BELOW:
        told = f"{shown.whose}, {Machine(machine).words}: {here} of {len(rows)} rides"
    elif here < len(rows):
        told += f". Pictures: {here} on the {Machine(machine).words} (--machine)"
    for text in wrapped(told, width):
        yield line(Piece(text, Tone.STRONG))


def _threshold(here: Sequence[Row], width: int, height: int | None) -> Iterator[Line]:
    points = [
        Point(day=started.date(), mean_bpm=mean, sd_bpm=sd)
        for row in here
        if row.past.figures is not None
        and (started := row.past.heading.started) is not None
        and (mean := row.past.figures.threshold_bpm) is not None
        and (sd := row.past.figures.threshold_sd_bpm) is not None
    ]
    label = fitted_label('"Only just"', width < NARROW_BELOW)
    if not points:
        how = "" if width < NARROW_BELOW else ": answer the talk questions"
        yield line(label, Piece(f"not known yet{how}", Tone.QUIET))
        return
    last = points[-1]
    narrow = width < NARROW_BELOW
    now = f"{last.mean_bpm:.0f} +-{last.sd_bpm:.0f}{'' if narrow else ' bpm'}"
    first = points[0]
    since = ""
    if len(points) > 1:
        then = f"{first.mean_bpm:.0f} +-{first.sd_bpm:.0f}"
        since = f"; {then} on {first.day.day} {first.day:%b %Y}"
        if narrow:
            since = f" ({then} {first.day:%b %y})"
    yield line(label, Piece(now, Tone.COURSE), since)
    if len(points) < 2 or (height is not None and height < LOW_BELOW):
        return
    tall = height is None or height >= _TALL_FROM
    yield from chart(points, width=width, rows=_CHART_ROWS_TALL if tall else _CHART_ROWS)


def _sparks(
    here: Sequence[Row], machine: str, *, narrow: bool, low: bool, width: int
) -> Iterator[Line]:
    figures = [row.past.figures for row in here if row.past.figures is not None]
    columns = _SPARK_NARROW if narrow else _SPARK
    within = [one.within for one in figures]
    newest = next((one for one in reversed(figures) if one.within is not None), None)
    if newest is not None and newest.within is not None:
        settled_s = newest.within_s + newest.over_s + newest.under_s
        of = "" if narrow else f" of {_clock(settled_s)} settled time"
        told = f"{100 * newest.within:.0f} %{of}"
        drawn = spark(within, columns=columns, low=0.0, high=1.0)
        yield _row("In range", drawn, told, narrow=narrow, columns=columns)
    yield from _rests(here, machine, narrow=narrow, low=low, width=width)
    yield from _soreness(figures, narrow=narrow, columns=columns)


def _rests(
    here: Sequence[Row], machine: str, *, narrow: bool, low: bool, width: int
) -> Iterator[Line]:
    """Rests like the newest ride's: a bar each ride; unlike ones stand beside nothing."""
    columns = _SPARK_NARROW if narrow else _SPARK
    found = next((rest for row in reversed(here) if (rest := row.rest) is not None), None)
    if found is None:
        return
    fell = [_fell_like(row, found.rest.from_bpm) for row in here]
    enough = sum(one is not None for one in fell) > LIKE_RIDES
    drawn = spark(fell, columns=columns) if enough else ""
    if narrow:
        like = found.like_fell_bpm
        told = f"{found.rest.fell_bpm}{' bpm' if like is None else f', like {like:.0f}'}"
        yield _row("Rests", drawn, told, narrow=True, columns=columns)
        return
    lows = [one for one in fell[-columns:] if one is not None]
    if enough:
        bounds = dict.fromkeys((f"{min(lows):.0f}", f"{max(lows):.0f}"))
        scale = f"{' to '.join(bounds)} bpm in rests like the newest"
        yield _row("Rests", drawn, scale, narrow=False, columns=columns)
    sentence = _fell_sentence(found, machine)
    label = "" if enough else fitted_label("Rests", narrow=False)
    first, *more = wrapped(sentence, width - _LABEL)
    yield line(label or " " * _LABEL, first)
    for text in more:
        yield line(" " * _LABEL + text)


def _fell_sentence(found: Compared, machine: str) -> str:
    """physiology.md L9's words."""
    rest = found.rest
    where = f"in the first 60 s of rest ({posture(machine)}, from {rest.from_bpm})"
    fell = f"fell {rest.fell_bpm} bpm" if rest.fell_bpm > 0 else "did not fall"
    if found.like_fell_bpm is None:
        return f"{fell} {where}"
    return f"{fell} {where}; in {found.rides} earlier rides like it {found.like_fell_bpm:.0f}"


def _fell_like(row: Row, from_bpm: int) -> float | None:
    rests = () if row.past.figures is None else row.past.figures.rests
    like = [one.fell_bpm for one in rests if abs(one.from_bpm - from_bpm) <= LIKE_BPM]
    return median(like) if like else None


def _soreness(figures: Sequence[Figures], *, narrow: bool, columns: int) -> Iterator[Line]:
    kinds = (
        ("Sore before", "Sore bef.", [one.soreness_before for one in figures]),
        ("     after", "    after", [one.soreness_after for one in figures]),
        ("     morning", "    morn.", [one.morning_after for one in figures]),
    )
    if all(value is None for _long, _short, values in kinds for value in values):
        return
    for long, short, values in kinds:
        known = [value for value in values if value is not None]
        drawn = spark(values, columns=columns, low=0.0, high=_SORENESS_MOST)
        told = str(known[-1]) if known and values[-1] is not None else "not told"
        if known and values[-1] is None:
            told = f"not told; before that {known[-1]}"
        if narrow:
            told = str(known[-1]) if values[-1] is not None else "-"
        label = short if narrow else long
        yield _row(label, drawn, told, narrow=narrow, columns=columns, tone=Tone.STRONG)


def _row(
    label: str,
    drawn: str,
    told: str,
    *,
    narrow: bool,
    columns: int,
    tone: Tone = Tone.COURSE,
) -> Line:
    bars = f"{drawn:<{columns}}" if drawn else " " * columns
    return line(fitted_label(label, narrow), Piece(bars, tone), f"  {told}")


def fitted_label(text: str, narrow: bool) -> str:
    """The first words of a line, all of one width."""
    return f"{text:<{_LABEL_NARROW if narrow else _LABEL}}"


def _clock(seconds: float) -> str:
    minutes, left_s = divmod(round(seconds), 60)
    return f"{minutes}:{left_s:02}"
