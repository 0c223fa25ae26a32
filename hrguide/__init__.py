"""hrguide as a library: the science without the screen.

Every public name is looked up on first use, so `import hrguide` loads nothing heavy. What each
one means stands in the README, "Words and units".
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hrguide.athlete.athlete import Athlete as Athlete
    from hrguide.athlete.athlete import Machine as Machine
    from hrguide.errors import ExitCode as ExitCode
    from hrguide.errors import HrguideError as HrguideError
    from hrguide.moment import Moment as Moment
    from hrguide.workout.workout import Workout as Workout
    from hrguide.workout.workout import WorkoutError as WorkoutError
    from hrguide.zones.ranges import Range as Range

__version__ = "0.1.0"

_HOMES = {
    "Athlete": "hrguide.athlete.athlete",
    "ExitCode": "hrguide.errors",
    "HrguideError": "hrguide.errors",
    "Machine": "hrguide.athlete.athlete",
    "Moment": "hrguide.moment",
    "Range": "hrguide.zones.ranges",
    "Workout": "hrguide.workout.workout",
    "WorkoutError": "hrguide.workout.workout",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
