"""What a rider is told about the signal: one short line per reason.

Comes in: a reason and the pulse it belongs to. Goes out: words that fit a 40-column screen. They
say what is heard and, where it helps, what to do; they never guess a heart rate.
"""

from typing import Final

from hrguide.beats.pulse import Pulse, SignalReason

_SENTENCES: Final[dict[SignalReason, str]] = {
    SignalReason.WAITING: "waiting for the first beat",
    SignalReason.SILENT: "no beat for {silent_s} s",
    SignalReason.ZERO: "the strap says 0",
    SignalReason.OUT_OF_RANGE: "the strap says {strap_bpm}: no heart rate",
    SignalReason.NO_CONTACT: "no skin contact: wet and tighten it",
    SignalReason.FROZEN: "stuck at {strap_bpm}",
    SignalReason.JUMP: "a jump to {strap_bpm}: checking",
    SignalReason.DOUBLED: "{strap_bpm}? each beat counted twice",
    SignalReason.HALVED: "{strap_bpm}? every other beat missed",
    SignalReason.CADENCE: "{strap_bpm} is your cadence: tighten it",
    SignalReason.MISMATCH: "the strap says {strap_bpm}, its beats {beats_bpm}",
    SignalReason.ARTEFACTS: "strap dry? {artefact_pct} % bad beats",
    SignalReason.GAP: "some beats were lost just now",
    SignalReason.CLOCK: "more beats than there was time for",
    SignalReason.OTHER_STRAP: "another strap answers: is it yours?",
    SignalReason.BAD_PACKETS: "the strap's packets are unreadable",
}

_UNKNOWN: Final = {
    SignalReason.SILENT: "no beat",
    SignalReason.MISMATCH: "the strap and its beats disagree",
    SignalReason.ARTEFACTS: "strap dry? bad beats",
}
"""Where the pulse does not know the number the sentence needs."""


_BEATS_STUCK: Final = "the same interval again and again"
"""Frozen intervals beside a number that still moves."""


def sentence(reason: SignalReason, pulse: Pulse) -> str:
    """The words for `reason`, with the pulse's own numbers; at most 40 characters."""
    needs = {
        SignalReason.SILENT: pulse.silent_s,
        SignalReason.MISMATCH: pulse.beats_bpm,
        SignalReason.ARTEFACTS: pulse.artefact_pct,
    }
    if reason in needs and needs[reason] is None:
        return _UNKNOWN[reason]
    if reason is SignalReason.FROZEN and pulse.hr_bpm is not None:
        return _BEATS_STUCK
    return _SENTENCES[reason].format(
        silent_s=int(pulse.silent_s or 0.0),
        strap_bpm="?" if pulse.strap_bpm is None else pulse.strap_bpm,
        beats_bpm=round(pulse.beats_bpm or 0.0),
        artefact_pct=round(pulse.artefact_pct or 0.0),
    )
