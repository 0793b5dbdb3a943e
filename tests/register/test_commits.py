"""Loads from an empty register that are really committed: the first of all, its audit, and two at once."""

from pathlib import Path
from threading import Thread

import pytest
from django.db import connection

from ouzel.core import audit
from ouzel.core.models import AuditEntry
from ouzel.register import actions
from ouzel.register.attributes import Attribute
from ouzel.register.models import Publication
from tests.register.files import commissioners, content, isles, load, manifest, practice, practices, undone, values

A = Attribute


@pytest.mark.django_db
def test_load_of_a_first_register_is_the_same_with_and_without_other_files(tmp_path: Path) -> None:
    """The very first load fills empty tables by another way than all later ones."""
    files = isles(tmp_path / "isles")
    with undone():
        assert load(*files).edition == 1
        at_once = content()
    load()
    load(*files)
    assert content() == at_once


@pytest.mark.django_db(transaction=True)
def test_load_is_audited_with_its_actor_and_the_trail_holds(tmp_path: Path) -> None:
    load(practices(tmp_path, "list", practice("P10001", "X01")), published="2016-01-31")
    publication = Publication.objects.get(file="list")
    entry = AuditEntry.objects.get(subject=f"publication {publication.pk}")
    assert (entry.action, entry.by_kind, entry.by_name) == ("register.publication.loaded", "command", "root")
    assert entry.detail == {
        "file": "list", "sha256": publication.sha256, "series": "ods:epraccur", "published": "2016-01-31",
        "rows": publication.rows, "edition": 1,
    }  # fmt: skip
    assert audit.verify() == []


@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_make_editions_one_after_the_other(tmp_path: Path) -> None:
    """From an empty register, each with a file of its own and one they share."""
    shared = commissioners(tmp_path)
    manifest(tmp_path, {"eccg.csv": "2025-12-31", "list 0": "2016-01-31", "list 1": "2016-02-29"})
    own = [practices(tmp_path, f"list {n}", practice(f"P1000{n}", "X01")) for n in range(2)]
    outcomes: list[actions.Loaded | BaseException] = []

    def run(file: Path) -> None:
        try:
            outcomes.append(load(file, shared))
        except BaseException as error:  # the thread must not swallow it
            outcomes.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[file]) for file in own]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    first, second = sorted(outcomes, key=lambda o: getattr(o, "edition", 0) or 0)
    assert (first.edition, second.edition) == (1, 2)  # type: ignore[union-attr]
    assert second.already == ["eccg.csv"]  # type: ignore[union-attr]
    assert Publication.objects.filter(file="eccg.csv").count() == 1
    for practice_ in ("P10000", "P10001"):
        assert [v[:2] for v in values(practice_, A.COMMISSIONER)][-1] == ("X01", "[2013-04-01,2021-04-01)")
    assert audit.verify() == []
