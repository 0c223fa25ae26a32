"""Files that are broken, and files made to do harm: an error or a part, soon, and nothing else."""

import json
import struct
import subprocess
import sys
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from hrguide.cli.main import main
from hrguide.errors import BadFileError, ExitCode, HrguideError
from hrguide.ride.archive import Found, found_in
from hrguide.ride.formats import fit
from hrguide.ride.formats.fit_activity import Activity
from hrguide.ride.lines import HEART_RATE
from hrguide.ride.recording import decode_recording

BROKEN = Path(__file__).parents[2] / "fixtures" / "broken" / "imports"
GOLDEN = BROKEN / "said.txt"
FILES = sorted(path for path in BROKEN.iterdir() if path != GOLDEN)
PACKED = (".zip", ".gz")  # another zlib packs otherwise
CPU_MAX_S = 5.0  # ten thousand times what the slowest takes; a bomb that goes off takes hours
MEMORY_MAX_BYTES = 48 * 2**20  # of 4 MB of zeros, read as lines twice
NOT_BROKEN = {"fit_every_field_ff.fit", "zip_leads_outside.zip", "zip_claims_2_gb.zip"}
"""Read as they are: rates come from the beats, names and sizes in a zip are not believed."""


def _golden() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    name = ""
    for line in GOLDEN.read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            found[name].append(line.strip())
        else:
            name = line
            found[name] = []
    return found


def _tried(found: Found, *, skip_bad: bool) -> str:
    try:
        if isinstance(found.content, HrguideError):
            raise found.content
        ride = decode_recording(
            found.content, path=found.path, hrguide_version="0.1.0", skip_bad=skip_bad
        )
    except BadFileError as error:
        assert error.hint  # noqa: PT017 - either outcome is right
        return error.message
    heart = sum(1 for packet in ride.packets if packet.characteristic == HEART_RATE)
    return f"{heart} packets in {ride.last_at_s:g} s"


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= 30
    assert sorted(_golden()) == [path.name for path in FILES]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_is_said_is_golden_and_takes_little(path: Path) -> None:
    tracemalloc.start()
    began_s = time.process_time()
    try:
        said = []
        for found in found_in([path]):
            said.append(f"{found.shown}: {_tried(found, skip_bad=False)}")
            said.append(f"--skip-bad: {_tried(found, skip_bad=True)}")
        _now, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert said == _golden()[path.name]
    assert time.process_time() - began_s < CPU_MAX_S
    assert peak_bytes < MEMORY_MAX_BYTES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_is_written_outside_the_rides_folder(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "deep" / "down" / "home"
    before = sorted(tmp_path.parent.iterdir())
    code = main(["import", str(path), "--skip-bad", "--home", str(home)])
    written = {each.relative_to(tmp_path) for each in tmp_path.rglob("*") if each.is_file()}
    inside = Path("deep/down/home/rides")
    assert all(each.parent == inside for each in written)
    assert {each.suffix for each in written} <= {".hrg", ""}  # and the folder's lock
    assert sorted(tmp_path.parent.iterdir()) == before
    assert not Path("/tmp/outside.fit").exists()
    told = capsys.readouterr()
    rides = [each for each in written if each.suffix == ".hrg"]
    assert len(told.out.split()) >= len(rides) > 0 or code == ExitCode.BAD_FILE
    assert "Traceback" not in told.err


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_without_skip_bad_a_broken_file_is_an_error(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["import", str(path), "--home", str(tmp_path)])
    assert code == (ExitCode.DONE if path.name in NOT_BROKEN else ExitCode.BAD_FILE)
    capsys.readouterr()


def test_the_files_are_what_the_script_makes() -> None:
    """Made again, they are the same: nobody has mended one by hand."""
    script = (
        "import json, runpy\n"
        "made = runpy.run_path('scripts/make_broken_imports.py')['broken']()\n"
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
    assert sorted(made) == [path.name for path in FILES]
    for path in FILES:
        if not path.name.endswith(PACKED):
            assert made[path.name] == path.read_bytes(), path.name


def _fit(*definitions: tuple[int, int, int, int], messages: bytes, times: int) -> bytes:
    """A FIT file of one definition (number of message, field, its bytes, its type) and messages."""
    fields = b"".join(bytes(field) for _number, *field in definitions)
    head = bytes([0x40, 0, 0, definitions[0][0], 0, len(definitions)])
    body = head + fields + messages * times
    return struct.pack("<BBHI4s", 12, 0x10, 2100, len(body), b".FIT") + body + b"\0\0"


@pytest.mark.parametrize("what", ["values", "definitions"])
def test_more_values_than_a_day_has_are_not_read_to_the_end(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """20 MB made to be slow took 50 s: a long array counts by its length, a definition as a
    message. The limit is lowered here, to be quick."""
    monkeypatch.setattr(fit, "VALUES_MAX", 20_000)
    if what == "values":
        content = _fit((78, 0, 250, 0x84), messages=b"\0" + bytes(250), times=200)
    else:
        fields = b"".join(bytes([number, 1, 2]) for number in range(250))
        again = bytes([0x40, 0, 0, 20, 0, 250]) + fields
        content = _fit((20, 3, 1, 2), messages=again, times=100)
    damage = fit._read(content, Activity())
    assert damage is not None
    assert damage.got == "more"
    assert damage.byte is not None
    assert damage.byte < 0.9 * len(content)


def test_twenty_megabytes_of_small_files_in_a_zip_are_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(5):
            archive.writestr(f"{number}.csv", bytes(8 << 20))
    tracemalloc.start()
    try:
        said = [found.content for found in found_in([path])]
        _now, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(said) == 5
    assert all("more than 200 times" in str(each) for each in said)
    assert peak_bytes < 8 << 20


def test_a_million_lines_are_not_taken_apart_to_see_the_first() -> None:
    content = b"0,1\n" * 4_000_000
    tracemalloc.start()
    try:
        with pytest.raises(BadFileError, match="more than 1000000 lines"):
            decode_recording(content, path=Path("a.csv"), hrguide_version="0")
        _now, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak_bytes < 4 * len(content)
