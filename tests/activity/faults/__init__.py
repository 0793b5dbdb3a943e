"""Checks of files of activity."""
