"""A page in a real browser: Chromium without a window, spoken to over two pipes.

Comes in: a file. Goes out: what the browser asked for, complained of, shows and prints. It speaks
the DevTools protocol (one JSON object, a zero byte), so that no driver has to be installed.
"""

import base64
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")
_QUIET: Final = (
    "--headless",
    "--no-sandbox",  # it opens our own file, and CI is root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
)
# The browser reads from 3 and writes to 4; first out of the way, for one may be the other's number.
_WITH_PIPES: Final = (
    "import fcntl, os, sys\n"
    "here = [fcntl.fcntl(int(each), fcntl.F_DUPFD, 10) for each in sys.argv[1:3]]\n"
    "os.dup2(here[0], 3)\n"
    "os.dup2(here[1], 4)\n"
    "os.execv(sys.argv[3], sys.argv[3:])\n"
)
_PATIENCE_S: Final = 60.0
_COMPLAINTS: Final = ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")
AXE: Final = (
    Path(__file__).parents[2] / "build" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
)


def browser_path() -> str | None:
    """Where Chromium is, None where it is not."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Page:
    """One tab. Everything it asks for and complains of since it was opened is kept."""

    def __init__(self, *, read: int, write: int) -> None:
        self._read, self._write = read, write
        self._buffer = b""
        self._last_id = 0
        self._session: str | None = None
        self.events: list[dict[str, Any]] = []

    def attach(self) -> None:
        """Take the one tab there is, and hear of all that happens in it."""
        targets = self.call("Target.getTargets")["targetInfos"]
        (tab,) = [each for each in targets if each["type"] == "page"]
        attached = self.call("Target.attachToTarget", targetId=tab["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **wanted: object) -> dict[str, Any]:
        """One command and its answer."""
        self._last_id += 1
        message: dict[str, object] = {"id": self._last_id, "method": method, "params": wanted}
        if self._session is not None:
            message["sessionId"] = self._session
        rest = json.dumps(message).encode() + b"\0"
        while rest:
            rest = rest[os.write(self._write, rest) :]
        while True:
            answer = self._next()
            if answer.get("id") == self._last_id:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result
            self.events.append(answer)

    def open(self, file: Path) -> None:
        """Show a file, and wait until all of it is there."""
        seen = len(self.events)
        self.call("Page.navigate", url=file.resolve().as_uri())
        while not any(each["method"] == "Page.loadEventFired" for each in self.events[seen:]):
            self.events.append(self._next())

    def dress(self, *, width: int, dark: bool) -> None:
        """The window's width, and what the reader's system says of dark."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=900,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        scheme = "dark" if dark else "light"
        self.call(
            "Emulation.setEmulatedMedia",
            features=[{"name": "prefers-color-scheme", "value": scheme}],
        )

    def ask(self, expression: str) -> Any:
        """The value of an expression of JavaScript; promises are waited for."""
        told = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    def picture(self) -> bytes:
        """The whole page as PNG."""
        told = self.call("Page.captureScreenshot", captureBeyondViewport=True)
        return base64.b64decode(told["data"])

    def printed(self) -> bytes:
        """The page as PDF, by its own rules for paper."""
        told = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        return base64.b64decode(told["data"])

    def requests(self) -> list[str]:
        """Every address that was asked for."""
        return [
            str(each["params"]["request"]["url"])
            for each in self.events
            if each["method"] == "Network.requestWillBeSent"
        ]

    def complaints(self) -> list[dict[str, Any]]:
        """Everything that would stand in the console."""
        return [each for each in self.events if each["method"] in _COMPLAINTS]

    def _next(self) -> dict[str, Any]:
        until_s = time.monotonic() + _PATIENCE_S
        while b"\0" not in self._buffer:
            piece = os.read(self._read, 1 << 16)
            assert piece, "the browser went away"
            assert time.monotonic() < until_s, "the browser hangs"
            self._buffer += piece
        line, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        return message


@contextmanager
def a_browser(folder: Path) -> Iterator[Page]:
    """A browser of its own, with an empty profile in `folder`."""
    path = browser_path()
    assert path is not None
    its_read, write = os.pipe()
    read, its_write = os.pipe()
    command = [path, *_QUIET, f"--user-data-dir={folder}", "--remote-debugging-pipe", "about:blank"]
    process = subprocess.Popen(
        [sys.executable, "-c", _WITH_PIPES, str(its_read), str(its_write), *command],
        pass_fds=(its_read, its_write),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(its_read)
    os.close(its_write)
    try:
        page = Page(read=read, write=write)
        page.attach()
        yield page
    finally:
        os.close(write)
        os.close(read)
        process.terminate()
        process.wait(timeout=_PATIENCE_S)
