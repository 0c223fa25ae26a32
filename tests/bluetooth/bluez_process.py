"""hrguide in a process of its own, and a heart for it to hear, for tests over the real BlueZ."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from hrguide.bluetooth.heart_rate import HeartRateMeasurement
from tests.bluetooth.virtual_strap import VirtualStrap


async def hrguide(home: Path, *words: str) -> asyncio.subprocess.Process:
    """Started as a rider starts it, stdout and stderr ours to read."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "hrguide", *words, "--home", str(home)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@contextlib.asynccontextmanager
async def numbered_beats(strap: VirtualStrap) -> AsyncIterator[None]:
    """A notification a second; the energy field numbers them, so that none can hide."""
    task = asyncio.create_task(_beat_each_second(strap), name="heart")
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _beat_each_second(strap: VirtualStrap) -> None:
    loop = asyncio.get_running_loop()
    began_s = loop.time()
    number = 0
    while True:
        hr_bpm = 118 + number % 5
        rr_ticks = (61440 // hr_bpm,) * 2
        await strap.beat(HeartRateMeasurement(hr_bpm=hr_bpm, energy_kj=number, rr_ticks=rr_ticks))
        number += 1
        await asyncio.sleep(max(0.0, began_s + number - loop.time()))
