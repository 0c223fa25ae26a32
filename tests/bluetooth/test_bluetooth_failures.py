"""Which exception means which reason: the failure matrix measured over BlueZ, row by row."""

import pytest
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakCharacteristicNotFoundError,
    BleakDBusError,
    BleakDeviceNotFoundError,
    BleakError,
    BleakGATTProtocolError,
)

from hrguide.bluetooth.failures import reason_of
from hrguide.bluetooth.source import LinkReason

FREEDESKTOP = "org.freedesktop.DBus.Error."

MATRIX: list[tuple[BaseException, LinkReason]] = [
    # asyncio's is the same class since Python 3.11, and an OSError
    (TimeoutError(), LinkReason.OUT_OF_RANGE),
    (FileNotFoundError(2, "No such file or directory"), LinkReason.NO_SERVICE),
    (ConnectionRefusedError(111, "Connection refused"), LinkReason.NO_SERVICE),
    (ConnectionResetError(104, "Connection reset"), LinkReason.NO_SERVICE),
    (PermissionError(13, "Permission denied"), LinkReason.NO_PERMISSION),
    (EOFError(), LinkReason.NO_SERVICE),
    (BleakDBusError(FREEDESKTOP + "ServiceUnknown", ["org.bluez"]), LinkReason.NO_SERVICE),
    (BleakDBusError(FREEDESKTOP + "Spawn.ChildExited", ["gone"]), LinkReason.NO_SERVICE),
    (BleakDBusError(FREEDESKTOP + "NoReply", ["died"]), LinkReason.NO_SERVICE),
    (BleakDBusError(FREEDESKTOP + "AccessDenied", ["no"]), LinkReason.NO_PERMISSION),
    (BleakDBusError(FREEDESKTOP + "UnknownObject", ["no"]), LinkReason.ADAPTER_REMOVED),
    (BleakDBusError("org.bluez.Error.NotReady", ["off"]), LinkReason.BLUETOOTH_OFF),
    (BleakDBusError("org.bluez.Error.NotSupported", ["no"]), LinkReason.REFUSED),
    (BleakDBusError("org.bluez.Error.Failed", ["Input/output error"]), LinkReason.FAILED),
    (BleakDeviceNotFoundError("C0:11", "gone"), LinkReason.NOT_FOUND),
    (BleakCharacteristicNotFoundError("2a37"), LinkReason.REFUSED),
    (BleakGATTProtocolError(0x80), LinkReason.REFUSED),
    (BleakError("device 'dev_C0_11_22_33_44_01' not found"), LinkReason.NOT_FOUND),
    (BleakError("adapter 'hci0' not found"), LinkReason.ADAPTER_REMOVED),
    (BleakError("Service Discovery has not been performed yet"), LinkReason.OUT_OF_RANGE),
    (BleakError("Not connected"), LinkReason.OUT_OF_RANGE),
    (BleakError("Could not get GATT services: Unreachable"), LinkReason.OUT_OF_RANGE),
    (BleakError("something new"), LinkReason.FAILED),
    (OSError(5, "something else"), LinkReason.FAILED),
    (ValueError("a bug"), LinkReason.FAILED),
]

NOT_AVAILABLE = {
    "NO_BLUETOOTH": LinkReason.NO_ADAPTER,
    "NO_BLE_CENTRAL_ROLE": LinkReason.NO_ADAPTER,
    "POWERED_OFF": LinkReason.BLUETOOTH_OFF,
    "DENIED_BY_USER": LinkReason.NO_PERMISSION,
    "DENIED_BY_SYSTEM": LinkReason.NO_PERMISSION,
    "DENIED_BY_UNKNOWN": LinkReason.NO_PERMISSION,
    "UNKNOWN": LinkReason.FAILED,
}


@pytest.mark.parametrize(("error", "reason"), MATRIX, ids=lambda value: repr(value)[:60])
def test_the_failure_matrix(error: BaseException, reason: LinkReason) -> None:
    assert reason_of(error) is reason


@pytest.mark.parametrize("why", BleakBluetoothNotAvailableReason)
def test_bluetooth_not_available(why: BleakBluetoothNotAvailableReason) -> None:
    """Every reason bleak has, also one that a later version adds, is met here."""
    assert reason_of(BleakBluetoothNotAvailableError("no", why)) is NOT_AVAILABLE[why.name]


def test_a_look_alike_serves_as_well() -> None:
    """It goes by names: no radio has to be imported to know what went wrong."""
    why = type("Reason", (), {"name": "POWERED_OFF"})()
    kind = type("BleakBluetoothNotAvailableError", (Exception,), {"reason": why})
    assert reason_of(kind()) is LinkReason.BLUETOOTH_OFF
