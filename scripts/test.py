"""`python3 scripts/test.py [PYTEST ARGS]`: lint, types and tests, with nothing set up before.

Sets up `.venv` where needed (scripts/environment.py). Everything runs even where an earlier step
failed; the exit code is the first that is not 0. `--tests-only` leaves lint and types out: they
say the same under every Python. Pytest comes last, so its closing line does too.
"""

import subprocess
import sys

from this_python import refuse_if_unfit

CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
)


def main() -> int:
    words = sys.argv[1:]
    tests_only = "--tests-only" in words
    for_pytest = [word for word in words if word != "--tests-only"]
    refuse_if_unfit("test")
    from environment import ROOT, SetUpError, ready_python
    from fit_oracle import ready

    try:
        python = ready_python(extras=frozenset({"test"}))
    except SetUpError as failure:
        print(f"test: {failure}", file=sys.stderr)
        return 1
    if not ready():
        print("test: no official FIT decoder, its tests are skipped", file=sys.stderr)
    steps = (*(() if tests_only else CHECKS), ("pytest", *for_pytest))
    codes = {}
    for step in steps:
        print("==", *step, flush=True)
        codes[step] = subprocess.call([str(python), "-m", *step], cwd=ROOT)
    failed = [step for step, code in codes.items() if code]
    if failed:
        print("failed:", ", ".join(" ".join(step) for step in failed), file=sys.stderr)
        return codes[failed[0]]
    return 0


if __name__ == "__main__":
    sys.exit(main())
