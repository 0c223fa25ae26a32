"""The questions of a ride as pages, for golden texts: what a rider reads at 80x24 and at 40x12."""

from dataclasses import replace
from datetime import date

from hrguide.athlete.athlete import Machine
from hrguide.cli import questions
from hrguide.health import wording
from hrguide.health.screening import Health, HealthItem
from hrguide.health.today import Refusal
from hrguide.screen.asked import Asked, OneOf, OnScale, Picked, Read, Ticked, Typed
from hrguide.screen.question import Choice, Notice
from hrguide.screen.sheet import draw_sheet, page_count

CLINIC = "Back in Motion, 01 234 5678"
TODAY = date(2026, 11, 22)
PATIENTS = tuple(f"{name} {number}" for name in ("Ada", "Bo", "Cy", "Di") for number in (1, 2, 3))


def _pressed(asked: Asked[object], keys: str) -> Asked[object]:
    for key in keys:
        asked.press(key)
    return asked


def _turning(asked: Choice) -> Choice:
    """As it comes after another question."""
    return replace(asked, turns_back=True)


def sheets() -> dict[str, Asked[object]]:
    """Each page by the name of its golden text."""
    page = questions.health_page()
    bones = Health(asked_on=TODAY, yes=(HealthItem.MEDICINE, HealthItem.BONES))
    kind = {"number": "112", "clinic": CLINIC}
    return {
        "ask-name": Typed(questions.name(str, clinic=CLINIC, default="sam")),
        "ask-age": _pressed(Typed(questions.age(str, clinic=None)), "38"),
        "ask-who": Picked(questions.who(("Ada", "Bo", "Cy", "Di", "Ed"))),
        "ask-who-many": Picked(questions.who(PATIENTS)),
        "ask-health": Ticked(page),
        "ask-health-ticked": _pressed(Ticked(page), "56"),
        "ask-health-more": Read(Notice(title=page.title, lines=page.more)),
        "ask-what-it-means": OneOf(questions.what_it_means(bones, clinic=CLINIC)),
        "ask-changed": OneOf(_turning(questions.changed(held_back=False))),
        "ask-changed-held-back": OneOf(_turning(questions.changed(held_back=True))),
        "ask-cleared-by": _pressed(Typed(questions.cleared_by(str)), "Dr Roe"),
        "ask-cleared-on": Typed(questions.cleared_on(str)),
        "ask-accompanied": OneOf(questions.accompanied()),
        "ask-medicine": OneOf(questions.medicine_as_usual()),
        "ask-back": OneOf(questions.back()),
        "ask-soreness": OnScale(questions.soreness(machine=None)),
        "ask-soreness-known": OnScale(
            replace(questions.soreness(machine=questions.machine(Machine.BIKEERG)), turns_back=True)
        ),
        "ask-soreness-one": _pressed(OnScale(questions.soreness(machine=None)), "1"),
        "ask-machine": OneOf(_turning(questions.machine(None))),
        "ask-more-than-a-bit": OneOf(_turning(questions.more_than_a_bit(7, clinic=CLINIC))),
        "ask-morning": OnScale(
            replace(questions.morning_after(date(2026, 11, 21)), turns_back=True)
        ),
        "ask-resume": OneOf(questions.resume("Sam", "2026-11-22-sam", ago_s=300.0, at_s=720.0)),
        "told-emergency": Read(questions.refused(Refusal.EMERGENCY, **kind)),
        "told-assessment": Read(questions.refused(Refusal.ASSESSMENT, **kind)),
        "told-unaccompanied": Read(questions.refused(Refusal.UNACCOMPANIED, **kind)),
    }


def sheet_texts(sizes: tuple[tuple[int, int], ...]) -> dict[str, str]:
    """File name -> text, a file a page: NAME-80x24.txt, then NAME-2-80x24.txt ..."""
    texts = {}
    for name, asked in sheets().items():
        sheet = replace(asked.sheet(), status="strap: looking ...", head=wording.TITLE)
        for width, height in sizes:
            for page in range(page_count(sheet, width, height)):
                number = "" if page == 0 else f"-{page + 1}"
                drawn = draw_sheet(sheet, width, height, page=page)
                texts[f"{name}{number}-{width}x{height}.txt"] = "\n".join(drawn.texts()) + "\n"
    return texts
