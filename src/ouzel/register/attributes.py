"""What the register can say of a body: the attributes, and how the facts of each behave."""

import re
from enum import IntEnum

CODE = re.compile(r"[A-Z0-9][A-Z0-9:-]{1,39}")
"""What a code of a body looks like, whole."""


class Attribute(IntEnum):
    """One thing that can be asserted of a body.

    Numbers are stored in the database: add new ones, never renumber.
    """

    LIFESPAN = 1  # operational: the body was open
    LEGAL_LIFESPAN = 2  # legal: the body existed in law
    STATUS = 3  # active, dormant, proposed (the letter, kept apart from the lifespan)
    LISTED = 4  # listed in a complete publication; value: the scope
    NAME = 5
    PRINTED_NAME = 6  # name printed beside a closed body: evidence for that day's file only
    ADDRESS = 7
    POSTCODE = 8
    ROLE = 9  # value: an ODS role code (RO98 ...), or a code of ours for what ODS has no role for
    SETTING = 10  # prescribing setting, as an ODS role code
    GSS_CODE = 11  # nine-character code of the Office for National Statistics
    STATED_COUNT = 12  # a count somebody stated (98 member practices), kept beside the computed one

    COMMISSIONER = 20  # practice, network: is commissioned by (RE4)
    NETWORK = 21  # practice: is a partner to a primary care network (RE8)
    SYSTEM = 22  # local commissioner: belongs to a partnership or board
    REGION = 23  # system or commissioner: belongs to an NHS England region
    GEOGRAPHY = 24  # practice, trust: stands in the geography of a system (RE5)
    OPERATOR = 25  # site, branch: is operated by (RE6)
    AREA_COMMISSIONER = 26  # small area: lies in the area of a local commissioner
    LOCAL_AUTHORITY = 27  # small area: lies in a local authority
    WARD = 28  # small area: lies in a ward
    COLLABORATION = 29  # body: works together with others in; not a merger

    SUCCESSOR = 40  # body: was succeeded by, from a day; never ends
    FUNCTIONS = 41  # body: handed its functions to, from a day; never ends
    PLACEMENT = 42  # unit of a body that was split (a site): belongs with that heir, from a day; never ends


FIRST_RELATION, AFTER_RELATIONS = 20, 60
"""The numbers kept for relations, for the database to know them by."""

RELATIONS = frozenset(a for a in Attribute if FIRST_RELATION <= a < AFTER_RELATIONS)
"""Attributes whose value is the code of another body."""

EVENTS = frozenset({Attribute.SUCCESSOR, Attribute.FUNCTIONS, Attribute.PLACEMENT})
"""Relations that happen on a day and are never ended."""

LASTING = RELATIONS - EVENTS
"""Relations that hold over days, so that they begin and end."""

SEVERAL = frozenset({Attribute.LISTED, Attribute.ROLE, Attribute.COLLABORATION}) | EVENTS
"""Attributes that may have several values at once: each value has a line of its own."""

RESTATED = frozenset({Attribute.LIFESPAN, Attribute.LEGAL_LIFESPAN})
"""Attributes where a later publication restates a whole spell, its beginning included."""
