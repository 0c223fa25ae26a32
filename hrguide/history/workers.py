"""Figures of many rides at once, in as many processes as the computer has cores.

Comes in: paths, as they are taken. Goes out: each with its figures, as they are done. A ride takes
some tenths of a second to be ridden again, a thousand rides some minutes: only the first time. A
few rides, or a computer with one core, need no process; where none can be started, or one ends
early, this one does the work.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from typing import Final

import hrguide
from hrguide.history.figures import figures_at
from hrguide.history.past import Figures
from hrguide.history.worker import READY, decode_answer

Found = tuple[Path, Figures | str | None]
FiguresOfMany = Callable[[Iterable[Path], int], Iterator[Found]]
_FEW: Final = 6  # rides; below it the processes' own start costs more than they save [J]
_WORKER: Final = "from hrguide.history.worker import serve; serve()"
_ENDS_WITHIN_S: Final = 5.0  # a ride that is being read, when nobody waits for it any more


def figures_of_many(paths: Iterable[Path], count: int) -> Iterator[Found]:
    """count: how many there are at most, which decides how they are read."""
    workers = min(os.cpu_count() or 1, count)
    if count < _FEW or workers < 2:
        return figures_one_by_one(paths, count)
    return _side_by_side(iter(paths), workers)


def figures_one_by_one(paths: Iterable[Path], _count: int = 0) -> Iterator[Found]:
    """The same in this process."""
    for path in paths:
        yield path, figures_at(path)


def _side_by_side(paths: Iterator[Path], workers: int) -> Iterator[Found]:
    """A thread for each process waits for its answer; the paths are taken when one is free."""
    free: SimpleQueue[_Worker] = SimpleQueue()
    started = [_Worker() for _ in range(workers)]
    for worker in started:
        free.put(worker)

    def ask(path: Path) -> Figures | str | None:
        worker = free.get()
        try:
            return worker.figures_at(path)
        finally:
            free.put(worker)

    waiting: dict[Future[Figures | str | None], Path] = {}
    pool = ThreadPoolExecutor(workers)
    try:
        while True:
            for path in islice(paths, workers - len(waiting)):
                waiting[pool.submit(ask, path)] = path
            if not waiting:
                return
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                yield waiting.pop(future), future.result()
    finally:
        for worker in started:
            worker.end()
        pool.shutdown(cancel_futures=True)


class _Worker:
    """One process; where it is not, the work is done here."""

    def __init__(self) -> None:
        root = str(Path(hrguide.__file__).parents[1])
        path = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH")) if part)
        self._process: subprocess.Popen[str] | None = None
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _WORKER],  # -P: nothing of the folder one stands in
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
                encoding="utf-8",
                start_new_session=sys.platform != "win32",  # Ctrl-C is the parent's to hear
            )
        except OSError:
            return
        self._is_new = True

    def figures_at(self, path: Path) -> Figures | str | None:
        """Of one ride; here, where the process has ended."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return figures_at(path)
        try:
            if self._is_new and process.stdout.readline() != READY:
                raise BrokenPipeError
            self._is_new = False
            process.stdin.write(json.dumps(str(path)) + "\n")
            process.stdin.flush()
            return decode_answer(process.stdout.readline())
        except (OSError, ValueError):  # it ended, or half an answer came
            self.end()
            return figures_at(path)

    def end(self) -> None:
        """Let it go; what it has not told yet is not waited for."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.communicate(timeout=_ENDS_WITHIN_S)
        except (OSError, ValueError, subprocess.TimeoutExpired):
            process.kill()
            process.wait()
