"""`python3 scripts/bench_beats.py [--check] [--only NAME]`: beats, how fast and how right.

Speed in turns with neurokit2, fathon, MFDFA, systole and hrv-analysis in one process; alpha1 beside
theory and their numbers; correction of planted faults in real beats; real ramps as they are. Sets
up `.venv-bench` where needed (extra `bench-beats`, 1 GB). `--check` ends with exit code 1 where a
limit was missed: of speed three times running, since a shared machine has slow minutes.
"""

import argparse
import subprocess
import sys
import warnings
from pathlib import Path

from this_python import refuse_if_unfit

REPEATS = 7
TRIES_CHECK = 3
SPEED = ("alpha1-ride", "alpha1-detrended", "correct", "notification")
TRUTH = ("theory", "equality", "real-beats", "ramps")


def main() -> int:
    refuse_if_unfit("bench_beats")
    from beats_environment import ready_python
    from environment import SetUpError

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="exit 1 where a limit is missed")
    parser.add_argument(
        "--only", choices=(*SPEED, *TRUTH), action="append", help="this one; repeatable"
    )
    parser.add_argument("--repeats", type=int, default=REPEATS)
    chosen = parser.parse_args()
    try:
        python = ready_python()
    except SetUpError as failure:
        print(f"bench_beats: {failure}", file=sys.stderr)
        return 1
    if not python.parent.parent.samefile(sys.prefix):
        return subprocess.call([str(python), *sys.argv])
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # for what tests share
    warnings.simplefilter("ignore")  # the others' own, about empty slices and old names
    return _measure(chosen.only or (*SPEED, *TRUTH), chosen.repeats, chosen.check)


def _measure(names: list[str], repeats: int, check: bool) -> int:
    import beats_speed
    import beats_truth
    from bench_timing import Figure

    speed = {
        "alpha1-ride": beats_speed.plain,
        "alpha1-detrended": beats_speed.detrended,
        "correct": beats_speed.correction,
        "notification": beats_speed.notification,
    }
    truth = {
        "theory": beats_truth.theory,
        "equality": beats_truth.equality,
        "real-beats": beats_truth.real_beats,
        "ramps": beats_truth.ramps,
    }
    missed = []
    for name in names:
        if name in speed:
            for _ in range(TRIES_CHECK if check else 1):
                figure = speed[name](repeats)
                print(figure.line(), flush=True)
                if figure.kept:
                    break
            else:
                missed.append(name)
            continue
        lines = truth[name]()
        for line in lines:
            print(line.line() if isinstance(line, Figure) else f"seen    {line}", flush=True)
        missed += [line.name for line in lines if isinstance(line, Figure) and not line.kept]
    if missed and check:
        print(f"limits missed: {', '.join(missed)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
