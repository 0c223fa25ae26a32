"""The page where the rider's own answers about the back have ended the ride.

Comes in: the Setting. Goes out: lines with a tone, for a full screen and a compact one, as of
`pages.py`. It names no injury and promises nothing; the wording waits for a clinician's eye.
"""

from hrguide.screen import words
from hrguide.screen.canvas import Tone
from hrguide.screen.pages import Page, Said
from hrguide.screen.setting import Setting

_BLANK = Said("")


def ended(setting: Setting) -> tuple[Page, Page]:
    """What to do, and whom to ask."""
    number = setting.emergency_number or words.YOUR_NUMBER
    clinic = (Said(setting.clinic, Tone.STRONG),) if setting.clinic else ()
    page = (
        Said(words.BACK_STOP_DO, Tone.STRONG),
        _BLANK,
        Said(words.BACK_STOP_BOOK[0]),
        Said(f"                         ->  {words.BACK_STOP_BOOK[1]}", Tone.EASE),
        *clinic,
        _BLANK,
        *(Said(line) for line in words.BACK_STOP_HELP),
        Said(f"                         ->  {words.BACK_STOP_NOW}   ({number})", Tone.EASE),
        _BLANK,
        Said("The ride so far is saved. Nothing was diagnosed.", Tone.QUIET),
    )
    short = (
        Said(words.BACK_STOP_DO, Tone.STRONG),
        Said(words.BACK_STOP_BOOK[1], Tone.EASE),
        *clinic,
        *(Said(line) for line in words.BACK_STOP_HELP),
        Said(f"{words.BACK_STOP_NOW}   ({number})", Tone.EASE),
    )
    return page, short
