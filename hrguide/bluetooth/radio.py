"""Which radio to use: what is handed to bleak's scanner, client and adapter when they are made.

The default is the computer's own. A test passes `backend=` classes over virtual straps, a rider
with two adapters `bluez={"adapter": "hci1"}`. This module opens nothing and imports no bleak.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Radio:
    """Keyword arguments for BleakScanner, BleakClient and BleakAdapter.get."""

    scanner: Mapping[str, Any] = field(default_factory=dict)
    client: Mapping[str, Any] = field(default_factory=dict)
    adapter: Mapping[str, Any] = field(default_factory=dict)
