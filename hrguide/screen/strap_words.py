"""The strap in words: one line while riding, one line before it.

Comes in: the Moment's signal and the radio's `Strap`. Goes out: a sentence and a tone. While the
strap is good the line is quiet; it never alarms (the guide says a loss once).
"""

from typing import Final

from hrguide.beats.pulse import Signal, SignalReason
from hrguide.bluetooth.source import LinkReason, LinkState
from hrguide.moment import Moment
from hrguide.screen import words
from hrguide.screen.canvas import Tone
from hrguide.screen.setting import Strap

BATTERY_LOW_PCT: Final = 20  # product.md: battery below 20 %
MANY_PCT: Final = 3.0  # physiology.md D2: good below; half a minute may be worse than two
# The computer's own reasons, said alone: with "strap lost" before them they would be cut off.
_COMPUTERS: Final = (
    LinkReason.BLUETOOTH_OFF,
    LinkReason.NO_ADAPTER,
    LinkReason.ADAPTER_REMOVED,
    LinkReason.NO_SERVICE,
    LinkReason.NO_PERMISSION,
    LinkReason.FAILED,
)
WITHOUT_AFTER_S: Final = 20.0  # first-session.md S4: then `w` goes without


def while_riding(moment: Moment, strap: Strap, losses: int) -> tuple[str, Tone]:
    """The health line of the main view. losses: how often the signal has gone today."""
    if moment.hr_bpm is None:
        if is_without(strap):
            return words.WITHOUT_STRAP, Tone.QUIET
        if strap.reason in _COMPUTERS or (
            strap.reason is not None and strap.state in (LinkState.SCANNING, LinkState.OFF)
        ):
            return words.LINK_WORDS[strap.reason], Tone.WARN
        if strap.state is LinkState.LOST:
            reason = words.LINK_WORDS[strap.reason] if strap.reason else "out of range"
            return f"strap lost ({reason}), looking for it", Tone.WARN
        if strap.state is LinkState.SCANNING:
            return "looking for the strap", Tone.WARN
        if strap.state is LinkState.CONNECTING:
            return f"strap {strap.name or ''} found, connecting".replace("  ", " "), Tone.WARN
        if losses > 1:
            return words.AGAIN, Tone.WARN
        silent = "" if moment.silent_s is None else f" for {moment.silent_s:.0f} s"
        return f"{_reason(moment)}{silent}", Tone.WARN
    if moment.signal in (Signal.FAIR, Signal.POOR):
        return _dry(moment) or f"strap {moment.signal.value}: {_reason(moment)}", Tone.WARN
    if strap.battery_pct is not None and strap.battery_pct < BATTERY_LOW_PCT:
        return f"strap battery {strap.battery_pct} %", Tone.WARN
    return words.STRAP_GOOD, Tone.QUIET


def before_riding(moment: Moment, strap: Strap) -> tuple[str, Tone, bool]:
    """S4: what the strap does, and whether going without is to be offered."""
    name = strap.name or "strap"
    if is_without(strap):
        return "none: by clock and talk", Tone.PLAIN, False
    # where the computer itself has no Bluetooth, 20 s of looking will not find any
    offer = strap.waited_s >= WITHOUT_AFTER_S or strap.reason in _COMPUTERS
    if strap.state is LinkState.CONNECTED:
        if moment.hr_bpm is None:
            return f"{name}: {_reason(moment)}", Tone.WARN, offer
        clean = "" if strap.clean_s is None else f", clean for {strap.clean_s:.0f} s"
        battery = ""
        if strap.battery_pct is not None and strap.battery_pct < BATTERY_LOW_PCT:
            battery = f", battery {strap.battery_pct} %"
        good = moment.signal is Signal.GOOD
        state = "" if good else f", {moment.signal.value}: {_reason(moment)}"
        ok = "   ok" if good else ""
        tone = Tone.COURSE if good and not battery else Tone.WARN
        return f"{name}, {moment.hr_bpm} bpm{clean}{battery}{state}{ok}", tone, False
    if strap.state is LinkState.CONNECTING:
        return f"{name} found, connecting ...", Tone.PLAIN, offer
    reason = words.LINK_WORDS[strap.reason] if strap.reason else ""
    looking = "looking ..." if not reason else f"{reason}; looking ..."
    if strap.state is LinkState.OFF:
        return reason or "no strap", Tone.WARN, True
    if strap.waited_s >= WITHOUT_AFTER_S:
        looking += f" {strap.waited_s:.0f} s"
    return looking, Tone.WARN if reason else Tone.PLAIN, offer


def _dry(moment: Moment) -> str | None:
    """Too many bad beats, with how many, where that is what is wrong."""
    pct = moment.artefact_pct
    if moment.signal_reason != SignalReason.ARTEFACTS or pct is None or pct < MANY_PCT:
        return None
    return f"strap dry? {pct:.0f} % bad beats"


def _reason(moment: Moment) -> str:
    return _dry(moment) or words.SIGNAL_WORDS.get(moment.signal_reason or "", "no beat")


def is_without(strap: Strap) -> bool:
    """Whether the rider chose to go by clock and talk."""
    return strap.state is LinkState.OFF and strap.reason is LinkReason.WITHOUT
