"""Tests of figures of units."""
