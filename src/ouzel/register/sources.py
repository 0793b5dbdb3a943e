"""The series the readers know: who publishes them, on what terms, and which is believed first on one day."""

from dataclasses import dataclass

OGL = "Open Government Licence v3.0"
_ODS = "NHS England, Organisation Data Service"
_ONS = "Office for National Statistics"
PLANS = "ouzel:plan"
"""What enacted plans say. It comes and goes with the enactment and the reversal of a plan, and in no other way."""


@dataclass(frozen=True)
class Series:
    """One line of publications.

    `precedence`: of two publications of one day and of one authority the one with the higher number is believed.
    """

    slug: str
    name: str
    publisher: str
    precedence: int
    licence: str = OGL
    link_text: str = ""  # what a page calls the way to the source


SOURCES: dict[str, Series] = {
    series.slug: series
    for series in (
        Series("ouzel:statutory", "Statutory events", "Ouzel, from the sources named in each row", 100,
               link_text="The law or publication each row names"),
        Series(PLANS, "Reorganisations enacted here", "The bodies that decided them", 110, licence="",
               link_text="The plan that was enacted"),
        Series("ouzel:facts", "Facts entered by the operator", "The operator, from the sources named in each row", 95,
               link_text="The source each row names"),
        Series("ods:ord", "ODS organisation records (ORD API)", _ODS, 90, link_text="ODS ORD API"),
        Series("ods:dse", "ODS data search and export records", _ODS, 85, link_text="ODS Data Search and Export"),
        Series("nhse:successions", "Successions of integrated care boards", "NHS England", 82,
               link_text="ODS successions of 1 April 2026"),
        Series("ods:succ", "Successor organisations (succ, succarc)", _ODS, 81, link_text="ODS succ and succarc"),
        Series("ods:epcmem", "Membership history of practices (epcmem)", _ODS, 80, link_text="ODS epcmem"),
        Series("ods:epraccur", "GP practices (epraccur)", _ODS, 70, link_text="ODS epraccur"),
        Series("ods:eccg", "Commissioners (eccg)", _ODS, 70, link_text="ODS eccg"),
        Series("ods:etr", "NHS trusts (etr)", _ODS, 70, link_text="ODS etr"),
        Series("ods:ets", "NHS trust sites (ets)", _ODS, 70, link_text="ODS ets"),
        Series("ods:ebranchs", "Branch surgeries (ebranchs)", _ODS, 70, link_text="ODS ebranchs"),
        Series("ods:epcn", "Primary care networks (ePCN)", _ODS, 60, link_text="ODS ePCN"),
        Series("nhse:sub-icb-to-icb", "Sub-ICB locations and their boards", "NHS England", 55,
               link_text="Sub-ICB locations by integrated care board"),
        Series("nhsd:practice-map", "Practices by network and commissioner", "NHS England", 50,
               link_text="Patients Registered at a GP Practice, mapping"),
        Series("nhsd:registered", "Patients registered at a GP practice", "NHS England", 40,
               link_text="Patients Registered at a GP Practice"),
        Series("nhsbsa:list-size", "Practice list sizes by sex and age", "NHS Business Services Authority", 35,
               link_text="NHSBSA patient list size"),
        Series("ons:codes", "Names and codes", _ONS, 30, link_text="ONS names and codes"),
        Series("ons:areas-2021", "Look-ups of small areas of 2021", _ONS, 30, link_text="ONS look-up of areas"),
        Series("ons:areas-2011", "Look-ups of small areas of 2011", _ONS, 30, link_text="ONS look-up of areas"),
        Series("ons:area-changes", "Small areas of 2011 to those of 2021", _ONS, 30, link_text="ONS exact-fit look-up"),
        Series("ods:codes", "Codes of roles and relationships", _ODS, 10, link_text="ODS roles and relationships"),
        Series("ouzel:settlement", "Conflicts settled at the desk", "The operator", 0, licence="",
               link_text="Settled at the desk"),
    )
}  # fmt: skip
