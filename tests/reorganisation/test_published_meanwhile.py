"""A plan that is enacted ahead of its day, and what is published between the two."""

from datetime import date
from pathlib import Path

import pytest

from ouzel.register import actions as register_actions
from ouzel.reorganisation.lifecycle import State
from ouzel.reorganisation.reconciling import Verdict, reconcile
from tests.reorganisation.plans import OPERATOR
from tests.reorganisation.walking import at, into

PUBLISHED = date(2021, 3, 25)
HEAD = "subject,attribute,evidence,since,until,value,share,note,source,published\n"


@pytest.mark.parametrize(
    ("value", "since", "verdicts"),
    [
        ("06F", "2021-03-23", [Verdict.DISAGREES]),  # moved elsewhere before the day
        ("06P", "2013-04-01", []),  # as it still was
        ("MADEUP", "2021-04-01", [Verdict.AGREES]),  # announced ahead
    ],
)
def test_file_published_before_the_day_is_told_where_it_speaks_of_it(
    register: None, tmp_path: Path, value: str, since: str, verdicts: list[Verdict]
) -> None:
    proposal = at(State.SCHEDULED, into("MADEUP"))  # known from 22 March, in force from 1 April
    file = tmp_path / "facts.csv"
    file.write_text(f"{HEAD}E81001,commissioner,since,{since},,{value},,,A list of March,{PUBLISHED}\n")
    register_actions.load([file], by=OPERATOR)
    told = [line.verdict for line in reconcile(proposal).lines if line.published == PUBLISHED]
    assert told == verdicts
