"""Whether the Python that runs a script can set hrguide up.

Parsed by Pythons far older than hrguide's own, so that they get a sentence and no traceback: no
syntax newer than 3.6 here.
"""

import importlib.util
import shutil
import subprocess
import sys

OLDEST = (3, 11)  # pyproject.toml, requires-python


def refuse_if_unfit(script):
    """End with one line and exit code 1 where this Python is too old or cannot make a venv."""
    why = _too_old() or _no_venv()
    if why:
        sys.exit(f"{script}: {why}")


def _too_old():
    if sys.version_info >= OLDEST:
        return None
    have = ".".join(str(part) for part in sys.version_info[:3])
    newer = [name for name in ("python3.13", "python3.12", "python3.11") if _runs(name)]
    then = f"try: {newer[0]} {sys.argv[0]}" if newer else "install a newer Python, then again"
    return f"hrguide needs Python 3.11 or newer, this is {have}: {then}"


def _runs(name):
    """A launcher on the path may stand for a Python that is not there."""
    if not shutil.which(name):
        return False
    return subprocess.call([name, "-c", "pass"], stderr=subprocess.DEVNULL) == 0


def _no_venv():
    if all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        return None
    return (
        "this Python cannot make virtual environments. "
        "On Debian or Ubuntu: sudo apt install python3-venv"
    )
