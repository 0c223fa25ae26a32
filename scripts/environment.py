"""The virtual environment that demo.py and test.py stand on: made once, used again.

Comes in: the extras that are wanted. Goes out: the path of a Python that has hrguide, editable,
with the versions of constraints.txt. Standard library only. Refuses to touch any other Python on
the machine.
"""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAMP = "hrguide-installed.json"  # inside the environment: what was installed from


class SetUpError(Exception):
    """One line for the person who ran the script."""


def ready_python(*, extras: frozenset[str] = frozenset()) -> Path:
    """A Python with hrguide and `extras` installed; makes or refreshes the environment.

    The place is `.venv`, or what HRGUIDE_VENV names. Raises SetUpError with one line.
    """
    folder = Path(os.environ.get("HRGUIDE_VENV") or ROOT / ".venv").absolute()
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    digest = _digest(folder)
    have = _installed(folder, digest) if python.exists() else None
    if have is not None and extras <= have:
        return python
    print(f"Setting up {folder.name} (once, about a minute) ...", file=sys.stderr, flush=True)
    if not python.exists():
        _make(folder)
    wanted = extras | (have or _installed(folder, None) or frozenset())
    _install(python, wanted)
    stamp = {"digest": digest, "extras": sorted(wanted)}
    (folder / STAMP).write_text(json.dumps(stamp) + "\n", encoding="utf-8")
    return python


def _digest(folder: Path) -> str:
    """Changes when an installation made from these files would no longer be the same."""
    parts = [str(ROOT).encode(), str(folder).encode()]
    parts += [(ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt")]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _installed(folder: Path, digest: str | None) -> frozenset[str] | None:
    """The extras that are installed, None where the stamp is absent or of another state."""
    try:
        stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if digest is not None and stamp["digest"] != digest:
        return None
    return frozenset(stamp["extras"])


def _make(folder: Path) -> None:
    # --clear only where a half-made or moved environment lies, never a folder of another kind
    again = ["--clear"] if (folder / "pyvenv.cfg").exists() else []
    made = _run([sys.executable, "-m", "venv", *again, str(folder)])
    if made.returncode:
        raise SetUpError(
            f"could not make {folder}: {_last_line(made.stdout)} "
            "(on Debian or Ubuntu: sudo apt install python3-venv)"
        )


def _install(python: Path, extras: frozenset[str]) -> None:
    what = f"{ROOT}[{','.join(sorted(extras))}]" if extras else str(ROOT)
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    constraints = str(ROOT / "constraints.txt")
    done = _run([*pip, "install", "--retries", "2", "-e", what, "-c", constraints])
    if done.returncode:
        raise SetUpError(
            f"pip could not install hrguide: {_last_line(done.stdout)} "
            "Is there a network? Then run this again."
        )


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )


def _last_line(output: str) -> str:
    """pip's own ERROR line where there is one, else the last line that says anything."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR:")]
    return (errors or lines or ["it said nothing."])[-1]
