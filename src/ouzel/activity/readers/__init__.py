"""Readers: each format of activity file, and what its columns are in the canonical record."""

from ouzel.activity.readers.batches import ROWS, batches, headings
from ouzel.activity.readers.formats import Column, Format
from ouzel.activity.readers.recognise import FORMATS, format_named, recognise
from ouzel.activity.readers.source import Source

__all__ = ["FORMATS", "ROWS", "Column", "Format", "Source", "batches", "format_named", "headings", "recognise"]
