"""Which of the straps in the room is the athlete's: never the neighbour's in silence.

Comes in: the straps seen so far, what is known of the athlete's own, the time. Goes out: take
this one, wait a little, or ask. A strap that is known is never replaced by another without a
question, however strong the other one's signal (TrackMyIndoorWorkout #376: two straps mixed).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

# Straps advertise every 0.1 to 1 s and a scan hears about every second one: in 3 s a neighbour's
# strap has had its say, and a name that comes in the scan response only is there.
SETTLE_S: Final = 3.0
# A known strap wakes on skin contact and then advertises; somebody who is just clipping it on
# should not be asked about the neighbour's first. Below the 20 s after which `w` is offered.
OWN_FIRST_S: Final = 8.0
# A strap not heard for so long is not offered any more. BlueZ reports a strap once a scan while
# its signal stays within 8 dB, so this is longer than one scan's 15 s.
FRESH_S: Final = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenStrap:
    """A strap that advertises heart rate, or that this computer already holds.

    address: on macOS a UUID of this machine's making. name: None until it has said one.
    rssi_dbm: of the newest advertisement; None for a held strap, which does not advertise.
    battery_pct: 0-100 where it advertises its battery, which few do.
    """

    address: str
    name: str | None
    rssi_dbm: int | None
    first_seen_s: float
    last_seen_s: float
    held: bool = False
    battery_pct: int | None = None

    @property
    def label(self) -> str:
        """What to call it: its name, else its address."""
        return self.name or self.address


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberedStrap:
    """The athlete's own strap: at least one of address and name. Raises ValueError for neither."""

    address: str | None = None
    name: str | None = None

    def __post_init__(self) -> None:
        if not self.address and not self.name:
            raise ValueError("a remembered strap needs an address or a name")

    def is_(self, strap: SeenStrap) -> bool:
        """Whether `strap` is the remembered one.

        The address decides. The name decides only where there is no address of this kind to
        compare: remembered by name alone, or on a Mac, which never shows the address that Linux
        and Windows know. Two straps of one make may share a name.
        """
        if self.address and _same_kind(self.address, strap.address):
            return self.address.casefold() == strap.address.casefold()
        return self.name is not None and self.name == strap.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """Connect to this one."""

    strap: SeenStrap


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Let the rider say which of these it is; strongest first.

    missing: the known strap that is not among them, None where none is known.
    """

    straps: tuple[SeenStrap, ...]
    missing: RememberedStrap | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepListening:
    """Nothing to take and nothing to ask yet."""


Choice = Take | Ask | KeepListening


def choose(
    seen: Iterable[SeenStrap],
    *,
    now_s: float,
    since_s: float,
    remembered: RememberedStrap | None = None,
    asked: str | None = None,
) -> Choice:
    """What to do with the straps `seen` since `since_s`, when the listening began.

    asked: an address or name the rider gave in so many words; it comes before `remembered`.
    With neither known, the only strap is taken once it has been alone for SETTLE_S.
    """
    fresh = strongest_first(strap for strap in seen if is_fresh(strap, now_s))
    own = [
        strap
        for strap in fresh
        if (is_called(strap, asked) if asked else remembered and remembered.is_(strap))
    ]
    if len(own) == 1:
        return Take(strap=own[0])
    known = asked is not None or remembered is not None
    waited_s = now_s - (since_s if known or not fresh else min(s.first_seen_s for s in fresh))
    if not fresh or waited_s < (OWN_FIRST_S if known and not own else SETTLE_S):
        return KeepListening()
    if not known and len(fresh) == 1:
        return Take(strap=fresh[0])
    missing = None if own or not known else remembered or RememberedStrap(name=asked)
    return Ask(straps=fresh, missing=missing)


def strongest_first(straps: Iterable[SeenStrap]) -> tuple[SeenStrap, ...]:
    """By signal, then by address so that the order is the same every time; unknown signals last."""
    return tuple(
        sorted(
            straps,
            key=lambda strap: (strap.rssi_dbm is None, -(strap.rssi_dbm or 0), strap.address),
        )
    )


def is_fresh(strap: SeenStrap, now_s: float) -> bool:
    """Whether it is still here: heard within FRESH_S, or held by this computer."""
    return strap.held or now_s - strap.last_seen_s <= FRESH_S


def is_called(strap: SeenStrap, words: str) -> bool:
    """Whether the rider's words mean this strap: its address, its name, or its name's last word.

    `8A2F` is enough for `TICKR 8A2F`: it is what stands on the pod.
    """
    said = words.strip().casefold()
    name = (strap.name or "").casefold()
    return bool(said) and (
        said in (strap.address.casefold(), name) or said == (name.split() or [""])[-1]
    )


def sighted(
    before: SeenStrap | None,
    *,
    address: str,
    name: str | None,
    rssi_dbm: int | None,
    at_s: float,
    held: bool = False,
    battery_pct: int | None = None,
) -> SeenStrap:
    """A strap seen once more. A name once heard stays: not every advertisement carries it."""
    if before is None:
        return SeenStrap(
            address=address,
            name=name or None,
            rssi_dbm=rssi_dbm,
            first_seen_s=at_s,
            last_seen_s=at_s,
            held=held,
            battery_pct=battery_pct,
        )
    return replace(
        before,
        name=name or before.name,
        rssi_dbm=rssi_dbm,
        last_seen_s=at_s,
        held=held,
        battery_pct=before.battery_pct if battery_pct is None else battery_pct,
    )


def _same_kind(one: str, other: str) -> bool:
    """Both Bluetooth addresses (six bytes with colons), or both UUIDs of a Mac."""
    return (":" in one) == (":" in other)
