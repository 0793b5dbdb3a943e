"""Look into one document: run as a program, the document on standard input, one JSON document on standard output."""

import json
import resource
import sys
from typing import Any

from ouzel.core.errors import ContentError
from ouzel.governance.papers import kinds, patients
from ouzel.governance.papers.found import tidy

MEMORY = 3 << 30  # bytes of address space
CPU = 55  # seconds


def look_into(content: bytes, suffix: str, *, name: str) -> dict[str, Any]:
    """`pages` and `words`; or `problem`, `line` and `right` of what makes it no paper."""
    kind = kinds.of_name(suffix)
    try:
        if kind is None:
            raise ContentError("this is no kind of document that is taken as a paper", right=kinds.RIGHT)
        if kind == kinds.PDF:
            from ouzel.governance.papers import pdf_reader  # each kind by itself: either takes time to import

            found = pdf_reader.read(content, name=name)
            words = "".join(found.words)
        else:
            from ouzel.governance.papers import office

            found = office.read(content, kind, name=name)
            words = tidy(found.words)
        patients.refuse_numbers(tidy(found.all), name=name)
        patients.refuse_numbers("\n".join(found.beside), name=name, said=True)
    except ContentError as problem:
        return {"problem": problem.problem, "line": problem.line, "right": problem.right}
    return {"pages": found.pages, "words": words}


def main() -> None:
    """Read, within bounds, and say what was found."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU))
    suffix, name = sys.argv[1:]
    json.dump(look_into(sys.stdin.buffer.read(), suffix, name=name), sys.stdout)


if __name__ == "__main__":
    main()
