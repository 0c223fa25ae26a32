"""The codec of the Heart Rate Measurement characteristic (0x2A37), battery and body location.

Bytes in, records out, and back: `decode(encode(p)) == p` for every measurement and every flag.
Layout from Bluetooth SIG, Heart Rate Service 1.0, section 3.1: flags; heart rate as uint8 or
uint16; optionally energy expended; then RR intervals in 1/1024 s, oldest first, to the end.
It judges nothing: zero, 255 and absurd rates decode as they are; `beats/` decides what to believe.
"""

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Final

from hrguide.errors import HrguideError

RR_TICKS_PER_S: Final = 1024  # HRS 1.0, 3.1.1.1: RR-Interval resolution 1/1024 s

_FLAG_RATE_16_BIT: Final = 0x01
_FLAG_CONTACT_DETECTED: Final = 0x02
_FLAG_CONTACT_SUPPORTED: Final = 0x04
_FLAG_ENERGY: Final = 0x08
_FLAG_RR: Final = 0x10
_UINT8_MAX: Final = 0xFF
_UINT16_MAX: Final = 0xFFFF


class Contact(Enum):
    """Skin contact as the strap reports it: many straps do not support the question."""

    NOT_SUPPORTED = "not supported"
    NONE = "no contact"
    DETECTED = "contact"


class BodyLocation(StrEnum):
    """0x2A38, HRS 1.0 section 3.2; the order is the wire's."""

    OTHER = "other"
    CHEST = "chest"
    WRIST = "wrist"
    FINGER = "finger"
    HAND = "hand"
    EAR_LOBE = "ear lobe"
    FOOT = "foot"


class BadPacketError(HrguideError):
    """A payload that cannot be a heart rate measurement. The session counts it and rides on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeartRateMeasurement:
    """One decoded notification.

    hr_bpm: 0-65535, as sent. contact: see `Contact`. energy_kj: cumulative, or None.
    rr_ticks: RR intervals in 1/1024 s, oldest first; may be empty.
    """

    hr_bpm: int
    contact: Contact = Contact.NOT_SUPPORTED
    energy_kj: int | None = None
    rr_ticks: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.hr_bpm <= _UINT16_MAX:
            raise ValueError(f"hr_bpm {self.hr_bpm} does not fit 16 bits")
        if self.energy_kj is not None and not 0 <= self.energy_kj <= _UINT16_MAX:
            raise ValueError(f"energy_kj {self.energy_kj} does not fit 16 bits")
        for ticks in self.rr_ticks:
            if not 0 <= ticks <= _UINT16_MAX:
                raise ValueError(f"rr_ticks {ticks} does not fit 16 bits")

    @property
    def rr_s(self) -> tuple[float, ...]:
        """RR intervals in seconds; n/1024 is exact in a float."""
        return tuple(ticks / RR_TICKS_PER_S for ticks in self.rr_ticks)


_CONTACT_OF_FLAGS: Final = (
    Contact.NOT_SUPPORTED,
    Contact.NOT_SUPPORTED,
    Contact.NONE,
    Contact.DETECTED,
)
_FLAGS_OF_CONTACT: Final = {
    Contact.NOT_SUPPORTED: 0,
    Contact.NONE: _FLAG_CONTACT_SUPPORTED,
    Contact.DETECTED: _FLAG_CONTACT_SUPPORTED | _FLAG_CONTACT_DETECTED,
}


def decode_heart_rate(payload: bytes) -> HeartRateMeasurement:
    """One 0x2A37 value as a record.

    Reserved flag bits are ignored. An odd trailing byte is dropped (seen in posted captures), an
    RR flag with no RR behind it is legal in practice. Raises BadPacketError where the flags
    promise a heart rate or energy that is not there.
    """
    size = len(payload)
    if size < 2:
        raise BadPacketError(
            f"heart rate packet of {size} bytes: {payload.hex() or 'empty'}",
            hint="Nothing to do: it is counted and the ride goes on.",
        )
    flags = payload[0]
    if flags & _FLAG_RATE_16_BIT:
        end = 3
        hr_bpm = payload[1] | payload[2] << 8 if size >= 3 else -1
    else:
        end = 2
        hr_bpm = payload[1]
    energy_kj = None
    if flags & _FLAG_ENERGY:
        end += 2
        energy_kj = payload[end - 2] | payload[end - 1] << 8 if size >= end else None
    if size < end:
        raise BadPacketError(
            f"heart rate packet cut short: {payload.hex()} has {size} bytes, its flags need {end}",
            hint="Nothing to do: it is counted and the ride goes on.",
        )
    rr_ticks: tuple[int, ...] = ()
    if flags & _FLAG_RR:
        rr_ticks = tuple(
            payload[at] | payload[at + 1] << 8 for at in range(end, size - 1, 2)
        )
    return HeartRateMeasurement(
        hr_bpm=hr_bpm,
        contact=_CONTACT_OF_FLAGS[flags >> 1 & 0x03],
        energy_kj=energy_kj,
        rr_ticks=rr_ticks,
    )


def encode_heart_rate(measurement: HeartRateMeasurement) -> bytes:
    """The record as a 0x2A37 value; the rate takes 8 bits where it fits."""
    flags = _FLAGS_OF_CONTACT[measurement.contact]
    wide = measurement.hr_bpm > _UINT8_MAX
    if wide:
        flags |= _FLAG_RATE_16_BIT
    if measurement.energy_kj is not None:
        flags |= _FLAG_ENERGY
    if measurement.rr_ticks:
        flags |= _FLAG_RR
    payload = bytearray([flags])
    payload += measurement.hr_bpm.to_bytes(2 if wide else 1, "little")
    if measurement.energy_kj is not None:
        payload += measurement.energy_kj.to_bytes(2, "little")
    for ticks in measurement.rr_ticks:
        payload += ticks.to_bytes(2, "little")
    return bytes(payload)
