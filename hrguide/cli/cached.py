"""Where the history's cache of a home folder lies: in the user's folder for what may be lost.

Comes in: the home folder. Goes out: a `Cache`, one for each home folder, for its owner alone.
"""

import os
from hashlib import sha256
from pathlib import Path
from typing import Final

from hrguide import __version__
from hrguide.history.cache import Cache

CACHE_VARIABLE: Final = "HRGUIDE_CACHE"


def history_cache(home: Path) -> Cache:
    """The cache of this home folder, opened by nobody yet."""
    known_by = sha256(os.fsencode(home.resolve())).hexdigest()[:16]
    return Cache(cache_folder() / f"history-{known_by}.sqlite3", code=__version__)


def cache_folder() -> Path:
    """HRGUIDE_CACHE, else the platform's folder for a user's caches."""
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_cache_path  # 5 ms that a given folder does not need

    return user_cache_path("hrguide")
