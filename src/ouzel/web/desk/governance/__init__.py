"""Governance at the desk: what a board secretary keeps, from the plan of a meeting to its approved minutes."""
