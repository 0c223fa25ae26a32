"""What every test needs of its process: no deadline for properties, and a Ctrl-C that arrives.

Machines differ, so no property has a deadline; under CI it is the same examples each time.
"""

import os
import signal

import pytest
from hypothesis import settings

# Modules of plain arithmetic and of whole rides, seconds each, that hang on no Python's version:
# `.ci/run` leaves them out under the second and third Python (-m "not heavy").
HEAVY = frozenset(
    {
        "test_beats_alpha1",
        "test_cli_tune",
        "test_journeys_guidance",
        "test_journeys_rivals",
        "test_journeys_talk_test",
        "test_screen_draw",
        "test_session_properties",
        "test_simulate_fixtures",
        "test_tune_observed",
        "test_tune_proposals",
    }
)

settings.register_profile("hrguide", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "hrguide")


def pytest_configure() -> None:
    """Let Ctrl-C reach what the tests start.

    A shell without job control starts its background jobs with SIGINT ignored, and a program
    inherits that; a handler of our own is not inherited, so children begin with the default.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what only one Python needs to do."""
    for item in items:
        if item.path.stem in HEAVY:
            item.add_marker(pytest.mark.heavy)
