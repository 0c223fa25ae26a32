"""What a start loads: the promise of a quick `--help`, and of a library without a screen."""

import json
import subprocess
import sys

import pytest

HEAVY = {"bleak", "numpy", "rich", "asyncio", "tomlkit", "platformdirs", "sqlite3", "email"}
HEAVY |= {"matplotlib"}
FORMATS = {"fitdecode", "fit_tool", "zipfile", "xml.parsers.expat"}  # for what others recorded

PROBE = """
import json, sys
{action}
print("loaded", json.dumps(sorted(sys.modules)))
"""


def loaded_after(action: str) -> set[str]:
    """Every module that is in memory after `action` ran in a new process."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(action=action)],
        capture_output=True,
        text=True,
        check=True,
    )
    listed = [line for line in done.stdout.splitlines() if line.startswith("loaded ")]
    return set(json.loads(listed[-1].removeprefix("loaded ")))


def test_import_hrguide_loads_nothing_heavy() -> None:
    loaded = loaded_after("import hrguide")
    assert not loaded & (HEAVY | {"click", "dataclasses"})


def test_version_does_not_even_load_click() -> None:
    loaded = loaded_after("from hrguide.cli.main import main; main(['--version'])")
    assert not loaded & (HEAVY | {"click"})


@pytest.mark.parametrize("words", [["--help"], []], ids=["help", "bare, not a terminal"])
def test_help_loads_no_verb(words: list[str]) -> None:
    loaded = loaded_after(f"from hrguide.cli.main import main; main({words})")
    assert not loaded & HEAVY
    own = {name for name in loaded if name.startswith("hrguide.")}
    assert own == {"hrguide.cli", "hrguide.cli.main", "hrguide.cli.verbs", "hrguide.errors"}


def test_the_live_path_needs_no_numpy_and_no_radio() -> None:
    loaded = loaded_after("from hrguide import Session, parse_workout")
    assert not loaded & HEAVY


def test_a_ride_needs_no_reader_of_what_others_recorded() -> None:
    """Nor do a replay or a report of one: a format's library is imported with its first file."""
    verbs = ("run", "cli.live_ride", "cli.replay", "cli.report", "cli.tune", "ride.recording")
    loaded = loaded_after("\n".join(f"import hrguide.{name}" for name in verbs))
    assert not loaded & FORMATS
    assert loaded_after("import hrguide.ride.formats.fit") & FORMATS == {"fitdecode"}


def test_a_ride_loads_no_report() -> None:
    loaded = loaded_after("import hrguide.cli.live_ride, hrguide.cli.ride, hrguide.cli.demo_ride")
    assert not {name for name in loaded if name.startswith(("hrguide.report", "matplotlib"))}


def test_a_page_is_drawn_without_numpy() -> None:
    """The page for a browser is ours alone; only `--png` and `--pdf` need a library."""
    loaded = loaded_after("import hrguide.report.html, hrguide.cli.report")
    assert not loaded & {"matplotlib", "numpy", "rich", "bleak"}
