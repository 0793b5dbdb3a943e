"""Readers of files of activity."""
