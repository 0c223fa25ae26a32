"""`python scripts/bench_rides.py`: rides in and out, beside the decoder that import stands on.

Import is timed from the file's bytes to the ride kept on the disk; the yardstick reads the same
bytes with fitdecode and looks at nothing. Real recordings beside the repository are used where they
are, else a demo exported as FIT.
"""

import io
import sys
import tempfile
from collections import deque
from pathlib import Path

import fitdecode
from bench_timing import Figure, cpu_seconds, in_turns, ms, ratio

from hrguide.report.html import html_page
from hrguide.report.ridden import ride_again
from hrguide.report.summary import sum_up
from hrguide.ride.export.fit import encode_fit
from hrguide.ride.export.told import tell
from hrguide.ride.keep import Keeper
from hrguide.ride.recording import decode_recording, read_ride

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "fixtures" / "rides" / "demo.hrg"
RECORDINGS = ROOT.parent / "shared" / "recordings" / "rides"


def import_speed(repeats: int) -> Figure:
    """The worst file's time beside fitdecode alone."""
    worst: tuple[float, str] = (0.0, "")
    with tempfile.TemporaryDirectory() as folder:
        keeper = Keeper(Path(folder))
        for name, content in _files().items():
            took = in_turns(
                {
                    "ours": lambda content=content, name=name: cpu_seconds(
                        lambda: _import(keeper, content, name)
                    ),
                    "fitdecode": lambda content=content: cpu_seconds(lambda: _decode(content)),
                },
                repeats=repeats,
            )
            times = ratio(took["ours"], took["fitdecode"])
            seen = f"{name}: {ms(took['ours'])} of CPU, fitdecode alone {ms(took['fitdecode'])}"
            worst = max(worst, (times, seen))
    return Figure(
        name="import", unit="x fitdecode alone", value=worst[0], at_most=1.5, seen=worst[1]
    )


def export_speed(repeats: int) -> Figure:
    """A whole demo as FIT, replayed for its verdicts first."""
    ride = read_ride(DEMO)
    took = in_turns(
        {
            "whole": lambda: cpu_seconds(lambda: encode_fit(tell(ride))),
            "replay": lambda: cpu_seconds(lambda: tell(ride)),
        },
        repeats=max(2, repeats // 3),
    )
    return Figure(
        name="export",
        unit="s of CPU",
        value=sorted(took["whole"])[len(took["whole"]) // 2],
        at_most=4.0,  # what fit-tool's own message classes take for such a ride, without a replay
        seen=f"34 min to FIT; of it {ms(took['replay'])} to decide the ride again",
    )


def report_speed(repeats: int) -> Figure:
    """A whole demo as the page for a browser, from the ride file on."""

    def page() -> None:
        ridden = ride_again(read_ride(DEMO))
        html_page(ridden, sum_up(ridden))

    took = in_turns({"page": lambda: cpu_seconds(page)}, repeats=repeats)["page"]
    return Figure(
        name="report",
        unit="s of CPU",
        value=sorted(took)[len(took) // 2],
        at_most=1.0,  # issue 7
        seen="34 min to one page of HTML, its replay included",
    )


def _files() -> dict[str, bytes]:
    if RECORDINGS.is_dir():
        return {path.name: path.read_bytes() for path in sorted(RECORDINGS.glob("*.fit"))}
    return {"demo.fit": encode_fit(tell(read_ride(DEMO)))}


def _import(keeper: Keeper, content: bytes, name: str) -> None:
    ride = decode_recording(content, path=Path(name), hrguide_version="bench")
    keeper.keep(ride, replace=True)


def _decode(content: bytes) -> None:
    with fitdecode.FitReader(io.BytesIO(content)) as reader:
        deque(reader, maxlen=0)


def main() -> int:
    figures = [bench(5) for bench in (import_speed, export_speed, report_speed)]
    for figure in figures:
        print(figure.line(), flush=True)
    return 0 if all(figure.kept for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
