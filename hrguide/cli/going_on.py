"""Whether to go on with a ride that was interrupted: asked before anything else.

Comes in: the home folder, what was wished for, somebody who answers. Goes out: that ride, or None
for a new one. What is too old to go on with gets its footer here and is said; a question that
nobody can answer is not asked.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from hrguide.cli import questions
from hrguide.cli.answers import Answers
from hrguide.cli.wish import Wish
from hrguide.plain_text import clean
from hrguide.ride.resume import Interrupted, close_interrupted, interrupted, resumable
from hrguide.screen.question import Asks


async def ride_to_go_on_with(
    home: Path, wish: Wish, *, asks: Asks, say: Callable[[str], None]
) -> Interrupted | None:
    """The interrupted ride the rider goes on with; None: another one begins."""
    now = datetime.now().astimezone()
    for old in interrupted(home, now=now):
        if not old.is_resumable and not old.header.simulated:
            close_interrupted(old.path)
            say(f"{old.path.stem} was interrupted; it is closed and kept.")
    fresh = resumable(home, now=now, athlete=wish.athlete)
    if fresh is None or wish.resume is False:
        return None
    if wish.resume:
        return fresh
    if isinstance(asks, Answers) and asks.otherwise is None and not asks.has("resume"):
        return None
    whose = clean(fresh.header.athlete.name) if fresh.header.athlete is not None else "somebody"
    asked = questions.resume(whose, fresh.path.stem, ago_s=fresh.ago_s, at_s=fresh.last_at_s)
    return fresh if await asks.choice(asked) == questions.YES else None
