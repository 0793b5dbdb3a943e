"""Rows in and out of PostgreSQL by COPY, as text: the only way a million rows move in seconds."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection

BLOCK = 1 << 16
NULL = r"\N"


def escape(text: str) -> str:
    """Text as COPY wants it."""
    if "\\" in text or "\t" in text or "\n" in text or "\r" in text:
        return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return text


def unescape(text: str) -> str:
    """The other way round, for a field that holds a backslash."""
    if "\\" not in text:
        return text
    out, chars = [], iter(text)
    for char in chars:
        out.append({"t": "\t", "n": "\n", "r": "\r"}.get(follow := next(chars, ""), follow) if char == "\\" else char)
    return "".join(out)


def copy_in(table: str, columns: Iterable[str], lines: Iterable[str]) -> None:
    """Send lines of tab-separated, escaped fields to a table. Table and column names are ours, never a user's."""
    with connection.cursor() as cursor:
        raw: Any = cursor.cursor
        with raw.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            block: list[str] = []
            size = 0
            for line in lines:
                block.append(line)
                size += len(line)
                if size > BLOCK:
                    copy.write("\n".join(block) + "\n")
                    block, size = [], 0
            if block:
                copy.write("\n".join(block) + "\n")


def copy_out(query: str) -> Iterator[list[str]]:
    """The fields of each row of a query of ours, as text; NULL is `\\N`. Unescape those that may hold any text."""
    with connection.cursor() as cursor:
        raw: Any = cursor.cursor
        with raw.copy(f"COPY ({query}) TO STDOUT") as copy:
            for block in copy:  # the server sends whole rows, so no row and no character is cut in two
                for line in str(block, "utf-8").rstrip("\n").split("\n"):
                    yield line.split("\t")
