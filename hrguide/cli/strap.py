"""`hrguide strap`: which chest straps are here, which one is whose, and what one sends.

Comes in: words. Goes out: straps on stdout (or JSON lines), talk on stderr, and exit code 3 where
there is no Bluetooth, 4 where there is no strap, 5 where it was lost for good. Parse, call, exit:
listening is `bluetooth.client_scan`'s, watching `strap_watch.py`'s. Nothing here rides.
"""

import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from hrguide.athlete import store
from hrguide.athlete.home import home_folder
from hrguide.athlete.profile import RememberedStrap
from hrguide.bluetooth.choose import SeenStrap, is_called
from hrguide.bluetooth.radio import Radio
from hrguide.bluetooth.reasons import error_for, explain, platform_of
from hrguide.bluetooth.source import LinkReason
from hrguide.cli.options import Verb, athlete_option, home_option, json_option, quiet_option
from hrguide.cli.strap_page import strap_page, strap_record
from hrguide.cli.whom import whom
from hrguide.clock import RealClock
from hrguide.errors import HrguideError, NoStrapError, UsageError
from hrguide.plain_text import clean, json_text

if TYPE_CHECKING:
    from hrguide.clock import Clock

LISTEN_S: Final = 6.0  # twice the time after which a strap counts as the only one (choose.py)


def _seconds_option(verb: Verb) -> Verb:
    """`--seconds` as `seconds: float`."""
    return click.option(
        "--seconds",
        type=click.FloatRange(0.1, 120.0),
        default=LISTEN_S,
        show_default=True,
        help="How long to listen.",
    )(verb)


@click.group(name="strap")
def command() -> None:
    """The chest strap: hear it, keep it, watch it.

    Put the strap on first: it wakes on skin.
    """


@command.command(short_help="The straps that are here, and whose they are.")
@_seconds_option
@json_option
@quiet_option
@home_option
@click.pass_context
def scan(ctx: click.Context, seconds: float, as_json: bool, quiet: bool, home: Path | None) -> None:
    """List the straps that are here, strongest signal first."""
    if not quiet:
        click.echo(f"Listening for {seconds:g} s ...", err=True)
    straps = asyncio.run(heard(_radio(ctx), RealClock(), seconds))
    if not straps:
        raise _none_heard()
    owners = _owners(home_folder(home))
    if as_json:
        for strap in straps:
            click.echo(json_text(strap_record(strap, owners)))
    else:
        click.echo(strap_page(straps, owners))


@command.command(short_help="Remember a strap as an athlete's own.")
@click.argument("strap", metavar="NAME|ADDRESS")
@athlete_option
@_seconds_option
@quiet_option
@home_option
@click.pass_context
def use(
    ctx: click.Context,
    strap: str,
    athlete: str | None,
    seconds: float,
    quiet: bool,
    home: Path | None,
) -> None:
    """Remember a strap as an athlete's own: a ride then takes it, and no other without asking.

    The last word of its name is enough: 8A2F for "TICKR 8A2F".
    """
    folder = home_folder(home)
    profile = whom(folder, athlete)
    if not quiet:
        click.echo(f"Listening for {seconds:g} s ...", err=True)
    straps = asyncio.run(heard(_radio(ctx), RealClock(), seconds))
    chosen = the_one_called(strap, straps)
    kept = RememberedStrap(address=chosen.address, name=chosen.name)
    store.remember_strap(folder, profile.name, kept)
    if not quiet:
        label = clean(f"{chosen.label} ({chosen.address})")
        click.echo(f"{label} is {profile.name}'s strap now.", err=True)


@command.command(short_help="Forget an athlete's strap.")
@athlete_option
@quiet_option
@home_option
def forget(athlete: str | None, quiet: bool, home: Path | None) -> None:
    """Forget an athlete's strap: the next ride looks as if for the first time."""
    folder = home_folder(home)
    profile = whom(folder, athlete)
    if profile.strap is None:
        raise UsageError(
            f"{profile.name} has no strap to forget", hint="See who has: hrguide athlete list"
        )
    store.forget_strap(folder, profile.name)
    if not quiet:
        label = clean(profile.strap.name or profile.strap.address)
        click.echo(f"{label} is forgotten.", err=True)


@command.command(short_help="What a strap sends, a line a packet.")
@click.argument("strap", metavar="[NAME|ADDRESS]", required=False)
@click.option(
    "--packets", type=click.IntRange(min=1), metavar="N", help="Stop after N heart rate packets."
)
@athlete_option
@json_option
@quiet_option
@home_option
@click.pass_context
def watch(
    ctx: click.Context,
    strap: str | None,
    packets: int | None,
    athlete: str | None,
    as_json: bool,
    quiet: bool,
    home: Path | None,
) -> None:
    """Show what a strap sends, a line a packet, until Ctrl-C.

    Without a name it is the athlete's own strap where one is named with --athlete, else the only
    one here.
    """
    from hrguide.bluetooth import choose
    from hrguide.cli.strap_watch import watch_strap

    remembered = None
    if strap is None and athlete is not None:
        own = store.strap_of(home_folder(home), athlete)
        if own is not None:
            remembered = choose.RememberedStrap(address=own.address, name=own.name)
    asyncio.run(
        watch_strap(
            radio=_radio(ctx),
            clock=RealClock(),
            asked=strap,
            remembered=remembered,
            packets=packets,
            as_json=as_json,
            quiet=quiet,
        )
    )


async def heard(radio: Radio, clock: "Clock", seconds: float) -> tuple[SeenStrap, ...]:
    """The straps that are here. Raises NoBluetoothError where none could be heard at all."""
    from hrguide.bluetooth.client_scan import RADIO_ERRORS, scan  # bleak: only where it is used
    from hrguide.bluetooth.failures import reason_of

    try:
        return await scan(radio, clock=clock, seconds=seconds)
    except RADIO_ERRORS as error:
        reason = reason_of(error)
        raise error_for(reason, platform_of(sys.platform), was_connected=False) from error


def the_one_called(words: str, straps: tuple[SeenStrap, ...]) -> SeenStrap:
    """The strap meant by `words`. Raises NoStrapError for none, UsageError for several."""
    if not straps:
        raise _none_heard()
    called = [strap for strap in straps if is_called(strap, words)]
    if len(called) > 1:
        addresses = ", ".join(strap.address for strap in called)
        raise UsageError(
            f"{len(called)} straps are called {words!r}",
            hint=f"Say which one by its address: {addresses}.",
        )
    if not called:
        labels = ", ".join(clean(strap.label) for strap in straps)
        raise NoStrapError(
            f"no strap called {words!r} is to be heard",
            hint=f"Heard: {labels}. Put yours on, or look with: hrguide strap scan",
        )
    return called[0]


def _none_heard() -> HrguideError:
    words = explain(LinkReason.NOT_FOUND, platform_of(sys.platform))
    return NoStrapError(words.sentence, hint=words.next_step)


def _owners(home: Path) -> Mapping[str, str]:
    """Who remembers which address; files that cannot be read are another verb's business."""
    return {
        profile.strap.address.casefold(): profile.name
        for profile in store.everybody(home).profiles
        if profile.strap is not None
    }


def _radio(ctx: click.Context) -> Radio:
    return ctx.obj if isinstance(ctx.obj, Radio) else Radio()
