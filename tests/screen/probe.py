"""A program on a terminal: the live screen and the keyboard, ridden by a test from outside.

Keys: `c` crashes, `q` ends, `r` paints everything anew from then on; any other is shown as the
notice, so that the test can read it. Run as
`python -m tests.screen.probe`; it makes its stdin the controlling terminal where it has none.
"""

import asyncio
import sys
from dataclasses import replace

from hrguide.screen.keyboard import open_keyboard
from hrguide.screen.live import live_screen
from tests.screen.scenes import ON_COURSE, SETTING

PICTURE_S = 0.02


async def ride() -> None:
    with (
        live_screen(SETTING, stream=sys.stdout, sound=False, flash=False) as screen,
        open_keyboard(asyncio.get_running_loop()) as keyboard,
    ):
        turn, repaints = 0, False
        while not screen.gone:
            turn += 1
            if repaints:
                screen.repaint()
            screen.show(replace(ON_COURSE, hr_bpm=122 + turn % 2))
            await asyncio.sleep(PICTURE_S)
            for key in keyboard.take():
                if key == "c":
                    raise ZeroDivisionError("asked to crash")
                if key == "q":
                    return
                repaints = repaints or key == "r"
                screen.notice(f"key {key!r}")


if __name__ == "__main__":
    if "--take-terminal" in sys.argv:
        import fcntl
        import termios

        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    asyncio.run(ride())
    print("ended well")
