"""The health page in the athlete's file, a clearance from the command line, a ride moved."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hrguide.athlete import store
from hrguide.athlete.athlete import Machine
from hrguide.athlete.diary import known_evidence, note
from hrguide.athlete.evidence import TalkAnswer
from hrguide.athlete.learned import Lesson, keep_lesson, read_lessons
from hrguide.athlete.profile import Profile, RememberedStrap
from hrguide.cli.main import main
from hrguide.errors import BadFileError
from hrguide.health.screening import Clearance, Health, HealthItem
from hrguide.ride.header import Header
from hrguide.ride.lines import Ending, Footer
from hrguide.ride.writer import create_ride
from tests.ride.ride_examples import a_packet

DAY = date(2026, 11, 1)
SAM = Profile(name="Sam", age_years=38, age_on=DAY)
YES = Health(asked_on=DAY, yes=(HealthItem.HEART, HealthItem.BONES))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HRGUIDE_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    "health",
    [
        None,
        Health(asked_on=DAY),
        YES,
        Health(asked_on=DAY, yes=YES.yes, clearance=Clearance(by="Dr Roe", on=DAY)),
    ],
)
def test_the_page_is_kept_as_answered(home: Path, health: Health | None) -> None:
    store.add(home, SAM)
    store.change(home, "sam", health=YES)
    store.change(home, "sam", health=health)
    assert store.load(home, "sam").health == health


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        ('asked_on = 2026-11-01\nyes = ["hart"]', "hart"),
        ("yes = []", "asked_on"),
        ('asked_on = "soon"\nyes = []', "asked_on"),
        ("asked_on = 2026-11-01\nyes = true", "yes"),
        ('asked_on = 2026-11-01\nyes = []\ncleared_by = "Dr Roe"', "who and when"),
    ],
)
def test_a_page_that_cannot_be_read_is_never_a_none(home: Path, lines: str, word: str) -> None:
    path = store.add(home, SAM)
    path.write_text(f"{path.read_text(encoding='utf-8')}\n[health]\n{lines}\n", encoding="utf-8")
    with pytest.raises(BadFileError) as told:
        store.load(home, "sam")
    assert word in told.value.message


def test_health_is_on_no_list(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store.add(home, SAM)
    store.change(home, "sam", health=YES)
    words = ["athlete", "set", "Sam", "--cleared-by", "Dr Roe", "--cleared-on", "today"]
    assert main(words) == 0
    for listing in (["list"], ["list", "--json"], ["show"], ["show", "--json"]):
        assert main(["athlete", *listing]) == 0
    said = "".join(capsys.readouterr()).replace(str(home), "")
    for secret in ("health", "Roe", "bones", "cleared"):
        assert secret not in said
    assert main(["athlete", "show", "--health"]) == 0
    assert main(["athlete", "show", "--health", "--json"]) == 0
    assert "Dr Roe" in capsys.readouterr().out
    health = store.load(home, "sam").health
    assert health is not None
    assert not health.holds_back


@pytest.mark.parametrize(
    "words",
    [
        ["--cleared-by", "Dr Roe"],
        ["--cleared-on", "today"],
        ["--cleared-by", "Dr Roe", "--cleared-on", "2027-01-01"],
        ["--cleared-by", "Dr Roe", "--cleared-on", "2020-01-01"],
    ],
)
def test_half_a_clearance_clears_nothing(home: Path, words: list[str]) -> None:
    store.add(home, SAM)
    store.change(home, "sam", health=YES)
    assert main(["athlete", "set", "Sam", *words]) == 2
    assert store.load(home, "sam").health == YES


def test_nothing_to_clear_is_told(home: Path) -> None:
    store.add(home, SAM)
    words = ["athlete", "set", "Sam", "--cleared-by", "Dr Roe", "--cleared-on", "today"]
    assert main(words) == 2


def test_a_mix_up_is_repaired_with_its_evidence(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """five_patients_one_laptop: Bo rode as Ada."""
    for name in ("Ada", "Bo"):
        store.add(home, Profile(name=name, age_years=40, age_on=DAY))
    profile = store.load(home, "ada")
    header = Header(
        hrguide_version="0.1.0",
        started=datetime(2026, 11, 22, 18, tzinfo=UTC),
        workout_text="1 min easy",
        athlete=profile.athlete(DAY),
    )
    writer = create_ride(home, header, name="Ada")
    packet = a_packet(1.0, 120)
    writer.write(packet)
    writer.close(Footer(at_s=60.0, ending=Ending.DONE))
    own = TalkAnswer(128, "only_just", "bikeerg", "2026-11-10")
    bos = TalkAnswer(151, "only_just", "bikeerg", "2026-11-22")
    note(home, "ada", [own], ride="2026-11-10-ada")
    note(home, "ada", [bos], ride=writer.path.stem)
    assert packet.device is not None
    store.remember_strap(home, "ada", RememberedStrap(address=packet.device, name="Bo's"))
    taught = Lesson(ride=writer.path.stem, machine=Machine.BIKEERG, workout="x", learned={})
    keep_lesson(home, "ada", taught)
    assert main(["athlete", "move", writer.path.stem, "--to", "bo"]) == 0
    assert "2026-11-22-bo is Bo's now, not Ada's, with 1 piece" in capsys.readouterr().err
    assert known_evidence(home, "ada") == (own,)
    assert known_evidence(home, "bo") == (bos,)
    assert read_lessons(home, "ada") == ()
    assert [lesson.ride for lesson in read_lessons(home, "bo")] == ["2026-11-22-bo"]
    assert store.strap_of(home, "ada") is None
    assert store.strap_of(home, "bo") is not None
    assert main(["athlete", "move", "2026-11-22-bo", "--to", "bo"]) == 2
    assert main(["athlete", "move", "2026-11-22-bo", "--to", "nobody"]) == 2
    assert main(["athlete", "move", "2026-11-22-bo", "--to", "ada"]) == 0  # and back again
    assert known_evidence(home, "ada") == (own, bos)
    assert known_evidence(home, "bo") == ()
