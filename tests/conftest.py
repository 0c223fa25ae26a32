"""How properties are tested: no deadline, because machines differ; the same examples under CI."""

import os

from hypothesis import settings

settings.register_profile("hrguide", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "hrguide")
