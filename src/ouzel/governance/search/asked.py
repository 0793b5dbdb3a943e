"""What somebody searches for, as the database reads it: words, "phrases", or, -not."""

from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db import connection

LONGEST = 300  # characters
CONFIG = "english"


@dataclass(frozen=True)
class Asked:
    """A query, and the stems of its words (for showing where they are). `why`: nothing can be found, and why."""

    words: str
    stems: tuple[str, ...] = ()
    why: str = ""

    @property
    def query(self) -> SearchQuery:
        """As a condition on what is indexed."""
        return SearchQuery(self.words, config=CONFIG, search_type="websearch")


def ask(words: str) -> Asked:
    """Read what somebody wrote. Nothing that they write is an error; at worst it finds nothing, and says why."""
    text = " ".join(words.replace("\x00", " ").split())[:LONGEST]
    if not text:
        return Asked("", why="Write what to look for.")
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT numnode(websearch_to_tsquery('english', %(text)s)),
                      querytree(websearch_to_tsquery('english', %(text)s)),
                      ARRAY(SELECT lexeme FROM unnest(to_tsvector('english', %(text)s)))""",
            {"text": text},
        )
        nodes, tree, stems = cursor.fetchone()
    if not nodes:
        return Asked(text, why="All of these words are so common that they are not looked for. Add one that is not.")
    if tree == "T":
        return Asked(text, why="Say also what to look for, not only what is not to be in it.")
    return Asked(text, tuple(stems))
