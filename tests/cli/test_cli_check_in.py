"""From "who?" to "ready": what is asked of whom, how many keys it takes, and what stays of it."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from hrguide.athlete import store
from hrguide.athlete.athlete import Machine
from hrguide.athlete.clinic import Clinic
from hrguide.athlete.profile import Profile
from hrguide.cli.answers import Answers, read_answers
from hrguide.cli.check_in import CheckedIn, CheckIn, refuse_harder_stages
from hrguide.cli.who import who_rides
from hrguide.errors import BadFileError, NotStartedError, UsageError
from hrguide.health.screening import Health, HealthItem
from hrguide.health.today import Gentle
from hrguide.ride.header import Header
from hrguide.ride.lines import Ending, Footer
from hrguide.ride.reader import read_ride
from hrguide.ride.writer import create_ride
from hrguide.screen.question import Asks
from tests.screen.fakes import FakeOutlet
from tests.screen.test_screen_questions import Hands, a_clipboard

TODAY = date(2026, 11, 22)
WELL = Health(asked_on=TODAY - timedelta(days=30))
HELD_BACK = replace(WELL, yes=(HealthItem.BONES,))
SAM = Profile(name="Sam", age_years=38, age_on=TODAY, machine=Machine.ROWER, health=WELL)
CLINIC = Clinic(name="Back in Motion", telephone="01 234 5678", emergency="112")


def check_in(home: Path, asks: Asks, *, clinic: Clinic = CLINIC, yes: bool = False) -> CheckedIn:
    """The whole way, from who to ready."""

    async def whole() -> CheckedIn:
        profile = await who_rides(home, named=None, asks=asks, today=TODAY)
        rider = CheckIn(home, profile, asks=asks, clinic=clinic, today=TODAY, takes_defaults=yes)
        return await rider.run()

    return asyncio.run(whole())


def by_keys(home: Path, keys: str, *, clinic: Clinic = CLINIC) -> tuple[CheckedIn, str]:
    """One key at a time on the real pages; also all that was painted. Every key must be used."""
    outlet, hands = FakeOutlet(), Hands(*keys)
    board = a_clipboard(outlet, hands)
    with board:
        checked_in = check_in(home, board, clinic=clinic)
    assert hands.portions == [], "keys were left over"
    return checked_in, outlet.text


def a_ride(home: Path, on: date, *, profile: Profile = SAM) -> Path:
    header = Header(
        hrguide_version="0.1.0",
        started=datetime(on.year, on.month, on.day, 18, tzinfo=UTC),
        workout_text="1 min easy",
        athlete=profile.athlete(on),
    )
    writer = create_ride(home, header, name=profile.name)
    writer.close(Footer(at_s=60.0, ending=Ending.DONE))
    return writer.path


def test_somebody_new_is_ready_with_15_keys(tmp_path: Path) -> None:
    keys = "Sam\n" + "38\n" + "n" + "s" + "6" + "b"
    start = "y\n"  # "did you hear that?", and Enter on the ready page
    assert len(keys + start) <= 15
    checked_in, _ = by_keys(tmp_path, keys)
    assert checked_in.gentle == ()
    assert checked_in.machine is Machine.BIKEERG
    assert checked_in.answers == (("back", "sore"), ("soreness_before", 6))
    kept = store.load(tmp_path, "sam")
    assert (kept.age_years, kept.health) == (38, Health(asked_on=TODAY))


def test_somebody_known_is_ready_with_6_keys_also_in_a_full_clinic(tmp_path: Path) -> None:
    for name in ("Ada", "Bo", "Cy", "Di"):
        store.add(tmp_path, replace(SAM, name=name))
    store.add(tmp_path, SAM)
    ride = a_ride(tmp_path, TODAY - timedelta(days=1))
    keys = "5" + "s" + "6" + "2" + "n"  # who, back, soreness, the morning after, nothing changed
    assert len(keys + "\n") <= 6
    checked_in, _ = by_keys(tmp_path, keys)
    assert checked_in.machine is Machine.ROWER  # the last one stands
    assert read_ride(ride).answers == {"morning_after": 2}


def test_nothing_is_asked_twice(tmp_path: Path) -> None:
    store.add(tmp_path, SAM)
    ride = a_ride(tmp_path, TODAY - timedelta(days=1))
    by_keys(tmp_path, "s6" + "\n" + "n")  # the morning after is not remembered
    assert read_ride(ride).answers == {"morning_after": "skipped"}
    _, told = by_keys(tmp_path, "s6" + "n")
    assert "morning after" not in told


@pytest.mark.parametrize(("days_ago", "asked"), [(0, False), (1, True), (7, True), (8, False)])
def test_the_morning_after_is_asked_while_it_can_be_remembered(
    tmp_path: Path, days_ago: int, asked: bool
) -> None:
    store.add(tmp_path, SAM)
    store.add(tmp_path, replace(SAM, name="Ada"))
    a_ride(tmp_path, TODAY, profile=replace(SAM, name="Ada"))  # somebody else's is not theirs
    a_ride(tmp_path, TODAY - timedelta(days=days_ago))
    _, told = by_keys(tmp_path, "2s6" + ("3" if asked else "") + "n")
    assert ("morning after" in told) is asked


def test_the_page_comes_again_after_12_months_and_then_nothing_else_is_asked(
    tmp_path: Path,
) -> None:
    store.add(tmp_path, replace(SAM, health=Health(asked_on=date(2025, 11, 20))))
    by_keys(tmp_path, "n" + "s" + "4")
    assert store.load(tmp_path, "sam").health == Health(asked_on=TODAY)


def test_a_yes_is_kept_and_the_ride_is_gentle_until_cleared(tmp_path: Path) -> None:
    store.add(tmp_path, SAM)
    checked_in, told = by_keys(tmp_path, "s4" + "y" + "56\n" + "\n" + "y")
    assert "Back in Motion, 01 234 5678" in told
    assert checked_in.gentle == (Gentle.HEALTH,)
    kept = store.load(tmp_path, "sam")
    assert kept.limits_heart_rate  # formulas off, never a push
    assert kept.health is not None
    assert kept.health.holds_back
    checked_in, _ = by_keys(tmp_path, "s4" + "n" + "y")
    assert checked_in.gentle == (Gentle.HEALTH,)
    checked_in, _ = by_keys(tmp_path, "s4" + "c" + "Dr Roe\n" + "yesterday\n" + "y")
    assert checked_in.gentle == ()
    assert store.load(tmp_path, "sam").limits_heart_rate  # cleared, but still taken
    checked_in, _ = by_keys(tmp_path, "s4" + "y" + "6\n" + "g")
    assert checked_in.gentle == (Gentle.HEALTH,)  # something changed: cleared anew


def test_pain_in_the_chest_is_not_ridden_past_by_enter(tmp_path: Path) -> None:
    """ "See a doctor BEFORE you ride": going on takes a key of its own."""
    store.add(tmp_path, replace(SAM, health=None))
    checked_in, told = by_keys(tmp_path, "2\n" + "\n\n" + "g" + "s4")
    assert checked_in.gentle == (Gentle.HEALTH,)
    assert "BEFORE you ride" in told


def test_medicine_not_taken_as_usual_forgets_other_days(tmp_path: Path) -> None:
    store.add(tmp_path, replace(SAM, limits_heart_rate=True))
    assert by_keys(tmp_path, "s4ny")[0].as_usual
    checked_in, _ = by_keys(tmp_path, "s4nn")
    assert not checked_in.as_usual
    assert ("medicine_as_usual", "no") in checked_in.answers


BACK_ONE = "\x7f"  # Backspace


@pytest.mark.parametrize(
    ("keys", "soreness"),
    [
        ("s9" + BACK_ONE + "4" + "n", 4),  # seen on "that is more than a bit"
        ("s3" + BACK_ONE + "6" + "n", 6),  # seen on "has anything changed?"
        ("s1" + BACK_ONE + "5" + "n", 5),  # a 1 that was to become a ten
        ("s3" + BACK_ONE + BACK_ONE + "s" + "5" + "n", 5),  # the back itself
    ],
)
def test_a_mistyped_digit_is_mended(tmp_path: Path, keys: str, soreness: int) -> None:
    store.add(tmp_path, SAM)
    checked_in, told = by_keys(tmp_path, keys)
    assert checked_in.answers == (("back", "sore"), ("soreness_before", soreness))
    assert checked_in.gentle == ()
    assert "Backspace  change the last answer" in told


def test_backspace_forgets_nothing_that_was_kept(tmp_path: Path) -> None:
    """The health page and the morning after are in their files: what comes after leaves them."""
    store.add(tmp_path, replace(SAM, health=None))
    ride = a_ride(tmp_path, TODAY - timedelta(days=1))
    outlet, hands = FakeOutlet(), Hands(*("6\n" + "g" + BACK_ONE + "s" + "3" + "2"))
    with a_clipboard(outlet, hands) as board:
        check_in(tmp_path, board)
    assert store.load(tmp_path, "sam").health == replace(HELD_BACK, asked_on=TODAY)
    assert read_ride(ride).answers == {"morning_after": 2}


def test_a_machine_nobody_meant_is_chosen_again(tmp_path: Path) -> None:
    store.add(tmp_path, replace(SAM, machine=None))
    checked_in, _ = by_keys(tmp_path, "s4" + "e" + BACK_ONE + "r" + "n")
    assert checked_in.machine is Machine.ROWER


@pytest.mark.parametrize(
    ("keys", "told"),
    [("!\n", "GET HELP NOW"), ("o\n", "book an assessment"), ("s8q", "more than a bit")],
)
def test_each_way_of_the_back_that_is_no_ride(tmp_path: Path, keys: str, told: str) -> None:
    store.add(tmp_path, SAM)
    outlet = FakeOutlet()
    with pytest.raises(NotStartedError) as ended, a_clipboard(outlet, Hands(*keys)) as board:
        check_in(tmp_path, board)
    assert told in outlet.text
    assert "112" in ended.value.hint or "Back in Motion, 01 234 5678" in ended.value.hint


def test_soreness_of_7_rides_gently(tmp_path: Path) -> None:
    store.add(tmp_path, SAM)
    # Enter goes past no "book an assessment"
    assert by_keys(tmp_path, "s7" + "\n" + "g" + "n")[0].gentle == (Gentle.SORENESS,)
    assert by_keys(tmp_path, "s10" + "g" + "n")[0].gentle == (Gentle.SORENESS,)


def test_under_18_only_with_somebody_there(tmp_path: Path) -> None:
    store.add(tmp_path, replace(SAM, age_years=16))
    checked_in, _ = by_keys(tmp_path, "y" + "s4n")
    assert ("accompanied", "yes") in checked_in.answers
    assert checked_in.profile.athlete(TODAY).formulas_off
    with pytest.raises(NotStartedError), a_clipboard(FakeOutlet(), Hands(*"n\n")) as board:
        check_in(tmp_path, board)


def test_a_clinic_may_switch_pushing_off(tmp_path: Path) -> None:
    store.add(tmp_path, SAM)
    clinic = replace(CLINIC, pushes=False)
    assert by_keys(tmp_path, "s4n", clinic=clinic)[0].gentle == (Gentle.CLINIC,)


def test_a_harder_stage_is_not_for_a_gentle_day() -> None:
    refuse_harder_stages(())
    refuse_harder_stages((Gentle.WISHED, Gentle.CLINIC))
    for reason in (Gentle.HEALTH, Gentle.SORENESS):
        with pytest.raises(NotStartedError):
            refuse_harder_stages((reason,))


FULL = {"health": [], "back": "sore", "soreness": 4}


def test_a_file_answers_all_of_it(tmp_path: Path) -> None:
    whole = {**FULL, "athlete": "Kim", "age": 61, "machine": "skierg", "health": ["bones"]}
    checked_in = check_in(tmp_path, Answers(given=whole, source="a.json"))
    assert checked_in.gentle == (Gentle.HEALTH,)
    assert checked_in.machine is Machine.SKIERG
    again = Answers(given={**whole, "cleared_by": "Dr Roe", "cleared_on": "today"}, source="a.json")
    assert check_in(tmp_path, again).gentle == ()
    still = Answers(given=whole, source="a.json")  # the same page again: nothing changed
    assert check_in(tmp_path, still).gentle == ()
    other = Answers(given={**whole, "health": ["chest"]}, source="a.json")
    assert check_in(tmp_path, other).gentle == (Gentle.HEALTH,)


@pytest.mark.parametrize("missing", sorted(FULL))
@pytest.mark.parametrize("yes", [False, True])
def test_no_option_answers_about_health(tmp_path: Path, missing: str, yes: bool) -> None:
    """`--yes`, or a file that is silent: not started, and the key is named."""
    store.add(tmp_path, replace(SAM, health=None))
    given = {key: value for key, value in FULL.items() if key != missing}
    with pytest.raises(NotStartedError) as told:
        check_in(tmp_path, Answers(given=given, source="a.json"), yes=yes)
    assert f'"{missing}"' in told.value.message
    assert f'"{missing}"' in told.value.hint


def test_whether_anything_changed_is_a_question_too(tmp_path: Path) -> None:
    store.add(tmp_path, SAM)
    given = {"back": "sore", "soreness": 4}
    with pytest.raises(NotStartedError, match="changed"):
        check_in(tmp_path, Answers(given=given))
    assert check_in(tmp_path, Answers(given={**given, "changed": False})).gentle == ()


def test_where_the_file_is_silent_somebody_is_asked(tmp_path: Path) -> None:
    store.add(tmp_path, SAM)
    with a_clipboard(FakeOutlet(), Hands(*"s4")) as board:
        checked_in = check_in(tmp_path, Answers(given={"changed": False}, otherwise=board))
    assert ("soreness_before", 4) in checked_in.answers


def test_yes_takes_the_last_machine_and_asks_the_rest(tmp_path: Path) -> None:
    store.add(tmp_path, replace(SAM, machine=None))
    with a_clipboard(FakeOutlet(), Hands(*"s4n")) as board:
        assert check_in(tmp_path, board, yes=True).machine is Machine.BIKEERG


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ('{"sorenes": 3}', "sorenes"),
        ('{"soreness": 11}', "soreness"),
        ('{"soreness": true}', "soreness"),
        ('{"soreness": null}', "soreness"),
        ('{"health": "none"}', "health"),
        ('{"health": ["hart"]}', "health"),
        ('{"changed": "no"}', "changed"),
        ('{"back": ""}', "back"),
        ("[1]", "one JSON object"),
        ("[" * 100_001, "too long"),
        ("[" * 99_000, "brackets"),
        ('{"back": "emergency", "back": "sore"}', "'back' is answered twice"),
        ("\udcff", "UTF-8"),
        ("{", "not JSON"),
    ],
)
def test_a_bad_file_names_the_key(tmp_path: Path, content: str, word: str) -> None:
    path = tmp_path / "answers.json"
    path.write_bytes(content.encode("utf-8", errors="surrogateescape"))
    with pytest.raises(BadFileError) as told:
        read_answers(str(path))
    assert word in told.value.message
    assert path.name in told.value.message


@pytest.mark.parametrize("given", [{"back": "sore?"}, {"cleared_on": "03/04/2026"}])
def test_a_value_that_cannot_be_is_refused_where_it_is_asked(
    tmp_path: Path, given: dict[str, object]
) -> None:
    store.add(tmp_path, replace(SAM, health=HELD_BACK))
    whole = {**FULL, "health": ["bones"], "cleared_by": "Dr Roe", **given}
    with pytest.raises((BadFileError, UsageError)):
        check_in(tmp_path, Answers(given=whole, source="a.json"))


def test_the_readme_documents_every_key() -> None:
    from hrguide.cli.answers import KEYS

    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    section = readme.partition("## What is asked")[2].partition("\n## ")[0]
    assert not [key for key in KEYS if f"`{key}`" not in section]
    (example,) = [line for line in section.splitlines() if line.startswith("    {")]
    assert set(json.loads(example)) <= set(KEYS)
