"""`python scripts/bench_zones.py [--quick] [--svg FILE] [--recordings DIR]`: how good zones are.

Four parts: simulated cohorts in three worlds (A matches the model; B and C do not and were never
tuned on), the first session, real graded tests, and speed. Seeds are fixed. Each line with a
target says whether it was met; the exit code is 1 where one was missed.
"""

import argparse
import csv
import random
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from statistics import fmean

from zones_people import GROUPS, WORLDS, FirstSession, Person, World, answered, cohort

from hrguide import Athlete, Belief, TalkAnswer, ranges, threshold_belief
from hrguide.athlete.evidence import Answer
from hrguide.zones.grid import quantile_bpm
from hrguide.zones.ranges import SURE_SD_BPM, Range
from hrguide.zones.rounds import led_by_words, next_ranges

DAY = date(2025, 11, 12)
COUNTS = (0, 1, 2, 4, 8, 24)
ASKED_AT_BPM = (-18, -6, 2, 8)  # H4: where the three ranges have people
OVER_BPM = 8.0  # "too hard": the top of moderate more than this above the truth
RECORDINGS = Path(__file__).parents[2] / "shared" / "recordings"

Scores = dict[str, list[float]]


class Report:
    """Prints lines; remembers what was missed."""

    def __init__(self) -> None:
        self.missed: list[str] = []

    def say(self, words: str) -> None:
        print(words, flush=True)

    def target(self, what: str, value: float, low: float, high: float) -> None:
        met = low <= value <= high
        bound = f"<= {high:g}" if low == -1e9 else f"{low:g}-{high:g}"
        self.say(f"  {'met   ' if met else 'MISSED'} {what}: {value:.2f} ({bound})")
        if not met:
            self.missed.append(what)

    def at_most(self, what: str, value: float, high: float) -> None:
        self.target(what, value, -1e9, high)


def formulas(athlete: Athlete, max_bpm: float | None) -> dict[str, float]:
    """What watches and books would say; max_bpm: the true one, None where only estimated."""
    age, rest = athlete.age_years, athlete.resting_bpm or 66.0
    tanaka = 208 - 0.7 * age
    found = {
        "220-age x 0.70": 0.70 * (220 - age),
        "220-age x 0.77": 0.77 * (220 - age),
        "Tanaka x 0.77": 0.77 * tanaka,
        "180-age": 180 - age,
        "Karvonen 0.5": rest + 0.5 * (tanaka - rest),
        "Karvonen 0.6": rest + 0.6 * (tanaka - rest),
    }
    if max_bpm is not None:
        found["Karvonen 0.5, true max"] = rest + 0.5 * (max_bpm - rest)
        found["Karvonen 0.6, true max"] = rest + 0.6 * (max_bpm - rest)
    return found


def asked(
    person: Person, count: int, dice: random.Random
) -> Sequence[tuple[int, tuple[TalkAnswer, ...]]]:
    """Evidence after 0, 1, 2, ... answers, four a session, sessions a week apart (H4)."""
    evidence: tuple[TalkAnswer, ...] = ()
    growing = [(0, evidence)]
    middle = threshold_belief(person.athlete).mean_bpm
    for number in range(count):
        session, step = divmod(number, 4)
        if step == 0:
            middle = threshold_belief(person.athlete, evidence).mean_bpm
        hr = min(228.0, max(40.0, middle + ASKED_AT_BPM[step] + dice.gauss(0, 5)))
        said = answered(person, hr, dice.gauss(0, 3), dice)
        day = DAY + timedelta(weeks=session)
        evidence = (*evidence, TalkAnswer(hr, said, "bikeerg", day))
        growing.append((number + 1, evidence))
        middle = threshold_belief(person.athlete, evidence).mean_bpm
    return growing


def worlds(report: Report, people: int, calibration: dict[str, list[tuple[float, bool]]]) -> None:
    for world in WORLDS:
        errors, inside, too_hard, sharpness = _one_world(world, people, calibration)
        base = {name: fmean(values) for name, values in errors.items() if name[0] != "#"}
        best = min(base, key=lambda name: base[name])
        report.say(f"World {world.name}: MAE of the talk threshold, {people} people")
        report.say("  " + ", ".join(f"{name} {value:.1f}" for name, value in sorted(base.items())))
        for count in COUNTS:
            key = f"#{count}"
            report.say(
                f"  {count:2d} answers: MAE {fmean(errors[key]):.1f}, 80 % interval holds "
                f"{fmean(inside[key]):.2f} ({fmean(inside[key + ' shown']):.2f} with the floor "
                f"of 3.5 bpm), mean SD {fmean(sharpness[key]):.1f}, "
                f"top of moderate > truth + 8: {fmean(too_hard[key]):.3f}"
            )
        four, eight = fmean(errors["#4"]), fmean(errors["#8"])
        name = f"world {world.name}"
        report.at_most(f"{name}, 4 answers, MAE", four, 5.0 if world.name == "A" else 5.7)
        report.at_most(f"{name}, 4 answers / best formula ({best})", four / base[best], 0.45)
        report.at_most(f"{name}, 8 answers, MAE", eight, 3.8)
        report.at_most(f"{name}, 4 answers, P(too hard)", fmean(too_hard["#4"]), 0.08)
        for count in COUNTS:
            held = fmean(inside[f"#{count}"])
            report.target(f"{name}, {count} answers, coverage", held, 0.72, 0.90)


def _one_world(
    world: World, people: int, calibration: dict[str, list[tuple[float, bool]]]
) -> tuple[Scores, Scores, Scores, Scores]:
    errors: Scores = defaultdict(list)
    inside: Scores = defaultdict(list)
    too_hard: Scores = defaultdict(list)
    sharpness: Scores = defaultdict(list)
    dice = random.Random(f"zones {world.name}")
    for person in cohort(world, people, dice):
        truth = person.threshold_bpm
        for name, guess in formulas(person.athlete, person.max_bpm).items():
            errors[name].append(abs(guess - truth))
        for count, evidence in asked(person, max(COUNTS), dice):
            if count not in COUNTS:
                continue
            belief = threshold_belief(person.athlete, evidence)
            low, high = belief.interval(0.8)
            key = f"#{count}"
            errors[key].append(abs(belief.mean_bpm - truth))
            inside[f"{key} shown"].append(low <= truth <= high)
            inside[key].append(_tail(belief, 0.1) <= truth <= _tail(belief, 0.9))
            sharpness[key].append(belief.sd_bpm)
            top = ranges(belief, person.athlete)["moderate"].high_bpm
            too_hard[key].append(top > truth + OVER_BPM)
            _calibrate(calibration, f"{world.name}, {count} answers", belief, truth)
    return errors, inside, too_hard, sharpness


def _tail(belief: Belief, p: float) -> float:
    """A quantile before the 3.5 bpm floor: what the arithmetic itself believes."""
    return quantile_bpm(belief.cells, p)


def _calibrate(
    calibration: dict[str, list[tuple[float, bool]]], key: str, belief: Belief, truth: float
) -> None:
    for mass in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        low, high = belief.interval(mass)
        calibration.setdefault(key, []).append((mass, low <= truth <= high))


def first_session(report: Report, people: int) -> None:
    """New athletes riding by feel; three ways of asking, scored on moderate's top and middle."""
    ways = {
        "L1": (True, False),
        "early yes thrown away": (False, False),
        "asked late only": (True, True),
    }
    overall: dict[str, dict[int, list[tuple[float, float, float]]]] = {}
    fit: list[float] = []
    for way, (early_yes, late_only) in ways.items():
        scores: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
        for group, make in GROUPS.items():
            dice = random.Random(f"first {group}")
            mine: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
            for _ in range(people):
                person = make(dice)
                for after, score in _ridden(person, dice, early_yes, late_only).items():
                    mine[after].append(score)
            for after, values in mine.items():
                scores[after] += values
            report.say(f"First session, {way}, {group}: {_line(mine)}")
            if group == "25, fit" and way == "L1":
                fit = [score[2] for score in mine[5]]
        overall[way] = scores
        report.say(f"First session, {way}, all: {_line(scores)}")
    one, five = (tuple(map(fmean, zip(*overall["L1"][after], strict=True))) for after in (1, 5))
    for name, value, limit in (
        ("round 1 P(> 8 high)", one[0], 0.08),
        ("round 1 P(> 15 low)", one[1], 0.15),
        ("round 1 MAE", one[2], 9.3),
        ("round 5 P(> 8 high)", five[0], 0.07),
        ("round 5 P(> 15 low)", five[1], 0.005),
        ("round 5 MAE", five[2], 5.8),
        ("round 5, the fit 25-year-old's MAE", fmean(fit), 8.0),
    ):
        report.at_most(f"first session, after {name}", value, limit)


def _line(scores: dict[int, list[tuple[float, float, float]]]) -> str:
    parts = []
    for after, values in sorted(scores.items()):
        over, low, error = map(fmean, zip(*values, strict=True))
        parts.append(f"after {after}: {over:.2f}/{low:.2f}/{error:.1f}")
    return ", ".join(parts) + "  (P > 8 high / P > 15 low / MAE)"


def _ridden(
    person: Person, dice: random.Random, early_yes: bool, late_only: bool
) -> dict[int, tuple[float, float, float]]:
    athlete, on = person.athlete, DAY.isoformat()
    session = FirstSession(person, dice, on)
    answers: tuple[TalkAnswer, ...] = ()
    belief = threshold_belief(athlete, ())
    in_force = {} if led_by_words(belief, athlete) else ranges(belief, athlete)
    scores = {}
    if (start := _score(person, ranges(belief, athlete))) is not None:
        scores[0] = start
    for number in range(1, 6):
        ask = _asked_steps(number, belief, late_only=late_only)
        middles = {
            effort: (one.low_bpm + one.high_bpm) / 2
            for effort, one in in_force.items()
            if one.low_bpm is not None
        }
        answers += tuple(session.round(middles, ask, early_yes=early_yes))
        belief = threshold_belief(athlete, answers, as_of=on)
        in_force = next_ranges(in_force, belief, athlete, answers)
        if (score := _score(person, in_force)) is not None:
            scores[number] = score
    return scores


def _asked_steps(number: int, belief: Belief, *, late_only: bool) -> tuple[str, ...]:
    if late_only:
        return ("easy",)
    if belief.sd_bpm <= SURE_SD_BPM:
        return ()
    return ("easy", "moderately easy", "moderate") if number == 1 else ("moderate",)


def _score(person: Person, found: dict[str, Range]) -> tuple[float, float, float] | None:
    """Moderate against the truth's: top > 8 high, middle > 15 low, error of the middle."""
    if "moderate" not in found:
        return None
    one = found["moderate"]
    reserve = person.threshold_bpm - person.rest_bpm
    true_middle = person.rest_bpm + 0.96 * reserve
    low = one.low_bpm if one.low_bpm is not None else one.high_bpm - 8
    middle = (low + one.high_bpm) / 2
    return (
        float(one.high_bpm > person.threshold_bpm + OVER_BPM),
        float(middle < true_middle - 15),
        abs(middle - true_middle),
    )


def real_people(report: Report, folder: Path) -> None:
    """Graded tests: the prior against formulas and a constant, then with answers from true VT1."""
    tests = folder / "ramps" / "oxynet_odd_vt.csv"
    if not tests.exists():
        report.say(f"Real people: no recordings at {folder}")
        return
    rows = list(csv.DictReader(tests.open()))
    people = [
        Person(
            athlete=Athlete("x", float(row["age"]), sex="female" if row["sex"] == "F" else "male"),
            threshold_bpm=float(row["HR_vt1_30s"]),
            rest_bpm=65,
            max_bpm=float(row["HR_max"]),
        )
        for row in rows
    ]
    _real_set(report, "Oxynet", people, targets=True)
    with_max = [
        Person(
            athlete=Athlete("x", one.athlete.age_years, one.athlete.sex, max_bpm=one.max_bpm),
            threshold_bpm=one.threshold_bpm,
            rest_bpm=65,
            max_bpm=one.max_bpm,
        )
        for one in people
    ]
    _real_set(report, "Oxynet, HRmax known", with_max, targets=True)
    rows = list(csv.DictReader((folder / "ramps" / "actes_odd_ids_vt.csv").open()))
    young = [
        Person(
            athlete=Athlete("x", float(row["age"])),
            threshold_bpm=float(row["HR_vt1_stage_interp"]),
            rest_bpm=65,
            max_bpm=float(row["hr_max_10beat"]),
        )
        for row in rows
        if row["ID"] not in ("1", "9")  # VT1 in the very first stage
    ]
    _real_set(report, "ACTES (12-18 years)", young, targets=False)


def _real_set(report: Report, name: str, people: Sequence[Person], *, targets: bool) -> None:
    errors: Scores = defaultdict(list)
    inside: Scores = defaultdict(list)
    dice = random.Random("real")
    for person in people:
        truth = person.threshold_bpm
        errors["constant 137"].append(abs(137 - truth))
        for formula, guess in formulas(person.athlete, None).items():
            errors[formula].append(abs(guess - truth))
        for repeat in range(10):
            for count, evidence in asked(person, 4, dice):
                if count not in (0, 4) or (count == 0 and repeat > 0):
                    continue
                belief = threshold_belief(person.athlete, evidence)
                low, high = belief.interval(0.8)
                errors[f"#{count}"].append(abs(belief.mean_bpm - truth))
                inside[f"#{count}"].append(low <= truth <= high)
    base = {formula: fmean(values) for formula, values in errors.items() if formula[0] != "#"}
    best = min(base.values())
    report.say(f"Real people, {name}, n = {len(people)}: MAE of VT1")
    report.say("  " + ", ".join(f"{formula} {value:.1f}" for formula, value in base.items()))
    report.say(
        f"  prior {fmean(errors['#0']):.1f} (80 % interval holds {fmean(inside['#0']):.2f}), "
        f"4 answers {fmean(errors['#4']):.1f} ({fmean(inside['#4']):.2f})"
    )
    if targets:
        report.at_most(f"{name}, prior / best", fmean(errors["#0"]) / best, 1.05)
        report.at_most(f"{name}, 4 answers / best", fmean(errors["#4"]) / best, 0.5)


def speed(report: Report) -> None:
    dice = random.Random("speed")
    athlete = Athlete("x", 38)
    words: tuple[Answer, ...] = ("comfortable", "only_just", "no")
    weekly = [
        TalkAnswer(
            dice.uniform(120, 155), dice.choice(words), "bikeerg", DAY + timedelta(weeks=week)
        )
        for week in range(522)
    ]
    for name, evidence, limit_ms in (("8 answers", weekly[:8], 3.0), ("ten years", weekly, 50.0)):
        took = []
        for shift in range(9):  # other heart rates each time, so that nothing is remembered
            moved = [replace(one, hr_bpm=one.hr_bpm + 0.01 * shift) for one in evidence]
            since = time.process_time()  # of this process: others may be busy
            threshold_belief(athlete, moved)
            took.append(1000 * (time.process_time() - since))
        report.at_most(f"belief from {name}, ms", min(took), limit_ms)


def svg(calibration: dict[str, list[tuple[float, bool]]]) -> str:
    """A reliability diagram: what an interval promised, and how often it held the truth."""
    colours = {"A": "#1b6ca8", "B": "#c0392b", "C": "#27824b"}
    size, edge = 360, 50
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size + 260}" height="{size + 90}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect x="{edge}" y="20" width="{size}" height="{size}" fill="none" stroke="#888"/>',
        f'<line x1="{edge}" y1="{20 + size}" x2="{edge + size}" y2="20" stroke="#888" '
        'stroke-dasharray="4 3"/>',
        f'<text x="{edge + 90}" y="{size + 60}">interval promised (mass)</text>',
        f'<text transform="translate(16,{size - 60}) rotate(-90)">held the truth (share)</text>',
    ]
    shown = [key for key in calibration if key.split(", ")[1].split()[0] in ("0", "4", "24")]
    for row, key in enumerate(shown):
        held = defaultdict(list)
        for mass, inside in calibration[key]:
            held[mass].append(inside)
        points = " ".join(
            f"{edge + size * mass:.1f},{20 + size * (1 - fmean(values)):.1f}"
            for mass, values in sorted(held.items())
        )
        dash = {"0": "1 4", "4": "6 3", "24": "none"}[key.split(", ")[1].split()[0]]
        colour = colours[key[0]]
        line = f'fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"'
        y = 40 + 18 * row
        parts.append(f'<polyline points="{points}" {line}/>')
        parts.append(f'<polyline points="{edge + size + 20},{y} {edge + size + 60},{y}" {line}/>')
        parts.append(f'<text x="{edge + size + 68}" y="{y + 4}">world {key}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="80 people a world instead of 400")
    parser.add_argument("--svg", type=Path, help="write the reliability diagram here")
    parser.add_argument("--recordings", type=Path, default=RECORDINGS)
    options = parser.parse_args()
    report = Report()
    calibration: dict[str, list[tuple[float, bool]]] = {}
    speed(report)
    real_people(report, options.recordings)
    first_session(report, 100 if options.quick else 500)
    worlds(report, 80 if options.quick else 400, calibration)
    if options.svg is not None:
        options.svg.write_text(svg(calibration), encoding="utf-8")
        report.say(f"wrote {options.svg}")
    report.say(f"{len(report.missed)} targets missed" if report.missed else "all targets met")
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
