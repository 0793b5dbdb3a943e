"""Draw a picture into a file: `python -m ouzel.web.pictures M1J4Y blmk.svg --on 2026-11-22`."""

import argparse
from datetime import date
from pathlib import Path

from ouzel.starting import ready


def main() -> None:
    """Read the command's words, and draw."""
    words = argparse.ArgumentParser(prog="python -m ouzel.web.pictures", description="Draw how bodies flowed into one.")
    words.add_argument("root", help="code of the body in which the picture ends")
    words.add_argument("path", type=Path, help="the SVG file to write")
    words.add_argument("--on", type=date.fromisoformat, required=True, help="the day up to which to draw")
    words.add_argument("--since", type=date.fromisoformat, help="leave out what ended before this day")
    words.add_argument("--title", default="", help="the name of the picture")
    given = words.parse_args()
    ready()
    from ouzel.web.pictures import write_picture

    write_picture(given.path, given.root, on=given.on, since=given.since, title=given.title)


if __name__ == "__main__":
    main()
