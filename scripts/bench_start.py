"""How long a start takes: `--help` beside a one-command click program, the demo's first frame.

Both are whole processes with compiled bytecode: PYTHONDONTWRITEBYTECODE is taken out of the
environment and compileall has run, else one measures the compiler.
"""

import compileall
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from bench_terminal import FRAME_END, Terminal, environment
from bench_timing import Figure, in_turns, ms, ratio, seconds
from environment import ROOT

CLICK_HELLO = '''\
import click


@click.command()
@click.option("--name", default="world", help="Whom to greet.")
def hello(name):
    """Say hello."""
    click.echo(f"hello {name}")


hello()
'''
HRGUIDE = str(Path(sys.executable).with_name("hrguide"))  # what a rider types
FRAME_WITHIN_S = 20.0
PASSES_ALLOWED, MORE_ALLOWED_S = 3, 0.150  # the first frame: 3 x `python -c pass` + 150 ms


def help_page(repeats: int) -> Figure:
    compileall.compile_dir(ROOT / "hrguide", quiet=2)
    with tempfile.TemporaryDirectory() as folder:
        hello = Path(folder, "click_hello.py")
        hello.write_text(CLICK_HELLO)
        compileall.compile_file(hello, quiet=2)
        env = environment(folder, PYTHONPATH=folder)

        def run(module: str) -> float:
            command = [sys.executable, "-m", module, "--help"]
            return seconds(
                lambda: subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=True)
            )

        took = in_turns(
            {"ours": lambda: run("hrguide"), "click": lambda: run("click_hello")}, repeats=repeats
        )
    return Figure(
        name="help",
        unit="x a one-command click program",
        value=ratio(took["ours"], took["click"]),
        at_most=1.4,
        seen=f"{ms(took['ours'])} against {ms(took['click'])}",
    )


def first_frame(repeats: int) -> Figure:
    compileall.compile_dir(ROOT / "hrguide", quiet=2)
    with tempfile.TemporaryDirectory() as folder:
        env = environment(folder)

        def nothing() -> float:
            command = [sys.executable, "-c", "pass"]
            return seconds(lambda: subprocess.run(command, env=env, check=True))

        def to_frame() -> float:
            """From the start of `hrguide demo` on a terminal to its first whole picture."""
            start = perf_counter()
            with Terminal([HRGUIDE, "demo"], env=env) as terminal:
                terminal.read_until(FRAME_END, within_s=FRAME_WITHIN_S)
                return perf_counter() - start

        took = in_turns({"frame": to_frame, "pass": nothing}, repeats=repeats)
    allowed_s = [PASSES_ALLOWED * bare_s + MORE_ALLOWED_S for bare_s in took["pass"]]
    return Figure(
        name="first-frame",
        unit="x (3 x `python -c pass` + 150 ms)",
        value=ratio(took["frame"], allowed_s),
        at_most=1.0,
        seen=f"{ms(took['frame'])}; `python -c pass` {ms(took['pass'])}",
    )
