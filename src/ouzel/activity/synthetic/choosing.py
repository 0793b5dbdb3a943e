"""Choice by weight as one look-up: a table with as many slots for each option as its weight asks."""

import numpy as np

from ouzel.engine.days import Floats, Ints

FULL = 1 << 16
"""Slots of a full table: one for each 16-bit number, so that a choice costs two random bytes and one look-up."""

Shorts = np.ndarray[tuple[int], np.dtype[np.uint16]]


def generator(seed: int, *key: int) -> np.random.Generator:
    """Random numbers of their own for each key: the child that `SeedSequence.spawn` gives at that place of the tree."""
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=key)))


def slots(weights: Floats, size: int = FULL) -> Ints:
    """A table of `size` options (int32), each as often as its weight asks, by largest remainder. Ties: the first."""
    exact = np.asarray(weights, float) / np.sum(weights) * size
    counts = np.floor(exact).astype(np.int64)
    short = size - int(counts.sum())
    if short:
        counts[np.argsort(counts - exact, kind="stable")[:short]] += 1
    return np.repeat(np.arange(len(counts), dtype=np.int32), counts)


def stacked(weights: Floats, size: int = FULL) -> Ints:
    """Tables for several groups (rows of `weights`) one after the other: look up `group * size + random`."""
    return np.concatenate([slots(row, size) for row in weights])


def draw16(random: np.random.Generator, rows: int, count: int) -> np.ndarray[tuple[int, int], np.dtype[np.uint16]]:
    """`rows` times `count` random 16-bit numbers."""
    return random.integers(0, FULL, (rows, count), dtype=np.uint16)


def identities(random: np.random.Generator, count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Positive 64-bit numbers that stand for identifiers; two the same are as good as impossible."""
    return random.integers(1, 1 << 63, count, dtype=np.int64)


def mixed(values: np.ndarray[tuple[int], np.dtype[np.int64]], seed: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Numbers turned into others that look random, one to one but for the sign: the same for the same seed."""
    word = values.astype(np.uint64) + np.uint64((seed * 0x9E3779B97F4A7C15 + 0x632BE59BD9B4E019) & (1 << 64) - 1)
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((word ^ (word >> np.uint64(31))) >> np.uint64(1)).astype(np.int64) | 1
