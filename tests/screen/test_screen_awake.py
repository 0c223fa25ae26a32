"""Staying awake: which inhibitors, that they end with the ride, and what `doctor` hears."""

import subprocess
import sys
from collections.abc import Sequence

import pytest

from hrguide.screen.awake import Awake, check, inhibitors


class FakeChild:
    """An inhibitor. code: None while it holds."""

    def __init__(self, code: int | None = None, *, deaf: bool = False) -> None:
        self.code = code
        self.deaf = deaf
        self.killed = False

    def poll(self) -> int | None:
        return self.code

    def communicate(self, input: bytes | None = None, timeout: float | None = None) -> object:  # noqa: A002
        del input
        if self.deaf and not self.killed:
            raise subprocess.TimeoutExpired("inhibitor", timeout or 0.0)
        self.code = 0
        return (b"", b"")

    def kill(self) -> None:
        self.killed = True
        self.code = -9

    def wait(self, timeout: float | None = None) -> int:
        del timeout
        return self.code or 0


class Starter:
    """Starts fake children and keeps them."""

    def __init__(self, *, code: int | None = None, deaf: bool = False) -> None:
        self.children: list[FakeChild] = []
        self.commands: list[str] = []
        self._code, self._deaf = code, deaf

    def __call__(self, command: Sequence[str]) -> FakeChild:
        self.commands.append(command[0])
        self.children.append(FakeChild(self._code, deaf=self._deaf))
        return self.children[-1]


def everywhere(name: str) -> str:
    return f"/bin/{name}"


@pytest.mark.parametrize(
    ("platform", "names"),
    [
        ("linux", ["gnome-session-inhibit", "systemd-inhibit"]),
        ("darwin", ["caffeinate"]),
        ("win32", []),
        ("freebsd14", []),
    ],
)
def test_each_platform_has_its_inhibitors(platform: str, names: list[str]) -> None:
    assert [command[0] for command in inhibitors(platform, everywhere)] == names
    assert inhibitors(platform, lambda _name: None) == ()


def test_held_while_riding_and_let_go_after() -> None:
    start = Starter()
    with Awake(commands=(("one",), ("two",)), start=start) as awake:
        assert awake.held() == 2
    assert [child.code for child in start.children] == [0, 0]
    assert awake.held() == 0


def test_an_inhibitor_that_does_not_end_is_killed() -> None:
    start = Starter(deaf=True)
    with Awake(commands=(("one",),), start=start):
        pass
    assert start.children[0].killed


def test_an_inhibitor_that_cannot_start_stops_no_ride() -> None:
    def missing(command: Sequence[str]) -> FakeChild:
        raise FileNotFoundError(command[0])

    with Awake(commands=(("one",),), start=missing) as awake:
        assert awake.held() == 0


def test_check_tells_held_refused_and_missing_apart() -> None:
    held = check("linux", everywhere, Starter())
    assert held.works
    assert "systemd-inhibit" in held.words
    refused = check("linux", everywhere, Starter(code=1))
    assert not refused.works
    assert "refused" in refused.words
    missing = check("linux", lambda _name: None, Starter())
    assert not missing.works
    assert "nothing here" in missing.words


@pytest.mark.skipif(sys.platform == "win32", reason="`cat` is POSIX's")
def test_a_real_child_ends_when_its_stdin_does() -> None:
    with Awake(commands=(("cat",),)) as awake:
        assert awake.held() == 1
        (child,) = awake._children
    assert child.poll() == 0
