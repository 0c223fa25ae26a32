"""Which exception of the radio means which reason.

Comes in: an exception bleak, its D-Bus or the operating system raised. Goes out: a `LinkReason`.
It goes by class names, bleak's own reasons and D-Bus error names, so it imports no radio and a
test can hand it plain look-alikes. Measured over BlueZ 5.66 with bleak 3.1.0, each row; macOS and
Windows rows are from bleak's source. It refuses to guess: what it does not know is FAILED.
"""

from collections.abc import Iterator
from typing import Final

from hrguide.bluetooth.source import LinkReason

# BleakBluetoothNotAvailableReason, by name
_NOT_AVAILABLE: Final = {
    "NO_BLUETOOTH": LinkReason.NO_ADAPTER,
    "NO_BLE_CENTRAL_ROLE": LinkReason.NO_ADAPTER,
    "POWERED_OFF": LinkReason.BLUETOOTH_OFF,
    "DENIED_BY_USER": LinkReason.NO_PERMISSION,
    "DENIED_BY_SYSTEM": LinkReason.NO_PERMISSION,
    "DENIED_BY_UNKNOWN": LinkReason.NO_PERMISSION,
}

# D-Bus error names. org.bluez.Error.Failed is not here: it is said of everything, the next scan
# tells more.
_DBUS: Final = {
    "org.freedesktop.DBus.Error.ServiceUnknown": LinkReason.NO_SERVICE,
    "org.freedesktop.DBus.Error.NameHasNoOwner": LinkReason.NO_SERVICE,
    "org.freedesktop.DBus.Error.NoReply": LinkReason.NO_SERVICE,  # killed while it was asked
    "org.freedesktop.DBus.Error.Disconnected": LinkReason.NO_SERVICE,
    "org.freedesktop.DBus.Error.AccessDenied": LinkReason.NO_PERMISSION,
    "org.freedesktop.DBus.Error.UnknownObject": LinkReason.ADAPTER_REMOVED,
    "org.freedesktop.DBus.Error.UnknownMethod": LinkReason.ADAPTER_REMOVED,  # the object is gone
    "org.bluez.Error.NotReady": LinkReason.BLUETOOTH_OFF,
    "org.bluez.Error.NotConnected": LinkReason.OUT_OF_RANGE,
    "org.bluez.Error.NotSupported": LinkReason.REFUSED,
    "org.bluez.Error.NotPermitted": LinkReason.REFUSED,
    "org.bluez.Error.AuthenticationFailed": LinkReason.REFUSED,
    "org.bluez.Error.ConnectionAttemptFailed": LinkReason.OUT_OF_RANGE,
}
_DBUS_SPAWN: Final = "org.freedesktop.DBus.Error.Spawn."  # the bus could not start bluetoothd

# By class name, the most special class first. TimeoutError stands before OSError, whose subclass
# it is: a timeout is the strap's doing, any other OSError is the bus's.
_CLASSES: Final = (
    ("BleakDeviceNotFoundError", LinkReason.NOT_FOUND),
    ("BleakCharacteristicNotFoundError", LinkReason.REFUSED),
    ("BleakGATTProtocolError", LinkReason.REFUSED),
    ("TimeoutError", LinkReason.OUT_OF_RANGE),
    ("PermissionError", LinkReason.NO_PERMISSION),
    ("AuthError", LinkReason.NO_PERMISSION),  # dbus_fast: the bus refused us
    ("FileNotFoundError", LinkReason.NO_SERVICE),  # no D-Bus socket
    ("ConnectionError", LinkReason.NO_SERVICE),  # a D-Bus socket nobody serves any more
    ("EOFError", LinkReason.NO_SERVICE),  # the bus hung up in mid-word
)

# Plain BleakError carries nothing but words.
_PHRASES: Final = (
    ("adapter '", LinkReason.ADAPTER_REMOVED),  # "adapter 'hci0' not found"
    ("device '", LinkReason.NOT_FOUND),  # "device 'dev_C0_..' not found": forgotten after 30 s
    ("Unreachable", LinkReason.OUT_OF_RANGE),  # Windows
    ("AccessDenied", LinkReason.NO_PERMISSION),  # Windows
    ("Not connected", LinkReason.OUT_OF_RANGE),
    ("disconnected", LinkReason.OUT_OF_RANGE),
    ("Service Discovery has not been performed", LinkReason.OUT_OF_RANGE),  # read after a loss
)


def reason_of(error: BaseException) -> LinkReason:
    """The reason an exception of the radio stands for; FAILED where it is not known."""
    names = tuple(_class_names(error))
    if "BleakBluetoothNotAvailableError" in names:
        return _NOT_AVAILABLE.get(getattr(_attribute(error, "reason"), "name", ""), _UNKNOWN)
    if "BleakDBusError" in names:
        return _of_dbus(str(_attribute(error, "dbus_error")))
    for name, reason in _CLASSES:
        if name in names:
            return reason
    if "BleakError" in names:
        words = str(error)
        return next((reason for phrase, reason in _PHRASES if phrase in words), _UNKNOWN)
    return _UNKNOWN


_UNKNOWN: Final = LinkReason.FAILED


def _of_dbus(name: str) -> LinkReason:
    if name.startswith(_DBUS_SPAWN):
        return LinkReason.NO_SERVICE
    return _DBUS.get(name, _UNKNOWN)


def _class_names(error: BaseException) -> Iterator[str]:
    return (kind.__name__ for kind in type(error).__mro__)


def _attribute(error: BaseException, name: str) -> object:
    return getattr(error, name, None)
