"""Where the ride stands in its workout: a table of states and a step clock.

Comes in: time (grid ticks), the rider's commands, and the heart rate for steps that end on it.
Goes out: the phase, the step and what is left of it. Only time and commands move it: no verdict,
no ceiling and no lost strap ever does (design.md, step 8). It knows no ranges and says nothing.

Time: `at_s` counts from the ride's header and never stops; the step clock `elapsed_s` starts at
`start` and stands in pauses. Step ends are exact sums of durations, noticed at the next tick.
"""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Final

from hrguide.guide.blocks import blocks_of, outermost, seconds_after
from hrguide.guide.command import Command
from hrguide.guide.place import Place as Place
from hrguide.guide.rate_end import RateEnd
from hrguide.workout.workout import Effort, Step, StepKind

PLUS_S: Final = 30.0  # product.md, keys: "+ 30 s longer"
_DIGITS: Final = 6  # microseconds: sums of floats stay comparable, far below a tick


class Phase(StrEnum):
    """The schedule's states; the screen and the verdict read them."""

    READY = "ready"
    STEP = "step"
    REST = "rest"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"


class _Mode(StrEnum):
    """The states that commands move between; step and rest are one mode, running."""

    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"


# (mode, command) -> mode. What is not listed leaves the mode alone.
_TABLE: Final[dict[tuple[_Mode, Command], _Mode]] = {
    (_Mode.READY, Command.START): _Mode.RUNNING,
    (_Mode.READY, Command.STOP): _Mode.STOPPED,
    (_Mode.READY, Command.FINISH): _Mode.DONE,
    (_Mode.RUNNING, Command.PAUSE): _Mode.PAUSED,
    (_Mode.RUNNING, Command.STOP): _Mode.STOPPED,
    (_Mode.RUNNING, Command.FINISH): _Mode.DONE,
    (_Mode.PAUSED, Command.GO_ON): _Mode.RUNNING,
    (_Mode.PAUSED, Command.START): _Mode.RUNNING,
    (_Mode.PAUSED, Command.STOP): _Mode.STOPPED,
    (_Mode.PAUSED, Command.FINISH): _Mode.DONE,
    (_Mode.STOPPED, Command.GO_ON): _Mode.RUNNING,
    (_Mode.STOPPED, Command.FINISH): _Mode.DONE,
}

# Commands that end or lengthen the step; they act only while the step clock runs.
_STEP_COMMANDS: Final = (Command.NEXT, Command.SKIP, Command.PLUS_30)


class Schedule:
    """The state machine over a workout's steps.

    steps: at least one. waiting: stay `ready` until `start`; else the first step starts at
    `at_s` 0.
    """

    def __init__(self, steps: Sequence[Step], *, waiting: bool = False) -> None:
        if not steps:
            raise ValueError("a workout needs at least one step")
        self._steps = tuple(steps)
        self._blocks = blocks_of(self._steps)
        self._after_s = seconds_after(self._steps)
        self._mode = _Mode.READY if waiting else _Mode.RUNNING
        self._index = 0
        self._step_from_s = 0.0  # on the step clock
        self._extra_s = 0.0
        self._elapsed_s = 0.0
        self._running_since_s = 0.0  # ride time at which the step clock showed _run_from_s
        self._run_from_s = 0.0
        self._rate_end = RateEnd()
        self._back_ended = False  # the rider's back ended the ride: only `finish` is left
        self._easy_from: tuple[int, int] | None = None  # (first step, block) ridden easy
        self._easy_blocks: set[int] = set()
        self._easings = 0  # how often the plan was made easier
        self._eased: tuple[int, tuple[int, ...]] = (0, ())
        self._place_key: tuple[float, int, float, int, float | None, float] | None = None
        rounds = (at for at, step in enumerate(self._steps) if step.round is not None)
        self.first_block = self._blocks[next(rounds, 0)]  # round 1, after a warm-up if there is one
        self._place: Place | None = None

    @property
    def phase(self) -> Phase:
        if self._mode is _Mode.RUNNING:
            resting = self._steps[self._index].kind is StepKind.REST
            return Phase.REST if resting else Phase.STEP
        return Phase(self._mode.value)

    @property
    def elapsed_s(self) -> float:
        """The step clock, seconds."""
        return self._elapsed_s

    @property
    def steps(self) -> tuple[Step, ...]:
        return self._steps

    @property
    def block(self) -> int:
        """The round instance of the current step."""
        return self._blocks[self._index]

    @property
    def block_after(self) -> int | None:
        """The round instance of the step after this one; None at the end."""
        after = self._index + 1
        return self._blocks[after] if after < len(self._blocks) else None

    def blocks(self) -> tuple[int, ...]:
        """The round instance of every step."""
        return self._blocks

    def place(self) -> Place | None:
        """Where the ride stands; None before the start and after the end."""
        if self._mode in (_Mode.READY, _Mode.DONE):
            return None
        held_s = self._rate_end.held_s
        key = (
            self._elapsed_s,
            self._index,
            self._extra_s,
            self._easings,
            held_s,
            self._run_from_s,
        )
        if key != self._place_key:  # asked several times a tick
            self._place_key, self._place = key, self._look()
        return self._place

    def following(self) -> Step | None:
        """The step after the current one, as it will be ridden."""
        after = self._index + 1
        if self._mode is _Mode.DONE or after >= len(self._steps):
            return None
        return self.step_as_ridden(after)

    def left_s(self) -> float | None:
        """Seconds to the end of the workout; None where a step is not ended by time.

        Drills take as long as they take, and count nothing.
        """
        if self._mode is _Mode.DONE:
            return 0.0
        after_s = self._after_s[self._index]
        end_s = self._end_s()
        if self._steps[self._index].kind is StepKind.DRILL:
            end_s = self._elapsed_s
        if end_s is None or after_s is None:
            return None
        return round(max(0.0, end_s - self._elapsed_s + after_s), _DIGITS)

    def step_as_ridden(self, index: int) -> Step:
        """A step with its effort made easy where a stop or a worse back asked for it."""
        step = self._steps[index]
        if step.kind is not StepKind.WORK or not self._is_eased(index):
            return step
        return replace(
            step, effort=Effort.EASY, low_bpm=None, high_bpm=None, low_pct=None, high_pct=None
        )

    @property
    def eased(self) -> tuple[int, ...]:
        """The steps that are ridden easy instead of as written."""
        if self._eased[0] != self._easings:
            work = (step.index for step in self._steps if step.kind is StepKind.WORK)
            self._eased = self._easings, tuple(at for at in work if self._is_eased(at))
        return self._eased[1]

    @property
    def back_ended(self) -> bool:
        """Whether the rider's back ended the ride (`end_for_back`)."""
        return self._back_ended

    def end_for_back(self, at_s: float) -> None:
        """Stop for good, by the rider's own answer about the back: only `finish` is obeyed then."""
        if self.command(at_s, Command.STOP) or self._mode is _Mode.STOPPED:
            self._back_ended = True

    def ease_block(self, block: int) -> None:
        """Ride every work step of this round instance easy."""
        self._easy_blocks.add(block)
        self._easings += 1

    def ease_next_round(self) -> None:
        """The back got worse: what is left of this round and all of the next one are easy.

        The next round is the outermost one around the next block: rounds within it included.
        """
        self.ease_rest_of_block()
        after = [at for at, block in enumerate(self._blocks) if block > self.block]
        for at in after:
            if outermost(self._steps[at]) != outermost(self._steps[after[0]]):
                break
            self.ease_block(self._blocks[at])

    def ease_rest_of_block(self) -> None:
        """Ride what is left of the current round easy (after a stop).

        In the rest behind a round nothing of it is left: then it is the next one.
        """
        block = self._blocks[self._index]
        self._easy_from = (self._index, block)
        self._easings += 1
        left = self._steps[self._index :]
        work = next((at for at, step in enumerate(left) if step.kind is StepKind.WORK), None)
        if work is not None and self._blocks[self._index + work] != block:
            self.ease_block(self._blocks[self._index + work])

    def command(self, at_s: float, command: Command) -> bool:
        """Obey; True where the command moved the mode or the step."""
        self._run_to(at_s)
        if command in _STEP_COMMANDS:
            return self._step_command(command)
        if command is Command.START and self._mode is _Mode.RUNNING:
            return False
        mode = _TABLE.get((self._mode, command))
        if mode is None or (self._back_ended and command is not Command.FINISH):
            return False
        if mode is _Mode.RUNNING:
            self._rate_end.forget()  # nobody knows what the heart did meanwhile
            self._running_since_s = at_s
            self._run_from_s = self._elapsed_s
        self._mode = mode
        return True

    def advance(self, at_s: float, hr_bpm: int | None = None) -> bool:
        """Walk to `at_s`; True where at least one step ended on the way."""
        self._run_to(at_s)
        moved = False
        while self._mode is _Mode.RUNNING:
            ended_s = self._ended_s(hr_bpm)
            if ended_s is None:
                break
            self._to_next(ended_s)
            moved = True
        return moved

    def answered(self, *, is_no: bool) -> bool:
        """A talk answer came: it ends a step that waits for one, a "no" may end its whole block."""
        step = self._steps[self._index]
        waits = step.until is not None and step.until.answer
        if self._mode is not _Mode.RUNNING:
            return False
        after_no = self._after_no()
        if is_no and after_no is not None:
            while self._mode is _Mode.RUNNING and self._index < after_no:
                self._to_next(self._elapsed_s)
            return True
        if waits:
            self._to_next(self._elapsed_s)
        return waits

    def _after_no(self) -> int | None:
        """Where a "no" leads from here: all of a block ends at it, not its last steps alone."""
        block = self._blocks[self._index]
        for step, its_block in zip(
            self._steps[self._index :], self._blocks[self._index :], strict=True
        ):
            if its_block != block:
                return None
            if step.after_no is not None:
                return step.after_no
        return None

    def _look(self) -> Place:
        end_s = self._end_s()
        return Place(
            step=self.step_as_ridden(self._index),
            block=self._blocks[self._index],
            into_s=round(self._elapsed_s - self._step_from_s, _DIGITS),
            left_s=None if end_s is None else round(max(0.0, end_s - self._elapsed_s), _DIGITS),
            held_s=self._rate_end.held_s,
            resumed_s=round(max(0.0, self._run_from_s - self._step_from_s), _DIGITS),
            first_block=self.first_block,
        )

    def _run_to(self, at_s: float) -> None:
        if self._mode is _Mode.RUNNING:
            run_s = at_s - self._running_since_s
            self._elapsed_s = max(self._elapsed_s, round(self._run_from_s + run_s, _DIGITS))

    def _end_s(self) -> float | None:
        step = self._steps[self._index]
        duration_s = step.duration_s
        if duration_s is None:
            return None
        return self._step_from_s + duration_s + self._extra_s

    def _ended_s(self, hr_bpm: int | None) -> float | None:
        """On the step clock, when the current step ended; None while it goes on."""
        end_s = self._end_s()
        if end_s is not None:
            return end_s if self._elapsed_s >= end_s else None
        until = self._steps[self._index].until
        if until is None:
            return None
        if until.cap_s is not None:
            cap_s = self._step_from_s + until.cap_s + self._extra_s
            if self._elapsed_s >= cap_s:
                return cap_s
        held = self._rate_end.look(self._elapsed_s, until, hr_bpm)
        return self._elapsed_s if held else None

    def _step_command(self, command: Command) -> bool:
        if self._mode is not _Mode.RUNNING:
            return False
        if command is Command.PLUS_30:
            self._extra_s += PLUS_S
            return True
        if command is Command.SKIP and self._steps[self._index].kind is not StepKind.DRILL:
            return False  # Enter skips a question; only a drill is skipped as a step
        self._to_next(self._elapsed_s)
        return True

    def _to_next(self, from_s: float) -> None:
        self._extra_s = 0.0
        self._rate_end = RateEnd()
        self._step_from_s = from_s
        if self._index + 1 < len(self._steps):
            self._index += 1
        else:
            self._mode = _Mode.DONE
            self._elapsed_s = from_s

    def _is_eased(self, index: int) -> bool:
        block = self._blocks[index]
        if block in self._easy_blocks:
            return True
        if self._easy_from is None:
            return False
        first, eased_block = self._easy_from
        return index >= first and block == eased_block
