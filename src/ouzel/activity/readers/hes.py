"""Hospital Episode Statistics: admitted care, outpatients and emergency attendances, as extracts come.

What HES writes for what it does not know is not said here: dates of 1800, 1801 and 1802 (blank, not valid, not sent),
`&`, `-`, `98`, `99`. Ages 7001 to 7007 are of babies. An episode without a discharge, or that HES calls unfinished, is
unfinished. Of the episodes of a spell only the last one counts as activity, so that a spell is counted once.
Source: NHS Digital, HES data dictionaries, and its Artificial HES files.
"""

import pyarrow as pa
import pyarrow.compute as pc

from ouzel.activity.readers.cleaning import ISO, Cleaner
from ouzel.activity.readers.formats import Column, Format

_DATE = Cleaner(dates=(ISO, "%Y-%m-%d %H:%M:%S", "%d/%m/%Y", "%Y%m%d"), shape=r"^(19[0-9]{2}|20[0-9]{2})-[0-9-]{5}$")
_AGE = Cleaner(whole=True, replace=((r"^700[1-7](\.0*)?$", "0"),), shape=r"^[0-9]{1,3}$")
_DAYS = Cleaner(whole=True, shape=r"^[0-9]{1,5}$")
_ORDER = Cleaner(whole=True, values={"98": "", "99": ""}, shape=r"^[0-9]{1,2}$")
_SITE = Cleaner(shape=r"^([A-Z0-9]{3}|[A-Z0-9]{5,9})$")
_BODY = Cleaner(shape=r"^[A-Z0-9]{3,6}$")
_PRACTICE = Cleaner(shape=r"^[A-Z][A-Z0-9]{5}$")
# Health authorities and trusts come with 00 after their three characters; these are codes of five by themselves.
_PAYER = Cleaner(
    values={"VPP": "VPP00", "XMD": "XMD00", "TDH": "TDH00"},
    replace=((r"^([A-Z0-9]{3})00$", r"\1"),),
    shape=r"^[A-Z0-9]{3,6}$",
)
_AREA = Cleaner(shape=r"^([EWSNLM][0-9]{8}|95[A-Z]{2}[0-9]{2}[A-Z][0-9])$")
_FUNCTION = Cleaner(shape=r"^[0-9]{3}$", values={"999": ""})
_TWO = Cleaner(shape=r"^[0-9][0-9A-Z]$", values={"98": "", "99": ""})
_ONE = Cleaner(whole=True, shape=r"^[0-9]$")
_CLASS = Cleaner(shape=r"^[1-5]$")
_ETHNIC = Cleaner(values={"X": "", "9": "", "99": ""}, shape=r"^[0-9A-Z]$")
_ICD = Cleaner(shape=r"^[A-Z][0-9]{2}[0-9X]?$")
_OPCS = Cleaner(shape=r"^[A-Z][0-9]{2}[0-9]?$", values={"X999": "", "X99": ""})
_CURRENCY = Cleaner(shape=r"^[A-Z]{2}[0-9]{2}[A-Z]$")


def _numbered(stem: str, count: int) -> tuple[str, ...]:
    return tuple(f"{stem}_{number:02d}" for number in range(1, count + 1))


def _shared(age: str) -> tuple[Column, ...]:
    """The columns that all three files have."""
    return (
        Column("person", ("PSEUDO_HESID", "TOKEN_PERSON_ID", "ENCRYPTED_HESID"), need=True),
        Column("provider", ("PROCODE3", "PROCODE5", "PROCODET"), _BODY, need=True),
        Column("site", ("SITETRET",), _SITE),
        Column("practice", ("GPPRAC",), _PRACTICE),
        Column("residence", ("LSOA11", "LSOA01"), _AREA),
        Column("age", (age,), _AGE),
        Column("sex", ("SEX",), _ONE),
        Column("ethnicity", ("ETHNOS",), _ETHNIC),
        Column("commissioner", ("PURCODE",), _PAYER),
        Column("currency", ("SUSHRG", "HRG40"), _CURRENCY),
    )


_CLINICAL = (
    Column("specialty", ("TRETSPEF",), _FUNCTION),
    Column("main_specialty", ("MAINSPEF",), _FUNCTION),
    Column("administrative", ("ADMINCAT",), _TWO),
    Column("diagnosis", ("DIAG_4_01",), _ICD),
    Column("procedure", ("OPERTN_4_01",), _OPCS),
)


def _admitted_kind(batch: pa.RecordBatch) -> pa.Array:
    end, status = batch.column("end"), batch.column("status")
    unfinished = pc.or_(pc.equal(end, ""), pc.equal(status, "unfinished"))
    return pc.dictionary_encode(pc.if_else(unfinished, "admitted-unfinished", "admitted"))


ADMITTED = Format(
    "hes-apc",
    "Hospital Episode Statistics, admitted care",
    (
        Column("record", ("EPIKEY",), need=True),
        *_shared("STARTAGE"),
        # HES has no number of a spell: one patient's days with one provider from one admission are one.
        Column("spell", ("PSEUDO_HESID", "PROCODE3", "ADMIDATE"), join="|"),
        Column("order", ("EPIORDER",), _ORDER),
        *_CLINICAL,
        Column("diagnoses", _numbered("DIAG_4", 20), _ICD, join=","),
        Column("procedures", _numbered("OPERTN_4", 24), _OPCS, join=","),
        Column("admission_method", ("ADMIMETH",), _TWO, need=True),
        Column("admission_source", ("ADMISORC",), _TWO),
        Column("patient_class", ("CLASSPAT",), _CLASS),
        Column("start", ("ADMIDATE",), _DATE, need=True),
        Column("end", ("DISDATE",), _DATE, need=True),
        Column("stay", ("SPELDUR",), _DAYS),
        Column("episode_start", ("EPISTART",), _DATE),
        Column("episode_end", ("EPIEND",), _DATE),
        Column("status", ("EPISTAT",), Cleaner(values={"1": "unfinished", "3": "finished"}, shape="^(un)?finished$"),
               need=True),
        Column("activity", ("SPELEND",), Cleaner(values={"Y": "1", "N": "0"}, shape="^[01]$")),
    ),
    _admitted_kind,
    settled=True,
)  # fmt: skip

OUTPATIENTS = Format(
    "hes-op",
    "Hospital Episode Statistics, outpatients",
    (
        Column("record", ("ATTENDKEY",), need=True),
        *_shared("APPTAGE"),
        *_CLINICAL,
        Column("diagnoses", _numbered("DIAG_4", 12), _ICD, join=","),
        Column("procedures", _numbered("OPERTN_4", 24), _OPCS, join=","),
        Column("first_attendance", ("FIRSTATT",), Cleaner(values={"9": "5"}, shape="^[1-5]$"), need=True),
        Column("attended", ("ATTENDED",), Cleaner(values={"9": ""}, shape="^[0234567]$"), need=True),
        Column("start", ("APPTDATE",), _DATE, need=True),
    ),
    "outpatient",
    {"activity": "1"},
    settled=True,
)

EMERGENCY = Format(
    "hes-ae",
    "Hospital Episode Statistics, emergency attendances",
    (
        Column("record", ("AEKEY",), need=True),
        *_shared("ARRIVALAGE"),
        Column("department", ("AEDEPTTYPE",), _TWO, need=True),
        Column("start", ("ARRIVALDATE",), _DATE, need=True),
    ),
    "emergency",
    {"activity": "1"},
    settled=True,
)

FORMATS = (ADMITTED, OUTPATIENTS, EMERGENCY)
