"""Answers about health -> gentle, refuse or go: the rules, and every word reviewed in one place."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.errors import UsageError
from hrguide.health import wording
from hrguide.health.rests import RestAnswer, WayOn, after_rest, may_push
from hrguide.health.screening import Health, HealthItem, clear, page_due, slows_the_heart
from hrguide.health.today import Back, Gentle, Go, NotToday, Refusal, decide

TODAY = date(2026, 11, 22)
WELL = Health(asked_on=TODAY)
NOT_WELL = Health(asked_on=TODAY, yes=(HealthItem.BONES,))

healths = st.builds(
    Health,
    asked_on=st.just(TODAY),
    yes=st.lists(st.sampled_from(HealthItem), unique=True).map(tuple),
)
rests = st.lists(st.sampled_from(RestAnswer), max_size=8)


@pytest.mark.parametrize(
    ("asked_on", "due"),
    [
        (None, True),
        (TODAY, False),
        (date(2025, 11, 23), False),
        (date(2025, 11, 22), True),
        (date(2020, 2, 29), True),
        (TODAY + timedelta(days=1), True),  # a clock that was wrong
    ],
)
def test_the_page_is_due_once_and_after_12_months(asked_on: date | None, due: bool) -> None:
    kept = None if asked_on is None else Health(asked_on=asked_on)
    assert page_due(kept, TODAY) is due


def test_a_page_of_a_leap_day_is_due_a_year_later() -> None:
    kept = Health(asked_on=date(2024, 2, 29))
    assert not page_due(kept, date(2025, 2, 27))
    assert page_due(kept, date(2025, 2, 28))


def test_any_yes_holds_back_until_cleared_by_whom_and_when() -> None:
    for item in HealthItem:
        held = Health(asked_on=TODAY, yes=(item,))
        assert held.holds_back
        cleared = clear(held, by=" Dr  Roe ", on=TODAY, today=TODAY)
        assert not cleared.holds_back
        assert cleared.yes == (item,)  # what was said stays said
        assert cleared.clearance is not None
        assert (cleared.clearance.by, cleared.clearance.on) == ("Dr Roe", TODAY)
    assert not WELL.holds_back


@pytest.mark.parametrize(
    ("by", "on"),
    [
        ("", TODAY),
        (" - ", TODAY),
        ("x" * 81, TODAY),
        ("Dr Roe", TODAY + timedelta(days=1)),
        ("Dr Roe", date(2025, 11, 22)),
    ],
)
def test_nobody_or_a_day_that_cannot_be_clears_nothing(by: str, on: date) -> None:
    with pytest.raises(UsageError):
        clear(NOT_WELL, by=by, on=on, today=TODAY)


def test_medicine_turns_formulas_off_as_long_as_it_is_told() -> None:
    takes = Health(asked_on=TODAY, yes=(HealthItem.MEDICINE,))
    assert slows_the_heart(None, takes, known=False)
    assert not slows_the_heart(takes, WELL, known=True)  # no longer taken
    assert slows_the_heart(WELL, WELL, known=True)  # entered by hand: nobody asked here
    assert not slows_the_heart(None, NOT_WELL, known=False)


def test_the_back_decides_before_anything_else() -> None:
    for back, refusal in (
        (Back.EMERGENCY, Refusal.EMERGENCY),
        (Back.SOMETHING_ELSE, Refusal.ASSESSMENT),
    ):
        way = decide(health=NOT_WELL, back=back, soreness=10, age_years=12, accompanied=False)
        assert way == NotToday(refusal=refusal)


def test_soreness_of_7_is_more_than_a_bit() -> None:
    for soreness in range(11):
        way = decide(
            health=WELL, back=Back.SORE, soreness=soreness, age_years=38, accompanied=False
        )
        assert way == Go(gentle=(Gentle.SORENESS,) if soreness >= 7 else ())


def test_under_18_only_with_somebody_beside_them() -> None:
    for age, accompanied, refused in ((17.9, False, True), (17.9, True, False), (18, False, False)):
        way = decide(
            health=WELL, back=Back.SORE, soreness=3, age_years=age, accompanied=accompanied
        )
        assert isinstance(way, NotToday) is refused


@given(
    health=healths,
    back=st.sampled_from(Back),
    soreness=st.integers(0, 10),
    age_years=st.floats(10, 110),
    accompanied=st.booleans(),
    pushes=st.booleans(),
    wished_gentle=st.booleans(),
)
def test_a_ride_that_pushes_has_nothing_against_it(
    health: Health,
    back: Back,
    soreness: int,
    age_years: float,
    accompanied: bool,
    pushes: bool,
    wished_gentle: bool,
) -> None:
    way = decide(
        health=health,
        back=back,
        soreness=soreness,
        age_years=age_years,
        accompanied=accompanied,
        pushes=pushes,
        wished_gentle=wished_gentle,
    )
    may_ride = back is Back.SORE and (age_years >= 18 or accompanied)
    assert isinstance(way, Go) is may_ride
    if isinstance(way, Go):
        nothing_against = not health.yes and soreness < 7 and pushes and not wished_gentle
        assert way.is_gentle is not nothing_against


@pytest.mark.parametrize(
    ("answers", "way"),
    [
        ("", WayOn.AS_PLANNED),
        ("same", WayOn.AS_PLANNED),
        ("worse", WayOn.NEXT_ROUND_EASY),
        ("worse better", WayOn.AS_PLANNED),
        ("worse worse", WayOn.END),
        ("worse same worse", WayOn.END),
        ("sharp", WayOn.END),
        ("better sharp better", WayOn.END),
    ],
)
def test_what_the_back_says_in_the_rests(answers: str, way: WayOn) -> None:
    assert after_rest([RestAnswer(word) for word in answers.split()]) is way


@given(rests)
def test_a_rest_never_takes_back_an_end(answers: list[RestAnswer]) -> None:
    ended = False
    for count in range(len(answers) + 1):
        way = after_rest(answers[:count])
        assert not (ended and way is not WayOn.END)
        ended = way is WayOn.END
    if after_rest(answers) is not WayOn.AS_PLANNED:
        assert not may_push(answers)


def test_every_answer_has_its_words() -> None:
    assert list(wording.HEALTH_ITEMS) == list(HealthItem)
    assert list(wording.MEANS_OF) == list(HealthItem)
    assert list(wording.BACK_WAYS) == list(Back)
    assert set(wording.REFUSED) == set(wording.REFUSED_MEANS) == set(wording.NEXT) == set(Refusal)
    assert set(wording.GENTLE) == set(Gentle)


def test_nothing_diagnoses_and_nothing_promises_repair() -> None:
    """Claims that a clinic must not find in it (physiology.md G)."""
    said = "\n".join(_all_words()).lower()
    claims = ("you have", "repair", "heal", "flush", "cure", "treat", "prevent", "guarantee")
    assert not [word for word in claims if word in said.replace("health", "")]
    assert said.count("book an assessment") >= 3


def test_a_refusal_names_whom_to_call() -> None:
    told = " ".join(wording.refusal_lines(Refusal.EMERGENCY, number="112", clinic=None))
    assert "112" in told
    unknown = " ".join(wording.refusal_lines(Refusal.EMERGENCY, number=None, clinic=None))
    assert "your emergency number" in unknown
    clinic = wording.clinic_line("Back in Motion", "01 234 5678")
    assert clinic in wording.refusal_lines(Refusal.ASSESSMENT, number=None, clinic=clinic)
    assert "Back in Motion" in wording.next_step(Refusal.ASSESSMENT, number=None, clinic=clinic)
    assert wording.clinic_line(None, None) is None


def _all_words() -> list[str]:
    words: list[str] = []
    for name, value in vars(wording).items():
        if name.isupper():
            values = value.values() if isinstance(value, dict) else [value]
            for each in values:
                words += [each] if isinstance(each, str) else list(each)
    return words
