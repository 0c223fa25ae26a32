"""The machine: fed bytes with a time, it gives out Moments. No clock, file, radio or print.

Comes in: packets (`receive`), what an erg says (`hear_erg`), time (`advance`), the rider's commands
(`command`), link changes (`link`), each with `at_s`. Goes out: tuples of frozen `Moment`s, one for
each 0.25 s of the grid and one more for each packet and command at its own time. Every decision is
taken at a grid tick or at a command, never at a packet, so any chopping of `advance` gives the same
Moments.

An event that comes with a time already passed counts as coming now: the grid never runs back.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from hrguide.athlete.athlete import Athlete, Machine
from hrguide.athlete.evidence import Evidence
from hrguide.beats.pulse import Pulse
from hrguide.beats.pulse_variability import BeatsNow
from hrguide.beats.stream import BeatStream
from hrguide.beats.variability import Variability
from hrguide.bluetooth.heart_rate import BadPacketError, decode_heart_rate
from hrguide.bluetooth.source import LinkChange, LinkState
from hrguide.errors import UsageError
from hrguide.guide.breath import Breath, breath_at
from hrguide.guide.command import Command
from hrguide.guide.cue import Cue
from hrguide.guide.guide import Guidance, Guide
from hrguide.guide.policy import Policy
from hrguide.guide.round_ranges import Coming, Placed, RoundRanges
from hrguide.guide.schedule import Phase, Place, Schedule
from hrguide.guide.step_range import StepRange
from hrguide.moment import Moment, StepNow
from hrguide.workout.workout import StepKind, Workout
from hrguide.zones.ranges import Range

TICKS_PER_S: Final = 4  # design.md: the session's grid, 4 Hz
ERG_STALE_S: Final = (
    5.0  # older than this, what the erg said is no more true: it speaks at 1 Hz [J]
)


class Session:
    """One ride's machine (library contract, design.md).

    workout: what is asked. ranges: given heart-rate ranges by effort; they never move.
    athlete, evidence: whose threshold, from what; without an athlete there is no threshold rule
    and no ceiling. machine: bikeerg, rower, skierg or echobike. learned: kinetics learned before.
    gentle: nothing pushes. as_usual: False where medicine was not taken as usual that day, so that
    other days' evidence says less. waiting: stay `ready` until the command `start`. on: ISO date of
    the ride. Raises UsageError for an unknown machine.
    """

    def __init__(
        self,
        *,
        workout: Workout,
        ranges: Mapping[str, Range] | None = None,
        athlete: Athlete | None = None,
        evidence: Sequence[Evidence] = (),
        machine: str = "bikeerg",
        learned: object | None = None,
        policy: Policy | None = None,
        gentle: bool = False,
        as_usual: bool = True,
        waiting: bool = False,
        on: str | None = None,
    ) -> None:
        if machine not in {known.value for known in Machine}:
            raise UsageError(
                f"machine {machine!r} is not one I know",
                hint="Use bikeerg, rower, skierg or echobike.",
            )
        self.workout = workout
        self._schedule = Schedule(workout.steps, waiting=waiting)
        self._beats = BeatStream()
        self._variability = Variability(self._beats)
        self._beats_now: BeatsNow | None = None
        self._asked: tuple[Phase, int | None] | None = None  # the effort asked for, and since when
        self._asked_s = 0.0
        self._ranges = RoundRanges(
            athlete=athlete,
            evidence=evidence,
            machine=machine,
            given=ranges,
            on=on,
            as_usual=as_usual,
            first_block=self._schedule.first_block,
        )
        self._guide = Guide(
            schedule=self._schedule,
            ranges=self._ranges,
            policy=policy or Policy(),
            machine=machine,
            gentle=gentle,
            learned=learned,
        )
        self._next_tick = 0
        self._now_s = 0.0
        self._guidance: Guidance | None = None
        self._power_w: float | None = None
        self._power_s = 0.0

    @property
    def ended(self) -> bool:
        """Whether the workout is done or finished by the rider."""
        return self._schedule.phase is Phase.DONE

    @property
    def back_ended(self) -> bool:
        """Whether the rider's own answer about the back ended it: only `finish` is left."""
        return self._schedule.back_ended

    @property
    def phase(self) -> Phase:
        return self._schedule.phase

    @property
    def beats(self) -> BeatStream:
        """The beats so far, to be read only: detail view and report."""
        return self._beats

    @property
    def placed(self) -> tuple[Placed, ...]:
        """Every placing of ranges so far, oldest first."""
        return self._ranges.placed

    @property
    def ranges(self) -> RoundRanges:
        """Ranges, belief and ceilings in force, to be read only."""
        return self._ranges

    @property
    def learned(self) -> dict[str, object]:
        """What this ride taught the forecast, as plain JSON values: `learned` of the next one."""
        return self._guide.learned

    def receive(
        self, *, at_s: float, payload: bytes, device: str | None = None
    ) -> tuple[Moment, ...]:
        """One 0x2A37 notification as it came. A bad packet is counted, never fatal."""
        moments = self.advance(to_s=at_s)
        at_s = self._arrive(at_s)
        try:
            measurement = decode_heart_rate(payload)
        except BadPacketError:
            self._beats.bad_packet(at_s)
        else:
            self._beats.receive(at_s, measurement, device)
        return (*moments, self._look(at_s))

    def hear_erg(
        self, *, at_s: float, cadence_rpm: float | None = None, power_w: float | None = None
    ) -> tuple[Moment, ...]:
        """What the erg said: turns or strokes a minute, watts; None where it does not say.

        The watts are shown. The cadence is there to doubt a sensor that counts legs for a heart.
        """
        moments = self.advance(to_s=at_s)
        at_s = self._arrive(at_s)
        if cadence_rpm is not None:
            self._beats.hear_cadence(at_s, cadence_rpm)
        self._power_w, self._power_s = power_w, at_s
        return moments

    def advance(self, *, to_s: float) -> tuple[Moment, ...]:
        """Walk the 4 Hz grid up to and including `to_s`; a time already walked gives ()."""
        moments = []
        tick = self._next_tick
        while tick / TICKS_PER_S <= to_s:
            at_s = tick / TICKS_PER_S
            if tick % TICKS_PER_S == 0:
                self._look_at_beats(at_s)
            moments.append(self._decide(at_s))
            tick += 1
        self._next_tick = tick
        self._now_s = max(self._now_s, to_s)
        return tuple(moments)

    def command(self, *, at_s: float, command: str) -> tuple[Moment, ...]:
        """One of the rider's commands (design.md). Raises UsageError for an unknown one."""
        try:
            known = Command(command)
        except ValueError:
            raise UsageError(
                f"command {command!r} is not one I know",
                hint="Use one of: " + ", ".join(each.value for each in Command) + ".",
            ) from None
        moments = self.advance(to_s=at_s)
        at_s = self._arrive(at_s)
        self._guide.command(at_s, known)
        return (*moments, self._decide(at_s))

    def link(self, *, at_s: float, change: LinkChange) -> tuple[Moment, ...]:
        """The radio link changed; heart rate and signal follow from packets, not from this.

        A link to another strap than before is the rider's own choice (the client takes none in
        silence), so that strap's beats are the rider's from here on.
        """
        moments = self.advance(to_s=at_s)
        at_s = self._arrive(at_s)
        if change.state is LinkState.CONNECTED and change.device is not None:
            self._beats.accept_device(change.device)
        return (*moments, self._look(at_s))

    def _arrive(self, at_s: float) -> float:
        self._now_s = max(self._now_s, at_s)
        return self._now_s

    def _look_at_beats(self, at_s: float) -> None:
        """Once a second: what the beats themselves say, since the effort asked for last changed."""
        place = self._schedule.place()
        asked = (self._schedule.phase, None if place is None else place.step.index)
        if asked != self._asked:
            self._asked, self._asked_s = asked, at_s
        self._beats_now = self._variability.look(at_s, steady_s=at_s - self._asked_s)

    def _decide(self, at_s: float) -> Moment:
        pulse = self._beats.pulse(at_s)
        self._guidance = self._guide.tick(at_s, pulse)
        return self._moment(at_s, pulse, self._guidance, self._guidance.cue)

    def _look(self, at_s: float) -> Moment:
        """A Moment between decisions: the pulse is new, what is thought of it is not."""
        pulse = self._beats.pulse(at_s)
        guidance = self._guidance
        if guidance is None:
            guidance = self._guidance = self._guide.tick(at_s, pulse)
        return self._moment(at_s, pulse, guidance, None)

    def _moment(self, at_s: float, pulse: Pulse, guidance: Guidance, cue: Cue | None) -> Moment:
        schedule = self._schedule
        place = schedule.place()
        asked = guidance.asked
        ranges = self._ranges
        step = None if place is None else _step_now(place, asked)
        blind = pulse.hr_bpm is None
        return Moment(
            at_s=at_s,
            elapsed_s=schedule.elapsed_s,
            hr_bpm=pulse.hr_bpm,
            signal=pulse.signal,
            signal_reason=pulse.reason and pulse.reason.value,
            step=step,
            verdict=guidance.verdict,
            forecast=None if blind else guidance.forecast,
            ahead_30s=None if blind else guidance.ahead_30s,
            cue=cue,
            artefact_pct=pulse.artefact_pct,
            alpha1=None if self._beats_now is None else self._beats_now.alpha1,
            power_w=self._power_w if at_s - self._power_s <= ERG_STALE_S else None,
            phase=schedule.phase,
            left_s=schedule.left_s(),
            why=guidance.why,
            prompt=guidance.prompt,
            threshold_bpm=ranges.threshold_bpm,
            threshold_sd_bpm=ranges.sd_bpm,
            ceiling_bpm=ranges.ceiling_bpm,
            provisional=asked.provisional and not asked.is_empty,
            range_source=asked.source,
            silent_s=pulse.silent_s,
            bad_packets=self._beats.bad_packets,
            coming=self._coming(),
            note=ranges.note,
            beats=self._beats_now,
            eased=schedule.eased,
            back_ended=schedule.back_ended,
            breath=None if place is None else _breath(place),
        )

    def _coming(self) -> Coming | None:
        """In a rest before another round: what that round will be ridden by."""
        schedule = self._schedule
        after = schedule.block_after
        if schedule.phase is not Phase.REST or after is None or after == schedule.block:
            return None
        return self._ranges.coming(after)


def _step_now(place: Place, asked: StepRange) -> StepNow:
    step, until = place.step, place.step.until
    counted = until is not None and (until.distance_m is not None or until.calories is not None)
    is_drill = step.kind is StepKind.DRILL
    return StepNow(
        index=step.index,
        round=step.round,
        effort=step.effort and step.effort.value,
        left_s=place.left_s,
        low_bpm=asked.low_bpm,
        high_bpm=asked.high_bpm,
        into_s=place.into_s,
        held_s=place.held_s,
        by_key=is_drill or counted or (until is not None and until.key),
        is_drill=is_drill,
    )


def _breath(place: Place) -> Breath | None:
    drill = place.step.drill
    if drill is None or drill.breaths is None:
        return None
    return breath_at(place.into_s, drill.breaths)
