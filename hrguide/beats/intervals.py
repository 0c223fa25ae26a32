"""RR intervals handed in by a caller, checked once at the border.

Comes in: any sequence of seconds. Goes out: a numpy array of them, or an error that says which
interval is none. It repairs nothing: a value that is no time is refused, however odd the rest.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hrguide.errors import UsageError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SECONDS_MAX: Final = 10.0
"""A median above it is in milliseconds: no heart beats six times a minute [J]."""

RrIntervals = Sequence[float] | NDArray[Any]


def checked_rr_s(rr_s: RrIntervals) -> Floats:
    """The intervals as an array, s. Raises UsageError where one is no positive time."""
    try:
        values = np.asarray(rr_s, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise UsageError(
            f"RR intervals must be numbers: {error}", hint="Give seconds, such as [0.42, 0.43]."
        ) from error
    if values.ndim != 1:
        raise UsageError(
            f"RR intervals must be one row, these have {values.ndim} dimensions",
            hint="Give seconds, such as [0.42, 0.43].",
        )
    bad = np.flatnonzero(~((values > 0.0) & np.isfinite(values)))
    if bad.size:
        raise UsageError(
            f"RR interval {bad[0] + 1} of {values.size} is {values[bad[0]]} s",
            hint="Leave it out, or put the true interval in: each must be above 0 s.",
        )
    if values.size and float(np.median(values)) > SECONDS_MAX:
        raise UsageError(
            f"the median RR interval is {float(np.median(values)):g} s",
            hint="Give seconds; these look like milliseconds.",
        )
    return values
