"""`python3 scripts/fit_oracle.py`: Garmin's FIT decoder for the tests, in `.venv-fit`.

It judges the FIT files hrguide writes and reads. Its licence is not an open one and it brings a
top-level `tests` package, so it stands in an environment of its own and in no dependency list.
"""

import subprocess
import sys
import venv
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / ".venv-fit"
WANTED = "garmin-fit-sdk==21.218.0"


def ready() -> bool:
    """Whether it is there, after trying to install it once."""
    python = FOLDER / "bin" / "python"
    if not python.exists():
        venv.create(FOLDER, with_pip=True)
    asked = [python, "-I", "-c", "import garmin_fit_sdk"]
    if subprocess.run(asked, capture_output=True, check=False).returncode:
        pip = [python, "-m", "pip", "--disable-pip-version-check", "-q", "--retries", "1"]
        pip += ["install", WANTED]
        return subprocess.run(pip, capture_output=True, check=False).returncode == 0
    return True


if __name__ == "__main__":
    sys.exit(0 if ready() else "fit_oracle: pip could not install " + WANTED)
