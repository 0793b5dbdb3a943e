"""Long lists that are counted and fetched a page at a time."""

from collections.abc import Callable, Sequence
from typing import Any, overload

from django.db.models import QuerySet


class Slices(Sequence[Any]):
    """A list of `count` rows of which `fetch(offset, limit)` gives some."""

    def __init__(self, count: int, fetch: Callable[[int, int], Sequence[Any]]) -> None:
        self._count, self._fetch = count, fetch

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> Any: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Any]: ...
    def __getitem__(self, at: int | slice) -> Any:
        start, stop, _ = (slice(at, at + 1) if isinstance(at, int) else at).indices(self._count)
        rows = self._fetch(start, stop - start) if stop > start else []
        return rows[0] if isinstance(at, int) else rows


def of_rows(rows: "QuerySet[Any]", shown: Callable[["QuerySet[Any]"], Sequence[Any]]) -> Slices:
    """Rows of the database, those of a page made into what is shown of them."""
    return Slices(rows.count(), lambda offset, limit: shown(rows[offset : offset + limit]))
