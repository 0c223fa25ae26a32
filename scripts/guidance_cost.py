"""What each rule of the guide costs in the closed loop of `bench_guidance.py`, and what is left.

Comes in: worlds, how many riders. Goes out: the targets' figures for the guide as it is, for the
guide with one rule lifted, and for two that know more: every rider's heart and habits beforehand,
which is about what any forecast from heart rate alone can hope for, and what the legs do now, too
(but no threshold), beyond which nothing can go under these rules. No ride of anybody's is guided by
any of these but the first.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from guidance_people import World
from guidance_sums import Sums, Way, of_world

from hrguide.guide.policy import Policy, Rule

OURS = Policy()
TOP_2 = replace(OURS, ease_above_bpm=2.0)
IN_EASY = replace(OURS, push_in_easy=True)
BOTH = replace(TOP_2, push_in_easy=True)
WAYS: Mapping[str, Way] = {
    "as it is": Way(),
    "  has not ridden it before": Way(has_ridden=False),
    "  knowing heart and habits": Way(knows_heart=True),
    "  knowing all": Way(knows_all=True),
    "never pushes": Way(policy=replace(OURS, pushes_a_ride=0)),
    "over is top + 2, not + 5 (L4)": Way(policy=TOP_2),
    "pushes in easy (design.md)": Way(policy=IN_EASY),
    "both": Way(policy=BOTH),
    "  both, knowing all": Way(policy=BOTH, knows_all=True),
    "ease at .6 from the start (L4)": Way(policy=replace(OURS, ease_early_p=OURS.ease_p)),
    "eases while it falls": Way(policy=replace(OURS, falling_bpm_per_s=-9.0)),
    "15 s between cues (E3)": Way(policy=replace(OURS, cue_spacing_s=15.0)),
    "  and ease at .6": Way(policy=replace(OURS, cue_spacing_s=15.0, ease_early_p=OURS.ease_p)),
    "10 pushes a ride (L4)": Way(policy=replace(OURS, pushes_a_ride=10)),
}
RIVALS = (Rule.AT_ONCE, Rule.AVERAGED, Rule.DWELL)


def costs(say: Callable[[str], None], world: World, riders: int, seed: int) -> None:
    """Print the table of one world; each figure against whichever rival is best at it."""

    def all_ridden(way: Way) -> Sums:
        return of_world(world, way, riders, seed)

    rivals = [all_ridden(Way(policy=Policy(rule=rule))) for rule in RIVALS]
    none = all_ridden(Way(policy=Policy(rule=Rule.SILENT)))
    say(f"what each rule costs, {world.name} world, {riders} riders")
    say("  guided                            cues  false  above  in range  below of none's")
    for name, way in WAYS.items():
        sums = all_ridden(way)
        cells = [
            sums[key] / max(1, min(rival[key] for rival in rivals))
            for key in ("cues", "false_pushes", "above_s")
        ]
        cells.append(sums["in_range_s"] / max(rival["in_range_s"] for rival in rivals))
        cells.append(sums["below_s"] / none["below_s"])
        widths = (6, 7, 7, 10, 17)
        shown = "".join(f"{cell:{width}.2f}" for cell, width in zip(cells, widths, strict=True))
        say(f"  {name:<32}{shown}")
