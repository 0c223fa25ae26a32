"""What a key means, where the ride stands: a pure table.

Comes in: a character, the open question, the phase. Goes out: a `Command` for the session, a
`UiAction` for the rim, or nothing. `x` and `!` stop from anywhere, whatever is asked. It reads no
keyboard: `keyboard.py` does.
"""

from enum import StrEnum
from typing import Final

from hrguide.guide.command import Command
from hrguide.guide.verdict import Verdict
from hrguide.moment import Moment, Phase, Prompt

ENTER: Final = "\n"
SPACE: Final = " "


class UiAction(StrEnum):
    """What a key asks of the rim; never recorded, it changes no decision."""

    TOGGLE_SOUND = "toggle_sound"
    TOGGLE_DETAIL = "toggle_detail"
    ASK_FINISH = "ask_finish"  # `q` once; `q` again is Command.FINISH
    KEEP_RIDING = "keep_riding"  # any other key after `q`
    HEARD = "heard"
    NOT_HEARD = "not_heard"
    WITHOUT_STRAP = "without_strap"
    DRILLS = "drills"
    YES = "yes"  # to Prompt.OTHER_STRAP
    NO = "no"
    REPAINT = "repaint"
    QUIT = "quit"  # before the start or after the end: nothing to finish


Meaning = Command | UiAction

_ANYWHERE: Final[dict[str, Meaning]] = {"\x0c": UiAction.REPAINT}
_STOP_KEYS: Final = ("x", "!")
_TALK: Final[dict[str, Meaning]] = {
    "1": Command.TALK_COMFORTABLE,
    "2": Command.TALK_ONLY_JUST,
    "3": Command.TALK_NO,
}
_READY: Final[dict[str, Meaning]] = {
    ENTER: Command.START,
    SPACE: Command.START,
    "w": UiAction.WITHOUT_STRAP,
    "y": UiAction.HEARD,
    "n": UiAction.NOT_HEARD,
    "d": UiAction.DRILLS,
    "s": UiAction.TOGGLE_SOUND,
    "q": UiAction.QUIT,
}
_RIDING: Final[dict[str, Meaning]] = {
    **_TALK,
    SPACE: Command.PAUSE,
    ENTER: Command.SKIP,
    "n": Command.NEXT,
    "+": Command.PLUS_30,
    "=": Command.PLUS_30,  # the same key without shift, on many keyboards
    "s": UiAction.TOGGLE_SOUND,
    "d": UiAction.TOGGLE_DETAIL,
    "q": UiAction.ASK_FINISH,
    "w": UiAction.WITHOUT_STRAP,
}
# In a rest `w` is the back's answer: pressed once more, it must not send the strap away.
_RESTING: Final = {key: meaning for key, meaning in _RIDING.items() if key != "w"}
_PAUSED: Final[dict[str, Meaning]] = {
    **_TALK,
    SPACE: Command.GO_ON,
    "s": UiAction.TOGGLE_SOUND,
    "d": UiAction.TOGGLE_DETAIL,
    "q": UiAction.ASK_FINISH,
}
_STOPPED: Final[dict[str, Meaning]] = {SPACE: Command.GO_ON, "q": Command.FINISH}
_DONE: Final[dict[str, Meaning]] = {
    ENTER: UiAction.QUIT,
    SPACE: UiAction.QUIT,
    "q": UiAction.QUIT,
}
_OF_PHASE: Final[dict[Phase, dict[str, Meaning]]] = {
    Phase.READY: _READY,
    Phase.STEP: _RIDING,
    Phase.REST: _RESTING,
    Phase.PAUSED: _PAUSED,
    Phase.STOPPED: _STOPPED,
    Phase.DONE: _DONE,
}
_OF_PROMPT: Final[dict[Prompt, dict[str, Meaning]]] = {
    Prompt.TALK: _TALK,
    Prompt.CAN_YOU_TALK: _TALK,
    Prompt.BACK: {
        "b": Command.BACK_BETTER,
        "s": Command.BACK_SAME,
        "w": Command.BACK_WORSE,
        "p": Command.BACK_SHARP,
    },
    Prompt.OTHER_STRAP: {"y": UiAction.YES, "n": UiAction.NO},
}
_CAN_STOP: Final = (Phase.READY, Phase.STEP, Phase.REST, Phase.PAUSED)


def command_for(
    key: str,
    *,
    prompt: Prompt | None,
    phase: Phase,
    is_held: bool = False,
    asks_finish: bool = False,
    by_key: bool = False,
    is_drill: bool = False,
    back_ended: bool = False,
) -> Meaning | None:
    """What this key means now; upper and lower case are the same.

    is_held: guidance is stopped while the clock runs (a hard ceiling), and space goes on.
    asks_finish: "finish?" stands on the screen. by_key: the step ends with Enter, "done".
    is_drill: `n` leaves it out, and the ride file tells the two apart. back_ended: the back ended
    the ride, and nothing goes on.
    """
    key = key.lower()
    if key in _ANYWHERE:
        return _ANYWHERE[key]
    if key in _STOP_KEYS:
        return Command.STOP if phase in _CAN_STOP else None
    if asks_finish and phase not in (Phase.READY, Phase.DONE):
        return Command.FINISH if key == "q" else UiAction.KEEP_RIDING
    if prompt is not None and phase in (Phase.STEP, Phase.REST, Phase.PAUSED):
        meaning = _OF_PROMPT[prompt].get(key)
        if meaning is not None:
            return meaning
    if by_key and key == ENTER and phase is Phase.STEP:
        return Command.NEXT
    if is_drill and key == "n" and phase is Phase.STEP:
        return Command.SKIP
    if back_ended and key != "q" and phase is Phase.STOPPED:
        return None
    if is_held and key == SPACE and phase in (Phase.STEP, Phase.REST):
        return Command.GO_ON
    return _OF_PHASE[phase].get(key)


class Keypad:
    """`command_for` with the one thing it must remember: that `q` was pressed once."""

    def __init__(self) -> None:
        self.asks_finish = False

    def press(self, key: str, moment: Moment) -> Meaning | None:
        """What the key means at this Moment."""
        meaning = command_for(
            key,
            prompt=moment.prompt,
            phase=moment.phase,
            is_held=moment.verdict is Verdict.STOPPED,
            asks_finish=self.asks_finish,
            by_key=moment.step is not None and moment.step.by_key,
            is_drill=moment.step is not None and moment.step.is_drill,
            back_ended=moment.back_ended,
        )
        if meaning is not UiAction.REPAINT:
            self.asks_finish = meaning is UiAction.ASK_FINISH
        return meaning
