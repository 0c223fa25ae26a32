"""The five people of whom `hrguide zones` must give a page that a physiotherapist would trust."""

from datetime import date, timedelta
from pathlib import Path
from typing import Final

from hrguide.athlete.athlete import Athlete, Machine
from hrguide.athlete.evidence import (
    Answer,
    Evidence,
    HeartTimes,
    LabThreshold,
    MeasuredMax,
    RestingRate,
    TalkAnswer,
)
from hrguide.cli.zones_page import Page, page
from hrguide.zones.standing import standing

DAY: Final = date(2026, 11, 22)
GOLDEN_FOLDER: Final = Path(__file__).parents[2] / "fixtures" / "zones"
WIDTHS: Final = (80, 40)
SAM: Final = Athlete("Sam", 38, sex="female", activity="active")
KIM: Final = Athlete("Kim", 61, limits_heart_rate=True)


def talked(*answers: tuple[float, Answer], on: date = DAY) -> tuple[Evidence, ...]:
    return tuple(TalkAnswer(hr, answer, "bikeerg", on, 140.0) for hr, answer in answers)


FOUR: Final = talked(
    (118, "comfortable"), (127, "comfortable"), (134, "only_just"), (139, "only_just")
)
CASES: Final[dict[str, tuple[Athlete, Machine, tuple[Evidence, ...]]]] = {
    "formula-only": (SAM, Machine.BIKEERG, ()),
    "four-answers": (SAM, Machine.BIKEERG, FOUR),
    "contradictory": (
        SAM,
        Machine.BIKEERG,
        talked((150, "comfortable"), (152, "comfortable"), (110, "no"), (112, "no")),
    ),
    "beta-blocker": (KIM, Machine.BIKEERG, talked((92, "comfortable"), (98, "only_just"))),
    "beta-blocker-new": (KIM, Machine.BIKEERG, ()),
    "new-machine": (
        SAM,
        Machine.ROWER,
        (
            *talked((127, "comfortable"), (139, "only_just"), on=DAY - timedelta(days=9)),
            LabThreshold(141, None, DAY - timedelta(days=400)),
            RestingRate(58, DAY - timedelta(days=2)),
            MeasuredMax(181, DAY),
            HeartTimes(41, 8, "rower", DAY, "2026-11-22-sam"),
            HeartTimes(52, 6, "bikeerg", DAY, "2026-11-21-sam"),
        ),
    ),
}


def golden_pages() -> dict[str, str]:
    """Every page by the name of its file."""
    return {
        f"{name}-{width}.txt": _page(name, width, ascii_only=False)
        for name in CASES
        for width in WIDTHS
    } | {"four-answers-80-ascii.txt": _page("four-answers", 80, ascii_only=True)}


def _page(name: str, width: int, *, ascii_only: bool) -> str:
    athlete, machine, evidence = CASES[name]
    shown = Page(
        name=athlete.name,
        state=standing(athlete, evidence, machine=machine, on=DAY),
        ids={id(piece): f"{at:06x}" for at, piece in enumerate(evidence)},
    )
    return "\n".join((*page(shown, width=width, ascii_only=ascii_only), ""))
