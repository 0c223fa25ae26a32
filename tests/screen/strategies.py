"""Any Moment, Setting and memory at all, for properties of the screen."""

from typing import TypeVar

from hypothesis import strategies as st

from hrguide.beats.gate import AlphaReason
from hrguide.beats.pulse import Signal, SignalReason
from hrguide.beats.pulse_variability import BadBeats, BeatsNow
from hrguide.bluetooth.source import LinkReason, LinkState
from hrguide.guide.cue import Cue, CueKind
from hrguide.guide.verdict import Verdict
from hrguide.moment import Forecast, Moment, Phase, Prompt, StepNow
from hrguide.screen.memory import Heard, Remembered, TracePoint
from hrguide.screen.setting import Closing, Setting, Strap
from tests.screen.scenes import clinic_workout

T = TypeVar("T")

seconds = st.floats(0, 90_000, allow_nan=False)
bpm = st.integers(30, 230)
any_text = st.text(max_size=60)
rates = st.floats(-500, 500, allow_nan=False)


def maybe(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.none() | strategy


forecasts = st.builds(Forecast, at_s=seconds, mean_bpm=rates, sd_bpm=st.floats(0, 99))
steps = st.builds(
    StepNow,
    index=st.integers(0, 40),
    round=maybe(st.integers(1, 99)),
    effort=maybe(st.sampled_from(["easy", "moderately easy", "moderate", "rest", "free", "?"])),
    left_s=maybe(seconds),
    low_bpm=maybe(bpm),
    high_bpm=maybe(bpm),
)
bad_beats = st.builds(
    BadBeats,
    missed=st.integers(0, 999),
    extra=st.integers(0, 999),
    ectopic=st.integers(0, 999),
    long_short=st.integers(0, 999),
    gap_s=st.floats(0, 9999),
)
beats_now = st.builds(
    BeatsNow,
    at_s=seconds,
    alpha1=maybe(st.floats(-1, 3)),
    alpha1_reason=maybe(st.sampled_from([reason.value for reason in AlphaReason])),
    alpha1_definition=any_text,
    rmssd_ms=maybe(st.floats(0, 999)),
    recent=bad_beats,
    ride=bad_beats,
    tachogram=st.lists(st.tuples(st.floats(0.001, 60.0), st.booleans()), max_size=140).map(tuple),
)
cues = st.builds(Cue, st.sampled_from(CueKind), any_text)
moments = st.builds(
    Moment,
    at_s=seconds,
    elapsed_s=seconds,
    hr_bpm=maybe(bpm),
    signal=st.sampled_from(Signal),
    signal_reason=maybe(st.sampled_from([reason.value for reason in SignalReason])),
    step=maybe(steps),
    verdict=st.sampled_from(Verdict),
    forecast=maybe(forecasts),
    ahead_30s=maybe(forecasts),
    cue=maybe(cues),
    artefact_pct=maybe(st.floats(0, 100)),
    alpha1=maybe(st.floats(-1, 3)),
    power_w=maybe(st.floats(0, 2000)),
    phase=st.sampled_from(Phase),
    left_s=maybe(seconds),
    why=maybe(any_text),
    prompt=maybe(st.sampled_from(Prompt)),
    threshold_bpm=maybe(rates),
    threshold_sd_bpm=maybe(st.floats(0, 99)),
    ceiling_bpm=maybe(rates),
    provisional=st.booleans(),
    range_source=maybe(any_text),
    silent_s=maybe(seconds),
    bad_packets=st.integers(0, 10**6),
    beats=maybe(beats_now),
)
straps = st.builds(
    Strap,
    state=st.sampled_from(LinkState),
    reason=maybe(st.sampled_from(LinkReason)),
    name=maybe(any_text),
    battery_pct=maybe(st.integers(0, 100)),
    clean_s=maybe(seconds),
    waited_s=seconds,
    hint=maybe(any_text),
)
closings = st.builds(
    Closing,
    stopped=st.booleans(),
    early=st.booleans(),
    heard_any=st.booleans(),
    rounds_done=maybe(st.integers(0, 99)),
    rounds=maybe(st.integers(0, 99)),
    ridden_s=seconds,
    cues_heard=maybe(st.integers(0, 99)),
    soreness_before=maybe(st.integers(0, 10)),
    threshold_bpm=maybe(rates),
    saved_as=maybe(any_text),
    lines=st.lists(any_text, max_size=9).map(tuple),
)
traces = st.lists(
    st.builds(TracePoint, at_s=seconds, hr_bpm=maybe(bpm), low_bpm=maybe(bpm), high_bpm=maybe(bpm)),
    max_size=20,
).map(lambda points: tuple(sorted(points, key=lambda point: point.at_s)))
heard = st.builds(Heard, cues, seconds, maybe(st.integers(0, 40)))
memories = st.builds(
    Remembered,
    strap=straps,
    notice=maybe(any_text),
    asks_finish=st.booleans(),
    shows_detail=st.booleans(),
    sound_on=st.booleans(),
    sound_heard=maybe(st.booleans()),
    said=maybe(cues),
    said_at_s=seconds,
    said_in=maybe(st.integers(0, 40)),
    eased=maybe(heard),
    warned=maybe(heard),
    losses=st.integers(0, 9),
    trace=traces,
    closing=maybe(closings),
)
settings = st.builds(
    Setting,
    workout=st.just(clinic_workout()),
    athlete_name=any_text,
    machine=st.sampled_from(["bikeerg", "rower", "skierg", "echobike", "other"]),
    knows_numbers=st.booleans(),
    clinic=maybe(any_text),
    simulated=st.booleans(),
    emergency_number=maybe(any_text),
)
