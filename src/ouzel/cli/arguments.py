"""Arguments as people type them, before the parser sees them."""

from collections.abc import Sequence

SPREAD = ("rebase", "crosswalk")
OPTION = "--value"


def spread(words: Sequence[str]) -> list[str]:
    """Let `--value A B` mean `--value A --value B` where the file stands first.

    >>> spread(["rebase", "list.csv", "--value", "men", "women", "--to", "board"])
    ['rebase', 'list.csv', '--value', 'men', '--value', 'women', '--to', 'board']
    """
    if len(words) < 2 or words[0] not in SPREAD or words[1].startswith("-"):
        return list(words)
    out: list[str] = []
    at = 0
    while at < len(words):
        out.append(words[at])
        at += 1
        if out[-1] != OPTION:
            continue
        first = True
        while at < len(words) and (first or not words[at].startswith("-")):
            out += [words[at]] if first else [OPTION, words[at]]
            first = False
            at += 1
    return out
