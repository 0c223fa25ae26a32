"""When to try the strap again: a pure policy.

Comes in: which attempt this is, why the last one ended, how long the strap has been away. Goes
out: seconds to wait, or None for giving up. While a ride goes on it never gives up of its own
accord: a strap that went to the water fountain is back five minutes later.

Every attempt listens first and connects to a strap that was just heard. Tried and worse: a connect
on the off chance, at once after a loss. Given up after 5 s, it met the strap's return in that very
moment, once in about ten, and Linux 6.1 then held a half-made link that no scan and no connect
could cure: its cancel overtook its own "create connection".
"""

from dataclasses import dataclass
from typing import Final

from hrguide.bluetooth.reasons import COMPUTER_REASONS
from hrguide.bluetooth.source import LinkReason


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconnectPolicy:
    """The numbers of the policy, seconds.

    first_wait_s: most losses are a body in the way for a moment; the 150-s drops of an H10
    (OpenHRV #39) are over as soon as one listens again.
    step_s: each further attempt waits this much longer, so that a strap that hangs up while one
    connects is not hammered; its own advertising comes back within about a second.
    longest_wait_s: a rider who sees the strap is back should not wait longer than three breaths.
    computer_wait_s: Bluetooth off, no adapter, no service: a person has to act, and looking is
    cheap; no first attempt at once, it would say the same.
    connect_s: connect and discovery of a strap that was just heard; 0.6 to 1.0 s over BlueZ, and
    other tools wait 20 s.
    give_up_s: None never; a verb nobody watches may set a limit.
    """

    first_wait_s: float = 0.0
    step_s: float = 0.5
    longest_wait_s: float = 3.0
    computer_wait_s: float = 2.0
    connect_s: float = 15.0
    give_up_s: float | None = None


FOR_A_RIDE: Final = ReconnectPolicy()


def wait_before_retry_s(
    *, attempt: int, reason: LinkReason, lost_s: float, policy: ReconnectPolicy = FOR_A_RIDE
) -> float | None:
    """Seconds to wait after attempt number `attempt` (0: the link itself was lost) failed.

    lost_s: seconds since the link was lost, or since the first try where there never was one.
    None: give up, because the rider chose to go without or the policy's limit is over.
    """
    if reason is LinkReason.WITHOUT:
        return None
    if policy.give_up_s is not None and lost_s >= policy.give_up_s:
        return None
    if reason in COMPUTER_REASONS:
        return policy.computer_wait_s
    return min(policy.first_wait_s + policy.step_s * attempt, policy.longest_wait_s)
