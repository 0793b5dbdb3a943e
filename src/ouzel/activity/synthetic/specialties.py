"""Treatment functions of the made-up care: how often each occurs, and to whom. Weights are our own assumptions.

Codes are national: NHS Data Dictionary, ACTIVITY TREATMENT FUNCTION CODE and MAIN SPECIALTY CODE.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Specialty:
    """`emergency`, `elective`, `outpatient`: weights. `ages`: of children, adults, people of 65 and over; `sexes`."""

    code: str
    main: str
    emergency: float
    elective: float
    outpatient: float
    ages: tuple[float, float, float] = (1, 1, 1)
    sexes: tuple[float, float] = (1, 1)  # male, female


_CHILD, _ADULT, _OLD, _NO_CHILD = (1, 0, 0), (0, 1, 0), (0, 0.02, 1), (0.02, 1, 1)
_LATE = (0.1, 0.6, 1.6)

SPECIALTIES = (
    Specialty("100", "100", 9, 7, 4, (0.3, 1, 1)),
    Specialty("101", "101", 3, 7, 4.5, _LATE, (2, 0.6)),
    Specialty("103", "103", 0, 2, 2.2, _NO_CHILD, (0.05, 2)),
    Specialty("104", "104", 2, 4, 3, _NO_CHILD),
    Specialty("107", "107", 1, 1.2, 1.2, _LATE, (1.6, 0.6)),
    Specialty("110", "110", 7, 9, 9, (0.6, 0.9, 1.3)),
    Specialty("120", "120", 1.6, 3, 4.5, (1.4, 0.9, 1)),
    Specialty("130", "130", 0.3, 9, 9, _LATE),
    Specialty("140", "140", 0.8, 3.5, 2, (1.3, 1, 0.6)),
    Specialty("143", "143", 0, 0, 1.6, (4, 0.5, 0)),
    Specialty("150", "150", 0.9, 0.9, 0.7, _NO_CHILD),
    Specialty("160", "160", 1, 2.4, 1.3),
    Specialty("170", "170", 0.4, 0.9, 0.4, _LATE, (1.7, 0.5)),
    Specialty("171", "171", 0.8, 0.8, 0.6, _CHILD),
    Specialty("191", "190", 0, 1.6, 1.3, _NO_CHILD),
    Specialty("300", "300", 22, 2, 1.6, _NO_CHILD),
    Specialty("301", "301", 3, 15, 3.4, _NO_CHILD),
    Specialty("302", "302", 0.6, 0.6, 1.8, _NO_CHILD),
    Specialty("303", "303", 1.2, 7, 3, (0.4, 0.8, 1.5)),
    Specialty("307", "302", 0.5, 0, 1.8, _NO_CHILD),
    Specialty("320", "320", 5, 3.4, 4.2, _LATE, (1.3, 0.8)),
    Specialty("324", "303", 0, 0, 2.2, _LATE),
    Specialty("326", "300", 9, 0.2, 0.3, _NO_CHILD),
    Specialty("328", "300", 2, 0.1, 0.4, _LATE),
    Specialty("330", "330", 0.2, 2.2, 4.6),
    Specialty("340", "340", 4.5, 1.3, 2.6, _LATE),
    Specialty("361", "361", 0.9, 6, 2.2, _NO_CHILD),
    Specialty("370", "370", 1.4, 6, 3.4, _NO_CHILD),
    Specialty("400", "400", 0.8, 1.2, 2.6, _NO_CHILD),
    Specialty("410", "410", 0.3, 1.8, 2.8, _NO_CHILD, (0.6, 1.4)),
    Specialty("420", "420", 12, 1.6, 5.5, _CHILD),
    Specialty("430", "430", 11, 0.3, 1.2, _OLD),
    Specialty("502", "502", 3, 4.5, 5, (0.05, 1.4, 0.5), (0, 1)),
    Specialty("560", "560", 0, 0, 5.5, _ADULT, (0, 1)),
    Specialty("650", "960", 0, 0, 8),
    Specialty("651", "960", 0, 0, 1.2, _LATE),
    Specialty("800", "800", 0.4, 3.5, 3, _NO_CHILD),
    Specialty("812", "810", 0, 0.4, 3),
)

WITHOUT_CONSULTANT = ("560", "950", "960")
"""Main specialties of care that no consultant leads, which has points of delivery of its own."""
