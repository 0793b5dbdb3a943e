"""Work on batches side by side: Arrow and DataFusion leave Python to others while they work, so two cores have enough.

What asks the database stays in the thread that asks: Django's connections are of one thread.
"""

import queue
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any, TypeVar

T = TypeVar("T")
_END = object()


def ahead(items: Iterator[T], *, by: int = 2) -> Iterator[T]:
    """The same items, made in another thread while the one before is worked on, at most `by` of them in advance.

    An error of the items comes where the item would have. Whoever stops early lets the other thread end.
    """
    waiting: queue.Queue[object] = queue.Queue(maxsize=by)
    stopped = Event()

    def put(item: object) -> None:
        while not stopped.is_set():
            try:
                waiting.put(item, timeout=0.1)
            except queue.Full:
                continue
            return

    def make() -> None:
        try:
            for item in items:
                put(item)
                if stopped.is_set():
                    return
            put(_END)
        except BaseException as error:
            put(_Failed(error))

    thread = Thread(target=make, daemon=True)
    thread.start()
    try:
        while (item := waiting.get()) is not _END:
            if isinstance(item, _Failed):
                raise item.error
            yield item  # type: ignore[misc]
    finally:
        stopped.set()
        thread.join()


class _Failed:
    def __init__(self, error: BaseException) -> None:
        self.error = error


class Aside:
    """Work done one piece after another in a thread of its own; at most `most` pieces wait."""

    def __init__(self, pool: ThreadPoolExecutor, most: int) -> None:
        self._pool, self._most = pool, most
        self._pending: list[Future[Any]] = []

    def do(self, work: Callable[[], Any]) -> Future[Any]:
        """Have it done in turn. An error of a piece before it is raised here, or by `finish`."""
        while len(self._pending) >= self._most:
            self._pending.pop(0).result()
        self._pending.append(self._pool.submit(work))
        return self._pending[-1]

    def finish(self) -> None:
        """Wait for all of it."""
        while self._pending:
            self._pending.pop(0).result()


@contextmanager
def aside(*, most: int = 1) -> Iterator[Aside]:
    """A thread for work that can wait; by its end all is done, or given up where there was an error."""
    pool = ThreadPoolExecutor(max_workers=1)
    try:
        work = Aside(pool, most)
        yield work
        work.finish()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
