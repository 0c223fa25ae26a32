"""`python scripts/fuzz_packets.py [--runs N]`: packets that atheris breeds, none of which may break
a ride or show a number that the rules forbid (`tests/beats/shown.py`).

Atheris watches which lines of hrguide each packet reaches and breeds those that reach new ones. It
is no part of any extra: `.venv/bin/python -m pip install atheris` where there is a wheel for this
Python. What breaks a rule is left behind as a file, `crash-...`, which given as `--again FILE` is
run once more.
"""

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 20_000
PACKET_MAX = 24
WAIT_STEP_S = 0.25
WAIT_STEPS = 40  # up to 10 s between packets


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=RUNS, help="rides of up to 150 packets")
    asked.add_argument("--again", type=Path, help="a file that atheris left behind")
    chosen = asked.parse_args()
    if find_spec("atheris") is None:
        print(
            "fuzz_packets: atheris is not installed here. "
            f"Try: {sys.executable} -m pip install atheris",
            file=sys.stderr,
        )
        return 1
    import atheris

    sys.path.insert(0, str(ROOT))  # for what tests share
    with atheris.instrument_imports(include=["hrguide"]):
        from tests.beats.shown import SENDERS, Watched

    def ride(data: bytes) -> None:
        bred = atheris.FuzzedDataProvider(data)
        watched = Watched()
        while bred.remaining_bytes():
            wait_s = WAIT_STEP_S * bred.ConsumeIntInRange(0, WAIT_STEPS)
            device = SENDERS[bred.ConsumeIntInRange(0, len(SENDERS) - 1)]
            payload = bred.ConsumeBytes(bred.ConsumeIntInRange(0, PACKET_MAX))
            watched.hear(wait_s, payload, device)

    if chosen.again is not None:
        ride(chosen.again.read_bytes())
        print(f"{chosen.again}: nothing broke")
        return 0
    options = [f"-atheris_runs={chosen.runs}", "-max_len=4096", "-len_control=0"]
    atheris.Setup([sys.argv[0], *options], ride)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
