"""`python scripts/bench_guidance.py [--check] [--quick] [--riders N] [--seed S] [--only PART]`

How good the guidance is. Closed loop: simulated riders ride the clinic's session under our policy,
under rules in use, under "never pushes" and without guidance, in a world the kinetics match and in
two they do not. A coach who had each rider's threshold measured wrote the ranges in bpm, so that
what is judged is the guidance and not the belief (`bench_zones.py` judges that). Part "evidence" is
the same with the ranges of the riders' own evidence, where physiology.md L4 lets the guide say much
less: ease from top + 5 on, no push in easy steps. The riders are known by two dozen talk answers
and have ridden it once before, on another day with other habits; "ours, the 1st" has not, and is
shown without a target. Then first rides of strangers, forecasts on real rides, and speed.
`--quick` rides 30 people a world with the development seed; the report's seed was used for nothing
else. Each line with a target says whether it was met; the exit code is 1 where one was missed. The
whole report is ridden in parts, a world at a time (`--only matched`). `--only ablation` shows what
each rule of L4 costs. `--check` is for every change: few riders, always the same, in two minutes;
what is known to miss its target must stay as good as it was (`HELD`).
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from guidance_cost import costs
from guidance_figures import PHASES
from guidance_people import MATCHED, SLOW, WORLDS, World, person
from guidance_real import LIMIT, rides, scores, worst
from guidance_real import PHASES as REAL_PHASES
from guidance_ride import ride
from guidance_sums import Sums, Way, first_ride, of_world, summed

from hrguide.guide.foresight import Foresight, StepAhead
from hrguide.guide.policy import Policy, Rule

DEVELOPMENT_SEED, REPORT_SEED = 1, 2026
QUICK_RIDERS, REPORT_RIDERS = 30, 300
CHECK_RIDERS = 18  # a world: six of each manner
EVIDENCE_SHARE = 3  # of the riders of a world, one in three also rides by own evidence
COST_RIDERS = 30
RECORDINGS = Path(__file__).parents[2] / "shared" / "recordings" / "rides"
REPEATED = (
    "rr_bike_indoor_intervals_edge530",
    "erg_row_rp3_intervals",
    "erg_row_vivoactive_c2",
    "erg_zwift_16laps_b",
    "erg_zwift_turbo_16laps",
    "erg_fenix6_turbo_same",
)
SPEED_S = 2040
PARTS = [*(world.name for world in WORLDS), "evidence", "first", "real", "speed"]
# `--check`: what its few riders are known to miss, and must not miss by more. The targets stand;
# `--only ablation` shows which rules of physiology.md L4 and design.md stand against which of them.
HELD: Mapping[str, float] = {
    "matched: settled below": 1.11,
    "matched: forecast 30-90 s": 0.83,
    "quick: settled below": 1.10,
    "matched by evidence: seconds above": 1.10,
    "matched by evidence: settled in range": 0.99,
    "matched by evidence: settled below": 1.12,
    "matched by evidence: forecast 30-90 s": 0.83,
}

WAYS = {
    "ours": Way(),
    "ours, the 1st": Way(has_ridden=False),
    "never pushes": Way(policy=Policy(pushes_a_ride=0)),
    "at once": Way(policy=Policy(rule=Rule.AT_ONCE)),
    "20-s average": Way(policy=Policy(rule=Rule.AVERAGED)),
    "dwell": Way(policy=Policy(rule=Rule.DWELL)),
    "every 30 s": Way(policy=Policy(rule=Rule.HALF_MINUTE)),
    "none": Way(policy=Policy(rule=Rule.SILENT)),
}
RIVALS = ("at once", "20-s average", "dwell")  # the three rules in use of issue 5
# No target hangs on these: `--check` and the rides by own evidence leave them out.
ONLY_SHOWN = ("ours, the 1st", "every 30 s")


@dataclass(frozen=True)
class Targets:
    """Issue 5, each against whichever rival is best at it; below: against no guidance."""

    false_pushes: float
    above: float
    cues: float
    in_range: float
    forecast: tuple[float, float, float]
    below: float = 1.0


IN_MATCHED = Targets(0.05, 0.72, 0.50, 1.15, (0.60, 0.75, 1.0))
IN_OTHERS = Targets(0.08, 0.93, 0.65, 1.20, (0.75, 0.85, 1.0))


class Report:
    """Prints lines; remembers what was missed. held: by target, the bound that counts instead."""

    def __init__(self, held: Mapping[str, float]) -> None:
        self.missed: list[str] = []
        self.broken: list[str] = []
        self._held = held

    def say(self, words: str) -> None:
        print(words, flush=True)

    def target(
        self,
        what: str,
        value: float,
        *,
        at_least: float | None = None,
        at_most: float | None = None,
    ) -> None:
        met = (at_least is None or value >= at_least) and (at_most is None or value <= at_most)
        bounds = [f">= {at_least:g}"] if at_least is not None else []
        bounds += [f"<= {at_most:g}"] if at_most is not None else []
        word = "met   " if met else "MISSED"
        if not met:
            self.missed.append(what)
            held = self._held.get(what.partition(",")[0])
            low = at_least is not None and value < at_least
            holds = held is not None and (value >= held if low else value <= held)
            if not holds:
                self.broken.append(what)
            elif held is not None:
                bounds.append(f"known to miss; holds {held:g}")
        self.say(f"  {word} {what}: {value:.2f} ({', '.join(bounds)})")


def closed_loop(
    report: Report,
    world: World,
    riders: int,
    seed: int,
    ways: Mapping[str, Way],
    *,
    by_coach: bool = True,
) -> None:
    said = "written in bpm" if by_coach else "from own evidence"
    report.say(f"closed loop, {world.name} world, ranges {said}, {riders} riders, a session each")
    report.say(
        "  policy         cues  pushes  false  eases  needless  above s  in range s  below s"
        "  over s  overshoots  late  missed"
    )
    table = {}
    for name, way in ways.items():
        table[name] = of_world(world, replace(way, by_coach=by_coach), riders, seed)
        report.say(_row(name, table[name], riders))
    _judge(report, world, table, world.name if by_coach else f"{world.name} by evidence")


def _judge(report: Report, world: World, table: Mapping[str, Sums], name: str) -> None:
    targets = IN_MATCHED if world is MATCHED else IN_OTHERS
    ours, none = table["ours"], table["none"]

    def best(key: str) -> float:
        return min(table[name][key] for name in RIVALS)

    if "ours, the 1st" in table:
        first = table["ours, the 1st"]["above_s"] / best("above_s")
        report.say(f"         {name}: seconds above on a first ride: {first:.2f}")
    report.target(
        f"{name}: false pushes of the best rival's",
        ours["false_pushes"] / best("false_pushes"),
        at_most=targets.false_pushes,
    )
    report.target(
        f"{name}: seconds above", ours["above_s"] / best("above_s"), at_most=targets.above
    )
    report.target(f"{name}: cues", ours["cues"] / best("cues"), at_most=targets.cues)
    most = max(table[rival]["in_range_s"] for rival in RIVALS)
    report.target(f"{name}: settled in range", ours["in_range_s"] / most, at_least=targets.in_range)
    report.target(
        f"{name}: settled below, of no guidance's",
        ours["below_s"] / none["below_s"],
        at_most=targets.below,
    )
    never = table["never pushes"]["below_s"] / none["below_s"]
    report.say(f"         {name}: settled below where we never push: {never:.2f}")
    for (phase, _, _), limit in zip(PHASES, targets.forecast, strict=True):
        ratio, cover, words = _forecast(ours, phase)
        report.target(f"{name}: forecast {phase} s, {words}", ratio, at_most=limit)
        report.target(f"{name}: coverage {phase} s", cover, at_least=0.70, at_most=0.90)


def _row(name: str, sums: Mapping[str, float], riders: int) -> str:
    keys = ("cues", "said_push", "false_pushes", "said_ease", "needless_eases", "above_s")
    keys += ("in_range_s", "below_s", "over_s", "overshoots", "overshoots_late")
    cells = [sums[key] / riders for key in (*keys, "overshoots_missed")]
    widths = (6, 8, 7, 7, 10, 9, 12, 9, 8, 12, 6, 8)
    return f"  {name:<13}" + "".join(
        f"{cell:{width}.1f}" for cell, width in zip(cells, widths, strict=True)
    )


def _forecast(sums: Mapping[str, float], phase: str) -> tuple[float, float, str]:
    """RMSE against persistence, coverage, and both RMSE in words."""
    count = max(1.0, sums[f"n {phase}"])
    ours, stays = (sums[f"{who} {phase}"] / count for who in ("ours", "stays"))
    words = f"{ours**0.5:.1f} of {stays**0.5:.1f} bpm"
    return (ours / stays) ** 0.5 if stays else 0.0, sums[f"within {phase}"] / count, words


def first_rides(report: Report, riders: int, seed: int) -> None:
    report.say(f"first rides of strangers, {riders} riders")
    sums = summed(partial(first_ride, fit=False, seed=seed), riders)
    for round_no in ("1", "5"):
        report.say(
            f"         after round {round_no}: SD {sums[f'sd after {round_no}'] / riders:.1f} bpm,"
            f" P(top of moderate > truth + 8) {sums[f'high after {round_no}'] / riders:.2f},"
            f" top off by {sums[f'off after {round_no}'] / riders:.1f} bpm"
        )
    report.say(f"         prompts a ride: {sums['prompts'] / riders:.1f}")
    report.target(
        "guidance stopped below threshold + 5, seconds", sums["stopped_low_s"], at_most=0.0
    )
    fit = summed(partial(first_ride, fit=True, seed=seed), max(15, riders // 3))
    wrong = fit["wrong_eases"] / fit["rides"]
    report.say(
        "         the fit 25-year-old: eases a ride with heart and effort below the threshold,"
        f" most of them in easy steps ridden too hard: {fit['eases_below_c'] / fit['rides']:.2f}"
    )
    report.target("the fit 25-year-old: wrong eases a ride", wrong, at_most=1.0)
    report.target(
        "the fit 25-year-old: stopped below threshold + 5, seconds",
        fit["stopped_low_s"],
        at_most=0.0,
    )


def real_rides(report: Report, folder: Path) -> None:
    if not folder.is_dir():
        report.say(f"real rides: NOT MEASURED, no recordings at {folder}")
        return
    report.say("real rides, 30 s ahead: ours of persistence (its RMSE; coverage; seconds)")
    total: Sums = Counter()
    like: Sums = Counter()
    each: dict[str, float] = {}
    for found in rides(folder):
        sums = scores(found)
        total.update(sums)
        each[found.name] = worst(sums)
        if found.name in REPEATED:
            like.update(sums)
        cells = [_cell(sums, phase) for phase, _, _ in REAL_PHASES]
        steps = f"{len(found.laps)} {'laps' if found.own_laps else 'by power'}"
        report.say(f"  {found.name:<33}{steps:<12}" + "  ".join(cells))
    share = total["scored"] / total["readings"]
    report.target("real: share of readings scored", share, at_least=0.90)
    for phase, _, _ in REAL_PHASES:
        ratio, cover, words = _forecast(total, phase)
        report.target(f"real: {phase} s, {words}", ratio, at_most=1.03)
        report.target(f"real: coverage {phase} s", cover, at_least=0.70, at_most=0.92)
    report.target("real: first 90 s", _first_90(total, ""), at_most=0.97)
    name = max(each, key=each.__getitem__)
    report.target(f"real: worst phase of any ride, {name}", each[name], at_most=LIMIT)
    report.target("real: first 90 s of like steps", _first_90(like, "like "), at_most=0.70)


def _cell(sums: Mapping[str, float], phase: str) -> str:
    if not sums[f"n {phase}"]:
        return f"{phase}: -"
    ratio, cover, _ = _forecast(sums, phase)
    stays = (sums[f"stays {phase}"] / sums[f"n {phase}"]) ** 0.5
    return f"{phase}: {ratio:.2f} ({stays:.1f}; {cover:.2f}; {sums[f'n {phase}']:.0f})"


def _first_90(sums: Mapping[str, float], which: str) -> float:
    ours, stays = (
        sum(sums[f"{who} {which}{phase}"] for phase, _, to_s in REAL_PHASES if to_s <= 90.0)
        for who in ("ours", "stays")
    )
    return float((ours / stays) ** 0.5)


def speed(report: Report) -> None:
    """One second of foresight with its two forecasts, and of the whole guide."""
    foresight = Foresight()
    started = time.process_time()
    for second in range(SPEED_S):
        if second % 120 == 0:
            foresight.enter(StepAhead(kind="ab"[second // 120 % 2], centre_bpm=120.0))
        foresight.step(120 + second % 7, left_s=119.0 - second % 120)
        foresight.forecast(float(second), 60.0)
        foresight.forecast(float(second), 30.0)
    took_s = time.process_time() - started
    report.target("foresight, ms a second", 1000.0 * took_s / SPEED_S, at_most=0.2)
    started = time.process_time()
    seconds = len(ride(person(MATCHED, 0, DEVELOPMENT_SEED), Policy(), 1).seconds)
    took_s = time.process_time() - started
    report.target("guide with rider and heart, ms a second", 1000.0 * took_s / seconds, at_most=1.0)


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = _parser().parse_args(arguments)
    small = CHECK_RIDERS if chosen.check else QUICK_RIDERS
    riders = chosen.riders or (small if chosen.quick or chosen.check else REPORT_RIDERS)
    few = chosen.quick or chosen.check or chosen.only == ["ablation"]
    seed = chosen.seed or (DEVELOPMENT_SEED if few else REPORT_SEED)
    wanted = chosen.only or PARTS
    left_out = ONLY_SHOWN if chosen.check else ()
    ways = {name: way for name, way in WAYS.items() if name not in left_out}
    report = Report(HELD if chosen.check else {})
    for world in WORLDS:
        if world.name in wanted:
            closed_loop(report, world, riders, seed, ways)
    if "evidence" in wanted:
        ways = {name: way for name, way in WAYS.items() if name not in ONLY_SHOWN}
        for world in WORLDS[:1] if chosen.check else WORLDS:
            few_riders = riders if few else riders // EVIDENCE_SHARE
            closed_loop(report, world, few_riders, seed, ways, by_coach=False)
    if "first" in wanted:
        first_rides(report, riders, seed)
    if "real" in wanted:
        real_rides(report, chosen.recordings)
    if "speed" in wanted:
        speed(report)
    if "ablation" in wanted:
        for world in (MATCHED, SLOW):
            costs(report.say, world, chosen.riders or COST_RIDERS, seed)
    report.say(f"targets missed: {len(report.missed)}{_known(report)}")
    return 1 if report.broken else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="for every change: few riders")
    parser.add_argument("--quick", action="store_true", help="30 riders, the development seed")
    parser.add_argument("--riders", type=int, help="riders a world")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--recordings", type=Path, default=RECORDINGS)
    choices = [*PARTS, "ablation"]
    parser.add_argument("--only", choices=choices, action="append", help="this part; repeatable")
    return parser


def _known(report: Report) -> str:
    known = len(report.missed) - len(report.broken)
    return f", {known} of them known and no worse than they were" if known else ""


if __name__ == "__main__":
    sys.exit(main())
