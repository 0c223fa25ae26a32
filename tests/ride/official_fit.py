"""Garmin's own FIT decoder, in an environment of its own: it brings a top-level `tests` package.

`python3 scripts/fit_oracle.py` makes the environment; HRGUIDE_FIT_ORACLE names another Python that
has garmin-fit-sdk.
"""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

_HERE = Path(__file__).parents[2] / ".venv-fit" / "bin" / "python"
OFFICIAL_PYTHON = Path(os.environ.get("HRGUIDE_FIT_ORACLE") or _HERE)

needs_official = pytest.mark.skipif(
    not OFFICIAL_PYTHON.exists(),
    reason="no garmin-fit-sdk: python3 scripts/fit_oracle.py installs it",
)

_PROBE = """
import json, sys
from garmin_fit_sdk import Decoder, Stream
decoder = Decoder(Stream.from_file(sys.argv[1]))
whole = decoder.check_integrity()
messages, errors = Decoder(Stream.from_file(sys.argv[1])).read()
records = messages.get("record_mesgs", [])
rates = [r["heart_rate"] for r in records if r.get("heart_rate") is not None]
times = [t for h in messages.get("hrv_mesgs", []) if "time" in h
         for t in (h["time"] if isinstance(h["time"], list) else [h["time"]])]
rr = [t for t in times if t is not None and t < 65.535]
watts = [r["power"] for r in records if r.get("power") is not None]
at = [r["timestamp"].timestamp() for r in records]
print(json.dumps({
    "whole": whole, "errors": [str(e) for e in errors], "records": len(records),
    "rates": len(rates), "rate_sum": sum(rates), "rate_max": max(rates, default=None),
    "zeros": rates.count(0), "rr": len(rr), "rr_s": sum(rr),
    "laps": len(messages.get("lap_mesgs", [])),
    "watts": sum(watts), "seconds": at[-1] - at[0] if at else None,
    "sessions": len(messages.get("session_mesgs", [])),
    "own": sorted({d["field_name"] for d in messages.get("field_description_mesgs", [])}),
    "lap_s": [l["total_elapsed_time"] for l in messages.get("lap_mesgs", [])],
    "names": sorted(messages),
    "by_second": [[r["timestamp"].timestamp() - 631065600, r["heart_rate"]] for r in records
                  if r.get("heart_rate") is not None],
}))
"""


def official(path: Path) -> dict[str, Any]:
    """What Garmin's decoder makes of the file."""
    done = subprocess.run(
        [str(OFFICIAL_PYTHON), "-I", "-c", _PROBE, str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found
