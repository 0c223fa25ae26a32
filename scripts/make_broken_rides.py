"""Writes `fixtures/broken/recordings/`: one defect each, and what hrguide says to it.

    python scripts/make_broken_rides.py

Every file is a small whole recording with one thing wrong. `errors.txt` is golden: a change of it
is read in review.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "fixtures" / "broken" / "recordings"
GOLDEN = "errors.txt"

HEADER: dict[str, object] = {
    "kind": "header",
    "format": 1,
    "hrguide": "0.1.0",
    "started": "2026-11-22T18:09:12+01:00",
    "simulated": False,
    "synthesised": False,
    "origin": None,
    "athlete": {"name": "Sam", "age_years": 38},
    "evidence": [],
    "machine": "bikeerg",
    "gentle": False,
    "waiting": True,
    "ranges": None,
    "learned": None,
    "policy": {},
    "workout": {"name": "short", "text": "2 minutes easy\n1 minute moderate\n"},
}
EVENTS: tuple[dict[str, object], ...] = (
    {"kind": "link", "at_s": 0.5, "state": "connected", "device": "C0:FF:EE:00:8A:2F"},
    {"kind": "packet", "at_s": 1.0, "device": "C0:FF:EE:00:8A:2F", "hex": "104e1403"},
    {"kind": "command", "at_s": 1.5, "command": "start"},
    {"kind": "packet", "at_s": 2.0, "device": "C0:FF:EE:00:8A:2F", "hex": "10500203"},
    {"kind": "footer", "at_s": 2.5, "ending": "finished"},
)
CSV = ["time_s,hr_bpm,rr_s", "0.0,78,0.770", "1.0,79,0.760", "2.0,80,0.750 0.745"]
RR = ["# one a line, ms", "770", "760", "750", "745"]


def lines() -> list[bytes]:
    """The whole ride, a line each."""
    return [dump(record) for record in (HEADER, *EVENTS)]


def dump(record: dict[str, object]) -> bytes:
    return json.dumps(record, separators=(",", ":")).encode()


def header(**changes: object) -> list[bytes]:
    """The whole ride under another header."""
    return [dump({**HEADER, **changes}), *lines()[1:]]


def event(number: int, **changes: object) -> list[bytes]:
    """The whole ride with one event changed; None takes a field away."""
    changed = {**EVENTS[number], **changes}
    plain = {name: value for name, value in changed.items() if value is not None}
    return [*lines()[: number + 1], dump(plain), *lines()[number + 2 :]]


def in_place(number: int, line: bytes) -> list[bytes]:
    """The whole ride with another line in place of one."""
    return [*lines()[:number], line, *lines()[number + 1 :]]


def rides() -> dict[str, bytes]:
    """File name -> bytes: ride files."""
    made = {
        "header_missing": lines()[1:],
        "header_of_another_program": [b'{"recording":"mine","version":3}', *lines()[1:]],
        "header_format_zero": header(format=0),
        "header_without_zone": header(started="2026-11-22T18:09:12"),
        "header_without_workout": header(workout=None),
        "header_unknown_machine": header(machine="treadmill"),
        "header_impossible_age": header(athlete={"name": "Sam", "age_years": 380}),
        "header_text_in_policy": header(policy={"cue_spacing_s": "30"}),
        "header_twice": [*lines()[:3], *lines()[:1], *lines()[3:]],
        "line_empty": in_place(3, b""),
        "line_no_json": in_place(3, b"packet at 2 s"),
        "line_cut_in_the_middle": in_place(3, lines()[3][:20]),
        "line_two_in_one": in_place(3, lines()[3] + lines()[4]),
        "line_not_utf8": in_place(3, lines()[3].replace(b"start", b"st\xe4rt")),
        "line_a_list": in_place(3, b"[1,2,3]"),
        "line_without_kind": event(2, kind=None),
        "packet_odd_hex": event(3, hex="10500"),
        "packet_no_hex": event(3, hex=None),
        "packet_time_not_a_number": in_place(2, lines()[2].replace(b"1.0", b"NaN")),
        "packet_time_below_zero": event(1, at_s=-1.0),
        "packet_before_the_last": event(3, at_s=0.25),
        "command_unknown": event(2, command="strat"),
        "link_unknown_state": event(0, state="asleep"),
        "footer_unknown_ending": event(4, ending="bored"),
        "footer_in_the_middle": [*lines()[:3], lines()[5], lines()[4]],
    }
    whole = {f"{name}.hrg": b"".join(line + b"\n" for line in told) for name, told in made.items()}
    return {**whole, "empty.hrg": b"", "header_torn.hrg": lines()[0][:100]}


def foreign() -> dict[str, bytes]:
    """File name -> bytes: CSV, RR text, and what is neither."""
    made = {
        "csv_no_heart_rate.csv": ["time_s,power_w", "0.0,120"],
        "csv_column_twice.csv": ["time_s,hr_bpm,hr_bpm", "0.0,78,79"],
        "csv_decimal_comma.csv": [CSV[0], '"0,5",78,0.770'],
        "csv_row_too_short.csv": [*CSV[:2], "1.0", *CSV[3:]],
        "csv_text_for_a_rate.csv": [*CSV[:2], "1.0,high,0.760", *CSV[3:]],
        "csv_rate_below_zero.csv": [*CSV[:2], "1.0,-79,0.760", *CSV[3:]],
        "csv_time_runs_back.csv": [*CSV, "1.5,81,0.740"],
        "csv_power_below_zero.csv": ["time_s,hr_bpm,power_w", "0.0,78,100", "1.0,79,-5"],
        "csv_no_cadence.csv": ["time_s,hr_bpm,cadence_rpm", "0.0,78,60", "1.0,79,fast"],
        "csv_rr_in_ms.csv": [*CSV[:2], "1.0,79,760", *CSV[3:]],
        "rr_two_in_a_line.txt": [*RR[:2], "760 750", *RR[3:]],
        "rr_zero.txt": [*RR[:2], "0", *RR[3:]],
        "rr_units_mixed.txt": [*RR, "0.75"],
        "rr_a_gap_for_a_beat.txt": [*RR, "81234"],
        "neither.txt": ["Dear diary,", "today I rode the echo bike."],
    }
    whole = {name: "".join(f"{line}\n" for line in told).encode() for name, told in made.items()}
    return {**whole, "nothing.csv": b"\n\n", "watch.fit": b"\x0e\x20\xd9\x08\0\0\0\0.FIT\0\0"}


def broken() -> dict[str, bytes]:
    """Every file of the folder but the golden one."""
    return {**rides(), **foreign()}


def said(path: Path) -> str:
    """What hrguide says to a file: the error's message."""
    from hrguide.errors import BadFileError
    from hrguide.ride.recording import open_recording

    try:
        open_recording(path, hrguide_version="0.1.0")
    except BadFileError as error:
        return error.message
    return "(nothing: it can be read)"


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in broken().items():
        (FOLDER / name).write_bytes(content)
    told = [f"{name}\n    {said(FOLDER / name)}\n" for name in sorted(broken())]
    (FOLDER / GOLDEN).write_text("".join(told), encoding="utf-8", newline="\n")
    print(f"{len(told)} files in {FOLDER.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main())
