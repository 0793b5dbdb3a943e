"""Papers joined with pikepdf and nothing else: no agenda, no numbers, no bookmarks, no tags."""

import io
from collections.abc import Sequence

import pikepdf


def join(papers: Sequence[bytes]) -> int:
    """One file of all pages; how many there are."""
    with pikepdf.new() as document:
        for content in papers:
            with pikepdf.open(io.BytesIO(content)) as paper:
                document.pages.extend(paper.pages)
        out = io.BytesIO()
        document.save(out)
        return len(document.pages)
