"""Where a person's files live on this computer.

Comes in: `--home`, the environment. Goes out: the folder's path. Looking it up creates nothing;
`private_folder` makes a folder that its owner alone may read. Refuses to know what stands in it.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

HOME_VARIABLE: Final = "HRGUIDE_HOME"
FOLDER_MODE: Final = 0o700  # product.md, promise 7: readable by its owner alone
FILE_MODE: Final = 0o600


def home_folder(given: Path | None = None, environ: Mapping[str, str] | None = None) -> Path:
    """`given` (from --home), else HRGUIDE_HOME, else the platform's folder for a user's data."""
    if given is not None:
        return given
    named = (os.environ if environ is None else environ).get(HOME_VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_data_path  # 5 ms that a given folder does not need

    return user_data_path("hrguide")


def private_folder(folder: Path) -> Path:
    """Make `folder` and what is missing above it, for their owner alone; change none that is."""
    if not folder.is_dir():
        private_folder(folder.parent)  # mkdir's own `parents` would leave them open to all
        folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
    return folder
