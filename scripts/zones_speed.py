"""How long zones take: the belief alone, and `hrguide zones` beside a one-command click program.

Both programs are whole processes with compiled bytecode (as in `bench_start.py`). The diary they
read is a real one, noted by hrguide itself: 24 weekly talk answers up to today.
"""

import compileall
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from bench_start import CLICK_HELLO
from bench_terminal import environment
from bench_timing import Figure, in_turns, ms, ratio
from environment import ROOT

from hrguide import Athlete, TalkAnswer, threshold_belief
from hrguide.athlete import store
from hrguide.athlete.diary import note
from hrguide.athlete.evidence import Answer
from hrguide.athlete.profile import Profile

DAY = date(2025, 11, 12)
ANSWERS: tuple[Answer, ...] = ("comfortable", "only_just", "no")
TEN_YEARS_WEEKS = 522
NOTED = 24
MODULES_SHOWN = "import sys; from hrguide.cli.main import main; main(['zones']); "


def belief_from(weeks: int, *, limit_ms: float) -> Figure:
    """CPU milliseconds of one belief from weekly answers; others may be busy, we are not timed."""
    weekly = _answers(weeks)
    took_s = []
    for shift in range(9):  # other heart rates each time, so that nothing is remembered
        moved = [replace(one, hr_bpm=one.hr_bpm + shift) for one in weekly]
        since_s = time.process_time()
        threshold_belief(Athlete("x", 38), moved)
        took_s.append(time.process_time() - since_s)
    return Figure(
        name=f"belief from {weeks} weekly answers",
        unit="ms",
        value=1000 * min(took_s),
        at_most=limit_ms,
        seen=f"the best of {len(took_s)}; median {ms(took_s)}",
    )


def zones_page(repeats: int) -> Figure:
    """`hrguide zones` against a click program that says hello."""
    compileall.compile_dir(ROOT / "hrguide", quiet=2)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "home")
        _noted(home)
        hello = Path(folder, "click_hello.py")
        hello.write_text(CLICK_HELLO)
        compileall.compile_file(hello, quiet=2)
        env = environment(str(home), PYTHONPATH=folder)

        def run(*words: str) -> float:
            """Processor seconds, the kernel's share in it: others may be busy."""
            since = _of_children_s()
            command = [sys.executable, "-m", *words]
            subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=True)
            return _of_children_s() - since

        took = in_turns(
            {"ours": lambda: run("hrguide", "zones"), "click": lambda: run("click_hello")},
            repeats=repeats,
        )
    return Figure(
        name="hrguide zones",
        unit="x a one-command click program",
        value=ratio(took["ours"], took["click"]),
        at_most=2.5,
        seen=f"{ms(took['ours'])} against {ms(took['click'])}, {NOTED} answers",
    )


def modules_loaded() -> Figure:
    """Whether `hrguide zones` loads numpy, rich or bleak."""
    with tempfile.TemporaryDirectory() as folder:
        _noted(Path(folder))
        heavy = "{'numpy', 'rich', 'bleak'} & set(sys.modules)"
        code = f"{MODULES_SHOWN}sys.stderr.write(' '.join({heavy}))"
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=environment(folder),
            capture_output=True,
            text=True,
            check=True,
        )
    names = done.stderr.split()
    return Figure(
        name="heavy modules `hrguide zones` loads",
        unit="of numpy, rich, bleak",
        value=float(len(names)),
        at_most=0.0,
        seen=", ".join(names) or "none",
    )


def _of_children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _noted(home: Path) -> None:
    home.mkdir(mode=0o700, exist_ok=True)
    store.add(home, Profile(name="Sam", age_years=38, age_on=DAY, activity="active"))
    note(home, "Sam", _answers(NOTED, newest=date.today()))


def _answers(weeks: int, *, newest: date = DAY) -> list[TalkAnswer]:
    dice = random.Random("speed")
    return [
        TalkAnswer(
            dice.uniform(120, 155), dice.choice(ANSWERS), "bikeerg", newest - timedelta(weeks=week)
        )
        for week in range(weeks)
    ]
