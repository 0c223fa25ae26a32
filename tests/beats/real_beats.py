"""Real heart beats out of `../shared/recordings`, for tests and for `scripts/bench_beats.py`.

Comes in: the folder. Goes out: intervals in seconds and what is known of them. Raises OSError
where the folder is not there; a test skips then (`straps.recording`).
"""

import csv
import math
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

RECORDINGS = Path(__file__).resolve().parents[3] / "shared" / "recordings"

# MIT-BIH annotation codes (PhysioNet, ecgcodes.h): beats, and what only remarks on them
_BEAT_CODES = {1: "N", 5: "V", 8: "A"}
_SKIP, _NUM, _SUB, _CHN, _AUX = 59, 60, 61, 62, 63


def annotated_rr_s(path: Path) -> list[float]:
    """Intervals between hand-annotated R peaks (GUDB, sample numbers at 250 Hz), s."""
    peaks = [int(line.split()[0]) for line in path.read_text().splitlines()]
    return [(after - before) / 250 for before, after in pairwise(peaks)]


def polar_rr_s(path: Path) -> list[float]:
    """The intervals of a Polar .hrm file, s."""
    return [int(ms) / 1000 for ms in path.read_text().rpartition("[HRData]")[2].split()]


def mit_beats(path: Path) -> tuple[list[float], list[str]]:
    """Times (s, 360 Hz) and types (N, A, V) of the beats of an .atr file.

    Two bytes an annotation: six bits of code, ten of samples since the one before.
    """
    data = path.read_bytes()
    at, sample = 0, 0
    times: list[float] = []
    kinds: list[str] = []
    while at + 1 < len(data):
        word = int.from_bytes(data[at : at + 2], "little")
        code, value = word >> 10, word & 0x3FF
        at += 2
        if word == 0:
            break
        if code == _SKIP:
            high, low = (int.from_bytes(data[at + n : at + n + 2], "little") for n in (0, 2))
            sample += (high << 16) + low
            at += 4
        elif code == _AUX:
            at += value + value % 2
        elif code not in (_NUM, _SUB, _CHN):
            sample += value
            if code in _BEAT_CODES:
                times.append(sample / 360)
                kinds.append(_BEAT_CODES[code])
    return times, kinds


def graded_tests(folder: Path) -> dict[int, tuple[list[float], float]]:
    """ACTES tests 3 to 17: intervals from a minute before the ramp to its end, HR at VT1.

    IDs 1 and 9 have VT1 in the very first stage (recordings/README.md). Seconds without RR are one
    long interval. HR at VT1: last minute of the stages around VT1's power, interpolated.
    """
    tests: dict[int, list[tuple[float, float | None, float]]] = defaultdict(list)
    with (folder / "actes_odd_ids.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            rr_ms = float(row["RR"]) if row["RR"] else None
            tests[int(row["ID"])].append((float(row["time"]), rr_ms, float(row["power"] or 0.0)))
    found = {}
    with (folder / "actes_odd_ids_vt.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            number = int(row["ID"])
            if number not in (1, 9):
                found[number] = (_ramp(tests[number]), float(row["HR_vt1_stage_interp"]))
    return found


def _ramp(rows: list[tuple[float, float | None, float]]) -> list[float]:
    end_s = max(at_s for at_s, _, power_w in rows if power_w > 0)
    rr_s: list[float] = []
    last_s = -math.inf
    for at_s, rr_ms, _ in rows:
        if not -60.0 <= at_s <= end_s or rr_ms is None:
            continue
        silent_s = at_s - last_s
        rr_s.append(silent_s if 3.0 < silent_s < 1e6 else rr_ms / 1000)
        last_s = at_s
    return rr_s
