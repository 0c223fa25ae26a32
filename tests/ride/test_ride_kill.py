"""kill -9 and a full disk, for real: another process writes, and is ended or refused."""

import os
import random
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from hrguide.ride.folder import unfinished
from hrguide.ride.lines import Ending, Footer
from hrguide.ride.reader import read_ride
from hrguide.ride.resume import close_interrupted, reopen
from tests.ride.ride_examples import STARTED

KILLS = 20
_WRITE_ON = """
import sys
from pathlib import Path
from hrguide.ride.writer import create_ride
from tests.ride.ride_examples import a_header, a_packet
writer = create_ride(Path(sys.argv[1]), a_header(), name="Sam")
for at_s in range(100_000):
    writer.write(a_packet(float(at_s), 100 + at_s % 80, 512, 600))
    if at_s % 16 == 0:
        writer.sync()
    print(at_s, flush=True)
"""
_FILL_THE_DISK = """
import resource, sys
from pathlib import Path
from hrguide.ride.lines import Ending, Footer
from hrguide.ride.writer import create_ride
from tests.ride.ride_examples import a_header, a_packet
told = []
writer = create_ride(Path(sys.argv[1]), a_header(), name="Sam", on_trouble=told.append)
_soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (4321, hard))
for at_s in range(100):
    writer.write(a_packet(float(at_s), 120, 512))
print(writer.path.stat().st_size, writer.unwritten_bytes > 0, len(told))
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
print(writer.close(Footer(at_s=100.0, ending=Ending.DONE)))
"""
_ROOT = Path(__file__).parents[2]


def _start(script: str, home: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, str(home)], cwd=_ROOT, stdout=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize("kill", range(KILLS))
def test_kill_nine_loses_nothing_that_was_written(tmp_path: Path, kill: int) -> None:
    writes = random.Random(kill).randint(1, 400)
    with _start(_WRITE_ON, tmp_path) as process:
        assert process.stdout is not None
        for _ in range(writes):
            process.stdout.readline()
        assert unfinished(tmp_path) == (), "a ride in progress is nobody else's"
        process.kill()
        told = [line for line in process.stdout.read().split("\n") if line]
    (path,) = unfinished(tmp_path)
    ride = read_ride(path)
    assert [packet.at_s for packet in ride.packets] == [float(n) for n in range(len(ride.packets))]
    assert len(ride.packets) >= writes + len(told) - 1  # the last number may be half told
    last_at_s = ride.last_at_s
    resumed = reopen(path, now=STARTED + timedelta(seconds=last_at_s + 60))
    resumed.writer.close()
    assert resumed.at_s == pytest.approx(last_at_s + 60)
    close_interrupted(path)
    assert read_ride(path).packets == ride.packets


@pytest.mark.skipif(os.name == "nt", reason="no file size limit to reach on Windows")
def test_a_file_that_may_not_grow_is_finished_later(tmp_path: Path) -> None:
    with _start(_FILL_THE_DISK, tmp_path) as process:
        assert process.stdout is not None
        said = process.stdout.read().split("\n")
    assert process.returncode == 0
    assert said[:2] == ["4321 True 1", "0"]
    ride = read_ride(next((tmp_path / "rides").iterdir()))
    assert [packet.at_s for packet in ride.packets] == [float(n) for n in range(100)]
    assert ride.footer == Footer(at_s=100.0, ending=Ending.DONE)
