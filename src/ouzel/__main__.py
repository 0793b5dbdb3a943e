"""`python -m ouzel` is the command `ouzel`."""

from ouzel.cli import main

main()
