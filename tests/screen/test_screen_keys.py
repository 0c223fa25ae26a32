"""Keys: from bytes to characters, from characters to what they mean."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.guide.command import Command
from hrguide.guide.verdict import Verdict
from hrguide.moment import Moment, Phase, Prompt
from hrguide.screen.keys import Keypad, UiAction, command_for
from hrguide.screen.keystrokes import SEQUENCE_S, Keystrokes
from tests.screen import strategies
from tests.screen.scenes import ON_COURSE

RIDING = (Phase.STEP, Phase.REST)

# key, prompt, phase -> meaning: the table of product.md and first-session.md.
TABLE: list[tuple[str, Prompt | None, Phase, Command | UiAction | None]] = [
    ("\n", None, Phase.READY, Command.START),
    ("w", None, Phase.READY, UiAction.WITHOUT_STRAP),
    ("y", None, Phase.READY, UiAction.HEARD),
    ("n", None, Phase.READY, UiAction.NOT_HEARD),
    ("d", None, Phase.READY, UiAction.DRILLS),
    ("q", None, Phase.READY, UiAction.QUIT),
    ("1", None, Phase.READY, None),
    ("x", None, Phase.READY, Command.STOP),
    ("1", None, Phase.STEP, Command.TALK_COMFORTABLE),
    ("2", None, Phase.STEP, Command.TALK_ONLY_JUST),
    ("3", None, Phase.STEP, Command.TALK_NO),
    ("2", Prompt.TALK, Phase.STEP, Command.TALK_ONLY_JUST),
    ("3", Prompt.CAN_YOU_TALK, Phase.STEP, Command.TALK_NO),
    ("2", Prompt.BACK, Phase.REST, Command.TALK_ONLY_JUST),
    (" ", None, Phase.STEP, Command.PAUSE),
    (" ", None, Phase.REST, Command.PAUSE),
    (" ", None, Phase.PAUSED, Command.GO_ON),
    (" ", None, Phase.STOPPED, Command.GO_ON),
    (" ", None, Phase.DONE, UiAction.QUIT),
    ("n", None, Phase.STEP, Command.NEXT),
    ("+", None, Phase.STEP, Command.PLUS_30),
    ("=", None, Phase.REST, Command.PLUS_30),
    ("n", None, Phase.PAUSED, None),
    ("s", None, Phase.STEP, UiAction.TOGGLE_SOUND),
    ("s", Prompt.BACK, Phase.REST, Command.BACK_SAME),
    ("b", Prompt.BACK, Phase.REST, Command.BACK_BETTER),
    ("w", Prompt.BACK, Phase.REST, Command.BACK_WORSE),
    ("p", Prompt.BACK, Phase.REST, Command.BACK_SHARP),
    ("b", None, Phase.REST, None),
    ("w", None, Phase.REST, None),
    ("w", None, Phase.STEP, UiAction.WITHOUT_STRAP),
    ("\n", Prompt.BACK, Phase.REST, Command.SKIP),
    ("y", Prompt.OTHER_STRAP, Phase.STEP, UiAction.YES),
    ("n", Prompt.OTHER_STRAP, Phase.STEP, UiAction.NO),
    ("d", None, Phase.STEP, UiAction.TOGGLE_DETAIL),
    ("q", None, Phase.STEP, UiAction.ASK_FINISH),
    ("q", None, Phase.STOPPED, Command.FINISH),
    ("\x0c", None, Phase.STEP, UiAction.REPAINT),
    ("z", None, Phase.STEP, None),
]


@pytest.mark.parametrize(("key", "prompt", "phase", "meaning"), TABLE)
def test_key_means(
    key: str, prompt: Prompt | None, phase: Phase, meaning: Command | UiAction | None
) -> None:
    assert command_for(key, prompt=prompt, phase=phase) is meaning
    assert command_for(key.upper(), prompt=prompt, phase=phase) is meaning


@pytest.mark.parametrize("key", ["x", "X", "!"])
@pytest.mark.parametrize("prompt", [None, *Prompt])
@pytest.mark.parametrize("phase", [Phase.READY, Phase.STEP, Phase.REST, Phase.PAUSED])
@pytest.mark.parametrize("asks_finish", [False, True])
def test_stop_is_one_key_from_anywhere(
    key: str, prompt: Prompt | None, phase: Phase, asks_finish: bool
) -> None:
    meaning = command_for(key, prompt=prompt, phase=phase, asks_finish=asks_finish)
    assert meaning is Command.STOP


def test_space_goes_on_while_guidance_is_stopped_and_the_clock_runs() -> None:
    held = command_for(" ", prompt=None, phase=Phase.STEP, is_held=True)
    assert held is Command.GO_ON


def test_finish_is_asked_once_and_any_other_key_rides_on() -> None:
    keypad = Keypad()
    assert keypad.press("q", ON_COURSE) is UiAction.ASK_FINISH
    assert keypad.asks_finish
    assert keypad.press("n", ON_COURSE) is UiAction.KEEP_RIDING
    assert not keypad.asks_finish
    assert keypad.press("n", ON_COURSE) is Command.NEXT
    assert keypad.press("q", ON_COURSE) is UiAction.ASK_FINISH
    assert keypad.press("Q", ON_COURSE) is Command.FINISH


@given(strategies.moments, st.text(max_size=20))
def test_any_keys_at_any_moment_are_harmless(moment: Moment, keys: str) -> None:
    keypad = Keypad()
    for key in keys:
        meaning = keypad.press(key, moment)
        if meaning is Command.STOP:
            assert key.lower() in ("x", "!")
        if meaning is Command.FINISH:
            assert key.lower() == "q"
        assert moment.phase not in RIDING or meaning is not UiAction.QUIT
        if moment.verdict is not Verdict.STOPPED and moment.phase in RIDING:
            assert meaning is not Command.GO_ON


def typed(*reads: bytes, apart_s: float = 0.01) -> str:
    strokes = Keystrokes()
    return "".join(key for at, data in enumerate(reads) for key in strokes.feed(data, at * apart_s))


SEQUENCES = [
    b"\x1b[A",  # arrow up
    b"\x1b[1~",  # Home: a 1 inside
    b"\x1b[3~",  # Delete
    b"\x1bOx",  # keypad 8 in application mode: an x inside
    b"\x1b[1;2P",  # Shift-F1
    b"\x1b[[A",  # F1 of the Linux console
    b"\x1b[?62;22c",  # a terminal telling what it is
    b"\x1b]11;rgb:1111/2222/3333\x07",  # and its background
    b"\x1b]0;x1!\x1b\\",
    b"\x1bP1+r787878\x1b\\",
    b"\x1b[<0;12;3M",  # a mouse
    b"\x1b[200~",
]


@pytest.mark.parametrize("sequence", SEQUENCES)
def test_no_escape_sequence_is_a_key(sequence: bytes) -> None:
    assert typed(b"a" + sequence + b"b") == "ab"


@given(
    st.lists(st.sampled_from([*SEQUENCES, b"x", b"1", b"!", "ä".encode()]), max_size=8),
    st.data(),
)
def test_keys_are_the_same_however_reads_are_cut(parts: list[bytes], data: st.DataObject) -> None:
    whole = b"".join(parts)
    cuts = data.draw(st.lists(st.integers(0, len(whole)), max_size=6).map(sorted))
    edges = [0, *cuts, len(whole)]
    reads = [whole[a:b] for a, b in pairwise(edges)]
    assert typed(*reads) == typed(whole)
    plain = b"".join(part for part in parts if not part.startswith(b"\x1b"))
    assert typed(whole) == plain.decode()


def test_a_lone_escape_swallows_nothing_that_comes_later() -> None:
    assert typed(b"\x1b", b"x", apart_s=SEQUENCE_S * 1.1) == "x"
    assert typed(b"\x1b[", b"x", apart_s=SEQUENCE_S * 1.1) == "x"


def test_alt_and_a_key_is_the_key() -> None:
    assert typed(b"\x1bx") == "x"


def test_enter_is_a_newline_on_every_terminal() -> None:
    assert typed(b"\r") == typed(b"\n") == "\n"


def test_enter_ends_a_step_that_waits_for_it_and_n_leaves_a_drill_out() -> None:
    def means(key: str, **step: bool) -> Command | UiAction | None:
        return command_for(key, prompt=None, phase=Phase.STEP, **step)

    assert means("\n", by_key=True) is Command.NEXT
    assert means("\n") is Command.SKIP  # which a timed step does not obey
    assert means("n", by_key=True, is_drill=True) is Command.SKIP
    assert means("n", by_key=True) is Command.NEXT


def test_where_the_back_has_ended_it_only_q_is_left() -> None:
    for key in (" ", "\n", "n", "x"):
        assert command_for(key, prompt=None, phase=Phase.STOPPED, back_ended=True) is None, key
    assert command_for("q", prompt=None, phase=Phase.STOPPED, back_ended=True) is Command.FINISH
