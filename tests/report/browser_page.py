"""A page in a real browser: Chromium without a window, spoken to over two pipes.

Comes in: a file. Goes out: what the browser asked for, complained of, shows and prints. It speaks
the DevTools protocol (one JSON object, a zero byte), so that no driver has to be installed.
"""

import base64
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

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

    def __init__(self, path: str, folder: Path) -> None:
        to_read, self._write = os.pipe()
        self._read, to_write = os.pipe()
        self._process = subprocess.Popen(
            [
                "sh",
                "-c",
                f'exec "$0" "$@" 3<&{to_read} 4>&{to_write}',
                path,
                *_QUIET,
                f"--user-data-dir={folder}",
                "--remote-debugging-pipe",
                "about:blank",
            ],
            pass_fds=(to_read, to_write),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        self._buffer = b""
        self._last_id = 0
        self._session: str | None = None
        self.events: list[dict[str, Any]] = []
        (tab,) = [
            each for each in self.call("Target.getTargets")["targetInfos"] if each["type"] == "page"
        ]
        attached = self.call("Target.attachToTarget", targetId=tab["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.call(f"{domain}.enable")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        os.close(self._write)
        os.close(self._read)
        self._process.terminate()
        self._process.wait(timeout=_PATIENCE_S)

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
    with Page(path, folder) as page:
        yield page
