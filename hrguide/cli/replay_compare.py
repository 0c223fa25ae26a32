"""`hrguide replay RIDE --compare`: which cues appear, vanish or move with something laid over it.

Comes in: a ride and what to lay over it. Goes out, on stdout: the changes as a table and on a
timeline, or as JSON lines. Both sides are replayed now, by this version: what differs is what was
laid over, and nothing else.
"""

from typing import TYPE_CHECKING

import click

from hrguide.cli.over import Over
from hrguide.errors import UsageError
from hrguide.plain_text import json_text
from hrguide.workout.workout import StepKind

if TYPE_CHECKING:
    from hrguide.report.cue_changes import CueChange, Ridden
    from hrguide.ride.lines import Said
    from hrguide.ride.reader import Ride


def compare_cues(ride: "Ride", over: Over, *, as_json: bool) -> None:
    """Print what `over` changes. Raises UsageError where nothing is laid over."""
    if over == Over():
        raise UsageError(
            "--compare needs something to compare with",
            hint="Add --as ATHLETE, --zones 110-122,122-131,131-139, --policy FILE or --workout W.",
        )
    from hrguide.report.cue_changes import changes, table, timeline

    session = over.open(ride)
    before, after = _ridden(ride, Over()), _ridden(ride, over)
    rows = changes(before.cues, after.cues)
    if as_json:
        for row in rows:
            click.echo(json_text(_plain(row)))
        return
    for line in (*table(rows), "", *timeline(before, after, names=("as recorded", _name(over)))):
        click.echo(line)
    asked = [step for step in session.workout.steps if step.kind is StepKind.WORK]
    written = [step for step in asked if step.low_bpm is not None or step.high_bpm is not None]
    if written and (over.ranges is not None or over.athlete is not None):
        which = "All" if len(written) == len(asked) else f"{len(written)} of {len(asked)}"
        click.echo(f"\n{which} steps name their own heart rates: other zones do not move those.")


def _name(over: Over) -> str:
    """What is laid over, in a word, for the timeline."""
    if over.athlete is not None:
        return f"as {over.athlete.name}"
    if over.ranges is not None:
        return "other zones"
    if over.policy is not None:
        return "other policy"
    return "laid over"


def _ridden(ride: "Ride", over: Over) -> "Ridden":
    from hrguide.report.cue_changes import ridden
    from hrguide.ride.replay import run_through

    survivors_only = over.workout is not None
    return ridden(run_through(over.open(ride), ride, survivors_only=survivors_only))


def _plain(row: "CueChange") -> dict[str, object]:
    return {
        "change": row.change.value,
        "kind": row.kind,
        "before": _said(row.before),
        "after": _said(row.after),
    }


def _said(said: "Said | None") -> dict[str, object] | None:
    return None if said is None else {"at_s": said.at_s, "text": said.text}
