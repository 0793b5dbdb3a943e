"""What is said of a body over any days, in any order of days, is read back as a slow day-by-day account has it."""

from datetime import date, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ouzel.governance.bodies.actions import end_saying, say_of_body
from ouzel.governance.bodies.queries import body_on
from tests.governance.world import SECRETARY, World

FIRST = date(2014, 1, 1)
LAST = 12  # days that are spoken of
AFTER = LAST * 3  # days that the account keeps: beyond every end
KNOWN = date(2015, 1, 1)

step = st.tuples(
    st.sampled_from(["alpha", "beta", ""]),  # empty: ended
    st.integers(0, LAST - 1),
    st.one_of(st.none(), st.integers(1, LAST)),
)


@given(steps=st.lists(step, max_size=4))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_two_clocks_law(steps: list[tuple[str, int, int | None]], world: World) -> None:
    """Each step is known a day after the one before; the account keeps every day of every state of knowledge."""
    with transaction.atomic():
        accounts = _accounts(steps, world)
        for number, account in enumerate(accounts):
            for at in range(LAST + 3):
                view = body_on(world.luton, on=day(at), known_at=KNOWN + timedelta(days=number))
                assert view is not None
                assert view.website == account.get(at, "")
        transaction.set_rollback(True)


def _accounts(steps: list[tuple[str, int, int | None]], world: World) -> list[dict[int, str]]:
    """Take the steps, and keep beside them what each day is to say after each."""
    accounts: list[dict[int, str]] = []
    account: dict[int, str] = {}
    for number, (word, since, length) in enumerate(steps):
        known = KNOWN + timedelta(days=number)
        value = f"https://{word}.example"
        until = since + length if word and length else AFTER
        if word:
            say_of_body(
                body=world.luton, attribute="website", value=value, known=known, source="law", since=day(since),
                until=day(until) if length else None, by=SECRETARY,
            )  # fmt: skip
        elif any(at >= since for at in account):
            end_saying(body=world.luton, attribute="website", on=day(since), known=known, source="law", by=SECRETARY)
        for at in range(since, until):
            account.pop(at, None)
            if word:
                account[at] = value
        accounts.append(dict(account))
    return accounts


def day(number: int) -> date:
    return FIRST + timedelta(days=number)
