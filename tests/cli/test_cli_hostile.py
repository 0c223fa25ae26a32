"""Text from outside reaches no terminal as an order: every verb, given names that try.

A strap's name is set by whatever device is near; rides, workouts and diaries are files that people
send each other.
"""

import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.athlete import store
from hrguide.athlete.athlete import Athlete
from hrguide.athlete.profile import Profile, RememberedStrap
from hrguide.bluetooth.source import LinkChange, LinkState
from hrguide.cli.main import main
from hrguide.cli.strap_watch import _words
from hrguide.errors import ExitCode
from hrguide.plain_text import json_text
from hrguide.ride.lines import Ending, Footer, Said
from hrguide.screen.ask import Asker
from tests.cli.test_cli_strap import THEIRS, radio
from tests.ride.ride_examples import a_header, a_packet, as_bytes

HOSTILE = "Evil\x1b[2J\x1b]0;owned\x07\x9b2J\u202e\r\nFORGED: all is well"
SHELF = (("C0:11:22:33:44:01", HOSTILE, -62), THEIRS)
WORKOUT = "1 min easy  # \u202eysae\n\t2 min moderate\n"

ALLOWED = set("\n\t")
OUR_COLOURS = re.compile("\x1b\\[[0-9;]*m")  # doctor's, and none else


@pytest.fixture
def home(tmp_path: Path) -> Path:
    store.add(tmp_path, Profile(name="sam", age_years=38, age_on=date(2026, 11, 1)))
    kept = RememberedStrap(address="C0:11:22:33:44:01", name=HOSTILE)
    store.remember_strap(tmp_path, "sam", kept)
    ridden = Athlete(HOSTILE, 38)
    header = replace(a_header(waiting=False, workout_name=HOSTILE), athlete=ridden)
    packets = [a_packet(float(at_s), 100 + at_s % 5) for at_s in range(1, 40)]
    said = Said(at_s=39.5, cue="ease", text=HOSTILE)
    footer = Footer(at_s=40.0, ending=Ending.FINISHED)
    (tmp_path / "sent.hrg").write_bytes(as_bytes(header, [*packets, said, footer]))
    (tmp_path / "workout.txt").write_text(WORKOUT, encoding="utf-8")
    (tmp_path / "bad.txt").write_text("1 min easyy\x1b[2J\x9b2J\n", encoding="utf-8")
    (tmp_path / "workouts").mkdir()
    (tmp_path / "workouts" / "mine.txt").write_text(WORKOUT, encoding="utf-8")
    return tmp_path


def orders_in(text: str) -> set[str]:
    blank_or_seen = {char for char in text if char.isprintable() or category(char) == "Zs"}
    return set(text) - blank_or_seen - ALLOWED


@pytest.mark.parametrize(
    "words",
    [
        "report {home}/sent.hrg",
        "replay {home}/sent.hrg",
        "replay {home}/sent.hrg --workout {home}/workout.txt",
        "strap scan --seconds 0.1",
        "strap use 8A2F --seconds 0.1",
        "strap use C0:11:22:33:44:01 --seconds 0.1",
        "strap forget",
        "athlete list",
        "athlete show sam",
        "athlete evidence list sam",
        "zones",
        "zones --card",
        "doctor",
        "workout list",
        "workout show {home}/workout.txt",
        "workout check {home}/workout.txt",
        "workout check {home}/bad.txt",
        "workout show \x1b[2J",
        "ride {home}/bad.txt --no-strap",
        "workout convert {home}/workout.txt --to whiteboard",
        "workout convert {home}/workout.txt --to zwo",
        "tune {home}/sent.hrg --athlete sam",
        "report {home}/sent.hrg --json",
        "replay {home}/sent.hrg --json",
        "replay {home}/sent.hrg --json --workout {home}/workout.txt",
        "strap scan --seconds 0.1 --json",
        "athlete list --json",
        "athlete show sam --json",
        "zones --json",
        "doctor --json",
        "tune {home}/sent.hrg --athlete sam --json",
        "workout list --json",
        "workout check {home}/workout.txt --json",
        "workout check {home}/bad.txt --json",
    ],
)
def test_no_verb_passes_an_order_to_the_terminal(
    words: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = [word.format(home=home) for word in words.split()]
    main([*typed, *([] if "--home" in typed else ["--home", str(home)])], obj=radio(*SHELF))
    told = capsys.readouterr()
    shown = told.out + told.err
    if words == "doctor":
        shown = OUR_COLOURS.sub("", shown)
    assert shown.strip()
    assert not orders_in(shown), shown
    assert not re.search(r"^\s*FORGED", shown, re.MULTILINE), shown


SHOW_THE_NAME = ("report {home}/sent.hrg", "replay {home}/sent.hrg", "strap scan --seconds 0.1")


@pytest.mark.parametrize("words", SHOW_THE_NAME)
def test_what_is_left_of_the_name_is_shown(
    words: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Else the test above would pass for want of a name."""
    typed = [word.format(home=home) for word in words.split()]
    main([*typed, "--home", str(home)], obj=radio(*SHELF))
    told = capsys.readouterr()
    assert "Evil[2J]0;owned2J FORGED: all" in told.out + told.err


@pytest.mark.parametrize("ended", [True, False])
def test_a_ride_sent_under_an_impossible_name_stops_no_other(home: Path, ended: bool) -> None:
    """It stood in the rides folder, and nobody could ride, move or tune any more."""
    sent = (home / "sent.hrg").read_bytes()
    lines = sent if ended else b"".join(sent.splitlines(keepends=True)[:-1])
    (home / "rides").mkdir(mode=0o700)
    (home / "rides" / "2026-11-22-sent.hrg").write_bytes(lines)
    (home / "short.txt").write_text("1 s easy\n", encoding="utf-8")
    answers = home / "answers.json"
    answers.write_text('{"health": [], "back": "sore", "soreness": 2}', encoding="utf-8")
    place = ["--home", str(home)]
    words = ["ride", str(home / "short.txt"), "--no-strap", "--athlete", "sam"]
    assert main([*words, "--answers", str(answers), *place]) == ExitCode.DONE
    assert main(["report", "2026-11-22-sent", *place]) == ExitCode.DONE
    assert main(["history", "--athlete", "sam", *place]) == ExitCode.DONE
    moved = main(["athlete", "move", "2026-11-22-sent", "--to", "sam", *place])
    assert moved == ExitCode.DONE


@pytest.mark.parametrize(
    "words",
    ["athlete show sam --json", "strap scan --seconds 0.1 --json", "workout list --json"],
)
def test_a_program_gets_every_letter_of_it_back(
    words: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([*words.split(), "--home", str(home)], obj=radio(*SHELF))
    read = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert HOSTILE in str_values(read) or any("\u202eysae" in value for value in str_values(read))


def str_values(value: object) -> list[str]:
    match value:
        case str():
            return [value]
        case dict():
            return [each for part in value.values() for each in str_values(part)]
        case list():
            return [each for part in value for each in str_values(part)]
    return []


@given(st.text())
def test_json_of_any_text_is_printable_and_comes_back(text: str) -> None:
    line = json_text({"text": text})
    assert not orders_in(line)
    assert json.loads(line) == {"text": text}


def test_a_watched_strap_says_its_name_in_one_harmless_line() -> None:
    for change in (
        LinkChange(at_s=0.0, state=LinkState.CONNECTING, name=HOSTILE),
        LinkChange(at_s=0.0, state=LinkState.CONNECTED, name=HOSTILE, detail=HOSTILE),
    ):
        assert not orders_in(_words(change))
        assert "\n" not in _words(change)


def test_a_question_shows_a_name_harmlessly() -> None:
    out = io.StringIO()
    asker = Asker(read_line=_nobody, out=out)
    says: Callable[[str], None] = asker.say
    says(HOSTILE)
    assert not orders_in(out.getvalue())


async def _nobody() -> str | None:
    return None
