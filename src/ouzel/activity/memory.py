"""Where the memory of columns comes from while a file is read."""

import os

import pyarrow as pa


def from_the_system() -> None:
    """Have Arrow take memory as the system gives it, for the whole process; ARROW_DEFAULT_MEMORY_POOL goes before it.

    Batches come and go in several threads. Arrow's usual allocator gives memory back and asks for it anew each time:
    a tenth of the time of a load went into empty pages.
    """
    if "ARROW_DEFAULT_MEMORY_POOL" not in os.environ:
        pa.set_memory_pool(pa.system_memory_pool())
