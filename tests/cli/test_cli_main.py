"""The entrance of the command line: which words lead where, and with which code it all ends."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from types import ModuleType

import click
import pytest

from hrguide import __version__
from hrguide.cli.main import main
from hrguide.cli.verbs import MORE, VERBS, Verb, cli
from hrguide.errors import (
    BadFileError,
    ExitCode,
    HrguideError,
    NoBluetoothError,
    NoStrapError,
    NotStartedError,
    StrapLostError,
    UsageError,
)


class Terminal(io.StringIO):
    """Text that says it is shown to somebody."""

    def isatty(self) -> bool:
        return True


Install = Callable[[Callable[[], object]], None]


@pytest.fixture
def as_verb(monkeypatch: pytest.MonkeyPatch) -> Install:
    """Put a function in as the verb `trial`, as a module of its own, like every other verb."""

    def install(does: Callable[[], object], name: str = "trial") -> None:
        module = ModuleType(f"hrguide.cli.{name}")
        module.command = click.command(name)(does)  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setitem(VERBS, name, Verb(name=name, line="A trial", section=MORE))

    return install


def _raising(error: BaseException) -> Callable[[], object]:
    def verb() -> None:
        raise error

    return verb


def test_version_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == ExitCode.DONE
    assert capsys.readouterr().out == f"hrguide {__version__}\n"


def test_help_shows_what_a_rider_needs_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == ExitCode.DONE
    page = capsys.readouterr().out
    places = [page.index(f"\n  {name} ") for name in VERBS]
    assert page.index("First:") < min(places) < page.index("More:") < max(places)
    assert max(len(line) for line in page.splitlines()) <= 80


@pytest.mark.parametrize("name", list(VERBS))
def test_every_verb_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == ExitCode.DONE
    page = capsys.readouterr().out
    assert page.startswith(f"Usage: hrguide {name}")
    assert max(len(line) for line in page.splitlines()) <= 80


def test_bare_without_a_terminal_is_help_and_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == ExitCode.USAGE
    said = capsys.readouterr()
    assert "Usage: hrguide" in said.err
    assert said.out == ""


def test_bare_on_a_terminal_rides(monkeypatch: pytest.MonkeyPatch, as_verb: Install) -> None:
    ridden = []
    as_verb(lambda: ridden.append("yes"), name="ride")  # type: ignore[call-arg]
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert main([]) == ExitCode.DONE
    assert ridden == ["yes"]


def test_an_unknown_verb_gets_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["repaly"]) == ExitCode.USAGE
    assert capsys.readouterr().err == (
        "hrguide: I do not know 'repaly'. Did you mean `hrguide replay`?\n  See `hrguide --help`.\n"
    )


def test_an_unknown_option_names_the_help_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "--loud"]) == ExitCode.USAGE
    assert "See `hrguide completion --help`." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (UsageError, 2),
        (NoBluetoothError, 3),
        (NoStrapError, 4),
        (StrapLostError, 5),
        (BadFileError, 6),
        (NotStartedError, 7),
    ],
)
def test_an_error_is_said_with_its_hint_and_code(
    kind: type[HrguideError], code: int, as_verb: Install, capsys: pytest.CaptureFixture[str]
) -> None:
    as_verb(_raising(kind("the cat sat on it", hint="Lift the cat.")))
    assert main(["trial"]) == code
    said = capsys.readouterr()
    assert said.err == "hrguide: the cat sat on it\n  Lift the cat.\n"
    assert said.out == ""


def test_an_error_that_ended_a_task_is_said_all_the_same(
    as_verb: Install, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = StrapLostError("it fell off", hint="Pick it up.")
    as_verb(_raising(ExceptionGroup("unhandled errors in a TaskGroup", [lost])))
    assert main(["trial"]) == ExitCode.STRAP_LOST
    assert capsys.readouterr().err == "hrguide: it fell off\n  Pick it up.\n"


def test_an_error_beside_a_bug_is_a_bug(
    as_verb: Install, capsys: pytest.CaptureFixture[str]
) -> None:
    both = [StrapLostError("it fell off", hint="Pick it up."), ZeroDivisionError("of all things")]
    as_verb(_raising(ExceptionGroup("unhandled errors in a TaskGroup", both)))
    assert main(["trial"]) == ExitCode.BUG
    assert "of all things" in capsys.readouterr().err


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort()], ids=["ctrl-c", "prompt"])
def test_an_interrupt_ends_with_130(
    error: BaseException, as_verb: Install, capsys: pytest.CaptureFixture[str]
) -> None:
    as_verb(_raising(error))
    assert main(["trial"]) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_a_bug_keeps_its_traceback(as_verb: Install, capsys: pytest.CaptureFixture[str]) -> None:
    as_verb(_raising(ZeroDivisionError("of all things")))
    assert main(["trial"]) == ExitCode.BUG
    said = capsys.readouterr().err
    assert "Traceback" in said
    assert "ZeroDivisionError: of all things" in said
    assert f"hrguide {__version__}" in said.splitlines()[-1]


def test_a_code_returned_by_a_verb_is_passed_on(as_verb: Install) -> None:
    as_verb(lambda: ExitCode.STRAP_LOST)
    assert main(["trial"]) == ExitCode.STRAP_LOST


def test_a_verb_finds_what_was_handed_in(as_verb: Install) -> None:
    found = []
    as_verb(lambda: found.append(click.get_current_context().obj))
    radio = object()
    assert main(["trial"], obj=radio) == ExitCode.DONE
    cli.main(["trial"], standalone_mode=False, obj=radio)
    assert found == [radio, radio]


def test_a_reader_that_went_away_ends_it_quietly() -> None:
    # buffered, as for most people: what could not be written waits for the last flush
    env = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}
    process = subprocess.Popen(
        [sys.executable, "-m", "hrguide", "--help"],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()  # long before it has anything to say
    with process.stderr:
        said = process.stderr.read()
    assert (process.wait(), said) == (ExitCode.DONE, b"")
