"""Activity in the tests of pages and of the interface: people who may, a store of their own, a file, its price list."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ouzel.activity import loading, running
from ouzel.activity.faults import Taking
from ouzel.activity.gate.key import Key
from ouzel.activity.prices.demonstration import demonstration_book
from ouzel.activity.prices.loading import load_book
from ouzel.core import actions as core
from ouzel.core.actors import Actor
from ouzel.core.models import User
from ouzel.core.work.worker import work_off
from tests.activity.readers.files import submission

OPERATOR = Actor.command("tests")
NHS_NUMBER = "9434765919"
PRICED = {"TARIFF CODE": "AA35A", "PERSON BIRTH DATE": "1980-04-02"}
LOCAL = {
    "CDS UNIQUE IDENTIFIER": "RC9-2", "NHS NUMBER": "9876543210", "HOSPITAL PROVIDER SPELL NUMBER": "S2",
    "POINT OF DELIVERY CODE": "", "LOCAL POINT OF DELIVERY CODE": "VIRTUAL WARD", "TARIFF CODE": "",
}  # fmt: skip
WRONG = {"CDS UNIQUE IDENTIFIER": "RC9-3", "NHS NUMBER": "9876543210", "HOSPITAL PROVIDER SPELL NUMBER": "S3",
         "POINT OF DELIVERY CODE": "X9"}  # fmt: skip


TAKE = {"taking": "take-and-list", "limit": "", "layout": "", "policy": "pseudonymise", "provider": "", "protocol": ""}


@contextmanager
def home_at(path: Path, *, like: Path | None = None) -> Iterator[Path]:
    """A home, and so a store and a key, of its own; `like` another, which stays as it is."""
    if like is not None:
        shutil.copytree(like, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OUZEL_HOME", str(path))
        yield path


def signed_in(role: str, *, body: str = "") -> Client:
    """Somebody with a role, for all bodies or for one."""
    email = f"{role or 'nobody'}{body}@example.org".lower()
    user = core.create_user(email=email, by=OPERATOR, roles=[] if body or not role else [role])
    if body:
        core.grant_role(user=user, role=role, body_code=body, since=date(2020, 1, 1), by=OPERATOR)
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


def a_file(*lines: dict[str, str], name: str = "april.csv") -> SimpleUploadedFile:
    """A submission of contract monitoring: one good line, and those given."""
    return SimpleUploadedFile(name, submission("plcm", PRICED, *lines), content_type="text/csv")


def prices() -> Any:
    """The small price list, held out for 2025/26."""
    book = demonstration_book(since=date(2025, 4, 1), until=date(2026, 4, 1), published=date(2025, 4, 1))
    return load_book(book, by=OPERATOR).release


def made_once(home: Path) -> None:
    """A file of a priced line and one with a local point of delivery, its prices, and the run, in that home."""
    with home_at(home):
        prices()
        taken = loading.load(
            a_file(LOCAL), name="april.csv", by=OPERATOR, on=date(2025, 6, 20), taking=Taking(None), key=Key(b"k" * 32)
        )
        assert taken.load.lines == 2
        running.run(by=OPERATOR, on=date(2025, 6, 21))


def work_out(client: Client) -> Any:
    """Ask for a run, have it done, and look at what its page leads to."""
    page = client.post("/desk/activity/run/")
    work_off()
    return client.get(page["Location"], follow=True)


def text(response: Any, status: int = 200) -> str:
    """The page, with single spaces."""
    assert response.status_code == status, (response.status_code, response.content[:3000].decode())
    return " ".join(response.content.decode().split())
