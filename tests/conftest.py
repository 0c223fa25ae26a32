"""What every test needs of its process: no deadline for properties, and a Ctrl-C that arrives.

Machines differ, so no property has a deadline; under CI it is the same examples each time.
"""

import os
import signal

from hypothesis import settings

settings.register_profile("hrguide", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "hrguide")


def pytest_configure() -> None:
    """Let Ctrl-C reach what the tests start.

    A shell without job control starts its background jobs with SIGINT ignored, and a program
    inherits that; a handler of our own is not inherited, so children begin with the default.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
