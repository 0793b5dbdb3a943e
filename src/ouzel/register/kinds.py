"""The kinds of body people ask for, told by the roles a body holds on the date: never by its name or code."""

from dataclasses import dataclass

from ouzel.register.attributes import Attribute


@dataclass(frozen=True)
class Kind:
    """One kind of body.

    `roles` are ODS role codes (or ours, in capitals, where ODS has none); a body is of the kind on a date when it holds
    one of them then. `told_by` says which attribute carries the role.
    """

    slug: str
    one: str
    many: str
    roles: frozenset[str]
    told_by: Attribute = Attribute.ROLE


def _kind(slug: str, one: str, many: str, *roles: str, told_by: Attribute = Attribute.ROLE) -> Kind:
    return Kind(slug, one, many, frozenset(roles), told_by)


KINDS: dict[str, Kind] = {
    kind.slug: kind
    for kind in (
        _kind("practice", "GP practice", "GP practices", "RO76", told_by=Attribute.SETTING),
        _kind("network", "primary care network", "primary care networks", "RO272"),
        _kind("commissioner", "local commissioner", "local commissioners", "RO98", "RO319", "RO179", "PCG"),
        _kind("primary-care-group", "primary care group", "primary care groups", "PCG"),
        _kind("primary-care-trust", "primary care trust", "primary care trusts", "RO179"),
        _kind("clinical-commissioning-group", "clinical commissioning group", "clinical commissioning groups", "RO98"),
        _kind("sub-icb-location", "sub-ICB location", "sub-ICB locations", "RO319"),
        _kind("system", "health and care system", "health and care systems", "RO318", "RO262"),
        _kind("partnership", "sustainability and transformation partnership",
              "sustainability and transformation partnerships", "RO262"),
        _kind("board", "integrated care board", "integrated care boards", "RO318"),
        _kind("region", "NHS England region", "NHS England regions", "RO209"),
        _kind("trust", "NHS trust", "NHS trusts", "RO197", "RO107", "RO57"),
        _kind("site", "trust site", "trust sites", "RO198"),
        _kind("branch", "branch surgery", "branch surgeries", "RO96"),
        _kind("hub", "commissioning hub", "commissioning hubs", "RO218"),
        _kind("reporting-entity", "sub-ICB reporting entity", "sub-ICB reporting entities", "RO327"),
        _kind("local-authority", "local authority", "local authorities", "RO141"),
        _kind("small-area", "small area", "small areas", "LSOA11", "LSOA21"),
        _kind("ward", "ward", "wards", "WARD"),
        _kind("collaboration", "collaboration", "collaborations", "COLLABORATION"),
    )
}  # fmt: skip


def kind_named(slug: str) -> Kind:
    """The kind called `slug`; ValueError lists what there is."""
    try:
        return KINDS[slug]
    except KeyError:
        raise ValueError(f"{slug!r} is not a kind of body: use one of {', '.join(KINDS)}") from None
