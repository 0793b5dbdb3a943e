"""The register of all England for the tests of this folder, loaded once."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from ouzel.register import actions
from tests.reorganisation.plans import OPERATOR
from tests.shared_data import DATA

MONTHS = ("2020-09", "2022-01")


@pytest.fixture(scope="package")
def england(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[None]:
    """All files of the organisation data service, and two maps of practices; no test may commit."""
    beside = tmp_path_factory.mktemp("maps")
    for month in MONTHS:
        (beside / f"map_{month}.csv.gz").symlink_to(DATA / "registrations" / f"gp-reg-pat-prac-map_{month}.csv.gz")
    days = [f"map_{month}.csv.gz,{month}-01" for month in MONTHS]
    (beside / "manifest.csv").write_text("\n".join(["file,published", *days]) + "\n")
    with django_db_blocker.unblock(), transaction.atomic():
        actions.load([DATA / "ods", beside], by=OPERATOR)
        connection.check_constraints()  # now, and not after each test again
        yield
        transaction.set_rollback(True)
