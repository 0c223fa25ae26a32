"""Lines typed at a terminal, read while the event loop goes on scanning.

Comes in: stdin. Goes out: one line at a time, None at the end. On POSIX the loop watches the file;
elsewhere, and for a file it cannot watch, a thread waits for one line at a time, a daemon, so that
Ctrl-C during a question does not hang until Enter.
"""

import asyncio
import os
import sys
import threading
from typing import TextIO


class LineReader:
    """Awaitable lines of `stream`. One reader at a time."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._rest = b""
        self._ended = False

    async def __call__(self) -> str | None:
        """The next line without its newline."""
        line = self._line_in_hand()
        while line is None and not self._ended:
            data = await self._read()
            self._ended = not data
            self._rest += data
            line = self._line_in_hand()
        if line is None and self._rest:
            line, self._rest = self._rest, b""
        return None if line is None else line.decode("utf-8", "replace")

    def _line_in_hand(self) -> bytes | None:
        line, newline, rest = self._rest.partition(b"\n")
        if not newline:
            return None
        self._rest = rest
        return line.rstrip(b"\r")

    async def _read(self) -> bytes:
        loop = asyncio.get_running_loop()
        came: asyncio.Future[bytes] = loop.create_future()
        if sys.platform != "win32":
            fd = self._stream.fileno()
            try:
                loop.add_reader(fd, _settle, came, None)
            except (PermissionError, NotImplementedError):
                pass  # a regular file: it never has to be waited for, but epoll refuses it
            else:
                try:
                    await came
                finally:
                    loop.remove_reader(fd)
                return _read_some(fd)
        threading.Thread(
            target=self._read_in_thread, args=(loop, came), name="line reader", daemon=True
        ).start()
        return await came

    def _read_in_thread(
        self, loop: asyncio.AbstractEventLoop, came: "asyncio.Future[bytes]"
    ) -> None:
        try:
            data = self._stream.readline().encode("utf-8")
        except (OSError, ValueError):
            data = b""
        if not loop.is_closed():
            loop.call_soon_threadsafe(_settle, came, data)


def _settle(came: "asyncio.Future[bytes]", data: bytes | None) -> None:
    if not came.done():
        came.set_result(data or b"")


def _read_some(fd: int) -> bytes:
    try:
        return os.read(fd, 4096)
    except OSError:  # EIO: the terminal is gone
        return b""
