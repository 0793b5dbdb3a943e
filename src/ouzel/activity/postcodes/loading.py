"""Each edition of the directory is a release of reference data; its rows lie as Parquet in the store."""

import hashlib
from datetime import date
from pathlib import Path

from ouzel.activity.gate.file_names import refuse_file_name
from ouzel.activity.postcodes.directory import KIND, edition_of, read_directory
from ouzel.activity.references import releases
from ouzel.activity.store.place import Store
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import ReferenceRelease
from ouzel.core.permissions import require, today
from ouzel.core.releases import Origin

SOURCE = "Office for National Statistics, ONS Postcode Directory, Open Government Licence v3.0"


def load_postcodes(
    path: Path,
    *,
    by: Actor,
    effective: date | None = None,
    published: date | None = None,
    source: str = SOURCE,
    store: Store | None = None,
) -> ReferenceRelease:
    """Load one edition of the directory: .csv, .csv.gz, or the .zip as published.

    It is for the days from `effective` (else the month in its name) until the next edition begins; `published` is the
    day it became known (else the same). ContentError for a file that cannot be read whole: nothing is kept then.
    """  # fmt: skip
    require(by, releases.NEEDS, on=today())
    refuse_file_name(path.name)
    since = effective or edition_of(path.name)
    if since is None:
        raise ContentError("the name does not say which month the directory is of", path.name, field="effective",
                           right="Give the first day it is for, such as 2025-02-01")  # fmt: skip
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return releases.enter(
        read_directory(path), kind=KIND, name=f"Postcode directory, {since:%B %Y}", effective=since,
        origin=Origin(source, published or since), sha256=digest, by=by, store=store, file=path.name,
    )  # fmt: skip
