"""A heart that answers effort late, as hearts do: the first stage of the simulated athlete.

Comes in: the demand (the heart rate the present effort would settle at), piece by piece. Goes
out: the heart rate now. First order with dead time (Hunt 2024: the right structure), slower off
than on, slower high up than near rest, with cardiovascular drift, slow noise and breathing
(physiology.md E1, E4). It knows its own talk threshold, the ground truth the guide has to find.
It refuses to know about beats, straps, steps or cues, and draws only from the generator passed in.
"""

import math
import random
from collections import deque
from dataclasses import dataclass
from typing import Final, Literal

Activity = Literal["untrained", "active", "trained"]
Sex = Literal["female", "male"]

DRIFT_FROM_S: Final = 300.0  # E1: drift is seen from minute 5 of exercise
DRIFT_REACH_BPM: Final = 15.0  # E4: none 15 bpm below the threshold, the full rate at it
NOISE_TAU_S: Final = 20.0  # E4: correlation time of the physiological noise
KNEE_BPM: Final = 130.0  # heart rate at which tau is as drawn (prototype kin.py) [J]
KNEE_SPAN_BPM: Final = 50.0  # from there to the slowest and the fastest [J]
PEDALLING_BPM: Final = 20.0  # demand this far above rest means the legs still turn [J]
ACTIVE_OFF_FACTOR: Final = 1.3  # E4: tau_off is longer when recovery is active (Barak 2011)
BREATH_HZ_AT_100: Final = 0.30  # prototype rrgen.py: breathing rate at 100 bpm [K]
BREATH_HZ_PER_BPM: Final = 0.004  # and its rise with heart rate [K]
BREATH_HZ_MIN: Final = 0.20  # 12 breaths a minute, quiet rest [K]
BIKE_OFFSET_BPM: Final = -5.0  # A5: the threshold on the bike erg against running


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What one simulated body is like; the first draw of every simulation, or given by a test.

    threshold_bpm: the true talk threshold on the machine ridden. delay_s: dead time. tau_on_s,
    tau_off_s: time constants at KNEE_BPM, seated. tau_spread: share by which they grow towards
    high and shrink towards low heart rates (0: a pure exponential). drift_bpm_per_min: at the
    threshold. noise_sd_bpm: of the slow noise. rsa_bpm: breathing, peak to peak.
    alpha1_bias_bpm: how far above the threshold this person's alpha1 reads 0.75 (C4).
    rr_scatter: share of E4's beat-to-beat scatter (0: a metronome, which a reader calls frozen).
    """

    rest_bpm: float
    max_bpm: float
    threshold_bpm: float
    age_years: int = 40
    sex: Sex = "female"
    activity: Activity = "active"
    delay_s: float = 8.0
    tau_on_s: float = 38.0
    tau_off_s: float = 62.0
    tau_spread: float = 0.3
    drift_bpm_per_min: float = 0.3
    noise_sd_bpm: float = 1.7
    rsa_bpm: float = 1.0
    alpha1_bias_bpm: float = 5.0
    rr_scatter: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.rest_bpm < self.threshold_bpm < self.max_bpm:
            raise ValueError(
                f"rest {self.rest_bpm}, threshold {self.threshold_bpm}, max {self.max_bpm} bpm "
                "must rise"
            )
        if self.delay_s < 0 or self.tau_on_s <= 0 or self.tau_off_s <= 0:
            raise ValueError("delay must be 0 or more, time constants above 0 s")
        if not 0 <= self.tau_spread < 1:
            raise ValueError(f"tau_spread {self.tau_spread} must be in 0..1")


# E4 and B3, by activity: share of people (H4), resting mean, and mean and SD of the threshold's
# place in the reserve. Self-report is not simulated here: activity is the true one.
_POPULATION: Final[dict[Activity, tuple[float, float, float, float]]] = {
    "untrained": (0.35, 72.0, 0.50, 0.11),
    "active": (0.45, 65.0, 0.60, 0.10),
    "trained": (0.20, 56.0, 0.72, 0.09),
}
_WOMEN_FRACTION: Final = 0.03  # B3: the threshold stands higher in women
_RESTING_SD_BPM: Final = 8.0  # E4
_MAX_SD_BPM: Final = 10.8  # Nes 2013, SEE


def draw_athlete(rng: random.Random, *, machine_offset_bpm: float = BIKE_OFFSET_BPM) -> Traits:
    """One body from the population of physiology.md E4 (B3 for the threshold, C4 for alpha1).

    Tails that no rider has are cut off: resting 40-100, fraction 0.30-0.90, and a threshold at
    least 20 bpm above rest and 8 below the maximum.
    """
    age_years = rng.randint(20, 70)
    sex: Sex = rng.choice(("female", "male"))
    activity = rng.choices(
        tuple(_POPULATION), weights=[share for share, *_ in _POPULATION.values()]
    )[0]
    _, rest_mean_bpm, fraction_mean, fraction_sd = _POPULATION[activity]
    rest_bpm = _clip(rng.gauss(rest_mean_bpm, _RESTING_SD_BPM), 40.0, 100.0)
    max_bpm = max(rest_bpm + 50.0, 211.0 - 0.64 * age_years + rng.gauss(0.0, _MAX_SD_BPM))
    fraction = rng.gauss(fraction_mean, fraction_sd) + (_WOMEN_FRACTION if sex == "female" else 0)
    threshold_bpm = rest_bpm + _clip(fraction, 0.30, 0.90) * (max_bpm - rest_bpm)
    return Traits(
        age_years=age_years,
        sex=sex,
        activity=activity,
        rest_bpm=rest_bpm,
        max_bpm=max_bpm,
        threshold_bpm=_clip(threshold_bpm + machine_offset_bpm, rest_bpm + 20.0, max_bpm - 8.0),
        delay_s=rng.uniform(3.0, 15.0),
        tau_on_s=rng.lognormvariate(math.log(38.0), 0.32),
        tau_off_s=rng.lognormvariate(math.log(62.0), 0.30),
        drift_bpm_per_min=max(0.0, rng.gauss(0.3, 0.3)),
        noise_sd_bpm=rng.uniform(1.0, 2.5),
        rsa_bpm=rng.uniform(0.4, 1.5),
        alpha1_bias_bpm=rng.gauss(5.0, 12.0),
    )


class Heart:
    """One heart in time, started settled at `start_bpm` (its resting rate where not given)."""

    def __init__(
        self, traits: Traits, rng: random.Random, *, start_bpm: float | None = None
    ) -> None:
        self.traits = traits
        self._rng = rng
        self._now_s = 0.0
        self._level_bpm = traits.rest_bpm if start_bpm is None else start_bpm
        self._demand_bpm = self._level_bpm  # what has got through the dead time
        self._asked_bpm = self._level_bpm  # the newest, perhaps still under way
        self._under_way: deque[tuple[float, float]] = deque()
        self._exercise_s = 0.0
        self._drift_bpm = 0.0
        self._noise_bpm = rng.gauss(0.0, traits.noise_sd_bpm) if traits.noise_sd_bpm else 0.0
        self._breath = rng.random()  # phase, in breaths

    @property
    def level_bpm(self) -> float:
        """The heart rate without noise and breathing."""
        return self._level_bpm

    def step(self, dt_s: float, demand_bpm: float) -> float:
        """Let `dt_s` seconds pass under this demand; the heart rate at their end, in bpm.

        The demand is capped at the maximum heart rate. Cutting a span of constant demand into
        smaller steps moves the noiseless path only as far as tau changes within a step.
        """
        if dt_s <= 0:
            raise ValueError(f"a step of {dt_s} s: time only goes forward")
        demand_bpm = min(demand_bpm, self.traits.max_bpm)
        if demand_bpm != self._asked_bpm:
            self._asked_bpm = demand_bpm
            self._under_way.append((self._now_s + self.traits.delay_s, demand_bpm))
        end_s = self._now_s + dt_s
        while self._under_way and self._under_way[0][0] < end_s:
            due_s, arriving_bpm = self._under_way.popleft()
            self._settle(due_s - self._now_s)
            self._demand_bpm = arriving_bpm
            self._now_s = due_s
        self._settle(end_s - self._now_s)
        self._now_s = end_s
        return self._level_bpm + self._noise(dt_s) + self._breathing(dt_s)

    def _settle(self, dt_s: float) -> None:
        """The exact first-order solution over a span of constant demand."""
        if dt_s <= 0:
            return
        self._drift(dt_s)
        target_bpm = min(self._demand_bpm + self._drift_bpm, self.traits.max_bpm)
        share = -math.expm1(-dt_s / self._tau_s(target_bpm))
        self._level_bpm += (target_bpm - self._level_bpm) * share

    def _tau_s(self, target_bpm: float) -> float:
        traits = self.traits
        if target_bpm >= self._level_bpm:
            tau_s = traits.tau_on_s
        elif self._demand_bpm > traits.rest_bpm + PEDALLING_BPM:
            tau_s = traits.tau_off_s * ACTIVE_OFF_FACTOR
        else:
            tau_s = traits.tau_off_s
        height = _clip((self._level_bpm - KNEE_BPM) / KNEE_SPAN_BPM, -1.0, 1.0)
        return tau_s * (1.0 + traits.tau_spread * height)

    def _drift(self, dt_s: float) -> None:
        if self._demand_bpm <= self.traits.rest_bpm + PEDALLING_BPM:
            return
        self._exercise_s += dt_s
        if self._exercise_s > DRIFT_FROM_S:
            height = (self._demand_bpm - self.traits.threshold_bpm) / DRIFT_REACH_BPM
            self._drift_bpm += self.traits.drift_bpm_per_min * dt_s / 60.0 * max(0.0, 1.0 + height)

    def _noise(self, dt_s: float) -> float:
        sd_bpm = self.traits.noise_sd_bpm
        if sd_bpm:
            keep = math.exp(-dt_s / NOISE_TAU_S)
            kick = sd_bpm * math.sqrt(1.0 - keep * keep)
            self._noise_bpm = keep * self._noise_bpm + kick * self._rng.gauss(0.0, 1.0)
        return self._noise_bpm

    def _breathing(self, dt_s: float) -> float:
        rate_hz = BREATH_HZ_AT_100 + BREATH_HZ_PER_BPM * (self._level_bpm - 100.0)
        self._breath += dt_s * max(BREATH_HZ_MIN, rate_hz)
        return 0.5 * self.traits.rsa_bpm * math.sin(2.0 * math.pi * self._breath)


def _clip(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
