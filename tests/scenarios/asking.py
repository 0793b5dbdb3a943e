"""The command `ouzel` in one process that stays: reads the words of a command a line, writes how it ended a line.

The same code as the command line runs, without its start-up of a second each time.
"""

import contextlib
import io
import json
import sys

from ouzel.cli import app
from ouzel.cli.arguments import spread


def main() -> None:
    answers = sys.stdout
    for line in sys.stdin:
        out, err = io.StringIO(), io.StringIO()
        status: object = 0
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                app(args=spread(json.loads(line)), prog_name="ouzel")
            except SystemExit as end:
                status = end.code or 0
        answers.write(json.dumps({"status": status, "out": out.getvalue(), "err": err.getvalue()}) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
