"""`python3 scripts/demo.py [ARGS]`: from a fresh clone to the demo, with nothing set up before.

Sets up `.venv` where needed (scripts/environment.py), then becomes `hrguide demo ARGS`.
"""

import os
import subprocess
import sys

from this_python import refuse_if_unfit


def main() -> int:
    refuse_if_unfit("demo")
    from environment import SetUpError, ready_python

    try:
        python = ready_python()
    except SetUpError as failure:
        print(f"demo: {failure}", file=sys.stderr)
        return 1
    command = [str(python), "-m", "hrguide", "demo", *sys.argv[1:]]
    if os.name != "nt":  # there exec would return to the shell at once
        os.execv(command[0], command)
    return subprocess.call(command)


if __name__ == "__main__":
    sys.exit(main())
