"""The postcode directory of the Office for National Statistics: from a postcode to the small area it lies in."""

from ouzel.activity.postcodes.directory import KIND
from ouzel.activity.postcodes.finding import Postcodes, newest
from ouzel.activity.postcodes.loading import load_postcodes

__all__ = ["KIND", "Postcodes", "load_postcodes", "newest"]
