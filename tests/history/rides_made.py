"""Short rides in a home folder: a round easy, a round moderate, a rest that falls by 20 bpm."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hrguide.ride.lines import Answered, Footer, encode_line
from tests.report.report_rides import a_ride
from tests.ride.ride_examples import SAM, STARTED


def _rate(at_s: int) -> int:
    """Within both ranges, and a rest from 180 s to 240 s."""
    if at_s < 120:
        return 108
    if at_s < 180:
        return 125
    if at_s < 240:
        return 125 - (at_s - 180) // 3
    return 108 if at_s < 360 else 125


RIDE = a_ride(
    _rate,
    others=[
        Answered(at_s=0.0, question="soreness_before", answer=5),
        Answered(at_s=419.0, question="soreness_after", answer=3),
        Answered(at_s=419.0, question="effort", answer=3),
    ],
)


def keep_ride(
    home: Path, *, day: int, name: str | None = "Sam", simulated: bool = False, **header: object
) -> Path:
    """The ride of that day in November, as HOME/rides/2026-11-DAY-name.hrg."""
    facts: dict[str, object] = {
        "athlete": None if name is None else replace(SAM, name=name),
        "simulated": simulated,
        "started": STARTED + timedelta(days=day - STARTED.day),
        **header,
    }
    folder = home / "rides"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"2026-11-{day:02}-{(name or 'ride').lower()}.hrg"
    head = replace(RIDE.header, **facts)  # type: ignore[arg-type]
    assert isinstance(RIDE.events[-1], Footer)
    path.write_bytes(b"".join(encode_line(record) for record in (head, *RIDE.events)))
    return path
