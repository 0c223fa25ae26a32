"""How straps and their packets are shown: pure words, one line each.

Comes in: a `SeenStrap` or an arrival. Goes out: text for a person, or a plain record for JSON.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from hrguide.bluetooth.choose import SeenStrap
from hrguide.bluetooth.heart_rate import BadPacketError, Contact, decode_heart_rate
from hrguide.bluetooth.source import Received
from hrguide.plain_text import clean

# Two metres without a body between give about -60 dBm, across a room with one -75 to -85; links
# begin to drop some 10 dB below [J].
STRONG_DBM: Final = -65
FAIR_DBM: Final = -80

_CONTACT: Final = {Contact.NONE: "no skin contact", Contact.DETECTED: "contact"}


def signal_words(rssi_dbm: int | None) -> str:
    """Strong, fair or weak, with the number; a held strap does not advertise, so it has none."""
    if rssi_dbm is None:
        return "held by this computer"
    word = "strong" if rssi_dbm >= STRONG_DBM else "fair" if rssi_dbm >= FAIR_DBM else "weak"
    return f"{word:<6} {rssi_dbm} dBm"


def strap_page(straps: Sequence[SeenStrap], owners: Mapping[str, str]) -> str:
    """A line a strap: name, address, signal, battery, whose. owners: by casefolded address."""
    rows = [
        (
            clean(strap.name or "") or "(no name)",
            clean(strap.address),
            signal_words(strap.rssi_dbm),
            "" if strap.battery_pct is None else f"battery {strap.battery_pct} %",
            _whose(strap, owners),
        )
        for strap in straps
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def strap_record(strap: SeenStrap, owners: Mapping[str, str]) -> dict[str, object]:
    """One JSON line of `strap scan --json`."""
    return {
        "name": strap.name,
        "address": strap.address,
        "rssi_dbm": strap.rssi_dbm,
        "held": strap.held,
        "battery_pct": strap.battery_pct,
        "athlete": owners.get(strap.address.casefold()),
    }


def packet_line(packet: Received, battery_pct: int | None) -> str:
    """`12.3 s  132 bpm  RR 455 456 ms  contact  battery 87 %`; RR rounded to the millisecond."""
    at = f"{packet.at_s:8.2f} s"
    try:
        measurement = decode_heart_rate(packet.payload)
    except BadPacketError:
        return f"{at}  bad packet {packet.payload.hex() or '(empty)'}"
    rr = " ".join(f"{rr_s * 1000:.0f}" for rr_s in measurement.rr_s)
    parts = [
        at,
        f"{measurement.hr_bpm:3d} bpm",
        f"RR {rr} ms" if rr else "no RR",
        _CONTACT.get(measurement.contact, ""),
        "" if battery_pct is None else f"battery {battery_pct} %",
    ]
    return "  ".join(part for part in parts if part)


def packet_record(packet: Received, battery_pct: int | None) -> dict[str, object]:
    """One JSON line of `strap watch --json`; a bad packet has its bytes and no rate."""
    record: dict[str, object] = {
        "at_s": packet.at_s,
        "device": packet.device,
        "payload": packet.payload.hex(),
        "hr_bpm": None,
        "rr_ms": [],
        "contact": None,
        "battery_pct": battery_pct,
    }
    try:
        measurement = decode_heart_rate(packet.payload)
    except BadPacketError:
        return record
    record["hr_bpm"] = measurement.hr_bpm
    record["rr_ms"] = [round(rr_s * 1000, 3) for rr_s in measurement.rr_s]
    if measurement.contact is not Contact.NOT_SUPPORTED:
        record["contact"] = measurement.contact is Contact.DETECTED
    return record


def _whose(strap: SeenStrap, owners: Mapping[str, str]) -> str:
    owner = owners.get(strap.address.casefold())
    return f"{owner}'s" if owner else ""
