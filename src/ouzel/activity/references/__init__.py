"""What the register and the small tables of the rules say of practices, residences and supplies, day by day."""

from ouzel.activity.references.practices import practices
from ouzel.activity.references.profiles import profiles
from ouzel.activity.references.residences import residences
from ouzel.activity.references.supplies import supplies

__all__ = ["practices", "profiles", "residences", "supplies"]
