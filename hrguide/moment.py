"""A Moment: one frozen picture of the session, the only thing it gives out.

Screen, JSON lines, report and replay read nothing else. `json_line` prints the contract's fields
(design.md, "JSON lines of a ride"); the fields below the line are for the screen and the reader.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hrguide.beats.pulse import Signal
from hrguide.beats.pulse_variability import BeatsNow as BeatsNow
from hrguide.guide.breath import Breath as Breath
from hrguide.guide.breath import BreathPhase as BreathPhase
from hrguide.guide.cue import Cue
from hrguide.guide.kinetics import Forecast as Forecast
from hrguide.guide.prompt import Prompt as Prompt
from hrguide.guide.round_ranges import Coming as Coming
from hrguide.guide.schedule import Phase as Phase
from hrguide.guide.verdict import Verdict
from hrguide.plain_text import json_text


@dataclass(frozen=True, slots=True, kw_only=True)
class StepNow:
    """The step being ridden.

    index: into the workout's steps. effort: as ridden (a stop or a worse back makes it easy);
    None for a step given in bpm alone. left_s: None where time does not end the step.
    low_bpm/high_bpm: the range in force, None where there is none. into_s: seconds of the step
    clock since it began. held_s: how long the heart rate has been where the step waits for it,
    None elsewhere. by_key: a key ends it (a drill, a distance, "until key"). is_drill: beside the
    erg.
    """

    index: int
    round: int | None
    effort: str | None
    left_s: float | None
    low_bpm: int | None
    high_bpm: int | None
    into_s: float = 0.0
    held_s: float | None = None
    by_key: bool = False
    is_drill: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One picture. at_s counts from the ride's header; elapsed_s is the step clock."""

    at_s: float
    elapsed_s: float
    hr_bpm: int | None
    signal: Signal
    signal_reason: str | None
    step: StepNow | None
    verdict: Verdict
    forecast: Forecast | None = None
    ahead_30s: Forecast | None = None
    cue: Cue | None = None
    artefact_pct: float | None = None
    alpha1: float | None = None
    power_w: float | None = None
    # ---- for the screen and the report; not in the JSON lines
    phase: Phase = Phase.STEP
    left_s: float | None = None  # of the whole workout, None with untimed steps
    why: str | None = None  # the sentence that explains the verdict
    prompt: Prompt | None = None
    threshold_bpm: float | None = None  # the talk threshold's mean, None where unknown
    threshold_sd_bpm: float | None = None
    ceiling_bpm: float | None = None  # the lowest ceiling in force
    provisional: bool = False  # the range is from a formula: shown, never pushing
    range_source: str | None = None
    silent_s: float | None = None  # since the last believable packet
    bad_packets: int = 0
    coming: Coming | None = None  # in a rest between rounds: what the next one is ridden by
    note: str | None = None  # a sentence that stands for the rest of the round
    beats: BeatsNow | None = None  # alpha1 with its reason, RMSSD, bad beats, the newest intervals
    eased: tuple[int, ...] = ()  # the steps ridden easy instead of as written
    back_ended: bool = False  # stopped for good by the rider's answer about the back
    breath: Breath | None = None  # in a drill counted in breaths: the rhythm offered

    def as_json(self) -> dict[str, object]:
        """The contract's fields as plain values, numbers rounded to what can be meant."""
        step = self.step
        return {
            "at_s": _plain(self.at_s),
            "elapsed_s": _plain(self.elapsed_s),
            "hr_bpm": self.hr_bpm,
            "signal": self.signal.value,
            "signal_reason": self.signal_reason,
            "step": step
            and {
                "index": step.index,
                "round": step.round,
                "effort": step.effort,
                "left_s": None if step.left_s is None else _plain(step.left_s),
                "low_bpm": step.low_bpm,
                "high_bpm": step.high_bpm,
            },
            "verdict": self.verdict.value,
            "forecast": self.forecast
            and {"at_s": _plain(self.forecast.at_s), **_spread(self.forecast)},
            "ahead_30s": self.ahead_30s and _spread(self.ahead_30s),
            "cue": self.cue and {"kind": self.cue.kind.value, "text": self.cue.text},
            "artefact_pct": None if self.artefact_pct is None else round(self.artefact_pct, 1),
            "alpha1": None if self.alpha1 is None else round(self.alpha1, 3),
            "power_w": self.power_w,
        }

    def json_line(self) -> str:
        """One line, without its newline."""
        return json_text(self.as_json())


def for_json_lines(moments: Iterable[Moment]) -> Iterator[Moment]:
    """Those Moments that make a line: one for each whole second, and each cue; nothing else."""
    last_whole_s = -1.0
    for moment in moments:
        whole = moment.at_s == int(moment.at_s) and moment.at_s > last_whole_s
        if whole:
            last_whole_s = moment.at_s
        if whole or moment.cue is not None:
            yield moment


def _plain(seconds: float) -> float:
    return round(seconds, 3)


def _spread(forecast: Forecast) -> dict[str, float]:
    return {"mean_bpm": round(forecast.mean_bpm, 1), "sd_bpm": round(forecast.sd_bpm, 1)}
