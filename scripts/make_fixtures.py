"""Writes `fixtures/rides/`: rides of simulated athletes, recorded as any ride is.

    python scripts/make_fixtures.py [--to DIR]

`theory`: a heart that is an exponential, on a machine that is held exactly. `noise`: the same
rider with the noise of a body. `faults`: the same with a strap that does what straps do. These
three ride by a coach's numbers and answer nothing, so no decision of the guide moves their bytes.
`demo`: the whole session of `hrguide demo`, where the rider hears the guide.
"""

import argparse
import asyncio
import io
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from hrguide import __version__
from hrguide.athlete.athlete import Athlete
from hrguide.cli.demo import DEFAULT_SEED
from hrguide.clock import JumpingClock
from hrguide.ride.header import Header
from hrguide.ride.lines import Footer
from hrguide.ride.replay import open_session
from hrguide.ride.writer import create_ride
from hrguide.run import RideLoop
from hrguide.screen.plain import PlainScreen
from hrguide.screen.setting import Setting
from hrguide.simulate.faults import parse_fault
from hrguide.simulate.heart import Traits
from hrguide.simulate.rider import TYPICAL, Habits
from hrguide.simulate.source import SimulatedStrap
from hrguide.workout.shelf import load_workout

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "fixtures" / "rides"
STARTED = datetime.fromisoformat("2026-11-22T18:09:12+01:00")
COACH = "2 rounds\n- 3 min 105-115 bpm\n- 2 min 125-135 bpm\n* rest 1 min between rounds\n"
DEAF = Habits(step_error_sd_bpm=0.0, ignores_cue=1.0, ignores_prompt=1.0)
PURE = Traits(
    rest_bpm=62.0,
    max_bpm=182.0,
    threshold_bpm=136.0,
    delay_s=7.0,
    tau_on_s=38.0,
    tau_off_s=62.0,
    tau_spread=0.0,
    drift_bpm_per_min=0.0,
    noise_sd_bpm=0.0,
    rsa_bpm=0.0,
    rr_scatter=0.2,  # without any, equal intervals would be taken for a frozen strap
)
NOISY = replace(PURE, tau_spread=0.3, noise_sd_bpm=1.7, rsa_bpm=1.0, rr_scatter=1.0)
FAULTS = (
    "dry_strap@0+30",
    "zeros@60+10",
    "dropout@90+12",
    "repeat@110+20",
    "jump@140+10",
    "bad_packets@170+20",
    "contact_loss@200+15",
    "disconnect@240+40",
    "doubled@310+15",
    "halved@340+15",
    "neighbour@380+30",
    "freeze@430+60",
    "ectopics@500+60",
    "missed@570+60",
    "fill_500@640+15",
)


def make(folder: Path, name: str, *, strap: SimulatedStrap, header: Header) -> None:
    """Ride it with no clock and put the ride file into the folder."""
    session = open_session(header)
    with tempfile.TemporaryDirectory() as home:
        writer = create_ride(Path(home), header, name=name)
        loop = RideLoop(
            session=session,
            source=strap,
            clock=JumpingClock(),
            journal=writer,
            screen=PlainScreen(Setting(workout=session.workout), out=io.StringIO()),
        )
        asyncio.run(loop.run())
        if loop.ending is None:
            raise RuntimeError(f"{name} did not come to its end")
        writer.close(Footer(at_s=loop.at_s, ending=loop.ending))
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(writer.path, folder / f"{name}.hrg")


def coached(folder: Path, name: str, traits: Traits, faults: Sequence[str] = ()) -> None:
    """A ride by a coach's numbers: whatever the guide says, the bytes are the same."""
    strap = SimulatedStrap(
        seed=1, traits=traits, habits=DEAF, faults=[parse_fault(fault) for fault in faults]
    )
    header = _header(workout_text=COACH, workout_name="coach")
    make(folder, name, strap=strap, header=header)


def demo(folder: Path) -> None:
    """The session of `hrguide demo`."""
    strap = SimulatedStrap(seed=DEFAULT_SEED, habits=TYPICAL)
    workout = load_workout("flush")
    body = strap.traits
    athlete = Athlete("demo", body.age_years, sex=body.sex, activity=body.activity)
    header = _header(workout_text=workout.text, workout_name=workout.name, athlete=athlete)
    make(folder, "demo", strap=strap, header=header)


def _header(*, workout_text: str, workout_name: str, athlete: Athlete | None = None) -> Header:
    return Header(
        hrguide_version=__version__,
        started=STARTED,
        workout_text=workout_text,
        workout_name=workout_name,
        athlete=athlete,
        simulated=True,
    )


def main() -> None:
    asked = argparse.ArgumentParser(description="Write fixtures/rides/.")
    asked.add_argument("--to", type=Path, default=FOLDER, help="another folder")
    folder = asked.parse_args().to
    coached(folder, "theory", PURE)
    coached(folder, "noise", NOISY)
    coached(folder, "faults", NOISY, FAULTS)
    demo(folder)
    print(f"4 rides in {folder}")


if __name__ == "__main__":
    main()
