"""The virtual environment of `bench_beats.py`: others' programs, which nothing else needs.

Comes in: nothing. Goes out: the path of a Python that has hrguide and the extra `bench-beats`, with
the versions of constraints-bench.txt. It is not `.venv`: systole wants an older numpy than hrguide
is tested with, and a gigabyte of others' programs has no place where the tests run.
"""

import hashlib
import os
import subprocess
import sys
import tomllib
from pathlib import Path

from environment import ROOT, SetUpError

FOLDER = ROOT / ".venv-bench"
PINS = ROOT / "constraints-bench.txt"
STAMP = "hrguide-bench-installed"  # inside the environment: what was installed from
EXTRA = "bench-beats"


def ready_python() -> Path:
    """A Python with everything installed; makes the environment where it is not there.

    Raises SetUpError with one line.
    """
    python = FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = FOLDER / STAMP
    digest = _digest()
    if python.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == digest:
        return python
    print(f"Setting up {FOLDER.name} (once, some minutes, 1 GB) ...", file=sys.stderr, flush=True)
    made = _run([sys.executable, "-m", "venv", "--clear", str(FOLDER)])
    if made.returncode:
        raise SetUpError(f"could not make {FOLDER}: {_last_line(made.stdout)}")
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    done = _run([*pip, "install", "--retries", "2", "-e", f"{ROOT}[{EXTRA}]", "-c", str(PINS)])
    if done.returncode:
        raise SetUpError(
            f"pip could not install hrguide[{EXTRA}]: {_last_line(done.stdout)} "
            "Is there a network? Then run this again."
        )
    stamp.write_text(digest, encoding="utf-8")
    return python


def _digest() -> str:
    """Changes when an installation made from these files would no longer be the same."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"][EXTRA]]
    parts = [str(ROOT).encode(), "\n".join(wanted).encode(), PINS.read_bytes()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )


def _last_line(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR:")]
    return (errors or lines or ["it said nothing."])[-1]
