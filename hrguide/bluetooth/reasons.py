"""What to tell the rider when the link is not what one would wish: a sentence, the next command.

Comes in: a `LinkReason` and a platform. Goes out: words, or the error the command line ends
with. Which exception means which reason is `failures.py`'s business; this module knows no radio.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from hrguide.bluetooth.source import LinkReason
from hrguide.errors import HrguideError, NoBluetoothError, NoStrapError, StrapLostError


class Platform(Enum):
    """Where the next command will be typed."""

    LINUX = "linux"
    MACOS = "macos"
    WINDOWS = "windows"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """sentence: what is the case. next_step: what to do or to type."""

    sentence: str
    next_step: str


def platform_of(sys_platform: str) -> Platform:
    """The platform from `sys.platform`; any other Unix gets Linux's words."""
    if sys_platform == "darwin":
        return Platform.MACOS
    if sys_platform == "win32":
        return Platform.WINDOWS
    return Platform.LINUX


def explain(reason: LinkReason, platform: Platform) -> Explanation:
    """Sentence and next step for a reason, in the platform's own words."""
    sentence, steps = _WORDS[reason]
    return Explanation(
        sentence=sentence, next_step=steps if isinstance(steps, str) else steps[platform]
    )


def error_for(reason: LinkReason, platform: Platform, *, was_connected: bool) -> HrguideError:
    """The error a verb ends with when nobody can be asked.

    was_connected: whether the strap had been heard before (lost, exit 5) or not (none, exit 4).
    """
    explanation = explain(reason, platform)
    if reason in COMPUTER_REASONS:
        return NoBluetoothError(explanation.sentence, hint=explanation.next_step)
    if was_connected:
        return StrapLostError(explanation.sentence, hint=explanation.next_step)
    return NoStrapError(explanation.sentence, hint=explanation.next_step)


COMPUTER_REASONS: Final = frozenset(  # the computer's side: no strap can mend them
    {
        LinkReason.BLUETOOTH_OFF,
        LinkReason.NO_ADAPTER,
        LinkReason.ADAPTER_REMOVED,
        LinkReason.NO_SERVICE,
        LinkReason.NO_PERMISSION,
    }
)

_WITHOUT: Final = "or ride without a strap: press w, by clock and talk"
_WEAR: Final = "Put the strap on: wet the two patches, tighten it; it wakes on skin"
_NOT_HEARD: Final = (
    f"{_WEAR}. A strap that another phone or watch holds cannot be heard: close that app."
    " Look with: hrguide strap scan."
)

_WORDS: Final[dict[LinkReason, tuple[str, str | dict[Platform, str]]]] = {
    LinkReason.BLUETOOTH_OFF: (
        "Bluetooth is switched off.",
        {
            Platform.LINUX: "Type: bluetoothctl power on   (if that is refused:"
            " rfkill unblock bluetooth)",
            Platform.MACOS: "Switch Bluetooth on in Control Centre, or type: open"
            " x-apple.systempreferences:com.apple.BluetoothSettings",
            Platform.WINDOWS: "Switch Bluetooth on, or type: start ms-settings:bluetooth",
        },
    ),
    LinkReason.NO_ADAPTER: (
        "This computer has no Bluetooth LE radio that I can see.",
        {
            Platform.LINUX: "Plug in a Bluetooth 4.0 (or later) USB adapter and look with:"
            f" bluetoothctl list; {_WITHOUT}.",
            Platform.MACOS: "Look in System Settings, Bluetooth; in a virtual machine, hand the"
            f" radio over to it; {_WITHOUT}.",
            Platform.WINDOWS: "Plug in a Bluetooth 4.0 (or later) USB adapter, or look in the"
            f" Device Manager: start devmgmt.msc; {_WITHOUT}.",
        },
    ),
    LinkReason.ADAPTER_REMOVED: (
        "The Bluetooth adapter is gone: pulled out, or its driver fell over.",
        {
            Platform.LINUX: "Plug it in again; look with: bluetoothctl list",
            Platform.MACOS: "Plug it in again, or switch Bluetooth off and on.",
            Platform.WINDOWS: "Plug it in again, or switch Bluetooth off and on:"
            " start ms-settings:bluetooth",
        },
    ),
    LinkReason.NO_SERVICE: (
        "The system's Bluetooth service does not answer.",
        {
            Platform.LINUX: "Type: sudo systemctl start bluetooth   (if it is not installed:"
            " sudo apt install bluez)",
            Platform.MACOS: "Switch Bluetooth off and on, or type: sudo pkill bluetoothd"
            "   (macOS starts it again)",
            Platform.WINDOWS: "Type, as administrator: net start bthserv",
        },
    ),
    LinkReason.NO_PERMISSION: (
        "hrguide is not allowed to use Bluetooth.",
        {
            Platform.LINUX: "Type: sudo usermod -aG bluetooth $USER   then log out and in"
            " again; in a container, hand the system D-Bus over to it.",
            Platform.MACOS: "Allow your terminal in System Settings, Privacy & Security,"
            " Bluetooth; then start the terminal again.",
            Platform.WINDOWS: "Allow desktop apps to use radios: start ms-settings:privacy-radios",
        },
    ),
    LinkReason.NOT_FOUND: (
        "No heart rate strap is to be heard.",
        {
            # Linux: BlueZ before 5.88 may scan and hear nothing (bluez #807), and Linux 6.1 may
            # hold a half-made link (reconnect.py); both are cured by switching off and on.
            Platform.LINUX: f"{_NOT_HEARD} If it still hides: bluetoothctl power off, then"
            " bluetoothctl power on",
            Platform.MACOS: _NOT_HEARD,
            Platform.WINDOWS: _NOT_HEARD,
        },
    ),
    LinkReason.SEVERAL: (
        "More than one strap is here, and I do not know which one is yours.",
        "Choose one; to have it known: hrguide strap use NAME",
    ),
    LinkReason.OTHER_STRAP: (
        "A strap is here, but it is not yours.",
        "If it is yours all the same, choose it; to have it known: hrguide strap use NAME."
        " Else put your own on.",
    ),
    LinkReason.OUT_OF_RANGE: (
        "The link to the strap is gone: too far away, or switched off.",
        "Come nearer to the computer (a body in between costs most); I keep trying.",
    ),
    LinkReason.SILENT: (
        "The strap is linked but sends nothing.",
        f"{_WEAR}; I keep trying.",
    ),
    LinkReason.REFUSED: (
        "The strap hangs up, or has no heart rate to give.",
        "Close other apps that may hold it, take its pod off for 10 s, clip it on again."
        " See what it sends: hrguide strap watch",
    ),
    LinkReason.WITHOUT: (
        "Riding without a strap, by clock and talk.",
        "A strap may join at any time: just put it on.",
    ),
    LinkReason.FAILED: (
        "Bluetooth failed in a way I do not know.",
        "I keep trying. For a bug report, run again with BLEAK_LOGGING=1 and keep the output;"
        " see also: hrguide doctor",
    ),
}
