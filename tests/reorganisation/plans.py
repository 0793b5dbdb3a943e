"""Who writes and who decides, and one real plan: the merger of 2021 as it was known on the day before."""

from datetime import date
from decimal import Decimal
from typing import Any

from ouzel.core.actors import Actor
from ouzel.register.attributes import Attribute
from ouzel.reorganisation.plan import Benefit, Link, Merger, Opening, Plan

AUTHOR = Actor.command("ada")
APPROVER = Actor.command("ben")
OPERATOR = Actor.command("root")

MERGED = ("04F", "06F", "06P")
EFFECTIVE = date(2021, 4, 1)
KNOWN = date(2021, 3, 31)

SAVING = Benefit(
    slug="running-costs",
    title="One set of committees and one executive team instead of three",
    owner="Chief finance officer",
    unit="pounds a year",
    baseline=Decimal("20100000"),
    target=Decimal("18100000"),
    measure_on=date(2022, 3, 31),
    source="Plan of the three groups for 2020/21",
)


def blmk_2021(**changes: Any) -> Plan:
    """Milton Keynes, Bedfordshire and Luton become one group on 1 April 2021; any part of the plan can be replaced."""
    parts: dict[str, Any] = {
        "slug": "blmk-2021",
        "title": "One commissioning group for Bedfordshire, Luton and Milton Keynes",
        "effective": EFFECTIVE,
        "author": str(AUTHOR),
        "summary": "Three clinical commissioning groups become one.",
        "statutory_basis": "National Health Service Act 2006, sections 14G and 14H",
        "sources": ("NHS BLMK CCG established 1 April 2021",),
        "changes": (
            Merger(
                path="merger[0]",
                bodies=MERGED,
                into="M1J4Y",
                opening=Opening(
                    name="NHS Bedfordshire, Luton and Milton Keynes CCG",
                    roles=("RO98",),
                    parents={Attribute.SYSTEM: "QHG"},
                ),
            ),
        ),
        "engagements": (Link(title="Talk to us about one group", on=date(2020, 7, 1), until=date(2020, 9, 1)),),
        "benefits": (SAVING,),
    }
    return Plan(**{**parts, **changes})
