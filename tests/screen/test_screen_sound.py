"""Sound: the tones as WAV, the choice of a player, and that nobody waits for either; the flash."""

import io
import math
import wave
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.guide.cue import CueKind
from hrguide.screen.flash import Flash
from hrguide.screen.sound import Speaker, choose_player
from hrguide.screen.tones import MELODIES, RATE_HZ, wav
from tests.screen.fakes import FakePlayer, FakeProcess


@pytest.mark.parametrize("kind", CueKind)
def test_tone_is_a_wav_of_its_melody(kind: CueKind) -> None:
    with wave.open(io.BytesIO(wav(kind))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE_HZ)
        seconds = file.getnframes() / RATE_HZ
        samples = memoryview(file.readframes(file.getnframes())).cast("h")
    assert seconds == pytest.approx(sum(note.length_s for note in MELODIES[kind]), abs=0.001)
    assert seconds <= 1.1
    assert max(samples) > 5000
    assert abs(samples[0]) < 200  # no click
    assert abs(samples[-1]) < 200


def pitch_hz(kind: CueKind) -> float:
    """The tone's own pitch: sign changes of the first note."""
    with wave.open(io.BytesIO(wav(kind))) as file:
        samples = memoryview(file.readframes(int(0.1 * RATE_HZ))).cast("h")
    signs = [sample > 0 for sample in samples if sample]
    changes = sum(a != b for a, b in pairwise(signs))
    return changes / 2 / 0.1


def test_ease_is_low_and_double_and_push_is_soft_and_rises() -> None:
    assert pitch_hz(CueKind.EASE) == pytest.approx(294, abs=12)
    assert pitch_hz(CueKind.PUSH) == pytest.approx(523, abs=12)
    heard = [note for note in MELODIES[CueKind.EASE] if note.hertz]
    assert len(heard) == 2
    rising = [note.hertz for note in MELODIES[CueKind.PUSH]]
    assert rising == sorted(rising)
    loudest = max(note.loudness for note in MELODIES[CueKind.PUSH])
    assert loudest < min(note.loudness for note in heard)


def heard(kind: CueKind) -> list[tuple[float, float]]:
    """Pitch in Hz and loudness (RMS, 0-1) of each 20 ms as rendered; silence has no pitch: 0."""
    window = RATE_HZ // 50
    with wave.open(io.BytesIO(wav(kind))) as file:
        samples = memoryview(file.readframes(file.getnframes())).cast("h")
    parts = [samples[at : at + window] for at in range(0, len(samples) - window + 1, window)]
    return [(_pitch_hz(part), math.hypot(*part) / math.sqrt(window) / 32_767) for part in parts]


def _pitch_hz(part: "memoryview[int]") -> float:
    """Between the first and the last zero crossing, each to a fraction of a sample."""
    crossings = [
        at + before / (before - after)
        for at, (before, after) in enumerate(pairwise(part))
        if before != after and (before < 0 <= after or after < 0 <= before)
    ]
    if len(crossings) < 3:
        return 0.0
    return (len(crossings) - 1) / 2 / (crossings[-1] - crossings[0]) * RATE_HZ


def test_high_and_low_cannot_be_confused_in_what_is_rendered() -> None:
    """Issue 5: by pitch, by its direction, by rhythm, by length and by loudness."""
    ease, push = heard(CueKind.EASE), heard(CueKind.PUSH)
    sounding = [hertz for hertz, _ in ease if hertz]
    assert max(sounding) < 320, "low, and it stays there (a fading edge blurs its pitch)"
    assert min(sounding) > 270
    silences = [turn for turn, (hertz, _) in enumerate(ease) if not hertz]
    assert silences, "two tones with a gap between"
    assert 0 < silences[0] <= silences[-1] < len(ease) - 1
    rising = [hertz for hertz, _ in push]
    assert all(rising), "one tone that rises, without a gap"
    assert min(rising) > 1.5 * max(sounding)
    thirds = [sorted(rising)[len(rising) * turn // 6] for turn in (1, 3, 5)]
    assert rising[0] < rising[len(rising) // 2] < rising[-1]
    assert thirds[2] > 1.4 * thirds[0], "half an octave up"
    assert len(ease) > 1.5 * len(push)
    assert max(loud for _, loud in ease) > 1.5 * max(loud for _, loud in push)


def test_no_two_kinds_sound_alike() -> None:
    assert len({wav(kind) for kind in CueKind}) == len(CueKind)


@pytest.mark.parametrize(
    ("platform", "there", "player"),
    [
        ("linux", {"aplay", "paplay"}, ("/bin/paplay",)),
        ("linux", {"aplay"}, ("/bin/aplay", "-q")),
        ("linux", {"pw-play", "aplay"}, ("/bin/pw-play",)),
        ("linux", set(), None),
        ("darwin", {"afplay"}, ("/bin/afplay",)),
        ("win32", {"aplay"}, None),
        ("freebsd14", {"aplay"}, None),
    ],
)
def test_player_is_the_best_there_is(
    platform: str, there: set[str], player: tuple[str, ...] | None
) -> None:
    assert choose_player(platform, lambda name: f"/bin/{name}" if name in there else None) == player


class Bells:
    """Counts the rings."""

    def __init__(self) -> None:
        self.rung: list[int] = []

    def __call__(self, times: int) -> None:
        self.rung.append(times)


def a_speaker(player: FakePlayer) -> tuple[Speaker, Bells]:
    bells = Bells()
    speaker = Speaker(bell=bells, find_player=lambda: ("player",), spawn=player.spawn)
    return speaker, bells


def test_while_a_tone_sounds_the_most_important_waits_and_the_rest_is_dropped() -> None:
    player = FakePlayer()
    speaker, bells = a_speaker(player)
    with speaker:
        speaker.play(CueKind.COUNTDOWN)
        speaker.play(CueKind.WELL)
        speaker.play(CueKind.EASE)
        speaker.play(CueKind.STEP)
        speaker.tick()
        assert player.played == ["countdown"]
        player.processes[0].code = 0
        speaker.tick()
        speaker.tick()
        assert player.played == ["countdown", "ease"]
        player.processes[1].code = 0
        speaker.tick()
    assert player.played == ["countdown", "ease"]
    assert bells.rung == []


def test_a_player_that_fails_is_given_up_for_the_bell() -> None:
    player = FakePlayer()
    speaker, bells = a_speaker(player)
    with speaker:
        speaker.play(CueKind.STEP)
        player.processes[0].code = 1
        speaker.play(CueKind.EASE)
        speaker.play(CueKind.STEP)
    assert player.played == ["step"]
    assert bells.rung == [2, 1]  # ease rings twice: told from a step even by the bell


def test_a_player_that_cannot_start_rings_the_bell() -> None:
    bells = Bells()

    def missing(command: object) -> FakeProcess:
        raise FileNotFoundError(str(command))

    with Speaker(bell=bells, find_player=lambda: ("gone",), spawn=missing) as speaker:
        speaker.play(CueKind.STEP)
        speaker.play(CueKind.STEP)
    assert bells.rung == [1, 1]


def test_sound_off_is_silence_and_looks_for_no_player() -> None:
    bells = Bells()

    def looked() -> None:
        raise AssertionError("no player is needed")

    speaker = Speaker(bell=bells, find_player=looked)
    speaker.is_on = False
    with speaker:
        for kind in CueKind:
            speaker.play(kind)
        speaker.tick()
    assert bells.rung == []


@given(st.lists(st.sampled_from([0.0, 0.05, 0.1, 0.15, 0.2]), min_size=30, max_size=30))
def test_at_most_two_flashes_in_any_second(late: list[float]) -> None:
    """A cue with every picture; those come each 0.25 s and up to 0.2 s late. Dark to lit counts."""
    flash = Flash()
    lit_at: list[float] = []
    was_lit = False
    for turn, delay_s in enumerate(late):
        now_s = turn * 0.25 + delay_s
        flash.start(now_s)
        is_lit = flash.is_lit(now_s)
        if is_lit and not was_lit:
            lit_at.append(now_s)
        was_lit = is_lit
    assert len(lit_at) > 2
    for first, third in zip(lit_at, lit_at[2:], strict=False):
        assert third - first >= 1.0 - 1e-9


def test_a_cue_flashes_twice() -> None:
    flash = Flash()
    flash.start(10.0)
    lit = [flash.is_lit(10.0 + turn * 0.25) for turn in range(8)]
    assert lit == [True, False, True, False, False, False, False, False]
