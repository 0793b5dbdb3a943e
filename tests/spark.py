"""One session of Spark for all tests of a process. Tests that need it say so where it is not installed."""

import importlib.util
from functools import cache

import pytest

from ouzel.engine.columnar import Columnar, spark
from ouzel.engine.spark import spark_session

needs_spark = pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None, reason="Spark is not installed: pip install 'ouzel[spark]'"
)


@cache
def engine() -> Columnar:
    """Spark on this machine; it ends with the process."""
    return spark(spark_session(threads=2, memory="2GB"))
