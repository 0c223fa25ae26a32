"""What makes two ride files one ride: the causes they hold, to the last bit.

Comes in: a `Ride`. Goes out: a hash of its packets, link changes and commands with their times.
It leaves out names, straps' addresses and what was decided, so a ride has the same fingerprint
after it was moved to another athlete, and after it went out as FIT and came home.
"""

import hashlib

from hrguide.bluetooth.source import LinkChange, Received
from hrguide.ride.lines import HEART_RATE, CommandLine
from hrguide.ride.reader import Ride


def fingerprint(ride: Ride) -> str:
    """In hex. Equal where a replay is fed the same."""
    told = hashlib.sha256()
    for event in ride.events:
        match event:
            case Received() if event.characteristic == HEART_RATE:
                told.update(f"{event.at_s!r} {event.payload.hex()}\n".encode())
            case LinkChange():
                told.update(f"{event.at_s!r} {event.state.value}\n".encode())
            case CommandLine():
                told.update(f"{event.at_s!r} {event.command.value}\n".encode())
    return told.hexdigest()
