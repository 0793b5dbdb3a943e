"""The worker: a process that does what was asked for, one piece after the other, and says that it is there.

Between the pieces it does the chores that come round (`ouzel.core.work.regular`).
"""

import logging
import os
import signal
import socket
import sys
from types import FrameType

from django.core.management import call_command
from django.db import close_old_connections, transaction
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from ouzel.core.work import alive
from ouzel.core.work.regular import Round

PAUSE = 2.0  # seconds between two looks where nobody calls: for work whose call was lost
KEPT = 14  # days that rows of the queue are kept after their work; the pieces themselves are kept for good

logger = logging.getLogger(__name__)


def work(*, beside: int | None = None) -> None:
    """Do what is asked for until the process is told to stop.

    The first SIGINT or SIGTERM lets it finish what it does, the second breaks that off. `beside`: the number of the
    process that started it; it ends when that one is gone.
    """
    queue = _queue()
    _heed_signals(queue)
    call_command("prune_db_task_results", min_age_days=KEPT, verbosity=0)
    chores = Round()
    with alive.there() as line:
        while queue.running:
            close_old_connections()
            _work_off(queue)
            chores.go()
            if beside is not None and os.getppid() != beside:
                return
            for _ in line.notifies(timeout=PAUSE, stop_after=1):
                pass


def _heed_signals(queue: Worker) -> None:
    def told(_number: int, _frame: FrameType | None) -> None:
        if not queue.running or not queue.running_task:
            sys.exit()  # in the midst of work, its piece says that it was stopped
        queue.running = False
        logger.warning("The worker ends when it has done what it is at; stop it again to break that off.")

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, told)


def work_off() -> None:
    """Do all that waits, in this process, and come back."""
    _work_off(_queue())


def _work_off(queue: Worker) -> None:
    while queue.running and (task := _claimed(queue)) is not None:
        queue.run_task(task)


def _claimed(queue: Worker) -> "DBTaskResult[..., None] | None":
    """The next task, which nobody else gets."""
    with transaction.atomic():
        found = DBTaskResult.objects.ready().filter(backend_name=queue.backend_name).get_locked()
        if found is not None:
            found.claim(queue.worker_id)
    return found


def _queue() -> Worker:
    return Worker(
        queue_names=["default"], interval=PAUSE, batch=True, backend_name="default", startup_delay=False,
        max_tasks=None, worker_id=f"{socket.gethostname()[:40]}-{os.getpid()}", excluded_queue_names=[],
    )  # fmt: skip
