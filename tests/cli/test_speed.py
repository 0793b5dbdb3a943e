"""The command answers at once where nothing need be loaded."""

import subprocess
import sys


def test_help_loads_neither_the_framework_nor_pandas() -> None:
    code = (
        "import sys; sys.argv=['ouzel','--help']\n"
        "from ouzel.cli import app\n"
        "try: app(prog_name='ouzel')\n"
        "except SystemExit: pass\n"
        "heavy = {'django', 'pandas', 'numpy', 'psycopg', 'duckdb', 'rich'} & set(sys.modules)\n"
        "sys.exit(f'loaded: {heavy}' if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_importing_the_package_loads_nothing() -> None:
    code = "import sys, ouzel; sys.exit(bool({'django', 'pandas', 'numpy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
