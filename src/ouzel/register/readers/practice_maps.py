"""Practices by network, commissioner, system and region (gp-reg-pat-prac-map), as seen on the day of the extract.

Earlier editions name clinical commissioning groups and partnerships, later ones sub-ICB locations and boards; the
columns say which, and so which role was held.
"""

from datetime import date
from pathlib import Path

from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Reading
from ouzel.register.readers.base import Reader
from ouzel.register.readers.sightings import Sightings
from ouzel.register.readers.tables import Headed, headed
from ouzel.register.readers.values import bad_code, extract_day

COMMISSIONERS = {"sub icb location": "RO319", "sub icb": "RO319", "ccg": "RO98"}
_SYSTEMS = {"icb": "RO318", "stp": "RO262"}
_REGIONS = {"comm region": "RO209", "region": "RO209"}


def level(table: Headed, roles: dict[str, str]) -> tuple[str, int | None, int | None, int | None]:
    """The role, and the positions of code, ONS code and name, of the kind of body that the headings name."""
    for kind, role in roles.items():
        if (code := table.at(f"{kind} code")) is not None:
            return role, code, table.at(f"ons {kind} code"), table.at(f"{kind} name")
    return "", None, None, None


def cell(row: list[str], position: int | None) -> str:
    """What stands there, without blanks around it; "" if there is no such column."""
    return "" if position is None else row[position].strip()


def _parse(path: Path, published: date) -> Reading:
    table = headed(path)
    seen = Sightings()
    see = seen.see
    extract, practice_at, network_at = table.need("extract date"), table.need("practice code"), table.need("pcn code")
    name, postcode, network_name = table.at("practice name"), table.at("practice postcode"), table.at("pcn name")
    levels = [level(table, roles) for roles in (COMMISSIONERS, _SYSTEMS, _REGIONS)]
    commissioner_at, system_at, region_at = (code for _, code, _, _ in levels)
    for line, row in table.rows:
        on = extract_day(path, line, row[extract])
        practice, network = row[practice_at].strip(), row[network_at].strip()
        if not practice.isalnum():
            raise bad_code(path, line, "PRACTICE_CODE", practice)
        see(practice, Attribute.NAME, cell(row, name), on=on, line=line)
        see(practice, Attribute.POSTCODE, cell(row, postcode), on=on, line=line)
        if len(network) > 1:  # a practice in no network is written U, Unallocated
            see(practice, Attribute.NETWORK, network, on=on, line=line)
            seen.body(network, role="RO272", name=cell(row, network_name), on=on, line=line)
        commissioner, system = cell(row, commissioner_at), cell(row, system_at)
        see(practice, Attribute.COMMISSIONER, commissioner, on=on, line=line)
        see(commissioner, Attribute.SYSTEM, system, on=on, line=line)
        see(system, Attribute.REGION, cell(row, region_at), on=on, line=line)
        for role, code, gss, title in levels:
            seen.body(cell(row, code), role=role, name=cell(row, title), gss=cell(row, gss), on=on, line=line)
    return Reading("practices by network", "nhsd:practice-map", seen.assertions, rows=len(table.rows))


READER = Reader(
    "practices by network and commissioner",
    lambda sniff: sniff.headings >= {"extract date", "practice code", "pcn code"},
    _parse,
)
