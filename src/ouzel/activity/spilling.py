"""Where an engine puts what does not fit in memory: a folder its owner's alone, gone when the work is done."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ouzel.activity.store import Store

OWNED = re.compile(r"([0-9]+)-")  # by the number of a process


@contextmanager
def spilling(store: Store) -> Iterator[Path | None]:
    """A folder within the store, removed with all that is in it; None where the store is no folder of this machine.

    What passes there is pseudonymous, and personal all the same. What work that was cut off left is removed first.
    """
    if not store.local:
        yield None
        return
    store.make_root()
    top = Path(store.path("spill"))
    top.mkdir(mode=0o700, exist_ok=True)
    sweep_spill(store)
    folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=top))  # open to its owner alone
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep_spill(store: Store) -> None:
    """Remove what processes that are no more left there."""
    top = Path(store.path("spill"))
    if not store.local or not top.is_dir():
        return
    for left in top.iterdir():
        owner = OWNED.match(left.name)
        if owner and _runs(int(owner[1])):
            continue
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)  # asks only whether it is there
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
