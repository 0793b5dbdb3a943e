"""Our own expression on Spark on this machine; Java's memory is not in the peak, which is that of Python's process."""

from benchmarks import paying
from ouzel.engine.columnar import spark
from ouzel.engine.spark import spark_session

run = paying.run


def prepare(files: list[str]) -> paying.Ready:
    """A session that has run once, so that what Java needs to warm up is not counted."""
    given = paying.ready(spark(spark_session(memory="4GB")), files)
    paying.run(paying.Ready(given.engine, given.results.limit(1_000), given.bodies, given.pods))
    return given
