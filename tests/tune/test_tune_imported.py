"""A file tuned as a file, and as the ride it became by import: evidence once, in either order."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from hrguide.athlete import store
from hrguide.athlete.diary import read_diary
from hrguide.athlete.profile import Profile
from hrguide.cli.main import main
from hrguide.errors import ExitCode

DAY = (date.today() - timedelta(days=3)).isoformat()


@pytest.mark.parametrize("file_first", [True, False])
def test_a_file_and_the_ride_made_of_it_are_one_piece_of_evidence(
    file_first: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HRGUIDE_HOME", str(tmp_path / "home"))
    store.add(tmp_path / "home", Profile(name="Sam", age_years=38, age_on=date.today()))
    path = tmp_path / "erg.csv"
    rows = "".join(f"{second},{146 + second % 3}\n" for second in range(1500))
    path.write_text(f"time_s,hr_bpm\n{rows}", encoding="utf-8")
    assert main(["import", str(path), "--athlete", "Sam", "--on", DAY]) == ExitCode.DONE
    (ride,) = (tmp_path / "home" / "rides").glob("*.hrg")
    on = DAY if file_first else "yesterday"  # the ride knows better
    words = [["tune", str(path), "--accept", "--on", on], ["tune", ride.stem, "--accept"]]
    if file_first:  # as it was before the file was imported
        kept = ride.rename(tmp_path / "away.hrg")
        assert main(words[0]) == ExitCode.DONE
        kept.rename(ride)
    for each in reversed(words):
        assert main(each) == ExitCode.DONE
    store.add(tmp_path / "home", Profile(name="Kim", age_years=38, age_on=date.today()))
    kims = ["tune", str(path), "--accept", "--on", DAY, "--athlete", "Kim"]
    assert main(kims) == ExitCode.USAGE  # it was imported as Sam's
    assert read_diary(tmp_path / "home", "Kim") == ()
    (entry,) = read_diary(tmp_path / "home", "Sam")
    assert entry.ride is not None
    assert entry.ride.startswith("erg-") if file_first else entry.ride == ride.stem
