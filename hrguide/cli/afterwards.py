"""What is answered at the end of a ride, put into its file.

Comes in: a ride that has its footer, somebody who answers. Goes out: soreness and effort as they
were told, one line each. On a live screen S14 has slots for them (`screen/after.py`); elsewhere
they are asked in lines, or stand in an answers file.
"""

from pathlib import Path

from hrguide.cli import questions
from hrguide.ride.addendum import add_answers
from hrguide.ride.lines import Answered
from hrguide.ride.reader import read_ride
from hrguide.screen.question import Asks


async def ask_after(path: Path, asks: Asks) -> None:
    """Ask soreness and effort; what is left open is not written. HrguideError as `add_answers`."""
    for asked in questions.after_ride():
        rated = await asks.scale(asked)
        if rated.number is not None:
            keep_answer(path, asked.name, rated.number)


def keep_answer(path: Path, question: str, answer: int) -> None:
    """One answer behind the ride's end."""
    at_s = read_ride(path, skip_bad=True).last_at_s
    add_answers(path, [Answered(at_s=at_s, question=question, answer=answer)])
