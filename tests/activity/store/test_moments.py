"""Times are the same however they are written."""

import pytest

from ouzel.activity.store.manifests import Manifest, Protocol
from ouzel.activity.store.moments import moment


@pytest.mark.parametrize(
    "text",
    ["2025-05-15T17:00:00", "2025-05-15 17:00:00", "20250515T170000", "2025-05-15T16:00:00Z", "2025-05-15T17:00"],
)
def test_a_time_is_one_however_it_is_written(text):
    found = moment(text)
    assert found is not None
    assert found.isoformat() == "2025-05-15T17:00:00+01:00"


def test_what_is_no_time_is_none_and_a_day_is_its_beginning():
    assert moment("in May") is moment("") is None
    assert moment("2025-01-15").isoformat() == "2025-01-15T00:00:00+00:00"


def test_loads_are_in_the_order_of_time_not_of_text():
    early = Manifest(2, "plcm", Protocol.BULK, "2025-05-15T09:00:00")
    late = Manifest(1, "plcm", Protocol.BULK, "2025-05-15 17:00:00")
    never = Manifest(3, "plcm", Protocol.BULK, "")
    assert sorted((late, never, early), key=lambda each: each.order) == [never, early, late]
