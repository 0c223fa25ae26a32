"""Trainer courses (.erg in watts, .mrc in percent): read as whiteboard text.

Comes in: bytes. Goes out: text; a course is a line of points, so neighbours of one effort become
one step. It refuses watts without the FTP they belong to.
"""

import re
from itertools import pairwise

from hrguide.errors import BadFileError
from hrguide.workout.formats.intensity import POWER
from hrguide.workout.formats.sheet import ridden, sheet, timed_line

MARK = "[COURSE HEADER]"

_POINT = re.compile(r"\s*(-?[0-9.]+)[\s,;]+(-?[0-9.]+)\s*")


def read_course(content: bytes, file: str) -> str:
    """A course as whiteboard text. Raises BadFileError with the line."""
    lines = content.decode("utf-8-sig", errors="replace").splitlines()
    header = _header(lines)
    in_watts = "WATTS" in header
    ftp = _ftp(header, file) if in_watts else 100.0
    points = [(minutes * 60, level / ftp * 100) for minutes, level in _points(lines, file)]
    stretches = [(end - start, low, high) for (start, low), (end, high) in pairwise(points)]
    steps = [
        timed_line(asked, seconds, _shares(low, high))
        for seconds, asked, low, high in ridden(stretches, POWER)
    ]
    if not steps:
        raise BadFileError(f"{file}: a course without points", hint="Export it again.")
    unit = f"watts, FTP {ftp:g}" if in_watts else "percent of FTP"
    return sheet([header.get("DESCRIPTION", ""), f"From a course in {unit}.", POWER.rule], [steps])


def _header(lines: list[str]) -> dict[str, str]:
    """The facts above the points; the column names are keys without a value."""
    facts: dict[str, str] = {}
    for line in lines:
        if line.strip().upper().startswith("[END COURSE HEADER]"):
            break
        name, sign, value = line.partition("=")
        if sign:
            facts[name.strip().upper()] = value.strip()
        else:
            facts |= dict.fromkeys(line.upper().split(), "")
    return facts


def _ftp(header: dict[str, str], file: str) -> float:
    try:
        ftp = float(header.get("FTP", ""))
    except ValueError:
        ftp = 0.0
    if not 30 <= ftp <= 600:
        raise BadFileError(
            f"{file}: watts without an FTP: {header.get('FTP', 'none')!r}",
            hint="Write the rider's FTP into its header: FTP = 200",
        )
    return ftp


def _points(lines: list[str], file: str) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    inside = False
    for number, line in enumerate(lines, start=1):
        mark = line.strip().upper()
        if mark.startswith("["):
            inside = mark.startswith("[COURSE DATA]")
            continue
        if not inside or not mark:
            continue
        point = _point(line)
        if point is None or (points and point[0] < points[-1][0]):
            raise BadFileError(
                f"{file}: line {number}: expected minutes and a level, time rising, got"
                f" {line.strip()[:40]!r}",
                hint="Export it again.",
            )
        points.append(point)
    return points


def _point(line: str) -> tuple[float, float] | None:
    found = _POINT.fullmatch(re.sub(r"\bLAP\b.*", "", line, flags=re.IGNORECASE))
    if found is None:
        return None
    try:
        minutes, level = float(found[1]), float(found[2])
    except ValueError:
        return None
    return (minutes, level) if 0 <= minutes <= 1440 and 0 <= level <= 5000 else None


def _shares(low: float, high: float) -> str:
    same = round(low) == round(high)
    return f"{low:.0f} % of FTP" if same else f"{low:.0f}-{high:.0f} % of FTP"
