"""A process of its own that finds the figures of one ride after another.

Comes in: a path a line, as JSON, on stdin. Goes out: a line each on stdout: figures, or why there
are none. The end of stdin ends it. `workers.py` starts some of it.
"""

import json
import sys
from pathlib import Path

from hrguide.history.figures import figures_at
from hrguide.history.past import Figures, decode_figures, encode_figures

READY = "ready\n"


def serve() -> None:
    """Answer until there is nobody left to answer."""
    sys.stdout.write(READY)
    sys.stdout.flush()
    for line in sys.stdin:
        sys.stdout.write(encode_answer(figures_at(Path(json.loads(line)))))
        sys.stdout.flush()


def encode_answer(found: Figures | str | None) -> str:
    """One line."""
    if isinstance(found, Figures):
        return json.dumps({"figures": encode_figures(found)}) + "\n"
    return json.dumps({"wrong": found}) + "\n"


def decode_answer(line: str) -> Figures | str | None:
    """What `encode_answer` was given. Raises ValueError for half a line."""
    told = json.loads(line)
    figures = told.get("figures")
    if figures is not None:
        return decode_figures(figures)
    wrong = told["wrong"]
    return None if wrong is None else str(wrong)
