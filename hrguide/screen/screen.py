"""The seam between the run loop and whatever shows the ride: a live screen, plain lines, JSON.

Comes in: Moments, and the few facts of the rim (strap, notices). Goes out: light and sound. A
screen answers nothing and decides nothing; keys are read by `keyboard.py`, and what they mean
depends on `keys.py`.
"""

from types import TracebackType
from typing import Protocol, Self

from hrguide.moment import Moment
from hrguide.screen.setting import Closing, Strap


class Screen(Protocol):
    """A context manager: entering takes the terminal, leaving gives it back as it was."""

    @property
    def gone(self) -> bool:
        """Nobody can see it any more (closed pipe, closed terminal): a normal end of watching."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def show(self, *moments: Moment) -> None:
        """All Moments that came due since the last call, in order: `show(*session.advance(...))`.

        Every cue among them is heard and written; only the newest is painted. Cheap: call it at
        4 Hz, with no argument to repaint (a flash ends, the window was resized). A line screen
        prints what is due. Never raises for a terminal or pipe that went away: see `gone`.
        """
        ...

    def strap(self, strap: Strap) -> None:
        """What the radio knows now; painted with the next `show`."""
        ...

    def notice(self, words: str | None) -> None:
        """One line of news from the rim ("disk full: ..."), until replaced; None takes it away."""
        ...

    def ask_finish(self, asking: bool) -> None:
        """Show or take away "finish? q once more"."""
        ...

    def toggle_detail(self) -> None:
        """Main view or detail view."""
        ...

    def toggle_sound(self) -> None:
        """Sound on or off."""
        ...

    def heard(self, yes: bool) -> None:
        """The answer to "did you hear that?": no turns tones off and flashes instead."""
        ...

    def close_with(self, closing: Closing) -> None:
        """The summary to show in place of the last Moment."""
        ...

    def repaint(self) -> None:
        """Paint everything anew with the next `show` (Ctrl-L: another program wrote over it)."""
        ...
