"""Two cases of other tools' users: files that sites refuse, 255 as a heart rate (product.md)."""

from pathlib import Path

import fitdecode
import pytest

from hrguide.cli.main import main
from hrguide.errors import ExitCode
from hrguide.ride.lines import Ending, Footer
from tests.ride.official_fit import needs_official, official
from tests.ride.ride_examples import a_header, a_packet, as_bytes

RATES = [0, 255, *range(100, 130), 0, 0, *range(130, 110, -1), 255]


@pytest.fixture
def exported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A ride whose strap said 0 and 255 at times, out as a user would."""
    packets = [a_packet(float(at_s), bpm) for at_s, bpm in enumerate(RATES, start=1)]
    header = a_header(waiting=False, workout_text="30 s easy\n30 s moderate\n")
    footer = Footer(at_s=float(len(RATES) + 2), ending=Ending.FINISHED)
    ride, path = tmp_path / "ride.hrg", tmp_path / "ride.fit"
    ride.write_bytes(as_bytes(header, [*packets, footer]))
    words = ["export", str(ride), "--output", str(path), "--home", str(tmp_path / "home")]
    assert main(words) == ExitCode.DONE
    capsys.readouterr()
    return path


def _messages(path: Path, name: str) -> list[fitdecode.FitDataMessage]:
    strict = fitdecode.ErrorHandling.RAISE
    with fitdecode.FitReader(
        path, check_crc=fitdecode.CrcCheck.RAISE, error_handling=strict
    ) as reader:
        frames = [frame for frame in reader if frame.frame_type == fitdecode.FIT_FRAME_DATA]
    return [frame for frame in frames if frame.name == name]


def test_no_255(exported: Path) -> None:
    """TrackMyIndoorWorkout #364: the invalid 255 was exported as a heart rate."""
    rates = [record.get_value("heart_rate") for record in _messages(exported, "record")]
    known = [rate for rate in rates if rate is not None]
    assert len(known) > 40
    assert min(known) >= 100
    assert max(known) <= 130
    (session,) = _messages(exported, "session")
    assert session.get_value("max_heart_rate") <= 130
    assert session.get_value("avg_heart_rate") >= 100


def test_upload_without_gps(exported: Path) -> None:
    """RunnerUp #1337, FitTrackee #1064: an indoor file has laps and a session, and no position."""
    assert len(_messages(exported, "lap")) == 2
    assert len(_messages(exported, "session")) == 1
    for record in _messages(exported, "record"):
        assert not record.has_field("position_lat")
        assert record.get_value("timestamp") is not None


@needs_official
def test_upload_without_gps_is_valid_for_the_official_decoder(exported: Path) -> None:
    told = official(exported)
    assert told["whole"]
    assert told["errors"] == []
    assert (told["laps"], told["sessions"], told["zeros"]) == (2, 1, 0)
