"""`python3 scripts/bench.py [PART] [--check] [--only NAME]`: how fast, each against a yardstick.

Sets up `.venv` with the yardsticks where needed. With PART (zones, guidance, ...) it runs
`bench_PART.py` there with the other words; those measure how good hrguide is, too.
`--check` repeats more often and ends with exit code 1 where a limit was missed or could not be
measured: three times running, since a shared machine has slow minutes; every try is printed.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from this_python import refuse_if_unfit

REPEATS = 9
REPEATS_CHECK = 15
TRIES_CHECK = 3


def main() -> int:
    refuse_if_unfit("bench")
    from environment import SetUpError, ready_python

    try:
        python = ready_python(extras=frozenset({"test", "bench"}))
    except SetUpError as failure:
        print(f"bench: {failure}", file=sys.stderr)
        return 1
    if sys.argv[1:] and not sys.argv[1].startswith("-"):
        return _part(python, sys.argv[1], sys.argv[2:])
    if not python.parent.parent.samefile(sys.prefix):
        return subprocess.call([str(python), *sys.argv])
    return _measure()


def _part(python: Path, name: str, words: list[str]) -> int:
    here = Path(__file__).parent
    script = here / f"bench_{name}.py"
    parts = sorted(path.stem.removeprefix("bench_") for path in here.glob("bench_*.py"))
    parts = [part for part in parts if "__main__" in (here / f"bench_{part}.py").read_text("utf-8")]
    if name not in parts:
        print(f"bench: no part {name!r}; there are {', '.join(parts)}", file=sys.stderr)
        return 2
    return subprocess.call([str(python), str(script), *words])


def _measure() -> int:
    import bench_decode
    import bench_history
    import bench_ride
    import bench_rides
    import bench_screen
    import bench_start

    benches = {
        "help": bench_start.help_page,
        "first-frame": bench_start.first_frame,
        "decode-packets": bench_decode.packets,
        "decode-columns": bench_decode.columns,
        "replay": bench_ride.replay_speed,
        "import": bench_rides.import_speed,
        "export": bench_rides.export_speed,
        "history": bench_history.history_open,
        "screen-cpu": bench_screen.share_of_a_core,
        "screen-memory": bench_screen.memory,
        "packet-to-eye": bench_screen.packet_to_eye,
    }
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="exit 1 where a limit is missed")
    parser.add_argument("--only", choices=benches, action="append", help="this one; repeatable")
    chosen = parser.parse_args()
    repeats = REPEATS_CHECK if chosen.check else REPEATS
    missed = []
    for name in chosen.only or benches:
        for _ in range(TRIES_CHECK if chosen.check else 1):
            figure = benches[name](repeats)
            print(figure.line(), flush=True)
            if figure.kept:
                break
        else:
            missed.append(name)
    if missed and chosen.check:
        print(f"limits missed: {', '.join(missed)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
