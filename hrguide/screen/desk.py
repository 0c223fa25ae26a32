"""The rider's hands: keys turned into commands for the session and small things for the rim.

Comes in: the keyboard and the newest Moment. Goes out: commands, in the order of the keys. Sound,
detail, "finish?" and the choice of a strap it does itself: they change no decision and are not
recorded. It keeps no time and knows no session.
"""

from collections.abc import Callable, Sequence

from hrguide.guide.command import Command
from hrguide.moment import Moment, Phase
from hrguide.screen.after import AfterRide
from hrguide.screen.keyboard import Keyboard
from hrguide.screen.keys import Keypad, UiAction
from hrguide.screen.screen import Screen


class Desk:
    """Keys of one ride.

    choose_strap: told the number (1, 2, ...) pressed before the start, where several straps are
    about. go_without: told that the rider does not wait for a strap. heard: told the answer to "did
    you hear that?". loosen: told that drills are wanted first; this desk is left then. starts: the
    rider has chosen already, and is not asked for Enter.
    """

    def __init__(
        self,
        keyboard: Keyboard,
        screen: Screen,
        *,
        choose_strap: Callable[[int], None] | None = None,
        go_without: Callable[[], None] | None = None,
        heard: Callable[[bool], None] | None = None,
        loosen: Callable[[], None] | None = None,
        starts: bool = False,
    ) -> None:
        self._keyboard = keyboard
        self._screen = screen
        self._keypad = Keypad()
        self._choose_strap = choose_strap
        self._go_without = go_without
        self._heard = heard
        self._loosen = loosen
        self._starts = starts
        self._after: AfterRide | None = None
        self.left = False

    def ask_after(self, after: AfterRide) -> None:
        """The slots of S14: from now on keys fill them, until none is left."""
        self._after = after
        self._screen.close_with(after.closing)

    def take(self, moment: Moment | None) -> Sequence[Command]:
        """The commands pressed since the last call, by what the screen shows."""
        if moment is None:
            return ()
        commands: list[Command] = []
        if self._starts:
            self._starts = False
            commands += (Command.START,) if moment.phase is Phase.READY else ()
        for key in self._keyboard.take():
            if moment.phase is Phase.DONE and self._after is not None and self._after.press(key):
                self._screen.close_with(self._after.closing)
                continue
            if moment.phase is Phase.READY and key.isdecimal() and self._choose_strap is not None:
                self._choose_strap(int(key))
                continue
            meaning = self._keypad.press(key, moment)
            if isinstance(meaning, Command):
                commands.append(meaning)
            elif meaning is not None:
                commands += self._do(meaning, moment)
            self._screen.ask_finish(self._keypad.asks_finish)
        return commands

    def _do(self, action: UiAction, moment: Moment) -> Sequence[Command]:
        match action:
            case UiAction.TOGGLE_SOUND:
                self._screen.toggle_sound()
            case UiAction.TOGGLE_DETAIL:
                self._screen.toggle_detail()
            case UiAction.HEARD | UiAction.NOT_HEARD:
                self._screen.heard(action is UiAction.HEARD)
                if self._heard is not None:
                    self._heard(action is UiAction.HEARD)
            case UiAction.REPAINT:
                self._screen.repaint()
            case UiAction.QUIT:
                self.left = True
            case UiAction.DRILLS:
                if self._loosen is not None:
                    self._loosen()
                    self.left = True
            case UiAction.WITHOUT_STRAP:
                if self._go_without is not None:
                    self._go_without()
                return (Command.START,) if moment.phase is Phase.READY else ()
            case _:
                pass  # "finish?" is the keypad's; the other strap is asked elsewhere
        return ()
