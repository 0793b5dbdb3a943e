"""Work is asked for once, done once as who asked, and says how it ended; a worker that died is seen."""

import json
import signal
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django_tasks_db.models import DBTaskResult

from ouzel.core import actions as core
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry, RoleAssignment
from ouzel.core.roles import Permission
from ouzel.core.work import actions, alive, kinds, performing
from ouzel.core.work.actions import ask
from ouzel.core.work.kinds import Done, Kind, Tell
from ouzel.core.work.models import Piece, Standing
from ouzel.core.work.queries import standing
from ouzel.core.work.worker import work_off
from tests.core.people import OPERATOR, user
from tests.workers import PATIENCE, until, worker

KIND = "test.count"
SLOW = """
import time, django
django.setup()
from ouzel.core.roles import Permission
from ouzel.core.work import kinds, worker
def do(given, *, by, tell):
    tell("Counting", 3, 12)
    time.sleep(600)
kinds.register(kinds.Kind("test.count", "Count", Permission.ACTIVITY_PRICE, do))
worker.work()
"""


class Counting:
    """A kind of work that remembers who did what, and fails as it is told."""

    def __init__(self) -> None:
        self.did: list[tuple[Mapping[str, Any], Actor]] = []
        self.fault: BaseException | None = None

    def __call__(self, given: Mapping[str, Any], *, by: Actor, tell: Tell) -> Done:
        self.did.append((given, by))
        tell("Counting", 3, 12)
        core.create_user(email=f"made-{len(self.did)}@example.org", by=OPERATOR)  # something that can be undone
        if self.fault is not None:
            raise self.fault
        return Done("Twelve were counted.", "12")


@pytest.fixture
def counting(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counting]:
    monkeypatch.setattr(kinds, "_kinds", {})
    made = Counting()
    kinds.register(Kind(KIND, "Count", Permission.ACTIVITY_PRICE, made))
    return made


@pytest.fixture
def ann(db: None) -> Actor:
    return Actor.person(user("ann@example.org", "contract-manager"))


def recorded() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.filter(action__startswith="work.").order_by("pk").values_list("action", "by_name"))


def test_what_is_asked_for_is_done_as_who_asked(counting: Counting, ann: Actor) -> None:
    piece = ask(kind=KIND, subject="all lines", given={"on": "2025-06-21"}, by=ann)
    assert standing(piece) is Standing.WAITING
    work_off()
    piece.refresh_from_db()
    assert standing(piece) is Standing.DONE
    assert (piece.outcome, piece.result, piece.error) == ("Twelve were counted.", "12", "")
    assert counting.did == [({"on": "2025-06-21"}, ann)]
    assert recorded() == [("work.piece.asked", "ann@example.org"), ("work.piece.done", "ann@example.org")]


def test_the_same_is_not_asked_for_twice_while_it_is_open(counting: Counting, ann: Actor) -> None:
    first = ask(kind=KIND, subject="all lines", by=ann)
    assert ask(kind=KIND, subject="all lines", by=OPERATOR) == first
    assert ask(kind=KIND, subject="the lines of April", by=ann) != first
    assert DBTaskResult.objects.count() == Piece.objects.count() == 2
    work_off()
    assert ask(kind=KIND, subject="all lines", by=ann) != first
    assert len(counting.did) == 2


def test_done_twice_is_done_once(counting: Counting, ann: Actor) -> None:
    piece = ask(kind=KIND, subject="all lines", by=ann)
    performing.perform.call(piece.pk)
    performing.perform.call(piece.pk)
    work_off()
    assert len(counting.did) == 1


def test_who_may_not_do_the_thing_may_not_ask_for_it(counting: Counting) -> None:
    with pytest.raises(PermissionDenied, match="contract manager"):
        ask(kind=KIND, subject="all lines", by=Actor.person(user("bob@example.org", "analyst")))
    with pytest.raises(LookupError, match=r"test\.other"):
        ask(kind="test.other", subject="all lines", by=OPERATOR)
    assert not Piece.objects.exists()
    assert recorded() == []


def test_who_lost_the_role_meanwhile_is_refused_when_it_is_done(counting: Counting, ann: Actor) -> None:
    piece = ask(kind=KIND, subject="all lines", by=ann)
    RoleAssignment.objects.update(cancelled=True)
    work_off()
    piece.refresh_from_db()
    assert standing(piece) is Standing.FAILED
    assert "This needs the role of contract manager" in piece.error
    assert counting.did == []


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (ContentError("there are no prices", right="Load a list"), "there are no prices. Load a list"),
        (RuntimeError("patient 943 476 5919"), performing.BROKEN),
    ],
)
def test_what_goes_wrong_is_undone_and_said(counting: Counting, ann: Actor, fault: Exception, said: str) -> None:
    counting.fault = fault
    piece = ask(kind=KIND, subject="all lines", by=ann)
    work_off()
    piece.refresh_from_db()
    assert (standing(piece), piece.error, piece.outcome) == (Standing.FAILED, said, "")
    assert not core.User.objects.filter(email__startswith="made-").exists()
    assert [action for action, _ in recorded()] == ["work.piece.asked", "work.piece.failed"]
    assert DBTaskResult.objects.get().traceback == ""  # what the queue keeps has no words of the fault
    assert "943" not in json.dumps(list(Piece.objects.values()), default=str)


def test_work_that_was_given_up_meanwhile_is_undone(counting: Counting, ann: Actor) -> None:
    piece = ask(kind=KIND, subject="all lines", by=ann)

    def given_up(given: Mapping[str, Any], *, by: Actor, tell: Tell) -> Done:
        core.create_user(email="made@example.org", by=OPERATOR)
        raise actions.GivenUp

    kinds.register(Kind(KIND, "Count", Permission.ACTIVITY_PRICE, given_up))
    work_off()
    assert not core.User.objects.filter(email="made@example.org").exists()
    actions.fail(piece, error="Nobody waits for it.")
    with pytest.raises(actions.GivenUp), transaction.atomic():
        actions.finish(piece, Done("Done."))


def test_work_is_seen_by_who_asked_and_who_may_ask(counting: Counting, ann: Actor) -> None:
    ask(kind=KIND, subject="all lines", by=ann)
    assert Piece.objects.visible_to(ann).count() == 1
    assert Piece.objects.visible_to(user("may@example.org", "contract-manager")).count() == 1
    assert Piece.objects.visible_to(user("not@example.org", "analyst")).count() == 0
    assert Piece.objects.visible_to(AnonymousUser()).count() == 0
    RoleAssignment.objects.update(cancelled=True)
    assert Piece.objects.visible_to(ann).count() == 1


def test_the_database_keeps_what_was_asked_and_how_it_ended(counting: Counting, ann: Actor) -> None:
    piece = ask(kind=KIND, subject="all lines", by=ann)

    def refused(statement: str) -> None:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    refused("UPDATE work_piece SET subject = 'other'")
    refused("UPDATE work_piece SET by_name = 'bob@example.org'")
    refused("UPDATE work_piece SET ended = now()")  # without a word how
    refused("DELETE FROM work_piece")
    work_off()
    refused("UPDATE work_piece SET outcome = 'Thirteen were counted.'")
    refused(f"UPDATE work_piece SET ended = NULL WHERE id = {piece.pk}")


def test_how_far_it_is_is_told_in_per_cent() -> None:
    assert Piece(done=3, of=12).percent == 25
    assert Piece(done=0, of=None).percent is None
    assert Piece(done=0, of=0).percent is None


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_leaves_work_that_can_be_asked_for_again(counting: Counting, ann: Actor) -> None:
    assert not alive.worker_there()
    with worker("-c", SLOW, settings="tests.settings") as process:
        piece = ask(kind=KIND, subject="all lines", by=ann)
        until(lambda: Piece.objects.get(pk=piece.pk).done, process)
        piece.refresh_from_db()
        assert standing(piece) is Standing.UNDER_WAY
        assert (piece.step, piece.done, piece.of, piece.percent) == ("Counting", 3, 12, 25)  # while it is under way
        assert ask(kind=KIND, subject="all lines", by=ann) == piece
        process.kill()
        process.wait()
        until(lambda: not alive.worker_there())
        assert standing(piece) is Standing.ABANDONED
    again = ask(kind=KIND, subject="all lines", by=ann)
    assert again != piece
    piece.refresh_from_db()
    assert piece.error == actions.LEFT
    work_off()
    again.refresh_from_db()
    assert standing(again) is Standing.DONE
    assert len(counting.did) == 1
    assert [action.rpartition(".")[2] for action, _ in recorded()] == ["asked", "abandoned", "asked", "done"]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_told_to_stop_twice_breaks_off_and_says_so(counting: Counting, ann: Actor) -> None:
    with worker("-c", SLOW, settings="tests.settings") as process:
        piece = ask(kind=KIND, subject="all lines", by=ann)
        until(lambda: Piece.objects.get(pk=piece.pk).done, process)
        process.send_signal(signal.SIGTERM)
        assert process.stderr is not None
        assert "stop it again to break that off" in process.stderr.readline()
        assert standing(piece) is not Standing.ABANDONED
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    piece.refresh_from_db()
    assert (standing(piece), piece.error) == (Standing.FAILED, performing.STOPPED)


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_waits_stops_at_once() -> None:
    with worker("-c", SLOW, settings="tests.settings") as process:
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    until(lambda: not alive.worker_there())
