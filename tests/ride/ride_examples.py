"""Examples and hypothesis strategies of everything that stands in a ride file."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

from hypothesis import strategies as st

from hrguide.athlete.athlete import Athlete, Machine
from hrguide.athlete.evidence import (
    AlphaCrossing,
    LabThreshold,
    MeasuredMax,
    RestingRate,
    Rpe,
    SteadyRide,
    TalkAnswer,
)
from hrguide.bluetooth.heart_rate import HeartRateMeasurement, encode_heart_rate
from hrguide.bluetooth.source import LinkChange, LinkReason, LinkState, Received
from hrguide.guide.command import Command
from hrguide.guide.policy import Policy
from hrguide.ride.header import Header, Origin
from hrguide.ride.lines import (
    Answered,
    CommandLine,
    Ending,
    Event,
    Footer,
    Lap,
    RangesPlaced,
    Recorded,
    Said,
    encode_line,
)
from hrguide.zones.ranges import Range

BROKEN = Path(__file__).parents[2] / "fixtures" / "broken" / "recordings"
STARTED = datetime(2026, 11, 22, 18, 9, 12, 345678, tzinfo=timezone(timedelta(hours=1)))

SAM = Athlete("Sam", 38, sex="female", activity="active", resting_bpm=61.5)
EVIDENCE = (
    TalkAnswer(131.25, "only_just", "bikeerg", date(2026, 11, 12), into_step_s=142.5),
    LabThreshold(140, None, date(2026, 1, 2), kind="LT1"),
    AlphaCrossing(137.1, "rower", date(2026, 3, 4)),
    Rpe(128.0, 11, "skierg", date(2026, 3, 5)),
    SteadyRide(126.0, 25, "echobike", date(2026, 3, 6)),
    MeasuredMax(184, date(2025, 6, 7), how="peak"),
    RestingRate(58, date(2026, 11, 22), how="bound"),
)
EASY = Range(low_bpm=None, high_bpm=118, provisional=True, source="formula, +-15: a guess")
MODERATE = Range(low_bpm=129, high_bpm=138, provisional=False, source="8 talk answers, 12 Nov")


def a_header(**changes: object) -> Header:
    """A live ride's header, with every fact filled in unless changed."""
    facts: dict[str, object] = {
        "hrguide_version": "0.1.0",
        "started": STARTED,
        "workout_text": "2 minutes easy\n1 minute moderate\n",
        "workout_name": "short",
        "athlete": SAM,
        "evidence": EVIDENCE,
        "machine": Machine.BIKEERG,
        "policy": Policy(cue_spacing_s=33.5),
        **changes,
    }
    return Header(**facts)  # type: ignore[arg-type]


def a_packet(at_s: float, hr_bpm: int, *rr_ticks: int) -> Received:
    payload = encode_heart_rate(HeartRateMeasurement(hr_bpm=hr_bpm, rr_ticks=rr_ticks))
    return Received(at_s=at_s, payload=payload, device="C0:FF:EE:00:8A:2F")


def some_events() -> tuple[Recorded, ...]:
    """One of each kind, as a short ride would have them."""
    return (
        LinkChange(at_s=0.1, state=LinkState.SCANNING),
        LinkChange(
            at_s=2.3, state=LinkState.CONNECTED, device="C0:FF:EE:00:8A:2F", name="TICKR 8A2F"
        ),
        a_packet(2.9, 78, 788),
        CommandLine(at_s=3.25, command=Command.START),
        RangesPlaced(
            at_s=3.25,
            round=1,
            ranges={"easy": EASY, "moderate": MODERATE},
            threshold_bpm=138.2,
            sd_bpm=6.1,
        ),
        Said(at_s=3.25, cue="step", text="Easy. You could chat for hours."),
        a_packet(3.9, 80, 770, 768),
        LinkChange(at_s=9.0, state=LinkState.LOST, reason=LinkReason.OUT_OF_RANGE, detail="0x08"),
        Answered(at_s=12.0, question="effort", answer=3),
        Footer(at_s=12.5, ending=Ending.FINISHED),
    )


def as_bytes(header: Header, events: Sequence[Event]) -> bytes:
    return b"".join(encode_line(record) for record in (header, *events))


seconds = st.floats(min_value=0, max_value=172_800, allow_nan=False) | st.integers(0, 172_800)
bpm = st.integers(30, 230)
words = st.text(max_size=20)
ranges = st.dictionaries(
    words,
    st.builds(
        Range,
        low_bpm=st.none() | bpm,
        high_bpm=bpm,
        provisional=st.booleans(),
        source=words,
    ),
    max_size=3,
)
packets = st.builds(
    Received,
    at_s=seconds,
    payload=st.binary(max_size=20),
    device=st.none() | words,
    characteristic=st.sampled_from(["2a37", "2a19"]),
)
commands = st.builds(CommandLine, at_s=seconds, command=st.sampled_from(Command))
events = st.one_of(
    packets,
    commands,
    st.builds(
        LinkChange,
        at_s=seconds,
        state=st.sampled_from(LinkState),
        reason=st.none() | st.sampled_from(LinkReason),
        device=st.none() | words,
        name=st.none() | words,
        detail=st.none() | words,
    ),
    st.builds(
        RangesPlaced,
        at_s=seconds,
        round=st.none() | st.integers(1, 50),
        ranges=ranges,
        threshold_bpm=st.none() | st.floats(60, 200),
        sd_bpm=st.none() | st.floats(3.5, 20),
        learning=st.booleans(),
    ),
    st.builds(Said, at_s=seconds, cue=words, text=words),
    st.builds(Answered, at_s=seconds, question=words, answer=words | st.integers()),
    st.builds(Lap, at_s=seconds, duration_s=seconds, rest=st.booleans(), name=st.none() | words),
    st.builds(Footer, at_s=seconds, ending=st.sampled_from(Ending)),
)
athletes = st.builds(
    Athlete,
    name=words,
    age_years=st.floats(10, 110),
    sex=st.sampled_from([None, "female", "male"]),
    activity=st.sampled_from([None, "untrained", "active", "trained"]),
    resting_bpm=st.none() | st.floats(25, 89),
    max_bpm=st.none() | st.floats(90, 230),
    limits_heart_rate=st.booleans(),
)
headers = st.builds(
    Header,
    hrguide_version=words,
    started=st.datetimes(timezones=st.just(UTC) | st.just(STARTED.tzinfo)),
    workout_text=words,
    workout_name=words,
    athlete=st.none() | athletes,
    evidence=st.lists(st.sampled_from(EVIDENCE), max_size=4).map(tuple),
    machine=st.sampled_from(Machine),
    learned=st.none() | st.dictionaries(words, st.floats(allow_nan=False, allow_infinity=False)),
    policy=st.builds(Policy, cue_spacing_s=st.floats(1, 60)),
    gentle=st.booleans(),
    as_usual=st.booleans(),
    waiting=st.booleans(),
    ranges=st.none() | ranges,
    simulated=st.booleans(),
    synthesised=st.booleans(),
    origin=st.none() | st.builds(Origin, name=words, sha256=words),
)
