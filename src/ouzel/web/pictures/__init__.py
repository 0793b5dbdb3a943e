"""Pictures drawn on the server as SVG: no script, no inline style, each with its table and a sentence."""

from datetime import date
from pathlib import Path


def write_picture(path: Path, root: str, *, on: date, since: date | None = None, title: str = "") -> None:
    """Write the picture that ends in `root` on a day to an SVG file; LookupError where there is nothing to draw."""
    from ouzel.register.answers import Moment  # here, as the command sets up the framework first
    from ouzel.register.flows import picture
    from ouzel.web.pictures.river import river

    found = picture(root, moment=Moment(on=on), since=since)
    if found is None:
        raise LookupError(f"{root} never had members that moved, so there is nothing to draw")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(river(found, title=title) + "\n", encoding="utf-8")
