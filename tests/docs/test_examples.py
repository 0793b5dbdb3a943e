"""Every command that the README and the tutorial show is run, and gives what they show; every link leads somewhere."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer
from django.urls import resolve

from ouzel.cli import app
from ouzel.cli.arguments import spread
from tests.docs.reading import DOCUMENTS, ROOT, Example, anchors, blocks, examples, links, name
from tests.homes import with_tables

DEMO = Path("src", "ouzel", "demo", "data")
FROM_NOTHING = "docs/tutorial/index.md"
ON_THE_DEMONSTRATION = ("README.md", "docs/how-to/rebase-a-csv-file.md", "docs/how-to/export-a-crosswalk.md")
SHOWN = [example for document in DOCUMENTS for example in examples(document)]


@dataclass
class Person:
    """Somebody with the files of the repository and a register of their own, who types one command after the other."""

    work: Path
    environment: dict[str, str]
    asking: "subprocess.Popen[str]"

    def type(self, *words: str) -> dict[str, Any]:
        """The status of a command, and what it wrote to `out` and `err`."""
        assert self.asking.stdin is not None
        assert self.asking.stdout is not None
        self.asking.stdin.write(json.dumps(words) + "\n")
        self.asking.stdin.flush()
        answer = self.asking.stdout.readline()
        assert answer, f"the process ended at: {words}"
        found: dict[str, Any] = json.loads(answer)
        return found

    def python(self, code: str) -> "subprocess.CompletedProcess[str]":
        """Run a piece of Python."""
        return subprocess.run(
            [sys.executable, "-c", code],
            cwd=self.work,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
        )


@contextmanager
def _person(home: Path, work: Path) -> Iterator[Person]:
    strange = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "OUZEL_TEST_HOME", "OUZEL_SHARED_DATA", "COLUMNS")
    environment = {k: v for k, v in os.environ.items() if k not in strange}
    environment |= {"OUZEL_HOME": str(home), "PYTHONPATH": str(ROOT)}
    work.mkdir()
    (work / "src").symlink_to(ROOT / "src")
    shutil.copy(ROOT / DEMO / "list_sizes.csv", work)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.scenarios.asking"],
        cwd=work,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as asking:
        yield Person(work, environment, asking)
        assert asking.stdin is not None
        asking.stdin.close()
        asking.wait(60)


def _plain(line: str) -> str:
    return " ".join(line.split())


def _missing(shown: list[str], *streams: str) -> list[str]:
    """The shown lines with which no line of any stream begins, in order."""
    left = [[_plain(line) for line in stream.splitlines()] for stream in streams]
    missing = []
    for line in shown:
        for stream in left:
            at = next((i for i, said in enumerate(stream) if said.startswith(_plain(line))), None)
            if at is not None:
                del stream[: at + 1]
                break
        else:
            missing.append(line)
    return missing


def _check(document: str, person: Person, *, without: str = "\n") -> None:
    """Type what a document shows, but for commands that name a file which cannot be there."""
    found = [each for each in examples(ROOT / document) if without not in each.typed]
    assert found, "the document shows no command"
    for example in found:
        done = person.type(*example.words[1:])
        said = f"\n$ {example.typed}\n{done['out']}{done['err']}"
        assert (done["status"] != 0) == example.refused, said
        missing = _missing(example.shown, done["out"], done["err"])
        assert not missing, f"{said}\nshown in {document} and not said: {missing}"
    for code in blocks(ROOT / document, "python"):
        ran = person.python(code)
        assert ran.returncode == 0, f"{code}\n{ran.stderr}"


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """A person whose register holds the demonstration's facts."""
    work = tmp_path_factory.mktemp("person") / "work"
    with (
        tempfile.TemporaryDirectory(prefix="ouzel-", dir="/tmp", ignore_cleanup_errors=True) as home,
        _person(with_tables(Path(home)), work) as person,
    ):
        loaded = person.type("register", "load", str(DEMO / "facts.csv"))
        assert loaded["status"] == 0, loaded["err"]
        yield person


def test_examples_from_nothing_give_what_the_document_shows(outside_home: Path, tmp_path: Path) -> None:
    with _person(outside_home / "home", tmp_path / "work") as person:
        _check(FROM_NOTHING, person)


@pytest.mark.parametrize("document", ON_THE_DEMONSTRATION)
def test_examples_on_the_demonstration_give_what_the_document_shows(document: str, demonstration: Person) -> None:
    _check(document, demonstration)


@pytest.mark.parametrize("example", SHOWN, ids=lambda e: f"{e.document}: {e.typed}"[:110])
def test_examples_are_written_as_the_command_wants_them(example: Example) -> None:
    program, *words = example.words
    assert program == "ouzel"
    command: Any = typer.main.get_command(app)
    words = spread(words)
    while hasattr(command, "commands"):
        called, *words = words
        assert called in command.commands, f"there is no command {called}"
        command = command.commands[called]
    command.make_context(program, words)  # reads arguments and options, and does nothing


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_links_lead_somewhere(document: Path) -> None:
    broken = []
    for target in links(document):
        path, _, anchor = target.partition("#")
        there = (document.parent / path).resolve() if path else document
        if not there.exists() or not there.is_relative_to(ROOT):
            broken.append(target)
        elif anchor and anchor not in anchors(there):
            broken.append(f"{target} (no such heading)")
    assert not broken, f"{name(document)} leads nowhere: {broken}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_variables_and_targets_named_are_there(document: Path) -> None:
    text = document.read_text()
    source = (
        "\n".join(path.read_text() for path in (ROOT / "src").rglob("*.py"))
        + (ROOT / "tests/shared_data.py").read_text()
    )
    unknown = {word for word in re.findall(r"OUZEL_[A-Z_]+", text) if word.replace("OUZEL_SMTP", "") not in source}
    assert not unknown, f"variables that nothing reads: {unknown}"
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE))
    assert named <= targets, f"targets that the Makefile has not: {named - targets}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_addresses_of_the_site_are_there(document: Path) -> None:
    for path in re.findall(r"http://127\.0\.0\.1:8000(/[^\s\"?)`]*)", document.read_text()):
        assert resolve(path).url_name != "nothing", path


def test_examples_of_a_refusal_would_show_if_it_were_none() -> None:
    assert _missing(["b", "a"], "a one\nb two") == ["a"]
    assert _missing(["a", "b"], "a one\nb two") == []
    assert _missing(["x  y", "n"], "x y z\n", "note\n") == []
