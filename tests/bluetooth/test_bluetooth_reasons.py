"""Every reason has its sentence and next step, and ends with the right exit code."""

import pytest

from hrguide.bluetooth.reasons import (
    COMPUTER_REASONS,
    Platform,
    error_for,
    explain,
    platform_of,
)
from hrguide.bluetooth.source import LinkReason
from hrguide.errors import ExitCode


@pytest.mark.parametrize("platform", Platform)
@pytest.mark.parametrize("reason", LinkReason)
def test_every_reason_is_explained_everywhere(reason: LinkReason, platform: Platform) -> None:
    explanation = explain(reason, platform)
    assert explanation.sentence.endswith(".")
    assert len(explanation.sentence.split()) >= 4
    assert len(explanation.next_step.split()) >= 3


@pytest.mark.parametrize("reason", LinkReason)
def test_sentences_differ(reason: LinkReason) -> None:
    mine = explain(reason, Platform.LINUX).sentence
    others = [explain(other, Platform.LINUX).sentence for other in LinkReason if other != reason]
    assert mine not in others


@pytest.mark.parametrize(
    ("reason", "command"),
    [
        (LinkReason.BLUETOOTH_OFF, "bluetoothctl power on"),
        (LinkReason.BLUETOOTH_OFF, "rfkill unblock bluetooth"),
        (LinkReason.NO_SERVICE, "systemctl start bluetooth"),
        (LinkReason.NO_ADAPTER, "bluetoothctl list"),
        (LinkReason.NO_PERMISSION, "usermod -aG bluetooth"),
        (LinkReason.NOT_FOUND, "hrguide strap scan"),
        (LinkReason.SEVERAL, "hrguide strap use NAME"),
    ],
)
def test_the_next_command_on_linux(reason: LinkReason, command: str) -> None:
    assert command in explain(reason, Platform.LINUX).next_step


def test_a_linux_command_is_not_told_elsewhere() -> None:
    for reason in LinkReason:
        for platform in (Platform.MACOS, Platform.WINDOWS):
            step = explain(reason, platform).next_step
            assert not any(word in step for word in ("bluetoothctl", "systemctl", "rfkill"))


@pytest.mark.parametrize("reason", LinkReason)
def test_exit_codes(reason: LinkReason) -> None:
    lost = error_for(reason, Platform.LINUX, was_connected=True)
    never = error_for(reason, Platform.LINUX, was_connected=False)
    if reason in COMPUTER_REASONS:
        assert lost.exit_code == never.exit_code == ExitCode.NO_BLUETOOTH
    else:
        assert lost.exit_code == ExitCode.STRAP_LOST
        assert never.exit_code == ExitCode.NO_STRAP
    assert never.hint == explain(reason, Platform.LINUX).next_step


@pytest.mark.parametrize(
    ("name", "platform"),
    [
        ("linux", Platform.LINUX),
        ("darwin", Platform.MACOS),
        ("win32", Platform.WINDOWS),
        ("freebsd14", Platform.LINUX),
    ],
)
def test_platforms(name: str, platform: Platform) -> None:
    assert platform_of(name) is platform
