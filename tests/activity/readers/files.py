"""Files of the contract monitoring standards, made up, with every element of theirs."""

import csv
from io import StringIO

from ouzel.activity.readers.standards import elements

GOOD = {
    "FINANCIAL MONTH": "1",
    "FINANCIAL YEAR": "202526",
    "DATE AND TIME DATA SET CREATED": "2025-05-12T09:30:00",
    "ORGANISATION IDENTIFIER (CODE OF PROVIDER)": "RC9",
    "ORGANISATION SITE IDENTIFIER (OF TREATMENT)": "RC971",
    "ORGANISATION IDENTIFIER (GP PRACTICE RESPONSIBILITY)": "M1J4Y",
    "ORGANISATION IDENTIFIER (CODE OF COMMISSIONER)": "QHG",
    "GENERAL MEDICAL PRACTICE CODE (PATIENT REGISTRATION)": "E81046",
    "NHS NUMBER": "9434765919",
    "LOCAL PATIENT IDENTIFIER (EXTENDED)": "L-1",
    "POSTCODE OF USUAL ADDRESS": "ZZ99 3VZ",
    "PERSON BIRTH DATE": "1980-04-02",
    "AGE AT ACTIVITY DATE (CONTRACT MONITORING)": "45",
    "PERSON STATED GENDER CODE": "2",
    "ETHNIC CATEGORY": "A",
    "CDS UNIQUE IDENTIFIER": "RC9-1",
    "ACTIVITY TREATMENT FUNCTION CODE": "100",
    "HOSPITAL PROVIDER SPELL NUMBER": "S1",
    "ACTIVITY START DATE (CONTRACT MONITORING)": "2025-04-03",
    "ACTIVITY END DATE (CONTRACT MONITORING)": "2025-04-07",
    "CLINICAL INTERVENTION DATE (DRUG ADMINISTERED)": "2025-04-03",
    "CLINICAL INTERVENTION DATE (MEDICAL DEVICE IMPLEMENTATION)": "2025-04-03",
    "UNBUNDLED EPISODE INDICATOR": "N",
    "COMMISSIONED SERVICE CATEGORY CODE": "12",
    "SPECIALISED SERVICE CODE": "99999999",
    "POINT OF DELIVERY CODE": "NEL",
    "TARIFF CODE": "AA22C/N/BP1",
    "NATIONAL TARIFF INDICATOR": "Y",
    "CONTRACT MONITORING PLANNED ACTIVITY": "10.5",
    "CONTRACT MONITORING PLANNED PRICE": "12345.67",
    "CONTRACT MONITORING PLANNED MARKET FORCES FACTOR": "123.45",
    "CONTRACT MONITORING ACTUAL ACTIVITY": "9",
    "CONTRACT MONITORING ACTUAL PRICE": "10000.12345678",
    "CONTRACT MONITORING ACTUAL MARKET FORCES FACTOR": "100",
    "ACTIVITY COUNT (POINT OF DELIVERY)": "1",
    "ACTIVITY UNIT PRICE": "2500.5",
    "DRUG QUANTITY OR WEIGHT PROPORTION (HIGH COST TARIFF EXCLUDED DRUG)": "2.5",
    "HOME DELIVERY CHARGE (HIGH COST TARIFF EXCLUDED DRUG)": "0",
    "MEDICAL DEVICE QUANTITY (HIGH COST TARIFF EXCLUDED DEVICE)": "1",
    "VALUE ADDED TAX CHARGED INDICATOR (CONTRACT MONITORING)": "N",
    "UNIT PRICE (SUPPLIER)": "2400",
    "UNIT PRICE (COMMISSIONER)": "2500.5",
    "TOTAL COST": "2500.5",
    "LOCAL PRICE": "12.34",
}
"""What a line without a fault says; elements that are not here it leaves blank."""


def submission(standard: str, *lines: dict[str, str], without: tuple[str, ...] = ()) -> bytes:
    """A file of a standard: each line as `GOOD`, but for what is given."""
    names = [element.name for element in elements(standard) if element.name not in without]
    file = StringIO(newline="")
    writer = csv.DictWriter(file, names, restval="", extrasaction="ignore")
    writer.writeheader()
    for line in lines or ({},):
        writer.writerow(GOOD | line)
    return file.getvalue().encode()


def table(text: str) -> bytes:
    """A small CSV file from its lines."""
    return "\n".join(line.strip() for line in text.strip().splitlines()).encode() + b"\n"
