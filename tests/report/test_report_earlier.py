"""A report's rests stand beside own earlier ones that the history knows."""

from datetime import timedelta
from pathlib import Path

import pytest

from hrguide.athlete import store
from hrguide.athlete.profile import Profile
from hrguide.cli.earlier import earlier_falls
from hrguide.cli.main import main
from hrguide.ride.header import Header
from hrguide.ride.lines import Footer
from hrguide.ride.reader import read_ride
from hrguide.ride.writer import create_ride
from tests.report.report_rides import a_ride
from tests.ride.ride_examples import SAM, STARTED


def _rate(at_s: int) -> int | None:
    """In the rest it falls from 130 to 100."""
    return 130 - (at_s - 180) // 2 if 180 < at_s <= 240 else 110 if at_s <= 120 else 130


def _ride(home: Path, day: int, *, name: str = "Sam", **changes: object) -> Path:
    ride = a_ride(_rate, **changes)  # type: ignore[arg-type]
    facts = {each: getattr(ride.header, each) for each in Header.__dataclass_fields__}
    facts |= {"started": STARTED + timedelta(days=day), "athlete": type(SAM)(name, 38)}
    writer = create_ride(home, Header(**facts), name=name)
    footer = None
    for event in ride.events:
        if isinstance(event, Footer):
            footer = event
        else:
            writer.write(event)  # type: ignore[type-var]
    writer.close(footer)
    return writer.path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sam's rides of five days; a demo and one of Ada's between them."""
    monkeypatch.setenv("HRGUIDE_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "home"
    for name in ("Sam", "Ada"):
        store.add(folder, Profile(name=name, age_years=38, age_on=STARTED.date()))
    store.use(folder, "Sam")
    for day in range(5):
        _ride(folder, day)
    _ride(folder, 1, name="Ada")
    _ride(folder, 2, name="demo", simulated=True)
    return folder


def _report(home: Path, capsys: pytest.CaptureFixture[str], ride: Path) -> str:
    capsys.readouterr()
    assert main(["report", str(ride), "--home", str(home)]) == 0
    return " ".join(capsys.readouterr().out.split())


def test_what_the_history_knows_stands_beside(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rides = sorted((home / "rides").glob("*-sam.hrg"))
    assert len(rides) == 5
    assert "earlier rides" not in _report(home, capsys, rides[4]), "nothing is replayed for it"
    assert main(["history", "--athlete", "Sam", "--home", str(home), "--json"]) == 0
    assert main(["history", "--athlete", "Ada", "--home", str(home), "--json"]) == 0
    assert "; in 4 earlier rides like it 2" in _report(home, capsys, rides[4])
    assert "; in 3 earlier rides like it 2" in _report(home, capsys, rides[3])
    assert "earlier rides" not in _report(home, capsys, rides[2]), "two are too few"
    falls = earlier_falls(read_ride(rides[4]), home)
    assert {fall.ride for fall in falls} == {ride.name for ride in rides[:4]}, "nobody else's"


def test_a_ride_that_is_gone_or_changed_is_not_compared(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rides = sorted((home / "rides").glob("*-sam.hrg"))
    assert main(["history", "--athlete", "Sam", "--home", str(home), "--json"]) == 0
    rides[0].unlink()
    with rides[1].open("ab") as file:
        file.write(b"\n")
    falls = earlier_falls(read_ride(rides[4]), home)
    assert {fall.ride for fall in falls} == {ride.name for ride in rides[2:4]}
    capsys.readouterr()
