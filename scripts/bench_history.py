"""`python scripts/bench_history.py [--check]`: opening the history of 1,000 rides.

The whole process is timed, from the typed command to the last line, after the first time; as CPU
seconds, which the other programs of a busy machine do not lengthen. The first time rides each ride
again, in as many processes as there are cores: told for some rides, and what a thousand would take.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from bench_timing import Figure
from environment import ROOT

from hrguide.athlete.athlete import Athlete
from hrguide.cli.cached import CACHE_VARIABLE, history_cache
from hrguide.history.figures import figures_at
from hrguide.history.gather import gather
from hrguide.history.workers import Found
from hrguide.ride.lines import encode_line
from hrguide.ride.reader import read_ride

DEMO = ROOT / "fixtures" / "rides" / "demo.hrg"
RIDES = 1000
FIRST_RIDES = 8  # enough for the processes to be started
OPEN_AT_MOST_S = 0.3
REPEATS = 7
CALLS: dict[str, list[str]] = {"page": [], "--json": ["--json"], "--csv": ["--csv"]}


def history_open(repeats: int = REPEATS) -> Figure:
    """The slowest of page, JSON and CSV."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ[CACHE_VARIABLE] = str(home / "cache")
        _rides(home, RIDES)
        first = figures_at(next((home / "rides").iterdir()))

        def at_once(paths: Iterable[Path], _count: int) -> Iterator[Found]:
            for path in paths:
                yield path, first

        gather(home, history_cache(home), wanted=lambda heading: True, of_many=at_once)
        took = {name: _median_cpu_s(home, words, repeats) for name, words in CALLS.items()}
    name = max(took, key=lambda each: took[each])
    told = ", ".join(f"{each} {1000 * used_s:.0f} ms" for each, used_s in took.items())
    return Figure(
        name="history-open",
        unit="s of CPU",
        value=took[name],
        at_most=OPEN_AT_MOST_S,
        seen=f"{RIDES} rides, whole process, after the first time: {told}",
    )


def history_first(_repeats: int = 1) -> Figure:
    """The first time, ride by ride; beside riding one again and nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ[CACHE_VARIABLE] = str(home / "cache")
        _rides(home, FIRST_RIDES)
        path = next((home / "rides").iterdir())
        alone_s = median(_seconds(lambda: figures_at(path)) for _ in range(3))
        whole_s = _seconds(lambda: _open(home, []))
    cores = os.cpu_count() or 1
    each_s = whole_s / FIRST_RIDES
    return Figure(
        name="history-first",
        unit="x one ride ridden again",
        value=each_s / alone_s,
        at_most=2.0,
        seen=f"{FIRST_RIDES} rides of 34 min in {whole_s:.1f} s on {cores} cores, one alone "
        f"{alone_s:.2f} s; 1,000 would take {1000 * each_s / 60:.0f} min, with a bar, once",
    )


def _rides(home: Path, count: int) -> None:
    """Rides of Sam's, a day apart; each the demo's packets."""
    (home / "rides").mkdir(parents=True)
    ride = read_ride(DEMO)
    started = ride.header.started
    assert started is not None, "the demo carries its day"
    body = b"".join(encode_line(event) for event in ride.events)
    for number in range(count):
        day = started - timedelta(days=number)
        header = replace(
            ride.header, started=day, simulated=False, athlete=Athlete("Sam", 38.0), evidence=()
        )
        path = home / "rides" / f"{day.date().isoformat()}-sam.hrg"
        path.write_bytes(encode_line(header) + body)


def _open(home: Path, words: list[str]) -> None:
    command = [sys.executable, "-m", "hrguide", "history", "--athlete", "Sam", "--home", str(home)]
    subprocess.run([*command, *words], stdout=subprocess.DEVNULL, check=True)


def _median_cpu_s(home: Path, words: list[str], repeats: int) -> float:
    used_s = []
    for _ in range(repeats + 1):
        before_s = _children_s()
        _open(home, words)
        used_s.append(_children_s() - before_s)
    return median(used_s[1:])


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _seconds(run: Callable[[], object]) -> float:
    start = perf_counter()
    run()
    return perf_counter() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="exit 1 where a limit is missed")
    chosen = parser.parse_args()
    figures = [history_open(), history_first()]
    for figure in figures:
        print(figure.line(), flush=True)
    return int(chosen.check and not all(figure.kept for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
