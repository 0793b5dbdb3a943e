"""The reference says what is so: its examples are run, and it names every format, command and parameter there is."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from django.test import Client

from ouzel.api.interface import api
from ouzel.cli import app
from ouzel.demo.house import OWN_DATA
from ouzel.register.readers import READERS
from ouzel.reorganisation import plan_file
from tests.cli.activity import own_store
from tests.docs.reading import ROOT, Example, blocks, examples
from tests.doors import typed
from tests.reorganisation.plans import blmk_2021

REFERENCE = ROOT / "docs" / "reference"
ENDS_IN_THIS_PROCESS = "audit verify"  # the trail is numbered when a change is committed, which a test never does

pytestmark = pytest.mark.usefixtures("register")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The files that examples name, and a store of their own."""
    (tmp_path / "src").symlink_to(ROOT / "src")
    (tmp_path / "list_sizes.csv").symlink_to(OWN_DATA / "list_sizes.csv")
    (tmp_path / "merger.toml").write_text(plan_file.write(blmk_2021()))
    monkeypatch.chdir(tmp_path)
    with own_store(tmp_path / "home"):
        yield


@pytest.mark.parametrize("example", examples(REFERENCE / "cli.md"), ids=lambda e: e.typed)
def test_commands_give_what_the_reference_shows(example: Example) -> None:
    if ENDS_IN_THIS_PROCESS in example.typed:
        pytest.skip("shown by the test of the contract, which commits")
    done = typed(*example.words[1:])
    assert done.status == (1 if example.refused else 0), done.err
    said = [" ".join(line.split()) for line in (done.out + done.err).splitlines()]
    for line in example.shown:
        assert any(each.startswith(" ".join(line.split())) for each in said), f"{line!r} is not in {said[:20]}"


@pytest.mark.parametrize("shown", blocks(REFERENCE / "api.md", "http"), ids=lambda text: text.splitlines()[0])
def test_http_gives_what_the_reference_shows(client: Client, shown: str) -> None:
    question, answer = shown.split("\n", 1)
    method, path = question.split(" ", 1)
    given = client.generic(method, path).json()
    wanted: dict[str, Any] = json.loads(answer)
    assert {key: given.get(key) for key in wanted} == wanted


@pytest.mark.parametrize("text", blocks(REFERENCE / "api.md", "python"))
def test_python_gives_what_the_reference_shows(text: str) -> None:
    exec(compile(text, "api.md", "exec"), {})


def test_every_format_that_is_read_is_described() -> None:
    text = (REFERENCE / "formats.md").read_text().lower()
    for reader in READERS:
        words = re.sub(r" \(.*\)|, .*", "", reader.name).lower()
        assert words in text, reader.name


def test_every_command_is_described() -> None:
    text = (REFERENCE / "cli.md").read_text()
    for words in _commands(typer.main.get_command(app)):
        inner = words.rpartition(" ")[2]
        assert f"`ouzel {words}" in text or f"`{words}" in text or f", `{inner}" in text, words


def _commands(group: Any) -> Iterator[str]:
    """Every command of a group and of the groups in it, in words."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from (f"{name} {inner}" for inner in _commands(command))
        else:
            yield name


def test_every_operation_is_described() -> None:
    text = (REFERENCE / "api.md").read_text()
    for path, methods in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items():
        last = path.removeprefix("/api/v1/").replace("{code}", "CODE").replace("{slug}", "SLUG")
        tail = last.rsplit("/", 1)[-1]
        for method in methods:
            assert f"{method.upper()} {last}" in text or f"`/{tail}`" in text, f"{method} {path}"


def test_shapes_shown_are_those_given() -> None:
    members, rebased = (json.loads(text) for text in blocks(REFERENCE / "cli.md", "json"))
    given = typed(
        "register", "members", "M1J4Y", "--on", "2021-11-30", "--known-at", "2021-11-30",
        "--role", "practice", "--json",
    ).json  # fmt: skip
    assert members["members"][0] in given["members"]
    assert {k: v for k, v in members.items() if k != "members"} == {k: v for k, v in given.items() if k != "members"}
    done = typed(
        "rebase", "list_sizes.csv", "--unit", "practice", "--value", "patients", "--date", "date",
        "--to", "commissioner", "--basis", "as-at:2021-03-31", "--json",
    ).json  # fmt: skip
    assert rebased["rows"][0] in done["rows"]
    assert rebased["reconciliation"].items() <= done["reconciliation"].items()
