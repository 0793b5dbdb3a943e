"""Search as a bare SQLite FTS5 table has it: one index, stems by Porter, no visibility, no bodies, no versions."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

NEWEST = (
    "SELECT rowid, snippet(paper, 1, '[', ']', '…', 24) FROM paper WHERE paper MATCH ? ORDER BY rowid DESC LIMIT 20"
)
RANKED = "SELECT rowid, snippet(paper, 1, '[', ']', '…', 24) FROM paper WHERE paper MATCH ? ORDER BY rank LIMIT 20"


def build(path: Path, texts: Iterator[tuple[str, str]]) -> None:
    """A table of titles and words, the oldest first."""
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE VIRTUAL TABLE paper USING fts5(title, words, tokenize = 'porter unicode61')")
        connection.executemany("INSERT INTO paper VALUES (?, ?)", texts)
        connection.execute("INSERT INTO paper(paper) VALUES ('optimize')")


def find(connection: sqlite3.Connection, statement: str, words: str) -> int:
    """How many are on the first page, and, as we do, a count of up to a thousand."""
    quoted = " ".join(f'"{word}"' for word in words.split())
    shown = connection.execute(statement, (quoted,)).fetchall()
    connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM paper WHERE paper MATCH ? LIMIT 1000)", (quoted,)
    ).fetchone()
    return len(shown)
