"""A ride as plain text: CSV of our own columns, RR intervals, or JSON for a notebook.

Comes in: a `Told`. Goes out: the bytes. CSV and RR hold what the strap sent, to the 1/1024 s, and
are read again by `import`; JSON has the ranges and verdicts too. A rate that cannot be is an empty
cell. None of them says who rode.
"""

import heapq
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Final

from hrguide.bluetooth.source import Received
from hrguide.ride.erg import ERG, decode_erg
from hrguide.ride.export.told import Sent, Told

CSV_COLUMNS: Final = "time_s,hr_bpm,rr_s,power_w,cadence_rpm"
JSON_FORMAT: Final = "hrguide ride 1"
_MS_PER_S: Final = 1000


def encode_csv(told: Told) -> bytes:
    """A row for each packet of the strap, and for each of the erg that came at another time."""
    erg = [packet for packet in told.ride.packets if packet.characteristic == ERG]
    events: Iterator[Sent | Received] = heapq.merge(told.sent, erg, key=_at_s)
    return "".join(f"{line}\n" for line in (CSV_COLUMNS, *_csv_rows(events))).encode()


def encode_rr(told: Told) -> bytes:
    """One interval a line, in ms; three decimals tell one 1/1024 s from the next."""
    lines = (f"{rr_s * _MS_PER_S:.3f}" for sent in told.sent for rr_s in sent.rr_s)
    return "".join(f"{line.rstrip('0').rstrip('.')}\n" for line in lines).encode()


def encode_json(told: Told) -> bytes:
    """One object: what it is, steps, seconds, beats."""
    header = told.ride.header
    plain = {
        "format": JSON_FORMAT,
        "started": None if told.started is None else told.started.isoformat(),
        "machine": told.machine.value,
        "simulated": header.simulated,
        "synthesised": header.synthesised,
        "workout": {"name": header.workout_name, "text": header.workout_text},
        "start_s": told.start_s,
        "end_s": told.end_s,
        "pauses": [list(pause) for pause in told.pauses],
        "steps": [asdict(stretch) for stretch in told.stretches],
        "seconds": [asdict(second) for second in told.seconds],
        "sent": [asdict(sent) for sent in told.sent],
    }
    return (json.dumps(plain, ensure_ascii=False) + "\n").encode()


def _at_s(event: Sent | Received) -> float:
    return event.at_s


def _csv_rows(events: Iterator[Sent | Received]) -> Iterator[str]:
    heart: Sent | None = None
    for event in events:
        if isinstance(event, Sent):
            if heart is not None:
                yield _row(heart, None)
            heart = event
        elif heart is not None and heart.at_s == event.at_s:
            yield _row(heart, event)
            heart = None
        else:
            if heart is not None:
                yield _row(heart, None)
                heart = None
            yield _row(None, event)
    if heart is not None:
        yield _row(heart, None)


def _row(heart: Sent | None, erg: Received | None) -> str:
    at_s = heart.at_s if heart is not None else erg.at_s if erg is not None else 0.0
    cells: list[object] = [int(at_s) if at_s == int(at_s) else repr(at_s)]  # to the last bit
    cells.append("" if heart is None or heart.hr_bpm is None else heart.hr_bpm)
    cells.append("" if heart is None else " ".join(f"{rr_s!r}" for rr_s in heart.rr_s))
    reading = None if erg is None else decode_erg(erg.payload)
    power_w = None if reading is None else reading.power_w
    cadence_rpm = None if reading is None else reading.cadence_rpm
    cells.append("" if power_w is None else max(0, power_w))
    cells.append("" if cadence_rpm is None else f"{cadence_rpm:g}")
    return ",".join(str(cell) for cell in cells)
