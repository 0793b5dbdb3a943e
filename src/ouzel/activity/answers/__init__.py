"""Answers from the cube of a run, never from lines: by whatever is asked, on any basis, with every line accounted for.

Read `report`, which the others follow; then `cells` (what is read), `grouping` (whose it is on a basis), `adding`.
"""
