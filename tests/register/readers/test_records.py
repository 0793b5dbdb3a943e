"""JSON records of the ODS interfaces."""

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ouzel.core.errors import ContentError
from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Evidence
from ouzel.register.readers import recognise
from tests.register.readers.samples import PUBLISHED, meaning, read, said
from tests.shared_data import DATA, needs_data

SIGHTING, SINCE, INTERVAL = Evidence.SIGHTING, Evidence.SINCE, Evidence.INTERVAL


def _target(code: str, role: str) -> dict[str, Any]:
    return {"OrgId": {"extension": code}, "PrimaryRoleId": {"id": role}}


def _dates(start: str, end: str = "", kind: str = "Operational") -> list[dict[str, str]]:
    return [{"Type": kind, "Start": start, **({"End": end} if end else {})}]


RECORD: dict[str, Any] = {
    "Organisation": {
        "Name": "NHS BLMK ICB - M1J4Y",
        "Status": "Active",
        "OrgId": {"extension": "M1J4Y"},
        "Date": _dates("2021-04-01") + _dates("2021-04-01", "2022-06-30", "Legal"),
        "GeoLoc": {"Location": {"AddrLn1": "PRIORY HOUSE", "Town": "SHEFFORD", "PostCode": "SG17 5TQ"}},
        "Roles": {
            "Role": [
                {"id": "RO98", "primaryRole": True, "Date": _dates("2021-04-01")},
                {"id": "RO319", "Date": _dates("2022-07-01")},
            ]
        },
        "Rels": {
            "Rel": [
                {"id": "RE5", "Date": _dates("2021-04-01", "2026-03-31"), "Target": _target("QHG", "RO261")},
                {"id": "RE5", "Date": _dates("2026-04-01"), "Target": _target("S1Y5D", "RO261")},
                {"id": "RE9", "Date": _dates("2026-04-01"), "Target": _target("X26", "RO210")},
            ]
        },
        "Succs": {
            "Succ": [
                {"Type": "Predecessor", "Date": _dates("2021-04-01", kind="Legal"), "Target": _target("06F", "RO98")},
            ]
        },
    }
}


def _write(folder: Path, content: object) -> Path:
    path = folder / "file"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_record_keeps_operational_and_legal_dates_apart(tmp_path: Path) -> None:
    reading = read(_write(tmp_path, RECORD))
    assert said(reading, "M1J4Y", Attribute.LIFESPAN) == [(SINCE, date(2021, 4, 1), None, "open")]
    assert said(reading, "M1J4Y", Attribute.LEGAL_LIFESPAN) == [(INTERVAL, date(2021, 4, 1), date(2022, 7, 1), "open")]
    assert said(reading, "M1J4Y", Attribute.ROLE) == [
        (SINCE, date(2021, 4, 1), None, "RO98"),
        (SINCE, date(2022, 7, 1), None, "RO319"),
    ]
    assert said(reading, "M1J4Y", Attribute.SYSTEM) == [
        (INTERVAL, date(2021, 4, 1), date(2026, 4, 1), "QHG"),
        (INTERVAL, date(2026, 4, 1), None, "S1Y5D"),  # known on 28 February to be coming
    ]
    assert said(reading, "06F", Attribute.SUCCESSOR) == [(SINCE, date(2021, 4, 1), None, "M1J4Y")]
    assert said(reading, "M1J4Y", Attribute.POSTCODE) == [(SIGHTING, PUBLISHED, None, "SG17 5TQ")]
    assert "RE9" in reading.notes[0]


def test_one_record_and_a_list_of_it_say_the_same(tmp_path: Path) -> None:
    one = meaning(read(_write(tmp_path, RECORD)))
    assert one == meaning(read(_write(tmp_path, [RECORD]))) == meaning(read(_write(tmp_path, [RECORD, RECORD])))


def test_setting_of_a_practice_is_its_other_role(tmp_path: Path) -> None:
    record = copy.deepcopy(RECORD)
    record["Organisation"]["Roles"]["Role"] = [
        {"id": "RO177", "primaryRole": True, "Date": _dates("1974-04-01")},
        {"id": "RO76", "Date": _dates("2014-04-15")},
    ]
    reading = read(_write(tmp_path, record))
    assert said(reading, "M1J4Y", Attribute.SETTING) == [(SINCE, date(2014, 4, 15), None, "RO76")]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"Status": "Asleep"}, "Status"),
        ({"Date": _dates("2021-02-31")}, "Organisation.Date"),
        ({"Date": _dates("2021-04-01", "2021-03-01")}, "Organisation.Date"),
        ({"OrgId": {}}, "OrgId.extension"),
        ({"Succs": {"Succ": [{"Type": "Cousin", "Target": _target("06F", "RO98")}]}}, "Succs.Type"),
        ({"Rels": {"Rel": ["RE4"]}}, "Rel"),
        ({"GeoLoc": "LUTON"}, "GeoLoc"),
    ],
)
def test_bad_records_are_refused_with_record_and_field(tmp_path: Path, change: dict[str, Any], field: str) -> None:
    record = {"Organisation": {**RECORD["Organisation"], "OrgId": {"extension": "06H"}, **change}}
    with pytest.raises(ContentError) as error:
        read(_write(tmp_path, [RECORD, record]))
    assert error.value.field == field
    assert "record 2" in str(error.value)


def test_truncated_json_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text(json.dumps([RECORD], indent=1)[:-40], encoding="utf-8")
    with pytest.raises(ContentError, match="not JSON") as error:
        read(path)
    assert error.value.line


def test_json_nested_beyond_reason_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text('[{"Organisation": {"OrgId": ' + "[" * 200_000, encoding="utf-8")
    with pytest.raises(ContentError, match="not JSON"):
        read(path)


EXPORT: list[dict[str, Any]] = [
    {
        "id": network, "name": f"{network} PCN", "inactive": False, "primaryRole": "RO272", "RE4": "15E", "ICB": "QHL",
        "NHSER": "Y60", "isPartnerToCode": ["U36779"],
        "relationships": {"PRESCRIBING COST CENTRE": [{
            "relationshipTypeCode": "RE8", "sourceOrgCode": "M85171", "targetOrgCode": network, "opStartDate": start,
            "opEndDate": end, "status": status, "inactive": status != "active",
        }]},
    }
    for network, start, end, status in (
        ("U93165", "2021-04-01", "2026-03-31", "active"), ("U25891", "2026-04-01", "", "retired"),
    )
]  # fmt: skip


def test_export_believes_dates_before_flags(tmp_path: Path) -> None:
    reading = read(_write(tmp_path, EXPORT), published=date(2026, 5, 1))
    assert said(reading, "M85171", Attribute.NETWORK) == [
        (INTERVAL, date(2021, 4, 1), date(2026, 4, 1), "U93165"),
        (SINCE, date(2026, 4, 1), None, "U25891"),
    ]
    assert len(reading.notes) == 2
    assert said(reading, "15E", Attribute.SYSTEM) == [(SIGHTING, date(2026, 5, 1), None, "QHL")]


def test_export_known_before_the_move_says_it_is_coming(tmp_path: Path) -> None:
    reading = read(_write(tmp_path, EXPORT), published=date(2026, 3, 1))
    assert said(reading, "M85171", Attribute.NETWORK)[1] == (INTERVAL, date(2026, 4, 1), None, "U25891")


@needs_data
def test_real_records() -> None:
    reading = read(DATA / "ods" / "ord_api_examples.json", published=date(2021, 12, 31))
    assert said(reading, "RVVKC", Attribute.OPERATOR) == [(SINCE, date(1999, 4, 1), None, "RVV")]
    assert said(reading, "RGWKC", Attribute.SUCCESSOR) == [(SINCE, date(1999, 4, 1), None, "RVVKC")]
    assert said(reading, "RJY", Attribute.LIFESPAN) == [(INTERVAL, date(1993, 4, 1), date(2001, 4, 1), "open")]
    export = recognise(DATA / "ods" / "ods_dse_pcn_relationships_example.json")
    assert export is not None
    assert "export" in export.name
