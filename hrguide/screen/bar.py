"""The range bar: where the heart rate is, where it is heading, the range, the talk threshold.

Comes in: a `Bar` in bpm. Goes out: rows on a canvas: numbers, the bar, what the signs mean.
The axis depends on the range and the threshold only, so that it stands still during a step and the
marker moves; what lies outside it is drawn as an arrow at the edge.
"""

from dataclasses import dataclass
from typing import Final

from hrguide.screen.canvas import Canvas, Tone

BELOW_BPM: Final = 20  # shown under the range: the way up from a rest is about that long
ABOVE_BPM: Final = 12  # shown over the top and the threshold: "ease" comes at +5
LEGEND_CELLS: Final = 76  # the longest legend
_FIRST: Final = 3  # the margin, so that a marker at the edge keeps its arms
_LEAST_CELLS: Final = 8

NOW_SIGN: Final = "●"
THRESHOLD_SIGN: Final = "!"
RISING_SIGN: Final = "▶"
FALLING_SIGN: Final = "◀"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Heart rates in bpm. low_bpm: None for "under high_bpm". Others None where unknown.

    tone: the verdict's. provisional: the range is a first estimate. what: what it is else, for the
    legend.
    """

    low_bpm: int | None
    high_bpm: int
    now_bpm: int | None = None
    heading_bpm: float | None = None
    threshold_bpm: float | None = None
    tone: Tone = Tone.PLAIN
    provisional: bool = False
    what: str = "your range"

    @property
    def axis(self) -> tuple[float, float]:
        """bpm at the left and right end."""
        left = (self.high_bpm - BELOW_BPM if self.low_bpm is None else self.low_bpm) - BELOW_BPM
        right = max(self.high_bpm, self.threshold_bpm or 0.0) + ABOVE_BPM
        return float(left), float(max(right, left + 1))

    @property
    def heading_sign(self) -> str:
        """An arrow to where the rate is heading."""
        falls = (
            self.heading_bpm is not None
            and self.now_bpm is not None
            and self.heading_bpm < self.now_bpm
        )
        return FALLING_SIGN if falls else RISING_SIGN


@dataclass(frozen=True, slots=True)
class _Scale:
    """bpm to columns: the first and last cell and what they stand for."""

    left_bpm: float
    right_bpm: float
    width: int

    def column(self, bpm: float) -> int:
        share = (bpm - self.left_bpm) / (self.right_bpm - self.left_bpm)
        return _FIRST + round(min(max(share, 0.0), 1.0) * (self.width - 1))


def draw_bar(
    canvas: Canvas,
    row: int,
    bar: Bar,
    *,
    numbers: bool = True,
    thick: int = 1,
    legend: bool = True,
) -> None:
    """Numbers at `row`, `thick` rows of bar below, its legend below that; the places stay."""
    scale = _Scale(*bar.axis, canvas.width - 2 * _FIRST)
    if scale.width < _LEAST_CELLS:
        return
    for at in range(row + 1, row + 1 + thick):
        if at == row + thick:
            canvas.put(at, _FIRST, "─" * scale.width, Tone.QUIET)
        _line(canvas, at, bar, scale)
    if numbers:
        _numbers(canvas, row, bar, scale)
    if legend and canvas.width >= LEGEND_CELLS:
        _legend(canvas, row + 1 + thick, bar)


def _line(canvas: Canvas, row: int, bar: Bar, scale: _Scale) -> None:
    first = scale.column(scale.left_bpm if bar.low_bpm is None else bar.low_bpm)
    last = scale.column(bar.high_bpm)
    canvas.put(row, first, "░" * (last - first + 1), Tone.STRONG)
    if bar.low_bpm is not None:
        canvas.put(row, first, "[", Tone.STRONG)
    canvas.put(row, last, "]", Tone.STRONG)
    if bar.threshold_bpm is not None:
        canvas.put(row, scale.column(bar.threshold_bpm), THRESHOLD_SIGN, Tone.EASE)
    if bar.heading_bpm is not None:
        canvas.put(row, scale.column(bar.heading_bpm), bar.heading_sign, bar.tone)
    if bar.now_bpm is None:
        return
    column = scale.column(bar.now_bpm)
    if bar.now_bpm < scale.left_bpm:
        canvas.put(row, column, FALLING_SIGN * 2, bar.tone)
    elif bar.now_bpm > scale.right_bpm:
        canvas.put(row, column - 1, RISING_SIGN * 2, bar.tone)
    else:
        canvas.put(row, column - 1, f" {NOW_SIGN} ", bar.tone, reverse=True)


def _numbers(canvas: Canvas, row: int, bar: Bar, scale: _Scale) -> None:
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
        start = scale.column(bpm) - len(text) // 2
        if taken.isdisjoint(range(start - 1, start + len(text) + 1)):
            canvas.put(row, start, text, tone)
            taken.update(range(start, start + len(text)))


def _legend(canvas: Canvas, row: int, bar: Bar) -> None:
    what = "a first estimate" if bar.provisional else bar.what
    parts = [] if bar.now_bpm is None else [f"{NOW_SIGN} now"]
    if bar.heading_bpm is not None:
        parts.append(f"{bar.heading_sign} where it is heading")
    parts.append(f"[░] {what}")
    if bar.threshold_bpm is not None:
        parts.append(f'{THRESHOLD_SIGN} "only just"')
    canvas.put_centred(row, "     ".join(parts), Tone.QUIET)
