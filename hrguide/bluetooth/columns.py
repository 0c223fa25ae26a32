"""A whole ride's heart rate notifications as numpy columns, decoded in one pass.

For reports and studies of many rides; the live path decodes packet by packet in `heart_rate.py`
and both give the same numbers for any bytes (a property test says so). Comes in: raw payloads
with their times. Goes out: `HeartRateColumns`. It judges and drops nothing: a packet that cannot
be decoded keeps its row and is marked bad.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hrguide.bluetooth.heart_rate import (
    CONTACT_OF_BITS,
    FLAG_ENERGY,
    FLAG_RATE_16_BIT,
    FLAG_RR,
    RR_TICKS_PER_S,
    Contact,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CONTACTS: Final = tuple(Contact)  # the column `contact` holds indices into this


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HeartRateColumns:
    """n notifications holding m RR intervals in all.

    Shape (n,): at_s (float64 seconds), hr_bpm, energy_kj (uint16), has_energy, bad (bool),
    contact (uint8, index into CONTACTS). Shape (m,): rr_ticks (uint16, 1/1024 s, oldest first)
    and rr_packet (int64, the row each interval came in).
    Where `bad` is true, hr_bpm is 0, contact NOT_SUPPORTED, and neither energy nor RR are there;
    where `has_energy` is false, energy_kj is 0. Neither zero is a measurement: use the masks.
    """

    at_s: "NDArray[np.float64]"
    hr_bpm: "NDArray[np.uint16]"
    contact: "NDArray[np.uint8]"
    energy_kj: "NDArray[np.uint16]"
    has_energy: "NDArray[np.bool_]"
    bad: "NDArray[np.bool_]"
    rr_ticks: "NDArray[np.uint16]"
    rr_packet: "NDArray[np.int64]"

    @property
    def rr_s(self) -> "NDArray[np.float64]":
        """RR intervals in seconds, shape (m,); n/1024 is exact in a float."""
        return self.rr_ticks / RR_TICKS_PER_S


def decode_columns(payloads: Sequence[bytes], at_s: Sequence[float]) -> HeartRateColumns:
    """All 0x2A37 values of a ride at once; the same rules as `decode_heart_rate`.

    Raises ValueError where payloads and times differ in number.
    """
    import numpy as np  # not at the top: 60 ms that no live ride should pay

    count = len(payloads)
    if len(at_s) != count:
        raise ValueError(f"{count} payloads but {len(at_s)} times")
    size = np.fromiter(map(len, payloads), dtype=np.int64, count=count)
    start = np.cumsum(size) - size
    # Five spare zeros: a cut-short last packet may then be read past its end, as far as flags,
    # rate and energy reach, and be thrown away by the mask instead of by an IndexError.
    wire = np.frombuffer(b"".join((*payloads, bytes(5))), dtype=np.uint8)

    def uint16(at: "NDArray[np.int64]") -> "NDArray[np.uint16]":
        return wire[at] | wire[at + 1].astype(np.uint16) << np.uint16(8)

    flags = wire[start]
    wide = (flags & FLAG_RATE_16_BIT) != 0
    has_energy = (flags & FLAG_ENERGY) != 0
    energy_at = start + 2 + wide
    end = energy_at + 2 * has_energy
    bad = end > start + size
    good = ~bad
    has_energy &= good
    rr_count = np.where((flags & FLAG_RR != 0) & good, start + size - end >> 1, 0)
    rr_packet = np.repeat(np.arange(count), rr_count)
    rr_before = np.cumsum(rr_count) - rr_count
    rr_rank = np.arange(len(rr_packet)) - rr_before[rr_packet]
    contact_of_flags = np.array(
        [CONTACTS.index(CONTACT_OF_BITS[byte >> 1 & 0x03]) for byte in range(0x100)],
        dtype=np.uint8,
    )
    return HeartRateColumns(
        at_s=np.asarray(at_s, dtype=np.float64),
        hr_bpm=np.where(wide, uint16(start + 1), wire[start + 1]) * good,
        contact=contact_of_flags[flags] * good,
        energy_kj=uint16(energy_at) * has_energy,
        has_energy=has_energy,
        bad=bad,
        rr_ticks=uint16(end[rr_packet] + 2 * rr_rank),
        rr_packet=rr_packet,
    )
