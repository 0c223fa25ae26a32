"""The range bar: where the heart rate is, where it is heading, the range, the talk threshold.

Comes in: a `Bar` in bpm. Goes out: three rows on a canvas: numbers, the bar, what the signs mean.
The axis depends on the range and the threshold only, so that it stands still during a step and the
marker moves; what lies outside it is drawn as an arrow at the edge.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from hrguide.screen.canvas import Canvas, Tone

BELOW_BPM: Final = 20  # shown under the range: the way up from a rest is about that long
ABOVE_BPM: Final = 12  # shown over the top and the threshold: "ease" comes at +5
NARROW_CELLS: Final = 60  # below it the legend has no room

NOW_SIGN: Final = "●"
THRESHOLD_SIGN: Final = "!"
RISING_SIGN: Final = "▶"
FALLING_SIGN: Final = "◀"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Heart rates in bpm. low_bpm: None for "under high_bpm". Others None where unknown.

    tone: the verdict's. provisional: the range is a first estimate.
    """

    low_bpm: int | None
    high_bpm: int
    now_bpm: int | None = None
    heading_bpm: float | None = None
    threshold_bpm: float | None = None
    tone: Tone = Tone.PLAIN
    provisional: bool = False

    @property
    def axis(self) -> tuple[float, float]:
        """bpm at the left and right end."""
        left = (self.high_bpm - BELOW_BPM if self.low_bpm is None else self.low_bpm) - BELOW_BPM
        right = max(self.high_bpm, self.threshold_bpm or 0.0) + ABOVE_BPM
        return float(left), float(max(right, left + 1))


def draw_bar(
    canvas: Canvas, row: int, bar: Bar, *, numbers: bool = True, legend: bool = True
) -> None:
    """Numbers at `row`, the bar below, its legend below that; the bar's place stays."""
    width = canvas.width - 6
    if width < 8:
        return
    left, right = bar.axis

    def column(bpm: float) -> int:
        share = (bpm - left) / (right - left)
        return 3 + round(min(max(share, 0.0), 1.0) * (width - 1))

    first = column(left if bar.low_bpm is None else bar.low_bpm)
    last = column(bar.high_bpm)
    canvas.put(row + 1, 3, "─" * width, Tone.QUIET)
    canvas.put(row + 1, first, "░" * (last - first + 1), Tone.STRONG)
    if bar.low_bpm is not None:
        canvas.put(row + 1, first, "[", Tone.STRONG)
    canvas.put(row + 1, last, "]", Tone.STRONG)
    if bar.threshold_bpm is not None:
        canvas.put(row + 1, column(bar.threshold_bpm), THRESHOLD_SIGN, Tone.EASE)
    if bar.heading_bpm is not None:
        falling = bar.now_bpm is not None and bar.heading_bpm < bar.now_bpm
        sign = FALLING_SIGN if falling else RISING_SIGN
        canvas.put(row + 1, column(bar.heading_bpm), sign, bar.tone)
    if bar.now_bpm is not None:
        _now(canvas, row + 1, bar, column(bar.now_bpm))
    if numbers:
        _numbers(canvas, row, bar, column)
    if legend and canvas.width >= NARROW_CELLS:
        _legend(canvas, row + 2, bar)


def _now(canvas: Canvas, row: int, bar: Bar, column: int) -> None:
    assert bar.now_bpm is not None
    left, right = bar.axis
    if bar.now_bpm < left:
        canvas.put(row, column, FALLING_SIGN * 2, bar.tone)
    elif bar.now_bpm > right:
        canvas.put(row, column - 1, RISING_SIGN * 2, bar.tone)
    else:
        canvas.put(row, column - 1, f" {NOW_SIGN} ", bar.tone, reverse=True)


def _numbers(canvas: Canvas, row: int, bar: Bar, column: Callable[[float], int]) -> None:
    """The numbers that find room, most wanted first: the big letters already show the rate now."""
    taken: set[int] = set()
    wanted: list[tuple[float | None, Tone]] = [
        (bar.high_bpm, Tone.STRONG),
        (bar.low_bpm, Tone.STRONG),
        (bar.threshold_bpm, Tone.EASE),
        (bar.heading_bpm, bar.tone),
    ]
    for bpm, tone in wanted:
        if bpm is None:
            continue
        text = f"{bpm:.0f}"
        start = column(bpm) - len(text) // 2
        if taken.isdisjoint(range(start - 1, start + len(text) + 1)):
            canvas.put(row, start, text, tone)
            taken.update(range(start, start + len(text)))


def _legend(canvas: Canvas, row: int, bar: Bar) -> None:
    what = "a first estimate" if bar.provisional else "your range"
    parts = [] if bar.now_bpm is None else [f"{NOW_SIGN} now"]
    if bar.heading_bpm is not None:
        falling = bar.now_bpm is not None and bar.heading_bpm < bar.now_bpm
        parts.append(f"{FALLING_SIGN if falling else RISING_SIGN} where it is heading")
    parts.append(f"[░] {what}")
    if bar.threshold_bpm is not None:
        parts.append(f'{THRESHOLD_SIGN} "only just"')
    canvas.put_centred(row, "     ".join(parts), Tone.QUIET)
