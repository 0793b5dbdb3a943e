"""What is done in the store when a load begins to count, or no longer does. The database decides whether it does."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ouzel.activity.store.dictionaries import Dictionaries
from ouzel.activity.store.manifests import Manifest
from ouzel.activity.store.replacing import replace
from ouzel.activity.store.spells import settle

if TYPE_CHECKING:
    from ouzel.activity.store.place import Store


def enter(
    store: "Store",
    manifest: Manifest,
    *,
    connection: Any,
    words: Dictionaries,
    apart: Collection[str],
    counting: Collection[int],
    deletions: pa.Table | None = None,
) -> tuple[str, ...]:
    """Work out what a load replaces and what it changes of spells. Its lines are written; it does not count yet.

    `counting` are the loads that do, without it; `deletions` has `record` and `line`; `apart` see `spells.settle`. The
    caller saves `words` after it. The names of the files written.
    """
    written = [manifest.name]
    if deletions is not None and manifest.deletions:
        store.write_table(manifest.deletions_name, deletions)
        written.append(manifest.deletions_name)
    manifest.save(store)
    written += replace(store, manifest, connection=connection, counting=counting, words=words)
    written += settle(
        store,
        manifest.dataset,
        connection=connection,
        words=words,
        apart=apart,
        before=counting,
        after={*counting, manifest.load},
    )
    return tuple(written)
