"""Writes `fixtures/broken/imports/`: files of watches and apps, one defect each, and what is said.

    python scripts/make_broken_imports.py

Every file is a small recording with one thing wrong, or one that was made to do harm. `said.txt` is
golden: what hrguide says to each, and what `--skip-bad` saves. A change of it is read in review.
"""

import gzip
import io
import struct
import sys
import zipfile
from pathlib import Path

from hrguide.ride.export.fit_layouts import (
    ACTIVITY,
    FILE,
    HRV,
    LAP,
    RECORD,
    SESSION,
)
from hrguide.ride.export.fit_messages import Message, encode_messages

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "fixtures" / "broken" / "imports"
GOLDEN = "said.txt"

START = 1_163_000_000  # FIT seconds: 2026-11-07
SECONDS = 30
ZEROS = 4 * 2**20  # of a bomb: small enough to make in a test, a thousand times its zip
CUT_EVERY = 100  # bytes


def fit(*, rate: int | None = 120, back: bool = False) -> bytes:
    """A whole FIT activity of half a minute. back: one record runs back by an hour."""
    messages: list[Message] = [(FILE, {0: 4, 1: 255, 2: 0, 3: 1, 4: START}, {})]
    for second in range(SECONDS):
        at = START + second - (3600 if back and second == 20 else 0)
        beat = None if rate is None else rate + second % 3
        messages.append((RECORD, {253: at, 3: beat, 4: 80, 7: 100 + second}, {}))
        messages.append((HRV, {0: [500, 495]}, {}))
    took = SECONDS * 1000
    times = {253: START + SECONDS, 2: START, 7: took, 8: took}
    messages.append((LAP, {254: 0, 0: 9, 1: 1, **times}, {}))
    messages.append((SESSION, {254: 0, 0: 8, 1: 1, 5: 2, 6: 6, 25: 0, 26: 1, **times}, {}))
    messages.append((ACTIVITY, {253: START + SECONDS, 0: took, 1: 1, 2: 0, 3: 26, 4: 1}, {}))
    return encode_messages([_without_own(message) for message in messages])


def _without_own(message: Message) -> Message:
    """As another program writes it: no developer fields."""
    from dataclasses import replace

    layout, values, _own = message
    return replace(layout, own=()), values, {}


def claiming(content: bytes, size: int) -> bytes:
    """The file with another size in its header."""
    return content[:4] + struct.pack("<I", size) + content[8:]


def track(
    points: str, *, head: str = "", tail: str = "</Track></Lap></Activity></Activities>"
) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{head}<TrainingCenterDatabase>\n<Activities>'
        '<Activity Sport="Biking"><Lap StartTime="2026-11-07T10:00:00Z">\n<Track>\n'
        f"{points}{tail}</TrainingCenterDatabase>\n"
    ).encode()


def point(second: int, bpm: object = 120, *, time: str | None = None) -> str:
    at = time or f"2026-11-07T10:00:{second:02}Z"
    return (
        f"<Trackpoint><Time>{at}</Time>"
        f"<HeartRateBpm><Value>{bpm}</Value></HeartRateBpm></Trackpoint>\n"
    )


GOOD = "".join(point(second) for second in range(5))
LAUGHS = '<!DOCTYPE lolz [<!ENTITY l0 "lol">' + "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)
)
LAUGHS += "]>\n"


def fits() -> dict[str, bytes]:
    whole = fit()
    wrong_sum = bytearray(whole)
    wrong_sum[-1] ^= 0x55
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 0xFF
    head = whole[0]  # bytes of the header
    made = {
        "fit_check_sum_wrong": bytes(wrong_sum),
        "fit_bits_flipped_in_the_middle": bytes(flipped),
        "fit_claims_2_gb": claiming(whole, 2**31),
        "fit_claims_4_gb": claiming(whole, 2**32 - 1),
        "fit_never_finished": claiming(whole[:-2], 0),
        "fit_no_check_sum": whole[:-2],
        "fit_garbage_behind_it": whole + b"the end",
        "fit_header_alone": whole[:head],
        "fit_half_a_header": whole[:9],
        "fit_every_field_ff": fit(rate=None),
        "fit_time_runs_back": fit(back=True),
        "fit_data_never_defined": whole[:head] + b"\x0f" + whole[head + 1 :],
        "fit_no_records": encode_messages([_without_own((FILE, {0: 4, 4: START}, {}))]),
        "fit_all_ff": whole[:head] + b"\xff" * 600,
        "fit_all_zero": whole[:head] + b"\0" * 600,
    }
    cuts = {f"fit_cut_at_{at:04}": whole[:at] for at in range(CUT_EVERY, len(whole), CUT_EVERY)}
    return {f"{name}.fit": content for name, content in (made | cuts).items()}


def tracks() -> dict[str, bytes]:
    outside = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>\n'
    gpx = '<gpx><trk><trkseg><trkpt lat="1" lon="2"><time>2026-11-07T10:00:00Z</time></trkpt>'
    return {
        "tcx_billion_laughs.tcx": track(point(0, "&l9;"), head=LAUGHS),
        "tcx_reads_a_file.tcx": track(point(0, "&secret;"), head=outside),
        "tcx_ends_in_a_point.tcx": track(GOOD + "<Trackpoint><Time>2026", tail="")[:-26],
        "tcx_no_closing_tags.tcx": track(GOOD, tail="")[:-26],
        "tcx_rate_in_words.tcx": track(GOOD + point(5, "high") + point(6)),
        "tcx_rate_below_zero.tcx": track(GOOD + point(5, -5) + point(6)),
        "tcx_time_runs_back.tcx": track(GOOD + point(5, time="2026-11-07T09:00:00Z") + point(6)),
        "tcx_a_year_ahead.tcx": track(GOOD + point(5, time="2027-11-07T10:00:05Z") + point(6)),
        "tcx_no_time.tcx": track(GOOD + point(5, time=" ") + point(6)),
        "tcx_no_heart.tcx": track("<Trackpoint><Time>2026-11-07T10:00:00Z</Time></Trackpoint>"),
        "tcx_unknown_encoding.tcx": track(GOOD).replace(b"UTF-8", b"UTF-9"),
        "tcx_nested_without_end.tcx": track(GOOD + "<a>" * 2000, tail="")[:-26],
        "gpx_no_heart.gpx": f"{gpx}</trkseg></trk></gpx>\n".encode(),
        "gpx_cut_short.gpx": gpx.encode(),
    }


PLENTY = tuple(f"{second};{120 + second};9" for second in range(2, 9))


def table_of(*rows: str) -> bytes:
    """A table as some program exports it: semicolons, names of its own."""
    return "".join(f"{row}\n" for row in ("Time;Heart rate;Power", *rows)).encode()


def texts() -> dict[str, bytes]:
    hrm = "[Params]\r\nVersion=106\r\nDate=20261107\r\nStartTime=10:00:00.0\r\n"
    rows = "".join(f"{ms}\r\n" for ms in (812, 815, 820, 818))
    return {
        "hrm_no_interval.hrm": f"{hrm}\r\n[HRData]\r\n{rows}".encode(),
        "hrm_interval_of_zero.hrm": f"{hrm}Interval=0\r\n\r\n[HRData]\r\n{rows}".encode(),
        "hrm_a_row_in_words.hrm": f"{hrm}Interval=238\r\n\r\n[HRData]\r\n{rows}none\r\n".encode(),
        "hrm_a_row_of_zero.hrm": f"{hrm}Interval=238\r\n\r\n[HRData]\r\n{rows}0\r\n".encode(),
        "hrm_no_rows.hrm": f"{hrm}Interval=238\r\n\r\n[HRData]\r\n".encode(),
        "table_no_time.csv": b"Distance;Heart rate\n1;120\n2;121\n",
        "table_no_heart.csv": b"Time;Power\n1;120\n2;121\n",
        "table_row_too_short.csv": table_of("0;120;9", "1;121", "2;122;9"),
        "table_words_for_a_rate.csv": table_of("0;120;9", "1;high;9", *PLENTY),
        "table_impossible_power.csv": table_of("0;120;9", "1;121;99000", *PLENTY),
        "table_time_runs_back.csv": table_of("100;120;9", "200;121;9", "190;122;9", "210;123;9"),
        "table_no_rows.csv": table_of(),
        "binary_as_csv.csv": bytes(range(256)) * 8,
        "picture_as_fit.fit": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(64),
        "empty.fit": b"",
        "empty.tcx": b"",
        "rr_infinite.txt": b"812\n1e999\n815\n",
        "rr_not_a_number.txt": b"812\nnan\n815\n",
        "rr_longer_than_a_day.txt": b"60000\n" * 1500,
    }


def packed() -> dict[str, bytes]:
    whole = fit()
    bomb = b"time_s,hr_bpm\n" + b"0" * ZEROS
    inner = zipped({"ride.fit": whole})
    lying = bytearray(zipped({"ride.fit": whole}))
    lying[lying.rindex(b"PK\x01\x02") + 24 : lying.rindex(b"PK\x01\x02") + 28] = b"\xff\xff\xff\x7f"
    return {
        "zip_leads_outside.zip": zipped(
            {
                "../../../outside.fit": whole,
                "/tmp/outside.fit": fit(rate=121),
                "..\\up.fit": fit(rate=122),
            }
        ),
        "zip_of_zeros.zip": zipped({"zeros.csv": bomb}),
        "zip_in_a_zip.zip": zipped({"inner.zip": inner}),
        "zip_cut_short.zip": inner[: len(inner) // 2],
        "zip_no_directory.zip": inner[:-22],
        "zip_claims_2_gb.zip": bytes(lying),
        "zip_empty.zip": zipped({}),
        "zip_one_good_one_bad.zip": zipped({"good.fit": whole, "bad.fit": whole[:500]}),
        "gz_of_zeros.csv.gz": gzip.compress(bomb, mtime=0),
        "gz_cut_short.fit.gz": gzip.compress(whole, mtime=0)[:200],
    }


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip of these files, the same each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date_time=(2026, 11, 7, 10, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


def broken() -> dict[str, bytes]:
    """File name -> bytes: every file of the folder but the golden one."""
    return {**fits(), **tracks(), **texts(), **packed()}


def said(path: Path) -> list[str]:
    """What hrguide says to a file, and to each in a zip: the error, and what `--skip-bad` saves."""
    from hrguide.ride.archive import found_in

    lines = []
    for found in found_in([path]):
        lines.append(f"{found.shown}: {_tried(found.path, found.content, skip_bad=False)}")
        lines.append(f"--skip-bad: {_tried(found.path, found.content, skip_bad=True)}")
    return lines or ["no recordings in it"]


def _tried(path: Path, content: object, *, skip_bad: bool) -> str:
    from hrguide.errors import HrguideError
    from hrguide.ride.lines import HEART_RATE
    from hrguide.ride.recording import decode_recording

    try:
        if isinstance(content, HrguideError):
            raise content
        assert isinstance(content, bytes)
        ride = decode_recording(content, path=path, hrguide_version="0.1.0", skip_bad=skip_bad)
    except HrguideError as error:
        return error.message
    heart = sum(1 for packet in ride.packets if packet.characteristic == HEART_RATE)
    return f"{heart} packets in {ride.last_at_s:g} s"


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = broken()
    for name, content in made.items():
        (FOLDER / name).write_bytes(content)
    told = []
    for name in sorted(made):
        told += [f"{name}\n", *(f"    {line}\n" for line in said(FOLDER / name))]
    (FOLDER / GOLDEN).write_text("".join(told), encoding="utf-8", newline="\n")
    print(f"{len(made)} files in {FOLDER.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main())
