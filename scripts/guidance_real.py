"""Real rides for `bench_guidance.py`: heart rate second by second, and the steps they rode.

`python scripts/guidance_real.py [FOLDER]` alone says, ride by ride and phase by phase, how the
forecast 30 s ahead compares with "it stays as it is", apart for the rides that the forecast was
tuned on; the exit code is 1 where a ride is worse than the limit in any phase.

Comes in: recordings (FIT, CSV). Goes out: a `RealRide` with a step for each lap, or for each span
of level power where there are no laps. A step's kind is what its workout would have called it: the
watts, rounded. Truth and "it stays as it is" are the recording's own readings; seconds without
one are neither guessed nor scored.
"""

import csv
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import fitdecode

from hrguide.guide.foresight import Foresight, StepAhead

AHEAD_S = 30
RECORDINGS = Path(__file__).parents[2] / "shared" / "recordings" / "rides"
LIMIT = 1.03  # issue 5: of persistence, in any phase; here of every single ride
# Looked at while the numbers of `guide/credit.py`, `expected.py` and `kinetics.py` were chosen
# (two of them are one session). The others' figures were seen, but decided nothing.
TUNED_ON = (
    "erg_edge800_trainer",
    "erg_fenix6_turbo_same",
    "erg_kinomap_row",
    "erg_row_painsled",
    "erg_row_smartrow_intervals",
    "erg_zwift_turbo_16laps",
    "rr_bike_indoor_intervals_edge530",
)
PHASES = (("0-30", 0.0, 30.0), ("30-90", 30.0, 90.0), (">90", 90.0, math.inf))
Z_80 = 1.2816
HOLD_S = 10  # a reading is held so long where none comes (strokes; recorders that skip a second)
SAME_WATTS = 20.0  # loads this close are one kind of step
REST_SHARE = 0.35  # of the ride's mean power over its work: below it a step is a rest [J]
LEVEL_S = 20  # a change of load must last so long to begin a step, where there are no laps


@dataclass(frozen=True)
class Lap:
    """A step of a real ride: [from_s, to_s), and its kind."""

    from_s: int
    to_s: int
    kind: str


@dataclass(frozen=True)
class RealRide:
    """hr_bpm, watts: one for each second, None where there was none. own_laps: not from power."""

    name: str
    hr_bpm: Sequence[int | None]
    laps: Sequence[Lap]
    own_laps: bool


def rides(folder: Path) -> Iterator[RealRide]:
    """Every ride of the folder that has a heart rate in time."""
    for path in sorted(folder.iterdir()):
        if path.suffix == ".fit":
            yield _from_fit(path)
        elif path.suffix == ".csv" and (found := _from_csv(path)) is not None:
            yield found


def scores(ride: RealRide) -> Counter[str]:
    """Sums over the ride: errors by phase, for all seconds and from the second like step on."""
    foresight = Foresight()
    sums: Counter[str] = Counter()
    told: dict[int, tuple[float, float, int, str, bool]] = {}
    at = 0
    seen: set[tuple[str, str]] = set()
    again = False
    for second, reading in enumerate(ride.hr_bpm):
        while at + 1 < len(ride.laps) and second >= ride.laps[at].to_s:
            at += 1
        lap = ride.laps[at]
        if second == lap.from_s:
            before = ride.laps[at - 1].kind if at else ""
            again = (before, lap.kind) in seen
            seen.add((before, lap.kind))
            after = ride.laps[at + 1].kind if at + 1 < len(ride.laps) else None
            foresight.enter(StepAhead(kind=lap.kind), after and StepAhead(kind=after))  # type: ignore[arg-type]
        foresight.step(reading, left_s=float(lap.to_s - second - 1))
        _score(sums, told.pop(second, None), reading)
        if reading is None:
            continue
        sums["readings"] += 1
        ahead = foresight.forecast(float(second), AHEAD_S)
        if ahead is not None:
            phase = next(n for n, a, b in PHASES if a <= second - lap.from_s < b)
            told[second + AHEAD_S] = (ahead.mean_bpm, ahead.sd_bpm, reading, phase, again)
    return sums


def ratio(sums: Counter[str], phase: str) -> float | None:
    """Our RMSE of persistence's in a phase; None where nothing was scored."""
    stays = sums[f"stays {phase}"]
    return math.sqrt(sums[f"ours {phase}"] / stays) if stays else None


def worst(sums: Counter[str]) -> float:
    """The worst phase of a ride, by `ratio`."""
    return max(found for name, _, _ in PHASES if (found := ratio(sums, name)) is not None)


def main(folder: Path) -> int:
    """Print every ride; 1 where one is worse than LIMIT, 2 where there are none."""
    if not folder.is_dir():
        print(f"no recordings at {folder}")
        return 2
    pooled: dict[str, Counter[str]] = {"tuned on": Counter(), "judged by": Counter()}
    missed = []
    print("real rides, 30 s ahead: RMSE of persistence's (persistence's bpm; coverage; seconds)")
    for ride in rides(folder):
        sums = scores(ride)
        group = "tuned on" if ride.name in TUNED_ON else "judged by"
        pooled[group].update(sums)
        print(
            f"  {group:<10}{ride.name:<33}" + "  ".join(_cell(sums, name) for name, _, _ in PHASES)
        )
        if worst(sums) > LIMIT:
            missed.append(ride.name)
    for group, sums in pooled.items():
        print(
            f"  {group:<10}{'all together':<33}" + "  ".join(_cell(sums, n) for n, _, _ in PHASES)
        )
    print(f"worse than {LIMIT} in a phase: {', '.join(missed) or 'none'}")
    return 1 if missed else 0


def _cell(sums: Counter[str], phase: str) -> str:
    found, count = ratio(sums, phase), sums[f"n {phase}"]
    if found is None:
        return f"{phase}: -"
    stays = math.sqrt(sums[f"stays {phase}"] / count)
    cover = sums[f"within {phase}"] / count
    return f"{phase}: {found:.3f} ({stays:.1f}; {cover:.2f}; {count})"


def _score(
    sums: Counter[str], told: tuple[float, float, int, str, bool] | None, truth: int | None
) -> None:
    if told is None or truth is None:
        return
    mean, sd, stays, phase, again = told
    sums["scored"] += 1
    for name in (phase, "all", *([f"like {phase}", "like all"] if again else [])):
        sums[f"n {name}"] += 1
        sums[f"ours {name}"] += (mean - truth) ** 2
        sums[f"stays {name}"] += (stays - truth) ** 2
        sums[f"within {name}"] += abs(mean - truth) <= Z_80 * sd


def _from_fit(path: Path) -> RealRide:
    readings: dict[int, tuple[int | None, float | None]] = {}
    marks: list[int] = []
    start = 0.0
    with fitdecode.FitReader(str(path), error_handling=fitdecode.ErrorHandling.IGNORE) as reader:
        for frame in reader:
            if not isinstance(frame, fitdecode.FitDataMessage):
                continue
            if frame.name == "record":
                when = frame.get_value("timestamp").timestamp()
                start = start or when
                rate = frame.get_value("heart_rate", fallback=None)
                power = frame.get_value("power", fallback=None)
                if power is None:
                    power = frame.get_value("Power", fallback=None)
                readings[round(when - start)] = (rate or None, power)
            elif frame.name == "lap":
                marks.append(round(frame.get_value("start_time").timestamp()))
    laps = sorted({max(0, round(mark - start)) for mark in marks})
    return _ride(path.stem, readings, laps)


COLUMNS = {
    # file: (seconds, heart rate, power, interval)
    "erg_row_ergdata": ("Time (seconds)", "Heart Rate", None, None),
    "erg_row_painsled": ("stroke.elapsedTimeSec", "stroke.hrBpm", "stroke.watts", None),
    "erg_row_rp3_intervals": ("time", "pulse", "power", "workout_interval_id"),
    "erg_row_smartrow_intervals": ("Second (#)", "Heart rate (bpm)", "Actual power (W)", None),
    "erg_kinomap_row": (None, "Heart rate", "Power", None),
}


def _from_csv(path: Path) -> RealRide | None:
    columns = COLUMNS.get(path.stem)
    if columns is None:
        return None
    at_name, rate_name, power_name, lap_name = columns
    readings: dict[int, tuple[int | None, float | None]] = {}
    marks: list[int] = []
    lap, last_s, offset_s = None, 0.0, 0.0
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = csv.DictReader(file, skipinitialspace=True)
        for number, row in enumerate(rows):
            at_s = float(number) if at_name is None else _number(row.get(at_name))
            rate = _number(row.get(rate_name))
            if at_s is None:
                continue
            if lap_name is not None and row[lap_name] != lap:
                lap = row[lap_name]
                offset_s = last_s if at_s < last_s - offset_s else offset_s
                marks.append(round(at_s + offset_s))
            last_s = at_s + offset_s
            power = _number(row.get(power_name)) if power_name else None
            readings[round(last_s)] = (round(rate) if rate else None, power)
    return _ride(path.stem, readings, marks)


def _ride(
    name: str, readings: dict[int, tuple[int | None, float | None]], marks: Sequence[int]
) -> RealRide:
    last_s = max(readings)
    rates: list[int | None] = []
    watts: list[float | None] = []
    held: tuple[int | None, float | None] = (None, None)
    held_s = -HOLD_S
    for second in range(last_s + 1):
        if second in readings:
            held, held_s = readings[second], second
        fresh = second - held_s < HOLD_S
        rates.append(held[0] if fresh else None)
        watts.append(held[1] if fresh else None)
    own = len(marks) > 2
    edges = sorted({0, *(mark for mark in marks if 0 < mark < last_s)}) if own else _levels(watts)
    return RealRide(name, rates, _laps(edges, watts, last_s + 1), own)


def _laps(edges: Sequence[int], watts: Sequence[float | None], end_s: int) -> list[Lap]:
    spans = list(zip(edges, [*edges[1:], end_s], strict=True))
    means = [_mean(watts[a:b]) for a, b in spans]
    known = [mean for mean in means if mean is not None and mean > 0]
    usual = fmean(known) if known else 0.0
    return [
        Lap(a, b, _kind(mean, usual)) for (a, b), mean in zip(spans, means, strict=True) if b > a
    ]


def _kind(mean: float | None, usual: float) -> str:
    if mean is None:
        return "free"
    if mean < REST_SHARE * usual:
        return "rest"
    return f"{SAME_WATTS * round(mean / SAME_WATTS):.0f} W"


def _levels(watts: Sequence[float | None]) -> list[int]:
    """Where the load changes for good: half-minute means that differ by a quarter."""
    edges = [0]
    for second in range(LEVEL_S, len(watts) - LEVEL_S):
        before, after = _mean(watts[second - LEVEL_S : second]), _mean(watts[second:][:LEVEL_S])
        if before is None or after is None or second - edges[-1] < 2 * LEVEL_S:
            continue
        if abs(after - before) > max(0.25 * max(before, after), SAME_WATTS) and _steepest(
            watts, second
        ):
            edges.append(second)
    return edges


def _steepest(watts: Sequence[float | None], second: int) -> bool:
    """Whether no neighbour of the next 10 s parts the load better."""

    def parted(at: int) -> float:
        before, after = _mean(watts[at - LEVEL_S : at]), _mean(watts[at : at + LEVEL_S])
        return 0.0 if before is None or after is None else abs(after - before)

    return parted(second) >= max(parted(second + later) for later in range(1, 11))


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None


def _number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else RECORDINGS))
