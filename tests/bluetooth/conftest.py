"""The same tests on both radios: bumble in process, and the real BlueZ where /dev/vhci exists."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.bluetooth.room import Room, bluez_room, bumble_room

NO_VHCI = "no /dev/vhci here: run by scripts/vm/test"


@pytest_asyncio.fixture(params=["bumble", pytest.param("bluez", marks=pytest.mark.bluez)])
async def room(request: pytest.FixtureRequest) -> AsyncIterator[Room]:
    if request.param == "bluez" and not Path("/dev/vhci").exists():
        pytest.skip(NO_VHCI)
    async with bumble_room() if request.param == "bumble" else bluez_room() as made:
        yield made


@pytest_asyncio.fixture
async def desk() -> AsyncIterator[Room]:
    """The room in process only: for what is our own doing, whatever the radio."""
    async with bumble_room() as made:
        yield made
