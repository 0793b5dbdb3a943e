"""The matrix of risks as reference data: likelihood, impact and what a score is called."""

from dataclasses import dataclass
from functools import lru_cache

from ouzel.governance.reference.texts import shipped


@dataclass(frozen=True)
class Band:
    """What scores from `least` on are called, until the next band begins."""

    slug: str
    name: str
    least: int


@dataclass(frozen=True)
class Matrix:
    """Words for likelihood and impact, from 1 to 5, and the bands of their product, lowest first."""

    likelihood: tuple[str, ...]
    impact: tuple[str, ...]
    bands: tuple[Band, ...]
    source: str
    recheck: str

    def band(self, score: int) -> Band:
        """The band of a score."""
        return next(band for band in reversed(self.bands) if band.least <= score)

    @property
    def most(self) -> int:
        """The highest score."""
        return len(self.likelihood) * len(self.impact)


@lru_cache(maxsize=1)
def matrix() -> Matrix:
    """The matrix that is in use."""
    text = shipped("risks.toml")
    bands = []
    for path, row in text.several("band"):
        given = text.table(row, path, needs=("slug", "name", "least"))
        bands.append(Band(text.word(given, "slug", path), text.word(given, "name", path), given["least"]))
    if [band.least for band in bands] != sorted({band.least for band in bands}) or bands[0].least != 1:
        raise text.wrong("band", "the bands must begin at 1 and rise")
    return Matrix(text.words(text.data, "likelihood", ""), text.words(text.data, "impact", ""), tuple(bands),
                  text.word(text.data, "source", ""), text.word(text.data, "recheck", ""))  # fmt: skip
