"""One file per defect: what hrguide says to each is golden, and `--skip-bad` reads what it can."""

import json
import subprocess
import sys

import pytest

from hrguide.errors import BadFileError, ExitCode
from hrguide.ride.reader import BadRideError
from hrguide.ride.recording import open_recording
from tests.ride.ride_examples import BROKEN

GOLDEN = BROKEN / "errors.txt"
FILES = sorted(path for path in BROKEN.iterdir() if path != GOLDEN)
NOT_TO_BE_SAVED = (
    "header_",
    "empty",
    "csv_no_heart",
    "csv_column",
    "neither",
    "nothing",
    "watch",
)


def _golden() -> dict[str, str]:
    lines = GOLDEN.read_text(encoding="utf-8").splitlines()
    return {name: said.strip() for name, said in zip(lines[::2], lines[1::2], strict=True)}


def test_every_file_has_its_words() -> None:
    assert sorted(_golden()) == [path.name for path in FILES]
    assert len(set(_golden().values())) == len(FILES), "two defects, one message"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_defect_is_named(path: object) -> None:
    assert hasattr(path, "name")
    with pytest.raises(BadFileError) as caught:
        open_recording(BROKEN / path.name, hrguide_version="0.1.0")
    assert caught.value.message == _golden()[path.name]
    assert caught.value.exit_code is ExitCode.BAD_FILE
    assert caught.value.hint


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_skip_bad_reads_on_where_there_is_a_header(path: object) -> None:
    assert hasattr(path, "name")
    name = path.name
    if name.startswith(NOT_TO_BE_SAVED) and name != "header_twice.hrg":
        with pytest.raises(BadFileError):
            open_recording(BROKEN / name, hrguide_version="0.1.0", skip_bad=True)
        return
    ride = open_recording(BROKEN / name, hrguide_version="0.1.0", skip_bad=True)
    assert len(ride.damage) == 1
    with pytest.raises(BadRideError) as caught:
        open_recording(BROKEN / name, hrguide_version="0.1.0")
    assert ride.damage[0] == caught.value.damage
    assert ride.packets or name == "csv_decimal_comma.csv"


def test_the_files_are_what_the_script_makes() -> None:
    """Made again, they are the same: nobody has mended one by hand."""
    script = (
        "import json, runpy\n"
        "made = runpy.run_path('scripts/make_broken_rides.py')['broken']()\n"
        "print(json.dumps({name: content.hex() for name, content in made.items()}))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        cwd=BROKEN.parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    made = {name: bytes.fromhex(content) for name, content in json.loads(ran.stdout).items()}
    assert made == {path.name: path.read_bytes() for path in FILES}
