"""Fakes of the rim's seams, for the screen's tests: a terminal, a clock, a player."""

from collections.abc import Callable, Mapping, Sequence

from hrguide.screen.canvas import COLOURS_256, Tone
from hrguide.screen.live import LiveScreen
from hrguide.screen.sound import Speaker
from tests.screen.scenes import SETTING


class FakeOutlet:
    """A terminal that keeps what it is sent; `text` is all of it."""

    def __init__(self, columns: int = 80, rows: int = 24) -> None:
        self.columns, self.rows = columns, rows
        self.sent: list[str] = []
        self.gone = False
        self.is_behind = False

    @property
    def text(self) -> str:
        return "".join(self.sent)

    def size(self) -> tuple[int, int]:
        return self.columns, self.rows

    def send(self, text: str) -> None:
        self.sent.append(text)

    def send_last(self, text: str) -> None:
        self.sent.append(text)


class FakeClock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


class FakeProcess:
    """A player's process. code: None while it plays."""

    def __init__(self) -> None:
        self.code: int | None = None
        self.was_killed = False

    def poll(self) -> int | None:
        return self.code

    def wait(self, timeout: float | None = None) -> int:
        del timeout
        self.code = 0 if self.code is None else self.code
        return self.code

    def kill(self) -> None:
        self.was_killed = True


class FakePlayer:
    """Starts fake processes and notes which tones were asked for."""

    def __init__(self) -> None:
        self.played: list[str] = []
        self.processes: list[FakeProcess] = []

    def spawn(self, command: Sequence[str]) -> FakeProcess:
        self.played.append(command[-1].rpartition("/")[2].removesuffix(".wav"))
        self.processes.append(FakeProcess())
        return self.processes[-1]


def a_screen(
    outlet: FakeOutlet,
    clock: Callable[[], float],
    *,
    palette: Mapping[Tone, str] = COLOURS_256,
    player: FakePlayer | None = None,
    flashes: bool = True,
) -> LiveScreen:
    """A live screen on fakes; without a player the bell goes to the outlet."""
    speaker = Speaker(
        bell=lambda times: outlet.send("\a" * times),
        find_player=lambda: None if player is None else ("player",),
        spawn=(player or FakePlayer()).spawn,
    )
    return LiveScreen(
        SETTING, outlet=outlet, speaker=speaker, palette=palette, flashes=flashes, now_s=clock
    )
