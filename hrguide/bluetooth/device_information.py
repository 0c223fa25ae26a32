"""The codec of the Device Information Service (0x180A): what the strap says it is.

UTF-8 values keyed by characteristic in, one record out, and back. Strings from Bluetooth SIG,
Device Information Service 1.1, section 3; all of them are optional. It believes what it is told:
bytes that are no UTF-8 are shown with a replacement sign, never refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

DEVICE_INFORMATION_SERVICE: Final = "180a"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceInformation:
    """Who made the strap, and what runs on it; None where it does not say.

    Raises ValueError for an empty text, or one that begins or ends in padding.
    """

    manufacturer: str | None = None
    model: str | None = None
    serial: str | None = None
    hardware: str | None = None
    firmware: str | None = None
    software: str | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            text = getattr(self, field.name)
            if text is not None and (not text or text != text.strip(_PADDING)):
                raise ValueError(f"{field.name} {text!r} is empty or padded")

    def __str__(self) -> str:
        """One line: `Polar Electro Oy H10, firmware 5.0.0`; empty where nothing is known."""
        what = " ".join(text for text in (self.manufacturer, self.model) if text)
        firmware = self.firmware and f"firmware {self.firmware}"
        return ", ".join(text for text in (what, firmware) if text)


_PADDING: Final = "\0 \t\r\n"  # straps pad their strings to a fixed length
CHARACTERISTIC_OF_FIELD: Final = {
    "manufacturer": "2a29",
    "model": "2a24",
    "serial": "2a25",
    "hardware": "2a27",
    "firmware": "2a26",
    "software": "2a28",
}


def decode_device_information(values: Mapping[str, bytes]) -> DeviceInformation:
    """The record; `values` maps a characteristic ("2a29") to what was read from it."""
    texts = {
        name: values[characteristic].decode("utf-8", "replace").strip(_PADDING) or None
        for name, characteristic in CHARACTERISTIC_OF_FIELD.items()
        if characteristic in values
    }
    return DeviceInformation(**texts)


def encode_device_information(information: DeviceInformation) -> dict[str, bytes]:
    """The record as values to read, keyed by characteristic; what is None is left out."""
    return {
        characteristic: text.encode()
        for name, characteristic in CHARACTERISTIC_OF_FIELD.items()
        if (text := getattr(information, name)) is not None
    }
