"""Places for commands on activity: a store of their own, a key of their own, small files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.activity.readers.files import submission
from tests.doors import Ran, typed

LISTED = ("--taking", "take-and-list")


@contextmanager
def own_store(folder: Path) -> Iterator[None]:
    """The store in a folder, and not in the home that all tests share."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ouzel.activity.store.place.home", lambda: folder)
        patch.setenv("OUZEL_PSEUDONYM_KEY", "a key for tests, and for nothing else")
        yield


def activity(*words: str) -> Ran:
    """A command on activity."""
    return typed("activity", *words)


def done(*words: str) -> Ran:
    """A command on activity that must go well."""
    ran = activity(*words)
    assert ran.status == 0, ran.out + ran.err
    return ran


def plcm(path: Path, *lines: dict[str, str]) -> str:
    """A file of patient-level contract monitoring of 2021; what is not said is as in `GOOD`."""
    usual = {
        "FINANCIAL YEAR": "202122", "DATE AND TIME DATA SET CREATED": "2021-05-12T09:30:00",
        "ORGANISATION IDENTIFIER (CODE OF COMMISSIONER)": "M1J4Y",
        "ACTIVITY START DATE (CONTRACT MONITORING)": "2021-04-03",
        "ACTIVITY END DATE (CONTRACT MONITORING)": "2021-04-07", "PERSON BIRTH DATE": "1976-04-02",
        "TARIFF CODE": "FE21Z",
    }  # fmt: skip
    path.write_bytes(submission("plcm", *(usual | line for line in lines or ({},))))
    return str(path)
